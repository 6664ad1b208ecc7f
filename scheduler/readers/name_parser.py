"""Names in a cell that have to be known elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Self

from scheduler.domain.base import WORDS_FOR
from scheduler.domain.people import Employee
from scheduler.formats.workspace_files import LIST_JOINER
from scheduler.identifiers import plain_name
from scheduler.messages import AnyText, Message, joined
from scheduler.readers.cells import CellError, parse_id
from scheduler.readers.faults import SAME_KIND_LIMIT, did_you_mean, nearest_name


class Names:
    """A parser that knows which names exist.

    Parameters
    ----------
    what
        What the names are, such as ``queue``: one of `WORDS_FOR`.
    known
        The names; None when they could not be read: then any name passes, since its fault lies elsewhere.
    """

    def __init__(self, what: str, known: Collection[str] | None) -> None:
        self._what = WORDS_FOR[what]
        # Names are the same that look the same; where two known ones do, that is a fault of its own.
        self._known = None if known is None else {plain_name(name): name for name in known}
        self._exact = frozenset(known or ())
        self._in_any_case = {name.casefold() for name in self._known or ()}
        self._remedies: dict[str, AnyText] = {}
        self._are_listed = False

    def _find(self, text: str) -> str | None:
        """The known name that looks like this; the text itself where nothing is known."""
        if self._known is None or text in self._exact:
            return text
        return self._known.get(plain_name(text))

    def __contains__(self, text: str) -> bool:
        return self._find(text) is not None

    def has(self, text: str) -> bool:
        """Whether this is one of the names, in any case."""
        return plain_name(text).casefold() in self._in_any_case

    def __call__(self, text: str) -> str:
        """The name itself.

        Raises
        ------
        CellError
            There is no such name.
        """
        found = self._find(text)
        if found is not None:
            return found
        assert self._known is not None
        parse_id(text)
        # Comparing with every name is slow where there are 40,000: later faults are only counted anyway.
        if text not in self._remedies and len(self._remedies) < SAME_KIND_LIMIT:
            names = self._known.values()
            # Which names exist is said once: it is as long as twenty names.
            is_guess = nearest_name(text, names) is not None
            self._remedies[text] = did_you_mean(text, names) if is_guess else ""
            if not is_guess and not self._are_listed:
                self._are_listed = True
                raise CellError(self._unknown(text), did_you_mean(text, names))
        raise CellError(self._unknown(text), self._remedies.get(text, ""))

    def _unknown(self, text: str) -> Message:
        return Message("{what} '{found}' is unknown", what=self._what, found=text)

    def listed(self, text: str) -> tuple[str, ...]:
        """Several names, joined with ``|``.

        Raises
        ------
        CellError
            A name is unknown, or stands twice.
        """
        names: list[str] = []
        for part in text.split(LIST_JOINER):
            name = part.strip()
            if not name:
                raise CellError(
                    Message("'{found}' has an empty place", found=text), Message("write one | between two names")
                )
            if self._find(name) is None and re.search(r"[,;/\s]", name):
                raise CellError(self._unknown(name), Message("put | between several names, as in A|B"))
            found = self(name)
            if found in names:
                raise CellError(
                    Message("{what} '{found}' stands twice", what=self._what, found=name), Message("name it once")
                )
            names.append(found)
        return tuple(names)


class PersonNames(Names):
    """A parser that knows people by id, which goes first, or by a name that only one of them has.

    Parameters
    ----------
    ids
        As `known` of `Names`.
    employees
        The people whose names are known.
    """

    def __init__(self, ids: Collection[str] | None, employees: Iterable[Employee]) -> None:
        super().__init__("employee", ids)
        self._called: dict[str, dict[str, None]] = {}
        for person in employees:
            self._called.setdefault(plain_name(person.name), {})[person.employee_id] = None

    @classmethod
    def of(cls, employees: Collection[Employee], others: Collection[str] = ()) -> Self:
        """A parser of people in the staff file, by id or name, and of others, such as those who have left, by id."""
        return cls({*others, *(person.employee_id for person in employees)}, employees)

    def _find(self, text: str) -> str | None:
        found = super()._find(text)
        called = self._called.get(plain_name(text), {})
        return next(iter(called)) if found is None and len(called) == 1 else found

    def __call__(self, text: str) -> str:
        """The id of the person.

        Raises
        ------
        CellError
            Nobody is called so, or several people are.
        """
        called = self._called.get(plain_name(text), {})
        if len(called) > 1 and text not in self:
            raise CellError(
                Message(
                    "{found} people are called '{name}': {ids}", found=len(called), name=text, ids=", ".join(called)
                ),
                Message("give the id of the one who is meant"),
            )
        return super().__call__(text)


class PeopleOfBefore(PersonNames):
    """The same of days that are past, on which people may have worked who have left since."""

    def __call__(self, text: str) -> str:
        """The id of the person.

        Raises
        ------
        CellError
            Nobody is called so, or several people are.
        """
        try:
            return super().__call__(text)
        except CellError as error:
            if plain_name(text) in self._called:
                raise
            left = Message("whoever has left stays in staff.csv, with the last day in the column to")
            raise CellError(error.message, joined("; ", [error.remedy, left])) from None
