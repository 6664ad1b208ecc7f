"""Reads gauges, pools and their prices off a twin."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from scheduler.solve.anneal.layout import NONE, Numbers, Prices, Reals, flat
from scheduler.solve.head_costs import CannotPriceError, PricedRows
from scheduler.solve.structure import Structure


class Way(NamedTuple):
    """A way out of a pool: the variable that carries it, the gauge that it leads to, and what a unit changes there."""

    variable: int
    line: int
    factor: float


class Lines:
    """The gauges and pools of a structure, and the effects that are asked for.

    Parameters
    ----------
    structure, rows
        The twin, and what its rows mean and cost.

    Raises
    ------
    CannotPriceError
        Capacity is divided in another way than in one unit between places.
    """

    def __init__(self, structure: Structure, rows: PricedRows) -> None:
        self._twin = twin = structure.twin
        self._rows = rows
        # The rest of a row without its own help variables says what its activity is.
        shared: csr_matrix = csr_matrix(twin.matrix[:, ~rows.is_private])
        number: dict[tuple[bool, bytes, bytes], int] = {}
        self._line_of = np.full(len(twin.row_lower), NONE, dtype=np.int64)
        first_row: list[int] = []
        self._hinges: list[list[tuple[float, float, float]]] = []
        for row in np.flatnonzero(rows.is_priced | rows.divides).tolist():
            span = slice(shared.indptr[row], shared.indptr[row + 1])
            key = bool(rows.divides[row]), shared.indices[span].tobytes(), shared.data[span].tobytes()
            line = number.setdefault(key, len(number))
            if line == len(first_row):
                first_row.append(row)
                self._hinges.append([])
            if rows.is_priced[row]:
                self._hinges[line] += rows.hinges_of(row)
            self._line_of[row] = line
        self.first_row = np.array(first_row, dtype=np.int64)
        """For each line a row of the twin with its activity."""
        pools = [line for line, row in enumerate(first_row) if rows.divides[row]]
        self._pool_of = np.full(len(first_row), NONE, dtype=np.int64)
        self._pool_of[pools] = np.arange(len(pools))
        self._per_unit: list[float] = []
        self.ways = [self._ways_of(first_row[line]) for line in pools]
        """The ways out of each pool."""
        self._effects: dict[tuple[int, float], int] = {}

    def _ways_of(self, row: int) -> list[Way]:
        """The ways out of the pool that a row divides."""
        twin = self._twin
        span = slice(twin.matrix.indptr[row], twin.matrix.indptr[row + 1])
        ways = []
        factors = set()
        for variable, factor in zip(twin.matrix.indices[span].tolist(), twin.matrix.data[span].tolist(), strict=True):
            if self._rows.is_carrier[variable]:
                factors.add(float(factor))
                reached = {int(self._line_of[r]): f for r, f in self._rows.entries_of(variable).items() if r != row}
                if len(reached) != 1:
                    raise CannotPriceError("divided capacity goes to several places at once, or nowhere")
                ways += [Way(variable, line, change) for line, change in reached.items()]
        if len(factors) != 1:
            raise CannotPriceError("capacity is divided in different units")
        self._per_unit.append(factors.pop())
        return ways

    def effect(self, row: int, change: float) -> int:
        """The number of the effect that a row of the twin changes by so much."""
        line = int(self._line_of[row])
        pool = int(self._pool_of[line])
        by = change if pool < 0 else -change / self._per_unit[pool]
        return self._effects.setdefault((line, by), len(self._effects))

    def prices(self) -> Prices:
        """The tables, with the effects that were asked for so far."""
        effect_line = np.array([line for line, _ in self._effects], dtype=np.int64)
        way_first, way_line = flat([[way.line for way in ways] for ways in self.ways])
        hinge_first, _ = flat([[0] * len(each) for each in self._hinges])
        hinges = np.array([hinge for each in self._hinges for hinge in each], dtype=np.float64).reshape(-1, 3)
        dependents: list[set[int]] = [set() for _ in self.first_row]
        for effect, line in enumerate(effect_line.tolist()):
            dependents[line].add(effect)
            pool = int(self._pool_of[line])
            for way in self.ways[pool] if pool >= 0 else ():
                dependents[way.line].add(effect)
        dependent_first, dependent = flat([sorted(each) for each in dependents])
        return Prices(
            hinge_first=hinge_first,
            hinge_sign=hinges[:, 0].copy(),
            hinge_begin=hinges[:, 1].copy(),
            hinge_steeper=hinges[:, 2].copy(),
            pool_of=self._pool_of,
            way_first=way_first,
            way_line=way_line,
            way_factor=np.array([way.factor for ways in self.ways for way in ways], dtype=np.float64),
            effect_line=effect_line,
            effect_change=np.array([change for _, change in self._effects], dtype=np.float64),
            dependent_first=dependent_first,
            dependent=dependent,
        )

    def typical_cost(self, of_rows: Reals) -> float:
        """What an effect typically costs where it costs anything, in points, as the twin's rows stand."""
        gauges = [(line, change) for line, change in self._effects if self._pool_of[line] < 0]
        rows: Numbers = self.first_row[[line for line, _ in gauges]]
        change = np.array([change for _, change in gauges])
        now = self._rows.cost_of(rows, of_rows[rows])
        steps = np.abs([self._rows.cost_of(rows, of_rows[rows] + by) - now for by in (change, -change)])
        return float(np.median(steps[steps > 0.0])) if np.any(steps > 0.0) else 1.0
