"""Improves a roster person by person: to the best week there is, and by swapping days between two people.

Both moves are exact. A person's weeks are listed (patterns), what a head more or less costs is known (head_costs), so
the best week of a person, the others' held, is a look-up. Two people whose days count alike may swap any of them and
no count changes: what is left is what their own rules charge. A pass over everybody takes a second where a solver
works a minute, and it needs no start: people without a week get the best one in turn.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.head_costs import FREE, HeadCosts
from scheduler.solve.patterns import Weeks
from scheduler.solve.twin import LinearTwin

_NO_WEEK = -1
_NOWHERE = -(1 << 40)  # so that no sum with it is a place
# A look-up table of a person's weeks has a place for every combination of choices; beyond this many, no swaps.
_MOST_COMBINATIONS = 1 << 18
# Of many possible partners for a swap, this many are tried at a visit.
_MOST_PARTNERS = 400
# Swaps of any of a week's days are tried; of longer horizons, runs of days.
_MOST_DAYS = 7
# Numbers of noise, drawn once: drawing them anew for each move would take longer than the move.
_NOISE = 1 << 17


class Exchange:
    """Everybody's weeks with the counts that follow, and the moves that improve them.

    Parameters
    ----------
    twin
        The linear twin.
    weeks
        What each person may work.
    costs
        What heads cost; its state is this roster's from now on.
    seed
        Of every random choice.
    """

    def __init__(self, twin: LinearTwin, weeks: list[Weeks], costs: HeadCosts, seed: int) -> None:
        self._twin = twin
        self._weeks = weeks
        self._costs = costs
        self._random = np.random.default_rng(seed)
        self._noise = self._random.gumbel(size=_NOISE)
        self.temperature = 0.0
        """In points: how much a move may cost and still be made now and then; 0: never."""
        self.week = np.full(len(weeks), _NO_WEEK, dtype=np.int64)
        """The number of everybody's week."""
        # Where each person is counted on each day, and the place there of each choice, the day off first.
        self._group_day: list[list[int]] = []
        self._shifts: list[list[NDArray[np.int64]]] = []
        self._price: list[list[NDArray[np.float64]]] = []
        for person in weeks:
            places = [costs.place_of_choice[variables] for variables in person.choices]
            self._group_day.append([int(place[:, 0].max(initial=-1)) for place in places])
            self._shifts.append([np.concatenate(([FREE], np.maximum(place[:, 1], FREE))) for place in places])
            self._price.append([np.concatenate(([0.0], twin.cost[variables])) for variables in person.choices])
        counted = [any(place >= 0 for place in places) for places in self._group_day]
        self._counted = np.flatnonzero(counted)
        self._swaps = _Swaps(self, weeks)

    def begin(self) -> None:
        """Begin with nobody at work: counts at nothing, everybody without a week."""
        self._costs.start(np.zeros(len(self._twin.names)))
        self.week[:] = _NO_WEEK

    def resume(self, values: NDArray[np.int64]) -> None:
        """Begin with the weeks and counts of these values of all variables."""
        self.recount(values.astype(np.float64))
        self.week[:] = [person.numbers_of(person.picks_in(values))[0] for person in self._weeks]
        if np.any(self.week < 0):
            raise ValueError(f"person {int(np.argmin(self.week))} has a week that is not listed")

    def adopt(self, values: NDArray[np.int64]) -> None:
        """Give people without a week the one that they have in these values of all variables, if it is listed."""
        for number, person in enumerate(self._weeks):
            week = int(person.numbers_of(person.picks_in(values))[0])
            if week >= 0:
                self.assign(number, week)

    def assign(self, person: int, week: int) -> None:
        """Give somebody without a week this one, with the meals that are best for it."""
        picks = self._weeks[person].picks[week].tolist()
        for place, shifts, pick in zip(self._group_day[person], self._shifts[person], picks, strict=True):
            if place >= 0 and shifts[pick] != FREE:
                self._costs.move(place, FREE, int(shifts[pick]))
        self.week[person] = week

    def counts(self) -> NDArray[np.float64]:
        """The counts as they are, help variables of their rows included; people's choices are left at 0."""
        return self._costs.fill_helps()

    def recount(self, values: NDArray[np.float64]) -> None:
        """Take over other counts for the same weeks of everybody."""
        self._costs.start(values)

    def cost(self) -> float:
        """The cost of the roster, the twin's offset included."""
        own = sum(self._own_cost(person, week) for person, week in enumerate(self.week.tolist()))
        return own + self._costs.cost() + self._twin.offset

    def _own_cost(self, person: int, week: int) -> float:
        """What a week costs by the person's own rules and requests."""
        if week == _NO_WEEK:
            return 0.0
        weeks = self._weeks[person]
        return float(weeks.rule_cost[week]) + sum(
            float(price[pick]) for price, pick in zip(self._price[person], weeks.picks[week].tolist(), strict=True)
        )

    def draw(self, costs: NDArray[np.float64]) -> int:
        """The place of the least cost; under heat any place, the likelier the less it costs (Gibbs's distribution)."""
        if not self.temperature:
            return int(np.argmin(costs))
        if costs.size >= _NOISE:
            noise = self._random.gumbel(size=costs.shape)
        else:
            first = int(self._random.integers(_NOISE - costs.size))
            noise = self._noise[first : first + costs.size]
        return int(np.argmin(costs - self.temperature * noise))

    def best_weeks(self, go_on: Callable[[], bool]) -> float:
        """Give everybody in turn the best week, the others' held; returns by how much that lowered the cost."""
        gained = 0.0
        for person in self._random.permutation(len(self._weeks)).tolist():
            if not go_on() and self.week[person] != _NO_WEEK:
                break
            gained += self._best_week(person)
        return gained

    def _best_week(self, person: int) -> float:
        weeks = self._weeks[person]
        now = self.week[person]
        picks = np.zeros(len(weeks.choices), dtype=np.int64) if now == _NO_WEEK else weeks.picks[now]
        total = weeks.rule_cost.copy()
        for day, place in enumerate(self._group_day[person]):
            shifts = self._shifts[person][day]
            price = self._price[person][day]
            if place >= 0:
                price = price + self._costs.table(place)[shifts[picks[day]]][shifts]
            total += price[weeks.picks[:, day]]
        best = self.draw(total)
        before = 0.0 if now == _NO_WEEK else float(total[now])
        if best == now or (now != _NO_WEEK and not self.temperature and total[best] > before - 0.5):
            return 0.0
        for day, place in enumerate(self._group_day[person]):
            shifts = self._shifts[person][day]
            source, target = int(shifts[picks[day]]), int(shifts[weeks.picks[best, day]])
            if place >= 0 and source != target:
                self._costs.move(place, source, target)
        self.week[person] = best
        return before - float(total[best])

    def settle_meals(self) -> float:
        """Move meal breaks, and capacity between queues, while that lowers the cost; returns by how much it did."""
        places = range(len(self._costs.group_days))
        return sum(self._costs.settle_flows(place) + self._costs.settle_meals(place) for place in places)

    def swap(self, go_on: Callable[[], bool]) -> float:
        """Let everybody in turn make the best swap there is; returns by how much that lowered the cost.

        Swaps that change no cost are made as well: they open ways for others.
        """
        return self._swaps.visit(self._random, self._counted, go_on)

    def values(self) -> NDArray[np.int64]:
        """The values of all variables of the twin."""
        values = self._costs.fill_helps()
        for person, week in zip(self._weeks, self.week.tolist(), strict=True):
            for variables in person.choices:
                values[variables] = 0.0
            values[person.variables(week)] = 1.0
            if len(person.helps.variables):
                values[person.helps.variables] = person.helps.least(person.picks[week : week + 1])[0]
        return np.round(values).astype(np.int64)


class _Swaps:
    """Swaps of days between two people, found by looking up the weeks that they would have."""

    def __init__(self, exchange: Exchange, weeks: list[Weeks]) -> None:
        self._exchange = exchange
        self._weeks = weeks
        n_days = len(weeks[0].choices) if weeks else 0
        self._days = np.arange(n_days)
        subsets = np.array(
            list(itertools.product((0, 1), repeat=n_days))[1 : 1 << (n_days - 1)]
            if n_days <= _MOST_DAYS
            else [
                [int(first <= day < first + length) for day in range(n_days)]
                for length in range(1, _MOST_DAYS + 1)
                for first in range(n_days - length + 1)
            ],
            dtype=np.float64,
        )
        self._subsets = subsets.reshape(-1, n_days)
        # Each group, day and shift has a code of its own on its day; 0 is the day off.
        n_codes = 1
        code_of: list[dict[tuple[int, int], int]] = [{} for _ in range(n_days)]
        for person, places in enumerate(exchange._group_day):
            for day, place in enumerate(places):
                for shift in exchange._shifts[person][day][1:].tolist() if place >= 0 else ():
                    code_of[day].setdefault((place, shift), len(code_of[day]) + 1)
            n_codes = max(n_codes, *(len(codes) + 1 for codes in code_of))
        # What having a code on a day adds to a week's place in its person's table, and to the person's own price.
        self._step = np.full((len(weeks), n_days, n_codes), _NOWHERE, dtype=np.int64)
        self._price = np.zeros((len(weeks), n_days, n_codes), dtype=np.float32)
        self._codes_of: list[list[NDArray[np.int64]]] = []
        self._shares = np.zeros((len(weeks), n_days * n_codes), dtype=np.float32)
        self._first = np.zeros(len(weeks), dtype=np.int64)
        self._strides: list[NDArray[np.int64]] = []
        self._codes = np.zeros((len(weeks), n_days), dtype=np.int64)
        tables: list[NDArray[np.float32]] = []
        known: dict[tuple[int, int], int] = {}
        length = 0
        for person, mine in enumerate(weeks):
            sizes = [len(variables) + 1 for variables in mine.choices]
            places = exchange._group_day[person]
            codes = [
                np.array([0, *(code_of[day].get((place, shift), 0) for shift in shifts[1:].tolist())])
                for day, (place, shifts) in enumerate(zip(places, exchange._shifts[person], strict=True))
            ]
            self._codes_of.append(codes)
            self._strides.append(np.cumprod([1, *sizes[:-1]]))
            uncounted = any(place < 0 and size > 1 for place, size in zip(places, sizes, strict=True))
            if uncounted or np.prod(np.array(sizes, dtype=float)) > _MOST_COMBINATIONS:
                continue
            key = id(mine.picks), id(mine.rule_cost)
            if key not in known:
                table = np.full(int(np.prod(sizes)), np.inf, dtype=np.float32)
                table[mine.picks.astype(np.int64) @ self._strides[person]] = mine.rule_cost
                known[key] = length
                tables.append(table)
                length += len(table)
            self._first[person] = known[key]
            for day, own in enumerate(codes):
                self._step[person, day, own] = np.arange(len(own)) * self._strides[person][day]
                self._price[person, day, own] = exchange._price[person][day]
                self._shares[person, day * n_codes + own[1:]] = 1.0
        self._rule_cost = np.concatenate(tables) if tables else np.empty(0, dtype=np.float32)

    def visit(self, random: np.random.Generator, people: NDArray[np.int64], go_on: Callable[[], bool]) -> float:
        """Let these people in random order make their best swap; returns by how much that lowered the cost."""
        exchange = self._exchange
        for person in people.tolist():
            picks = self._weeks[person].picks[exchange.week[person]].tolist()
            self._codes[person] = [codes[pick] for codes, pick in zip(self._codes_of[person], picks, strict=True)]
        gained = 0.0
        for person in random.permutation(people).tolist():
            if not go_on():
                break
            partners = np.flatnonzero(self._shares @ self._shares[person] > 0)
            partners = partners[partners != person]
            if len(partners) > _MOST_PARTNERS:
                partners = np.sort(random.choice(partners, _MOST_PARTNERS, replace=False))
            if len(partners):
                gained += self._swap_best(random, person, partners)
        return gained

    def _swap_best(self, random: np.random.Generator, person: int, partners: NDArray[np.int64]) -> float:
        """Make the best swap with any of the partners, unless every one costs; returns the gain."""
        exchange = self._exchange
        mine, theirs = self._codes[person], self._codes[partners]
        differs = (theirs != mine).astype(np.float64)
        whom = partners[:, None]
        place_mine, price_mine = self._after(self._of(person, mine), self._of(person, theirs), differs)
        place_theirs, price_theirs = self._after(self._of(whom, theirs), self._of(whom, mine), differs)
        possible = (place_mine >= 0) & (place_theirs >= 0) & (differs @ self._subsets.T > 0)
        where, which = np.nonzero(possible)
        if not len(where):
            return 0.0
        place_mine, place_theirs = place_mine[where, which], place_theirs[where, which]
        before = self._own(person, mine) + np.array([self._own(other, self._codes[other]) for other in partners])
        change = (
            self._rule_cost[self._first[person] + place_mine]
            + self._rule_cost[self._first[partners[where]] + place_theirs]
            + price_mine[where, which]
            + price_theirs[where, which]
            - before[where]
        )
        best = exchange.draw(change)
        least = float(change[best])
        if not np.isfinite(least) or (not exchange.temperature and least > 0.5):
            return 0.0
        if not exchange.temperature:  # of several as good, any
            best = int(random.choice(np.flatnonzero(change < least + 0.5)))
        partner = int(partners[where[best]])
        days = self._subsets[which[best]] > 0
        mine, theirs = mine.copy(), self._codes[partner].copy()
        self._codes[person] = np.where(days, theirs, mine)
        self._codes[partner] = np.where(days, mine, theirs)
        for who in (person, partner):
            exchange.week[who] = self._week(who)
        return -least

    def _of(
        self, person: int | NDArray[np.int64], codes: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """What these codes on each day add to the place and to the price of a person's week."""
        return self._step[person, self._days, codes], self._price[person, self._days, codes]

    def _after(
        self,
        now: tuple[NDArray[np.int64], NDArray[np.float32]],
        swapped: tuple[NDArray[np.int64], NDArray[np.float32]],
        differs: NDArray[np.float64],
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Place and price of the week after each swap, shape (n_partners, n_swaps); places below 0 are no weeks."""
        place = now[0].sum(axis=-1, keepdims=True) + ((swapped[0] - now[0]) * differs) @ self._subsets.T
        price = now[1].sum(axis=-1, keepdims=True) + ((swapped[1] - now[1]) * differs) @ self._subsets.T
        return place.astype(np.int64), price

    def _own(self, person: int, codes: NDArray[np.int64]) -> float:
        steps, prices = self._of(person, codes)
        return float(self._rule_cost[self._first[person] + steps.sum()]) + float(prices.sum())

    def _week(self, person: int) -> int:
        """The number of the week that has a person's codes."""
        picks = [
            int(np.flatnonzero(codes == code)[0])
            for codes, code in zip(self._codes_of[person], self._codes[person].tolist(), strict=True)
        ]
        return int(np.flatnonzero((self._weeks[person].picks == np.array(picks, dtype=np.int8)).all(axis=1))[0])
