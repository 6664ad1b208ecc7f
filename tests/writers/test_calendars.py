"""``calendars/``: an iCalendar file per person, read back with the library that others use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event

from scheduler.domain.roster import Roster
from scheduler.figures import Run
from scheduler.writers.calendars import calendar_name, next_making, write_calendars
from tests.runs import small_run
from tests.workspaces import PREVIOUS_ROSTER, SETTINGS

MADE_AT = datetime(2023, 11, 1, 9, 30, tzinfo=UTC)


def events(folder: Path, employee: str) -> dict[str, Event]:
    """Events by UID."""
    calendar = Calendar.from_ical((folder / calendar_name(employee)).read_bytes())
    found = [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]
    by_uid = {str(event["uid"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def event_of(folder: Path, employee: str, on: date) -> Event:
    def day(event: Event) -> date:
        start = event.start
        return start.date() if isinstance(start, datetime) else start

    (found,) = (event for event in events(folder, employee).values() if day(event) == on)
    return found


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return small_run(tmp_path_factory.mktemp("workspace"))


def test_everybody_has_a_file_with_an_event_for_every_day(tmp_path: Path, run: Run) -> None:
    write_calendars(tmp_path, run, MADE_AT)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"{person.employee_id}.ics" for person in run.problem.employees}
    assert all(len(events(tmp_path, person.employee_id)) == 7 for person in run.problem.employees)


def test_a_shift_over_midnight_ends_on_the_next_day_in_the_centres_zone(tmp_path: Path, run: Run) -> None:
    write_calendars(tmp_path, run, MADE_AT)
    evening = event_of(tmp_path, "E003", date(2023, 11, 8))
    start, end = evening.start, evening.end
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    assert start.astimezone(UTC) == datetime(2023, 11, 8, 9, tzinfo=UTC)
    assert end.astimezone(UTC) == datetime(2023, 11, 8, 16, tzinfo=UTC)
    text = (tmp_path / "E003.ics").read_text(encoding="utf-8")
    assert "DTSTART;TZID=Asia/Seoul:20231108T180000" in text
    assert "BEGIN:VTIMEZONE\nTZID:Asia/Seoul" in text


def test_where_clocks_change_the_zone_says_when(tmp_path: Path) -> None:
    settings = SETTINGS.replace("Asia/Seoul", "America/New_York")
    # In the night before the plan the clock is put back there: it is an hour longer.
    before = PREVIOUS_ROSTER.replace("T04:00,office,general,390", "T04:00,office,general,450")
    run = small_run(tmp_path / "workspace", workspace=settings, previous_roster=before)
    write_calendars(tmp_path / "calendars", run, MADE_AT)
    evening = event_of(tmp_path / "calendars", "E003", date(2023, 11, 8))
    assert isinstance(evening.start, datetime)
    assert evening.start.astimezone(UTC) == datetime(2023, 11, 8, 23, tzinfo=UTC)
    text = (tmp_path / "calendars" / "E003.ics").read_text(encoding="utf-8")
    assert "BEGIN:DAYLIGHT" in text
    assert "20231105T020000" in text


def test_days_off_and_absences_are_all_day_and_leave_the_time_free(tmp_path: Path, run: Run) -> None:
    write_calendars(tmp_path, run, MADE_AT)
    leave = event_of(tmp_path, "E001", date(2023, 11, 6))
    assert (str(leave["summary"]), str(leave["transp"])) == ("Leave", "TRANSPARENT")
    off = event_of(tmp_path, "E001", date(2023, 11, 7))
    assert (str(off["summary"]), off.end) == ("Off", date(2023, 11, 8))


def test_a_second_publication_updates_each_day_and_adds_none(tmp_path: Path, run: Run) -> None:
    write_calendars(tmp_path / "first", run, MADE_AT)
    assert run.roster is not None
    kept = [row for row in run.roster.assignments if (row.employee_id, row.shift) != ("E003", "V")]
    write_calendars(tmp_path / "second", replace(run, roster=Roster.of(kept)), MADE_AT + timedelta(days=1))
    first, second = events(tmp_path / "first", "E003"), events(tmp_path / "second", "E003")
    assert first.keys() == second.keys()
    assert all(second[uid]["sequence"] > first[uid]["sequence"] for uid in first)
    assert all(second[uid]["dtstamp"].dt > first[uid]["dtstamp"].dt for uid in first)
    (changed,) = (uid for uid in first if str(first[uid]["summary"]) != str(second[uid]["summary"]))
    assert str(second[changed]["summary"]) == "Off"


def test_the_same_roster_gives_the_same_bytes(tmp_path: Path, run: Run) -> None:
    for name in ("first", "second"):
        write_calendars(tmp_path / name, run, MADE_AT)
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_people_and_days_never_share_a_uid(tmp_path: Path, run: Run) -> None:
    write_calendars(tmp_path, run, MADE_AT)
    uids = [uid for person in run.problem.employees for uid in events(tmp_path, person.employee_id)]
    assert len(uids) == len(set(uids)) == 7 * len(run.problem.employees)


@pytest.mark.parametrize("name", ["a\r\nBEGIN:VALARM", "a;b,c\\n", "=1+1"])
def test_a_name_never_becomes_a_line_of_the_calendar(tmp_path: Path, run: Run, name: str) -> None:
    people = tuple(person.model_copy(update={"name": name}) for person in run.problem.employees)
    write_calendars(tmp_path, replace(run, problem=run.problem.replace(employees=people)), MADE_AT)
    calendar = Calendar.from_ical((tmp_path / "E001.ics").read_bytes())
    assert not calendar.walk("VALARM")
    assert not [
        line for line in (tmp_path / "E001.ics").read_text(encoding="utf-8").splitlines() if line.startswith("BEGIN:VA")
    ]


@pytest.mark.parametrize(
    ("employee", "name"),
    [("E001", "E001.ics"), ("a/b", "a%2Fb.ics"), ("..", "%2E..ics"), ("상 1", "%EC%83%81%201.ics"), ("-1", "-1.ics")],
)
def test_a_file_never_leaves_its_folder_and_is_never_hidden(employee: str, name: str) -> None:
    assert calendar_name(employee) == name


def test_the_time_of_making_never_stands_still_or_goes_back(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "calendars"
    assert next_making(MADE_AT, folder) == MADE_AT
    write_calendars(folder, run, MADE_AT)
    for now in (MADE_AT, MADE_AT - timedelta(days=30)):
        assert next_making(now, folder) == MADE_AT + timedelta(seconds=1)
    later = MADE_AT + timedelta(hours=1)
    assert next_making(later, folder) == later
