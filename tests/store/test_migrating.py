"""Stores of every version before come up to date, and the schema is what the migrations come to."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from scheduler.readers.workspace import read_workspace
from scheduler.store import migrating
from scheduler.store.opening import open_store
from scheduler.store.schema import METADATA, REVISION_TABLE
from tests.workspaces import SETTINGS, write_workspace

FIRST_VERSION = """
CREATE TABLE scheduler_revision (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT scheduler_revision_pkc PRIMARY KEY (version_num));
INSERT INTO scheduler_revision VALUES ('first_version');
CREATE TABLE version (
    number INTEGER NOT NULL, first_day DATE NOT NULL, days INTEGER NOT NULL, published_at TEXT NOT NULL,
    author TEXT NOT NULL, note TEXT NOT NULL, seed INTEGER, inputs_sha256 TEXT NOT NULL, reverts INTEGER,
    CONSTRAINT pk_version PRIMARY KEY (number),
    CONSTRAINT fk_version_reverts FOREIGN KEY(reverts) REFERENCES version (number),
    CONSTRAINT ck_version_number CHECK (number > 0), CONSTRAINT ck_version_days CHECK (days > 0));
CREATE TABLE assignment (
    version INTEGER NOT NULL, employee_id TEXT NOT NULL, date DATE NOT NULL, shift TEXT NOT NULL,
    starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, break_starts_at TEXT, break_ends_at TEXT,
    work_mode TEXT NOT NULL, queue TEXT NOT NULL, paid_minutes INTEGER NOT NULL,
    CONSTRAINT pk_assignment PRIMARY KEY (version, employee_id, date),
    CONSTRAINT fk_assignment_version FOREIGN KEY(version) REFERENCES version (number));
CREATE INDEX ix_assignment_date ON assignment (date);
CREATE TABLE run_file (
    version INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, content BLOB NOT NULL,
    CONSTRAINT pk_run_file PRIMARY KEY (version, name),
    CONSTRAINT fk_run_file_version FOREIGN KEY(version) REFERENCES version (number));
INSERT INTO version VALUES (1, '2023-11-06', 7, '2023-11-01T00:30:00+00:00', 'Kim', 'first', 1, 'abc', NULL);
INSERT INTO version VALUES (2, '2023-11-06', 7, '2023-11-02T00:30:00+00:00', 'Lee', '', NULL, 'abc', 1);
INSERT INTO assignment VALUES (2, 'E001', '2023-11-06', 'D', '2023-11-06T09:00+09:00', '2023-11-06T18:00+09:00',
    '2023-11-06T12:00+09:00', '2023-11-06T13:00+09:00', 'office', 'general', 480);
INSERT INTO run_file VALUES (1, 'run.json', '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    X'78daabae0500017500f9');
"""
"""A store as the first version has made it. It is never changed: whoever changes the schema adds to what is asked."""


def first_version_file(path: Path) -> None:
    """Write a store of the first version, with two versions in it."""
    store = sqlite3.connect(path)
    store.executescript(FIRST_VERSION)
    store.close()


def test_a_store_of_the_first_version_is_read(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "workspace")
    first_version_file(folder / "scheduler.db")
    with open_store(folder, read_workspace(folder).settings).reading() as published:
        first, second = published.versions()
        assert (first.note, first.published_at, first.reverts) == (
            "first",
            datetime(2023, 11, 1, 0, 30, tzinfo=UTC),
            None,
        )
        assert (second.author, second.seed, second.reverts) == ("Lee", None, 1)
        (row,) = published.roster_of(2).assignments
        assert (row.date, row.start, row.break_end) == (
            date(2023, 11, 6),
            datetime(2023, 11, 6, 9),
            datetime(2023, 11, 6, 13),
        )
        assert published.files_of(1) == {"run.json": b"{}"}
        assert migrating.revision_of(published._connection) == migrating.REVISIONS[-1]


def test_a_store_of_the_first_version_comes_to_the_schema_of_a_new_one(tmp_path: Path) -> None:
    tables = []
    for name in ("old", "new"):
        folder = write_workspace(tmp_path / name)
        if name == "old":
            first_version_file(folder / "scheduler.db")
        with open_store(folder, read_workspace(folder).settings).reading() as published:
            query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
            found = published._connection.exec_driver_sql(query).all()
            tables.append([(name, "".join(sql.split()).replace('"', "")) for name, sql in found])
    assert tables[0] == tables[1]


def test_the_schema_is_what_the_migrations_come_to(tmp_path: Path, store_setting: str) -> None:
    folder = write_workspace(tmp_path / "workspace", workspace=SETTINGS + store_setting)
    with open_store(folder, read_workspace(folder).settings).reading() as published:
        options = {
            "compare_type": True,
            "compare_server_default": True,
            "include_object": lambda _, name, *__: name != REVISION_TABLE,
        }
        assert compare_metadata(MigrationContext.configure(published._connection, opts=options), METADATA) == []


def test_the_list_of_migrations_is_that_of_the_files() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating._FOLDER))
    config.set_main_option("path_separator", "os")
    found = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(found)) == migrating.REVISIONS
