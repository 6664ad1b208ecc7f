"""Pieces on the cores of this machine, each in a process that takes one piece after another.

`concurrent.futures` has such a pool, but one process that dies breaks all of it, and it does not say over which piece.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from scheduler.parallel.pieces import ALLOWED_DEATHS, POLL_SECONDS, Outcome, T, U, attempt, given_up


def run_on_cores(
    function: Callable[[T], U],
    pieces: Sequence[T],
    cores_each: int,
    stop: threading.Event,
    take: Callable[[Outcome[U]], None],
) -> None:
    """Run pieces until all are done or `stop` is set; `take` gets each outcome as it comes."""
    waiting = deque(range(len(pieces)))
    deaths = [0] * len(pieces)
    workers = [Worker(function) for _ in range(min(len(pieces), max(1, _cores() // cores_each)))]
    try:
        while not stop.is_set():
            for worker in workers:
                if worker.piece is None and waiting:
                    number = waiting.popleft()
                    worker.give(number, pieces[number])
            busy = [worker for worker in workers if worker.piece is not None]
            if not busy:
                return
            heard = wait([worker.connection for worker in busy], timeout=POLL_SECONDS)
            for worker in busy:
                if worker.connection not in heard:
                    continue
                lost = worker.piece
                outcome = worker.hear()
                if outcome is not None:
                    take(outcome)
                    continue
                assert lost is not None
                workers[workers.index(worker)] = Worker(function)
                deaths[lost] += 1
                if deaths[lost] > ALLOWED_DEATHS:
                    take(given_up(lost))
                else:
                    waiting.appendleft(lost)
    finally:
        for worker in workers:
            worker.end()


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Worker:
    """A process that takes one piece after another, and which piece it has."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        # Spawned, not forked: a fork of a process with threads, as solvers have, may hang.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        # Not a daemon: a daemon may have no children, and a search has.
        self._process = context.Process(target=_work, args=(function, theirs), daemon=False)
        self._process.start()
        theirs.close()
        self.piece: int | None = None

    def give(self, number: int, piece: object) -> None:
        """Let it begin a piece."""
        self.piece = number
        with suppress(BrokenPipeError, ConnectionResetError):  # it died since its last piece: hearing from it says so
            self.connection.send((number, piece))

    def hear(self) -> Outcome[Any] | None:
        """The outcome that it has sent; None where it died instead."""
        self.piece = None
        try:
            outcome: Outcome[Any] = self.connection.recv()
        except (EOFError, ConnectionResetError):
            self.end()
            return None
        return outcome

    def end(self) -> None:
        """End the process, with the processes that it has started."""
        if self._process.pid is not None and self._process.is_alive():
            _kill_group(self._process.pid)
            self._process.kill()
        self._process.join()
        self.connection.close()


def _kill_group(leader: int) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # it has not yet become the leader of a group, and has no children either
            os.killpg(leader, signal.SIGKILL)


def _work(function: Callable[[Any], Any], connection: Connection) -> None:
    """The life of a worker process; ends when the other end of the connection is closed."""
    silence()
    if hasattr(os, "setsid"):
        os.setsid()  # a group of its own: Ctrl-C reaches the parent alone, and the group can be ended as one
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            number, piece = connection.recv()
            connection.send(attempt(function, number, piece))


def silence() -> None:
    """Take this process's output from the terminal: what solvers write of trouble they get over frightens people."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _leave_with_parent() -> None:
    """Wait for the parent's end, then end this process and those that it has started."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    _kill_group(os.getpid())
    os._exit(1)
