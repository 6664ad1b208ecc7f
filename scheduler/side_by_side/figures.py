"""The figures of a roster that are compared, under the names that other programs know."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.figures import Run
from scheduler.figures.people import SPREADS, staff_totals

AnyNumber = float | int | None
"""None: there is none, as where nobody calls."""

SERVICE = ("service_level", "asa_seconds", "answer_rate_entered", "answer_rate_total")
OTHERS = ("shortfall_agent_hours", "surplus_agent_hours", "overtime_hours", "requests_met", "requests_total")
SPREAD = ("people", "least", "most", "mean")


@dataclass(frozen=True)
class Figures:
    """A roster in figures.

    Attributes
    ----------
    service, others
        By the names of ``summary.json``.
    hard_violations
        Breaches of hard rules.
    cost_by_rule
        Points of each priced rule.
    fairness
        For each count that is shared, by team: people who share it, the least and the most that one of them has, and
        the mean.
    """

    service: Mapping[str, AnyNumber]
    others: Mapping[str, AnyNumber]
    hard_violations: int
    cost_by_rule: Mapping[str, int]
    fairness: Mapping[str, Mapping[str, Mapping[str, AnyNumber]]]


def figures_of(run: Run) -> Figures:
    """The figures of a run with a roster."""
    assert run.audit is not None
    met, wished = run.requests
    totals = staff_totals(run)
    fairness: dict[str, dict[str, dict[str, AnyNumber]]] = {}
    for spread in SPREADS:
        by_team: dict[str, list[int]] = {}
        for row in spread.among(run, totals):
            by_team.setdefault(row.person.team, []).append(spread.count(row))
        fairness[spread.label] = {
            team: dict(zip(SPREAD, (len(counts), min(counts), max(counts), sum(counts) / len(counts)), strict=True))
            for team, counts in by_team.items()
        }
    return Figures(
        service={name: _number(getattr(run.totals, name)) for name in SERVICE},
        others={
            "shortfall_agent_hours": _number(run.totals.shortfall_agent_hours),
            "surplus_agent_hours": _number(run.totals.surplus_agent_hours),
            "overtime_hours": run.overtime_hours,
            "requests_met": met,
            "requests_total": wished,
        },
        hard_violations=len(run.audit.hard),
        cost_by_rule=run.audit.cost_by_rule,
        fairness=fairness,
    )


def _number(value: float) -> AnyNumber:
    return value if math.isfinite(value) else None
