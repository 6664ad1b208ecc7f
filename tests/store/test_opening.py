"""Where the store is, who may read it, and which stores are refused."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from scheduler.errors import InputError, NewerStoreError, StoreError
from scheduler.readers.workspace import read_workspace
from scheduler.store.opening import exists, open_store
from tests.workspaces import SETTINGS, faults_in, write_workspace


def opened(folder: Path):
    return open_store(folder, read_workspace(folder).settings)


def test_the_file_stands_beside_the_settings_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "workspace")
    settings = read_workspace(folder).settings
    assert not exists(folder, settings)
    before = os.umask(0)
    try:
        with open_store(folder, settings).publishing() as publishing:
            beside = list(folder.glob("scheduler.db*"))
            assert {path.name for path in beside} >= {"scheduler.db", "scheduler.db-wal"}
            assert {path.stat().st_mode & 0o777 for path in beside} == {0o600}
            modes = {
                name: publishing._connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "synchronous")
            }
            assert modes == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}
    finally:
        os.umask(before)
    assert exists(folder, settings)
    assert [path.name for path in folder.glob("scheduler.db*")] == ["scheduler.db"], "one file is the whole store"


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "workspace")
    opened(folder)
    (folder / "scheduler.db").chmod(0o644)
    opened(folder)
    assert (folder / "scheduler.db").stat().st_mode & 0o777 == 0o600


def test_a_store_of_a_newer_version_is_refused_and_stays(tmp_path: Path, store_setting: str) -> None:
    folder = write_workspace(tmp_path / "workspace", workspace=SETTINGS + store_setting)
    with opened(folder).publishing() as publishing:
        publishing._connection.exec_driver_sql("UPDATE scheduler_revision SET version_num = 'of_next_year'")
    content = (folder / "scheduler.db").read_bytes() if not store_setting else b""
    with pytest.raises(NewerStoreError, match=r"newer version of this program .*'of_next_year'.* use that version"):
        opened(folder)
    assert store_setting or (folder / "scheduler.db").read_bytes() == content


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "workspace")
    (folder / "scheduler.db").write_bytes(b"nothing that SQLite knows" * 100)
    with pytest.raises(StoreError, match="no store, or a damaged one"):
        opened(folder)


def test_a_database_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "workspace")
    with sqlite3.connect(folder / "scheduler.db") as other:
        other.execute("CREATE TABLE version (number TEXT)")
    other.close()
    with pytest.raises(StoreError, match="a table 'version' already"):
        opened(folder)


def test_a_wrong_password_is_refused_without_being_shown(
    tmp_path: Path, postgresql_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = f"store: {postgresql_server.new_database()}\n"
    folder = write_workspace(tmp_path / "workspace", workspace=SETTINGS + store)
    for name, other in (("SCHEDULER_STORE_PASSWORD", "PGPASSWORD"), ("PGPASSWORD", "SCHEDULER_STORE_PASSWORD")):
        monkeypatch.delenv(other, raising=False)
        monkeypatch.setenv(name, "s3cret")
        with pytest.raises(StoreError, match="the database cannot be used; look at 'store'") as refused:
            opened(folder)
        assert "s3cret" not in str(refused.value)


def test_the_usual_variable_has_the_password_as_well(
    tmp_path: Path, postgresql_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.postgresql import PASSWORD

    monkeypatch.delenv("SCHEDULER_STORE_PASSWORD", raising=False)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    store = f"store: {postgresql_server.new_database()}\n"
    folder = write_workspace(tmp_path / "workspace", workspace=SETTINGS + store)
    with opened(folder).reading() as published:
        assert published.versions() == []


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    store = f"store: postgresql+psycopg://scheduler@/nowhere?host={tmp_path}\n"
    folder = write_workspace(tmp_path / "workspace", workspace=SETTINGS + store)
    with pytest.raises(StoreError, match="the database cannot be used"):
        opened(folder)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql+psycopg://me:secret@host/db", "a password stands in the address"),
        ("postgresql+psycopg://me@host/db?password=secret", "a password stands in the address"),
        ("postgresql://me@host/db", "is no address of a PostgreSQL database"),
        ("postgresql+psycopg://me@host", "is no address of a PostgreSQL database"),
        ("sqlite:///scheduler.db", "is no address of a PostgreSQL database"),
    ],
)
def test_a_password_in_the_settings_or_another_database_is_a_fault(tmp_path: Path, address: str, said: str) -> None:
    (fault,) = faults_in(tmp_path, workspace=f"{SETTINGS}store: {address}\n")
    assert said in fault
    assert "store" in fault.split()[0]
    assert "secret" not in fault


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "workspace")
    (folder / "scheduler.db").mkdir()
    with pytest.raises((StoreError, InputError), match=r"scheduler\.db"):
        opened(folder)
