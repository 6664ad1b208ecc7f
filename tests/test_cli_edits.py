"""A roster's workbook on its way back: what the commands say of edits and do with them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler import cli
from scheduler.bundled import bundled_workspace
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.figures import Run
from scheduler.readers.roster import read_roster
from scheduler.readers.workspace import read_workspace
from scheduler.result import SolveResult
from scheduler.run import generating
from scheduler.writers.workbook import write_workbook
from tests.books import Grid, change_book, set_cells
from tests.runs import WORKED, small_run, write_run
from tests.workspaces import PREVIOUS_WEEK, SETTINGS, STAFF, write_workspace


def scheduler(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    staff = STAFF.replace("E003,Agent 3,day,full_time,D|V,", "E003,Agent 3,day,full_time,D|V|N,")
    return write_workspace(tmp_path / "workspace", staff=staff)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return small_run(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def unedited(made: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook as it was written; not to be changed."""
    path = tmp_path_factory.mktemp("written") / "roster.xlsx"
    write_workbook(path, made)
    return path


Edit = Callable[..., Path]


@pytest.fixture
def edited(unedited: Path, tmp_path: Path) -> Edit:
    """Makes a copy of the workbook in which somebody has changed these cells."""

    def edit(**cells: str | None) -> Path:
        path = tmp_path / "edited.xlsx"
        shutil.copyfile(unedited, path)
        if cells:
            change_book(path, lambda book: set_cells(**cells)(Grid(book)))
        return path

    return edit


# ---- verify ----


def test_verify_says_what_was_edited_what_breaks_and_what_it_costs(workspace: Path, edited: Edit) -> None:
    path = edited(E003_2="N", E005_0=None)
    before = path.read_bytes()
    result = scheduler("verify", workspace, path)
    assert result.exit_code == 6
    first, second, third, broken, what, effect, *rest = result.stdout.splitlines()
    assert first == "Edited days: 2"
    assert second.startswith("  E003 Agent 3  2023-11-08 Wed  V -> N  (Roster!")
    assert third.startswith("  E005 Agent 5  2023-11-06 Mon  D -> off  (Roster!")
    assert broken == "Hard rules broken by the edits: 1"
    assert what.startswith("  E003  R03 Minimum rest between shifts  2023-11-08  E003 rests 7 h")
    assert effect == "What the edits do"
    text = "\n".join(rest)
    assert "Shortfall, agent hours" in text
    assert "R20 Coverage shortfall" in text
    assert "The edited roster" in text
    assert path.read_bytes() == before


def test_verify_of_a_workbook_nobody_edited_says_so(workspace: Path, edited: Edit) -> None:
    result = scheduler("verify", workspace, edited())
    assert result.exit_code == 0
    assert result.stdout.startswith("No day was edited\n")


def test_verify_of_an_edit_that_takes_everything_away_still_knows_the_week(workspace: Path, edited: Edit) -> None:
    everything = dict.fromkeys((f"{employee}_{day}" for employee, day in WORKED), None)
    result = scheduler("verify", workspace, edited(**everything))
    assert result.exit_code == 0
    assert "Hard rules broken by the edits: 0" in result.stdout


def test_verify_of_a_spoilt_workbook_is_bad_input(workspace: Path, edited: Edit) -> None:
    result = scheduler("verify", workspace, edited(E003_2="Q"))
    assert result.exit_code == 3
    assert "'Q' is neither a shift nor a word for a day off" in result.stderr


# ---- generate --lock ----


def rows(folder: Path, workspace: Path) -> dict[tuple[str, int], Assignment]:
    read = read_workspace(workspace)
    roster = read_roster(folder / "roster.csv", read.settings, read.employees)
    return {(row.employee_id, row.date.weekday()): row for row in roster.assignments}


def test_generate_keeps_the_edits_and_plans_the_rest_anew(workspace: Path, tmp_path: Path, edited: Edit) -> None:
    path = edited(E003_2="N", E005_0=None, E006_1="D")
    before = path.read_bytes()
    out = tmp_path / "out"
    options = ("--week", "2023-W45", "--gap", "1", "--workers", "1", "--output", out)
    result = scheduler("generate", workspace, *options, "--lock", path)
    assert result.exit_code == 0, result.output
    found = rows(out, workspace)
    assert found["E003", 2].shift == "N"
    assert ("E005", 0) not in found
    assert found["E006", 1].shift == "D"
    assert path.read_bytes() == before


def test_a_week_that_is_planned_anew_keeps_what_people_know_of_the_days_within_the_notice(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "small", workspace=SETTINGS + "notice_days: 2\n", previous_roster=PREVIOUS_WEEK)
    worked = {**WORKED, ("E003", 3): "D", ("E006", 0): "D"}
    write_run(tmp_path / "known", folder, worked)
    options = ("--week", "2023-W45", "--gap", "1", "--workers", "1", "--previous", tmp_path / "known")
    result = scheduler("generate", folder, *options, "--today", "2023-11-07", "--output", tmp_path / "out")
    assert result.exit_code == 0, result.output
    found = {place: row.shift for place, row in rows(tmp_path / "out", folder).items()}
    # Today is Tuesday: with two days of notice all until Wednesday stays, and E001 works nowhere; Thursday is open.
    until_wednesday = {place: code for place, code in worked.items() if place[1] <= 2}
    assert {place: code for place, code in found.items() if place[1] <= 2} == until_wednesday
    assert {place[1] for place in found} > {0, 1, 2}


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch, made: Run) -> list[Problem]:
    """What the search is asked; it ends at once with the roster of the small run."""
    asked: list[Problem] = []

    def solve(problem: Problem, *_: object, **__: object) -> SolveResult:
        asked.append(problem)
        return made.result

    monkeypatch.setattr(generating, "search", solve)
    return asked


def test_all_cells_can_be_kept_from_workbook_or_csv(
    workspace: Path, tmp_path: Path, problems: list[Problem], edited: Edit
) -> None:
    path = edited()
    options = ("--week", "2023-W45", "--output", tmp_path / "out", "--lock-cells", "all")
    assert scheduler("generate", workspace, *options, "--lock", path).exit_code == 0
    assert len(problems[0].locks) == 12 * 7
    assert scheduler("generate", workspace, *options, "--lock", tmp_path / "out" / "roster.csv").exit_code == 0
    assert set(problems[1].locks) <= set(problems[0].locks)


def test_lock_cells_without_a_roster_is_wrong_usage(workspace: Path) -> None:
    result = scheduler("generate", workspace, "--week", "2023-W45", "--lock-cells", "all")
    assert result.exit_code == 2
    assert "--lock-cells needs --lock" in result.stderr


def test_a_roster_without_edits_locks_nothing_and_says_so(workspace: Path, edited: Edit) -> None:
    result = scheduler("generate", workspace, "--week", "2023-W45", "--lock", edited())
    assert result.exit_code == 3
    assert "no cell of the planned days is edited" in result.stderr


# ---- init ----


def test_init_makes_one_workbook_that_is_valid_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    result = scheduler("init", tmp_path / "new", "--format", "xlsx")
    assert result.exit_code == 0
    assert not list((tmp_path / "new").glob("*.csv"))
    assert (tmp_path / "new" / "workspace.xlsx").stat().st_mode & 0o077 == 0
    assert "workspace.xlsx" in (tmp_path / "new" / "workspace.yaml").read_text(encoding="utf-8").splitlines()[0]
    checked = scheduler("validate", tmp_path / "new")
    assert checked.exit_code == 0
    assert "workspace.xlsx staff: 416명" in checked.stdout
    assert read_workspace(tmp_path / "new").settings == read_workspace(bundled_workspace()).settings


def test_breaches_are_told_in_korean_where_the_workspace_is_korean(tmp_path: Path, edited: Edit) -> None:
    korean = write_workspace(tmp_path / "korean", workspace=SETTINGS.replace("language: en", "language: ko"))
    result = scheduler("verify", korean, edited(E003_2="N", E005_0=None))
    assert "E003: 11월 7일(화) D 뒤 11월 8일(수) N 전 휴식 7시간; 최소 11시간" in result.stdout
