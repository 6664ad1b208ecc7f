"""What rules of fairness count: turns, and days on which people could have been asked, before and published since."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.constraints.fair_weekends import counts_public_holidays
from scheduler.domain.base import WEEKEND
from scheduler.domain.people import Employee, FairnessHistory, KnownCounts
from scheduler.errors import InputError
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.newcomers import with_newcomers
from scheduler.readers.faults import Faults
from scheduler.readers.public_holidays import public_holidays

if TYPE_CHECKING:
    from scheduler.store.published import Published  # loads SQLAlchemy: for those alone who have a store

_KINDS = ("nights", "weekend_days", "days")


def counts_before(
    published: Published, workspace: Workspace, held: Mapping[date, int], first_day: date
) -> tuple[KnownCounts, ...]:
    """What counts for fairness when a plan begins.

    Parameters
    ----------
    published
        The store; something is published.
    workspace
        Says from which day on it counts, and what its file says of the time before.
    held
        The version that holds on each day.
    first_day
        The first planned day: days before it count.

    Returns
    -------
    tuple[KnownCounts, ...]
        Of everybody who was on the staff when one of the counted days was published, or of whom a file knows something.
        What the file says is of the time before the first day of the first publication, be days of it published later
        or not, and counts as long as the counted days reach back to it. Without it all published days count. Whoever
        came later begins with the mean of the peers of that day, as newcomers do: nobody has to catch up with turns
        that others took before.
    """
    known = {row.employee_id: row for row in known_before(published, workspace)}
    staff = [person.employee_id for person in workspace.employees]
    begin = published.versions()[0].first_day
    if known.keys().isdisjoint(staff):
        # A week before that of the first version may have been published later. Where a file says what was before
        # that version, it says so of this week as well, and the week must not count twice.
        begin = min(begin, *held)
    if first_day <= begin:
        return tuple(known.values())
    since = workspace.settings.fairness.counts_from(first_day)
    start = max(since, begin)
    if start >= first_day:
        return ()
    turns = _Turns(workspace, list(_worked(published, workspace, held, start, first_day)), start, first_day)
    there = _Days(workspace, _known_days(workspace, held, start, first_day))
    joined = {
        employee: max(start, on)
        for employee, on in _first_days(published).items()
        if on < first_day and employee in staff
    }
    opening: dict[str, FairnessHistory] = {}
    for on in sorted(set(joined.values())):
        comers = [employee for employee, day in joined.items() if day == on]
        if on > start:
            rows = [_counted(opening[employee], turns, there, on) for employee in opening]
            rows += [known[employee] for employee in comers if employee in known]
        elif since < begin:
            rows = [known[employee] for employee in staff if employee in known]
        else:
            rows = []  # what was before does not count: all begin alike
        begins = {row.employee_id: row for row in with_newcomers(rows, workspace.employees, workspace.settings).history}
        if not rows:
            begins = {employee: FairnessHistory(employee_id=employee, days=0) for employee in begins}
        opening |= {employee: begins[employee] for employee in comers}
    counted = {employee: _counted(opening[employee], turns, there, first_day) for employee in opening}
    return tuple(({employee: row for employee, row in known.items() if employee in staff} | counted).values())


def _counted(opening: FairnessHistory, turns: _Turns, there: _Days, before: date) -> KnownCounts:
    """A person's counts before a day: those of the opening, and what is known since."""
    taken = turns.since(opening.employee_id, before)
    return KnownCounts(
        employee_id=opening.employee_id,
        nights=opening.nights + taken["nights"],
        weekend_days=opening.weekend_days + taken["weekend_days"],
        days=None if opening.days is None else opening.days + there.before(opening.employee_id, before),
    )


def _known_days(workspace: Workspace, held: Mapping[date, int], first: date, before: date) -> list[date]:
    """The days from `first` on of which it is known who worked, as `_worked` has them."""
    days = (first + timedelta(days=n) for n in range((before - first).days))
    return [on for on in days if on in held or (workspace.known is not None and workspace.known.covers(on))]


class _Days:
    """On how many of the known days each person could have been asked: employed, and not absent for the whole day."""

    def __init__(self, workspace: Workspace, known: Sequence[date]) -> None:
        self._known = known
        self._rows: dict[str, list[Employee]] = {}
        for row in workspace.employees:
            self._rows.setdefault(row.employee_id, []).append(row)
        self._absent: dict[str, set[date]] = {}
        for absence in workspace.absences:
            if not absence.is_partial:
                self._absent.setdefault(absence.employee_id, set()).update(absence.days())

    def before(self, employee: str, before: date) -> int:
        """How many there are before a day."""
        absent = self._absent.get(employee, ())
        return sum(
            on < before and on not in absent and any(row.is_employed_on(on) for row in self._rows.get(employee, ()))
            for on in self._known
        )


class _Turns:
    """Turns that people took, by kind and day."""

    def __init__(
        self, workspace: Workspace, worked: Sequence[tuple[str, date, str]], first: date, before: date
    ) -> None:
        settings = workspace.settings
        night = settings.night
        nights = {shift.code for shift in settings.shifts if night.is_night(shift)} | (night.codes or frozenset())
        holidays: Collection[date] = ()
        if counts_public_holidays(settings.rules):
            holidays = public_holidays(settings, first, before)
        self._of: dict[str, list[tuple[date, int, int]]] = {}
        for employee, on, shift in worked:
            turn = on, int(shift in nights), int(on.weekday() in WEEKEND or on in holidays)
            self._of.setdefault(employee, []).append(turn)

    def since(self, employee: str, before: date) -> Counter[str]:
        """What a person took before a day, by kind."""
        taken: Counter[str] = Counter()
        for on, nights, weekend_days in self._of.get(employee, ()):
            if on < before:
                taken["nights"] += nights
                taken["weekend_days"] += weekend_days
        return taken


def _worked(
    published: Published, workspace: Workspace, held: Mapping[date, int], first: date, before: date
) -> Iterator[tuple[str, date, str]]:
    """Person, day and shift of what was worked: as published, and on other days as the roster that a command names."""
    yield from published.shifts_on({on: number for on, number in held.items() if first <= on < before})
    if workspace.known is not None:
        for row in workspace.known.roster.assignments:
            if first <= row.date < before and row.date not in held:
                yield row.employee_id, row.date, row.shift


def _first_days(published: Published) -> dict[str, date]:
    """The first published day on whose making each person was on the staff."""
    first_day = {version.number: version.first_day for version in published.versions()}
    found: dict[str, date] = {}
    for number, content in published.file_by_version(RECORD_FILE):
        made = json.loads(content).get("made_from") or {}
        for employee in made.get("people", ()):
            found[employee] = min(first_day[number], found.get(employee, date.max))
    return found


def of_files(workspace: Workspace) -> tuple[KnownCounts, ...]:
    """The counts that the workspace's own file has."""
    return workspace.history if workspace.history_of_files is None else workspace.history_of_files


def known_before(published: Published, workspace: Workspace) -> tuple[KnownCounts, ...]:
    """What is known of the time before the first publication: what was taken in, and for others what the file says."""
    return tuple(({row.employee_id: row for row in of_files(workspace)} | published.counts_before()).values())


def not_taken_in(published: Published, workspace: Workspace) -> list[KnownCounts]:
    """The counts of the workspace's file that a publication has to take in."""
    taken = published.counts_before()
    return [row for row in of_files(workspace) if row.employee_id not in taken]


def refuse_other_counts(published: Published, workspace: Workspace) -> None:
    """Make sure that the file of counts has not grown by weeks that are published.

    Raises
    ------
    InputError
        It says something else of a person than when it was taken in.
    """
    taken = published.counts_before()
    faults = Faults()
    for row in of_files(workspace):
        then = taken.get(row.employee_id, row)
        for kind in _KINDS:
            if getattr(row, kind) != getattr(then, kind):
                faults.add(
                    workspace.sources.get("history", "history.csv"),
                    0,
                    kind,
                    Message(
                        "{employee} has {now} now, and had {then} when the first roster was published; what is "
                        "published since is counted by itself, and would count twice",
                        employee=row.employee_id,
                        now=_text(getattr(row, kind)),
                        then=_text(getattr(then, kind)),
                    ),
                    Message("put back what it was, or delete the file, which has been taken in"),
                )
    faults.raise_if_any()


def refuse_changed_since(workspace: Workspace, then: Mapping[str, str]) -> None:
    """Make sure that the first run to be published was made from the counts that its publication takes in.

    Parameters
    ----------
    workspace
        As it is now.
    then
        SHA-256 of its files when the run was made.

    Raises
    ------
    InputError
        They may have weeks in them that are published now.
    """
    name = "history.csv"
    now = workspace.input_hashes.get(name)
    if of_files(workspace) and now is not None and then.get(name) != now:
        raise InputError.of(
            name,
            Message("was changed since the run was made, and may count its days already, which would then count twice"),
            Message("put it back as it was, or make the run again"),
        )


def _text(count: int | None) -> str:
    return "none" if count is None else str(count)
