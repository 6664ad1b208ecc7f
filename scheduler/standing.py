"""What a change of a checked roster does, found from the change alone, exactly as `audit` would find it.

Rules that look at one person at a time are asked about the people who change, with these people's facts; rules that
judge people apart though they couple them, with all facts and these people's rows; rules that judge intervals by sums
over rows, about the intervals whose sums change. Any other rule is checked whole. `tests/test_standing.py` holds
all of this to `audit`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.interval_rule import IntervalRule, Tally, added
from scheduler.constraints.on_call import OnCall, still_on_call
from scheduler.coverage import measure
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, PersonDay, Roster
from scheduler.verify import Audit

Changes = Mapping[PersonDay, tuple[Assignment, ...]]
"""What people work on some days in place of what they have; nothing for a day off."""

NO_CHANGES: Changes = MappingProxyType({})


class _Found(NamedTuple):
    """What is no longer found, and what is found anew; the same may be in both."""

    gone: list[Violation]
    come: list[Violation]


@dataclass(frozen=True)
class Outcome:
    """What a change of a roster does.

    Attributes
    ----------
    changes
        What changes.
    hard
        All breaches of hard rules in the changed roster.
    gone, come
        Breaches and priced misses that it no longer has, and those that it did not have.
    cost
        Of the changed roster, in points.
    """

    changes: Changes
    hard: tuple[Violation, ...]
    gone: tuple[Violation, ...]
    come: tuple[Violation, ...]
    cost: int

    @property
    def is_allowed(self) -> bool:
        """Whether the changed roster keeps every hard rule."""
        return not self.hard

    @cached_property
    def broken(self) -> tuple[Violation, ...]:
        """Breaches of hard rules that the change makes."""
        return tuple(violation for violation in self.come if violation.is_hard)

    @cached_property
    def cost_change_by_rule(self) -> dict[str, int]:
        """Points more or less, by number of the rules whose points change."""
        points: Counter[str] = Counter()
        for sign, violations in ((1, self.come), (-1, self.gone)):
            for violation in violations:
                points[violation.rule] += sign * (violation.points or 0)
        return {number: points[number] for number in sorted(points) if points[number]}

    @property
    def cost_change(self) -> int:
        """Points more or less."""
        return sum(self.cost_change_by_rule.values())


class Standing:
    """A roster with all that its check found, to be asked what changes would do.

    Parameters
    ----------
    problem, rules, roster
        As of `audit`.
    checked
        What `audit` found.
    """

    def __init__(self, problem: Problem, rules: Sequence[Rule], roster: Roster, checked: Audit) -> None:
        self.problem, self.rules, self.roster, self.checked = problem, tuple(rules), roster, checked
        by_number: dict[str, list[Rule]] = {}
        for rule in rules:
            by_number.setdefault(rule.number, []).append(rule)
        of_nobody = {found.rule for found in checked.violations if found.employee is None}
        self._personal: list[Rule] = []
        self._apart: list[Rule] = []
        self._by_interval: list[IntervalRule] = []
        self._whole: list[Rule] = []
        for number, alike in by_number.items():
            intervals = [rule for rule in alike if isinstance(rule, IntervalRule)]
            if len(intervals) == len(alike):
                self._by_interval += intervals
            elif number in of_nobody or any(rule.couples_people and not rule.judges_people_apart for rule in alike):
                self._whole += alike
            else:
                (self._apart if any(rule.couples_people for rule in alike) else self._personal).extend(alike)
        self._of_person: defaultdict[str | None, list[Violation]] = defaultdict(list)
        numbers = {rule.number for rule in (*self._personal, *self._apart)}
        for found in checked.violations:
            if found.rule in numbers:
                self._of_person[found.employee].append(found)
        whole = {rule.number for rule in self._whole}
        self._of_whole = [found for found in checked.violations if found.rule in whole]
        self._tallies: dict[IntervalRule, Tally] = {}
        self._at_intervals: dict[frozenset[tuple[object, ...]], _Found] = {}
        self._problems: dict[frozenset[str], Problem] = {}

    @property
    def rows(self) -> Mapping[PersonDay, tuple[Assignment, ...]]:
        """What people work, by person and day."""
        return self.roster.by_day

    def row_on(self, employee: str, on: date) -> Assignment | None:
        """What somebody works on a day; of two shifts the first; None: nothing."""
        return next(iter(self.rows.get((employee, on), ())), None)

    def changed(self, changes: Changes) -> Roster:
        """The roster with the changes in it; others are on call in place of those who no longer can be."""
        roster = self.roster.changed(changes)
        moved = {employee for employee, _ in changes}
        if moved.isdisjoint(duty.employee_id for duty in roster.on_call or ()):
            return roster
        return still_on_call(self.rules, self.problem, roster)

    def after(self, changes: Changes) -> Outcome:
        """What a change does.

        Parameters
        ----------
        changes
            Of any people and days.
        """
        return self._outcome(changes, self._found_of_people({employee for employee, _ in changes}, changes))

    def after_each(self, options: Mapping[str, Changes], also: Changes = NO_CHANGES) -> dict[str, Outcome]:
        """What each of several changes does, each of one person alone, by that person.

        The rules that judge people apart are asked once, as if all of them came together.

        Parameters
        ----------
        options
            Changes of one person's days each, by that person.
        also
            What changes in any case, of none of these people.
        """
        together = {place: rows for changes in options.values() for place, rows in changes.items()}
        found = self._check_people(options.keys(), together)
        by_person: defaultdict[str | None, list[Violation]] = defaultdict(list)
        for violation in found:
            by_person[violation.employee].append(violation)
        gone, come = self._found_of_people({employee for employee, _ in also}, also) if also else _Found([], [])
        return {
            employee: self._outcome(
                {**also, **changes}, _Found(self._of_person[employee] + gone, by_person[employee] + come)
            )
            for employee, changes in options.items()
        }

    def moved(self, outcome: Outcome, *, is_measured: bool = True) -> Standing:
        """What stands once a change is made, of which this is the outcome.

        Parameters
        ----------
        outcome
            Of the change.
        is_measured
            Whether its coverage is asked for; false: it is that of before.
        """
        roster = self.changed(outcome.changes)
        stays = Counter(self.checked.violations) - Counter(outcome.gone)
        violations = (*stays.elements(), *outcome.come)
        coverage = measure(self.problem, roster) if is_measured else self.checked.coverage
        checked = Audit(self.checked.rules, violations, coverage)
        then = Standing(self.problem, self.rules, roster, checked)
        then._tallies = {
            rule: added(self._tally(rule), self._tallied(rule, outcome.changes)) for rule in self._by_interval
        }
        return then

    def with_facts(self, problem: Problem, people: Iterable[str]) -> Standing:
        """What stands once other things are true of some people: when they are absent, or what they wish.

        Parameters
        ----------
        problem
            With the same days, demand, people and queues.
        people
            Of whom anything else is true.
        """
        ids = frozenset(people)
        rules = (*self._apart, *self._whole)
        numbers = {rule.number for rule in rules}
        violations = [found for found in self.checked.violations if found.rule not in numbers]
        of_interval = {rule.number for rule in self._by_interval}
        violations = [found for found in violations if found.employee not in ids or found.rule in of_interval]
        of_people = problem.of_people(ids)
        rows = Roster.of(self._rows_of(ids))
        violations += (found for rule in self._personal for found in rule.check(of_people, rows))
        violations += (found for rule in rules for found in rule.check(problem, self.roster))
        checked = Audit(self.checked.rules, tuple(violations), self.checked.coverage)
        then = Standing(problem, self.rules, self.roster, checked)
        then._tallies = {rule: self._tally(rule) for rule in self._by_interval}
        return then

    def _outcome(self, changes: Changes, of_people: _Found) -> Outcome:
        # No rule is of two kinds, so what differs can be told kind by kind.
        kinds = (_different(of_people), self._found_at_intervals(changes), _different(self._found_in_whole(changes)))
        gone = [violation for kind in kinds for violation in kind.gone]
        come = [violation for kind in kinds for violation in kind.come]
        stays = Counter(self.checked.hard) - Counter(violation for violation in gone if violation.is_hard)
        hard = (*stays.elements(), *(violation for violation in come if violation.is_hard))
        change = sum(found.points or 0 for found in come) - sum(found.points or 0 for found in gone)
        return Outcome(changes, hard, tuple(gone), tuple(come), self.checked.cost + change)

    def _found_of_people(self, people: set[str], changes: Changes) -> _Found:
        gone = [violation for employee in people for violation in self._of_person[employee]]
        return _Found(gone, self._check_people(people, changes))

    def _check_people(self, people: Iterable[str], changes: Changes) -> list[Violation]:
        """What the rules that judge people apart find of these, after changes of theirs."""
        ids = frozenset(people)
        if ids not in self._problems:
            self._problems[ids] = self.problem.of_people(ids)
        of_people = self._problems[ids]
        rows = [row for row in self._rows_of(ids) if (row.employee_id, row.date) not in changes]
        roster = Roster.of([*rows, *(row for rows_then in changes.values() for row in rows_then)])
        found = [violation for rule in self._personal for violation in rule.check(of_people, roster)]
        found += (
            violation
            for rule in self._apart
            for violation in rule.check(self.problem, roster)
            if violation.employee in ids
        )
        return found

    def _rows_of(self, people: Iterable[str]) -> Iterable[Assignment]:
        return (row for employee in sorted(people) for row in self.roster.of_employee(employee))

    def _found_in_whole(self, changes: Changes) -> _Found:
        moved = [row for place, come in changes.items() for row in (*come, *self.rows.get(place, ()))]
        people = {employee for employee, _ in changes}
        is_nobody_called = people.isdisjoint(duty.employee_id for duty in self.roster.on_call or ())
        numbers = {
            rule.number
            for rule in self._whole
            # Who is on call stays so, and what the others work is nothing to this rule.
            if (not is_nobody_called if isinstance(rule, OnCall) else any(map(rule.reads, moved)))
        }
        if not numbers:
            return _Found([], [])
        roster = self.changed(changes)
        rules = [rule for rule in self._whole if rule.number in numbers]
        come = [found for rule in rules for found in rule.check(self.problem, roster)]
        return _Found([found for found in self._of_whole if found.rule in numbers], come)

    def _found_at_intervals(self, changes: Changes) -> _Found:
        """Of changes that move the same numbers of people who count alike, the same is found."""
        come = [row for rows in changes.values() for row in rows]
        gone = [row for place in changes for row in self.rows.get(place, ())]
        moved = Counter(map(self._alike, come))
        moved.subtract(map(self._alike, gone))
        key = frozenset((what, count) for what, count in moved.items() if count)
        if key not in self._at_intervals:
            found = _Found([], [])
            for rule in self._by_interval:
                before, change = self._tally(rule), self._tallied(rule, changes)
                differs = np.zeros(self.problem.horizon.n_intervals, dtype=bool)
                for counts in change.values():
                    differs |= counts != 0
                intervals = np.flatnonzero(differs)
                if len(intervals):
                    found.gone.extend(rule.judge(self.problem, before, intervals))
                    found.come.extend(rule.judge(self.problem, added(before, change), intervals))
            self._at_intervals[key] = _different(found)
        return self._at_intervals[key]

    def _tally(self, rule: IntervalRule) -> Tally:
        if rule not in self._tallies:
            problem = self.problem
            self._tallies[rule] = added(rule.tally_before(problem), rule.tally(problem, self.roster.assignments))
        return self._tallies[rule]

    def _tallied(self, rule: IntervalRule, changes: Changes) -> Tally:
        """What changes add to the sums of a rule."""
        come = [row for rows in changes.values() for row in rows]
        gone = [row for place in changes for row in self.rows.get(place, ())]
        return added(rule.tally(self.problem, come), rule.tally(self.problem, gone), -1)

    def _alike(self, row: Assignment) -> tuple[object, ...]:
        """All that sums over rows know of a row."""
        person = self.problem.employee_on(row.employee_id, row.date)
        who = None if person is None else (person.team, self.problem.queues_on(person, row.date))
        times = (row.start, row.end, row.break_start, row.break_end)
        # Two passes of an hour that the clock shows twice are equal to Python.
        folds = tuple(at is not None and at.fold for at in times)
        return who, row.work_mode, times, folds, tuple((one, one.start.fold, one.end.fold) for one in row.activities)


def _different(found: _Found) -> _Found:
    """What is only among the first, and what is only among the second."""
    if not found.gone or not found.come:
        return found
    before, now = Counter(found.gone), Counter(found.come)
    return _Found(list((before - now).elements()), list((now - before).elements()))
