"""Files and folders take their place in one step."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scheduler.run_record import RunRecord
from scheduler.writers.atomic import hidden_folder, place_folder
from scheduler.writers.files import whole_file
from scheduler.writers.folder import run_folder

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def fast_folder() -> Iterator[Path]:
    """In memory where the system offers that: a thousand runs are written to it."""
    memory = Path("/dev/shm")
    where = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=where) as folder:
        yield Path(folder)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process has to be copied to be killed so often")
@pytest.mark.parametrize(
    ("way", "before", "step"),
    [("exchange", "none", 3), ("exchange", "backup", 2), ("exchange", "summary", 3), ("renames", "backup", 3)],
)
def test_a_run_that_is_killed_leaves_the_old_run_or_the_new_one_and_the_next_clears_up(
    fast_folder: Path, way: str, before: str, step: int
) -> None:
    script = Path(__file__).parent / "killed_at_each_line.py"
    done = subprocess.run(
        [sys.executable, str(script), str(fast_folder), way, before, str(step)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("killed up to line ")


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> dict[int, set[int]]:
    """Of each file and folder that is written out to the disk, by its inode: what its target was at that time."""
    seen: dict[int, set[int]] = {}
    sync: Callable[[int], None] = os.fsync

    def remember(handle: int) -> None:
        sync(handle)
        seen.setdefault(os.fstat(handle).st_ino, set()).add(len(seen))

    monkeypatch.setattr(os, "fsync", remember)
    return seen


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is another call that goes to the disk")
def test_all_files_and_names_are_on_the_disk_before_they_count(tmp_path: Path, synced: dict[int, set[int]]) -> None:
    target = tmp_path / "week"
    with run_folder(target, RunRecord(kind="roster", has_result=True, command="test")) as hidden:
        (hidden / "rosters").mkdir()
        (hidden / "rosters" / "roster.csv").write_text("all of it")
    everything = [path.stat().st_ino for path in (*target.rglob("*"), target)]
    assert len(everything) == 4
    assert set(everything) < synced.keys()
    # The last one is the name of the run itself, in the folder above.
    assert list(synced)[-1] == tmp_path.stat().st_ino
    with whole_file(tmp_path / "roster.csv") as file:
        file.write_text("all of it")
    assert (tmp_path / "roster.csv").stat().st_ino in synced


@pytest.mark.parametrize(
    "name", [".week.k3v9_x1a.scheduler-tmp", ".week.k3v9_x1a.scheduler-old", ".week.bak.k3v9_x1a.scheduler-tmp"]
)
def test_what_a_dead_process_left_is_cleared_and_what_a_living_one_writes_is_not(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "roster.csv").write_text("who is ill")
    others = {
        ".week",
        ".week.holidays.tmp",
        ".week.holidays.old",
        ".week.mine.scheduler-tmp",
        "week.k3v9_x1a.scheduler-tmp",
        ".weeks.k3v9_x1a.scheduler-tmp",
    }
    for other in others:
        (tmp_path / other).mkdir()
    (tmp_path / "week").mkdir()
    with hidden_folder(tmp_path / "week") as first, hidden_folder(tmp_path / "week") as second:
        assert not (tmp_path / name).exists()
        assert first.is_dir()
        assert second.is_dir()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"week"} | others


def test_a_file_that_a_dead_process_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".roster.xlsx.k3v9_x1a.scheduler-tmp.xlsx").write_text("half")
    (tmp_path / ".roster.xlsx.holidays.tmp.xlsx").write_text("mine")
    with whole_file(tmp_path / "roster.xlsx") as file:
        assert file.suffix == ".xlsx"
        file.write_text("whole")
    assert {path.name for path in tmp_path.iterdir()} == {"roster.xlsx", ".roster.xlsx.holidays.tmp.xlsx"}


def test_two_that_write_to_the_same_place_both_stay_whole(tmp_path: Path) -> None:
    target, backup = tmp_path / "week", tmp_path / "week.bak"
    for text in ("first", "second", "third"):
        with hidden_folder(target) as hidden:
            (hidden / "roster.csv").write_text(text)
            place_folder(hidden, target, lambda: backup)
    assert (target / "roster.csv").read_text() == "third"
    assert (backup / "roster.csv").read_text() == "second"
    assert len(list(tmp_path.iterdir())) == 2
