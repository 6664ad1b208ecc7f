"""`scheduler repair --edited` and `--requests`: what was written by hand stays, and few others are moved for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler import cli
from scheduler.figures import Run
from scheduler.readers.roster import read_roster
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import verify
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.workbook import write_workbook
from tests.books import Grid, change_book, set_cells
from tests.constraints.agreement import Choices, roster_of
from tests.repair.test_repairing import RULES, WORKED, shifts
from tests.runs import small_run
from tests.workspaces import STAFF

PEOPLE = STAFF.replace("E003,Agent 3,day,full_time,D|V,", "E003,Agent 3,day,full_time,D|V|N,")
Edit = Callable[..., Path]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a published roster, as a table and as a workbook."""
    folder = tmp_path_factory.mktemp("edits")
    run: Run = small_run(folder / "workspace", workspace=RULES, staff=PEOPLE)
    write_roster(folder / "published.csv", roster_of(run.problem, WORKED))
    write_workbook(folder / "roster.xlsx", verify(folder / "workspace", folder / "published.csv", is_first_week=True))
    return folder


@pytest.fixture
def edited(folder: Path, tmp_path: Path) -> Edit:
    """Makes a copy of the workbook in which somebody has changed these cells."""

    def edit(**cells: str | None) -> Path:
        path = tmp_path / "edited.xlsx"
        path.write_bytes((folder / "roster.xlsx").read_bytes())
        change_book(path, lambda book: set_cells(**cells)(Grid(book)))
        return path

    return edit


def repair(folder: Path, *options: object) -> Result:
    arguments = ["repair", folder / "workspace", folder / "published.csv", "--first-week", *options]
    if "--today" not in options:
        arguments += ["--today", "2023-11-06"]
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


def changed(folder: Path, output: Path) -> dict[tuple[str, int], str | None]:
    """What people work on days that differ from the published ones; None is a day off."""
    now: Choices = shifts(folder / "workspace", output)
    return {place: now.get(place) for place in now.keys() | WORKED.keys() if now.get(place) != WORKED.get(place)}


def test_an_edit_is_kept_and_what_it_breaks_is_mended_by_one_other_person(
    folder: Path, edited: Edit, tmp_path: Path
) -> None:
    before = edited(E007_2=None)
    content = before.read_bytes()
    result = repair(folder, "--edited", before, "--output", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert "1 edited day, kept\n  E007 Agent 7  2023-11-08 Wed  V -> off  (Roster!" in result.stdout
    assert "1 other person is moved" in result.stdout
    found = changed(folder, tmp_path / "out.csv")
    assert found.pop(("E007", 2)) is None
    ((employee, day),) = found
    assert (day, found[employee, day]) == (2, "V"), "the evening on which one must be there"
    assert employee != "E007"
    assert before.read_bytes() == content


def test_the_edited_workbook_itself_may_be_the_roster(folder: Path, edited: Edit) -> None:
    path = edited(E007_2=None)
    by_table = repair(folder, "--edited", path).stdout
    arguments = ["repair", folder / "workspace", path, "--first-week", "--edited", path, "--today", "2023-11-06"]
    result = CliRunner().invoke(cli.main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    assert result.stdout == by_table


def test_an_edit_that_breaks_nothing_moves_nobody_else(folder: Path, edited: Edit, tmp_path: Path) -> None:
    result = repair(folder, "--edited", edited(E006_1="D"), "--output", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert "0 other people are moved" in result.stdout
    assert changed(folder, tmp_path / "out.csv") == {("E006", 1): "D"}


def test_the_edited_persons_own_days_mend_what_the_edit_breaks_before_anybody_elses(
    folder: Path, edited: Edit, tmp_path: Path
) -> None:
    """E008's evening of Thursday ends when a night on Friday would begin."""
    result = repair(folder, "--edited", edited(E008_4="N"), "--max-people", 0, "--output", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert "0 other people are moved" in result.stdout
    found = changed(folder, tmp_path / "out.csv")
    assert found[("E008", 4)] == "N"
    assert found[("E008", 3)] != "V"
    assert {employee for employee, _ in found} == {"E008"}


def test_an_edit_inside_the_notice_period_is_kept_and_one_on_a_past_day_refused(
    folder: Path, edited: Edit, tmp_path: Path
) -> None:
    path = edited(E006_1="D")
    today = ("--today", "2023-11-07", "--frozen-days", 3)
    result = repair(folder, "--edited", path, *today, "--output", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert changed(folder, tmp_path / "out.csv") == {("E006", 1): "D"}
    past = repair(folder, "--edited", path, "--today", "2023-11-08")
    assert past.exit_code == 3
    assert "the edit of E006 on 2023-11-07 is past" in past.stderr


def test_edits_that_cannot_be_kept_are_refused_together(folder: Path, edited: Edit) -> None:
    """E005 falls ill all of Monday, and E008's evening was taken away since the workbook was written."""
    path = edited(E005_0="V", E008_3="N")
    published = folder / "published.csv"
    text = published.read_text(encoding="utf-8")
    published.write_text("".join(line for line in text.splitlines(True) if "E008" not in line), encoding="utf-8")
    try:
        result = repair(folder, "--edited", path, "--absence", "E005:2023-11-06", "--frozen-days", 0)
    finally:
        published.write_text(text, encoding="utf-8")
    assert result.exit_code == 3
    absent, stale = sorted(result.stderr.splitlines(), key=lambda line: "was written as" in line)
    assert "E005 is absent on 2023-11-06, and the edited cell has V" in absent
    assert "the cell of E008 on 2023-11-09 was written as V, but the roster has a day off there by now" in stale


def test_a_workbook_that_nobody_edited_is_refused(folder: Path, edited: Edit) -> None:
    result = repair(folder, "--edited", edited())
    assert result.exit_code == 3
    assert "no cell is edited" in result.stderr


def test_nothing_that_came_up_is_wrong_usage(folder: Path) -> None:
    result = repair(folder)
    assert result.exit_code == 2
    assert "--absence, --edited or --requests" in result.stderr


def test_absences_edits_and_wishes_are_taken_in_one_go(folder: Path, edited: Edit, tmp_path: Path) -> None:
    wishes = tmp_path / "wishes.csv"
    wishes.write_text("employee_id,date,shift,weight\nAgent 5,2023-11-09,OFF,must\n", encoding="utf-8")
    options = ("--edited", edited(E006_1="D"), "--requests", wishes, "--absence", "Agent 7:2023-11-04..2023-11-08")
    result = repair(folder, *options, "--output", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert "The absence of Agent 7 began on 2023-11-04 Sat, before today" in result.stdout
    assert "New wishes met: 1 of 1\n  E005  2023-11-09 Thu  OFF  met" in result.stdout
    found = changed(folder, tmp_path / "out.csv")
    assert found[("E006", 1)] == "D"
    assert found[("E005", 3)] is None
    assert found[("E007", 2)] is None
    own = {"E005", "E006", "E007"}
    assert re.search(r"\b1 other person is moved", result.stdout)
    assert len({employee for employee, _ in found} - own) == 1, "somebody else has the evening of Wednesday"


def test_a_wish_for_a_closed_day_and_one_of_two_people_are_refused_together(folder: Path, tmp_path: Path) -> None:
    wishes = tmp_path / "wishes.csv"
    wishes.write_text("employee_id,date,shift,weight\nE005,2023-11-06,OFF,1\n", encoding="utf-8")
    closed = repair(folder, "--requests", wishes)
    assert closed.exit_code == 3
    assert "wishes.csv:2:date the wish of E005 is for 2023-11-06, which stays as it is" in closed.stderr
    wishes.write_text("employee_id,date,shift,weight\nAgnt 5,2023-11-08,OFF,1\n", encoding="utf-8")
    unknown = repair(folder, "--requests", wishes)
    assert unknown.exit_code == 3
    assert "employee 'Agnt 5' is unknown" in unknown.stderr


def test_rosters_with_edits_pass_the_check_of_the_whole_file(folder: Path, edited: Edit, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    assert repair(folder, "--edited", edited(E007_2=None), "--output", output).exit_code == 0
    assert not verify(folder / "workspace", output, is_first_week=True).audit.hard  # type: ignore[union-attr]  # checked
    read = read_workspace(folder / "workspace")
    assert read_roster(output, read.settings, read.employees).assignments
