"""Where people meet: the rows that people and counts share, and the parts into which the counts fall.

Of the twin, a person's own rows are one block (`blocks.py`). What is left are counts, meal breaks and service. These
fall into parts that share no row, as a rule one a day, for what is served on one day does not depend on another. The
*meetings* are the rows in which people and a part meet, such as the sums that make head counts.

With a price on every meeting, people and parts part company: the cheapest week of each person and the cheapest counts
of each part, by these prices, together cost no more than any roster. That is the Lagrangian bound. It holds for any
prices, so they may be estimated from a sample; what they are applied to is everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from scheduler.solve.blocks import NOBODY, Split
from scheduler.solve.interior import priced_sides, valid_duals
from scheduler.solve.linear.mip import Job, Limits, solve
from scheduler.solve.patterns import CannotEnumerateError, Weeks
from scheduler.solve.twin import LinearTwin


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Counts that share no row with other counts: numbers of variables, of own rows, and places in `meetings`."""

    variables: NDArray[np.int64]
    rows: NDArray[np.int64]
    meetings: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Coupling:
    """Where people meet.

    Attributes
    ----------
    meetings
        Numbers of the rows that touch people and perhaps counts.
    people
        Those rows over the variables of people, shape (n_meetings, n_variables).
    is_count, is_met
        Which variables are counts, and which counts stand in a meeting.
    parts
        Into which the counts fall; a meeting is in one part, or in none where it has no counts.
    """

    meetings: NDArray[np.int64]
    people: csr_matrix
    is_count: NDArray[np.bool_]
    is_met: NDArray[np.bool_]
    parts: tuple[Part, ...]


def find_coupling(twin: LinearTwin, owners: Split) -> Coupling:
    """Read the coupling off the twin.

    Raises
    ------
    CannotEnumerateError
        A meeting touches a help variable of a person, whose price a list of weeks does not know.
    """
    is_personal = owners.owner_of_variable != NOBODY
    shared = np.flatnonzero(owners.owner_of_row == NOBODY)
    counts = np.flatnonzero(~is_personal)
    entries = twin.matrix[shared].tocoo()
    personal = is_personal[entries.col]
    if np.any(owners.choice_of[entries.col[personal]] < 0):
        raise CannotEnumerateError("people meet in something else than their choices")
    is_meeting = np.zeros(len(shared), dtype=bool)
    is_meeting[entries.row[personal]] = True
    place = np.full(len(twin.names), -1, dtype=np.int64)
    place[counts] = np.arange(len(counts))
    links = ~personal
    size = len(shared) + len(counts)
    graph = coo_matrix(
        (np.ones(int(links.sum())), (entries.row[links], len(shared) + place[entries.col[links]])), shape=(size, size)
    )
    _, label = connected_components(graph, directed=False)
    meetings = shared[is_meeting]
    in_meetings = twin.matrix[meetings].tocoo()
    of_people = is_personal[in_meetings.col]
    people = csr_matrix(
        (in_meetings.data[of_people], (in_meetings.row[of_people], in_meetings.col[of_people])),
        shape=(len(meetings), len(twin.names)),
    )
    is_met = np.zeros(len(twin.names), dtype=bool)
    is_met[in_meetings.col[~of_people]] = True
    row_label, count_label = label[: len(shared)], label[len(shared) :]
    return Coupling(
        meetings,
        people,
        ~is_personal,
        is_met,
        tuple(
            Part(counts[of_part], shared[~is_meeting][of_rows], of_meetings)
            for of_part, of_rows, of_meetings in zip(
                *(
                    _places(labels, label.max(initial=-1) + 1)
                    for labels in (count_label, row_label[~is_meeting], row_label[is_meeting])
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


def without_meetings(twin: LinearTwin, part: Part, cost: NDArray[np.float64]) -> LinearTwin:
    """A part alone, at these costs, whatever people do."""
    return _cut(twin, part.variables, part.rows, cost)


def with_people(twin: LinearTwin, coupling: Coupling, part: Part, activity: NDArray[np.float64]) -> LinearTwin:
    """A part as it is once everybody's week is decided.

    Parameters
    ----------
    activity
        What people's choices add up to in each meeting.
    """
    cut = _cut(twin, part.variables, np.concatenate([part.rows, coupling.meetings[part.meetings]]), twin.cost)
    by_people = np.concatenate([np.zeros(len(part.rows)), activity[part.meetings]])
    return LinearTwin(
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
    twin: LinearTwin, variables: NDArray[np.int64], rows: NDArray[np.int64], cost: NDArray[np.float64]
) -> LinearTwin:
    return LinearTwin(
        [""] * len(variables),
        twin.lower[variables],
        twin.upper[variables],
        cost[variables],
        0.0,
        twin.matrix[rows][:, variables].tocsr(),
        twin.row_lower[rows],
        twin.row_upper[rows],
    )


def price_bound(twin: LinearTwin, coupling: Coupling, weeks: Sequence[Weeks], prices: NDArray[np.float64]) -> float:
    """A cost that no roster goes below, by prices on the meetings.

    Parameters
    ----------
    weeks
        Of everybody.
    prices
        A point for each unit of each meeting; any prices give a bound, good ones a good bound.
    """
    duals = np.zeros(len(twin.row_lower))
    duals[coupling.meetings] = prices
    duals = valid_duals(twin, duals)
    reduced = reduced_cost(twin, coupling, duals[coupling.meetings])
    total = twin.offset + float(duals @ priced_sides(twin, duals))
    total += sum(float(listed.value(reduced).min()) for listed in weeks)
    for part in coupling.parts:
        total += solve(Job(without_meetings(twin, part, reduced), whole=False)).bound
    return total


def reduced_cost(twin: LinearTwin, coupling: Coupling, prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cost of every variable less what it brings at these prices."""
    reduced: NDArray[np.float64] = twin.cost - twin.matrix[coupling.meetings].T @ prices
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
