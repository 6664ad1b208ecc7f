"""What tests of several folders share: a store of each kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import postgresql


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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the documents, the longest of all: nobody has to wait for them alone at the end."""
    items.sort(key=lambda item: item.path.name != "test_documents.py")
