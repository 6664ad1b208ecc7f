"""Many scenarios at once: what is kept, what is reported, what is skipped."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.config import Solving
from scheduler.domain.known_days import KnownRoster
from scheduler.domain.roster import Roster
from scheduler.errors import InputError
from scheduler.inputs import Workspace
from scheduler.parallel import PieceProgress
from scheduler.result import SolveResult
from scheduler.scenarios import running
from scheduler.scenarios.evaluating import Result, ScenarioTask, searched
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.running import Runner
from scheduler.scenarios.store import ResultStore
from tests.constraints.agreement import MONDAY
from tests.scenarios.scenes import good_scenario, run_here, runner_of, small


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small(tmp_path_factory.mktemp("small"))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    run_here(monkeypatch)


def test_more_people_bring_more_hours_and_the_baseline_none(workspace: Workspace, tmp_path: Path) -> None:
    baseline, more = runner_of(workspace, tmp_path).run([None, good_scenario("headcount: {day: +2}")])
    assert baseline.name == "baseline"
    assert more.figures["staff"] == baseline.figures["staff"] + 2
    assert more.figures["available_agent_hours"] > baseline.figures["available_agent_hours"] + 60


@pytest.mark.usefixtures("here")
def test_a_rerun_evaluates_only_what_is_new(workspace: Workspace, tmp_path: Path) -> None:
    steps: list[PieceProgress] = []

    def run(*texts: str) -> list[bool]:
        runner = Runner(
            workspace, MONDAY, 1, Depth.STAFFING, workspace.settings.solve, ResultStore(tmp_path), report=steps.append
        )
        return [row.is_kept for row in runner.run([None, *(good_scenario(text) for text in texts)])]

    assert run("headcount: {day: -1}") == [False, False]
    assert run("headcount: {day: -1}", "headcount: {day: -2}") == [True, True, False]
    assert [(step.done, step.total) for step in steps] == [(1, 2), (2, 2), (1, 1)]


@pytest.mark.usefixtures("here")
def test_other_words_for_the_same_scenario_are_no_other_scenario(workspace: Workspace, tmp_path: Path) -> None:
    runner = runner_of(workspace, tmp_path)
    runner.run([good_scenario("headcount: {day: -1}")])
    (row,) = runner.run([good_scenario("name: other\nabout_en: fewer\nheadcount: {day: -1}")])
    assert row.is_kept
    (row,) = runner.run([good_scenario("headcount: {day: {change: -1, seed: 2}}")])
    assert not row.is_kept


def test_limits_of_the_search_matter_to_rosters_alone(workspace: Workspace, tmp_path: Path) -> None:
    store, short = ResultStore(tmp_path), workspace.settings.solve
    long = short.model_copy(update={"time_limit_seconds": 600})

    def key(depth: Depth, solving: Solving) -> str:
        return store.key(ScenarioTask(workspace, MONDAY, 7, depth, solving), None)

    assert key(Depth.COVERAGE, short) == key(Depth.COVERAGE, long)
    assert key(Depth.ROSTER, short) != key(Depth.ROSTER, long)
    assert key(Depth.ROSTER, short) != key(Depth.COVERAGE, short)


def test_other_days_before_are_another_question(workspace: Workspace, tmp_path: Path) -> None:
    store = ResultStore(tmp_path)
    before = KnownRoster(workspace.previous, date(2023, 10, 30), date(2023, 11, 5), "run")
    shorter = KnownRoster(Roster(workspace.previous.assignments[:1]), before.first_day, before.last_day, "run")
    asked = [
        workspace,
        replace(workspace, is_first_week=True),
        replace(workspace, known=before),
        replace(workspace, known=shorter),
    ]
    solving = workspace.settings.solve
    assert len({store.key(ScenarioTask(one, MONDAY, 7, Depth.STAFFING, solving), None) for one in asked}) == len(asked)


def test_a_scenario_is_refused_before_anything_is_evaluated_where_days_before_are_unknown(
    workspace: Workspace, tmp_path: Path
) -> None:
    solving = workspace.settings.solve
    runner = Runner(workspace, MONDAY + timedelta(weeks=1), 1, Depth.STAFFING, solving, ResultStore(tmp_path))
    with pytest.raises(InputError, match="the last known day is 2023-11-05"):
        runner.run([good_scenario("headcount: {day: -1}")])


@pytest.mark.usefixtures("here")
def test_a_scenario_that_fails_is_reported_beside_the_others(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_for_eleven(task: ScenarioTask) -> Result | SolveResult:
        if len(task.workspace.employees) == 11:
            raise ValueError("eleven people are a football team")
        return searched(task)

    monkeypatch.setattr(running, "searched", fail_for_eleven)
    rows = runner_of(workspace, tmp_path).run(
        [None, good_scenario("headcount: {day: -1}"), good_scenario("name: two\nheadcount: {day: -2}")]
    )
    assert [row.error for row in rows] == ["", "eleven people are a football team", ""]
    assert [row.result is None for row in rows] == [False, True, False]


@pytest.mark.usefixtures("here")
def test_stopping_keeps_what_is_finished_and_a_rerun_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    stop = threading.Event()
    asked = [None, good_scenario("headcount: {day: -1}"), good_scenario("headcount: {day: -2}")]
    first = Runner(
        workspace,
        MONDAY,
        1,
        Depth.STAFFING,
        workspace.settings.solve,
        ResultStore(tmp_path / "results"),
        stop=stop,
        report=lambda step: stop.set() if step.done == 2 else None,
    )
    assert [row.result is not None for row in first.run(asked)] == [True, True, False]
    assert [row.is_kept for row in runner_of(workspace, tmp_path).run(asked)] == [True, True, False]


@pytest.mark.usefixtures("here")
def test_faults_of_all_scenarios_come_before_anything_is_evaluated(workspace: Workspace, tmp_path: Path) -> None:
    runner = runner_of(workspace, tmp_path)
    with pytest.raises(InputError) as error:
        runner.run([None, good_scenario("headcount: {dya: -1}"), good_scenario("handling_time: {genral: 2}")])
    assert len(error.value.faults) == 2
    assert not (tmp_path / "results").exists()


@pytest.mark.usefixtures("here")
def test_a_fault_that_only_planning_finds_is_one_of_the_inputs_and_the_others_are_kept(
    workspace: Workspace, tmp_path: Path
) -> None:
    heavy = """\
    rules: {coverage_shortfall: {weight: 100000}}
    shortfall_tiers: [{from_share: 0, multiplier: 1000}]
    queues: {general: {hour_weights: {prime: 1000, vulnerable: 1000, other: 1000}}}
    """
    runner = runner_of(workspace, tmp_path, Depth.COVERAGE)
    with pytest.raises(
        InputError, match=r"^scenario s1 workspace.yaml:rules costs can add up to .* coverage_shortfall"
    ):
        runner.run([None, good_scenario(f"settings:\n{heavy}")])
    (baseline,) = runner.run([None])
    assert baseline.is_kept


@pytest.mark.usefixtures("here")
def test_the_files_of_a_roster_are_kept_for_their_owner_alone(workspace: Workspace, tmp_path: Path) -> None:
    (row,) = runner_of(workspace, tmp_path, Depth.ROSTER).run([None])
    assert row.folder is not None
    assert sorted(path.name for path in row.folder.iterdir()) == [
        *("coverage.csv", "days_around.csv", "report.html", "result.json", "roster.csv", "roster.xlsx", "summary.json"),
        "teams.xlsx",
    ]
    assert {path.stat().st_mode & 0o777 for path in row.folder.iterdir()} == {0o600}
