"""From a workspace and a week to the problem: the one place where the inputs are cut to the planned days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from scheduler.config import Settings
from scheduler.days_around import days_around, refuse_too_short
from scheduler.domain.calendar import Horizon, monday_of
from scheduler.domain.demand import Demand
from scheduler.domain.employment import people_between, rows_by_person, with_dates
from scheduler.domain.limits import FIRST_YEAR, LAST_YEAR, MOST_WEEKS
from scheduler.domain.people import Lock, Request
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import OFF
from scheduler.domain.written import is_day_first
from scheduler.errors import Fault, InputError
from scheduler.formats.workspace_files import WORKSPACE_FILE
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.newcomers import with_newcomers
from scheduler.presence import usual_presence
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date
from scheduler.readers.public_holidays import public_holidays
from scheduler.staffing.requirements import plan_demand

MONDAY = 0
DAYS_PER_WEEK = 7


def plan_problem(workspace: Workspace, first_day: date, days: int, *, demand: Demand | None = None) -> Problem:
    """The facts of planning these days.

    Parameters
    ----------
    workspace
        The inputs of the centre.
    first_day
        The first planned day, a Monday: contracts and law count by calendar week.
    days
        How many days are planned.
    demand
        Required agents; None: forecast from the workspace's inflow.

    Returns
    -------
    Problem
        With the rosters before and after the planned days as far as they are known, the absences of all calendar
        weeks that the horizon touches, requests and locks of the planned days, and the public holidays from the first
        day of inflow on.

    Raises
    ------
    InputError
        The first day is not a Monday, the days are too many or in a year that is none, those before are not known, the
        demand cannot be planned, or a change of the clock leaves a shift no room.
    """
    if first_day.weekday() != MONDAY:
        raise _not_a_monday(str(first_day), first_day)
    if not FIRST_YEAR < first_day.year < LAST_YEAR or days > DAYS_PER_WEEK * MOST_WEEKS:
        raise InputError.of(
            "--week",
            Message("{days} days from {first} cannot be planned", days=days, first=first_day),
            Message(
                "plan at most {most_weeks} weeks, in the years from {first} to {last}",
                most_weeks=MOST_WEEKS,
                first=FIRST_YEAR + 1,
                last=LAST_YEAR - 1,
            ),
        )
    settings = workspace.settings
    horizon = horizon_of(settings, first_day, days)
    last_day = horizon.date_of(days - 1)
    last_sunday = last_day + timedelta(days=DAYS_PER_WEEK - 1 - last_day.weekday())
    a_month = timedelta(days=31)  # staffing looks at the days around: work that waits, shifts past midnight
    holidays = public_holidays(settings, min(workspace.inflow.first_day, first_day) - a_month, last_sunday + a_month)
    around = days_around(workspace, horizon, holidays)
    inflow_until = min(workspace.inflow.known_until, first_day - timedelta(days=1))
    if demand is None:
        _refuse_old_inflow(workspace, inflow_until, first_day)
    employees = people_between(workspace.employees, first_day, last_day)
    ids = {person.employee_id for person in employees}
    if not employees:
        raise InputError.of(
            workspace.sources.get("staff", "staff.csv"),
            Message("nobody is employed from {first} to {last}", first=first_day, last=last_day),
            Message("correct the dates in from and to, or plan other days"),
        )
    beginnings = with_newcomers(
        [record for record in workspace.history if record.employee_id in ids], employees, settings
    )
    rows = rows_by_person(workspace.employees)
    requests = [wish for wish in workspace.requests if first_day <= wish.date <= last_day]

    def is_employed(decision: Request | Lock) -> bool:
        return any(row.is_employed_on(decision.date) for row in rows.get(decision.employee_id, ()))

    problem = Problem(
        horizon=horizon,
        shifts={shift.code: shift.with_night(settings.night) for shift in settings.shifts},
        night=settings.night,
        contracts={contract.name: contract for contract in settings.contracts},
        employees=employees,
        employments=with_dates(workspace.employees),
        demand=demand
        or plan_demand(
            settings,
            workspace.inflow,
            horizon,
            holidays,
            workspace.events,
            presence=usual_presence(settings, workspace.employees, first_day),
        ),
        # Parts of the days beside may cut a shift that runs past midnight; training there is work in a row.
        absences=tuple(
            absence
            for absence in workspace.absences
            for is_duty in (settings.kind_of_absence(absence.kind).on_duty,)
            for beside in (a_month if is_duty else timedelta(days=absence.from_minute is not None),)
            if absence.employee_id in ids
            and absence.last_day >= first_day - beside
            and absence.first_day <= last_sunday + beside
        ),
        shortened_shifts=settings.shortened_shifts,
        requests=tuple(wish for wish in requests if is_employed(wish)),
        left_out_requests=tuple(wish for wish in requests if not is_employed(wish)),
        locks=tuple(lock for lock in workspace.locks if first_day <= lock.date <= last_day and is_employed(lock)),
        history=beginnings.history,
        at_mean=beginnings.at_mean,
        at_zero=beginnings.at_zero,
        activities=workspace.activities,
        queue_access=settings.queue_access,
        remote=settings.remote,
        previous=around.previous,
        following=around.following,
        published=around.published,
        published_days=around.published_days,
        public_holidays=holidays,
        absence_kinds=settings.kinds_of_absence,
        days_around=around.days,
        inflow_from=workspace.inflow.first_day if settings.queues else None,
        inflow_until=inflow_until if settings.queues else None,
        inflow_counted=workspace.inflow.counted_before(first_day),
    )
    faults = [*_without_room(problem), *_settled_while_away(workspace, is_employed, first_day, last_day)]
    if faults:
        raise InputError(faults)
    refuse_too_short(problem, settings.rules, around.settled_from)
    return problem


def plan_without_demand(workspace: Workspace, first_day: date, days: int) -> Problem:
    """The problem as `plan_problem` makes it, less the forecast, which takes longer than all the rest.

    Raises
    ------
    InputError
        As `plan_problem` does, what only a forecast can tell left out.
    """
    nothing = Demand(horizon_of(workspace.settings, first_day, days), {})
    problem = plan_problem(workspace, first_day, days, demand=nothing)
    if problem.inflow_until is not None:
        _refuse_old_inflow(workspace, problem.inflow_until, first_day)
    return problem


def _refuse_old_inflow(workspace: Workspace, inflow_until: date, first_day: date) -> None:
    """A forecast from arrivals of another season looks like any other."""
    most_weeks = workspace.settings.max_inflow_age_weeks
    days_old = (first_day - inflow_until).days - 1
    if days_old > DAYS_PER_WEEK * most_weeks:
        raise InputError.of(
            workspace.sources.get("inflow", "inflow.csv"),
            Message(
                "ends on {until}; {days} days lie between that and the plan from {first}, and {most} may at most",
                until=inflow_until,
                days=days_old,
                first=first_day,
                most=DAYS_PER_WEEK * most_weeks,
            ),
            Message(
                "add the arrivals since then, or take them in with `scheduler actuals`, or allow more weeks with "
                "max_inflow_age_weeks in workspace.yaml"
            ),
        )


def horizon_of(settings: Settings, first_day: date, days: int) -> Horizon:
    """The planned days by the clock of the centre.

    Raises
    ------
    InputError
        The clock changes in a way that does not fit the intervals.
    """
    horizon = Horizon(first_day, days, settings.interval_minutes, settings.centre.zone)
    for change in horizon.clock_changes:
        is_planned = horizon.start <= change.at <= horizon.end
        if is_planned and (change.minutes % horizon.interval_minutes or change.at.minute % horizon.interval_minutes):
            raise InputError.of(
                WORKSPACE_FILE,
                Message(
                    "the clock of {timezone} changes by {minutes:+} minutes on {at:%Y-%m-%d} at {at:%H:%M}, which does "
                    "not fit intervals of {interval_minutes} minutes",
                    timezone=settings.centre.timezone,
                    minutes=change.minutes,
                    at=change.at,
                    interval_minutes=horizon.interval_minutes,
                ),
                Message("set interval_minutes to a length that divides the change"),
            )
    return horizon


def _settled_while_away(
    workspace: Workspace, is_employed: Callable[[Request | Lock], bool], first_day: date, last_day: date
) -> Iterator[Fault]:
    """Shifts that must be on a day on which the person is not employed; a day off is one anyway.

    Wishes of whoever has left may stay, whatever their weight: they are left out.
    """
    last_days: dict[str, date] = {}
    for person in workspace.employees:
        known = last_days.get(person.employee_id, date.min)
        last_days[person.employee_id] = max(person.last_day or date.max, known)
    locked = ((lock, "locks", workspace.lock_rows.get((lock.employee_id, lock.date), 0)) for lock in workspace.locks)
    wished = (
        (wish, "requests", row)
        for wish, row in workspace.request_rows.items()
        if wish.date <= last_days.get(wish.employee_id, date.max)
    )
    decisions: list[tuple[Request | Lock, str, int]] = [*locked, *wished]
    for decision, name, row in decisions:
        if first_day <= decision.date <= last_day and decision.shift != OFF and not is_employed(decision):
            yield Fault(
                workspace.sources.get(name, f"{name}.csv"),
                row,
                "date",
                Message("{employee} is not employed on {day}", employee=decision.employee_id, day=decision.date),
                Message("delete the lock, or correct from and to in staff.csv")
                if name == "locks"
                else Message("delete the wish, or correct from and to in staff.csv"),
            )


def _without_room(problem: Problem) -> Iterator[Fault]:
    """Shifts of which a change of the clock leaves nothing, or no room for the meal break, on a day when they start."""
    for day in range(problem.horizon.days):
        for code, shift in problem.shifts_on(day).items():
            if problem.horizon.weekday(day) in shift.weekdays and not shift.has_room:
                yield Fault(
                    WORKSPACE_FILE,
                    0,
                    f"shifts.{code}",
                    Message(
                        "on {day} the clock is put forward, and leaves shift {code} no time to work, "
                        "or its meal break no room between meal_earliest and meal_latest",
                        day=problem.horizon.date_of(day),
                        code=code,
                    ),
                    Message(
                        "widen the window of the meal break beyond the hour that is skipped, or let the shift not "
                        "start on that weekday"
                    ),
                )


def parse_week(text: str) -> date:
    """The Monday that ``2023-11-06`` or ``2023-W45`` names.

    Raises
    ------
    InputError
        It names none; the remedy names the Monday of that week.
    """
    week = re.fullmatch(r"([0-9]{4})-?W([0-9]{1,2})(?:-1)?", text.strip(), flags=re.IGNORECASE)
    try:
        if week:
            return date.fromisocalendar(int(week[1]), int(week[2]), 1)
        day = parse_date(text.strip())
    except ValueError as error:
        if isinstance(error, CellError) and is_day_first(text):
            raise InputError.of("--week", error.message, error.remedy) from None
        raise InputError.of(
            "--week",
            Message("'{text}' is not a week", text=text),
            Message("write its Monday as 2023-11-06, or the week as 2023-W45"),
        ) from None
    if day.weekday() != MONDAY:
        raise _not_a_monday(text, day)
    return day


def _not_a_monday(text: str, day: date) -> InputError:
    monday = monday_of(day)
    return InputError.of(
        "--week",
        Message("'{text}' is a {day:%A}, not a Monday", text=text, day=day),
        Message("the Monday of its week is {monday}", monday=monday),
    )
