"""Whole rosters of consecutive weeks that prove what is possible: each keeps every hard rule beside its neighbours.

A request changes the roster of its week as little as it takes: first the person's own shift of the day falls out, then
the person's week is made anew, then the whole week, then the weeks around it. Only the last, with all weeks open, or
that one person alone cannot have it, proves that a request is impossible.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import numpy as np

from scheduler.config import Solving
from scheduler.constraints import AnyRule, with_rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.locks import Locks
from scheduler.desk.leave.searching import (
    Found,
    Missing,
    Place,
    cannot_cover,
    find,
    first_intervals,
    missing_on,
    required_on,
)
from scheduler.desk.standing import Changes, Standing
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand, QueueDemand
from scheduler.domain.people import Absence, Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import OFF
from scheduler.result import Status
from scheduler.verify import audit

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)
_BEFORE, _AFTER = 5, 3
"""Weeks around one week whose rosters it is held against: farther than rules look from one week to another."""

_BESIDE = 2
"""Weeks on each side that are judged anew where a roster changes; at the end all of them are."""

_MORE_DAYS = 7
"""Of leave in a week, after which its coverage is looked at anew."""

_LEAVE_WEIGHT = 10
"""How much more a missing agent matters on a day of leave, where a roster that keeps the target is looked for."""

_MOST_CHOICES = 400_000
"""A search over several weeks has no more choices."""

_FEW_CHOICES = 100
"""Shifts of all people and weeks, where a search takes next to no time."""


@dataclass(frozen=True)
class Limits:
    """How long one proof may take, and what may be missing on days of leave.

    Attributes
    ----------
    share
        The largest share of a day's agent hours that may be missing on a day of leave; None: any.
    seconds
        Of the search for one request.
    first_open
        Of published weeks, other people's days before it stay.
    today
        Of published weeks, all days before it do.
    """

    share: float | None
    seconds: float
    today: date
    first_open: date


class Proofs:
    """A roster of each week that keeps every hard rule beside those around it.

    Parameters
    ----------
    problem
        The facts of all weeks, with what is published of them.
    rules
        Those in force.
    limits, solving
        Of searches.
    """

    _asking: frozenset[str] = frozenset()
    """Whose days are open in published weeks as well."""

    def __init__(self, problem: Problem, rules: Sequence[AnyRule], limits: Limits, solving: Solving) -> None:
        self.limits, self._solving = limits, solving
        self.rules = tuple(rule for rule in with_rule(rules, Locks(source="leave")) if rule.weight is None)
        known = problem.published_days or frozenset()
        rows = problem.published.assignments if problem.published is not None else ()
        self.monday = problem.horizon.first_day
        self.n_weeks = problem.horizon.days // 7
        self.published = tuple(known.issuperset(self._days(week)) for week in range(self.n_weeks))
        # Of weeks of which a part is published, that part stays.
        settled = {on for week, whole in enumerate(self.published) if not whole for on in self._days(week)} & known
        worked = {(row.employee_id, row.date): row.shift for row in rows}
        locks = tuple(
            Lock(employee_id=person.employee_id, date=on, shift=worked.get((person.employee_id, on), OFF))
            for on in sorted(settled)
            for person in problem.employees
            if problem.employee_on(person.employee_id, on) is not None
        )
        self.problem = problem.replace(published=None, published_days=None, locks=(*problem.locks, *locks))
        self.required = required_on(problem)
        self.granted_days: frozenset[date] = frozenset()
        self._of_week: dict[int, list[Assignment]] = {}
        for row in rows:
            self._of_week.setdefault((row.date - self.monday).days // 7, []).append(row)
        self.rosters: list[Roster | None] = [
            Roster.of(self._of_week.get(week, ())) if whole else None for week, whole in enumerate(self.published)
        ]
        self._standings: dict[int, Standing] = {}
        self._prices = [rule for rule in rules if rule.weight is not None and not rule.has_personal_price]
        if not any(isinstance(rule, CoverageShortfall) for rule in rules):
            self._prices.append(CoverageShortfall(weight=1))
        self._failed_at: dict[int, int] = {}
        self.steps = {"own": 0, "person": 0, "week": 0, "weeks": 0}

    def _days(self, week: int) -> list[date]:
        return [self.monday + week * ONE_WEEK + n * ONE_DAY for n in range(7)]

    def copy(self) -> Proofs:
        """Another that may be tried out."""
        other = Proofs.__new__(Proofs)
        other.__dict__.update(self.__dict__)
        other.rosters, other._standings, other.steps = list(self.rosters), dict(self._standings), dict(self.steps)
        return other

    @property
    def is_small(self) -> bool:
        """Whether all weeks are searched at once without much thought."""
        return self.n_weeks * sum(len(person.shifts) for person in self.problem.employees) <= _FEW_CHOICES

    @property
    def _is_searched_with_target(self) -> bool:
        """Whether the search of whole weeks finds rosters that keep the target, or proves that there are none."""
        return sum(len(person.shifts) for person in self.problem.employees) <= _FEW_CHOICES

    def week_of(self, on: date) -> int:
        """The number of the week of a date."""
        return (on - self.monday).days // 7

    def row_on(self, employee: str, on: date) -> Assignment | None:
        """What somebody works on a day in the roster of its week."""
        roster = self.rosters[self.week_of(on)]
        assert roster is not None
        return next((row for row in roster.of_employee(employee) if row.date == on), None)

    # ---- The facts of some weeks -------------------------------------------------------------------------------

    def problem_of(self, first: int, last: int) -> Problem:
        """The facts of some weeks, both included, beside the rosters around them."""
        whole = self.problem
        monday = self.monday + first * ONE_WEEK
        horizon = Horizon(monday, 7 * (last - first + 1), whole.horizon.interval_minutes, whole.horizon.zone)
        sunday = horizon.date_of(horizon.days - 1)
        begin = whole.horizon.midnight(7 * first) // horizon.interval_minutes
        demand = replace(
            whole.demand,
            horizon=horizon,
            queues={
                name: _cut(needs, begin, begin + horizon.n_intervals) for name, needs in whole.demand.queues.items()
            },
            without_activities=None,
        )
        around = timedelta(days=31)
        return whole.replace(
            horizon=horizon,
            demand=demand,
            absences=_near(whole.absences, monday - around, sunday + around),
            requests=tuple(wish for wish in whole.requests if monday <= wish.date <= sunday),
            locks=tuple(lock for lock in whole.locks if monday <= lock.date <= sunday),
            **self._around(first, last),
        )

    def _around(self, first: int, last: int) -> dict[str, Roster]:
        """What people work before and after some weeks, as far as it is known without a gap."""
        before: list[Iterable[Assignment]] = [self.problem.previous.assignments] if first <= _BEFORE else []
        for week in range(max(0, first - _BEFORE), first):
            roster = self.rosters[week]
            before.append(() if roster is None else roster.assignments)
        after: list[Iterable[Assignment]] = []
        for week in range(last + 1, min(self.n_weeks, last + 1 + _AFTER)):
            roster = self.rosters[week]
            if roster is None:
                break
            after.append(roster.assignments)
        else:
            if last + _AFTER >= self.n_weeks - 1:
                after.append(self.problem.following.assignments)
        return {"previous": Roster.of(chain(*before)), "following": Roster.of(chain(*after))}

    def _near_weeks(self, first: int, last: int) -> range:
        """Some weeks and those around them whose rosters are judged beside theirs, though none of them are theirs."""
        return range(max(0, first - _BESIDE), min(self.n_weeks, last + _BESIDE + 1))

    def standing(self, week: int) -> Standing:
        """The roster of a week, to be asked what changes would break."""
        if week not in self._standings:
            problem, roster = self.problem_of(week, week), self.rosters[week]
            assert roster is not None
            self._standings[week] = Standing(problem, self.rules, roster, audit(problem, self.rules, roster))
        return self._standings[week]

    # ---- The first rosters -------------------------------------------------------------------------------------

    def begin(self) -> Found:
        """Find a roster of each week that has none; INFEASIBLE where the hard rules of some weeks cannot hold."""
        for week in range(self.n_weeks):
            if self.rosters[week] is not None:
                continue
            began = time.monotonic()
            found = self._search(week, week, began)
            back = 1
            while found.roster is None and week - back >= 0 and not self.published[week - back]:
                found = self._search(week - back, week, began)
                back += 1
            if found.roster is None:
                return found
            self._take(found.roster)
        return Found(Status.FEASIBLE)

    def _take(self, roster: Roster) -> None:
        by_week: dict[int, list[Assignment]] = {}
        for row in roster.assignments:
            by_week.setdefault(self.week_of(row.date), []).append(row)
        for week, rows in by_week.items():
            self.rosters[week] = Roster.of(rows)
        self._standings.clear()

    def _search(self, first: int, last: int, began: float) -> Found:
        """Search the rosters of some weeks at once."""
        problem = self.problem_of(first, last)
        rules = self.rules if first == last else [r for r in self.rules if not r.counts_over_horizon]
        rows = chain.from_iterable(
            roster.assignments for roster in self.rosters[first : last + 1] if roster is not None
        )
        current = Roster(tuple(rows))
        is_published = any(self.published[first : last + 1])
        open_places: frozenset[Place] | None = None
        if is_published:
            open_places = frozenset(
                (person.employee_id, on)
                for person in problem.employees
                for week in range(first, last + 1)
                for on in self._days(week)
                if not self.published[week] or on >= self.limits.first_open or self._own_open(person.employee_id, on)
            )
        left = max(0.5, self.limits.seconds - (time.monotonic() - began))
        return find(
            problem,
            rules,
            self._solving,
            left,
            current=current,
            most_missing=self._most_missing(problem),
            open_places=open_places,
            is_near=is_published,
        )

    def _own_open(self, employee: str, on: date) -> bool:
        return employee in self._asking and on >= self.limits.today

    def _most_missing(self, problem: Problem) -> Missing:
        share = self.limits.share
        if share is None:
            return {}
        return {on: int(share * self.required[on]) for on in problem.horizon.dates() if on in self.granted_days}

    # ---- A request ---------------------------------------------------------------------------------------------

    def with_leave(
        self, absences: Sequence[Absence], locks: Sequence[Lock] = (), *, is_thorough: bool = True
    ) -> tuple[Status, Proofs | None]:
        """What stands once somebody has leave as well.

        Parameters
        ----------
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
        began = time.monotonic()
        then = self.copy()
        employee = absences[0].employee_id
        then._asking = frozenset((employee,))
        then.problem = self.problem.replace(
            absences=(*self.problem.absences, *absences), locks=(*self.problem.locks, *locks)
        )
        days = {on for one in absences for on in one.days()}
        then.granted_days = self.granted_days | days
        weeks = sorted({self.week_of(on) for on in days})
        for week in weeks:
            if then._mend(week, employee):
                continue
            if not is_thorough:
                return Status.NO_SOLUTION, None
            if self.limits.share is not None and not self._is_searched_with_target:
                if then._cannot_cover(week, days):
                    return Status.INFEASIBLE, None
                if then._with_coverage(week):
                    continue
                return Status.NO_SOLUTION, None
            status = then._widen(week, employee, began)
            if status is not Status.FEASIBLE:
                return status, None
        return Status.FEASIBLE, then

    def _mend(self, week: int, employee: str) -> bool:
        """Let the shifts of the days of leave fall out, or make the person's week anew; false where neither will do."""
        before = self.standing(week)
        first, last = before.problem.horizon.first_day, self._days(week)[-1]
        problem = before.problem.replace(
            absences=_near(self.problem.absences, *_wide(before.problem.horizon)),
            locks=tuple(lock for lock in self.problem.locks if first <= lock.date <= last),
        )
        now = before.with_facts(problem, [employee])
        fallen: Changes = {
            (employee, row.date): () if left is None else (left,)
            for row in before.roster.of_employee(employee)
            if (left := problem.as_worked(row)) != row
        }
        for step, changes in self._options(problem, employee, fallen, before.roster):
            outcome = now.after(changes)
            if not outcome.is_allowed:
                continue
            after = now.moved(outcome, is_measured=self.limits.share is not None)
            if self._keeps_target(after) and self._fits(week, after, {employee}, changes):
                self.steps[step] += 1
                return True
        return False

    def _options(
        self, problem: Problem, employee: str, fallen: Changes, roster: Roster
    ) -> Iterator[tuple[str, Changes]]:
        yield "own", fallen
        left = [row for row in roster.of_employee(employee) if (employee, row.date) not in fallen]
        left += [row for rows in fallen.values() for row in rows]
        is_published = self.published[self.week_of(problem.horizon.first_day)]
        open_places = None
        if is_published:
            open_places = {(employee, on) for on in problem.horizon.dates() if on >= self.limits.today}
        found = find(
            problem.of_people([employee]),
            [rule for rule in self.rules if not rule.couples_people],
            self._solving,
            self.limits.seconds,
            current=Roster.of(left),
            most_missing={},
            open_places=open_places,
            is_near=True,
        )
        if found.roster is None:
            return
        kept = {(row.date, row.shift): row for row in left}
        then: dict[date, list[Assignment]] = {}
        for row in found.roster.assignments:
            then.setdefault(row.date, []).append(kept.get((row.date, row.shift), row))
        was = {row.date for row in roster.of_employee(employee)}
        changes = {(employee, on): tuple(then.get(on, ())) for on in was | set(then)}
        if changes != fallen:
            yield "person", changes

    def _keeps_target(self, after: Standing) -> bool:
        most = self._most_missing(after.problem)
        if not most:
            return True
        missing = missing_on(after.problem, after.checked.coverage)
        return all(missing[on] <= limit for on, limit in most.items())

    def _fits(self, week: int, after: Standing, people: Collection[str], changes: Changes) -> bool:
        """Take the roster of a week, if those around it keep the rules beside it."""
        rosters, standings = list(self.rosters), dict(self._standings)
        self.rosters[week] = after.roster
        self._standings[week] = after
        monday_after = self._days(week)[-1] + ONE_DAY
        old = rosters[week]
        rows = [row for place in changes for row in changes[place]]
        if old is not None:
            rows += [row for row in old.assignments if (row.employee_id, row.date) in changes]
        reaches_over = any(row.end.date() >= monday_after for row in rows)
        for beside in self._near_weeks(week, week):
            if beside == week or self.rosters[beside] is None:
                continue
            known = self._standings.get(beside)
            if known is None or (beside == week + 1 and reaches_over):
                self._standings.pop(beside, None)
                if known is None and not reaches_over:
                    # Judged when it is asked for; of the people who changed, now.
                    if self._broken_beside(beside, people):
                        self.rosters, self._standings = rosters, standings
                        return False
                    continue
                if self.standing(beside).checked.hard:
                    self.rosters, self._standings = rosters, standings
                    return False
                continue
            problem = known.problem.replace(
                absences=_near(self.problem.absences, *_wide(known.problem.horizon)), **self._around(beside, beside)
            )
            then = known.with_facts(problem, people)
            if then.checked.hard:
                self.rosters, self._standings = rosters, standings
                return False
            self._standings[beside] = then
        return True

    def _broken_beside(self, week: int, people: Collection[str]) -> bool:
        problem, roster = self.problem_of(week, week), self.rosters[week]
        assert roster is not None
        own = problem.of_people(people)
        rows = Roster.of(row for employee in sorted(people) for row in roster.of_employee(employee))
        return any(rule.check(own, rows) for rule in self.rules if not rule.couples_people)

    def _widen(self, week: int, employee: str, began: float) -> Status:
        """Search the whole week, then more and more weeks around it; whoever asks cannot have it alone, first."""
        if self._cannot_alone(employee):
            return Status.INFEASIBLE
        first = last = week
        while True:
            is_whole = first == 0 and last == self.n_weeks - 1
            found = self._search(first, last, began)
            if found.roster is not None and self._all_keep(found.roster, first, last):
                self.steps["week" if first == last else "weeks"] += 1
                return Status.FEASIBLE
            if is_whole:
                return found.status if found.roster is None else Status.NO_SOLUTION
            if time.monotonic() - began > self.limits.seconds:
                return Status.NO_SOLUTION
            first, last = max(0, first - 1), min(self.n_weeks - 1, last + 1)
            shifts = sum(len(person.shifts) for person in self.problem.employees)
            if 7 * (last - first + 1) * shifts > _MOST_CHOICES:
                return Status.NO_SOLUTION

    def _with_coverage(self, week: int) -> bool:
        """Give a week the coverage that a plan would have, by the search that plans weeks, if that keeps the target.

        Rosters of the beginning know nothing of coverage. Where it has failed for a week it is tried again only once
        more leave was granted in it: for others who ask for that week no roster is found until then.
        """
        granted = sum(self.week_of(on) == week for on in self.granted_days)
        if self.published[week] or granted < self._failed_at.get(week, 0):
            return False
        from scheduler.solve import solve as search  # loads compiled code

        problem, roster = self.problem_of(week, week), self.rosters[week]
        options = self._solving.model_copy(update={"time_limit_seconds": self.limits.seconds})
        asked = problem.replace(demand=_weighed(problem, self._most_missing(problem)))
        found = search(asked, (*self.rules, *self._prices), options=options, start=roster).roster
        if found is None:
            self._failed_at[week] = granted + _MORE_DAYS
            return False
        self.rosters[week] = found
        around = self._near_weeks(week, week)
        for beside in around:
            self._standings.pop(beside, None)
        if any(self.standing(beside).checked.hard for beside in around) or not self._keeps_target(self.standing(week)):
            self._failed_at[week] = granted + _MORE_DAYS
            return False
        self.steps["week"] += 1
        return True

    def _cannot_cover(self, week: int, days: Collection[date]) -> bool:
        """Whether too much would be missing on some days of a week even if people could be divided.

        By rules alone that look at no other week. Days on which somebody may still be there who began in the week
        before prove nothing.
        """
        latest = max(shift.end_minute for shift in self.problem.shifts.values())
        open_days = 0 if week == 0 else -(-latest // MINUTES_PER_DAY) - 1
        days = {on for on in days if self.week_of(on) == week and on.weekday() >= open_days}
        problem = self.problem_of(week, week)
        most = {on: limit for on, limit in self._most_missing(problem).items() if on in days}
        rules = [rule for rule in self.rules if rule.asks_of_weeks_alone]
        return bool(most) and cannot_cover(problem, rules, most, self.limits.seconds)

    def _cannot_alone(self, employee: str) -> bool:
        """Whether the person's own rules forbid it over all weeks, whatever anybody else works."""
        alone = self.problem.of_people([employee])
        rules = [
            rule
            for rule in self.rules
            if not rule.couples_people and (self.n_weeks == 1 or not rule.counts_over_horizon)
        ]
        rows = chain.from_iterable(roster.of_employee(employee) for roster in self.rosters if roster is not None)
        found = find(alone, rules, self._solving, self.limits.seconds, current=Roster(tuple(rows)), most_missing={})
        return found.status is Status.INFEASIBLE

    def _all_keep(self, roster: Roster, first: int, last: int) -> bool:
        """Take the rosters of some weeks, if each of them and those around them keep every rule and the target.

        In a published week whoever keeps the shift keeps its meal break and what is attended in it: a roster that is
        possible only without is not taken, as its publication would undo what people were told.
        """
        rosters, standings = list(self.rosters), dict(self._standings)
        for week in range(first, last + 1):
            days = self._days(week)
            rows = roster.between(days[0], days[-1])
            self.rosters[week] = self._with_meals_kept(rows, rosters[week]) if self.published[week] else rows
        for week in self._near_weeks(first, last):
            self._standings.pop(week, None)
        for week in self._near_weeks(first, last):
            if self.standing(week).checked.hard or not self._keeps_target(self.standing(week)):
                self.rosters, self._standings = rosters, standings
                return False
        return True

    @staticmethod
    def _with_meals_kept(found: Roster, before: Roster | None) -> Roster:
        """The roster in which whoever keeps the shift keeps its row."""
        if before is None:
            return found
        rows = {(row.employee_id, row.date, row.shift): row for row in before.assignments}
        return Roster.of(
            was
            if (was := rows.get((row.employee_id, row.date, row.shift)))
            and was.start == row.start
            and was.end == row.end
            else row
            for row in found.assignments
        )

    # ---- The end -----------------------------------------------------------------------------------------------

    def breaches(self) -> list[tuple[int, Standing]]:
        """Weeks whose rosters break a hard rule, each checked whole and from scratch beside those around it."""
        self._standings.clear()
        return [(week, self.standing(week)) for week in range(self.n_weeks) if self.standing(week).checked.hard]


def _near(absences: Iterable[Absence], first: date, last: date) -> tuple[Absence, ...]:
    return tuple(one for one in absences if one.last_day >= first and one.first_day <= last)


def _wide(horizon: Horizon) -> tuple[date, date]:
    around = timedelta(days=31)
    return horizon.first_day - around, horizon.date_of(horizon.days - 1) + around


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


def _cut(needs: QueueDemand, begin: int, end: int) -> QueueDemand:
    """The demand of some intervals."""
    changes: dict[str, Any] = {
        field.name: value[begin:end]
        for field in fields(needs)
        if isinstance(value := getattr(needs, field.name), np.ndarray)
    }
    return replace(needs, **changes)
