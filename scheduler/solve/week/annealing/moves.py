"""The moves of the annealing; compiled.

Each kind tries a number of moves at one temperature: one that costs less than a random number, exponential with the
temperature for its mean, is made (Metropolis's rule). They return what they changed in cost.

References
----------
N. Metropolis et al., "Equation of state calculations by fast computing machines", Journal of Chemical Physics 21, 1953.
"""

from __future__ import annotations

import numpy as np

from scheduler.compiling import compiled_in_place
from scheduler.solve.week.annealing.chance import below
from scheduler.solve.week.annealing.count_moves import flows, meals
from scheduler.solve.week.annealing.counts import Counts, bring_up_to_date, price_at
from scheduler.solve.week.annealing.layout import Numbers, Options, PeopleArrays, Prices
from scheduler.solve.week.annealing.people_moves import other_patterns, swaps

# Of each thousand moves so many are of each kind.
_PATTERNS, _SWAPS, _MEALS, _FLOWS = 150, 700, 100, 50
_ROUNDS = 20
MOVES_A_TURN = _ROUNDS * (_PATTERNS + _SWAPS + _MEALS + _FLOWS)
"""Moves of all kinds that are tried in a turn."""


@compiled_in_place
def begin(prices: Prices, counts: Counts) -> None:
    """Work out what follows from where the nodes stand."""
    for node in range(len(counts.activity)):
        counts.cost[node] = price_at(prices, node, counts.activity[node])
    for effect in range(len(prices.effect_node)):
        bring_up_to_date(prices, counts, effect)


@compiled_in_place
def turn(
    temperature: float,
    calm: float,
    random: np.random.Generator,
    prices: Prices,
    options: Options,
    people: PeopleArrays,
    counts: Counts,
    pattern: Numbers,
    picks: Numbers,
) -> float:
    """Try moves of all kinds, those of people in one week.

    Parameters
    ----------
    temperature, calm
        What a move of people, and one of meals and flows, may cost on average, in points.
    random
        All that is left to chance.
    prices, options, people, counts
        The tables, and where everything stands.
    pattern, picks
        Place of everybody's week in the list, shape (n_people,), and its picks, shape (n_people, n_days).
    """
    gained = 0.0
    # One week at a time: the tables of all would not stay in the cache.
    week = below(random, len(people.week_first) - 1)
    for _ in range(_ROUNDS):
        gained += other_patterns(_PATTERNS, week, temperature, random, prices, options, people, counts, pattern, picks)
        gained += swaps(_SWAPS, week, temperature, random, prices, options, people, counts, pattern, picks)
        gained += meals(_MEALS, calm, random, prices, options, counts)
        gained += flows(_FLOWS, calm, random, prices, counts)
    return gained
