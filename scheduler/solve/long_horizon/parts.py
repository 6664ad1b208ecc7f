"""A part of the program: some variables open, the others held at a roster's values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from scheduler.solve.linear.ownership import SHARED, Ownership
from scheduler.solve.linear.program import LinearProgram


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What is left of a program when most of its variables are held.

    Attributes
    ----------
    columns
        The open variables, by their numbers in the whole program.
    program
        The open variables and the rows that touch them.
    """

    columns: NDArray[np.int64]
    program: LinearProgram


class Cutter:
    """Cuts parts out of one program.

    Parameters
    ----------
    program, ownership
        The whole program, and who owns what in it.
    """

    def __init__(self, program: LinearProgram, ownership: Ownership) -> None:
        self.program = program
        self.ownership = ownership
        self.is_choice: NDArray[np.bool_] = ownership.day_of_choice >= 0

    @cached_property
    def _by_column(self) -> csc_matrix:
        return self.program.matrix.tocsc()

    @cached_property
    def _day_of(self) -> NDArray[np.int64]:
        """For each choice its day; for each count the day of the choices that it counts; -1 for everything else."""
        program, day_of = self.program, self.ownership.day_of_choice
        entries = program.matrix.tocoo()
        is_choice = self.is_choice[entries.col]
        first = np.full(len(program.row_lower), np.iinfo(np.int64).max)
        last = np.full(len(program.row_lower), -1, dtype=np.int64)
        np.minimum.at(first, entries.row[is_choice], day_of[entries.col[is_choice]])
        np.maximum.at(last, entries.row[is_choice], day_of[entries.col[is_choice]])
        of_row = np.where(first == last, last, -1)
        found = np.full(len(program.names), -1, dtype=np.int64)
        np.maximum.at(found, entries.col, of_row[entries.row])
        return np.where(self.is_choice, day_of, np.where(self.ownership.owner_of_variable == SHARED, found, -1))

    def cost_of_days_and_people(
        self, values: NDArray[np.int64], n_days: int, n_people: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What each day and each person costs beyond the least that their variables alone could.

        Returns
        -------
        tuple
            Points of the counts and choices of each day, shape (n_days,), and of each person, shape (n_people,).
        """
        program = self.program
        regret = program.cost * values - np.minimum(program.cost * program.lower, program.cost * program.upper)
        of_days, of_people = np.zeros(n_days), np.zeros(n_people)
        has_day, has_owner = self._day_of >= 0, self.ownership.owner_of_variable != SHARED
        np.add.at(of_days, self._day_of[has_day], regret[has_day])
        np.add.at(of_people, self.ownership.owner_of_variable[has_owner], regret[has_owner])
        return of_days, of_people

    def opened(self, choices: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """These choices and what follows from them: the slack variables of their rows, and all counts behind these."""
        free = choices.copy()
        rows = self._rows(free)
        while True:
            met = np.zeros(len(free), dtype=bool)
            met[self.program.matrix[rows].indices] = True
            met &= ~self.is_choice & ~free
            if not met.any():
                return free
            free |= met
            # People's own slack variables hang together over the whole horizon: only the nearest matter.
            rows = self._rows(met & (self.ownership.owner_of_variable == SHARED))

    def _rows(self, free: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.unique(self._by_column[:, np.flatnonzero(free)].indices).astype(np.int64)

    def part(self, free: NDArray[np.bool_], values: NDArray[np.int64] | NDArray[np.float64]) -> Part:
        """The part in which the `free` variables are open and the others keep their `values`."""
        program = self.program
        columns = np.flatnonzero(free)
        rows = self._rows(free)
        matrix = program.matrix[rows]
        held = matrix @ np.where(free, 0, values)
        return Part(
            columns,
            LinearProgram(
                [program.names[column] for column in columns.tolist()],
                program.lower[columns],
                program.upper[columns],
                program.cost[columns],
                program.offset + float(program.cost @ np.where(free, 0, values)),
                matrix[:, columns],
                program.row_lower[rows] - held,
                program.row_upper[rows] - held,
            ),
        )
