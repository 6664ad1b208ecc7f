"""The model of a placement: sessions and meal breaks, with all shifts as they are.

The rules that count who is on the phone apply themselves to it, so that it costs what the checks will find.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Literal

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr
from pydantic import PrivateAttr

from scheduler.constraints.base import OwnChoiceRule, Rule
from scheduler.constraints.interval_rule import IntervalRule
from scheduler.constraints.meal_break import MealBreak
from scheduler.desk.activities.sessions import EmployeeDay, PendingSessions, Sessions, Slot
from scheduler.domain.activities import Activity
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build, objective
from scheduler.variables import Build, Group

Class = tuple[int, str, Group]
"""People who count alike: day, shift, group."""


_NEAR = 10
"""Weight of a group where the relaxation has a whole one."""


class PlacementModel:
    """Sessions and meal breaks as variables.

    Parameters
    ----------
    sessions
        The roster and what may be placed.
    rules
        In force; those that count people by interval are asked.

    Attributes
    ----------
    built
        The model.
    placed
        How many attendances there are; `moved` is how many meal breaks are elsewhere than before.
    """

    def __init__(self, sessions: Sessions, rules: Sequence[Rule]) -> None:
        self.sessions = sessions
        self._own = _Placement()
        self._own.begin(self)
        counting = [rule for rule in rules if isinstance(rule, IntervalRule)]
        meal_break = next((rule for rule in rules if isinstance(rule, MealBreak)), MealBreak())
        self.attends: dict[tuple[int, str, Slot], IntVar] = {}
        self.leads: dict[tuple[int, Slot], IntVar] = {}
        self.groups: dict[tuple[int, Slot], IntVar] = {}
        self.eats: dict[tuple[EmployeeDay, int], IntVar] = {}
        self.others: dict[tuple[Class, int], IntVar] = {}
        self.members: dict[Class, list[EmployeeDay]] = {}
        self._now_others: dict[tuple[Class, int], int] = {}
        self._kept: list[IntVar] = []
        self._meals = 0
        self.built: Build = build(sessions.problem, [self._own, meal_break, *counting])
        self.placed = LinearExpr.sum(list(self.attends.values()))
        self.moved = self._meals - LinearExpr.sum(self._kept)

    @property
    def n_meals(self) -> int:
        """How many meal breaks may move."""
        return self._meals

    def cost(self) -> LinearExpr:
        """Points by the rules that count people, less what no placement can avoid."""
        return objective(self.built.ledger)

    def preferring(self, used: Mapping[tuple[int, Slot], float]) -> LinearExpr:
        """Attendances, and far behind them how near they are to so many groups at a time."""
        model = self.built.model
        near = []
        for (number, slot), groups in self.groups.items():
            share = used.get((number, slot), 0.0)
            # Rounded up, a group beyond what is used brings nothing.
            within = model.new_int_var(0, max(1, round(share + 0.5)), f"within[{number},{slot.first}]")
            model.add(within <= groups)
            near.append((within, round(_NEAR * share)))
        weights = [weight for _, weight in near]
        most = 1 + sum(weight * (1 + round(weight / _NEAR + 0.5)) for weight in weights)
        return most * self.placed + LinearExpr.weighted_sum([within for within, _ in near], weights)

    def begin_with_nothing(self) -> None:
        """Hint at the roster as it is, which is a placement of nobody."""
        model = self.built.model
        for variable in (*self.attends.values(), *self.groups.values()):
            model.add_hint(variable, 0)
        for (place, start), eats in self.eats.items():
            model.add_hint(eats, int(start == self._now(place)))
        for key, rest in self.others.items():
            model.add_hint(rest, self._now_others[key])

    def hold_others(self) -> None:
        """Let nobody's meal break move who cannot attend anything that day."""
        for key, rest in self.others.items():
            self.built.model.add(rest == self._now_others[key])

    def settled(self, other: PlacementModel, values: Sequence[int]) -> CpModel:
        """This model with all decisions as in a solution of another one of the same sessions."""
        model: CpModel = self.built.model.clone()
        for own, theirs in self._same_in(other):
            model.add(model.get_int_var_from_proto_index(own.index) == values[theirs.index])
        return model

    def _same_in(self, other: PlacementModel) -> Iterator[tuple[IntVar, IntVar]]:
        return chain(
            ((own, other.attends[key]) for key, own in self.attends.items()),
            ((own, other.groups[key]) for key, own in self.groups.items()),
            ((own, other.eats[key]) for key, own in self.eats.items()),
            ((own, other.others[key]) for key, own in self.others.items()),
        )

    def add_to(self, built: Build) -> None:
        """Make the variables; called when the rules apply themselves."""
        self._built, model, sessions = built, built.model, self.sessions
        problem, horizon = sessions.problem, sessions.problem.horizon
        for (employee, day), row in sessions.rows.items():
            choice = built.works.choice(employee, day, row.shift)
            if choice is not None:
                model.add(choice == 1)
        busy: defaultdict[tuple[EmployeeDay, int], list[IntVar]] = defaultdict(list)
        for number, asked in enumerate(sessions.asked):
            self._add_request(number, asked, busy)
        open_days = {day for (_, day), _ in busy}
        involved = dict.fromkeys(place for place, _ in busy)
        involved |= dict.fromkeys(
            (employee, day) for (employee, day), row in sessions.rows.items() if row.activities and day in open_days
        )
        for place in involved:
            self._add_meals(place, busy)
        for variables in busy.values():
            if len(variables) > 1:
                model.add_at_most_one(variables)
        for (employee, day), row in sessions.rows.items():
            of_class = day, row.shift, built.group_of(problem.employee[employee], day)
            if of_class in built.heads.choices:
                self.members.setdefault(of_class, []).append((employee, day))
        for of_class, places in self.members.items():
            day, shift, _ = of_class
            self._add_class(of_class, places, is_open=day in open_days)
            attending: defaultdict[int, list[IntVar]] = defaultdict(list)
            fixed: defaultdict[int, int] = defaultdict(int)
            for place in places:
                for interval in sessions.taken(place):
                    fixed[interval] += 1
                for interval, variables in self._attending.get(place, {}).items():
                    attending[interval] += variables
            away = {}
            for interval in sorted({*attending, *fixed}):
                if 0 <= interval < horizon.n_intervals:
                    count = model.new_int_var(0, len(places), f"attending[{day},{shift},{interval}]")
                    model.add(count == LinearExpr.sum(attending[interval]) + fixed[interval])
                    away[interval] = count
            if away:
                built.attending[of_class] = away

    def _add_request(
        self, number: int, asked: PendingSessions, busy: defaultdict[tuple[EmployeeDay, int], list[IntVar]]
    ) -> None:
        """Say who attends what of one request: whole groups, led by the trainer, as often as asked for."""
        model, request = self._built.model, asked.request
        horizon = self.sessions.problem.horizon
        in_slot: defaultdict[Slot, list[IntVar]] = defaultdict(list)
        in_unit: defaultdict[tuple[str, date], list[IntVar]] = defaultdict(list)
        on_day: defaultdict[EmployeeDay, list[IntVar]] = defaultdict(list)
        led = None if asked.led is None else frozenset(asked.led)
        for employee, slots in asked.slots.items():
            for slot in slots:
                unit = asked.unit(horizon.date_of(slot.day))
                if (employee, unit) not in asked.left or (led is not None and slot not in led):
                    continue
                attends = model.new_bool_var(f"attends[{number},{employee},{slot.first}]")
                self.attends[number, employee, slot] = attends
                in_slot[slot].append(attends)
                in_unit[employee, unit].append(attends)
                on_day[employee, slot.day].append(attends)
                self._take((employee, slot.day), slot, attends, busy)
        for slot, variables in in_slot.items():
            most = 1 if led is not None else len(variables) // request.group_min
            groups = model.new_int_var(0, most, f"groups[{number},{slot.first}]")
            people = LinearExpr.sum(variables)
            model.add(people >= request.group_min * groups)
            model.add(people <= min(request.group_max or len(variables), len(variables)) * groups)
            self.groups[number, slot] = groups
            if request.trainer is not None:
                self.leads[number, slot] = groups
                self._take((request.trainer, slot.day), slot, groups, busy)
        for of_unit, variables in in_unit.items():
            model.add(LinearExpr.sum(variables) <= asked.left[of_unit])
        if request.per != "day":
            # What is attended on the day already counts as well.
            for place, variables in on_day.items():
                attended = any(one.name == request.name for one in self.sessions.rows[place].activities)
                model.add(LinearExpr.sum(variables) <= int(not attended))
        for unit, heads in (asked.heads or {}).items():
            comers = []
            for (employee, begins), variables in in_unit.items():
                if begins == unit and (employee, unit) not in asked.begun:
                    comes = model.new_bool_var(f"comes[{number},{employee},{unit}]")
                    for attends in variables:
                        model.add_implication(attends, comes)
                    comers.append(comes)
            model.add(LinearExpr.sum(comers) <= heads)

    def _take(
        self, place: EmployeeDay, slot: Slot, variable: IntVar, busy: defaultdict[tuple[EmployeeDay, int], list[IntVar]]
    ) -> None:
        """Let a person do something in a slot, and nothing else then."""
        for interval in slot.intervals:
            busy[place, interval].append(variable)
            self._attending.setdefault(place, {}).setdefault(interval, []).append(variable)

    def _add_meals(self, place: EmployeeDay, busy: defaultdict[tuple[EmployeeDay, int], list[IntVar]]) -> None:
        """Let a person who may attend something eat once, beside it."""
        model, sessions = self._built.model, self.sessions
        starts, taken = sessions.meal_starts(place), sessions.taken(place)
        if not starts:
            return
        now = self._now(place)
        employee, day = place
        variables = []
        for start in starts:
            intervals = sessions.meal_intervals(place, start)
            if taken.isdisjoint(intervals):
                eats = self.eats[place, start] = model.new_bool_var(f"eats[{employee},{day},{start}]")
                variables.append(eats)
                for interval in intervals:
                    busy[place, interval].append(eats)
                if start == now:
                    self._kept.append(eats)
        model.add_exactly_one(variables)
        self._meals += 1

    def _now(self, place: EmployeeDay) -> int | None:
        """When a person's meal break begins; of a time off the grid the nearest on it."""
        (_, day), row, horizon = place, self.sessions.rows[place], self.sessions.problem.horizon
        starts = self.sessions.meal_starts(place)
        if row.break_start is None or not starts:
            return None
        minute = horizon.elapsed_at(row.break_start) - horizon.midnight(day)
        return min(starts, key=lambda start: abs(start - minute))

    def _add_class(self, of_class: Class, places: Sequence[EmployeeDay], *, is_open: bool) -> None:
        """Add the meal breaks up: those of people who may attend something, and of the others how many eat when."""
        built, model = self._built, self._built.model
        starting = built.meals.starting(*of_class)
        apart = [place for place in places if any((place, start) in self.eats for start in starting)]
        others = [place for place in places if place not in set(apart)]
        n_others = sum(bool(self.sessions.meal_starts(place)) for place in others)
        now = defaultdict[int | None, int](int)
        for place in others:
            now[self._now(place)] += 1
        for start, count in starting.items():
            own = [self.eats[place, start] for place in apart if (place, start) in self.eats]
            if not is_open:
                model.add(count == now[start])
                continue
            self._now_others[of_class, start] = now[start]
            rest = self.others[of_class, start] = model.new_int_var(0, n_others, f"others[{of_class[:2]},{start}]")
            model.add(count == LinearExpr.sum(own) + rest)
            if now[start]:
                kept = model.new_int_var(0, now[start], f"kept[{of_class[:2]},{start}]")
                model.add(kept <= rest)
                self._kept.append(kept)
        if is_open and starting:
            self._meals += n_others

    _attending: dict[EmployeeDay, dict[int, list[IntVar]]]
    _built: Build

    def roster(self, values: Sequence[int]) -> Roster:
        """The roster of a solution: everybody keeps the meal break where the counts let them."""
        sessions = self.sessions
        horizon = sessions.problem.horizon
        attended: defaultdict[EmployeeDay, list[Activity]] = defaultdict(list)
        for (number, employee, slot), variable in self.attends.items():
            if values[variable.index]:
                attended[employee, slot.day].append(sessions.activity(sessions.asked[number].request, slot))
        for (number, slot), variable in self.leads.items():
            request = sessions.asked[number].request
            if values[variable.index] and request.trainer is not None:
                attended[request.trainer, slot.day].append(sessions.activity(request, slot))
        meals = {place: start for (place, start), eats in self.eats.items() if values[eats.index]}
        for of_class, places in self.members.items():
            left = {start: values[count.index] for (other, start), count in self.others.items() if other == of_class}
            waiting = []
            for place in places:
                if left and place not in meals and sessions.meal_starts(place):
                    now = self._now(place)
                    if now is not None and left[now] > 0:
                        left[now] -= 1
                        meals[place] = now
                    else:
                        waiting.append(place)
            free = [start for start, count in sorted(left.items()) for _ in range(count)]
            meals |= dict(zip(waiting, free, strict=True))
        rows = []
        for place, row in sessions.rows.items():
            changed = row
            if place in meals:
                _, day = place
                midnight = horizon.midnight(day)
                minutes = sessions.problem.shifts_of(*place)[row.shift].meal_minutes
                start = midnight + meals[place]
                changed = replace(row, break_start=horizon.local(start), break_end=horizon.local(start + minutes))
            if place in attended:
                changed = replace(changed, activities=tuple(sorted((*row.activities, *attended[place]))))
            rows.append(changed)
        return Roster.of(rows)


class _Placement(OwnChoiceRule):
    """Leaves people the shifts that they have, and brings in sessions and meal breaks before the other rules apply."""

    rule: Literal["placement"] = "placement"
    _model: PlacementModel = PrivateAttr()

    def begin(self, model: PlacementModel) -> None:
        """Take the model whose variables are to be brought in."""
        self._model = model
        model._attending = {}

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        row = self._model.sessions.rows.get((person.employee_id, day))
        return row is None or row.shift != shift.code

    def apply(self, build: Build) -> None:
        self._model.add_to(build)
