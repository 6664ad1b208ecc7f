"""Collects what is wrong with the inputs, so that all of it is reported together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from scheduler.errors import Fault, FaultKind, InputError
from scheduler.identifiers import skeleton
from scheduler.messages import AnyText, Message, template_of

SAME_KIND_LIMIT = 20
"""Faults of one kind in one column that are listed one by one; a wrong export can have 40,000."""


_IS_HIDDEN = Message("the row is hidden: clear the filter, or unhide it")


@dataclass(frozen=True, slots=True)
class CellNames:
    """How the cells of a sheet are called.

    Attributes
    ----------
    letters
        The spreadsheet's letters of each column by name.
    hidden_rows
        Rows that a filter or a person has hidden.
    """

    letters: Mapping[str, str]
    hidden_rows: Collection[int] = ()


class Faults:
    """Faults of all files, in the making.

    Parameters
    ----------
    same_kind_limit
        How many faults of a kind in one column are listed one by one.
    """

    def __init__(self, same_kind_limit: int = SAME_KIND_LIMIT) -> None:
        self._limit = same_kind_limit
        self._sheets: dict[str, CellNames] = {}
        self._listed: list[Fault] = []
        self._same: dict[tuple[str, str, str], int] = {}
        self._more: dict[tuple[str, str, str], tuple[int, int]] = {}

    def call_cells(self, file: str, sheet: CellNames) -> None:
        """Report faults of `file`, a sheet, by the names of its cells."""
        self._sheets[file] = sheet

    def _fault(
        self,
        file: str,
        row: int,
        column: str,
        message: AnyText,
        remedy: AnyText,
        kind: FaultKind | None = None,
        letter: str | None = None,
    ) -> Fault:
        sheet = self._sheets.get(file)
        if sheet is None or not row:
            return Fault(file, row, column, message, remedy, kind=kind)
        letter = letter or sheet.letters.get(column)
        if row in sheet.hidden_rows:
            remedy = Message("{remedy}; {hidden}", remedy=remedy, hidden=_IS_HIDDEN) if remedy else _IS_HIDDEN
        cell = f"{letter}{row}" if letter else f"{row}:{row}"
        return Fault(file, row, column if letter else "", message, remedy, cell, kind)

    def of(self, place: str, message: AnyText, remedy: AnyText = "", *, kind: FaultKind | None = None) -> None:
        """Note a fault of a whole file, or of an option.

        Parameters
        ----------
        place
            The file or the option.
        message, remedy
            What is wrong, and what to do about it.
        kind
            What something else depends on.
        """
        self.add(place, 0, "", message, remedy, kind=kind)

    def add(
        self,
        file: str,
        row: int,
        column: str,
        message: AnyText,
        remedy: AnyText = "",
        *,
        kind: FaultKind | None = None,
        letter: str | None = None,
    ) -> None:
        """Note a fault.

        Of the faults of a column that have one template, those beyond the limit become one fault that counts them.

        Parameters
        ----------
        file, row, column, message, remedy, kind
            As of `Fault`.
        letter
            The spreadsheet's letter of the column, where a sheet has two of this name.
        """
        same = file, column, template_of(message)
        self._same[same] = self._same.get(same, 0) + 1
        if self._same[same] <= self._limit:
            self._listed.append(self._fault(file, row, column, message, remedy, kind, letter))
        else:
            first = min(row, self._more.get(same, (row, row))[0])
            self._more[same] = first, max(row, self._more.get(same, (row, row))[1])

    def __bool__(self) -> bool:
        return bool(self._listed)

    def all(self) -> list[Fault]:
        """Every fault, those beyond the limit counted in one."""
        more = [
            self._fault(
                file,
                first,
                column,
                Message(
                    "{number:,} more faults of this kind, to row {last}",
                    number=self._same[file, column, text] - self._limit,
                    last=last,
                ),
                Message("a whole column may be wrong"),
            )
            for (file, column, text), (first, last) in self._more.items()
        ]
        return [*self._listed, *more]

    def raise_if_any(self) -> None:
        """End reading if anything was wrong.

        Raises
        ------
        InputError
            With all faults.
        """
        if self:
            raise InputError(self.all())


def nearest_name(found: str, known: Collection[str]) -> str | None:
    """The known name that was probably meant."""
    # Excel drops leading zeros and people mix cases: such a name is nearer than any spelling.
    for name in known:
        if name.casefold().lstrip("0") == found.casefold().lstrip("0"):
            return name
    return next(iter(get_close_matches(found, known, n=1, cutoff=0.6)), None)


def did_you_mean(found: str, known: Collection[str]) -> AnyText:
    """A remedy for an unknown name: the name that was probably meant, or the few that exist; else empty."""
    looks = skeleton(found)
    twin = next((name for name in known if skeleton(name) == looks and name != found), None)
    if twin is not None:
        return Message("'{near}' looks the same, in letters of another alphabet: copy it from there", near=twin)
    near = nearest_name(found, known)
    if near is not None:
        return Message("did you mean '{near}'?", near=near)
    return Message("use one of {known}", known=", ".join(sorted(known))) if 0 < len(known) <= 20 else ""
