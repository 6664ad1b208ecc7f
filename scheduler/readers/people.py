"""What people wish, what is fixed and what was counted of them: ``requests.csv``, ``locks.csv`` and ``history.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from scheduler.domain.limits import MOST_COUNTED, MOST_REQUEST_POINTS
from scheduler.domain.people import MUST, KnownCounts, Lock, Request
from scheduler.domain.shifts import OFF
from scheduler.messages import Message
from scheduler.readers.absences import fault_of_times
from scheduler.readers.dates import parse_date, parse_time
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.numbers import or_word, parse_whole, within
from scheduler.readers.table import Column, Record, Table, records

_parse_weight = or_word(within(parse_whole, -MOST_REQUEST_POINTS, MOST_REQUEST_POINTS), (MUST, "필수"))


def request_columns(known: Known) -> Mapping[str, Column]:
    """The columns of ``requests.csv``."""
    return {
        "employee_id": Column(known.employee),
        "date": Column(parse_date),
        "shift": Column(known.shift_or_off),
        "weight": Column(_parse_weight),
        "from_time": Column(parse_time, empty=None, optional=True),
        "to_time": Column(parse_time, empty=None, optional=True),
    }


def read_requests(table: Table, known: Known, faults: Faults) -> list[tuple[int, Request]]:
    """The requests with their rows; the same one twice is a fault."""
    good = []
    for record in records(table, request_columns(known), faults):
        if not record.is_good:
            continue
        fault = fault_of_times(record)
        if fault is None and record.values["from_time"] is not None and record.values["shift"] != OFF:
            message = Message("the wish has times, but for {shift}", shift=record.values["shift"])
            fault = "shift", message, Message("write {off}, which is to be off between them", off=OFF)
        if fault is None:
            good.append(record)
        else:
            faults.add(table.file, record.row, *fault)
    _refuse_repeats(table, good, ("employee_id", "date", "shift", "from_time", "to_time"), Message("request"), faults)
    return [
        (
            record.row,
            Request(
                **{name: record.values[name] for name in ("employee_id", "date", "shift")},
                weight=1 if record.values["weight"] is None else record.values["weight"],
                is_must=record.values["weight"] is None,
                from_minute=record.values["from_time"],
                to_minute=record.values["to_time"],
            ),
        )
        for record in good
    ]


def lock_columns(known: Known) -> Mapping[str, Column]:
    """The columns of ``locks.csv``."""
    return {
        "employee_id": Column(known.employee),
        "date": Column(parse_date),
        "shift": Column(known.shift_or_off),
    }


def read_locks(table: Table, known: Known, faults: Faults) -> list[tuple[int, Lock]]:
    """The locks with their rows; the same one twice is a fault, and so are two of one person and day that differ."""
    good = [record for record in records(table, lock_columns(known), faults) if record.is_good]
    _refuse_repeats(table, good, ("employee_id", "date", "shift"), Message("lock"), faults)
    first_of: dict[tuple[object, object], Record] = {}
    for record in good:
        employee, day, shift = (record.values[name] for name in ("employee_id", "date", "shift"))
        first = first_of.setdefault((employee, day), record)
        if first.values["shift"] != shift:
            faults.add(
                table.file,
                record.row,
                "shift",
                Message(
                    "the lock of {employee} on {day} is {shift}, and {other} in row {row}",
                    employee=employee,
                    day=day,
                    shift=shift,
                    other=first.values["shift"],
                    row=first.row,
                ),
                Message("keep one of the two"),
            )
    return [(record.row, Lock(**record.values)) for record in good]


def history_columns(known: Known) -> Mapping[str, Column]:
    """The columns of ``history.csv``."""
    return {
        "employee_id": Column(known.employee),
        "nights": Column(within(parse_whole, 0, MOST_COUNTED), empty=None, optional=True),
        "weekend_days": Column(within(parse_whole, 0, MOST_COUNTED), empty=None, optional=True),
        "days": Column(within(parse_whole, 0, MOST_COUNTED), empty=None, optional=True),
    }


def read_history(table: Table, known: Known, faults: Faults) -> list[KnownCounts]:
    """The counts, where an empty cell is one that nobody knows; a person has one row."""
    good = [record for record in records(table, history_columns(known), faults) if record.is_good]
    _refuse_repeats(table, good, ("employee_id",), Message("history"), faults)
    return [KnownCounts(**record.values) for record in good]


def _refuse_repeats(table: Table, good: list[Record], keys: tuple[str, ...], what: Message, faults: Faults) -> None:
    def key(record: Record) -> tuple[str, ...]:
        return tuple(str(record.values[name]) for name in keys)

    for first, second in pairwise(sorted(good, key=lambda record: (*key(record), f"{record.row:09}"))):
        if key(first) == key(second):
            faults.add(
                table.file,
                second.row,
                keys[0],
                Message(
                    "the {what} of {place} stands twice, first in row {row}",
                    what=what,
                    place=", ".join(text for text in key(second) if text != str(None)),
                    row=first.row,
                ),
                Message("delete one row"),
            )
