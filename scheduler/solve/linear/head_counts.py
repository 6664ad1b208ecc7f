"""Rows over people's choices, put over head counts wherever these say as much.

The search for weeks knows people by the head counts in which they stand. A rule that wants so many people on a shift,
whatever their group, speaks of their choices; its rows are the same over the head counts of all groups. Whoever serves
no queue stands in no head count of the model, and gets one here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, vstack

from scheduler.solve.linear.ownership import SHARED, Ownership
from scheduler.solve.linear.program import LinearProgram


def rows_over_choices(program: LinearProgram, ownership: Ownership, heads: Sequence[int]) -> NDArray[np.int64]:
    """The shared rows in which choices stand, but no head count."""
    is_head = np.zeros(len(program.names), dtype=bool)
    is_head[list(heads)] = True
    shared = np.flatnonzero(ownership.owner_of_row == SHARED)
    matrix: csr_matrix = program.matrix[shared]
    on_choices, on_heads = (
        np.diff(csr_matrix(matrix[:, of]).indptr) > 0 for of in (ownership.day_of_choice >= 0, is_head)
    )
    found: NDArray[np.int64] = shared[on_choices & ~on_heads]
    return found


def add_head_counts(
    program: LinearProgram, ownership: Ownership, choices: Sequence[NDArray[np.int64]]
) -> tuple[LinearProgram, Ownership]:
    """The program with a head count more, at its end, for each of these sets of choices."""
    n_variables, n_new = len(program.names), len(choices)
    new = np.arange(n_new)
    sizes = np.array([len(each) for each in choices])
    sums = csr_matrix(
        (
            np.concatenate([np.ones(sizes.sum()), np.full(n_new, -1.0)]),
            (
                np.concatenate([np.repeat(new, sizes), new]),
                np.concatenate([*choices, n_variables + new]),
            ),
        ),
        shape=(n_new, n_variables + n_new),
    )
    old = csr_matrix(
        (program.matrix.data, program.matrix.indices, program.matrix.indptr),
        shape=(program.matrix.shape[0], n_variables + n_new),
    )
    nothing, nobody = np.zeros(n_new), np.full(n_new, SHARED)
    return (
        replace(
            program,
            names=[*program.names, *([""] * n_new)],
            lower=np.concatenate([program.lower, nothing]),
            upper=np.concatenate([program.upper, sizes.astype(np.float64)]),
            cost=np.concatenate([program.cost, nothing]),
            matrix=csr_matrix(vstack([old, sums])),
            row_lower=np.concatenate([program.row_lower, nothing]),
            row_upper=np.concatenate([program.row_upper, nothing]),
        ),
        Ownership(
            np.concatenate([ownership.owner_of_variable, nobody]),
            np.concatenate([ownership.owner_of_row, nobody]),
            np.concatenate([ownership.day_of_choice, np.full(n_new, -1)]),
        ),
    )


def put_over_heads(
    program: LinearProgram, rows: NDArray[np.int64], heads: Sequence[int], choices: Sequence[NDArray[np.int64]]
) -> LinearProgram:
    """The same program, these rows over head counts where all choices of each have one factor in a row.

    Parameters
    ----------
    rows
        In which choices stand, but no head count.
    heads, choices
        The variable of each head count, and the choices that it is the sum of.
    """
    shape = len(program.names), len(program.names)
    head = np.repeat(np.array(heads), [len(each) for each in choices])
    chosen = np.concatenate(choices)
    head_of = csr_matrix((np.ones(len(chosen)), (chosen, head)), shape=shape)
    share = csr_matrix((1.0 / np.bincount(head)[head], (chosen, head)), shape=shape)
    on_choices = np.zeros(shape[0])
    on_choices[chosen] = 1.0
    by_choice = csr_matrix(program.matrix[rows].multiply(on_choices))
    by_head = csr_matrix(by_choice @ share)
    says_as_much = np.asarray(abs(by_choice - by_head @ head_of.T).sum(axis=1)).ravel() < 1e-9
    change = coo_matrix((by_head - by_choice)[says_as_much])
    matrix = csr_matrix(
        program.matrix
        + csr_matrix((change.data, (rows[says_as_much][change.row], change.col)), shape=program.matrix.shape)
    )
    matrix.data[np.abs(matrix.data) < 1e-9] = 0.0
    matrix.eliminate_zeros()
    return replace(program, matrix=matrix)
