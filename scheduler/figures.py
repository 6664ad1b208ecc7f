"""The figures of a run, made once and then written to files, workbook and terminal alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple, get_args

from scheduler.config import Settings
from scheduler.constraints.base import Rule
from scheduler.domain.demand import Demand
from scheduler.domain.people import Request
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import OFF
from scheduler.result import SolveResult
from scheduler.staffing.service import Dependence, ServiceReport, Totals, measure_service
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


class MissedHeads(NamedTuple):
    """Heads that a priced rule misses in neighbouring intervals of the same count, or on a shift of a day.

    `what` is the queue or shift, empty for all on site; `start` and `end` are None for a shift. `found` is the count of
    each interval, `points` the cost of all.
    """

    rule: str
    on: date
    start: datetime | None
    end: datetime | None
    what: str
    asked: int
    found: int
    points: int


def coverage_rows(demand: Demand, service: ServiceReport) -> tuple[CoverageRow, ...]:
    """What each queue needs and gets in each interval, and how its callers fare.

    Parameters
    ----------
    demand
        What is needed, and why.
    service
        What a roster gives.
    """
    return tuple(
        CoverageRow(
            demand.horizon.interval_start(n),
            name,
            float(needs.calls[n]),
            float(needs.aht_seconds[n]),
            float(needs.erlangs[n]),
            float(given.required[n]),
            str(needs.binding_target[n]),
            int(given.heads[n]),
            float(given.effective[n]),
            float(given.shortfall[n]),
            float(given.surplus[n]),
            float(given.service_level[n]),
            float(given.asa_seconds[n]),
            float(given.occupancy[n]),
            float(entered[n]),
            float(total[n]),
        )
        for name, needs in demand.queues.items()
        for given in (service.queues[name],)
        for entered, total in ((given.answer_rate_entered, given.answer_rate_total),)
        for n in range(demand.horizon.n_intervals)
    )


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
    def overtime_hours(self) -> float:
        """Paid hours beyond the contracts' days."""
        if self.roster is None:
            return 0.0
        problem = self.problem
        return (
            sum(
                problem.shifts_on(problem.horizon.day_of(row.date))[row.shift].overtime_minutes
                for row in self.roster.assignments
            )
            / 60
        )

    @cached_property
    def wishes(self) -> tuple[tuple[Request, bool], ...]:
        """The wishes of the planned days, and whether each is met; empty without a roster."""
        if self.roster is None:
            return ()
        worked = {(row.employee_id, row.date, row.shift) for row in self.roster.assignments}
        days = {(row.employee_id, row.date) for row in self.roster.assignments}
        horizon = self.problem.horizon

        def is_met(wish: Request) -> bool:
            if wish.shift == OFF:
                has = (wish.employee_id, wish.date) not in days
            else:
                has = (wish.employee_id, wish.date, wish.shift) in worked
            return has if wish.weight >= 0 else not has

        planned = (wish for wish in self.problem.requests if 0 <= horizon.day_of(wish.date) < horizon.days)
        return tuple((wish, is_met(wish)) for wish in planned)

    @property
    def requests(self) -> tuple[int, int]:
        """How many wishes of the planned days are met, and how many there are."""
        return sum(is_met for _, is_met in self.wishes), len(self.wishes)

    @cached_property
    def missed_heads(self) -> tuple[MissedHeads, ...]:
        """Priced misses that concern no person but a number of people, by day and span; empty without a roster."""
        counted = (
            [] if self.audit is None else [(miss, miss.heads) for miss in self.audit.soft if miss.heads is not None]
        )
        spans: list[MissedHeads] = []
        in_order = sorted(
            counted, key=lambda pair: (pair[0].rule, pair[1].what, pair[1].asked, str(pair[0].date), str(pair[1].start))
        )
        for miss, heads in in_order:
            assert miss.date is not None
            found = MissedHeads(
                miss.rule, miss.date, heads.start, heads.end, heads.what, heads.asked, heads.found, miss.points or 0
            )
            last = spans[-1] if spans else None
            is_next = (
                last is not None
                and last.end is not None
                and (last.rule, last.what, last.end) == (found.rule, found.what, found.start)
                and (last.asked, last.found) == (found.asked, found.found)
            )
            if last is not None and is_next:
                spans[-1] = last._replace(end=found.end, points=last.points + found.points)
            else:
                spans.append(found)
        return tuple(sorted(spans, key=lambda span: (span.on, str(span.start or ""), span.rule, span.what)))

    def worst_intervals(self, count: int = 3) -> tuple[CoverageRow, ...]:
        """The intervals with the most missing agents; among equals, the lowest service level."""

        def badness(row: CoverageRow) -> tuple[float, float, float]:
            level = 1.0 if math.isnan(row.service_level) else row.service_level
            return -round(row.shortfall, 3), level, -row.required

        return tuple(sorted((row for row in self.coverage if row.required > 0), key=badness)[:count])
