"""Whole rosters of consecutive weeks that prove what is possible: each keeps every hard rule beside its neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import chain
from typing import Any

import numpy as np

from scheduler.config import Solving
from scheduler.constraints import AnyRule, with_rule
from scheduler.constraints.locks import Locks
from scheduler.constraints.on_call import still_on_call
from scheduler.desk.leave.searching import Found, MissingHeads, find, missing_on, required_on
from scheduler.domain.attended import still_attending
from scheduler.domain.calendar import ONE_DAY, ONE_WEEK, Horizon
from scheduler.domain.demand import QueueDemand
from scheduler.domain.people import Absence, Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, PersonDay, Roster
from scheduler.domain.shifts import OFF
from scheduler.result import Status
from scheduler.standing import Changes, Standing
from scheduler.verify import audit

_BEFORE, _AFTER = 5, 3
"""Weeks around one week whose rosters it is held against: farther than rules look from one week to another."""

_BESIDE = 2
"""Weeks on each side that are judged anew where a roster changes; at the end all of them are."""

FEW_CHOICES = 700
"""Of shifts and days by all people, where a search takes next to no time."""


@dataclass(frozen=True)
class ProofLimits:
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

    def __init__(self, problem: Problem, rules: Sequence[AnyRule], limits: ProofLimits, solving: Solving) -> None:
        self.limits, self.solving = limits, solving
        self.rules = tuple(rule for rule in with_rule(rules, Locks(source="leave")) if rule.weight is None)
        known = problem.published_days or frozenset()
        rows = problem.published.assignments if problem.published is not None else ()
        self.monday = problem.horizon.first_day
        self.n_weeks = problem.horizon.days // 7
        self.published = tuple(known.issuperset(self.days(week)) for week in range(self.n_weeks))
        # Of weeks of which a part is published, that part stays.
        settled = {on for week, whole in enumerate(self.published) if not whole for on in self.days(week)} & known
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
        published = problem.published or Roster()
        self.rosters: list[Roster | None] = [
            published.on_days(self.days(week)) if whole else None for week, whole in enumerate(self.published)
        ]
        self._standings: dict[int, Standing] = {}
        self.prices = [rule for rule in rules if rule.weight is not None and not rule.has_personal_price]
        self.without_target: set[tuple[int, frozenset[date]]] = set()
        """Days of leave of a week with which no roster within the target was found; known to all copies."""
        self.steps = {"own": 0, "person": 0, "team": 0, "week": 0, "weeks": 0}

    def days(self, week: int) -> list[date]:
        """The days of a week."""
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
        return self.n_weeks * self.choices_of_week <= FEW_CHOICES

    @property
    def choices_of_week(self) -> int:
        """How many shifts on how many days people may work in a week."""
        return 7 * sum(len(person.shifts) for person in self.problem.employees)

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
        sunday = horizon.last_day
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

    def near_weeks(self, first: int, last: int) -> range:
        """Some weeks and those around them whose rosters are judged beside theirs, though none of them are theirs."""
        return range(max(0, first - _BESIDE), min(self.n_weeks, last + _BESIDE + 1))

    def standing(self, week: int) -> Standing:
        """The roster of a week, to be asked what changes would break."""
        if week not in self._standings:
            problem, roster = self.problem_of(week, week), self.rosters[week]
            assert roster is not None
            self._standings[week] = Standing(problem, self.rules, roster, audit(problem, self.rules, roster))
        return self._standings[week]

    # ---- The first rosters, and searches --------------------------------------------------------------------------

    def begin(self) -> Found:
        """Find a roster of each week that has none; INFEASIBLE where the hard rules of some weeks cannot hold."""
        for week in range(self.n_weeks):
            if self.rosters[week] is not None:
                continue
            found = self.search(week, week, self.limits.seconds)
            back = 1
            while found.roster is None and week - back >= 0 and not self.published[week - back]:
                found = self.search(week - back, week, self.limits.seconds)
                back += 1
            if found.roster is None:
                return found
            self.take(found.roster, range(week - back + 1, week + 1))
        return Found(Status.FEASIBLE)

    def take(self, roster: Roster, weeks: Iterable[int]) -> None:
        """Keep the rosters of some weeks; in a published one whoever keeps the shift keeps its row.

        So also the meal break and what is attended in it, as their publication would undo what people were told.
        """
        weeks = list(weeks)
        for week in weeks:
            found, before = roster.on_days(self.days(week)), self.rosters[week]
            if self.published[week] and before is not None:
                rows = {(row.employee_id, row.date, row.shift): row for row in before.assignments}
                found = Roster.of(
                    was
                    if (was := rows.get((row.employee_id, row.date, row.shift)))
                    and was.start == row.start
                    and was.end == row.end
                    else row
                    for row in found.assignments
                )
                found = still_attending(self.problem.activities, found, before, self.problem.horizon.zone)
                found = replace(found, on_call=before.on_call)
            self.rosters[week] = found
        for week in weeks:
            self._name_on_call(week)
        for week in self.near_weeks(weeks[0], weeks[-1]):
            self._standings.pop(week, None)

    def _name_on_call(self, week: int) -> None:
        """Say who is on call, as far as a rule asks for it; in published weeks only where it was said."""
        roster = self.rosters[week]
        if roster is not None and (roster.on_call is not None or not self.published[week]):
            self.rosters[week] = still_on_call(self.rules, self.problem_of(week, week), roster)

    def search(
        self,
        first: int,
        last: int,
        seconds: float,
        asking: str | None = None,
        moving: Collection[str] | None = None,
    ) -> Found:
        """Search the rosters of some weeks at once.

        Parameters
        ----------
        first, last
            Numbers of the weeks, both included.
        seconds
            After so many there is neither a roster nor a proof.
        asking
            Whose days are open in published weeks as well.
        moving
            Only days of these people change, and as few as can be; None: everybody's, in published weeks as few.
        """
        problem = self.problem_of(first, last)
        is_near = moving is not None or any(self.published[first : last + 1])
        open_places: frozenset[PersonDay] | None = None
        if is_near:
            open_places = frozenset(
                (person.employee_id, on)
                for person in problem.employees
                if moving is None or person.employee_id in moving
                for on in problem.horizon.dates()
                if self.is_open(person.employee_id, on, asking)
            )
        return find(
            problem,
            self.rules_of(first, last),
            self.solving,
            seconds,
            current=self._kept(first, last),
            most_missing=self.most_missing(problem),
            open_places=open_places,
            is_near=is_near,
        )

    def rules_of(self, first: int, last: int) -> Sequence[AnyRule]:
        """The rules for a search over some weeks: those that count over all of them ask of each week for itself."""
        return self.rules if first == last else [rule for rule in self.rules if not rule.counts_over_horizon]

    def is_open(self, employee: str, on: date, asking: str | None) -> bool:
        """Whether somebody's day may change for a request."""
        first = self.limits.today if employee == asking else self.limits.first_open
        return on >= first or not self.published[self.week_of(on)]

    def _kept(self, first: int, last: int) -> Roster:
        rosters = (roster for roster in self.rosters[first : last + 1] if roster is not None)
        return Roster(tuple(chain.from_iterable(roster.assignments for roster in rosters)))

    def most_missing(self, problem: Problem) -> MissingHeads:
        """How much may be missing on days of leave of some weeks; nothing where there is no target."""
        share = self.limits.share
        if share is None:
            return {}
        return {on: int(share * self.required[on]) for on in problem.horizon.dates() if on in self.granted_days}

    # ---- Changes ---------------------------------------------------------------------------------------------------

    def keeps(self, weeks: Iterable[int]) -> bool:
        """Whether the rosters of some weeks keep every hard rule, and the target on days of leave."""
        return all(not self.standing(week).checked.hard and self._keeps_target(self.standing(week)) for week in weeks)

    def _keeps_target(self, after: Standing) -> bool:
        most = self.most_missing(after.problem)
        if not most:
            return True
        missing = missing_on(after.problem, after.checked.coverage)
        return all(missing[on] <= limit for on, limit in most.items())

    def take_if_kept(self, roster: Roster, first: int, last: int) -> bool:
        """Keep the rosters of some weeks, if each of them and those around them keep every rule and the target."""
        rosters, standings = list(self.rosters), dict(self._standings)
        self.take(roster, range(first, last + 1))
        if self.keeps(self.near_weeks(first, last)):
            return True
        self.rosters, self._standings = rosters, standings
        return False

    def put(self, changes: Changes) -> None:
        """Change rosters, whatever they keep then."""
        weeks = sorted({self.week_of(on) for _, on in changes})
        for week in weeks:
            self.rosters[week] = self._with(week, changes)
        for week in weeks:
            self._name_on_call(week)
            for beside in self.near_weeks(week, week):
                self._standings.pop(beside, None)

    def _with(self, week: int, changes: Changes) -> Roster:
        roster = self.rosters[week]
        assert roster is not None
        return roster.changed({place: rows for place, rows in changes.items() if self.week_of(place[1]) == week})

    def put_if_kept(self, changes: Changes, people: Collection[str], weeks: Iterable[int]) -> bool:
        """Change rosters, if these and those around them keep every hard rule and the target then.

        Parameters
        ----------
        changes
            Of some people's days.
        people
            They, and those of whom other things are true than before.
        weeks
            Of which these things are true.
        """
        rosters, standings = list(self.rosters), dict(self._standings)
        touched: defaultdict[int, dict[PersonDay, tuple[Assignment, ...]]] = defaultdict(dict)
        for place, rows in changes.items():
            touched[self.week_of(place[1])][place] = rows
        weeks, people = {*weeks, *touched}, set(people)
        anew: set[int] = set()
        for week, own in touched.items():
            own.update(self._no_longer_attended(week, own))
            before = rosters[week]
            gone = () if before is None else (r for r in before.assignments if (r.employee_id, r.date) in own)
            if any(row.end.date() > self.days(week)[-1] for row in (*gone, *chain.from_iterable(own.values()))):
                anew.add(week + 1)
            self.rosters[week] = self._with(week, own)
            people.update(employee for employee, _ in own)
        around = {beside for week in weeks for beside in self.near_weeks(week, week)} - weeks
        for week in (*sorted(weeks), *sorted(around)):
            if self.rosters[week] is not None and not self._stays(
                week, touched.get(week, {}), people, is_touched=week in weeks, is_anew=week in anew
            ):
                self.rosters, self._standings = rosters, standings
                return False
        return True

    def _no_longer_attended(self, week: int, changes: Changes) -> Changes:
        """What others work without a training, since its trainer or too many of its people are not there any more."""
        before = self.rosters[week]
        if before is None or not before.has_activities:
            return {}
        after = self._with(week, changes)
        return after.changes_to(still_attending(self.problem.activities, after, before, self.problem.horizon.zone))

    def _stays(self, week: int, changes: Changes, people: Collection[str], *, is_touched: bool, is_anew: bool) -> bool:
        """Whether a week keeps everything after changes of its own and around it; its standing is known then."""
        roster, known = self.rosters[week], self._standings.get(week)
        assert roster is not None
        called = {(duty.employee_id, duty.date) for duty in roster.on_call or () if duty.employee_id in people}
        if known is None and not is_touched and not is_anew and not called:
            # Judged when it is asked for; of the people who changed, now.
            return not self._is_broken_for(week, people)
        if known is None or is_anew:
            self._standings.pop(week, None)
            self._name_on_call(week)
            return self.keeps([week])
        days = self.days(week)
        problem = known.problem.replace(
            absences=_near(self.problem.absences, *_wide(known.problem.horizon)),
            locks=tuple(lock for lock in self.problem.locks if days[0] <= lock.date <= days[-1]),
            **self._around(week, week),
        )
        now = known.with_facts(problem, people)
        # Whoever was to be on call may not be able to any more.
        changes = {**{place: known.rows.get(place, ()) for place in called}, **changes}
        if not changes:
            self._standings[week] = now
            return not now.checked.hard and self._keeps_target(now)
        outcome = now.after(changes)
        if not outcome.is_allowed:
            return False
        after = now.moved(outcome, is_measured=self.limits.share is not None)
        self.rosters[week], self._standings[week] = after.roster, after
        return self._keeps_target(after)

    def _is_broken_for(self, week: int, people: Collection[str]) -> bool:
        problem, roster = self.problem_of(week, week), self.rosters[week]
        assert roster is not None
        own = problem.of_people(people)
        rows = Roster.of(row for employee in sorted(people) for row in roster.of_employee(employee))
        return any(rule.check(own, rows) for rule in self.rules if not rule.couples_people)

    # ---- The end -----------------------------------------------------------------------------------------------

    def breaches(self) -> list[tuple[int, Standing]]:
        """Weeks whose rosters break a hard rule, each checked whole and from scratch beside those around it."""
        self._standings.clear()
        return [(week, self.standing(week)) for week in range(self.n_weeks) if self.standing(week).checked.hard]


def _near(absences: Iterable[Absence], first: date, last: date) -> tuple[Absence, ...]:
    return tuple(one for one in absences if one.last_day >= first and one.first_day <= last)


def _wide(horizon: Horizon) -> tuple[date, date]:
    around = timedelta(days=31)
    return horizon.first_day - around, horizon.last_day + around


def _cut(needs: QueueDemand, begin: int, end: int) -> QueueDemand:
    """The demand of some intervals."""
    changes: dict[str, Any] = {
        field.name: value[begin:end]
        for field in fields(needs)
        if isinstance(value := getattr(needs, field.name), np.ndarray)
    }
    return replace(needs, **changes)
