"""A new workspace appears whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scheduler.errors import OutputError
from scheduler.writers.new_folder import new_folder

ROOT = Path(__file__).parent.parent.parent


def make(target: Path) -> None:
    with new_folder(target, "workspace.yaml") as folder:
        (folder / "scenarios").mkdir()
        for name in ("workspace.yaml", "staff.csv"):
            (folder / name).write_text(name)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_is_its_owners_only(tmp_path: Path) -> None:
    target = tmp_path / "a" / "centre"
    make(target)
    assert names(target) == ["scenarios", "staff.csv", "workspace.yaml"]
    for path in (target, target / "workspace.yaml", target / "staff.csv"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert names(target.parent) == ["centre"]


def test_an_empty_folder_stays_the_same_folder_and_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tmp_path.stat()
    monkeypatch.chdir(tmp_path)
    make(Path())
    assert names(tmp_path) == ["scenarios", "staff.csv", "workspace.yaml"]
    assert (tmp_path.stat().st_ino, tmp_path.stat().st_mode) == (before.st_ino, before.st_mode)


@pytest.mark.parametrize("name", ["file", "folder", "folder/file"])
def test_what_is_in_use_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").touch()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="is there already; name a new folder"):
        make(tmp_path / name)
    assert names(tmp_path) == ["file", "folder"]
    assert names(tmp_path / "folder") == ["file"]


def test_a_folder_that_somebody_fills_meanwhile_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "centre"

    def make_late() -> None:
        with new_folder(target, "workspace.yaml") as folder:
            (folder / "workspace.yaml").write_text("ours")
            target.mkdir()
            (target / "theirs").touch()

    with pytest.raises(OutputError, match="is there already"):
        make_late()
    assert names(target) == ["theirs"]
    assert names(tmp_path) == ["centre"]


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit for the size of a file")
@pytest.mark.parametrize(("kind", "form"), [("new", "csv"), ("empty", "xlsx")])
def test_a_full_disk_leaves_nothing_of_a_workspace(tmp_path: Path, kind: str, form: str) -> None:
    import resource

    target = tmp_path / "centre"
    if kind == "empty":
        target.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "scheduler", "init", str(target), "--format", form],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)),
    )
    assert done.returncode == 2, done.stderr
    assert "File too large" in done.stderr
    assert names(tmp_path) == (["centre"] if kind == "empty" else [])
    assert kind == "new" or names(target) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process has to be copied to be killed so often")
@pytest.mark.parametrize("kind", ["new", "empty"])
def test_an_init_that_is_killed_leaves_a_whole_workspace_or_none(kind: str) -> None:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).parent / "killed_init.py"), folder, kind, "61"],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("killed up to line ")
