"""What each person owes in each calendar week, never for a `check`: those count for themselves (`worked_weeks`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.people import Contract, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment


@dataclass(frozen=True, slots=True)
class OwedWeek:
    """One calendar week of one person; days are numbers of the horizon.

    Attributes
    ----------
    days
        The planned days of the week.
    is_known_whole
        Whether each of the seven days is planned, or is a day of the roster before or after the horizon.
        Otherwise the week is only judged by what is too much.
    credited_days
        Days of absence and public holidays that count as worked or are not owed, at most the contract's days.
    owed_days
        Days of the contract that are left to be worked on planned days.
    worked_outside
        The person's assignments of the week that lie before or after the horizon.
    available_weekend_days
        Saturdays and Sundays of the week on which the person can work: not absent, on a weekday of the contract, and
        no public holiday unless contract and person work on those.
    """

    days: range
    is_known_whole: bool
    credited_days: int
    owed_days: int
    worked_outside: tuple[Assignment, ...]
    available_weekend_days: tuple[int, ...]


def owed_weeks(problem: Problem) -> Iterator[tuple[Employee, Contract, OwedWeek]]:
    """Every calendar week that the horizon touches, for every person."""
    horizon = problem.horizon
    around = (problem.previous, problem.following)
    known = {horizon.day_of(row.date) for roster in around for row in roster.assignments} | set(range(horizon.days))
    for planned in horizon.weeks():
        week = horizon.week_of(planned.start)
        dates = [horizon.date_of(day) for day in week]
        is_known_whole = known.issuperset(week)
        reaches_outside = len(planned) < len(week)
        holidays = frozenset(n for n, on in enumerate(dates) if problem.is_public_holiday(on))
        for person in problem.employees:
            contract = problem.contract_of(person)
            absent_dates = problem.absent_dates[person.employee_id]
            absent = frozenset(n for n, on in enumerate(dates) if on in absent_dates) if absent_dates else frozenset()
            credited = sum(
                kind.counts_for(contract) or not kind.owed_again
                for n in absent & contract.weekdays
                for kind in (problem.kind_of_absence(absent_dates[dates[n]]),)
            )
            if contract.public_holidays_paid_off:
                credited += len((holidays - absent) & contract.weekdays)
            barred = absent
            if not (contract.works_public_holidays and person.may_work_holidays):
                barred = absent | holidays
            credited = min(credited, contract.days_per_week)
            outside = (
                tuple(
                    row
                    for roster in around
                    for row in roster.of_employee(person.employee_id)
                    if (day := horizon.day_of(row.date)) in week and day not in planned
                )
                if reaches_outside
                else ()
            )
            yield (
                person,
                contract,
                OwedWeek(
                    days=planned,
                    is_known_whole=is_known_whole,
                    credited_days=credited,
                    owed_days=max(0, contract.days_per_week - credited - len(outside)),
                    worked_outside=outside,
                    available_weekend_days=tuple(week[n] for n in (5, 6) if n in contract.weekdays and n not in barred),
                ),
            )
