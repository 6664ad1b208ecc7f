"""A person in a cell, by id or by name."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from scheduler.domain.people import Employee
from scheduler.identifiers import plain_name
from scheduler.messages import Message
from scheduler.readers.cells import CellError
from scheduler.readers.name_parser import Names


class PersonParser:
    """A parser that knows who there is, and who was there.

    Parameters
    ----------
    employees
        Who is in the staff file; a name that one of them has alone stands for the id.
    others
        Ids of people who have left.
    """

    def __init__(self, employees: Iterable[Employee], others: Collection[str] = ()) -> None:
        named = [(plain_name(person.name), person.employee_id) for person in employees]
        self._ids = Names("employee", {*others, *(employee_id for _, employee_id in named)})
        self._by_name: dict[str, list[str]] = {}
        for name, employee_id in named:
            ids = self._by_name.setdefault(name, [])
            if employee_id not in ids:  # a person may have a row for each contract
                ids.append(employee_id)

    def __call__(self, text: str) -> str:
        """The id of a person.

        Raises
        ------
        CellError
            There is no such person, or two have the name.
        """
        if text in self._ids:
            return self._ids(text)
        ids = self._by_name.get(plain_name(text), [])
        if len(ids) > 1:
            raise CellError(
                Message("'{name}' is the name of {ids}", name=text, ids=", ".join(ids)),
                Message("write the id instead"),
            )
        return ids[0] if ids else self._ids(text)
