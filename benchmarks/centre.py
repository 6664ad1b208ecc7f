"""The bundled centre, longer and larger: as many copies of its people as wanted, over as many weeks.

What a larger centre is made of: every person stands in it once per copy, with the contract, shifts, queues, rotation
group and previous roster of the first. Required agents, seats and least heads are multiplied by the number of
copies, so that the balance between work and staff, which decides how hard a roster is, stays as it is. (Calls would
not do: by Erlang, ten times the calls need less than ten times the agents.) Absences, requests and history would
make the copies twins if they were copied too, and twins are easier than people: each week of each copy takes a
bundled week's and deals them out anew among the people who are alike, with a fixed seed. Weeks beyond the bundled
ones are dealt in the same way.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from scheduler.bundled import bundled_workspace
from scheduler.constraints import Rule
from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.on_site_seats import OnSiteSeats
from scheduler.domain.demand import Demand
from scheduler.domain.people import Absence, Employee, FairnessHistory, Request
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.inputs import Workspace
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace

FIRST_DAY = date(2023, 11, 6)
ONE_WEEK = timedelta(days=7)

Record = TypeVar("Record", Absence, Request, FairnessHistory)


@dataclass(frozen=True, slots=True, eq=False)
class Centre:
    """A problem with its rules."""

    problem: Problem
    rules: tuple[Rule, ...]


def build_centre(people: int, weeks: int, *, seed: int = 1) -> Centre:
    """The centre with so many people, planned for so many weeks from 2023-11-06.

    Parameters
    ----------
    people
        A multiple of the bundled 416.
    weeks
        Of the horizon.
    seed
        For dealing out absences, requests and history.

    Raises
    ------
    ValueError
        The number of people is not a multiple of the bundled centre's.
    """
    workspace = read_workspace(bundled_workspace())
    copies, rest = divmod(people, len(workspace.employees))
    if rest or not copies:
        raise ValueError(f"{people} people are no multiple of the centre's {len(workspace.employees)}")
    workspace = _grown(workspace, copies, weeks, np.random.default_rng(seed))
    problem = plan_problem(workspace, FIRST_DAY, 7 * weeks)
    return Centre(
        problem.replace(demand=_times(problem.demand, copies)),
        tuple(_scaled(rule, copies) for rule in workspace.settings.rules),
    )


def _grown(workspace: Workspace, copies: int, weeks: int, random: np.random.Generator) -> Workspace:
    absences, requests = _by_week(workspace.absences, _cut_absence), _by_week(workspace.requests, _cut_request)
    bundled_weeks = max(*absences, *requests) + 1
    employees: list[Employee] = []
    grown_absences: list[Absence] = []
    grown_requests: list[Request] = []
    history: list[FairnessHistory] = []
    previous = list(workspace.previous.assignments)
    alike: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for person in workspace.employees:
        alike.setdefault((person.team, person.contract, person.shifts), []).append(person.employee_id)

    def dealt(copy: int) -> dict[str, str]:
        """Whose things go to whom: a new order of the people who are alike."""
        return {
            giver: _copied(taker, copy)
            for group in alike.values()
            for giver, taker in zip(group, random.permutation(group).tolist(), strict=True)
        }

    for copy in range(copies):
        takers = {person.employee_id: _copied(person.employee_id, copy) for person in workspace.employees}
        employees += [
            person.model_copy(update={"employee_id": takers[person.employee_id]}) for person in workspace.employees
        ]
        history += _given(workspace.history, takers if copy == 0 else dealt(copy))
        if copy:
            previous += [replace(row, employee_id=takers[row.employee_id]) for row in workspace.previous.assignments]
        for week in range(weeks):
            is_bundled = copy == 0 and week < bundled_weeks
            source = week % bundled_weeks
            later = (week - source) * ONE_WEEK
            grown_absences += [
                absence.model_copy(
                    update={"first_day": absence.first_day + later, "last_day": absence.last_day + later}
                )
                for absence in _given(absences.get(source, ()), takers if is_bundled else dealt(copy))
            ]
            grown_requests += [
                request.model_copy(update={"date": request.date + later})
                for request in _given(requests.get(source, ()), takers if is_bundled else dealt(copy))
            ]
    return replace(
        workspace,
        employees=tuple(employees),
        absences=tuple(grown_absences),
        requests=tuple(grown_requests),
        history=tuple(history),
        previous=Roster.of(previous),
    )


def _copied(employee_id: str, copy: int) -> str:
    """The id of a person's copy; copy 0 is the person."""
    return f"{employee_id}C{copy}" if copy else employee_id


def _given(records: Iterable[Record], takers: Mapping[str, str]) -> list[Record]:
    return [record.model_copy(update={"employee_id": takers[record.employee_id]}) for record in records]


def _by_week(
    records: Iterable[Record], cut: Callable[[Record], Iterable[tuple[int, Record]]]
) -> dict[int, list[Record]]:
    """Records by number of the week from the first planned day; earlier ones are left out."""
    weeks: dict[int, list[Record]] = {}
    for record in records:
        for week, part in cut(record):
            if week >= 0:
                weeks.setdefault(week, []).append(part)
    return weeks


def _cut_absence(absence: Absence) -> Iterable[tuple[int, Absence]]:
    first = absence.first_day
    while first <= absence.last_day:
        week = (first - FIRST_DAY).days // 7
        last = min(absence.last_day, FIRST_DAY + (week + 1) * ONE_WEEK - timedelta(days=1))
        yield week, absence.model_copy(update={"first_day": first, "last_day": last})
        first = last + timedelta(days=1)


def _cut_request(request: Request) -> Iterable[tuple[int, Request]]:
    yield (request.date - FIRST_DAY).days // 7, request


def _times(demand: Demand, copies: int) -> Demand:
    return replace(
        demand,
        queues={
            name: replace(
                queue, calls=queue.calls * copies, erlangs=queue.erlangs * copies, required=queue.required * copies
            )
            for name, queue in demand.queues.items()
        },
    )


def _scaled(rule: Rule, copies: int) -> Rule:
    if isinstance(rule, OnSiteSeats):
        return rule.model_copy(update={"seats": (rule.seats or 0) * copies})
    if isinstance(rule, MinimumHeads):
        spans = tuple(span.model_copy(update={"heads": span.heads * copies}) for span in rule.spans)
        return rule.model_copy(update={"spans": spans})
    return rule


def peak_memory_bytes() -> int:
    """The most memory that this process held at once, or the largest of its finished children if that is more."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
