"""Reads balances, sources and their prices off a program."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from scheduler.solve.linear.structure import Structure
from scheduler.solve.week.annealing.layout import NONE, Numbers, Prices, Reals, flat
from scheduler.solve.week.marginal_costs import FORBIDDEN, Hinge, PricedRows, UnpriceableError


class Arc(NamedTuple):
    """An arc out of a source: the variable that carries it, the balance that it leads to, and what a unit changes
    there."""

    variable: int
    node: int
    factor: float


class Network:
    """The balances and sources of a structure, and the effects that are asked for.

    Parameters
    ----------
    structure, rows
        The program, and what its rows mean and cost.

    Raises
    ------
    UnpriceableError
        Capacity is divided in another way than in one unit between places.
    """

    def __init__(self, structure: Structure, rows: PricedRows) -> None:
        self._program = program = structure.program
        self._rows = rows
        # The rest of a row without its own slack variables says what its activity is.
        shared: csr_matrix = csr_matrix(program.matrix[:, ~rows.is_private])
        number: dict[tuple[bool, bytes, bytes], int] = {}
        self._node_of = np.full(program.n_rows, NONE, dtype=np.int64)
        first_row: list[int] = []
        self._hinges: list[list[Hinge]] = []
        for row in np.flatnonzero(rows.is_priced | rows.divides).tolist():
            span = slice(shared.indptr[row], shared.indptr[row + 1])
            key = bool(rows.divides[row]), shared.indices[span].tobytes(), shared.data[span].tobytes()
            node = number.setdefault(key, len(number))
            if node == len(first_row):
                first_row.append(row)
                self._hinges.append([])
            if rows.is_priced[row]:
                self._hinges[node] += rows.hinges_of(row)
            self._node_of[row] = node
        self.first_row = np.array(first_row, dtype=np.int64)
        """For each node a row of the program with its activity."""
        sources = [node for node, row in enumerate(first_row) if rows.divides[row]]
        self._source_of = np.full(len(first_row), NONE, dtype=np.int64)
        self._source_of[sources] = np.arange(len(sources))
        self._per_unit: list[float] = []
        self.arcs = [self._arcs_of(first_row[node]) for node in sources]
        """The arcs out of each source."""
        self._effects: dict[tuple[int, float], int] = {}

    def _arcs_of(self, row: int) -> list[Arc]:
        """The arcs out of the source that a row divides."""
        program = self._program
        span = slice(program.matrix.indptr[row], program.matrix.indptr[row + 1])
        arcs = []
        factors = set()
        for variable, factor in zip(
            program.matrix.indices[span].tolist(), program.matrix.data[span].tolist(), strict=True
        ):
            if self._rows.is_carrier[variable]:
                factors.add(float(factor))
                reached = {int(self._node_of[r]): f for r, f in self._rows.entries_of(variable).items() if r != row}
                if len(reached) != 1:
                    raise UnpriceableError("divided capacity goes to several places at once, or nowhere")
                arcs += [Arc(variable, node, change) for node, change in reached.items()]
        if len(factors) != 1:
            raise UnpriceableError("capacity is divided in different units")
        self._per_unit.append(factors.pop())
        return arcs

    def effect(self, row: int, change: float) -> int:
        """The number of the effect that a row of the program changes by so much."""
        node = int(self._node_of[row])
        source = int(self._source_of[node])
        by = change if source < 0 else -change / self._per_unit[source]
        return self._effects.setdefault((node, by), len(self._effects))

    def prices(self) -> Prices:
        """The tables, with the effects that were asked for so far."""
        effect_node = np.array([node for node, _ in self._effects], dtype=np.int64)
        arc_first, arc_node = flat([[arc.node for arc in arcs] for arcs in self.arcs])
        hinge_first, _ = flat([[0] * len(each) for each in self._hinges])
        hinges = [hinge for each in self._hinges for hinge in each]
        dependents: list[set[int]] = [set() for _ in self.first_row]
        for effect, node in enumerate(effect_node.tolist()):
            dependents[node].add(effect)
            source = int(self._source_of[node])
            for arc in self.arcs[source] if source >= 0 else ():
                dependents[arc.node].add(effect)
        dependent_first, dependent = flat([sorted(each) for each in dependents])
        return Prices(
            hinge_first=hinge_first,
            hinge_sign=np.array([hinge.sign for hinge in hinges], dtype=np.float64),
            hinge_begin=np.array([hinge.begin for hinge in hinges], dtype=np.float64),
            hinge_steeper=np.array([hinge.steeper for hinge in hinges], dtype=np.float64),
            source_of=self._source_of,
            arc_first=arc_first,
            arc_node=arc_node,
            arc_factor=np.array([arc.factor for arcs in self.arcs for arc in arcs], dtype=np.float64),
            effect_node=effect_node,
            effect_change=np.array([change for _, change in self._effects], dtype=np.float64),
            dependent_first=dependent_first,
            dependent=dependent,
        )

    def typical_cost(self, of_rows: Reals) -> float:
        """What an effect typically costs where it costs anything, in points, as the program's rows stand."""
        balances = [(node, change) for node, change in self._effects if self._source_of[node] < 0]
        rows: Numbers = self.first_row[[node for node, _ in balances]]
        change = np.array([change for _, change in balances])
        now = self._rows.cost_of(rows, of_rows[rows])
        steps = np.abs([self._rows.cost_of(rows, of_rows[rows] + by) - now for by in (change, -change)])
        priced = steps[(steps > 0.0) & (steps < FORBIDDEN)]
        return float(np.median(priced)) if len(priced) else 1.0
