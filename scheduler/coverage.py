"""What a finished roster brings to each queue, measured from its datetimes alone.

Where people can serve several queues, each interval's capacity is divided so that the priced shortfall is least.
What queues can get together is bounded only by the people who serve any of them (a polymatroid), so giving each
next unit to where it is worth most, as long as the bounds allow, is exact: no solver is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from weakref import WeakKeyDictionary, ref

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import minutes_between
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster, WorkMode


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Per queue, arrays of shape (n_intervals,) that are not to be written to.

    Attributes
    ----------
    effective_permille
        Capacity that serves the queue, in thousandths of a reference agent.
    heads
        People present, not on their break or in an activity, and able to serve the queue in the interval. A person who
        can serve two open queues is counted with the home queue.
    on_site
        People with queues who are in the office, those on their break or in an activity included.
    """

    effective_permille: Mapping[str, NDArray[np.int64]]
    heads: Mapping[str, NDArray[np.int64]]
    on_site: NDArray[np.int64]


def measure(problem: Problem, roster: Roster) -> Coverage:
    """Measure a roster's coverage, work carried in from the days before included.

    Assignments of people or shifts that the problem does not know are left out.
    """
    latest = _latest
    if latest is not None and latest.problem() is problem and latest.roster() is roster:
        return latest.coverage
    on_phone, on_site = _present(problem, (*problem.previous.assignments, *roster.assignments))
    demand = problem.demand.queues
    heads = {queue: np.zeros(problem.horizon.n_intervals, dtype=np.int64) for queue in demand}
    for (queues, _), left in on_phone.items():
        for queue in queues:
            if queue in demand:
                counted = left * demand[queue].is_open
                heads[queue] += counted
                left = left - counted
    capacity = _capacity(problem, on_phone)
    coverage = Coverage(divide_capacity(problem, capacity), heads, on_site)
    _keep(problem, roster, coverage)
    return coverage


def capacity_of(problem: Problem, rows: Iterable[Assignment]) -> dict[tuple[str, ...], NDArray[np.int64]]:
    """What rows bring, in thousandths of a reference agent, by the queues that people can serve: it adds up.

    Returns
    -------
    By queues, shape (n_intervals,).
    """
    return _capacity(problem, _present(problem, rows)[0])


_OnPhone = dict[tuple[tuple[str, ...], WorkMode], NDArray[np.int64]]
"""People at work, on no break and in no activity, by interval; by queues that they can serve, and where they are."""


def _capacity(problem: Problem, on_phone: _OnPhone) -> dict[tuple[str, ...], NDArray[np.int64]]:
    capacity: dict[tuple[str, ...], NDArray[np.int64]] = {}
    for (queues, mode), people in on_phone.items():
        capacity[queues] = capacity.get(queues, 0) + people * problem.capacity_permille(mode)
    return capacity


def _present(problem: Problem, rows: Iterable[Assignment]) -> tuple[_OnPhone, NDArray[np.int64]]:
    """Who of these rows is on the phone, and how many people with queues are in the office, by interval."""
    horizon = problem.horizon
    begins, ends = horizon.start, horizon.end
    # People who come at an interval, less those who go: added up, they are how many are there.
    on_site = [0] * (horizon.n_intervals + 1)
    on_phone: dict[tuple[tuple[str, ...], WorkMode], list[int]] = {}
    for row in rows:
        person = problem.employee_on(row.employee_id, row.date)
        if person is None or row.end <= begins or row.start >= ends:
            continue
        queues = problem.queues_on(person, row.date)
        if not queues:
            continue
        first, stop = _span(horizon, row.start, row.end)
        if row.work_mode == "office":
            on_site[first] += 1
            on_site[stop] -= 1
        alike = on_phone.get((queues, row.work_mode))
        if alike is None:
            alike = on_phone[queues, row.work_mode] = [0] * (horizon.n_intervals + 1)
        alike[first] += 1
        alike[stop] -= 1
        spans = [(one.start, one.end) for one in row.activities]
        if row.break_start is not None and row.break_end is not None:
            spans.append((row.break_start, row.break_end))
        missing_until = first  # nobody is missing twice from an interval that a break and an activity share
        for away, back in sorted(_touched(horizon, start, end) for start, end in spans):
            away, back = max(away, missing_until), min(back, stop)
            if away < back:
                alike[away] -= 1
                alike[back] += 1
                missing_until = back
    return {group: np.cumsum(alike[:-1]) for group, alike in on_phone.items()}, np.cumsum(on_site[:-1])


class _Latest(NamedTuple):
    """What was measured last; several rules ask for the same."""

    problem: ref[Problem]
    roster: ref[Roster]
    coverage: Coverage


_latest: _Latest | None = None


def _keep(problem: Problem, roster: Roster, coverage: Coverage) -> None:
    global _latest  # set as a whole, so that threads see one or another
    for counts in (*coverage.effective_permille.values(), *coverage.heads.values(), coverage.on_site):
        counts.flags.writeable = False
    _latest = _Latest(ref(problem), ref(roster), coverage)


def _span(horizon: Horizon, start: datetime, end: datetime) -> tuple[int, int]:
    """The first of the intervals that lie wholly between two times, and the one after the last."""
    minutes = horizon.interval_minutes
    first = -(-minutes_between(horizon.start, start, horizon.zone) // minutes)
    return _in_horizon(horizon, first, minutes_between(horizon.start, end, horizon.zone) // minutes)


def _touched(horizon: Horizon, start: datetime, end: datetime) -> tuple[int, int]:
    """The first of the intervals of which any part lies between two times, and the one after the last."""
    minutes = horizon.interval_minutes
    last = -(-minutes_between(horizon.start, end, horizon.zone) // minutes)
    return _in_horizon(horizon, minutes_between(horizon.start, start, horizon.zone) // minutes, last)


def _in_horizon(horizon: Horizon, first: int, stop: int) -> tuple[int, int]:
    n_intervals = horizon.n_intervals
    first = min(max(0, first), n_intervals)
    return first, min(max(first, stop), n_intervals)


_Divisions = dict[tuple[object, ...], dict[str, int]]
_DIVISIONS: WeakKeyDictionary[Problem, _Divisions] = WeakKeyDictionary()
_MOST_DIVISIONS = 100_000


def divide_capacity(
    problem: Problem,
    capacity: Mapping[tuple[str, ...], NDArray[np.int64]],
    intervals: NDArray[np.int64] | None = None,
) -> dict[str, NDArray[np.int64]]:
    """Divide each interval's capacity between the open queues, so that the priced shortfall is least.

    Parameters
    ----------
    problem
        Which queues there are, and what they miss costs.
    capacity
        In thousandths of a reference agent, of those who can serve exactly these queues, shape (n_intervals,).
    intervals
        Which to divide; None: all. In others the result is of no use.

    Returns
    -------
    By queue, shape (n_intervals,).
    """
    demand = problem.demand.queues
    effective = {queue: np.zeros(problem.horizon.n_intervals, dtype=np.int64) for queue in demand}
    shared: dict[int, dict[tuple[str, ...], int]] = {}
    for queues, amounts in capacity.items():
        known = [queue for queue in queues if queue in demand]
        n_open = sum((demand[queue].is_open.astype(np.int64) for queue in known), np.zeros_like(amounts))
        for queue in known:
            effective[queue] += np.where(demand[queue].is_open & (n_open == 1), amounts, 0)
        is_shared = (n_open > 1) & (amounts != 0)
        for interval in (np.flatnonzero(is_shared) if intervals is None else intervals[is_shared[intervals]]).tolist():
            open_queues = tuple(queue for queue in known if demand[queue].is_open[interval])
            groups = shared.setdefault(interval, {})
            groups[open_queues] = groups.get(open_queues, 0) + int(amounts[interval])
    # Whoever asks asks again, with the same people in most intervals.
    known_divisions = _DIVISIONS.setdefault(problem, {})
    if len(known_divisions) > _MOST_DIVISIONS:
        known_divisions.clear()
    for interval, groups in shared.items():
        own = {queue: int(effective[queue][interval]) for queues in groups for queue in queues}
        what = interval, tuple(sorted(groups.items())), tuple(sorted(own.items()))
        divided = known_divisions.get(what)
        if divided is None:
            divided = known_divisions[what] = _divide_one(problem, interval, groups, own)
        for queue, amount in divided.items():
            effective[queue][interval] += amount
    return effective


def _divide_one(
    problem: Problem, interval: int, groups: Mapping[tuple[str, ...], int], own: Mapping[str, int]
) -> dict[str, int]:
    """Share out the capacity of people with several queues in one interval.

    Parameters
    ----------
    groups
        Capacity of the people who can serve exactly these queues.
    own
        What each of these queues already has from people who serve nothing else.
    """
    queues = sorted(own)
    bit = {queue: 1 << n for n, queue in enumerate(queues)}
    masks = np.arange(1 << len(queues))
    # room[S]: what the queues of S can still get together = capacity of everybody who serves any of them.
    room = np.zeros(len(masks), dtype=np.int64)
    for members, amount in groups.items():
        room += np.where(masks & sum(bit[queue] for queue in members), amount, 0)
    # A view for each queue of the sets that have it: what it gets, none of them can get any more.
    with_queue = {queue: room.reshape(-1, 2, bit[queue])[:, 1] for queue in queues}
    given = dict.fromkeys(queues, 0)
    steps = [
        (-worth, start, queue, width)
        for queue in queues
        for worth, start, width in _worth_of_more(problem, interval, queue, own[queue], int(room[-1]))
    ]
    for _, _, queue, width in sorted(steps):
        sets = with_queue[queue]
        more = min(width, int(sets.min()))
        given[queue] += more
        sets -= more
    return given


def _worth_of_more(problem: Problem, interval: int, queue: str, own: int, most: int) -> list[tuple[int, int, int]]:
    """What more capacity is worth to a queue that already has `own`: (worth, start, width), worth falling."""
    demand = problem.demand
    needs = demand.queues[queue]
    required = int(needs.required_permille[interval])
    bounds = [int(tier.from_share * required) for tier in demand.shortfall_tiers] + [required]
    pieces = [
        (tier.multiplier * int(needs.shortfall_weight[interval]), required - end, required - start)
        for tier, start, end in zip(demand.shortfall_tiers, bounds, bounds[1:], strict=False)
    ]
    free = required + int(demand.surplus_free_share * required)
    pieces += [(0, required, free), (-1, free, own + most)]
    return [(worth, max(start, own), end - max(start, own)) for worth, start, end in pieces if end > max(start, own)]
