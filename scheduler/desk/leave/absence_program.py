"""The linear program of a week in which some more people may be off.

Whoever might be off stands in the program as a kind of people, once present and once for each day absent; what these
weigh are variables whose sum is the number of people of the kind. As many of a team or with a skill as have the most
common kinds are looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, vstack

from scheduler.constraints.base import Rule
from scheduler.desk.leave.searching import first_intervals
from scheduler.domain.people import Absence, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.model import build
from scheduler.solve.linear.alike import merge_alike
from scheduler.solve.linear.ownership import SHARED, find_ownership
from scheduler.solve.linear.program import LinearProgram, linear_program
from scheduler.solve.linear.relaxation import Relaxation, relax

_MOST_KINDS = 12
"""So many kinds of a team, or of those with a skill, are told apart at most."""

By = Literal["team", "queue"]
"""Who is looked at together: people of one team, or those who serve one queue."""

LESS = 1e-6
"""Below a whole number, what still counts as it."""

Floats = NDArray[np.float64]


def groups_of(person: Employee, by: By) -> tuple[str, ...]:
    """The groups of a person."""
    return (person.team,) if by == "team" else person.queues


class ProgramOfAbsence:
    """The linear program of a week in which people may be off besides.

    Parameters
    ----------
    problem, rules
        Of the week; those of the rules that are priced are prices of coverage.
    kind
        Of absence.
    by
        Of which groups as many kinds are looked at as may be.

    Attributes
    ----------
    program
        In it nobody is off besides, by the upper bounds of `weight_of`.
    kinds
        Somebody of each kind of people who may be off.
    weight_of
        The variable that is the number of people of a kind who are off on a day, by the numbers of both.
    missing, unavoidable
        By day which variables add up to what is missing, shape (days, n_variables), and what is missing in any case, in
        thousandths of an agent and intervals.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule], kind: str, by: By) -> None:
        built = build(problem, rules)
        whole = linear_program(built.model)
        ownership = find_ownership(built, whole)
        sum_of = merge_alike(whole, ownership).sum_of
        owned = _owned(ownership.owner_of_variable)
        alike: dict[int, list[int]] = defaultdict(list)
        for owner, own in owned.items():
            alike[int(sum_of[own[0]])].append(owner)
        groups = sorted(alike.values(), key=len, reverse=True)
        self._counts: list[int] = []
        self.kinds: list[Employee] = []
        of_group: Counter[str] = Counter()
        may_be_off: list[int] = []
        for people in groups:
            person = problem.employees[people[0]]
            is_free = not np.any(whole.lower[owned[people[0]]])
            belongs = groups_of(person, by)
            if is_free and any(of_group[group] < _MOST_KINDS for group in belongs):
                of_group.update(belongs)
                may_be_off.append(people[0])
                self.kinds.append(person)
                self._counts.append(len(people))
        # One of each kind stands for all of it.
        size = {people[0]: len(people) for people in groups}
        of_column, of_row = ownership.owner_of_variable, ownership.owner_of_row
        columns = np.flatnonzero((of_column == SHARED) | np.isin(of_column, list(size)))
        rows = np.flatnonzero((of_row == SHARED) | np.isin(of_row, list(size)))
        times_column = np.array([size.get(owner, 1) for owner in of_column[columns].tolist()])
        times_row = np.array([size.get(owner, 1) for owner in of_row[rows].tolist()])
        part = whole.matrix[rows][:, columns].tocsr()
        place = {int(column): n for n, column in enumerate(columns)}
        choice = {
            (employee, day, code): place[variable.index]
            for employee, day, code, variable in built.works
            if variable.index in place
        }
        may_work = {(employee, day) for employee, day, _, _ in built.works}
        who = [
            (n, day)
            for n, person in enumerate(self.kinds)
            for day in range(problem.horizon.days)
            if (person.employee_id, day) in may_work
        ]
        away = _Away(problem, rules, self.kinds, who, kind)
        n_a, n_b = part.shape[1], away.program.n_variables
        self.weight_of = {of: n_a + n_b + len(self.kinds) + number for number, of in enumerate(who)}
        n_all = n_a + n_b + len(self.kinds) + len(who)
        block = _Rows(n_all)
        # What links people: whoever is off another day counts as the one of the kind who is not.
        is_shared = of_row[rows] == SHARED
        shared = part[np.flatnonzero(is_shared)].tocsc()
        at, of, values = [], [], []
        for column, (n, day, code) in away.choices.items():
            known = choice.get((self.kinds[n].employee_id, day, code))
            if known is not None:
                entries = slice(shared.indptr[known], shared.indptr[known + 1])
                at.append(shared.indices[entries])
                of.append(np.full(len(shared.indices[entries]), n_a + column))
                values.append(shared.data[entries])
        more = (
            coo_matrix(
                (np.concatenate(values), (np.concatenate(at), np.concatenate(of))), shape=(shared.shape[0], n_all)
            )
            if values
            else None
        )
        block.add(shared, whole.row_lower[rows][is_shared], whole.row_upper[rows][is_shared], 0, also=more)
        number_of = {owner: n for n, owner in enumerate(may_be_off)}
        weight = np.array([number_of.get(owner, -1) for owner in of_row[rows].tolist()])
        plain = np.flatnonzero(~is_shared & (weight < 0))
        low, high = whole.row_lower[rows], whole.row_upper[rows]
        block.add(part[plain], (low * times_row)[plain], (high * times_row)[plain], 0)
        scaled = np.flatnonzero(~is_shared & (weight >= 0))
        block.scale(part[scaled], low[scaled], high[scaled], 0, n_a + n_b + weight[scaled])
        block.scale(
            away.program.matrix,
            away.program.row_lower,
            away.program.row_upper,
            n_a,
            n_a + n_b + len(self.kinds) + away.owner_of_row,
        )
        total = coo_matrix(
            (
                np.ones(len(self.kinds) + len(self.weight_of)),
                (
                    [*range(len(self.kinds)), *(n for n, _ in self.weight_of)],
                    [*(n_a + n_b + n for n in range(len(self.kinds))), *self.weight_of.values()],
                ),
            ),
            shape=(len(self.kinds), n_all),
        )
        counts = np.array(self._counts, dtype=float)
        block.add(total, counts, counts, 0)
        upper = np.zeros(n_all)
        upper[:n_a] = whole.upper[columns] * times_column
        largest = float(max(self._counts, default=0))
        upper[n_a : n_a + n_b] = away.program.upper * largest
        upper[n_a + n_b : n_a + n_b + len(self.kinds)] = counts
        lower = np.zeros(n_all)
        lower[:n_a] = whole.lower[columns] * times_column
        # A count may be larger than without those who stand for others.
        cost = np.zeros(n_all)
        cost[:n_a] = whole.cost[columns]
        self.program = LinearProgram(lower, upper, cost, whole.offset, *block.assembled())
        intervals = first_intervals(problem)
        self.missing = np.zeros((problem.horizon.days, n_all))
        self._missing_at: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for (queue, interval, _), variable in built.missing.items():
            day = int(np.searchsorted(intervals, interval, side="right")) - 1
            self.missing[day, place[variable.index]] = 1.0
            self._missing_at[queue].append((interval, place[variable.index]))
        self.unavoidable = np.zeros(problem.horizon.days)
        self._unavoidable_of = {queue: np.zeros(problem.horizon.n_intervals) for queue in problem.demand.queues}
        for queue, needs in problem.demand.queues.items():
            for interval in np.flatnonzero(needs.required_permille).tolist():
                day = int(np.searchsorted(intervals, interval, side="right")) - 1
                most = built.service.most_effective(queue, interval)
                lacking = max(0, int(needs.required_permille[interval]) - most)
                self.unavoidable[day] += lacking
                self._unavoidable_of[queue][interval] = lacking

    def missing_of(self, queue: str, found: Relaxation) -> Floats:
        """What is missing of a queue in each interval, in thousandths of an agent."""
        missing = self._unavoidable_of[queue].copy()
        for interval, column in self._missing_at[queue]:
            missing[interval] += found.values[column]
        return missing

    def relaxed(self, columns: Sequence[int] = ()) -> Relaxation | None:
        """The cheapest week with nobody off besides, or with one of these."""
        if not columns:
            return relax(self.program)
        matrix, low, high = self._with_row(
            np.isin(np.arange(self.program.n_variables), columns).astype(float), 1.0, 1.0
        )
        return relax(replace(self.program, upper=self._open(columns), matrix=matrix, row_lower=low, row_upper=high))

    def count(self, columns: Sequence[int]) -> int:
        """How many people stand in the program as these."""
        return sum(self._counts[n] for (n, _), column in self.weight_of.items() if column in columns)

    def _open(self, columns: Sequence[int]) -> Floats:
        """Upper bounds with which all of these may be off."""
        upper = self.program.upper.copy()
        for (n, _), column in self.weight_of.items():
            if column in columns:
                upper[column] = self._counts[n]
        return upper

    def _with_row(self, row: Floats, low: float, high: float) -> tuple[csr_matrix, Floats, Floats]:
        program = self.program
        matrix = csr_matrix(vstack([program.matrix, csr_matrix(row)]))
        return matrix, np.append(program.row_lower, low), np.append(program.row_upper, high)

    def most(self, columns: Sequence[int], day: int = 0, missing: float = np.inf) -> int | None:
        """How many more may be off, so much being missing on a day at most; None: not known."""
        program, cost = self.program, np.zeros(self.program.n_variables)
        cost[list(columns)] = -1.0
        rows = program.matrix, program.row_lower, program.row_upper
        if np.isfinite(missing):
            left = missing - self.unavoidable[day]
            rows = self._with_row(self.missing[day], -np.inf, left * (1 + LESS) + LESS)
        found = relax(LinearProgram(program.lower, self._open(columns), cost, 0.0, *rows))
        return None if found is None else int(np.floor(-found.value + LESS))


class _Away:
    """Somebody of each kind on each day of a week off: blocks of a linear program that meet nobody.

    Attributes
    ----------
    program
        Of all of them.
    owner_of_row
        For each row its block.
    choices
        For each variable that is a choice the kind, day and shift.
    """

    def __init__(
        self,
        problem: Problem,
        rules: Sequence[Rule],
        kinds: Sequence[Employee],
        who: Sequence[tuple[int, int]],
        kind: str,
    ) -> None:
        days = [[day for n, day in who if n == number] for number, _ in enumerate(kinds)]
        of_person = {person.employee_id: n for n, person in enumerate(kinds)}
        names = {(n, day): f"{kinds[n].employee_id}@{day}" for n, day in who}

        def copies(records: Sequence[Any]) -> list[Any]:
            return [
                record.model_copy(update={"employee_id": names[of_person[record.employee_id], day]})
                for record in records
                if record.employee_id in of_person
                for day in days[of_person[record.employee_id]]
            ]

        def rows(roster: Roster) -> Roster:
            own = [
                replace(row, employee_id=names[of_person[row.employee_id], day])
                for row in roster.assignments
                if row.employee_id in of_person
                for day in days[of_person[row.employee_id]]
            ]
            return Roster.of([*roster.assignments, *own])

        absent = [
            Absence(employee_id=names[of], first_day=on, last_day=on, kind=kind)
            for of in who
            for on in (problem.horizon.date_of(of[1]),)
        ]
        cloned = problem.replace(
            employees=tuple(kinds[n].model_copy(update={"employee_id": names[n, day]}) for n, day in who),
            employments=tuple(copies(problem.employments)),
            absences=(*copies(problem.absences), *absent),
            requests=tuple(copies(problem.requests)),
            locks=tuple(copies(problem.locks)),
            previous=rows(problem.previous),
            following=rows(problem.following),
            history=(),
        )
        built = build(cloned, [rule for rule in rules if rule.weight is None and not rule.couples_people])
        self.program = linear_program(built.model)
        self.owner_of_row = find_ownership(built, self.program).owner_of_row
        number = {name: of for of, name in names.items()}
        self.choices = {
            variable.index: (number[employee][0], day, code)
            for employee, day, code, variable in built.works
            if variable.index < self.program.n_variables
        }


class _Rows:
    """Rows of a linear program, as they are put together."""

    def __init__(self, n_columns: int) -> None:
        self._n = n_columns
        self._parts: list[csr_matrix] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []

    def add(self, matrix: Any, low: Floats, high: Floats, first: int, also: Any = None) -> None:
        """Rows whose columns begin at one of all; and what else stands in them."""
        wide = matrix.tocoo()
        wide = coo_matrix((wide.data, (wide.row, wide.col + first)), shape=(wide.shape[0], self._n)).tocsr()
        self._parts.append(wide if also is None else wide + also.tocsr())
        self._low.append(low)
        self._high.append(high)

    def scale(self, matrix: Any, low: Floats, high: Floats, first: int, weights: NDArray[np.int64]) -> None:
        """Rows whose sides are multiplied by a variable each."""
        for side, is_low in ((low, True), (high, False)):
            rows = np.flatnonzero(np.isfinite(side))
            zero, open_side = np.zeros(len(rows)), np.full(len(rows), np.inf)
            weighing = coo_matrix((-side[rows], (np.arange(len(rows)), weights[rows])), shape=(len(rows), self._n))
            self.add(matrix[rows], zero if is_low else -open_side, open_side if is_low else zero, first, also=weighing)

    def assembled(self) -> tuple[csr_matrix, Floats, Floats]:
        """Matrix and sides."""
        return csr_matrix(vstack(self._parts)), np.concatenate(self._low), np.concatenate(self._high)


def _owned(owners: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """The places of each owner."""
    return {int(owner): np.flatnonzero(owners == owner) for owner in np.unique(owners) if owner != SHARED}
