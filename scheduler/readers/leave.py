"""``leave.csv``: who asks for leave; and ``leave_balances.csv``: how much everybody had left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from scheduler.config import Settings
from scheduler.domain.leave import LeaveBalance, LeaveRequest
from scheduler.domain.limits import MOST_DAYS, MOST_PEOPLE
from scheduler.domain.people import Employee
from scheduler.messages import Message
from scheduler.readers.absences import absence_columns, read_apart
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date, parse_datetime
from scheduler.readers.faults import Faults
from scheduler.readers.name_parser import PersonNames
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_number, parse_whole, within
from scheduler.readers.table import Column, Record, Table, read_csv_file, records

BALANCES_FILE = "leave_balances.csv"


def read_leave_requests(path: Path, settings: Settings, employees: Sequence[Employee]) -> list[LeaveRequest]:
    """The requests of a file, in its order.

    Parameters
    ----------
    path
        A csv file with the columns of ``absences.csv``, and `asked` and `rank` where the order of the settings asks for
        them. People are given by id or name.
    settings, employees
        How the office writes its files, which kinds there are and in which order requests are decided; who exists.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = Faults()
    known = Known.of_settings(settings, [person.employee_id for person in employees])
    of_absence = {**absence_columns(known), "employee_id": Column(PersonNames.of(employees))}
    of_order = {
        "asked": Column(_parse_moment, empty=None, optional=True),
        "rank": Column(within(parse_whole, 1, MOST_PEOPLE), empty=None, optional=True),
    }
    table = read_csv_file(path, str(path), {**of_absence, **of_order}, faults, known.files)
    orders = {record.row: record for record in records(table, of_order, faults) if record.is_good}
    _refuse_unordered(table, list(orders.values()), settings, faults)
    absences = read_apart(table, known, faults, of_absence)
    faults.raise_if_any()
    return [LeaveRequest(absence, row, **orders[row].values) for row, absence in absences]


def _parse_moment(text: str) -> datetime:
    """A date, or a date and a time."""
    try:
        return datetime.combine(parse_date(text), time())
    except CellError:
        return parse_datetime(text)


def _refuse_unordered(table: Table, rows: Sequence[Record], settings: Settings, faults: Faults) -> None:
    """Report cells that are missing of what the requests are ordered by."""
    order = settings.leave.order
    is_by_rank = order == "seniority"
    is_dated = any(record.values["asked"] is not None for record in rows)
    for record in rows:
        if is_by_rank and record.values["rank"] is None:
            faults.add(
                table.file,
                record.row,
                "rank",
                Message("is empty, and requests are decided by seniority"),
                Message("fill in 1 for the first, or set leave.order in workspace.yaml to first_come"),
            )
        if is_dated and record.values["asked"] is None:
            faults.add(
                table.file,
                record.row,
                "asked",
                Message("is empty, and other requests have it"),
                Message("fill it in, or leave it empty in all rows: then the order of the rows counts"),
            )


def read_leave_balances(path: Path, settings: Settings, employees: Sequence[Employee]) -> list[LeaveBalance]:
    """How many days of each kind everybody had left.

    Parameters
    ----------
    path
        A csv file with the columns ``employee_id,kind,days,date``: so many days on the morning of that date.
    settings, employees
        As of `read_leave_requests`.

    Raises
    ------
    InputError
        With every fault; two balances of one person and kind are one.
    """
    faults = Faults()
    known = Known.of_settings(settings, [person.employee_id for person in employees])
    columns = {
        "employee_id": Column(PersonNames.of(employees)),
        "kind": Column(known.absence_kind),
        "days": Column(within(parse_number, 0.0, float(MOST_DAYS))),
        "date": Column(parse_date),
    }
    table = read_csv_file(path, path.name, columns, faults, known.files)
    found: dict[tuple[str, str], LeaveBalance] = {}
    for record in records(table, columns, faults):
        if not record.is_good:
            continue
        values = record.values
        place = values["employee_id"], values["kind"]
        if place in found:
            faults.add(
                path.name,
                record.row,
                "employee_id",
                Message(
                    "{employee} has a balance of this kind in row {row} already",
                    employee=place[0],
                    row=found[place].row,
                ),
                Message("keep one of them"),
            )
            continue
        found[place] = LeaveBalance(*place, values["days"], values["date"], record.row)
    faults.raise_if_any()
    return list(found.values())
