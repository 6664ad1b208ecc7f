"""Where people meet: the rows that people and counts share, and the parts into which the counts fall.

Of the program, a person's own rows are one block (`ownership.py`). What is left are counts, meal breaks and service.
These fall into parts that share no row, as a rule one a day, for what is served on one day does not depend on another.
The *linking rows* are those in which people and a part meet, such as the sums that make head counts.

With a price on every linking row, people and parts part company: the cheapest week of each person and the cheapest
counts of each part, by these prices, together cost no more than any roster. That is the Lagrangian bound. It holds for
any prices, so they may be estimated from a sample; what they are applied to is everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from scheduler.solve.linear.duals import priced_sides, valid_duals
from scheduler.solve.linear.mip import Job, Limits, solve
from scheduler.solve.linear.ownership import SHARED, Ownership
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.weekly_patterns import CannotEnumerateError, WeeklyPatterns


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Counts that share no row with other counts: numbers of variables, of own rows, and places in `linking_rows`."""

    variables: NDArray[np.int64]
    rows: NDArray[np.int64]
    linking_rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Linking:
    """Where people meet.

    Attributes
    ----------
    linking_rows
        Numbers of the rows that touch people and perhaps counts.
    people
        Those rows over the variables of people, shape (n_meetings, n_variables).
    is_count, is_met
        Which variables are counts, and which counts stand in a linking row.
    parts
        Into which the counts fall; a linking row is in one part, or in none where it has no counts.
    """

    linking_rows: NDArray[np.int64]
    people: csr_matrix
    is_count: NDArray[np.bool_]
    is_met: NDArray[np.bool_]
    parts: tuple[Part, ...]


def find_linking(program: LinearProgram, ownership: Ownership) -> Linking:
    """Read the coupling off the program.

    Raises
    ------
    CannotEnumerateError
        A linking row touches a slack variable of a person, whose price a list of weeks does not know.
    """
    is_personal = ownership.owner_of_variable != SHARED
    shared = np.flatnonzero(ownership.owner_of_row == SHARED)
    counts = np.flatnonzero(~is_personal)
    entries = program.matrix[shared].tocoo()
    personal = is_personal[entries.col]
    if np.any(ownership.day_of_choice[entries.col[personal]] < 0):
        raise CannotEnumerateError("people meet in something else than their choices")
    is_linking = np.zeros(len(shared), dtype=bool)
    is_linking[entries.row[personal]] = True
    place = np.full(len(program.names), -1, dtype=np.int64)
    place[counts] = np.arange(len(counts))
    links = ~personal
    size = len(shared) + len(counts)
    graph = coo_matrix(
        (np.ones(int(links.sum())), (entries.row[links], len(shared) + place[entries.col[links]])), shape=(size, size)
    )
    _, label = connected_components(graph, directed=False)
    linking_rows = shared[is_linking]
    in_linking = program.matrix[linking_rows].tocoo()
    of_people = is_personal[in_linking.col]
    people = csr_matrix(
        (in_linking.data[of_people], (in_linking.row[of_people], in_linking.col[of_people])),
        shape=(len(linking_rows), len(program.names)),
    )
    is_met = np.zeros(len(program.names), dtype=bool)
    is_met[in_linking.col[~of_people]] = True
    row_label, count_label = label[: len(shared)], label[len(shared) :]
    return Linking(
        linking_rows,
        people,
        ~is_personal,
        is_met,
        tuple(
            Part(counts[of_part], shared[~is_linking][of_rows], of_meetings)
            for of_part, of_rows, of_meetings in zip(
                *(
                    _places(labels, label.max(initial=-1) + 1)
                    for labels in (count_label, row_label[~is_linking], row_label[is_linking])
                ),
                strict=True,
            )
            if len(of_part)
        ),
    )


def _places(labels: NDArray[np.int32], n_labels: int) -> list[NDArray[np.int64]]:
    """For each label its places, in order."""
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.searchsorted(labels[order], np.arange(1, n_labels)))


def without_linking(program: LinearProgram, part: Part, cost: NDArray[np.float64]) -> LinearProgram:
    """A part alone, at these costs, whatever people do."""
    return _cut(program, part.variables, part.rows, cost)


def with_people(program: LinearProgram, linking: Linking, part: Part, activity: NDArray[np.float64]) -> LinearProgram:
    """A part as it is once everybody's week is decided.

    Parameters
    ----------
    activity
        What people's choices add up to in each linking row.
    """
    cut = _cut(
        program, part.variables, np.concatenate([part.rows, linking.linking_rows[part.linking_rows]]), program.cost
    )
    by_people = np.concatenate([np.zeros(len(part.rows)), activity[part.linking_rows]])
    return LinearProgram(
        [""] * len(cut.names),
        cut.lower,
        cut.upper,
        cut.cost,
        cut.offset,
        cut.matrix,
        cut.row_lower - by_people,
        cut.row_upper - by_people,
    )


def _cut(
    program: LinearProgram, variables: NDArray[np.int64], rows: NDArray[np.int64], cost: NDArray[np.float64]
) -> LinearProgram:
    return LinearProgram(
        [""] * len(variables),
        program.lower[variables],
        program.upper[variables],
        cost[variables],
        0.0,
        program.matrix[rows][:, variables].tocsr(),
        program.row_lower[rows],
        program.row_upper[rows],
    )


def price_bound(
    program: LinearProgram, linking: Linking, patterns: Sequence[WeeklyPatterns], prices: NDArray[np.float64]
) -> float:
    """A cost that no roster goes below, by prices on the linking rows.

    Parameters
    ----------
    patterns
        Of everybody.
    prices
        A point for each unit of each linking row; any prices give a bound, good ones a good bound.
    """
    duals = np.zeros(len(program.row_lower))
    duals[linking.linking_rows] = prices
    duals = valid_duals(program, duals)
    reduced = reduced_cost(program, linking, duals[linking.linking_rows])
    total = program.offset + float(duals @ priced_sides(program, duals))
    total += sum(float(listed.value(reduced).min()) for listed in patterns)
    for part in linking.parts:
        total += solve(Job(without_linking(program, part, reduced), integer=False)).bound
    return total


def reduced_cost(program: LinearProgram, linking: Linking, prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cost of every variable less what it brings at these prices."""
    reduced: NDArray[np.float64] = program.cost - program.matrix[linking.linking_rows].T @ prices
    return reduced


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A program to be solved somewhere, and how long and close to look."""

    job: Job
    limits: Limits


def solve_piece(piece: Piece) -> NDArray[np.float64] | None:
    """The best values found; None where none were."""
    return solve(piece.job, piece.limits).values


def read_values(pieces: Sequence[Piece]) -> Callable[[int, object], NDArray[np.float64] | None]:
    """What makes values of a piece's number and the plain data that came for it; refuses what are none."""

    def read(number: int, data: object) -> NDArray[np.float64] | None:
        if data is None:
            return None
        values = np.asarray(data)
        if values.shape != (len(pieces[number].job.program.names),) or values.dtype != np.float64:
            raise ValueError("as many numbers were asked for as the piece has variables")
        if not np.isfinite(values).all():
            raise ValueError("a value is no number")
        return values

    return read
