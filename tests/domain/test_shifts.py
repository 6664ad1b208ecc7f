"""Shifts on a day on which the clock changes."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.calendar import Horizon
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import Shift
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
