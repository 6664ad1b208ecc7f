"""Who was missing after the fact, from the tables of other systems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from scheduler.domain.actuals import MissedWork
from scheduler.domain.clock import moment
from scheduler.domain.limits import MOST_DAYS
from scheduler.messages import Message
from scheduler.readers.attendance import LONGEST_SPAN, without_sums
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date
from scheduler.readers.durations import parse_stamp
from scheduler.readers.exported_table import ExportedTable
from scheduler.readers.faults import Faults
from scheduler.readers.name_parser import PersonNames
from scheduler.readers.table import Column, records


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody was missing from the shift of a day; times since its midnight, None: from its start, until its end."""

    employee_id: str
    date: date
    from_time: timedelta | None
    to_time: timedelta | None
    file: str
    row: int

    def placed(self, starts: datetime | None, zone: tzinfo) -> MissedWork:
        """The same in moments.

        Parameters
        ----------
        starts
            When the shift of that day starts, by the clock; None: there is none. A time before it is one of the day
            after.
        zone
            Of the clock.
        """
        if self.from_time is None and self.to_time is None:
            return MissedWork(self.employee_id, self.date)
        midnight = datetime.combine(self.date, time())
        start = starts or midnight
        first = start if self.from_time is None else midnight + self.from_time
        last = first + LONGEST_SPAN if self.to_time is None else midnight + self.to_time
        while last <= first:
            last += timedelta(days=1)
        if self.from_time is not None and (last <= start or start - first > LONGEST_SPAN / 2):
            first, last = first + timedelta(days=1), last + timedelta(days=1)
        return MissedWork(self.employee_id, self.date, *(moment(at, zone).astimezone(UTC) for at in (first, last)))


def read_missing(exported: ExportedTable, people: PersonNames, faults: Faults) -> list[Missing]:
    """Who was missing, a row for each person and day; a day twice is a fault unless it says the same."""
    header, table = exported.header, exported.table
    columns = {
        "employee_id": Column(people),
        "date": Column(parse_date),
        "to": Column(parse_date, empty=None, optional=True),
        "from_time": Column(_time_of_day, empty=None, optional=True),
        "to_time": Column(_time_of_day, empty=None, optional=True),
    }
    found: list[Missing] = []
    for record in records(
        without_sums(exported), {header[name]: column for name, column in columns.items() if name in header}, faults
    ):
        if not record.is_good:
            continue
        values = {name: record.values[called] for name, called in header.items()}
        first, last = values["date"], values.get("to") or values["date"]
        n_days = (last - first).days + 1
        if not 0 < n_days <= MOST_DAYS:
            faults.add(
                table.file,
                record.row,
                header.get("to", ""),
                Message("the absence from {first} to {last} has {n} days", first=first, last=last, n=n_days),
                Message("correct the two dates"),
            )
            continue
        times = values.get("from_time"), values.get("to_time")
        found += [
            Missing(values["employee_id"], first + timedelta(days=n), *times, table.file, record.row)
            for n in range(n_days)
        ]
    return found


def each_once(missing: Sequence[Missing], faults: Faults) -> list[Missing]:
    """One entry for each person and day of all files; two that do not say the same are a fault."""
    kept: dict[tuple[str, date], Missing] = {}
    for one in missing:
        other = kept.setdefault((one.employee_id, one.date), one)
        if (one.from_time, one.to_time) != (other.from_time, other.to_time):
            faults.add(
                one.file,
                one.row,
                "",
                Message(
                    "{person} is missing on {day} in row {row} of {file} already, at other times",
                    person=one.employee_id,
                    day=one.date,
                    row=other.row,
                    file=other.file,
                ),
                Message("write one absence a day, from its beginning to its end"),
            )
    return list(kept.values())


def _time_of_day(text: str) -> timedelta:
    stamp = parse_stamp(text)
    if isinstance(stamp, datetime):
        raise CellError(Message("'{found}' has a date as well", found=text), Message("write the time alone, as 09:00"))
    return stamp
