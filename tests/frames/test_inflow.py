"""The history of arrivals as a frame."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from scheduler.readers.workspace import read_workspace
from tests.workspaces import FIRST_INFLOW_DAY, inflow_rows, write_workspace


def test_there_is_a_row_for_each_of_the_file_with_its_figures(tmp_path: Path) -> None:
    frame = read_workspace(write_workspace(tmp_path)).inflow_frame()
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "date": "datetime64[us]",
        "hour": "int64",
        "queue": "str",
        "calls": "float64",
        "aht_seconds": "float64",
        "attempts": "float64",
    }
    assert len(frame) == len(inflow_rows()) - 1
    assert frame.index.equals(pd.RangeIndex(len(frame)))
    (row,) = frame[(frame.date == pd.Timestamp(FIRST_INFLOW_DAY)) & (frame.hour == 9) & (frame.queue == "text")].values
    assert tuple(row[3:5]) == (5.0, 180.0)
    assert np.isnan(row[5])


def test_hours_without_a_row_have_none(tmp_path: Path) -> None:
    frame = read_workspace(write_workspace(tmp_path)).inflow_frame()
    assert sorted(frame.hour[frame.queue == "english"].unique()) == list(range(9, 18))
    assert not frame.calls.isna().any()
