"""The model of a repair, before anything is searched."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.least_change import LeastChange
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.domain.calendar import Horizon
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.repair.model import RepairModel
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY, flat_demand, person, roster_of, tiny_problem

RULES: tuple[Rule, ...] = (
    OneShiftADay(),
    Absences(),
    MealBreak(),
    CoverageShortfall(weight=10),
    LeastChange(weight=1000),
)
WORKED = {("E001", 0): "D", ("E001", 1): "D", ("E002", 0): "V"}


def published(**changes: object) -> Problem:
    problem = tiny_problem(
        2,
        employees=[person(1), person(2)],
        demand=flat_demand(Horizon(MONDAY, 2), {"general": 1.5}),
        **changes,  # type: ignore[arg-type]  # passed through to the record
    )
    return problem.replace(published=roster_of(problem, WORKED))


def test_where_nothing_may_change_only_the_published_choice_is_there() -> None:
    model = RepairModel(published(), RULES, {("E002", MONDAY + timedelta(days=1))})
    choices = {
        (employee, day): set(model.built.works.on_day(employee, day)) for employee in ("E001", "E002") for day in (0, 1)
    }
    assert choices == {("E001", 0): {"D"}, ("E001", 1): {"D"}, ("E002", 0): {"V"}, ("E002", 1): {"D", "V", "N"}}


def test_a_day_of_absence_has_no_choice_at_all() -> None:
    ill = Absence(employee_id="E001", first_day=MONDAY, last_day=MONDAY, kind="sick_leave")
    model = RepairModel(published(absences=(ill,)), RULES, set())
    assert not model.built.works.on_day("E001", 0)


def test_with_nobody_touched_the_model_costs_what_the_check_says() -> None:
    problem = published()
    assert problem.published is not None
    model = RepairModel(problem, RULES, {(name, MONDAY) for name in ("E001", "E002")})
    relaxed = relax(model.limited(0))
    assert relaxed is not None
    cost = relaxed.value + model.built.ledger.unavoidable_cost
    assert cost == pytest.approx(audit(problem, RULES, problem.published).cost)
    assert model.roster(np.round(relaxed.values).astype(np.int64)) == problem.published


def test_counts_that_nobody_can_leave_are_settled_and_others_are_not() -> None:
    model = RepairModel(published(), RULES, {("E002", MONDAY)})
    nobody = np.zeros_like(model.is_choice)
    heads = {(day, code): count.index for (day, code, _), count in model.built.heads.counts.items()}
    assert model.settled_counts(nobody)[heads[0, "D"]] == 1
    moved = nobody.copy()
    moved[model.built.works.on_day("E002", 0)["V"].index] = True
    settled = model.settled_counts(moved)
    assert heads[0, "V"] not in settled
    assert settled[heads[0, "D"]] == 1


def test_touched_is_whoever_has_another_choice_and_whoever_cannot_keep_the_published_one() -> None:
    problem = published()
    open_places = {(one.employee_id, on) for one in problem.employees for on in problem.horizon.dates()}
    model = RepairModel(problem, RULES, open_places)
    stays = np.round(model.now).astype(np.int64)
    assert model.people_touched(stays) == 0
    comes = stays.copy()
    for code in ("D", "V"):
        choice = model.built.works.choice("E002", 1, code)
        assert choice is not None
        comes[choice.index] = code == "D"
    assert model.people_touched(comes) == 1
    day_only = [
        one.model_copy(update={"shifts": ("D",)}) if one.employee_id == "E002" else one for one in problem.employees
    ]
    cannot = RepairModel(problem.replace(employees=tuple(day_only)), (*RULES, EligibleShifts()), open_places)
    assert cannot.people_touched(np.round(cannot.now).astype(np.int64)) == 1
