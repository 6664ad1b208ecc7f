"""Rows over people's choices, put over head counts wherever these say as much.

The search for weeks knows people by the head counts in which they stand. A rule that wants so many people on a shift,
whatever their group, speaks of their choices; its rows are the same over the head counts of all groups. Whoever serves
no queue stands in no head count of the model, and gets one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, vstack

from scheduler.solve.linear.ownership import SHARED, Ownership
from scheduler.solve.linear.structure import HeadCount, Structure


def over_heads(structure: Structure) -> Structure:
    """The same structure, rows over choices put over head counts; with a few variables more, at the end of the others.

    Unchanged where no shared row stands over choices alone.
    """
    rows = _rows_over_choices(structure)
    if not len(rows):
        return structure
    return _put_over(_with_head_counts(structure), rows)


def with_heads(structure: Structure, values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Values of all variables of a structure that was put over head counts, by those that it had before."""
    more = structure.heads[len(structure.heads) - (structure.program.n_variables - len(values)) :]
    return np.concatenate([values, [values[count.choices].sum() for count in more]]).astype(np.int64)


def _rows_over_choices(structure: Structure) -> NDArray[np.int64]:
    """The shared rows in which choices stand, but no head count."""
    shared = np.flatnonzero(structure.ownership.owner_of_row == SHARED)
    matrix: csr_matrix = structure.program.matrix[shared]
    on_choices, on_heads = (
        np.diff(csr_matrix(matrix[:, of]).indptr) > 0 for of in (structure.ownership.is_choice, structure.is_head)
    )
    found: NDArray[np.int64] = shared[on_choices & ~on_heads]
    return found


def _with_head_counts(structure: Structure) -> Structure:
    """The structure with head counts of those choices that stood in none."""
    program, ownership = structure.program, structure.ownership
    first, n_new = program.n_variables, len(structure.uncounted)
    more = tuple(replace(count, head=first + number) for number, count in enumerate(structure.uncounted))
    sizes = np.array([len(count.choices) for count in more], dtype=np.int64)
    n_variables = first + n_new
    sums = _membership(more, n_variables).T[first:]
    sums = sums - csr_matrix((np.ones(n_new), (np.arange(n_new), first + np.arange(n_new))), shape=sums.shape)
    before = csr_matrix(
        (program.matrix.data, program.matrix.indices, program.matrix.indptr), shape=(program.n_rows, n_variables)
    )
    nothing, nobody = np.zeros(n_new), np.full(n_new, SHARED)
    return replace(
        structure,
        program=replace(
            program,
            lower=np.concatenate([program.lower, nothing]),
            upper=np.concatenate([program.upper, sizes.astype(np.float64)]),
            cost=np.concatenate([program.cost, nothing]),
            matrix=csr_matrix(vstack([before, sums])),
            row_lower=np.concatenate([program.row_lower, nothing]),
            row_upper=np.concatenate([program.row_upper, nothing]),
            names=(),
        ),
        ownership=Ownership(
            np.concatenate([ownership.owner_of_variable, nobody]),
            np.concatenate([ownership.owner_of_row, nobody]),
            np.concatenate([ownership.day_of_choice, np.full(n_new, -1)]),
        ),
        heads=structure.heads + more,
        uncounted=(),
    )


def _put_over(structure: Structure, rows: NDArray[np.int64]) -> Structure:
    """The structure with these rows over head counts, where all choices of each have one factor in a row."""
    program = structure.program
    head_of = _membership(structure.heads, program.n_variables)
    sizes = np.maximum(np.asarray(head_of.sum(axis=0)).ravel(), 1.0)
    by_choice = csr_matrix(program.matrix[rows].multiply(structure.ownership.is_choice))
    by_head = csr_matrix((by_choice @ head_of).multiply(1.0 / sizes))
    says_as_much = np.asarray(abs(by_choice - by_head @ head_of.T).sum(axis=1)).ravel() < 1e-9
    change = coo_matrix((by_head - by_choice)[says_as_much])
    changes = csr_matrix((change.data, (rows[says_as_much][change.row], change.col)), shape=program.matrix.shape)
    matrix = csr_matrix(program.matrix + changes)
    matrix.data[np.abs(matrix.data) < 1e-9] = 0.0
    matrix.eliminate_zeros()
    return replace(structure, program=replace(program, matrix=matrix))


def _membership(heads: tuple[HeadCount, ...], n_variables: int) -> csr_matrix:
    """Which choice stands in which head count, shape (n_variables, n_variables)."""
    choices = np.concatenate([count.choices for count in heads] or [np.empty(0, dtype=np.int64)])
    head = np.repeat([count.head for count in heads], [len(count.choices) for count in heads]).astype(np.int64)
    return csr_matrix((np.ones(len(choices)), (choices, head)), shape=(n_variables, n_variables))
