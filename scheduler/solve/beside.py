"""A function at work in a process of its own, beside the search.

A process and not a thread: MathOpt cannot interrupt HiGHS, but a process can be ended at any time, and what it has
said by then counts.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from scheduler.parallel.local import silence

Say = Callable[[Any], None]
"""What the function is given to tell its words, one by one."""


class Beside:
    """Runs ``function(say, *arguments)`` in a process of its own; one that dies costs what it had not yet said.

    Parameters
    ----------
    function
        Of a module, so that the process finds it.
    arguments
        Whatever can be sent to a process.
    """

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(function, theirs), daemon=True)
        self._process.start()
        theirs.close()
        # What is large goes through the pipe afterwards: a process that fails to start must not leave us waiting.
        with suppress(OSError):
            self._connection.send(arguments)

    @property
    def is_running(self) -> bool:
        """Whether more may come."""
        return self._process.is_alive()

    def words(self, wait_seconds: float = 0.0) -> list[Any]:
        """What it has said since, waiting so long for the first of it."""
        found: list[Any] = []
        try:
            while self._connection.poll(0.0 if found else wait_seconds):
                found.append(self._connection.recv())
        except (EOFError, OSError):
            pass  # the process has ended: what it said stands
        return found

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._connection.close()


def _serve(function: Callable[..., object], connection: Connection) -> None:
    """The life of the process."""
    silence()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):  # nobody listens any more
        function(connection.send, *connection.recv())
