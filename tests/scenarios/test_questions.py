"""Sweeps, knees, ``--find``, and differences that are noise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.inputs import Workspace
from scheduler.readers.faults import Faults
from scheduler.result import Status
from scheduler.scenarios.comparing import Question, what_if
from scheduler.scenarios.comparison import Comparison
from scheduler.scenarios.evaluating import Result
from scheduler.scenarios.finding import Condition, Finder, parse_condition
from scheduler.scenarios.measures import MEASURES, Depth
from scheduler.scenarios.reading import Scenario
from scheduler.scenarios.running import Row, Runner
from scheduler.scenarios.sweeping import grid, knee, parse_sweep, statement
from tests.constraints.agreement import MONDAY
from tests.scenarios.scenes import HORIZON, good_scenario, run_here, runner_of, small
from tests.workspaces import write_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small(tmp_path_factory.mktemp("small"))


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    run_here(monkeypatch)


# ---- sweeps ----


def test_a_sweep_has_both_ends() -> None:
    sweep = parse_sweep("headcount.day=-40:40:20", Faults())
    assert sweep is not None
    assert sweep.values == (-40, -20, 0, 20, 40)


def test_a_sweep_of_factors_has_no_crumbs_of_rounding() -> None:
    sweep = parse_sweep("inflow=0.9:1.2:0.1", Faults())
    assert sweep is not None
    assert sweep.values == (0.9, 1.0, 1.1, 1.2)


@pytest.mark.parametrize("text", ["headcount.day", "headcount.day=1:2", "inflow=1:2:0", "inflow=2:1:1", "inflow=a:b:c"])
def test_what_is_no_sweep_is_a_fault(text: str) -> None:
    faults = Faults()
    assert parse_sweep(text, faults) is None
    assert len(faults.all()) == 1


@pytest.mark.parametrize(
    "span", ["0:inf:1", "0:1:inf", "nan:1:1", "0:1:1e-300", "0:1:nan", "0:1e30:1e29", "-inf:0:1", "0:10001:1", "1:0:1"]
)
def test_a_sweep_has_numbers_that_end(span: str) -> None:
    faults = Faults()
    assert parse_sweep(f"inflow={span}", faults) is None
    assert faults


def test_a_sweep_that_is_too_long_is_told_the_limit() -> None:
    faults = Faults()
    sweep = parse_sweep("inflow=1:10000:1", faults)
    assert sweep is not None
    assert len(sweep.values) == 10_000
    assert parse_sweep("inflow=1:10001:1", faults) is None
    assert [str(fault) for fault in faults.all()] == [
        "--sweep inflow=1:10001:1 10,001 values are too many; at most 10,000; take larger steps, or a shorter span"
    ]


def test_a_grid_has_no_more_scenarios_than_can_be_compared() -> None:
    faults = Faults()
    sweeps = [parse_sweep(f"{path}=1:101:1", faults) for path in ("headcount.day", "headcount.night")]
    assert grid([sweep for sweep in sweeps if sweep is not None], [], faults) == []
    assert [str(fault) for fault in faults.all()] == [
        "--sweep 10,201 scenarios are too many; at most 10,000; take larger steps, or fewer settings at a time"
    ]


def test_what_a_value_of_a_sweep_says() -> None:
    assert statement("headcount.day", -10) == {"headcount": {"day": "-10"}}
    assert statement("inflow.general", 1.1) == {"inflow": [{"factor": 1.1, "queues": ["general"]}]}
    assert statement("settings.queues.general.aht_seconds", 420) == {
        "settings": {"queues": {"general": {"aht_seconds": 420}}}
    }
    assert statement("headcount.day", 0.5) is None
    assert statement("weather", 1) is None


def test_a_curve_that_saturates_bends_where_it_levels_off() -> None:
    assert knee([0, 1, 2, 3, 4, 5, 6], [0, 4, 8, 9, 9.4, 9.7, 10]) == 2


def test_a_straight_curve_a_flat_one_and_two_points_have_no_knee() -> None:
    assert knee([0, 1, 2, 3], [0, 1, 2, 3]) is None
    assert knee([0, 1, 2], [5, 5, 5]) is None
    assert knee([0, 1], [0, 1]) is None


def test_two_sweeps_are_a_grid(tmp_path: Path) -> None:
    question = Question(sweeps=("headcount.day=0:2:2", "inflow=1:1.2:0.2"))
    comparison = asked(tmp_path, question)
    assert [row.name for row in comparison.rows] == [
        "day=+0+inflow=1",
        "day=+0+inflow=1.2",
        "day=+2+inflow=1",
        "day=+2+inflow=1.2",
    ]
    assert comparison.curves() == []


def test_a_sweep_over_one_thing_is_a_curve(tmp_path: Path) -> None:
    curves = asked(tmp_path, Question(sweeps=("headcount.day=-2:2:2",))).curves()
    assert [curve.measure.key for curve in curves] == [
        *("service_level", "asa_seconds", "answer_rate_entered", "shortfall_agent_hours")
    ]
    assert curves[0].xs == (-2, 0, 2)
    assert list(curves[0].ys) == sorted(curves[0].ys)
    assert list(curves[3].ys) == sorted(curves[3].ys, reverse=True)


def asked(folder: Path, question: Question) -> Comparison:
    workspace = write_workspace(folder / "workspace")
    return what_if(workspace, MONDAY, 1, question, depth=Depth.STAFFING, results=folder / "results")


def test_options_are_one_scenario_and_stand_on_top_of_files(tmp_path: Path) -> None:
    scenarios = write_workspace(tmp_path / "workspace") / "scenarios"
    scenarios.mkdir()
    (scenarios / "busy.yaml").write_text("inflow: [{factor: 1.5, queues: [general]}]")
    alone = asked(tmp_path, Question(headcount=("day=-1", "night==2")))
    assert [row.name for row in alone.rows] == ["day=-1,night==2"]
    on_top = asked(tmp_path, Question(scenarios=("busy",), headcount=("day=-1",)))
    assert [[change.what for change in row.changes] for row in on_top.rows] == [["headcount.day", "inflow.general"]]


def test_all_faults_of_a_question_come_together(tmp_path: Path) -> None:
    question = Question(headcount=("day",), inflow=("much",), sweeps=("x",), until=("wait<3",), find="headcount.day")
    with pytest.raises(InputError) as error:
        asked(tmp_path, question)
    assert len(error.value.faults) == 4


# ---- find ----


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("asa_seconds<=-5", "-5 is below 0, and 'asa_seconds' never is; write 0 or more"),
        ("service_level>=-1%", "-1% is below 0, and 'service_level' never is; write 0 or more"),
        ("service_level>=180%", "180% is a share above 1; write 100% or less"),
        ("service_level>=180", "180 is a share above 1; write 100% or less"),
        ("service_level>=80", "80 is a share above 1; write 80%"),
    ],
)
def test_a_limit_that_no_scenario_can_have_is_refused(text: str, fault: str) -> None:
    faults = Faults()
    assert parse_condition(text, faults) is None
    assert [str(found) for found in faults.all()] == [f"--until {text} {fault}"]


@pytest.mark.parametrize("text", ["asa_seconds<=0", "service_level>=100%", "service_level>=1", "service_level>=0%"])
def test_the_ends_of_a_measure_are_limits(text: str) -> None:
    faults = Faults()
    assert parse_condition(text, faults) is not None
    assert not faults


class Linear(Runner):
    """A runner in which each head takes a second off a wait of 30 s, and each percent of calls adds one."""

    def run(self, scenarios: Sequence[Scenario | None]) -> list[Row]:
        self.looked = getattr(self, "looked", 0) + len(scenarios)
        rows = []
        for scenario in scenarios:
            wait = 30.0
            if scenario is not None:
                for change in scenario.overlay.headcount.values():
                    wait -= int(change.change)
                for inflow in scenario.overlay.inflow:
                    wait += 100 * (inflow.factor - 1)
            rows.append(Row(scenario, result=Result(Status.OPTIMAL, {"asa_seconds": wait})))
        return rows


def finder(workspace: Workspace, folder: Path, path: str) -> tuple[Finder, Linear]:
    usual = runner_of(workspace, folder)
    runner = Linear(workspace, MONDAY, 1, Depth.STAFFING, workspace.settings.solve, usual._store)
    (baseline,) = runner.run([None])
    return Finder(runner, path, [], baseline), runner


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ("asa_seconds<=12", 18),
        ("asa_seconds<=29.5", 1),
        ("asa_seconds<=30", 0),
        ("asa_seconds<=baseline", 0),
        ("asa_seconds<=32", -2),
        ("asa_seconds<=32.9", -2),
        ("asa_seconds<=1000", -6),  # all six can leave
    ],
)
def test_the_least_change_of_heads(workspace: Workspace, tmp_path: Path, condition: str, answer: int) -> None:
    search, runner = finder(workspace, tmp_path, "headcount.day")
    parsed = parse_condition(condition, Faults())
    assert parsed is not None
    assert search.find(parsed).value == answer
    assert runner.looked <= 14


def test_the_largest_inflow_that_still_meets_it(workspace: Workspace, tmp_path: Path) -> None:
    search, _ = finder(workspace, tmp_path, "inflow")
    parsed = parse_condition("asa_seconds<=45", Faults())
    assert parsed is not None
    assert search.find(parsed).value == pytest.approx(1.15)


def test_what_cannot_be_met_has_no_answer(workspace: Workspace, tmp_path: Path) -> None:
    search, _ = finder(workspace, tmp_path, "headcount.day")
    found = search.find(Condition("out of reach", MEASURES["asa_seconds"], "asa_seconds", True, -1000.0))
    assert found.value is None
    assert str(found.note) == "not met within the range"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("asa_seconds=12", "is not a condition"),
        ("asa_second<=12", "'asa_second' is not measured; did you mean 'asa_seconds'?"),
        ("service_level>=80", "80 is a share above 1; write 80%"),
        ("noon.service_level>=80%", "is not measured"),
    ],
)
def test_conditions_that_say_nothing_are_refused(text: str, fault: str) -> None:
    faults = Faults()
    assert parse_condition(text, faults) is None
    assert fault in str(faults.all()[0])


def test_percentages_and_parts_of_the_week_are_understood() -> None:
    parsed = parse_condition("vulnerable.answer_rate_entered >= 97.9%", Faults())
    assert parsed is not None
    assert (parsed.key, parsed.is_at_most) == ("vulnerable.answer_rate_entered", False)
    assert parsed.limit == pytest.approx(0.979)


# ---- differences ----


def comparison_of(baseline: Result, other: Result, workspace: Workspace) -> tuple[Comparison, Row]:
    row = Row(good_scenario("headcount: {day: -1}"), result=other)
    return Comparison(workspace.settings, HORIZON, Depth.ROSTER, Row(None, result=baseline), (row,), {}, (), 0.0), row


@pytest.mark.parametrize(("wait", "is_noise"), [(10.1, True), (10.3, False), (9.9, True), (10.0, False)])
def test_differences_below_the_gap_are_noise(workspace: Workspace, wait: float, is_noise: bool) -> None:
    comparison, row = comparison_of(
        Result(Status.FEASIBLE, {"asa_seconds": 10.0}, 0.01),
        Result(Status.FEASIBLE, {"asa_seconds": wait}, 0.02),
        workspace,
    )
    assert comparison.difference(row, "asa_seconds").is_noise is is_noise


def test_better_is_up_or_down_as_the_measure_has_it(workspace: Workspace) -> None:
    comparison, row = comparison_of(
        Result(Status.OPTIMAL, {"asa_seconds": 10.0, "service_level": 0.8, "staff": 12}),
        Result(Status.OPTIMAL, {"asa_seconds": 9.0, "service_level": 0.7, "staff": 11}),
        workspace,
    )
    better = {key: comparison.difference(row, key).is_better(MEASURES[key]) for key in row.figures}
    assert better == {"asa_seconds": True, "service_level": False, "staff": None}


def test_who_moves_is_who_has_another_week_in_both(workspace: Workspace) -> None:
    comparison, row = comparison_of(
        Result(Status.FEASIBLE, {}, weeks={"E001": ("D", ""), "E002": ("D", "D"), "E003": ("N", "")}),
        Result(Status.FEASIBLE, {}, weeks={"E001": ("D", ""), "E002": ("", "D"), "NEW001": ("D", "")}),
        workspace,
    )
    moves = comparison.moves(row)
    assert moves is not None
    assert [(move.employee, move.before, move.after) for move in moves] == [("E002", ("D", "D"), ("", "D"))]
    assert comparison.difference(row, "people_who_move").value == 1
