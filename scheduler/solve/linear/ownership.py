"""Whom each variable and row of the linear program belongs to, and which day each choice is about.

People meet only in counts, so the program is block-angular: a row or variable belongs to a person when it touches
nobody else's and no count; everything else is shared. This is read off the program itself: a new rule needs no line
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.program import LinearProgram
from scheduler.variables import Build

SHARED = -1
_ANYBODY = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Ownership:
    """Who owns what in a linear program.

    Attributes
    ----------
    owner_of_variable, owner_of_row
        Index into the problem's employees, or SHARED for what links people; shape (n_variables,) and (n_rows,).
    day_of_choice
        For each variable that is a choice ``works[employee, day, shift]`` its day; -1 for the others.
    """

    owner_of_variable: NDArray[np.int64]
    owner_of_row: NDArray[np.int64]
    day_of_choice: NDArray[np.int64]

    @cached_property
    def is_choice(self) -> NDArray[np.bool_]:
        """Which variables are people's choices."""
        return self.day_of_choice >= 0

    @cached_property
    def is_slack(self) -> NDArray[np.bool_]:
        """Which variables are people's, but no choices: what their rules charge for."""
        found: NDArray[np.bool_] = (self.owner_of_variable != SHARED) & ~self.is_choice
        return found

    def cut(self, columns: NDArray[np.int64], rows: NDArray[np.int64], first_day: int) -> Ownership:
        """That of a submodel with these columns and rows, its days counted from the first."""
        day = self.day_of_choice[columns]
        return Ownership(
            self.owner_of_variable[columns], self.owner_of_row[rows], np.where(day >= 0, day - first_day, -1)
        )


def find_ownership(build: Build, program: LinearProgram) -> Ownership:
    """Find the owner of every variable and row.

    Everything starts out as anybody's; a choice is its person's, a head count is shared, and what touches two people's
    things, or something shared, is shared, until that changes nothing more.
    """
    place = {person.employee_id: n for n, person in enumerate(build.problem.employees)}
    fixed = np.full(program.n_variables, _ANYBODY, dtype=np.int64)
    day_of_choice = np.full(program.n_variables, -1, dtype=np.int64)
    for employee, day, _, var in build.works:
        fixed[var.index] = place[employee]
        day_of_choice[var.index] = day
    for count in build.heads.counts.values():
        if count.index < len(fixed):  # counts that no rule asked for came after the program
            fixed[count.index] = SHARED
    entries = program.matrix.tocoo()
    owner = fixed
    while True:
        row_owner = _common(entries.row, owner[entries.col], program.n_rows)
        settled = np.where(fixed == _ANYBODY, _common(entries.col, row_owner[entries.row], len(owner)), fixed)
        if np.array_equal(settled, owner):
            break
        owner = settled
    # A person's row that counts heads, too, links the person to the others.
    crossed = np.zeros(len(row_owner), dtype=bool)
    crossed[entries.row[owner[entries.col] != row_owner[entries.row]]] = True
    return Ownership(
        np.where(owner == _ANYBODY, SHARED, owner),
        np.where(crossed | (row_owner == _ANYBODY), SHARED, row_owner),
        day_of_choice,
    )


def _common(places: NDArray[np.int64], owners: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """For each place the one owner among its entries, those of anybody left out; SHARED where there are several."""
    known = owners != _ANYBODY
    least = np.full(size, _ANYBODY)
    most = np.full(size, SHARED, dtype=np.int64)
    np.minimum.at(least, places[known], owners[known])
    np.maximum.at(most, places[known], owners[known])
    return np.where(least == _ANYBODY, _ANYBODY, np.where(least == most, most, SHARED))
