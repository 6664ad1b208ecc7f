"""Small random problems, rules and rosters, odd on purpose: shifts of up to 33 hours, rests of up to two days.

Everything is drawn from one `random.Random`, so that a seed names an example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import ValidationError

from scheduler.constraints import RULES
from scheduler.constraints.absences import Absences
from scheduler.constraints.base import Rule
from scheduler.constraints.consecutive_days_off import ConsecutiveDaysOff
from scheduler.constraints.consecutive_shifts import ConsecutiveShifts
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.coverage_surplus import CoverageSurplus
from scheduler.constraints.eligible_queues import EligibleQueues
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.fair_nights import FairNights
from scheduler.constraints.fair_weekends import FairWeekends
from scheduler.constraints.forbidden_successions import ForbiddenSuccessions
from scheduler.constraints.forward_rotation import ForwardRotation
from scheduler.constraints.horizon_minutes import HorizonMinutes
from scheduler.constraints.least_change import LeastChange
from scheduler.constraints.locks import Locks
from scheduler.constraints.maximum_consecutive_days import MaximumConsecutiveDays
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import HeadSpan, MinimumHeads
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.most_weekends import MostWeekends
from scheduler.constraints.night_consent import NightConsent
from scheduler.constraints.no_isolated_days import NoIsolatedDays
from scheduler.constraints.on_site_seats import OnSiteSeats, Site
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.constraints.overtime_use import OvertimeUse
from scheduler.constraints.pairs import Pair, Pairs
from scheduler.constraints.remote_rotation import RemoteRotationKept
from scheduler.constraints.requests import Requests
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.constraints.shift_limits import ShiftLimits
from scheduler.constraints.shift_times import ShiftTimes
from scheduler.constraints.shifts_of_a_kind import ShiftKind, ShiftsOfAKind
from scheduler.constraints.stable_starts import StableStarts
from scheduler.constraints.weekend_duty import WeekendDuty
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import Demand, QueueDemand, ShortfallTier
from scheduler.domain.employment import people_between, with_dates
from scheduler.domain.part_of_day import LSA_54, QUARTERS_OF, ShortenedShifts
from scheduler.domain.people import Absence, AbsenceKind, Contract, Employee, FairnessHistory, Lock, Request
from scheduler.domain.problem import Problem, QueueAccess, RemoteRotation
from scheduler.domain.roster import Assignment, Roster, assignment_of
from scheduler.domain.shifts import OFF, Shift

INTERVAL_MINUTES = 60
LONGEST_SHIFT_HOURS = 33
TEAMS = ("day", "night")
QUEUES = ("general", "foreign")


CLOCK_CHANGES = (
    ("Europe/Berlin", date(2024, 3, 31)),
    ("Europe/Berlin", date(2024, 10, 27)),
    ("America/New_York", date(2024, 3, 10)),
    ("America/New_York", date(2024, 11, 3)),
    ("America/Havana", date(2024, 3, 10)),  # at midnight
    ("America/Havana", date(2024, 11, 3)),
    ("America/Santiago", date(2024, 4, 6)),  # at midnight, on the day before
    ("America/Santiago", date(2024, 9, 8)),
)
"""Days on which the clock of a zone changes by an hour."""


def random_problem(rng: Random, *, clock_changes: bool = False) -> Problem:
    """One to six people, one to fourteen days, and whatever may lie around them.

    Parameters
    ----------
    clock_changes
        Whether a change of the clock lies in the days, or a few days before or after.
    """
    horizon = Horizon(date(2023, 11, 6) + timedelta(days=rng.randrange(21)), rng.randint(1, 14), INTERVAL_MINUTES)
    if clock_changes:
        zone, on = rng.choice(CLOCK_CHANGES)
        first_day = on - timedelta(days=rng.randint(-2, horizon.days + 1))
        horizon = Horizon(first_day, horizon.days, INTERVAL_MINUTES, ZoneInfo(zone))
    shifts: tuple[Shift, ...] = ()
    while not shifts or not _have_room(shifts, horizon):
        shifts = tuple(_shift(rng, code) for code in "ABCD"[: rng.randint(1, 4)])
    contracts = tuple(_accepted(partial(_contract, rng, name)) for name in ("one", "two"))
    remote = None
    if rng.random() < 0.5:
        anchor = horizon.first_day - timedelta(days=rng.randrange(60))
        remote = RemoteRotation(
            groups=2, anchor=anchor, months_on_site=1, office_calls_per_day=100, remote_calls_per_day=113
        )
    numbers = range(1, rng.randint(1, 6) + 1)
    rows: tuple[Employee, ...] = ()
    employees: tuple[Employee, ...] = ()
    while not employees:
        rows = tuple(row for number in numbers for row in _employments(rng, number, shifts, horizon))
        employees = people_between(rows, horizon.first_day, horizon.date_of(horizon.days - 1))
    problem = Problem(
        horizon=horizon,
        shifts={shift.code: shift for shift in shifts},
        contracts={contract.name: contract for contract in contracts},
        employees=employees,
        employments=with_dates(rows),
        demand=_demand(rng, horizon),
        queue_access=tuple(
            QueueAccess(team=team, queue="foreign", weekdays=_some(rng, range(7)))
            for team in TEAMS
            if rng.random() < 0.3
        ),
        remote=remote,
    )
    around = [horizon.date_of(day) for day in range(-8, horizon.days + 8)]
    kinds = {name: _accepted(partial(_absence_kind, rng, name)) for name in ("leave", "doctor")}
    return problem.replace(
        absence_kinds=kinds,
        shortened_shifts=rng.choice(
            (
                ShortenedShifts(least_hours=1, breaks=LSA_54),
                ShortenedShifts(least_hours=2),
                ShortenedShifts(least_hours=4, breaks=LSA_54),
            )
        ),
        absences=tuple(
            absence
            for person in employees
            if rng.random() < 0.6
            for absence in _absences(rng, person.employee_id, rng.choice(around))
        ),
        requests=tuple(
            wish.model_copy(update={"is_must": True, "weight": 1}) if wish.weight == 3 else wish
            for wish in _requests(rng, problem, around)
        ),
        locks=tuple(
            Lock(employee_id=person.employee_id, date=rng.choice(around), shift=rng.choice((OFF, *problem.shifts)))
            for person in employees
            if rng.random() < 0.3
        ),
        history=tuple(
            FairnessHistory(
                employee_id=person.employee_id,
                nights=rng.randrange(5),
                weekend_days=rng.randrange(5),
                days=rng.randrange(60) if rng.random() < 0.8 else None,
            )
            for person in employees
            if rng.random() < 0.5
        ),
        previous=_outside(rng, problem, range(-rng.randint(1, 9), 0)) if rng.random() < 0.7 else Roster(),
        following=_outside(rng, problem, range(horizon.days, horizon.days + rng.randint(1, 9)))
        if rng.random() < 0.6
        else Roster(),
        published=random_roster(rng, problem, 0.6) if rng.random() < 0.4 else None,
        public_holidays={on: "a holiday" for on in around if rng.random() < 0.08} if rng.random() < 0.7 else None,
    )


def _requests(rng: Random, problem: Problem, around: Sequence[date]) -> Iterator[Request]:
    """A wish of most people, some by the hour."""
    for person in problem.employees:
        if rng.random() < 0.6:
            yield (
                Request(
                    employee_id=person.employee_id,
                    date=rng.choice(around),
                    shift=rng.choice((OFF, *problem.shifts)),
                    weight=rng.randint(-3, 3),
                )
                if rng.random() < 0.7
                else Request(
                    employee_id=person.employee_id,
                    date=rng.choice(around),
                    shift=OFF,
                    weight=rng.randint(-3, 3),
                    from_minute=(start := 60 * rng.randrange(24)),
                    to_minute=start + 60 * rng.randint(1, 24),
                )
            )


def _absences(rng: Random, employee: str, first: date) -> Iterator[Absence]:
    """Some whole days, or parts of days, now and then two on one."""
    last = first + timedelta(days=rng.randrange(4))
    if rng.random() < 0.4:
        yield Absence(employee_id=employee, first_day=first, last_day=last, kind=rng.choice(("leave", "doctor")))
        return
    for part in rng.sample(sorted(QUARTERS_OF), rng.choice((0, 1, 1, 2))):
        yield Absence(employee_id=employee, first_day=first, last_day=last, kind="leave", part=part)
    for _ in range(rng.choice((0, 1, 1, 2))):
        start = rng.randrange(24 * 60)
        yield Absence(
            employee_id=employee,
            first_day=first,
            last_day=last,
            kind="doctor",
            from_minute=start,
            to_minute=start + rng.choice((60, rng.randint(1, 24 * 60))),
        )


def _have_room(shifts: Sequence[Shift], horizon: Horizon) -> bool:
    """Whether a change of the clock leaves each shift its time: planning refuses others."""
    days = {horizon.day_of(change.at.date()) - back for change in horizon.clock_changes for back in range(3)}
    return all(
        shift.as_it_runs(lambda minute, day=day: horizon.elapsed(day, minute) - horizon.midnight(day)).has_room  # type: ignore[misc]  # a default that is the loop's
        for shift in shifts
        for day in days
    )


T = TypeVar("T")


def _some(rng: Random, of: Sequence[T]) -> frozenset[T]:
    """Most of these, or all."""
    return frozenset(item for item in of if rng.random() < 0.8) or frozenset(of)


def _shift(rng: Random, code: str) -> Shift:
    """A shift of any length; a quarter are as long as they can be."""
    start = rng.randrange(24)
    longest = min(LONGEST_SHIFT_HOURS, 48 - start)
    hours = rng.choice((rng.randint(1, 12), rng.randint(1, 12), rng.randint(1, longest), longest))
    hours = min(hours, longest)
    meal = rng.choice((0, 60)) if hours > 2 else 0
    earliest = rng.randint(start, start + hours - 1)
    return Shift(
        code=code,
        name_ko=code,
        name_en=code,
        start=start * 60,
        end=(start + hours) * 60,
        meal_minutes=meal,
        meal_earliest=earliest * 60 if meal else None,
        meal_latest=rng.randint(earliest + 1, start + hours) * 60 if meal else None,
        overtime_minutes=rng.choice((0, 0, 60)) if hours > 3 else 0,
        weekdays=_some(rng, range(7)),
    )


def _contract(rng: Random, name: str) -> Contract:
    weekdays = _some(rng, range(7))
    days = rng.randint(0, min(6, len(weekdays)))
    return Contract(
        name=name,
        name_ko=name,
        name_en=name,
        days_per_week=days,
        paid_minutes_per_week=days * 60 * rng.randint(1, 9),
        weekdays=weekdays,
        required_weekdays=frozenset(rng.sample(sorted(weekdays), rng.randint(0, min(1, days)))),
        weekend_days_per_week=rng.choice((0, 0, 1, 2)),
        works_public_holidays=rng.random() < 0.5,
        public_holidays_paid_off=rng.random() < 0.5,
        absence_counts_as_work=rng.random() < 0.5,
    )


def _absence_kind(rng: Random, name: str) -> AbsenceKind:
    counts, paid, on_duty, owed_again = (rng.random() < 0.5 for _ in range(4))
    return AbsenceKind(
        name=name,
        name_ko=name,
        name_en=name,
        counts_as_work=counts,
        paid=paid,
        on_duty=on_duty,
        owed_again=owed_again,
    )


def _employee(rng: Random, number: int, shifts: tuple[Shift, ...]) -> Employee:
    return Employee(
        employee_id=f"E{number}",
        name=f"E{number}",
        team=rng.choice(TEAMS),
        contract=rng.choice(("one", "two")),
        shifts=tuple(shift.code for shift in shifts if rng.random() < 0.9),
        queues=rng.choice((("general",), ("foreign",), ("general", "foreign"), ("foreign", "general"), ())),
        remote_group=rng.choice((None, 1, 2)),
        may_work_nights=rng.random() < 0.7,
        may_work_holidays=rng.random() < 0.7,
        overtime_volunteer=rng.random() < 0.5,
    )


def _employments(rng: Random, number: int, shifts: tuple[Shift, ...], horizon: Horizon) -> Iterator[Employee]:
    """Mostly somebody who stays the same; or one who joins, leaves, comes back, or is another from a day on."""
    person = _employee(rng, number, shifts)
    if rng.random() < 0.5:
        yield person
        return
    days = [horizon.date_of(day) for day in sorted(rng.sample(range(-9, horizon.days + 9), 3))]
    first, second, third = days
    match rng.randrange(4):
        case 0:
            yield person.model_copy(update={"first_day": rng.choice((None, first)), "last_day": third})
        case 1:
            yield person.model_copy(update={"first_day": second})
        case 2:
            yield person.model_copy(update={"last_day": first})
            other = rng.choice((person, _employee(rng, number, shifts)))
            yield other.model_copy(update={"first_day": second, "last_day": rng.choice((None, third))})
        case _:
            yield person.model_copy(update={"last_day": second - timedelta(days=1)})
            yield _employee(rng, number, shifts).model_copy(update={"first_day": second})


def _demand(rng: Random, horizon: Horizon) -> Demand:
    n = horizon.n_intervals
    queues = {}
    for queue in QUEUES:
        classes = np.array([rng.choice(("other", "prime", "closed")) for _ in range(6)])
        hour_class = np.repeat(np.resize(classes, -(-n // 4)), 4)[:n]
        required = np.array([rng.choice((0.0, 0.5, 1.0, 2.25)) for _ in range(6)])
        queues[queue] = QueueDemand(
            queue=queue,
            deferrable=False,
            calls=np.full(n, 1.0),
            aht_seconds=np.full(n, 60.0),
            erlangs=np.zeros(n),
            required=np.where(hour_class == "closed", 0.0, np.resize(required, n)),
            binding_target=np.full(n, "minimum"),
            hour_class=hour_class,
            shrinkage=np.zeros(n),
            shortfall_weight=np.resize(np.array([1, 3, 2]), n),
        )
    tiers = rng.choice(((ShortfallTier(0.0, 1),), (ShortfallTier(0.0, 1), ShortfallTier(0.3, 4))))
    return Demand(horizon, queues, tiers, surplus_free_share=rng.choice((0.0, 0.25)))


def _outside(rng: Random, problem: Problem, days: range) -> Roster:
    """What is known of the days around the horizon, now and then from another system with shifts of its own."""
    rows = []
    density = rng.choice((0.4, 0.7, 1.0))
    for person in problem.employees:
        for day in days:
            if rng.random() < density:
                row = random_row(rng, problem, person, day, rng.choice(tuple(problem.shifts)))
                if rng.random() < 0.05:
                    horizon = problem.horizon
                    end = horizon.local(int(horizon.elapsed_at(row.start)) + 60 * rng.randint(1, 60))
                    row = Assignment(
                        row.employee_id, row.date, "OLD", row.start, end, None, None, row.work_mode, row.queue, 480
                    )
                rows.append(row)
    return Roster.of(rows)


def random_row(rng: Random, problem: Problem, person: Employee, day: int, code: str) -> Assignment:
    """A shift as it stands in a roster, its meal break anywhere in its window."""
    shift = problem.shifts_of(person.employee_id, day)[code]
    on = problem.horizon.date_of(day)
    starts = shift.meal_starts(problem.horizon.interval_minutes)
    return assignment_of(
        problem.horizon,
        day,
        shift,
        person.employee_id,
        meal_minute=rng.choice(starts) if starts else None,
        work_mode=problem.work_mode(person, on),
        queue=next(iter(problem.queues_on(person, on)), ""),
    )


def random_roster(rng: Random, problem: Problem, density: float) -> Roster:
    """Each person and day with one shift, at this density, or none."""
    codes = tuple(problem.shifts)
    return Roster.of(
        random_row(rng, problem, person, day, rng.choice(codes))
        for person in problem.employees
        for day in range(problem.horizon.days)
        if problem.employee_on(person.employee_id, problem.horizon.date_of(day)) is not None and rng.random() < density
    )


def random_rules(rng: Random, problem: Problem) -> Iterator[Rule]:
    """Every rule, hard or soft: with odd parameters where there are some to draw, otherwise with its defaults."""
    drawn = set()
    for rule in _with_odd_parameters(rng, problem):
        drawn.add(type(rule))
        yield rule
    for kind in RULES:
        if kind not in drawn:
            weight = rng.choice((None, rng.randint(1, 9)))
            yield kind.model_validate({"weight": weight if _may_be_soft(kind) else None})


def _may_be_soft(kind: type[Rule]) -> bool:
    return kind.model_fields["weight"].annotation is not type(None)


def _accepted(draw: Callable[[], T]) -> T:
    """What is drawn until the record takes it: some figures contradict each other."""
    while True:
        try:
            return draw()
        except ValidationError:
            continue


def _with_odd_parameters(rng: Random, problem: Problem) -> Iterator[Rule]:
    codes = tuple(problem.shifts)
    employees = [person.employee_id for person in problem.employees]

    def weight() -> int | None:
        return rng.choice((None, None, rng.randint(1, 9)))

    def days(most: int) -> dict[str, int]:
        return {employee: rng.randint(1, most) for employee in employees if rng.random() < 0.3}

    yield OneShiftADay()
    yield ContractDays(weight=weight())
    yield MinimumRest(weight=weight(), min_rest_minutes=60 * rng.choice((0, 8, 11, rng.randint(0, 48), 48)))
    yield MaximumConsecutiveDays(weight=weight(), max_days=rng.randint(1, 6))
    yield WeeklyDayOff(
        weight=weight(),
        days_off=rng.randint(1, 3),
        least_hours=rng.choice((0, 24, 24, rng.randint(1, 72))),
        exempt_below_minutes=rng.choice((0, 900)),
    )
    yield ContractMinutes(weight=weight(), credit_tolerance_minutes=rng.choice((0, 30, 240)))
    yield OvertimeCap(
        weight=weight(),
        max_overtime_minutes_per_week=rng.choice((0, 60, 180)),
        max_regular_minutes_per_week=60 * rng.randint(10, 70),
        max_paid_minutes_per_day=rng.choice((None, 600)),
        no_overtime_below_minutes=rng.choice((0, 900, 1500)),
    )
    yield Absences(weight=weight())
    yield EligibleShifts()
    yield NightConsent(weight=weight())
    yield EligibleQueues()
    yield MealBreak()
    yield _seats(rng, weight())
    yield RemoteRotationKept()
    yield Locks(weight=weight())
    yield WeekendDuty(weight=weight())
    yield MinimumHeads(
        weight=weight(), spans=tuple(_accepted(partial(_span, rng, employees)) for _ in range(rng.randint(1, 3)))
    )
    yield ShiftTimes()
    yield CoverageShortfall(weight=weight())
    yield CoverageSurplus(weight=weight())
    yield Requests(weight=weight())
    yield FairNights(weight=weight(), shifts=tuple(rng.sample(codes, rng.randint(1, len(codes)))))
    yield FairWeekends(weight=weight(), public_holidays=rng.random() < 0.5)
    yield StableStarts(weight=weight())
    yield NoIsolatedDays(weight=weight(), days_off_too=rng.random() < 0.5)
    yield OvertimeUse(weight=weight(), volunteer_percent=rng.choice((0, 50, 100)))
    yield LeastChange(weight=weight())
    yield ShiftLimits(
        weight=weight(),
        most={code: rng.randrange(4) for code in codes if rng.random() < 0.6},
        most_by_employee={rng.choice(employees): {rng.choice(codes): rng.randrange(3)}},
    )
    yield _accepted(
        lambda: HorizonMinutes(
            weight=weight(),
            least_minutes=rng.choice((None, 60 * rng.randrange(20))),
            most_minutes=rng.choice((None, 60 * rng.randrange(20, 90))),
            least_minutes_by_employee={rng.choice(employees): 60 * rng.randrange(30)},
        )
    )
    yield _accepted(
        lambda: ConsecutiveShifts(
            weight=weight(),
            most=rng.choice((None, rng.randint(1, 6))),
            fewest=rng.choice((None, rng.randint(1, 4))),
            most_by_employee=days(6),
            fewest_by_employee=days(4),
        )
    )
    yield ConsecutiveDaysOff(weight=weight(), fewest=rng.randint(1, 4), fewest_by_employee=days(4))
    yield MostWeekends(weight=weight(), most=rng.choice((None, 0, 1)), most_by_employee=days(2))
    yield ForbiddenSuccessions(
        weight=weight(), successions={code: tuple(sorted(_some(rng, codes))) for code in codes if rng.random() < 0.7}
    )
    entries = [
        CoverRequirement(
            day=rng.randrange(16),
            shift=rng.choice(codes),
            heads=rng.randrange(3),
            weight_under=rng.randrange(3),
            weight_over=rng.randrange(3),
        )
        for _ in range(2)
    ]
    yield ShiftCover(weight=weight(), cover=tuple({(entry.day, entry.shift): entry for entry in entries}.values()))
    price = weight()
    yield _accepted(lambda: Pairs(weight=price, pairs=tuple(_pair(rng, problem) for _ in range(rng.randint(1, 2)))))
    turn = rng.randrange(len(codes) + 1)
    yield ForwardRotation(weight=weight(), order=(codes[:turn], codes[turn:]))
    yield ShiftsOfAKind(weight=weight(), kinds=tuple(_accepted(lambda: _kind(rng, codes)) for _ in range(2)))


def _pair(rng: Random, problem: Problem) -> Pair:
    first, last = sorted(problem.horizon.date_of(rng.randrange(-3, problem.horizon.days + 3)) for _ in range(2))
    person, *others = rng.sample(problem.employees, min(2, len(problem.employees)))
    return Pair(
        how=rng.choice(("together", "apart")),
        person=person.employee_id,
        partner=others[0].employee_id if others else "gone",
        least_minutes=60 * rng.randint(1, 8),
        first_day=rng.choice((None, first)),
        last_day=rng.choice((None, last)),
    )


def _kind(rng: Random, codes: Sequence[str]) -> ShiftKind:
    return ShiftKind(
        shifts=tuple(sorted(_some(rng, codes))) if rng.random() < 0.7 else (),
        most=rng.choice((None, rng.randint(1, 4))),
        days_off_after={rng.randint(1, 4): rng.randint(1, 4) for _ in range(rng.randrange(3))},
    )


def _seats(rng: Random, weight: int | None) -> OnSiteSeats:
    """Seats of the whole centre, or of a site for each team."""
    if rng.random() < 0.5:
        return OnSiteSeats(weight=weight, seats=rng.randint(0, 4))
    return OnSiteSeats(
        weight=weight, sites=tuple(Site(name=f"at {team}", teams=(team,), seats=rng.randint(0, 3)) for team in TEAMS)
    )


def _span(rng: Random, employees: Sequence[str]) -> HeadSpan:
    first = rng.randrange(24)
    return HeadSpan(
        queue=rng.choice((None, *QUEUES)),
        people=tuple(sorted(_some(rng, employees))) if rng.random() < 0.5 else (),
        heads=rng.randint(1, 2),
        weekdays=_some(rng, range(7)),
        from_minute=first * 60,
        to_minute=(first + rng.randint(1, 24)) * 60,
    )
