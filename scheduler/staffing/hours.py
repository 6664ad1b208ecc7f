"""Spans of hours in the settings, as masks over intervals."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.config import HourClasses, HourSpan
from scheduler.domain.calendar import Horizon


def is_within(spans: Iterable[HourSpan], horizon: Horizon, public_holidays: Mapping[date, str]) -> NDArray[np.bool_]:
    """Which intervals begin inside any of the spans.

    A span that runs past midnight belongs to the day on which it begins: weekday and holiday are asked of that day.

    Returns
    -------
    Mask of shape (n_intervals,).
    """
    mask = np.zeros(horizon.n_intervals, dtype=np.bool_)
    for span in spans:
        for day in range(-1, horizon.days):
            on = horizon.first_day + timedelta(days=day)
            fits_holiday = span.public_holidays is None or span.public_holidays == (on in public_holidays)
            if on.weekday() in span.weekdays and fits_holiday:
                inside = horizon.intervals_within(day, span.from_minute, span.to_minute)
                mask[inside.start : max(inside.start, inside.stop)] = True
    return mask


def classify(
    classes: HourClasses, is_open: NDArray[np.bool_], horizon: Horizon, public_holidays: Mapping[date, str]
) -> NDArray[np.str_]:
    """Name each interval vulnerable, prime or other, the first that matches; closed where nobody serves.

    Parameters
    ----------
    classes
        The spans of the two named classes.
    is_open
        Where the queue is served, shape (n_intervals,).
    horizon, public_holidays
        As for `is_within`.

    Returns
    -------
    Names, shape (n_intervals,).
    """
    return np.select(
        [
            ~is_open,
            is_within(classes.vulnerable, horizon, public_holidays),
            is_within(classes.prime, horizon, public_holidays),
        ],
        ["closed", "vulnerable", "prime"],
        "other",
    )
