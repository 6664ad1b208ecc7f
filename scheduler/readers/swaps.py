"""``swaps.csv``: requests to swap, a row each, in the order in which they are decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from scheduler.config import Settings
from scheduler.domain.people import Employee
from scheduler.messages import Message
from scheduler.readers.dates import parse_date
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.staff import person_called
from scheduler.readers.table import NO_DEFAULT, Column, read_csv_file, records

_PEOPLE = (1, 2, 3)


def read_swaps(path: Path, settings: Settings, employees: Sequence[Employee]) -> list[tuple[tuple[str, date], ...]]:
    """Who wants to swap: two or three people each, and the day that each gives away.

    Parameters
    ----------
    path
        A csv file with the columns ``employee_1,date_1,employee_2,date_2`` and, for chains of three,
        ``employee_3,date_3``. People are given by id or name.
    settings, employees
        How the office writes its files, and who exists.

    Raises
    ------
    InputError
        With every fault.
    """
    faults = Faults()
    known = Known.of_settings(settings, [person.employee_id for person in employees])
    columns: dict[str, Column] = {}
    for n in _PEOPLE:
        empty, is_third = (None, True) if n > 2 else (NO_DEFAULT, False)
        columns[f"employee_{n}"] = Column(partial(person_called, employees=employees), empty, optional=is_third)
        columns[f"date_{n}"] = Column(parse_date, empty, optional=is_third)
    table = read_csv_file(path, str(path), columns, faults, known.files)
    found = []
    for record in records(table, columns, faults):
        if not record.is_good:
            continue
        places = [(record.values[f"employee_{n}"], record.values[f"date_{n}"]) for n in _PEOPLE]
        if (record.values["employee_3"] is None) != (record.values["date_3"] is None):
            faults.add(
                table.file,
                record.row,
                "employee_3",
                Message("the third person needs a day as well, and the day a person"),
                Message("fill in both, or neither"),
            )
            continue
        found.append(tuple((employee, on) for employee, on in places if employee is not None))
    faults.raise_if_any()
    return found
