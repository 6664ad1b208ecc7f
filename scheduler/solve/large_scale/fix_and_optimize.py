"""Improves the roster of a crowd window by window: a few days or people, cut out of the model, the rest held.

What is cut out has only the columns that are open and the rows that they touch, so that its size depends on the window
alone. Windows are independent pieces of work: several are solved at the same time against one roster, on the cores or
on a cluster, and what they gain is added up where every row still holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.dispatch import Workers, solve_all
from scheduler.solve.linear.mip import Job, Limits, Solver
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import cut
from scheduler.variables import Build

_PEOPLE = 48
_DAYS = 2
# Choices that are open in a window of all people; a larger crowd has windows of some of its people.
_MOST_CHOICES = 6000
_GAP = 1.5e-4
_FIRST_SECONDS = 8.0
_MOST_SECONDS = 60.0
# Where three rounds gain less than this share of the cost, look longer.
_WORTHWHILE = 1e-4
_PIECES_A_ROUND = 8


class FixAndOptimize:
    """Windows of one model.

    Parameters
    ----------
    built, structure
        The model, and its linear program with what is known of it.
    workers
        Who solves the windows.
    seed
        Of every random choice.
    """

    def __init__(self, built: Build, structure: Structure, workers: Workers, seed: int) -> None:
        self._structure = structure
        self._program = structure.program
        self._owner = structure.ownership.owner_of_variable
        self._day = structure.ownership.day_of_choice
        self._is_choice = structure.ownership.is_choice
        self._n_people = structure.n_people
        self._n_days = structure.n_days
        self._random = np.random.default_rng(seed)
        self._workers = workers
        keys = [(person.team, person.queues) for person in built.problem.employees]
        # People who can stand in for each other stand beside each other.
        self._order = np.array(sorted(range(len(keys)), key=lambda place: keys[place]))
        # First and last day of the counts of a component.
        first, last = structure.days_spanned
        self._components = [
            (int(first[component.variables].min()), int(last[component.variables].max()), component.variables)
            for component in structure.linking.components
        ]

    def improve(self, best: Incumbent) -> None:
        """Solve round after round of windows until the search is over."""
        seconds = _FIRST_SECONDS
        kinds = self._kinds()
        while not best.is_over:
            before = best.cost
            assert before is not None
            for _ in range(3):
                if not best.is_over:
                    self._round([next(kinds) for _ in range(_PIECES_A_ROUND)], best, seconds)
            assert best.cost is not None
            if before - best.cost < _WORTHWHILE * abs(before):
                seconds = min(1.5 * seconds, _MOST_SECONDS)

    def _kinds(self) -> Iterator[NDArray[np.bool_]]:
        """Open choices of window after window: people of one kind on all days, and everybody on neighbouring days."""
        while True:
            groups = np.array_split(
                np.roll(self._order, int(self._random.integers(self._n_people))),
                max(1, round(self._n_people / _PEOPLE)),
            )
            by_people = [self._is_choice & np.isin(self._owner, group) for group in groups]
            by_days = [
                self._is_choice & (self._day >= first) & (self._day < first + _DAYS)
                for first in range(max(1, self._n_days - _DAYS + 1))
            ]
            by_days = [few for days in by_days for few in self._few_enough(days)]
            turns = [iter(by_people[n] for n in self._random.permutation(len(by_people)).tolist())]
            turns.append(iter(by_days[n] for n in self._random.permutation(len(by_days)).tolist()))
            for one, other in zip(*turns, strict=False):
                yield one
                yield other

    def _few_enough(self, choices: NDArray[np.bool_]) -> Iterator[NDArray[np.bool_]]:
        """These choices, in as many shares of people as it takes."""
        shares = -(-int(choices.sum()) // _MOST_CHOICES)
        for people in np.array_split(self._random.permutation(self._n_people), shares):
            yield choices if shares == 1 else choices & np.isin(self._owner, people)

    def _round(self, windows: list[NDArray[np.bool_]], best: Incumbent, seconds: float) -> None:
        """Solve windows against the roster as it is, and add up what they gain."""
        now = np.array(best.values)
        parts = [cut(self._program, np.flatnonzero(self._open(choices)), now) for choices in windows]
        jobs = [
            Job(part.program, self._structure.integer[part.columns], Solver.SCIP, hint=now[part.columns])
            for part in parts
        ]
        limits = Limits(min(seconds, best.remaining_seconds), gap=_GAP, absolute_gap=None)

        def take(number: int, values: NDArray[np.float64]) -> None:
            best.offer_change(self._program, now, parts[number].placed(now, values), "improve")

        with best.watched() as stop:
            solve_all(jobs, limits, self._workers, stop=stop, on_values=take)

    def _open(self, choices: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The window around some choices: their people's slack variables and the counts and meal breaks they touch."""
        people = np.zeros(self._n_people, dtype=bool)
        people[self._owner[choices]] = True
        is_open: NDArray[np.bool_] = choices | (~self._is_choice & (self._owner != SHARED) & people[self._owner])
        days = self._day[choices]
        first, last = int(days.min()), int(days.max())
        for begins, ends, variables in self._components:
            if begins <= last and ends >= first:
                is_open[variables] = True
        is_open &= ~self._structure.is_meal
        for count in self._structure.heads:
            if len(count.meals) and choices[count.choices].any():
                is_open[count.meals] = True
        return is_open
