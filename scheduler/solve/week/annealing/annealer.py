"""Simulated annealing of everybody's weeks and of the counts.

References
----------
S. Kirkpatrick, C. D. Gelatt, M. P. Vecchi, "Optimization by simulated annealing", Science 220, 1983.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.week.annealing import moves
from scheduler.solve.week.annealing.counts import Counts
from scheduler.solve.week.annealing.layout import Numbers, Reals
from scheduler.solve.week.annealing.tables import Tables

# The way is timed, and hot moves take longer, for more of them are made: more than 1 gives them the time.
_SLOWER_WHILE_HOT = 1.5


class Annealer:
    """A roster that is annealed.

    Parameters
    ----------
    tables
        Of the structure; several annealers may share them.
    seed
        Of every random choice.
    """

    def __init__(self, tables: Tables, seed: int) -> None:
        self._tables = tables
        self._random = np.random.default_rng(seed)
        self._counts: Counts
        self._pattern: Numbers
        self._picks: Numbers

    def take(self, pattern: NDArray[np.int64], counts: Reals, activity: Reals) -> None:
        """Begin with this roster."""
        tables = self._tables
        prices = tables.prices
        n_nodes, n_effects, n_days = len(prices.source_of), len(prices.effect_node), tables.people.picks.shape[1]
        n_rows, n_rows_a_pick = len(tables.people.row_table), int(np.diff(tables.people.row_first).max(initial=0))
        self._pattern = tables.places_of(pattern)
        self._picks = tables.people.picks[self._pattern].astype(np.int64)
        self._counts = Counts(
            activity=tables.activity(activity),
            cost=np.zeros(n_nodes),
            flow=tables.flows(counts),
            people=tables.people_on(counts),
            cost_of=np.zeros(2 * n_effects),
            seen=np.zeros(n_effects + 1, dtype=np.int64),
            change=np.zeros(n_nodes),
            is_touched=np.zeros(n_nodes, dtype=bool),
            nodes=np.zeros(2 * n_nodes, dtype=np.int64),
            arc=np.zeros(n_nodes, dtype=np.int64),
            amount=np.zeros(n_nodes),
            # A swap of everything moves two people on each day.
            before=np.zeros(2 * n_days, dtype=np.int64),
            after=np.zeros(2 * n_days, dtype=np.int64),
            size=np.zeros(4, dtype=np.int64),
            week=np.zeros(n_days, dtype=np.int64),
            other_week=np.zeros(n_days, dtype=np.int64),
            leaves=np.zeros(n_days, dtype=np.int64),
            takes=np.zeros(n_days, dtype=np.int64),
            row_activity=tables.rows_at(self._picks),
            row_change=np.zeros(n_rows, dtype=np.int64),
            # A change of a week takes away one pick a day and brings another.
            rows=np.zeros(2 * n_days * n_rows_a_pick, dtype=np.int64),
        )
        moves.begin(prices, self._counts)

    def run(self, hot: float, cold: float, calm: float, progress: Callable[[], float]) -> None:
        """Anneal.

        Parameters
        ----------
        hot, cold
            Temperature at the beginning and at the end, in points: what a move may cost on average.
        calm
            Meals and divided capacity are never hotter than this: they are to follow people at once.
        progress
            What share of the way is done; asked after each turn, until it is 1. A clock starts with the first question:
            the first turn may have to be compiled.
        """
        tables = self._tables
        share = 0.0
        while share < 1.0:
            temperature = hot * (cold / hot) ** share**_SLOWER_WHILE_HOT
            moves.turn(
                temperature,
                min(temperature, calm),
                self._random,
                tables.prices,
                tables.options,
                tables.people,
                self._counts,
                self._pattern,
                self._picks,
            )
            share = progress()

    def pattern(self) -> Numbers:
        """Number of everybody's week."""
        return self._tables.numbers_of(self._pattern)

    def counts(self) -> Reals:
        """The counts among the values of all variables; the others are left at 0."""
        return self._tables.counts_of(self._counts.people, self._counts.flow)
