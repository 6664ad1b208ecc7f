"""Calls of a day that files have counted so far, read and not taken in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from pathlib import Path

from scheduler.day.taking import day_of, facts_around, nothing_to_take, refuse_parts, shown_at
from scheduler.domain.actuals import CountedCalls
from scheduler.domain.clock import local_text, moment
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.readers.actuals import ReadActuals, read_actuals
from scheduler.readers.counted_calls import PlacedCalls
from scheduler.readers.faults import Faults
from scheduler.readers.name_parser import PersonNames
from scheduler.readers.public_holidays import public_holidays
from scheduler.store.published import Published


def counted_in(
    workspace: Workspace, published: Published, files: Sequence[Path], clock: datetime, on: date
) -> tuple[list[CountedCalls], int]:
    """The calls of a day that files have counted, read as `take_actuals` reads them, and how many rows are of others.

    Nothing is taken in.

    Parameters
    ----------
    workspace, published
        Theirs are queues, people, and counts that were taken in before.
    files
        Counted calls, csv files or workbooks.
    clock, on
        The time by the clock of the centre, and the day.

    Raises
    ------
    InputError
        With every fault of every file. Files that say who was there are refused, and those that count nothing of the
        day or what is still to come.
    """
    settings = workspace.settings
    zone = settings.centre.zone
    faults = Faults()
    read = read_actuals(
        list(dict.fromkeys(files)),
        settings,
        PersonNames.of(workspace.employees, published.people()),
        lambda first, last: public_holidays(settings, first, last),
        None,  # `clock` says what is still to come: it may be that of a rehearsal
        faults,
    )
    for kind in ("attendance", "absences"):
        for name in read.files.get(kind, ()):
            faults.add(
                name,
                0,
                "",
                Message("says who was there, and only counted calls are read here"),
                Message("name who is missing with --absence, or take the file in: scheduler actuals WORKSPACE FILE..."),
            )
    rows = [one.counted for one in read.calls]
    if rows:
        refuse_parts(read, facts_around(published.actuals, rows, zone), zone, faults)
        _refuse_other_days(read, clock, on, zone, faults)
    faults.raise_if_any()
    if not rows:
        raise nothing_to_take(read, zone)
    of_other_days = {(one.file, one.row) for one in read.placed if one.row and day_of(one.counted, zone) != on}
    return [row for row in rows if day_of(row, zone) == on], len(of_other_days)


def _refuse_other_days(read: ReadActuals, clock: datetime, on: date, zone: tzinfo, faults: Faults) -> None:
    """Files that count what is still to come at a time, and those that count nothing of a day."""
    by_file: dict[str, list[PlacedCalls]] = {}
    for one in read.placed:
        if one.row:
            by_file.setdefault(one.file, []).append(one)
    until = moment(clock, zone)
    for file, placed in by_file.items():
        to_come = [one for one in placed if until <= one.counted.start]
        if to_come:
            first = min(to_come, key=lambda one: (one.counted.start, one.row))
            faults.add(
                file,
                first.row,
                "",
                Message(
                    "counts what is still to come at {now} ({count} count from {start} on)",
                    "counts what is still to come at {now} ({count} counts from {start} on)",
                    now=local_text(clock.replace(second=0, microsecond=0), zone),
                    count=len(to_come),
                    start=shown_at(first.counted.start, zone),
                ),
                Message("leave these rows out, or say with --now what time it is"),
            )
        elif all(day_of(one.counted, zone) < on for one in placed):
            last = max(placed, key=lambda one: (one.counted.start, one.row))
            faults.add(
                file,
                last.row,
                "",
                Message(
                    "counts nothing of {day}; its last count is of {last}",
                    day=on,
                    last=shown_at(last.counted.start, zone),
                ),
                Message("nothing of a later day is counted yet: leave out --actuals")
                if on > clock.date()
                else Message("give the file of this day, or say with --now which day it is"),
            )
