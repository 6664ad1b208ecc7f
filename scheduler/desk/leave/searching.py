"""A roster that keeps the hard rules, or the proof that there is none: the one search of leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from ortools.sat.python.cp_model import LinearExpr

from scheduler.config import Solving
from scheduler.constraints.base import OwnChoiceRule, Rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.coverage import Coverage
from scheduler.domain.demand import PERMILLE
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import PersonDay, Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build
from scheduler.result import Status
from scheduler.solve.cp_sat import CpSatLimits, solve
from scheduler.solve.extraction import extract_roster, reader
from scheduler.solve.linear.mip import SolverStatus
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.relaxation import is_proven_empty
from scheduler.variables import Build

MissingHeads = Mapping[date, int]
"""By day, thousandths of an agent times intervals, over all queues."""


@dataclass(frozen=True)
class Found:
    """What a search ended with: FEASIBLE with a roster, INFEASIBLE where none is proven to exist, or NO_SOLUTION."""

    status: Status
    roster: Roster | None = None


def required_on(problem: Problem) -> MissingHeads:
    """What the callers need on each day."""
    return _by_day(problem, {name: needs.required_permille for name, needs in problem.demand.queues.items()})


def missing_on(problem: Problem, coverage: Coverage) -> MissingHeads:
    """What a roster lacks on each day."""
    needs = problem.demand.queues
    return _by_day(
        problem,
        {
            queue: np.maximum(needs[queue].required_permille - effective, 0)
            for queue, effective in coverage.effective_permille.items()
        },
    )


def hours_of(problem: Problem, permille: float) -> float:
    """Agent hours."""
    return permille / PERMILLE * problem.horizon.interval_minutes / 60


def first_intervals(problem: Problem) -> list[int]:
    """The first interval of each day, and the one after the last."""
    horizon = problem.horizon
    return [horizon.midnight(day) // horizon.interval_minutes for day in range(horizon.days + 1)]


def _by_day(problem: Problem, of_queue: Mapping[str, np.ndarray]) -> MissingHeads:
    total = sum(of_queue.values(), np.zeros(problem.horizon.n_intervals, dtype=np.int64))
    starts = first_intervals(problem)
    return {on: int(total[starts[n] : starts[n + 1]].sum()) for n, on in enumerate(problem.horizon.dates())}


def find(
    problem: Problem,
    rules: Sequence[Rule],
    solving: Solving,
    seconds: float,
    *,
    current: Roster,
    most_missing: MissingHeads,
    open_places: AbstractSet[PersonDay] | None = None,
    is_near: bool = False,
) -> Found:
    """Find a roster that keeps rules that are all hard.

    Parameters
    ----------
    problem, rules
        The facts, and the hard rules.
    solving
        Workers and seed.
    seconds
        After so many there is neither a roster nor a proof.
    current
        Where to begin, though it may break rules.
    most_missing
        How much may be missing on some days.
    open_places
        Where anything may change; None: everywhere.
    is_near
        Whether as few people's days as possible should change, as far as the time goes.
    """
    held = [] if open_places is None else [_Held.of(problem, current, open_places)]
    counted = [CoverageShortfall(weight=1)] if most_missing else []
    built = build(problem, [*rules, *counted, *held])
    _ = built.meals  # read back after the solve, and so made before it
    built.model.clear_objective()  # type: ignore[no-untyped-call]  # the library gives it no type
    for on, most in most_missing.items():
        _hold(built, on, most)
    worked = {(row.employee_id, problem.horizon.day_of(row.date), row.shift) for row in current.assignments}
    changes: list[LinearExpr] = []
    for employee, day, code, choice in built.works:
        stays = (employee, day, code) in worked
        built.model.add_hint(choice, int(stays))
        changes.append(1 - choice if stays else choice)
    if is_near and changes:
        built.model.minimize(LinearExpr.sum(changes))
    limits = CpSatLimits(
        seconds, by_work=solving.deterministic, workers=solving.workers, seed=solving.seed, any_solution=not is_near
    )
    answer = solve(built.model, limits)
    if answer.values is not None:
        return Found(Status.FEASIBLE, extract_roster(built, reader(answer.values)))
    is_empty = answer.status is SolverStatus.INFEASIBLE or is_proven_empty(linear_program(built.model), seconds=seconds)
    return Found(Status.INFEASIBLE if is_empty else Status.NO_SOLUTION)


def cannot_cover(problem: Problem, rules: Sequence[Rule], most_missing: MissingHeads, seconds: float) -> bool:
    """Whether it is proven that more is missing on some days, by the linear relaxation.

    Parameters
    ----------
    problem, rules
        The facts, and the hard rules that count.
    most_missing
        How much may be missing.
    seconds
        After so many there is no proof.
    """
    built = build(problem, [*rules, CoverageShortfall(weight=1)])
    for on, most in most_missing.items():
        _hold(built, on, most)
    return is_proven_empty(linear_program(built.model), seconds=seconds)


def _hold(built: Build, on: date, most: int) -> None:
    """Let no more be missing on a day; where agents can be divided in several ways, no way has less missing."""
    problem = built.problem
    day = problem.horizon.day_of(on)
    first, end = first_intervals(problem)[day : day + 2]
    missing = [variable for (_, interval, _), variable in built.missing.items() if first <= interval < end]
    unavoidable = 0
    for queue, needs in problem.demand.queues.items():
        for interval in np.flatnonzero(needs.required_permille[first:end]) + first:
            required = int(needs.required_permille[interval])
            unavoidable += max(0, required - built.service.most_effective(queue, int(interval)))
    built.model.add(LinearExpr.sum(missing) <= most - unavoidable)


class _Held(OwnChoiceRule):
    """Leaves no choice but the current one where nothing may change."""

    rule: Literal["held_for_leave"] = "held_for_leave"
    open_places: frozenset[PersonDay]
    worked: dict[PersonDay, frozenset[str]]

    @classmethod
    def of(cls, problem: Problem, current: Roster, open_places: AbstractSet[PersonDay]) -> _Held:
        worked: dict[PersonDay, frozenset[str]] = {}
        for row in current.assignments:
            place = row.employee_id, row.date
            worked[place] = worked.get(place, frozenset()) | {row.shift}
        return cls(open_places=frozenset(open_places), worked=worked)

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        place = person.employee_id, problem.horizon.date_of(day)
        return place not in self.open_places and shift.code not in self.worked.get(place, ())

    def apply(self, build: Build) -> None:
        """Keep what is held: those who work stay at work."""
        for place, codes in self.worked.items():
            day = build.problem.horizon.day_of(place[1])
            if place not in self.open_places and place[0] in build.problem.employee:
                for code in codes:
                    choice = build.works.choice(place[0], day, code)
                    if choice is not None:
                        build.model.add(choice == 1)
