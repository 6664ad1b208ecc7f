"""A finished run, and the figures that files, workbook and terminal show of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from scheduler.config import Queue, Settings, Solving
from scheduler.constraints.base import Rule
from scheduler.constraints.requests import Requests
from scheduler.domain.actuals import NOTHING_COUNTED, CountedTo
from scheduler.domain.known_days import LastPublished
from scheduler.domain.people import Request
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.figures.coverage import CoverageRow, coverage_rows
from scheduler.figures.missed_heads import MissedHeads, missed_heads
from scheduler.result import SolveResult
from scheduler.simulation.results import Simulated
from scheduler.staffing.service import Dependence, measure_service
from scheduler.staffing.service_report import ServiceReport, Totals
from scheduler.verify import Audit

if TYPE_CHECKING:
    import pandas as pd


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
    solving
        Limits and seed of the search.
    total_seconds
        From reading the inputs to the written files.
    inputs_sha256
        Checksum of the workspace's files.
    last_published
        The roster that was published of the last days before; None: none.
    counted
        Up to which file of counted calls the forecast has its history.
    simulated
        How the roster fares caller by caller; None: nobody asked.
    """

    settings: Settings
    problem: Problem
    rules: tuple[Rule, ...]
    result: SolveResult
    roster: Roster | None
    audit: Audit | None
    solving: Solving
    total_seconds: float
    inputs_sha256: str
    last_published: LastPublished | None = None
    counted: CountedTo = NOTHING_COUNTED
    simulated: Simulated | None = None

    def roster_frame(self) -> pd.DataFrame:
        """The roster, one row a person and worked day, with the columns of ``roster.csv``; no rows without a roster."""
        from scheduler.frames.rosters import roster_frame

        return roster_frame(self.roster or Roster(), self.settings.centre.zone)

    def coverage_frame(self) -> pd.DataFrame:
        """What each queue needs and gets, one row an interval and queue, with the columns of ``coverage.csv``."""
        from scheduler.figures.frames import coverage_frame

        return coverage_frame(self.coverage, self.settings.centre.zone)

    def penalties_frame(self) -> pd.DataFrame:
        """What the rules find: one row for each breach of a hard rule, without points, and each miss of a soft one."""
        from scheduler.figures.frames import penalties_frame

        violations = () if self.audit is None else self.audit.violations
        return penalties_frame(violations, self.settings.centre.zone, self.settings.language)

    @property
    def seed(self) -> int:
        """The seed of the search."""
        return self.solving.seed

    @cached_property
    def service(self) -> ServiceReport | None:
        """What the roster gives to each queue; None without a roster."""
        if self.audit is None:
            return None
        return measure_service(self.settings, self.problem.demand, self.audit.coverage)

    @cached_property
    def totals(self) -> Totals:
        """How all callers of the run fare together; nan without a roster."""
        return Totals(*[math.nan] * len(fields(Totals))) if self.service is None else self.service.totals()

    @cached_property
    def totals_by_dependence(self) -> Mapping[Dependence, Totals]:
        """The same totals with each interval on its own, and with what intervals hand on; empty without a roster."""
        if self.audit is None:
            return {}
        demand, coverage = self.problem.demand, self.audit.coverage
        return {
            dependence: measure_service(self.settings, demand, coverage, dependence=dependence).totals()
            for dependence in get_args(Dependence)
        }

    @cached_property
    def coverage(self) -> tuple[CoverageRow, ...]:
        """Every interval of every queue; empty without a roster."""
        return () if self.service is None else coverage_rows(self.problem.demand, self.service)

    @cached_property
    def queues_by_work(self) -> tuple[Queue, ...]:
        """The queues, the one that needs most agents first."""
        work = dict.fromkeys((queue.name for queue in self.settings.queues), 0.0)
        for row in self.coverage:
            work[row.queue] += row.required
        return tuple(sorted(self.settings.queues, key=lambda queue: -work[queue.name]))

    @cached_property
    def people_behind(self) -> Mapping[str, frozenset[str]]:
        """Who misses each priced rule, by its number; empty without a roster."""
        people: dict[str, set[str]] = {}
        for violation in () if self.audit is None else self.audit.soft:
            if violation.employee is not None:
                people.setdefault(violation.rule, set()).add(violation.employee)
        return {rule: frozenset(found) for rule, found in people.items()}

    @cached_property
    def soft_rules(self) -> tuple[Rule, ...]:
        """The priced rules, the one that costs most first; none without a roster."""
        if self.audit is None:
            return ()
        cost = self.audit.cost_by_rule
        soft = (rule for rule in self.rules if rule.weight is not None)
        return tuple(sorted(soft, key=lambda rule: (-cost[rule.number], rule.number)))

    @cached_property
    def overtime_hours(self) -> float:
        """Paid hours beyond the contracts' days."""
        if self.roster is None:
            return 0.0
        problem = self.problem
        return (
            sum(
                problem.shifts_of(row.employee_id, problem.horizon.day_of(row.date))[row.shift].overtime_minutes
                for row in self.roster.assignments
            )
            / 60
        )

    @cached_property
    def wishes(self) -> tuple[tuple[Request, bool], ...]:
        """The wishes of the planned days, and whether each is met; empty without a roster."""
        if self.roster is None:
            return ()
        rows = self.roster.by_day
        horizon = self.problem.horizon
        planned = (wish for wish in self.problem.requests if 0 <= horizon.day_of(wish.date) < horizon.days)
        return tuple(
            (wish, Requests.is_met(wish, rows.get((wish.employee_id, wish.date), ()), horizon.zone)) for wish in planned
        )

    @property
    def requests(self) -> tuple[int, int]:
        """How many wishes of the planned days are met, and how many there are."""
        return sum(is_met for _, is_met in self.wishes), len(self.wishes)

    @cached_property
    def missed_heads(self) -> tuple[MissedHeads, ...]:
        """Priced misses that concern no person but a number of people, by day and span; empty without a roster."""
        return () if self.audit is None else missed_heads(self.audit.soft)

    def worst_intervals(self, count: int = 3) -> tuple[CoverageRow, ...]:
        """The intervals with the most missing agents; among equals, the lowest service level."""

        def badness(row: CoverageRow) -> tuple[float, float, float]:
            level = 1.0 if math.isnan(row.service_level) else row.service_level
            return -round(row.shortfall, 3), level, -row.required

        return tuple(sorted((row for row in self.coverage if row.required > 0), key=badness)[:count])
