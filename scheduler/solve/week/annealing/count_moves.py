"""Moves of meals and of divided capacity; compiled."""

from __future__ import annotations

import numpy as np

from scheduler.compiling import compiled_in_place
from scheduler.solve.week.annealing.chance import below, limit
from scheduler.solve.week.annealing.counts import Counts, commit, delta_cost, discard, estimate, stage, touch
from scheduler.solve.week.annealing.layout import NONE, Options, Prices

# Of the moves of meals so many come with one the other way round; of flows so many go to where a price changes.
_BOTH_WAYS, _TO_A_HINGE = 0.3, 0.8


@compiled_in_place
def meals(
    tries: int, temperature: float, random: np.random.Generator, prices: Prices, options: Options, counts: Counts
) -> float:
    """Somebody has the meal at another time; now and then somebody on another shift the other way round.

    Parameters
    ----------
    tries
        Moves.
    temperature
        What a move may cost on average, in points.
    random
        All that is left to chance.
    prices, options, counts
        The tables, and where everything stands.
    """
    gained = 0.0
    for _ in range(tries if len(options.with_meals) else 0):
        shift = options.with_meals[below(random, len(options.with_meals))]
        first, count = options.shift_first[shift], options.shift_first[shift + 1] - options.shift_first[shift]
        source, target = options.option[first + below(random, count)], options.option[first + below(random, count)]
        if source == target or counts.people[source] <= 0:
            continue
        back_from, back_to = NONE, NONE
        if random.random() < _BOTH_WAYS:
            begins = options.meal_first[options.meal_of[target]]
            others = options.meal_first[options.meal_of[target] + 1] - begins
            back_from = options.at_meal[begins + below(random, others)]
            other = options.shift_of[back_from]
            if other == shift or counts.people[back_from] <= 0:
                continue
            for place in range(options.shift_first[other], options.shift_first[other + 1]):
                if options.meal_of[options.option[place]] == options.meal_of[source]:
                    back_to = options.option[place]
            if back_to == NONE:
                continue
        most = limit(random, temperature)
        if back_to == NONE and estimate(options, counts, source, target) > most:
            continue
        stage(prices, options, counts, source, target)
        if back_to != NONE:
            stage(prices, options, counts, back_from, back_to)
        points = delta_cost(prices, counts)
        if points > most:
            discard(counts)
            continue
        commit(prices, counts)
        gained += points
    return gained


@compiled_in_place
def flows(tries: int, temperature: float, random: np.random.Generator, prices: Prices, counts: Counts) -> float:
    """Part of a source takes another arc: all of it, up to where a price changes, or a random part.

    Parameters
    ----------
    tries
        Moves.
    temperature
        What a move may cost on average, in points.
    random
        All that is left to chance.
    prices, counts
        The tables, and where everything stands.
    """
    gained = 0.0
    n_sources = len(prices.arc_first) - 1
    for _ in range(tries if n_sources else 0):
        source = below(random, n_sources)
        first, count = prices.arc_first[source], prices.arc_first[source + 1] - prices.arc_first[source]
        source, target = first + below(random, count), first + below(random, count)
        if source == target or counts.flow[source] < 0.5:
            continue
        units = counts.flow[source]
        if random.random() < _TO_A_HINGE:
            balance = prices.arc_node[source if random.random() < 0.5 else target]
            n_hinges = prices.hinge_first[balance + 1] - prices.hinge_first[balance]
            if n_hinges == 0:
                continue
            begins = prices.hinge_begin[prices.hinge_first[balance] + below(random, n_hinges)]
            distance = abs(begins - counts.activity[balance])
            if 0.5 < distance < units:
                units = distance
        else:
            units = np.floor(units * random.random())
        if units < 0.5:
            continue
        touch(prices, counts, prices.arc_node[source], -units * prices.arc_factor[source])
        touch(prices, counts, prices.arc_node[target], units * prices.arc_factor[target])
        points = delta_cost(prices, counts)
        if points > limit(random, temperature):
            discard(counts)
            continue
        counts.flow[source] -= units
        counts.flow[target] += units
        commit(prices, counts)
        gained += points
    return gained
