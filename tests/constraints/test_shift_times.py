"""R18."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from scheduler.constraints.shift_times import ShiftTimes
from scheduler.domain.roster import Roster
from scheduler.model import build
from tests.constraints.agreement import MONDAY, assignment, every_roster, person, roster_of, tiny_problem

NO_AGREEMENT = "rosters of the model have their shifts' times by construction"


def test_rosters_of_whole_shifts_have_no_violation() -> None:
    problem = tiny_problem()
    assert all(ShiftTimes().check(problem, roster_of(problem, choices)) == [] for choices in every_roster(problem))


def test_the_model_is_left_as_it_was() -> None:
    problem = tiny_problem()
    assert str(build(problem, [ShiftTimes()]).model.proto) == str(build(problem, []).model.proto)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"start": datetime(2023, 11, 6, 17, 30)}, "starts 2023-11-06 17:30 instead of 2023-11-06 18:00"),
        ({"end": datetime(2023, 11, 7, 0, 59)}, "ends 2023-11-07 00:59 instead of 2023-11-07 01:00"),
        ({"paid_minutes": 391}, "pays 391 min instead of 390"),
        ({"shift": "X"}, "there is no such shift; there are D, V, N"),
        ({"employee_id": "E999"}, "nobody on the staff has this number"),
    ],
)
def test_each_corruption_is_named(changes: dict[str, object], fault: str) -> None:
    problem = tiny_problem()
    (found,) = ShiftTimes().check(problem, Roster.of([assignment(problem, "E001", MONDAY, "V", **changes)]))
    assert found.message == (
        f"{changes.get('employee_id', 'E001')} with {changes.get('shift', 'V')} on 2023-11-06: {fault}"
    )


@pytest.mark.parametrize(
    ("first_day", "last_day", "fault"),
    [
        (None, date(2023, 11, 5), "is not employed on this day (last day 2023-11-05)"),
        (None, date(2023, 11, 6), None),
        (date(2023, 11, 7), None, "is not employed on this day"),
    ],
)
def test_whoever_has_left_is_told_from_a_stranger(
    first_day: date | None, last_day: date | None, fault: str | None
) -> None:
    left = person(1, first_day=first_day, last_day=last_day)
    roster = Roster.of([assignment(tiny_problem(), "E001", MONDAY, "V")])
    found = ShiftTimes().check(tiny_problem(employees=(person(2),), employments=(left,)), roster)
    assert [one.message for one in found] == ([] if fault is None else [f"E001 with V on 2023-11-06: {fault}"])


def test_a_date_that_is_not_that_of_the_start_is_found() -> None:
    problem = tiny_problem()
    row = assignment(problem, "E001", MONDAY, "D", date=MONDAY + timedelta(days=1))
    (found,) = ShiftTimes().check(problem, Roster.of([row]))
    assert "starts 2023-11-06 09:00 instead of 2023-11-07 09:00" in found.message


@pytest.mark.parametrize("on", [date(2023, 11, 6), date(2023, 11, 8)])
def test_the_first_and_the_last_planned_day_are_allowed(on: date) -> None:
    problem = tiny_problem()
    assert ShiftTimes().check(problem, Roster.of([assignment(problem, "E001", on, "D")])) == []


@pytest.mark.parametrize("on", [date(2023, 11, 5), date(2023, 11, 9)])
def test_a_day_outside_the_horizon_is_found(on: date) -> None:
    problem = tiny_problem()
    (found,) = ShiftTimes().check(problem, Roster.of([assignment(problem, "E001", on, "D")]))
    assert found.message == f"E001 with D on {on}: the date is not planned (2023-11-06 and 3 days are)"
