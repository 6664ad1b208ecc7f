"""Declared events, and what is said of wrong ones."""

from datetime import date
from pathlib import Path

import pytest

from scheduler.domain.inflow import Event
from scheduler.readers.cells import CellError
from scheduler.readers.events import event_columns
from scheduler.readers.names import Known
from scheduler.readers.workspace import read_workspace
from tests.workspaces import faults_in, write_workspace

HEADER = "from,to,hour_from,hour_to,queue,factor,name\n"


def test_events_are_read_with_their_hours_and_queue(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, events=HEADER + "2023-11-07,2023-11-08,9,12,general,1.5,heavy rain\n")
    assert read_workspace(folder).events == (
        Event(
            first_day=date(2023, 11, 7),
            last_day=date(2023, 11, 8),
            from_hour=9,
            to_hour=12,
            queue="general",
            factor=1.5,
            name="heavy rain",
        ),
    )


def test_hours_and_queue_that_are_left_out_mean_all_of_them(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, events="from,to,factor\n2023-11-07,2023-11-07,2\n")
    (event,) = read_workspace(folder).events
    assert (event.from_hour, event.to_hour, event.queue) == (0, 24, None)


def test_a_workspace_without_the_file_has_no_events(tmp_path: Path) -> None:
    assert read_workspace(write_workspace(tmp_path)).events == ()


def test_the_same_event_twice_is_a_fault(tmp_path: Path) -> None:
    row = "2023-11-07,2023-11-08,9,12,general,1.5,heavy rain\n"
    assert faults_in(tmp_path, events=HEADER + row + row) == [
        "events.csv:3:from this event counts twice where it meets the one of the same name in row 2; delete one row, "
        "change the days or hours, or give events that meet names of their own"
    ]
    assert len(faults_in(tmp_path, events=HEADER + row + row.replace("1.5", "2"))) == 1


ROW = "2023-11-07,2023-11-08,9,12,general,1.5,heavy rain"


@pytest.mark.parametrize(
    "near",
    [
        "2023-11-07,2023-11-08,9,12,general,1.6,heavy rain",
        "2023-11-08,2023-11-09,9,12,general,1.5,heavy rain",
        "2023-11-06,2023-11-10,11,13,general,1.5,heavy rain",
        "2023-11-07,2023-11-08,9,12,,1.5,heavy rain",
        "2023-11-07,2023-11-08,9,12,general,1.5,Heavy  RAIN",
        "2023-11-07,2023-11-08,9,12,general,1.5,\uff48eavy\u3000rain",
        "2023-11-07,2023-11-07,,,,0,heavy rain",
    ],
)
def test_an_event_that_meets_one_of_its_name_is_a_fault_with_both_rows(tmp_path: Path, near: str) -> None:
    for number, rows in enumerate(([ROW, near], [near, ROW])):
        (fault,) = faults_in(tmp_path / str(number), events=HEADER + "\n".join(rows) + "\n")
        assert fault.startswith(
            "events.csv:3:from this event counts twice where it meets the one of the same name in row 2"
        )


@pytest.mark.parametrize(
    "apart",
    [
        "2023-11-09,2023-11-10,9,12,general,1.5,heavy rain",
        "2023-11-05,2023-11-06,,,,1.5,heavy rain",
        "2023-11-07,2023-11-08,12,15,general,1.5,heavy rain",
        "2023-11-07,2023-11-08,0,9,,0,heavy rain",
        "2023-11-07,2023-11-08,9,12,english,1.5,heavy rain",
        "2023-11-07,2023-11-08,9,12,general,1.5,heavy rains",
    ],
)
def test_events_of_one_name_that_do_not_meet_are_read(tmp_path: Path, apart: str) -> None:
    for number, rows in enumerate(([ROW, apart], [apart, ROW])):
        folder = write_workspace(tmp_path / str(number), events=HEADER + "\n".join(rows) + "\n")
        assert len(read_workspace(folder).events) == 2


def test_two_causes_may_meet(tmp_path: Path) -> None:
    row = "2023-11-07,2023-11-08,9,12,general,1.5,heavy rain\n"
    folder = write_workspace(tmp_path, events=HEADER + row + row.replace("heavy rain", "policy"))
    assert len(read_workspace(folder).events) == 2


@pytest.mark.parametrize("hour", ["24", "24:00"])
def test_an_event_may_end_at_midnight(tmp_path: Path, hour: str) -> None:
    folder = write_workspace(tmp_path, events=HEADER + f"2023-11-07,2023-11-07,22,{hour},,1.5,\n")
    assert read_workspace(folder).events[0].to_hour == 24


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "2023-11-08,2023-11-07,,,,2,x",
            "events.csv:2:from the event begins on 2023-11-08, after its end on 2023-11-07",
        ),
        ("2023-11-07,2023-11-07,12,12,,2,x", "events.csv:2:hour_from the event begins at hour 12, not before its end"),
        ("2023-11-07,2023-11-07,24,24,,2,x", "events.csv:2:hour_from hour 24 does not exist"),
        ("2023-11-07,2023-11-07,,,generl,2,x", "events.csv:2:queue queue 'generl' is unknown; did you mean 'general'?"),
        ("2023-11-07,2023-11-07,,,,-1,x", "events.csv:2:factor '-1' is negative"),
        ("2023-11-07,2023-11-07,,,,150,x", "events.csv:2:factor factor 150 is too large; 1 is an ordinary day"),
        ("2023-11-07,2023-11-07,,,,,x", "events.csv:2:factor is empty"),
    ],
)
def test_a_wrong_row_is_a_fault_with_a_remedy(tmp_path: Path, row: str, fault: str) -> None:
    found = faults_in(tmp_path, events=HEADER + row + "\n")
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_a_name_that_is_too_long_is_refused() -> None:
    parse = event_columns(Known.of_plain({}))["name"].parse
    assert parse("x" * 200)
    with pytest.raises(CellError, match="is too long"):
        parse("x" * 201)
