"""The cheapest values of one person's slack variables for each of many weeks; no solver is asked.

`slacks.py` does the same for everybody at once, for a single week each, by linear programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class UnlistableError(Exception):
    """Some person's weeks cannot be listed: too many, or rules of a form that needs a solver."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of one person: choices and slack variables apart."""

    on_choices: NDArray[np.float64]
    on_slacks: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


class _Side(NamedTuple):
    """One side of a row: what the choices of each week give it, the factors of the slack variables, and its need."""

    on_choices: NDArray[np.float64]
    factors: NDArray[np.float64]
    need: float


@dataclass(frozen=True, slots=True, eq=False)
class Slacks:
    """The slack variables of one person, such as the excess over a limit, and the rows that they stand in.

    Attributes
    ----------
    variables
        Of the program.
    cost, lower, upper
        Price and bounds of each.
    """

    variables: NDArray[np.int64]
    cost: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    rows: Rows
    day_of: NDArray[np.int64]

    def least(self, picks: NDArray[np.int8] | NDArray[np.int64]) -> NDArray[np.float64]:
        """The cheapest values for each of these weeks, shape (n_weeks, n_slacks); NaN where none will do.

        Costs only grow, so the least values that satisfy the rows are the cheapest: a row that pushes one slack
        variable up leaves no choice, and among the several of a row the cheapest go first, as none is pushed twice.
        """
        if np.any(self.cost < 0):
            raise UnlistableError("a slack variable earns points")
        activity = np.zeros((len(picks), len(self.rows.lower)))
        for day in range(picks.shape[1]):
            columns = np.flatnonzero(self.day_of == day)
            activity += np.vstack([np.zeros(len(self.rows.lower)), self.rows.on_choices[:, columns].T])[picks[:, day]]
        sides = [
            _Side(sign * activity[:, row], sign * self.rows.on_slacks[row], limit)
            for row in range(len(self.rows.lower))
            for sign, limit in ((1.0, self.rows.lower[row]), (-1.0, -self.rows.upper[row]))
            if np.isfinite(limit)
        ]
        forced = [side for side in sides if np.count_nonzero(side.factors > 0) == 1]
        shared = [side for side in sides if np.count_nonzero(side.factors > 0) > 1]
        _require_simple(sides, shared)
        values = np.tile(self.lower, (len(picks), 1))

        def missing_in(side: _Side) -> NDArray[np.float64]:
            """What each week's choices and slack variables lack of what the side needs; most rows have few of them."""
            some = np.flatnonzero(side.factors)
            return np.asarray(side.need - side.on_choices - values[:, some] @ side.factors[some])

        for _ in range(len(self.cost) + 2):
            is_settled = True
            for side in forced:
                raised = int(np.argmax(side.factors))
                step = np.ceil(np.maximum(missing_in(side), 0.0) / side.factors[raised] - 1e-9)
                if step.any():
                    values[:, raised] += step
                    is_settled = False
            if is_settled:
                break
        else:
            raise UnlistableError("slack variables push each other up without end")
        for side in shared:
            missing = np.maximum(missing_in(side), 0.0)
            for raised in sorted(np.flatnonzero(side.factors > 0).tolist(), key=lambda slack: self.cost[slack]):
                step = np.minimum(np.ceil(missing - 1e-9), self.upper[raised] - values[:, raised])
                values[:, raised] += step
                missing = np.maximum(missing - step, 0.0)
        possible = (values <= self.upper + 1e-6).all(axis=1)
        for side in sides:
            possible &= missing_in(side) <= 1e-6
        values[~possible] = np.nan
        return values


def _require_simple(sides: list[_Side], shared: list[_Side]) -> None:
    """Refuse rows for which going by price could be wrong: a choice of slack variables that also matter elsewhere."""
    in_shared = sum((np.asarray(side.factors > 0, dtype=int) for side in shared), start=np.zeros(1, dtype=int))
    for factors in [side.factors for side in shared]:
        if np.any((factors != 0) & (factors != 1)) or np.any(in_shared[factors > 0] > 1):
            raise UnlistableError("a row can be met by either of two slack variables")
    for factors in [side.factors for side in sides]:
        if np.any(factors[np.broadcast_to(in_shared, factors.shape) > 0] < 0):
            raise UnlistableError("raising a slack variable for one row costs another row")
