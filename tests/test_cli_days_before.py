"""The commands refuse to plan after days that nobody knows, and say what they took as known."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler import cli
from tests.workspaces import PREVIOUS_ROSTER, REQUESTS, SETTINGS, write_workspace

HEADER = PREVIOUS_ROSTER.splitlines()[0]


def shift(who: str, on: str, code: str = "D") -> str:
    """A row of a roster; of an evening the next day's date is the one after in the same month."""
    if code == "D":
        return f"{who},{on},D,{on}T09:00,{on}T18:00,{on}T12:00,{on}T13:00,office,general,480"
    if code == "N":
        return f"{who},{on},N,{on}T01:00,{on}T08:00,{on}T03:30,{on}T04:00,office,general,390"
    after = f"{on[:8]}{int(on[8:]) + 1:02}"
    return f"{who},{on},V,{on}T18:00,{after}T01:00,{on}T20:30,{on}T21:00,office,general,390"


def write_rows(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def scheduler(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "workspace")


@pytest.fixture
def evening(tmp_path: Path) -> Path:
    """The week before the one that begins on 2023-11-13: E007 works on its last evening."""
    return write_rows(tmp_path / "evening.csv", shift("E010", "2023-11-06", "N"), shift("E007", "2023-11-12", "V"))


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """The week of 2023-11-13, which E007 begins at the hour at which that evening ends."""
    return write_rows(tmp_path / "night.csv", shift("E007", "2023-11-13", "N"), shift("E010", "2023-11-19", "N"))


Command = Callable[[Path, Path, Path], list[object]]
COMMANDS: dict[str, Command] = {
    "generate": lambda w, _, out: ["generate", w, "--week", "2023-11-13", "--output", out],
    "what-if": lambda w, _, out: [
        *("what-if", w, "--week", "2023-11-13", "--depth", "staffing"),
        *("--output", out, "--results", out.with_name("results")),
    ],
    "repair": lambda w, roster, _: [
        *("repair", w, roster, "--absence", "E010:2023-11-19", "--today", "2023-11-13"),
    ],
    "verify": lambda w, roster, _: ["verify", w, roster],
    "model": lambda w, _, out: ["model", w, "--week", "2023-11-13", "--output", out.with_suffix(".mps")],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_command_refuses_unknown_days_before(
    workspace: Path, night: Path, tmp_path: Path, command: Command
) -> None:
    result = scheduler(*command(workspace, night, tmp_path / "out"))
    assert result.exit_code == 3, result.output
    assert "the last known day is 2023-11-05" in result.stderr
    assert "--previous" in result.stderr
    assert "--first-week" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["verify", "what-if", "model"])
def test_the_first_week_may_be_declared(workspace: Path, night: Path, tmp_path: Path, name: str) -> None:
    result = scheduler(*COMMANDS[name](workspace, night, tmp_path / "out"), "--first-week")
    assert result.exit_code == 0, result.output
    if name != "model":
        assert "nobody worked from 2023-11-06 to 2023-11-12 (first week)" in result.stdout
        assert (
            "The last known day is 2023-11-05 (previous_roster.csv); 2023-11-06 to 2023-11-12 count as days on which "
            "nobody worked, as a first week was declared." in result.stderr
        )


def test_a_first_week_without_a_gap_is_no_doubt(workspace: Path, tmp_path: Path) -> None:
    roster = write_rows(tmp_path / "week.csv", shift("E010", "2023-11-08", "N"))
    joined = scheduler("verify", workspace, roster, "--first-week")
    assert "The last known day" not in joined.stderr
    (workspace / "previous_roster.csv").unlink()
    nothing_known = scheduler("verify", workspace, roster, "--first-week")
    assert "nobody worked before 2023-11-06 (first week)" in nothing_known.stdout
    assert "The last known day" not in nothing_known.stderr


def test_verify_takes_the_days_before_that_it_is_given(workspace: Path, night: Path, evening: Path) -> None:
    result = scheduler("verify", workspace, night, "--previous", evening)
    assert result.exit_code == cli.EXIT_VIOLATIONS, result.output
    assert "E007 rests 0 h before N on 2023-11-13" in result.stdout.splitlines()[0]
    assert result.stdout.count("Days before") == 1
    assert f"{evening}, previous_roster.csv, 2023-11-05 to 2023-11-12" in result.stdout


def test_a_repair_takes_the_days_before_that_it_is_given(workspace: Path, night: Path, evening: Path) -> None:
    command = COMMANDS["repair"](workspace, night, Path())
    result = scheduler(*command, "--previous", evening)
    assert result.exit_code == 4, result.output
    assert "E007, 2023-11-13: Minimum rest between shifts (R03) cannot be kept" in result.stderr
    result = scheduler(*command, "--first-week")
    assert result.exit_code == 0, result.output
    assert "nobody worked from 2023-11-06 to 2023-11-12 (first week)" in result.stdout


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of the week of 2023-11-06; not to be changed."""
    folder = tmp_path_factory.mktemp("first")
    quick = ("--gap", "1", "--workers", "1", "--time-limit", "20", "--output", folder / "run")
    made = scheduler("generate", write_workspace(folder / "workspace"), "--week", "2023-11-06", *quick)
    assert made.exit_code == 0, made.output
    return folder / "run"


def test_a_week_is_generated_after_the_run_before(workspace: Path, tmp_path: Path, first: Path) -> None:
    second, third = tmp_path / "second", tmp_path / "third"
    quick = ("--gap", "1", "--workers", "1", "--time-limit", "20")
    made = scheduler("generate", workspace, "--week", "2023-11-13", "--output", second, "--previous", first, *quick)
    assert made.exit_code == 0, made.output
    assert f"{first}, previous_roster.csv, 2023-11-05 to 2023-11-12" in made.stdout
    assert "2023-10-16 to 2023-11-05, 21 days, end 8 days before the plan" in made.stdout
    summary = json.loads((second / "summary.json").read_text(encoding="utf-8"))
    known = {name: summary[name] for name in ("previous_from", "previous_until", "inflow_until")}
    assert known == {"previous_from": "file", "previous_until": "2023-11-12", "inflow_until": "2023-11-05"}
    assert "2023-10-16 to 2023-11-05, 21 days, end 8 days before the plan" in (second / "report.html").read_text(
        encoding="utf-8"
    )
    assert "general: less than 5 weeks of history" in made.stdout
    assert scheduler("verify", workspace, second, "--previous", first).exit_code == 0
    made = scheduler("generate", workspace, "--week", "2023-11-20", "--output", third, "--first-week", *quick)
    assert made.exit_code == 0, made.output
    assert json.loads((third / "summary.json").read_text(encoding="utf-8"))["previous_from"] == "none"


def test_a_row_of_another_year_is_refused_by_verify(workspace: Path, tmp_path: Path) -> None:
    roster = write_rows(tmp_path / "far.csv", shift("E005", "2023-11-06"), shift("E005", "2033-11-07"))
    result = scheduler("verify", workspace, roster)
    assert result.exit_code == 3
    assert "2033-11-07 is more than 14 days away from the other days of this roster" in result.stderr


def test_an_old_history_of_arrivals_is_refused(workspace: Path, tmp_path: Path) -> None:
    result = scheduler("generate", workspace, "--week", "2024-01-08", "--first-week", "--output", tmp_path / "out")
    assert result.exit_code == 3
    assert (
        "inflow.csv ends on 2023-11-05; 63 days lie between that and the plan from 2024-01-08, and 56 may at most"
        in result.stderr
    )


@pytest.mark.parametrize("name", ["generate", "what-if"])
def test_a_lock_after_the_planned_days_is_refused(tmp_path: Path, name: str) -> None:
    locks = "employee_id,date,shift\nE001,2023-11-01,OFF\nE001,2023-11-19,OFF\nE001,2023-11-20,OFF\n"
    workspace = write_workspace(tmp_path / "workspace", locks=locks, requests=REQUESTS)
    result = scheduler(*COMMANDS[name](workspace, Path(), tmp_path / "out"), "--first-week")
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert (
        "locks.csv:4:date the lock of E001 on 2023-11-20 lies after the planned days, which end on 2023-11-19" in line
    )


def test_what_is_verified_may_be_earlier_than_the_locks(tmp_path: Path) -> None:
    locks = "employee_id,date,shift\nE001,2023-11-20,OFF\n"
    workspace = write_workspace(tmp_path / "workspace", locks=locks)
    roster = write_rows(tmp_path / "roster.csv", shift("E005", "2023-11-06"))
    assert scheduler("verify", workspace, roster).exit_code == 0


def test_a_run_is_exported_with_the_days_before_that_it_was_made_with(
    workspace: Path, tmp_path: Path, evening: Path
) -> None:
    out = tmp_path / "out"
    quick = ("--gap", "1", "--workers", "1", "--time-limit", "20", "--output", out)
    made = scheduler("generate", workspace, "--week", "2023-11-13", "--previous", evening, *quick)
    assert made.exit_code == 0, made.output
    refused = scheduler("verify", workspace, out)
    assert refused.exit_code == 3
    assert "the last known day is 2023-11-05" in refused.stderr
    exported = tmp_path / "again.html"
    done = scheduler("export", out, "--workspace", workspace, "--format", "html", "--output", exported)
    assert done.exit_code == 0, done.output
    assert f"{out / 'days_around.csv'}, previous_roster.csv, 2023-11-05 to 2023-11-12" in exported.read_text(
        encoding="utf-8"
    )


def test_a_run_of_a_declared_first_week_is_verified_and_exported_as_such(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    quick = ("--gap", "1", "--workers", "1", "--time-limit", "20", "--output", out)
    made = scheduler("generate", workspace, "--week", "2023-11-20", "--first-week", *quick)
    assert made.exit_code == 0, made.output
    checked = scheduler("verify", workspace, out)
    assert checked.exit_code == 0, checked.output
    assert "nobody worked from 2023-11-06 to 2023-11-19 (first week)" in checked.stdout
    done = scheduler("export", out, "--workspace", workspace, "--format", "ics")
    assert done.exit_code == 0, done.output


def test_a_run_remembers_its_first_week_though_a_file_knows_some_days(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "workspace", workspace=SETTINGS + "  - rule: maximum_consecutive_days\n")
    out = tmp_path / "out"
    quick = ("--gap", "1", "--workers", "1", "--time-limit", "3")
    command = ("generate", workspace, "--week", "2023-11-06", *quick)
    assert scheduler(*command, "--output", tmp_path / "thin").exit_code == 3
    made = scheduler(*command, "--first-week", "--output", out)
    assert made.exit_code == 0, made.output
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["is_first_week"] is True
    first = next(line for line in (out / "roster.csv").read_text(encoding="utf-8").splitlines() if "2023-11-12" in line)
    absence = f"{first.split(',')[0]}:2023-11-12"
    for again in (
        ("verify", workspace, out),
        ("export", out, "--workspace", workspace, "--format", "html", "--output", tmp_path / "again.html"),
        ("repair", workspace, out, "--absence", absence, "--today", "2023-11-06"),
        (*command, "--lock", out / "roster.csv", "--lock-cells", "all", "--output", tmp_path / "locked"),
    ):
        done = scheduler(*again)
        assert done.exit_code == 0, done.output


def test_the_export_of_a_run_never_asks_for_days_before(workspace: Path, tmp_path: Path, first: Path) -> None:
    out = shutil.copytree(first, tmp_path / "out")
    (workspace / "previous_roster.csv").unlink()
    (out / "days_around.csv").unlink()
    assert scheduler("verify", workspace, out).exit_code == 3
    done = scheduler("export", out, "--workspace", workspace, "--format", "html", "--output", tmp_path / "again.html")
    assert done.exit_code == 0, done.output
