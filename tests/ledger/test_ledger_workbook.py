"""The workbook of the ledger, and the command that writes it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from scheduler.cli import main
from scheduler.ledger.ledger import ledger
from tests.books import needs_libreoffice, saved_by_libreoffice
from tests.runs import write_small_run
from tests.workspaces import SETTINGS

MONDAY = date(2023, 11, 6)
KOREAN = SETTINGS.replace(
    "rules:\n",
    "pay: {hourly_won: 10000}\nworking_time: {regular_minutes_per_day: 480, weekly_day_off: rostered}\nrules:\n",
)


@pytest.fixture
def run(tmp_path: Path) -> tuple[Path, Path]:
    """A workspace, and the folder of a run of its week from `MONDAY` on."""
    write_small_run(tmp_path / "run", tmp_path / "centre")
    (tmp_path / "centre" / "workspace.yaml").write_text(KOREAN, encoding="utf-8")
    return tmp_path / "centre", tmp_path / "run"


def asked(workspace: Path, run: Path, *options: str) -> list[str]:
    """A command line for the week of the run."""
    days = ["--from", "2023-11-06", "--to", "2023-11-12"]
    return ["ledger", str(workspace), *days, "--roster", str(run), *options]


def test_the_command_prints_hours_by_team_and_writes_a_row_a_person_and_day(run: tuple[Path, Path]) -> None:
    output = run[0].parent / "hours.csv"
    done = CliRunner().invoke(main, asked(*run, "--output", str(output)))
    assert done.exit_code == 0, done.output
    assert "Everybody" in done.output
    rows = output.read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("employee_id,name,team,date,shift,")
    assert any(row.startswith("E007,Agent 7,night,2023-11-07,N,420,390,0,270,") for row in rows)


def test_days_that_no_roster_speaks_of_end_with_exit_code_3_and_write_nothing(run: tuple[Path, Path]) -> None:
    output = run[0].parent / "hours.csv"
    late = ["2023-11-19" if word == "2023-11-12" else word for word in asked(*run, "--output", str(output))]
    done = CliRunner().invoke(main, late)
    assert done.exit_code == 3
    assert "2023-11-13" in done.output
    assert not output.exists()


def test_an_output_of_another_ending_is_refused_with_exit_code_2(run: tuple[Path, Path]) -> None:
    done = CliRunner().invoke(main, asked(*run, "--output", str(run[0].parent / "hours.pdf")))
    assert done.exit_code == 2
    assert "neither in .xlsx nor in .csv" in done.output


def test_the_workbook_has_a_sheet_a_month_whose_totals_are_those_of_the_days(run: tuple[Path, Path]) -> None:
    output = run[0].parent / "hours.xlsx"
    made = ledger(run[0], [run[1]], MONDAY, MONDAY + timedelta(days=6), output)
    book = load_workbook(output)
    assert book.sheetnames == ["2023-11"]
    cells = list(book["2023-11"].iter_rows(values_only=True))
    header = cells.index(next(row for row in cells if row[0] == "ID"))
    names = [str(name) for name in cells[header]]
    people = {row[0]: row for row in cells[header + 1 :] if row[0] and str(row[0]).startswith("E0")}
    for employee, days in made.days.groupby("employee_id"):
        paid = people[employee][names.index("Paid work")]
        minutes = round((paid.total_seconds() if isinstance(paid, timedelta) else minutes_of(paid)) / 60)
        assert minutes == days["paid_minutes"].sum()
    assert str(people["E007"][names.index("Premium")]).startswith("=")


def minutes_of(value: object) -> float:
    """Seconds of a cell that openpyxl reads as a time of day or a number of days."""
    if hasattr(value, "hour"):
        return float(value.hour * 3600 + value.minute * 60)
    assert isinstance(value, int | float)
    return value * 86_400.0


@needs_libreoffice
def test_premium_and_pay_follow_the_rates_in_yellow(run: tuple[Path, Path]) -> None:
    output = run[0].parent / "hours.xlsx"
    made = ledger(run[0], [run[1]], MONDAY, MONDAY + timedelta(days=6), output)
    book = load_workbook(output)
    book.active["C5"] = 1.0  # night, 50% until now
    book.save(output)
    (saved,) = saved_by_libreoffice([output], run[0].parent / "saved")
    cells = list(load_workbook(saved, data_only=True)["2023-11"].iter_rows(values_only=True))
    names = [str(name) for name in next(row for row in cells if row[0] == "ID")]
    (everybody,) = (row for row in cells if row[0] == "Everybody")
    value = everybody[names.index("Premium")]
    seconds = value.total_seconds() if isinstance(value, timedelta) else minutes_of(value)
    assert made.days["premium_minutes"].sum() > 0
    assert round(seconds / 60) == 2 * made.days["premium_minutes"].sum()
