"""Counted calls on the intervals of a horizon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.actuals import CountedCalls
from scheduler.domain.arrays import FloatArray
from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import moment
from scheduler.errors import InputError
from scheduler.messages import Message

_WHOLE = 1 - 1e-9


@dataclass(frozen=True, eq=False)
class IntervalCounts:
    """What was counted of one queue; arrays of shape (n_intervals,), nan where it was not counted.

    Attributes
    ----------
    entered, answered, answered_in_time
        Calls. A count that is longer than an interval is divided evenly among those that it covers.
    waited_seconds, handled_seconds
        Of all answered calls together.
    is_divided
        Whether such a longer count lies behind the figures of an interval.
    """

    entered: FloatArray
    answered: FloatArray
    answered_in_time: FloatArray
    waited_seconds: FloatArray
    handled_seconds: FloatArray
    is_divided: NDArray[np.bool_]

    @property
    def aht_seconds(self) -> FloatArray:
        """Mean handling time; nan where nobody was answered or it was not counted."""
        calls = np.where(np.isnan(self.answered), self.entered, self.answered)
        return np.divide(self.handled_seconds, calls, out=np.full_like(calls, np.nan), where=calls > 0)


def on_intervals(rows: Iterable[CountedCalls], horizon: Horizon) -> IntervalCounts:
    """The counts of one queue by interval; one of which only a part was counted is not counted.

    Parameters
    ----------
    rows
        What was counted, each time once.
    horizon
        The intervals.
    """
    length, n = horizon.interval_minutes, horizon.n_intervals
    start = moment(horizon.start, horizon.zone)
    covered, is_divided = np.zeros(n), np.zeros(n, dtype=np.bool_)
    totals = {name: np.zeros(n) for name in ("entered", "answered", "answered_in_time", "waited", "handled")}
    for row in rows:
        begins = (row.start - start).total_seconds() / 60
        first, last = max(0, int(begins // length)), min(n, int(-(-(begins + row.minutes) // length)))
        if first >= last:
            continue
        edges = np.arange(first, last) * float(length)
        minutes = np.clip(np.minimum(edges + length, begins + row.minutes) - np.maximum(edges, begins), 0.0, None)
        share = minutes / row.minutes
        at = slice(first, last)
        covered[at] += minutes / length
        is_divided[at] |= row.minutes > length
        of = row.entered if row.answered is None else row.answered
        figures = {
            "entered": row.entered,
            # Where nobody called, nobody was answered, whether a system says so or not.
            "answered": _known(row.answered, row.entered),
            "answered_in_time": _known(row.answered_in_time, of),
            "waited": _known(row.asa_seconds, of) * of,
            "handled": _known(row.aht_seconds, of) * of,
        }
        for name, figure in figures.items():
            totals[name][at] += share * figure
    for values in totals.values():
        values[covered < _WHOLE] = np.nan
    return IntervalCounts(
        entered=totals["entered"],
        answered=totals["answered"],
        answered_in_time=totals["answered_in_time"],
        waited_seconds=totals["waited"],
        handled_seconds=totals["handled"],
        is_divided=is_divided,
    )


def _known(figure: float | None, calls: float) -> float:
    """A figure of some calls: 0 where there are none, nan where it was not counted."""
    if not calls:
        return 0.0
    return np.nan if figure is None else figure


def no_counted_call(place: str, first: date, last: date) -> InputError:
    """The fault of a store that knows no call of some days."""
    return InputError.of(
        place,
        Message("has no counted call from {first} to {last}", first=first, last=last),
        Message("take in what the phone system counted: scheduler actuals WORKSPACE FILE..."),
    )
