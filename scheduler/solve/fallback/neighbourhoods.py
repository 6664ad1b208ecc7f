"""Improves a roster by solving it again in part, the rest held.

Parts of several kinds take turns: everybody's meal breaks; the weeks of people who share team and queues, and so can
stand in for each other, or whose weeks the start decided last; two days of everybody; everybody's shifts on the days
that they work anyway. The counts follow freely, but where only some people or days are open, so are only the meal
breaks of their shifts. What is left is a mixed-integer program with a tight relaxation. SCIP improves it within
seconds, where HiGHS is still adding cuts and CP-SAT does not see through the capacities (benchmarks/log.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.mip import Job, Limits, Solver, solve
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import cut
from scheduler.variables import Build

_MOST_PEOPLE = 64
_FEWEST_PEOPLE = 30
_LAST_PEOPLE = 25
_FIRST_SECONDS = 8.0
_MOST_SECONDS = 40.0
_GAP = 1.5e-4
# Where no kind of part brings this share of the cost a second, look longer.
_WORTHWHILE = 2e-6
_MEMORY = 0.5


class Neighbourhoods:
    """Neighbourhoods of one problem.

    Parameters
    ----------
    built, structure
        The model, and its linear program with what is known of it.
    decided
        People in the order in which the start decided their weeks: the last had the least choice left.
    seed
        Of every random choice.
    """

    def __init__(self, built: Build, structure: Structure, decided: list[int], seed: int) -> None:
        self._structure = structure
        self._program = structure.program
        self._owner = structure.ownership.owner_of_variable
        self._is_choice = structure.ownership.is_choice
        self._day_of = structure.ownership.day_of_choice
        self._n_days = structure.n_days
        self._seed = seed
        self._last = np.array(decided[-_LAST_PEOPLE:])
        kinds: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for place, person in enumerate(built.problem.employees):
            if np.any(self._is_choice & (self._owner == place)):
                kinds.setdefault((person.team, person.queues), []).append(place)
        # Kinds of a few people are gathered; each person is in one group.
        self._small: list[NDArray[np.int64]] = []
        self._large: list[NDArray[np.int64]] = []
        gathered: list[int] = []
        for people in sorted(kinds.values(), key=len):
            gathered += people
            if len(gathered) >= _FEWEST_PEOPLE:
                (self._small if len(gathered) <= _MOST_PEOPLE else self._large).append(np.array(gathered))
                gathered = []
        if gathered:
            self._small.append(np.array(gathered))

    def _counts(self) -> NDArray[np.bool_]:
        """What follows from anybody's choices: counts, flows and prices, but no meal breaks."""
        return ~self._is_choice & ~self._structure.is_meal

    def _breaks(self) -> NDArray[np.bool_]:
        """Everybody's meal breaks are open, nobody's week."""
        return ~self._is_choice

    def _people(self, people: NDArray[np.int64]) -> NDArray[np.bool_]:
        """These people's weeks are open."""
        choices = self._is_choice & np.isin(self._owner, people)
        free = self._counts() | choices
        for count in self._structure.heads:
            if choices[count.choices].any():
                free[count.meals] = True
        return free

    def _days(self, days: tuple[int, ...]) -> NDArray[np.bool_]:
        """These days of everybody are open."""
        free = self._counts() | np.isin(self._day_of, days)
        for count in self._structure.heads:
            if count.day in days:
                free[count.meals] = True
        return free

    def _shifts(self, values: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Everybody's shift is open on the days that they work now."""
        place = self._owner * self._n_days + self._day_of
        worked = place[self._is_choice & (values > 0)]
        return self._counts() | (self._is_choice & np.isin(place, worked))

    def _parts_of(self, kind: str, best: Incumbent, random: np.random.Generator) -> Iterator[NDArray[np.bool_]]:
        """Parts of this kind without end: each once before any comes again."""
        pairs: list[tuple[int, ...]] = list(combinations(range(self._n_days), 2)) or [(0,)]
        while True:
            if kind == "breaks":
                yield self._breaks()
            elif kind == "last":
                yield self._people(self._last)
            elif kind == "shifts":
                yield self._shifts(np.array(best.values))
            elif kind == "days":
                yield from (self._days(pairs[place]) for place in random.permutation(len(pairs)).tolist())
            else:
                for people in self._small if kind == "few" else self._large:
                    yield self._people(random.permutation(people)[:_MOST_PEOPLE])

    def improve(self, best: Incumbent, number: int) -> None:
        """Solve part after part until the search is over or even long looks bring nothing.

        The kind of part that lately brought most a second goes next. Several threads may improve one roster, each
        with a `number` of its own: what two of them find is added up where the sum keeps every row.
        """
        random = np.random.default_rng([self._seed, number])
        kinds = [
            "breaks",
            "last",
            *(["few"] if self._small else []),
            "shifts",
            "days",
            *(["many"] if self._large else []),
        ]
        parts = {kind: self._parts_of(kind, best, random) for kind in kinds}
        worth = dict.fromkeys(kinds, np.inf)
        seconds = _FIRST_SECONDS
        while not best.is_over and seconds <= _MOST_SECONDS:
            kind = max(kinds, key=lambda name: worth[name])
            began = best.elapsed_seconds
            gained = self._solve(next(parts[kind]), best, min(seconds, best.remaining_seconds))
            rate = gained / max(best.elapsed_seconds - began, 0.1)
            worth[kind] = rate if np.isinf(worth[kind]) else _MEMORY * worth[kind] + (1 - _MEMORY) * rate
            if max(worth.values()) < _WORTHWHILE * abs(best.cost or 0):
                seconds *= 1.5
                worth = dict.fromkeys(kinds, np.inf)

    def _solve(self, free: NDArray[np.bool_], best: Incumbent, seconds: float) -> float:
        """Solve the program with all but the free variables held; returns by how much that lowered the cost."""
        before = best.values
        assert before is not None
        now = np.array(before)
        part = cut(self._program, np.flatnonzero(free), now)
        answer = solve(
            Job(
                part.program,
                self._structure.integer[part.columns],
                Solver.SCIP,
                hint=now[part.columns],
                seed=self._seed,
            ),
            Limits(seconds, gap=_GAP, absolute_gap=None),
        )
        if answer.values is None:
            return 0.0
        return best.offer_change(self._program, now, part.placed(now, answer.values), "improve")
