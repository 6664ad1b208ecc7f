"""A centre with its roster, and what chance brings to it, as flat tables that compiled code can walk.

Times are seconds since the start of the horizon, negative before it. What arrives is called a *caller*, on the queues
of work that may wait too. A *shift* is one person's work on one day: people are alike but for their shifts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]

NONE = -1
FATES = ("calls", "blocked", "answered", "in_time", "waited_seconds", "abandoned", "redials", "abandoned_seconds")
"""What is counted of each queue and interval, in this order; callers count in the interval in which they arrive.

``calls``: those who arrive, redials included. ``blocked``: those who find no place. ``answered`` and ``in_time``: of
work that may wait, what is done, and done by its deadline. ``waited_seconds``: of the answered; of work that may wait,
from its arrival until it is done. ``abandoned``: those who hang up, or are cut off. ``redials``: calls that are not
the first. ``abandoned_seconds``: waits of those who hang up, or are cut off.
"""
CALLS, BLOCKED, ANSWERED, IN_TIME, WAITED, ABANDONED, REDIALS, ABANDONED_SECONDS = range(len(FATES))


class Floor(NamedTuple):
    """Queues, and who serves them when: what all replications share.

    Attributes
    ----------
    interval_seconds
        Length of an interval; one number.
    is_deferrable
        Work that may wait, shape (n_queues,).
    places
        Callers who can wait; NONE: any number. Shape (n_queues,).
    answer_within_seconds
        Shape (n_queues, n_intervals).
    is_open
        Shape (n_queues, n_intervals).
    open_seconds
        Seconds for which a queue has been open by the beginning of each interval and by the end of the last, shape
        (n_queues, n_intervals + 1).
    deadline_seconds
        In open time, by which work that may wait is done; infinite for calls. Shape (n_queues,).
    group_queues
        Queues that the people of a group serve, the home queue first, then NONE; shape (n_groups, most queues of one).
    starts, ends
        Of each shift, shape (n_shifts,).
    group
        Of each shift, shape (n_shifts,).
    pace
        Of each shift, what multiplies handling times, shape (n_shifts,).
    takes_longest_waiting
        Whether the caller who has waited longest goes first, of whichever queue, and the person who has been idle
        longest; else callers of the home queue, and people whose home queue it is. One flag.
    """

    interval_seconds: Reals
    is_deferrable: Flags
    places: Numbers
    answer_within_seconds: Reals
    is_open: Flags
    open_seconds: Reals
    deadline_seconds: Reals
    group_queues: Numbers
    starts: Reals
    ends: Reals
    group: Numbers
    pace: Reals
    takes_longest_waiting: Flags


class Chance(NamedTuple):
    """What chance brings in one replication.

    Attributes
    ----------
    arrives, queue
        When each caller comes and to which queue, in order of time, shape (n_callers,).
    handling_seconds, patience_seconds
        Of each caller; patience may be infinite.
    tries
        How many times each caller tries again when lost.
    redials_after_seconds
        How long each caller then waits before the next call.
    is_absent
        Shifts that nobody works, shape (n_shifts,).
    pause_first
        Where the pauses of each shift begin, shape (n_shifts + 1,).
    pause_from, pause_seconds
        Pauses of each shift in order of time: meals and time off the phone.
    """

    arrives: Reals
    queue: Numbers
    handling_seconds: Reals
    patience_seconds: Reals
    tries: Numbers
    redials_after_seconds: Reals
    is_absent: Flags
    pause_first: Numbers
    pause_from: Reals
    pause_seconds: Reals


class State(NamedTuple):
    """What changes from event to event.

    Lists are doubly linked: the first and the last of each, and of each member the one before and after.

    Attributes
    ----------
    event_time, event_code, n_events
        Event list, a binary heap; `n_events` is one number.
    waiting_first, waiting_last, n_waiting
        Callers who wait, by queue, the one who came first in front.
    caller_before, caller_after
        Their links.
    came
        When each caller made the call that counts, shape (n_callers,).
    is_waiting
        Of each caller.
    gives_up
        When each caller who waits hangs up.
    idle_first, idle_last
        Shifts whose people are idle, by group, the one idle longest in front.
    shift_before, shift_after
        Their links.
    idle_since
        Of each shift.
    is_idle, is_busy
        Of each shift; neither: not there, or in a pause.
    next_pause
        Of each shift, a number of `Chance.pause_from`.
    seen
        What is counted, shape (len(FATES), n_queues, n_intervals).
    """

    event_time: Reals
    event_code: Numbers
    n_events: Numbers
    waiting_first: Numbers
    waiting_last: Numbers
    n_waiting: Numbers
    caller_before: Numbers
    caller_after: Numbers
    came: Reals
    is_waiting: Flags
    gives_up: Reals
    idle_first: Numbers
    idle_last: Numbers
    shift_before: Numbers
    shift_after: Numbers
    idle_since: Reals
    is_idle: Flags
    is_busy: Flags
    next_pause: Numbers
    seen: Reals


def fresh_state(floor: Floor, chance: Chance) -> State:
    """An empty centre before anybody calls."""
    n_queues, n_intervals = floor.is_open.shape
    n_callers, n_shifts = len(chance.arrives), len(floor.starts)
    n_groups = len(floor.group_queues)
    # At a time a caller has one event (hanging up, or calling again), a shift its start, its end, two pauses and the
    # end of what it does, a queue all its turns.
    room = n_callers + 5 * n_shifts + n_queues * (n_intervals + 1)
    return State(
        event_time=np.empty(room),
        event_code=np.empty(room, dtype=np.int64),
        n_events=np.zeros(1, dtype=np.int64),
        waiting_first=np.full(n_queues, NONE),
        waiting_last=np.full(n_queues, NONE),
        n_waiting=np.zeros(n_queues, dtype=np.int64),
        caller_before=np.full(n_callers, NONE),
        caller_after=np.full(n_callers, NONE),
        came=chance.arrives.copy(),
        is_waiting=np.zeros(n_callers, dtype=np.bool_),
        gives_up=np.full(n_callers, np.inf),
        idle_first=np.full(n_groups, NONE),
        idle_last=np.full(n_groups, NONE),
        shift_before=np.full(n_shifts, NONE),
        shift_after=np.full(n_shifts, NONE),
        idle_since=np.zeros(n_shifts),
        is_idle=np.zeros(n_shifts, dtype=np.bool_),
        is_busy=np.zeros(n_shifts, dtype=np.bool_),
        next_pause=chance.pause_first[:-1].copy(),
        seen=np.zeros((len(FATES), n_queues, n_intervals)),
    )
