"""Splits the linear program into one block a person and what couples them.

People meet only in counts, so the program is block-angular. A row or variable belongs to a person when it touches
nobody else's and no count; everything else couples. This is read off the program itself: a new rule needs no line here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.program import LinearProgram
from scheduler.variables import Build

SHARED = -1
_ANYBODY = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Ownership:
    """Who owns what in the program.

    Attributes
    ----------
    owner_of_variable, owner_of_row
        Index into the problem's employees, or NOBODY for what couples people.
    choice_of
        For each variable that is a choice ``works[employee, day, shift]`` its day; -1 for the others.
    """

    owner_of_variable: NDArray[np.int64]
    owner_of_row: NDArray[np.int64]
    day_of_choice: NDArray[np.int64]

    @property
    def is_slack(self) -> NDArray[np.bool_]:
        """Which variables are people's, but no choices: what their rules charge for."""
        found: NDArray[np.bool_] = (self.owner_of_variable != SHARED) & (self.day_of_choice < 0)
        return found


def find_ownership(build: Build, program: LinearProgram) -> Ownership:
    """Find the owner of every variable and row.

    Everything starts out as anybody's; a choice is its person's, a head count is nobody's, and what touches two
    people's things, or something of nobody's, is nobody's, until that settles.
    """
    place = {person.employee_id: n for n, person in enumerate(build.problem.employees)}
    fixed = np.full(len(program.names), _ANYBODY, dtype=np.int64)
    day_of = np.full(len(program.names), -1, dtype=np.int64)
    for employee, day, _, var in build.works:
        fixed[var.index] = place[employee]
        day_of[var.index] = day
    for _, _, _, count, _ in build.heads.items():
        if count.index < len(fixed):  # counts that no rule asked for came after the program
            fixed[count.index] = SHARED
    entries = program.matrix.tocoo()
    owner = fixed
    while True:
        row_owner = _common(entries.row, owner[entries.col], len(program.row_lower))
        settled = np.where(fixed == _ANYBODY, _common(entries.col, row_owner[entries.row], len(owner)), fixed)
        if np.array_equal(settled, owner):
            break
        owner = settled
    # A person's row that counts heads, too, couples the person to the others.
    crossed = np.zeros(len(row_owner), dtype=bool)
    crossed[entries.row[owner[entries.col] != row_owner[entries.row]]] = True
    return Ownership(
        np.where(owner == _ANYBODY, SHARED, owner),
        np.where(crossed | (row_owner == _ANYBODY), SHARED, row_owner),
        day_of,
    )


def _common(places: NDArray[np.int64], ownership: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """For each place the one owner among its entries, those of anybody left out; NOBODY where there are several."""
    known = ownership != _ANYBODY
    least = np.full(size, _ANYBODY)
    most = np.full(size, SHARED, dtype=np.int64)
    np.minimum.at(least, places[known], ownership[known])
    np.maximum.at(most, places[known], ownership[known])
    return np.where(least == _ANYBODY, _ANYBODY, np.where(least == most, most, SHARED))
