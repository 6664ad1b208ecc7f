"""Rosters are mended for a request for leave, and change as little as it takes.

First the person's own shifts of these days fall out, then the person's weeks are made anew, then those of the team,
then of all, then the weeks around them. Only the last, with all weeks open, or that one person alone cannot have it,
proves that a request is impossible. All weeks of a request are mended together: leave over a Sunday stands in two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from scheduler.constraints import with_rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.desk.leave.proofs import FEW_CHOICES, Proofs
from scheduler.desk.leave.searching import cannot_cover, find, first_intervals
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.demand import Demand
from scheduler.domain.people import Absence, Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.result import Status
from scheduler.standing import Changes

_LEAVE_WEIGHT = 10
"""How much more a missing agent matters on a day of leave, where a roster that keeps the target is looked for."""

_MOST_CHOICES = 60_000
"""A search over several weeks has no more choices of shifts: one of more has never ended in time."""


def with_leave(
    proofs: Proofs, absences: Sequence[Absence], locks: Sequence[Lock] = (), *, is_thorough: bool = True
) -> tuple[Status, Proofs | None]:
    """What stands once somebody has leave as well.

    Parameters
    ----------
    proofs
        What stands before; stays as it is.
    absences
        Of one person.
    locks
        Days of the same person that stay free.
    is_thorough
        Whether other people's days are searched as well; without that there is no proof either.

    Returns
    -------
    tuple
        FEASIBLE with what stands then; INFEASIBLE where no rosters exist, whatever else anybody works; else
        NO_SOLUTION.
    """
    mending = _Mending(proofs, absences, locks)
    status = mending.by_own_days()
    if status is not Status.FEASIBLE and is_thorough:
        status = mending.by_coverage() if mending.is_planned_for_coverage else mending.by_search()
    return status, mending.then if status is Status.FEASIBLE else None


class _Mending:
    """One request, and the rosters as they are mended for it."""

    def __init__(self, proofs: Proofs, absences: Sequence[Absence], locks: Sequence[Lock]) -> None:
        self._employee = absences[0].employee_id
        self._leave = {on for one in absences for on in one.days()}
        self._weeks = sorted({proofs.week_of(on) for on in self._leave})
        for week in self._weeks:
            proofs.standing(week)  # known from now on, whether the request is granted or not
        self.then = proofs.copy()
        self.then.problem = proofs.problem.replace(
            absences=(*proofs.problem.absences, *absences), locks=(*proofs.problem.locks, *locks)
        )
        self.then.granted_days = proofs.granted_days | self._leave
        self._tried: list[Changes] = []
        """What was tried of the person's own days, by how little it changes."""

    # ---- The person's own days ---------------------------------------------------------------------------------------

    def by_own_days(self) -> Status:
        """Let the shifts of the days of leave fall out, or make the person's weeks anew."""
        for step, changes in self._options():
            self._tried.append(changes)
            if self.then.put_if_kept(changes, {self._employee}, self._weeks):
                self.then.steps[step] += 1
                return Status.FEASIBLE
        return Status.NO_SOLUTION

    def _options(self) -> Iterator[tuple[str, Changes]]:
        fallen = self._fallen()
        yield "own", fallen
        first, last = self._weeks[0], self._weeks[-1]
        for more in (0, 1):
            around = max(0, first - more), min(self.then.n_weeks - 1, last + more)
            changes = self._made_anew(*around, fallen)
            if changes is not None and changes not in self._tried:
                yield "person", changes

    def _rows(self, first: int, last: int) -> list[Assignment]:
        rosters = (roster for roster in self.then.rosters[first : last + 1] if roster is not None)
        return [row for roster in rosters for row in roster.of_employee(self._employee)]

    def _fallen(self) -> Changes:
        """What absences leave of the person's shifts, of those that they meet."""
        problem = self.then.problem
        return {
            (self._employee, row.date): () if left is None else (left,)
            for row in self._rows(self._weeks[0], self._weeks[-1])
            if (left := problem.as_worked(row)) != row
        }

    def _made_anew(self, first: int, last: int, fallen: Changes) -> Changes | None:
        """The person's weeks, as near as can be to what they are; None where none is found."""
        rows = self._rows(first, last)
        left = [row for row in rows if (self._employee, row.date) not in fallen]
        left += [row for falling in fallen.values() for row in falling]
        problem = self.then.problem_of(first, last)
        found = find(
            problem.of_people([self._employee]),
            [rule for rule in self.then.rules_of(first, last) if not rule.couples_people],
            self.then.solving,
            self.then.limits.seconds,
            current=Roster.of(left),
            most_missing={},
            open_places={
                (self._employee, on)
                for on in problem.horizon.dates()
                if self.then.is_open(self._employee, on, self._employee)
            },
            is_near=True,
        )
        if found.roster is None:
            return None
        kept = {(row.date, row.shift): row for row in left}
        then: dict[date, list[Assignment]] = {}
        for row in found.roster.assignments:
            then.setdefault(row.date, []).append(kept.get((row.date, row.shift), row))
        days = {row.date for row in rows} | then.keys()
        before = {on: tuple(row for row in rows if row.date == on) for on in days}
        return {(self._employee, on): tuple(then.get(on, ())) for on in days if tuple(then.get(on, ())) != before[on]}

    # ---- The days of others as well ----------------------------------------------------------------------------------

    def by_search(self) -> Status:
        """Search the weeks of the person's team, then those of all, then the ones around them, then all weeks.

        First whether the person can have it alone.
        """
        if self._cannot_alone():
            return Status.INFEASIBLE
        first, last, final = self._weeks[0], self._weeks[-1], self.then.n_weeks - 1
        status = Status.NO_SOLUTION
        spans = dict.fromkeys(((first, last), (max(0, first - 1), min(final, last + 1)), (0, final)))
        seconds = self.then.limits.seconds / (1 + len(spans))
        team = self._team()
        if len(team) < len(self.then.problem.employee):
            found = self.then.search(first, last, seconds, self._employee, team)
            if found.roster is not None and self.then.take_if_kept(found.roster, first, last):
                self.then.steps["team"] += 1
                return Status.FEASIBLE
        for span in spans:
            if span != (first, last) and (span[1] - span[0] + 1) * self.then.choices_of_week > _MOST_CHOICES:
                break
            found = self.then.search(*span, seconds, self._employee)
            if found.roster is not None and self.then.take_if_kept(found.roster, *span):
                self.then.steps["week" if span[0] == span[1] else "weeks"] += 1
                return Status.FEASIBLE
            if span == (0, final) and found.roster is None:
                status = found.status
        return status

    def _team(self) -> set[str]:
        """Everybody of the person's teams in these weeks."""
        people = self.then.problem.employees
        teams = {person.team for person in people if person.employee_id == self._employee}
        return {person.employee_id for person in people if person.team in teams}

    def _cannot_alone(self) -> bool:
        """Whether the person's own rules forbid it over all weeks, whatever anybody else works."""
        last = self.then.n_weeks - 1
        rules = [rule for rule in self.then.rules_of(0, last) if not rule.couples_people]
        alone = self.then.problem.of_people([self._employee])
        current = Roster(tuple(self._rows(0, last)))
        found = find(alone, rules, self.then.solving, self.then.limits.seconds, current=current, most_missing={})
        return found.status is Status.INFEASIBLE

    @property
    def is_planned_for_coverage(self) -> bool:
        """Whether there is a target, and weeks are too large for a search that keeps it or proves that none can."""
        return self.then.limits.share is not None and self.then.choices_of_week > FEW_CHOICES

    def by_coverage(self) -> Status:
        """Give the weeks the coverage that a plan would have, once the person's shifts fell out of all of them."""
        if any(self._cannot_cover(week) for week in self._weeks):
            return Status.INFEASIBLE
        changes = self._tried[:2][-1]
        self.then.put(changes)
        for week in self._weeks:
            if not self.then.keeps([week]) and not self._is_planned(week):
                return Status.NO_SOLUTION
        changed = {*self._weeks, *(self.then.week_of(on) for _, on in changes)}
        if not self.then.keeps(self.then.near_weeks(min(changed), max(changed))):
            return Status.NO_SOLUTION
        self.then.steps["week"] += 1
        return Status.FEASIBLE

    def _days_in(self, week: int) -> frozenset[date]:
        return frozenset(on for on in self._leave if self.then.week_of(on) == week)

    def _is_planned(self, week: int) -> bool:
        """Whether the search that plans weeks finds one that keeps the target.

        Rosters of the beginning know nothing of coverage. Where none was found with leave on some days, none is looked
        for again for the same days and more: what is granted meanwhile makes it no easier.
        """
        days = self._days_in(week)
        if self.then.published[week] or any(of == week and failed <= days for of, failed in self.then.without_target):
            return False
        from scheduler.solve import solve as search  # loads compiled code

        problem = self.then.problem_of(week, week)
        options = self.then.solving.model_copy(update={"time_limit_seconds": self.then.limits.seconds})
        asked = problem.replace(demand=_weighed(problem, self.then.most_missing(problem)))
        rules = with_rule((*self.then.rules, *self.then.prices), CoverageShortfall(weight=1))
        found = search(asked, rules, options=options, start=self.then.rosters[week]).roster
        if found is not None:
            self.then.take(found, [week])
        if found is None or not self.then.keeps([week]):
            self.then.without_target.add((week, days))
            return False
        return True

    def _cannot_cover(self, week: int) -> bool:
        """Whether too much would be missing on some days of a week even if people could be divided.

        By rules alone that look at no other week. Days on which somebody may still be there who began in the week
        before prove nothing.
        """
        problem = self.then.problem_of(week, week)
        latest = max(shift.end_minute for shift in problem.shifts.values())
        open_days = 0 if week == 0 else -(-latest // MINUTES_PER_DAY) - 1
        days = {on for on in self._days_in(week) if on.weekday() >= open_days}
        most = {on: limit for on, limit in self.then.most_missing(problem).items() if on in days}
        rules = [rule for rule in self.then.rules if rule.asks_of_weeks_alone]
        return bool(most) and cannot_cover(problem, rules, most, self.then.limits.seconds)


def _weighed(problem: Problem, days: Collection[date]) -> Demand:
    """The demand, what is missing on some days being so much worse than on others."""
    starts = first_intervals(problem)
    times = np.ones(problem.horizon.n_intervals, dtype=np.int64)
    for on in days:
        day = problem.horizon.day_of(on)
        times[starts[day] : starts[day + 1]] = _LEAVE_WEIGHT
    queues = {
        name: replace(needs, shortfall_weight=needs.shortfall_weight * times)
        for name, needs in problem.demand.queues.items()
    }
    return replace(problem.demand, queues=queues)
