"""``summary.json``: the figures of a run for people and programs."""

from __future__ import annotations

import json
from pathlib import Path

from scheduler.domain.written import json_number
from scheduler.figures import Run
from scheduler.run_record import versions
from scheduler.unread import planned_rows, unread_rows


def summary(run: Run) -> dict[str, object]:
    """The figures of a run by name; None where a figure does not exist.

    `penalties` are the points that the checks find in the written roster, by number of the rule: together they are
    `objective` and `unavoidable_cost`.
    """
    requests_met, requests_total = run.requests
    has_roster = run.roster is not None
    around = run.problem.days_around
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
        "previous_from": None if around is None else around.previous_from,
        "previous_until": None if around is None or around.known_until is None else around.known_until.isoformat(),
        "inflow_until": None if run.problem.inflow_until is None else run.problem.inflow_until.isoformat(),
        "inflow_counted": {
            queue: {
                "first": counted.dates[0].isoformat(),
                "last": counted.dates[-1].isoformat(),
                "days": len(counted.dates),
                "unknown_days": len(counted.unknown),
            }
            for queue, counted in run.problem.inflow_counted.items()
        },
        "begin_at_mean": len(run.problem.at_mean),
        "begin_at_zero": len(run.problem.at_zero),
        "unread_rows": {found.name: found.rows for found in unread_rows(run.rules, planned_rows(run.problem))},
        "hard_violations": None if run.audit is None else len(run.audit.hard),
        "shortfall_agent_hours": json_number(run.totals.shortfall_agent_hours),
        "surplus_agent_hours": json_number(run.totals.surplus_agent_hours),
        "service_level": json_number(run.totals.service_level),
        "asa_seconds": json_number(run.totals.asa_seconds),
        "answer_rate_entered": json_number(run.totals.answer_rate_entered),
        "answer_rate_total": json_number(run.totals.answer_rate_total),
        "interval_dependence": run.settings.interval_dependence,
        "by_interval_dependence": {
            dependence: {
                "service_level": json_number(totals.service_level),
                "asa_seconds": json_number(totals.asa_seconds),
                "answer_rate_entered": json_number(totals.answer_rate_entered),
                "answer_rate_total": json_number(totals.answer_rate_total),
            }
            for dependence, totals in run.totals_by_dependence.items()
        },
        "simulated": None if run.simulated is None else run.simulated.whole.as_json()["measures"],
        "overtime_hours": round(run.overtime_hours, 3) if has_roster else None,
        "requests_met": requests_met if has_roster else None,
        "requests_total": requests_total if has_roster else None,
        "penalties": {} if run.audit is None else run.audit.cost_by_rule,
        "seed": run.seed,
        "versions": versions(),
        "inputs_sha256": run.inputs_sha256,
    }


def write_summary(path: Path, run: Run) -> None:
    """Write the figures as indented JSON in UTF-8."""
    path.write_text(json.dumps(summary(run), ensure_ascii=False, allow_nan=False, indent=2) + "\n", encoding="utf-8")
