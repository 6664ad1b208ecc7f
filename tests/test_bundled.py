"""Where the bundled workspace is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler import bundled
from scheduler.errors import SchedulerError


class InstalledFile:
    """A file of an installed package, as `importlib.metadata` tells of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def as_posix(self) -> str:
        return self.path.as_posix()

    def locate(self) -> Path:
        return self.path


def test_a_source_checkout_has_it_in_inputs() -> None:
    assert bundled.bundled_workspace().parts[-2:] == ("inputs", "dasan")


def test_an_installed_wheel_has_it_among_the_data_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled, "_IN_CHECKOUT", tmp_path / "nowhere")
    settings = tmp_path / "share" / "scheduler" / "dasan" / "workspace.yaml"
    monkeypatch.setattr(bundled.metadata, "files", lambda _: [InstalledFile(settings)])
    assert bundled.bundled_workspace() == settings.parent


def test_an_installation_without_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "_IN_CHECKOUT", tmp_path / "nowhere")
    monkeypatch.setattr(bundled.metadata, "files", lambda _: None)
    with pytest.raises(SchedulerError, match="install the package again"):
        bundled.bundled_workspace()


def test_a_copy_has_no_programs_and_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    bundled.copy_bundled_workspace(tmp_path)
    assert (tmp_path / "workspace.yaml").exists()
    assert not list(tmp_path.rglob("*.py"))
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
