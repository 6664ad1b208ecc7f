"""Coverage and penalties of a run as frames."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pandas as pd
import pytest

from scheduler.domain.clock import local_text
from scheduler.figures import CoverageRow, Run
from scheduler.frames.csv_file import write_csv
from scheduler.result import Status
from tests.frames.rows import csv_by_hand
from tests.runs import small_run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return small_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return small_run(tmp_path_factory.mktemp("none"), Status.INFEASIBLE)


def written(run: Run, tmp_path: Path) -> list[dict[str, str]]:
    write_csv(tmp_path / "coverage.csv", run.coverage_frame())
    with (tmp_path / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_columns_of_coverage_are_those_of_the_contract(run: Run) -> None:
    assert ",".join(run.coverage_frame()) == (
        "start,queue,calls,aht_seconds,erlangs,required,binding_target,scheduled,effective,shortfall,surplus,"
        "service_level,asa_seconds,occupancy,answer_rate_entered,answer_rate_total"
    )


def test_coverage_has_its_dtypes_with_a_roster_and_without(run: Run, without: Run) -> None:
    text = dict.fromkeys(("queue", "binding_target"), "str")
    for frame in (run.coverage_frame(), without.coverage_frame()):
        expected = dict.fromkeys(frame.columns, "float64") | text
        expected |= {"start": "datetime64[us, Asia/Seoul]", "scheduled": "int64"}
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == expected
    assert without.coverage_frame().empty


def test_there_is_a_row_for_each_interval_and_queue(run: Run) -> None:
    frame = run.coverage_frame()
    assert len(frame) == 3 * 7 * 48
    assert set(frame.queue) == {"general", "english", "text"}
    assert frame.start[0] == pd.Timestamp("2023-11-06", tz="Asia/Seoul")


def test_coverage_is_written_byte_for_byte_as_by_hand(run: Run, tmp_path: Path) -> None:
    def text(value: object) -> str:
        if isinstance(value, float):
            return f"{value:.6g}" if math.isfinite(value) else ""
        return str(value)

    rows = [[local_text(row.start, None), *map(text, row[1:])] for row in run.coverage]
    write_csv(tmp_path / "coverage.csv", run.coverage_frame())
    assert (tmp_path / "coverage.csv").read_bytes() == csv_by_hand(CoverageRow._fields, rows)


def test_heads_and_reference_agents_are_told_apart(run: Run, tmp_path: Path) -> None:
    (row,) = (row for row in written(run, tmp_path) if row["queue"] == "general" and row["start"] == "2023-11-07T09:00")
    assert row["scheduled"] == "2"
    # E003's group is at home in November, E005 belongs to none.
    assert float(row["effective"]) in (2.0, 2.128)
    assert float(row["shortfall"]) == round(float(row["required"]) - float(row["effective"]), 3)


def test_a_figure_that_does_not_exist_is_empty(run: Run, tmp_path: Path) -> None:
    (row,) = (row for row in written(run, tmp_path) if row["queue"] == "english" and row["start"] == "2023-11-11T09:00")
    assert (row["service_level"], row["asa_seconds"], row["occupancy"]) == ("", "", "")
    assert row["binding_target"] == "none"


def test_penalties_add_up_to_the_cost_of_each_rule(run: Run) -> None:
    frame = run.penalties_frame()
    assert run.audit is not None
    costs = {rule: points for rule, points in run.audit.cost_by_rule.items() if points}
    assert frame[~frame.is_hard].groupby("rule").points.sum().to_dict() == costs
    assert frame.points[frame.is_hard].isna().all()
    assert len(frame) == len(run.audit.violations)


def test_penalties_have_their_dtypes_with_a_roster_and_without(run: Run, without: Run) -> None:
    expected = dict.fromkeys(("rule", "employee_id", "counted", "unit", "message"), "str")
    expected |= dict.fromkeys(("asked", "found", "points"), "Int64")
    expected |= dict.fromkeys(("start", "end"), "datetime64[us, Asia/Seoul]")
    expected |= {"is_hard": "bool", "date": "datetime64[us]", "amount": "int64"}
    for frame in (run.penalties_frame(), without.penalties_frame()):
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == expected
    assert without.penalties_frame().empty
    assert without.roster_frame().empty


def test_frames_of_a_run_are_copies(run: Run) -> None:
    frame = run.coverage_frame()
    frame["calls"] = 0.0
    assert run.coverage_frame().calls.sum() > 0
