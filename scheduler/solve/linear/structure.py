"""What the search knows of a model: its rows, whose they are, and where people are counted.

Days can be cut out of it. What a cut leaves out stands somewhere between two limits: at its values in a roster, which
makes the cut an exact part of the whole, or anywhere its bounds allow, which makes it a relaxation: rows that reach
out of the cut then ask no more than the most favourable rest would leave to be asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

from scheduler.solve.linear.duals import priced_sides, valid_duals
from scheduler.solve.linear.ownership import Ownership, find_ownership
from scheduler.solve.linear.program import LinearProgram
from scheduler.variables import Build, Group


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


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """A linear program with its owners and head counts.

    Attributes
    ----------
    program, ownership
        The linear program, and who owns what in it.
    heads
        Every head count.
    n_people
        Whose numbers the owners are, from 0.
    """

    program: LinearProgram
    ownership: Ownership
    heads: tuple[HeadCount, ...]
    n_people: int

    @classmethod
    def of(cls, built: Build, program: LinearProgram) -> Structure:
        """Read it off a model."""
        heads = tuple(
            HeadCount(
                day,
                code,
                group,
                count.index,
                np.array([var.index for var in built.heads.choices[day, code, group]], dtype=np.int64),
                np.array([var.index for var in built.meals.starting(day, code, group).values()], dtype=np.int64),
                np.array(list(built.meals.starting(day, code, group)), dtype=np.int64),
            )
            for day, code, group, count, _ in built.heads.items()
        )
        return cls(program, find_ownership(built, program), heads, len(built.problem.employees))

    def spans(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """First and last day that each variable is about, shape (n_variables,); -1 for those about no day.

        Choices, heads and meals are about the day of their shift; a slack variable about the days of what it stands
        with in a row.
        """
        program = self.program
        far = np.iinfo(np.int64).max
        first, last = np.full(len(program.names), far), np.full(len(program.names), -1, dtype=np.int64)
        is_choice = self.ownership.day_of_choice >= 0
        first[is_choice] = last[is_choice] = self.ownership.day_of_choice[is_choice]
        for count in self.heads:
            first[[count.head, *count.meals]] = last[[count.head, *count.meals]] = count.day
        entries = program.matrix.tocoo()
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

    def price_apart(self, home: NDArray[np.int64], duals: NDArray[np.float64]) -> tuple[Structure, float]:
        """Price what reaches from home to home, so that what cuts along the homes cost adds up to a bound of the whole.

        Rows between homes are bought at their dual values (Lagrange): any values give a bound, those of the linear
        relaxation give at least its.

        Parameters
        ----------
        home
            Of each variable.
        duals
            Of each row.

        Returns
        -------
        tuple
            The structure with the prices in its costs, and what has to be added to the bounds of its cuts.
        """
        program = self.program
        entries = program.matrix.tocoo()
        least, most = range_of_rows(entries, home, home)
        prices = np.where(least < most, valid_duals(program, duals), 0.0)
        constant = float(prices @ priced_sides(program, prices))
        cost = program.cost - program.matrix.T @ prices
        # A slack variable that would earn points is taken as far as it goes: lists of weeks know none that earns.
        earns = self.ownership.is_slack & (cost < 0)
        constant += float(cost[earns] @ program.upper[earns])
        return replace(self, program=replace(program, cost=np.where(earns, 0.0, cost))), constant + program.offset

    def cut(
        self, columns: NDArray[np.int64], days: range, lower: NDArray[np.float64], upper: NDArray[np.float64]
    ) -> Structure:
        """Some variables with the rows that they touch.

        Parameters
        ----------
        columns
            Numbers of the variables, ascending; all choices, heads and meals of `days` are among them, and none of
            other days. They are numbered anew in this order.
        days
            Numbered from 0 in the cut.
        lower, upper
            Of all variables: between which limits the others stand.
        """
        program = self.program
        rows = np.unique(program.matrix.tocsc()[:, columns].indices)
        matrix: csr_matrix = program.matrix[rows]
        is_out = np.ones(len(program.names), dtype=bool)
        is_out[columns] = False
        rises, falls = matrix.maximum(0), matrix.minimum(0)
        lower, upper = np.where(is_out, lower, 0.0), np.where(is_out, upper, 0.0)
        row_lower = program.row_lower[rows] - (rises @ upper + falls @ lower)
        row_upper = program.row_upper[rows] - (rises @ lower + falls @ upper)
        bound = np.isfinite(row_lower) | np.isfinite(row_upper)
        place = np.full(len(program.names), -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        day_of_choice = self.ownership.day_of_choice[columns]
        return Structure(
            replace(
                program,
                names=[""] * len(columns),  # a cut may leave this machine: names of variables name people
                lower=program.lower[columns],
                upper=program.upper[columns],
                cost=program.cost[columns],
                offset=0.0,
                matrix=csr_matrix(matrix[bound][:, columns]),
                row_lower=row_lower[bound],
                row_upper=row_upper[bound],
            ),
            Ownership(
                self.ownership.owner_of_variable[columns],
                self.ownership.owner_of_row[rows[bound]],
                np.where(day_of_choice >= 0, day_of_choice - days.start, -1),
            ),
            tuple(
                replace(
                    count,
                    day=count.day - days.start,
                    head=int(place[count.head]),
                    choices=place[count.choices],
                    meals=place[count.meals],
                )
                for count in self.heads
                if count.day in days
            ),
            self.n_people,
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
    least, most = np.full(entries.shape[0], np.iinfo(np.int64).max), np.full(entries.shape[0], -1, dtype=np.int64)
    np.minimum.at(least, entries.row, first[entries.col])
    np.maximum.at(most, entries.row, last[entries.col])
    return least, most
