"""A roster for thousands of people: counts first, then people who add up to them.

With prices on the linking rows (`sample.py`), most people have many weeks that cost nearly the same, so that what they
add up to can be steered. Each part of the counts is first made integer, near the relaxation; then everybody in turn
takes the week that is cheapest by these prices, with a push toward the counts that still miss people. The push grows
from turn to turn. A turn takes a fraction of a millisecond a person, and what the counts miss in the end does not grow
with the number of people: the larger the crowd, the smaller the gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from scheduler.config import Solving
from scheduler.parallel import Cluster, run_pieces
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.large_scale.fix_and_optimize import Windows, meal_counts
from scheduler.solve.large_scale.sample import SAMPLE_PEOPLE, Sampled, price_sample, weights_of
from scheduler.solve.linear.completion import complete_choices, kinds_of
from scheduler.solve.linear.linking import (
    Linking,
    Piece,
    find_linking,
    price_bound,
    read_values,
    reduced_cost,
    solve_piece,
    without_linking,
)
from scheduler.solve.linear.mip import Job, Limits
from scheduler.solve.linear.ownership import Ownership
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import CannotEnumerateError, WeeklyPatterns, enumerate_patterns
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

    program: LinearProgram
    ownership: Ownership
    linking: Linking
    patterns: Sequence[WeeklyPatterns]
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
    program, linking = crowd.program, crowd.linking
    reduced = reduced_cost(program, linking, sampled.prices)
    counts = _whole_counts(crowd, reduced, sampled.counts, best)
    missing = _missing(program, linking, counts)
    chosen = _take_turns(crowd, reduced, missing, lambda: not best.is_over, np.random.default_rng(seed))
    return complete_choices(
        program,
        crowd.ownership,
        linking,
        crowd.meals,
        np.concatenate(
            [listed.variables(pattern) for listed, pattern in zip(crowd.patterns, chosen.tolist(), strict=True)]
        ),
        cluster=crowd.cluster,
        workers=crowd.workers,
    )


def _whole_counts(
    crowd: Crowd, reduced: NDArray[np.float64], relaxed: NDArray[np.float64], best: Incumbent
) -> NDArray[np.float64]:
    """Counts of each part that are whole where they have to be, next to those of the relaxation."""
    pieces = []
    for part in crowd.linking.parts:
        alone = without_linking(crowd.program, part, reduced)
        near, is_met = relaxed[part.variables], crowd.linking.is_met[part.variables]
        lower = np.where(is_met, np.clip(np.floor(near + 1e-6), alone.lower, alone.upper), alone.lower)
        upper = np.where(is_met, np.clip(np.ceil(near - 1e-6), alone.lower, alone.upper), alone.upper)
        integer = is_met | crowd.meals[part.variables]
        job = Job(replace(alone, lower=lower, upper=upper), integer)
        pieces.append(Piece(job, Limits(_TARGET_SECONDS, gap=_TARGET_GAP, absolute_gap=None)))
    counts = relaxed.copy()
    outcomes = run_pieces(solve_piece, pieces, cluster=crowd.cluster, read=read_values(pieces), workers=crowd.workers)
    for part, outcome in zip(crowd.linking.parts, outcomes, strict=True):
        if outcome.result is not None:  # else no whole counts are that near: people come near to the relaxation
            counts[part.variables] = outcome.result
    return counts


Missing = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _missing(program: LinearProgram, linking: Linking, counts: NDArray[np.float64]) -> Missing:
    """Says for what people add up to in each linking row how much of it the counts miss; below zero: too much."""
    by_counts = program.matrix[linking.linking_rows] @ np.where(linking.is_count, counts, 0.0)
    lower, upper = (
        program.row_lower[linking.linking_rows] - by_counts,
        program.row_upper[linking.linking_rows] - by_counts,
    )

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
    patterns, people = crowd.patterns, crowd.linking.people
    by_choice = people.tocsc()
    price = reduced.copy()
    chosen = np.array([int(np.argmin(listed.value(reduced))) for listed in patterns])
    taken = np.concatenate(
        [listed.variables(pattern) for listed, pattern in zip(patterns, chosen.tolist(), strict=True)]
    )
    activity = np.asarray(people[:, taken].sum(axis=1)).ravel()
    own = [_entries(by_choice, np.concatenate(listed.choices)) for listed in patterns]
    push = _FIRST_PUSH
    for _ in range(_TURNS):
        if not go_on():
            break
        for person in random.permutation(len(patterns)).tolist():
            listed, (columns, rows, amounts) = patterns[person], own[person]
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
        Windows(built, crowd.program, crowd.ownership, crowd.linking, options, cluster).improve(best)


def _start(
    built: Build, structure: Structure, best: Incumbent, options: Solving, cluster: Cluster | None
) -> Crowd | None:
    """Offer a bound and a first roster; None where people's weeks cannot be listed, or the counts cannot follow."""
    program, ownership = structure.program, structure.ownership
    employees = built.problem.employees
    try:
        linking = find_linking(program, ownership)
        patterns = enumerate_patterns(program, ownership, len(employees), best.patience_seconds)
    except CannotEnumerateError:
        return None
    if any(len(person.picks) == 0 for person in patterns):
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
    n_choices = np.bincount(ownership.owner_of_variable[ownership.day_of_choice >= 0], minlength=len(employees))
    sampled = price_sample(
        program, ownership, linking, weights_of(kinds, n_choices, SAMPLE_PEOPLE), best.patience_seconds
    )
    if sampled is None:
        return None
    best.raise_bound(
        price_bound(program, linking, patterns, sampled.prices), "prices of a sample (Lagrange, HiGHS)", "bound"
    )
    crowd = Crowd(
        program, ownership, linking, patterns, meal_counts(built, len(program.names)), cluster, options.workers
    )
    values = gather(crowd, sampled, best, options.seed)
    return crowd if values is not None and best.offer_solution(program, values, "start") else None
