"""Frames in place of files: the same records, the same faults."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.roster import Roster
from scheduler.frames.rosters import roster_frame
from scheduler.inputs import Workspace
from scheduler.readers.roster import read_roster_frame
from scheduler.readers.workspace import read_workspace
from tests.frames.test_rosters import night
from tests.runs import small_run
from tests.workspaces import (
    ABSENCES,
    PREVIOUS_ROSTER,
    REQUESTS,
    SETTINGS,
    STAFF,
    faults_of,
    inflow_rows,
    write_workspace,
)

INFLOW = "\n".join(inflow_rows()) + "\n"
TEXTS = {
    "staff": STAFF,
    "inflow": INFLOW,
    "absences": ABSENCES,
    "requests": REQUESTS,
    "previous_roster": PREVIOUS_ROSTER,
}


def as_text(csv: str) -> pd.DataFrame:
    """A frame of a csv file's cells as they stand there."""
    return pd.read_csv(io.StringIO(csv), dtype=str, keep_default_na=False)


def as_guessed(csv: str) -> pd.DataFrame:
    """A frame with the dtypes that pandas gives a csv file by itself."""
    return pd.read_csv(io.StringIO(csv))


@pytest.fixture(scope="module")
def settings_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but ``workspace.yaml``."""
    folder = tmp_path_factory.mktemp("settings")
    (folder / "workspace.yaml").write_text(SETTINGS, encoding="utf-8")
    return folder


def records_of(workspace: Workspace) -> list[object]:
    figures = {
        name: [array.tobytes() for array in (queue.calls, queue.aht_seconds, queue.attempts)]
        for name, queue in workspace.inflow.queues.items()
    }
    people = workspace.employees, workspace.absences, workspace.requests
    return [*people, workspace.previous, workspace.inflow.first_day, figures]


@pytest.mark.parametrize("frame_of", [as_text, as_guessed])
def test_a_workspace_of_frames_is_the_one_of_files(settings_alone: Path, tmp_path: Path, frame_of: object) -> None:
    assert callable(frame_of)
    frames = {name: frame_of(csv) for name, csv in TEXTS.items()}
    made = read_workspace(settings_alone, frames=frames)
    assert records_of(made) == records_of(read_workspace(write_workspace(tmp_path)))


def test_typed_columns_are_read_as_what_they_hold(settings_alone: Path, tmp_path: Path) -> None:
    staff, inflow, absences = as_text(STAFF), as_text(INFLOW), as_text(ABSENCES)
    staff["remote_group"] = pd.to_numeric(staff["remote_group"])  # floats, since some are missing
    staff["may_work_nights"] = staff["may_work_nights"] == "yes"
    staff["team"] = staff["team"].astype("category")
    inflow = inflow.astype({"hour": "float64", "calls": "Int64", "aht_seconds": "float32"})
    inflow["date"] = pd.to_datetime(inflow["date"])
    absences["from"] = pd.to_datetime(absences["from"]).dt.date
    frames = {"staff": staff, "inflow": inflow, "absences": absences}
    rest = {name: as_text(TEXTS[name]) for name in ("requests", "previous_roster")}
    made = read_workspace(settings_alone, frames={**frames, **rest})
    assert records_of(made) == records_of(read_workspace(write_workspace(tmp_path)))


def test_a_number_with_three_decimals_leaves_no_doubt_where_it_is_a_number(settings_alone: Path) -> None:
    frames = {name: as_text(csv) for name, csv in TEXTS.items()}
    inflow = frames["inflow"].astype({"calls": "float64"})
    inflow.loc[0, "calls"] = 1.125
    workspace = read_workspace(settings_alone, frames={**frames, "inflow": inflow})
    assert workspace.inflow.queues["general"].calls[0, 0] == 1.125
    inflow["calls"] = inflow["calls"].astype(str)
    (fault,) = faults_of(lambda: read_workspace(settings_alone, frames={**frames, "inflow": inflow}))
    assert fault.startswith("frame inflow:2:calls '1.125' may be 1.125 or 1125")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data())
def test_faults_are_those_of_the_files_with_row_and_column(data: st.DataObject) -> None:
    contents: dict[str, str] = {}
    for name, csv in TEXTS.items():
        header, *rows = csv.splitlines()
        cells = [row.split(",") for row in rows[:40]]
        for _ in range(data.draw(st.integers(0, 2))):
            row = cells[data.draw(st.integers(0, len(cells) - 1))]
            row[data.draw(st.integers(0, len(row) - 1))] = data.draw(
                st.sampled_from(
                    ["", "E999", "2023-13-01", "26", "-1", "1.5e", "frnch", "=A1", "#N/A", "OFF", "E001", "D"]
                )
            )
        contents[name] = "\n".join([header, *map(",".join, cells)]) + "\n"
    with tempfile.TemporaryDirectory() as name:
        folder = write_workspace(Path(name), **contents)
        in_files = faults_of(lambda: read_workspace(folder))
        frames = {name: as_text(csv) for name, csv in contents.items()}
        in_frames = faults_of(lambda: read_workspace(folder, frames=frames))
    assert sorted(in_frames) == sorted(re.sub(r"^(\w+)\.csv", r"frame \1", fault) for fault in in_files)


def test_faults_of_frames_and_files_are_reported_together(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, absences=ABSENCES.replace("E001", "E404"))
    inflow = as_text(INFLOW)
    inflow.loc[3, "queue"] = "genral"
    assert faults_of(lambda: read_workspace(folder, frames={"inflow": inflow})) == [
        "absences.csv:2:employee_id employee 'E404' is unknown; did you mean 'E004'?",
        "frame inflow:5:queue queue 'genral' is unknown; did you mean 'general'?",
    ]


def test_a_frame_takes_the_place_of_a_file(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, absences="spoilt")
    workspace = read_workspace(folder, frames={"absences": as_text(ABSENCES).iloc[:1]})
    assert [absence.employee_id for absence in workspace.absences] == ["E001"]
    assert workspace.sources["absences"] == "frame absences"
    assert "absences.csv" not in workspace.input_hashes


def test_another_frame_is_another_workspace(settings_alone: Path) -> None:
    def checksum(**others: pd.DataFrame) -> str:
        frames = {**{name: as_text(csv) for name, csv in TEXTS.items()}, **others}
        return read_workspace(settings_alone, frames=frames).inputs_sha256

    assert checksum() == checksum()
    assert checksum(absences=as_text(ABSENCES).iloc[:1]) != checksum()


@pytest.mark.parametrize(
    ("frames", "faults"),
    [
        ({"staf": as_text(STAFF)}, ["frame staf is none of the inputs; did you mean 'staff'?"]),
        (
            {"absences": as_text(ABSENCES).set_index("employee_id")},
            [
                "frame absences its index has a name, as a column has: employee_id; "
                "make columns of it with reset_index(), or drop it with reset_index(drop=True)"
            ],
        ),
        (
            {"absences": as_text(ABSENCES).rename(columns={"kind": ""})},
            ["frame absences:1 column 4 has no name; name it, or drop it"],
        ),
        (
            {"absences": as_text(ABSENCES).drop(columns="to")},
            [
                "frame absences:1:to column 'to' is missing; the columns are employee_id, from, to, kind, "
                "part, from_time, to_time"
            ],
        ),
        (
            {"absences": pd.concat([as_text(ABSENCES), as_text(ABSENCES)[["kind"]]], axis=1)},
            ["frame absences:1:kind column 'kind' stands twice; keep one of them"],
        ),
        ({"inflow": as_text(INFLOW).iloc[:0]}, ["frame inflow has no rows; add the rows"]),
    ],
)
def test_a_frame_that_cannot_be_used_is_one_fault(
    tmp_path: Path, frames: Mapping[str, pd.DataFrame], faults: list[str]
) -> None:
    folder = write_workspace(tmp_path)
    assert faults_of(lambda: read_workspace(folder, frames=frames)) == faults


def test_an_id_that_became_a_number_is_not_guessed_at(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, staff=STAFF.replace("E001", "0017"), absences=None)
    absences = as_guessed(ABSENCES.replace("E001", "0017").replace("E002", "0017"))
    assert absences.employee_id.dtype == np.int64
    assert faults_of(lambda: read_workspace(folder, frames={"absences": absences})) == [
        "frame absences:2:employee_id employee '17' is unknown; did you mean '0017'?",
        "frame absences:3:employee_id employee '17' is unknown; did you mean '0017'?",
    ]


def test_the_inflow_of_a_workspace_is_read_back(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, inflow=INFLOW.replace(",24,240", ",23.7,241.123"))
    workspace = read_workspace(folder)
    again = read_workspace(folder, frames={"inflow": workspace.inflow_frame()})
    assert records_of(again) == records_of(workspace)


# ---- time zones ----


def previous(start: object, end: object) -> pd.DataFrame:
    frame = as_text(PREVIOUS_ROSTER).iloc[1:].reset_index(drop=True)
    for name in ("start", "end", "break_start", "break_end"):
        frame[name] = pd.to_datetime(frame[name])
    frame["start"], frame["end"] = [start], [end]
    return frame


START, END = pd.Timestamp("2023-11-05T01:00"), pd.Timestamp("2023-11-05T08:00")


@pytest.mark.parametrize(
    "in_zone",
    [
        lambda at: at,
        lambda at: at.tz_localize("Asia/Seoul"),
        lambda at: at.tz_localize("Asia/Tokyo"),
        lambda at: pd.Timestamp(f"{at.isoformat()}+09:00"),
    ],
    ids=["naive", "its own", "same offset", "offset alone"],
)
def test_times_without_a_zone_or_by_the_centres_clock_are_local(tmp_path: Path, in_zone: object) -> None:
    assert callable(in_zone)
    frame = previous(in_zone(START), in_zone(END))
    workspace = read_workspace(write_workspace(tmp_path), frames={"previous_roster": frame})
    (row,) = workspace.previous.assignments
    assert (row.start, row.end) == (datetime(2023, 11, 5, 1), datetime(2023, 11, 5, 8))


def test_times_of_another_zone_are_refused_and_not_converted(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path)
    frame = previous(START.tz_localize("UTC"), END)
    assert faults_of(lambda: read_workspace(folder, frames={"previous_roster": frame})) == [
        "frame previous_roster:2:start '2023-11-05T01:00:00+00:00' has an offset that Asia/Seoul does not have then; "
        "write 2023-11-05T01:00 if the clock of Asia/Seoul showed that time, 2023-11-05T10:00 if that moment is meant"
    ]


def test_a_day_with_a_zone_is_no_day(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path)
    absences = as_text(ABSENCES)
    absences["from"] = pd.to_datetime(absences["from"]).dt.tz_localize("UTC")
    faults = faults_of(lambda: read_workspace(folder, frames={"absences": absences}))
    assert [fault.split(";")[0] for fault in faults] == [
        f"frame absences:{row}:from '2023-11-{day}T00:00:00+00:00' is not a date" for row, day in ((2, "06"), (3, "09"))
    ]


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_comes_twice_is_read_back_as_it_was(tmp_path: Path, fold: int) -> None:
    berlin = SETTINGS.replace("Asia/Seoul", "Europe/Berlin")
    workspace = read_workspace(
        write_workspace(
            tmp_path, workspace=berlin, staff=STAFF.replace("E007", "E1"), requests=None, previous_roster=None
        )
    )
    roster = Roster((night(fold),))
    frame = roster_frame(roster, ZoneInfo("Europe/Berlin"))
    read = read_roster_frame(frame, workspace.settings, workspace.employees)
    assert read == roster
    (row,) = read.assignments
    assert row.break_start is not None
    assert row.break_start.fold == fold


def test_a_roster_that_is_changed_as_a_frame_is_read_with_its_faults(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    frame = run.roster_frame()
    assert read_roster_frame(frame, run.settings, run.problem.employees) == run.roster
    frame.loc[2, "shift"] = "X"
    assert faults_of(lambda: read_roster_frame(frame, run.settings, run.problem.employees)) == [
        "frame roster:4:shift shift 'X' is unknown; use one of D, N, V"
    ]
