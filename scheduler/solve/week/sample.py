"""A sample of very many people, in which each stands for several.

Of each kind of people some stand for all, so that column generation over the sample is as quick as for a small centre,
whatever the number of people; counts, demand and seats are everybody's. What a head is worth in the sample is worth it
for everybody: prices by which everybody's cheapest weeks bound the cost of any roster, and which everybody can follow.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix, hstack

from scheduler.solve.linear.ownership import SHARED, Ownership
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.relaxation import nearly_relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import cut
from scheduler.solve.linear.weekly_patterns import enumerate_patterns
from scheduler.solve.parameters import SampleParameters, SearchParameters
from scheduler.solve.week.annealing import cheapest_weeks
from scheduler.solve.week.annealing.layout import NONE
from scheduler.solve.week.lagrangian_bound import DualPoint, LagrangianBound
from scheduler.solve.week.model import WeekModel


def price_by_sample(model: WeekModel, parameters: SearchParameters) -> DualPoint | None:
    """What heads are worth in a sample, and what everybody's cheapest weeks cost at that; None: nothing came of it."""
    small = sample(model.structure, parameters.sample)
    patterns = enumerate_patterns(small, parameters.week.most_patterns)
    if patterns is None:
        return None
    of_sample = LagrangianBound(small, patterns, parameters.bound)
    of_sample.relax(lambda _: None)
    if of_sample.priced is None:
        return None
    return replace(of_sample.priced, people_cost=_Turns(model, of_sample.priced).cheapest)


def follow_prices(
    model: WeekModel, priced: DualPoint, parameters: SampleParameters, random: np.random.Generator
) -> NDArray[np.int64]:
    """Numbers of weeks of everybody that cost little at these prices and add up to nearly the heads that are best.

    Most people have many weeks that cost nearly the same, so everybody in turn takes the cheapest, with a push toward
    shifts that still miss heads, which grows from turn to turn. What is missed in the end does not grow with the
    number of people.

    Parameters
    ----------
    model
        The week.
    priced
        Prices of heads, and the heads that are best at them.
    parameters
        How many turns, and how hard the push.
    random
        Of the order in which people take their turns.
    """
    turns = _Turns(model, priced)
    for number in range(parameters.turns):
        turns.take(parameters.first_push * parameters.growth**number, random)
    return model.tables.numbers_of(turns.week)


class _Turns:
    """Weeks of everybody at prices of heads, the cheapest to begin with.

    Attributes
    ----------
    week
        The places of everybody's weeks.
    cheapest
        What the cheapest weeks cost together.
    """

    def __init__(self, model: WeekModel, priced: DualPoint) -> None:
        tables, structure = model.tables, model.structure
        worth, wanted = np.zeros(structure.program.n_variables), np.zeros(structure.program.n_variables)
        heads = [count.head for count in structure.heads]
        worth[heads], wanted[heads] = priced.prices, priced.heads
        self._people = tables.people
        self._is_head = tables.head_of_shift != NONE
        self._price = np.where(self._is_head, -worth[tables.head_of_shift], 0.0)
        self._missing = np.where(self._is_head, wanted[tables.head_of_shift], 0.0)
        self.week = np.full(structure.n_people, NONE, dtype=np.int64)
        self.cheapest = self._take(np.arange(structure.n_people), 0.0)

    def take(self, push: float, random: np.random.Generator) -> None:
        """Give everybody in turn the cheapest week, a shift cheaper by the push for each head that it misses."""
        self._take(random.permutation(len(self.week)), push)

    def _take(self, order: NDArray[np.int64], push: float) -> float:
        pushes = np.where(self._is_head, push, 0.0)
        return cheapest_weeks(order, self._price, pushes, self._missing, self._people, self.week)


def sample(structure: Structure, parameters: SampleParameters) -> Structure:
    """The program of some people, each with the weight of those for whom they stand.

    Kinds of few people are taken whole. Of the others people are taken at even steps along the number of their
    choices, so that absences keep their share.
    """
    return _weighted(structure, _weights(structure, _kinds(structure), parameters), parameters.miss_price)


def duals_by_sample(
    structure: Structure, parameters: SampleParameters, most_variables: int
) -> NDArray[np.float64] | None:
    """Dual values of every row from the relaxation of a sample.

    People's own rows get what rows of the same form are worth in the sample, in the mean: the same choices by day and
    shift, slack variables and sides, of people of the same kind if the sample has some, else of anybody. Any dual
    values give a bound.

    Parameters
    ----------
    structure, parameters
        Whose rows, and how large a sample.
    most_variables
        The relaxation of a sample with more would take longer than all the rest: then all values are zero.

    Returns
    -------
    NDArray
        Shape (n_rows,); None where HiGHS finds none.
    """
    kinds = _kinds(structure)
    weights = _weights(structure, kinds, parameters)
    program = _weighted(structure, weights, parameters.miss_price).program
    if program.n_variables > most_variables:
        return np.zeros(structure.program.n_rows)
    found = nearly_relax(program).duals
    if found is None:
        return None
    owner = structure.ownership.owner_of_row
    is_own = owner != SHARED
    sampled = _rows_of(structure, weights)
    duals = np.zeros(structure.program.n_rows)
    duals[sampled] = found
    own = sampled[is_own[sampled]]
    duals_of_own = duals[own]
    weight = weights[owner[own]]
    kind_of = np.empty(structure.n_people, dtype=np.uint64)
    kind_of[np.concatenate(kinds)] = np.repeat(_codes(len(kinds), 1), [len(kind) for kind in kinds])
    form = _forms(structure)
    everybody = np.flatnonzero(is_own)
    duals[everybody] = 0.0
    for forms in (form, form + kind_of[owner]):  # the nearer likeness last
        known, place = np.unique(forms[own], return_inverse=True)
        # A row of the sample is priced for all for whom its person stands.
        mean = np.bincount(place, duals_of_own) / np.bincount(place, weight)
        at = np.minimum(np.searchsorted(known, forms[everybody]), len(known) - 1)
        duals[everybody] = np.where(known[at] == forms[everybody], mean[at], duals[everybody])
    return duals


def _forms(structure: Structure) -> NDArray[np.uint64]:
    """A number for the form of each row: rows of two people that differ in nothing but these have the same."""
    program = structure.program
    code = np.zeros(program.n_variables, dtype=np.uint64)
    _, alike = np.unique(np.column_stack([program.cost, program.lower, program.upper]), axis=0, return_inverse=True)
    code += _codes(alike.max(initial=-1) + 1, 2)[alike.ravel()]
    shifts: dict[tuple[int, str], int] = {}
    counts = (*structure.heads, *structure.uncounted)
    numbers = [shifts.setdefault((count.day, count.shift), len(shifts)) for count in counts]
    code_of = _codes(len(shifts), 3)
    for count, number in zip(counts, numbers, strict=True):
        code[count.choices] = code_of[number]
    _, factor = np.unique(program.matrix.data, return_inverse=True)
    entries = code[program.matrix.indices] * (_codes(factor.max(initial=-1) + 1, 4) | np.uint64(1))[factor]
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(entries, dtype=np.uint64)])
    _, sides = np.unique(np.column_stack([program.row_lower, program.row_upper]), axis=0, return_inverse=True)
    form: NDArray[np.uint64] = (
        np.diff(sums[program.matrix.indptr]) + _codes(sides.max(initial=-1) + 1, 5)[sides.ravel()]
    )
    return form


def _codes(size: int, seed: int) -> NDArray[np.uint64]:
    """Random numbers whose sums, modulo 2**64, tell sets of them apart."""
    return np.random.default_rng(seed).integers(np.iinfo(np.uint64).max, size=size, dtype=np.uint64)


def _weights(structure: Structure, kinds: list[NDArray[np.int64]], parameters: SampleParameters) -> NDArray[np.float64]:
    """For how many people each person stands; 0 for who is not in the sample."""
    n_people, ownership = structure.n_people, structure.ownership
    n_choices = np.bincount(ownership.owner_of_variable[ownership.is_choice], minlength=n_people)
    weights = np.zeros(n_people)
    for kind in kinds:
        ordered = kind[np.argsort(n_choices[kind], kind="stable")]
        size = len(kind)
        taken = min(size, max(parameters.fewest_of_a_kind, round(size * parameters.people / n_people)))
        weights[ordered[((np.arange(taken) + 0.5) * size / taken).astype(np.int64)]] = size / taken
    return weights


def _rows_of(structure: Structure, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """The rows of the people with a weight, and those that people share."""
    owner = structure.ownership.owner_of_row
    return np.flatnonzero((owner == SHARED) | (weights[owner] > 0))


def _kinds(structure: Structure) -> list[NDArray[np.int64]]:
    """People who are counted in the same groups on the same shifts, whatever the day."""
    owner = structure.ownership.owner_of_variable
    code: dict[object, int] = {}
    pairs = [
        np.column_stack(
            [owner[count.choices], np.full(len(count.choices), code.setdefault((count.group, count.shift), len(code)))]
        )
        for count in structure.heads
    ]
    pairs.append(np.empty((0, 2), dtype=np.int64))
    place = coo_matrix(
        (np.ones(sum(map(len, pairs)), dtype=bool), tuple(np.concatenate(pairs).T)),
        shape=(structure.n_people, len(code)),
    )
    _, kind = np.unique(csr_matrix(place).toarray(), axis=0, return_inverse=True)
    order = np.argsort(kind, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(kind[order])) + 1)


def _weighted(structure: Structure, weights: NDArray[np.float64], miss_price: float) -> Structure:
    """The program of the people with a weight, each as if so many were like them.

    Counts of a sample may not fit everybody's limits to the last unit: they may miss them at a price no roster would
    pay, which is so many times that of the dearest variable.
    """
    program, ownership = structure.program, structure.ownership
    number = np.cumsum(weights > 0) - 1
    owner, row_owner = ownership.owner_of_variable, ownership.owner_of_row
    is_shared, is_shared_row = owner == SHARED, row_owner == SHARED
    factor = np.where(is_shared, 1.0, weights[owner])
    columns = np.flatnonzero(factor > 0)
    part = cut(program, columns, rows=_rows_of(structure, weights))
    rows, matrix = part.rows, part.program.matrix
    factor, is_shared, is_shared_row = factor[columns], is_shared[columns], is_shared_row[rows]
    entry_is_shared = np.repeat(is_shared_row, np.diff(matrix.indptr))
    matrix.data = np.where(entry_is_shared, matrix.data * factor[matrix.indices], matrix.data)
    cost = part.program.cost * factor
    links = np.zeros(len(rows), dtype=bool)
    links[matrix.tocoo().row[~is_shared[matrix.indices]]] = True
    lower, upper = part.program.row_lower, part.program.row_upper
    alone = is_shared_row & ~links
    low, high = np.flatnonzero(alone & np.isfinite(lower)), np.flatnonzero(alone & np.isfinite(upper))
    price = _price_of_a_miss(
        matrix, np.where(is_shared, cost, 0.0), miss_price * max(1.0, float(program.cost.max(initial=0.0)))
    )
    misses = len(low) + len(high)
    place = np.full(program.n_variables, -1, dtype=np.int64)
    place[columns] = np.arange(len(columns))
    return Structure(
        LinearProgram(
            np.concatenate([part.program.lower, np.zeros(misses)]),
            np.concatenate([np.where(is_shared & (cost == 0), np.inf, part.program.upper), np.full(misses, np.inf)]),
            np.concatenate([cost, price[low], price[high]]),
            program.offset,
            csr_matrix(hstack([matrix, _units(low, 1.0, len(rows)), _units(high, -1.0, len(rows))])),
            lower,
            upper,
        ),
        Ownership(
            np.concatenate([np.where(is_shared, SHARED, number[owner[columns]]), np.full(misses, SHARED)]),
            np.where(is_shared_row, SHARED, number[row_owner[rows]]),
            np.concatenate([ownership.day_of_choice[columns], np.full(misses, -1)]),
        ),
        tuple(
            replace(
                count,
                head=int(place[count.head]),
                choices=place[count.choices][place[count.choices] >= 0],
                meals=place[count.meals],
            )
            for count in structure.heads
        ),
        int(np.count_nonzero(weights)),
        structure.weeks,
    )


def _units(rows: NDArray[np.int64], sign: float, n_rows: int) -> csr_matrix:
    return csr_matrix((np.full(len(rows), sign), (rows, np.arange(len(rows)))), shape=(n_rows, len(rows)))


def _price_of_a_miss(matrix: csr_matrix, cost: NDArray[np.float64], otherwise: float) -> NDArray[np.float64]:
    """What a unit of each row costs at most where the model prices it; `otherwise` where it does not."""
    entries = matrix.tocoo()
    price = np.zeros(matrix.shape[0])
    np.maximum.at(price, entries.row, cost[entries.col] / np.abs(entries.data))
    return np.where(price > 0, price, otherwise)
