"""A roster as everybody's week and the counts that follow, made person by person.

A person's weeks are listed (patterns), what a head more or less costs is known (head_costs), so the best week of a
person, the others' held, is a look-up. A pass over everybody takes a second where a solver works a minute, and it needs
no start: people without a week get the best one in turn.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.head_costs import FREE, HeadCosts
from scheduler.solve.patterns import Weeks
from scheduler.solve.twin import LinearTwin

_NO_WEEK = -1


class Lineup:
    """Everybody's weeks with the counts that follow.

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

    def activity(self) -> NDArray[np.float64]:
        """Where each row of the twin stands, without its own help variables."""
        return self._costs.activity

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
        best = int(np.argmin(total))
        before = 0.0 if now == _NO_WEEK else float(total[now])
        if best == now or (now != _NO_WEEK and total[best] > before - 0.5):
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

    def take(self, week: NDArray[np.int64], counts: NDArray[np.float64]) -> None:
        """Take over other weeks of everybody and the counts that go with them."""
        self.week[:] = week
        self._costs.start(counts)

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
