"""A roster for thousands of people: counts first, then people who add up to them.

With prices on the linking rows (`sample.py`), most people have many weeks that cost nearly the same, so that what they
add up to can be steered. Each part of the counts is first made integer, near the relaxation; then everybody in turn
takes the week that is cheapest by these prices, with a push toward the counts that still miss people. The push grows
from turn to turn. A turn takes a fraction of a millisecond a person, and what the counts miss in the end does not grow
with the number of people: the larger the crowd, the smaller the gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.large_scale.completion import complete_choices
from scheduler.solve.large_scale.fix_and_optimize import FixAndOptimize
from scheduler.solve.large_scale.sample import (
    SAMPLE_PEOPLE,
    Sampled,
    alone,
    price_bound,
    price_sample,
    reduced_cost,
    weights_of,
)
from scheduler.solve.linear.dispatch import Workers, solve_all
from scheduler.solve.linear.mip import Job, Limits
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, enumerate_patterns
from scheduler.solve.strategy import SearchTask

_TARGET_SECONDS = 3.0
_TARGET_GAP = 1e-4
_TURNS = 12
# The push in points a person and head missing, and its growth from turn to turn.
_FIRST_PUSH = 30.0
_GROWTH = 1.6


def assign(
    structure: Structure,
    patterns: Sequence[WeeklyPatterns],
    sampled: Sampled,
    best: Incumbent,
    workers: Workers,
    seed: int,
) -> NDArray[np.int64] | None:
    """A roster near the relaxation of the sample, shape (n_variables,); None where the counts cannot follow it.

    Parameters
    ----------
    structure, patterns
        The linear program, and what each person may work.
    sampled
        Prices, and the counts to come near to.
    best
        Says when to stop.
    workers
        Who solves the components of the counts.
    seed
        Of the order in which people take their turns.
    """
    reduced = reduced_cost(structure, sampled.prices)
    counts = _integer_counts(structure, reduced, sampled.counts, workers)
    missing = _missing(structure, counts)
    random = np.random.default_rng(seed)
    chosen = _take_turns(structure, patterns, reduced, missing, lambda: not best.is_over, random)
    choices = [listed.variables(pattern) for listed, pattern in zip(patterns, chosen.tolist(), strict=True)]
    return complete_choices(structure, np.concatenate(choices), workers)


def _integer_counts(
    structure: Structure, reduced: NDArray[np.float64], relaxed: NDArray[np.float64], workers: Workers
) -> NDArray[np.float64]:
    """Counts of each component that are integer where they have to be, next to those of the relaxation."""
    parts, jobs = [], []
    for component in structure.linking.components:
        part = alone(structure, component, reduced)
        near, is_linked = relaxed[part.columns], structure.linking.is_linked[part.columns]
        lower, upper = part.program.lower, part.program.upper
        floor, ceiling = np.clip([np.floor(near + 1e-6), np.ceil(near - 1e-6)], lower, upper)
        program = replace(
            part.program, lower=np.where(is_linked, floor, lower), upper=np.where(is_linked, ceiling, upper)
        )
        parts.append(part)
        jobs.append(Job(program, is_linked | structure.is_meal[part.columns]))
    counts = relaxed.copy()
    found = solve_all(jobs, Limits(_TARGET_SECONDS, gap=_TARGET_GAP, absolute_gap=None), workers)
    for part, values in zip(parts, found, strict=True):
        if values is not None:  # else no integer counts are that near: people come near to the relaxation
            counts[part.columns] = values
    return counts


Missing = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _missing(structure: Structure, counts: NDArray[np.float64]) -> Missing:
    """Says for what people add up to in each linking row how much of it the counts miss; below zero: too much."""
    program, linking = structure.program, structure.linking
    by_counts = program.matrix[linking.rows] @ np.where(linking.is_count, counts, 0.0)
    lower, upper = program.row_lower[linking.rows] - by_counts, program.row_upper[linking.rows] - by_counts

    def missing(activity: NDArray[np.float64]) -> NDArray[np.float64]:
        result: NDArray[np.float64] = np.clip(activity, lower, upper) - activity
        return result

    return missing


def _take_turns(
    structure: Structure,
    patterns: Sequence[WeeklyPatterns],
    reduced: NDArray[np.float64],
    missing: Missing,
    go_on: Callable[[], bool],
    random: np.random.Generator,
) -> NDArray[np.int64]:
    """The number of everybody's week after all turns."""
    people = structure.linking.people
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


class LargeScaleStrategy:
    """Counts first, then very many people who add up to them."""

    has_pieces: ClassVar[bool] = True

    def supports(self, task: SearchTask) -> bool:
        """Whether there are very many people for one week, who meet in their choices alone; it goes by the clock."""
        is_for_one_week = not task.is_small and task.is_listed and len(task.structure.weeks) == 1
        return (
            is_for_one_week
            and not task.options.deterministic
            and task.structure.n_people >= task.parameters.large_scale_people
            and task.structure.linking.is_of_choices
        )

    def search(self, task: SearchTask) -> bool:
        """Search until the limits; nothing is found where this way is not open, and that is no proof."""
        workers = Workers(task.cluster, task.options.workers)
        if _start(task, workers):
            FixAndOptimize(task.built, task.structure, workers, task.options.seed).improve(task.best)
        return False


def _start(task: SearchTask, workers: Workers) -> bool:
    """Offer a bound and a first roster; False where people's weeks cannot be listed, or the counts cannot follow."""
    structure, best, ownership = task.structure, task.best, task.structure.ownership
    employees = task.built.problem.employees
    patterns = enumerate_patterns(structure, task.parameters.week.most_patterns, best.patience_seconds)
    if patterns is None or any(len(person.picks) == 0 for person in patterns):
        return False  # where somebody has no week at all, the search will say so
    kinds = _alike(
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
    n_choices = np.bincount(ownership.owner_of_variable[ownership.is_choice], minlength=len(employees))
    sampled = price_sample(structure, weights_of(kinds, n_choices, SAMPLE_PEOPLE), best.patience_seconds)
    if sampled is None:
        return False
    bound = price_bound(structure, patterns, sampled.prices)
    best.raise_bound(bound, "prices of a sample (Lagrange, HiGHS)", "bound")
    values = assign(structure, patterns, sampled, best, workers, task.options.seed)
    return values is not None and best.offer_solution(structure.program, values, "start")


def _alike(keys: Sequence[object]) -> list[NDArray[np.int64]]:
    """Places of equal keys, in the order in which the keys first come."""
    kinds: dict[object, list[int]] = {}
    for place, key in enumerate(keys):
        kinds.setdefault(key, []).append(place)
    return [np.array(places) for places in kinds.values()]
