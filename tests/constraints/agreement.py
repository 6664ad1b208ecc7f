"""The key test of a rule: its model and its check say the same of every roster of a tiny problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import product

import numpy as np

from benchmarks.held_model import HeldModel
from scheduler.constraints.base import Rule
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand, QueueDemand
from scheduler.domain.people import AbsenceKind, Contract, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build

MONDAY = date(2023, 11, 6)

DAY = Shift(
    code="D",
    name_ko="주간",
    name_en="day",
    start="09:00",
    end="18:00",
    meal_minutes=60,
    meal_earliest="11:00",
    meal_latest="14:00",
)
EVENING = Shift(
    code="V",
    name_ko="저녁",
    name_en="evening",
    start="18:00",
    end="25:00",
    meal_minutes=30,
    meal_earliest="20:30",
    meal_latest="22:30",
)
NIGHT = Shift(
    code="N",
    name_ko="야간",
    name_en="night",
    start="01:00",
    end="08:00",
    meal_minutes=30,
    meal_earliest="03:30",
    meal_latest="05:30",
)
SHIFTS = (DAY, EVENING, NIGHT)

FULL_TIME = Contract(
    name="full_time", name_ko="전일제", name_en="full time", days_per_week=5, paid_minutes_per_week=2400
)


def owed_again(*names: str) -> dict[str, AbsenceKind]:
    """Kinds of absence of which a day that does not count as work is made good on another day."""
    return {name: AbsenceKind(name=name, owed_again=True) for name in names}


def person(number: int = 1, **changes: object) -> Employee:
    """An employee who may do everything, with some fields changed."""
    fields: dict[str, object] = {
        "employee_id": f"E{number:03d}",
        "name": f"E{number:03d}",
        "team": "day",
        "contract": "full_time",
        "shifts": ("D", "V", "N"),
        "queues": ("general",),
        "may_work_nights": True,
    }
    return Employee(**{**fields, **changes})  # type: ignore[arg-type]  # built from a dict of mixed fields


def flat_demand(horizon: Horizon, required: Mapping[str, float] | None = None, **changes: object) -> Demand:
    """Demand for the same number of agents in every interval of each queue."""
    n = horizon.n_intervals
    queues = {
        queue: QueueDemand(
            queue=queue,
            deferrable=False,
            calls=np.full(n, 10.0),
            aht_seconds=np.full(n, 300.0),
            erlangs=np.full(n, agents),
            required=np.full(n, float(agents)),
            binding_target=np.full(n, "service_level"),
            hour_class=np.full(n, "other"),
            shrinkage=np.zeros(n),
            shortfall_weight=np.ones(n, dtype=np.int64),
        )
        for queue, agents in (required or {"general": 0.0}).items()
    }
    return Demand(horizon, queues, **changes)  # type: ignore[arg-type]  # passed through to the record


def tiny_problem(
    days: int = 3,
    *,
    employees: Sequence[Employee] | None = None,
    shifts: Sequence[Shift] = SHIFTS,
    contracts: Sequence[Contract] = (FULL_TIME,),
    first_day: date = MONDAY,
    demand: Demand | None = None,
    **changes: object,
) -> Problem:
    """A problem small enough to try every roster."""
    horizon = Horizon(first_day, days)
    return Problem(
        horizon=horizon,
        shifts={shift.code: shift for shift in shifts},
        contracts={contract.name: contract for contract in contracts},
        employees=tuple(employees or (person(),)),
        demand=demand or flat_demand(horizon),
        **changes,  # type: ignore[arg-type]  # passed through to the record
    )


def assignment(problem: Problem, employee: str, on: date, code: str, **changes: object) -> Assignment:
    """A shift as it would stand in a roster, its meal break at the earliest."""
    shift = problem.shifts[code]
    midnight = datetime.combine(on, time())
    meal = None if shift.meal_earliest_minute is None else midnight + timedelta(minutes=shift.meal_earliest_minute)
    who = problem.employee[employee]
    fields: dict[str, object] = {
        "employee_id": employee,
        "date": on,
        "shift": code,
        "start": midnight + timedelta(minutes=shift.start_minute),
        "end": midnight + timedelta(minutes=shift.end_minute),
        "break_start": meal,
        "break_end": None if meal is None else meal + timedelta(minutes=shift.meal_minutes),
        "work_mode": problem.work_mode(who, on),
        "queue": next(iter(problem.queues_on(who, on)), ""),
        "paid_minutes": shift.paid_minutes,
    }
    row = Assignment(**{**fields, **changes})  # type: ignore[arg-type]  # built from a dict of mixed fields
    return row if changes else (problem.is_shortened(row) and problem.as_worked(row)) or row


Choices = dict[tuple[str, int], str]
"""Shift code by (employee, day); days off are left out. ``D+V`` means both shifts on one day, for rule R01."""


def roster_of(problem: Problem, choices: Mapping[tuple[str, int], str]) -> Roster:
    """The roster of these choices."""
    return Roster.of(
        assignment(problem, employee, problem.horizon.date_of(day), code)
        for (employee, day), codes in choices.items()
        for code in codes.split("+")
    )


def every_roster(problem: Problem) -> Iterator[Choices]:
    """Every way to give each person one shift or none on each day."""
    places = [(who.employee_id, day) for who in problem.employees for day in range(problem.horizon.days)]
    for codes in product((None, *problem.shifts), repeat=len(places)):
        yield {place: code for place, code in zip(places, codes, strict=True) if code is not None}


def model_cost(
    problem: Problem, rule: Rule, choices: Iterable[Choices], beside: Sequence[Rule] = ()
) -> Iterator[int | None]:
    """What the model of this rule (and those beside it) charges each roster; None where it is infeasible."""
    assembled = build(problem, [rule, *beside])
    places = [(employee, day, code) for employee, day, code, _ in assembled.works]
    held = HeldModel(assembled.model, [var.index for *_, var in assembled.works])
    for roster in choices:
        chosen = {(employee, day, code) for (employee, day), codes in roster.items() for code in codes.split("+")}
        cost = held.optimum(place in chosen for place in places) if chosen <= set(places) else None
        yield None if cost is None else cost + assembled.ledger.unavoidable_cost


def assert_agreement(
    problem: Problem,
    rule: Rule,
    choices: Iterable[Choices] | None = None,
    *,
    beside: Sequence[Rule] = (),
) -> None:
    """Fix each roster in a model with only this rule and compare with the check of the finished roster.

    Hard: infeasible exactly where the check finds something. Soft: the ledger equals the points of the check. Both
    outcomes must occur, or the test would prove nothing. Rules `beside` it join the model without being compared:
    hard ones that every roster tried keeps, and that the rule counts on, such as R12 where meal breaks matter.
    """
    rosters = list(every_roster(problem) if choices is None else choices)
    outcomes = set()
    for roster, cost in zip(rosters, model_cost(problem, rule, rosters, beside), strict=True):
        found = rule.check(problem, roster_of(problem, roster))
        assert all(violation.rule == rule.number for violation in found)
        assert all(violation.amount > 0 for violation in found)
        if rule.weight is None:
            assert (cost is None) == bool(found), (roster, found)
            assert all(violation.is_hard for violation in found)
        else:
            assert cost == sum(violation.points or 0 for violation in found), (roster, cost, found)
        outcomes.add(bool(found))
    assert outcomes == {True, False}, f"every roster had the same outcome: {outcomes}"
