"""What one person more or less on a shift costs, as the counts stand, and the moves that change them.

The cost of moving a head from one shift and meal to another is a sum over few rows, so all moves within a group and a
day are evaluated at once, as one matrix product.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.parameters import DEFAULTS, CountParameters
from scheduler.solve.week.marginal_costs.priced_rows import FREE, Carriers, GroupDay, PricedRows

_TOO_DEAR = 1e12


class MarginalCosts:
    """Prices of head counts, and the state of the counts that they follow from.

    Parameters
    ----------
    rows
        What the rows of the counts mean and cost.
    parameters
        What tunes the moves of counts.
    """

    def __init__(self, rows: PricedRows, parameters: CountParameters = DEFAULTS.week.counts) -> None:
        self.rows = rows
        self._parameters = parameters
        self.group_days = self.rows.group_days

    def start(self, values: NDArray[np.float64]) -> None:
        """Take over the counts of these values of all variables; they may be nobody's at all."""
        self.values = np.where(self.rows.is_private, 0.0, values)
        self.activity: NDArray[np.float64] = self.rows.program.matrix @ self.values
        """Of each row, without its own slack variables."""
        self._tables: dict[int, NDArray[np.float64]] = {}
        self._divide_the_rest()

    def _divide_the_rest(self) -> None:
        """Divide capacity that no head brings, such as that of shifts begun on the day before the horizon."""
        missing = np.where(self.rows.divides, self.rows.program.row_lower - self.activity, 0.0)
        rows = np.flatnonzero(np.abs(missing) > 0.5)
        matrix = self.rows.program.matrix
        for row in rows.tolist():
            span = slice(matrix.indptr[row], matrix.indptr[row + 1])
            first = int(np.argmax(self.rows.is_carrier[matrix.indices[span]]))
            self.values[matrix.indices[span][first]] += missing[row] / matrix.data[span][first]
        if len(rows):
            self.activity = matrix @ self.values
            for place, group_day in enumerate(self.group_days):
                if np.isin(group_day.rows, rows).any():
                    self.reoptimize_flows(place)

    def table(self, place: int) -> NDArray[np.float64]:
        """What it costs to move one person of a group and day from one shift to another, meals chosen best.

        Returns
        -------
        NDArray
            Shape (n_shifts + 1, n_shifts + 1): points for [from, to]; FREE stands for the day off. The table is the
            same until a move changes a row that it depends on.
        """
        known = self._tables.get(place)
        if known is None:
            group_day = self.group_days[place]
            first = np.flatnonzero(np.diff(group_day.shift_of, prepend=-1))
            moves = self._moves(group_day)
            known = np.minimum.reduceat(np.minimum.reduceat(moves, first, axis=0), first, axis=1)
            np.fill_diagonal(known, 0.0)
            self._tables[place] = known
        return known

    def _moves(self, group_day: GroupDay) -> NDArray[np.float64]:
        """What it costs to move one person from one option to another, shape (n_options, n_options)."""
        up, down = self._steps(group_day)
        covers = group_day.covers
        moves: NDArray[np.float64] = (
            (covers @ down)[:, None] + (covers @ up)[None, :] - (covers * (up + down)) @ covers.T
        )
        moves[~self._is_taken(group_day)] = _TOO_DEAR
        return moves

    def _is_taken(self, group_day: GroupDay) -> NDArray[np.bool_]:
        """Which options somebody has now; the day off always."""
        heads = np.concatenate(([1.0], self.values[group_day.heads]))[group_day.shift_of]
        meals = np.where(group_day.meal >= 0, self.values[group_day.meal], 1.0)
        taken: NDArray[np.bool_] = (heads > 0.5) & (meals > 0.5)
        return taken

    def _steps(self, group_day: GroupDay) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What one head more, and one head less, costs in each row of a group and day."""
        activity = self.activity[group_day.rows]
        now = self.rows.cost_of(group_day.rows, activity)
        up = self.rows.cost_of(group_day.rows, activity + group_day.change) - now
        down = self.rows.cost_of(group_day.rows, activity - group_day.change) - now
        carriers = group_day.carriers
        if len(carriers.place):
            more, less = self._ways(carriers)
            up[carriers.place] = more.min(axis=1)
            down[carriers.place] = less.min(axis=1)
        return up, down

    def _ways(self, carriers: Carriers) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What one head more, and one head less, costs by each carrier, shape (n_dividing, n_carriers) each."""
        activity = self.activity[carriers.rows]
        now = self.rows.cost_of(carriers.rows, activity)
        more = (self.rows.cost_of(carriers.rows, activity + carriers.change) - now).sum(axis=2)
        less = (self.rows.cost_of(carriers.rows, activity - carriers.change) - now).sum(axis=2)
        value = self.values[carriers.variable]
        none = carriers.variable < 0
        more[none | (value + carriers.step < -0.5)] = _TOO_DEAR
        less[none | (value - carriers.step < -0.5)] = _TOO_DEAR
        return more, less

    def move(self, place: int, before: int, after: int) -> None:
        """Move one person of a group and day from one shift to another, as `table` prices it."""
        group_day = self.group_days[place]
        sources = np.flatnonzero(group_day.shift_of == before)
        targets = np.flatnonzero(group_day.shift_of == after)
        moves = self._moves(group_day)[np.ix_(sources, targets)]
        source, target = np.unravel_index(int(np.argmin(moves)), moves.shape)
        self._take(place, int(sources[source]), int(targets[target]))
        self.reoptimize_flows(place)

    def reoptimize_meals(self, place: int) -> float:
        """Move meals of a group and day while that lowers the cost; returns by how much it did."""
        group_day = self.group_days[place]
        same = group_day.shift_of[:, None] == group_day.shift_of[None, :]
        gained = 0.0
        while True:
            moves = np.where(same, self._moves(group_day), np.inf)
            np.fill_diagonal(moves, 0.0)
            source, target = np.unravel_index(int(np.argmin(moves)), moves.shape)
            if moves[source, target] > -0.5:
                return gained
            gained -= float(moves[source, target])
            self._take(place, int(source), int(target))

    def reoptimize_flows(self, place: int) -> float:
        """Divide the capacity of a group and day anew while that lowers the cost; returns by how much it did.

        In each row a part is moved from one carrier to another where that gains most: first what a head brings, then
        ever smaller parts. Costs are convex, so nothing larger is left to gain than the smallest part brings.
        """
        carriers = self.group_days[place].carriers
        gained = 0.0
        if carriers.variable.shape[1] < 2:
            return gained
        rows = np.arange(len(carriers.place))
        none = carriers.variable < 0
        per_unit = np.where(carriers.step == 0.0, 0.0, 1.0 / np.where(carriers.step == 0.0, 1.0, carriers.step))
        value, activity, now = self._flows(carriers)
        for share in self._parameters.flow_shares:
            largest = np.floor(np.abs(carriers.step) * share) * np.sign(carriers.step)
            for _ in range(self._parameters.most_flow_moves):
                part = np.where(np.abs(largest) > value, value, largest)
                change = carriers.change * (part * per_unit)[:, :, None]
                less = (self.rows.cost_of(carriers.rows, activity - change) - now).sum(axis=2)
                less[none | (part < 0.5)] = _TOO_DEAR
                source = less.argmin(axis=1)
                moved = part[rows, source]
                given = carriers.change * (moved[:, None] * per_unit)[:, :, None]
                more = (self.rows.cost_of(carriers.rows, activity + given) - now).sum(axis=2)
                more[none] = _TOO_DEAR
                more[rows, source] = _TOO_DEAR
                target = more.argmin(axis=1)
                change_of_cost = less[rows, source] + more[rows, target]
                better = np.flatnonzero(change_of_cost < -0.5)
                if not len(better):
                    break
                gained -= float(change_of_cost[better].sum())
                for row in better.tolist():
                    self.values[carriers.variable[row, source[row]]] -= moved[row]
                    self.values[carriers.variable[row, target[row]]] += moved[row]
                    np.add.at(self.activity, carriers.rows[row, source[row]], -change[row, source[row]])
                    np.add.at(self.activity, carriers.rows[row, target[row]], given[row, target[row]])
                value, activity, now = self._flows(carriers)
        for other in self.rows.neighbours[place]:
            self._tables.pop(other, None)
        return gained

    def _flows(self, carriers: Carriers) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """What each carrier carries, and the activity and the cost of the rows that it reaches."""
        value = np.where(carriers.variable < 0, 0.0, self.values[carriers.variable])
        activity = self.activity[carriers.rows]
        return value, activity, self.rows.cost_of(carriers.rows, activity)

    def _take(self, place: int, source: int, target: int) -> None:
        group_day = self.group_days[place]
        carriers = group_day.carriers
        way = {}
        if len(carriers.place):
            more, less = self._ways(carriers)
            way = dict(
                zip(
                    carriers.place.tolist(),
                    zip(more.argmin(axis=1).tolist(), less.argmin(axis=1).tolist(), range(len(more)), strict=True),
                    strict=True,
                )
            )
        for option, sign in ((source, -1.0), (target, 1.0)):
            if group_day.shift_of[option] != FREE:
                self.values[group_day.heads[group_day.shift_of[option] - 1]] += sign
                if group_day.meal[option] >= 0:
                    self.values[group_day.meal[option]] += sign
        differs = group_day.covers[target] - group_day.covers[source]
        self.activity[group_day.rows] += differs * group_day.change
        for row in np.flatnonzero(differs).tolist():
            if row in way:
                sign = differs[row]
                best_more, best_less, dividing = way[row]
                best = best_more if sign > 0 else best_less
                self.values[carriers.variable[dividing, best]] += sign * carriers.step[dividing, best]
                np.add.at(self.activity, carriers.rows[dividing, best], sign * carriers.change[dividing, best])
        for other in self.rows.neighbours[place]:
            self._tables.pop(other, None)

    def cost(self) -> float:
        """What all priced rows cost now."""
        rows = np.flatnonzero(self.rows.is_priced)
        return float(self.rows.cost_of(rows, self.activity[rows]).sum())

    def fill_slacks(self) -> NDArray[np.float64]:
        """The values of all variables, with the slack variables of the priced rows at their least."""
        program, values = self.rows.program, self.values.copy()
        for sign, outside in ((1.0, program.row_lower - self.activity), (-1.0, self.activity - program.row_upper)):
            for row in np.flatnonzero(self.rows.is_priced & (outside > 0.5)).tolist():
                missing = outside[row]
                for _, column, factor in self.rows.private_of_row[row]:
                    if missing > 0.5 and factor * sign > 0:
                        step = min(np.ceil(missing / abs(factor) - 1e-9), program.upper[column])
                        values[column] = step
                        missing -= step * abs(factor)
        return values
