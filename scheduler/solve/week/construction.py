"""A roster as everybody's week and the counts that follow, made person by person.

A person's weeks are listed (weekly_patterns), what a head more or less costs is known (marginal_costs), so the best
week of a person, the others' held, is a look-up. A pass over everybody takes a second where a solver works a minute,
and it needs no start: people without a week get the best one in turn.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, find_alike
from scheduler.solve.week.marginal_costs import FREE, MarginalCosts

_NO_PATTERN = -1


class CurrentRoster:
    """Everybody's weeks with the counts that follow.

    Parameters
    ----------
    program
        The linear program.
    patterns
        What each person may work.
    costs
        What heads cost; its state is this roster's from now on.
    seed
        Of every random choice.
    """

    def __init__(self, program: LinearProgram, patterns: list[WeeklyPatterns], costs: MarginalCosts, seed: int) -> None:
        self._program = program
        self._patterns = patterns
        self._alike = find_alike(patterns)
        self._costs = costs
        self._random = np.random.default_rng(seed)
        self.pattern = np.full(len(patterns), _NO_PATTERN, dtype=np.int64)
        """The number of everybody's week."""
        # Where each person is counted on each day, and the place there of each choice, the day off first.
        self._group_day: list[list[int]] = []
        self._shifts: list[list[NDArray[np.int64]]] = []
        self._price: list[list[NDArray[np.float64]]] = []
        for person in patterns:
            self._group_day.append([int(costs.rows.group_day_of[mine].max(initial=-1)) for mine in person.choices])
            shifts = [np.maximum(costs.rows.shift_of[mine], FREE) for mine in person.choices]
            self._shifts.append([np.concatenate(([FREE], of_day)) for of_day in shifts])
            self._price.append([np.concatenate(([0.0], program.cost[variables])) for variables in person.choices])

    def begin(self) -> None:
        """Begin with nobody at work: counts at nothing, everybody without a week."""
        self._costs.start(np.zeros(self._program.n_variables))
        self.pattern[:] = _NO_PATTERN

    def resume(self, values: NDArray[np.int64]) -> None:
        """Begin with the weeks and counts of these values of all variables."""
        self.recount(values.astype(np.float64))
        for alike in self._alike:
            self.pattern[alike.people] = alike.numbers_in(values)
        if np.any(self.pattern < 0):
            raise ValueError(f"person {int(np.argmin(self.pattern))} has a week that is not listed")

    def adopt(self, values: NDArray[np.int64]) -> None:
        """Give people without a week the one that they have in these values of all variables, if it is listed."""
        known = np.full(len(self._patterns), _NO_PATTERN, dtype=np.int64)
        for alike in self._alike:
            known[alike.people] = alike.numbers_in(values)
        for person in np.flatnonzero(known >= 0).tolist():
            self.assign(person, int(known[person]))

    def assign(self, person: int, pattern: int) -> None:
        """Give somebody without a week this one, with the meals that are best for it."""
        picks = self._patterns[person].picks[pattern].tolist()
        for place, shifts, pick in zip(self._group_day[person], self._shifts[person], picks, strict=True):
            if place >= 0 and shifts[pick] != FREE:
                self._costs.move(place, FREE, int(shifts[pick]))
        self.pattern[person] = pattern

    def counts(self) -> NDArray[np.float64]:
        """The counts as they are, slack variables of their rows included; people's choices are left at 0."""
        return self._costs.fill_slacks()

    def activity(self) -> NDArray[np.float64]:
        """Where each row of the program stands, without its own slack variables."""
        return self._costs.activity

    def recount(self, values: NDArray[np.float64]) -> None:
        """Take over other counts for the same weeks of everybody."""
        self._costs.start(values)

    def cost(self) -> float:
        """The cost of the roster, the program's offset included."""
        return self._own_cost() + self._costs.cost() + self._program.offset

    def _own_cost(self) -> float:
        """What the weeks of all who have one cost by people's own rules and requests."""
        total = 0.0
        for alike in self._alike:
            have = self.pattern[alike.people] != _NO_PATTERN
            if have.any():
                some = alike if have.all() else alike.among(have)
                patterns = self.pattern[some.people]
                total += float(alike.listed.rule_cost[patterns].sum() + self._program.cost[some.chosen(patterns)].sum())
        return total

    def best_patterns(self, go_on: Callable[[], bool]) -> float:
        """Give everybody in turn the best week, the others' held; returns by how much that lowered the cost."""
        gained = 0.0
        for person in self._random.permutation(len(self._patterns)).tolist():
            if not go_on() and self.pattern[person] != _NO_PATTERN:
                break
            gained += self._best_pattern(person)
        return gained

    def _best_pattern(self, person: int) -> float:
        patterns = self._patterns[person]
        now = self.pattern[person]
        picks = np.zeros(len(patterns.choices), dtype=np.int64) if now == _NO_PATTERN else patterns.picks[now]
        total = patterns.rule_cost.copy()
        for day, place in enumerate(self._group_day[person]):
            shifts = self._shifts[person][day]
            price = self._price[person][day]
            if place >= 0:
                price = price + self._costs.table(place)[shifts[picks[day]]][shifts]
            total += price[patterns.picks[:, day]]
        best = int(np.argmin(total))
        before = 0.0 if now == _NO_PATTERN else float(total[now])
        if best == now or (now != _NO_PATTERN and total[best] > before - 0.5):
            return 0.0
        for day, place in enumerate(self._group_day[person]):
            shifts = self._shifts[person][day]
            source, target = int(shifts[picks[day]]), int(shifts[patterns.picks[best, day]])
            if place >= 0 and source != target:
                self._costs.move(place, source, target)
        self.pattern[person] = best
        return before - float(total[best])

    def reoptimize_meals(self) -> float:
        """Move meal breaks, and capacity between queues, while that lowers the cost; returns by how much it did."""
        places = range(len(self._costs.group_days))
        return sum(self._costs.reoptimize_flows(place) + self._costs.reoptimize_meals(place) for place in places)

    def take(self, pattern: NDArray[np.int64], counts: NDArray[np.float64]) -> None:
        """Take over other weeks of everybody and the counts that go with them."""
        self.pattern[:] = pattern
        self._costs.start(counts)

    def return_to(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Go on from these values of all variables if they cost less; returns those of the roster that it is then."""
        kept = float(self._program.cost @ values) + self._program.offset
        if kept < self.cost() - 0.5:
            self.resume(values)
            return values
        return self.values()

    def values(self) -> NDArray[np.int64]:
        """The values of all variables of the program."""
        values = self._costs.fill_slacks()
        for alike in self._alike:
            patterns = self.pattern[alike.people]
            for choices in alike.choices:
                values[choices] = 0.0
            values[alike.chosen(patterns)] = 1.0
            if alike.slacks.size:
                values[alike.slacks] = alike.listed.slacks.least(alike.listed.picks[patterns])
        return np.round(values).astype(np.int64)
