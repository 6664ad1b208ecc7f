"""What is known of people's days: ``absences.csv``, ``requests.csv``, ``locks.csv`` and ``history.csv``."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from scheduler.domain.limits import MOST_COUNTED, MOST_REQUEST_POINTS
from scheduler.domain.people import Absence, KnownCounts, Lock, Request
from scheduler.messages import Message
from scheduler.readers.dates import parse_date
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_whole, within
from scheduler.readers.table import Column, Record, Table, records


def absence_columns(known: Known) -> Mapping[str, Column]:
    """The columns of ``absences.csv``."""
    return {
        "employee_id": Column(known.employee),
        "from": Column(parse_date),
        "to": Column(parse_date),
        "kind": Column(known.absence_kind),
    }


def read_absences(table: Table, known: Known, faults: Faults) -> list[Absence]:
    """The absences; two that share a day of one person are a fault, which names both rows."""
    rows_of: dict[str, list[tuple[Absence, int]]] = {}
    absences = []
    for record in records(table, absence_columns(known), faults):
        if not record.is_good:
            continue
        first, last = record.values["from"], record.values["to"]
        if first > last:
            faults.add(
                table.file,
                record.row,
                "from",
                Message("the absence begins on {first}, after its end on {last}", first=first, last=last),
                "exchange the two dates",
            )
            continue
        absence = Absence(
            employee_id=record.values["employee_id"], first_day=first, last_day=last, kind=record.values["kind"]
        )
        absences.append(absence)
        rows_of.setdefault(absence.employee_id, []).append((absence, record.row))
    for employee, found in rows_of.items():
        in_order = sorted(found, key=lambda item: (item[0].first_day, item[1]))
        longest = in_order[0]
        for current in in_order[1:]:
            if current[0].first_day <= longest[0].last_day:
                shared = current[0].first_day, min(longest[0].last_day, current[0].last_day)
                earlier, later = sorted((longest[1], current[1]))
                faults.add(
                    table.file,
                    later,
                    "from",
                    Message(
                        "this absence of employee '{employee}' overlaps the one in row {row} on {days}",
                        employee=employee,
                        row=earlier,
                        days=" to ".join(map(str, dict.fromkeys(shared))),
                    ),
                    "shorten or delete one of the two",
                )
            longest = max(longest, current, key=lambda item: item[0].last_day)
    return absences


def request_columns(known: Known) -> Mapping[str, Column]:
    """The columns of ``requests.csv``."""
    return {
        "employee_id": Column(known.employee),
        "date": Column(parse_date),
        "shift": Column(known.shift_or_off),
        "weight": Column(within(parse_whole, -MOST_REQUEST_POINTS, MOST_REQUEST_POINTS)),
    }


def read_requests(table: Table, known: Known, faults: Faults) -> list[Request]:
    """The requests; the same one twice is a fault."""
    good = [record for record in records(table, request_columns(known), faults) if record.is_good]
    _refuse_repeats(table, good, ("employee_id", "date", "shift"), "request", faults)
    return [Request(**record.values) for record in good]


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
    _refuse_repeats(table, good, ("employee_id", "date", "shift"), "lock", faults)
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
                "keep one of the two",
            )
    return [(record.row, Lock(**record.values)) for record in good]


def history_columns(known: Known) -> Mapping[str, Column]:
    """The columns of ``history.csv``."""
    return {
        "employee_id": Column(known.employee),
        "nights": Column(within(parse_whole, 0, MOST_COUNTED), empty=None, optional=True),
        "weekend_days": Column(within(parse_whole, 0, MOST_COUNTED), empty=None, optional=True),
    }


def read_history(table: Table, known: Known, faults: Faults) -> list[KnownCounts]:
    """The counts, where an empty cell is one that nobody knows; a person has one row."""
    good = [record for record in records(table, history_columns(known), faults) if record.is_good]
    _refuse_repeats(table, good, ("employee_id",), "history", faults)
    return [KnownCounts(**record.values) for record in good]


def _refuse_repeats(table: Table, good: list[Record], keys: tuple[str, ...], what: str, faults: Faults) -> None:
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
                    place=", ".join(key(second)),
                    row=first.row,
                ),
                "delete one row",
            )
