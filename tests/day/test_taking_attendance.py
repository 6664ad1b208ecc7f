"""Who was there is taken in as door readers and forms write it: by rows, by stamps, by days of the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.day.lines import taken_lines
from scheduler.day.taking import Taken
from scheduler.domain.actuals import MissedWork, PresentSpan
from scheduler.domain.people import Employee
from scheduler.domain.shifts import Shift
from scheduler.readers.attendance import Came, longest_stay, paired
from scheduler.readers.cells import CellError
from scheduler.readers.faults import Faults
from scheduler.readers.name_parser import PersonNames
from scheduler.readers.workspace import read_workspace
from scheduler.store.opening import open_store
from tests.day.happenings import Centre, utc
from tests.publishing.offices import Office

HEADER = "employee_id,date,check_in,check_out"
STAMPS = """\
actuals:
  attendance:
    - columns: {employee_id: 사번, time: 시각, event: 구분}
"""
# Seoul is 9 hours ahead of UTC.
NIGHT = PresentSpan("E007", utc("11-06 12:55"), utc("11-06 22:10"))
"""From 21:55 on Monday to 07:10 on Tuesday."""


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre.at(tmp_path, STAMPS)


def test_dates_of_stamps_are_read_as_the_office_writes_them(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path, STAMPS + "files: {dates: day_first}\n")
    centre.take("사번;시각;구분\nE007;06.11.2023 21:55;in\nE007;07.11.2023 07:10;out\n")
    assert centre.present() == [NIGHT]
    centre.take(f"{HEADER}\nE001,06.11.2023,08:57,18:02\n")
    assert len(centre.present()) == 2


def test_a_check_out_before_its_check_in_is_of_the_next_day(centre: Centre) -> None:
    centre.take(f"{HEADER}\nE007,2023-11-06,21:55,07:10\nE001,2023-11-06,08:57,18:02\nE002,2023-11-06,,\n")
    assert centre.present() == [PresentSpan("E001", utc("11-05 23:57"), utc("11-06 09:02")), NIGHT]


def test_a_night_may_stand_in_the_rows_of_two_days(centre: Centre) -> None:
    taken = centre.take(
        f"{HEADER}\nE001,2023-11-06,08:57,18:02\nE007,2023-11-06,21:55,\nE007,2023-11-07,,07:10\nE001,2023-11-08,08:57,18:02\n"
    )
    assert NIGHT in centre.present()
    assert (taken.new, taken.open_ends) == (3, 0)


def test_times_with_their_dates_need_no_day(centre: Centre) -> None:
    centre.take("employee_id,check_in,check_out\nE007,2023-11-06 21:55,2023-11-07 07:10\n")
    assert centre.present() == [NIGHT]


def test_hours_past_24_are_of_the_next_day(centre: Centre) -> None:
    centre.take(f"{HEADER}\nE007,2023-11-06,21:55,31:10\n")
    assert centre.present() == [NIGHT]


def test_stamps_are_paired_over_rows_and_files(centre: Centre) -> None:
    first = "사번,시각,구분\nE007,2023-11-06 21:55,출근\nE001,2023-11-06 08:57,출근\nE001,2023-11-06 18:02,퇴근\n"
    second = "사번,시각,구분\nE007,2023-11-07 07:10,퇴근\n"
    centre.take(first, second)
    assert NIGHT in centre.present()
    assert len(centre.present()) == 2


def test_who_is_still_there_at_the_end_is_left_out_until_a_file_has_all_of_it(centre: Centre) -> None:
    monday = f"{HEADER}\nE001,2023-11-06,08:57,18:02\nE007,2023-11-06,21:55,\n"
    taken = centre.take(monday)
    assert (taken.new, taken.open_ends) == (1, 1)
    # The file does not say all of Monday, so that nobody is missing there.
    assert taken.last_day is None
    assert "a part of 2023-11-06 Mon: 1 new" in "\n".join(
        map(str, taken_lines(Taken(read_workspace(centre.folder), (taken,))))
    )
    taken = centre.take(monday, f"{HEADER}\nE007,2023-11-07,,07:10\nE001,2023-11-07,08:57,18:02\n")
    assert (taken.new, taken.same, taken.open_ends, taken.last_day) == (2, 1, 0, date(2023, 11, 7))


@pytest.mark.parametrize(
    ("rows", "place", "fault"),
    [
        ("E001,2023-11-06,08:57,\nE001,2023-11-08,08:57,18:00", "file-1.csv:2", "is not seen to leave"),
        (
            "E001,2023-11-06,08:57,18:00\nE001,2023-11-08,,18:00",
            "file-1.csv:3",
            "left at 2023-11-08T18:00 and did not come",
        ),
        (
            "E001,2023-11-06,08:57,18:00\nE001,2023-11-06,17:00,19:00",
            "file-1.csv:3",
            "is there already from 2023-11-06T08:57",
        ),
        ("E099,2023-11-06,08:57,18:00", "file-1.csv:2", "employee 'E099' is unknown"),
        ("E001,2023-11-06,8h57,18:00", "file-1.csv:2", "'8h57' is no time"),
        ("E001,2023-11-06,08:57,57:00", "file-1.csv:2", "'57:00' is no time"),
        ("E001,2023-11-06,08:57,33:00", "file-1.csv:2", "is there for 24.1 h"),
        ("E001,,08:57,18:00", "file-1.csv:2", "is empty"),
    ],
)
def test_what_cannot_be_is_a_fault_with_its_row(centre: Centre, rows: str, place: str, fault: str) -> None:
    found = centre.faults(f"{HEADER}\n{rows}\nE002,2023-11-09,08:57,18:00\n")
    assert found[0].startswith(place)
    assert fault in found[0]


@pytest.mark.parametrize(
    ("row", "header", "at"),
    [
        ("E001,2099-11-06,08:57,18:02", HEADER, "2099-11-06T18:02"),
        ("E001,2099-11-06,08:57,", HEADER, "2099-11-06T08:57"),
        ("E001,2099-11-06,,18:02", HEADER, "2099-11-06T18:02"),
        ("E001,2099-11-06", "employee_id,date", "2099-11-06"),
    ],
)
def test_what_is_still_to_come_is_a_fault_with_its_row(centre: Centre, row: str, header: str, at: str) -> None:
    happened = ",".join(["E002", "2023-11-06", "08:57", "18:02"][: header.count(",") + 1])
    assert [fault.split(";")[0] for fault in centre.faults(f"{header}\n{happened}\n{row}\n")] == [
        f"file-1.csv:3 {at} is still to come"
    ]


def test_an_absence_until_a_day_to_come_is_one_fault(centre: Centre) -> None:
    (fault,) = centre.faults("employee_id,date,to\nE001,2099-11-06,2099-11-09\n")
    assert "is still to come" in fault


def test_an_absence_of_today_has_happened_and_one_of_tomorrow_has_not(centre: Centre) -> None:
    today = datetime.now(read_workspace(centre.folder).settings.centre.zone).date()
    assert centre.take(f"employee_id,date\nE001,{today}\n").new == 1
    assert centre.faults(f"employee_id,date\nE001,{today + timedelta(days=1)}\n")


def test_nobody_is_there_for_more_than_four_hours_beyond_the_longest_shift(centre: Centre) -> None:
    # The longest of the shifts has nine hours.
    assert centre.take(f"{HEADER}\nE001,2023-11-06,08:00,21:00\n").new == 1
    (fault,) = centre.faults(f"{HEADER}\nE001,2023-11-07,08:00,21:01\n")
    assert fault.startswith("file-2.csv:2:check_out E001 is there for 13.0 h")
    assert "at most 13 h are possible here" in fault


@pytest.mark.parametrize(
    ("longest_minutes", "most_hours"), [(240, 12), (480, 12), (481, 12 + 1 / 60), (720, 16), (1200, 24), (1440, 24)]
)
def test_how_long_somebody_can_be_there(longest_minutes: int, most_hours: float) -> None:
    end = f"{longest_minutes // 60:02}:{longest_minutes % 60:02}"
    shift = Shift.model_validate({"code": "D", "name": "day", "start": "00:00", "end": end})
    assert longest_stay([shift]) == timedelta(hours=most_hours)


def test_a_check_out_after_the_clock_was_put_back_is_by_its_own_day(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path, zone="Europe/Berlin")
    centre.take(f"{HEADER}\nE007,2024-10-26,22:00,07:00\nE008,2024-03-30,22:00,07:00\n")
    lengths = {span.employee_id: span.end - span.start for span in centre.present()}
    assert lengths == {"E007": timedelta(hours=10), "E008": timedelta(hours=8)}


def test_whoever_is_not_seen_to_leave_stays_to_the_end_of_the_shift_until_a_file_says_otherwise(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path)
    office = Office(tmp_path, centre.folder)
    office.publish(office.run({("E007", 0): "V", ("E009", 1): "N", ("E001", 0): "D"}))
    monday = f"{HEADER}\nE001,2023-11-06,08:57,18:02\nE007,2023-11-06,17:55,\n"
    taken = centre.take(monday)
    # The evening of Monday ends at 01:00, and all of its shifts have begun.
    evening = PresentSpan("E007", utc("11-06 08:55"), utc("11-06 16:00"), is_open=True)
    assert centre.present()[1] == evening
    assert (taken.new, taken.open_ends, taken.last_day) == (2, 1, date(2023, 11, 6))
    # 05:00 on Tuesday is before the night of that day ends, so that nobody is missing from what follows.
    taken = centre.take(f"{HEADER}\nE007,2023-11-07,,01:04\nE009,2023-11-07,00:55,\n")
    assert centre.present()[1] == PresentSpan("E007", utc("11-06 08:55"), utc("11-06 16:04"))
    assert centre.present()[2] == PresentSpan("E009", utc("11-06 15:55"), utc("11-06 23:00"), is_open=True)
    assert [one.before for one in taken.replaced] == [(evening,)]
    assert centre.take(monday).file is None, "what is known as a whole is not open again"


def test_a_file_that_ends_before_a_shift_begins_says_nothing_of_that_day(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path)
    office = Office(tmp_path, centre.folder)
    office.publish(office.run({("E001", 0): "D", ("E001", 1): "D", ("E002", 1): "D", ("E007", 1): "V"}))
    rows = "E001,2023-11-06,08:57,18:02\nE001,2023-11-07,08:57,12:00\nE002,2023-11-07,08:50,\n"
    assert centre.take(f"{HEADER}\n{rows}").last_day == date(2023, 11, 6)


@pytest.mark.parametrize(("came", "is_open"), [("20:00", False), ("20:01", True)])
def test_a_check_in_of_the_day_before_the_last_stamp_is_open_for_half_a_day(
    centre: Centre, came: str, *, is_open: bool
) -> None:
    rows = f"E001,2023-11-06 {came},\nE002,2023-11-06 23:00,2023-11-07 08:00\n"
    text = f"employee_id,check_in,check_out\n{rows}"
    if is_open:
        assert centre.take(text).open_ends == 1
    else:
        assert "is not seen to leave" in centre.faults(text)[0]


def test_a_check_out_alone_is_named(centre: Centre) -> None:
    (fault,) = centre.faults(f"{HEADER}\nE007,2023-11-07,,07:10\n")
    assert fault.startswith("file-1.csv:2:check_out E007 left at 2023-11-07T07:10, and no file has the check-in; give")


def test_a_file_of_a_korean_spreadsheet_is_read(centre: Centre) -> None:
    centre.take("사번,출근,퇴근,비고\nE007,2023-11-06 21:55,2023-11-07 07:10,야간\n".encode("cp949"))
    assert centre.present() == [NIGHT]


def test_people_may_stand_there_by_name(centre: Centre) -> None:
    centre.take(f"{HEADER}\nAgent 7,2023-11-06,21:55,07:10\n")
    assert centre.present() == [NIGHT]


def employee(employee_id: str, name: str) -> Employee:
    fields = {"team": "day", "contract": "full_time", "shifts": ("D",), "queues": ("general",)}
    return Employee.model_validate({"employee_id": employee_id, "name": name, **fields})


def test_a_name_that_two_people_have_is_a_fault_that_lists_both() -> None:
    people = PersonNames.of([employee("E1", "Kim"), employee("E2", "Kim"), employee("E3", "Lee")])
    assert (people("Lee"), people("E1")) == ("E3", "E1")
    with pytest.raises(CellError, match="2 people are called 'Kim': E1, E2"):
        people("Kim")


def test_leavers_are_known_from_what_was_published(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path)
    office = Office(tmp_path, centre.folder)
    office.publish(office.run({("E009", 0): "V"}))
    staff = centre.folder / "staff.csv"
    rows = staff.read_text(encoding="utf-8").splitlines(keepends=True)
    staff.write_text("".join(row for row in rows if not row.startswith("E009")), encoding="utf-8")
    assert "E009" not in {person.employee_id for person in read_workspace(centre.folder).employees}
    assert centre.take(f"{HEADER}\nE009,2023-11-06,17:55,25:02\n").new == 1


ABSENCES = "employee_id,date,to,from_time,to_time"


def test_absences_after_the_fact_are_of_the_day_on_which_the_shift_starts(tmp_path: Path) -> None:
    settings = """\
  - {code: X, name_ko: 심야, name_en: late, start: "22:00", end: "31:00",
     meal_minutes: 30, meal_earliest: "25:00", meal_latest: "28:00"}
contracts:
"""
    centre = Centre.at(tmp_path)
    path = centre.folder / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("contracts:\n", settings, 1), encoding="utf-8")
    staff = centre.folder / "staff.csv"
    staff.write_text(staff.read_text(encoding="utf-8").replace("V|N", "V|N|X"), encoding="utf-8")
    office = Office(tmp_path, centre.folder)
    office.publish(office.run({("E007", 0): "X", ("E008", 0): "X"}))
    centre.take(
        f"{ABSENCES}\nE001,2023-11-06,2023-11-07,,\nE007,2023-11-06,,02:00,04:00\nE008,2023-11-06,,23:00,\nE003,2023-11-06,,,10:00\n"
    )
    in_utc = {one.employee_id: (one.start, one.end) for one in centre.missed() if one.start}
    assert [one for one in centre.missed() if not one.start] == [
        MissedWork("E001", date(2023, 11, 6)),
        MissedWork("E001", date(2023, 11, 7)),
    ]
    # 02:00 lies before the shift begins: it is that of the night, on Tuesday.
    assert in_utc["E007"] == (utc("11-06 17:00"), utc("11-06 19:00"))
    assert in_utc["E008"][0] == utc("11-06 14:00")
    assert in_utc["E003"] == (utc("11-05 15:00"), utc("11-06 01:00"))


def test_absences_that_contradict_each_other_are_a_fault(centre: Centre) -> None:
    (fault,) = centre.faults(f"{ABSENCES}\nE001,2023-11-06,,,\nE001,2023-11-06,,09:00,10:00\n")
    assert "is missing on 2023-11-06 in row 2" in fault
    (fault,) = centre.faults(f"{ABSENCES}\nE001,2023-11-06,2023-11-05,,\n")
    assert "has 0 days" in fault


def test_both_databases_take_it(tmp_path: Path, store_setting: str) -> None:
    centre = Centre.at(tmp_path, store_setting)
    texts = [
        f"{HEADER}\nE007,2023-11-06,21:55,07:10\n",
        "date,hour,queue,calls\n2023-11-06,9,general,20\n",
        f"{ABSENCES}\nE001,2023-11-06,,,\n",
    ]
    assert [kind.new for kind in centre.take_all(*texts).kinds] == [1, 1, 1]
    assert [kind.file for kind in centre.take_all(*texts).kinds] == [None, None, None]
    with open_store(centre.folder, read_workspace(centre.folder).settings).reading() as published:
        assert [file.kind for file in published.actuals.files()] == ["calls", "attendance", "absences"]


@settings(derandomize=True, max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 23)), min_size=1, max_size=12), st.data())
def test_any_cut_of_stamps_into_rows_gives_the_same_spans(gaps: list[tuple[int, int]], data: st.DataObject) -> None:
    at = datetime.fromisoformat("2023-11-01T00:00+00:00")
    spans = []
    for off, on in gaps:
        at += timedelta(hours=off)
        spans.append(PresentSpan("E001", at, at + timedelta(hours=on)))
        at += timedelta(hours=on)
    stamps = []
    for number, span in enumerate(spans):
        if data.draw(st.booleans()):
            stamps.append(Came("E001", span.start, span.end, "f", number, ""))
        else:
            stamps.append(Came("E001", span.start, None, "f", number, ""))
            stamps.append(Came("E001", None, span.end, "f", number, ""))
    faults = Faults()
    found = paired(data.draw(st.permutations(stamps)), at.tzinfo, faults)
    assert not faults
    assert found.spans == spans
    assert (found.still_there, found.came_before) == ([], [])
