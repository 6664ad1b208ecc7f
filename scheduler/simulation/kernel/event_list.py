"""The event list, a binary heap by time, and linked lists; compiled.

References
----------
A. M. Law, "Simulation Modeling and Analysis", 5th edition (2015), chapter 2: event lists and list processing.
"""

from __future__ import annotations

from scheduler.compiling import compiled_in_place
from scheduler.simulation.kernel.layout import NONE, Numbers, Reals


@compiled_in_place
def schedule(times: Reals, codes: Numbers, size: Numbers, time: float, code: int) -> None:
    """Add an event; of two at the same time the one of the smaller code goes first.

    Parameters
    ----------
    times, codes, size
        The heap of events, and how many it has.
    time, code
        Of the event.
    """
    place = size[0]
    size[0] += 1
    while place > 0:
        above = (place - 1) >> 1
        if times[above] < time or (times[above] == time and codes[above] <= code):
            break
        times[place] = times[above]
        codes[place] = codes[above]
        place = above
    times[place] = time
    codes[place] = code


@compiled_in_place
def take_first(times: Reals, codes: Numbers, size: Numbers) -> None:
    """Take the first event away; what it was is read from place 0 before."""
    size[0] -= 1
    n = size[0]
    time, code = times[n], codes[n]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= n:
            break
        right = below + 1
        if right < n and (
            times[right] < times[below] or (times[right] == times[below] and codes[right] < codes[below])
        ):
            below = right
        if time < times[below] or (time == times[below] and code <= codes[below]):
            break
        times[place] = times[below]
        codes[place] = codes[below]
        place = below
    times[place] = time
    codes[place] = code


@compiled_in_place
def append(first: Numbers, last: Numbers, before: Numbers, after: Numbers, which: int, member: int) -> None:
    """Put a member at the end of list number `which`.

    Parameters
    ----------
    first, last
        The ends of each list.
    before, after
        The neighbours of each member.
    which, member
        The list, and the member.
    """
    before[member] = last[which]
    after[member] = NONE
    if last[which] == NONE:
        first[which] = member
    else:
        after[last[which]] = member
    last[which] = member


@compiled_in_place
def remove(first: Numbers, last: Numbers, before: Numbers, after: Numbers, which: int, member: int) -> None:
    """Take a member out of list number `which`.

    Parameters
    ----------
    first, last
        The ends of each list.
    before, after
        The neighbours of each member.
    which, member
        The list, and the member.
    """
    if before[member] == NONE:
        first[which] = after[member]
    else:
        after[before[member]] = after[member]
    if after[member] == NONE:
        last[which] = before[member]
    else:
        before[after[member]] = before[member]
