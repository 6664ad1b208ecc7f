"""Improves a roster by solving it again in part, the rest held.

Three parts take turns: everybody's meal breaks; the weeks of people who share team and queues, and so can stand in
for each other; two days of everybody. The counts follow freely, but meal breaks of shifts that nobody of the part can
work stay as they are. What is left is a mixed-integer program with a tight relaxation. SCIP improves it within
seconds, where HiGHS is still adding cuts and CP-SAT does not see through the capacities (benchmarks/log.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from scheduler.solve.blocks import Split
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.twin import LinearTwin, to_math_opt
from scheduler.variables import Build, Group

_MOST_PEOPLE = 64
_FEWEST_PEOPLE = 30
_SMALL_GROUPS = 3
_FIRST_SECONDS = 6.0
_MOST_SECONDS = 40.0
_GAP = 5e-5
# A round that brings less is followed by one that looks longer.
_WORTHWHILE = 2e-4


class Neighbourhoods:
    """Neighbourhoods of one problem.

    Parameters
    ----------
    built, twin, owners
        The model, its linear twin, and who owns what in it.
    seed
        Of the random division of large teams.
    """

    def __init__(self, built: Build, twin: LinearTwin, owners: Split, seed: int) -> None:
        self._twin = twin
        self._owner = owners.owner_of_variable
        self._is_choice = owners.choice_of >= 0
        self._seed = seed
        self._random = np.random.default_rng(seed)
        problem = built.problem
        kinds: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for place, person in enumerate(problem.employees):
            if np.any(self._is_choice & (self._owner == place)):
                kinds.setdefault((person.team, person.queues), []).append(place)
        self._kinds = [np.array(people) for people in kinds.values()]
        # Which meal counts a person can have a part in.
        self._meals_of: dict[tuple[int, str, Group], list[int]] = {}
        for day, code, group, _, _ in built.heads.items():
            starting = built.meals.starting(day, code, group)
            self._meals_of[day, code, group] = [var.index for var in starting.values()]
        self._all_meals = np.array([index for meals in self._meals_of.values() for index in meals], dtype=np.int64)
        # Whole choices and meal counts make everything else whole: sums, and flows between whole amounts.
        self._whole = self._is_choice.copy()
        self._whole[self._all_meals] = True
        self._parts: list[set[tuple[int, str, Group]]] = []
        for person in problem.employees:
            self._parts.append(
                {
                    (day, code, Group(problem.work_mode(person, on), problem.queues_on(person, on)))
                    for day, on in enumerate(problem.horizon.dates())
                    for code in built.works.on_day(person.employee_id, day)
                }
            )
        self._day_of = owners.choice_of
        self._n_days = problem.horizon.days

    def _counts(self) -> NDArray[np.bool_]:
        """What follows from anybody's choices: counts, flows and prices, but no meal breaks."""
        free: NDArray[np.bool_] = ~self._is_choice
        free[self._all_meals] = False
        return free

    def _breaks(self) -> NDArray[np.bool_]:
        """Everybody's meal breaks are open, nobody's week."""
        return ~self._is_choice

    def _people(self, people: NDArray[np.int64]) -> NDArray[np.bool_]:
        """These people's weeks are open."""
        free = self._counts()
        touched = set().union(*(self._parts[person] for person in people.tolist()))
        free[[index for key in touched for index in self._meals_of.get(key, [])]] = True
        return free | (self._is_choice & np.isin(self._owner, people))

    def _days(self, days: tuple[int, ...]) -> NDArray[np.bool_]:
        """These days of everybody are open."""
        free = self._counts()
        free[[index for (day, _, _), meals in self._meals_of.items() if day in days for index in meals]] = True
        return free | np.isin(self._day_of, days)

    def _round(self, number: int) -> Iterator[NDArray[np.bool_]]:
        """Everything once; the pairs of days and the division of large teams change from round to round."""
        yield self._breaks()
        groups: list[NDArray[np.int64]] = []
        gathered = np.empty(0, dtype=np.int64)
        for people in sorted(self._kinds, key=len):
            gathered = np.concatenate((gathered, people))
            if len(gathered) >= _FEWEST_PEOPLE:
                groups += np.array_split(self._random.permutation(gathered), -(-len(gathered) // _MOST_PEOPLE))
                gathered = np.empty(0, dtype=np.int64)
        # Few people of a kind are rounded worst, then single days; parts of a large team gain least.
        few = min(len(groups), _SMALL_GROUPS)
        yield from (self._people(group) for group in groups[:few])
        for day in range(-(number % 2), self._n_days, 2):
            yield self._days((day, day + 1))
        yield from (self._people(group) for group in groups[few:])

    def improve(self, best: Incumbent) -> None:
        """Go round until the search is over or even long looks bring nothing."""
        seconds = _FIRST_SECONDS
        number = 0
        while seconds <= _MOST_SECONDS and best.cost is not None:
            before = best.cost
            for free in self._round(number):
                if best.is_over:
                    return
                self._solve(free, best, min(seconds, best.remaining_seconds))
            number += 1
            if before - best.cost < _WORTHWHILE * abs(before):
                seconds *= 2.0

    def _solve(self, free: NDArray[np.bool_], best: Incumbent, seconds: float) -> None:
        """Solve the twin with all but the free variables held, and offer what is found."""
        assert best.values is not None
        now = np.array(best.values, dtype=float)
        held = replace(
            self._twin,
            lower=np.where(free, self._twin.lower, now),
            upper=np.where(free, self._twin.upper, now),
        )
        model = to_math_opt(held, whole=self._whole)
        variables = list(model.variables())
        hint = mathopt.SolutionHint(variable_values=dict(zip(variables, now.tolist(), strict=True)))
        result = mathopt.solve(
            model,
            mathopt.SolverType.GSCIP,
            params=mathopt.SolveParameters(
                time_limit=timedelta(seconds=max(0.1, seconds)), relative_gap_tolerance=_GAP, random_seed=self._seed
            ),
            model_params=mathopt.ModelSolveParameters(solution_hints=[hint]),
        )
        if result.has_primal_feasible_solution():
            values = np.round(np.array(result.variable_values(variables))).astype(np.int64)
            offer(self._twin, values, best, "improve")


def offer(twin: LinearTwin, values: NDArray[np.int64], best: Incumbent, stage: str) -> None:
    """Offer a solution of the twin if, rounded to whole numbers, it keeps every row."""
    activity = twin.matrix @ values
    if np.all(activity >= twin.row_lower - 0.5) and np.all(activity <= twin.row_upper + 0.5):
        best.offer(round(float(twin.cost @ values) + twin.offset), values.tolist(), stage)
