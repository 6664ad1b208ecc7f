"""Chooses a week for everybody at once, from listed weeks that are worth it.

The choice of weeks is a mixed-integer program with a column for each week of a person: its relaxation is far tighter
than that of single shifts, as each column keeps all rules of its person. There are too many weeks to take them all, so
weeks come in as their price in the relaxation says that they can help (column generation). The counts of some days may
be open, with all their rows; those of the others are held.

References
----------
C. Barnhart et al., "Branch-and-price: column generation for solving huge integer programs", Operations Research 46(3),
1998.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, coo_matrix, csc_matrix, csr_matrix, eye_array, vstack

from scheduler.solve.linear.linking import Component
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.relaxation import Relaxation, relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import cut
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, find_alike
from scheduler.solve.parameters import DEFAULTS, ColumnParameters


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A program that chooses weeks: its variables are the columns, the open counts, and heads too many and too few.

    Attributes
    ----------
    program, integer
        The program, and which of its variables must be integer.
    people, patterns
        Whose week each column is, and which.
    counts
        Variables of the program that are open.
    """

    program: LinearProgram
    integer: NDArray[np.bool_]
    people: NDArray[np.int64]
    patterns: NDArray[np.int64]
    counts: NDArray[np.int64]


class RestrictedMaster:
    """The weeks that have come in so far, and the programs that choose among them.

    Parameters
    ----------
    structure, patterns
        The program with its owners and head counts, and what each person may work.
    parameters
        What tunes column generation.
    """

    def __init__(
        self, structure: Structure, patterns: list[WeeklyPatterns], parameters: ColumnParameters = DEFAULTS.week.columns
    ) -> None:
        self.parameters = parameters
        self._program = program = structure.program
        self._patterns = patterns
        self._alike = find_alike(patterns)
        self.head_rows = structure.linking.rows
        """The rows of the program that count people: sum(works) - heads == 0."""
        self.heads = np.array([count.head for count in structure.heads], dtype=np.int64)
        """The variables of the program that count people."""
        self.components = structure.linking.components
        """Of the counts; nothing but people's weeks links them."""
        columns: csc_matrix = program.matrix[self.head_rows].tocsc()
        is_counted = (structure.ownership.is_choice | structure.is_head) & (np.diff(columns.indptr) > 0)
        self._row_of = np.full(program.n_variables, -1, dtype=np.int64)
        self._row_of[is_counted] = columns.indices[columns.indptr[:-1][is_counted]]
        # Whoever stands for several people counts as so many.
        self._factor = np.zeros(program.n_variables)
        self._factor[is_counted] = columns.data[columns.indptr[:-1][is_counted]]
        self.rows_of_heads = self._row_of[self.heads]
        """For each of the heads the place of its row among the `head_rows`."""
        self._integer = structure.is_head | structure.is_meal
        self._counted = np.flatnonzero(structure.ownership.is_choice & is_counted)
        self._owner_of_counted = structure.ownership.owner_of_variable[self._counted]
        self._bound_heads()
        self._known: set[tuple[int, int]] = set()
        self._people: list[int] = []
        self._numbers: list[int] = []
        self._costs: list[float] = []
        self._entry_rows: list[int] = []
        self._entry_columns: list[int] = []
        self._entry_factors: list[float] = []

    def _bound_heads(self) -> None:
        """Bounds of the head counts by what people's weeks allow: who always works a shift, and who ever does."""
        self.lower, self.upper = self._program.lower.copy(), self._program.upper.copy()
        least = np.zeros(len(self.head_rows))
        most = np.zeros(len(self.head_rows))
        for alike in self._alike:
            picks = alike.listed.picks
            for day, choices in enumerate(alike.choices):
                times = np.bincount(picks[:, day], minlength=choices.shape[1] + 1)[1:]
                rows, factors = self._row_of[choices], self._factor[choices]
                for total, counts in ((least, times == len(picks)), (most, times > 0)):
                    counted = (rows >= 0) & counts
                    np.add.at(total, rows[counted], factors[counted])
        rows = self.rows_of_heads
        self.lower[self.heads] = np.maximum(self.lower[self.heads], least[rows])
        self.upper[self.heads] = np.minimum(self.upper[self.heads], most[rows])

    @property
    def n_people(self) -> int:
        """People, each with a week to choose."""
        return len(self._patterns)

    @property
    def n_heads(self) -> int:
        """Rows that count people."""
        return len(self.head_rows)

    def own_cost(self, patterns: NDArray[np.int64]) -> float:
        """What these weeks of everybody cost by people's own rules and requests."""
        of_weeks = sum(float(alike.listed.rule_cost[patterns[alike.people]].sum()) for alike in self._alike)
        return of_weeks + float(self._program.cost[self._chosen(patterns)].sum())

    def _chosen(self, patterns: NDArray[np.int64]) -> NDArray[np.int64]:
        """The choices that these weeks of everybody make."""
        return np.concatenate([alike.chosen(patterns[alike.people]) for alike in self._alike])

    def counts_of(self, patterns: NDArray[np.int64]) -> NDArray[np.float64]:
        """The head counts of these weeks of everybody among the values of all variables, the others at 0."""
        rows = self._row_of[self._chosen(patterns)]
        values = np.zeros(self._program.n_variables)
        values[self.heads] = np.bincount(rows[rows >= 0], minlength=self.n_heads)[self.rows_of_heads]
        return values

    def earned(self, head_prices: NDArray[np.float64]) -> NDArray[np.float64]:
        """What each variable of the program earns, as a choice that is counted, where a head is worth these prices."""
        earned = np.zeros(self._program.n_variables)
        earned[self._counted] = head_prices[self._row_of[self._counted]] * self._factor[self._counted]
        return earned

    def add(self, person: int, pattern: int) -> bool:
        """Let a week come in; says whether it is new."""
        if (person, pattern) in self._known:
            return False
        self._known.add((person, pattern))
        column = len(self._people)
        self._people.append(person)
        self._numbers.append(pattern)
        choices = self._patterns[person].variables(pattern)
        self._costs.append(float(self._patterns[person].rule_cost[pattern] + self._program.cost[choices].sum()))
        choices = choices[self._row_of[choices] >= 0]
        self._entry_rows += [*self._row_of[choices].tolist(), len(self.head_rows) + person]
        self._entry_factors += [*self._factor[choices].tolist(), 1.0]
        self._entry_columns += [column] * (len(choices) + 1)
        return True

    def price(
        self,
        head_prices: NDArray[np.float64],
        most: int,
        worth: NDArray[np.float64] | None,
        among: NDArray[np.int64] | None = None,
    ) -> tuple[int, float]:
        """Let the most promising weeks of everybody come in at these prices.

        Parameters
        ----------
        head_prices
            What a head is worth, a row that counts people each.
        most
            Weeks a person.
        worth
            What everybody's present weeks are worth; only cheaper ones come in. None: the best in any case.
        among
            Only these people's; `worth` is in their order.

        Returns
        -------
        tuple
            How many came in, and the sum over everybody of the cheapest week: people's part in a bound.
        """
        price = self._program.cost - self.earned(head_prices)
        new, cheapest = 0, 0.0
        for place, person in enumerate(range(self.n_people) if among is None else among.tolist()):
            reduced = self._patterns[person].value(price)
            best = np.argpartition(reduced, most)[:most] if len(reduced) > most else np.arange(len(reduced))
            cheapest += float(reduced[best].min())
            for pattern in best.tolist():
                if worth is None or reduced[pattern] < worth[place] - self.parameters.worthwhile_points:
                    new += self.add(person, pattern)
        return new, cheapest

    def choice(
        self,
        opened: Iterable[Component],
        values: NDArray[np.float64],
        head_price: float | None = None,
        among: NDArray[np.int64] | None = None,
    ) -> Choice:
        """The program that chooses a week for everybody, with the counts of these components open.

        Parameters
        ----------
        opened
            Components whose counts are open.
        values
            Of all variables of the program: where the other counts are held.
        head_price
            Points for each head too many or too few, wherever; None: people have to meet the counts.
        among
            Whose weeks are open; the others keep theirs, as in `values`. None: everybody's.
        """
        program = self._program
        opened = list(opened)
        everybody = np.arange(self.n_people)
        among = everybody if among is None else among
        empty = [np.empty(0, dtype=np.int64)]
        counts = np.concatenate([*(component.variables for component in opened), *empty])
        rows = np.concatenate([*(component.rows for component in opened), *empty])
        held = values.copy()
        held[counts] = 0.0
        n_people, n_heads = len(among), len(self.head_rows)
        needed = np.zeros(n_heads)
        needed[self.rows_of_heads] = held[self.heads]
        if n_people < self.n_people:
            others = self._counted[~np.isin(self._owner_of_counted, among)]
            np.subtract.at(needed, self._row_of[others], self._factor[others] * values[others])
        place = np.full(self.n_people, -1)
        place[among] = np.arange(n_people)
        people, patterns = np.array(self._people, dtype=np.int64), np.array(self._numbers, dtype=np.int64)
        is_open = place[people] >= 0
        column = np.cumsum(is_open) - 1
        entry_rows = np.array(self._entry_rows, dtype=np.int64)
        entry_columns = np.array(self._entry_columns, dtype=np.int64)
        factors = np.array(self._entry_factors)
        kept = is_open[entry_columns]
        entry_rows, entry_columns, factors = entry_rows[kept], column[entry_columns[kept]], factors[kept]
        is_person = entry_rows >= n_heads
        entry_rows[is_person] = n_heads + place[entry_rows[is_person] - n_heads]
        people, patterns = people[is_open], patterns[is_open]
        n_columns = len(people)
        columns = coo_matrix((factors, (entry_rows, entry_columns)), shape=(n_heads + n_people, n_columns))
        own = np.array(self._costs)[is_open]
        on_counts = vstack([program.matrix[self.head_rows][:, counts], csr_matrix((n_people, len(counts)))])
        n_off = 0 if head_price is None else n_heads
        off = vstack([eye_array(n_heads, n_off), csr_matrix((n_people, n_off))])
        own_rows = cut(program, counts, rows=rows).program
        matrix = bmat([[columns, on_counts, off, -off], [None, own_rows.matrix, None, None]], format="csr")
        ones = np.ones(n_people)
        choice = replace(
            program,
            names=(),
            lower=np.concatenate([np.zeros(n_columns), self.lower[counts], np.zeros(2 * n_off)]),
            # No bound of 1 on the columns: everybody has one week anyway, and a bound would have a price of its own.
            upper=np.concatenate([np.full(n_columns, np.inf), self.upper[counts], np.full(2 * n_off, np.inf)]),
            cost=np.concatenate([own, own_rows.cost, np.full(2 * n_off, head_price or 0.0)]),
            offset=0.0,
            matrix=matrix,
            row_lower=np.concatenate([needed, ones, own_rows.row_lower]),
            row_upper=np.concatenate([needed, ones, own_rows.row_upper]),
        )
        integer = np.concatenate(
            [np.ones(n_columns, dtype=bool), self._integer[counts], np.zeros(2 * n_off, dtype=bool)]
        )
        return Choice(choice, integer, people, patterns, counts)

    def generate(
        self,
        opened: Iterable[Component],
        values: NDArray[np.float64],
        *,
        head_price: float | None = None,
        among: NDArray[np.int64] | None = None,
        most_rounds: int,
        go_on: Callable[[], bool],
        seconds: Callable[[], float] = lambda: math.inf,
    ) -> tuple[Choice, Relaxation | None, float]:
        """Let weeks come in until none promises more.

        Parameters
        ----------
        opened, values, head_price, among
            As in `choice`.
        most_rounds
            After so many it ends in any case.
        go_on
            Asked after each round.
        seconds
            How long the relaxation of the next round may take.

        Returns
        -------
        tuple
            The program with these weeks, its relaxation, and what the relaxation can still fall by.
        """
        opened = list(opened)
        n_heads, n_people = len(self.head_rows), self.n_people if among is None else len(among)
        while True:
            choice = self.choice(opened, values, head_price, among)
            relaxation = relax(choice.program, seconds=seconds())
            most_rounds -= 1
            if relaxation is None:
                return choice, None, np.inf
            worth = relaxation.duals[n_heads : n_heads + n_people]
            new, cheapest = self.price(relaxation.duals[:n_heads], self.parameters.patterns_a_person, worth, among)
            left = float(worth.sum()) - cheapest
            if not new or most_rounds <= 0 or not go_on():
                return choice, relaxation, left

    def plan(self, component: Component, head_prices: NDArray[np.float64]) -> tuple[LinearProgram, NDArray[np.bool_]]:
        """The program that plans the counts of one component when heads are bought at these prices.

        Returns
        -------
        tuple
            The program, with the component's variables, and which of them must be whole.
        """
        program = self._program
        variables = component.variables
        places = np.flatnonzero(np.isin(variables, self.heads))
        cost = program.cost[variables].copy()
        cost[places] += head_prices[self._row_of[variables[places]]]
        alone = cut(program, variables, rows=component.rows).program
        alone = replace(alone, lower=self.lower[variables], upper=self.upper[variables], cost=cost)
        return alone, self._integer[variables]

    def settled(self, component: Component, values: NDArray[np.float64]) -> tuple[LinearProgram, NDArray[np.bool_]]:
        """The program of one component's meals and flows when its heads are held at these values."""
        subproblem, integer = self.plan(component, np.zeros(len(self.head_rows)))
        places = np.isin(component.variables, self.heads)
        held = values[component.variables[places]]
        subproblem.lower[places] = subproblem.upper[places] = held
        return subproblem, integer
