"""When the staff is usually there: by weekday, time of day, and what people can serve.

It is read off the staff list and the shifts alone, before there is a roster: everybody works the days of the contract
evenly over its weekdays, each of the own shifts equally often (overtime left out), and eats at any time of the meal
window. It says where hours lie, not who works: where shifts overlap there are many people, whatever the roster.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.demand import PERMILLE
from scheduler.domain.people import Employee
from scheduler.domain.problem import queues_of, work_mode_of
from scheduler.domain.shifts import Shift

DAYS_PER_WEEK = 7


def usual_presence(
    settings: Settings, employees: Iterable[Employee], first_day: date
) -> dict[tuple[str, ...], NDArray[np.float64]]:
    """Reference agents who are usually there in a week without holidays and absences.

    Parameters
    ----------
    settings
        Shifts, contracts, queue access, remote work.
    employees
        The staff: rows of people, each on its days.
    first_day
        A Monday: of its week are the work modes.

    Returns
    -------
    By the queues that people can serve on the day, by name: agents, shape (7, intervals a day), Monday
    first. Shifts past midnight reach into the next day.
    """
    contracts = {contract.name: contract for contract in settings.contracts}
    access = {(entry.team, entry.queue): entry.weekdays for entry in settings.queue_access}
    profiles = {shift.code: _profile(shift, settings.interval_minutes) for shift in settings.shifts}
    regular = {shift.code: shift for shift in settings.shifts if not shift.overtime_minutes}
    per_day = MINUTES_PER_DAY // settings.interval_minutes
    presence: dict[tuple[str, ...], NDArray[np.float64]] = {}
    mean_of: dict[tuple[str, ...], NDArray[np.float64]] = {}  # most people have the shifts of many others
    for person in employees:
        contract = contracts[person.contract]
        for weekday in contract.weekdays if person.queues else ():
            on = first_day + timedelta(days=weekday)
            if not person.is_employed_on(on):
                continue
            shifts = tuple(code for code in person.shifts if code in regular and weekday in regular[code].weekdays)
            if not shifts:
                continue
            mode = work_mode_of(settings.remote, person, on)
            worth = settings.remote.remote_permille / PERMILLE if settings.remote and mode == "remote" else 1.0
            share = worth * contract.days_per_week / len(contract.weekdays)
            if shifts not in mean_of:
                mean_of[shifts] = np.mean([profiles[code] for code in shifts], axis=0)
            two_days = share * mean_of[shifts]
            queues = tuple(sorted(queues_of(access, person, on)))
            week = presence.setdefault(queues, np.zeros((DAYS_PER_WEEK, per_day)))
            week[weekday] += two_days[:per_day]
            week[(weekday + 1) % DAYS_PER_WEEK] += two_days[per_day:]
    return presence


def _profile(shift: Shift, interval_minutes: int) -> NDArray[np.float64]:
    """Share of one head at work in each interval of two days, the meal spread over its window."""
    at_work = np.zeros(2 * MINUTES_PER_DAY)
    at_work[shift.start_minute : shift.end_minute] = 1.0
    if shift.meal_earliest_minute is not None and shift.meal_latest_minute is not None:
        window = shift.meal_latest_minute - shift.meal_earliest_minute
        at_work[shift.meal_earliest_minute : shift.meal_latest_minute] -= shift.meal_minutes / window
    in_interval: NDArray[np.float64] = at_work.reshape(-1, interval_minutes).mean(axis=1)
    return in_interval
