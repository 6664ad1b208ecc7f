"""What the store knows of what happened: each file of it, and what holds of all of them together.

Files are kept as versions are: nothing is overwritten. Where two say something of the same interval, the same time of a
person or the same missed shift, the newer one holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Table, func, insert, select

from scheduler.domain.actuals import (
    NOTHING_COUNTED,
    ActualsKind,
    CountedCalls,
    CountedTo,
    Fact,
    MissedWork,
    PresentSpan,
)
from scheduler.domain.calendar import ONE_DAY
from scheduler.store.schema import ACTUALS_FILES, COUNTED_CALLS, MISSED_WORK, PRESENT_SPANS, moment_text

_FIGURES = tuple(field.name for field in fields(CountedCalls) if field.name not in ("queue", "start"))
_TABLES: Mapping[ActualsKind, Table] = {
    "calls": COUNTED_CALLS,
    "attendance": PRESENT_SPANS,
    "absences": MISSED_WORK,
}


@dataclass(frozen=True, slots=True)
class ActualsFile:
    """A file of what happened that was taken in.

    Attributes
    ----------
    number
        From 1 on; that of a file to be taken in does not count.
    name, sha256
        What it was called, and its fingerprint.
    taken_at
        When it was taken in.
    first_day, last_day
        The days that it speaks of: of attendance and absences, whoever is not in it has no more to say on these days.
    """

    number: int
    kind: ActualsKind
    name: str
    sha256: str
    taken_at: datetime
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Actuals:
    """What happened as far as it was taken in, within one transaction."""

    _connection: Connection
    _zone: tzinfo

    def files(self) -> list[ActualsFile]:
        """Every file that was taken in, the oldest first."""
        rows = self._connection.execute(select(ACTUALS_FILES).order_by(ACTUALS_FILES.c.number)).mappings()
        return [
            ActualsFile(**{**cast(dict[str, Any], row), "taken_at": datetime.fromisoformat(row["taken_at"])})
            for row in rows
        ]

    def counted_to(self, number: int | None = None) -> CountedTo:
        """The newest file of counted calls up to one of a number; None: of all."""
        for file in reversed(self.files()):
            if file.kind == "calls" and (number is None or file.number <= number):
                return CountedTo(file=file.number, sha256=file.sha256, taken_at=file.taken_at)
        return NOTHING_COUNTED

    def calls(
        self, first: date = date.min, last: date = date.max, *, to: CountedTo | None = None
    ) -> list[CountedCalls]:
        """What was counted between two days, both included, by queue and time; as it was known up to a file."""
        by_file: dict[int, list[CountedCalls]] = {}
        for row in self._rows("calls", first, last):
            if to is not None and row["file"] > to.file:
                break
            figures = {name: row[name] for name in _FIGURES}
            counted = CountedCalls(row["queue"], datetime.fromisoformat(row["starts_at"]), **figures)
            by_file.setdefault(row["file"], []).append(counted)
        return sorted(_holding(by_file), key=lambda row: (row.queue, row.start))

    def present(self, first: date = date.min, last: date = date.max) -> list[PresentSpan]:
        """When people were there who checked in between two days, both included, by person and time."""
        by_file: dict[int, list[PresentSpan]] = {}
        # A newer file may move a check-in over midnight, so that the days around count as well.
        for row in self._rows("attendance", _less(first), _more(last)):
            start, end = (datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at"))
            span = PresentSpan(row["employee_id"], start, end, is_open=row["is_open"])
            by_file.setdefault(row["file"], []).append(span)
        return sorted(span for span in _holding(by_file) if first <= span.start.astimezone(self._zone).date() <= last)

    def missed(self, first: date = date.min, last: date = date.max) -> list[MissedWork]:
        """Who was missing from shifts that start between two days, both included, by day and person."""
        holds: dict[tuple[date, str], MissedWork] = {}
        for row in self._rows("absences", first, last):
            times = (
                None if row[name] is None else datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")
            )
            holds[row["date"], row["employee_id"]] = MissedWork(row["employee_id"], row["date"], *times)
        return [holds[key] for key in sorted(holds)]

    def _rows(self, kind: ActualsKind, first: date, last: date) -> Iterable[Mapping[Any, Any]]:
        """Rows of a kind on these days, those of older files first."""
        table = _TABLES[kind]
        query = select(table).where(table.c.date >= first, table.c.date <= last).order_by(table.c.file)
        return self._connection.execute(query).mappings()


@dataclass(frozen=True)
class TakingActuals(Actuals):
    """The same, within a transaction that may add to it."""

    def add(self, file: ActualsFile, facts: Sequence[Fact]) -> ActualsFile:
        """Take in a file.

        Returns
        -------
        ActualsFile
            With its number.
        """
        newest = self._connection.execute(select(func.max(ACTUALS_FILES.c.number))).scalar()
        file = replace(file, number=(newest or 0) + 1)
        self._connection.execute(insert(ACTUALS_FILES), [asdict(file) | {"taken_at": moment_text(file.taken_at)}])
        if facts:
            self._connection.execute(
                insert(_TABLES[file.kind]), [{"file": file.number, **self._row(fact)} for fact in facts]
            )
        return file

    def _row(self, fact: Fact) -> dict[str, object]:
        if isinstance(fact, CountedCalls):
            figures = {name: getattr(fact, name) for name in _FIGURES}
            return {"queue": fact.queue, **self._start(fact.start), **figures}
        if isinstance(fact, PresentSpan):
            end = {"ends_at": moment_text(fact.end), "is_open": fact.is_open}
            return {"employee_id": fact.employee_id, **self._start(fact.start), **end}
        times = {
            f"{name}s_at": None if (at := getattr(fact, name)) is None else moment_text(at) for name in ("start", "end")
        }
        return {"employee_id": fact.employee_id, "date": fact.date, **times}

    def _start(self, at: datetime) -> dict[str, object]:
        return {"starts_at": moment_text(at), "date": at.astimezone(self._zone).date()}


S = TypeVar("S", CountedCalls, PresentSpan)


def _holding(by_file: Mapping[int, Sequence[S]]) -> list[S]:
    """What holds of all files together."""
    holds: list[S] = []
    for number in sorted(by_file):
        holds = replaced_by(holds, by_file[number])
    return holds


def replaced_by(older: Iterable[S], newer: Iterable[S]) -> list[S]:
    """What holds of two files: the newer rows, and those older ones of the same person or queue that meet none of them.

    The rows of one file do not meet each other.
    """
    kept = list(newer)
    of_each: dict[str, list[tuple[datetime, datetime]]] = {}
    for row in kept:
        of_each.setdefault(row.whose, []).append((row.start, row.end))
    for times in of_each.values():
        times.sort()
    for row in older:
        times = of_each.get(row.whose, [])
        at = bisect_left(times, (row.end,))
        # Of rows that do not meet, the last one that begins before the end of this one also ends last.
        if at == 0 or times[at - 1][1] <= row.start:
            kept.append(row)
    return kept


def _less(day: date) -> date:
    return day if day == date.min else day - ONE_DAY


def _more(day: date) -> date:
    return day if day == date.max else day + ONE_DAY


def now() -> datetime:
    """The moment at which something is taken in, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
