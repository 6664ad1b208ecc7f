"""``staff.csv``: a row for each person, or for each stretch of days on which somebody stays the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from scheduler.domain.limits import LONGEST_NAME, MOST_GROUPS, MOST_PEOPLE
from scheduler.domain.people import Employee
from scheduler.identifiers import plain_name, skeleton
from scheduler.messages import Message
from scheduler.readers.cells import CellError, no_longer, parse_id, parse_yes_no
from scheduler.readers.dates import parse_date
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_whole
from scheduler.readers.table import Column, Table, records

_FROM_ONE = Message("groups are numbered from 1")


def staff_columns(known: Known) -> Mapping[str, Column]:
    """The columns; those that may be missing take the value that most people have."""
    return {
        "employee_id": Column(parse_id),
        "name": Column(no_longer(LONGEST_NAME), empty="", optional=True),
        "team": Column(known.team),
        "contract": Column(known.contract),
        "shifts": Column(known.shift.listed),
        "queues": Column(known.queue.listed, empty=(), optional=True),
        "remote_group": Column(_group_of(known.groups), empty=None, optional=True),
        "may_work_nights": Column(parse_yes_no, empty=False, optional=True),
        "may_work_holidays": Column(parse_yes_no, empty=True, optional=True),
        "overtime_volunteer": Column(parse_yes_no, empty=False, optional=True),
        "from": Column(parse_date, empty=None, optional=True),
        "to": Column(parse_date, empty=None, optional=True),
    }


def _group_of(groups: int | None) -> Callable[[str], int]:
    def parse_group(text: str) -> int:
        group = parse_whole(text)
        if group < 1 or group > (MOST_GROUPS if groups is None else groups):
            remedy = Message("groups go from 1 to {groups}", groups=groups) if groups is not None else _FROM_ONE
            raise CellError(Message("remote group {group} does not exist", group=group), remedy)
        return group

    return parse_group


def read_staff(table: Table, known: Known, faults: Faults) -> tuple[list[Employee], set[str]]:
    """The rows of people in the order of the file, and the ids of all rows, those at fault included.

    Somebody may have several rows, whose days do not meet.
    """
    employees: list[Employee] = []
    row_of: dict[str, int] = {}
    seen: dict[str, str] = {}
    rows: dict[str, list[tuple[Employee, int]]] = {}
    for record in records(table, staff_columns(known), faults):
        employee_id = record.values.get("employee_id")
        if employee_id is not None and employee_id not in row_of:
            row_of[employee_id] = record.row
            other = seen.setdefault(skeleton(employee_id), employee_id)
            if other != employee_id:
                faults.add(
                    table.file,
                    record.row,
                    "employee_id",
                    Message(
                        "employee '{employee}' looks like '{other}' in row {row}, in letters of another alphabet",
                        employee=employee_id,
                        other=other,
                        row=row_of[other],
                    ),
                    Message("type one of the two again"),
                )
        if record.is_good:
            values = dict(record.values)
            first, last = values.pop("from"), values.pop("to")
            if first is not None and last is not None and first > last:
                message = Message("the row holds from {first}, after its end on {last}", first=first, last=last)
                faults.add(table.file, record.row, "from", message, Message("exchange the two dates"))
                continue
            values["name"] = values["name"] or employee_id
            person = Employee(**values, first_day=first, last_day=last)
            employees.append(person)
            rows.setdefault(person.employee_id, []).append((person, record.row))
    for own in rows.values():
        _refuse_meeting(table.file, own, faults)
    if len(row_of) > MOST_PEOPLE:
        message = Message("has {found:,} people; at most {most:,}", found=len(row_of), most=MOST_PEOPLE)
        faults.add(table.file, 0, "employee_id", message, Message("plan parts of the centre that share no queue apart"))
    by_plain_id = {plain_name(employee_id): employee_id for employee_id in row_of}
    for person in employees:
        other = by_plain_id.get(plain_name(person.name), person.employee_id)
        if other != person.employee_id:
            faults.add(
                table.file,
                row_of[person.employee_id],
                "name",
                Message("'{name}' is the id of the employee in row {row}", name=person.name, row=row_of[other]),
                Message("write the person's own name, by which commands find people as well"),
            )
    ids = {plain_name(cells.get("employee_id", "")) for _, cells in table.broken_rows}
    return employees, ids.union(row_of)


def _refuse_meeting(file: str, rows: Sequence[tuple[Employee, int]], faults: Faults) -> None:
    """Note the rows of one person that hold on the same days, and those under another name."""
    (named, first_row), *others = rows
    for person, row in others:
        if person.name != named.name and (person.has_dates or named.has_dates):
            message = Message("'{name}' is '{other}' in row {row}", name=person.name, other=named.name, row=first_row)
            faults.add(
                file, row, "name", message, Message("give all rows of one person one name, or one an id of its own")
            )
    in_order = sorted(rows, key=lambda item: item[0].first_day or date.min)
    for (before, row_before), (person, row) in pairwise(in_order):
        if before.last_day is not None and (person.first_day or date.min) > before.last_day:
            continue
        later, earlier = max(row, row_before), min(row, row_before)
        if not before.has_dates and not person.has_dates:
            message = Message(
                "employee '{employee}' stands twice, first in row {row}", employee=person.employee_id, row=earlier
            )
            remedy = Message("give everybody an id of their own, or delete one row")
            faults.add(file, later, "employee_id", message, remedy)
            continue
        message = Message(
            "this row of employee '{employee}' holds on days of the one in row {row}",
            employee=person.employee_id,
            row=earlier,
        )
        faults.add(
            file, later, "from", message, Message("end one of the two in the column to before the other begins in from")
        )


def person_called(text: str, employees: Sequence[Employee]) -> str:
    """The id of the person whom people call so: by id, which goes first, or by name. What looks the same is the same.

    Raises
    ------
    CellError
        Nobody is called so, or several people are.
    """
    plain = plain_name(text)
    by_id = dict.fromkeys(person.employee_id for person in employees if plain_name(person.employee_id) == plain)
    by_name = (person.employee_id for person in employees if plain_name(person.name) == plain)
    found = list(by_id or dict.fromkeys(by_name))
    if len(found) > 1:
        raise CellError(
            Message("{found} people are called '{name}': {ids}", found=len(found), name=text, ids=", ".join(found)),
            Message("give the id of the one who is meant"),
        )
    if not found:
        known = dict.fromkeys([person.employee_id for person in employees] + [person.name for person in employees])
        raise CellError(Message("employee '{found}' is unknown", found=text), did_you_mean(plain, list(known)))
    return found[0]
