"""What the user reads of a wrong ``staff.csv``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.staff import staff_columns
from scheduler.readers.table import Table, records
from scheduler.readers.workspace import read_workspace
from scheduler.workspaces import validate
from tests.workspaces import PREVIOUS_ROSTER, STAFF, faults_in, write_workspace


def faults_after(folder: Path, old: str, new: str) -> list[str]:
    assert old in STAFF
    # Nobody else refers to the staff, so that only its own faults are seen.
    return faults_in(folder, staff=STAFF.replace(old, new, 1), absences=None, requests=None, previous_roster=None)


def test_people_are_read_in_the_order_of_the_file(tmp_path: Path) -> None:
    employees = read_workspace(write_workspace(tmp_path)).employees
    assert [person.employee_id for person in employees] == [f"E{n:03d}" for n in range(1, 13)]
    third = employees[2]
    assert (third.shifts, third.queues, third.remote_group) == (("D", "V"), ("general",), 2)
    assert (third.may_work_nights, third.may_work_holidays, third.overtime_volunteer) == (True, True, False)
    assert employees[4].remote_group is None
    assert employees[10].queues == ("english", "general")


def test_optional_columns_may_be_missing(tmp_path: Path) -> None:
    staff = "employee_id,team,contract,shifts\nE001,day,full_time,D\n"
    folder = write_workspace(tmp_path, staff=staff, absences=None, requests=None, previous_roster=None)
    (person,) = read_workspace(folder).employees
    assert (person.name, person.queues, person.remote_group) == ("E001", (), None)
    assert (person.may_work_nights, person.may_work_holidays, person.overtime_volunteer) == (False, True, False)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Agent 1,day", "Agent 1,dya", "staff.csv:2:team team 'dya' is unknown; did you mean 'day'?"),
        ("full_time", "fulltime", "staff.csv:2:contract contract 'fulltime' is unknown; did you mean 'full_time'?"),
        ("D|V", "D|W", "staff.csv:4:shifts shift 'W' is unknown; use one of D, N, V"),
        ("D|V", '"D,V"', "staff.csv:4:shifts shift 'D,V' is unknown; put | between several names, as in A|B"),
        ("D|V", "D|D", "staff.csv:4:shifts shift 'D' stands twice; name it once"),
        ("D|V", "", "staff.csv:4:shifts is empty; fill it in"),
        ("english|", "englsh|", "staff.csv:12:queues queue 'englsh' is unknown; did you mean 'english'?"),
        ("english|", "general|", "staff.csv:12:queues queue 'general' stands twice; name it once"),
        (
            "general,1,no",
            "general,3,no",
            "staff.csv:2:remote_group remote group 3 does not exist; groups go from 1 to 2",
        ),
        (
            "general,1,no",
            "general,0,no",
            "staff.csv:2:remote_group remote group 0 does not exist; groups go from 1 to 2",
        ),
        ("1,no,yes", "1,maybe,yes", "staff.csv:2:may_work_nights 'maybe' is neither yes nor no; write yes or no"),
        (
            "E002",
            "E001",
            "staff.csv:3:employee_id employee 'E001' stands twice, first in row 2; "
            "give everybody an id of their own, or delete one row",
        ),
        ("E002", "", "staff.csv:3:employee_id is empty; fill it in"),
        (
            "E002",
            "#N/A",
            "staff.csv:3:employee_id '#N/A' is an error value of the spreadsheet; put the value itself there",
        ),
        ("E002", "=A2", "staff.csv:3:employee_id '=A2' is a formula; put the value itself there (paste as values)"),
        ("contract,", "contrct,", "staff.csv:1:contrct column 'contrct' is unknown; did you mean 'contract'?"),
        (
            "E002,Agent 2,",
            "E002,",
            "staff.csv:3 has too few cells: 9 where the header has 10; "
            "leave empty cells empty, but keep their delimiters",
        ),
    ],
)
def test_each_fault_names_place_value_and_remedy(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert faults_after(tmp_path, old, new) == [expected]


def test_the_last_remote_group_exists(tmp_path: Path) -> None:
    assert faults_after(tmp_path, "general,1,no", "general,2,no") == []


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    lines = [",".join(line.split(",")[:3] + line.split(",")[4:]) for line in STAFF.splitlines()]
    (fault,) = faults_in(tmp_path, staff="\n".join(lines))
    assert fault.startswith(
        "staff.csv:1:contract column 'contract' is missing; the columns are employee_id, name, team"
    )


def test_an_empty_file(tmp_path: Path) -> None:
    assert faults_in(tmp_path, staff=b"") == ["staff.csv is empty; put at least a header line there"]


def test_a_header_alone_is_one_fault_and_not_one_for_each_mention_of_a_person(tmp_path: Path) -> None:
    assert faults_in(tmp_path, staff=STAFF.splitlines()[0]) == ["staff.csv has a header but no rows; add the rows"]


def test_people_in_a_broken_row_are_known_elsewhere(tmp_path: Path) -> None:
    assert len(faults_in(tmp_path, staff=STAFF.replace("E001,Agent 1,", "E001,"))) == 1


def test_korean_names_survive_a_cp949_file(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, staff=STAFF.replace("Agent 1,", "상담원 1,").encode("cp949"))
    assert read_workspace(folder).employees[0].name == "상담원 1"


@pytest.mark.parametrize("other", ["Ｅ００１", "E001\u200b", "E\u00ad001"])
def test_two_ids_that_look_the_same_are_one_person_twice(tmp_path: Path, other: str) -> None:
    (fault,) = faults_after(tmp_path, "E002,", f"{other},")
    assert fault.startswith("staff.csv:3:employee_id employee 'E001' stands twice, first in row 2")


def test_other_files_may_write_an_id_in_wide_letters(tmp_path: Path) -> None:
    requests = "employee_id,date,shift,weight\nＥ００３,2023-11-08,V,5\n"
    (request,) = read_workspace(write_workspace(tmp_path, requests=requests)).requests
    assert request.employee_id == "E003"


@pytest.mark.parametrize(("column", "most"), [("employee_id", 64), ("name", 200)])
def test_an_id_or_a_name_that_is_too_long_is_refused_and_cut_where_it_is_shown(column: str, most: int) -> None:
    def read(text: str) -> list[str]:
        cells = {"employee_id": "E001", "name": "", "team": "t", "contract": "c", "shifts": "D"} | {column: text}
        faults = Faults()
        list(records(Table("staff.csv", tuple(cells), [(2, cells)]), staff_columns(Known.of_plain({})), faults))
        return [str(fault) for fault in faults.all()]

    assert read("x" * most) == []
    (fault,) = read("x" * 300)
    assert fault == f"staff.csv:2:{column} '{'x' * 60}...' is too long; write at most {most} characters"


# ---- letters of other alphabets that look like Latin ones ----


def test_an_id_that_mixes_alphabets_that_look_alike_is_refused(tmp_path: Path) -> None:
    staff = STAFF.replace("E003,", "AB\u0415003,")
    (fault,) = faults_in(tmp_path, staff=staff, absences=None, requests=None, previous_roster=None)
    assert fault == (
        "staff.csv:4:employee_id 'AB\u0415003' has '\u0415' of another alphabet than the rest; type it again in one "
        "alphabet"
    )


def test_two_ids_that_look_the_same_are_refused(tmp_path: Path) -> None:
    for place, letter in enumerate(("\u0415", "\u0395")):
        staff = STAFF.replace("E003,", f"{letter}001,")
        (fault,) = faults_in(tmp_path / str(place), staff=staff, absences=None, requests=None, previous_roster=None)
        assert fault == (
            f"staff.csv:4:employee_id employee '{letter}001' looks like 'E001' in row 2, in letters of another "
            "alphabet; type one of the two again"
        )


def test_korean_beside_latin_letters_and_ids_of_one_alphabet_are_fine(tmp_path: Path) -> None:
    staff = STAFF
    for old, new in (("E003", "\uc0c1\ub2f4E3"), ("E004", "\u0418\u0432\u0430\u043d4"), ("E005", "\u00c9t\u00e95")):
        staff = staff.replace(f"{old},", f"{new},")
    assert faults_in(tmp_path, staff=staff, absences=None, requests=None, previous_roster=None) == []


def test_an_id_elsewhere_that_only_looks_like_a_known_one_says_so(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, absences="employee_id,from,to,kind\n\u0415001,2023-11-06,2023-11-06,leave\n")
    assert "employee '\u0415001' is unknown; 'E001' looks the same, in letters of another alphabet" in fault


@pytest.mark.parametrize("name", ["E002", "Ｅ002"])
def test_a_name_that_is_the_id_of_somebody_else_is_a_fault(tmp_path: Path, name: str) -> None:
    assert faults_in(tmp_path, staff=STAFF.replace("E001,Agent 1", f"E001,{name}")) == [
        f"staff.csv:2:name '{name}' is the id of the employee in row 3; write the person's own name, by which commands "
        "find people as well"
    ]


def test_a_name_may_be_the_own_id(tmp_path: Path) -> None:
    staff = STAFF.replace("E001,Agent 1", "E001,E001")
    assert read_workspace(write_workspace(tmp_path, staff=staff)).employees[0].name == "E001"


def employed(folder: Path, *rows: str) -> list[str]:
    """Faults of a staff list with the columns from and to."""
    header = "employee_id,name,team,contract,shifts,queues,from,to"
    return faults_in(folder, staff="\n".join([header, *rows]), absences=None, requests=None, previous_roster=None)


def test_a_person_may_have_a_row_for_each_stretch_of_days(tmp_path: Path) -> None:
    header = "employee_id,name,team,contract,shifts,queues,from,to"
    rows = ["E001,Kim,day,full_time,D,general,,2023-11-07", "E001,Kim,night,night_time,V|N,general,2023-11-10,"]
    folder = write_workspace(
        tmp_path, staff="\n".join([header, *rows]), absences=None, requests=None, previous_roster=None
    )
    first, second = read_workspace(folder).employees
    assert (first.team, first.first_day, first.last_day) == ("day", None, date(2023, 11, 7))
    assert (second.team, second.first_day, second.last_day) == ("night", date(2023, 11, 10), None)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            ["E001,Kim,day,full_time,D,general,,2023-11-07", "E001,Kim,day,full_time,D,general,2023-11-07,"],
            "staff.csv:3:from this row of employee 'E001' holds on days of the one in row 2; end one of the two in the "
            "column to before the other begins in from",
        ),
        (
            ["E001,Kim,day,full_time,D,general,,2023-11-07", "E001,Lee,day,full_time,D,general,2023-11-08,"],
            "staff.csv:3:name 'Lee' is 'Kim' in row 2; give all rows of one person one name, or one an id of its own",
        ),
        (
            ["E001,Kim,day,full_time,D,general,2023-11-08,2023-11-07"],
            "staff.csv:2:from the row holds from 2023-11-08, after its end on 2023-11-07; exchange the two dates",
        ),
    ],
)
def test_rows_of_a_person_that_contradict_each_other(tmp_path: Path, rows: list[str], fault: str) -> None:
    assert employed(tmp_path, *rows) == [fault]


def test_a_wish_after_the_last_day_is_a_warning_and_no_fault(tmp_path: Path) -> None:
    header = "employee_id,name,team,contract,shifts,queues,from,to"
    rows = ["E001,Kim,day,full_time,D,general,,2023-11-07", "E002,Lee,day,full_time,D,general,,"]
    folder = write_workspace(
        tmp_path,
        staff="\n".join([header, *rows]),
        absences="employee_id,from,to,kind\nE001,2023-11-20,2023-11-21,annual_leave\n",
        requests="employee_id,date,shift,weight\nE001,2023-11-07,OFF,5\nE001,2023-11-08,OFF,5\n",
        previous_roster=None,
    )
    said = [line for line in validate(folder) if "not employed" in line]
    assert said == ["1 request counts for nothing: E001 is not employed on 2023-11-08."]


def test_whoever_has_left_and_is_in_the_roster_before_is_to_stay_on_the_staff(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, previous_roster=PREVIOUS_ROSTER.replace("E007", "LEFT"))
    assert fault.startswith("previous_roster.csv:2:employee_id employee 'LEFT' is unknown; ")
    assert fault.endswith("; whoever has left stays in staff.csv, with the last day in the column to")
