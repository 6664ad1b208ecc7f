"""The ledger of a workspace from the rosters of consecutive days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scheduler.config import Settings
from scheduler.domain.calendar import ONE_DAY, monday_of
from scheduler.domain.clock import minutes_between
from scheduler.domain.known_days import KnownRoster
from scheduler.errors import Fault, InputError, OutputError
from scheduler.frames.csv_file import write_csv
from scheduler.from_store.former_staff import with_former_staff
from scheduler.inputs import Workspace
from scheduler.ledger.columns import COLUMNS
from scheduler.ledger.counting import count
from scheduler.ledger.known import LedgerBasis
from scheduler.ledger.rosters import known_rosters
from scheduler.ledger.work_that_cannot_be import work_that_cannot_be
from scheduler.messages import Message
from scheduler.readers.public_holidays import public_holidays
from scheduler.run.reading import opened
from scheduler.store.forgetting import is_forgotten
from scheduler.writers.files import kept_file, refuse_taken_file

_ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, eq=False)
class PayLedger:
    """What was worked on some days, what of it is paid more, and what is owed for it.

    Attributes
    ----------
    days
        A row for each person and day with work, leave or a paid holiday off; docs/ledger.md has its columns.
    """

    settings: Settings
    first_day: date
    last_day: date
    days: pd.DataFrame

    def as_json(self) -> dict[str, Any]:
        """The sums by team and of everybody for other programs, by the names of the columns."""
        added = [column.name for column in COLUMNS if column.is_added]

        def sums(days: pd.DataFrame) -> dict[str, float]:
            return {name: np.asarray(days[name]).sum().item() for name in added}

        return {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "everybody": sums(self.days),
            "teams": {str(team): sums(days) for team, days in self.days.groupby("team", observed=True)},
        }

    def write(self, path: Path) -> None:
        """Write it as a workbook or a csv file, by the ending of the file's name."""
        if path.suffix.lower() == ".xlsx":
            from scheduler.ledger.workbook import write_ledger_book

            write_ledger_book(path, self.settings, self.first_day, self.last_day, self.days)
        else:
            write_csv(path, self.days, number=lambda number: f"{number:.10g}")


def ledger(
    workspace: Workspace | Path | str,
    rosters: Sequence[KnownRoster | Path | str] | None,
    first_day: date,
    last_day: date,
    output: Path | None = None,
) -> PayLedger:
    """Count the ledger of some days.

    Parameters
    ----------
    workspace
        People with their contracts, shifts, absences, and the settings `working_time` and `pay`. Its roster of the days
        before counts on days of which no other speaks.
    rosters
        What is known, each with the days of which it speaks; or a run's folder, or a roster's file; None: what is
        published. Days around the first and the last count for the weeks of these.
    first_day, last_day
        Both included.
    output
        A .xlsx or .csv file to write; one that stood there is kept beside it as ``.bak``. None: nothing is written.

    Raises
    ------
    InputError
        A day is not known, two rosters speak of one, a row has a person, a shift or paid minutes that cannot be, or
        somebody works who is absent or not employed by the files of today.
    OutputError
        `output` cannot be written.
    """
    if output is not None:
        if output.suffix.lower() not in _ENDINGS:
            raise OutputError(
                Message("{output} ends neither in .xlsx nor in .csv; name a workbook or a csv file", output=output)
            )
        refuse_taken_file(output)
    workspace = opened(workspace)
    _refuse_no_days(first_day, last_day)
    known = known_rosters(workspace, rosters, first_day, last_day)
    staff = {person.employee_id for person in workspace.employees}
    strangers = {row.employee_id for roster in known for row in roster.roster.assignments} - staff
    made = _counted(with_former_staff(workspace, strangers), known, first_day, last_day)
    if output is not None:
        with kept_file(output) as hidden:
            made.write(hidden)
    return made


def _refuse_no_days(first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise InputError.of(
            "--to",
            Message("{last} lies before {first}, the day of --from", last=last_day, first=first_day),
            Message("exchange the two dates"),
        )


def _counted(workspace: Workspace, rosters: Sequence[KnownRoster], first_day: date, last_day: date) -> PayLedger:
    monday = monday_of(first_day)
    n_days = (monday_of(last_day) - monday).days + 7
    says = np.zeros(n_days, dtype=np.int64)
    for known in rosters:
        first, last = ((on - monday).days for on in (known.first_day, known.last_day))
        says[max(0, first) : max(0, last + 1)] += 1
    sunday = monday + (n_days - 1) * ONE_DAY
    rows = [row for known in rosters for row in known.roster.assignments if monday <= row.date <= sunday]
    faults = [*_days_at_fault(says, monday, (last_day - monday).days + 1)]
    for known in rosters:
        faults += _rows_at_fault(workspace, known, monday, sunday)
        faults += work_that_cannot_be(workspace, known, monday, sunday)
    if faults:
        raise InputError(faults)
    facts = LedgerBasis(
        workspace.settings,
        workspace.employees,
        workspace.absences,
        monday,
        n_days,
        says > 0,
        rows,
        public_holidays(workspace.settings, monday - 7 * ONE_DAY, sunday + 7 * ONE_DAY),
    )
    return PayLedger(workspace.settings, first_day, last_day, count(facts, first_day, last_day))


def _days_at_fault(says: np.ndarray, monday: date, n_needed: int) -> Iterator[Fault]:
    """Days that no roster speaks of, up to the last one of the ledger, and days that two do."""
    unknown = [monday + n * ONE_DAY for n in np.flatnonzero(says[:n_needed] == 0).tolist()]
    if unknown:
        yield Fault(
            "ledger",
            0,
            "",
            Message(
                "{count} of the days from {monday} on are not known, the first {first}, the last {last}",
                count=len(unknown),
                monday=monday,
                first=unknown[0],
                last=unknown[-1],
            ),
            Message(
                "publish their rosters, or take other days; overtime counts from Monday on, so the whole week "
                "of the first day has to be known up to it"
            ),
            called=Message("ledger"),
        )
    twice = [monday + n * ONE_DAY for n in np.flatnonzero(says > 1).tolist()]
    if twice:
        message = Message("two rosters speak of {day}", day=twice[0])
        yield Fault("ledger", 0, "", message, Message("give one of them"), called=Message("ledger"))


def _rows_at_fault(workspace: Workspace, known: KnownRoster, monday: date, sunday: date) -> Iterator[Fault]:
    """Rows that the ledger cannot count."""
    people = {person.employee_id for person in workspace.employees}
    shifts = {shift.code for shift in workspace.settings.shifts}
    zone = workspace.settings.centre.zone
    strangers: set[str] = set()
    unknown: set[str] = set()
    minutes: dict[tuple[object, ...], int] = {}
    for row in known.roster.assignments:
        if not monday <= row.date <= sunday:
            continue
        if row.employee_id not in people:
            strangers.add(row.employee_id)
        if row.shift not in shifts:
            unknown.add(row.shift)
        moments = (row.start, row.end, row.break_start, row.break_end)
        times = tuple((moment, moment is not None and moment.fold) for moment in moments)
        if times not in minutes:
            worked = minutes_between(row.start, row.end, zone)
            if row.break_start is not None and row.break_end is not None:
                worked -= minutes_between(row.break_start, row.break_end, zone)
            minutes[times] = worked
        if minutes[times] != row.paid_minutes or row.date != row.start.date():
            yield Fault(
                known.source,
                0,
                "paid_minutes",
                Message(
                    "{person} has {paid} paid minutes on {day}, but works {worked} by start, end and break",
                    person=row.employee_id,
                    day=row.date,
                    paid=row.paid_minutes,
                    worked=minutes[times],
                ),
                Message("correct the row"),
            )
    for person in sorted(strangers):
        yield Fault(
            known.source,
            0,
            "employee_id",
            Message("{person} is not in staff.csv", person=person),
            Message(
                "no run recorded the contract of this person, who was forgotten; take other days"
                if is_forgotten(person)
                else "no run recorded the contract; keep people in staff.csv as long as the ledger counts their days"
            ),
        )
    for code in sorted(unknown):
        yield Fault(
            known.source,
            0,
            "shift",
            Message("shift {shift} is unknown", shift=code),
            Message("keep shifts in workspace.yaml as long as the ledger counts days on which they were worked"),
        )
