"""``coverage.csv``."""

from __future__ import annotations

import csv
from pathlib import Path

from scheduler.writers.coverage_csv import write_coverage
from tests.runs import small_run


def written(tmp_path: Path) -> list[dict[str, str]]:
    run = small_run(tmp_path / "workspace")
    write_coverage(tmp_path / "coverage.csv", run.coverage)
    with (tmp_path / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_columns_are_those_of_the_contract(tmp_path: Path) -> None:
    assert ",".join(written(tmp_path)[0]) == (
        "start,queue,calls,aht_seconds,erlangs,required,binding_target,scheduled,effective,shortfall,surplus,"
        "service_level,asa_seconds,occupancy,answer_rate_entered,answer_rate_total"
    )


def test_there_is_a_row_for_each_interval_and_queue(tmp_path: Path) -> None:
    rows = written(tmp_path)
    assert len(rows) == 3 * 7 * 48
    assert {row["queue"] for row in rows} == {"general", "english", "text"}
    assert rows[0]["start"] == "2023-11-06T00:00"


def test_heads_and_reference_agents_are_told_apart(tmp_path: Path) -> None:
    (row,) = (row for row in written(tmp_path) if row["queue"] == "general" and row["start"] == "2023-11-07T09:00")
    assert row["scheduled"] == "2"
    # E003's group is at home in November, E005 belongs to none.
    assert float(row["effective"]) in (2.0, 2.128)
    assert float(row["shortfall"]) == round(float(row["required"]) - float(row["effective"]), 3)


def test_a_figure_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    (row,) = (row for row in written(tmp_path) if row["queue"] == "english" and row["start"] == "2023-11-11T09:00")
    assert (row["service_level"], row["asa_seconds"], row["occupancy"]) == ("", "", "")
    assert row["binding_target"] == "none"
