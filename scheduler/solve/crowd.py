"""A roster for thousands of people: counts first, then people who add up to them.

With prices on the meetings (`sample.py`), most people have many weeks that cost nearly the same, so that what they add
up to can be steered. Each part of the counts is first made whole, near the relaxation; then everybody in turn takes the
week that is cheapest by these prices, with a push toward the counts that still miss people. The push grows from turn to
turn. A turn takes a fraction of a millisecond a person, and what the counts miss in the end does not grow with the
number of people: the larger the crowd, the smaller the gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from scheduler.config import Solving
from scheduler.parallel import Cluster, run_pieces
from scheduler.solve.blocks import Split
from scheduler.solve.completion import complete_choices, kinds_of
from scheduler.solve.coupling import (
    Coupling,
    Piece,
    find_coupling,
    price_bound,
    read_values,
    reduced_cost,
    solve_piece,
    without_meetings,
)
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.mip import Job, Limits
from scheduler.solve.neighbourhoods import offer
from scheduler.solve.patterns import CannotEnumerateError, Weeks, enumerate_weeks
from scheduler.solve.sample import SAMPLE_PEOPLE, Sampled, price_sample, weights_of
from scheduler.solve.structure import Structure
from scheduler.solve.twin import LinearTwin
from scheduler.solve.windows import Windows, meal_counts
from scheduler.variables import Build

_TARGET_SECONDS = 3.0
_TARGET_GAP = 1e-4
_TURNS = 12
# The push in points a person and head missing, and its growth from turn to turn.
_FIRST_PUSH = 30.0
_GROWTH = 1.6


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """What the search for a crowd's roster works on; `meals` says which variables count meal breaks."""

    twin: LinearTwin
    owners: Split
    coupling: Coupling
    weeks: Sequence[Weeks]
    meals: NDArray[np.bool_]
    cluster: Cluster | None = None
    workers: int | None = None


def gather(crowd: Crowd, sampled: Sampled, best: Incumbent, seed: int) -> NDArray[np.int64] | None:
    """A roster near the relaxation of the sample; None where the counts cannot follow it.

    Parameters
    ----------
    sampled
        Prices, and the counts to come near to.
    best
        Says when to stop.
    seed
        Of the order in which people take their turns.
    """
    twin, coupling = crowd.twin, crowd.coupling
    reduced = reduced_cost(twin, coupling, sampled.prices)
    counts = _whole_counts(crowd, reduced, sampled.counts, best)
    missing = _missing(twin, coupling, counts)
    chosen = _take_turns(crowd, reduced, missing, lambda: not best.is_over, np.random.default_rng(seed))
    return complete_choices(
        twin,
        crowd.owners,
        coupling,
        crowd.meals,
        np.concatenate([listed.variables(week) for listed, week in zip(crowd.weeks, chosen.tolist(), strict=True)]),
        cluster=crowd.cluster,
        workers=crowd.workers,
    )


def _whole_counts(
    crowd: Crowd, reduced: NDArray[np.float64], relaxed: NDArray[np.float64], best: Incumbent
) -> NDArray[np.float64]:
    """Counts of each part that are whole where they have to be, next to those of the relaxation."""
    pieces = []
    for part in crowd.coupling.parts:
        alone = without_meetings(crowd.twin, part, reduced)
        near, is_met = relaxed[part.variables], crowd.coupling.is_met[part.variables]
        lower = np.where(is_met, np.clip(np.floor(near + 1e-6), alone.lower, alone.upper), alone.lower)
        upper = np.where(is_met, np.clip(np.ceil(near - 1e-6), alone.lower, alone.upper), alone.upper)
        whole = is_met | crowd.meals[part.variables]
        job = Job(replace(alone, lower=lower, upper=upper), whole)
        pieces.append(Piece(job, Limits(_TARGET_SECONDS, gap=_TARGET_GAP, absolute_gap=None)))
    counts = relaxed.copy()
    outcomes = run_pieces(solve_piece, pieces, cluster=crowd.cluster, read=read_values(pieces), workers=crowd.workers)
    for part, outcome in zip(crowd.coupling.parts, outcomes, strict=True):
        if outcome.result is not None:  # else no whole counts are that near: people come near to the relaxation
            counts[part.variables] = outcome.result
    return counts


Missing = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _missing(twin: LinearTwin, coupling: Coupling, counts: NDArray[np.float64]) -> Missing:
    """Says for what people add up to in each meeting how much of it the counts miss; below zero: too much."""
    by_counts = twin.matrix[coupling.meetings] @ np.where(coupling.is_count, counts, 0.0)
    lower, upper = twin.row_lower[coupling.meetings] - by_counts, twin.row_upper[coupling.meetings] - by_counts

    def missing(activity: NDArray[np.float64]) -> NDArray[np.float64]:
        result: NDArray[np.float64] = np.clip(activity, lower, upper) - activity
        return result

    return missing


def _take_turns(
    crowd: Crowd,
    reduced: NDArray[np.float64],
    missing: Missing,
    go_on: Callable[[], bool],
    random: np.random.Generator,
) -> NDArray[np.int64]:
    """The number of everybody's week after all turns."""
    weeks, people = crowd.weeks, crowd.coupling.people
    by_choice = people.tocsc()
    price = reduced.copy()
    chosen = np.array([int(np.argmin(listed.value(reduced))) for listed in weeks])
    taken = np.concatenate([listed.variables(week) for listed, week in zip(weeks, chosen.tolist(), strict=True)])
    activity = np.asarray(people[:, taken].sum(axis=1)).ravel()
    own = [_entries(by_choice, np.concatenate(listed.choices)) for listed in weeks]
    push = _FIRST_PUSH
    for _ in range(_TURNS):
        if not go_on():
            break
        for person in random.permutation(len(weeks)).tolist():
            listed, (columns, rows, amounts) = weeks[person], own[person]
            if not len(columns):
                continue
            before = np.isin(columns, listed.variables(chosen[person]))
            np.subtract.at(activity, rows[before], amounts[before])
            # Half a step on: what is missing once this person has come as well as before.
            wanted = missing(activity + 0.0)[rows] - 0.5 * amounts
            mine = np.concatenate(listed.choices)
            price[mine] = reduced[mine]
            np.subtract.at(price, columns, push * amounts * wanted)
            chosen[person] = int(np.argmin(listed.value(price)))
            after = np.isin(columns, listed.variables(chosen[person]))
            np.add.at(activity, rows[after], amounts[after])
        push *= _GROWTH
    return chosen


def _entries(
    matrix: csc_matrix, columns: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Column, row and value of every entry in these columns."""
    sizes = np.diff(matrix.indptr)[columns]
    starts = matrix.indptr[columns]
    places = np.arange(sizes.sum()) + np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    return np.repeat(columns, sizes), matrix.indices[places].astype(np.int64), matrix.data[places]


def search_crowd(
    built: Build, structure: Structure, best: Incumbent, options: Solving, cluster: Cluster | None
) -> None:
    """Bound, roster and improvements for a crowd, within the limits of `best`; nothing where this way is not open."""
    crowd = _start(built, structure, best, options, cluster)
    if crowd is not None:
        Windows(built, crowd.twin, crowd.owners, crowd.coupling, options, cluster).improve(best)


def _start(
    built: Build, structure: Structure, best: Incumbent, options: Solving, cluster: Cluster | None
) -> Crowd | None:
    """Offer a bound and a first roster; None where people's weeks cannot be listed, or the counts cannot follow."""
    twin, owners = structure.twin, structure.owners
    employees = built.problem.employees
    try:
        coupling = find_coupling(twin, owners)
        weeks = enumerate_weeks(twin, owners, len(employees), best.patience_seconds)
    except CannotEnumerateError:
        return None
    if any(len(person.picks) == 0 for person in weeks):
        return None  # somebody has no week at all: the search will say so
    kinds = kinds_of(
        [
            (
                who.team,
                who.contract,
                who.shifts,
                who.queues,
                who.remote_group,
                who.may_work_nights,
                who.may_work_holidays,
            )
            for who in employees
        ]
    )
    n_choices = np.bincount(owners.owner_of_variable[owners.choice_of >= 0], minlength=len(employees))
    sampled = price_sample(twin, owners, coupling, weights_of(kinds, n_choices, SAMPLE_PEOPLE), best.patience_seconds)
    if sampled is None:
        return None
    best.raise_bound(
        price_bound(twin, coupling, weeks, sampled.prices), "prices of a sample (Lagrange, HiGHS)", "bound"
    )
    crowd = Crowd(twin, owners, coupling, weeks, meal_counts(built, len(twin.names)), cluster, options.workers)
    values = gather(crowd, sampled, best, options.seed)
    return crowd if values is not None and offer(twin, values, best, "start") else None
