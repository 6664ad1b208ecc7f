"""What the desk loads, and what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.rows import handed_over, ways_to_work
from scheduler.domain.people import Absence
from scheduler.errors import InputError
from tests.constraints.agreement import MONDAY
from tests.runs import write_small_run
from tests.workspaces import STAFF, write_workspace

TODAY = MONDAY - timedelta(days=7)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    write_small_run(folder / "run", folder / "workspace")
    return folder


@pytest.fixture(scope="module")
def desk(folder: Path) -> Desk:
    return open_desk(folder / "workspace", folder / "run", today=TODAY, is_first_week=True)


def _refused(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return str(error.value).splitlines()


def test_a_person_may_be_given_by_id_or_name(desk: Desk) -> None:
    assert desk.person("E003") == desk.person("Agent 3") == "E003"


def test_an_unknown_person_is_one_sentence_with_the_nearest_name(desk: Desk) -> None:
    with pytest.raises(InputError) as error:
        desk.person("Agnt 3")
    (line,) = _refused(error)
    assert line.startswith("EMPLOYEE employee 'Agnt 3' is unknown; did you mean 'Agent 3'")


def test_a_day_outside_the_roster_is_refused(desk: Desk) -> None:
    assert desk.day(MONDAY + timedelta(days=6)) == MONDAY + timedelta(days=6)
    with pytest.raises(InputError) as error:
        desk.day(MONDAY + timedelta(days=7))
    assert _refused(error) == ["DATE 2023-11-13 lies outside the roster; its days are 2023-11-06 to 2023-11-12"]


def test_a_past_day_is_refused_and_today_is_not(folder: Path) -> None:
    desk = open_desk(folder / "workspace", folder / "run", today=date(2023, 11, 8), is_first_week=True)
    assert desk.shift_of("E003", date(2023, 11, 8)).shift == "V"
    with pytest.raises(InputError) as error:
        desk.shift_of("E003", date(2023, 11, 7))
    assert _refused(error) == [
        "DATE 2023-11-07 is past; past days stay as they are; name 2023-11-08 or later, or say with --today which day "
        "it is"
    ]


def test_a_day_without_a_shift_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError) as error:
        desk.shift_of("E003", MONDAY + timedelta(days=3))
    (line,) = _refused(error)
    assert line.startswith("EMPLOYEE E003 has no shift on 2023-11-09; ")


def test_a_roster_that_is_over_is_asked_about_as_on_its_first_day(folder: Path) -> None:
    desk = open_desk(folder / "workspace", folder / "run", is_first_week=True)
    assert (desk.today, desk.is_over) == (MONDAY, True)


def test_a_roster_of_another_workspace_is_refused(folder: Path, tmp_path: Path) -> None:
    other = (folder / "workspace" / "workspace.yaml").read_text(encoding="utf-8").replace("Small centre", "Other")
    write_workspace(tmp_path / "other", workspace=other)
    with pytest.raises(InputError) as error:
        open_desk(tmp_path / "other", folder / "run", is_first_week=True)
    (line,) = _refused(error)
    assert "was made for the centre 'Small centre'" in line
    assert "name_en was Small centre, and is Other; put back in workspace.yaml" in line
    unnamed = other.replace("name_en: Other", "name_en: ''")
    write_workspace(tmp_path / "unnamed", workspace=unnamed)
    with pytest.raises(InputError, match='name_en was Small centre, and is "";'):
        open_desk(tmp_path / "unnamed", folder / "run", is_first_week=True)


def test_of_a_roster_of_another_centre_with_other_staff_no_setting_is_to_be_put_back(
    folder: Path, tmp_path: Path
) -> None:
    other = (folder / "workspace" / "workspace.yaml").read_text(encoding="utf-8").replace("Small centre", "Other")
    write_workspace(tmp_path / "other", workspace=other, staff=STAFF.replace("Agent", "Clerk"))
    with pytest.raises(InputError) as error:
        open_desk(tmp_path / "other", folder / "run", is_first_week=True)
    (line,) = _refused(error)
    assert "with 12 people, of whom 'Other'" in line
    assert line.endswith("has 0 under the same id and name; name the workspace that it was made from")


def test_a_shift_that_is_handed_over_has_the_place_and_the_queue_of_who_takes_it(desk: Desk) -> None:
    row = desk.shift_of("E003", MONDAY)
    taken = handed_over(desk.problem, row, "E011")
    assert (taken.employee_id, taken.queue, taken.work_mode) == ("E011", "english", "office")
    assert (taken.start, taken.end, taken.break_start) == (row.start, row.end, row.break_start)


def test_a_shift_that_is_handed_over_is_shortened_where_who_takes_it_is_away(desk: Desk) -> None:
    row = desk.shift_of("E003", MONDAY)
    away = Absence(
        employee_id="E011", first_day=MONDAY, last_day=MONDAY, kind="leave", from_minute=15 * 60, to_minute=24 * 60
    )
    problem = desk.problem.replace(absences=(away,))
    taken = handed_over(problem, row, "E011")
    assert f"{taken.end:%H:%M}" == "15:00"
    assert handed_over(problem, taken, "E003").end == row.end


def test_a_shift_can_be_worked_once_for_each_start_of_the_meal_break(desk: Desk) -> None:
    ways = ways_to_work(desk.problem, "E003", MONDAY, "D")
    assert [f"{way.break_start:%H:%M}" for way in ways] == ["11:00", "11:30", "12:00", "12:30", "13:00"]
