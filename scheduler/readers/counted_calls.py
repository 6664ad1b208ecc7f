"""Counted calls from a phone system's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import gcd
from typing import Any

import numpy as np

from scheduler.config import CallsFormat, Settings
from scheduler.config.actuals import TOTALS
from scheduler.domain.actuals import CountedCalls
from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import exists, is_repeated, minutes_between, moment
from scheduler.domain.limits import LONGEST_SECONDS, MOST_ATTEMPTS_PER_HOUR, MOST_CALLS_PER_HOUR, SHORTEST_SECONDS
from scheduler.identifiers import plain_name
from scheduler.messages import AnyText, Message, msgid
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date
from scheduler.readers.durations import Counted, duration_parser, parse_counted
from scheduler.readers.exported_table import ExportedTable
from scheduler.readers.faults import Faults
from scheduler.readers.inflow import Holidays
from scheduler.readers.name_parser import Names
from scheduler.readers.numbers import parse_whole, within
from scheduler.readers.table import Column, Record, records
from scheduler.staffing.hours import is_within

_IGNORED = ""
"""What a queue that nobody asks for, or a row of sums, is read as."""

_TOTALS = {plain_name(word).casefold() for word in TOTALS}


def is_total(text: str) -> bool:
    """Whether a cell says that its row is one of sums."""
    return plain_name(text).casefold().strip(" :[]()<>") in _TOTALS


@dataclass(frozen=True, slots=True)
class PlacedCalls:
    """Calls that were counted, with the row that says so."""

    counted: CountedCalls
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row whose cells could be read: which queue of the file, and when it begins by the clock."""

    record: Record
    name: str
    queue: str
    on: date
    counted: Counted


def read_counted_calls(
    exported: ExportedTable, form: CallsFormat, settings: Settings, holidays: Holidays, faults: Faults
) -> list[PlacedCalls]:
    """The counts of a table, each once; queues of the file that are one of ours are added up.

    A time that the clock shows twice has a row for each pass, the first one first, or one row with the calls of both,
    of which each pass then has half. One that the clock skips has none, or one without calls.

    Parameters
    ----------
    exported
        The table, with the names that the file has for its columns.
    form
        How it is written.
    settings
        Queues, the length of an interval and the time zone.
    holidays
        Gives public holidays, on which queues may be closed.
    faults
        Takes what is wrong.
    """
    reader = _Reader(exported, form, settings, faults)
    rows = reader.rows()
    length = reader.length(rows)
    if length is None:
        return []
    placed = reader.placed(rows, length)
    if form.no_row_means_no_calls and placed:
        placed += _without_calls(placed, length, settings, holidays)
    return placed


class _Reader:
    """One table of counted calls, and how it is written."""

    def __init__(self, exported: ExportedTable, form: CallsFormat, settings: Settings, faults: Faults) -> None:
        self._header = exported.header
        self._table = exported.table
        self._form = form
        self._settings = settings
        self._faults = faults
        self._zone = settings.centre.zone

    def _columns(self) -> Mapping[str, Column]:
        calls = within(parse_whole, 0, MOST_CALLS_PER_HOUR)
        duration = duration_parser(self._form.durations)

        def optional(parse: Callable[[str], Any]) -> Column:
            return Column(parse, empty=None, optional=True)

        columns = {
            "date": Column(parse_date),
            "time": Column(parse_counted),
            "queue": Column(self._queue_parser()),
            "entered": Column(calls),
            "attempts": optional(within(parse_whole, 0, MOST_ATTEMPTS_PER_HOUR)),
            "answered": optional(calls),
            "answered_in_time": optional(calls),
            "wait": optional(duration),
            "handling": optional(duration),
            "abandoned": optional(calls),
            "abandoned_wait": optional(duration),
            "redials": optional(within(parse_whole, 0, MOST_ATTEMPTS_PER_HOUR)),
            "answered_home": optional(calls),
            "handling_home": optional(duration),
        }
        return {self._header[name]: column for name, column in columns.items() if name in self._header}

    def _queue_parser(self) -> Callable[[str], tuple[str, str]]:
        names = Names("queue", [queue.name for queue in self._settings.queues])
        meant = {plain_name(called): queue for called, queue in self._form.queues.items()}
        ignored = {plain_name(called) for called in self._form.ignored_queues}

        def parse(text: str) -> tuple[str, str]:
            called = plain_name(text)
            if called in ignored or is_total(text):
                return called, _IGNORED
            if called in meant:
                return called, meant[called]
            try:
                return called, names(text)
            except CellError as error:
                raise CellError(
                    error.message,
                    Message(
                        "say in workspace.yaml which queue it is (actuals, calls, queues), or that it does not count "
                        "(ignored_queues); {remedy}",
                        remedy=error.remedy or Message("correct the name"),
                    ),
                ) from None

        return parse

    def _value(self, record: Record, name: str) -> Any:
        return record.values.get(self._header[name]) if name in self._header else None

    def _fault(self, record: Record, name: str, message: AnyText, remedy: AnyText) -> None:
        self._faults.add(self._table.file, record.row, self._header.get(name, ""), message, remedy)

    def rows(self) -> list[_Row]:
        """The rows whose place is known, sums and queues that nobody asks for left out."""
        rows = []
        table = replace(
            self._table, rows=[(number, cells) for number, cells in self._table.rows if not self._is_sum(cells)]
        )
        for record in records(table, self._columns(), self._faults):
            called, queue = self._value(record, "queue") or ("", self._form.queue or _IGNORED)
            counted, on = self._value(record, "time"), self._value(record, "date")
            if not record.is_good or queue == _IGNORED or counted is None:
                continue
            on = on or counted.day
            if on is None:
                self._fault(
                    record,
                    "time",
                    Message("has no date"),
                    Message("name the column of dates in workspace.yaml (actuals)"),
                )
                continue
            rows.append(_Row(record, called, queue, on, counted))
        return rows

    def _is_sum(self, cells: Mapping[str, str]) -> bool:
        return any(is_total(cells[self._header[name]]) for name in ("date", "time", "queue") if name in self._header)

    def length(self, rows: Sequence[_Row]) -> int | None:
        """How many minutes a count lasts; None, and a fault, where that does not fit the intervals of the centre."""
        if not rows:
            return None
        ranges = {row.counted.length for row in rows if row.counted.length is not None}
        of_clock = gcd(60, *(row.counted.minute for row in rows))
        length = self._form.minutes or (min(ranges) if ranges else of_clock)
        names_hours = plain_name(self._header["time"]).casefold() == "hour"
        is_said = self._form.minutes or ranges or names_hours or all(row.counted.is_hour for row in rows)
        if not is_said and len({row.counted.minute for row in rows}) == 1:
            self._fault(
                rows[0].record,
                "time",
                Message("is the only time of the file, so that nobody can tell how long its counts are"),
                Message(
                    "write the time as 09:00-09:30, or as 9 where it is an hour; or say it in workspace.yaml (actuals, "
                    "calls, minutes)"
                ),
            )
            return None
        for row in rows:
            if row.counted.minute % length or (row.counted.length or length) != length:
                self._fault(
                    row.record,
                    "time",
                    Message("is no count of {length} minutes as the others are", length=length),
                    Message("give all counts of a file the same length"),
                )
        grid = self._settings.interval_minutes
        if length > 60 or 60 % length or (grid % length and length % grid):
            self._faults.add(
                self._table.file,
                0,
                self._header["time"],
                Message(
                    "has counts of {length} minutes, which do not fit the intervals of {grid} minutes",
                    length=length,
                    grid=grid,
                ),
                Message("export counts of that length, or of hours"),
            )
            return None
        return length

    def placed(self, rows: Sequence[_Row], length: int) -> list[PlacedCalls]:
        """The counts by queue and moment."""
        by_place: dict[tuple[str, date, int], list[_Row]] = {}
        for row in rows:
            by_place.setdefault((row.name, row.on, row.counted.minute), []).append(row)
        found: dict[tuple[str, datetime], PlacedCalls] = {}
        for (_, on, minute), here in by_place.items():
            for at, row, share in self._passes(here, datetime.combine(on, time()) + timedelta(minutes=minute)):
                counted = self._counted(row, at, length, share)
                if counted is None:
                    continue
                key = counted.queue, counted.start
                other = found.get(key)
                counted = counted if other is None else _together(other.counted, counted)
                found[key] = PlacedCalls(counted, self._table.file, row.record.row)
        return list(found.values())

    def _passes(self, here: Sequence[_Row], at: datetime) -> list[tuple[datetime, _Row, float]]:
        """At which of the passes of the clock each row of a time is, and which share of its calls."""
        if not exists(at, self._zone):
            for row in here:
                if self._value(row.record, "entered"):
                    self._fault(
                        row.record,
                        "time",
                        Message(
                            "{at:%Y-%m-%d %H:%M} is skipped by the clock of {zone}, but has calls",
                            at=at,
                            zone=self._zone,
                        ),
                        Message(
                            "write the times that the clock of the centre shows, not those of UTC or of winter time"
                        ),
                    )
            return []
        passes = [at.replace(fold=fold) for fold in ((0, 1) if is_repeated(at, self._zone) else (0,))]
        for row in here[len(passes) :]:
            self._fault(
                row.record,
                "time",
                Message("{at:%Y-%m-%d %H:%M} stands here twice, first in row {row}", at=at, row=here[0].record.row),
                Message("delete one row"),
            )
        if len(here) < len(passes):
            return [(one, here[0], 1 / len(passes)) for one in passes]
        return [(one, row, 1.0) for one, row in zip(passes, here, strict=False)]

    def _counted(self, row: _Row, at: datetime, length: int, share: float) -> CountedCalls | None:
        """What a row counts; None, and faults, where its figures cannot be."""
        values = {name: self._value(row.record, name) for name in ("entered", *_COUNTS, *_DURATIONS)}
        entered, answered, attempts = values["entered"], values["answered"], values["attempts"]
        of = answered if answered is not None else entered
        is_good = True
        for less, more, name in (
            (answered, entered, "answered"),
            (values["answered_in_time"], of, "answered_in_time"),
            (entered, attempts, "attempts"),
            # Not of those that were not answered: who hangs up in the next interval may be counted there.
            (values["abandoned"], entered, "abandoned"),
            (values["redials"], attempts if attempts is not None else entered, "redials"),
            (values["answered_home"], of, "answered_home"),
        ):
            if less is not None and more is not None and less > more:
                words = _IMPOSSIBLE[name]
                self._fault(
                    row.record,
                    name,
                    Message(words, less=less, more=more),
                    Message("correct the count, or look which column it is"),
                )
                is_good = False
        means = {
            "wait": _mean(values["wait"], self._form.wait_is, of),
            "handling": _mean(values["handling"], self._form.handling_is, of),
            "abandoned_wait": _mean(values["abandoned_wait"], self._form.wait_is, values["abandoned"]),
            "handling_home": _mean(values["handling_home"], self._form.handling_is, values["answered_home"]),
        }
        for name, count in (("abandoned_wait", "abandoned"), ("handling_home", "answered_home")):
            if values[name] is not None and values[count] is None:
                self._fault(
                    row.record,
                    name,
                    Message("says how long calls took, and nothing says how many they were"),
                    Message("give the column '{name}' as well", name=self._header.get(count, count)),
                )
                is_good = False
        if means["handling"] and means["handling_home"]:
            handled, at_home = of * means["handling"], values["answered_home"] * means["handling_home"]
            # Means are rounded to the second.
            if at_home > handled + of:
                self._fault(
                    row.record,
                    "handling_home",
                    Message(
                        "comes to {home:,.0f} s in all, more than the {all:,.0f} s of all calls",
                        home=at_home,
                        all=handled,
                    ),
                    Message("correct the time, or look which column it is"),
                )
                is_good = False
        for name, seconds in means.items():
            setting = _DURATIONS[name]
            least = 0 if setting == "wait_is" else SHORTEST_SECONDS
            if seconds is not None and not least <= seconds <= LONGEST_SECONDS:
                self._fault(
                    row.record,
                    name,
                    Message("comes to {seconds:,.3g} s a call", seconds=seconds),
                    Message(
                        "say in workspace.yaml how the file writes it (durations, {setting}), or leave the cell empty",
                        setting=setting,
                    ),
                )
                is_good = False
        if not is_good:
            return None
        end = at + timedelta(minutes=length)
        # An hour of which the clock skips a part is shorter, one of which it repeats a part longer.
        minutes = length if is_repeated(at, self._zone) else minutes_between(at, end, self._zone)
        return CountedCalls(
            row.queue,
            moment(at, self._zone).astimezone(UTC),
            minutes,
            share * entered,
            **{name: None if (value := values[name]) is None else share * value for name in _COUNTS},
            asa_seconds=means["wait"],
            aht_seconds=means["handling"],
            abandoned_wait_seconds=means["abandoned_wait"],
            aht_home_seconds=means["handling_home"],
        )


_COUNTS = ("attempts", "answered", "answered_in_time", "abandoned", "redials", "answered_home")
"""Columns of counts that a file may have, called as in `CountedCalls`."""

_DURATIONS = {
    "wait": "wait_is",
    "handling": "handling_is",
    "abandoned_wait": "wait_is",
    "handling_home": "handling_is",
}
"""Columns of durations that a file may have, with the setting that says how they are written."""

_IMPOSSIBLE = {
    "answered": msgid("{less:,} answered calls are more than the {more:,} that entered"),
    "answered_in_time": msgid("{less:,} calls answered in time are more than the {more:,} that were answered"),
    "attempts": msgid("{more:,} attempts are fewer than the {less:,} calls that entered"),
    "abandoned": msgid("{less:,} callers who hung up are more than the {more:,} that entered"),
    "redials": msgid("{less:,} calls of callers who were lost before are more than the {more:,} that came"),
    "answered_home": msgid("{less:,} calls answered at home are more than the {more:,} that were answered"),
}


def _mean(value: float | None, what: str, calls: float | None) -> float | None:
    """The mean of a call; None where nobody called, or nobody knows, whatever the system writes then."""
    if value is None or not calls:
        return None
    return value if what == "mean" else value / calls


def _together(one: CountedCalls, other: CountedCalls) -> CountedCalls:
    """Two queues of a phone system that are one of ours; what one of them does not know is not known."""

    def total(name: str) -> float | None:
        first, second = (getattr(row, name) for row in (one, other))
        return None if first is None or second is None else float(first + second)

    def mean(name: str, of: str = "answered") -> float | None:
        calls_of = [row.entered if (calls := getattr(row, of)) is None else calls for row in (one, other)]
        parts = [(getattr(row, name), calls) for row, calls in zip((one, other), calls_of, strict=True) if calls]
        if not parts or any(value is None for value, _ in parts):
            return None
        return float(sum(value * calls for value, calls in parts) / sum(calls for _, calls in parts))

    counts: dict[str, Any] = {name: total(name) for name in _COUNTS}
    return replace(
        one,
        entered=one.entered + other.entered,
        **counts,
        asa_seconds=mean("asa_seconds"),
        aht_seconds=mean("aht_seconds"),
        abandoned_wait_seconds=mean("abandoned_wait_seconds", "abandoned"),
        aht_home_seconds=mean("aht_home_seconds", "answered_home"),
    )


def _without_calls(
    placed: Sequence[PlacedCalls], length: int, settings: Settings, holidays: Holidays
) -> list[PlacedCalls]:
    """A count of 0 for each open interval within the days of a file that leaves such rows out."""
    zone = settings.centre.zone
    last = max(one.counted.start for one in placed)
    days = [one.counted.start.astimezone(zone).date() for one in placed]
    horizon = Horizon(min(days), (max(days) - min(days)).days + 1, length, zone)
    on_holidays = holidays(horizon.first_day - timedelta(days=1), max(days))
    known = {(one.counted.queue, one.counted.start) for one in placed}
    by_name = {queue.name: queue for queue in settings.queues}
    added = []
    for name in sorted({one.counted.queue for one in placed}):
        for interval in np.flatnonzero(is_within(by_name[name].open, horizon, on_holidays)).tolist():
            start = moment(horizon.interval_start(interval), zone)
            if start <= last and (name, start) not in known:
                added.append(PlacedCalls(CountedCalls(name, start, length, 0), placed[0].file, 0))
    return added
