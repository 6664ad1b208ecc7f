"""People whose blocks of a linear program are equal, as one block.

Where people are divisible, what one of them does everybody of the kind may do in part: some optimal solution gives all
of them the same. So the sum over a kind stands for its people, with bounds and sides as many times as large, and the
relaxation has the same optimum over far fewer variables.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.ownership import SHARED, Ownership
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.submodel import cut


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """A linear program in which each kind of people is one.

    Attributes
    ----------
    program
        For the linear relaxation alone: a sum of integers says less than they do.
    sum_of
        For each variable of the whole program the variable of the merged one in whose sum it is, shape (n_variables,).
    """

    program: LinearProgram
    sum_of: NDArray[np.int64]

    def spread(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """The solution of the whole program in which all people of a kind do the same."""
        solution: NDArray[np.float64] = (sums / np.bincount(self.sum_of))[self.sum_of]
        return solution


def merge_alike(program: LinearProgram, ownership: Ownership) -> Merged:
    """Put people together whose variables and rows are the same, in the same order, at the same prices."""
    columns_of, rows_of = _owned(ownership.owner_of_variable), _owned(ownership.owner_of_row)
    # A row is called by its number, one that is a person's own by its place among these.
    name_of_row = np.arange(program.n_rows)
    for rows in rows_of.values():
        name_of_row[rows] = -1 - np.arange(len(rows))
    kinds: defaultdict[tuple[bytes, ...], list[int]] = defaultdict(list)
    for person, columns in columns_of.items():
        rows = rows_of.get(person, columns[:0])
        block = program.columns[:, columns]
        parts = (
            program.lower[columns],
            program.upper[columns],
            program.cost[columns],
            program.row_lower[rows],
            program.row_upper[rows],
            block.indptr,
            name_of_row[block.indices],
            block.data,
        )
        kinds[tuple(part.tobytes() for part in parts)].append(person)
    sum_of = np.arange(program.n_variables)
    n_of_column, n_of_row = np.ones(program.n_variables), np.ones(program.n_rows)
    is_kept = np.ones(program.n_rows, dtype=bool)
    for first, *others in kinds.values():
        n_of_column[columns_of[first]] = n_of_row[rows_of.get(first, [])] = 1 + len(others)
        for other in others:
            sum_of[columns_of[other]] = columns_of[first]
            is_kept[rows_of.get(other, [])] = False
    kept = np.unique(sum_of)
    whole = replace(
        program,
        lower=program.lower * n_of_column,
        upper=program.upper * n_of_column,
        row_lower=program.row_lower * n_of_row,
        row_upper=program.row_upper * n_of_row,
    )
    part = cut(whole, kept, rows=np.flatnonzero(is_kept))
    return Merged(replace(part.program, offset=program.offset), np.searchsorted(kept, sum_of))


def _owned(owners: NDArray[np.int64]) -> dict[int, NDArray[np.int64]]:
    """The places of each owner, ascending."""
    order = np.argsort(owners, kind="stable")
    people, starts = np.unique(owners[order], return_index=True)
    found = dict(zip(people.tolist(), np.split(order, starts[1:]), strict=True))
    found.pop(SHARED, None)
    return found
