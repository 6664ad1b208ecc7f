"""Days before somebody joins and after somebody leaves, in what people read: marked, and counted nowhere."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from scheduler.figures import Run
from scheduler.figures.people import staff_totals
from scheduler.readers.roster import read_edited_roster
from scheduler.writers.calendars import calendar_name, write_calendars
from scheduler.writers.report.people import person_row
from scheduler.writers.workbook import write_teams, write_workbook
from tests.runs import small_run
from tests.workspaces import STAFF

MADE_AT = datetime(2023, 11, 1, 9, 30, tzinfo=UTC)
DATES = {"E001": ",2023-11-08", "E002": "2023-11-09,"}
DAYS = {
    "E001": ["Leave", "", "", "–", "–", "–", "–"],
    "E002": ["–", "–", "–", "Training", "", "", ""],
}
"""E001 leaves on Wednesday, E002 joins on Thursday; each is absent on a day of employment and on one without."""
ABSENCES = """\
employee_id,from,to,kind
E001,2023-11-06,2023-11-06,annual_leave
E001,2023-11-09,2023-11-10,annual_leave
E002,2023-11-07,2023-11-07,annual_leave
E002,2023-11-09,2023-11-09,training
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    header, *rows = STAFF.splitlines()
    staff = "\n".join([f"{header},from,to", *(f"{row},{DATES.get(row.split(',')[0], ',')}" for row in rows)])
    return small_run(tmp_path_factory.mktemp("workspace"), staff=staff, absences=ABSENCES)


def shown(path: Path, sheet: str) -> dict[str, list[str]]:
    """The days of these people as a sheet has them."""
    rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return {str(row[0]): [str(cell or "") for cell in row[4:11]] for row in rows if row[0] in DAYS}


def test_the_roster_has_a_dash_which_is_read_back_as_a_day_off(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "roster.xlsx"
    write_workbook(path, run)
    assert shown(path, "Roster") == DAYS
    edited = read_edited_roster(path, run.settings, run.problem.employees, run.problem.absences)
    assert (edited.roster, edited.edits) == (run.roster, ())
    legend = [cell for row in load_workbook(path)["Roster"].iter_rows(max_row=8, values_only=True) for cell in row]
    assert legend[legend.index("–") + 1] == "Not employed"


def test_the_sheets_of_teams_have_it_as_well(tmp_path: Path, run: Run) -> None:
    write_teams(tmp_path / "teams.xlsx", run)
    on_paper = {who: ["Absent" if day in ("Leave", "Training") else day for day in days] for who, days in DAYS.items()}
    assert shown(tmp_path / "teams.xlsx", "day") == on_paper


@pytest.mark.parametrize(
    ("number", "absent", "off"), [(0, ["E001 Agent 1 Leave"], 7), (1, [], 8), (3, ["E002 Agent 2 Training"], 9)]
)
def test_a_day_counts_whoever_is_employed(tmp_path: Path, run: Run, number: int, absent: list[str], off: int) -> None:
    write_workbook(tmp_path / "roster.xlsx", run)
    book = load_workbook(tmp_path / "roster.xlsx")
    (name,) = (name for name in book.sheetnames if name.startswith(f"11-{6 + number:02}"))
    texts = [str(cell) for row in book[name].iter_rows(values_only=True) for cell in row if cell]
    assert [text for text in texts if text.endswith(("Leave", "Training"))] == absent
    assert f"Off  ·  {off} people" in texts


def test_the_report_has_a_dash(run: Run) -> None:
    rows = {row.employee_id: row for row in (person_row(run, totals) for totals in staff_totals(run))}
    assert {who: [text for text, _, _ in rows[who].days] for who in DAYS} == DAYS


def test_a_calendar_says_nothing_of_an_absence_then(tmp_path: Path, run: Run) -> None:
    write_calendars(tmp_path, run, MADE_AT)
    for who, days in DAYS.items():
        calendar = Calendar.from_ical((tmp_path / calendar_name(who)).read_bytes())
        found = {event.start: str(event["summary"]) for event in calendar.walk("VEVENT")}
        assert [found[date(2023, 11, 6 + n)] for n in range(7)] == [
            day if day in ("Leave", "Training") else "Off" for day in days
        ]
