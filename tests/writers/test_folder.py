"""A run's folder appears whole or not at all."""

from __future__ import annotations

import shutil
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.errors import OutputError
from scheduler.run_record import RunKind, RunRecord, read_record
from scheduler.writers.files import kept_file, note_file, refuse_taken_file, whole_file
from scheduler.writers.folder import calendar_folder, refuse_foreign_folder, run_folder

RECORD = RunRecord(kind="roster", has_result=True, command="test")


def write_run(target: Path, text: str, *, has_roster: bool = True, kind: RunKind = "roster") -> None:
    with run_folder(target, RECORD.model_copy(update={"has_result": has_roster, "kind": kind})) as folder:
        (folder / "summary.json").write_text(text)
        if has_roster:
            (folder / "roster.csv").write_text(text)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "outputs" / "week"
    with run_folder(target, RECORD) as folder:
        (folder / "summary.json").write_text("new")
        assert not target.exists()
    assert (target / "summary.json").read_text() == "new"


def test_a_run_that_dies_leaves_nothing(tmp_path: Path) -> None:
    def die() -> None:
        with run_folder(tmp_path / "week", RECORD) as folder:
            (folder / "roster.csv").write_text("half")
            raise RuntimeError("out of power")

    with pytest.raises(RuntimeError, match="out of power"):
        die()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_dies_leaves_the_earlier_run_alone(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "earlier")
    with pytest.raises(RuntimeError, match="out of power"), run_folder(tmp_path / "week", RECORD):
        raise RuntimeError("out of power")
    assert (tmp_path / "week" / "roster.csv").read_text() == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["week"]


def test_the_newest_earlier_run_is_kept_as_backup(tmp_path: Path) -> None:
    for text in ("first", "second", "third"):
        write_run(tmp_path / "week", text)
    assert (tmp_path / "week" / "roster.csv").read_text() == "third"
    assert (tmp_path / "week.bak" / "roster.csv").read_text() == "second"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_run_without_a_roster_never_takes_the_place_of_one_that_has_a_roster(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "good")
    write_run(tmp_path / "week", "infeasible", has_roster=False)
    assert (tmp_path / "week" / "roster.csv").read_text() == "good"
    assert names(tmp_path) == ["week"]


def test_a_run_without_a_roster_makes_room_and_is_not_kept(tmp_path: Path) -> None:
    for has_roster in (False, False, True):
        write_run(tmp_path / "week", "text", has_roster=has_roster)
    assert names(tmp_path) == ["week"]
    assert (tmp_path / "week" / "roster.csv").exists()


def test_a_comparison_is_kept_as_a_roster_is(tmp_path: Path) -> None:
    for text in ("first", "second"):
        write_run(tmp_path / "what-if", text, kind="comparison")
    assert (tmp_path / "what-if.bak" / "summary.json").read_text() == "first"


@pytest.mark.parametrize(("here", "new"), [("roster", "comparison"), ("comparison", "roster"), ("calendars", "roster")])
def test_a_folder_of_another_kind_is_refused(tmp_path: Path, here: RunKind, new: RunKind) -> None:
    write_run(tmp_path / "week", "mine", kind=here)
    with pytest.raises(OutputError, match="holds"):
        refuse_foreign_folder(tmp_path / "week", new)


def test_what_the_record_says_is_what_was_written(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "text")
    record = read_record(tmp_path / "week")
    assert record is not None
    assert sorted(record.files) == ["roster.csv", "summary.json"]


@pytest.mark.parametrize("name", ["letter.txt", "summary.json", ".hidden", "run.json"])
def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path, name: str) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / name).write_text("dear")
    with pytest.raises(OutputError, match="something other than a run"):
        refuse_foreign_folder(target, "roster")
    with pytest.raises(OutputError, match="something other than a run"):
        write_run(target, "new")
    assert names(target) == [name]
    assert (target / name).read_text() == "dear"


def put_file(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")


def put_folder(folder: Path) -> None:
    (folder / "letters").mkdir()


def put_link(folder: Path) -> None:
    (folder / "roster.csv").unlink()
    (folder / "roster.csv").symlink_to("/etc/hostname")


def put_run(folder: Path) -> None:
    write_run(folder.parent / "another", "a run that somebody keeps here")
    (folder.parent / "another").rename(folder / "another")


@pytest.mark.parametrize("put", [put_file, put_folder, put_link, put_run])
def test_a_run_to_which_somebody_has_added_something_is_refused_and_stays(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    write_run(tmp_path / "week", "old")
    put(tmp_path / "week")
    before = names(tmp_path / "week")
    with pytest.raises(OutputError, match="move that away"):
        refuse_foreign_folder(tmp_path / "week", "roster")
    with pytest.raises(OutputError, match="move that away") as error:
        write_run(tmp_path / "week", "new")
    assert names(tmp_path / "week") == before
    # The search may have taken an hour: its roster is not thrown away.
    assert str(tmp_path / "week.new") in str(error.value)
    assert (tmp_path / "week.new" / "roster.csv").read_text() == "new"


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "~$roster.xlsx", ".~lock.roster.xlsx#"])
def test_what_file_managers_and_spreadsheets_leave_is_no_reason_to_refuse(tmp_path: Path, name: str) -> None:
    write_run(tmp_path / "week", "old")
    (tmp_path / "week" / name).write_text("")
    write_run(tmp_path / "week", "new")
    assert (tmp_path / "week" / "roster.csv").read_text() == "new"


def test_calendars_that_were_exported_into_a_run_are_the_runs(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "old")
    with calendar_folder(tmp_path / "week" / "calendars") as folder:
        (folder / "E001.ics").write_text("BEGIN:VCALENDAR")
    for text in ("second", "third"):
        write_run(tmp_path / "week", text)
    assert names(tmp_path) == ["week", "week.bak"]


def make_folder(path: Path) -> None:
    path.mkdir()
    (path / "thesis.txt").write_text("ten years of work")


def copy_run(path: Path) -> None:
    shutil.copytree(path.with_name("week"), path)


@pytest.mark.parametrize("make", [make_folder, copy_run, lambda path: path.write_text("a file")])
def test_a_backup_that_somebody_made_is_never_deleted(tmp_path: Path, make: Callable[[Path], None]) -> None:
    write_run(tmp_path / "week", "first")
    backup = tmp_path / "week.bak"
    make(backup)
    before = backup.read_bytes() if backup.is_file() else {path.name: path.read_bytes() for path in backup.iterdir()}
    for text in ("second", "third"):
        write_run(tmp_path / "week", text)
    after = backup.read_bytes() if backup.is_file() else {path.name: path.read_bytes() for path in backup.iterdir()}
    assert after == before
    assert (tmp_path / "week.bak2" / "roster.csv").read_text() == "second"
    assert names(tmp_path) == ["week", "week.bak", "week.bak2"]


def test_a_backup_in_which_somebody_has_edited_something_is_never_deleted(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "first")
    (tmp_path / "week" / "roster.csv").write_text("edited by hand")
    for text in ("second", "third", "fourth"):
        write_run(tmp_path / "week", text)
    assert (tmp_path / "week.bak" / "roster.csv").read_text() == "edited by hand"
    assert (tmp_path / "week.bak2" / "roster.csv").read_text() == "third"


def test_a_file_of_a_run_that_somebody_has_edited_is_not_written_over(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "first")
    path = tmp_path / "week" / "roster.csv"
    refuse_taken_file(path, path.parent)
    path.write_text("edited")
    with pytest.raises(OutputError, match="was changed since it was written"):
        refuse_taken_file(path, path.parent)
    note_file(path)
    refuse_taken_file(path, path.parent)


@pytest.mark.parametrize("change", [lambda path: path.write_text("edited"), lambda path: put_file(path.parent)])
def test_calendars_that_somebody_has_touched_are_refused(tmp_path: Path, change: Callable[[Path], None]) -> None:
    with calendar_folder(tmp_path / "calendars") as folder:
        (folder / "E001.ics").write_text("BEGIN:VCALENDAR")
    refuse_foreign_folder(tmp_path / "calendars", "calendars")
    change(tmp_path / "calendars" / "E001.ics")
    with pytest.raises(OutputError, match="move that away"):
        refuse_foreign_folder(tmp_path / "calendars", "calendars")


def test_a_run_whose_place_is_taken_when_the_search_ends_is_kept_elsewhere(tmp_path: Path) -> None:
    def search() -> None:
        (tmp_path / "drive").write_text("a file where a folder was to be made")
        with run_folder(tmp_path / "drive" / "week", RECORD) as folder:
            (folder / "roster.csv").write_text("an hour of search")

    with pytest.raises(OutputError, match="The new run is in") as error:
        search()
    kept = Path(str(error.value).rpartition(" ")[2])
    assert (kept / "roster.csv").read_text() == "an hour of search"
    shutil.rmtree(kept)


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "week").mkdir()
    write_run(tmp_path / "week", "new")
    assert (tmp_path / "week" / "roster.csv").exists()


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "week").write_text("a file")
    with pytest.raises(OutputError, match="is a file"), run_folder(tmp_path / "week", RECORD):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_the_owner_can_read(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "secret")
    assert stat.S_IMODE((tmp_path / "week").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "week").iterdir()} == {0o600}


def test_a_single_file_is_replaced_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "roster.xlsx"
    target.write_text("earlier")

    def die() -> None:
        with whole_file(target) as path:
            path.write_text("half")
            raise RuntimeError("out of power")

    with pytest.raises(RuntimeError, match="out of power"):
        die()
    assert target.read_text() == "earlier"
    with whole_file(target) as path:
        path.write_text("whole")
    assert target.read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["roster.xlsx"]


def test_a_folder_cannot_be_written_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="name a file"), whole_file(tmp_path):
        pass


@pytest.mark.parametrize("name", ["staff.csv", "Staff.csv", "workspace.xlsx", "workspace.yaml", "events.csv"])
def test_an_input_of_a_workspace_is_never_written_nor_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "workspace.yaml").write_text("mine")
    (tmp_path / "staff.csv").write_text("mine")
    before = names(tmp_path)
    with pytest.raises(OutputError, match="is the name of an input of the workspace"):
        refuse_taken_file(tmp_path / name)
    with pytest.raises(OutputError, match="input of the workspace"), kept_file(tmp_path / name) as path:
        path.write_text("ours")
    assert names(tmp_path) == before
    assert (tmp_path / "staff.csv").read_text() == "mine"
    refuse_taken_file(tmp_path / "roster.csv")
    (tmp_path / "elsewhere").mkdir()
    refuse_taken_file(tmp_path / "elsewhere" / name)


@pytest.mark.parametrize("name", ["staff.xlsx", "직원.xlsx", "STAFF.CSV", "locks.tsv", "workspace.yml", "absenses.csv"])
def test_what_the_next_command_would_take_for_an_input_is_never_made(tmp_path: Path, name: str) -> None:
    (tmp_path / "workspace.yaml").write_text("mine")
    with pytest.raises(OutputError, match="the name of an input of the workspace"):
        refuse_taken_file(tmp_path / name)
    assert names(tmp_path) == ["workspace.yaml"]


@pytest.mark.parametrize("inside", ["week/next", "week/a/b"])
@pytest.mark.parametrize("kind", ["roster", "comparison"])
def test_nothing_new_is_put_inside_a_run_at_any_depth(tmp_path: Path, inside: str, kind: RunKind) -> None:
    write_run(tmp_path / "week", "first", kind=kind)
    with pytest.raises(OutputError, match=r"would lie inside the run in .*week; choose another place"):
        refuse_foreign_folder(tmp_path / inside, "roster")
    with pytest.raises(OutputError, match=r"would lie inside the run in .*week; choose another place"):
        refuse_taken_file(tmp_path / inside / "roster.csv")
    refuse_foreign_folder(tmp_path / "week" / "calendars", "calendars")
    refuse_foreign_folder(tmp_path / "other" / inside, "roster")
    write_run(tmp_path / "week", "second", kind=kind)


@pytest.mark.parametrize("name", ["roster.csv", "coverage.csv", "mine.csv"])
def test_a_file_inside_the_folder_of_a_run_is_refused_with_the_folder_as_the_remedy(tmp_path: Path, name: str) -> None:
    write_run(tmp_path / "week", "first")
    before = names(tmp_path / "week")
    with pytest.raises(OutputError, match="name the folder itself"):
        refuse_taken_file(tmp_path / "week" / name)
    assert names(tmp_path / "week") == before


@pytest.mark.parametrize("name", ["roster.csv", "run.json"])
def test_a_file_of_a_run_is_written_anew_for_that_run_only(tmp_path: Path, name: str) -> None:
    write_run(tmp_path / "week", "first")
    write_run(tmp_path / "other", "other")
    target = tmp_path / "week" / name
    for of_run in (None, tmp_path / "other"):
        with pytest.raises(OutputError, match="belongs to the run in"):
            refuse_taken_file(target, of_run)
    if name == "roster.csv":
        with kept_file(target, tmp_path / "week") as path:
            path.write_text("anew")
        assert target.read_text() == "anew"
    assert names(tmp_path / "week") == names(tmp_path / "other")


def test_a_file_that_is_the_same_as_the_new_one_needs_no_copy(tmp_path: Path) -> None:
    for _ in range(2):
        with kept_file(tmp_path / "page.html") as path:
            path.write_text("same")
    assert names(tmp_path) == ["page.html"]


def test_a_file_that_is_replaced_is_kept_and_no_earlier_copy_is_lost(tmp_path: Path) -> None:
    target = tmp_path / "roster.csv"
    for text in ("first", "second", "third"):
        with kept_file(target) as path:
            path.write_text(text)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "roster.csv": "third",
        "roster.csv.bak": "first",
        "roster.csv.bak2": "second",
    }
