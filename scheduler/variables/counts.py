"""How many people of a group start a shift, and how many of them go to their meal break when.

A *group* is the people who count alike on a day: same work mode, same queues, away for the same part of it, and at the
same site where seats are counted by site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr

from scheduler.domain.part_of_day import Away
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import WorkMode
from scheduler.variables.choices import Works


class Group(NamedTuple):
    """People who count alike on a day; `site` is empty at home, and where seats are not counted by site.

    `mark` tells those of whom a rule counts from all others (`Rule.marks`).
    """

    mode: WorkMode
    queues: tuple[str, ...]
    away: Away | None = None
    site: str = ""
    mark: str = ""

    @property
    def text(self) -> str:
        """What names of variables say of it."""
        away = (
            "" if self.away is None else f",away {self.away.quarters and sorted(self.away.quarters)}{self.away.spans}"
        )
        at = f",{self.site}" if self.site else ""
        marked = f",{self.mark}" if self.mark else ""
        return f"{self.mode},{'+'.join(self.queues)}{away}{at}{marked}"


class HeadKey(NamedTuple):
    """The people of a group who start a shift on a day: whom one count is of."""

    day: int
    shift: str
    group: Group


class Heads:
    """How many people of a group start a shift on a day; only people who serve queues, or have a mark, are.

    Parameters
    ----------
    model
        Takes the counts.
    problem, works
        The facts, and the choices that are counted.
    group_of
        Whom a person counts with on a day.
    """

    def __init__(
        self, model: CpModel, problem: Problem, works: Works, group_of: Callable[[Employee, int], Group]
    ) -> None:
        self.choices: dict[HeadKey, list[IntVar]] = {}
        # How many people of a group have exactly these shifts to choose from on a day.
        self.people: Counter[tuple[int, Group, tuple[str, ...]]] = Counter()
        for day in range(problem.horizon.days):
            for person in problem.employees:
                choices = works.on_day(person.employee_id, day)
                group = group_of(person, day) if choices else None
                if group is not None and (group.queues or group.mark):
                    self.people[day, group, tuple(choices)] += 1
                    for code, var in choices.items():
                        self.choices.setdefault(HeadKey(day, code, group), []).append(var)
        self.counts: dict[HeadKey, IntVar] = {}
        for key, variables in self.choices.items():
            count = model.new_int_var(0, len(variables), f"heads[{key.day},{key.shift},{key.group.text}]")
            model.add(LinearExpr.sum(variables) == count)
            self.counts[key] = count


NOTHING_BY_MINUTE: Mapping[int, IntVar] = MappingProxyType({})


class Meals:
    """How many of ``heads[day, shift, group]`` begin their meal break at a minute of the shift's window."""

    def __init__(self, model: CpModel, problem: Problem, heads: Heads) -> None:
        self._starts: dict[tuple[int, str, Group], dict[int, IntVar]] = {}
        for key, choices in heads.choices.items():
            day, code, group = key
            minutes = problem.shifts_on(day, group.away)[code].meal_starts(problem.horizon.interval_minutes)
            if minutes:
                name = f"{day},{code},{group.text}"
                self._starts[key] = {
                    minute: model.new_int_var(0, len(choices), f"meals[{name},{minute}]") for minute in minutes
                }

    def starting(self, day: int, shift: str, group: Group) -> Mapping[int, IntVar]:
        """Counts by start, in minutes that pass from midnight of `day`; empty for shifts without a meal break."""
        return self._starts.get((day, shift, group), NOTHING_BY_MINUTE)
