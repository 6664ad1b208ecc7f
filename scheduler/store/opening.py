"""Where the store of a workspace is, and how it is opened: brought up to date, or refused where it is newer than we."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.config import Settings
from scheduler.errors import StoreError
from scheduler.formats.workspace_files import NEWEST_FILE, STORE_FILE
from scheduler.messages import Message

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from scheduler.store.transactions import Store

PASSWORD = "SCHEDULER_STORE_PASSWORD"
_OWNER_FILE = 0o600
_WRITES = "scheduler_writes"
_PUBLICATION = 7_305_118_240_514_336_611
"""The lock that publications of a PostgreSQL database take in turn; any number that nobody else takes."""


def exists(folder: Path, settings: Settings) -> bool:
    """Whether something may be published: there is a file, or was one, or a server is to be asked. Loads nothing."""
    return settings.store is not None or any((folder / name).is_file() for name in (STORE_FILE, NEWEST_FILE))


def open_store(folder: Path, settings: Settings) -> Store:
    """The store of a workspace, made where there is none.

    Parameters
    ----------
    folder
        The workspace: by default ``scheduler.db`` stands in it.
    settings
        Its settings; `Settings.store` names a PostgreSQL database instead.

    Raises
    ------
    NewerStoreError
        A newer version of this program has made it; it stays as it is.
    StoreError
        It cannot be opened, holds something else, or does not have what was published last.
    """
    from scheduler.store import newest
    from scheduler.store.migrating import bring_up_to_date
    from scheduler.store.transactions import Store
    from scheduler.store.troubles import said

    engine, place = _engine(folder, settings)
    noted = newest.noted(folder)
    with said(place, is_server=settings.store is not None):
        if settings.store is None:
            if noted is not None and not _has_content(folder / STORE_FILE):
                raise newest.missing(folder, noted, place)  # and makes no store that would be taken for it
            _make_file(folder / STORE_FILE)
        bring_up_to_date(engine, writing(engine), place)
    store = Store(engine, writing(engine), place, settings.store is not None, settings.centre.zone, folder)
    if noted is not None:
        with store.reading() as published:
            if not published.has(noted.version, noted.roster_sha256):
                raise newest.missing(folder, noted, place)
    return store


def _has_content(path: Path) -> bool:
    """Whether there is a file, and something in it."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def writing(engine: Engine) -> Engine:
    """The engine for transactions that write: each waits for the one before, and then sees what that one wrote."""
    return engine.execution_options(**{_WRITES: True})


def _make_file(path: Path) -> None:
    """Make the file as its owner's alone before SQLite does; what SQLite puts beside it has the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, _OWNER_FILE))
    except OSError as error:
        raise StoreError(
            Message(
                "{path}: {strerror}; the store of published rosters must be writable",
                path=path,
                strerror=error.strerror,
            )
        ) from error
    with suppress(PermissionError):  # somebody else's, who has let us
        path.chmod(_OWNER_FILE)


def _engine(folder: Path, settings: Settings) -> tuple[Engine, str]:
    """The engine of a store, with what people call it."""
    from sqlalchemy import URL, NullPool, create_engine, event, make_url

    from scheduler.store.troubles import WAIT_SECONDS

    # No pool: a command asks twice at most, and the last connection to close leaves one whole SQLite file.
    if settings.store is not None:
        url = make_url(settings.store)
        if password := os.environ.get(PASSWORD):
            url = url.set(password=password)
        engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": WAIT_SECONDS})

        @event.listens_for(engine, "begin")
        def take_turns(connection: Connection) -> None:
            if connection.get_execution_options().get(_WRITES):
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_PUBLICATION})")

        return engine, url.render_as_string(hide_password=True)

    path = folder / STORE_FILE
    engine = create_engine(
        URL.create("sqlite", database=str(path.resolve())), poolclass=NullPool, connect_args={"timeout": WAIT_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; `begin` below does
        # What is taken out is written over: people who are forgotten must not be found in free space.
        for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")

    return engine, str(path)
