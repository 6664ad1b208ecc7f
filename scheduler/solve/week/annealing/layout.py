"""The counts and weeks of a search, as flat tables that compiled code can walk.

Rows of the program with the same activity, such as what a queue lacks and what it has too much, become one *balance*
with the prices of all of them. Capacity that is divided between queues stands in *sources*, each with *arcs* to the
balances that it may go to. What one head more or less does in a balance or source is an *effect*: there are few
different ones, so what each would cost is kept up to date and moves add up what they need.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Reals = NDArray[np.float64]

NONE = -1
TOO_DEAR = 1e12
"""What cannot be done costs so much: more than any move that can."""


class Prices(NamedTuple):
    """Balances and sources (both are *nodes*, in one numbering), and the effects on them.

    Lists of lists are flat, with the place where each begins: ``hinge_first[g]`` to ``hinge_first[g + 1]``.

    Attributes
    ----------
    hinge_first, hinge_sign, hinge_begin, hinge_steeper
        The price of a balance: beyond `begin`, upwards or downwards, it grows steeper by `steeper` a unit.
    source_of
        For each node its number among the sources, or NONE.
    arc_first, arc_node, arc_factor
        For each source its arcs: the balance that one leads to, and what a unit changes there.
    effect_node, effect_change
        What a head more changes: a balance by its own units, a source by units to be divided.
    dependent_first, dependent
        For each node the effects whose cost depends on where it stands.
    """

    hinge_first: Numbers
    hinge_sign: Reals
    hinge_begin: Reals
    hinge_steeper: Reals
    source_of: Numbers
    arc_first: Numbers
    arc_node: Numbers
    arc_factor: Reals
    effect_node: Numbers
    effect_change: Reals
    dependent_first: Numbers
    dependent: Numbers


class Options(NamedTuple):
    """What a person on a shift may do: an option is a shift with a time for the meal.

    Attributes
    ----------
    effect_first, effect
        For each option the effects of a person who has it, ascending.
    missing_first, missing
        For each option the effects that other options of its shift have and it has not: those of its meal.
    shift_first, option
        For each shift of a group on a day its options, in the order of their meals. The day off has one, without
        effect.
    shift_of
        For each option its shift.
    meal_of
        For each option the number of its day and minute, the same for all groups; NONE: no meal.
    meal_first, at_meal
        For each such number the options that have it.
    with_meals
        The shifts with more than one option.
    """

    effect_first: Numbers
    effect: Numbers
    missing_first: Numbers
    missing: Numbers
    shift_first: Numbers
    option: Numbers
    shift_of: Numbers
    meal_of: Numbers
    meal_first: Numbers
    at_meal: Numbers
    with_meals: Numbers


class PeopleArrays(NamedTuple):
    """Who may work what, and what it costs; p is a person, d a day, k a pick (0: day off).

    Of several weeks p is a person in one of them: everybody in the first, then everybody in the second, and so on.

    Attributes
    ----------
    free
        The people with more than one week.
    n_picks, group, shift, code, price
        [p, d], [p, d], and [p, d, k] each: how many picks there are, the group that the person is counted in on the day
        (NONE: in none), the shift (of that group; NONE: not counted), the shift's code, the same for all groups (0: day
        off), and points.
    pick_of
        [p, d, code]: the pick that has the code, or NONE.
    stride
        [p, d]: a week's key is the sum of ``stride * pick``.
    pattern_first, n_patterns
        [p]: where the list of weeks begins that the person may have (people with the same rules share one).
    key, rule_cost, picks
        Of each listed week, ascending by key in each list: key, points, and picks (shape (n_weeks, n_days)).
    member_first, member
        For each group on a day the free people whom it counts.
    week_first
        For each week where its people begin in `free`, and the end of the last.
    row_first, row, row_factor
        [p, d, k]: where the own rows over several weeks begin that count this pick, up to those of k + 1; each of
        them, and by how much it counts it.
    row_table, row_points
        For each such row where activity 0 stands among the points, and what each activity costs.
    """

    free: Numbers
    n_picks: Numbers
    group: Numbers
    shift: Numbers
    code: Numbers
    price: Reals
    pick_of: Numbers
    stride: Numbers
    pattern_first: Numbers
    n_patterns: Numbers
    key: Numbers
    rule_cost: Reals
    picks: NDArray[np.int8]
    member_first: Numbers
    member: Numbers
    week_first: Numbers
    row_first: Numbers
    row: Numbers
    row_factor: Numbers
    row_table: Numbers
    row_points: Reals


def flat(lists: Sequence[Sequence[int]]) -> tuple[Numbers, Numbers]:
    """Where each list begins, and all of them one after another."""
    lengths = [len(each) for each in lists]
    first = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64)
    return first, np.array([item for each in lists for item in each], dtype=np.int64)
