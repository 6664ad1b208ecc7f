"""A PostgreSQL server of the tests' own: in a temporary folder, reached by a socket there alone, with a password."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

PASSWORD = "made up for the tests"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where it is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    return next(
        (folder for folder in folders if (folder / "initdb").is_file() and (folder / "postgres").is_file()), None
    )


@dataclass(frozen=True)
class Server:
    """A server that runs, and makes databases."""

    folder: Path
    _numbers: Iterator[int]

    def new_database(self) -> str:
        """The address of a database with nothing in it, as a workspace names it: without the password."""
        name = f"store_{next(self._numbers)}"
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://scheduler@/{name}?host={self.folder}"

    def _conninfo(self, database: str) -> str:
        return psycopg.conninfo.make_conninfo(
            host=str(self.folder), user="scheduler", password=PASSWORD, dbname=database
        )


@contextmanager
def server() -> Iterator[Server]:
    """A server that ends with the block, and with this process."""
    found = programs()
    assert found is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # the name of a socket is short
    user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
    if user is not None:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    options = {"user": user, "extra_groups": []} if user is not None else {}
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    secret.chmod(0o644)
    data = folder / "data"
    running = None
    try:
        subprocess.run(
            [
                *(found / "initdb", "-D", data, "-U", "scheduler", "-A", "scram-sha-256", "--pwfile", secret),
                *("--no-sync", "-E", "UTF8", "--locale", "C"),
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            **options,
        )
        running = subprocess.Popen(
            [found / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"],
            stderr=subprocess.DEVNULL,
            cwd=folder,
            preexec_fn=_end_with_parent,
            **options,
        )
        made = Server(folder, count(1))
        _wait_for(made, running)
        yield made
    finally:
        if running is not None:
            running.send_signal(signal.SIGQUIT)
            running.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _wait_for(made: Server, running: subprocess.Popen[bytes]) -> None:
    last: Exception | None = None
    for _ in range(600):
        assert running.poll() is None, "the server has ended"
        with suppress(psycopg.OperationalError):
            psycopg.connect(made._conninfo("postgres")).close()
            return
        time.sleep(0.1)
    raise AssertionError("the server does not answer") from last
