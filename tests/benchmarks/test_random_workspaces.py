"""Whatever valid workspace comes, a run ends with a roster, or says that there is none: never with a bug of ours."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.random_workspaces import Ending, draw, run_example

EXAMPLES = (*range(10), 2071)
"""``python -m benchmarks random-workspaces`` tries several hundred."""


@pytest.mark.parametrize("seed", EXAMPLES)
def test_a_run_ends_with_a_roster_or_without_and_the_check_agrees_with_its_cost(seed: int, tmp_path: Path) -> None:
    assert run_example(draw(seed), tmp_path).fault == ""


def test_two_weeks_of_more_people_by_work_end_in_the_same_ways(tmp_path: Path) -> None:
    example = draw(1008, people=54)
    options = [option for option in example.arguments if option == "--first-week"]
    by_work = ("--week", "2023-11-06", "--weeks", "2", "--deterministic", "--time-limit", "1", *options)
    assert run_example(replace(example, arguments=by_work), tmp_path).fault == ""


def test_examples_are_of_many_kinds_and_the_same_for_the_same_seed() -> None:
    examples = [draw(seed) for seed in EXAMPLES]
    assert examples == [draw(seed) for seed in EXAMPLES]
    arguments = [example.arguments for example in examples]
    assert {"--deterministic" in given for given in arguments} == {True, False}
    assert {given[given.index("--weeks") + 1] for given in arguments} == {"1", "2"}
    assert {example.is_small for example in examples} == {True, False}
    for rule in ("minimum_rest", "shift_cover", "fair_nights", "horizon_minutes"):
        assert {f"rule: {rule}" in example.files["workspace.yaml"] for example in examples} == {True, False}


SUMMARY = {
    "status": "optimal",
    "objective": 90,
    "unavoidable_cost": 10,
    "best_bound": 90,
    "hard_violations": 0,
    "penalties": {"R20": 100},
}


@pytest.mark.parametrize(
    ("exit_code", "changes", "fault"),
    [
        (0, {}, ""),
        (4, {}, ""),
        (5, {}, ""),
        (1, {}, "exit code 1"),
        (3, {}, "exit code 3"),
        (0, {"hard_violations": 1}, "1 hard violations"),
        (0, {"penalties": {"R20": 99}}, "the check charges 99"),
        (0, {"status": "feasible", "penalties": {"R20": 101}}, "the check charges 101"),
        (0, {"best_bound": 91}, "a bound of 101"),
        (0, {"status": "feasible", "best_bound": 80, "penalties": {"R20": 95}}, "the check charges 95"),
        (0, {"status": "feasible", "best_bound": 80}, ""),
    ],
)
def test_what_is_a_fault(exit_code: int, changes: dict[str, object], fault: str) -> None:
    found = Ending(exit_code, "", json.loads(json.dumps(SUMMARY | changes))).fault
    assert fault in found
    assert bool(found) is bool(fault)
