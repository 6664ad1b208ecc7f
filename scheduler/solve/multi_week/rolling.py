"""A week as it stands while later weeks are still open, by what the relaxation of the whole horizon says of these.

Rolling horizon: week after week is decided for good. What a week leaves to the next over a Sunday is bought at the
prices of the relaxation. People's soft rules over more days than a week, such as shares of nights, count later days as
the relaxation expects them: prices alone would let every week but the last put them off.

References
----------
S. Sethi, G. Sorger, "A theory of rolling horizon decision making", Annals of Operations Research 29, 1991.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.structure import Structure, range_of_rows

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """What the relaxation of the whole horizon says: values of all variables, dual values of all rows."""

    values: NDArray[np.float64]
    duals: NDArray[np.float64]


def week_with_later_ones_expected(
    structure: Structure,
    week_number: NDArray[np.int64],
    number: int,
    values: NDArray[np.int64],
    expectation: Expectation,
) -> tuple[Structure, NDArray[np.int64]]:
    """A week, those before it held, those after it open at a price or as they are expected.

    Parameters
    ----------
    structure
        Of the whole horizon.
    week_number
        The number of the week in which each variable is decided, shape (n_variables,).
    number
        Of the week.
    values
        Of all variables, of which those of earlier weeks count, shape (n_variables,).
    expectation
        Of the relaxation.

    Returns
    -------
    tuple
        The week, and the numbers of its variables in the whole: its own, and those that count what people do in it
        and in later weeks together.
    """
    week, ownership = structure.weeks[number], structure.ownership
    is_later = week_number > number
    entries = structure.program.matrix.tocoo()
    first, last = structure.days_spanned
    row_first, row_last = range_of_rows(entries, first, last)
    is_of_slack = ownership.is_slack[entries.col]
    counts_long = (ownership.owner_of_row != SHARED) & (row_last - row_first >= len(week))
    is_soft = np.zeros(len(counts_long), dtype=bool)
    is_soft[entries.row[is_of_slack & (structure.program.cost[entries.col] > 0)]] = True
    counts_long &= is_soft
    priced, _ = structure.price_apart(is_later.astype(np.int64), np.where(counts_long, 0.0, expectation.duals))
    program = priced.program
    is_expected = counts_long[entries.row] & is_later[entries.col] & ~is_of_slack
    expected = np.zeros(program.n_rows)
    np.add.at(expected, entries.row[is_expected], (entries.data * expectation.values[entries.col])[is_expected])
    kept = ~is_expected
    program = replace(
        program,
        matrix=csr_matrix((entries.data[kept], (entries.row[kept], entries.col[kept])), shape=entries.shape),
        # People's days are whole: a part of one that is expected is free on either side.
        row_lower=np.where(counts_long, np.floor(program.row_lower - expected + _TOLERANCE), program.row_lower),
        row_upper=np.where(counts_long, np.ceil(program.row_upper - expected - _TOLERANCE), program.row_upper),
    )
    counts_on = np.zeros(program.n_variables, dtype=bool)
    counts_on[entries.col[counts_long[entries.row] & is_of_slack]] = True
    is_open = (week_number == number) | (counts_on & is_later & (first < week.stop) & (last >= week.start))
    columns = np.flatnonzero(is_open)
    lower, upper = (np.where(is_later, bounds, values) for bounds in (program.lower, program.upper))
    return replace(priced, program=program).cut(columns, week, lower, upper), columns
