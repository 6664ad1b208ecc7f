"""What databases say when they cannot, as errors that say what helps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from scheduler.errors import StoreError
from scheduler.messages import Message

WAIT_SECONDS = 60
"""How long a publication waits for another one."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, "55P03"}
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, "53100"}
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}
_CLOSED = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, "42501", "25006"}


@contextmanager
def said(place: str, *, is_server: bool) -> Iterator[None]:
    """Turn what the database says into an error that names the store and what helps.

    Raises
    ------
    StoreError
        It is busy, full, damaged, closed to us or out of reach. What contradicts the schema is a bug, and stays one.
    """
    try:
        yield
    except DBAPIError as error:
        code = _code_of(error)
        if isinstance(error, IntegrityError) or (code is None and not is_server):
            raise
        if code in _BUSY:
            what = Message(
                "another publication has been at work for {seconds} s; try again when it has ended",
                seconds=WAIT_SECONDS,
            )
        elif code in _FULL:
            what = Message("there is no room left, so that nothing was written; make room on the disk and try again")
        elif code in _DAMAGED:
            what = Message("this is no store, or a damaged one; put a copy of it in its place, docs/store.md says how")
        elif code in _CLOSED:
            what = Message("it cannot be opened or written; ask whoever owns it for the right to")
        elif is_server and str(code or "08")[:2] in ("08", "28", "3D", "57"):
            what = Message(
                "the database cannot be used; look at 'store' in workspace.yaml, at the server, and at "
                "SCHEDULER_STORE_PASSWORD or PGPASSWORD"
            )
        else:
            raise
        raise StoreError(
            Message("{place}: {what} ({said})", place=place, what=what, said=str(error.orig).strip())
        ) from error


def _code_of(error: DBAPIError) -> int | str | None:
    """The primary code of SQLite, the state of PostgreSQL, or None."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if isinstance(code, int):
        return code & 0xFF
    state = getattr(error.orig, "sqlstate", None)
    return state if isinstance(state, str) else None
