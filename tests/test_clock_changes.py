"""Weeks in which the clock is put forward and back, through the commands, read by others than this program."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from scheduler import cli
from tests.books import Grid, change_book, set_cells
from tests.constraints.agreement import MONDAY
from tests.workspaces import write_workspace

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2024, 3, 25), date(2024, 10, 21)
"""Mondays of the weeks whose Sundays have 23 and 25 hours in Berlin."""

SETTINGS = """\
centre: {name_ko: 작은 상담소, name_en: Small centre, timezone: ZONE, country: DE}
language: en
interval_minutes: 30
teams:
  - {name: day, name_ko: 주간, name_en: day}
shifts:
  - {code: D, name_ko: 주간, name_en: day, start: "10:00", end: "18:00"}
  - {code: E, name_ko: 저녁, name_en: evening, start: "15:00", end: "23:00"}
  - {code: N, name_ko: 야간, name_en: night, start: "22:00", end: "30:00",
     meal_minutes: 60, meal_earliest: "24:30", meal_latest: "29:00"}
contracts:
  - {name: part, name_ko: 시간제, name_en: part, days_per_week: 4, paid_minutes_per_week: 1680,
     public_holidays_paid_off: false}
queues:
  - {name: general, name_ko: 일반, name_en: general, aht_seconds: 240, targets: {minimum_agents: 1}}
solve: {time_limit_seconds: 5, relative_gap: 0.2}
rules:
  - rule: one_shift_a_day
  - rule: minimum_rest
    min_rest_minutes: 660
  - rule: night_consent
  - {rule: overtime_cap, max_overtime_minutes_per_week: 720, max_regular_minutes_per_week: 2400}
  - rule: eligible_shifts
  - rule: meal_break
  - rule: locks
  - rule: shift_times
  - rule: coverage_shortfall
    weight: 10
"""
STAFF = """\
employee_id,name,team,contract,shifts,queues,remote_group,may_work_nights,may_work_holidays,overtime_volunteer
E1,One,day,part,N,general,,yes,yes,no
E2,Two,day,part,N,general,,yes,yes,no
E3,Three,day,part,N,general,,yes,yes,no
E4,Four,day,part,D|E,general,,yes,yes,no
"""


def scheduler(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def centre(folder: Path, monday: date, zone: str = "Europe/Berlin", **files: str) -> Path:
    """A centre whose nights of the Saturday are all worked by everybody who can, with three weeks of arrivals."""
    rows = ["date,hour,queue,calls"]
    rows += [f"{monday - timedelta(days=n)},{hour},general,4" for n in range(21, 0, -1) for hour in range(24)]
    saturday = monday + timedelta(days=5)
    locks = ["employee_id,date,shift", *(f"{employee},{saturday},N" for employee in ("E1", "E2", "E3"))]
    contents = {
        "workspace": SETTINGS.replace("ZONE", zone),
        "staff": STAFF,
        "inflow": "\n".join(rows),
        "locks": "\n".join(locks),
    }
    nothing = dict.fromkeys(("absences", "requests", "previous_roster"))
    return write_workspace(folder, **{**nothing, **contents, **files})


def at(text: str) -> datetime:
    """A moment as anybody reads it who knows the zone: with an offset, or local, the first of two."""
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=BERLIN)).astimezone(UTC)


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def minutes(first: datetime, last: datetime) -> float:
    return (last - first).total_seconds() / 60


@pytest.fixture(scope="module", params=[SPRING, AUTUMN], ids=["forward", "back"])
def planned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[date, Path, Path]:
    """The Monday, the workspace and the run of each week."""
    monday: date = request.param
    folder = tmp_path_factory.mktemp("clock")
    workspace = centre(folder / "centre", monday)
    result = scheduler("generate", workspace, "--week", monday, "--first-week", "--output", folder / "run")
    assert result.exit_code == 0, result.output
    return monday, workspace, folder / "run"


def test_every_row_pays_the_minutes_that_pass(planned: tuple[date, Path, Path]) -> None:
    """Seven hours a night, but six in the night that is short, and eight in the one that is long."""
    monday, _, run = planned
    nights = {6 * 60, 7 * 60} if monday == SPRING else {7 * 60, 8 * 60}
    seen = set()
    for row in rows_of(run / "roster.csv"):
        worked = minutes(at(row["start"]), at(row["end"]))
        if row["shift"] == "N":
            assert minutes(at(row["break_start"]), at(row["break_end"])) == 60
            assert at(row["start"]) < at(row["break_start"]) < at(row["break_end"]) < at(row["end"])
            worked -= 60
            seen.add(worked)
            is_the_night = date.fromisoformat(row["date"]) == monday + timedelta(days=5)
            assert worked == (420 + (0 if not is_the_night else -60 if monday == SPRING else 60))
        assert int(row["paid_minutes"]) == worked
    assert seen <= nights
    assert min(nights) if monday == SPRING else max(nights) in seen


def test_times_have_an_offset_only_in_the_second_pass(planned: tuple[date, Path, Path]) -> None:
    """Every other time is local, as ever."""
    _, _, run = planned
    for row in rows_of(run / "roster.csv"):
        for column in ("start", "end", "break_start", "break_end"):
            found = datetime.fromisoformat(row[column]) if row[column] else None
            if found is not None and found.tzinfo is not None:
                assert found.replace(tzinfo=None).hour == 2
                assert found.date() == AUTUMN + timedelta(days=6)
                assert found.utcoffset() == timedelta(hours=1)


def test_coverage_has_a_row_for_each_half_hour_that_passes(planned: tuple[date, Path, Path]) -> None:
    """334 of them, or 338; and the people on each are those whom the rows of the roster put there."""
    monday, _, run = planned
    coverage = list(rows_of(run / "coverage.csv"))
    starts = [at(row["start"]) for row in coverage]
    assert len(starts) == 7 * 48 + (-2 if monday == SPRING else 2)
    half_hour = timedelta(minutes=30)
    assert all(later - earlier == half_hour for earlier, later in pairwise(starts))
    roster = list(rows_of(run / "roster.csv"))
    for start, row in zip(starts, coverage, strict=True):
        there = 0
        for worked in roster:
            if at(worked["start"]) <= start < at(worked["end"]):
                eats = worked["break_start"] and at(worked["break_start"]) <= start < at(worked["break_end"])
                there += not eats
        assert int(row["scheduled"]) == there, row["start"]
        assert float(row["calls"]) == pytest.approx(2)  # four an hour, however often the clock shows it
        assert float(row["required"]) == 1


def test_the_calendars_hold_the_same_moments(planned: tuple[date, Path, Path], tmp_path: Path) -> None:
    """Read by their own library, which goes by the zone's name or by UTC."""
    _, _, run = planned
    assert scheduler("export", run, "--format", "ics", "--output", tmp_path / "calendars").exit_code == 0
    rows = list(rows_of(run / "roster.csv"))
    found = set()
    for employee in {row["employee_id"] for row in rows}:
        calendar = Calendar.from_ical((tmp_path / "calendars" / f"{employee}.ics").read_bytes())
        for event in calendar.walk("VEVENT"):
            start = event["dtstart"].dt
            if isinstance(start, datetime):
                found.add((employee, start.astimezone(UTC), event["dtend"].dt.astimezone(UTC)))
    assert found == {(row["employee_id"], at(row["start"]), at(row["end"])) for row in rows}


@pytest.mark.parametrize("file", ["roster.csv", "roster.xlsx"])
def test_the_run_keeps_its_rules_when_it_is_read_again(planned: tuple[date, Path, Path], file: str) -> None:
    """Meals in the repeated hour come back from the workbook as from the csv file."""
    _, workspace, run = planned
    result = scheduler("verify", workspace, run / file, "--first-week")
    assert result.exit_code == 0, result.output


def test_a_night_that_is_written_into_the_workbook_lasts_as_long_as_others(
    planned: tuple[date, Path, Path], tmp_path: Path
) -> None:
    """Who may not work it is another question; its times, its meal and its paid minutes are right."""
    monday, workspace, run = planned
    shutil.copy(run / "roster.xlsx", tmp_path / "roster.xlsx")
    saturday = (monday - MONDAY).days + 5  # the grid counts its days from a Monday of its own
    change_book(tmp_path / "roster.xlsx", lambda book: set_cells(**{f"E4_{saturday}": "N"})(Grid(book)))
    result = scheduler("verify", workspace, tmp_path / "roster.xlsx", "--first-week")
    assert result.exit_code == 6
    assert "R09" in result.output  # the shift is not among the person's
    assert not any(number in result.output for number in ("R12 Meal", "R18 Rows"))


# ---- Rest ----


def rest_of(folder: Path, monday: date) -> Result:
    """Verify somebody who works until 23:00 on Saturday and from 10:00 on Sunday."""
    saturday, sunday = monday + timedelta(days=5), monday + timedelta(days=6)
    workspace = centre(folder / "centre", monday, locks="employee_id,date,shift")
    (folder / "roster.csv").write_text(
        "employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes\n"
        f"E4,{saturday},E,{saturday}T15:00,{saturday}T23:00,,,office,general,480\n"
        f"E4,{sunday},D,{sunday}T10:00,{sunday}T18:00,,,office,general,480\n",
        encoding="utf-8",
    )
    return scheduler("verify", workspace, folder / "roster.csv", "--first-week")


def test_from_eleven_to_ten_over_the_short_night_is_a_rest_of_ten_hours(tmp_path: Path) -> None:
    """The clock says eleven."""
    result = rest_of(tmp_path, SPRING)
    assert result.exit_code == 6
    assert "E4 rests 10 h before D on 2024-03-31" in result.output


@pytest.mark.parametrize("monday", [SPRING - timedelta(days=7), AUTUMN])
def test_over_other_nights_it_is_eleven_or_twelve(monday: date, tmp_path: Path) -> None:
    """A week earlier, and where the clock is put back."""
    result = rest_of(tmp_path, monday)
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("monday", "exit_code"), [(SPRING, 4), (AUTUMN, 0)])
def test_such_days_cannot_both_be_locked_in_spring(monday: date, exit_code: int, tmp_path: Path) -> None:
    """The model knows it as the check does."""
    saturday, sunday = monday + timedelta(days=5), monday + timedelta(days=6)
    locks = f"employee_id,date,shift\nE4,{saturday},E\nE4,{sunday},D\n"
    workspace = centre(tmp_path / "centre", monday, locks=locks)
    result = scheduler("generate", workspace, "--week", monday, "--first-week", "--output", tmp_path / "run")
    assert result.exit_code == exit_code, result.output


# ---- What cannot be ----


def test_a_meal_whose_window_the_clock_skips_is_refused_before_the_search(tmp_path: Path) -> None:
    """In the night of its change, and in no other week."""
    settings = SETTINGS.replace('"24:30"', '"26:00"').replace('"29:00"', '"27:00"').replace("ZONE", "Europe/Berlin")
    workspace = centre(tmp_path / "centre", SPRING, workspace=settings)
    result = scheduler("demand", workspace, "--week", SPRING)
    assert result.exit_code == 3
    assert "workspace.yaml:shifts.N on 2024-03-30 the clock is put forward" in result.output
    assert scheduler("demand", workspace, "--week", SPRING + timedelta(days=7)).exit_code == 0


def test_half_hours_of_lord_howe_do_not_fit_intervals_of_an_hour(tmp_path: Path) -> None:
    """Its clock is put by 30 minutes, on 7 April 2024."""
    monday = date(2024, 4, 1)
    settings = SETTINGS.replace("ZONE", "Australia/Lord_Howe")
    hours = settings.replace("interval_minutes: 30", "interval_minutes: 60").replace('"24:30"', '"24:00"')
    result = scheduler("demand", centre(tmp_path / "hours", monday, workspace=hours), "--week", monday)
    assert result.exit_code == 3
    assert "changes by -30 minutes on 2024-04-07" in result.output
    result = scheduler("demand", centre(tmp_path / "half", monday, workspace=settings), "--week", monday)
    assert result.exit_code == 0
    assert len([line for line in result.output.splitlines() if line.startswith("2024-")]) == 7 * 48 + 1


def test_a_roster_with_a_time_that_the_clock_skips_is_refused(tmp_path: Path) -> None:
    """02:30 on 31 March."""
    workspace = centre(tmp_path / "centre", SPRING)
    (tmp_path / "roster.csv").write_text(
        "employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes\n"
        "E1,2024-03-30,N,2024-03-30T22:00,2024-03-31T06:00,2024-03-31T02:30,2024-03-31T03:30,office,general,360\n",
        encoding="utf-8",
    )
    result = scheduler("verify", workspace, tmp_path / "roster.csv", "--first-week")
    assert result.exit_code == 3
    assert "'2024-03-31T02:30' does not exist in Europe/Berlin: the clock skips it" in result.output


def test_a_zone_without_changes_plans_as_one_that_knows_none(tmp_path: Path) -> None:
    """Byte for byte, in the week in which Berlin changes its clock."""
    rosters = []
    for zone in ("Asia/Seoul", "Etc/UTC"):
        folder = tmp_path / zone.replace("/", "-")
        workspace = centre(folder / "centre", SPRING, zone)
        alone = ("--deterministic", "--workers", 1)
        result = scheduler("generate", workspace, "--week", SPRING, "--first-week", *alone, "--output", folder / "run")
        assert result.exit_code == 0, result.output
        rosters.append((folder / "run" / "roster.csv").read_bytes())
    assert rosters[0] == rosters[1]
