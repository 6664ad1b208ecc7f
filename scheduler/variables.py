"""The decision variables, behind the questions that rules ask of them.

``works[employee, day, shift]``  Boolean: the person starts this shift on this day.
``block_starts[employee, day]``  Boolean: a block of worked days starts.
``heads``  how many people of a group start a shift on a day.
``meals``  how many of them begin their meal break at a minute: coverage only needs to know how many.
``service``  what the groups' capacity does for each queue in each interval.

A *group* is the people who count alike on a day: same work mode, same queues.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import WorkMode
from scheduler.domain.shifts import Shift
from scheduler.penalties import Asked, ChargeKind, Ledger, Linear

NOTHING: Mapping[str, cp_model.IntVar] = MappingProxyType({})


class Group(NamedTuple):
    """People who count alike on a day."""

    mode: WorkMode
    queues: tuple[str, ...]


class Works:
    """The Booleans ``works[employee, day, shift]``; a choice that a hard rule forbids has none."""

    def __init__(
        self,
        model: cp_model.CpModel,
        problem: Problem,
        is_allowed: Callable[[Employee, int, Shift], bool],
    ) -> None:
        self._by_person: dict[str, list[dict[str, cp_model.IntVar]]] = {}
        for person in problem.employees:
            self._by_person[person.employee_id] = [
                {
                    code: model.new_bool_var(f"works[{person.employee_id},{day},{code}]")
                    for code, shift in problem.shifts.items()
                    if is_allowed(person, day, shift)
                }
                for day in range(problem.horizon.days)
            ]

    def on_day(self, employee: str, day: int) -> Mapping[str, cp_model.IntVar]:
        """The person's choices on a day, by shift code; empty outside the horizon."""
        days = self._by_person[employee]
        return days[day] if 0 <= day < len(days) else NOTHING

    def choice(self, employee: str, day: int, shift: str) -> cp_model.IntVar | None:
        """One choice, or None where there is no such variable."""
        return self.on_day(employee, day).get(shift)

    def count_on_day(self, employee: str, day: int) -> Linear:
        """How many shifts the person starts on the day; 0 or 1 once rule R01 holds."""
        return cp_model.LinearExpr.sum(list(self.on_day(employee, day).values()))

    def count_on_days(self, employee: str, days: Sequence[int]) -> Linear:
        """How many shifts the person starts on these days."""
        return cp_model.LinearExpr.sum([var for day in days for var in self.on_day(employee, day).values()])

    def weighted(self, employee: str, days: Sequence[int], amount: Callable[[str], int]) -> Linear:
        """Sum over the person's shifts on these days of ``amount(shift code)``, such as paid minutes."""
        choices = [item for day in days for item in self.on_day(employee, day).items()]
        return cp_model.LinearExpr.weighted_sum([var for _, var in choices], [amount(code) for code, _ in choices])

    def __iter__(self) -> Iterator[tuple[str, int, str, cp_model.IntVar]]:
        """Every choice as (employee, day, shift, variable)."""
        for employee, days in self._by_person.items():
            for day, choices in enumerate(days):
                for code, var in choices.items():
                    yield employee, day, code, var


class WorkedDays:
    """Whether people work on a day: a decision on the planned days, 0 or 1 on the known days around them.

    Attributes
    ----------
    known
        The planned days and those that the rosters before and after the horizon speak of. From the first day of the
        one and up to the last of the other, whoever has no row on a day is off.
    """

    def __init__(self, problem: Problem, works: Works) -> None:
        horizon = problem.horizon
        self._works = works
        self._planned = range(horizon.days)
        self._outside: dict[str, set[int]] = {}
        for row in (*problem.previous.assignments, *problem.following.assignments):
            self._outside.setdefault(row.employee_id, set()).add(horizon.day_of(row.date))
        days = [0, horizon.days - 1, *(day for worked in self._outside.values() for day in worked)]
        self.known = range(min(days), max(days) + 1)

    def on(self, employee: str, day: int) -> Linear | int:
        """The number of shifts that the person starts on a known day; 0 or 1 once rule R01 holds."""
        if day in self._planned:
            return self._works.count_on_day(employee, day)
        return int(day in self._outside.get(employee, ()))

    def is_possible(self, employee: str, day: int) -> bool:
        """Whether the person works, or can work, on a known day."""
        return bool(self._works.on_day(employee, day) if day in self._planned else self.on(employee, day))

    def while_off(self, employee: str) -> range:
        """The known days back to the last that was worked before the horizon, and on to the first worked after it."""
        return self._until(employee, 1)

    def while_working(self, employee: str) -> range:
        """The known days back to the last day off before the horizon, and on to the first one after it."""
        return self._until(employee, 0)

    def _until(self, employee: str, is_worked: int) -> range:
        first, last = self._planned.start, self._planned.stop - 1
        while first > self.known.start:
            first -= 1
            if self.on(employee, first) == is_worked:
                break
        while last < self.known.stop - 1:
            last += 1
            if self.on(employee, last) == is_worked:
                break
        return range(first, last + 1)


class BlockStarts:
    """The Booleans ``block_starts[employee, day]``, from day 1 on: the person works on the day and not the day before.

    On a day off after a day off such a variable may be 1 as well; rules that use it cannot gain from that. Where the
    day before or the day itself lies outside the horizon, no variable is needed.
    """

    def __init__(self, model: cp_model.CpModel, worked_days: WorkedDays) -> None:
        self._model = model
        self._worked_days = worked_days
        self._by_person: dict[tuple[str, int], cp_model.IntVar] = {}

    def on(self, employee: str, day: int) -> Linear | int:
        """Whether a block starts on a known day whose day before is known as well."""
        works, before = self._worked_days.on(employee, day), self._worked_days.on(employee, day - 1)
        if isinstance(before, int):
            return 0 if before else works
        if isinstance(works, int):
            return 1 - before if works else 0
        if (employee, day) not in self._by_person:
            start = self._model.new_bool_var(f"block_starts[{employee},{day}]")
            self._model.add(works - before <= start)
            self._model.add(before + start <= 1)
            self._by_person[employee, day] = start
        return self._by_person[employee, day]


class Heads:
    """How many people of a group start a shift on a day; only people who serve queues are counted."""

    def __init__(self, model: cp_model.CpModel, problem: Problem, works: Works) -> None:
        self.choices: dict[tuple[int, str, Group], list[cp_model.IntVar]] = {}
        # How many people of a group have exactly these shifts to choose from on a day.
        self.people: Counter[tuple[int, Group, tuple[str, ...]]] = Counter()
        for day in range(problem.horizon.days):
            on = problem.horizon.date_of(day)
            for person in problem.employees:
                choices = works.on_day(person.employee_id, day)
                queues = problem.queues_on(person, on) if choices else ()
                if queues:
                    group = Group(problem.work_mode(person, on), queues)
                    self.people[day, group, tuple(choices)] += 1
                    for code, var in choices.items():
                        self.choices.setdefault((day, code, group), []).append(var)
        self._counts: dict[tuple[int, str, Group], cp_model.IntVar] = {}
        for (day, code, group), variables in self.choices.items():
            count = model.new_int_var(0, len(variables), f"heads[{day},{code},{group.mode},{'+'.join(group.queues)}]")
            model.add(cp_model.LinearExpr.sum(variables) == count)
            self._counts[day, code, group] = count

    def items(self) -> Iterator[tuple[int, str, Group, cp_model.IntVar, int]]:
        """Every count as (day, shift, group, variable, largest value)."""
        for (day, code, group), count in self._counts.items():
            yield day, code, group, count, len(self.choices[day, code, group])


NOTHING_BY_MINUTE: Mapping[int, cp_model.IntVar] = MappingProxyType({})


class Meals:
    """How many of ``heads[day, shift, group]`` begin their meal break at a minute of the shift's window."""

    def __init__(self, model: cp_model.CpModel, problem: Problem, heads: Heads) -> None:
        self._starts: dict[tuple[int, str, Group], dict[int, cp_model.IntVar]] = {}
        for day, code, group, _, most in heads.items():
            minutes = problem.shifts_on(day)[code].meal_starts(problem.horizon.interval_minutes)
            if minutes:
                name = f"{day},{code},{group.mode},{'+'.join(group.queues)}"
                self._starts[day, code, group] = {
                    minute: model.new_int_var(0, most, f"meals[{name},{minute}]") for minute in minutes
                }

    def starting(self, day: int, shift: str, group: Group) -> Mapping[int, cp_model.IntVar]:
        """Counts by start, in minutes that pass from midnight of `day`; empty for shifts without a meal break."""
        return self._starts.get((day, shift, group), NOTHING_BY_MINUTE)


class Service:
    """Capacity, in thousandths of a reference agent, and the queues that it serves.

    Where people can serve several open queues, their capacity is divided freely among these in each
    interval, but all of it is used: a person may change queues within a half hour, and an idle person
    still counts as surplus.
    """

    def __init__(self, model: cp_model.CpModel, problem: Problem, heads: Heads, meals: Meals) -> None:
        horizon = problem.horizon
        terms: dict[tuple[int, tuple[str, ...]], list[tuple[cp_model.IntVar, int]]] = {}
        carried: dict[tuple[int, tuple[str, ...]], int] = {}
        most: dict[tuple[int, tuple[str, ...]], int] = {}
        self._on_site: dict[int, list[cp_model.IntVar]] = {}
        self._on_site_carried: dict[int, int] = {}
        for day, code, group, count, _ in heads.items():
            shift = problem.shifts_on(day)[code]
            capacity = problem.capacity_permille(group.mode)
            for interval in horizon.intervals_between(day, shift.start_minute, shift.end_minute):
                terms.setdefault((interval, group.queues), []).append((count, capacity))
                if group.mode == "office":
                    self._on_site.setdefault(interval, []).append(count)
            for minute, eating in meals.starting(day, code, group).items():
                for interval in horizon.intervals_between(day, minute, minute + shift.meal_minutes):
                    terms.setdefault((interval, group.queues), []).append((eating, -capacity))
        # One shift a day: a person adds to an interval once, however many of the shifts to choose from cover it.
        for (day, group, codes), people in heads.people.items():
            shifts = problem.shifts_on(day)
            covered = {
                interval
                for code in codes
                for interval in horizon.intervals_between(day, shifts[code].start_minute, shifts[code].end_minute)
            }
            for interval in covered:
                key = interval, group.queues
                most[key] = most.get(key, 0) + people * problem.capacity_permille(group.mode)
        self._carry_in(problem, carried)

        self._by_queue: dict[tuple[str, int], list[tuple[cp_model.IntVar, int]]] = {}
        self._constant: dict[tuple[str, int], int] = {}
        self._most: dict[tuple[str, int], int] = {}
        for key in sorted({*terms, *carried}):
            interval, queues = key
            open_queues = [
                queue
                for queue in queues
                if queue in problem.demand.queues and problem.demand.queues[queue].is_open[interval]
            ]
            constant = carried.get(key, 0)
            bound = most.get(key, 0) + constant
            for queue in open_queues:
                self._most[queue, interval] = self._most.get((queue, interval), 0) + bound
            if len(open_queues) == 1:
                self._by_queue.setdefault((open_queues[0], interval), []).extend(terms.get(key, []))
                self._constant[open_queues[0], interval] = self._constant.get((open_queues[0], interval), 0) + constant
            elif open_queues:
                parts = []
                for queue in open_queues:
                    part = model.new_int_var(0, bound, f"serves[{interval},{'+'.join(queues)},{queue}]")
                    self._by_queue.setdefault((queue, interval), []).append((part, 1))
                    parts.append(part)
                capacity_terms = terms.get(key, [])
                model.add(
                    cp_model.LinearExpr.sum(parts)
                    == cp_model.LinearExpr.weighted_sum(
                        [var for var, _ in capacity_terms], [factor for _, factor in capacity_terms]
                    )
                    + constant
                )

    def _carry_in(self, problem: Problem, carried: dict[tuple[int, tuple[str, ...]], int]) -> None:
        """Count the shifts of the days before that reach into the horizon, such as Sunday's evening part."""
        horizon = problem.horizon
        for assignment in problem.previous.assignments:
            person = problem.employee.get(assignment.employee_id)
            if person is None or assignment.end <= horizon.start or assignment.start >= horizon.start:
                continue
            queues = problem.queues_on(person, assignment.date)
            if not queues:
                continue
            times = (assignment.end, assignment.break_start, assignment.break_end)
            last, break_start, break_end = (None if at is None else horizon.elapsed_at(at) for at in times)
            assert last is not None
            for interval in range(horizon.n_intervals):
                start = interval * horizon.interval_minutes
                if start >= last:
                    break
                # Whoever is on the meal break keeps the seat.
                if assignment.work_mode == "office":
                    self._on_site_carried[interval] = self._on_site_carried.get(interval, 0) + 1
                # Times off the grid, from another system: only intervals that are worked whole count.
                end = start + horizon.interval_minutes
                if end > last or (
                    break_start is not None and break_end is not None and break_start < end and break_end > start
                ):
                    continue
                carried[interval, queues] = carried.get((interval, queues), 0) + problem.capacity_permille(
                    assignment.work_mode
                )

    def effective(self, queue: str, interval: int) -> Linear:
        """Capacity that serves the queue in the interval, in thousandths of a reference agent."""
        terms = self._by_queue.get((queue, interval), [])
        return cp_model.LinearExpr.weighted_sum(
            [var for var, _ in terms], [factor for _, factor in terms]
        ) + self._constant.get((queue, interval), 0)

    def most_effective(self, queue: str, interval: int) -> int:
        """An upper bound on `effective` over all rosters."""
        return self._most.get((queue, interval), 0)

    def on_site(self, interval: int) -> Linear:
        """People on site in the interval, those on their meal break included."""
        return cp_model.LinearExpr.sum(self._on_site.get(interval, [])) + self._on_site_carried.get(interval, 0)

    def on_site_carried(self, interval: int) -> int:
        """How many of `on_site` came before the horizon, so that no decision can move them."""
        return self._on_site_carried.get(interval, 0)


class Build:
    """What a rule is given: the problem, the model, the ledger, and the variables.

    Counts and service are made when a rule first asks for them.
    """

    def __init__(self, problem: Problem, is_allowed: Callable[[Employee, int, Shift], bool]) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.ledger = Ledger()
        self.missing: dict[tuple[str, int, int], cp_model.IntVar] = {}
        self.works = Works(self.model, problem, is_allowed)

    @cached_property
    def block_starts(self) -> BlockStarts:
        """Starts of blocks of worked days, per person and day."""
        return BlockStarts(self.model, self.worked_days)

    @cached_property
    def worked_days(self) -> WorkedDays:
        """Which days are worked, those around the horizon included."""
        return WorkedDays(self.problem, self.works)

    @cached_property
    def heads(self) -> Heads:
        """Head counts per day, shift and group."""
        return Heads(self.model, self.problem, self.works)

    @cached_property
    def meals(self) -> Meals:
        """Meal starts per day, shift and group."""
        return Meals(self.model, self.problem, self.heads)

    @cached_property
    def service(self) -> Service:
        """Capacity per queue and interval."""
        return Service(self.model, self.problem, self.heads, self.meals)

    def at_most(
        self,
        rule: str,
        weight: int | None,
        amount: Linear,
        limit: int,
        most: int,
        *,
        employee: str | None = None,
        date: date | None = None,
        asked: Asked | None = None,
    ) -> None:
        """Hold `amount` at or below `limit`; with a weight, charge each unit above it.

        Parameters
        ----------
        rule, weight
            The rule's number and weight; None: hard.
        amount
            A linear expression.
        limit
            The largest value that is free.
        most
            An upper bound on how far `amount` can exceed `limit`; bounds the excess variable.
        employee, date
            Whom and which day the charge belongs to.
        asked
            Where heads are counted, what `limit` is asked of.
        """
        if weight is None:
            self.model.add(amount <= limit)
        elif most > 0:
            excess = self.model.new_int_var(0, most, f"excess[{rule},{employee or ''},{date or ''}]")
            self.model.add(amount - excess <= limit)
            kind = ChargeKind.EXCESS
            self.ledger.charge(rule, weight, excess, employee=employee, date=date, kind=kind, asked=asked)

    def at_least(
        self,
        rule: str,
        weight: int | None,
        amount: Linear,
        limit: int,
        *,
        employee: str | None = None,
        date: date | None = None,
        asked: Asked | None = None,
    ) -> None:
        """Hold `amount`, never negative, at or above `limit`; with a weight, charge each unit below it."""
        if weight is None:
            self.model.add(amount >= limit)
        elif limit > 0:
            lack = self.model.new_int_var(0, limit, f"lack[{rule},{employee or ''},{date or ''}]")
            self.model.add(amount + lack >= limit)
            kind = ChargeKind.LACK
            self.ledger.charge(rule, weight, lack, employee=employee, date=date, kind=kind, asked=asked)

    def in_steps(
        self, rule: str, weight: int, count: Linear, least: int, most: int, possible: int, *, employee: str
    ) -> None:
        """Charge a count of whole days outside `least` to `most` in steps: the first day counts 1, the second 2, ...

        Parameters
        ----------
        rule, weight
            The rule's number, and points for a step of 1.
        count
            A linear expression, from 0 to `possible`.
        employee
            Whose count it is.
        """
        above = [self.model.new_bool_var(f"above[{rule},{employee},{n}]") for n in range(most + 1, possible + 1)]
        if above:
            self.model.add(count - cp_model.LinearExpr.sum(above) <= most)
        # What no roster can work is a constant; the days that it leaves are the cheaper steps.
        missed = max(0, least - possible)
        self.ledger.charge(rule, weight, missed * (missed + 1) // 2, employee=employee)
        below = [self.model.new_bool_var(f"below[{rule},{employee},{n}]") for n in range(min(least, possible))]
        if below:
            self.model.add(count + cp_model.LinearExpr.sum(below) >= min(least, possible))
        for steps, first in ((above, 1), (below, missed + 1)):
            for n, step in enumerate(steps):
                self.ledger.charge(rule, weight * (first + n), step, employee=employee)
