"""Dates, sorted by what makes their arrivals alike: weekday, public holiday, first working day after one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.base import WEEKEND
from scheduler.domain.calendar import Horizon
from scheduler.errors import InputError
from scheduler.messages import Message

HOLIDAY = 7
"""The kind of all public holidays; other days have their weekday, Monday 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Days of the history, and planned ones.

    Attributes
    ----------
    history, planned
        Kind of each day: its weekday, or `HOLIDAY`.
    history_follows, planned_follows
        Whether the day is the first working day after a break that held a public holiday.
    days_ahead
        How many days each planned day lies after the history, 0 for the next one; below 0 inside the history.
    """

    history: NDArray[np.intp]
    history_follows: NDArray[np.bool_]
    planned: NDArray[np.intp]
    planned_follows: NDArray[np.bool_]
    days_ahead: NDArray[np.intp]

    @property
    def n_known(self) -> int:
        """Days of history."""
        return len(self.history)

    def as_of(self, n_known: int, n_planned: int) -> Days:
        """The same, as it stood after the first `n_known` days: the next `n_planned` were still to come."""
        then = slice(n_known, n_known + n_planned)
        return Days(
            self.history[:n_known],
            self.history_follows[:n_known],
            self.history[then],
            self.history_follows[then],
            np.arange(n_planned),
        )


def sort_days(
    first_day: date, n_days: int, horizon: Horizon, public_holidays: Mapping[date, str], history_before: date
) -> Days:
    """Sort the days of a history, and those to forecast.

    Parameters
    ----------
    first_day, n_days
        Of the history.
    horizon
        The days to forecast.
    public_holidays
        Of all these days, and of the fortnight before.
    history_before
        The first day that may not be looked at.

    Raises
    ------
    InputError
        If the history has no day before that one.
    """
    known = min(n_days, (history_before - first_day).days)
    if known < 1:
        raise InputError.of(
            "inflow.csv",
            Message("has no day before {history_before}, the first planned day", history_before=history_before),
            Message("add the weeks before it, or plan a later week"),
        )
    past = [first_day + timedelta(days=day) for day in range(known)]
    planned = list(horizon.dates())
    return Days(
        history=_kinds(past, public_holidays),
        history_follows=_follow(past, public_holidays),
        planned=_kinds(planned, public_holidays),
        planned_follows=_follow(planned, public_holidays),
        days_ahead=np.array([(on - first_day).days - known for on in planned], dtype=np.intp),
    )


def _kinds(dates: Iterable[date], public_holidays: Mapping[date, str]) -> NDArray[np.intp]:
    return np.array([HOLIDAY if on in public_holidays else on.weekday() for on in dates], dtype=np.intp)


def _follow(dates: Iterable[date], public_holidays: Mapping[date, str]) -> NDArray[np.bool_]:
    return np.array([_follows_a_holiday(on, public_holidays) for on in dates], dtype=np.bool_)


def _follows_a_holiday(on: date, public_holidays: Mapping[date, str]) -> bool:
    if on in public_holidays or on.weekday() in WEEKEND:
        return False
    before = on - timedelta(days=1)
    # After a Friday's holiday it is Monday on which people catch up.
    while before not in public_holidays and before.weekday() in WEEKEND:
        before -= timedelta(days=1)
    return before in public_holidays
