"""What changes of the counts cost, and making them; compiled.

A change is gathered first, line by line, so that what several people change in the same place is taken together; then
it is weighed, and made or dropped.

The short ones are put into those that call them when these are compiled: handing on bundles of arrays would cost more
than they do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.anneal.compiling import compiled, inlined
from scheduler.solve.anneal.layout import NONE, TOO_DEAR, Numbers, Options, Prices, Reals


class Counts(NamedTuple):
    """Where everything stands, and room for a change that is being gathered.

    Attributes
    ----------
    activity, cost
        Of each line: where it stands, and what it costs there.
    flow
        Of each way: what goes there.
    people
        Of each option: how many have it.
    cost_of
        Of each effect: what one head less (2 * effect) and one head more (2 * effect + 1) costs.
    seen
        Of each effect when it was last brought up to date; the last entry counts the changes.
    change, is_touched, lines, way, amount, before, after
        The change: by how much for each line, whether it is among those that it touches, these lines, which ways it
        uses, how much of each, and who goes from which option to which.
    size
        How many lines, pools, ways and people the change touches; pools stand at the end of `lines`, backwards.
    """

    activity: Reals
    cost: Reals
    flow: Reals
    people: Numbers
    cost_of: Reals
    seen: Numbers
    change: Reals
    is_touched: NDArray[np.bool_]
    lines: Numbers
    way: Numbers
    amount: Reals
    before: Numbers
    after: Numbers
    size: Numbers


@inlined
def price_at(prices: Prices, gauge: int, activity: float) -> float:
    """What a gauge costs where it stands at this."""
    points = 0.0
    for hinge in range(prices.hinge_first[gauge], prices.hinge_first[gauge + 1]):
        beyond = prices.hinge_sign[hinge] * (prices.hinge_begin[hinge] - activity)
        if beyond > 0.0:
            points += beyond * prices.hinge_steeper[hinge]
    return points


@inlined
def best_way(prices: Prices, counts: Counts, pool: int, units: float) -> tuple[int, float]:
    """The way by which so many units more (or less) in a pool cost least, and what they do; NONE if none will do."""
    best, least = NONE, TOO_DEAR
    for way in range(prices.way_first[pool], prices.way_first[pool + 1]):
        if counts.flow[way] + units < -0.5:
            continue
        line = prices.way_line[way]
        now = counts.activity[line] + counts.change[line]
        points = price_at(prices, line, now + units * prices.way_factor[way]) - price_at(prices, line, now)
        if points < least:
            best, least = way, points
    return best, least


@compiled
def bring_up_to_date(prices: Prices, counts: Counts, effect: int) -> None:
    """Work out anew what one head more and less costs by this effect."""
    line, change = prices.effect_line[effect], prices.effect_change[effect]
    pool = prices.pool_of[line]
    if pool < 0:
        here, now = counts.cost[line], counts.activity[line]
        counts.cost_of[2 * effect] = price_at(prices, line, now - change) - here
        counts.cost_of[2 * effect + 1] = price_at(prices, line, now + change) - here
    else:
        for more in range(2):
            _, points = best_way(prices, counts, pool, change if more else -change)
            counts.cost_of[2 * effect + more] = points


@inlined
def next_effect(options: Options, less: int, last_less: int, more: int, last_more: int) -> int:
    """Which of two ascending lists of effects goes on: the first (-1), the second (1), or both with the same (0)."""
    if more == last_more:
        return -1
    if less == last_less:
        return 1
    return int(options.effect[more] < options.effect[less]) - int(options.effect[less] < options.effect[more])


@inlined
def touch(prices: Prices, counts: Counts, line: int, by: float) -> None:
    """Add to the change of a line."""
    if not counts.is_touched[line]:
        counts.is_touched[line] = True
        if prices.pool_of[line] < 0:
            counts.lines[counts.size[0]] = line
            counts.size[0] += 1
        else:
            counts.size[1] += 1
            counts.lines[len(counts.lines) - counts.size[1]] = line
    counts.change[line] += by


@compiled
def gather(prices: Prices, options: Options, counts: Counts, before: int, after: int) -> None:
    """Add to the change that one person goes from one option to another."""
    counts.before[counts.size[3]], counts.after[counts.size[3]] = before, after
    counts.size[3] += 1
    less, more = options.effect_first[before], options.effect_first[after]
    while less < options.effect_first[before + 1] or more < options.effect_first[after + 1]:
        step = next_effect(options, less, options.effect_first[before + 1], more, options.effect_first[after + 1])
        if step < 0:
            effect = options.effect[less]
            touch(prices, counts, prices.effect_line[effect], -prices.effect_change[effect])
        elif step > 0:
            effect = options.effect[more]
            touch(prices, counts, prices.effect_line[effect], prices.effect_change[effect])
        less += step <= 0
        more += step >= 0


@compiled
def weigh(prices: Prices, counts: Counts) -> float:
    """What the gathered change costs, capacity divided as it is best for it; TOO_DEAR if that cannot be."""
    points = 0.0
    for place in range(counts.size[1]):
        line = counts.lines[len(counts.lines) - 1 - place]
        units = counts.change[line]
        counts.change[line] = 0.0
        counts.is_touched[line] = False
        if units == 0.0:
            continue
        way, _ = best_way(prices, counts, prices.pool_of[line], units)
        if way == NONE:
            points = TOO_DEAR
            continue
        counts.way[counts.size[2]], counts.amount[counts.size[2]] = way, units
        counts.size[2] += 1
        touch(prices, counts, prices.way_line[way], units * prices.way_factor[way])
    for place in range(counts.size[0]):
        line = counts.lines[place]
        if counts.change[line] != 0.0:
            points += price_at(prices, line, counts.activity[line] + counts.change[line]) - counts.cost[line]
    return points


@inlined
def drop(counts: Counts) -> None:
    """Forget the gathered change."""
    for place in range(counts.size[0]):
        counts.change[counts.lines[place]] = 0.0
        counts.is_touched[counts.lines[place]] = False
    counts.size[:] = 0


@compiled
def make(prices: Prices, counts: Counts) -> None:
    """Make the gathered change, once weighed."""
    for place in range(counts.size[2]):
        counts.flow[counts.way[place]] += counts.amount[place]
    for place in range(counts.size[3]):
        counts.people[counts.before[place]] -= 1
        counts.people[counts.after[place]] += 1
    n_changed = 0
    for place in range(counts.size[0]):
        line = counts.lines[place]
        counts.is_touched[line] = False
        if counts.change[line] != 0.0:
            counts.activity[line] += counts.change[line]
            counts.change[line] = 0.0
            counts.cost[line] = price_at(prices, line, counts.activity[line])
            counts.lines[n_changed] = line
            n_changed += 1
    counts.size[:] = 0
    counts.seen[-1] += 1
    for place in range(n_changed):
        line = counts.lines[place]
        for at in range(prices.dependent_first[line], prices.dependent_first[line + 1]):
            effect = prices.dependent[at]
            if counts.seen[effect] != counts.seen[-1]:
                counts.seen[effect] = counts.seen[-1]
                bring_up_to_date(prices, counts, effect)


@compiled
def estimate(options: Options, counts: Counts, before: int, after: int) -> float:
    """What it costs that one person goes from one option to another, if nothing else changes in the same places."""
    points = 0.0
    less, more = options.effect_first[before], options.effect_first[after]
    while less < options.effect_first[before + 1] or more < options.effect_first[after + 1]:
        step = next_effect(options, less, options.effect_first[before + 1], more, options.effect_first[after + 1])
        if step < 0:
            points += counts.cost_of[2 * options.effect[less]]
        elif step > 0:
            points += counts.cost_of[2 * options.effect[more] + 1]
        less += step <= 0
        more += step >= 0
    return points


@compiled
def best_option(options: Options, counts: Counts, shift: int, more: int) -> int:
    """The option of a shift that one person more (1) or less (0) had best have, as far as its meal goes."""
    best, most = NONE, -np.inf
    for place in range(options.shift_first[shift], options.shift_first[shift + 1]):
        option = options.option[place]
        if more == 0 and counts.people[option] <= 0:
            continue
        # What the meal takes away is not to be paid for.
        spared = 0.0
        for at in range(options.missing_first[option], options.missing_first[option + 1]):
            spared += counts.cost_of[2 * options.missing[at] + more]
        if spared > most:
            best, most = option, spared
    return best
