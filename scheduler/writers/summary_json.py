"""``summary.json``: the figures of a run for people and programs."""

from __future__ import annotations

import json
import platform
from importlib import metadata
from pathlib import Path

from scheduler.figures import Run

_PACKAGES = ("scheduler", "ortools", "numpy", "scipy", "pydantic")


def summary(run: Run) -> dict[str, object]:
    """The figures of a run by name; None where a figure does not exist.

    `penalties` are the points that the checks find in the written roster, by number of the rule; a solver's own
    count may be higher while its search has not ended.
    """
    requests_met, requests_total = run.requests
    has_roster = run.roster is not None
    return {
        "status": run.result.status.value,
        "objective": run.result.objective,
        "best_bound": run.result.best_bound,
        "relative_gap": run.result.relative_gap,
        "bound_source": run.result.bound_source,
        "unavoidable_cost": run.result.unavoidable_cost,
        "is_deterministic": run.result.is_deterministic,
        "build_seconds": round(run.result.build_seconds, 3),
        "solve_seconds": round(run.result.solve_seconds, 3),
        "total_seconds": round(run.total_seconds, 3),
        "staff": len(run.problem.employees),
        "first_day": run.problem.horizon.first_day.isoformat(),
        "days": run.problem.horizon.days,
        "hard_violations": None if run.audit is None else len(run.audit.hard),
        "shortfall_agent_hours": round(run.shortfall_agent_hours, 3) if has_roster else None,
        "surplus_agent_hours": round(run.surplus_agent_hours, 3) if has_roster else None,
        "service_level": run.service.service_level,
        "asa_seconds": run.service.asa_seconds,
        "answer_rate_entered": run.service.answer_rate_entered,
        "answer_rate_total": run.service.answer_rate_total,
        "overtime_hours": round(run.overtime_hours, 3) if has_roster else None,
        "requests_met": requests_met if has_roster else None,
        "requests_total": requests_total if has_roster else None,
        "penalties": {} if run.audit is None else run.audit.cost_by_rule,
        "seed": run.seed,
        "versions": {"python": platform.python_version()} | {name: metadata.version(name) for name in _PACKAGES},
        "inputs_sha256": run.inputs_sha256,
    }


def write_summary(path: Path, run: Run) -> None:
    """Write the figures as indented JSON in UTF-8."""
    path.write_text(json.dumps(summary(run), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
