"""The model of a repair: a week near its published roster, with a limit of people touched."""

from __future__ import annotations

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from scheduler.constraints.base import OwnChoiceRule, Rule
from scheduler.coverage import measure
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, PersonDay, Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build
from scheduler.solve.extraction import extract_roster, reader
from scheduler.solve.linear.program import LinearProgram, linear_program
from scheduler.variables import Build

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class RepairModel:
    """The model with its limit, and the roster that a solution of it is.

    Parameters
    ----------
    problem, rules
        The facts as they are now, with the published roster, and the rules in force.
    open_places
        Where anything may change. Elsewhere people keep what was published, or are off where they are absent.
    uncounted
        People who may change their days beside those who are counted.

    Attributes
    ----------
    built, program
        The model and its linear program, whose variables for what is missing are at least what was published as such.
    price_of_change
        Points of a changed day, at least; infinite where it costs nothing.
    limit
        The variable that is the number of people touched at most.
    is_choice, now
        For each variable, whether it is a choice, and its value as published, where it is one; shape (n_variables,).
    is_uncounted
        For each variable, whether it is a choice of somebody who may move besides; shape (n_variables,).
    integer
        Which variables have to be whole; the others then are.
    """

    def __init__(
        self,
        problem: Problem,
        rules: Sequence[Rule],
        open_places: AbstractSet[PersonDay],
        uncounted: AbstractSet[str] = frozenset(),
    ) -> None:
        if problem.published is None:
            raise ValueError("a repair needs a published roster")
        self._uncounted = uncounted
        horizon = problem.horizon
        places = frozenset((employee, horizon.day_of(on)) for employee, on in open_places)
        self.price_of_change = min(
            (rule.weight for rule in rules if rule.prices_changes and rule.weight), default=math.inf
        )
        self._published: dict[tuple[str, int], list[Assignment]] = {}
        for row in map(problem.as_worked, problem.published.assignments):
            if row is not None:
                self._published.setdefault((row.employee_id, horizon.day_of(row.date)), []).append(row)
        codes = {place: frozenset(row.shift for row in rows) for place, rows in self._published.items()}
        # First, since where nothing may change no other rule has to be asked.
        self.built = build(problem, [_Held(open_places=places, published=codes), *rules])
        self._kept_meals = self._hold_meals()
        touched = self._touch(places)
        self.limit = self.built.model.new_int_var(0, len(touched), "people_touched")
        self.built.model.add(cp_model.LinearExpr.sum(touched) <= self.limit)
        program = linear_program(self.built.model)
        self.program = replace(program, lower=_floors(self.built, program))
        self.is_choice: Flags = np.zeros(program.n_variables, dtype=bool)
        self.is_uncounted: Flags = np.zeros(program.n_variables, dtype=bool)
        self.now: Floats = np.zeros(program.n_variables)
        self._whose: dict[int, str] = {}
        for employee, day, code, var in self.built.works:
            self.is_choice[var.index] = True
            self.is_uncounted[var.index] = employee in uncounted
            self.now[var.index] = code in codes.get((employee, day), ())
            self._whose[var.index] = employee
        # Whole choices and meal counts make the rest whole.
        self.integer = self.is_choice.copy()
        self.integer[[var.index for var in touched]] = True
        for key in self.built.heads.choices:
            self.integer[[var.index for var in self.built.meals.starting(*key).values()]] = True

    def _hold_meals(self) -> dict[int, list[cp_model.IntVar]]:
        """Let everybody who stays keep the meal break; returns who eats in each count."""
        built = self.built
        problem = built.problem
        eating: dict[int, list[cp_model.IntVar]] = {}
        counts: dict[int, cp_model.IntVar] = {}
        for (employee, day), rows in self._published.items():
            person = problem.employee.get(employee)
            for row in rows if person is not None else ():
                choice = built.works.choice(employee, day, row.shift)
                if person is None or choice is None or row.break_start is None:
                    continue
                group = built.group_of(person, day)
                starting = built.meals.starting(day, row.shift, group)
                if starting:
                    minute = problem.horizon.elapsed_at(row.break_start) - problem.horizon.midnight(day)
                    # A time off the grid, from another system, counts as the nearest one.
                    count = starting[min(starting, key=lambda start: abs(start - minute))]
                    eating.setdefault(count.index, []).append(choice)
                    counts[count.index] = count
        for index, choices in eating.items():
            built.model.add(counts[index] >= cp_model.LinearExpr.sum(choices))
        return eating

    def _touch(self, places: AbstractSet[tuple[str, int]]) -> list[cp_model.IntVar]:
        """A Boolean for everybody counted whose days may change: 1 where any does. All other days are held."""
        built = self.built
        model = built.model
        touched = []
        self._cannot_stay: set[str] = set()
        for person in built.problem.employees:
            employee = person.employee_id
            changes: list[LinearExpr | int] = []
            for day in range(built.problem.horizon.days):
                choices = built.works.on_day(employee, day)
                rows = self._published.get((employee, day), [])
                if (employee, day) not in places:
                    for choice in choices.values():
                        model.add(choice == 1)
                elif not rows:
                    changes.append(cp_model.LinearExpr.sum(list(choices.values())))
                elif len(rows) == 1 and rows[0].shift in choices:
                    changes.append(1 - choices[rows[0].shift])
                else:
                    changes.append(1)  # what was published cannot stay
                    self._cannot_stay.add(employee)
            if changes and employee not in self._uncounted:
                is_touched = model.new_bool_var(f"touched[{employee}]")
                touched.append(is_touched)
                for change in changes:
                    model.add(is_touched >= change)
        return touched

    def limited(self, people: int) -> LinearProgram:
        """The program in which so many people may be touched."""
        upper = self.program.upper.copy()
        upper[self.limit.index] = min(upper[self.limit.index], people)
        return replace(self.program, upper=upper)

    def settled_counts(self, moved: Flags) -> dict[int, int]:
        """The counts of people and meals, by variable, that nobody can leave or join while only these choices move."""
        settled: dict[int, int] = {}
        for key, count in self.built.heads.counts.items():
            choices = [var.index for var in self.built.heads.choices[key]]
            heads = int(self.now[choices].sum())
            eating = {
                var.index: sum(int(self.now[choice.index]) for choice in self._kept_meals.get(var.index, ()))
                for var in self.built.meals.starting(*key).values()
            }
            if not moved[choices].any() and (not eating or sum(eating.values()) == heads):
                settled |= {count.index: heads, **eating}
        return settled

    def people_touched(self, values: NDArray[np.int64]) -> int:
        """How many people a solution touches; its limit may be larger."""
        moved = np.flatnonzero(self.is_choice & (values != self.now)).tolist()
        return len(({self._whose[index] for index in moved} | self._cannot_stay) - self._uncounted)

    def cost(self, values: NDArray[np.int64]) -> float:
        """Points of a solution, what was not published as short counted as if it were."""
        return float(self.program.cost @ np.maximum(values, self.program.lower))

    def roster(self, values: NDArray[np.int64]) -> Roster:
        """The published rows of what stays; meal breaks for the rest are handed out from what the counts leave."""
        rows: list[Assignment] = []
        kept: set[int] = set()
        for employee, day, code, var in self.built.works:
            for row in self._published.get((employee, day), []):
                if row.shift == code and values[var.index] and var.index not in kept:
                    rows.append(row)
                    kept.add(var.index)

        left = values.copy()
        left[np.array(sorted(kept), dtype=np.int64)] = 0
        for count, choices in self._kept_meals.items():
            left[count] -= sum(choice.index in kept for choice in choices)
        return Roster.of([*rows, *extract_roster(self.built, reader(left.tolist())).assignments])


class _Held(OwnChoiceRule):
    """Leaves no choice but the published one where nothing may change."""

    rule: Literal["held"] = "held"
    open_places: frozenset[tuple[str, int]]
    published: dict[tuple[str, int], frozenset[str]]

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        place = person.employee_id, day
        return place not in self.open_places and shift.code not in self.published.get(place, ())


def _floors(built: Build, program: LinearProgram) -> NDArray[np.float64]:
    """The variables' lower bounds, with what the published roster is short of as the least shortfall."""
    problem = built.problem
    assert problem.published is not None
    lower = program.lower.copy()
    effective = measure(problem, problem.published).effective_permille
    for (queue, interval, tier), missing in built.missing.items():
        short = int(problem.demand.queues[queue].required_permille[interval]) - int(effective[queue][interval])
        # What no roster can cover is a constant beside the variable.
        constant = len(tier) - program.upper[missing.index]
        lower[missing.index] = max(0.0, min(short, tier.stop) - tier.start - constant)
    return lower
