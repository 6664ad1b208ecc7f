"""Depth `staffing`: the hours that contracts and absences leave, against the hours that the callers need.

The hours of each queue are put where its callers need them, in proportion. So what this depth does not see is
everything about *when* people can work: shifts, meal breaks, rest, days off, nights, seats; and that people help out on
other queues, or work overtime.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from scheduler.constraints.owed_weeks import owed_weeks
from scheduler.coverage import Coverage
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem


def available_coverage(problem: Problem) -> Coverage:
    """Everybody's hours on their home queue, in proportion to its requirement."""
    horizon = problem.horizon
    permille_minutes = dict.fromkeys(problem.demand.queues, 0.0)
    minutes_of = capacity_minutes(problem)
    for person in problem.employees:
        if person.queues and person.queues[0] in permille_minutes:
            permille_minutes[person.queues[0]] += minutes_of[person.employee_id]
    effective = {}
    for name, needs in problem.demand.queues.items():
        required = needs.required_permille.astype(np.float64)
        minutes = required.sum() * horizon.interval_minutes
        share = permille_minutes[name] / minutes if minutes else 0.0
        effective[name] = np.round(required * share).astype(np.int64)
    nobody = np.zeros(horizon.n_intervals, dtype=np.int64)
    return Coverage(effective, dict.fromkeys(effective, nobody), nobody)


def capacity_minutes(problem: Problem) -> dict[str, float]:
    """Everybody's paid minutes of the planned weeks times capacity, in thousandths of a reference agent.

    As many days as rule R02 asks for, as far as there are days on which the person may work, each of the contract's
    average length, less what absences of a part of a day take from it: from a half or a quarter in full, since that day
    is worked; of times in proportion to how many of the days on which the person may work are.
    """
    minutes = dict.fromkeys((person.employee_id for person in problem.employees), 0.0)
    for person, contract, week in owed_weeks(problem):
        if not contract.days_per_week:
            continue
        dates = [problem.horizon.date_of(day) for day in week.days]
        absent = problem.absent_dates[person.employee_id]
        possible = [on for on in dates if on.weekday() in contract.weekdays and on not in absent]
        if not (contract.works_public_holidays and person.may_work_holidays):
            possible = [on for on in possible if not problem.is_public_holiday(on)]
        capacity = sum(problem.capacity_permille(problem.work_mode(person, on)) for on in dates) / len(dates)
        a_day = contract.paid_minutes_per_week / contract.days_per_week
        worked = min(week.owed_days, len(possible))
        in_part = problem.dates_in_part(person)
        lost = sum(
            _minutes_lost(problem, person, on) * (1.0 if on in in_part else worked / len(possible)) for on in possible
        )
        minutes[person.employee_id] += max(0.0, worked * a_day - lost) * capacity
    return minutes


def _minutes_lost(problem: Problem, person: Employee, on: date) -> float:
    """By how much an absence of a part of a day shortens the person's shifts of that day, their mean."""
    day = problem.horizon.day_of(on)
    if problem.away_on(person.employee_id, day) is None:
        return 0.0
    whole, left = problem.shifts_on(day), problem.shifts_of(person.employee_id, day)
    unfit = problem.unfit_shifts(person.employee_id, day)
    then = problem.employee_on(person.employee_id, on) or person
    codes = [code for code in then.shifts if on.weekday() in whole[code].weekdays and code not in unfit]
    return sum(whole[code].paid_minutes - left[code].paid_minutes for code in codes) / max(1, len(codes))
