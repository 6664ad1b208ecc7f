"""Everything that a roster is made from, in one immutable value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Self

from pydantic import Field, model_validator

from scheduler.domain.activities import ActivityRequest
from scheduler.domain.base import ALL_WEEK, Frozen, QueueName, TeamName, WeekdaySet
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import PERMILLE, Demand
from scheduler.domain.employment import WeekShare, rows_by_person, week_shares
from scheduler.domain.inflow import CountedDays
from scheduler.domain.known_days import DaysAround
from scheduler.domain.limits import CallsPerDay, Day, GroupNumber, Months
from scheduler.domain.part_of_day import Away, ShortenedShifts
from scheduler.domain.people import Absence, AbsenceKind, Contract, Employee, FairnessHistory, Lock, Request
from scheduler.domain.roster import Assignment, Roster, WorkMode, assignment_of
from scheduler.domain.shifts import USUAL_NIGHT, NightHours, Shift
from scheduler.domain.shifts_as_worked import ShiftsAsWorked
from scheduler.messages import Message


class RemoteRotation(Frozen):
    """Groups that take turns on site: one group in the office, the others at home."""

    groups: GroupNumber = Field(description="rotation groups, numbered from 1")
    anchor: Day = Field(description="first day on which group 1 is on site")
    months_on_site: Months = Field(description="months that a group stays on site")
    office_calls_per_day: CallsPerDay = Field(description="calls per person and day in the office")
    remote_calls_per_day: CallsPerDay = Field(description="calls per person and day at home")

    @model_validator(mode="after")
    def _alike(self) -> Self:
        if not 0.1 <= self.remote_calls_per_day / self.office_calls_per_day <= 10:
            raise ValueError(Message("people at home and in the office differ more than tenfold in calls per day"))
        return self

    def on_site_group(self, on: date) -> int:
        """The group on site on a date; it changes at the turn of a month."""
        months = (on.year - self.anchor.year) * 12 + on.month - self.anchor.month
        if on.day < self.anchor.day:
            months -= 1
        return months // self.months_on_site % self.groups + 1

    @property
    def remote_permille(self) -> int:
        """What a person at home handles, in thousandths of a person in the office."""
        return round(PERMILLE * self.remote_calls_per_day / self.office_calls_per_day)


class QueueAccess(Frozen):
    """On which weekdays a team may serve a queue that is not its own."""

    team: TeamName = Field(description="the team that helps")
    queue: QueueName = Field(description="the queue that it helps on, which its people list in `staff.csv`")
    weekdays: WeekdaySet = Field(description="on which weekdays it does; none: never")


def work_mode_of(remote: RemoteRotation | None, person: Employee, on: date) -> WorkMode:
    """Where a person works on a date; without a rotation everybody is in the office."""
    if remote is None or person.remote_group is None:
        return "office"
    return "office" if remote.on_site_group(on) == person.remote_group else "remote"


def queues_of(access: Mapping[tuple[str, str], frozenset[int]], person: Employee, on: date) -> tuple[str, ...]:
    """Queues a person may serve on a date, the home queue first; `access` has the weekdays by team and queue."""
    weekday = on.weekday()
    return tuple(
        queue for queue in person.queues if (person.team, queue) not in access or weekday in access[person.team, queue]
    )


@dataclass(frozen=True, eq=False)
class Problem:
    """The facts of one planning run. Rules and weights are not part of it.

    Attributes
    ----------
    horizon
        The planned days.
    shifts, contracts
        By code and by name.
    employees
        Everybody who is employed on a planned day, in the order of the staff file, as on the first such day.
    employments
        All that those are, from one day to another, who are not the same on all days; who left before included.
    demand
        Required agents per interval and queue.
    queue_access
        Weekday limits on secondary queues; a team and queue without an entry are unlimited.
    remote
        The rotation, or None: everybody in the office.
    previous
        Assignments before the horizon (rest, consecutive days and work that reaches into it).
    following
        Assignments after the horizon that people already know, since a later roster is published. They stand: what is
        planned has to fit before them.
    night
        What is night work, and which shifts are nights.
    published
        A roster for these days that people already know, or None.
    published_days
        The planned days of which it speaks; None: those from its first to its last assignment.
    days_around
        Where the days before and after are known from; None: the problem was not made from files.
    inflow_from, inflow_until
        The first and the last day of the history of arrivals; None likewise. The last is that of the queue that is
        known least far.
    inflow_counted
        By queue, the days of the history that the phone system counted and that stand in the place of the file's.
    public_holidays
        Dates, with their names.
    shortened_shifts
        What is made of a shift of which somebody is away for a part.
    absence_kinds
        By name.
    left_out_requests
        Wishes for planned days on which the person is not employed, which count for nothing.
    activities
        What people are to attend; what they do stands in a roster.
    at_mean, at_zero
        Those of whose history nothing or not all is known, and who begin at the mean of their peers, or at 0 where they
        have none.
    """

    horizon: Horizon
    shifts: Mapping[str, Shift]
    contracts: Mapping[str, Contract]
    employees: tuple[Employee, ...]
    demand: Demand
    absences: tuple[Absence, ...] = ()
    requests: tuple[Request, ...] = ()
    locks: tuple[Lock, ...] = ()
    history: tuple[FairnessHistory, ...] = ()
    queue_access: tuple[QueueAccess, ...] = ()
    remote: RemoteRotation | None = None
    night: NightHours = USUAL_NIGHT
    previous: Roster = field(default_factory=Roster)
    following: Roster = field(default_factory=Roster)
    employments: tuple[Employee, ...] = ()
    published: Roster | None = None
    published_days: frozenset[date] | None = None
    public_holidays: Mapping[date, str] | None = None
    shortened_shifts: ShortenedShifts = field(default_factory=ShortenedShifts)
    absence_kinds: Mapping[str, AbsenceKind] = field(default_factory=dict)
    days_around: DaysAround | None = None
    inflow_from: date | None = None
    inflow_until: date | None = None
    inflow_counted: Mapping[str, CountedDays] = field(default_factory=dict)
    left_out_requests: tuple[Request, ...] = ()
    activities: tuple[ActivityRequest, ...] = ()
    at_mean: tuple[str, ...] = ()
    at_zero: tuple[str, ...] = ()

    def replace(self, **changes: Any) -> Problem:
        """A copy with some fields changed."""
        return replace(self, **changes)

    @cached_property
    def is_after_nothing(self) -> bool:
        """Whether the plan is declared a first week: nobody comes from the day before."""
        if self.days_around is None or self.days_around.previous_from != "none":
            return False
        return all(row.date < self.horizon.first_day - timedelta(days=1) for row in self.previous.assignments)

    def of_people(self, ids: Collection[str]) -> Problem:
        """The problem of some of the staff, with their absences, requests and locks.

        What comes before and after and what was published stay whole: they also say which days are known.
        """
        return self.replace(
            employees=tuple(person for person in self.employees if person.employee_id in ids),
            absences=tuple(absence for absence in self.absences if absence.employee_id in ids),
            requests=tuple(request for request in self.requests if request.employee_id in ids),
            locks=tuple(lock for lock in self.locks if lock.employee_id in ids),
            employments=tuple(row for row in self.employments if row.employee_id in ids),
        )

    @cached_property
    def night_codes(self) -> frozenset[str]:
        """The shifts that are nights."""
        return frozenset(code for code, shift in self.shifts.items() if self.night.is_night(shift))

    @cached_property
    def employee(self) -> Mapping[str, Employee]:
        """People by id."""
        return {person.employee_id: person for person in self.employees}

    @cached_property
    def _rows_with_dates(self) -> Mapping[str, Sequence[Employee]]:
        """The rows of those who are not the same on all days."""
        faces = {person.employee_id: [person] for person in self.employees if person.has_dates}
        return {**faces, **rows_by_person(self.employments)}

    def employee_on(self, employee: str, on: date) -> Employee | None:
        """A person as on a date; None for whoever is not employed on it, or unknown."""
        rows = self._rows_with_dates.get(employee)
        if rows is None:
            return self.employee.get(employee)
        return next((row for row in rows if row.is_employed_on(on)), None)

    def stays_the_same(self, employee: str) -> bool:
        """Whether a person is employed, and the same, on all days."""
        return employee not in self._rows_with_dates

    def planned_rows(self, person: Employee) -> Sequence[Employee]:
        """What a person is on the planned days, one after the other."""
        rows = self._rows_with_dates.get(person.employee_id)
        first, last = self.horizon.first_day, self.horizon.last_day
        return (person,) if rows is None else [row for row in rows if row.meets(first, last)]

    def contract_on(self, employee: str, on: date) -> Contract | None:
        """The contract of a person on a date; None for whoever is not employed on it."""
        person = self.employee_on(employee, on)
        return None if person is None else self.contracts[person.contract]

    def week_shares(self, person: Employee, monday: date) -> list[WeekShare]:
        """What the contracts of a person ask for in a calendar week."""
        if self.stays_the_same(person.employee_id):
            contract = self.contracts[person.contract]
            return [WeekShare(contract, ALL_WEEK, contract.days_per_week)]
        return week_shares([self.contract_on(person.employee_id, monday + timedelta(days=n)) for n in range(7)])

    @cached_property
    def history_of(self) -> Mapping[str, FairnessHistory]:
        """History by id, for everybody; zeros where none is known."""
        known = {record.employee_id: record for record in self.history}
        return {
            person.employee_id: known.get(person.employee_id, FairnessHistory(employee_id=person.employee_id))
            for person in self.employees
        }

    @cached_property
    def absent_dates(self) -> Mapping[str, Mapping[date, str]]:
        """For each person the dates of absence with their kind.

        So is a day of which parts add up to the whole, or leave too little of every shift that the person could work.
        """
        return self._as_worked.absent_dates(self.employees, self.employee_on)

    @cached_property
    def _as_worked(self) -> ShiftsAsWorked:
        return ShiftsAsWorked(self.horizon, self.shifts, self.absences, self.shortened_shifts)

    def away_on(self, employee: str, day: int) -> Away | None:
        """When a person is away for a part of a day, in a way that changes a shift; None on other days."""
        return self._as_worked.away_on(employee, day)

    def shifts_on(self, day: int, away: Away | None = None) -> Mapping[str, Shift]:
        """The shifts as they run when they start on day number `day`, in minutes that pass from its midnight on.

        They differ from `shifts`, which go by the clock, only where the clock changes, and for whoever is away for a
        part of the day.
        """
        return self._as_worked.shifts_on(day, away)

    def shifts_of(self, employee: str, day: int) -> Mapping[str, Shift]:
        """The shifts as a person works them on a day: those of `shifts_on`, shortened by an absence of a part of it.

        A shift of which too little would be left (`unfit_shifts`) stands here as it is.
        """
        return self._as_worked.shifts_on(day, self._as_worked.away_on(employee, day))

    def dates_in_part(self, person: Employee) -> frozenset[date]:
        """Dates on weekdays of the contract of which a person takes a half or a quarter off, and works the rest."""
        dates = self._dates_in_part.get(person.employee_id)
        if not dates:
            return frozenset()
        absent = self.absent_dates[person.employee_id]
        return frozenset(
            on
            for on in dates
            if (contract := self.contract_on(person.employee_id, on)) is not None
            and on.weekday() in contract.weekdays
            and on not in absent
        )

    def on_duty_dates(self, employee: str) -> frozenset[date]:
        """Dates on which a person is absent all day for work away from the queues, such as training: no days off."""
        return self._on_duty_dates.get(employee, frozenset())

    @cached_property
    def _on_duty_dates(self) -> Mapping[str, frozenset[date]]:
        found = {
            employee: frozenset(
                on
                for on, kind in dates.items()
                if self.kind_of_absence(kind).on_duty and self.employee_on(employee, on) is not None
            )
            for employee, dates in self.absent_dates.items()
        }
        return {employee: dates for employee, dates in found.items() if dates}

    @cached_property
    def _dates_in_part(self) -> Mapping[str, Collection[date]]:
        dates: dict[str, set[date]] = {}
        for absence in self.absences:
            if absence.part is not None:
                dates.setdefault(absence.employee_id, set()).update(absence.days())
        return dates

    def is_shortened(self, row: Assignment) -> bool:
        """Whether an absence of a part of the day shortens the shift of a row."""
        day = self.horizon.day_of(row.date)
        away = self.away_on(row.employee_id, day)
        return (
            away is not None
            and row.shift in self.shifts
            and self.shifts_on(day, away)[row.shift] is not self.shifts_on(day)[row.shift]
        )

    def is_away_within(self, row: Assignment) -> bool:
        """Whether the break of a row is longer than its meal, since somebody is away in the middle of the shift."""
        if row.break_start is None or row.break_end is None or row.shift not in self.shifts:
            return False
        minutes = self.horizon.elapsed_at(row.break_end) - self.horizon.elapsed_at(row.break_start)
        return minutes > self.shifts[row.shift].meal_minutes and self.is_shortened(row)

    def as_worked(self, row: Assignment) -> Assignment | None:
        """What absences leave of a row: the row itself where they do not meet, None where they leave nothing.

        The meal break stays as near to where it was as it can.
        """
        if row.date in self.absent_dates.get(row.employee_id, ()):
            return None
        day = self.horizon.day_of(row.date)
        if row.shift in self.unfit_shifts(row.employee_id, day):
            return None
        if not self.is_shortened(row):
            return row
        shift = self.shifts_of(row.employee_id, day)[row.shift]
        midnight = self.horizon.midnight(day)
        was = midnight if row.break_start is None else self.horizon.elapsed_at(row.break_start)
        starts = shift.meal_starts(self.horizon.interval_minutes)
        return assignment_of(
            self.horizon,
            day,
            shift,
            row.employee_id,
            meal_minute=min(starts, key=lambda start: abs(midnight + start - was), default=None),
            work_mode=row.work_mode,
            queue=row.queue,
        )

    def unfit_shifts(self, employee: str, day: int) -> frozenset[str]:
        """Shifts that a person does not work on a day, since an absence of a part of it leaves too little of them."""
        return self._as_worked.unfit(day, self._as_worked.away_on(employee, day))

    @cached_property
    def end_before(self) -> Mapping[str, float]:
        """When each person's last shift from before the horizon ends, in minutes from the horizon's start."""
        ends: dict[str, float] = {}
        for row in self.previous.assignments:
            if row.date < self.horizon.first_day:
                minute = self.horizon.elapsed_at(row.end)
                ends[row.employee_id] = max(minute, ends.get(row.employee_id, minute))
        return ends

    @cached_property
    def start_after(self) -> Mapping[str, float]:
        """When each person's first shift from after the horizon starts, in minutes from the horizon's start."""
        starts: dict[str, float] = {}
        for row in self.following.assignments:
            if self.horizon.day_of(row.date) >= self.horizon.days:
                minute = self.horizon.elapsed_at(row.start)
                starts[row.employee_id] = min(minute, starts.get(row.employee_id, minute))
        return starts

    @cached_property
    def _access(self) -> Mapping[tuple[str, str], frozenset[int]]:
        return {(access.team, access.queue): access.weekdays for access in self.queue_access}

    def contract_of(self, person: Employee) -> Contract:
        """The contract of a person, as that one is on a day."""
        return self.contracts[person.contract]

    def kind_of_absence(self, name: str) -> AbsenceKind:
        """The kind of this name; one that is not listed counts as work and is called by its name."""
        return self.absence_kinds.get(name) or AbsenceKind.called(name)

    def is_public_holiday(self, on: date) -> bool:
        """Whether the date is a public holiday."""
        return bool(self.public_holidays) and on in (self.public_holidays or {})

    def work_mode(self, person: Employee, on: date) -> WorkMode:
        """Where the person works on a date."""
        return work_mode_of(self.remote, self.employee_on(person.employee_id, on) or person, on)

    def queues_on(self, person: Employee, on: date) -> tuple[str, ...]:
        """Queues the person may serve on a date, the home queue first."""
        return queues_of(self._access, self.employee_on(person.employee_id, on) or person, on)

    def capacity_permille(self, mode: WorkMode) -> int:
        """What one head handles, in thousandths of a reference agent."""
        return self.remote.remote_permille if self.remote is not None and mode == "remote" else PERMILLE
