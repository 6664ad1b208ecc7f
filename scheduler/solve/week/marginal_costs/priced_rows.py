"""How the counts of a program are priced: what its rows mean, and what the choices of each group change in them.

Rows that count people, rows that count their meals, rows that divide a group's capacity between queues, and rows with
a price are told apart by what stands in them. How far the activity of a priced row (heads, less those at their meal,
plus what other groups lend) lies outside its bounds is paid for by slack variables that stand in no other row: that
makes its cost a convex function of the activity, kept as hinges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.structure import HeadCount, Structure
from scheduler.variables import Group

FORBIDDEN = 1e7
"""Points a unit outside of the bounds that no slack variable covers: dearer than any price of a rule."""
FREE = 0
"""The place that stands for a day off among the shifts of a group."""


class UnpriceableError(Exception):
    """The counts of the program are not of the form that can be priced row by row."""


class Hinge(NamedTuple):
    """A bend in a row's cost: beyond where it begins, upwards (-1) or downwards (1), it grows steeper by so much."""

    sign: float
    begin: float
    steeper: float


class PrivateSlack(NamedTuple):
    """A slack variable that stands in one row alone: its price for a unit of the row, its number and its factor."""

    price: float
    variable: int
    factor: float


class _Carrier(NamedTuple):
    """A carrier of divided capacity: by how much it changes for one head more, and what that changes in which rows."""

    variable: int
    step: float
    reached: dict[int, float]


@dataclass(frozen=True, slots=True, eq=False)
class GroupDay:
    """One group of people on one day: the shifts they can have, and the meals that go with each.

    Attributes
    ----------
    heads
        Variables of the head counts, a shift each.
    shift_of
        For each option the place of its shift in `heads`, counted from 1; option 0 is the day off (FREE).
    meal
        For each option the variable of its meal count, or -1.
    rows
        The priced rows that the options touch, and what one head changes in each.
    covers
        Shape (n_options, n_rows): which rows an option changes.
    carriers
        Per row that divides capacity (others have none): its place in `rows`, and the ways to pass a head's capacity
        on.
    """

    heads: NDArray[np.int64]
    shift_of: NDArray[np.int64]
    meal: NDArray[np.int64]
    rows: NDArray[np.int64]
    change: NDArray[np.float64]
    covers: NDArray[np.float64]
    carriers: Carriers


@dataclass(frozen=True, slots=True, eq=False)
class Carriers:
    """The variables that carry divided capacity on to queues; arrays are padded with a spare that is always too dear.

    Attributes
    ----------
    place
        Shape (n_dividing,): place of the dividing row among the rows of its group and day.
    variable, step
        Shape (n_dividing, n_carriers): variable (-1: none), and by how much it changes for one head more.
    rows, change
        Shape (n_dividing, n_carriers, n_reached): rows that it reaches, and what one head more changes there.
    """

    place: NDArray[np.int64]
    variable: NDArray[np.int64]
    step: NDArray[np.float64]
    rows: NDArray[np.int64]
    change: NDArray[np.float64]


class PricedRows:
    """What the rows of a program's counts mean and cost.

    Parameters
    ----------
    structure
        The program, who owns what in it, and where people are counted.

    Raises
    ------
    UnpriceableError
        A rule couples people in another way than by heads, meal counts and priced rows.
    """

    def __init__(self, structure: Structure) -> None:
        self.program = program = structure.program
        self._columns = program.columns
        self._is_count = structure.is_head | structure.is_meal
        self._sort_rows(structure)
        self._read_prices()
        self.group_days: list[GroupDay] = []
        self.group_day_of, self.shift_of = np.full((2, program.n_variables), -1, dtype=np.int64)
        """For each choice its place in `group_days`, and its shift there, counted from 1; -1 where nobody counts it."""
        kinds: dict[tuple[int, Group], list[HeadCount]] = {}
        for count in structure.heads:
            kinds.setdefault((count.day, count.group), []).append(count)
        for shifts in kinds.values():
            for place, count in enumerate(shifts):
                self.group_day_of[count.choices], self.shift_of[count.choices] = len(self.group_days), place + 1
            self.group_days.append(self._group_day(shifts))
        self.neighbours = self._find_neighbours()

    def _sort_rows(self, structure: Structure) -> None:
        """Tell rows that define counts from rows that divide capacity and rows with a price."""
        program, ownership = self.program, structure.ownership
        matrix = program.matrix
        is_choice = ownership.is_choice
        linking = ownership.owner_of_row == SHARED
        entries = matrix.tocoo()
        of_row = {name: np.zeros(program.n_rows, dtype=np.int64) for name in ("choices", "counts", "meals", "all")}
        np.add.at(of_row["choices"], entries.row, is_choice[entries.col])
        np.add.at(of_row["counts"], entries.row, self._is_count[entries.col])
        np.add.at(of_row["all"], entries.row, 1)
        is_equality = program.row_lower == program.row_upper
        counts_people = linking & (of_row["choices"] > 0)
        # sum(works) == heads: one count, the rest choices
        if np.any(counts_people & ~(is_equality & (of_row["counts"] == 1) & (of_row["choices"] + 1 == of_row["all"]))):
            raise UnpriceableError("a rule couples people's choices directly")
        # sum(meals) == heads
        np.add.at(of_row["meals"], entries.row, structure.is_meal[entries.col])
        counts_meals = (
            linking
            & is_equality
            & (of_row["counts"] == of_row["all"])
            & (program.row_lower == 0.0)
            & (of_row["meals"] > 0)
        )
        for count in structure.heads:
            columns = self._columns[:, count.meals]
            if columns.nnz and len(count.meals) != np.count_nonzero(counts_meals[columns.indices]):
                raise UnpriceableError("meals are not counted by those who have them")
        rest = linking & ~counts_people & ~counts_meals
        appears = np.diff(self._columns.indptr)
        is_slack = ~is_choice & ~self._is_count & (ownership.owner_of_variable == SHARED)
        self.is_private = is_slack & (appears == 1)
        self.is_carrier = is_slack & (appears > 1)
        carriers = np.zeros(program.n_rows, dtype=np.int64)
        privates = np.zeros(program.n_rows, dtype=np.int64)
        np.add.at(carriers, entries.row, self.is_carrier[entries.col])
        np.add.at(privates, entries.row, self.is_private[entries.col])
        self.divides = rest & is_equality & (carriers > 0) & (privates == 0)
        self.is_priced = rest & ~self.divides
        self._rest = rest

    def _read_prices(self) -> None:
        """The cost of each priced row as hinges."""
        program = self.program
        hinges: list[list[Hinge]] = [[] for _ in program.row_lower]
        private_of_row: list[list[PrivateSlack]] = [[] for _ in program.row_lower]
        for column in np.flatnonzero(self.is_private).tolist():
            place = self._columns.indptr[column]
            row, factor = int(self._columns.indices[place]), float(self._columns.data[place])
            if self.is_priced[row]:
                private_of_row[row].append(PrivateSlack(float(program.cost[column]) / abs(factor), column, factor))
        self.private_of_row = [sorted(slacks) for slacks in private_of_row]
        """Of each priced row, the cheapest first."""
        for row in np.flatnonzero(self.is_priced).tolist():
            for sign, limit in ((1.0, float(program.row_lower[row])), (-1.0, float(program.row_upper[row]))):
                if not np.isfinite(limit):
                    continue
                reach, steep = 0.0, 0.0
                for price, column, factor in self.private_of_row[row]:
                    if factor * sign <= 0:
                        continue
                    if price > steep:
                        hinges[row].append(Hinge(sign, limit - sign * reach, price - steep))
                        steep = price
                    reach += abs(factor) * program.upper[column]
                hinges[row].append(Hinge(sign, limit - sign * reach, FORBIDDEN - steep))
        most = max((len(each) for each in hinges), default=0)
        self._sign = np.zeros((len(hinges), most))
        self._begin = np.zeros((len(hinges), most))
        self._steeper = np.zeros((len(hinges), most))
        for row, each in enumerate(hinges):
            for place, (sign, begin, steeper) in enumerate(each):
                self._sign[row, place], self._begin[row, place], self._steeper[row, place] = sign, begin, steeper

    def _group_day(self, shifts: list[HeadCount]) -> GroupDay:
        """What the options of one group on one day change."""
        columns: list[tuple[int, int, dict[int, float]]] = [(FREE, -1, {})]
        for place, count in enumerate(shifts):
            for meal in count.meals.tolist() or [-1]:
                effect = self.entries_of(count.head)
                for row, factor in self.entries_of(meal).items() if meal >= 0 else ():
                    effect[row] = effect.get(row, 0.0) + factor
                columns.append((place + 1, meal, {row: factor for row, factor in effect.items() if factor}))
        rows = sorted({row for _, _, effect in columns for row in effect})
        change = np.zeros(len(rows))
        covers = np.zeros((len(columns), len(rows)))
        for option, (_, _, effect) in enumerate(columns):
            for place, row in enumerate(rows):
                if row not in effect:
                    continue
                if change[place] and change[place] != effect[row]:
                    raise UnpriceableError("the shifts of a group count differently in a row")
                change[place] = effect[row]
                covers[option, place] = 1.0
        return GroupDay(
            np.array([count.head for count in shifts], dtype=np.int64),
            np.array([shift for shift, _, _ in columns], dtype=np.int64),
            np.array([meal for _, meal, _ in columns], dtype=np.int64),
            np.array(rows, dtype=np.int64),
            change,
            covers,
            self._carriers(rows, change),
        )

    def _find_neighbours(self) -> list[list[int]]:
        """For each group and day those whose tables depend on a row that it can change, itself included."""
        touched = []
        for group_day in self.group_days:
            reached = group_day.carriers.rows[group_day.carriers.change != 0.0]
            touched.append(np.union1d(group_day.rows, reached))
        member = np.zeros((len(touched), self.program.n_rows), dtype=np.float32)
        for place, rows in enumerate(touched):
            member[place, rows] = 1.0
        shared = member @ member.T > 0
        return [np.flatnonzero(row).tolist() for row in shared]

    def entries_of(self, column: int) -> dict[int, float]:
        """A column's entries in the rows that are priced or divide capacity."""
        span = slice(self._columns.indptr[column], self._columns.indptr[column + 1])
        return {
            int(row): float(factor)
            for row, factor in zip(self._columns.indices[span], self._columns.data[span], strict=True)
            if self._rest[row]
        }

    def _carriers(self, rows: list[int], change: NDArray[np.float64]) -> Carriers:
        """The ways to pass on the capacity of a head in those of the rows that divide it."""
        program = self.program
        found: list[tuple[int, list[_Carrier]]] = []
        for place, row in enumerate(rows):
            if not self.divides[row]:
                continue
            span = slice(program.matrix.indptr[row], program.matrix.indptr[row + 1])
            carriers = []
            for column, factor in zip(program.matrix.indices[span], program.matrix.data[span], strict=True):
                if self.is_carrier[column]:
                    by = -float(change[place]) / float(factor)
                    reached = {r: by * f for r, f in self.entries_of(int(column)).items() if r != row}
                    if any(self.divides[r] for r in reached):
                        raise UnpriceableError("capacity is divided twice")
                    carriers.append(_Carrier(int(column), by, reached))
            found.append((place, carriers))
        most = max((len(carriers) for _, carriers in found), default=0)
        reach = max((len(carrier.reached) for _, carriers in found for carrier in carriers), default=0)
        variable = np.full((len(found), most), -1, dtype=np.int64)
        step = np.zeros((len(found), most))
        reached_rows = np.zeros((len(found), most, reach), dtype=np.int64)
        reached_change = np.zeros((len(found), most, reach))
        for n, (_, carriers) in enumerate(found):
            for k, carrier in enumerate(carriers):
                variable[n, k], step[n, k] = carrier.variable, carrier.step
                reached_rows[n, k, : len(carrier.reached)] = list(carrier.reached)
                reached_change[n, k, : len(carrier.reached)] = list(carrier.reached.values())
        return Carriers(
            np.array([place for place, _ in found], dtype=np.int64), variable, step, reached_rows, reached_change
        )

    def hinges_of(self, row: int) -> list[Hinge]:
        """The cost of a row as hinges."""
        used = self._steeper[row] > 0.0
        parts = (values[row][used].tolist() for values in (self._sign, self._begin, self._steeper))
        return [Hinge(*hinge) for hinge in zip(*parts, strict=True)]

    def cost_of(self, rows: NDArray[np.int64], activity: NDArray[np.float64]) -> NDArray[np.float64]:
        """What these rows cost at these activities."""
        outside = np.maximum(self._sign[rows] * (self._begin[rows] - activity[..., None]), 0.0)
        cost: NDArray[np.float64] = np.einsum("...k,...k->...", outside, self._steeper[rows])
        return cost
