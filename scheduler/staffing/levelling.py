"""Work that may wait: the most even pace that keeps every deadline.

Work is a fluid that arrives evenly within each interval. Draw the work done up to each moment as a curve: it must
stay below the work that has arrived, and above the work that is due. The taut string between the two, the shortest
curve, has at once the smallest peak and the least sum of squares of all paces (it minimises every convex cost).
"""

import numpy as np
from numpy.typing import NDArray


def level_work(
    arriving: NDArray[np.float64], is_open: NDArray[np.bool_], deadline_intervals: int
) -> NDArray[np.float64]:
    """Spread arriving work over the open intervals as evenly as its deadline allows.

    Parameters
    ----------
    arriving
        Work that arrives in each interval, in any unit, shape (n,).
    is_open
        Where work is done, shape (n,). What arrives while closed waits for the opening.
    deadline_intervals
        Open intervals within which work is done, at least 1; for what arrives while closed they count from the
        opening.

    Returns
    -------
    Work done in each interval, shape (n,), 0 where closed. It begins with nothing waiting, and all that has come by
    the end of the last open interval is then done, early or not: in the long run no more may be left than comes in.

    Raises
    ------
    ValueError
        If the deadline is less than one interval.
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
        work[open_at] = np.diff(taut_string(available, due), prepend=0.0)
    return np.maximum(work, 0.0)


def taut_string(upper: NDArray[np.float64], lower: NDArray[np.float64]) -> NDArray[np.float64]:
    """The shortest curve from 0 to ``lower[-1]`` between two bounds.

    Parameters
    ----------
    upper, lower
        Bounds on the curve at the end of each step, shape (n,), neither falling, ``lower <= upper``.

    Returns
    -------
    The curve at the end of each step, shape (n,).

    Notes
    -----
    From each knot the curve runs straight for as long as one slope stays within all bounds seen so far. When
    a bound leaves this cone of slopes, the curve bends at the point that closed the cone on that side.

    References
    ----------
    P. L. Davies and A. Kovac, "Local extremes, runs, strings and multiresolution", Annals of Statistics 29 (2001)
    1-65, section 2.
    """
    n = len(lower)
    # Plain floats: the loop reads single numbers, at which lists are several times faster than arrays.
    ceiling = np.minimum(upper, lower[-1]).tolist()
    floor = lower.tolist()
    curve = np.zeros(n + 1)
    knot, height = 0, 0.0
    while knot < n:
        least, most = -np.inf, np.inf
        at_least = at_most = knot
        bend, level = n, floor[-1]
        for step in range(knot + 1, n + 1):
            width = step - knot
            highest = (ceiling[step - 1] - height) / width
            lowest = (floor[step - 1] - height) / width
            if lowest > most:
                bend, level = at_most, ceiling[at_most - 1]
                break
            if highest < least:
                bend, level = at_least, floor[at_least - 1]
                break
            if highest <= most:
                most, at_most = highest, step
            if lowest >= least:
                least, at_least = lowest, step
        curve[knot : bend + 1] = np.linspace(height, level, bend - knot + 1)
        knot, height = bend, level
    return curve[1:]
