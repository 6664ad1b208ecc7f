"""What the user reads of a wrong ``inflow.csv``, and what counts as a gap."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from scheduler.config import HourSpan, Queue
from scheduler.readers.cells import CellError
from scheduler.readers.inflow import inflow_columns, open_hours
from scheduler.readers.names import Known
from scheduler.readers.workspace import read_workspace
from tests.workspaces import FIRST_INFLOW_DAY, INFLOW_DAYS, SETTINGS, faults_in, inflow_rows, write_workspace

REMEDY = "add the hours, with 0 calls where nobody called, or leave them out of the queue's open hours"


def faults_with_row(folder: Path, number: int, row: str) -> list[str]:
    """Faults after one row, numbered as a spreadsheet does, is replaced."""
    rows = inflow_rows()
    rows[number - 1] = row
    return faults_in(folder, inflow="\n".join(rows))


def faults_without(folder: Path, *beginnings: str) -> list[str]:
    """Faults after all rows that begin with one of these are left out."""
    return faults_in(folder, inflow="\n".join(row for row in inflow_rows() if not row.startswith(beginnings)))


def test_the_history_is_read_by_day_and_hour(tmp_path: Path) -> None:
    inflow = read_workspace(write_workspace(tmp_path)).inflow
    assert inflow.first_day == FIRST_INFLOW_DAY
    assert inflow.n_days == INFLOW_DAYS
    general = inflow.queues["general"]
    assert general.calls.shape == (INFLOW_DAYS, 24)
    assert (general.calls[0, 8], general.calls[0, 9]) == (4, 24)
    assert np.all(general.aht_seconds == 240)
    assert np.all(np.isnan(general.attempts))


def test_hours_without_a_row_are_nan(tmp_path: Path) -> None:
    english = read_workspace(write_workspace(tmp_path)).inflow.queues["english"]
    assert np.isnan(english.calls[0, 8])
    assert english.calls[0, 9] == 2


def test_rows_may_stand_in_any_order_and_form(tmp_path: Path) -> None:
    header, *rows = inflow_rows()
    usual = read_workspace(write_workspace(tmp_path / "a")).inflow
    mangled = "\n".join([header, *reversed([row.replace("-", ". ", 2).replace(",9,", ",09:00,") for row in rows])])
    other = read_workspace(write_workspace(tmp_path / "b", inflow=mangled)).inflow
    np.testing.assert_array_equal(usual.queues["text"].calls, other.queues["text"].calls)


def test_thousands_separators_and_empty_handling_times_are_read(tmp_path: Path) -> None:
    rows = inflow_rows()
    rows[5] = '2023-10-16,4,general,"1,234",'
    general = read_workspace(write_workspace(tmp_path, inflow="\n".join(rows))).inflow.queues["general"]
    assert general.calls[0, 4] == 1234
    assert np.isnan(general.aht_seconds[0, 4])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "2023-10-16,24,general,4,240",
            "inflow.csv:6:hour hour 24 does not exist; hours go from 0 to 23; 24 is hour 0 of the next day",
        ),
        ("2023-10-16,4,general,-4,240", "inflow.csv:6:calls '-4' is negative; write 0 or more"),
        ("2023-10-16,4,general,1000001,240", "inflow.csv:6:calls '1000001' is too large; write 1,000,000 or less"),
        ("2023-10-16,4,general,4,86401", "inflow.csv:6:aht_seconds '86401' is too large; write 86,400 or less"),
        ("2023-10-16,4,general,four,240", "inflow.csv:6:calls 'four' is not a number; write it as 1234 or 1234.5"),
        ("2023-10-16,4,general,,240", "inflow.csv:6:calls is empty; fill it in"),
        ("2023-10-16,4,general,4,-1", "inflow.csv:6:aht_seconds '-1' is negative; write 0 or more"),
        (
            "2023-10-16,4,general,4,0",
            "inflow.csv:6:aht_seconds handling time is 0 though calls came; leave it empty if unknown",
        ),
        ("2023-10-16,4,genral,4,240", "inflow.csv:6:queue queue 'genral' is unknown; did you mean 'general'?"),
        (
            "2023-02-30,4,general,4,240",
            "inflow.csv:6:date '2023-02-30' is not a date: there is no such day; write it as 2023-11-06",
        ),
        (
            "16/10/2023,4,general,4,240",
            "inflow.csv:6:date '16/10/2023' is not a date; write 2023-10-16 if 16 October 2023 is meant; "
            "or set files.dates to how all dates are written",
        ),
    ],
)
def test_each_fault_names_place_value_and_remedy(tmp_path: Path, row: str, expected: str) -> None:
    # Also: the hole that an unreadable row leaves is not reported a second time, as a gap.
    assert faults_with_row(tmp_path, 6, row) == [expected]


def test_no_handling_time_is_needed_where_nobody_called(tmp_path: Path) -> None:
    assert faults_with_row(tmp_path, 6, "2023-10-16,4,general,0,0") == []


def test_attempts_include_the_calls_that_entered(tmp_path: Path) -> None:
    rows = [f"{row},{'attempts' if n == 0 else 24}" for n, row in enumerate(inflow_rows())]
    assert faults_in(tmp_path / "a", inflow="\n".join(rows)) == []
    rows[5] = "2023-10-16,4,general,25,240,24"
    assert faults_in(tmp_path / "b", inflow="\n".join(rows)) == [
        "inflow.csv:6:attempts 24 attempts are fewer than the 25 calls that entered; "
        "attempts include the calls that entered; leave it empty if unknown"
    ]


def test_an_hour_that_stands_twice_names_both_rows(tmp_path: Path) -> None:
    rows = inflow_rows()
    assert faults_in(tmp_path, inflow="\n".join([*rows, rows[5]])) == [
        f"inflow.csv:{len(rows) + 1}:hour queue 'general' has hour 4 of 2023-10-16 twice, first in row 6; "
        "delete one row, or add the two up"
    ]


def test_one_missing_hour_is_a_gap(tmp_path: Path) -> None:
    assert faults_without(tmp_path, "2023-10-16,4,general") == [
        "inflow.csv:5:hour after this row, queue 'general' has a gap of 1 open hour, "
        f"from 2023-10-16 hour 4 to 2023-10-16 hour 4; {REMEDY}"
    ]


def test_missing_days_are_one_gap_for_each_queue(tmp_path: Path) -> None:
    general, english, text = sorted(
        faults_without(tmp_path, "2023-10-25", "2023-10-26"),
        key=lambda f: ["general", "english", "text"].index(f.split("'")[1]),
    )
    assert "a gap of 48 open hours, from 2023-10-25 hour 0 to 2023-10-26 hour 23" in general
    # The closed hours of the night between do not part the gap.
    assert "a gap of 18 open hours, from 2023-10-25 hour 9 to 2023-10-26 hour 17" in english
    assert "a gap of 18 open hours, from 2023-10-25 hour 9 to 2023-10-26 hour 17" in text


def test_two_gaps_are_two_faults(tmp_path: Path) -> None:
    assert len(faults_without(tmp_path, "2023-10-16,4,general", "2023-10-18,4,general")) == 2


def test_a_queue_may_begin_later_but_not_end_early(tmp_path: Path) -> None:
    weekdays = [f"2023-10-{day},{hour},english" for day in range(16, 21) for hour in range(9, 18)]
    assert faults_without(tmp_path / "a", *weekdays) == []
    last_week = [f"{on},{hour},english" for on in ("2023-11-02", "2023-11-03") for hour in range(9, 18)]
    (fault,) = faults_without(tmp_path / "b", *last_week)
    assert "from 2023-11-02 hour 9 to 2023-11-03 hour 17" in fault


def test_the_file_may_end_in_the_middle_of_a_day(tmp_path: Path) -> None:
    assert faults_without(tmp_path, *(f"2023-11-05,{hour},general" for hour in range(12, 24))) == []


def test_a_gap_is_reported_although_another_row_is_unreadable(tmp_path: Path) -> None:
    rows = inflow_rows()
    rows[5] = "2023-10-16,24,general,4,240"
    faults = faults_in(tmp_path, inflow="\n".join(row for row in rows if not row.startswith("2023-10-18,3,general")))
    assert any("hour 24 does not exist" in fault for fault in faults)
    assert any("gap of 1 open hour, from 2023-10-18 hour 3" in fault for fault in faults)


def test_no_rows_are_expected_of_a_public_holiday_on_which_the_queue_is_closed(tmp_path: Path) -> None:
    settings = SETTINGS.replace("rules:", 'extra_public_holidays: {2023-10-18: "test"}\nrules:')
    english = [f"2023-10-18,{hour},english" for hour in range(9, 18)]
    assert len(faults_without(tmp_path / "a", *english)) == 1
    rows = [row for row in inflow_rows() if not row.startswith(tuple(english))]
    assert faults_in(tmp_path / "b", workspace=settings, inflow="\n".join(rows)) == []


def test_a_queue_without_any_row(tmp_path: Path) -> None:
    rows = [row for row in inflow_rows() if ",english," not in row]
    assert faults_in(tmp_path, inflow="\n".join(rows)) == [
        "inflow.csv:queue has no row for queue 'english'; add its arrivals or drop the queue"
    ]


def berlin(monday: date, *, without: str = "nothing", more: tuple[str, ...] = ()) -> dict[str, str]:
    """The settings of a centre in Berlin, and a week of arrivals there, some rows left out and others added."""
    settings = SETTINGS.replace("Asia/Seoul", "Europe/Berlin").replace("country: KR", "country: DE")
    header, *rows = inflow_rows()
    days = {f"2023-10-{16 + n}": str(monday + timedelta(days=n)) for n in range(7)}
    week = [row.replace(row[:10], days[row[:10]]) for row in rows if row[:10] in days]
    kept = [row for row in week if not row.startswith(without)]
    return {"workspace": settings, "inflow": "\n".join([header, *kept, *more])}


SPRING, AUTUMN = date(2023, 3, 20), date(2023, 10, 23)
"""Mondays of the weeks on whose Sundays the clock of Berlin changes."""


def test_an_hour_that_summer_time_skips_is_no_gap(tmp_path: Path) -> None:
    assert faults_in(tmp_path, **berlin(SPRING, without="2023-03-26,2,general")) == []


def test_an_hour_that_is_skipped_may_have_a_row_without_calls(tmp_path: Path) -> None:
    contents = berlin(SPRING, without="2023-03-26,2,general", more=("2023-03-26,2,general,0,",))
    calls = read_workspace(write_workspace(tmp_path, **contents)).inflow.queues["general"].calls
    assert np.isnan(calls[6, 2])
    assert calls[6, 3] == 4


def test_calls_in_an_hour_that_is_skipped_are_a_fault(tmp_path: Path) -> None:
    [fault] = faults_in(tmp_path, **berlin(SPRING))
    assert "hour 2 of 2023-03-26 does not exist in Europe/Berlin, where the clock skips it, but has calls" in fault
    assert fault.endswith("not in UTC or in winter time all the year")


def test_an_hour_that_comes_twice_may_have_a_row_for_each(tmp_path: Path) -> None:
    contents = berlin(AUTUMN, more=("2023-10-29,2,general,12,400",))
    general = read_workspace(write_workspace(tmp_path, **contents)).inflow.queues["general"]
    assert general.calls[6, 2] == 4 + 12
    assert general.aht_seconds[6, 2] == (4 * 240 + 12 * 400) / 16


@pytest.mark.parametrize("more", ["2023-10-29,2,general,1,", "2023-10-29,3,general,1,"])
def test_no_hour_comes_more_often_than_the_clock_shows_it(tmp_path: Path, more: str) -> None:
    second = ("2023-10-29,2,general,1,",) if ",2," in more else ()
    [fault] = faults_in(tmp_path, **berlin(AUTUMN, more=(*second, more)))
    assert "twice, first in row" in fault


def test_a_header_alone_and_an_empty_file(tmp_path: Path) -> None:
    assert faults_in(tmp_path / "a", inflow=inflow_rows()[0]) == ["inflow.csv has a header but no rows; add the rows"]
    assert faults_in(tmp_path / "b", inflow=b"\xef\xbb\xbf\r\n") == [
        "inflow.csv is empty; put at least a header line there"
    ]


def test_a_wrong_column_is_summed_up(tmp_path: Path) -> None:
    faults = faults_in(tmp_path, inflow="\n".join(row.replace(",general,", ",genral,") for row in inflow_rows()))
    assert len(faults) == 21
    assert faults[-1] == "inflow.csv:40:queue 484 more faults of this kind, to row 775; a whole column may be wrong"


def queue(*spans: HourSpan) -> Queue:
    return Queue(name="q", name_ko="q", name_en="q", aht_seconds=60, open=spans)


def test_a_span_past_midnight_opens_hours_of_the_next_day() -> None:
    # populated by name: the alias `from` is a word of the language
    spans = queue(HourSpan(weekdays=frozenset({6}), from_minute=22 * 60, to_minute=26 * 60))
    hours = open_hours(spans, date(2023, 11, 6), 7, {})
    assert np.flatnonzero(hours[0]).tolist() == [0, 1]  # from the Sunday before
    assert np.flatnonzero(hours[6]).tolist() == [22, 23]
    assert not hours[1:6].any()


def test_an_hour_that_is_open_in_part_counts() -> None:
    spans = queue(HourSpan(from_minute=9 * 60 + 30, to_minute=11 * 60 + 30))
    assert np.flatnonzero(open_hours(spans, date(2023, 11, 6), 1, {})[0]).tolist() == [9, 10, 11]


@pytest.mark.parametrize(
    ("column", "value", "least"),
    [("calls", "0.0000009", "1e-06"), ("attempts", "0.0000009", "1e-06"), ("aht_seconds", "0.9", "1")],
)
def test_figures_that_are_nearly_0_are_refused(column: str, value: str, least: str) -> None:
    parse = inflow_columns(Known.of_plain({}))[column].parse
    assert parse("0") == 0
    with pytest.raises(CellError) as caught:
        parse(value)
    assert str(caught.value.remedy) == f"write 0, or {least} or more"
    assert parse("1") == 1
