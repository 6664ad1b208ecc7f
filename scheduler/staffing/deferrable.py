"""Work that may wait fills the hours in which its people have most time: beside the calls, and beside each other.

Where shifts overlap there are more people than at the ends of the day, and on days on which the same people take calls
as well, the phones need them at some hours more than at others. Work is placed where most people are left over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.arrays import FloatArray
from scheduler.staffing.levelling import level_work

Presence = Mapping[tuple[str, ...], FloatArray]
"""Reference agents who are usually there, by the queues they can serve, shape (7, intervals a day), Monday first."""


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """Work of one queue; arrays have shape (n,).

    Attributes
    ----------
    erlangs
        Load that arrives in each interval.
    is_open
        Where it is done.
    deadline_intervals
        Open intervals within which it is done.
    agents_per_erlang
        Reference agents to schedule for each erlang.
    """

    erlangs: FloatArray
    is_open: NDArray[np.bool_]
    deadline_intervals: int
    agents_per_erlang: FloatArray


def place_work(
    work: Mapping[str, Work],
    calls: Mapping[str, FloatArray],
    presence: Presence,
    weekday: NDArray[np.int64],
    slot: NDArray[np.int64],
) -> dict[str, FloatArray]:
    """When each queue's work is done, within its deadline.

    First each queue's work is levelled against the presence of the people who can do it: no more people at once are
    then needed than there are, or as few more as the deadlines allow. Below this limit it is levelled again, now
    against everything that these people and those who help them have to do: required agents for calls and for
    other work, less the people who are there. So it lies where most of them are left over.

    The queues take turns, the shortest deadline first. Each turn is exact, given what the others do.

    Parameters
    ----------
    work
        By queue.
    calls
        Required agents of the queues of calls, shape (n,).
    presence
        Who is usually there. A queue that nobody among them serves is levelled by itself.
    weekday
        Of each interval, shape (n,), Monday 0.
    slot
        Which of a day's intervals each has its time of day from, shape (n,).

    Returns
    -------
    By queue, the load worked on in each interval, in erlangs, shape (n,).
    """
    order = sorted(work, key=lambda name: work[name].deadline_intervals)
    linked = {name: [_linked(name, presence, day) for day in range(7)] for name in order}

    def on_linked_days(name: str, of: Mapping[str, FloatArray]) -> FloatArray:
        """Sum over the queues that people share with this one, on the days on which they do."""
        total = np.zeros(len(weekday))
        for other, amount in of.items():
            if other != name:
                shares = np.array([other in queues for queues in linked[name]])
                total += np.where(shares[weekday], amount, 0.0)
        return total

    def there(name: str, queues: Collection[str]) -> FloatArray:
        """People who serve any of these queues, on the days on which they are linked to this one."""
        total = np.zeros(len(weekday))
        for served, week in presence.items():
            shares = np.array([bool(day.intersection(served, queues)) for day in linked[name]])
            total += np.where(shares[weekday], week[weekday, slot], 0.0)
        return total

    own = {name: there(name, work) for name in order}
    placed = {name: np.zeros(len(weekday)) for name in order}  # in required agents

    def place(name: str, busy: FloatArray, most: FloatArray | None) -> None:
        queue = work[name]
        per_agent = 1.0 / queue.agents_per_erlang
        placed[name] = queue.agents_per_erlang * level_work(
            queue.erlangs,
            queue.is_open,
            queue.deadline_intervals,
            busy=busy * per_agent,
            most=None if most is None else most * per_agent,
        )

    for name in order:
        place(name, on_linked_days(name, placed) - own[name], None)
    limit = {}
    for name in order:
        over = (placed[name] + on_linked_days(name, placed) - own[name])[work[name].is_open]
        limit[name] = own[name] + max(float(over.max(initial=0.0)), 0.0)
    for name in order:
        others = on_linked_days(name, placed)
        everybody = there(name, set(work) | set(calls))
        if everybody.any():
            # Never less than the first round took: the others may have used the limit up.
            most = np.maximum(limit[name] - others, placed[name])
            place(name, on_linked_days(name, calls) + others - everybody, most)
    return {name: placed[name] / work[name].agents_per_erlang for name in order}


def _linked(name: str, presence: Presence, day: int) -> set[str]:
    """Queues between which people can be moved on a weekday, over as many steps as it takes, from this one on."""
    linked = {name}
    groups = [set(queues) for queues, week in presence.items() if week[day].any()]
    while True:
        more = linked.union(*(group for group in groups if group & linked))
        if more == linked:
            return linked
        linked = more
