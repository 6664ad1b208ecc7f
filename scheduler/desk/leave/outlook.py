"""What days hold: how many more of a team or with a skill may be off, and what the next one costs.

From the linear relaxation of a week: people are divisible, and everybody's best week is found anew for each number of
people who are off. So it promises more than whole people can keep, never less: an outlook, by which no request is
decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from scheduler.config import Settings
from scheduler.constraints import with_rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.coverage import Coverage
from scheduler.desk.leave.absence_program import LESS, By, ProgramOfAbsence, groups_of
from scheduler.desk.leave.proofs import Proofs
from scheduler.desk.leave.searching import hours_of, required_on
from scheduler.domain.problem import Problem
from scheduler.run.planning import Plan
from scheduler.solve.linear.relaxation import Relaxation
from scheduler.staffing.service import measure_service
from scheduler.staffing.service_report import ServiceReport


@dataclass(frozen=True)
class DayOutlook:
    """What a day holds for a team, or for those who serve a queue.

    Attributes
    ----------
    by, group
        Which of both, and its name.
    off
        People of it who are absent all day already.
    free
        How many more may be off while the hard rules can be kept; None: not known.
    free_within_target
        How many more before too many agent hours of the day are missing; None: not known.
    is_more
        Whether `free` is all who were looked at, so that it may be more.
    missing_share
        Share of the agent hours of the day that are missing already in the best coverage; None: none are required.
    service
        Share of the calls of the day that are answered in time in the best coverage, nobody being there beyond what is
        required; of the queue, or of all. None: not known, or nobody calls.
    next_hours, next_points, next_service
        Agent hours that are missing more in the week, points that its coverage costs more, and how the share of its
        calls that are answered in time changes, with one more who is off; None: not known, or nobody more can be.
    """

    date: date
    by: By
    group: str
    off: int
    free: int | None
    free_within_target: int | None
    is_more: bool
    missing_share: float | None
    service: float | None
    next_hours: float | None
    next_points: float | None
    next_service: float | None

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""

        def rounded(number: float | None) -> float | None:
            return None if number is None else round(number, 4)

        return {
            "date": str(self.date),
            self.by: self.group,
            "off": self.off,
            "free": self.free,
            "free_is_at_least": self.is_more,
            "free_within_target": self.free_within_target,
            "missing_share": rounded(self.missing_share),
            "service_level": rounded(self.service),
            "next_hours_missing": rounded(self.next_hours),
            "next_points": rounded(self.next_points),
            "next_service_level": rounded(self.next_service),
        }


def outlook(proofs: Proofs, plan: Plan, first_day: date, last_day: date, kind: str, by: By) -> Iterator[DayOutlook]:
    """What each day holds for each team or queue of which anybody can be off on it.

    Parameters
    ----------
    proofs
        The weeks, with what is granted.
    plan
        Its prices of coverage count.
    first_day, last_day
        Of the days, both included.
    kind
        Of which kind those are absent who are off besides.
    by
        Who is looked at together.
    """
    for week in range(proofs.n_weeks):
        problem = proofs.problem_of(week, week)
        days = [on for on in problem.horizon.dates() if first_day <= on <= last_day]
        if days:
            yield from _week(problem, plan, days, proofs.limits.share or 0.0, kind, by)


def _week(problem: Problem, plan: Plan, days: Sequence[date], share: float, kind: str, by: By) -> Iterator[DayOutlook]:
    priced = [rule for rule in plan.rules if rule.weight is None or not rule.has_personal_price]
    rules = with_rule(priced, CoverageShortfall(weight=1))
    model = ProgramOfAbsence(problem, rules, kind, by)
    now = model.relaxed()
    served = _served(plan.settings, problem, model, now)
    named = plan.settings.teams if by == "team" else plan.settings.queues
    required = required_on(problem)
    for on in days:
        day = problem.horizon.day_of(on)
        needs = required[on]
        lacking = None if now is None else float(model.missing[day] @ now.values) + float(model.unavoidable[day])
        looked: dict[tuple[int, ...], tuple[int | None, int | None, Relaxation | None]] = {}
        for group in (one.name for one in named):
            columns = [
                column
                for (n, of), column in model.weight_of.items()
                if of == day and group in groups_of(model.kinds[n], by)
            ]
            if not columns:
                continue
            if tuple(columns) not in looked:  # several queues may have the same people
                free, within = model.most(columns), None
                if needs and lacking is not None:
                    is_kept = lacking <= share * needs * (1 + LESS) + LESS
                    within = model.most(columns, day, share * needs) if is_kept else 0
                looked[tuple(columns)] = free, within, model.relaxed(columns) if free else None
            free, within, then = looked[tuple(columns)]
            is_known = now is not None and then is not None
            queues = [group] if by == "queue" else [*problem.demand.queues]
            service, service_then = _level(served, queues), _level(_served(plan.settings, problem, model, then), queues)
            yield DayOutlook(
                date=on,
                by=by,
                group=group,
                off=sum(
                    on in problem.absent_dates[person.employee_id]
                    and problem.employee_on(person.employee_id, on) is not None
                    for person in problem.employees
                    if group in groups_of(person, by)
                ),
                free=free,
                free_within_target=within,
                is_more=free is not None and free >= model.count(columns),
                missing_share=lacking / needs if lacking is not None and needs else None,
                service=_level(served, queues, day),
                next_hours=_hours(problem, model, now, then) if needs and is_known else None,
                next_points=max(0.0, then.value - now.value) if now is not None and then is not None else None,
                next_service=None if service is None or service_then is None else service_then - service,
            )


def _served(
    settings: Settings, problem: Problem, model: ProgramOfAbsence, found: Relaxation | None
) -> ServiceReport | None:
    """How callers fare where nobody is there beyond what is required."""
    if found is None:
        return None
    there = {
        queue: np.rint(needs.required_permille - model.missing_of(queue, found)).astype(np.int64)
        for queue, needs in problem.demand.queues.items()
    }
    nobody = np.zeros(problem.horizon.n_intervals, dtype=np.int64)
    return measure_service(settings, problem.demand, Coverage(there, dict.fromkeys(there, nobody), nobody))


def _level(report: ServiceReport | None, queues: Sequence[str], day: int | None = None) -> float | None:
    """Share of the calls of a day or the week that are answered in time; None: it is not known, or nobody calls."""
    if report is None or not set(queues) <= report.queues.keys():
        return None
    intervals = None if day is None else report.horizon.day_of_interval() == day
    level = report.totals(queues, intervals).service_level
    return None if np.isnan(level) else level


def _hours(problem: Problem, model: ProgramOfAbsence, now: Relaxation | None, then: Relaxation | None) -> float | None:
    """How many more agent hours of the week are missing."""
    if now is None or then is None:
        return None
    return hours_of(problem, float(model.missing.sum(axis=0) @ (then.values - now.values)))
