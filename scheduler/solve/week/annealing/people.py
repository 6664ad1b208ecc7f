"""Reads who may work what, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, find_alike
from scheduler.solve.week.annealing.layout import NONE, Numbers, PeopleArrays, Reals, flat
from scheduler.solve.week.annealing.rows_over_weeks import RowsOverWeeks, count_picks
from scheduler.solve.week.marginal_costs import PricedRows, UnpriceableError


def read_people(
    structure: Structure,
    rows: PricedRows,
    patterns: Sequence[WeeklyPatterns],
    first_shift: Numbers,
    over_weeks: RowsOverWeeks,
) -> tuple[PeopleArrays, list[Numbers]]:
    """The tables of people.

    Parameters
    ----------
    structure, rows, patterns
        Of the week, what its rows mean and cost, and what each person may work.
    first_shift
        For each group on a day the number of its day off, which the numbers of its shifts follow.
    over_weeks
        People's own rows that reach over several weeks.

    Returns
    -------
    tuple
        The tables, and for each list of weeks the numbers of its weeks in the order in which they stand in it.
    """
    n_people, n_days = len(patterns), len(patterns[0].choices)
    n_picks = count_picks(patterns)
    shape = n_people, n_days, int(n_picks.max(initial=1))
    group = np.full(shape[:2], NONE, dtype=np.int64)
    shift = np.full(shape, NONE, dtype=np.int64)
    code = np.zeros(shape, dtype=np.int64)
    price = np.zeros(shape)
    code_of_shift = _codes(structure, rows)
    pick_of = np.full((n_people, n_days, int(code_of_shift.max(initial=0)) + 1), NONE, dtype=np.int64)
    for number, person in enumerate(patterns):
        for day, choices in enumerate(person.choices):
            price[number, day, 1 : len(choices) + 1] = structure.program.cost[choices]
            groups = rows.group_day_of[choices]
            is_counted = groups >= 0
            if not np.any(is_counted):
                continue
            if not np.all(is_counted):
                raise UnpriceableError("some of a person's shifts on a day are counted and others are not")
            group[number, day] = counted_in = int(groups.max())
            of_picks = first_shift[counted_in] + np.concatenate(([0], rows.shift_of[choices]))
            shift[number, day, : len(of_picks)] = of_picks
            code[number, day, : len(of_picks)] = code_of_shift[of_picks]
            pick_of[number, day, code_of_shift[of_picks]] = np.arange(len(of_picks))
    stride = np.cumprod(np.hstack([np.ones((n_people, 1), dtype=np.int64), n_picks[:, :-1]]), axis=1)
    pattern_first = np.zeros(n_people, dtype=np.int64)
    orders: list[Numbers] = []
    keys: list[Numbers] = []
    costs: list[Reals] = []
    picks: list[NDArray[np.int8]] = []
    n_listed = 0
    for alike in find_alike(patterns):
        pattern_first[alike.people] = n_listed
        n_listed += len(alike.listed.picks)
        key = alike.listed.picks.astype(np.int64) @ stride[alike.people[0]]
        order = np.argsort(key)
        orders.append(order)
        keys.append(key[order])
        costs.append(alike.listed.rule_cost[order])
        picks.append(alike.listed.picks[order])
    n_patterns = np.array([len(person.picks) for person in patterns], dtype=np.int64)
    free = np.flatnonzero(n_patterns > 1)
    member_first, member = flat(
        [free[(group[free] == place).any(axis=1)].tolist() for place in range(len(rows.group_days))]
    )
    people = PeopleArrays(
        free=free,
        n_picks=n_picks,
        group=group,
        shift=shift,
        code=code,
        price=price,
        pick_of=pick_of,
        stride=stride,
        pattern_first=pattern_first,
        n_patterns=n_patterns,
        key=np.concatenate(keys),
        rule_cost=np.concatenate(costs),
        picks=np.concatenate(picks),
        member_first=member_first,
        member=member,
        week_first=np.searchsorted(free, np.arange(0, n_people + 1, max(1, structure.n_people))),
        row_first=over_weeks.first,
        row=over_weeks.row,
        row_factor=over_weeks.factor,
        row_table=over_weeks.table,
        row_points=over_weeks.points,
    )
    return people, orders


def _codes(structure: Structure, rows: PricedRows) -> Numbers:
    """For each shift of a group and day the number of its code, the same for all groups; 0 for the day off."""
    of_head = {count.head: count.shift for count in structure.heads}
    number: dict[str, int] = {}
    codes = []
    for group_day in rows.group_days:
        codes.append(0)
        codes += [number.setdefault(of_head[head], len(number) + 1) for head in group_day.heads.tolist()]
    return np.array(codes, dtype=np.int64)
