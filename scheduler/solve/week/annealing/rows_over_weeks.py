"""Reads rows of people's own that reach over several weeks, such as shares of nights, as tables of what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from scheduler.solve.linear.linking import connected
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.slacks_of_weeks import Rows, Slacks, UnlistableError
from scheduler.solve.linear.structure import Structure, range_of_rows
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns
from scheduler.solve.week.annealing.layout import TOO_DEAR, Numbers, Reals

_MOST_POINTS = 20_000
"""A row with more activities than this is none to be tabled."""
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class RowsOverWeeks:
    """The rows, and which picks they count.

    Attributes
    ----------
    first, row, factor
        [p, d, k]: where the rows begin that count this pick, up to those of k + 1; each of them, and by how much it
        counts it.
    table, points
        For each row where activity 0 stands among the points, and what each activity costs.
    """

    first: Numbers
    row: Numbers
    factor: Numbers
    table: Numbers
    points: Reals

    @classmethod
    def none(cls, patterns: Sequence[WeeklyPatterns]) -> RowsOverWeeks:
        """For people who may work this, in one week."""
        n_picks, nothing = count_picks(patterns), np.empty(0, dtype=np.int64)
        first = np.zeros((*n_picks.shape, int(n_picks.max(initial=1)) + 1), dtype=np.int64)
        return cls(first, nothing, nothing, nothing, np.empty(0))

    def activity(self, picks: Numbers) -> Numbers:
        """Where each row stands when everybody has these picks, shape (n_people, n_days)."""
        activity = np.zeros(len(self.table), dtype=np.int64)
        people, days = np.indices(picks.shape)
        at, end = self.first[people, days, picks], self.first[people, days, picks + 1]
        while (is_left := at < end).any():
            np.add.at(activity, self.row[at[is_left]], self.factor[at[is_left]])
            at = at + 1
        return activity


def count_picks(patterns: Sequence[WeeklyPatterns]) -> Numbers:
    """How many picks each person has on each day, the day off among them, shape (n_people, n_days)."""
    return np.array([[len(choices) + 1 for choices in person.choices] for person in patterns], dtype=np.int64)


def find_rows_over_weeks(structure: Structure, week_number: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows of people's own reach over several weeks, or share a slack variable with one that does.

    Parameters
    ----------
    structure
        Of the several weeks.
    week_number
        The number of each variable's week, shape (n_variables,).
    """
    program, ownership = structure.program, structure.ownership
    entries = program.matrix.tocoo()
    least, most = range_of_rows(entries, week_number, week_number)
    is_own = ownership.owner_of_row != SHARED
    component, _ = connected(program.matrix[:, ownership.is_slack])
    found: NDArray[np.bool_] = is_own & np.isin(component, component[is_own & (least < most)])
    return found


def read_rows_over_weeks(
    structure: Structure, is_over_weeks: NDArray[np.bool_], patterns: Sequence[WeeklyPatterns]
) -> RowsOverWeeks:
    """The tables of these rows.

    Parameters
    ----------
    structure
        Of the several weeks.
    is_over_weeks
        Which rows, shape (n_rows,).
    patterns
        What each person may work in each week, by the variables of the several weeks.

    Raises
    ------
    UnlistableError
        Rows that share a slack variable count different choices, or a row has too many activities.
    """
    program, ownership = structure.program, structure.ownership
    n_picks = count_picks(patterns)
    n_people, n_days, width = *n_picks.shape, int(n_picks.max(initial=1))
    place = np.full(program.n_variables, -1, dtype=np.int64)
    for number, person in enumerate(patterns):
        for day, choices in enumerate(person.choices):
            place[choices] = (number * n_days + day) * width + np.arange(1, len(choices) + 1)
    rows = np.flatnonzero(is_over_weeks)
    matrix: csr_matrix = program.matrix[rows]
    on_choices, slacks = (csr_matrix(matrix[:, of]) for of in (ownership.is_choice, ownership.is_slack))
    place, slack_variables = place[ownership.is_choice], np.flatnonzero(ownership.is_slack)
    labels, component = np.unique(connected(slacks)[0], return_inverse=True)
    n_components = len(labels)
    order = np.argsort(component, kind="stable")
    borders = np.searchsorted(component[order], np.arange(n_components + 1))
    known: dict[bytes, Reals] = {}
    tables, points, entries = [], [], []
    n_points = 0
    for number in range(n_components):
        together = order[borders[number] : borders[number + 1]]
        choices, factors, sides = _same_choices(on_choices, together)
        at = place[choices]
        if np.any(at < 0):
            raise UnlistableError("a row over several weeks counts a choice that is in no week")
        least, most = _range(at // width, factors)
        if most - least > _MOST_POINTS:
            raise UnlistableError("a row over several weeks has too many activities")
        own_slacks, on_slacks = _dense(slacks, together)
        variables = slack_variables[own_slacks]
        bounds = program.cost[variables], program.lower[variables], program.upper[variables]
        limits = program.row_lower[rows[together]], program.row_upper[rows[together]]
        key = b"|".join(part.tobytes() for part in (np.array([least, most]), sides, on_slacks, *bounds, *limits))
        if key not in known:
            sums = np.outer(sides, np.arange(least, most + 1))
            own_rows = Rows(sums, on_slacks, *limits)
            known[key] = _points(
                own_rows, Slacks(variables, *bounds, own_rows, np.zeros(sums.shape[1], dtype=np.int64))
            )
        tables.append(n_points - least)
        points.append(known[key])
        n_points += len(known[key])
        entries.append(np.stack([at, np.full(len(at), number), factors]))
    at, row, factor = np.hstack([np.empty((3, 0), dtype=np.int64), *entries]).astype(np.int64)
    order = np.argsort(at, kind="stable")
    begins = np.searchsorted(at[order], np.arange(n_people * n_days * width + 1))
    cells = np.arange(n_people * n_days).reshape(n_people, n_days, 1) * width
    first = begins[cells + np.arange(width + 1)]
    return RowsOverWeeks(
        first, row[order], factor[order], np.array(tables, dtype=np.int64), np.concatenate([np.empty(0), *points])
    )


def _dense(matrix: csr_matrix, rows: Numbers) -> tuple[Numbers, Reals]:
    """The columns that these rows touch, and what they have there; asking the matrix takes ten times as long."""
    spans = [slice(matrix.indptr[row], matrix.indptr[row + 1]) for row in rows]
    columns, at = np.unique(np.concatenate([matrix.indices[span] for span in spans]), return_inverse=True)
    dense = np.zeros((len(rows), len(columns)))
    of_row = np.repeat(np.arange(len(rows)), [span.stop - span.start for span in spans])
    dense[of_row, at] = np.concatenate([matrix.data[span] for span in spans])
    return columns.astype(np.int64), dense


def _same_choices(matrix: csr_matrix, rows: Numbers) -> tuple[Numbers, Numbers, Reals]:
    """The choices that all these rows count, whole numbers by which they do, and what each row makes of their sum."""
    choices, dense = _dense(matrix, rows)
    if not len(choices):
        raise UnlistableError("a row over several weeks counts no choice")
    whole = np.round(dense[0]).astype(np.int64)
    unit = int(np.gcd.reduce(whole))
    if not unit or np.abs(dense[0] - whole).max() > _TOLERANCE:
        raise UnlistableError("a row over several weeks counts choices by parts of them")
    factors = whole // unit
    first = int(np.argmax(factors != 0))
    sides = dense[:, first] / factors[first]
    if np.abs(dense - np.outer(sides, factors)).max() > _TOLERANCE:
        raise UnlistableError("rows over several weeks that share a slack variable count different choices")
    return choices, factors, sides


def _points(rows: Rows, slacks: Slacks) -> Reals:
    """What each activity costs, one a column of the rows."""
    if not len(slacks.cost):
        keeps = (rows.on_choices >= rows.lower[:, None] - _TOLERANCE) & (
            rows.on_choices <= rows.upper[:, None] + _TOLERANCE
        )
        return np.where(keeps.all(axis=0), 0.0, TOO_DEAR)
    cheapest = slacks.least(np.arange(1, rows.on_choices.shape[1] + 1)[:, None]) @ slacks.cost
    return np.where(np.isnan(cheapest), TOO_DEAR, cheapest)


def _range(days: Numbers, factors: Numbers) -> tuple[int, int]:
    """The least and the most that such choices can add up to, one of each day at most."""
    order = np.argsort(days, kind="stable")
    begins = np.flatnonzero(np.diff(days[order], prepend=-1))
    least = np.minimum(np.minimum.reduceat(factors[order], begins), 0).sum()
    most = np.maximum(np.maximum.reduceat(factors[order], begins), 0).sum()
    return int(least), int(most)
