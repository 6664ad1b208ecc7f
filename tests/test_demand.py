"""``scheduler demand``: the forecast, its band and its notices on the terminal, and beside a solver."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from scheduler import cli
from tests.workspaces import SETTINGS, inflow_rows, write_workspace


def demand(folder: Path, *arguments: object) -> Result:
    return CliRunner().invoke(cli.main, ["demand", str(folder), "--week", "2023-W45", *map(str, arguments)])


def test_each_row_has_the_band_around_its_calls_and_the_attempts(tmp_path: Path) -> None:
    folder = write_workspace(
        tmp_path, workspace=SETTINGS.replace("aht_seconds: 240", "aht_seconds: 240\n    attempts_per_entered: 1.5")
    )
    lines = demand(folder, "--queue", "general").stdout.splitlines()
    rows = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=True)) for line in lines[1:]]
    noon = next(row for row in rows if row["start"] == "2023-11-06T12:00")
    assert float(noon["calls_p10"]) < float(noon["calls"]) < float(noon["calls_p90"])
    assert float(noon["attempts"]) == 1.5 * float(noon["calls"])
    assert noon["binding_target"] == "service_level"
    assert noon["hour_class"] == "other"


def test_a_short_history_is_noticed(tmp_path: Path) -> None:
    result = demand(write_workspace(tmp_path))
    assert "general: less than 5 weeks of history" in result.stderr


def test_an_event_raises_its_hours(tmp_path: Path) -> None:
    def noon(**events: str) -> float:
        lines = demand(write_workspace(tmp_path, **events), "--queue", "general").stdout.splitlines()
        return float(next(line for line in lines if line.startswith("2023-11-07T12:00")).split("\t")[2])

    usual = noon()
    assert noon(events="from,to,queue,factor\n2023-11-07,2023-11-07,general,2\n") == 2 * usual


def test_attempts_of_the_history_are_used(tmp_path: Path) -> None:
    rows = inflow_rows()
    inflow = "\n".join([rows[0] + ",attempts", *(f"{row},{3 * int(row.split(',')[3])}" for row in rows[1:])])
    lines = demand(write_workspace(tmp_path, inflow=inflow + "\n"), "--queue", "general").stdout.splitlines()
    calls, attempts = (float(lines[30].split("\t")[n]) for n in (2, 5))
    assert attempts == 3 * calls


def test_a_picture_is_drawn_instead_of_the_table(tmp_path: Path) -> None:
    result = demand(write_workspace(tmp_path), "--plot", tmp_path / "demand.svg")
    assert result.stdout == f"{tmp_path / 'demand.svg'}\n"
    assert (tmp_path / "demand.svg").exists()


def test_a_roster_is_still_found_after_a_picture_in_the_same_process(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "w")
    assert demand(folder, "--plot", tmp_path / "demand.png").exit_code == 0
    result = CliRunner().invoke(
        cli.main,
        [
            "generate",
            str(folder),
            "--week",
            "2023-W45",
            "--gap",
            "1",
            "--workers",
            "1",
            "--output",
            str(tmp_path / "out"),
        ],
    )
    assert result.exit_code == 0, result.output
