"""What a change means to people: coverage by the hour, turns of nights and weekends, and pay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from scheduler.changes.between import Change
from scheduler.changes.for_programs import change_json, row_json
from scheduler.constraints.base import ChoiceRule, Violation
from scheduler.constraints.fair_weekends import counts_public_holidays
from scheduler.coverage import Coverage, measure
from scheduler.desk.desk import Desk
from scheduler.domain.demand import PERMILLE
from scheduler.domain.roster import Assignment, Roster
from scheduler.standing import Outcome


@dataclass(frozen=True)
class HourOfQueue:
    """An hour in which a queue gets another number of agents: the means of its intervals, in reference agents."""

    queue: str
    start: datetime
    required: float
    before: float
    after: float


@dataclass(frozen=True)
class Turns:
    """What somebody has of what is to be shared fairly, the weeks before included, before and after."""

    employee_id: str
    nights: tuple[int, int]
    weekend_days: tuple[int, int]


@dataclass(frozen=True)
class ExtraMinutes:
    """Minutes of overtime and of premium that somebody has in the days of the roster, as the ledger counts them."""

    overtime_minutes: int = 0
    premium_minutes: float = 0.0


@dataclass(frozen=True)
class Effects:
    """What a change means.

    Attributes
    ----------
    outcome
        What the rules say.
    hours
        Where coverage changes.
    turns
        Of everybody whose days change.
    told
        Who would have to be told what.
    """

    outcome: Outcome
    hours: tuple[HourOfQueue, ...]
    turns: tuple[Turns, ...]
    told: tuple[Change, ...]


def effects_of(desk: Desk, outcome: Outcome) -> Effects:
    """What the outcome of a change means."""
    after = desk.standing.changed(outcome.changes)
    people = sorted({employee for employee, _ in outcome.changes})
    return Effects(
        outcome,
        tuple(hours_changed(desk, desk.standing.checked.coverage, measure(desk.problem, after))),
        tuple(turns_of(desk, people, after)),
        tuple(desk.told(outcome.changes)),
    )


def hours_changed(desk: Desk, before: Coverage, after: Coverage) -> Iterable[HourOfQueue]:
    """The hours in which two rosters bring a queue different numbers of agents, by time."""
    horizon = desk.problem.horizon
    hour_of = [horizon.interval_start(interval).replace(minute=0) for interval in range(horizon.n_intervals)]
    found: list[HourOfQueue] = []
    for queue, was in before.effective_permille.items():
        becomes, required = after.effective_permille[queue], desk.problem.demand.queues[queue].required_permille
        for start in sorted({hour_of[interval] for interval in np.flatnonzero(was != becomes).tolist()}):
            of_hour = [interval for interval, hour in enumerate(hour_of) if hour == start]
            need, had, has = (float(values[of_hour].mean()) / PERMILLE for values in (required, was, becomes))
            found.append(HourOfQueue(queue, start, need, had, has))
    return sorted(found, key=lambda hour: (hour.start, hour.queue))


def turns_of(desk: Desk, people: Collection[str], after: Roster) -> Iterable[Turns]:
    """Nights and weekend days of some people in the desk's roster and in another one, the weeks before included."""
    problem = desk.problem
    holidays = (problem.public_holidays or {}) if counts_public_holidays(desk.run.rules) else {}
    for employee in people:
        history = problem.history_of[employee]
        worked = [roster.of_employee(employee) for roster in (desk.standing.roster, after)]
        nights_before, nights_after = (
            history.nights + sum(row.shift in problem.night_codes for row in rows) for rows in worked
        )
        weekend_before, weekend_after = (
            history.weekend_days + len({row.date for row in rows if row.date.weekday() > 4 or row.date in holidays})
            for rows in worked
        )
        yield Turns(employee, (nights_before, nights_after), (weekend_before, weekend_after))


def pay_of(desk: Desk, people: Collection[str], rows: Iterable[Assignment]) -> Mapping[str, ExtraMinutes]:
    """What the ledger counts of some people, who work these rows in the days of the roster."""
    from scheduler.ledger.counting import count  # pandas
    from scheduler.ledger.known import LedgerBasis

    horizon, settings = desk.problem.horizon, desk.workspace.settings
    known = LedgerBasis.of_horizon(
        settings,
        horizon,
        tuple(person for person in desk.workspace.employees if person.employee_id in people),
        tuple(absence for absence in desk.workspace.absences if absence.employee_id in people),
        [row for row in rows if row.employee_id in people],
        desk.problem.public_holidays,
    )
    if not known.employees:
        return {}
    counted = count(known, horizon.first_day, horizon.date_of(horizon.days - 1))
    sums = counted.groupby("employee_id")[["overtime_minutes", "premium_minutes"]].sum()
    found = {
        str(employee): ExtraMinutes(int(overtime), float(premium))
        for employee, overtime, premium in sums.itertuples(index=True, name=None)
    }
    return {employee: found.get(employee, ExtraMinutes()) for employee in people}


def telling_first(desk: Desk, employee: str, breaches: Sequence[Violation]) -> tuple[Violation, ...]:
    """The person's own breaches first, of these what the shift alone breaks, then in the order of the rules."""
    alone = {rule.number for rule in desk.run.rules if isinstance(rule, ChoiceRule)}
    order = {rule.number: n for n, rule in enumerate(desk.run.rules)}

    def place(breach: Violation) -> tuple[bool, bool, int]:
        return breach.employee != employee, breach.rule not in alone, order[breach.rule]

    return tuple(sorted(breaches, key=place))


def violation_json(desk: Desk, found: Violation) -> dict[str, Any]:
    """A breach for other programs."""
    return {
        "rule": found.rule,
        "title": desk.title(found.rule),
        "employee_id": found.employee,
        "date": None if found.date is None else found.date.isoformat(),
        "sentence": found.text(desk.language),
        "points": found.points,
    }


def outcome_json(desk: Desk, outcome: Outcome) -> dict[str, Any]:
    """What a change does, for other programs."""
    return {
        "keeps_all_rules": outcome.is_allowed,
        "broken": [violation_json(desk, found) for found in outcome.broken],
        "cost": {
            "before": desk.standing.checked.cost,
            "after": outcome.cost,
            "change": outcome.cost_change,
            "change_by_rule": outcome.cost_change_by_rule,
        },
        "changes": [
            {"employee_id": employee, "date": on.isoformat(), "rows": [row_json(row) for row in rows]}
            for (employee, on), rows in sorted(outcome.changes.items())
        ],
    }


def effects_json(desk: Desk, effects: Effects) -> dict[str, Any]:
    """What a change does and means, for other programs."""
    return {
        **outcome_json(desk, effects.outcome),
        "coverage": [
            {
                "queue": hour.queue,
                "hour": f"{hour.start:%Y-%m-%dT%H:%M}",
                "required": round(hour.required, 3),
                "before": round(hour.before, 3),
                "after": round(hour.after, 3),
            }
            for hour in effects.hours
        ],
        "fairness": [
            {"employee_id": one.employee_id, "nights": list(one.nights), "weekend_days": list(one.weekend_days)}
            for one in effects.turns
        ],
        "told": [change_json(change) for change in effects.told],
    }
