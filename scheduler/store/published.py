"""What is asked of the store: versions, and which of them holds on a day."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any, cast

from sqlalchemy import Connection, Table, func, select

from scheduler.domain.activities import Activity
from scheduler.domain.calendar import ONE_DAY
from scheduler.domain.known_days import HeldDays, KnownRoster
from scheduler.domain.people import KnownCounts
from scheduler.domain.roster import Assignment, Duty, Roster
from scheduler.errors import InputError, StoreError
from scheduler.formats.run_folder import RECORD_FILE, ROSTER_FILE
from scheduler.identifiers import PUBLISHED
from scheduler.messages import Message
from scheduler.store.actuals import Actuals
from scheduler.store.forgetting import is_forgotten
from scheduler.store.schema import (
    ACTIVITIES,
    ASSIGNMENTS,
    METADATA,
    ON_CALL,
    RUN_FILES,
    VERSIONS,
    time_of,
)

_FINGERPRINT = 16
"""Digits of a roster's SHA-256 that tell it from others."""
COUNTS_FILE = "counts_before.json"
"""What was known of people's counts from before the first publication, kept with the version that took it in."""


@dataclass(frozen=True, slots=True)
class Version:
    """A roster that was published.

    Attributes
    ----------
    number
        From 1 on, without gaps; that of a version to be published does not count.
    first_day, days
        The days that it speaks of.
    published_at, author, note
        When, by whom and why, which may be empty.
    seed, inputs_sha256
        Of the search that made it, and of the inputs that it started from.
    reverts
        The earlier version that it publishes again; None: none.
    """

    number: int
    first_day: date
    days: int
    published_at: datetime
    author: str
    note: str
    seed: int | None
    inputs_sha256: str
    reverts: int | None = None

    @property
    def last_day(self) -> date:
        """The last day that it speaks of."""
        return self.first_day + (self.days - 1) * ONE_DAY

    def dates(self) -> Iterator[date]:
        """The days that it speaks of, in order."""
        return (self.first_day + n * ONE_DAY for n in range(self.days))


@dataclass(frozen=True)
class Published:
    """What is published, within one transaction."""

    _connection: Connection
    zone: tzinfo

    @property
    def actuals(self) -> Actuals:
        """What happened, as it stands at the same moment."""
        return Actuals(self._connection, self.zone)

    def versions(self) -> list[Version]:
        """Every version, the oldest first."""
        rows = self._connection.execute(select(VERSIONS).order_by(VERSIONS.c.number)).mappings()
        return [
            Version(**{**cast(dict[str, Any], row), "published_at": datetime.fromisoformat(row["published_at"])})
            for row in rows
        ]

    def fingerprints(self) -> dict[int, str]:
        """What tells the roster of each version from those of other stores' versions of that number."""
        query = select(RUN_FILES.c.version, RUN_FILES.c.sha256).where(RUN_FILES.c.name == ROSTER_FILE)
        return {version: sha256[:_FINGERPRINT] for version, sha256 in self._connection.execute(query)}

    def has(self, number: int, fingerprint: str) -> bool:
        """Whether there is a version of this fingerprint, or was before people were forgotten; empty: of any."""
        if number not in {version.number for version in self.versions()}:
            return False
        return not fingerprint or self.fingerprints().get(number) == fingerprint or self.forgotten_in(number) > 0

    def version(self, number: int) -> Version:
        """The version of a number.

        Raises
        ------
        InputError
            There is none.
        """
        found = self.versions()
        for version in found:
            if version.number == number:
                return version
        raise InputError.of(
            Message("version {number}", number=number),
            Message("was never published"),
            Message("name one of 1 to {last}", last=len(found)) if found else Message("nothing is published yet"),
        )

    def roster_of(self, number: int, first: date | None = None, last: date | None = None) -> Roster:
        """The roster of a version, or its rows on some days, both included."""

        def rows_of(table: Table) -> Iterator[Mapping[Any, Any]]:
            query = select(table).where(table.c.version == number)
            if first is not None:
                query = query.where(table.c.date >= first)
            if last is not None:
                query = query.where(table.c.date <= last)
            yield from self._connection.execute(query).mappings()

        attended: dict[tuple[str, date], list[Activity]] = {}
        for row in rows_of(ACTIVITIES):
            start, end = (time_of(row[name], self.zone) for name in ("starts_at", "ends_at"))
            activity = Activity(start, end, row["name"], row["kind"])
            attended.setdefault((row["employee_id"], row["date"]), []).append(activity)
        assignments = map(self._assignment, rows_of(ASSIGNMENTS))
        roster = Roster.of(
            replace(row, activities=tuple(sorted(attended[row.employee_id, row.date])))
            if (row.employee_id, row.date) in attended
            else row
            for row in assignments
        )
        duties = [Duty(row["date"], row["employee_id"]) for row in rows_of(ON_CALL)]
        return roster.with_on_call(duties) if duties else roster

    def people(self) -> set[str]:
        """The ids of everybody whose work was ever published."""
        return set(self._connection.execute(select(ASSIGNMENTS.c.employee_id).distinct()).scalars())

    def files_of(self, number: int) -> dict[str, bytes]:
        """The files of the run that a version was made from, by name.

        Raises
        ------
        StoreError
            One of them is not what was written.
        """
        query = select(RUN_FILES).where(RUN_FILES.c.version == number, RUN_FILES.c.name != COUNTS_FILE)
        return {row["name"]: _content(row) for row in self._connection.execute(query).mappings()}

    def file_by_version(self, name: str) -> Iterator[tuple[int, bytes]]:
        """A file of each version that has it, the oldest first.

        Raises
        ------
        StoreError
            One of them is not what was written.
        """
        query = select(RUN_FILES).where(RUN_FILES.c.name == name).order_by(RUN_FILES.c.version)
        for row in self._connection.execute(query).mappings():
            yield row["version"], _content(row)

    def counts_before(self) -> dict[str, KnownCounts]:
        """What was known of each person's counts from before the first publication, as it was first taken in."""
        taken: dict[str, KnownCounts] = {}
        for _, content in self.file_by_version(COUNTS_FILE):
            for employee, counts in json.loads(content).items():
                taken.setdefault(employee, KnownCounts(employee_id=employee, **counts))
        return taken

    def last_days(self) -> dict[str, date]:
        """The last day that is known of everybody of whom anything is; the first of all days where none is."""
        found: dict[str, date] = {}
        for table in METADATA.sorted_tables:
            if "employee_id" in table.c and "date" in table.c:
                query = select(table.c.employee_id, func.max(table.c.date)).group_by(table.c.employee_id)
                for employee, on in self._connection.execute(query):
                    found[employee] = max(on, found.get(employee, on))
        for _, content in self.file_by_version(RECORD_FILE):
            for employee in (json.loads(content).get("made_from") or {}).get("people", ()):
                found.setdefault(employee, date.min)
        for employee in self.counts_before():
            found.setdefault(employee, date.min)
        return found

    def forgotten_in(self, number: int) -> int:
        """How many people of a version were forgotten since."""
        query = select(ASSIGNMENTS.c.employee_id).where(ASSIGNMENTS.c.version == number).distinct()
        return sum(map(is_forgotten, self._connection.execute(query).scalars()))

    def holding(self, first: date = date.min, last: date = date.max, before: int | None = None) -> dict[date, int]:
        """The version that holds on each published day between two days: the newest one that speaks of it.

        Parameters
        ----------
        first, last
            Both included.
        before
            Only versions before this one count; None: all.
        """
        versions = [version for version in self.versions() if before is None or version.number < before]
        return {on: version.number for version in versions for on in version.dates() if first <= on <= last}

    def held_days(self, first: date, last: date) -> tuple[HeldDays, ...]:
        """The same as `holding` in stretches of days."""
        holding = self.holding(first, last)
        fingerprints = self.fingerprints()
        found = [
            HeldDays(first_day=begin, last_day=end, version=number, roster_sha256=fingerprints.get(number, ""))
            for number in set(holding.values())
            for begin, end in stretches([on for on, holds in holding.items() if holds == number])
        ]
        return tuple(sorted(found, key=lambda days: days.first_day))

    def shifts_on(self, holding: Mapping[date, int]) -> Iterator[tuple[str, date, str]]:
        """Person, day and shift of all that is worked on some days, each of the version that `holding` says."""
        table = ASSIGNMENTS.c
        for number in sorted(set(holding.values())):
            days = {on for on, holds in holding.items() if holds == number}
            query = select(table.employee_id, table.date, table.shift).where(
                table.version == number, table.date >= min(days), table.date <= max(days)
            )
            for employee, on, shift in self._connection.execute(query):
                if on in days:
                    yield employee, on, shift

    def roster_on(self, holding: Mapping[date, int]) -> Roster:
        """The roster of some days, each of the version that `holding` says."""
        rows: list[Assignment] = []
        duties: list[Duty] = []
        for number in sorted(set(holding.values())):
            days = {on for on, holds in holding.items() if holds == number}
            found = self.roster_of(number, min(days), max(days)).on_days(days)
            rows += found.assignments
            duties += found.on_call or ()
        roster = Roster.of(rows)
        return roster.with_on_call(duties) if duties else roster

    def known_rosters(self, first: date, last: date) -> tuple[KnownRoster, ...]:
        """What holds between two days, a roster for each stretch of days without a gap, in order."""
        return self.known_on(self.holding(first, last))

    def known_on(self, holding: Mapping[date, int]) -> tuple[KnownRoster, ...]:
        """The same of some days, each of the version that `holding` says."""
        roster = self.roster_on(holding)
        return tuple(
            KnownRoster(roster.between(begin, end), begin, end, PUBLISHED, is_published=True)
            for begin, end in stretches(list(holding))
        )

    def _assignment(self, row: Mapping[Any, Any]) -> Assignment:
        times = {
            name: None if row[f"{name}s_at"] is None else time_of(row[f"{name}s_at"], self.zone)
            for name in ("start", "end", "break_start", "break_end")
        }
        names = ("employee_id", "date", "shift", "work_mode", "queue", "paid_minutes")
        return Assignment(**{name: row[name] for name in names}, **cast(dict[str, Any], times))


def _content(row: Mapping[Any, Any]) -> bytes:
    """The content of a file.

    Raises
    ------
    StoreError
        It is not what was written.
    """
    try:
        content = zlib.decompress(row["content"])
    except zlib.error:
        content = None
    if content is None or hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise StoreError(
            Message(
                "version {number}: {file} is damaged in the store; put back a copy of it",
                number=row["version"],
                file=row["name"],
            )
        )
    return content


def stretches(days: Collection[date]) -> Iterator[tuple[date, date]]:
    """The first and the last of each run of days without a gap, in order."""
    ordered = sorted(set(days))
    begin = 0
    for n, on in enumerate(ordered):
        if n + 1 == len(ordered) or ordered[n + 1] - on > ONE_DAY:
            yield ordered[begin], on
            begin = n + 1
