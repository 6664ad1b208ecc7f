"""A background process: a function at work there, with messages both ways.

A process and not a thread: MathOpt cannot interrupt HiGHS, but a process can be ended at any time; and what solves in
another process does not wait for Python in this one. It ends with this process, however that ends: by ``kill -9`` too,
and even where a solver holds Python's lock there, so that no thread of Python's could notice.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from multiprocessing.util import Finalize
from types import ModuleType
from typing import Any

from scheduler.log import is_log_shown, show_log_there

_PR_SET_PDEATHSIG = 1
_LOST = (EOFError, BrokenPipeError, ConnectionResetError)
"""What reading and writing raise when the other end has gone."""

Send = Callable[[Any], None]
"""What a function is given to tell its messages, one by one."""

_is_background = False
"""Whether this process is one that another process has in its background."""


class DiedError(Exception):
    """The process has ended, and nothing more comes from it."""


_starting = threading.Lock()


@contextmanager
def _nothing_to_run_again() -> Iterator[None]:
    """Let a spawned process not run the program's main file, as it otherwise does before it works.

    What it shall do stands in modules; the main file may be anybody's script, which would begin its own search anew.
    """
    with _starting:
        ours = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = ours


class Process:
    """Runs ``function(connection, *arguments)`` in a process of its own.

    Parameters
    ----------
    function
        Of a module, so that the process finds it.
    arguments
        Whatever can be sent to a process; they may be large, and nobody waits for their arrival.
    """

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        # Spawned, not forked: a fork of a process with threads, as solvers have, may hang.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        # Not a daemon: a daemon may have no children, and a search has. It knows itself when to end.
        life = function, theirs, not _is_background, is_log_shown()
        self._process = context.Process(target=_live, args=life, daemon=False)
        with _nothing_to_run_again():
            self._process.start()
        theirs.close()
        # Where nobody has closed it, at the latest when this process ends: it would be waited for.
        Finalize(self, _end, args=(self._process,), exitpriority=10)
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._sender = threading.Thread(target=_deliver, args=(self._outbox, self.connection), daemon=True)
        self._sender.start()
        self.send(arguments)

    @property
    def pid(self) -> int | None:
        """The process's number in the operating system."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether more may come."""
        return self._process.is_alive()

    def send(self, message: object) -> None:
        """Send a message, without waiting for the process, which may still be starting, to read it."""
        self.send_bytes(bytes(ForkingPickler.dumps(message)))

    def send_bytes(self, message: bytes) -> None:
        """Send bytes as they are, to a process that reads them as such."""
        self._outbox.put(message)

    def receive(self) -> Any:
        """The next message, waiting for it.

        Raises
        ------
        DiedError
            There will be none; for want of memory, perhaps.
        """
        try:
            return self.connection.recv()
        except _LOST as error:
            raise DiedError from error

    def messages(self, wait_seconds: float = 0.0) -> list[Any]:
        """What it has sent since, waiting so long for the first of it; what it had sent before it died stands."""
        found: list[Any] = []
        with suppress(DiedError, OSError):
            while self.connection.poll(0.0 if found else wait_seconds):
                found.append(self.receive())
        return found

    def close(self) -> None:
        """End the process, whatever it is at, with the processes that it has started."""
        _end(self._process)
        self._process.join()
        self._outbox.put(None)
        self._sender.join()
        self.connection.close()


def telling(connection: Connection, function: Callable[..., object], *arguments: object) -> None:
    """Run ``function(send, *arguments)``: for a function that has much to tell and nothing to be told."""
    function(connection.send, *arguments)


def background(function: Callable[..., object], *arguments: object) -> Process:
    """A process that runs ``function(send, *arguments)``; its messages are what the function sends."""
    return Process(telling, function, *arguments)


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _deliver(outbox: queue.SimpleQueue[bytes | None], connection: Connection) -> None:
    """Send what is put into the outbox, until that is nothing, or nobody reads it: receiving says so."""
    with suppress(OSError):
        while (message := outbox.get()) is not None:
            connection.send_bytes(message)


def _end(process: SpawnProcess) -> None:
    if process.pid is not None and process.is_alive():
        if not _is_background:  # else it is in our own group
            _kill_group(process.pid)
        process.kill()


def _live(function: Callable[..., object], connection: Connection, has_own_group: bool, shows_log: bool) -> None:
    """The life of the process; ends when the other end of the connection is closed."""
    global _is_background
    _is_background = True
    if shows_log:
        show_log_there()
    _silence()
    if has_own_group and hasattr(os, "setsid"):
        os.setsid()  # a group of its own: Ctrl-C reaches the parent alone, and the group can be ended as one
    _end_with_parent()
    with suppress(*_LOST, KeyboardInterrupt):
        function(connection, *connection.recv())


def _silence() -> None:
    """Take this process's output from the terminal: what solvers write of trouble they get over frightens people."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _end_with_parent() -> None:
    """See to it that this process does not outlive the one that started it.

    Linux ends it itself. Elsewhere a thread waits for the parent's end; it has to wait further while a solver holds
    Python's lock.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent.pid:  # it ended before Linux was asked to watch it
            os._exit(1)
    threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    """Wait for the parent's end, then end this process and those that it has started."""
    wait([sentinel])
    if hasattr(os, "getpgid") and os.getpgid(0) == os.getpid():
        _kill_group(os.getpid())
    os._exit(1)


def _kill_group(leader: int) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # it has not yet become the leader of a group, and has no children either
            os.killpg(leader, signal.SIGKILL)
