"""What the user reads of wrong absences, requests, locks and histories."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scheduler.domain.people import Absence, KnownCounts, Lock, Request
from scheduler.errors import InputError
from scheduler.messages import text_in
from scheduler.readers.cells import CellError
from scheduler.readers.names import Known
from scheduler.readers.workspace import read_workspace
from tests.workspaces import SETTINGS, STAFF, faults_in, faults_of, write_workspace


def absences(folder: Path, *rows: str) -> list[str]:
    return faults_in(folder, absences="\n".join(["employee_id,from,to,kind", *rows]))


def requests(folder: Path, *rows: str) -> list[str]:
    return faults_in(folder, requests="\n".join(["employee_id,date,shift,weight", *rows]))


def locks(folder: Path, *rows: str) -> list[str]:
    return faults_in(folder, locks="\n".join(["employee_id,date,shift", *rows]))


def history(folder: Path, *rows: str) -> list[str]:
    return faults_in(folder, history="\n".join(["employee_id,nights,weekend_days", *rows]))


def test_everything_known_of_days_is_read(tmp_path: Path) -> None:
    workspace = read_workspace(
        write_workspace(
            tmp_path,
            locks="employee_id,date,shift\nE003,2023-11-07,D\nE003,2023-11-08,OFF\n",
            history="employee_id,nights,weekend_days\nE007,3,\n",
        )
    )
    assert workspace.absences[1] == Absence(
        employee_id="E002", first_day=date(2023, 11, 9), last_day=date(2023, 11, 10), kind="training"
    )
    assert workspace.requests[2] == Request(employee_id="E007", date=date(2023, 11, 7), shift="N", weight=-3)
    assert [lock.shift for lock in workspace.locks] == ["D", "OFF"]
    assert workspace.locks[0] == Lock(employee_id="E003", date=date(2023, 11, 7), shift="D")
    assert workspace.history == (KnownCounts(employee_id="E007", nights=3, weekend_days=None),)


def test_an_absence_may_last_one_day_but_not_end_before_it_begins(tmp_path: Path) -> None:
    assert absences(tmp_path / "a", "E001,2023-11-06,2023-11-06,leave") == []
    assert absences(tmp_path / "b", "E001,2023-11-06,2023-11-05,leave") == [
        "absences.csv:2:from the absence begins on 2023-11-06, after its end on 2023-11-05; exchange the two dates"
    ]


def test_overlapping_absences_name_both_rows(tmp_path: Path) -> None:
    found = absences(
        tmp_path,
        "E001,2023-11-08,2023-11-10,leave",
        "E002,2023-11-08,2023-11-09,leave",
        "E001,2023-11-06,2023-11-08,sick",
    )
    assert found == [
        "absences.csv:4:from this absence of employee 'E001' overlaps the one in row 2 on 2023-11-08; "
        "shorten or delete one of the two"
    ]


def test_absences_on_consecutive_days_do_not_overlap(tmp_path: Path) -> None:
    assert absences(tmp_path, "E001,2023-11-08,2023-11-10,leave", "E001,2023-11-06,2023-11-07,sick") == []


def test_every_absence_inside_a_long_one_is_found(tmp_path: Path) -> None:
    found = absences(
        tmp_path,
        "E001,2023-11-01,2023-11-20,leave",
        "E001,2023-11-02,2023-11-03,sick",
        "E001,2023-11-09,2023-11-09,sick",
    )
    assert [fault.split(" ")[0] for fault in found] == ["absences.csv:3:from", "absences.csv:4:from"]
    assert all("in row 2" in fault for fault in found)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "E099,2023-11-06,2023-11-06,leave",
            "absences.csv:2:employee_id employee 'E099' is unknown; did you mean 'E009'?",
        ),
        (
            "E001,6.11.2023,2023-11-06,leave",
            "absences.csv:2:from '6.11.2023' is not a date; write 2023-11-06 if 6 November 2023 is meant",
        ),
        ("E001,2023-11-06,,leave", "absences.csv:2:to is empty; fill it in"),
        ("E001,2023-11-06,2023-11-06,", "absences.csv:2:kind is empty; fill it in"),
    ],
)
def test_a_wrong_absence(tmp_path: Path, row: str, expected: str) -> None:
    (fault,) = absences(tmp_path, row)
    assert fault.startswith(expected)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("E0099,2023-11-08,D,5", "requests.csv:2:employee_id employee 'E0099' is unknown; did you mean 'E009'?"),
        ("E003,2023-11-08,Q,5", "requests.csv:2:shift shift 'Q' is unknown; use one of D, N, OFF, V"),
        ("E003,2023-11-08,off,5", "requests.csv:2:shift shift 'off' is unknown; did you mean 'OFF'?"),
        ("E003,2023-11-08,D,1.5", "requests.csv:2:weight '1.5' is not a whole number; write it without decimals"),
        ("E003,2023-11-08,D,", "requests.csv:2:weight is empty; fill it in"),
        ("E003,2023-11-31,D,1", "requests.csv:2:date '2023-11-31' is not a date: there is no such day; write it as"),
    ],
)
def test_a_wrong_request(tmp_path: Path, row: str, expected: str) -> None:
    (fault,) = requests(tmp_path, row)
    assert fault.startswith(expected)


def test_requests_may_concern_any_date_and_ask_for_a_day_off(tmp_path: Path) -> None:
    assert requests(tmp_path, "E003,2024-05-01,OFF,5", "E003,2023-01-01,D,-5") == []


def test_one_day_may_have_requests_for_different_shifts_but_not_the_same_twice(tmp_path: Path) -> None:
    assert requests(tmp_path / "a", "E003,2023-11-08,D,5", "E003,2023-11-08,V,3") == []
    assert requests(tmp_path / "b", "E003,2023-11-08,D,5", "E003,2023-11-08,D,3") == [
        "requests.csv:3:employee_id the request of E003, 2023-11-08, D stands twice, first in row 2; delete one row"
    ]


def test_a_wrong_lock(tmp_path: Path) -> None:
    assert locks(tmp_path, "X,2023-11-08,D", "E003,2023-11-08,Q") == [
        "locks.csv:2:employee_id employee 'X' is unknown; "
        "use one of E001, E002, E003, E004, E005, E006, E007, E008, E009, E010, E011, E012",
        "locks.csv:3:shift shift 'Q' is unknown; use one of D, N, OFF, V",
    ]


def test_two_locks_of_one_person_and_day_are_refused_with_both_rows(tmp_path: Path) -> None:
    assert locks(tmp_path / "a", "E003,2023-11-08,D", "E003,2023-11-09,OFF", "E004,2023-11-08,V") == []
    assert locks(tmp_path / "b", "E003,2023-11-08,D", "E004,2023-11-08,V", "E003,2023-11-08,OFF") == [
        "locks.csv:4:shift the lock of E003 on 2023-11-08 is OFF, and D in row 2; keep one of the two"
    ]
    assert len(locks(tmp_path / "c", "E003,2023-11-08,D", "E003,2023-11-08,D")) == 1


def test_counts_and_points_have_two_ends(tmp_path: Path) -> None:
    assert history(tmp_path / "a", "E001,100000,0", "E002,100001,1e6") == [
        "history.csv:3:nights '100001' is too large; write 100,000 or less",
        "history.csv:3:weekend_days '1e6' is not a whole number; write it as 1234",
    ]
    wish = "E003,2023-11-08,V,"
    assert requests(tmp_path / "b", wish + "-1000") == []
    assert requests(tmp_path / "b", wish + "-1001") == [
        "requests.csv:2:weight '-1001' is too small; write -1,000 or more"
    ]
    assert requests(tmp_path / "b", wish + "-1000000000000") == [
        "requests.csv:2:weight '-1000000000000' is too small; write -1,000 or more"
    ]


def test_a_wrong_history(tmp_path: Path) -> None:
    assert history(tmp_path, "E001,-1,0", "E002,1,1", "E002,2,2") == [
        "history.csv:2:nights '-1' is negative; write 0 or more",
        "history.csv:4:employee_id the history of E002 stands twice, first in row 3; delete one row",
    ]


def test_a_kind_that_is_too_long_is_refused() -> None:
    known = Known.of_plain({})
    assert known.absence_kind("x" * 64)
    with pytest.raises(CellError, match="is too long"):
        known.absence_kind("x" * 65)


KINDS = """\
absence_kinds:
  - {name: annual_leave, name_ko: 연차, name_en: Annual leave}
  - {name: unpaid, name_ko: 무급휴가, name_en: Unpaid leave, counts_as_work: false, paid: false}
"""


def with_kinds(folder: Path, *rows: str, kinds: str = KINDS) -> list[str]:
    absences = "\n".join(["employee_id,from,to,kind", *rows])
    return faults_in(folder, absences=absences, workspace=SETTINGS + kinds)


def test_an_absence_is_of_one_of_the_kinds_of_the_centre(tmp_path: Path) -> None:
    assert with_kinds(tmp_path, "E001,2023-11-06,2023-11-06,annual_leav", "E002,2023-11-06,2023-11-06,병가") == [
        "absences.csv:2:kind absence kind 'annual_leav' is unknown; did you mean 'annual_leave'?",
        "absences.csv:3:kind absence kind '병가' is unknown; use one of Annual leave, Unpaid leave, annual_leave, "
        "unpaid, 무급휴가, 연차",
    ]


def test_a_half_day_needs_the_kind_that_it_is_a_part_of(tmp_path: Path) -> None:
    rest = "absence_kinds:\n  - {name: rest, name_ko: 휴식, name_en: Rest}\n"
    (fault,) = faults_in(
        tmp_path,
        absences="employee_id,from,to,kind,part\nE001,2023-11-06,2023-11-06,반차,morning\n",
        workspace=SETTINGS + rest,
    )
    assert "absence kind 'annual_leave' is unknown" in fault


@pytest.mark.parametrize("kind", ["unavailable", "doctor", "training camp", "휴무계"])
def test_where_kinds_are_not_listed_any_other_is_one(tmp_path: Path, kind: str) -> None:
    absences = f"employee_id,from,to,kind\nE001,2023-11-06,2023-11-06,{kind}\n"
    (absence,) = read_workspace(write_workspace(tmp_path, absences=absences)).absences
    assert absence.kind == kind


def test_korean_faults_name_things_in_korean(tmp_path: Path) -> None:
    folder = write_workspace(
        tmp_path,
        absences="employee_id,from,to,kind\nA99,2023-11-06,2023-11-06,leave\n"
        "E002,2023-11-06,2023-11-06,반일 휴무\nE001,2023-11-06,2023-11-08,leave\nE001,2023-11-07,2023-11-09,leave\n",
        locks="employee_id,date,shift\nE003,2023-11-08,X\n",
        requests="employee_id,date,shift,weight\nE003,2023-11-08,D,5\nE003,2023-11-08,D,5\n",
    )
    with pytest.raises(InputError) as found:
        read_workspace(folder)
    assert {text_in("ko", fault.parts[0]) for fault in found.value.faults} == {
        "직원 'A99'는 없습니다",
        "부재 종류에 '반일 휴무' 항목이 없습니다",
        "직원 'E001'의 이 부재가 2023-11-07(화) ~ 2023-11-08(수)에 4행의 부재와 겹칩니다",
        "E003, 2023-11-08, D의 희망이 두 번 있습니다. 처음은 2행입니다",
        "근무조 'X'는 없습니다",
    }


@pytest.mark.parametrize("written", ["unpaid", "무급휴가", "unpaid Leave", "UNPAID"])
def test_a_kind_is_known_by_what_people_call_it_in_either_language(tmp_path: Path, written: str) -> None:
    absences = f"employee_id,from,to,kind\nE001,2023-11-06,2023-11-06,{written}\n"
    folder = write_workspace(tmp_path, absences=absences, workspace=SETTINGS + KINDS)
    assert [absence.kind for absence in read_workspace(folder).absences] == ["unpaid"]


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ("counts_as_work: false", "absence kind rest: paid, but does not count as work; write paid: false"),
        ("on_duty: true, paid: false", "absence kind rest: on_duty is work, which counts and is paid"),
    ],
)
def test_what_a_kind_means_does_not_contradict_itself(tmp_path: Path, kinds: str, said: str) -> None:
    listed = f"absence_kinds:\n  - {{name: rest, name_ko: 휴식, name_en: Rest, {kinds}}}\n"
    (fault,) = with_kinds(tmp_path, kinds=listed)
    assert said in fault


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("V", "'V' is the code of a shift, so that nobody can tell the two apart; call the absence otherwise"),
        ("저녁", "'저녁' is the name of shift V, so that nobody can tell the two apart; call the absence otherwise"),
    ],
)
def test_a_kind_of_the_centre_is_not_called_like_a_shift(tmp_path: Path, name: str, said: str) -> None:
    listed = f"absence_kinds:\n  - {{name: rest, name_ko: {name}, name_en: Rest}}\n"
    assert with_kinds(tmp_path, kinds=listed) == [f"workspace.yaml:absence_kinds {said}"]


def test_the_kind_of_a_day_in_lieu_is_one_of_the_kinds(tmp_path: Path) -> None:
    (fault,) = with_kinds(tmp_path, kinds=KINDS + "working_time: {day_in_lieu_kind: unpayd}\n")
    assert "absence kind 'unpayd' is unknown; did you mean 'unpaid'?" in fault


def test_a_name_that_one_person_has_stands_for_the_id(tmp_path: Path) -> None:
    staff = STAFF.replace("E006,Agent 6,", "E006,Agent 5,")
    absences = "employee_id,from,to,kind\nAgent 3,2023-11-07,2023-11-07,sick_leave\n"
    (absence,) = read_workspace(write_workspace(tmp_path / "one", absences=absences)).absences
    assert absence.employee_id == "E003"
    absences = absences.replace("Agent 3", "Agent 5")
    (fault,) = faults_of(lambda: read_workspace(write_workspace(tmp_path / "two", staff=staff, absences=absences)))
    assert fault == (
        "absences.csv:2:employee_id 2 people are called 'Agent 5': E005, E006; give the id of the one who is meant"
    )
