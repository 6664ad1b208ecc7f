"""What changes of the counts cost, and making them; compiled.

A change is staged first, node by node, so that what several people change in the same place is taken together; then
its cost is worked out (delta cost), and it is committed or discarded.

The short ones are put into those that call them when these are compiled: handing on bundles of arrays would cost more
than they do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.compiling import compiled_in_place, inlined
from scheduler.solve.week.annealing.layout import NONE, TOO_DEAR, Numbers, Options, Prices, Reals

N_NODES, N_SOURCES, N_ARCS, N_PEOPLE = range(4)


class Counts(NamedTuple):
    """Where everything stands, and room for a change that is being staged.

    Attributes
    ----------
    activity, cost
        Of each node: where it stands, and what it costs there.
    flow
        Of each arc: what goes there.
    people
        Of each option: how many have it.
    cost_of
        Of each effect: what one head less (2 * effect) and one head more (2 * effect + 1) costs.
    seen
        Of each effect when it was last brought up to date; the last entry counts the changes.
    change, is_touched, nodes, arc, amount, before, after
        The change: by how much for each node, whether it is among those that it touches, these nodes, which arcs it
        uses, how much of each, and who goes from which option to which.
    size
        How much the change touches, at `N_NODES`, `N_SOURCES`, `N_ARCS` and `N_PEOPLE`; sources stand at the end of
        `nodes`, backwards.
    week, other_week, leaves, takes
        Room for the picks of two people and for the options that one leaves and takes, one a day: compiled code that
        makes no array is three times as fast.
    row_activity, row_change, rows
        Of each row of a person's own over several weeks: where it stands, by how much it changes; and room
        for the rows that a change touches.
    """

    activity: Reals
    cost: Reals
    flow: Reals
    people: Numbers
    cost_of: Reals
    seen: Numbers
    change: Reals
    is_touched: NDArray[np.bool_]
    nodes: Numbers
    arc: Numbers
    amount: Reals
    before: Numbers
    after: Numbers
    size: Numbers
    week: Numbers
    other_week: Numbers
    leaves: Numbers
    takes: Numbers
    row_activity: Numbers
    row_change: Numbers
    rows: Numbers


@inlined
def price_at(prices: Prices, balance: int, activity: float) -> float:
    """What a balance costs where it stands at this."""
    points = 0.0
    for hinge in range(prices.hinge_first[balance], prices.hinge_first[balance + 1]):
        beyond = prices.hinge_sign[hinge] * (prices.hinge_begin[hinge] - activity)
        if beyond > 0.0:
            points += beyond * prices.hinge_steeper[hinge]
    return points


@inlined
def _best_arc(prices: Prices, counts: Counts, source: int, units: float) -> tuple[int, float]:
    """The arc by which so many units more (or less) in a source cost least, and what they do; NONE if none will do."""
    best, least = NONE, TOO_DEAR
    for arc in range(prices.arc_first[source], prices.arc_first[source + 1]):
        if counts.flow[arc] + units < -0.5:
            continue
        node = prices.arc_node[arc]
        now = counts.activity[node] + counts.change[node]
        points = price_at(prices, node, now + units * prices.arc_factor[arc]) - price_at(prices, node, now)
        if points < least:
            best, least = arc, points
    return best, least


@compiled_in_place
def bring_up_to_date(prices: Prices, counts: Counts, effect: int) -> None:
    """Work out anew what one head more and less costs by this effect."""
    node, change = prices.effect_node[effect], prices.effect_change[effect]
    source = prices.source_of[node]
    if source < 0:
        here, now = counts.cost[node], counts.activity[node]
        counts.cost_of[2 * effect] = price_at(prices, node, now - change) - here
        counts.cost_of[2 * effect + 1] = price_at(prices, node, now + change) - here
    else:
        for more in range(2):
            _, points = _best_arc(prices, counts, source, change if more else -change)
            counts.cost_of[2 * effect + more] = points


@inlined
def _next_effect(options: Options, less: int, last_less: int, more: int, last_more: int) -> int:
    """Which of two ascending lists of effects goes on: the first (-1), the second (1), or both with the same (0)."""
    if more == last_more:
        return -1
    if less == last_less:
        return 1
    return int(options.effect[more] < options.effect[less]) - int(options.effect[less] < options.effect[more])


@inlined
def touch(prices: Prices, counts: Counts, node: int, by: float) -> None:
    """Add to the change of a node.

    Parameters
    ----------
    prices, counts
        The tables, and where everything stands.
    node, by
        Which, and by how many of its units.
    """
    if not counts.is_touched[node]:
        counts.is_touched[node] = True
        if prices.source_of[node] < 0:
            counts.nodes[counts.size[N_NODES]] = node
            counts.size[N_NODES] += 1
        else:
            counts.size[N_SOURCES] += 1
            counts.nodes[len(counts.nodes) - counts.size[N_SOURCES]] = node
    counts.change[node] += by


@compiled_in_place
def stage(prices: Prices, options: Options, counts: Counts, before: int, after: int) -> None:
    """Stage that one person goes from one option to another.

    Parameters
    ----------
    prices, options, counts
        The tables, and where everything stands.
    before, after
        Numbers of the options.
    """
    counts.before[counts.size[N_PEOPLE]], counts.after[counts.size[N_PEOPLE]] = before, after
    counts.size[N_PEOPLE] += 1
    less, more = options.effect_first[before], options.effect_first[after]
    while less < options.effect_first[before + 1] or more < options.effect_first[after + 1]:
        step = _next_effect(options, less, options.effect_first[before + 1], more, options.effect_first[after + 1])
        if step < 0:
            effect = options.effect[less]
            touch(prices, counts, prices.effect_node[effect], -prices.effect_change[effect])
        elif step > 0:
            effect = options.effect[more]
            touch(prices, counts, prices.effect_node[effect], prices.effect_change[effect])
        less += step <= 0
        more += step >= 0


@compiled_in_place
def delta_cost(prices: Prices, counts: Counts) -> float:
    """What the staged change costs, capacity divided as it is best for it; TOO_DEAR if that cannot be."""
    points = 0.0
    for place in range(counts.size[N_SOURCES]):
        node = counts.nodes[len(counts.nodes) - 1 - place]
        units = counts.change[node]
        counts.change[node] = 0.0
        counts.is_touched[node] = False
        if units == 0.0:
            continue
        arc, _ = _best_arc(prices, counts, prices.source_of[node], units)
        if arc == NONE:
            points = TOO_DEAR
            continue
        counts.arc[counts.size[N_ARCS]], counts.amount[counts.size[N_ARCS]] = arc, units
        counts.size[N_ARCS] += 1
        touch(prices, counts, prices.arc_node[arc], units * prices.arc_factor[arc])
    for place in range(counts.size[N_NODES]):
        node = counts.nodes[place]
        if counts.change[node] != 0.0:
            points += price_at(prices, node, counts.activity[node] + counts.change[node]) - counts.cost[node]
    return points


@inlined
def discard(counts: Counts) -> None:
    """Forget the staged change."""
    for place in range(counts.size[N_NODES]):
        counts.change[counts.nodes[place]] = 0.0
        counts.is_touched[counts.nodes[place]] = False
    counts.size[:] = 0


@compiled_in_place
def commit(prices: Prices, counts: Counts) -> None:
    """Make the staged change, once its cost is worked out."""
    for place in range(counts.size[N_ARCS]):
        counts.flow[counts.arc[place]] += counts.amount[place]
    for place in range(counts.size[N_PEOPLE]):
        counts.people[counts.before[place]] -= 1
        counts.people[counts.after[place]] += 1
    n_changed = 0
    for place in range(counts.size[N_NODES]):
        node = counts.nodes[place]
        counts.is_touched[node] = False
        if counts.change[node] != 0.0:
            counts.activity[node] += counts.change[node]
            counts.change[node] = 0.0
            counts.cost[node] = price_at(prices, node, counts.activity[node])
            counts.nodes[n_changed] = node
            n_changed += 1
    counts.size[:] = 0
    counts.seen[-1] += 1
    for place in range(n_changed):
        node = counts.nodes[place]
        for at in range(prices.dependent_first[node], prices.dependent_first[node + 1]):
            effect = prices.dependent[at]
            if counts.seen[effect] != counts.seen[-1]:
                counts.seen[effect] = counts.seen[-1]
                bring_up_to_date(prices, counts, effect)


@compiled_in_place
def estimate(options: Options, counts: Counts, before: int, after: int) -> float:
    """What it costs that one person goes from one option to another, if nothing else changes in the same places.

    Parameters
    ----------
    options, counts
        The tables, and where everything stands.
    before, after
        Numbers of the options.
    """
    points = 0.0
    less, more = options.effect_first[before], options.effect_first[after]
    while less < options.effect_first[before + 1] or more < options.effect_first[after + 1]:
        step = _next_effect(options, less, options.effect_first[before + 1], more, options.effect_first[after + 1])
        if step < 0:
            points += counts.cost_of[2 * options.effect[less]]
        elif step > 0:
            points += counts.cost_of[2 * options.effect[more] + 1]
        less += step <= 0
        more += step >= 0
    return points


@compiled_in_place
def best_option(options: Options, counts: Counts, shift: int, more: int) -> int:
    """The option of a shift that one person more or less had best have, as far as its meal goes.

    Parameters
    ----------
    options, counts
        The tables, and where everything stands.
    shift
        Its number.
    more
        1 for one person more, 0 for one less.
    """
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
