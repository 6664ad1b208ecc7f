"""Moves of people: other weeks, and swaps; compiled."""

from __future__ import annotations

import numpy as np

from scheduler.compiling import compiled_in_place, inlined
from scheduler.solve.week.annealing.chance import below, limit
from scheduler.solve.week.annealing.counts import Counts, best_option, commit, delta_cost, discard, estimate, stage
from scheduler.solve.week.annealing.layout import NONE, Numbers, Options, PeopleArrays, Prices

# Of all choices of a meal so many are the best, the others any.
_BEST_MEAL = 0.95


@inlined
def find(people: PeopleArrays, person: int, key: int) -> int:
    """The place of the week with this key among those that a person may have; NONE if it is not among them."""
    first, last = people.pattern_first[person], people.pattern_first[person] + people.n_patterns[person]
    end = last
    while first < last:
        middle = (first + last) // 2
        if people.key[middle] < key:
            first = middle + 1
        else:
            last = middle
    return first if first < end and people.key[first] == key else NONE


@compiled_in_place
def _option_to_leave(random: np.random.Generator, options: Options, counts: Counts, shift: int) -> int:
    """An option that somebody on the shift has: the best to leave, or that of anybody."""
    first = options.shift_first[shift]
    if options.shift_first[shift + 1] == first + 1:
        return options.option[first]
    if random.random() < _BEST_MEAL:
        return best_option(options, counts, shift, 0)
    heads = 0
    for place in range(first, options.shift_first[shift + 1]):
        heads += counts.people[options.option[place]]
    left = below(random, heads)
    place = first
    while left >= counts.people[options.option[place]]:
        left -= counts.people[options.option[place]]
        place += 1
    return options.option[place]


@compiled_in_place
def _option_to_take(random: np.random.Generator, options: Options, counts: Counts, shift: int) -> int:
    """An option of the shift: the best for one more, or any."""
    first, count = options.shift_first[shift], options.shift_first[shift + 1] - options.shift_first[shift]
    if count == 1:
        return options.option[first]
    if random.random() < _BEST_MEAL:
        return best_option(options, counts, shift, 1)
    return options.option[first + below(random, count)]


@inlined
def rows_delta(people: PeopleArrays, counts: Counts, person: int, old: Numbers, new: Numbers) -> float:
    """What it costs in the person's own rows over several weeks that these picks take the place of the old ones.

    Parameters
    ----------
    people, counts
        The tables, and where everything stands.
    person
        The number of the person in a week.
    old, new
        Picks, shape (n_days,).
    """
    points = 0.0
    if len(people.row) == 0:
        return points
    n_touched = 0
    for day in range(people.picks.shape[1]):
        if new[day] == old[day]:
            continue
        for pick, sign in ((old[day], -1), (new[day], 1)):
            for at in range(people.row_first[person, day, pick], people.row_first[person, day, pick + 1]):
                row = people.row[at]
                counts.rows[n_touched] = row
                n_touched += 1
                counts.row_change[row] += sign * people.row_factor[at]
    for place in range(n_touched):
        row = counts.rows[place]
        if counts.row_change[row] != 0:
            now = people.row_table[row] + counts.row_activity[row]
            points += people.row_points[now + counts.row_change[row]] - people.row_points[now]
            counts.row_change[row] = 0
    return points


@inlined
def take_rows(people: PeopleArrays, counts: Counts, person: int, old: Numbers, new: Numbers) -> None:
    """Bring the person's own rows over several weeks up to these picks in the place of the old ones.

    Parameters
    ----------
    people, counts, person, old, new
        As of `rows_delta`.
    """
    for day in range(people.picks.shape[1]):
        if new[day] == old[day]:
            continue
        for pick, sign in ((old[day], -1), (new[day], 1)):
            for at in range(people.row_first[person, day, pick], people.row_first[person, day, pick + 1]):
                counts.row_activity[people.row[at]] += sign * people.row_factor[at]


@compiled_in_place
def other_patterns(
    tries: int,
    week: int,
    temperature: float,
    random: np.random.Generator,
    prices: Prices,
    options: Options,
    people: PeopleArrays,
    counts: Counts,
    pattern: Numbers,
    picks: Numbers,
) -> float:
    """Somebody takes another week: other picks on one to three days, or any week.

    Parameters
    ----------
    tries
        Moves.
    week
        Whose people move.
    temperature
        What a move may cost on average, in points.
    random
        All that is left to chance.
    prices, options, people, counts
        The tables, and where everything stands.
    pattern, picks
        Place of everybody's week in the list, shape (n_people,), and its picks, shape (n_people, n_days).
    """
    gained = 0.0
    n_days = picks.shape[1]
    new, before, after = counts.week, counts.leaves, counts.takes
    first_free, n_free = people.week_first[week], people.week_first[week + 1] - people.week_first[week]
    for _ in range(tries if n_free else 0):
        person = people.free[first_free + below(random, n_free)]
        kind = random.random()
        if kind > 0.97:
            any_place = people.pattern_first[person] + below(random, people.n_patterns[person])
            for day in range(n_days):
                new[day] = people.picks[any_place, day]
        else:
            for day in range(n_days):
                new[day] = picks[person, day]
            for _ in range(1 if kind < 0.5 else 2 if kind < 0.9 else 3):
                day = below(random, n_days)
                new[day] = below(random, people.n_picks[person, day])
        key = 0
        for day in range(n_days):
            key += new[day] * people.stride[person, day]
        place = find(people, person, key)
        if place == NONE or place == pattern[person]:
            continue
        most = limit(random, temperature)
        own = people.rule_cost[place] - people.rule_cost[pattern[person]]
        own += rows_delta(people, counts, person, picks[person], new)
        guess, n_moves = 0.0, 0
        for day in range(n_days):
            old = picks[person, day]
            if new[day] == old:
                continue
            own += people.price[person, day, new[day]] - people.price[person, day, old]
            source, target = people.shift[person, day, old], people.shift[person, day, new[day]]
            if source == target:
                continue
            before[n_moves] = _option_to_leave(random, options, counts, source)
            after[n_moves] = _option_to_take(random, options, counts, target)
            guess += estimate(options, counts, before[n_moves], after[n_moves])
            n_moves += 1
        # Days hardly touch the same places, and then the change is worked out exactly.
        if own + guess > most:
            continue
        for move in range(n_moves):
            stage(prices, options, counts, before[move], after[move])
        points = own + delta_cost(prices, counts)
        if points > most:
            discard(counts)
            continue
        commit(prices, counts)
        take_rows(people, counts, person, picks[person], new)
        for day in range(n_days):
            picks[person, day] = new[day]
        pattern[person] = place
        gained += points
    return gained


@compiled_in_place
def _same_place(
    random: np.random.Generator, options: Options, counts: Counts, option: int, of_shift: int, shift: int
) -> int:
    """The option of a shift with the meal time that this one has in a shift of the same code; now and then another."""
    place = 0
    while options.option[options.shift_first[of_shift] + place] != option:
        place += 1
    if place < options.shift_first[shift + 1] - options.shift_first[shift] and random.random() < _BEST_MEAL:
        return options.option[options.shift_first[shift] + place]
    return _option_to_take(random, options, counts, shift)


@compiled_in_place
def swaps(
    tries: int,
    week: int,
    temperature: float,
    random: np.random.Generator,
    prices: Prices,
    options: Options,
    people: PeopleArrays,
    counts: Counts,
    pattern: Numbers,
    picks: Numbers,
) -> float:
    """Two people swap the shifts of some days; where they are counted in two groups, each takes the other's meal time.

    Half of the partners are of the same group on the first of the days.

    Parameters
    ----------
    tries
        Moves.
    week
        Whose people move.
    temperature
        What a move may cost on average, in points.
    random
        All that is left to chance.
    prices, options, people, counts
        The tables, and where everything stands.
    pattern, picks
        Place of everybody's week in the list, shape (n_people,), and its picks, shape (n_people, n_days).
    """
    gained = 0.0
    n_days = picks.shape[1]
    mine, theirs = counts.week, counts.other_week
    first_free, n_free = people.week_first[week], people.week_first[week + 1] - people.week_first[week]
    for _ in range(tries if n_free else 0):
        one = people.free[first_free + below(random, n_free)]
        first = below(random, n_days)
        group = people.group[one, first]
        if group < 0:
            continue
        if random.random() < 0.5:
            begins = people.member_first[group]
            other = people.member[begins + below(random, people.member_first[group + 1] - begins)]
        else:
            other = people.free[first_free + below(random, n_free)]
        if other == one or people.group[other, first] < 0:
            continue
        for day in range(n_days):
            mine[day], theirs[day] = picks[one, day], picks[other, day]
        share = (0.0, 0.25, 0.6)[below(random, 3)]
        my_key, their_key = people.key[pattern[one]], people.key[pattern[other]]
        counts_change, possible = False, True
        own = 0.0
        for step in range(n_days):
            day = (first + step) % n_days
            if step and (share == 0.0 or random.random() > share):
                continue
            if people.group[one, day] < 0 or people.group[other, day] < 0:
                continue
            my_code = people.code[one, day, picks[one, day]]
            their_code = people.code[other, day, picks[other, day]]
            my_pick, their_pick = people.pick_of[one, day, their_code], people.pick_of[other, day, my_code]
            if my_code == their_code or my_pick < 0 or their_pick < 0:
                if step == 0:
                    possible = False
                    break
                continue
            counts_change |= people.group[one, day] != people.group[other, day]
            my_key += (my_pick - mine[day]) * people.stride[one, day]
            their_key += (their_pick - theirs[day]) * people.stride[other, day]
            own += people.price[one, day, my_pick] - people.price[one, day, mine[day]]
            own += people.price[other, day, their_pick] - people.price[other, day, theirs[day]]
            mine[day], theirs[day] = my_pick, their_pick
        if not possible:
            continue
        my_pattern = find(people, one, my_key)
        if my_pattern == NONE:
            continue
        their_pattern = find(people, other, their_key)
        if their_pattern == NONE:
            continue
        own += people.rule_cost[my_pattern] - people.rule_cost[pattern[one]]
        own += people.rule_cost[their_pattern] - people.rule_cost[pattern[other]]
        own += rows_delta(people, counts, one, picks[one], mine)
        own += rows_delta(people, counts, other, picks[other], theirs)
        most = limit(random, temperature)
        points = own
        if counts_change:
            for day in range(n_days):
                if mine[day] == picks[one, day] or people.group[one, day] == people.group[other, day]:
                    continue
                my_shift = people.shift[one, day, picks[one, day]]
                their_shift = people.shift[other, day, picks[other, day]]
                my_new, their_new = people.shift[one, day, mine[day]], people.shift[other, day, theirs[day]]
                my_option = _option_to_leave(random, options, counts, my_shift)
                their_option = _option_to_leave(random, options, counts, their_shift)
                to = _same_place(random, options, counts, their_option, their_shift, my_new)
                stage(prices, options, counts, my_option, to)
                to = _same_place(random, options, counts, my_option, my_shift, their_new)
                stage(prices, options, counts, their_option, to)
            points += delta_cost(prices, counts)
            if points > most:
                discard(counts)
        if points > most:
            continue
        if counts_change:
            commit(prices, counts)
        take_rows(people, counts, one, picks[one], mine)
        take_rows(people, counts, other, picks[other], theirs)
        for day in range(n_days):
            picks[one, day], picks[other, day] = mine[day], theirs[day]
        pattern[one], pattern[other] = my_pattern, their_pattern
        gained += points
    return gained
