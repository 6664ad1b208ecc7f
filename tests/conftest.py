"""What tests of several folders share: stores of each kind, offices that publish, a language that nobody changes."""

from __future__ import annotations

import gc
import gettext
import json
import os
from collections.abc import Iterator
from functools import lru_cache, wraps
from pathlib import Path

import pytest
import vl_convert

from scheduler.catalogue import asked_language
from tests import postgresql
from tests.publishing.offices import Office
from tests.runs import WORKED
from tests.workspaces import SETTINGS, write_workspace


def pytest_configure() -> None:
    """Let commands without a workspace speak English on every machine."""
    os.environ["LC_ALL"] = "C.UTF-8"


def _surroundings() -> tuple[object, ...]:
    return asked_language.get(), gettext.textdomain(), os.environ.get("LANGUAGE"), Path.cwd()


@pytest.fixture(autouse=True)
def _leaves_its_surroundings_as_they_were() -> Iterator[None]:
    """Fail the test that changes the language or the folder for those after it, and not one of these."""
    before = _surroundings()
    yield
    assert _surroundings() == before


@pytest.fixture(scope="session", autouse=True)
def _each_chart_is_drawn_once() -> Iterator[None]:
    """Keep what Vega draws by what it was asked for: most reports of tests are of the same small run."""
    draw = vl_convert.vegalite_to_svg
    drawn = lru_cache(maxsize=512)(lambda spec: draw(json.loads(spec)))

    @wraps(draw)
    def draw_once(spec: dict[str, object]) -> str:
        return drawn(json.dumps(spec))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vl_convert, "vegalite_to_svg", draw_once)
        yield


@pytest.fixture
def every_chart_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that what is drawn twice is the same."""
    monkeypatch.setattr(vl_convert, "vegalite_to_svg", vl_convert.vegalite_to_svg.__wrapped__)


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


@pytest.fixture(scope="session")
def office_for_all(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One with SQLite that has published the week of `WORKED`; nobody changes it."""
    return Office.that_published(tmp_path_factory.mktemp("office"), WORKED)


@pytest.fixture
def published_office(office_for_all: Office, tmp_path: Path) -> Office:
    """A copy of it, to be changed."""
    return office_for_all.copied(tmp_path)


def pytest_collection_finish() -> None:
    """Spare the collector of garbage all that stays until the end: the tests, and every module of theirs."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the documents, the longest of all: nobody has to wait for them alone at the end."""
    items.sort(key=lambda item: item.path.name != "test_documents.py")
