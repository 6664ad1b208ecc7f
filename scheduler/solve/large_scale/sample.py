"""Prices for a crowd, from a sample of it.

Of each kind of people some stand for all, each with the weight of those for whom they stand. The relaxation of that is
as large as a small centre's, whatever the size of the crowd; counts, demand and seats are the whole crowd's. Its dual
values on the linking rows are prices for everybody, its counts what the crowd should add up to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from scheduler.solve.linear.duals import priced_sides, valid_duals
from scheduler.solve.linear.linking import Component
from scheduler.solve.linear.mip import Job, Method, solve
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import Submodel, cut
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns

SAMPLE_PEOPLE = 800
"""About so many stand for all. Measured on 1,248 people: with half of it the bound is 0.3% lower."""
_FEWEST_OF_A_KIND = 20
# Counts of a sample may not fit the limits of the crowd to the last unit: a miss at a price no roster would pay.
_MISS = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Prices on the linking rows, and values of the counts in the relaxation of the sample (zero elsewhere)."""

    prices: NDArray[np.float64]
    counts: NDArray[np.float64]


def weights_of(kinds: list[NDArray[np.int64]], n_choices: NDArray[np.int64], people: int) -> NDArray[np.float64]:
    """For how many each person stands; 0: not in the sample.

    Parameters
    ----------
    kinds
        People who are alike; each person in one of them.
    n_choices
        Of each person. People are taken at even steps along it, so that absences keep their share.
    people
        About so many are taken; kinds of few people are taken whole.
    """
    weights = np.zeros(len(n_choices))
    for kind in kinds:
        ordered = kind[np.argsort(n_choices[kind], kind="stable")]
        size = len(kind)
        taken = min(size, max(_FEWEST_OF_A_KIND, round(size * people / len(n_choices))))
        places = ((np.arange(taken) + 0.5) * size / taken).astype(np.int64)
        weights[ordered[places]] = size / taken
    return weights


def price_sample(structure: Structure, weights: NDArray[np.float64], seconds: float = math.inf) -> Sampled | None:
    """Solve the relaxation of the sample; None where it has no solution, or its solver fails."""
    program, ownership, linking = structure.program, structure.ownership, structure.linking
    owner, is_count = ownership.owner_of_variable, linking.is_count
    factor = np.where(is_count, 1.0, weights[owner])
    columns = np.flatnonzero(factor > 0)
    row_owner = ownership.owner_of_row
    rows = np.flatnonzero((row_owner == SHARED) | (weights[row_owner] > 0))
    is_linking = np.isin(rows, linking.rows)
    matrix = program.matrix[rows][:, columns].tocsr()
    in_linking = np.repeat(is_linking, np.diff(matrix.indptr))
    matrix.data = np.where(in_linking, matrix.data * factor[columns][matrix.indices], matrix.data)
    cost = program.cost[columns] * factor[columns]
    upper = np.where(is_count[columns] & (cost == 0), np.inf, program.upper[columns])
    lower_row, upper_row = program.row_lower[rows], program.row_upper[rows]
    own = (row_owner[rows] == SHARED) & ~is_linking
    low, high = np.flatnonzero(own & np.isfinite(lower_row)), np.flatnonzero(own & np.isfinite(upper_row))
    miss = _price_of_a_miss(matrix, np.where(is_count[columns], cost, 0.0), _MISS * max(1.0, float(program.cost.max())))
    misses = len(low) + len(high)
    sampled = LinearProgram(
        np.concatenate([program.lower[columns], np.zeros(misses)]),
        np.concatenate([upper, np.full(misses, np.inf)]),
        np.concatenate([cost, miss[low], miss[high]]),
        0.0,
        csr_matrix(hstack([matrix, _units(low, 1.0, len(rows)), _units(high, -1.0, len(rows))])),
        lower_row,
        upper_row,
    )
    relaxation = relax(sampled, Method.BARRIER, seconds=seconds)
    if relaxation is None:
        return None
    counts = np.zeros(program.n_variables)
    counts[columns] = np.where(is_count[columns], relaxation.values[: len(columns)], 0.0)
    return Sampled(relaxation.duals[is_linking], counts)


def price_bound(structure: Structure, patterns: Sequence[WeeklyPatterns], prices: NDArray[np.float64]) -> float:
    """A cost that no roster goes below, by prices on the linking rows.

    Parameters
    ----------
    structure
        Of the model.
    patterns
        Of everybody.
    prices
        A point for each unit of each linking row, shape (n_linking_rows,); any give a bound, good ones a good bound.
    """
    program, linking = structure.program, structure.linking
    duals = np.zeros(program.n_rows)
    duals[linking.rows] = prices
    duals = valid_duals(program, duals)
    reduced = reduced_cost(structure, duals[linking.rows])
    total = program.offset + float(duals @ priced_sides(program, duals))
    total += sum(float(listed.value(reduced).min()) for listed in patterns)
    return total + sum(
        solve(Job(alone(structure, component, reduced).program, integer=False)).bound
        for component in linking.components
    )


def alone(structure: Structure, component: Component, cost: NDArray[np.float64]) -> Submodel:
    """A component of the counts at these costs of all variables, whatever people do."""
    program = structure.program
    nothing = np.zeros(program.n_variables)
    return cut(replace(program, cost=cost), component.variables, nothing, rows=component.rows)


def reduced_cost(structure: Structure, prices: NDArray[np.float64]) -> NDArray[np.float64]:
    """The cost of every variable less what it brings at these prices of the linking rows."""
    program = structure.program
    reduced: NDArray[np.float64] = program.cost - program.matrix[structure.linking.rows].T @ prices
    return reduced


def _units(rows: NDArray[np.int64], sign: float, n_rows: int) -> csr_matrix:
    return csr_matrix((np.full(len(rows), sign), (rows, np.arange(len(rows)))), shape=(n_rows, len(rows)))


def _price_of_a_miss(matrix: csr_matrix, cost: NDArray[np.float64], otherwise: float) -> NDArray[np.float64]:
    """What a unit of each row costs at most where the model prices it; `otherwise` where it does not."""
    entries = matrix.tocoo()
    price = np.zeros(matrix.shape[0])
    np.maximum.at(price, entries.row, cost[entries.col] / np.abs(entries.data))
    return np.where(price > 0, price, otherwise)
