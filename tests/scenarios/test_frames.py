"""A comparison of scenarios as frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from scheduler.frames.csv_file import write_csv
from scheduler.inputs import Workspace
from scheduler.readers.workspace import read_workspace
from scheduler.result import Status
from scheduler.scenarios.applied import ScenarioChange
from scheduler.scenarios.comparison import Comparison, all_rows
from scheduler.scenarios.evaluating import Result
from scheduler.scenarios.frames import FIGURES, changes_frame, counts_and_figures, people_frame, six_decimals
from scheduler.scenarios.measures import PARTS, SERVICE, Depth
from scheduler.scenarios.running import Row
from scheduler.spreadsheet_text import harmless
from tests.frames.rows import csv_by_hand
from tests.scenarios.scenes import HORIZON, good_scenario
from tests.workspaces import write_workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return read_workspace(write_workspace(tmp_path_factory.mktemp("workspace")))


@pytest.fixture
def comparison(workspace: Workspace) -> Comparison:
    """Of counts and shares, a part of the week, a figure that the baseline has not, and people who come and leave."""
    before = Result(
        Status.FEASIBLE,
        {"staff": 12.0, "requests_met": 3, "service_level": 0.81234567, "fri.service_level": 0.7},
        0.01,
        weeks={"E001": ("D", ""), "E002": ("", "N")},
        duties={"E001": (0, 0), "E002": (1, 0)},
    )
    after = Result(
        Status.FEASIBLE,
        {"staff": 13.0, "requests_met": 2, "service_level": 0.812346, "cost_points": 5},
        0.01,
        weeks={"E002": ("D", ""), "NEW1": ("", "D")},
        duties={"E002": (0, 1), "NEW1": (0, 0)},
    )
    row = Row(good_scenario("headcount: {day: -1}"), (ScenarioChange("=staff, day", "12", "-13"),), result=after)
    failed = Row(good_scenario("headcount: {day: -2}"), error="it broke")
    return Comparison(workspace.settings, HORIZON, Depth.ROSTER, Row(None, result=before), (row, failed), {}, (), 0.0)


def rows_by_hand(comparison: Comparison) -> Iterator[list[object]]:
    def number(value: float | None) -> object:
        return "" if value is None else round(value, 6)

    keys = [("", measure.key) for measure in comparison.measures()]
    keys += [(part, key) for part in PARTS for key in SERVICE]
    for row in all_rows(comparison):
        for part, key in keys:
            found = comparison.difference(row, f"{part}.{key}" if part else key)
            if found.value is not None:
                numbers = map(number, (found.value, found.baseline, found.amount))
                yield [harmless(row.name), part, key, *numbers, "yes" if found.is_noise else "no"]


def test_the_figures_have_their_dtypes(comparison: Comparison) -> None:
    frame = comparison.frame()
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == FIGURES
    assert frame.index.equals(pd.RangeIndex(len(frame)))
    (met,) = frame[(frame.measure == "requests_met") & (frame.scenario != "baseline")].itertuples()
    assert (met.value, met.baseline, met.difference, met.within_gap) == (2.0, 3.0, -1.0, False)
    (level,) = frame[(frame.measure == "service_level") & (frame.scenario != "baseline")].itertuples()
    assert (level.value, level.within_gap) == (0.812346, True)


def test_what_the_baseline_has_not_is_missing(comparison: Comparison) -> None:
    frame = comparison.frame()
    (cost,) = frame[frame.measure == "cost_points"].itertuples()
    assert pd.isna(cost.baseline)
    assert pd.isna(cost.difference)


def test_the_figures_are_written_byte_for_byte_as_by_hand(comparison: Comparison, tmp_path: Path) -> None:
    write_csv(tmp_path / "comparison.csv", counts_and_figures(comparison), number=six_decimals)
    assert (tmp_path / "comparison.csv").read_bytes() == csv_by_hand(FIGURES, rows_by_hand(comparison))


def test_what_changes_holds_no_formula(comparison: Comparison, tmp_path: Path) -> None:
    write_csv(tmp_path / "changes.csv", changes_frame(comparison))
    name = comparison.rows[0].name
    assert (tmp_path / "changes.csv").read_bytes() == csv_by_hand(
        ["scenario", "what", "old", "new"], [[name, "'=staff, day", "12", "'-13"]]
    )


def test_people_who_come_or_leave_have_one_week_only(comparison: Comparison, tmp_path: Path) -> None:
    frame = people_frame(comparison)
    assert list(frame.employee_id) == ["E001", "E002", "NEW1"]
    assert frame.week_after.isna().tolist() == [True, False, False]
    assert frame.nights_before.isna().tolist() == [False, False, True]
    write_csv(tmp_path / "people.csv", frame)
    name = comparison.rows[0].name
    assert (tmp_path / "people.csv").read_bytes() == csv_by_hand(
        [
            *("scenario", "employee_id", "changes", "week_before", "week_after"),
            *("nights_before", "nights_after", "weekend_days_before", "weekend_days_after"),
        ],
        [
            [name, "E001", "yes", "D -", "", 0, "", 0, ""],
            [name, "E002", "yes", "'- N", "D -", 1, 0, 0, 1],
            [name, "NEW1", "yes", "", "'- D", "", 0, "", 0],
        ],
    )
