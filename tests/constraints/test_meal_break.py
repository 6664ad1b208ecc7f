"""R12."""

from __future__ import annotations

from datetime import datetime

import pytest
from ortools.sat.python import cp_model

from scheduler.constraints.meal_break import MealBreak
from scheduler.domain.people import Absence
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build
from tests.constraints.agreement import DAY, MONDAY, assignment, person, tiny_problem

NO_AGREEMENT = "who eats when is handed out after the solve; the model only knows counts, which are tested here"

PLAIN = Shift(code="P", name_ko="단시간", name_en="short", start="09:00", end="12:00")


def eats(start: datetime | None, end: datetime | None, code: str = "D") -> list[str]:
    """What the check says of one row with this break."""
    problem = tiny_problem(shifts=(DAY, PLAIN))
    row = assignment(problem, "E001", MONDAY, code, break_start=start, break_end=end)
    return [violation.message for violation in MealBreak().check(problem, Roster.of([row]))]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 11, 6, hour, minute)


def test_every_start_on_the_grid_inside_the_window_is_allowed() -> None:
    starts = [divmod(minute, 60) for minute in DAY.meal_starts(30)]
    assert starts == [(11, 0), (11, 30), (12, 0), (12, 30), (13, 0)]
    assert [eats(at(hour, minute), at(hour + 1, minute)) for hour, minute in starts] == [[]] * 5


@pytest.mark.parametrize("start", [at(10, 59), at(13, 1)])
def test_a_minute_outside_the_window_is_found(start: datetime) -> None:
    found = eats(start, start.replace(hour=start.hour + 1))
    assert found == [f"E001 eats at {start:%H:%M}, outside the window of the shift (D on 2023-11-06)"]


@pytest.mark.parametrize("end", [at(12, 59), at(13, 1)])
def test_a_break_of_another_length_is_found(end: datetime) -> None:
    assert eats(at(12), end) == ["E001 has a meal break of another length than 60 min (D on 2023-11-06)"]


@pytest.mark.parametrize(("start", "end"), [(None, None), (at(12), None), (None, at(13))])
def test_a_missing_break_is_found(start: datetime | None, end: datetime | None) -> None:
    assert eats(start, end) == ["E001 has no meal break (D on 2023-11-06)"]


def test_a_shift_without_a_meal_has_no_break() -> None:
    assert eats(None, None, "P") == []
    assert eats(at(10), at(11), "P") == ["E001 has a meal break that the shift does not provide for (P on 2023-11-06)"]


def test_the_model_gives_each_head_exactly_one_break() -> None:
    problem = tiny_problem(days=1, employees=(person(1), person(2), person(3)), shifts=(DAY,))
    assembled = build(problem, [MealBreak()])
    (((day, code, group), heads),) = assembled.heads.counts.items()
    meals = list(assembled.meals.starting(day, code, group).values())
    for on_shift in range(4):
        for eating in range(5):
            fixed = assembled.model.clone()
            fixed.add(heads == on_shift)
            fixed.add(cp_model.LinearExpr.sum(meals) == eating)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            assert (solver.solve(fixed) == cp_model.OPTIMAL) == (eating == on_shift)


@pytest.mark.parametrize("minute", [660, 690, 720, 750, 780])
def test_the_model_lets_everybody_eat_at_any_start_of_the_window(minute: int) -> None:
    problem = tiny_problem(days=1, employees=(person(1), person(2)), shifts=(DAY,))
    assembled = build(problem, [MealBreak()])
    (((day, code, group), heads),) = assembled.heads.counts.items()
    assembled.model.add(heads == 2)
    assembled.model.add(assembled.meals.starting(day, code, group)[minute] == 2)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(assembled.model) == cp_model.OPTIMAL


@pytest.mark.parametrize(
    ("away", "start", "end", "is_kept"),
    [
        ((9, 11), at(8, 30), at(11), False),
        ((9, 11), at(9), at(11, 30), True),
        ((9, 11.5), at(8, 30), at(11, 30), False),
        ((9, 11.5), at(9), at(12), True),
        ((15.5, 16), at(15), at(16), False),
        ((15.5, 16), at(15, 30), at(16, 30), False),
        ((15.5, 16), at(13), at(13, 30), True),
    ],
)
def test_a_meal_joined_to_hours_away_is_found_outside_its_window(
    away: tuple[float, float], start: datetime, end: datetime, *, is_kept: bool
) -> None:
    early = Shift(
        code="E",
        name_ko="이른",
        name_en="early",
        start="08:00",
        end="16:30",
        meal_minutes=30,
        meal_earliest="11:00",
        meal_latest="13:30",
    )
    absence = Absence(
        employee_id="E001",
        first_day=MONDAY,
        last_day=MONDAY,
        kind="leave",
        from_minute=int(60 * away[0]),
        to_minute=int(60 * away[1]),
    )
    problem = tiny_problem(shifts=(early,), absences=(absence,))
    row = assignment(problem, "E001", MONDAY, "E", break_start=start, break_end=end)
    assert (MealBreak().check(problem, Roster.of([row])) == []) == is_kept
