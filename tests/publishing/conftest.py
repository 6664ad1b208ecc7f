"""Offices with a store of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publishing.offices import Office
from tests.workspaces import SETTINGS, write_workspace


@pytest.fixture
def office(tmp_path: Path, store_setting: str) -> Office:
    return Office(tmp_path, write_workspace(tmp_path / "workspace", workspace=SETTINGS + store_setting))


@pytest.fixture
def small_office(tmp_path: Path) -> Office:
    """One with SQLite, for what no database has a say in."""
    return Office(tmp_path, write_workspace(tmp_path / "workspace"))
