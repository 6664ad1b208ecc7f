"""The history of arrivals with what was counted since: by queue and day, the store goes before ``inflow.csv``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Settings
from scheduler.domain.actuals import CountedCalls
from scheduler.domain.arrays import FloatArray
from scheduler.domain.calendar import ONE_DAY, Horizon
from scheduler.domain.inflow import CountedDays, Inflow, QueueInflow
from scheduler.readers.inflow import HOURS, Holidays
from scheduler.staffing.hours import is_within


def with_counted(inflow: Inflow, counted: Sequence[CountedCalls], settings: Settings, holidays: Holidays) -> Inflow:
    """A history in which each day of a queue that was counted as a whole holds in the place of the file's.

    A day counts as a whole where every open minute of the queue was counted. One that was counted in part stays as the
    file has it, or unknown where the file has nothing: a part of a day would look like a quiet one.

    Parameters
    ----------
    inflow
        The history of the file.
    counted
        What was counted, each queue and time once.
    settings
        Say when each queue is open, by which clock.
    holidays
        Gives public holidays, on which queues may be closed.

    Returns
    -------
    Inflow
        From the first day of both to the last one on which all of some queue was counted. `Inflow.until` says up to
        when each queue is known; a queue may have unknown days between.
    """
    zone = settings.centre.zone
    of_queue: dict[str, list[CountedCalls]] = {}
    for row in counted:
        of_queue.setdefault(row.queue, []).append(row)
    queues = [queue for queue in settings.queues if queue.name in of_queue]
    if not queues:
        return inflow
    days = [row.start.astimezone(zone).date() for row in counted]
    first, last = min(inflow.first_day, min(days)), max(inflow.last_day, max(days))
    span = Horizon(first, (last - first).days + 1, settings.interval_minutes, zone)
    on_holidays = holidays(first - ONE_DAY, last)
    open_minutes = {queue.name: _open_minutes(queue, span, on_holidays) for queue in settings.queues}
    figures: dict[str, QueueInflow] = {}
    days_of: dict[str, CountedDays] = {}
    until: dict[str, date] = {}
    at = (inflow.first_day - first).days
    for queue in settings.queues:
        if queue.name in inflow.queues:
            history = _moved(inflow.queues[queue.name], at, span.days)
            known = np.arange(span.days)
            is_known = (known >= at) & (known < at + inflow.n_days)
        else:
            history = QueueInflow(*(np.full((span.days, HOURS), np.nan) for _ in range(3)))
            is_known = np.zeros(span.days, dtype=np.bool_)
        is_open = open_minutes[queue.name].sum(axis=1) > 0
        whole = np.zeros(span.days, dtype=np.bool_)
        if queue.name in of_queue:
            hourly, minutes = _hourly(of_queue[queue.name], first, span.days, zone)
            whole = is_open & (minutes >= open_minutes[queue.name]).all(axis=1)
            history = _chosen(history, hourly, whole)
        if whole.any():
            days_of[queue.name] = CountedDays(tuple(span.date_of(n) for n in np.flatnonzero(whole).tolist()))
        is_known |= whole
        if is_known.any():
            figures[queue.name] = history
            end = int(np.flatnonzero(is_known)[-1])
            # Nothing is missing of days on which the queue is closed.
            while end + 1 < span.days and not is_open[end + 1]:
                end += 1
            until[queue.name] = span.date_of(end)
            gaps = np.flatnonzero(~is_known & is_open & (np.arange(span.days) < end))
            gaps = gaps[gaps > np.flatnonzero(is_known)[0]]
            if len(gaps) and queue.name in days_of:
                days_of[queue.name] = days_of[queue.name]._replace(
                    unknown=tuple(span.date_of(n) for n in gaps.tolist())
                )
    if not days_of:
        return inflow
    n_days = (max(until.values()) - first).days + 1
    cut = {
        name: QueueInflow(*(array[:n_days] for array in (queue.calls, queue.aht_seconds, queue.attempts)))
        for name, queue in figures.items()
    }
    return replace(inflow, first_day=first, queues=cut, until=until, counted=days_of)


def _open_minutes(queue: Queue, span: Horizon, on_holidays: Mapping[date, str]) -> FloatArray:
    """How many minutes of each hour of the clock the queue is open, shape (days, 24)."""
    minutes = np.zeros((span.days, HOURS))
    places = span.day_of_interval(), span.clock_minute_of_interval() // 60
    np.add.at(minutes, places, np.where(is_within(queue.open, span, on_holidays), span.interval_minutes, 0))
    return minutes


def _moved(queue: QueueInflow, at: int, n_days: int) -> QueueInflow:
    """The same figures, from another day on and over so many days; what is not known is nan."""
    arrays = []
    for array in (queue.calls, queue.aht_seconds, queue.attempts):
        wider = np.full((n_days, HOURS), np.nan)
        wider[at : at + len(array)] = array
        arrays.append(wider)
    return QueueInflow(*arrays)


def _chosen(file: QueueInflow, counted: QueueInflow, whole: NDArray[np.bool_]) -> QueueInflow:
    """The counted figures on whole days, those of the file on others; what was not counted beside calls is unknown."""
    takes = whole[:, np.newaxis]
    return QueueInflow(
        np.where(takes, counted.calls, file.calls),
        np.where(takes, counted.aht_seconds, file.aht_seconds),
        np.where(takes, counted.attempts, file.attempts),
    )


def _hourly(rows: Sequence[CountedCalls], first: date, n_days: int, zone: tzinfo) -> tuple[QueueInflow, FloatArray]:
    """What was counted of a queue by hour of the clock, and how many minutes of each hour were counted."""
    calls, attempts, handled, weight, minutes, unknown = (np.zeros((n_days, HOURS)) for _ in range(6))
    midnight = datetime.combine(first, datetime.min.time())
    for row in rows:
        local = row.start.astimezone(zone).replace(tzinfo=None) - midnight
        place = local.days, local.seconds // 3600
        minutes[place] += row.minutes
        calls[place] += row.entered
        attempts[place] += 0 if row.attempts is None else row.attempts
        unknown[place] += row.attempts is None
        if row.aht_seconds is not None:
            of = row.entered if row.answered is None else row.answered
            handled[place] += of * row.aht_seconds
            weight[place] += of
    nothing = minutes == 0
    calls[nothing] = np.nan
    attempts[nothing | (unknown > 0)] = np.nan
    aht = np.divide(handled, weight, out=np.full_like(handled, np.nan), where=weight > 0)
    return QueueInflow(calls, aht, attempts), minutes


def fingerprint(counted: Sequence[CountedCalls]) -> bytes:
    """What a hash over the inputs takes of the counted calls."""
    return "\n".join(f"{row.start.astimezone(UTC).isoformat()} {row!r}" for row in counted).encode()
