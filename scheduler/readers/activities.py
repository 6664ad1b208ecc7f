"""``activities.csv``: in a workspace what people are to attend, in a run's folder who attends what when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pydantic import ValidationError

from scheduler.domain.activities import Activity, ActivityKind, ActivityRequest, Per
from scheduler.domain.base import ALL_WEEK, MINUTES_PER_DAY, WEEKDAYS
from scheduler.domain.edits import EditedRoster
from scheduler.domain.limits import LONGEST_NAME, LONGEST_SHIFT_MINUTES, MOST_PEOPLE
from scheduler.domain.people import Employee
from scheduler.domain.roster import Roster, WorkMode
from scheduler.formats.roster_sheet import ATTENDED_SHEET
from scheduler.formats.run_folder import ACTIVITIES_FILE
from scheduler.formats.workspace_files import LIST_JOINER, WORKSPACE_FILE
from scheduler.identifiers import plain_name
from scheduler.messages import Message
from scheduler.readers.beside_roster import records_beside
from scheduler.readers.cells import CellError, no_longer
from scheduler.readers.dates import parse_date, parse_time
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.local_times import local_times
from scheduler.readers.name_parser import PersonNames
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_whole, within
from scheduler.readers.roster_rows import parse_work_mode
from scheduler.readers.table import Column, Table, records

if TYPE_CHECKING:
    from scheduler.readers.workbook import WorkbookReader

_KINDS: Mapping[str, ActivityKind] = {
    **{kind: kind for kind in get_args(ActivityKind)},
    "교육": "training",
    "회의": "meeting",
    "멘토링": "mentoring",
    "휴식": "break",
}
_PER: Mapping[str, Per] = {
    **{per: per for per in get_args(Per)},
    "기간": "span",
    "주": "week",
    "일": "day",
}
_PLACES: Mapping[str, WorkMode] = {"home": "remote", "재택": "remote", "사무실": "office"}
_WEEKDAYS = {**{day: n for n, day in enumerate(WEEKDAYS)}, **{day: n for n, day in enumerate("월화수목금토일")}}


def request_columns(known: Known, employees: Sequence[Employee]) -> Mapping[str, Column]:
    """The columns of a workspace's file; people are named by id or name."""
    person = PersonNames.of(employees) if employees else known.employee

    def people(text: str) -> tuple[str, ...]:
        found = tuple(person(part.strip()) for part in text.split(LIST_JOINER))
        if len(set(found)) < len(found):
            raise CellError(Message("somebody stands twice in '{found}'", found=text), Message("name everybody once"))
        return found

    heads = within(parse_whole, 1, MOST_PEOPLE)
    return {
        "name": Column(no_longer(LONGEST_NAME)),
        "kind": Column(_parse_kind),
        "minutes": Column(within(parse_whole, 1, LONGEST_SHIFT_MINUTES)),
        "who": Column(people, empty=(), optional=True),
        "team": Column(known.team, empty=None, optional=True),
        "heads": Column(heads, empty=None, optional=True),
        "group_min": Column(heads, empty=1, optional=True),
        "group_max": Column(heads, empty=None, optional=True),
        "trainer": Column(person, empty=None, optional=True),
        "from": Column(parse_date, empty=None, optional=True),
        "to": Column(parse_date, empty=None, optional=True),
        "weekdays": Column(_parse_weekdays, empty=ALL_WEEK, optional=True),
        "from_time": Column(parse_time, empty=0, optional=True),
        "to_time": Column(parse_time, empty=2 * MINUTES_PER_DAY, optional=True),
        "times": Column(within(parse_whole, 1, MOST_PEOPLE), empty=1, optional=True),
        "per": Column(_parse_per, empty="span", optional=True),
        "place": Column(_parse_place, empty=None, optional=True),
    }


def _parse_kind(text: str) -> ActivityKind:
    kind = _KINDS.get(plain_name(text).casefold())
    if kind is None:
        kinds = get_args(ActivityKind)
        raise CellError(Message("kind of activity '{found}' is unknown", found=text), did_you_mean(text, kinds))
    return kind


def _parse_per(text: str) -> Per:
    per = _PER.get(plain_name(text).casefold())
    if per is None:
        raise CellError(Message("'{found}' is not span, week or day", found=text), did_you_mean(text, get_args(Per)))
    return per


def _parse_place(text: str) -> WorkMode:
    return _PLACES.get(plain_name(text).casefold()) or parse_work_mode(text)


def _parse_weekdays(text: str) -> frozenset[int]:
    days = [part.strip().casefold() for part in text.split(LIST_JOINER)]
    unknown = next((day for day in days if day not in _WEEKDAYS), None)
    if unknown is not None:
        remedy = Message("write {join}, several joined with |", join=", ".join(WEEKDAYS))
        raise CellError(Message("'{found}' is not a weekday", found=unknown), remedy)
    return frozenset(_WEEKDAYS[day] for day in days)


def read_requests(table: Table, known: Known, employees: Sequence[Employee], faults: Faults) -> list[ActivityRequest]:
    """What is asked for; what cannot be as it is written is a fault.

    Parameters
    ----------
    table, known
        The rows, and the names that may stand there.
    employees
        The staff: nobody can attend of a team without people.
    faults
        Takes what is wrong.
    """
    asked: list[ActivityRequest] = []
    row_of: dict[str, int] = {}
    for record in records(table, request_columns(known, employees), faults):
        if not record.is_good:
            continue
        values = dict(record.values)
        renamed = {"first_day": "from", "last_day": "to", "from_minute": "from_time", "to_minute": "to_time"}
        try:
            request = ActivityRequest(**{name: values.pop(column) for name, column in renamed.items()}, **values)
        except ValidationError as error:
            for found in error.errors():
                said = found.get("ctx", {}).get("error")
                what = said.args[0] if isinstance(said, ValueError) else Message("{what}", what=found["msg"])
                faults.add(table.file, record.row, "", what, Message("make the cells of the row agree"))
            continue
        fault = _fault_of(request, employees)
        name = plain_name(request.name).casefold()
        if name in row_of:
            fault = "name", Message("'{name}' stands twice, first in row {row}", name=request.name, row=row_of[name])
        row_of.setdefault(name, record.row)
        if fault is not None:
            faults.add(table.file, record.row, *fault, Message("correct the row, or delete it"))
            continue
        asked.append(request)
    return asked


def _fault_of(request: ActivityRequest, employees: Sequence[Employee]) -> tuple[str, Message] | None:
    """The column in which a request contradicts the staff, and how."""
    there = {person.employee_id for person in employees if request.team in (None, person.team)}
    if request.team is not None and employees and not there:
        return "team", Message("nobody is in the team '{team}'", team=request.team)
    outside = [employee for employee in request.who if employee not in there]
    if outside:
        return "who", Message(
            "'{employee}' is not in the team '{team}', and would never attend", employee=outside[0], team=request.team
        )
    if request.trainer is not None and request.trainer in request.who:
        return "trainer", Message("'{employee}' leads the sessions and attends them", employee=request.trainer)
    candidates = (set(request.who) or there) - {request.trainer}
    if request.heads is not None and employees and request.heads > len(candidates):
        return "heads", Message("asks for {heads} of {count} people", heads=request.heads, count=len(candidates))
    if employees and request.group_min > (request.heads or len(candidates)):
        return "group_min", Message(
            "a group has {least} people at least, and {count} are to attend",
            least=request.group_min,
            count=request.heads or len(candidates),
        )
    return None


def activity_columns(known: Known) -> Mapping[str, Column]:
    """The columns of a run's file."""
    parse_local = local_times(known.zone)
    return {
        "employee_id": Column(known.employee),
        "date": Column(parse_date),
        "start": Column(parse_local),
        "end": Column(parse_local),
        "activity": Column(no_longer(LONGEST_NAME)),
        "kind": Column(_parse_kind),
    }


def with_activities(
    edited: EditedRoster, path: Path, known: Known, faults: Faults, book: WorkbookReader | None = None
) -> EditedRoster:
    """The roster with what is attended in it, by the file beside it, in the folder of a run, or by its workbook.

    Whether it fits the shifts is for the rules to judge; where nobody works at all it is a fault.

    Parameters
    ----------
    edited, path, book
        The roster, its file, and what is in that if it is a workbook. A file in a workspace has none beside it: there
        a file of this name says what is asked for.
    known
        The names that may stand there.
    faults
        Takes what is wrong.
    """
    file = None if path.with_name(WORKSPACE_FILE).exists() else ACTIVITIES_FILE
    found = records_beside(path, book, (file, ATTENDED_SHEET), activity_columns(known), known, faults)
    if found is None:
        return edited
    place_of_rows, rows = found
    worked = {(row.employee_id, row.date) for row in edited.before.assignments}
    attended: dict[tuple[str, date], list[Activity]] = {}
    for record in rows:
        if not record.is_good:
            continue
        values = record.values
        employee, on = place = values["employee_id"], values["date"]
        if place not in worked:
            faults.add(
                place_of_rows,
                record.row,
                "date",
                Message("employee '{employee}' has no shift on {day} in the roster", employee=employee, day=on),
                Message("correct the row, or delete it"),
            )
        activity = Activity(values["start"], values["end"], values["activity"], values["kind"])
        attended.setdefault(place, []).append(activity)
    before, roster = (_attending(one, attended) for one in (edited.before, edited.roster))
    return replace(edited, before=before, roster=roster)


def _attending(roster: Roster, attended: Mapping[tuple[str, date], Sequence[Activity]]) -> Roster:
    """The roster with what is attended on each day of a person, in the first shift of that day."""
    left = dict(attended)
    return replace(
        roster,
        assignments=tuple(
            replace(row, activities=tuple(sorted(left.pop((row.employee_id, row.date), ()))))
            for row in roster.assignments
        ),
    )
