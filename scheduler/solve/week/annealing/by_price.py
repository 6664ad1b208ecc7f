"""Everybody's cheapest weeks at given prices of heads; compiled."""

from __future__ import annotations

import numpy as np

from scheduler.compiling import compiled
from scheduler.solve.week.annealing.layout import NONE, Numbers, PeopleArrays, Reals


@compiled
def cheapest_weeks(
    order: Numbers, price: Reals, push: Reals, missing: Reals, people: PeopleArrays, week: Numbers
) -> float:
    """Give each of these people in turn the cheapest week; returns the sum of what the weeks cost.

    Parameters
    ----------
    order
        Of the people.
    price
        Of a head on each shift of a group on a day, in points.
    push
        By how much a head is cheaper for each head that the shift misses; dearer for each that is too many.
    missing
        Heads that each shift misses; kept up to date.
    people
        Who may work what, and what it costs.
    week
        The place of everybody's week, NONE: has none yet; changed.
    """
    total = 0.0
    n_days = people.picks.shape[1]
    cost = np.zeros((n_days, people.price.shape[2]))
    for person in order:
        if week[person] != NONE:
            for day in range(n_days):
                shift = people.shift[person, day, people.picks[week[person], day]]
                if shift != NONE:
                    missing[shift] += 1.0
        for day in range(n_days):
            for pick in range(people.n_picks[person, day]):
                shift = people.shift[person, day, pick]
                cost[day, pick] = people.price[person, day, pick]
                if shift != NONE:
                    # Half a step on: between what is missing before and after this person has come.
                    cost[day, pick] += price[shift] - push[shift] * (missing[shift] - 0.5)
        first, best, least = people.pattern_first[person], NONE, np.inf
        for place in range(first, first + people.n_patterns[person]):
            points = people.rule_cost[place]
            for day in range(n_days):
                points += cost[day, people.picks[place, day]]
            if points < least:
                best, least = place, points
        week[person] = best
        total += least
        for day in range(n_days):
            shift = people.shift[person, day, people.picks[best, day]]
            if shift != NONE:
                missing[shift] -= 1.0
    return total
