"""What tests of several folders share: a store of each kind, and offices that publish."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgresql
from tests.publishing.offices import Office
from tests.workspaces import SETTINGS, write_workspace


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server]:
    """A server, where PostgreSQL is installed."""
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed; .ci/run installs it")
    with postgresql.server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store_setting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The line of ``workspace.yaml`` that names a store of each kind, with nothing in it; its password is set."""
    if request.param == "sqlite":
        return ""
    server: postgresql.Server = request.getfixturevalue("postgresql_server")
    monkeypatch.setenv("SCHEDULER_STORE_PASSWORD", postgresql.PASSWORD)
    return f"store: {server.new_database()}\n"


@pytest.fixture
def office(tmp_path: Path, store_setting: str) -> Office:
    """An office with a store of each kind."""
    return Office(tmp_path, write_workspace(tmp_path / "workspace", workspace=SETTINGS + store_setting))


@pytest.fixture
def small_office(tmp_path: Path) -> Office:
    """One with SQLite, for what no database has a say in."""
    return Office(tmp_path, write_workspace(tmp_path / "workspace"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the documents, the longest of all: nobody has to wait for them alone at the end."""
    items.sort(key=lambda item: item.path.name != "test_documents.py")
