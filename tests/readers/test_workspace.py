"""A workspace as a whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace
from tests.workspaces import (
    ABSENCES,
    PREVIOUS_ROSTER,
    SETTINGS,
    STAFF,
    faults_in,
    faults_of,
    inflow_rows,
    write_workspace,
)


def test_the_small_workspace_is_valid(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path))
    assert len(workspace.employees) == 12
    assert set(workspace.inflow.queues) == {"general", "english", "text"}
    assert len(workspace.previous.assignments) == 2


def test_the_bundled_workspace_is_valid() -> None:
    workspace = read_workspace(Path(__file__).parents[2] / "inputs" / "dasan")
    assert len(workspace.employees) == 416


def test_optional_files_may_be_missing(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, absences=None, requests=None, previous_roster=None))
    assert (workspace.absences, workspace.requests, workspace.locks, workspace.history) == ((), (), (), ())
    assert workspace.previous.assignments == ()


def test_optional_files_may_be_a_header_alone(tmp_path: Path) -> None:
    assert faults_in(tmp_path, absences=ABSENCES.splitlines()[0], previous_roster=PREVIOUS_ROSTER.splitlines()[0]) == []


def test_an_optional_file_without_a_header_is_a_fault(tmp_path: Path) -> None:
    assert faults_in(tmp_path, absences=b"") == ["absences.csv is empty; put at least a header line there"]


@pytest.mark.parametrize("name", ["workspace", "staff", "inflow"])
def test_a_needed_file_that_is_missing(tmp_path: Path, name: str) -> None:
    (fault,) = faults_in(tmp_path, **{name: None})
    assert fault.startswith(f"{name}.{'yaml' if name == 'workspace' else 'csv'} is missing")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_workspace(tmp_path / "none"))
    assert fault.endswith("none the workspace folder is not there; 'scheduler init DIR' makes a workspace")
    (tmp_path / "file").touch()
    (fault,) = faults_of(lambda: read_workspace(tmp_path / "file"))
    assert "is a file, not a folder" in fault


def test_a_file_under_a_misspelt_name_is_not_ignored(tmp_path: Path) -> None:
    assert faults_in(tmp_path, absences=None, abscences=ABSENCES) == [
        "abscences.csv is not a file that is read; did you mean 'absences.csv'?"
    ]


@pytest.mark.parametrize("name", ["ABSENCES.CSV", "absences.xlsx", "부재.csv", "Absences.txt", "absences"])
def test_a_table_under_another_case_ending_or_language_is_not_ignored(tmp_path: Path, name: str) -> None:
    write_workspace(tmp_path, absences=None)
    (tmp_path / name).write_text(ABSENCES, encoding="utf-8")
    assert faults_of(lambda: read_workspace(tmp_path)) == [
        f"{name} is not a file that is read; did you mean 'absences.csv'?"
    ]


def test_a_link_to_nowhere_is_not_a_file_left_out(tmp_path: Path) -> None:
    write_workspace(tmp_path, absences=None)
    (tmp_path / "absences.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert faults_of(lambda: read_workspace(tmp_path)) == [
        "absences.csv is a link to a file that is not there; put the file itself there, or delete it"
    ]
    (tmp_path / "elsewhere.csv").write_text(ABSENCES, encoding="utf-8")
    assert len(read_workspace(tmp_path).absences) == 2


def test_a_named_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    write_workspace(tmp_path, absences=None)
    os.mkfifo(tmp_path / "absences.csv")
    assert faults_of(lambda: read_workspace(tmp_path)) == ["absences.csv is no ordinary file; put a file there"]


@pytest.mark.parametrize("kind", ["V", "v", "Ｖ", "D+V"])
def test_an_absence_that_reads_as_a_shift_is_refused(tmp_path: Path, kind: str) -> None:
    absences = f"employee_id,from,to,kind\nE001,2023-11-06,2023-11-06,{kind}\n"
    assert faults_in(tmp_path, absences=absences) == [
        f"absences.csv:2:kind '{kind}' is the code of a shift, so that nobody can tell the two apart; "
        "call the absence otherwise"
    ]


@pytest.mark.parametrize(("kind", "code"), [("evening", "V"), ("Evening", "V"), ("주간", "D")])
def test_an_absence_that_is_called_like_a_shift_is_refused(tmp_path: Path, kind: str, code: str) -> None:
    absences = f"employee_id,from,to,kind\nE001,2023-11-06,2023-11-06,{kind}\n"
    assert faults_in(tmp_path, absences=absences) == [
        f"absences.csv:2:kind '{kind}' is the name of shift {code}, so that nobody can tell the two apart; "
        "call the absence otherwise"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "name_ko: 저녁, name_en: evening",
            "name_ko: 교육, name_en: evening",
            "shifts the name '교육' of shift V means a day off on the roster's sheet; give the shift another name",
        ),
        (
            "name_ko: 저녁, name_en: evening",
            "name_ko: 저녁, name_en: n",
            "shifts the name 'n' of shift V is the code of another shift; give the shift another name",
        ),
        ("code: N,", "code: LEAVE,", "shifts the code 'LEAVE' means a day off on the roster's sheet; call the shift"),
        ("name: english", 'name: "ｇeneral"', "queues the names 'general' and 'ｇeneral' look the same; change one of"),
        (
            "name: english",
            'name: "g\u0435neral"',
            "queues the names 'general' and 'g\u0435neral' look the same; change one",
        ),
        ("name: night,", 'name: "d\u200bay",', "teams the names 'day' and 'd\u200bay' look the same; change one of"),
        ("name: night_time,", 'name: "full_time\ufe0f",', "contracts the names 'full_time' and"),
        ("name: english", 'name: "a|b"', "queues the name 'a|b' holds |, which stands between names; leave it out"),
    ],
)
def test_names_that_can_be_mistaken_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in SETTINGS
    found = faults_in(tmp_path, workspace=SETTINGS.replace(old, new, 1))
    assert any(fault.startswith(f"workspace.yaml:{message}") for fault in found), found


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name_en: specialised", "name_en: Night", "teams people read 'Night' for 'night' and for 'specialised'"),
        ("name_ko: 영어", 'name_ko: "일반 "', "queues people read '일반 ' for 'general' and for 'english'"),
    ],
)
def test_what_people_read_under_one_name_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in SETTINGS
    (fault,) = faults_in(tmp_path, workspace=SETTINGS.replace(old, new, 1))
    assert fault.startswith(f"workspace.yaml:{message}")


def test_shifts_may_share_a_name_as_their_codes_tell_them_apart(tmp_path: Path) -> None:
    assert faults_in(tmp_path, workspace=SETTINGS.replace("name_ko: 저녁", "name_ko: 주간", 1)) == []


def test_an_empty_file_of_settings_is_told_what_settings_look_like(tmp_path: Path) -> None:
    found = faults_in(tmp_path, workspace=b"")
    assert "workspace.yaml is empty; write its settings there, each on a line of its own, as 'name: value'" in found


def test_other_files_may_lie_about(tmp_path: Path) -> None:
    assert faults_in(tmp_path, notes="anything", absences_2022=ABSENCES) == []


def test_faults_of_all_files_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_workspace(
            write_workspace(
                tmp_path,
                workspace=SETTINGS.replace("language:", "langage:"),
                staff=STAFF.replace("Agent 1,day", "Agent 1,dya"),
                inflow="\n".join(inflow_rows()).replace(",4,240", ",-4,240", 1),
                absences=ABSENCES.replace("E002", "E0022"),
                requests="employee_id,date,shift,weight\nE001,2023-11-06,Q,1\n",
                previous_roster=PREVIOUS_ROSTER.replace("general", "genral"),
                locks="employee_id,date\n",
                history="employee_id,nights\nE001,x\n",
            )
        )
    assert [fault.file for fault in caught.value.faults] == [
        "absences.csv",
        "history.csv",
        "inflow.csv",
        "locks.csv",
        "previous_roster.csv",
        "previous_roster.csv",
        "requests.csv",
        "staff.csv",
        "workspace.yaml",
    ]
    assert all(fault.remedy for fault in caught.value.faults)


def test_names_are_not_checked_against_settings_that_cannot_be_read(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, workspace="teams: [")
    assert fault.startswith("workspace.yaml:1 cannot be read")


def test_an_unknown_country_is_a_fault(tmp_path: Path) -> None:
    assert faults_in(tmp_path, workspace=SETTINGS.replace("country: KR", "country: XX")) == [
        "workspace.yaml:5:centre.country no public holidays are known for country 'XX'; "
        "write its two letters, such as KR (ISO 3166-1)"
    ]


def test_the_checksum_depends_on_the_content_of_the_files_alone(tmp_path: Path) -> None:
    first = read_workspace(write_workspace(tmp_path / "a"))
    again = read_workspace(write_workspace(tmp_path / "b", notes="not an input"))
    other = read_workspace(write_workspace(tmp_path / "c", absences=ABSENCES.replace("training", "leave")))
    assert first.inputs_sha256 == again.inputs_sha256
    assert first.inputs_sha256 != other.inputs_sha256


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_every_file_may_be_saved_by_a_korean_spreadsheet(tmp_path: Path, encoding: str) -> None:
    absences = ABSENCES.replace("annual_leave", "연차")
    folder = write_workspace(
        tmp_path,
        workspace=SETTINGS.encode(encoding),
        staff=STAFF.replace("\n", "\r\n").encode(encoding),
        inflow="\r\n".join(inflow_rows()).encode(encoding),
        absences=absences.encode(encoding),
    )
    assert read_workspace(folder).absences[0].kind == "annual_leave"
