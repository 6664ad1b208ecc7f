"""``calendars/``: an iCalendar file per person (RFC 5545).

Every planned day of a person has one event, whose UID depends on the centre, the person and the date alone: work with
its times, or an all-day event that takes no time for a day off, on call or not, or an absence. So when a roster is
published again, every day is updated by its new event, a day that became free included, and nothing stands twice.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vText

from scheduler.domain.clock import is_repeated, moment
from scheduler.domain.people import Employee
from scheduler.domain.roster import Assignment
from scheduler.figures import Run
from scheduler.labels import label, name_of

_ENDING = ".ics"
_SEQUENCE_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_PRODUCT = "-//scheduler//roster//EN"


def write_calendars(folder: Path, run: Run, made_at: datetime) -> None:
    """Write a file per person, named after the id.

    Parameters
    ----------
    folder
        Is made where it does not exist.
    run
        A run with a roster. Words are in the language of its workspace, times in the centre's time zone.
    made_at
        When the calendars are made, with its time zone: the time stamp of the events, and the number by which a
        calendar program knows the newer one of two. See `next_making`.
    """
    assert run.roster is not None
    folder.mkdir(parents=True, exist_ok=True)
    horizon = run.problem.horizon
    zone = Timezone.from_tzid(
        run.settings.centre.timezone,
        first_date=horizon.first_day - timedelta(days=366),
        last_date=horizon.date_of(horizon.days) + timedelta(days=366),
    )
    for person in run.problem.employees:
        calendar = _calendar(run, person, zone, made_at)
        (folder / calendar_name(person.employee_id)).write_bytes(calendar.to_ical())


def next_making(now: datetime, published: Path) -> datetime:
    """When calendars are made, by a clock that never stands still or goes back.

    Calendar programs keep the event with the highest number, whatever it says: going back to an older roster must
    count up as well.

    Parameters
    ----------
    now
        By the clock of the machine, with its time zone.
    published
        The folder of calendars that the new ones replace; it need not exist.
    """
    numbers = [
        int(number)
        for path in published.glob(f"*{_ENDING}")
        for number in re.findall(rb"^SEQUENCE:(\d{1,10})\s*$", path.read_bytes(), re.MULTILINE)
    ]
    return max([now, *(_SEQUENCE_EPOCH + timedelta(seconds=1 + number) for number in numbers)])


def calendar_name(employee_id: str) -> str:
    """Name of a person's file: the id, with whatever is no letter, digit, dash or dot written as %XX.

    A leading dot, which would hide the file, is escaped as well.
    """
    name = quote(employee_id, safe="")
    return ("%2E" + name[1:] if name.startswith(".") else name) + _ENDING


def event_uid(run: Run, employee_id: str, on: date, number: int = 0) -> str:
    """The UID of a person's day.

    Parameters
    ----------
    run
        Whose centre is part of the UID.
    employee_id, on
        The person and the day.
    number
        Counts further shifts of the same day, from 0.

    References
    ----------
    RFC 7986, section 5.3: a UUID, which tells nothing about the person.
    """
    name = f"scheduler/{run.settings.centre.title('en')}/{employee_id}/{on}" + (f"/{number}" if number else "")
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def _calendar(run: Run, person: Employee, zone: Timezone, made_at: datetime) -> Calendar:
    assert run.roster is not None
    language = run.settings.language
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # Not a property of the standard: without a type of its own it would be written unescaped.
    title = vText(f"{name_of(run.settings.centre, language)} {person.name or person.employee_id}")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", run.settings.centre.timezone)
    calendar.add_component(zone)
    by_date: dict[date, list[Assignment]] = {}
    for assignment in run.roster.of_employee(person.employee_id):
        by_date.setdefault(assignment.date, []).append(assignment)
    absent = run.problem.absent_dates[person.employee_id]
    for on in run.problem.horizon.dates():
        worked = by_date.get(on, [])
        for number, assignment in enumerate(worked):
            calendar.add_component(_work(run, assignment, number, made_at))
        if not worked:
            calendar.add_component(_free(run, person, on, absent, made_at))
    return calendar


def _event(run: Run, employee_id: str, on: date, number: int, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", event_uid(run, employee_id, on, number))
    event.add("dtstamp", made_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", made_at.astimezone(UTC).replace(microsecond=0))
    # A program takes an event with a higher number for the newer one; seconds fit its 32 bits until 2088.
    event.add("sequence", max(0, int((made_at - _SEQUENCE_EPOCH).total_seconds())))
    return event


def _work(run: Run, assignment: Assignment, number: int, made_at: datetime) -> Event:
    language, zone = run.settings.language, run.settings.centre.zone
    shift = run.problem.shifts[assignment.shift]
    place = label(assignment.work_mode, language)
    event = _event(run, assignment.employee_id, assignment.date, number, made_at)
    is_shortened = run.problem.is_shortened(assignment)
    mark = f", {label('shortened', language)}" if is_shortened else ""
    event.add("summary", f"{shift.code} {name_of(shift, language)} ({place}{mark})")
    event.add("dtstart", _at(assignment.start, zone))
    event.add("dtend", _at(assignment.end, zone))
    event.add("location", place)
    lines = []
    if assignment.break_start is not None and assignment.break_end is not None:
        words = label("meal_and_away" if run.problem.is_away_within(assignment) else "meal", language)
        lines.append(f"{words} {assignment.break_start:%H:%M}-{assignment.break_end:%H:%M}")
    lines += (f"{one.name} {one.start:%H:%M}-{one.end:%H:%M}" for one in assignment.activities)
    queue = next((queue for queue in run.settings.queues if queue.name == assignment.queue), None)
    if queue is not None:
        lines.append(f"{label('queue', language)} {name_of(queue, language)}")
    if lines:
        event.add("description", "\n".join(lines))
    event.add("transp", "OPAQUE")
    return event


def _at(local: datetime, zone: ZoneInfo) -> datetime:
    """A local time with its zone; in UTC when the clock shows it for the second time, which a zone's name cannot say.

    References
    ----------
    RFC 5545, section 3.3.5: a local time that occurs twice is the first of the two.
    """
    return moment(local, zone) if local.fold and is_repeated(local, zone) else local.replace(tzinfo=zone)


def _free(run: Run, person: Employee, on: date, absent: Mapping[date, str], made_at: datetime) -> Event:
    """A day off or an absence: all day, and free for other things in the calendar."""
    language = run.settings.language
    event = _event(run, person.employee_id, on, 0, made_at)
    # Whoever is not employed is off all the same: an event that an earlier roster gave to the day has to go.
    is_absent = on in absent and run.problem.employee_on(person.employee_id, on) is not None
    kind = run.problem.kind_of_absence(absent[on]) if is_absent else None
    is_on_call = run.roster is not None and (person.employee_id, on) in run.roster.duties
    free = label("day_off_on_call" if is_on_call else "off_duty", language)
    event.add("summary", free if kind is None else name_of(kind, language))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
