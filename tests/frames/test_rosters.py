"""Rosters as frames."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pandas as pd
from hypothesis import given, settings

from scheduler.domain.clock import moment
from scheduler.domain.roster import Assignment, Roster
from scheduler.frames.rosters import roster_frame
from tests.frames.rows import rosters

BERLIN = ZoneInfo("Europe/Berlin")
DTYPES = {
    "employee_id": "str",
    "date": "datetime64[us]",
    "shift": "str",
    "start": "datetime64[us, Europe/Berlin]",
    "end": "datetime64[us, Europe/Berlin]",
    "break_start": "datetime64[us, Europe/Berlin]",
    "break_end": "datetime64[us, Europe/Berlin]",
    "work_mode": "str",
    "queue": "str",
    "paid_minutes": "int64",
}


def night(fold: int) -> Assignment:
    """A night in which the clock is put back, with a meal in the hour that comes twice."""
    return Assignment(
        employee_id="E1",
        date=date(2024, 10, 26),
        shift="N",
        start=datetime(2024, 10, 26, 22),
        end=datetime(2024, 10, 27, 6),
        break_start=datetime(2024, 10, 27, 2, 30, fold=fold),
        break_end=None,
        work_mode="office",
        queue="",
        paid_minutes=480,
    )


def test_every_column_has_its_dtype_with_rows_and_without() -> None:
    for roster in (Roster((night(0),)), Roster()):
        frame = roster_frame(roster, BERLIN)
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == DTYPES
        assert frame.index.equals(pd.RangeIndex(len(roster.assignments)))


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    first, second = (roster_frame(Roster((night(fold),)), BERLIN).break_start[0] for fold in (0, 1))
    assert (first.hour, first.minute) == (second.hour, second.minute) == (2, 30)
    assert second - first == pd.Timedelta(hours=1)


def test_a_shift_in_that_night_is_as_long_as_the_time_that_passes() -> None:
    frame = roster_frame(Roster((night(0),)), BERLIN)
    assert (frame.end - frame.start)[0] == pd.Timedelta(hours=9)


def test_without_a_break_there_is_no_time() -> None:
    assert roster_frame(Roster((night(0),)), BERLIN).break_end.isna().all()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rosters())
def test_every_time_is_its_moment(made: tuple[Roster, ZoneInfo]) -> None:
    roster, zone = made
    frame = roster_frame(roster, zone)
    for name in ("start", "end", "break_start", "break_end"):
        found = [None if pd.isna(time) else time.astimezone(UTC) for time in frame[name]]
        times = [getattr(row, name) for row in roster.assignments]
        assert found == [None if time is None else moment(time, zone) for time in times]
    assert [day.date() for day in frame.date] == [row.date for row in roster.assignments]
