"""Work that may wait: when to do it, so that the people who do it are busy as evenly as the deadlines allow.

Work is a fluid that arrives evenly within each interval. Draw the work done up to each moment as a curve: it must
stay below the work that has arrived, and above the work that is due. Between the two, work is poured in like water:
each interval has a bottom, what its people are busy with anyway, and is filled up to the water level. The level is one
for as long as the bounds allow; it rises only where all work that has come is done, and falls only where everything
due has just been done. So the sum of squares of the heights, bottom and work together, is the least there is.
"""

from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.arrays import FloatArray

BoundSide = Literal["left", "right"]

_TOLERANCE = 1e-9  # of all work, by which room may be short: sums of many numbers do not end on the very same value


def level_work(
    arriving: FloatArray,
    is_open: NDArray[np.bool_],
    deadline_intervals: int,
    *,
    busy: FloatArray | None = None,
    most: FloatArray | None = None,
) -> FloatArray:
    """Spread arriving work over the open intervals so that work and `busy` together are as even as can be.

    Parameters
    ----------
    arriving
        Work that arrives in each interval, in any unit, shape (n,).
    is_open
        Where work is done, shape (n,). What arrives while closed waits for the opening.
    deadline_intervals
        Open intervals within which work is done, at least 1; for what arrives while closed they count from the
        opening.
    busy
        How busy the people are with other things, in work per interval, shape (n,); only differences count, and it may
        be negative. None: always alike.
    most
        Work that an interval can take, shape (n,); None: any.

    Returns
    -------
    Work done in each interval, shape (n,), 0 where closed. It begins with nothing waiting, and all that has come by
    the end of the last open interval is then done, early or not: in the long run no more may be left than comes in.

    Raises
    ------
    ValueError
        If the deadline is less than one interval, or `most` is too little to keep it.
    """
    if deadline_intervals < 1:
        raise ValueError(f"a deadline is at least 1 interval, not {deadline_intervals}")
    work = np.zeros(len(arriving))
    open_at = np.flatnonzero(is_open)
    if len(open_at):
        arrived = np.concatenate([[0.0], np.cumsum(arriving)])
        available = arrived[open_at + 1]
        due = np.zeros(len(open_at))
        # What has arrived before an open interval begins is due at the end of the last interval of its deadline.
        due[deadline_intervals - 1 :] = arrived[open_at[: max(len(open_at) - deadline_intervals + 1, 0)]]
        due[-1] = available[-1]
        bottom = np.zeros(len(open_at)) if busy is None else busy[open_at]
        room = np.full(len(open_at), np.inf) if most is None else np.maximum(most[open_at], 0.0)
        work[open_at] = _poured(*(each.tobytes() for each in (available, due, bottom, room)))
    return work


@lru_cache(maxsize=64)
def _poured(*arrays: bytes) -> FloatArray:
    """What `pour` says of these arrays: whoever publishes or compares plans the same days several times."""
    return pour(*(np.frombuffer(each) for each in arrays))


def pour(upper: FloatArray, lower: FloatArray, bottom: FloatArray, room: FloatArray) -> FloatArray:
    """Fill steps with different bottoms to the most even level, between two bounds on the sum poured so far.

    Parameters
    ----------
    upper, lower
        Bounds on the sum at the end of each step, shape (n,), neither falling, ``lower <= upper``. In all,
        ``lower[-1]`` is poured.
    bottom
        Height at which each step begins to fill, shape (n,).
    room
        What each step can hold, not negative, may be infinite, shape (n,).

    Returns
    -------
    What is poured into each step, shape (n,): the least sum of squares of ``bottom + poured``.

    Raises
    ------
    ValueError
        If there is not room enough.

    Notes
    -----
    The taut string, with water levels in the place of slopes: from each knot on, one level holds for as long as it
    stays within all bounds seen so far. When a bound leaves this range of levels, the level changes at the step that
    closed the range on that side. With bottoms all alike and room without end it is the taut string itself, the
    shortest curve between the bounds.

    References
    ----------
    P. L. Davies and A. Kovac, "Local extremes, runs, strings and multiresolution", Annals of Statistics 29 (2001)
    1-65, section 2. T. Vidal, D. Gribel and P. Jaillet, "Separable convex optimization with nested lower and upper
    constraints", INFORMS Journal on Optimization 1 (2019) 71-90: the problem in general.
    """
    n = len(lower)
    ceiling = np.minimum(upper, lower[-1])
    tolerance = _TOLERANCE * float(lower[-1])
    poured = np.zeros(n)
    full, has_end = bottom + room, np.isfinite(room)
    knot, height = 0, 0.0
    while knot < n:
        least, most = -np.inf, np.inf
        at_lowest = at_highest = bend = n
        for step in range(knot + 1, n + 1):
            steps = slice(knot, step)
            at_least, at_most = lower[step - 1] - height, ceiling[step - 1] - height
            if at_least > room[steps].sum() + tolerance:
                raise ValueError(f"there is not room for all that is due by step {step - 1}")
            lowest, highest = _levels(bottom[steps], full[steps][has_end[steps]], at_least, at_most)
            if lowest > most:
                bend, least = at_highest, most
                break
            if highest < least:
                bend = at_lowest
                break
            if highest <= most:
                most, at_highest = highest, step
            if lowest >= least:
                least, at_lowest = lowest, step
        level = least if np.isfinite(least) else most
        poured[knot:bend] = np.clip(level - bottom[knot:bend], 0.0, room[knot:bend])
        height += float(poured[knot:bend].sum())
        knot = bend
    return poured


def _levels(bottom: FloatArray, full: FloatArray, at_least: float, at_most: float) -> tuple[float, float]:
    """The lowest level that holds `at_least`, and the highest that holds no more than `at_most`.

    Parameters
    ----------
    bottom, full
        Heights at which steps begin to fill, and are full; of those that never are, there is no second one.
    at_least, at_most
        What is to be held.
    """
    # What is held grows with the level in straight pieces, between the heights where steps begin to fill or are full.
    # Methods of arrays, not functions of NumPy, which take as long again for so few numbers.
    kinks = np.concatenate([bottom, full])
    order = kinks.argsort()
    kinks = kinks[order]
    filling = np.where(order < len(bottom), 1.0, -1.0).cumsum()
    held = np.zeros(len(kinks))
    (filling[:-1] * (kinks[1:] - kinks[:-1])).cumsum(out=held[1:])
    endless = len(bottom) - len(full)

    def level(amount: float, side: BoundSide) -> float:
        after = int(held.searchsorted(amount, side=side))
        if after == 0:
            return float(kinks[0])
        beyond = amount - held[after - 1]
        if after < len(kinks):
            rise = held[after] - held[after - 1]
            return float(kinks[after - 1] + beyond / rise * (kinks[after] - kinks[after - 1]))
        if endless:
            return float(kinks[-1] + beyond / endless)
        return float(kinks[-1]) if side == "left" else np.inf

    return -np.inf if at_least <= 0 else level(at_least, "left"), level(max(at_most, 0.0), "right")
