"""What the search knows of a model: its rows, whose they are, their days, and where people are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix

from scheduler.solve.linear.duals import priced_sides, valid_duals
from scheduler.solve.linear.linking import Linking, find_linking
from scheduler.solve.linear.ownership import SHARED, Ownership, find_ownership
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.submodel import cut
from scheduler.variables import Build, Group

_NO_DAY = np.iinfo(np.int64).max
NO_VARIABLE = -1


@dataclass(frozen=True, slots=True, eq=False)
class HeadCount:
    """How many people of a group start a shift on a day.

    Attributes
    ----------
    day, shift, group
        Who is counted, and on which shift, by its code.
    head
        The variable that is the count.
    choices
        The variables that are counted.
    meals, meal_starts
        The variables that count when their meal breaks begin, and these minutes of the day; none for shifts without
        one.
    """

    day: int
    shift: str
    group: Group
    head: int
    choices: NDArray[np.int64]
    meals: NDArray[np.int64]
    meal_starts: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Structure:
    """A linear program with its ownership and head counts.

    Attributes
    ----------
    program, ownership
        The linear program, and who owns what in it.
    heads
        Every head count.
    n_people
        Whose numbers the owners are, from 0.
    weeks
        Days of each calendar week; together all days.
    uncounted
        Choices that stand in no head count, as these would be; their `head` is no variable.
    """

    program: LinearProgram
    ownership: Ownership
    heads: tuple[HeadCount, ...]
    n_people: int
    weeks: tuple[range, ...]
    uncounted: tuple[HeadCount, ...] = ()

    @classmethod
    def of(cls, built: Build, program: LinearProgram) -> Structure:
        """Read it off a model and its program."""
        heads = tuple(
            HeadCount(
                *key,
                count.index,
                np.array([var.index for var in built.heads.choices[key]], dtype=np.int64),
                np.array([var.index for var in built.meals.starting(*key).values()], dtype=np.int64),
                np.array(list(built.meals.starting(*key)), dtype=np.int64),
            )
            for key, count in built.heads.counts.items()
        )
        problem = built.problem
        return cls(
            program,
            find_ownership(built, program),
            heads,
            len(problem.employees),
            tuple(problem.horizon.weeks()),
            _uncounted(built),
        )

    @property
    def n_days(self) -> int:
        """Days of the horizon."""
        return self.weeks[-1].stop

    @cached_property
    def linking(self) -> Linking:
        """Where people meet."""
        return find_linking(self.program, self.ownership)

    @cached_property
    def is_head(self) -> NDArray[np.bool_]:
        """Which variables are head counts."""
        return self._among_variables([count.head for count in self.heads])

    @cached_property
    def is_meal(self) -> NDArray[np.bool_]:
        """Which variables count meal breaks."""
        return self._among_variables([meal for count in self.heads for meal in count.meals.tolist()])

    def _among_variables(self, numbers: Sequence[int]) -> NDArray[np.bool_]:
        found = np.zeros(self.program.n_variables, dtype=bool)
        found[np.array(numbers, dtype=np.int64)] = True
        return found

    @cached_property
    def days_spanned(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and last day that each variable is about, shape (n_variables,) each; -1 for those about no day.

        Choices, heads and meals are about the day of their shift; a slack variable about the days of what it stands
        with in a row.
        """
        last = self.ownership.day_of_choice.copy()
        for count in self.heads:
            last[[count.head, *count.meals]] = count.day
        first = np.where(last < 0, _NO_DAY, last)
        entries = self.program.matrix.tocoo()
        is_open = (last < 0)[entries.col]
        while True:
            # Rows know the days of what has some; slack variables without take over those of their rows.
            row_first, row_last = range_of_rows(entries, first, last)
            before = np.count_nonzero(last < 0)
            np.minimum.at(first, entries.col[is_open], row_first[entries.row[is_open]])
            np.maximum.at(last, entries.col[is_open], row_last[entries.row[is_open]])
            is_open = (last < 0)[entries.col]
            if np.count_nonzero(last < 0) == before:
                return np.where(last < 0, -1, first), last

    def opened(self, choices: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """These choices and what follows from them: the slack variables of their rows, and all counts behind these."""
        is_choice, is_shared = self.ownership.is_choice, self.ownership.owner_of_variable == SHARED
        opened = choices.copy()
        reaching = choices
        while True:
            rows = np.unique(self.program.columns[:, np.flatnonzero(reaching)].indices)
            met = np.zeros(len(opened), dtype=bool)
            met[self.program.matrix[rows].indices] = True
            met &= ~is_choice & ~opened
            if not met.any():
                return opened
            opened |= met
            # People's own slack variables hang together over the whole horizon: only the nearest matter.
            reaching = met & is_shared

    def price_apart(
        self, block_of: NDArray[np.int64], duals: NDArray[np.float64], within: NDArray[np.int64] | None = None
    ) -> tuple[Structure, float]:
        """Price what links blocks, such as weeks, so that what cuts along them cost adds up to a bound of the whole.

        Rows between blocks are bought at their dual values (Lagrange): any values give a bound, those of the linear
        relaxation give at least its.

        Parameters
        ----------
        block_of
            The number of each variable's block, shape (n_variables,).
        duals
            Of each row.
        within
            The same of people, whose blocks are each of several of the others: people's own rows are priced only where
            they reach from one of these to another. None: they are as the others.

        Returns
        -------
        tuple
            The structure with the prices in its costs, and what has to be added to the bounds of its cuts.
        """
        program = self.program
        entries = program.matrix.tocoo()
        least, most = range_of_rows(entries, block_of, block_of)
        reaches = least < most
        if within is not None:
            least, most = range_of_rows(entries, within, within)
            reaches &= (self.ownership.owner_of_row == SHARED) | (least < most)
        prices = np.where(reaches, valid_duals(program, duals), 0.0)
        constant = float(prices @ priced_sides(program, prices))
        cost = program.cost - program.matrix.T @ prices
        # A slack variable that would earn points is taken as far as it goes: lists of patterns know none that earns.
        earns = self.ownership.is_slack & (cost < 0)
        constant += float(cost[earns] @ program.upper[earns])
        return replace(self, program=replace(program, cost=np.where(earns, 0.0, cost))), constant + program.offset

    def cut(
        self,
        columns: NDArray[np.int64],
        days: range,
        lower: NDArray[np.float64] | NDArray[np.int64],
        upper: NDArray[np.float64] | NDArray[np.int64] | None = None,
    ) -> Structure:
        """Some variables with the rows that they touch, as a structure of their own.

        Parameters
        ----------
        columns
            Numbers of the variables, ascending; all choices, heads and meals of `days` are among them, and none of
            other days.
        days
            Numbered from 0 in the cut.
        lower, upper
            Where the others stand, as in `submodel.cut`.
        """
        part = cut(self.program, columns, lower, upper)
        place = np.full(self.program.n_variables, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))

        def cut_counts(counts: tuple[HeadCount, ...]) -> tuple[HeadCount, ...]:
            return tuple(
                replace(
                    count,
                    day=count.day - days.start,
                    head=int(place[count.head]) if count.head != NO_VARIABLE else NO_VARIABLE,
                    choices=place[count.choices],
                    meals=place[count.meals],
                )
                for count in counts
                if count.day in days
            )

        ownership = self.ownership.cut(columns, part.rows, days.start)
        weeks = (range(len(days)),)
        heads, uncounted = cut_counts(self.heads), cut_counts(self.uncounted)
        return Structure(part.program, ownership, heads, self.n_people, weeks, uncounted)


def _uncounted(built: Build) -> tuple[HeadCount, ...]:
    """The choices of people who serve no queue, by day, shift and work mode."""
    problem = built.problem
    counted = {var.index for variables in built.heads.choices.values() for var in variables}
    choices: dict[tuple[int, str, Group], list[int]] = {}
    for employee, day, code, var in built.works:
        if var.index not in counted:
            mode = problem.work_mode(problem.employee[employee], problem.horizon.date_of(day))
            choices.setdefault((day, code, Group(mode, ())), []).append(var.index)
    none = np.empty(0, dtype=np.int64)
    return tuple(
        HeadCount(day, code, group, NO_VARIABLE, np.array(indices, dtype=np.int64), none, none)
        for (day, code, group), indices in choices.items()
    )


def range_of_rows(
    entries: coo_matrix, first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The least `first` and the greatest `last` of the variables in each row; of an empty one the least is above all.

    Parameters
    ----------
    entries
        Of the rows, shape (n_rows, n_variables).
    first, last
        Numbers of each variable, -1 or more.
    """
    least, most = np.full(entries.shape[0], _NO_DAY), np.full(entries.shape[0], -1, dtype=np.int64)
    np.minimum.at(least, entries.row, first[entries.col])
    np.maximum.at(most, entries.row, last[entries.col])
    return least, most
