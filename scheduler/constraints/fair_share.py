"""What R23 and R24 have in common: turns that teams share fairly over the weeks. Model and check count apart."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.messages import Message

if TYPE_CHECKING:
    from scheduler.variables import Build


@dataclass(frozen=True, slots=True)
class SharedTurns:
    """What the model is told of turns.

    Attributes
    ----------
    days
        The planned days on which there are any.
    codes
        The shifts that are a turn on such a day.
    able
        By employee_id of those who share: which of these are the person's.
    before
        By employee_id: turns in the weeks before.
    needed, per_turn
        The horizon needs ``needed / per_turn`` turns, in whole numbers throughout.
    """

    days: Sequence[int]
    codes: Collection[str]
    able: Mapping[str, Collection[str]]
    before: Mapping[str, int]
    needed: int
    per_turn: int


@dataclass(frozen=True, slots=True)
class CountedTurns:
    """What the check counts.

    Attributes
    ----------
    dates
        The planned dates on which there are turns.
    shifts
        By employee_id of those who share: the person's shifts that are a turn on such a date.
    before
        By employee_id: turns in the weeks before.
    needed
        Turns that the horizon needs.
    """

    dates: Collection[date]
    shifts: Mapping[str, Sequence[Shift]]
    before: Mapping[str, int]
    needed: Fraction


@dataclass(frozen=True, slots=True)
class _Share:
    """What the check holds a person's turns against: those before, the fair share, and the most that could be taken."""

    earlier: int
    fair: Fraction
    possible: int


class FairShare(Rule):
    """A rule that shares turns, which is what it calls a night or a day of a kind, among the people who can take them.

    A person's fair share is ::

        turns taken in the weeks before by the team's people who share them x days before / days before of these people
        + turns that the horizon needs x days asked / days asked of the people of all teams who share them

    where days before are those of the same weeks on which the person could have been asked, alike for all people of a
    team of one of whom nobody knows them; and days asked the planned days with turns on which the person is employed
    and not absent. It is the same for all people of a team who are there on all days.
    What the horizon needs depends on the facts alone, never on the roster. Nobody can take a part of a turn: the whole
    numbers on either side of the share are free. Turns before the horizon use the share up; they are not charged
    themselves. Nor is it charged that somebody is behind by more turns than can be taken in the horizon.
    """

    couples_people: ClassVar[bool] = True
    judges_people_apart: ClassVar[bool] = True
    turns: ClassVar[str]
    """What is shared, in the plural: a text that the catalogue has, `msgid("nights")`. `units`: above, below."""

    @abstractmethod
    def _shared(self, problem: Problem) -> SharedTurns | None:
        """The turns for the model; None where nobody shares any."""

    @abstractmethod
    def _counted(self, problem: Problem) -> CountedTurns | None:
        """The turns for the check, which takes nothing of `_shared`; None where nobody shares any."""

    @abstractmethod
    def _is_turn(self, problem: Problem, row: Assignment) -> bool:
        """Whether a row is a turn, for the check."""

    def apply(self, build: Build) -> None:
        """Fill, for each person, the free share; what is above and below it in steps, each dearer than the last."""
        problem = build.problem
        shared = self._shared(problem)
        if shared is None:
            return
        shares = _shares(problem, shared)
        for employee, able in shared.able.items():
            person = problem.employee[employee]
            least, most = (max(0, share - shared.before[employee]) for share in shares[employee])
            turns = [
                [var for code, var in build.works.on_day(employee, day).items() if code in shared.codes]
                for day in shared.days
            ]
            count = build.sum([var for choices in turns for var in choices])
            possible = sum(map(bool, turns))
            if self.weight is not None:
                least = min(least, _could_take(problem, person, shared.days, able))
                build.in_steps(self.number, self.weight, count, least, most, possible, employee=employee)
            elif possible > most:
                build.model.add(count <= most)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count each person's turns and set them beside the share that hours and clock times give."""
        taken = Counter(row.employee_id for row in roster.assignments if self._is_turn(problem, row))
        found: list[Violation] = []
        for employee, share in self._fair_shares(problem).items():
            earlier, count, fair = share.earlier, taken[employee], share.fair
            above = min(count, earlier + count - ceil(fair))
            below = min(floor(fair) - earlier, share.possible) - count
            missed = max(above, 0 if self.weight is None else below)
            if missed > 0:
                least, most = floor(fair), ceil(fair)
                found.append(
                    self.violation(
                        Message(
                            "{employee} works {taken} {turns} after {earlier} in the weeks before; a fair share is "
                            "{share}",
                            employee=employee,
                            taken=count,
                            turns=Message(self.turns),
                            earlier=earlier,
                            share=Message("{least} to {most}", least=least, most=most) if least < most else most,
                        ),
                        amount=missed,
                        unit=self.units[above <= 0],
                        employee=employee,
                        points=None if self.weight is None else self.weight * sum(range(1, missed + 1)),
                    )
                )
        return found

    def _fair_shares(self, problem: Problem) -> Mapping[str, _Share]:
        """The share of each person, which depends on the facts alone: found once for each problem."""
        known = _SHARES.setdefault(problem, {})
        if self not in known:
            known[self] = self._find_shares(problem)
        return known[self]

    def _find_shares(self, problem: Problem) -> dict[str, _Share]:
        counted = self._counted(problem)
        if counted is None:
            return {}
        people = {employee: problem.employee[employee] for employee in counted.shifts}
        staff, parts_of_days = StaffByDate(problem), PartsOfDays(problem)
        asked = {
            employee: sum(
                staff.on(employee, on) is not None and on not in parts_of_days.whole_days(employee)
                for on in counted.dates
            )
            for employee in people
        }
        of_before: dict[str, Fraction] = {}
        for team in {person.team for person in people.values()}:
            mates = [employee for employee, person in people.items() if person.team == team]
            there = {employee: problem.history_of[employee].days for employee in mates}
            known = [days for days in there.values() if days is not None]
            taken = sum(counted.before[employee] for employee in mates)
            for employee, days in there.items():
                by_days = days is not None and len(known) == len(mates) and sum(known) > 0
                of_before[employee] = taken * (Fraction(days or 0, sum(known)) if by_days else Fraction(1, len(mates)))
        per_day = counted.needed / max(1, sum(asked.values()))
        return {
            employee: _Share(
                counted.before[employee],
                of_before[employee] + per_day * asked[employee],
                _open_dates(problem, parts_of_days, staff, person, counted.dates, counted.shifts[employee]),
            )
            for employee, person in people.items()
        }


_SHARES: WeakKeyDictionary[Problem, dict[FairShare, Mapping[str, _Share]]] = WeakKeyDictionary()


# ---- For models -----------------------------------------------------------------------------------------------------


def required_permille(problem: Problem, sharing: Iterable[str], intervals: NDArray[np.int64]) -> int:
    """Thousandths of agents that the queues of these people require in these intervals together."""
    queues = {queue for employee in sharing for queue in problem.employee[employee].queues}
    required = [needs.required_permille[intervals] for queue, needs in problem.demand.queues.items() if queue in queues]
    return sum(int(of_queue.sum()) for of_queue in required)


def _shares(problem: Problem, shared: SharedTurns) -> dict[str, tuple[int, int]]:
    """The fair share of each person, rounded down and up."""
    before: Counter[str] = Counter()
    asked: dict[str, int] = {}
    days_before = _days_before(problem, shared.able)
    size: Counter[str] = Counter()
    for employee in shared.able:
        team = problem.employee[employee].team
        before[team] += shared.before[employee]
        size[team] += days_before[employee]
        absent = problem.absent_dates[employee]
        if problem.stays_the_same(employee) and not absent:
            asked[employee] = len(shared.days)
            continue
        dates = map(problem.horizon.date_of, shared.days)
        asked[employee] = sum(on not in absent and problem.employee_on(employee, on) is not None for on in dates)
    in_all = max(1, sum(asked.values())) * shared.per_turn
    shares: dict[str, tuple[int, int]] = {}
    for employee, days in asked.items():
        team = problem.employee[employee].team
        unit = in_all * size[team]
        share = before[team] * days_before[employee] * in_all + shared.needed * days * size[team]
        shares[employee] = share // unit, -(-share // unit)
    return shares


def _days_before(problem: Problem, sharing: Iterable[str]) -> dict[str, int]:
    """Days of the weeks before on which each could have been asked; 1 for all of a team where one's are not known."""
    found = {employee: problem.history_of[employee].days for employee in sharing}
    in_team: dict[str, list[int | None]] = {}
    for employee, days in found.items():
        in_team.setdefault(problem.employee[employee].team, []).append(days)
    known = {team for team, days in in_team.items() if None not in days and any(days)}
    return {
        employee: days if days is not None and problem.employee[employee].team in known else 1
        for employee, days in found.items()
    }


def _could_take(problem: Problem, person: Employee, days: Sequence[int], codes: Collection[str]) -> int:
    """On how many of these days the person could take a turn by employment, absences, consents and contract."""
    could = 0
    for week in problem.horizon.weeks():
        open_days: Counter[str] = Counter()
        for day in days:
            on = problem.horizon.date_of(day)
            if day not in week or on in problem.absent_dates[person.employee_id]:
                continue
            then = problem.employee_on(person.employee_id, on)
            if then is None:
                continue
            contract = problem.contract_of(then)
            if problem.is_public_holiday(on) and not (contract.works_public_holidays and then.may_work_holidays):
                continue
            open_days[contract.name] += on.weekday() in contract.weekdays and any(
                code in then.shifts
                and on.weekday() in problem.shifts[code].weekdays
                and (then.may_work_nights or not problem.shifts[code].night_minutes)
                for code in codes
            )
        could += sum(min(count, problem.contracts[name].days_per_week) for name, count in open_days.items())
    return could


# ---- For checks -----------------------------------------------------------------------------------------------------


def agent_minutes(problem: Problem, people: Iterable[Employee], is_within: Callable[[datetime], bool]) -> Fraction:
    """Agent minutes that the queues of these people require in the intervals that start within."""
    served = {queue for person in people for queue in person.queues}
    minutes = Fraction(0)
    for interval in range(problem.horizon.n_intervals):
        if is_within(problem.horizon.interval_start(interval)):
            for queue, needs in problem.demand.queues.items():
                if queue in served:
                    minutes += Fraction(int(needs.required_permille[interval]), 1000) * problem.horizon.interval_minutes
    return minutes


def _open_dates(
    problem: Problem,
    parts_of_days: PartsOfDays,
    staff: StaffByDate,
    person: Employee,
    dates: Collection[date],
    shifts: Sequence[Shift],
) -> int:
    """Dates on which nothing keeps the person from these shifts, by week no more than the days of each contract."""
    absent = parts_of_days.whole_days(person.employee_id)
    by_week: Counter[tuple[int, int, str]] = Counter()
    for on in dates:
        then = staff.on(person.employee_id, on)
        if then is None or on in absent:
            continue
        contract = problem.contracts[then.contract]
        if on in (problem.public_holidays or {}) and not (contract.works_public_holidays and then.may_work_holidays):
            continue
        if any(
            on.weekday() in shift.weekdays & contract.weekdays
            and shift.code in then.shifts
            and (shift.night_minutes == 0 or then.may_work_nights)
            for shift in shifts
        ):
            by_week[*on.isocalendar()[:2], contract.name] += 1
    return sum(min(open_dates, problem.contracts[name].days_per_week) for (*_, name), open_dates in by_week.items())
