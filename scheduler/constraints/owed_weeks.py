"""What each person owes in each calendar week, never for a `check`: those count for themselves (`worked_weeks`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.constraints.outside_rows import outside_rows
from scheduler.domain.employment import WeekShare
from scheduler.domain.people import Contract, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment


@dataclass(frozen=True, slots=True)
class OwedWeek:
    """One calendar week of one person by one contract; days are numbers of the horizon.

    Attributes
    ----------
    share
        The part of the week for which the person has the contract.
    first_planned
        The first planned day of the week.
    days
        The planned days of the week on which the person has the contract.
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

    share: WeekShare
    first_planned: int
    days: Sequence[int]
    is_known_whole: bool
    credited_days: int
    owed_days: int
    worked_outside: tuple[Assignment, ...]
    available_weekend_days: tuple[int, ...]


def owed_weeks(problem: Problem) -> Iterator[tuple[Employee, Contract, OwedWeek]]:
    """Every calendar week that the horizon touches, for every person and contract that holds on a planned day of it."""
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
            absent_dates = problem.absent_dates[person.employee_id]
            for share in problem.week_shares(person, dates[0]):
                contract = share.contract
                own = planned if share.is_whole else [day for day in planned if day - week[0] in share.days]
                if not own:
                    continue
                absent = frozenset(n for n in share.days if dates[n] in absent_dates) if absent_dates else frozenset()
                credited = sum(
                    kind.counts_for(contract) or not kind.owed_again
                    for n in absent & contract.weekdays
                    for kind in (problem.kind_of_absence(absent_dates[dates[n]]),)
                )
                if contract.public_holidays_paid_off:
                    credited += len((holidays & share.days - absent) & contract.weekdays)
                credited = min(credited, share.contract_days)
                barred = absent | {
                    n
                    for n in holidays & share.days
                    if not (contract.works_public_holidays and _consents(problem, person, dates[n]))
                }
                outside = (
                    tuple(
                        row
                        for day, row in outside_rows(problem, person.employee_id)
                        if day in week and day - week[0] in share.days
                    )
                    if reaches_outside
                    else ()
                )
                available = (contract.weekdays & share.days) - barred
                yield (
                    person,
                    contract,
                    OwedWeek(
                        share=share,
                        first_planned=planned.start,
                        days=own,
                        is_known_whole=is_known_whole,
                        credited_days=credited,
                        owed_days=max(0, share.contract_days - credited - len(outside)),
                        worked_outside=outside,
                        available_weekend_days=tuple(week[n] for n in (5, 6) if n in available),
                    ),
                )


def _consents(problem: Problem, person: Employee, on: date) -> bool:
    """Whether the person, as on a date, works on public holidays."""
    as_on = problem.employee_on(person.employee_id, on)
    return as_on is not None and as_on.may_work_holidays
