"""Which days around the planned ones are known; unknown days before them are refused.

Rest, days in a row and work that reaches past midnight join a week to the one before. A roster that looks right and
breaks the law over such a joint is the worst outcome, so nothing is taken for granted of a day of which nobody speaks.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.constraints.base import Rule
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.calendar import ONE_DAY, Horizon
from scheduler.domain.known_days import DaysAround, KnownRoster, PreviousFrom
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.errors import Fault, InputError
from scheduler.formats.run_folder import DAYS_AROUND_FILE, ROSTER_FILE, SUMMARY_FILE, WORKBOOK_FILE
from scheduler.identifiers import PUBLISHED
from scheduler.inputs import Workspace
from scheduler.messages import Message, joined
from scheduler.readers.roster import read_edited_roster
from scheduler.run_inputs import refuse_other_centre
from scheduler.run_record import read_record

PREVIOUS_FILE = "previous_roster.csv"
_MOST_CLOSED_DAYS = 3
"""Days in a row on which a centre may be closed every week; more unknown days are a roster that is missing."""


def with_days_before(
    workspace: Workspace,
    previous: Path | None,
    *,
    is_first_week: bool,
    of_run: Path | None = None,
    keeps_record: bool = False,
) -> Workspace:
    """The workspace with what a command says of the days before.

    Parameters
    ----------
    workspace
        Its own previous roster holds on the days of which `previous` does not speak.
    previous
        The folder of a run, or a roster's file; None: none.
    is_first_week
        Nobody worked on the days before of which neither speaks.
    of_run
        The roster that the command looks at. Where it is a run's, the first week may have been declared then.
    keeps_record
        Without `previous`, that run's own record of the days around counts: it is to be shown again as it was made.
        What has changed since in the weeks around it would not be noticed.

    Raises
    ------
    InputError
        The file has faults, or it or the run is another centre's.
    """
    if of_run is not None and of_run == Path(PUBLISHED):
        of_run = None
    if of_run is not None:
        refuse_other_centre(of_run, workspace)
    run = None if of_run is None else _run_of(of_run)
    if run is not None:
        made = read_record(run)
        is_first_week = is_first_week or (made is not None and made.is_first_week)
        record = run / DAYS_AROUND_FILE
        if keeps_record and previous is None and record.is_file():
            previous = record
    known = None if previous is None else _read_days_before(previous, workspace)
    return replace(workspace, known=known, is_first_week=is_first_week)


def _run_of(roster: Path) -> Path | None:
    """The folder of a run that a roster's path names; None where it is a file of another name."""
    if roster.is_dir():
        return roster
    return roster.parent if roster.name in (ROSTER_FILE, WORKBOOK_FILE) else None


def _summary_of(run: Path) -> Mapping[str, Any]:
    """What a run's summary says; nothing where there is none."""
    try:
        found = json.loads((run / SUMMARY_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _read_days_before(path: Path, workspace: Workspace) -> KnownRoster:
    """A roster, and the days of which it speaks: on some of them nobody may have worked."""
    refuse_other_centre(path, workspace)
    file = path / ROSTER_FILE if path.is_dir() else path
    # Whoever has left since stays in what a run knew of the days around it.
    employees = None if path.name == DAYS_AROUND_FILE else workspace.employees
    edited = read_edited_roster(file, workspace.settings, employees, workspace.absences, is_known=True)
    days = {row.date for row in edited.roster.assignments} | {on for _, on in edited.cells}
    run = _run_of(path)
    if run is not None:
        days |= _planned_days(_summary_of(run), days)
    if path.name == DAYS_AROUND_FILE and (until := _summary_of(path.parent).get("previous_until")):
        days.add(date.fromisoformat(until))
    if not days:
        raise InputError.of(file, Message("has no rows"), Message("name the roster of the days before"))
    return KnownRoster(edited.roster, min(days), max(days), str(path), silent_between=_planned_between(path))


def _planned_between(path: Path) -> tuple[date, date] | None:
    """The days that a run planned, where a path is its record of the days around them."""
    record = read_record(path.parent) if path.name == DAYS_AROUND_FILE else None
    if record is None or record.first_day is None or record.days is None:
        return None
    return record.first_day, record.first_day + (record.days - 1) * ONE_DAY


def _planned_days(summary: Mapping[str, Any], dates: Collection[date]) -> set[date]:
    """The days that a run planned; none where its summary does not agree with the roster beside it."""
    try:
        first = date.fromisoformat(summary["first_day"])
        planned = set(_dates(first, first + (int(summary["days"]) - 1) * ONE_DAY))
    except (ValueError, KeyError, TypeError, OverflowError):
        return set()
    return planned if planned.issuperset(dates) else set()


@dataclass(frozen=True)
class Around:
    """The rosters around the planned days.

    Attributes
    ----------
    previous, following
        Assignments before and after the planned days.
    published, published_days
        A roster of the planned days that people already know, and the days of which it speaks; None: none.
    settled_from
        From this day on it is known who worked, up to the planned days.
    days
        Where that comes from.
    """

    previous: Roster
    following: Roster
    published: Roster | None
    published_days: frozenset[date] | None
    settled_from: date
    days: DaysAround


def days_around(workspace: Workspace, horizon: Horizon, holidays: Collection[date]) -> Around:
    """What is known of the days around the planned ones.

    Parameters
    ----------
    workspace
        Its previous roster, the one that a command names, and whether the first week was declared.
    horizon
        The planned days.
    holidays
        Public holidays, those of the month before the plan included.

    Raises
    ------
    InputError
        A day before the planned ones is unknown, and somebody could have worked on it.
    """
    first, last = horizon.first_day, horizon.last_day
    rosters = list(_known_rosters(workspace))
    # What a command names takes the place of the workspace's file on all days of which it speaks.
    rows = [
        row
        for number, known in enumerate(rosters)
        for row in known.roster.assignments
        if not any(earlier.covers(row.date) for earlier in rosters[:number])
    ]
    before = [known for known in rosters if known.first_day < first]
    known_days = {on for known in before for on in _dates(known.first_day, min(known.last_day, first - ONE_DAY))}
    earliest = min(known_days, default=first)
    settled_from = first
    while settled_from > earliest:
        on = settled_from - ONE_DAY
        if on not in known_days and _could_work(workspace, on, holidays):
            break
        settled_from = on
    is_joined = any(settled_from <= on for on in known_days)
    if not is_joined and not workspace.is_first_week:
        raise InputError([_unknown_days(workspace, before, max(known_days, default=None), settled_from, first)])
    taken_as_free = None
    if workspace.is_first_week:
        if settled_from > earliest:
            taken_as_free = max(on for on in known_days if on < settled_from) + ONE_DAY, settled_from - ONE_DAY
        settled_from = date.min
    following = Roster.of(row for row in rows if row.date > last)
    published_days = frozenset(on for on in horizon.dates() if _is_published(workspace, on, first, last))
    published = Roster.of(row for row in rows if row.date in published_days)
    duties = [duty for known in workspace.published for duty in known.roster.on_days(published_days).on_call or ()]
    return Around(
        previous=Roster.of(row for row in rows if settled_from <= row.date < first),
        following=following,
        published=(published.with_on_call(duties) if duties else published) if published_days else None,
        published_days=published_days or None,
        settled_from=settled_from,
        days=DaysAround(
            previous_from=_joined_from(before, max(known_days)) if is_joined else "none",
            sources=tuple(known.source for known in before if known.last_day >= settled_from),
            known_from=max(earliest, settled_from) if known_days else None,
            known_until=max(known_days, default=None),
            is_first_week=workspace.is_first_week,
            taken_as_free=taken_as_free,
            following_until=max((row.date for row in following.assignments), default=None),
        ),
    )


def _is_published(workspace: Workspace, on: date, first: date, last: date) -> bool:
    """Whether people know already what they work on a planned day."""
    if workspace.known is not None and workspace.known.covers(on):
        # A file of the days around the plan need not have one among them.
        worked = [row.date for row in workspace.known.roster.assignments if first <= row.date <= last]
        return bool(worked) and min(worked) <= on <= max(worked)
    return any(known.covers(on) for known in workspace.published)


def _joined_from(before: Sequence[KnownRoster], last_known: date) -> PreviousFrom:
    """Where the last known day before the plan is known from."""
    binding = next(known for known in before if known.covers(last_known))
    return "published" if binding.is_published else "file"


def refuse_too_short(problem: Problem, rules: Sequence[Rule], settled_from: date) -> None:
    """Make sure that no rule needs to know more of the days before than is known.

    Raises
    ------
    InputError
        What was worked before `settled_from` could make a roster break a rule.
    """
    if settled_from == date.min:
        return  # a first week: nobody worked on the days that are not known
    days = problem.days_around
    source = ", ".join(days.sources) if days is not None else PREVIOUS_FILE
    faults = [
        Fault(
            source,
            0,
            "",
            Message(
                "begins on {day}, too late to plan from {first}: {reason}",
                day=settled_from,
                first=problem.horizon.first_day,
                reason=reason,
            ),
            Message("add the days before; --first-week says that nobody worked on them"),
            called=_called(days.sources) if days is not None else "",
        )
        for rule in rules
        if (reason := rule.undecided_before(problem, settled_from)) is not None
    ]
    if faults:
        raise InputError(faults)


def _known_rosters(workspace: Workspace) -> Iterator[KnownRoster]:
    """The rosters that speak of other days, the more binding first."""
    if workspace.known is not None:
        yield workspace.known
    yield from workspace.published
    dates = [row.date for row in workspace.previous.assignments]
    if dates:
        source = workspace.sources.get("previous_roster", PREVIOUS_FILE)
        yield KnownRoster(workspace.previous, min(dates), max(dates), source)


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))


def _could_work(workspace: Workspace, on: date, holidays: Collection[date]) -> bool:
    """Whether any of the people may have worked on a date, by shifts, contracts and absences."""
    shifts = {shift.code for shift in workspace.settings.shifts if on.weekday() in shift.weekdays}
    contracts = {contract.name: contract for contract in workspace.settings.contracts}
    absent = {
        absence.employee_id
        for absence in workspace.absences
        if absence.first_day <= on <= absence.last_day and not absence.is_partial
    }
    return any(
        person.is_employed_on(on)
        and shifts.intersection(person.shifts)
        and on.weekday() in contracts[person.contract].weekdays
        and person.employee_id not in absent
        and (on not in holidays or (contracts[person.contract].works_public_holidays and person.may_work_holidays))
        for person in workspace.employees
    )


def _unknown_days(
    workspace: Workspace, before: Sequence[KnownRoster], last_known: date | None, settled_from: date, first: date
) -> Fault:
    """The fault that names the last known day and what helps."""
    remedy = Message(
        "publish the week before, or give its roster with --previous, the folder of a run or a roster's file; "
        "--first-week says that nobody worked on them"
    )
    if last_known is None:
        source = workspace.sources.get("previous_roster", PREVIOUS_FILE)
        return Fault(
            source if workspace.known is None else workspace.known.source,
            0,
            "",
            Message("no day before {first} is known, so nobody can say who has had enough rest", first=first),
            remedy,
        )
    last_unknown = settled_from - ONE_DAY
    first_unknown = last_known + ONE_DAY
    return Fault(
        ", ".join(known.source for known in before),
        0,
        "",
        Message(
            "the days before {first} are not known: the last known day is {known}, and of {missing} nobody says who "
            "worked",
            first=first,
            known=last_known,
            missing=first_unknown
            if first_unknown == last_unknown
            else Message("{first} to {last}", first=first_unknown, last=last_unknown),
        ),
        joined("; ", (remedy, *_if_never_worked(first_unknown, last_unknown))),
        called=_called(known.source for known in before),
    )


def _called(sources: Iterable[str]) -> Message:
    """What people read of where days are known from."""
    return joined(
        ", ",
        (Message("published") if source == PUBLISHED else Message("{what}", what=source) for source in sources),
    )


def _if_never_worked(first: date, last: date) -> Iterator[Message]:
    """What helps a centre that is closed on the weekdays of a few days in a row; nothing where it cannot be that."""
    if 0 <= (last - first).days < _MOST_CLOSED_DAYS:
        yield Message(
            "where nobody ever works on {weekdays}, leave that out of the weekdays of shifts or contracts",
            weekdays=", ".join(WEEKDAYS[on.weekday()] for on in _dates(first, last)),
        )
