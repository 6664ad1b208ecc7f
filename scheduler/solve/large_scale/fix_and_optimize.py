"""Improves the roster of a crowd window by window: a few days or people, cut out of the model, the rest held.

What is cut out has only the columns that are open and the rows that they touch, so that its size depends on the window
alone. Windows are independent pieces of work: several are solved at the same time against one roster, on the cores or
on a cluster, and what they gain is added up where every row still holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.parallel import Cluster, Outcome, run_pieces
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.linking import Linking, Piece, read_values, solve_piece
from scheduler.solve.linear.mip import Job, Limits, Solver
from scheduler.solve.linear.ownership import SHARED, Ownership
from scheduler.solve.linear.program import LinearProgram
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


class Windows:
    """Windows of one model.

    Parameters
    ----------
    built, program, ownership, linking
        The model, its linear program, who owns what in it, and where people meet.
    options
        The seed of every random choice, and how many cores may be kept busy.
    cluster
        A Dask cluster; None: this machine's cores.
    """

    def __init__(
        self,
        built: Build,
        program: LinearProgram,
        ownership: Ownership,
        linking: Linking,
        options: Solving,
        cluster: Cluster | None,
    ) -> None:
        self._program = program
        self._columns = program.matrix.tocsc()
        self._owner = ownership.owner_of_variable
        self._day = ownership.day_of_choice
        self._is_choice = ownership.day_of_choice >= 0
        self._n_people = len(built.problem.employees)
        self._n_days = built.problem.horizon.days
        self.meals = meal_counts(built, len(program.names))
        self._integer = self._is_choice | self.meals
        self._random = np.random.default_rng(options.seed)
        self._workers = options.workers
        self._cluster = cluster
        keys = [(person.team, person.queues) for person in built.problem.employees]
        # People who can stand in for each other stand beside each other.
        self._order = np.array(sorted(range(len(keys)), key=lambda place: keys[place]))
        # First and last day on which people meet in the counts of a part, and which meal breaks follow which choices.
        self._parts = []
        for part in linking.parts:
            days = self._day[np.unique(linking.people[part.linking_rows].indices)]
            if len(days):
                self._parts.append((int(days.min()), int(days.max()), part.variables))
        self._meals_of: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
        for day, code, group, _, _ in built.heads.items():
            choices = np.array([var.index for var in built.heads.choices[day, code, group]], dtype=np.int64)
            meals = np.array([var.index for var in built.meals.starting(day, code, group).values()], dtype=np.int64)
            self._meals_of.append((choices, meals))

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
        activity = self._program.matrix @ now
        opened = [np.flatnonzero(self._open(choices)) for choices in windows]
        pieces = [self._cut(columns, now, activity, min(seconds, best.remaining_seconds)) for columns in opened]

        def take(outcome: Outcome[NDArray[np.float64] | None]) -> None:
            if outcome.result is None:
                return
            columns = opened[outcome.number]
            change = np.round(outcome.result).astype(np.int64) - now[columns]
            if float(self._program.cost[columns] @ change) > -0.5:
                return
            since = np.array(best.values)
            since[columns] += change
            if not best.offer_solution(self._program, since, "improve"):
                alone = now.copy()
                alone[columns] += change
                best.offer_solution(self._program, alone, "improve")

        with best.watched() as stop:
            run_pieces(
                solve_piece,
                pieces,
                cluster=self._cluster,
                read=read_values(pieces),
                workers=self._workers,
                stop=stop,
                on_outcome=take,
            )

    def _open(self, choices: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The window around some choices: their people's slack variables and the counts and meal breaks they touch."""
        people = np.zeros(self._n_people, dtype=bool)
        people[self._owner[choices]] = True
        is_open: NDArray[np.bool_] = choices | (~self._is_choice & (self._owner != SHARED) & people[self._owner])
        days = self._day[choices]
        first, last = int(days.min()), int(days.max())
        for begins, ends, variables in self._parts:
            if begins <= last and ends >= first:
                is_open[variables] = True
        is_open &= ~self.meals
        for mine, meals in self._meals_of:
            if len(meals) and choices[mine].any():
                is_open[meals] = True
        return is_open

    def _cut(
        self, columns: NDArray[np.int64], now: NDArray[np.int64], activity: NDArray[np.float64], seconds: float
    ) -> Piece:
        """The open columns with the rows that they touch, what is held counted in."""
        sub = self._columns[:, columns]
        rows = np.unique(sub.indices)
        sub = sub[rows].tocsr()
        held = activity[rows] - sub @ now[columns]
        program = self._program
        part = LinearProgram(
            [""] * len(columns),
            program.lower[columns],
            program.upper[columns],
            program.cost[columns],
            0.0,
            sub,
            program.row_lower[rows] - held,
            program.row_upper[rows] - held,
        )
        job = Job(part, self._integer[columns], Solver.SCIP, hint=now[columns])
        return Piece(job, Limits(seconds, gap=_GAP, absolute_gap=None))


def meal_counts(built: Build, n_variables: int) -> NDArray[np.bool_]:
    """Which variables count meal breaks."""
    found = np.zeros(n_variables, dtype=bool)
    for day, code, group, _, _ in built.heads.items():
        found[[var.index for var in built.meals.starting(day, code, group).values()]] = True
    return found
