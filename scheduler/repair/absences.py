"""People who fall ill after the roster was published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.employment import people_between
from scheduler.domain.people import SICK_LEAVE, Absence, Employee, Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import OFF
from scheduler.errors import Fault, InputError
from scheduler.formats.workspace_files import WORKSPACE_FILE
from scheduler.identifiers import plain_name
from scheduler.messages import AnyText, Message, joined
from scheduler.readers.absences import ANY_PART, parse_part
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date, parse_time
from scheduler.readers.staff import person_called

PLACE = "--absence"


def parse_absence(text: str) -> Absence:
    """The absence that ``E017:2023-11-08`` or ``E017:2023-11-08..2023-11-10`` names; who that is, and of what kind,
    `possible` tells.

    A part of the days comes last: ``E017:2023-11-08:afternoon``, ``E017:2023-11-08:13:00-15:00``.

    Raises
    ------
    ValueError
        It names none; says how to write it.
    """
    days_text, part = _without_part(text)
    employee, colon, days = days_text.rpartition(":")
    first_text, dots, last_text = days.partition("..")
    if not colon or not employee.strip() or not first_text.strip() or (dots and not last_text.strip()):
        raise ValueError(
            Message(
                "'{text}' is not an absence; write it as E017:2023-11-08 or E017:2023-11-08..2023-11-10, with a part "
                "of the day as E017:2023-11-08:afternoon or E017:2023-11-08:13:00-15:00",
                text=text,
            )
        )
    try:
        first = parse_date(first_text.strip())
        last = parse_date(last_text.strip()) if dots else first
    except CellError as error:
        raise ValueError(joined("; ", (error.message, error.remedy))) from None
    if last < first:
        raise ValueError(Message("'{text}' ends before it begins", text=text))
    return Absence.model_validate(
        {"employee_id": employee.strip(), "first_day": first, "last_day": last, "kind": SICK_LEAVE, **part}
    )


_TIMES = re.compile(r"(?P<rest>.*):\s*(?P<start>\d{1,2}:\d{2})\s*[-~]\s*(?P<end>\d{1,2}:\d{2})\s*")


def _without_part(text: str) -> tuple[str, dict[str, object]]:
    """The text before the part of the day that it ends with, and the fields of an absence for that."""
    times = _TIMES.fullmatch(text.strip())
    if times is not None:
        try:
            start, end = parse_time(times["start"]), parse_time(times["end"])
        except CellError as error:
            raise ValueError(joined("; ", (error.message, error.remedy))) from None
        if not start < end or start >= MINUTES_PER_DAY or end - start > MINUTES_PER_DAY:
            raise ValueError(
                Message(
                    "'{text}': {start}-{end} is no part of a day; write 01:00 of the next day as 25:00",
                    text=text,
                    start=times["start"],
                    end=times["end"],
                )
            )
        return times["rest"], {"from_minute": start, "to_minute": end}
    rest, colon, last = text.strip().rpartition(":")
    if not colon:
        return text.strip(), {}
    try:
        return rest, {"part": parse_part(last.strip())}
    except CellError as error:
        if _is_date(rest.rpartition(":")[2]):  # so that what follows it can be nothing but a part
            remedy = Message("write {parts}, or times as 13:00-15:00", parts=ANY_PART)
            raise ValueError(joined("; ", (error.message, remedy))) from None
        return text.strip(), {}  # a date, or what is no absence at all


def _is_date(text: str) -> bool:
    try:
        parse_date(text.rpartition("..")[2].strip())
    except CellError:
        return False
    return True


def possible(
    absences: Sequence[Absence],
    employees: Sequence[Employee],
    first_day: date,
    last_day: date,
    today: date,
    kind: str | None = SICK_LEAVE,
) -> list[Absence]:
    """The absences by id and of a kind, each of somebody who exists, from today on at the earliest.

    Parameters
    ----------
    absences
        As `parse_absence` makes them.
    employees
        Who exists, with those who left before the roster or come after it.
    first_day, last_day
        Of the roster.
    today
        Earlier days are past: an absence that began on one counts from today.
    kind
        Of what kind they are; None: the settings say of none that it comes unforeseen.

    Raises
    ------
    InputError
        With every fault.
    """
    faults: list[tuple[AnyText, AnyText]] = []
    if absences and kind is None:
        raise InputError.of(
            WORKSPACE_FILE,
            Message("does not say of which kind an absence is that comes unforeseen"),
            Message("set unplanned_absence_kind to one of the absence_kinds"),
        )
    of_people = []
    planned = people_between(employees, first_day, last_day)
    for absence in absences:
        name = absence.employee_id
        try:
            employee = _called(name, planned, employees)
        except CellError as error:
            faults.append((error.message, error.remedy))
            continue
        of_people.append(absence.model_copy(update={"employee_id": employee, "kind": kind}))
        if max(absence.first_day, today) <= absence.last_day:
            # What began before today counts from today: past days stay as they are.
            of_people[-1] = of_people[-1].model_copy(update={"first_day": max(absence.first_day, today)})
        if absence.last_day < first_day or absence.first_day > last_day:
            faults.append(
                (
                    Message("the absence of {name} lies outside the roster", name=name),
                    Message("its days are {first} to {last}", first=first_day, last=last_day),
                )
            )
        elif absence.last_day < today:
            faults.append(
                (
                    Message(
                        "the absence of {name} ends on {last}, which is past; past days stay as they are",
                        name=name,
                        last=absence.last_day,
                    ),
                    Message("name days from {today} on, or say with --today which day it is", today=today),
                )
            )
        elif not any(
            row.employee_id == employee
            and row.meets(max(absence.first_day, today, first_day), min(absence.last_day, last_day))
            for row in employees
        ):
            on = max(absence.first_day, today, first_day)
            faults.append(
                (
                    Message("{employee} is not employed on {day}", employee=employee, day=on),
                    Message("leave the absence out, or correct from and to in staff.csv"),
                )
            )
    if faults:
        raise InputError([Fault(PLACE, 0, "", message, remedy) for message, remedy in faults])
    return of_people


def _called(name: str, planned: Sequence[Employee], employees: Sequence[Employee]) -> str:
    """The id of who is called so: one of those who are employed in the roster's days goes before all others."""
    plain = plain_name(name)
    is_planned = any(plain in (plain_name(person.employee_id), plain_name(person.name)) for person in planned)
    return person_called(name, planned if is_planned else employees)


def with_absences(problem: Problem, published: Roster, absences: Sequence[Absence]) -> Problem:
    """The problem in which these people are absent, or away for a part of a day.

    A day on which somebody was published as off stays a day off and is no day of absence: it was not one of the days
    that the contract owes, and must not be credited as worked.
    """
    worked = {(row.employee_id, row.date) for row in published.assignments}
    days = {(absence.employee_id, on) for absence in absences for on in absence.days()}
    planned = set(problem.horizon.dates())
    fallen: dict[str, set[tuple[str, date]]] = {}
    for one in absences:
        if not one.is_partial:
            places = {(one.employee_id, on) for on in one.days() if (one.employee_id, on) in worked}
            fallen.setdefault(one.kind, set()).update(places)
    parts = [
        absence.model_copy(update={"first_day": on, "last_day": on})
        for absence in absences
        for on in absence.days()
        if absence.is_partial and (absence.employee_id, on) in worked
    ]
    whole = [span for kind, places in fallen.items() for span in _spans(sorted(places), kind)]
    off = [(employee, on) for employee, on in sorted(days) if on in planned and (employee, on) not in worked]
    free = [lock for lock in problem.locks if (lock.employee_id, lock.date) not in days]
    wishes = [wish for wish in problem.requests if not wish.is_must or (wish.employee_id, wish.date) not in days]
    return problem.replace(
        absences=(*problem.absences, *whole, *parts),
        requests=tuple(wishes),
        locks=(*free, *(Lock(employee_id=employee, date=on, shift=OFF) for employee, on in off)),
    )


def without_past(problem: Problem, published: Roster, today: date) -> Problem:
    """The problem in which past days are as published: an absence that was noted later does not undo them."""
    worked = {
        (row.employee_id, row.date)
        for row in published.assignments
        if row.date < today and problem.as_worked(row) != row
    }
    kept: list[Absence] = []
    for absence in problem.absences:
        days = [(absence.employee_id, on) for on in absence.days()]
        if worked.isdisjoint(days):
            kept.append(absence)
        else:
            kept += (
                absence.model_copy(update={"first_day": span.first_day, "last_day": span.last_day})
                for span in _spans([place for place in days if place not in worked], absence.kind)
            )
    return problem.replace(absences=tuple(kept))


def _spans(places: Sequence[tuple[str, date]], kind: str) -> list[Absence]:
    """Days in a row of a person as one absence."""
    spans: list[Absence] = []
    for employee, on in places:
        last = spans[-1] if spans else None
        if last and last.employee_id == employee and on - last.last_day == timedelta(days=1):
            spans[-1] = last.model_copy(update={"last_day": on})
        else:
            spans.append(Absence(employee_id=employee, first_day=on, last_day=on, kind=kind))
    return spans
