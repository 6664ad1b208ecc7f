"""``inflow.csv``: arrivals by date, hour and queue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Settings
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.clock import hours_shown
from scheduler.domain.inflow import Inflow, QueueInflow
from scheduler.domain.limits import (
    FEWEST_CALLS,
    LONGEST_SECONDS,
    MOST_ATTEMPTS_PER_HOUR,
    MOST_CALLS_PER_HOUR,
    SHORTEST_SECONDS,
)
from scheduler.messages import Message
from scheduler.readers.dates import parse_date, parse_hour
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_number, within
from scheduler.readers.table import Column, Table, records

HOURS = 24


class _Hour(NamedTuple):
    """An hour of a queue, as the clock shows it."""

    queue: str
    on: date
    hour: int


class _Arrivals(NamedTuple):
    """What came in an hour of the clock; nan where it is not known."""

    on: date
    hour: int
    calls: float
    aht_seconds: float
    attempts: float


Holidays = Callable[[date, date], Mapping[date, str]]
"""Public holidays between two dates."""


def inflow_columns(known: Known) -> Mapping[str, Column]:
    """The columns; an empty handling time or number of attempts is unknown."""
    return {
        "date": Column(parse_date),
        "hour": Column(parse_hour),
        "queue": Column(known.queue),
        "calls": Column(within(parse_number, 0, MOST_CALLS_PER_HOUR, FEWEST_CALLS)),
        "aht_seconds": Column(within(parse_number, 0, LONGEST_SECONDS, SHORTEST_SECONDS), empty=np.nan, optional=True),
        "attempts": Column(within(parse_number, 0, MOST_ATTEMPTS_PER_HOUR, FEWEST_CALLS), empty=np.nan, optional=True),
    }


def read_inflow(
    table: Table, known: Known, settings: Settings | None, holidays: Holidays, faults: Faults
) -> Inflow | None:
    """The history of arrivals; None, and faults, where it cannot be used.

    An hour that the clock of the centre shows twice has one row with the arrivals of both, or a row for each. One that
    the clock skips has none, or one without calls.

    Parameters
    ----------
    table
        The rows, in any order.
    known
        The queues that exist.
    settings
        Say when each queue is open: hours without a row are a gap only then. None: gaps are not looked for.
    holidays
        Gives the public holidays of the history.
    faults
        Takes what is wrong.
    """
    zone = known.zone
    row_of: dict[_Hour, int] = {}
    good: dict[str, list[_Arrivals]] = {}
    of_repeated_hours: dict[_Hour, list[_Arrivals]] = {}
    unplaced = 0
    for record in records(table, inflow_columns(known), faults):
        values = record.values
        if not ("date" in values and "hour" in values and "queue" in values):
            unplaced += 1
            continue
        place = _Hour(values["queue"], values["date"], values["hour"])
        shown = _hours_shown(zone, place.on)[place.hour]
        if not shown:
            if values.get("calls") or np.nan_to_num(values.get("attempts", np.nan)):
                faults.add(
                    table.file,
                    record.row,
                    "hour",
                    Message(
                        "hour {hour} of {on} does not exist in {zone}, where the clock skips it, but has calls",
                        hour=place.hour,
                        on=place.on,
                        zone=zone,
                    ),
                    Message(
                        "write the hours as the clock of the centre shows them, not in UTC or in winter time "
                        "all the year"
                    ),
                )
            continue
        first_row = row_of.setdefault(place, record.row)
        is_second_pass = first_row != record.row and shown > 1 and len(of_repeated_hours.get(place, ())) < 2
        if first_row != record.row and not is_second_pass:
            faults.add(
                table.file,
                record.row,
                "hour",
                Message(
                    "queue '{queue}' has hour {hour} of {on} twice, first in row {row}",
                    queue=place.queue,
                    hour=place.hour,
                    on=place.on,
                    row=first_row,
                ),
                Message("delete one row, or add the two up"),
            )
        elif record.is_good and _figures_agree(table, record.row, values, faults):
            aht_seconds = values["aht_seconds"] or np.nan
            arrivals = _Arrivals(place.on, place.hour, values["calls"], aht_seconds, values["attempts"])
            if shown > 1:
                of_repeated_hours.setdefault(place, []).append(arrivals)
            else:
                good.setdefault(place.queue, []).append(arrivals)
    for place, passes in of_repeated_hours.items():
        good.setdefault(place.queue, []).append(_added_up(passes))
    if not row_of:
        return None
    first_day = min(place.on for place in row_of)
    n_days = (max(place.on for place in row_of) - first_day).days + 1
    if settings is not None:
        _find_gaps(table, row_of, first_day, n_days, unplaced, settings, holidays, faults)
    return _assemble(good, first_day, n_days)


@lru_cache(maxsize=4096)
def _hours_shown(zone: tzinfo | None, on: date) -> tuple[float, ...]:
    """How often the clock shows each hour; where no zone is known any hour may be shown twice."""
    return (2.0,) * HOURS if zone is None else tuple(hours_shown(zone, on, 1)[0].tolist())


def _added_up(passes: Sequence[_Arrivals]) -> _Arrivals:
    """The passes of an hour that the clock shows twice as one; what one of them does not know is not known."""
    if len(passes) == 1:
        return passes[0]
    first, second = passes
    handled = [one for one in passes if not np.isnan(one.aht_seconds)]
    known = sum(one.calls for one in handled)
    mean = sum(one.calls * one.aht_seconds for one in handled) / known if known else np.nan
    return first._replace(calls=first.calls + second.calls, aht_seconds=mean, attempts=first.attempts + second.attempts)


def _figures_agree(table: Table, row: int, values: Mapping[str, float], faults: Faults) -> bool:
    calls, aht_seconds, attempts = values["calls"], values["aht_seconds"], values["attempts"]
    # Without calls, systems write a handling time of 0.
    if aht_seconds == 0 and calls > 0:
        faults.add(
            table.file,
            row,
            "aht_seconds",
            Message("handling time is 0 though calls came"),
            Message("leave it empty if unknown"),
        )
        return False
    if attempts < calls:
        faults.add(
            table.file,
            row,
            "attempts",
            Message(
                "{attempts:g} attempts are fewer than the {calls:g} calls that entered", attempts=attempts, calls=calls
            ),
            Message("attempts include the calls that entered; leave it empty if unknown"),
        )
        return False
    return True


def _assemble(good: Mapping[str, Sequence[_Arrivals]], first_day: date, n_days: int) -> Inflow:
    queues = {}
    for queue, figures in good.items():
        days, hours, *columns = zip(*figures, strict=True)
        day_numbers = [(on - first_day).days for on in days]
        arrays = []
        for column in columns:
            array = np.full((n_days, HOURS), np.nan)
            array[day_numbers, hours] = column
            arrays.append(array)
        queues[queue] = QueueInflow(*arrays)
    return Inflow(first_day, queues)


def _find_gaps(
    table: Table,
    row_of: Mapping[_Hour, int],
    first_day: date,
    n_days: int,
    unplaced: int,
    settings: Settings,
    holidays: Holidays,
    faults: Faults,
) -> None:
    """Report hours without a row in which a queue is open, from its first row to the end of the file."""
    last = max(row_of, key=lambda place: (place.on, place.hour))
    end = (last.on - first_day).days * HOURS + last.hour + 1
    on_holidays = holidays(first_day - timedelta(days=1), last.on)
    rows = {queue.name: np.zeros(n_days * HOURS, dtype=np.int64) for queue in settings.queues}
    for (name, on, hour), number in row_of.items():
        rows[name][(on - first_day).days * HOURS + hour] = number
    shown = hours_shown(settings.centre.zone, first_day, n_days).ravel()
    gaps: list[tuple[str, int, list[int]]] = []
    for queue in settings.queues:
        row = rows[queue.name]
        if not row.any():
            if not unplaced:
                faults.add(
                    table.file,
                    0,
                    "queue",
                    Message("has no row for queue '{queue}'", queue=queue.name),
                    Message("add its arrivals or drop the queue"),
                )
            continue
        is_open = open_hours(queue, first_day, n_days, on_holidays).ravel()
        expected = np.flatnonzero(is_open[:end])
        expected = expected[expected >= np.flatnonzero(row)[0]]
        # Closed hours between two missing ones do not part a gap.
        is_missing = np.concatenate(([False], row[expected] == 0, [False]))
        edges = np.flatnonzero(np.diff(is_missing.astype(np.int8)))
        for begin, stop in edges.reshape(-1, 2):
            hours = [int(h) for h in expected[begin:stop] if shown[h]]
            if hours:
                gaps.append((queue.name, int(row[np.flatnonzero(row[: hours[0]])[-1]]), hours))
    # Rows whose place could not be read leave holes of their own; these would be reported twice.
    if sum(len(hours) for _, _, hours in gaps) <= unplaced:
        return
    for name, after_row, hours in gaps:
        first, final = (datetime.combine(first_day, time()) + timedelta(hours=h) for h in (hours[0], hours[-1]))
        faults.add(
            table.file,
            after_row,
            "hour",
            Message(
                "after this row, queue '{queue}' has a gap of {hours}, "
                "from {first:%Y-%m-%d} hour {first.hour} to {final:%Y-%m-%d} hour {final.hour}",
                queue=name,
                hours=Message("{count} open hour", "{count} open hours", count=len(hours)),
                first=first,
                final=final,
            ),
            Message("add the hours, with 0 calls where nobody called, or leave them out of the queue's open hours"),
        )


def open_hours(queue: Queue, first_day: date, n_days: int, holidays: Mapping[date, str]) -> NDArray[np.bool_]:
    """In which hours of each day the queue is open, if only for a part of the hour; shape (n_days, 24).

    Parameters
    ----------
    queue
        Its spans may run past midnight; weekday and holiday are asked of the day on which they begin.
    first_day, n_days
        The days.
    holidays
        Public holidays of these days and of the day before.
    """
    is_open = np.zeros((n_days + 2) * HOURS, dtype=np.bool_)  # from the day before to the day after
    for day in range(n_days + 1):
        on = first_day + timedelta(days=day - 1)
        for span in queue.open:
            if on.weekday() in span.weekdays and span.public_holidays in (None, on in holidays):
                midnight = day * MINUTES_PER_DAY
                is_open[(midnight + span.from_minute) // 60 : -(-(midnight + span.to_minute) // 60)] = True
    return is_open[HOURS : (n_days + 1) * HOURS].reshape(n_days, HOURS)
