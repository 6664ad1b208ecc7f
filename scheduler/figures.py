"""The figures of a run, made once and then written to files, workbook and terminal alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scheduler.config import Settings
from scheduler.constraints.base import Rule
from scheduler.coverage import Coverage
from scheduler.domain.demand import PERMILLE
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import OFF
from scheduler.result import SolveResult
from scheduler.staffing.performance import queue_performance
from scheduler.verify import Audit


class CoverageRow(NamedTuple):
    """One interval of one queue: a row of ``coverage.csv``; nan where a figure does not exist.

    `required`, `effective`, `shortfall` and `surplus` are in reference agents, `scheduled` in heads,
    `answer_rate_total` is of all attempts.
    """

    start: datetime
    queue: str
    calls: float
    aht_seconds: float
    erlangs: float
    required: float
    binding_target: str
    scheduled: int
    effective: float
    shortfall: float
    surplus: float
    service_level: float
    asa_seconds: float
    occupancy: float
    answer_rate_entered: float
    answer_rate_total: float


def coverage_rows(settings: Settings, problem: Problem, coverage: Coverage) -> tuple[CoverageRow, ...]:
    """What each queue needs and gets in each interval, and how its callers fare.

    Parameters
    ----------
    settings
        Targets, patience and attempts of each queue.
    problem
        The demand.
    coverage
        What a roster brings.
    """
    by_name = {queue.name: queue for queue in settings.queues}
    horizon = problem.horizon
    rows = []
    for name, needs in problem.demand.queues.items():
        queue = by_name[name]
        effective = coverage.effective_permille[name] / PERMILLE
        heads = coverage.heads[name]
        required = needs.required_permille / PERMILLE
        measures = np.full((5, horizon.n_intervals), np.nan)
        if not needs.deferrable:
            served = needs.is_open & (needs.calls > 0)
            fares = queue_performance(
                needs.calls[served] / (60 * horizon.interval_minutes),
                needs.aht_seconds[served],
                effective[served] * (1 - needs.shrinkage[served]),
                patience_seconds=queue.patience_seconds,
                patience=queue.patience,
                waiting_places=queue.waiting_places,
                answer_within_seconds=queue.targets.answer_within_seconds,
            )
            measures[:, served] = (
                fares.service_level,
                fares.asa_served_seconds,
                fares.occupancy,
                fares.answered_of_entered,
                fares.answered_of_offered / queue.attempts_per_entered,
            )
        rows += [
            CoverageRow(
                horizon.interval_start(n),
                name,
                float(needs.calls[n]),
                float(needs.aht_seconds[n]),
                float(needs.erlangs[n]),
                float(required[n]),
                str(needs.binding_target[n]),
                int(heads[n]),
                float(effective[n]),
                max(0.0, float(required[n] - effective[n])),
                max(0.0, float(effective[n] - required[n])),
                *(float(value) for value in measures[:, n]),
            )
            for n in range(horizon.n_intervals)
        ]
    return tuple(rows)


@dataclass(frozen=True)
class Run:
    """A finished run: what went in, what came out, and what the checks say of it.

    Attributes
    ----------
    settings
        Of the workspace.
    problem, rules
        The facts and the rules in force.
    result
        How the search ended.
    audit
        Of the roster as it is read back from the written file; None without a roster.
    roster
        That roster; None without one.
    seed
        The seed of the search.
    total_seconds
        From reading the inputs to the written files.
    inputs_sha256
        Checksum of the workspace's files.
    """

    settings: Settings
    problem: Problem
    rules: tuple[Rule, ...]
    result: SolveResult
    roster: Roster | None
    audit: Audit | None
    seed: int
    total_seconds: float
    inputs_sha256: str

    @cached_property
    def coverage(self) -> tuple[CoverageRow, ...]:
        """Every interval of every queue; empty without a roster."""
        return () if self.audit is None else coverage_rows(self.settings, self.problem, self.audit.coverage)

    @cached_property
    def service(self) -> Service:
        """How all callers of the run fare together."""
        return Service.of(self.settings, self.coverage)

    @cached_property
    def shortfall_agent_hours(self) -> float:
        """Missing reference agents times hours, over all queues."""
        return sum(row.shortfall for row in self.coverage) * self.problem.horizon.interval_minutes / 60

    @cached_property
    def surplus_agent_hours(self) -> float:
        """Reference agents beyond the requirement times hours, over all queues."""
        return sum(row.surplus for row in self.coverage) * self.problem.horizon.interval_minutes / 60

    @cached_property
    def overtime_hours(self) -> float:
        """Paid hours beyond the contracts' days."""
        if self.roster is None:
            return 0.0
        shifts = self.problem.shifts
        return sum(shifts[row.shift].overtime_minutes for row in self.roster.assignments) / 60

    @cached_property
    def requests(self) -> tuple[int, int]:
        """How many wishes of the planned days are met, and how many there are."""
        if self.roster is None:
            return 0, 0
        worked = {(row.employee_id, row.date, row.shift) for row in self.roster.assignments}
        days = {(row.employee_id, row.date) for row in self.roster.assignments}
        horizon = self.problem.horizon
        wishes = [wish for wish in self.problem.requests if 0 <= horizon.day_of(wish.date) < horizon.days]
        met = 0
        for wish in wishes:
            if wish.shift == OFF:
                has = (wish.employee_id, wish.date) not in days
            else:
                has = (wish.employee_id, wish.date, wish.shift) in worked
            met += has if wish.weight >= 0 else not has
        return met, len(wishes)

    def worst_intervals(self, count: int = 3) -> tuple[CoverageRow, ...]:
        """The intervals with the most missing agents; among equals, the lowest service level."""

        def badness(row: CoverageRow) -> tuple[float, float, float]:
            level = 1.0 if math.isnan(row.service_level) else row.service_level
            return -round(row.shortfall, 3), level, -row.required

        return tuple(sorted((row for row in self.coverage if row.required > 0), key=badness)[:count])


@dataclass(frozen=True)
class Service:
    """How the callers of all queues fare together, each call counting alike; None where there is no call.

    Attributes
    ----------
    service_level
        Share of the calls that is answered within the queue's time.
    asa_seconds
        Average wait of the answered calls.
    answer_rate_entered
        Answered calls of those that entered the queue: the rate that the centre reports.
    answer_rate_total
        Answered calls of all that were attempted: the rate that the council's audit asked for.
    """

    service_level: float | None
    asa_seconds: float | None
    answer_rate_entered: float | None
    answer_rate_total: float | None

    @classmethod
    def of(cls, settings: Settings, rows: Sequence[CoverageRow]) -> Service:
        """Add up the rows of queues whose callers wait."""
        attempts_per_entered = {queue.name: queue.attempts_per_entered for queue in settings.queues}
        rows = [row for row in rows if not math.isnan(row.service_level)]
        calls = np.array([row.calls for row in rows])
        attempts = np.array([row.calls * attempts_per_entered[row.queue] for row in rows])
        entered_rate = np.array([row.answer_rate_entered for row in rows])
        total_rate = np.array([row.answer_rate_total for row in rows])
        answered = attempts * total_rate
        waits = np.array([row.asa_seconds for row in rows])
        if not calls.sum():
            return cls(None, None, None, None)
        some = answered > 0  # where nobody is answered there is no wait of answered calls
        return cls(
            service_level=float(calls @ np.array([row.service_level for row in rows]) / calls.sum()),
            asa_seconds=float(answered[some] @ waits[some] / answered.sum()) if some.any() else None,
            answer_rate_entered=float(calls @ entered_rate / calls.sum()),
            answer_rate_total=float(answered.sum() / attempts.sum()),
        )
