"""``summary.json``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.result import Status
from scheduler.writers.summary_json import write_summary
from tests.runs import small_run

CONTRACT = {
    "status",
    "objective",
    "best_bound",
    "relative_gap",
    "build_seconds",
    "solve_seconds",
    "total_seconds",
    "staff",
    "days",
    "hard_violations",
    "shortfall_agent_hours",
    "surplus_agent_hours",
    "service_level",
    "asa_seconds",
    "answer_rate_entered",
    "answer_rate_total",
    "penalties",
    "seed",
    "versions",
    "inputs_sha256",
}


def test_every_key_of_the_contract_is_there(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    write_summary(tmp_path / "summary.json", run)
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert set(found) >= CONTRACT
    assert (found["status"], found["staff"], found["days"], found["seed"]) == ("feasible", 12, 7, 7)
    assert found["relative_gap"] == 0.25
    assert found["hard_violations"] == 0
    assert 0 <= found["answer_rate_total"] <= found["answer_rate_entered"] <= 1


def test_both_views_of_intervals_are_there_with_both_answer_rates(tmp_path: Path) -> None:
    write_summary(tmp_path / "summary.json", small_run(tmp_path / "workspace"))
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert found["interval_dependence"] == "independent"
    views = found["by_interval_dependence"]
    assert set(views) == {"independent", "lagged"}
    assert all(views["independent"][key] == found[key] for key in views["independent"])
    assert set(views["lagged"]) == {"service_level", "asa_seconds", "answer_rate_entered", "answer_rate_total"}


def test_penalties_are_those_of_the_checks(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    write_summary(tmp_path / "summary.json", run)
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert run.audit is not None
    assert found["penalties"] == run.audit.cost_by_rule
    assert set(found["penalties"]) == {"R20", "R21"}


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.NO_SOLUTION])
def test_without_a_roster_its_figures_are_null(tmp_path: Path, status: Status) -> None:
    write_summary(tmp_path / "summary.json", small_run(tmp_path / "workspace", status))
    found = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert found["status"] == status.value
    assert set(found) >= CONTRACT
    for key in ("objective", "relative_gap", "hard_violations", "service_level", "shortfall_agent_hours"):
        assert found[key] is None
    assert found["penalties"] == {}
