"""A run's folder appears whole or not at all."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from scheduler.errors import OutputError
from scheduler.writers.folder import run_folder, whole_file


def write_run(target: Path, text: str, *, has_roster: bool = True) -> None:
    with run_folder(target) as folder:
        (folder / "summary.json").write_text(text)
        if has_roster:
            (folder / "roster.csv").write_text(text)


def test_the_folder_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "outputs" / "week"
    with run_folder(target) as folder:
        (folder / "summary.json").write_text("new")
        assert not target.exists()
    assert (target / "summary.json").read_text() == "new"


def test_a_run_that_dies_leaves_nothing(tmp_path: Path) -> None:
    def die() -> None:
        with run_folder(tmp_path / "week") as folder:
            (folder / "roster.csv").write_text("half")
            raise RuntimeError("out of power")

    with pytest.raises(RuntimeError, match="out of power"):
        die()
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_dies_leaves_the_earlier_run_alone(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "earlier")
    with pytest.raises(RuntimeError, match="out of power"), run_folder(tmp_path / "week"):
        raise RuntimeError("out of power")
    assert (tmp_path / "week" / "roster.csv").read_text() == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["week"]


def test_the_newest_earlier_run_is_kept_as_backup(tmp_path: Path) -> None:
    for text in ("first", "second", "third"):
        write_run(tmp_path / "week", text)
    assert (tmp_path / "week" / "roster.csv").read_text() == "third"
    assert (tmp_path / "week.bak" / "roster.csv").read_text() == "second"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_run_without_a_roster_does_not_push_a_roster_out_of_the_backup(tmp_path: Path) -> None:
    write_run(tmp_path / "week", "good")
    write_run(tmp_path / "week", "infeasible", has_roster=False)
    write_run(tmp_path / "week", "infeasible again", has_roster=False)
    assert (tmp_path / "week.bak" / "roster.csv").read_text() == "good"


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(OutputError, match="something other than a run"), run_folder(tmp_path):
        pass
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "week").mkdir()
    write_run(tmp_path / "week", "new")
    assert (tmp_path / "week" / "roster.csv").exists()


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "week").write_text("a file")
    with pytest.raises(OutputError, match="is a file"), run_folder(tmp_path / "week"):
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
