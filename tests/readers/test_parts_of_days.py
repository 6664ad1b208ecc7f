"""Absences of parts of days, and rosters whose rows they shorten."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.domain.people import Absence
from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace
from tests.workspaces import ABSENCES, PREVIOUS_ROSTER, SETTINGS, faults_in, write_workspace

HEADER = "employee_id,from,to,kind,part,from_time,to_time"
DAY = {"employee_id": "E001", "first_day": date(2023, 11, 6), "last_day": date(2023, 11, 6)}


def read(folder: Path, *rows: str) -> tuple[Absence, ...]:
    return read_workspace(write_workspace(folder, absences="\n".join([HEADER, *rows]))).absences


def faults(folder: Path, *rows: str) -> list[str]:
    return faults_in(folder, absences="\n".join([HEADER, *rows]))


def test_parts_and_times_are_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "E001,2023-11-06,2023-11-06,annual_leave,morning,,",
        "E001,2023-11-07,2023-11-08,sick_leave,,13:00,15:00",
        "E001,2023-11-09,2023-11-09,sick_leave,,9:00:00,25:30",
        "E001,2023-11-10,2023-11-10,annual_leave,,,",
    )
    assert found[0] == Absence.model_validate(DAY | {"kind": "annual_leave", "part": "morning"})
    assert (found[1].from_minute, found[1].to_minute, found[1].last_day.day) == (780, 900, 8)
    assert (found[2].from_minute, found[2].to_minute) == (540, 1530)
    assert [absence.is_partial for absence in found] == [True, True, True, False]


def test_half_days_are_parts_of_annual_leave(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "E001,2023-11-06,2023-11-06,반차,오전,,",
        "E001,2023-11-07,2023-11-07,오후 반차,오후,,",
        "E001,2023-11-08,2023-11-08,반반차,quarter4,,",
        "E001,2023-11-09,2023-11-09,half_day,,09:00,13:00",
    )
    assert [(absence.kind, absence.part) for absence in found] == [
        ("annual_leave", "morning"),
        ("annual_leave", "afternoon"),
        ("annual_leave", "quarter4"),
        ("annual_leave", None),
    ]


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        *[(kind, "morning") for kind in ("오전반차", "반차(오전)", "오전 반차", "Half day (am)", "half_day_morning")],
        *[(kind, "afternoon") for kind in ("오후반차", "반차 - 오후", "PM half-day", "반일(오후)")],
    ],
)
def test_a_half_day_that_says_which_is_read(tmp_path: Path, kind: str, part: str) -> None:
    (absence,) = read(tmp_path, f"E001,2023-11-06,2023-11-06,{kind},,,")
    assert (absence.kind, absence.part) == ("annual_leave", part)


@pytest.mark.parametrize("kind", ["반반차(오전)", "오전 반반차"])
def test_a_quarter_of_one_half_of_the_day_is_one_of_two(tmp_path: Path, kind: str) -> None:
    (fault,) = faults(tmp_path / "a", f"E001,2023-11-06,2023-11-06,{kind},,,")
    assert "the row does not say of which; write quarter1 or quarter2 in the column part" in fault
    assert read(tmp_path / "b", f"E001,2023-11-06,2023-11-06,{kind},quarter2,,")[0].part == "quarter2"
    (fault,) = faults(tmp_path / "c", f"E001,2023-11-06,2023-11-06,{kind},quarter3,,")
    assert fault.endswith("make the two agree")


@pytest.mark.parametrize(
    "kind",
    [
        *(
            "0.5",
            "1/2",
            "시간연차",
            "2시간",
            "연차(반차)",
            "연차 0.5일",
            "annual leave half",
            "오전",
            "반차(오전)(오후)",
        ),
        "leave am",
        *("halber Tag", "Urlaub (halb)", "Urlaub vormittags", "Stunden", "½ Urlaub"),
        *("半休", "午前休", "有給（半日）"),
    ],
)
def test_no_part_of_a_day_becomes_a_whole_one(tmp_path: Path, kind: str) -> None:
    (fault,) = faults(tmp_path, f"E001,2023-11-06,2023-11-06,{kind},,,")
    assert fault == (
        f"absences.csv:2:kind absence kind '{kind}' is unknown; for a part of a day write the kind of absence alone, "
        "such as annual_leave, and morning, afternoon, quarter1, quarter2, quarter3 or quarter4 in the column part, or "
        "times in from_time and to_time"
    )


def test_whoever_left_early_or_came_late_was_not_away_all_day(tmp_path: Path) -> None:
    kinds = ["조퇴", "외출", "지 각", "Early leave", "left early", "Late", "late_arrival"]
    row = "E001,2023-11-{:02},2023-11-{:02},{}".format
    found = faults(tmp_path / "a", *(row(day, day, f"{kind},,,") for day, kind in enumerate(kinds, start=6)))
    assert [fault.split(";")[0] for fault in found] == [
        f"absences.csv:{n}:kind '{kind}' is an absence of a part of the day, but the row does not say of which"
        for n, kind in enumerate(kinds, start=2)
    ]
    # With a part or times all is said; and only the words alone mean this.
    said = read(
        tmp_path / "b", row(6, 6, "조퇴,afternoon,,"), row(7, 7, "지각,,09:00,10:00"), row(8, 8, "외출 대체,,,")
    )
    assert [(one.kind, one.part, one.times) for one in said] == [
        ("조퇴", "afternoon", None),
        ("지각", None, (540, 600)),
        ("외출 대체", None, None),
    ]


def test_in_korean_parts_of_a_day_are_named_as_people_write_them(tmp_path: Path) -> None:
    with pytest.raises(InputError) as found:
        read(tmp_path, "E001,2023-11-06,2023-11-06,반차,,,")
    (fault,) = found.value.faults
    assert fault.remedy.text("ko").startswith("part 열에 오전 또는 오후를 쓰")


def test_the_old_columns_are_enough(tmp_path: Path) -> None:
    assert [absence.is_partial for absence in read_workspace(write_workspace(tmp_path)).absences] == [False, False]
    assert "part" not in ABSENCES


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "반차,,,",
            "kind '반차' is an absence of a part of the day, but the row does not say of which; write morning or "
            "afternoon in the column part, or times in from_time and to_time; for the whole day write annual_leave as "
            "the kind",
        ),
        (
            "반반차,,,",
            "kind '반반차' is an absence of a part of the day, but the row does not say of which; write quarter1, "
            "quarter2, quarter3 or quarter4 in the column part, or times in from_time and to_time; for the whole day "
            "write annual_leave as the kind",
        ),
        ("반반차,morning,,", "part the kind is '반반차', but the part morning; make the two agree"),
        ("반차,quarter1,,", "part the kind is '반차', but the part quarter1; make the two agree"),
        ("오전반차,afternoon,,", "part the kind is '오전반차', but the part afternoon; make the two agree"),
        (
            "leave,noon,,",
            "part 'noon' is not a part of a day; write morning, afternoon, quarter1, quarter2, quarter3 or "
            "quarter4; or leave it empty, and fill from_time and to_time",
        ),
        ("leave,morning,09:00,10:00", "part the row has a part of the day and times; keep one of the two"),
        (
            "leave,,09:00,",
            "to_time one of from_time and to_time is missing; fill both, or leave both empty for the whole day",
        ),
        (
            "leave,,15:00,13:00",
            "from_time 15:00 to 13:00 is no part of a day; exchange the two times; write "
            "01:00 of the next day as 25:00",
        ),
        (
            "leave,,1300,15:00",
            "from_time '1300' is not a time of day; write it as 13:00, and 01:00 of the next day as 25:00",
        ),
        (
            "leave,,25:00,26:00",
            "from_time 25:00 is on the day after; write the date of that day and a time before 24:00",
        ),
    ],
)
def test_a_row_that_does_not_say_which_part_is_a_fault(tmp_path: Path, row: str, fault: str) -> None:
    assert faults(tmp_path, f"E001,2023-11-06,2023-11-06,{row}") == [f"absences.csv:2:{fault}"]


def test_parts_of_a_day_may_stand_beside_each_other(tmp_path: Path) -> None:
    day = "E001,2023-11-06,2023-11-06,leave"
    assert faults(tmp_path / "a", f"{day},morning,,", f"{day},quarter3,,", f"{day},quarter4,,") == []
    assert faults(tmp_path / "b", f"{day},,09:00,10:00", f"{day},,10:00,11:00", f"{day},afternoon,,") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("morning,,", "quarter2,,"), (",09:00,10:30", ",10:00,11:00"), ("morning,,", ",,"), (",,", ",13:00,14:00")],
)
def test_parts_that_share_time_are_a_fault(tmp_path: Path, first: str, second: str) -> None:
    day = "E001,2023-11-06,2023-11-06,leave"
    assert faults(tmp_path, f"{day},{first}", f"{day},{second}") == [
        "absences.csv:3:from this absence of employee 'E001' overlaps the one in row 2 on 2023-11-06; shorten or "
        "delete one of the two"
    ]


KINDS = """
absence_kinds:
  - {name: annual}
  - {name: sick}
  - {name: in_lieu}
  - {name: training, on_duty: true}
  - {name: unpaid, paid: false}
  - {name: not_counted, paid: false, counts_as_work: false}
  - {name: again, paid: false, counts_as_work: false, owed_again: true}
working_time: {day_in_lieu_kind: in_lieu}
"""


@pytest.mark.parametrize("earlier", ["annual", "sick", "in_lieu", "training", "unpaid", "not_counted", "again"])
def test_parts_of_a_day_that_do_not_count_alike_are_a_fault_in_either_order(tmp_path: Path, earlier: str) -> None:
    others = ["annual", "sick", "in_lieu", "training", "unpaid", "not_counted", "again"]
    parts = [("morning,,", "afternoon,,"), ("quarter4,,", "quarter1,,"), (",15:00,16:00", "morning,,")]
    rows, expected = [], []
    for n, later in enumerate(others):
        on = date(2023, 11, 6) + timedelta(days=n)
        rows += [f"E001,{on},{on},{kind},{part}" for kind, part in zip((earlier, later), parts[n % 3], strict=True)]
        alike = {"annual", "sick"} if n % 3 == 2 else {"annual", "sick", "unpaid"}  # times are no share of a shift
        if later != earlier and not {earlier, later} <= alike:
            expected.append(
                f"absences.csv:{3 + 2 * n}:kind employee 'E001' is away on {on} for parts of two kinds, {later} and in "
                f"row {2 + 2 * n} {earlier}, which do not count for the contract or for pay alike; a day can be "
                "credited and paid by one kind alone; write both parts as one kind and settle the difference in pay "
                "outside the ledger, or move one of them to another day"
            )
    absences = "\n".join([HEADER, *rows])
    assert faults_in(tmp_path, absences=absences, workspace=SETTINGS + KINDS) == expected


SHORT = "E008,2023-11-05,N,2023-11-05T01:00,2023-11-05T04:00,,,office,general,180"


def previous(row: str) -> str:
    header, evening, _ = PREVIOUS_ROSTER.splitlines()
    return "\n".join([header, evening, row])


def test_a_known_row_may_be_what_an_absence_leaves(tmp_path: Path) -> None:
    absences = f"{HEADER}\nE008,2023-11-05,2023-11-05,leave,afternoon,,"
    workspace = read_workspace(write_workspace(tmp_path, absences=absences, previous_roster=previous(SHORT)))
    assert workspace.previous.of_employee("E008")[0].end == datetime(2023, 11, 5, 4)
    # It was published before the absence came.
    assert faults_in(tmp_path / "whole", absences=absences, previous_roster=PREVIOUS_ROSTER) == []


def test_a_known_row_is_short_only_where_somebody_was_away(tmp_path: Path) -> None:
    found = faults_in(tmp_path, absences=None, previous_roster=previous(SHORT))
    assert [fault.split(" ")[0] for fault in found] == [
        "previous_roster.csv:3:end",
        "previous_roster.csv:3:paid_minutes",
    ]
    other_part = f"{HEADER}\nE008,2023-11-05,2023-11-05,leave,quarter4,,"
    assert len(faults_in(tmp_path / "other", absences=other_part, previous_roster=previous(SHORT))) == 2


WISHES = "employee_id,date,shift,weight,from_time,to_time"


def test_wishes_by_the_hour_are_read(tmp_path: Path) -> None:
    rows = [WISHES, "E003,2023-11-08,OFF,5,22:00,26:00", "E003,2023-11-08,OFF,5,09:00,10:00", "E003,2023-11-09,V,5,,"]
    found = read_workspace(write_workspace(tmp_path, requests="\n".join(rows))).requests
    assert [wish.times for wish in found] == [(1320, 1560), (540, 600), None]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            "OFF,5,22:00,",
            "to_time one of from_time and to_time is missing; fill both, or leave both empty for the whole day",
        ),
        ("V,5,22:00,24:00", "shift the wish has times, but for V; write OFF, which is to be off between them"),
        (
            "OFF,5,24:00,22:00",
            "from_time 24:00 to 22:00 is no part of a day; exchange the two times; write 01:00 of the next day as "
            "25:00",
        ),
    ],
)
def test_wishes_whose_hours_make_no_sense_are_faults(tmp_path: Path, row: str, fault: str) -> None:
    assert faults_in(tmp_path, requests=f"{WISHES}\nE003,2023-11-08,{row}") == [f"requests.csv:2:{fault}"]
