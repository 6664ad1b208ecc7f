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
from tests.publishing.offices import Office
from tests.runs import WORKED
from tests.workspaces import SETTINGS, write_workspace

MONDAY = date(2023, 11, 6)
KOREAN = SETTINGS.replace(
    "rules:\n",
    "pay: {hourly_won: 10000}\nworking_time: {regular_minutes_per_day: 480, weekly_day_off: rostered}\nrules:\n",
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    office = Office(folder, write_workspace(folder / "centre", workspace=KOREAN))
    office.publish(office.run(WORKED))
    return office


@pytest.fixture
def centre(original: Office, tmp_path: Path) -> Path:
    """A workspace whose week from `MONDAY` on is published."""
    return original.copied(tmp_path).workspace


def asked(workspace: Path, *options: str, last: str = "2023-11-12") -> list[str]:
    """A command line for days from `MONDAY` on."""
    return ["ledger", str(workspace), "--from", "2023-11-06", "--to", last, *options]


def test_the_command_prints_hours_by_team_and_writes_a_row_a_person_and_day(centre: Path) -> None:
    output = centre.parent / "hours.csv"
    done = CliRunner().invoke(main, asked(centre, "--output", str(output)))
    assert done.exit_code == 0, done.output
    assert "Everybody" in done.output
    rows = output.read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("employee_id,name,team,date,shift,")
    assert any(row.startswith("E007,Agent 7,night,2023-11-07,N,420,390,0,270,") for row in rows)


def test_days_that_no_roster_speaks_of_end_with_exit_code_3_and_write_nothing(centre: Path) -> None:
    output = centre.parent / "hours.csv"
    done = CliRunner().invoke(main, asked(centre, "--output", str(output), last="2023-11-19"))
    assert done.exit_code == 3
    assert "2023-11-13" in done.output
    assert not output.exists()


def test_where_nothing_is_published_it_says_so_and_makes_no_store(tmp_path: Path) -> None:
    workspace = write_workspace(tmp_path / "centre")
    done = CliRunner().invoke(main, asked(workspace))
    assert done.exit_code == 3
    assert "has nothing published from 2023-11-06 to 2023-11-12" in done.output
    assert not (workspace / "scheduler.db").exists()


def test_on_each_day_the_newest_version_counts(tmp_path: Path) -> None:
    office = Office(tmp_path, write_workspace(tmp_path / "centre", workspace=KOREAN))
    office.publish(office.run(WORKED))
    office.publish(office.run({("E005", 0): "D"}))
    assert ledger(office.workspace, None, MONDAY, MONDAY + timedelta(days=6)).days["paid_minutes"].sum() == 480


def test_an_output_of_another_ending_is_refused_with_exit_code_2(centre: Path) -> None:
    done = CliRunner().invoke(main, asked(centre, "--output", str(centre.parent / "hours.pdf")))
    assert done.exit_code == 2
    assert "neither in .xlsx nor in .csv" in done.output


def test_the_workbook_has_a_sheet_a_month_whose_totals_are_those_of_the_days(centre: Path) -> None:
    output = centre.parent / "hours.xlsx"
    made = ledger(centre, None, MONDAY, MONDAY + timedelta(days=6), output)
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
        assert people[employee][names.index("Days worked")] == (days["shift"] != "").sum()
    assert str(people["E007"][names.index("Premium")]).startswith("=")


def minutes_of(value: object) -> float:
    """Seconds of a cell that openpyxl reads as a time of day or a number of days."""
    if hasattr(value, "hour"):
        return float(value.hour * 3600 + value.minute * 60)
    assert isinstance(value, int | float)
    return value * 86_400.0


@needs_libreoffice
def test_premium_and_pay_follow_the_rates_in_yellow(centre: Path) -> None:
    output = centre.parent / "hours.xlsx"
    made = ledger(centre, None, MONDAY, MONDAY + timedelta(days=6), output)
    book = load_workbook(output)
    book.active["C5"] = 1.0  # night, 50% until now
    book.save(output)
    (saved,) = saved_by_libreoffice([output], centre.parent / "saved")
    cells = list(load_workbook(saved, data_only=True)["2023-11"].iter_rows(values_only=True))
    names = [str(name) for name in next(row for row in cells if row[0] == "ID")]
    (everybody,) = (row for row in cells if row[0] == "Everybody")
    value = everybody[names.index("Premium")]
    seconds = value.total_seconds() if isinstance(value, timedelta) else minutes_of(value)
    assert made.days["premium_minutes"].sum() > 0
    assert round(seconds / 60) == 2 * made.days["premium_minutes"].sum()
