"""Counted calls are taken in as phone systems export them, once, and never what cannot be."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from scheduler.domain.actuals import CountedCalls
from tests.day.happenings import PHONE, PHONE_HEADER, Centre, sheet, utc

OWN_HEADER = "date,hour,queue,calls,answered,aht_seconds"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre.at(tmp_path, PHONE)


def test_a_file_with_the_programs_own_columns_needs_no_settings(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path)
    taken = centre.take(f"{OWN_HEADER}\n2023-11-06,9,general,20,18,240\n2023-11-06,10,general,10,,\n")
    # 09:00 in Seoul is midnight of UTC.
    assert centre.calls() == [
        CountedCalls("general", utc("11-06 00:00"), 60, 20, answered=18, aht_seconds=240),
        CountedCalls("general", utc("11-06 01:00"), 60, 10),
    ]
    assert (taken.new, taken.same, taken.replaced) == (2, 0, ())


def test_an_export_is_read_by_what_the_settings_say_of_it(centre: Centre) -> None:
    text = (
        "콜센터 인입 현황,,,,,,,,,\n출력일,2023-11-07,,,,,,,,\n"
        f"{PHONE_HEADER}\n"
        "2023-11-06,09:00~09:30,대표번호,10,12,8,6,00:00:30,00:40:00,메모\n"
        "2023-11-06,09:00~09:30,긴급,2,2,2,2,00:00:10,00:08:00,\n"
        "2023-11-06,09:30~10:00,영어,0,0,0,0,00:00:00,00:00:00,\n"
        "2023-11-06,09:30~10:00,IVR,99,99,99,99,00:00:00,00:00:00,\n"
        "2023-11-06,합계,,111,113,109,107,,,\n"
        "합계,,,111,113,109,107,,,\n"
    )
    centre.take(text.encode("cp949"))
    english, general = centre.calls()
    # Two queues of the phone system are one of ours: 8 calls waited 30 s, 2 waited 10 s; 48 minutes over 10 calls.
    assert general == CountedCalls("general", utc("11-06 00:00"), 30, 12, 14, 10, 8, 26, 288)
    assert english == CountedCalls("english", utc("11-06 00:30"), 30, 0, 0, 0, 0)


LOST_HEADER = (
    "date,hour,queue,entered,attempts,answered,wait_seconds,handling_seconds,abandoned,abandoned_wait_seconds,redials,"
    "answered_home,handling_home_seconds"
)


def test_what_becomes_of_lost_calls_and_what_is_answered_at_home_is_taken_where_a_file_has_it(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path)
    centre.take(
        f"{LOST_HEADER}\n2023-11-06,9,general,20,25,16,12,240,3,40,2,10,210\n2023-11-06,10,general,9,,9,,,0,,,0,\n"
    )
    first, second = centre.calls()
    assert (first.abandoned, first.abandoned_wait_seconds, first.redials) == (3, 40, 2)
    assert (first.answered_home, first.aht_home_seconds) == (10, 210)
    assert (second.abandoned, second.abandoned_wait_seconds, second.redials, second.answered_home) == (0, None, None, 0)


def test_waits_of_lost_calls_of_two_queues_that_are_one_of_ours_count_by_their_calls(tmp_path: Path) -> None:
    columns = "columns: {date: D, time: T, queue: Q, entered: E, abandoned: A, abandoned_wait: W}"
    centre = Centre.at(
        tmp_path, f"actuals: {{calls: [{{{columns}, wait_is: total, queues: {{x: general, y: general}}}}]}}\n"
    )
    centre.take("D,T,Q,E,A,W\n2023-11-06,9,x,20,3,90\n2023-11-06,9,y,10,1,50\n")
    (general,) = centre.calls()
    assert (general.entered, general.abandoned, general.abandoned_wait_seconds) == (30, 4, 35)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("20,25,16,12,240,21,40,2,10,210", "abandoned 21 callers who hung up are more than the 20 that entered"),
        ("20,25,16,12,240,3,40,26,10,210", "redials 26 calls of callers who were lost before are more than the 25"),
        ("20,25,16,12,240,3,40,2,17,210", "answered_home 17 calls answered at home are more than the 16"),
        ("20,25,16,12,240,,40,2,10,210", "abandoned_wait_seconds says how long calls took"),
        ("20,25,16,12,240,3,90000,2,10,210", "abandoned_wait_seconds comes to 9e+04 s a call"),
        ("20,25,16,12,240,3,40,2,10,386", "handling_home_seconds comes to 3,860 s in all, more than the 3,840 s"),
        ("20,25,16,12,240,3,40,2,10,0.2", "handling_home_seconds comes to 0.2 s a call"),
    ],
)
def test_lost_calls_that_cannot_be_are_a_fault(tmp_path: Path, row: str, fault: str) -> None:
    (found,) = Centre.at(tmp_path).faults(f"{LOST_HEADER}\n2023-11-06,9,general,{row}\n")
    assert fault in found


def test_a_sheet_keeps_the_seconds_of_its_times(centre: Centre) -> None:
    row = ["2023-11-06", "09:00-10:00", "영어", 4, 5, 4, 3, time(0, 0, 7), timedelta(hours=30), None]
    centre.take(sheet([PHONE_HEADER.split(","), row, ["합계", None, None, 4, 5, 4, 3, None, None, None]]))
    assert centre.calls() == [CountedCalls("english", utc("11-06 00:00"), 60, 4, 5, 4, 3, 7, 27_000)]


GERMAN = "files: {dates: day_first, decimals: comma}\n"


def test_dates_and_decimals_are_read_as_the_settings_say_that_the_office_writes_them(tmp_path: Path) -> None:
    phone = PHONE.replace('"hh:mm:ss"', "minutes")
    text = f"{OWN_HEADER.replace(',', ';')}\n06.11.2023;9;general;1.020;1.018;240,5\n"
    exported = f"{PHONE_HEADER.replace(',', ';')}\n06.11.2023;9;영어;4;5;4;3;0,125;2,5;\n"
    centre = Centre.at(tmp_path, phone + GERMAN)
    centre.take(text, exported)
    english, general = centre.calls()
    assert general == CountedCalls("general", utc("11-06 00:00"), 60, 1020, answered=1018, aht_seconds=240.5)
    assert (english.asa_seconds, english.aht_seconds) == (7.5, 37.5)


def test_dates_of_which_nothing_says_how_they_are_written_are_refused_with_the_setting(tmp_path: Path) -> None:
    (fault,) = Centre.at(tmp_path).faults(f"{OWN_HEADER}\n06.11.2023,9,general,20,18,240\n")
    assert "set files.dates" in fault


def test_the_same_again_changes_nothing(centre: Centre) -> None:
    text = f"{OWN_HEADER}\n2023-11-06,9,general,20,18,240\n"
    assert centre.take(text).file is not None
    again = centre.take(text)
    assert (again.file, again.new, again.same) == (None, 0, 1)
    assert len(centre.calls()) == 1


def test_what_differs_replaces_what_was_there_and_is_said(centre: Centre) -> None:
    centre.take(f"{OWN_HEADER}\n2023-11-06,9,general,20,18,240\n2023-11-06,10,general,7,7,240\n")
    taken = centre.take(f"{OWN_HEADER}\n2023-11-06,9,general,21,18,240\n2023-11-06,11,general,5,5,240\n")
    assert (taken.new, taken.same) == (1, 0)
    ((before,), now) = taken.replaced[0].before, taken.replaced[0].now
    assert (before.entered, now.entered) == (20, 21)
    assert [row.entered for row in centre.calls()] == [21, 7, 5]


def test_half_hours_take_the_place_of_their_hour_only_together(centre: Centre) -> None:
    centre.take(f"{OWN_HEADER}\n2023-11-06,9,general,20,18,240\n")
    half = f"{PHONE_HEADER}\n2023-11-06,09:30-10:00,대표번호,10,,8,,,,\n"
    assert [fault for fault in centre.faults(half) if "was counted from 2023-11-06T09:00 for 60 minutes" in fault]
    taken = centre.take(f"{half}2023-11-06,09:00-09:30,대표번호,11,,9,,,,\n")
    assert len(taken.replaced) == 2
    assert [row.entered for row in centre.calls()] == [11, 10]


def test_two_files_may_overlap_where_they_say_the_same(centre: Centre) -> None:
    one = f"{OWN_HEADER}\n2023-11-06,9,general,20,18,240\n2023-11-06,10,general,7,7,240\n"
    other = f"{OWN_HEADER}\n2023-11-06,10,general,7,7,240\n2023-11-06,11,general,8,8,240\n"
    assert centre.take(one, other).new == 3
    (fault,) = centre.faults(one, other.replace("general,7", "general,8"))
    assert "2023-11-06T10:00" in fault
    assert "not alike" in fault


IMPOSSIBLE = {
    "2023-11-06,9,general,20,21,240": "answered 21 answered calls are more than the 20 that entered",
    "2023-11-06,9,general,-1,,": "calls '-1' is negative",
    "2023-11-06,9,general,1.5,1,": "calls '1.5' is not a whole number",
    "2023-11-06,9,general,20,18,90000": "aht_seconds comes to 9e+04 s a call",
    "2023-11-06,9,general,20,18,0": "aht_seconds comes to 0 s a call",
    "2023-11-06,9,generl,20,18,240": "(ignored_queues); did you mean 'general'?",
    "2023-11-06,24,general,20,18,240": "hour '24' is no time at which a count begins",
    "06.11.2023,9,general,20,18,240": "date '06.11.2023'",
    "2099-11-06,9,general,20,18,240": "is still to come",
    "2023-11-06,,general,20,18,240": "hour is empty",
}


@pytest.mark.parametrize(("row", "fault"), IMPOSSIBLE.items(), ids=list(IMPOSSIBLE.values()))
def test_what_cannot_be_is_a_fault_with_its_row(centre: Centre, row: str, fault: str) -> None:
    (found,) = centre.faults(f"{OWN_HEADER}\n2023-11-06,8,general,20,20,240\n{row}\n")
    assert found.startswith("file-1.csv:3")
    assert fault in found


def test_counts_that_can_just_be_are_taken(centre: Centre) -> None:
    centre.take(
        f"{OWN_HEADER}\n2023-11-06,8,general,20,20,1\n2023-11-06,9,general,0,0,0\n2023-11-06,23,general,1,0,0\n"
    )
    assert [row.aht_seconds for row in centre.calls()] == [1, None, None]


def test_all_faults_of_all_files_are_reported_together(centre: Centre) -> None:
    found = centre.faults(
        f"{OWN_HEADER}\n2023-11-06,9,general,20,21,240\n",
        "employee_id,check_in,check_out\nX9,2023-11-06 09:00,\n",
        "a,b\n1,2\n",
    )
    assert [fault.partition(" ")[0].partition(":")[0] for fault in found] == ["file-1.csv", "file-2.csv", "file-3.csv"]
    assert "has the columns of none of the files that are read: a, b" in found[2]


def test_a_row_twice_is_a_fault(centre: Centre) -> None:
    row = "2023-11-06,9,general,20,18,240\n"
    (found,) = centre.faults(f"{OWN_HEADER}\n{row}{row}")
    assert "stands here twice, first in row 2" in found


def test_a_grid_that_does_not_fit_the_intervals_is_a_fault(centre: Centre) -> None:
    header = "date,time,queue,calls"
    (found,) = centre.faults(f"{header}\n2023-11-06,09:00,general,20\n2023-11-06,09:20,general,20\n")
    assert "counts of 20 minutes, which do not fit the intervals of 30 minutes" in found


def test_shorter_counts_that_fit_are_taken(centre: Centre) -> None:
    rows = "".join(f"2023-11-06,09:{minute:02},general,5\n" for minute in (0, 15, 30, 45))
    centre.take(f"date,time,queue,calls\n{rows}")
    assert [(row.minutes, row.start.minute) for row in centre.calls()] == [(15, 0), (15, 15), (15, 30), (15, 45)]


def test_a_count_of_another_length_than_the_others_is_a_fault(centre: Centre) -> None:
    (found,) = centre.faults(
        "date,time,queue,calls\n2023-11-06,09:00-09:30,general,5\n2023-11-06,10:00-11:00,general,5\n"
    )
    assert found.startswith("file-1.csv:3")
    assert "is no count of 30 minutes as the others are" in found


def test_the_hour_that_the_clock_shows_twice_has_a_row_for_each_pass_or_one_for_both(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path, zone="Europe/Berlin")
    header = "date,hour,queue,calls"
    centre.take(
        f"{header}\n2024-10-27,1,general,3\n2024-10-27,2,general,8\n2024-10-27,2,general,6\n2024-10-27,3,general,4\n"
    )
    assert [(row.start.hour, row.entered) for row in centre.calls()] == [(23, 3), (0, 8), (1, 6), (2, 4)]
    taken = centre.take(f"{header}\n2024-10-27,2,general,9\n")
    assert len(taken.replaced) == 2
    assert [(row.start.hour, row.entered) for row in centre.calls()] == [(23, 3), (0, 4.5), (1, 4.5), (2, 4)]


def test_the_hour_that_the_clock_skips_has_no_calls(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path, zone="Europe/Berlin")
    header = "date,hour,queue,calls"
    (found,) = centre.faults(f"{header}\n2024-03-31,2,general,8\n")
    assert "2024-03-31 02:00 is skipped by the clock of Europe/Berlin, but has calls" in found
    centre.take(f"{header}\n2024-03-31,1,general,8\n2024-03-31,2,general,0\n2024-03-31,3,general,7\n")
    assert [(row.start.hour, row.entered) for row in centre.calls()] == [(0, 8), (1, 7)]


def test_a_file_that_leaves_out_what_had_no_call_counts_it_as_0(tmp_path: Path) -> None:
    form = """\
actuals:
  calls:
    - columns: {date: day, time: at, entered: n}
      queue: english
      minutes: 60
      no_row_means_no_calls: true
"""
    centre = Centre.at(tmp_path, form)
    # English is open on weekdays from 9 to 18; 4 November is a Saturday.
    centre.take("day,at,n\n2023-11-03,16:00,2\n2023-11-06,10:00,3\n")
    assert [(f"{row.start:%d %H}", row.entered) for row in centre.calls()] == [
        *((f"03 {hour:02}", 2 if hour == 7 else 0) for hour in range(9)),
        ("06 00", 0),
        ("06 01", 3),
    ]


def test_settings_that_contradict_themselves_are_refused(tmp_path: Path) -> None:
    form = "actuals:\n  calls:\n    - columns: {time: at, entered: n}\n"
    folder = Centre.at(tmp_path / "none", form).folder
    from scheduler.readers.workspace import read_workspace
    from tests.workspaces import faults_of

    (fault,) = faults_of(lambda: read_workspace(folder))
    assert "give one of columns.queue and queue" in fault
    folder = Centre.at(tmp_path / "unknown", form + "      queue: generl\n").folder
    (fault,) = faults_of(lambda: read_workspace(folder))
    assert "queue 'generl' is unknown; did you mean 'general'?" in fault


def test_files_without_a_row_are_named(tmp_path: Path) -> None:
    header = "date,hour,queue,calls\n"
    assert [fault.split(" ")[0] for fault in Centre.at(tmp_path).faults(header, header)] == ["file-1.csv", "file-2.csv"]


@pytest.mark.parametrize(
    ("column", "rows", "minutes"),
    [
        ("time", ["09:00"], None),
        ("time", ["09:30"], None),
        ("time", ["09:00", "09:30"], (30,)),
        ("time", ["09:00", "10:00"], (60,)),
        ("time", ["09:00-09:30"], (30,)),
        ("time", ["9"], (60,)),
        ("hour", ["09:00"], (60,)),
    ],
)
def test_a_file_of_one_time_has_to_say_how_long_its_counts_are(
    tmp_path: Path, column: str, rows: list[str], minutes: tuple[int, ...] | None
) -> None:
    centre = Centre.at(tmp_path)
    text = f"date,{column},queue,calls\n" + "".join(f"2023-11-06,{row},general,20\n" for row in rows)
    if minutes is None:
        (fault,) = centre.faults(text)
        assert fault.startswith(f"file-1.csv:2:{column} is the only time of the file")
    else:
        assert centre.take(text).minutes == minutes


def test_the_settings_say_how_long_the_counts_of_a_file_of_one_time_are(tmp_path: Path) -> None:
    said = "actuals:\n  calls:\n    - columns: {date: 일자, time: 시각, queue: 큐, entered: 콜}\n      minutes: 30\n"
    centre = Centre.at(tmp_path, said)
    taken = centre.take("일자,시각,큐,콜\n2023-11-06,09:00,general,20\n")
    assert taken.minutes == (30,)
    assert [(row.start, row.minutes) for row in centre.calls()] == [(utc("11-06 00:00"), 30)]
