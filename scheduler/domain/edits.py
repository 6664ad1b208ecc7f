"""What people have changed in a roster that was written for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.roster import Roster


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A day that somebody has changed.

    Attributes
    ----------
    old, new
        Shift codes; none is a day off.
    cell
        Where it stands, such as ``Roster!F12``.
    """

    employee_id: str
    date: date
    old: tuple[str, ...]
    new: tuple[str, ...]
    cell: str = ""


@dataclass(frozen=True)
class EditedRoster:
    """A roster as it is read from a file, and as it was written.

    Attributes
    ----------
    before
        As it was written; the same as `roster` for a csv file, which does not tell.
    roster
        As it stands now.
    edits
        Every day that differs, by person and date.
    cells
        Shift codes of every person and day of the file.
    marked
        Persons and days whose cells are marked to be kept.
    """

    before: Roster
    roster: Roster
    edits: tuple[Edit, ...] = ()
    cells: Mapping[tuple[str, date], tuple[str, ...]] = field(default_factory=dict)
    marked: frozenset[tuple[str, date]] = frozenset()
