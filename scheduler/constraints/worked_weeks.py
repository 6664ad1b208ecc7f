"""What each person did in each calendar week, for `check` only: the model counts for itself (`owed_weeks`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from fractions import Fraction
from math import floor

from scheduler.constraints.known_rows import given_rows
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.calendar import ONE_DAY, ONE_WEEK, monday_of
from scheduler.domain.people import Contract, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.messages import AnyText, Message, Named, joined, msgid


class DayReasonKind(Enum):
    """Why a day is none of work, counts as one, or is not owed."""

    ABSENT = auto()
    NOT_OWED = auto()
    HOLIDAY = auto()
    NOT_IN_CONTRACT = auto()


@dataclass(frozen=True, slots=True)
class DayReason:
    """A date with the reason why it is none of work, counts as one, or is not owed.

    `name` is that of the absence or holiday.
    """

    on: date
    why: DayReasonKind
    name: Named | str = ""

    @property
    def said(self) -> Message:
        """The date and, in brackets, the reason."""
        match self.why:
            case DayReasonKind.ABSENT | DayReasonKind.NOT_OWED:
                return Message("{on} ({reason})", on=self.on, reason=self.name)
            case DayReasonKind.HOLIDAY:
                return Message("{on} (public holiday, {holiday})", on=self.on, holiday=self.name)
            case DayReasonKind.NOT_IN_CONTRACT:
                return Message("{on} (not in the contract)", on=self.on)


@dataclass(frozen=True, slots=True)
class WorkedWeek:
    """One calendar week of one person.

    Attributes
    ----------
    monday
        The first day of the week.
    first_planned, last_planned
        The first and the last day of the week that is planned.
    is_known_whole
        Whether each day is planned, or the roster before or after the horizon has rows on it.
    employed
        The dates of the week on which the person has the contract.
    contract_days, contract_minutes
        What the contract asks for on these, before credits: in proportion, if they are not the whole week.
    planned, outside
        The assignments on planned days, and those of the week before and after the horizon.
    credited
        Dates that count as worked or are not owed, each with its reason; those beyond the contract's days are left
        out.
    uncredited
        Dates of absence on weekdays of the contract that are owed on another day.
    weekend_free_of_work
        Saturdays and Sundays on which the person cannot work, each with the reason.
    """

    monday: date
    first_planned: date
    last_planned: date
    is_known_whole: bool
    employed: frozenset[date]
    contract_days: int
    contract_minutes: Fraction
    planned: tuple[Assignment, ...]
    outside: tuple[Assignment, ...]
    credited: tuple[DayReason, ...]
    uncredited: tuple[date, ...]
    weekend_free_of_work: tuple[DayReason, ...]

    @property
    def is_cut(self) -> bool:
        """Whether the person has the contract for a part of the week."""
        return len(self.employed) < 7

    @property
    def explanation(self) -> AnyText:
        """Why the week asks for another number of days than the contract; empty where it does not."""
        parts = []
        if self.is_cut:
            parts.append(
                Message(
                    "by this contract on {count} of 7 days: {days}", count=len(self.employed), days=self.contract_days
                )
            )
        for text, days in (
            (
                msgid("counted as worked: {days}"),
                [day for day in self.credited if day.why is not DayReasonKind.NOT_OWED],
            ),
            (msgid("not owed: {days}"), [day for day in self.credited if day.why is DayReasonKind.NOT_OWED]),
        ):
            if days:
                parts.append(Message(text, days=joined(", ", (day.said for day in days))))
        if self.uncredited:
            parts.append(
                Message("absent, but not counted as worked: {days}", days=", ".join(map(str, self.uncredited)))
            )
        before = sum(row.date < self.first_planned for row in self.outside)
        if before:
            parts.append(
                Message(
                    "worked before {day}: {count} day",
                    "worked before {day}: {count} days",
                    day=self.first_planned,
                    count=before,
                )
            )
        if len(self.outside) > before:
            parts.append(
                Message(
                    "published after {day}: {count} day",
                    "published after {day}: {count} days",
                    day=self.last_planned,
                    count=len(self.outside) - before,
                )
            )
        return joined("; ", parts) if parts else ""


def worked_weeks(problem: Problem, roster: Roster) -> Iterator[tuple[Employee, Contract, WorkedWeek]]:
    """Every calendar week that the horizon touches, for every person, with or without a row."""
    first, after = problem.horizon.start.date(), problem.horizon.end.date()
    known = {row.date for row in problem.previous.assignments if row.date < first}
    known |= {row.date for row in problem.following.assignments if row.date >= after}
    known |= {first + n * ONE_DAY for n in range((after - first).days)}
    holidays = problem.public_holidays or {}
    parts_of_days = PartsOfDays(problem)
    mondays = []
    monday = monday_of(first)
    while monday < after:
        mondays.append(monday)
        monday += ONE_WEEK
    staff, asked_for = StaffByDate(problem), AskedFor(problem)
    for person in problem.employees:
        absent = parts_of_days.whole_days(person.employee_id)
        rows = roster.of_employee(person.employee_id)
        given = given_rows(problem, person.employee_id)
        for monday in mondays:
            as_on = {on: staff.on(person.employee_id, on) for on in (monday + n * ONE_DAY for n in range(7))}
            for contract, employed, asked_days, asked_minutes in asked_for.on(as_on):
                if not any(first <= on < after for on in employed):
                    continue
                credited: list[DayReason] = []
                uncredited: list[date] = []
                free_of_work: list[DayReason] = []
                for on in sorted(employed):
                    in_contract = on.weekday() in contract.weekdays
                    kind = problem.kind_of_absence(absent[on]) if on in absent else None
                    if kind is not None and in_contract:
                        if kind.on_duty or (kind.counts_as_work and contract.absence_counts_as_work):
                            credited.append(DayReason(on, DayReasonKind.ABSENT, kind))
                        elif kind.owed_again:
                            uncredited.append(on)
                        else:
                            credited.append(DayReason(on, DayReasonKind.NOT_OWED, kind))
                    elif on in holidays and kind is None and in_contract and contract.public_holidays_paid_off:
                        credited.append(DayReason(on, DayReasonKind.HOLIDAY, holidays[on]))
                    if on.weekday() >= 5:
                        then = as_on[on]
                        if kind is not None:
                            free_of_work.append(DayReason(on, DayReasonKind.ABSENT, kind))
                        elif on in holidays and not (
                            contract.works_public_holidays and then is not None and then.may_work_holidays
                        ):
                            free_of_work.append(DayReason(on, DayReasonKind.HOLIDAY, holidays[on]))
                        elif not in_contract:
                            free_of_work.append(DayReason(on, DayReasonKind.NOT_IN_CONTRACT))
                yield (
                    person,
                    contract,
                    WorkedWeek(
                        monday=monday,
                        first_planned=max(monday, first),
                        last_planned=min(monday + ONE_WEEK, after) - ONE_DAY,
                        is_known_whole=all(monday + n * ONE_DAY in known for n in range(7)),
                        employed=frozenset(employed),
                        contract_days=asked_days,
                        contract_minutes=asked_minutes,
                        planned=tuple(row for row in rows if row.date in employed and first <= row.date < after),
                        outside=tuple(row for row in given if row.date in employed),
                        credited=tuple(credited[:asked_days]),
                        uncredited=tuple(uncredited),
                        weekend_free_of_work=tuple(free_of_work),
                    ),
                )


_Asked = list[tuple[Contract, list[date], int, Fraction]]
"""The contracts of a week, in order of time: on which dates, and what days and minutes each asks for."""


class AskedFor:
    """What contracts ask for in calendar weeks; most people have the same contract on all days: one answer for all."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._known: dict[tuple[tuple[date, str], ...], _Asked] = {}

    def on(self, as_on: Mapping[date, Employee | None]) -> _Asked:
        """Of a week, given the person on each date of it."""
        held = tuple((on, then.contract) for on, then in as_on.items() if then is not None)
        known = self._known.get(held)
        if known is None:
            known = self._known[held] = _asked_for(self._problem, held)
        return known


def _asked_for(problem: Problem, held: Iterable[tuple[date, str]]) -> _Asked:
    """What is asked for by contracts that are held on these dates of a week."""
    dates: dict[str, list[date]] = {}
    for on, contract_name in held:
        dates.setdefault(contract_name, []).append(on)
    contracts = [problem.contracts[name] for name in dates]
    found: _Asked = []
    days_left = max((contract.days_per_week for contract in contracts), default=0)
    minutes_left = Fraction(max((contract.paid_minutes_per_week for contract in contracts), default=0))
    for contract in contracts:
        own = dates[contract.name]
        if contract.days_per_week == 0:
            minutes = Fraction(floor(contract.paid_minutes_per_week * Fraction(len(own), 7)))
            found.append((contract, own, 0, minutes))
            minutes_left -= minutes
            continue
        on_weekdays = sum(on.weekday() in contract.weekdays for on in own)
        exact = contract.days_per_week * Fraction(on_weekdays, len(contract.weekdays))
        average = Fraction(contract.paid_minutes_per_week, contract.days_per_week)
        days = floor(exact + Fraction(1, 2))
        while days and (days > days_left or floor(days * average) > minutes_left):
            days -= 1
        found.append((contract, own, days, days * average))
        days_left, minutes_left = days_left - days, minutes_left - floor(days * average)
    return found


def limit_of_week(asked_for: AskedFor, staff: StaffByDate, employee: str, monday: date) -> Fraction:
    """Which share of a week's limits somebody has who is employed for a part of it; never more than the whole.

    Parameters
    ----------
    asked_for
        What contracts ask for.
    staff
        Who is employed on which terms on a date.
    employee
        Whose limits; an id.
    monday
        The first day of the week.
    """
    as_on = {on: staff.on(employee, on) for on in (monday + n * ONE_DAY for n in range(7))}
    share = Fraction(0)
    for contract, own, days, _ in asked_for.on(as_on):
        share += Fraction(days, contract.days_per_week) if contract.days_per_week else Fraction(len(own), 7)
    return min(Fraction(1), share)
