"""Where people meet: the rows that people and counts share, and the components into which the counts fall.

Of the program, a person's own rows are one block (`ownership.py`). What is left are counts, meal breaks and service.
These fall into components that share no row, as a rule one a day, for what is served on one day does not depend on
another. *Linking rows* are those in which people meet, and counts with them, such as the sums that make head counts.

With a price on every linking row, people and components part company: the cheapest week of each person and the
cheapest counts of each component, by these prices, together cost no more than any roster. That is the Lagrangian bound.
It holds for any prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, csr_matrix
from scipy.sparse.csgraph import connected_components

from scheduler.solve.linear.ownership import SHARED, Ownership
from scheduler.solve.linear.program import LinearProgram


@dataclass(frozen=True, slots=True, eq=False)
class Component:
    """Counts that share no row with other counts, such as those of one day.

    Attributes
    ----------
    variables
        Numbers of the counts, ascending.
    rows
        Numbers of the rows that they alone stand in, ascending.
    """

    variables: NDArray[np.int64]
    rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Linking:
    """Where people meet.

    Attributes
    ----------
    rows
        Numbers of the linking rows, ascending.
    components
        Into which the counts fall.
    """

    rows: NDArray[np.int64]
    components: tuple[Component, ...]


def find_linking(program: LinearProgram, ownership: Ownership) -> Linking:
    """Read off a program where people meet."""
    is_count = ownership.owner_of_variable == SHARED
    shared = np.flatnonzero(ownership.owner_of_row == SHARED)
    of_people = abs(program.matrix[shared][:, ~is_count]).sum(axis=1)
    is_linking = np.asarray(of_people).ravel() > 0
    own_rows, rows = shared[~is_linking], shared[is_linking]
    counts = np.flatnonzero(is_count)
    row_label, count_label = connected(program.matrix[np.concatenate([own_rows, rows])][:, counts])
    label_of_own = row_label[: len(own_rows)]
    return Linking(
        rows,
        tuple(
            Component(counts[count_label == label], own_rows[label_of_own == label]) for label in np.unique(count_label)
        ),
    )


def connected(matrix: csr_matrix) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """To which connected component each row and each column belongs, as numbers; a component's rows are no other's."""
    n_rows = matrix.shape[0]
    _, label = connected_components(bmat([[None, matrix], [matrix.T, None]]), directed=False)
    return label[:n_rows], label[n_rows:]
