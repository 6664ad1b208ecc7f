"""Copies of a roster that are annealed at the same time, in threads: compiled code does without Python's lock."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np

from scheduler.config import Solving
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.parameters import WeekParameters
from scheduler.solve.week.annealing import MOVES_A_TURN, Annealer, Tables
from scheduler.solve.week.construction import CurrentRoster

_POLL_SECONDS = 0.2


class Copies:
    """Anneals copies of a roster.

    Parameters
    ----------
    tables, current
        Of what is annealed, and the roster.
    best
        Says when to stop.
    options
        Says whether work is counted.
    parameters
        Of the search for a week.
    random
        Seeds the copies.
    """

    def __init__(
        self,
        tables: Tables,
        current: CurrentRoster,
        best: Incumbent,
        options: Solving,
        parameters: WeekParameters,
        random: np.random.Generator,
    ) -> None:
        self._tables = tables
        self._current = current
        self._best = best
        self._options = options
        self._week = parameters
        self._random = random

    def seconds(self, moves: int) -> float:
        """How long an annealing takes that makes so many moves for each person and week."""
        return moves * len(self._tables.people.free) / self._week.moves_a_second

    def anneal(self, heat: float, seconds: float, copies: int, listen: Callable[[], None]) -> list[Annealer]:
        """Anneal so many copies, at least one; returns where each has ended.

        Parameters
        ----------
        heat
            Temperature at the beginning, as a share of what an effect of one head typically costs.
        seconds
            How long, nominal where work is counted.
        copies
            How many.
        listen
            Called now and then.
        """
        current, best, week = self._current, self._best, self._week
        typical = self._tables.typical_cost(current.activity())
        annealers = [Annealer(self._tables, int(self._random.integers(1 << 62))) for _ in range(max(1, copies))]
        counts = current.counts()
        for annealer in annealers:
            annealer.take(current.pattern, counts, current.activity())
        best.spend(seconds)
        temperatures = heat * typical, week.cold * typical, week.calm * typical
        with ThreadPoolExecutor(len(annealers)) as pool:
            runs = [pool.submit(each.run, *temperatures, self._progress(seconds)) for each in annealers]
            while wait(runs, timeout=_POLL_SECONDS).not_done:
                listen()
            for each in runs:
                each.result()
        return annealers

    def _progress(self, seconds: float) -> Callable[[], float]:
        """Says what share of the time is over; it begins with the first question."""
        began, turns = np.inf, 0

        def share() -> float:
            nonlocal began, turns
            began = min(began, time.monotonic())
            if self._best.is_over:
                return 1.0
            turns += 1
            is_by_work = self._options.deterministic
            done = turns * MOVES_A_TURN / self._week.moves_a_second if is_by_work else time.monotonic() - began
            return done / seconds if seconds else 1.0

        return share
