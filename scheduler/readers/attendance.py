"""Who came and left, from the tables of other systems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from scheduler.config import AttendanceFormat
from scheduler.domain.actuals import PresentSpan
from scheduler.domain.clock import exists, local_text, moment
from scheduler.domain.shifts import Shift
from scheduler.identifiers import plain_name
from scheduler.messages import Message
from scheduler.readers.cells import CellError
from scheduler.readers.counted_calls import is_total
from scheduler.readers.dates import parse_date
from scheduler.readers.durations import parse_stamp
from scheduler.readers.exported_table import ExportedTable
from scheduler.readers.faults import Faults
from scheduler.readers.name_parser import PersonNames
from scheduler.readers.table import Column, Record, Table, records

LONGEST_SPAN = timedelta(hours=24)
"""Nobody is at work for longer: a check-out was forgotten."""

_BEYOND_SHIFT = timedelta(hours=4)
_ALWAYS_POSSIBLE = timedelta(hours=12)

_STILL_THERE = timedelta(hours=12)
"""Whoever came so long before the last stamp of the files, or on its day, may not have left yet."""

Stamp = datetime | timedelta


def longest_stay(shifts: Iterable[Shift]) -> timedelta:
    """For how long somebody can be there at once: four hours more than the longest shift, or twelve if that is more."""
    longest = max((shift.end_minute - shift.start_minute for shift in shifts), default=0)
    return min(LONGEST_SPAN, max(_ALWAYS_POSSIBLE, timedelta(minutes=longest) + _BEYOND_SHIFT))


@dataclass(frozen=True, slots=True)
class Came:
    """A check-in or a check-out, or both of them, of a row; moments of UTC."""

    employee_id: str
    came: datetime | None
    left: datetime | None
    file: str
    row: int
    column: str

    @property
    def at(self) -> datetime:
        """When it was; the check-in where there are both."""
        at = self.came or self.left
        assert at is not None
        return at


@dataclass(slots=True)
class AttendanceSpans:
    """Check-ins with their check-outs.

    Attributes
    ----------
    spans
        In order of person and time.
    stamp_of
        The row of each, that of its check-out where there are two.
    still_there
        Who came shortly before the end of the files, and is not seen to leave.
    came_before
        Who left shortly after their beginning, and was not seen to come.
    last
        When the last stamp was; None: there is none.
    """

    spans: list[PresentSpan] = field(default_factory=list)
    stamp_of: dict[PresentSpan, Came] = field(default_factory=dict)
    still_there: list[Came] = field(default_factory=list)
    came_before: list[Came] = field(default_factory=list)
    last: datetime | None = None


def read_stamps(
    exported: ExportedTable, form: AttendanceFormat, people: PersonNames, zone: tzinfo, faults: Faults
) -> list[Came]:
    """The check-ins and check-outs of a table, a row after the other.

    Parameters
    ----------
    exported
        The table, with the names that the file has for its columns.
    form
        How it is written.
    people
        Who may be in it.
    zone
        Whose clock its times are of; one that it shows twice is the first of the two.
    faults
        Takes what is wrong.
    """
    header, table = exported.header, exported.table
    columns = {"employee_id": Column(people), "date": Column(parse_date)}
    columns |= {name: Column(parse_stamp, empty=None) for name in ("check_in", "check_out")}
    columns |= {"time": Column(parse_stamp), "event": Column(_event_parser(form))}
    found = []
    for record in records(
        without_sums(exported), {header[name]: column for name, column in columns.items() if name in header}, faults
    ):
        if not record.is_good:
            continue
        values = {name: record.values[called] for name, called in header.items()}
        if "event" in values:
            names = {values["event"]: values["time"]}
            called = dict.fromkeys(("came", "left"), header["time"])
        else:
            names = {"came": values["check_in"], "left": values["check_out"]}
            called = {"came": header["check_in"], "left": header["check_out"]}
        on = values.get("date")
        moments = {
            what: _placed(stamp, on, zone, table.file, record, called[what], faults)
            for what, stamp in names.items()
            if stamp is not None
        }
        if None in moments.values():
            continue
        came, left = moments.get("came"), moments.get("left")
        leaves = names.get("left")
        if came and left and left <= came and isinstance(leaves, timedelta):
            tomorrow = leaves + timedelta(days=1)
            left = _placed(tomorrow, on, zone, table.file, record, called["left"], faults)
        if came or left:  # else somebody who was off
            last = called["left" if left else "came"]
            found.append(Came(values["employee_id"], came, left, table.file, record.row, last))
    return found


def _event_parser(form: AttendanceFormat) -> Callable[[str], Literal["came", "left"]]:
    came, left = ({plain_name(word).casefold() for word in words} for words in (form.came, form.left))

    def parse(text: str) -> Literal["came", "left"]:
        word = plain_name(text).casefold()
        if word in came:
            return "came"
        if word in left:
            return "left"
        raise CellError(
            Message("'{found}' says neither who came nor who left", found=text),
            Message("say in workspace.yaml what it means (actuals, attendance, came and left)"),
        )

    return parse


def without_sums(exported: ExportedTable) -> Table:
    called = exported.header["employee_id"]
    rows = [(number, cells) for number, cells in exported.table.rows if not is_total(cells[called])]
    return replace(exported.table, rows=rows)


def _placed(
    stamp: Stamp, on: date | None, zone: tzinfo, file: str, record: Record, column: str, faults: Faults
) -> datetime | None:
    """The moment of a stamp; None, and a fault, where there is none."""
    if isinstance(stamp, timedelta):
        if on is None:
            faults.add(
                file,
                record.row,
                column,
                Message("has no date"),
                Message("name the column of dates in workspace.yaml (actuals)"),
            )
            return None
        local = datetime.combine(on, time()) + stamp
    else:
        local = stamp
    if not exists(local, zone):
        faults.add(
            file,
            record.row,
            column,
            Message("{local:%Y-%m-%d %H:%M} is skipped by the clock of {zone}", local=local, zone=zone),
            Message("write the time that the clock of the centre showed"),
        )
        return None
    return moment(local, zone).astimezone(UTC)


def paired(stamps: Iterable[Came], zone: tzinfo, faults: Faults, longest: timedelta = LONGEST_SPAN) -> AttendanceSpans:
    """Check-ins with the check-outs that follow them, whatever rows and files they stand in.

    The same span twice is there once. A check-in on the day of the last stamp, or in the hours before it, may have its
    check-out in a later file, and a check-out within a day of the first one its check-in in an earlier one: these are
    no faults.

    Parameters
    ----------
    stamps
        Of all files.
    zone
        Whose clock faults speak of.
    faults
        Takes those without their other half, spans that are too long, and spans of a person that meet.
    longest
        For how long somebody can be there at once.
    """
    of_person: dict[str, list[Came]] = {}
    for stamp in stamps:
        of_person.setdefault(stamp.employee_id, []).append(stamp)
    everything = [stamp for of_one in of_person.values() for stamp in of_one]
    if not everything:
        return AttendanceSpans()
    first = min(stamp.at for stamp in everything)
    last = max(stamp.left or stamp.at for stamp in everything)
    found = AttendanceSpans(last=last)
    for employee_id in sorted(of_person):
        placed: dict[PresentSpan, Came] = {}
        waiting: Came | None = None
        # Who leaves and comes back in the same minute leaves first.
        for stamp in sorted(of_person[employee_id], key=lambda one: (one.at, one.came is not None)):
            if stamp.came is not None and stamp.left is not None:
                placed.setdefault(PresentSpan(employee_id, stamp.came, stamp.left), stamp)
            elif stamp.came is not None:
                if waiting is not None and waiting.at != stamp.at:
                    _refuse_half(waiting, zone, faults)
                waiting = stamp
            elif waiting is not None:
                placed.setdefault(PresentSpan(employee_id, waiting.at, stamp.at), stamp)
                waiting = None
            elif stamp.at - first < LONGEST_SPAN and not placed:
                found.came_before.append(stamp)
            elif not any(span.end == stamp.at for span in placed):
                _refuse_half(stamp, zone, faults)
        if waiting is not None:
            is_of_last_day = waiting.at.astimezone(zone).date() == last.astimezone(zone).date()
            if is_of_last_day or last - waiting.at < _STILL_THERE:
                found.still_there.append(waiting)
            else:
                _refuse_half(waiting, zone, faults)
        apart = _apart(placed, zone, faults, longest)
        found.spans += apart
        found.stamp_of |= {span: placed[span] for span in apart}
    return found


def _apart(placed: Mapping[PresentSpan, Came], zone: tzinfo, faults: Faults, longest: timedelta) -> list[PresentSpan]:
    """The spans of a person in order, those at fault left out."""
    spans: list[PresentSpan] = []
    for span in sorted(placed):
        stamp = placed[span]
        length = span.end - span.start
        if not timedelta(0) < length <= longest:
            faults.add(
                stamp.file,
                stamp.row,
                stamp.column,
                Message(
                    "{person} is there for {hours:.1f} h from {start} on",
                    person=span.employee_id,
                    hours=length.total_seconds() / 3600,
                    start=_shown(span.start, zone),
                ),
                Message(
                    "at most {most:.3g} h are possible here: a check-out or a check-in is missing, has another day or "
                    "stands in the other's column; add or correct it",
                    most=longest.total_seconds() / 3600,
                ),
            )
        elif spans and span.start < spans[-1].end:
            faults.add(
                stamp.file,
                stamp.row,
                stamp.column,
                Message(
                    "{person} comes at {start}, but is there already from {other} to {end} (row {row} of {file})",
                    person=span.employee_id,
                    start=_shown(span.start, zone),
                    other=_shown(spans[-1].start, zone),
                    end=_shown(spans[-1].end, zone),
                    row=placed[spans[-1]].row,
                    file=placed[spans[-1]].file,
                ),
                Message("delete one of the two, or correct its times"),
            )
        else:
            spans.append(span)
    return spans


def _refuse_half(stamp: Came, zone: tzinfo, faults: Faults) -> None:
    is_in = stamp.came is not None
    faults.add(
        stamp.file,
        stamp.row,
        stamp.column,
        Message(
            "{person} came at {at} and is not seen to leave" if is_in else "{person} left at {at} and did not come",
            person=stamp.employee_id,
            at=_shown(stamp.at, zone),
        ),
        Message("add the check-out" if is_in else "add the check-in"),
    )


def _shown(at: datetime, zone: tzinfo) -> str:
    return local_text(at.astimezone(zone).replace(tzinfo=None, fold=at.astimezone(zone).fold), zone)
