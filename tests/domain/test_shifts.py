"""Shifts on a day on which the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import as_shown, clock_changes
from scheduler.domain.problem import Problem
from scheduler.domain.roster import assignment_of
from scheduler.domain.shifts import USUAL_NIGHT, Shift
from tests.constraints.agreement import flat_demand

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2024, 3, 25), date(2024, 10, 21)
SATURDAY, SUNDAY = 5, 6
NIGHT = Shift(
    code="N", name_ko="", name_en="", start="22:00", end="30:00", meal_minutes=60, meal_earliest="24:00",
    meal_latest="28:00",
)  # fmt: skip


def on(day: int, first_day: date, *shifts: Shift) -> dict[str, Shift]:
    horizon = Horizon(first_day, 7, 30, BERLIN)
    problem = Problem(horizon, {shift.code: shift for shift in shifts}, {}, (), flat_demand(horizon))
    return dict(problem.shifts_on(day))


def test_a_night_is_an_hour_shorter_in_spring() -> None:
    """Six paid hours for seven, and none of them overtime."""
    night = on(SATURDAY, SPRING, NIGHT)["N"]
    assert (night.paid_minutes, night.regular_minutes, night.night_minutes) == (360, 360, 420)


def test_a_night_is_an_hour_longer_in_autumn_and_that_is_overtime() -> None:
    """Eight paid hours for seven."""
    night = on(SATURDAY, AUTUMN, NIGHT)["N"]
    assert (night.paid_minutes, night.regular_minutes, night.night_minutes) == (480, 420, 540)


@pytest.mark.parametrize("first_day", [SPRING, AUTUMN])
@pytest.mark.parametrize("day", [0, 4, SUNDAY])
def test_other_nights_are_as_long_as_ever(first_day: date, day: int) -> None:
    """Those before the night of the change, and the one after."""
    assert on(day, first_day, NIGHT)["N"].paid_minutes == NIGHT.paid_minutes


def test_meals_begin_at_each_half_hour_that_passes_in_their_window() -> None:
    """From midnight to 04:00: seven starts as a rule, five in spring, nine in autumn."""
    assert [len(on(SATURDAY, first, NIGHT)["N"].meal_starts(30)) for first in (SPRING, AUTUMN)] == [5, 9]


@pytest.mark.parametrize(("first_day", "has_room"), [(SPRING, False), (AUTUMN, True)])
def test_a_meal_whose_window_the_clock_skips_has_no_room(first_day: date, has_room: bool) -> None:
    """A meal from 02:00 to 03:00."""
    changes = {"meal_earliest_minute": 26 * 60, "meal_latest_minute": 27 * 60}
    assert on(SATURDAY, first_day, NIGHT.model_copy(update=changes))["N"].has_room is has_room


def test_a_shift_within_the_hour_that_is_skipped_has_no_room() -> None:
    """From 02:00 to 03:00."""
    short = Shift(code="S", name_ko="", name_en="", start="02:00", end="03:00")
    assert not on(SUNDAY, SPRING, short)["S"].has_room
    assert on(SUNDAY, AUTUMN, short)["S"].paid_minutes == 120


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "America/Havana", "Asia/Seoul")


def test_night_work_until_either_pass_of_an_hour_is_told_apart_whichever_is_asked_for_first() -> None:
    begin, first_pass = datetime(2024, 10, 26, 22), datetime(2024, 10, 27, 2, 30)
    for _ in range(2):
        assert USUAL_NIGHT.minutes(begin, first_pass, BERLIN) == 270
        assert USUAL_NIGHT.minutes(begin, first_pass.replace(fold=1), BERLIN) == 330
        assert as_shown(first_pass, BERLIN).fold == 0
        assert as_shown(first_pass.replace(fold=1), BERLIN).fold == 1


def night_minutes_by_the_minute(start: datetime, end: datetime, zone: ZoneInfo) -> int:
    """Minutes that pass while the clock of the zone shows 22:00 to 06:00."""
    passed = range(round((end - start).total_seconds() / 60))
    shown = [(start + timedelta(minutes=minute)).astimezone(zone).hour for minute in passed]
    return sum(hour >= 22 or hour < 6 for hour in shown)


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    year=st.integers(2019, 2029),
    start=st.integers(0, 47),
    length=st.integers(2, 48),
    data=st.data(),
)
@settings(derandomize=True, max_examples=50, deadline=None)
def test_a_shift_lasts_as_long_as_aware_datetimes_say(
    zone: ZoneInfo, year: int, start: int, length: int, data: st.DataObject
) -> None:
    """With its night work and its meal, on days around a change of the clock."""
    end = min(start + length, 96)
    meal = data.draw(st.sampled_from((0, 30, 60))) if end - start > 4 else 0
    window: dict[str, Any] = {"meal_earliest_minute": 30 * start, "meal_latest_minute": 30 * end} if meal else {}
    shift = Shift(
        code="X", name_ko="", name_en="", start_minute=30 * start, end_minute=30 * end, meal_minutes=meal, **window
    )
    changes = clock_changes(zone, date(year, 1, 1), date(year, 12, 31))
    on = data.draw(st.sampled_from(changes)).at.date() if changes else date(year, 5, 1)
    horizon = Horizon(on - timedelta(days=data.draw(st.integers(0, 3))), 4, 30, zone)
    problem = Problem(horizon, {"X": shift}, {}, (), flat_demand(horizon))
    for day in range(-1, 4):
        runs = problem.shifts_on(day)["X"]
        if not runs.has_room:
            continue
        eats = data.draw(st.sampled_from(runs.meal_starts(30))) if meal else None
        row = assignment_of(horizon, day, runs, "E1", meal_minute=eats, work_mode="office", queue="")
        begins, ends = (at.replace(tzinfo=zone).astimezone(UTC) for at in (row.start, row.end))
        midnight = datetime.combine(horizon.date_of(day), time())
        for at, minute in ((row.start, 30 * start), (row.end, 30 * end)):
            assert at == as_shown(midnight + timedelta(minutes=minute), zone)
        assert row.paid_minutes == (ends - begins).total_seconds() / 60 - meal
        assert runs.regular_minutes == min(row.paid_minutes, shift.regular_minutes)
        assert runs.night_minutes == night_minutes_by_the_minute(begins, ends, zone)
        assert USUAL_NIGHT.minutes(row.start, row.end, zone) == runs.night_minutes
        if row.break_start is not None and row.break_end is not None:
            pause = [at.replace(tzinfo=zone).astimezone(UTC) for at in (row.break_start, row.break_end)]
            assert begins <= pause[0] < pause[1] <= ends
            assert (pause[1] - pause[0]).total_seconds() / 60 == meal
