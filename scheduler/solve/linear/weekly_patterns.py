"""Every week that a person may work, with what the rules charge for it.

A person's own rules leave some hundreds to some ten thousand ways to spend a week. They are listed once for all the
people whose rules are alike; what differs from person to person (requests, say) is linear in the choices.

Of somebody who may work so many shifts that the weeks are too many, those with a few of the shifts may be listed, each
person's own few: together people still have all of them to choose from.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from scheduler.log import logger
from scheduler.solve.linear.slacks_of_weeks import Rows, Slacks, UnlistableError
from scheduler.solve.linear.structure import Structure
from scheduler.solve.parameters import WeekParameters

_log = logger(__name__)


class _TooManyError(UnlistableError):
    """They are too many."""


@dataclass(frozen=True, slots=True, eq=False)
class WeeklyPatterns:
    """The ways in which one person may spend the horizon.

    Attributes
    ----------
    choices
        For each day the variables of the person's choices.
    picks
        Shape (n_weeks, n_days): 0 for a day off, k for the k-th choice of the day.
    rule_cost
        Points that depend on the week as a whole, shape (n_weeks,).
    slacks
        The slack variables that these points are paid for.
    is_part
        Whether there are weeks that are not listed.
    """

    choices: tuple[NDArray[np.int64], ...]
    picks: NDArray[np.int8]
    rule_cost: NDArray[np.float64]
    slacks: Slacks
    is_part: bool = False

    def value(self, price: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum of the prices of each week's choices and its rule cost."""
        total = self.rule_cost.copy()
        for day, variables in enumerate(self.choices):
            total += np.concatenate(([0.0], price[variables]))[self.picks[:, day]]
        return total

    def numbers_of(self, picks: NDArray[np.int8]) -> NDArray[np.int64]:
        """The numbers of weeks with these picks, shape (n, n_days); -1 where they are not among this person's."""
        radix = np.cumprod([1, *(len(variables) + 1 for variables in self.choices)])[:-1]
        codes, wanted = self.picks @ radix, picks @ radix
        order = np.argsort(codes)
        places = np.minimum(np.searchsorted(codes, wanted, sorter=order), len(codes) - 1)
        found = order[places]
        return np.where(codes[found] == wanted, found, -1)

    def variables(self, pattern: int) -> NDArray[np.int64]:
        """The choices that week number `pattern` makes."""
        return np.array(
            [
                variables[pick - 1]
                for variables, pick in zip(self.choices, self.picks[pattern].tolist(), strict=True)
                if pick
            ],
            dtype=np.int64,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """People who share a list of weeks.

    Attributes
    ----------
    people
        Their numbers.
    listed
        What the first of them may work; the others the same, each with own variables.
    choices
        For each day the variables of everybody's choices, shape (n_people, n_choices).
    slacks
        Everybody's slack variables, shape (n_people, n_slacks).
    """

    people: NDArray[np.int64]
    listed: WeeklyPatterns
    choices: tuple[NDArray[np.int64], ...]
    slacks: NDArray[np.int64]

    def among(self, which: NDArray[np.bool_]) -> Alike:
        """Some of them."""
        choices = tuple(of_day[which] for of_day in self.choices)
        return Alike(self.people[which], self.listed, choices, self.slacks[which])

    def chosen(self, patterns: NDArray[np.int64]) -> NDArray[np.int64]:
        """The choices that weeks with these numbers make, one for each of the people; shape (n_chosen,)."""
        found = [np.empty(0, dtype=np.int64)]
        for day, choices in enumerate(self.choices):
            picks = self.listed.picks[patterns, day]
            works = np.flatnonzero(picks)
            found.append(choices[works, picks[works] - 1])
        return np.concatenate(found)

    def numbers_in(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of the weeks that these people have in values of all variables; -1 where one is not listed."""
        picks = np.zeros((len(self.people), len(self.choices)), dtype=np.int8)
        for day, choices in enumerate(self.choices):
            if choices.shape[1]:
                on = values[choices] > 0
                picks[:, day] = np.where(on.any(axis=1), on.argmax(axis=1) + 1, 0)
        return self.listed.numbers_of(picks)


def find_alike(patterns: Sequence[WeeklyPatterns]) -> list[Alike]:
    """Everybody, by lists of weeks that are shared."""
    places: dict[tuple[int, int], list[int]] = {}
    for person, mine in enumerate(patterns):
        places.setdefault((id(mine.picks), id(mine.rule_cost)), []).append(person)
    return [
        Alike(
            np.array(people),
            patterns[people[0]],
            tuple(
                np.array([patterns[person].choices[day] for person in people])
                for day in range(len(patterns[people[0]].choices))
            ),
            np.array([patterns[person].slacks.variables for person in people]),
        )
        for people in places.values()
    ]


def enumerate_patterns(
    structure: Structure,
    most_patterns: int = WeekParameters().most_patterns,
    seconds: float = math.inf,
    *,
    most_in_part: int = 0,
) -> list[WeeklyPatterns] | None:
    """List the weeks of everybody.

    Parameters
    ----------
    structure
        Of the week.
    most_patterns
        Above so many for one person, listing them is no longer the faster way.
    seconds
        How long it may take.
    most_in_part
        Of somebody with more weeks, so many at most, of a few shifts; 0: then nobody's are listed.

    Returns
    -------
    list
        One entry a person, in the order of the owners' numbers. None where somebody has too many weeks, may start two
        shifts a day, or has rules whose cost is not settled by the choices alone; or where listing takes too long.
    """
    ownership, people = structure.ownership, np.arange(structure.n_people + 1)
    order = np.argsort(ownership.owner_of_variable, kind="stable")
    first = np.searchsorted(ownership.owner_of_variable[order], people)
    row_order = np.argsort(ownership.owner_of_row, kind="stable")
    first_row = np.searchsorted(ownership.owner_of_row[row_order], people)
    lists = _Lists(structure, most_patterns, most_in_part)
    listed = []
    until = time.monotonic() + seconds
    try:
        for person in range(structure.n_people):
            if time.monotonic() > until:
                raise UnlistableError(f"not everybody's weeks are listed after {seconds:.0f} s")
            mine = order[first[person] : first[person + 1]]
            listed.append(lists.of(mine, row_order[first_row[person] : first_row[person + 1]]))
    except UnlistableError as reason:
        _log.info("people's weeks are not listed: %s", reason)
        return None
    return listed


class _Lists:
    """Lists weeks, once for all the people whose rules are alike."""

    def __init__(self, structure: Structure, most_patterns: int, most_in_part: int) -> None:
        self._program = structure.program
        self._day_of = structure.ownership.day_of_choice
        self._n_days = structure.n_days
        self._most = most_patterns
        self._most_in_part = most_in_part
        self._picks: dict[bytes, NDArray[np.int8]] = {}
        # Of kinds of people with too many weeks: how many of their shifts are few enough, and how many people so far.
        self._n_kept: dict[bytes, int] = {}
        self._n_people: Counter[bytes] = Counter()
        self._shift_of = np.zeros(self._program.n_variables, dtype=np.int64)
        numbers: dict[str, int] = {}
        for count in (*structure.heads, *structure.uncounted):
            self._shift_of[count.choices] = numbers.setdefault(count.shift, len(numbers))
        self._listed: dict[bytes, tuple[NDArray[np.int8], NDArray[np.float64], Rows]] = {}

    def of(self, mine: NDArray[np.int64], rows: NDArray[np.int64]) -> WeeklyPatterns:
        """The weeks of the person with these variables and rows."""
        program = self._program
        days = self._day_of[mine]
        choices = mine[days >= 0][np.argsort(days[days >= 0], kind="stable")]
        slack_variables = mine[days < 0]
        day_of = self._day_of[choices]
        sub: csr_matrix = program.matrix[rows]
        # A person's rows have no other variables. Columns picked by the matrix itself would take as long as it is wide.
        dense = np.zeros((len(rows), len(mine)))
        dense[np.repeat(np.arange(len(rows)), np.diff(sub.indptr)), np.searchsorted(mine, sub.indices)] = sub.data
        on_choices, on_slacks = (dense[:, np.searchsorted(mine, some)] for some in (choices, slack_variables))
        lower, upper = program.row_lower[rows], program.row_upper[rows]
        has_slack = on_slacks.any(axis=1)
        firm, priced = (
            Rows(on_choices[among], on_slacks[among], lower[among], upper[among]) for among in (~has_slack, has_slack)
        )
        key = _key(day_of, firm.on_choices, firm.lower, firm.upper)
        is_part = False
        try:
            if key not in self._picks and key not in self._n_kept:
                self._picks[key] = _picks(day_of, self._n_days, firm, self._most)
        except _TooManyError:
            if not self._most_in_part:
                raise
            self._n_kept[key] = len(np.unique(self._shift_of[choices])) - 1
        if key in self._n_kept:
            key, is_part = self._in_part(key, choices, firm), True
        picks = self._picks[key]
        bounds = program.cost[slack_variables], program.lower[slack_variables], program.upper[slack_variables]
        cost_key = key + b"#" + _key(priced.on_choices, priced.on_slacks, priced.lower, priced.upper, *bounds)
        if cost_key not in self._listed:
            slacks = Slacks(slack_variables, *bounds, priced, day_of)
            rule_cost = np.nan_to_num(slacks.least(picks) @ slacks.cost, nan=np.inf)
            possible = np.isfinite(rule_cost)
            if not possible.all():
                picks, rule_cost = picks[possible], rule_cost[possible]
            self._listed[cost_key] = picks, rule_cost, priced
        picks, rule_cost, priced = self._listed[cost_key]
        by_day = tuple(choices[day_of == day] for day in range(self._n_days))
        return WeeklyPatterns(by_day, picks, rule_cost, Slacks(slack_variables, *bounds, priced, day_of), is_part)

    def _in_part(self, kind: bytes, choices: NDArray[np.int64], firm: Rows) -> bytes:
        """List the weeks with some of the shifts of a person of this kind, another few than the last one's.

        What the person wishes for, and days on which none of these shifts is possible, are left as they are. Returns
        the key of the list.
        """
        day_of, shift_of = self._day_of[choices], self._shift_of[choices]
        shifts = np.unique(shift_of)
        turn = self._n_people[kind]
        self._n_people[kind] += 1
        while self._n_kept[kind]:
            n_kept = self._n_kept[kind]
            places = (turn + np.arange(n_kept) * len(shifts) // n_kept) % len(shifts)
            is_kept = np.isin(shift_of, shifts[places]) | (self._program.cost[choices] < 0)
            for day in np.unique(day_of):
                is_kept[day_of == day] |= not is_kept[day_of == day].any()
            key = kind + b"#" + _key(is_kept)
            try:
                if key not in self._picks:
                    self._picks[key] = _picks(day_of, self._n_days, firm, self._most_in_part, is_kept)
                if len(self._picks[key]):
                    return key
            except _TooManyError:
                pass
            self._n_kept[kind] -= 1
        raise UnlistableError("no few of the shifts leave somebody few weeks")


def _key(*arrays: NDArray[np.generic]) -> bytes:
    return b"|".join(array.tobytes() for array in arrays)


def _picks(
    day_of: NDArray[np.int64],
    n_days: int,
    rows: Rows,
    most_patterns: int,
    is_kept: NDArray[np.bool_] | None = None,
) -> NDArray[np.int8]:
    """Every combination of choices, or of those that are kept, that the rows allow, grown day by day and cut as soon as
    a row is lost."""
    options = [np.flatnonzero(day_of == day) for day in range(n_days)]
    for columns in options:
        if len(columns) > 1 and not _excludes_two(rows, columns):
            raise UnlistableError("two shifts on one day are possible")
    numbers = [np.arange(len(columns)) if is_kept is None else np.flatnonzero(is_kept[columns]) for columns in options]
    options = [columns[some] for columns, some in zip(options, numbers, strict=True)]
    # What the days from `day` on can still add to each row, at least and at most.
    least = np.zeros((n_days + 1, len(rows.lower)))
    most = np.zeros((n_days + 1, len(rows.lower)))
    for day in reversed(range(n_days)):
        amounts = rows.on_choices[:, options[day]]
        least[day] = least[day + 1] + np.minimum(amounts.min(axis=1, initial=0.0), 0.0)
        most[day] = most[day + 1] + np.maximum(amounts.max(axis=1, initial=0.0), 0.0)
    picks = np.zeros((1, n_days), dtype=np.int8)
    activity = np.zeros((1, len(rows.lower)))
    for day in range(n_days):
        steps = np.vstack([np.zeros(len(rows.lower)), rows.on_choices[:, options[day]].T])
        grown = (activity[:, None, :] + steps[None, :, :]).reshape(len(activity) * len(steps), len(rows.lower))
        alive = np.all(grown + least[day + 1] <= rows.upper + 1e-6, axis=1)
        alive &= np.all(grown + most[day + 1] >= rows.lower - 1e-6, axis=1)
        picks = np.repeat(picks, len(steps), axis=0)
        picks[:, day] = np.tile(np.concatenate(([0], numbers[day] + 1)).astype(np.int8), len(activity))
        picks, activity = picks[alive], grown[alive]
        if len(picks) > most_patterns:
            raise _TooManyError(f"more than {most_patterns} weeks for one person")
    return picks


def _excludes_two(rows: Rows, columns: NDArray[np.int64]) -> bool:
    on_day = rows.on_choices[:, columns]
    others = np.delete(rows.on_choices, columns, axis=1)
    return bool(np.any((on_day >= 1).all(axis=1) & (others >= 0).all(axis=1) & (rows.upper < 2)))
