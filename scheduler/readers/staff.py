"""``staff.csv``: one row a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from scheduler.domain.limits import LONGEST_NAME, MOST_GROUPS, MOST_PEOPLE
from scheduler.domain.people import Employee
from scheduler.identifiers import plain_name, skeleton
from scheduler.messages import Message
from scheduler.readers.cells import CellError, no_longer, parse_id, parse_yes_no
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_whole
from scheduler.readers.table import Column, Table, records

_FROM_ONE = "groups are numbered from 1"


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
    """The people in the order of the file, and the ids of all rows, those at fault included.

    Parameters
    ----------
    table
        The rows.
    known
        Teams, contracts, shifts and queues that exist.
    faults
        Takes what is wrong.
    """
    employees: list[Employee] = []
    row_of: dict[str, int] = {}
    seen: dict[str, str] = {}
    for record in records(table, staff_columns(known), faults):
        employee_id = record.values.get("employee_id")
        if employee_id is not None and employee_id in row_of:
            faults.add(
                table.file,
                record.row,
                "employee_id",
                Message(
                    "employee '{employee}' stands twice, first in row {row}",
                    employee=employee_id,
                    row=row_of[employee_id],
                ),
                "give everybody an id of their own, or delete one row",
            )
            continue
        if employee_id is not None:
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
                    "type one of the two again",
                )
        if record.is_good:
            record.values["name"] = record.values["name"] or employee_id
            employees.append(Employee(**record.values))
    if len(row_of) > MOST_PEOPLE:
        message = Message("has {found:,} people; at most {most:,}", found=len(row_of), most=MOST_PEOPLE)
        faults.add(table.file, 0, "employee_id", message, "plan parts of the centre that share no queue apart")
    by_plain_id = {plain_name(employee_id): employee_id for employee_id in row_of}
    for person in employees:
        other = by_plain_id.get(plain_name(person.name), person.employee_id)
        if other != person.employee_id:
            faults.add(
                table.file,
                row_of[person.employee_id],
                "name",
                Message("'{name}' is the id of the employee in row {row}", name=person.name, row=row_of[other]),
                "write the person's own name, by which commands find people as well",
            )
    ids = {plain_name(cells.get("employee_id", "")) for _, cells in table.broken_rows}
    return employees, ids.union(row_of)


def person_called(text: str, employees: Sequence[Employee]) -> str:
    """The id of the person whom people call so: by id, which goes first, or by name. What looks the same is the same.

    Raises
    ------
    CellError
        Nobody is called so, or several people are.
    """
    plain = plain_name(text)
    by_id = [person.employee_id for person in employees if plain_name(person.employee_id) == plain]
    found = by_id or [person.employee_id for person in employees if plain_name(person.name) == plain]
    if len(found) > 1:
        raise CellError(
            Message("{found} people are called '{name}': {ids}", found=len(found), name=text, ids=", ".join(found)),
            "give the id of the one who is meant",
        )
    if not found:
        known = dict.fromkeys([person.employee_id for person in employees] + [person.name for person in employees])
        raise CellError(Message("employee '{found}' is unknown", found=text), did_you_mean(plain, list(known)))
    return found[0]
