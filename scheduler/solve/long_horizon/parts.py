"""A part of the twin: some variables open, the others held at a roster's values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from scheduler.solve.blocks import NOBODY, Split
from scheduler.solve.twin import LinearTwin


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What is left of a twin when most of its variables are held.

    Attributes
    ----------
    columns
        The open variables, by their numbers in the whole twin.
    twin
        The open variables and the rows that touch them.
    """

    columns: NDArray[np.int64]
    twin: LinearTwin


class Cutter:
    """Cuts parts out of one twin.

    Parameters
    ----------
    twin, owners
        The whole twin, and who owns what in it.
    """

    def __init__(self, twin: LinearTwin, owners: Split) -> None:
        self.twin = twin
        self.owners = owners
        self.is_choice: NDArray[np.bool_] = owners.choice_of >= 0

    @cached_property
    def _by_column(self) -> csc_matrix:
        return self.twin.matrix.tocsc()

    @cached_property
    def _day_of(self) -> NDArray[np.int64]:
        """For each choice its day; for each count the day of the choices that it counts; -1 for everything else."""
        twin, day_of = self.twin, self.owners.choice_of
        entries = twin.matrix.tocoo()
        is_choice = self.is_choice[entries.col]
        first = np.full(len(twin.row_lower), np.iinfo(np.int64).max)
        last = np.full(len(twin.row_lower), -1, dtype=np.int64)
        np.minimum.at(first, entries.row[is_choice], day_of[entries.col[is_choice]])
        np.maximum.at(last, entries.row[is_choice], day_of[entries.col[is_choice]])
        of_row = np.where(first == last, last, -1)
        found = np.full(len(twin.names), -1, dtype=np.int64)
        np.maximum.at(found, entries.col, of_row[entries.row])
        return np.where(self.is_choice, day_of, np.where(self.owners.owner_of_variable == NOBODY, found, -1))

    def cost_of_days_and_people(
        self, values: NDArray[np.int64], n_days: int, n_people: int
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What each day and each person costs beyond the least that their variables alone could.

        Returns
        -------
        tuple
            Points of the counts and choices of each day, shape (n_days,), and of each person, shape (n_people,).
        """
        twin = self.twin
        regret = twin.cost * values - np.minimum(twin.cost * twin.lower, twin.cost * twin.upper)
        of_days, of_people = np.zeros(n_days), np.zeros(n_people)
        has_day, has_owner = self._day_of >= 0, self.owners.owner_of_variable != NOBODY
        np.add.at(of_days, self._day_of[has_day], regret[has_day])
        np.add.at(of_people, self.owners.owner_of_variable[has_owner], regret[has_owner])
        return of_days, of_people

    def opened(self, choices: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """These choices and what follows from them: the help variables of their rows, and all counts behind these."""
        free = choices.copy()
        rows = self._rows(free)
        while True:
            met = np.zeros(len(free), dtype=bool)
            met[self.twin.matrix[rows].indices] = True
            met &= ~self.is_choice & ~free
            if not met.any():
                return free
            free |= met
            # People's own help variables hang together over the whole horizon: only the nearest matter.
            rows = self._rows(met & (self.owners.owner_of_variable == NOBODY))

    def _rows(self, free: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.unique(self._by_column[:, np.flatnonzero(free)].indices).astype(np.int64)

    def part(self, free: NDArray[np.bool_], values: NDArray[np.int64] | NDArray[np.float64]) -> Part:
        """The part in which the `free` variables are open and the others keep their `values`."""
        twin = self.twin
        columns = np.flatnonzero(free)
        rows = self._rows(free)
        matrix = twin.matrix[rows]
        held = matrix @ np.where(free, 0, values)
        return Part(
            columns,
            LinearTwin(
                [twin.names[column] for column in columns.tolist()],
                twin.lower[columns],
                twin.upper[columns],
                twin.cost[columns],
                twin.offset + float(twin.cost @ np.where(free, 0, values)),
                matrix[:, columns],
                twin.row_lower[rows] - held,
                twin.row_upper[rows] - held,
            ),
        )
