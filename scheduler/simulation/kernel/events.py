"""What happens, event by event; compiled.

Whoever becomes free goes by this order: a pause that is due; work that may wait and has waited for half of its
deadline; a caller (of the home queue first, then who has waited longest; or simply who has waited longest); other work
that may wait. A call is finished whatever time it is: then a pause begins late and is as long as planned, and a shift
ends late. A caller goes to somebody who is idle (whose home queue it is first, then who has been idle longest; or
simply that), else waits where there is a place, and hangs up when out of patience. When a queue closes, callers whose
patience has no limit are lost.
"""

from __future__ import annotations

import numpy as np

from scheduler.compiling import compiled_in_place
from scheduler.simulation.kernel.event_list import append, remove, schedule, take_first
from scheduler.simulation.kernel.layout import (
    ABANDONED,
    ABANDONED_SECONDS,
    ANSWERED,
    BLOCKED,
    CALLS,
    IN_TIME,
    NONE,
    REDIALS,
    WAITED,
    Chance,
    Floor,
    State,
)

# Kinds of events; of those at one time, this is the order: who leaves has left before the next call comes.
_DONE, _BACK, _ENDS, _PAUSE, _STARTS, _TURNS, _GIVES_UP, _REDIALS = range(8)
_KIND_BITS = 40
_OF_WHICH = (1 << _KIND_BITS) - 1

_URGENT_SHARE = 0.5
"""Of its deadline, from which on work that may wait goes before callers."""


@compiled_in_place
def run(floor: Floor, chance: Chance, state: State) -> None:
    """Run one replication from a fresh state until nothing is left to happen; its `seen` has the outcome."""
    for shift in range(len(floor.starts)):
        if not chance.is_absent[shift]:
            _schedule(state, floor.starts[shift], _STARTS, shift)
    n_queues, n_intervals = floor.is_open.shape
    for queue in range(n_queues):
        for interval in range(1, n_intervals):
            if floor.is_open[queue, interval] != floor.is_open[queue, interval - 1]:
                _schedule(state, interval * floor.interval_seconds[0], _TURNS, queue * (n_intervals + 1) + interval)
    n_callers = len(chance.arrives)
    caller = 0
    while caller < n_callers or state.n_events[0] > 0:
        if state.n_events[0] == 0 or (caller < n_callers and chance.arrives[caller] < state.event_time[0]):
            _arrive(floor, chance, state, chance.arrives[caller], caller)
            caller += 1
            continue
        time, code = state.event_time[0], state.event_code[0]
        take_first(state.event_time, state.event_code, state.n_events)
        kind, which = code >> _KIND_BITS, code & _OF_WHICH
        if kind == _DONE:
            state.is_busy[which] = False
            _become_free(floor, chance, state, time, which)
        elif kind == _BACK:
            _become_free(floor, chance, state, time, which)
        elif kind in (_ENDS, _PAUSE):
            if state.is_idle[which]:
                _leave_idle(floor, state, which)
                _become_free(floor, chance, state, time, which)
        elif kind == _STARTS:
            _schedule(state, floor.ends[which], _ENDS, which)
            _schedule_pause(chance, state, which, time)
            _become_free(floor, chance, state, time, which)
        elif kind == _TURNS:
            queue, interval = which // (n_intervals + 1), which % (n_intervals + 1)
            if floor.is_open[queue, interval]:
                _open(floor, chance, state, time, queue)
            else:
                _close(floor, chance, state, time, queue)
        elif kind == _GIVES_UP:
            # An event of an earlier wait of the same caller is of no account.
            if state.is_waiting[which] and state.gives_up[which] == time:
                _lose_waiting(floor, chance, state, time, which)
        elif _is_open(floor, chance.queue[which], time):
            _count(floor, state, REDIALS, chance.queue[which], time, 1.0)
            state.came[which] = time
            _arrive(floor, chance, state, time, which)
    _end(floor, chance, state)


@compiled_in_place
def _schedule(state: State, time: float, kind: int, which: int) -> None:
    schedule(state.event_time, state.event_code, state.n_events, time, (kind << _KIND_BITS) | which)


@compiled_in_place
def _interval(floor: Floor, time: float) -> int:
    """The interval of a time; NONE outside the horizon."""
    if time < 0:
        return NONE
    interval = int(time / floor.interval_seconds[0])
    return interval if interval < floor.is_open.shape[1] else NONE


@compiled_in_place
def _is_open(floor: Floor, queue: int, time: float) -> bool:
    """Whether a queue is open; before the horizon it is as at its beginning, after it nothing is."""
    interval = max(_interval(floor, time), 0) if time < 0 else _interval(floor, time)
    return interval != NONE and floor.is_open[queue, interval]


@compiled_in_place
def _count(floor: Floor, state: State, fate: int, queue: int, came: float, amount: float) -> None:
    interval = _interval(floor, came)
    if interval != NONE:
        state.seen[fate, queue, interval] += amount


@compiled_in_place
def _open_clock(floor: Floor, queue: int, time: float) -> float:
    """Seconds for which a queue has been open at a time."""
    n_intervals = floor.is_open.shape[1]
    seconds = floor.interval_seconds[0]
    if time < 0:
        return time if floor.is_open[queue, 0] else 0.0
    interval = int(time / seconds)
    if interval >= n_intervals:
        last = floor.is_open[queue, n_intervals - 1]
        return floor.open_seconds[queue, n_intervals] + (time - n_intervals * seconds if last else 0.0)
    within = time - interval * seconds if floor.is_open[queue, interval] else 0.0
    return floor.open_seconds[queue, interval] + within


@compiled_in_place
def _schedule_pause(chance: Chance, state: State, shift: int, time: float) -> None:
    """Wake an idle person for the next pause; one that is due already begins when the person becomes free."""
    pause = state.next_pause[shift]
    if pause < chance.pause_first[shift + 1] and chance.pause_from[pause] > time:
        _schedule(state, chance.pause_from[pause], _PAUSE, shift)


@compiled_in_place
def _become_free(floor: Floor, chance: Chance, state: State, time: float, shift: int) -> None:
    """Let a person who has nothing to do go, pause, work, or be idle."""
    if time >= floor.ends[shift]:
        return
    pause = state.next_pause[shift]
    if pause < chance.pause_first[shift + 1] and chance.pause_from[pause] <= time:
        state.next_pause[shift] += 1
        _schedule(state, min(time + chance.pause_seconds[pause], floor.ends[shift]), _BACK, shift)
        _schedule_pause(chance, state, shift, time)
        return
    caller = _next_caller(floor, chance, state, time, floor.group[shift])
    if caller == NONE:
        state.is_idle[shift] = True
        state.idle_since[shift] = time
        append(state.idle_first, state.idle_last, state.shift_before, state.shift_after, floor.group[shift], shift)
        return
    _leave_waiting(chance, state, caller)
    _serve(floor, chance, state, time, shift, caller)


@compiled_in_place
def _leave_idle(floor: Floor, state: State, shift: int) -> None:
    state.is_idle[shift] = False
    remove(state.idle_first, state.idle_last, state.shift_before, state.shift_after, floor.group[shift], shift)


@compiled_in_place
def _leave_waiting(chance: Chance, state: State, caller: int) -> None:
    queue = chance.queue[caller]
    state.is_waiting[caller] = False
    state.n_waiting[queue] -= 1
    remove(state.waiting_first, state.waiting_last, state.caller_before, state.caller_after, queue, caller)


@compiled_in_place
def _next_caller(floor: Floor, chance: Chance, state: State, time: float, group: int) -> int:
    """Whom a person of a group serves next; NONE: nobody waits."""
    queues = floor.group_queues[group]
    best, oldest = NONE, np.inf
    other = NONE
    for place in range(len(queues)):
        queue = queues[place]
        if queue == NONE:
            break
        caller = state.waiting_first[queue]
        if caller == NONE:
            continue
        if floor.is_deferrable[queue]:
            if not _is_open(floor, queue, time):
                continue
            waited = _open_clock(floor, queue, time) - _open_clock(floor, queue, state.came[caller])
            if waited >= _URGENT_SHARE * floor.deadline_seconds[queue]:
                return caller
            if other == NONE:
                other = caller
        else:
            if place == 0 and not floor.takes_longest_waiting[0]:
                best, oldest = caller, -np.inf
            elif state.came[caller] < oldest:
                best, oldest = caller, state.came[caller]
    return best if best != NONE else other


@compiled_in_place
def _idle_person(floor: Floor, state: State, queue: int) -> int:
    """The shift of the person who serves a caller of a queue at once; NONE: nobody is idle."""
    best, longest = NONE, np.inf
    best_is_home = False
    for group in range(len(floor.group_queues)):
        shift = state.idle_first[group]
        if shift == NONE:
            continue
        queues = floor.group_queues[group]
        serves = False
        for place in range(len(queues)):
            if queues[place] == queue:
                serves = True
        if not serves:
            continue
        is_home = queues[0] == queue and not floor.takes_longest_waiting[0]
        if (is_home and not best_is_home) or (is_home == best_is_home and state.idle_since[shift] < longest):
            best, longest, best_is_home = shift, state.idle_since[shift], is_home
    return best


@compiled_in_place
def _arrive(floor: Floor, chance: Chance, state: State, time: float, caller: int) -> None:
    queue = chance.queue[caller]
    _count(floor, state, CALLS, queue, time, 1.0)
    is_deferrable = floor.is_deferrable[queue]
    if not is_deferrable or _is_open(floor, queue, time):
        shift = _idle_person(floor, state, queue)
        if shift != NONE:
            _leave_idle(floor, state, shift)
            _serve(floor, chance, state, time, shift, caller)
            return
    if not is_deferrable:
        if floor.places[queue] != NONE and state.n_waiting[queue] >= floor.places[queue]:
            _count(floor, state, BLOCKED, queue, time, 1.0)
            _redial(chance, state, time, caller)
            return
        if chance.patience_seconds[caller] < np.inf:
            state.gives_up[caller] = time + chance.patience_seconds[caller]
            _schedule(state, state.gives_up[caller], _GIVES_UP, caller)
    state.is_waiting[caller] = True
    state.n_waiting[queue] += 1
    append(state.waiting_first, state.waiting_last, state.caller_before, state.caller_after, queue, caller)


@compiled_in_place
def _serve(floor: Floor, chance: Chance, state: State, time: float, shift: int, caller: int) -> None:
    queue, came = chance.queue[caller], state.came[caller]
    done = time + chance.handling_seconds[caller] * floor.pace[shift]
    state.is_busy[shift] = True
    _schedule(state, done, _DONE, shift)
    _count(floor, state, ANSWERED, queue, came, 1.0)
    if floor.is_deferrable[queue]:
        _count(floor, state, WAITED, queue, came, done - came)
        took = _open_clock(floor, queue, done) - _open_clock(floor, queue, came)
        if took <= floor.deadline_seconds[queue]:
            _count(floor, state, IN_TIME, queue, came, 1.0)
        return
    _count(floor, state, WAITED, queue, came, time - came)
    interval = _interval(floor, came)
    if interval != NONE and time - came <= floor.answer_within_seconds[queue, interval]:
        state.seen[IN_TIME, queue, interval] += 1.0


@compiled_in_place
def _lose_waiting(floor: Floor, chance: Chance, state: State, time: float, caller: int) -> None:
    _leave_waiting(chance, state, caller)
    _count(floor, state, ABANDONED, chance.queue[caller], state.came[caller], 1.0)
    _count(floor, state, ABANDONED_SECONDS, chance.queue[caller], state.came[caller], time - state.came[caller])
    _redial(chance, state, time, caller)


@compiled_in_place
def _redial(chance: Chance, state: State, time: float, caller: int) -> None:
    if chance.tries[caller] > 0:
        chance.tries[caller] -= 1
        _schedule(state, time + chance.redials_after_seconds[caller], _REDIALS, caller)


@compiled_in_place
def _open(floor: Floor, chance: Chance, state: State, time: float, queue: int) -> None:
    """Begin on the work that waits for the opening."""
    while state.waiting_first[queue] != NONE:
        shift = _idle_person(floor, state, queue)
        if shift == NONE:
            return
        caller = state.waiting_first[queue]
        _leave_idle(floor, state, shift)
        _leave_waiting(chance, state, caller)
        _serve(floor, chance, state, time, shift, caller)


@compiled_in_place
def _close(floor: Floor, chance: Chance, state: State, time: float, queue: int) -> None:
    """Lose those who would wait for ever."""
    if floor.is_deferrable[queue]:
        return
    caller = state.waiting_first[queue]
    while caller != NONE:
        after = state.caller_after[caller]
        if chance.patience_seconds[caller] == np.inf:
            _lose_waiting(floor, chance, state, time, caller)
        caller = after


@compiled_in_place
def _end(floor: Floor, chance: Chance, state: State) -> None:
    """Leave out work that is not done but not due either."""
    n_queues, n_intervals = floor.is_open.shape
    for queue in range(n_queues):
        if not floor.is_deferrable[queue]:
            continue
        caller = state.waiting_first[queue]
        while caller != NONE:
            due = _open_clock(floor, queue, state.came[caller]) + floor.deadline_seconds[queue]
            if due > floor.open_seconds[queue, n_intervals]:
                _count(floor, state, CALLS, queue, state.came[caller], -1.0)
            caller = state.caller_after[caller]
