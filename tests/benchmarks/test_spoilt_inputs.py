"""Spoilt inputs are read as they are meant or refused; ``python -m benchmarks.spoilt_inputs`` tries many more."""

from __future__ import annotations

import random

import pytest

from benchmarks.spoilt_inputs import Trial
from scheduler.bundled import bundled_workspace
from tests.workspaces import write_workspace

SCENARIO = """\
headcount: {day: +2, night: {change: -1, seed: 2}, contract:full_time: "=8"}
people:
  - {who: day, count: 1, new: {contract: night_time, shifts: [V, N], may_work_nights: true}}
settings:
  queues: {general: {aht_seconds: 300, targets: {service_level: 0.75}}}
  shifts: {E: {like: D, start: "08:00", end: "17:00"}}
  rules: {coverage_shortfall: {weight: 20}, fair_nights: {weight: 5, shifts: [N]}}
inflow:
  - {factor: 1.2, queues: [general], weekdays: [mon, tue], from_hour: 9, to_hour: 18}
handling_time: {text: 1.1}
split: {english: {into: {uk: 0.6, us: 0.4}, all_round: [specialised]}}
all_hands: {weekday: mon, people: 1, queue: text, teams: [day]}
reported: {asa_seconds: {value: 12, baseline: 15}}
"""
TRIALS = 40
"""For each seed: a second or two."""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    folder = write_workspace(
        tmp_path_factory.mktemp("spoilt"),
        locks="employee_id,date,shift\nE003,2023-11-07,D\n",
        history="employee_id,nights,weekend_days\nE007,3,1\n",
        events="from,to,hour_from,hour_to,queue,factor,name\n2023-11-07,2023-11-08,9,12,general,1.5,rain\n",
    )
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "all.yaml").write_text(SCENARIO, encoding="utf-8")
    report = (bundled_workspace() / "calibration.yaml").read_text(encoding="utf-8")
    (folder / "calibration.yaml").write_text(report, encoding="utf-8")
    return Trial(folder)


def test_every_file_is_good_before_it_is_spoilt(trial: Trial) -> None:
    assert [trial.attempt(file, trial.unspoilt(file)) for file in trial.files] == [""] * len(trial.files)
    assert trial.ends == {"used": len(trial.files)}


@pytest.mark.parametrize("seed", range(4))
def test_spoilt_inputs_end_with_a_model_or_with_faults_that_are_told(trial: Trial, seed: int) -> None:
    chance = random.Random(seed)
    files = [file for file in trial.files if file.endswith(".yaml")] * 3 + trial.files
    for _ in range(TRIALS):
        file = chance.choice(files)
        assert not trial.attempt(file, trial.spoilt(file, chance))


def test_a_bug_is_told_with_what_was_done_to_the_file(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.spoilt_inputs.plan_problem", lambda *_: 1 / 0)
    found = trial.attempt("staff.csv", trial.unspoilt("staff.csv"))
    assert found.startswith("staff.csv: nothing\nTraceback")
    assert "ZeroDivisionError" in found
