"""Pieces on the cores of this machine, each in a process that takes one piece after another.

`concurrent.futures` has such a pool, but one process that dies breaks all of it, and it does not say over which piece.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from typing import Any

from scheduler.parallel.pieces import ALLOWED_DEATHS, POLL_SECONDS, PieceOutcome, PieceState, T, U, attempt, given_up
from scheduler.parallel.process import DiedError, Process


def run_on_cores(
    function: Callable[[T], Any],
    pieces: Sequence[T],
    at_a_time: int,
    read: Callable[[int, Any], U] | None,
    stop: threading.Event,
    take: Callable[[PieceOutcome[U]], None],
) -> None:
    """Run pieces, so many at a time, until all are done or `stop` is set.

    Parameters
    ----------
    function
        What is called with each piece; of a module, so that a process finds it.
    pieces
        The pieces of work.
    at_a_time
        Processes that work at the same time, at most.
    read
        Makes a result of a piece's number and what the function returned for it; None: that is the result.
    stop
        Set it to end early.
    take
        Gets each outcome as it comes.
    """
    waiting = deque(range(len(pieces)))
    deaths = [0] * len(pieces)
    workers = [Worker(function) for _ in range(min(len(pieces), at_a_time))]
    come: list[PieceOutcome[Any]] = []

    def hand_on() -> None:
        """What has come, which is read while others work."""
        for outcome in come:
            take(outcome if read is None else _read(outcome, read))
        come.clear()

    try:
        while not stop.is_set():
            for worker in workers:
                if worker.piece is None and waiting:
                    number = waiting.popleft()
                    worker.send(number, pieces[number])
            hand_on()
            busy = [worker for worker in workers if worker.piece is not None]
            if not busy:
                return
            ready = wait([worker.connection for worker in busy], timeout=POLL_SECONDS)
            for worker in busy:
                if worker.connection not in ready:
                    continue
                lost = worker.piece
                answer = worker.receive()
                if answer is not None:
                    come.append(answer)
                    continue
                assert lost is not None
                workers[workers.index(worker)] = Worker(function)
                deaths[lost] += 1
                if deaths[lost] > ALLOWED_DEATHS:
                    take(given_up(lost))
                else:
                    waiting.appendleft(lost)
        hand_on()
    finally:
        for worker in workers:
            worker.end()


def _read(outcome: PieceOutcome[Any], read: Callable[[int, Any], U]) -> PieceOutcome[U]:
    """The outcome with its result made of what the function returned; what that raises is the piece's."""
    if outcome.state is not PieceState.DONE:
        return outcome
    made = attempt(lambda found: read(outcome.number, found), outcome.number, outcome.result)
    return replace(made, seconds=outcome.seconds + made.seconds)


class Worker:
    """A process that takes one piece after another, and which piece it has."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        self._process = Process(_work, function)
        self.connection = self._process.connection
        self.piece: int | None = None

    def send(self, number: int, piece: object) -> None:
        """Let it begin a piece; where it died since its last one, receiving from it says so."""
        self.piece = number
        self._process.send((number, piece))

    def receive(self) -> PieceOutcome[Any] | None:
        """The outcome that it has sent; None where it died instead."""
        self.piece = None
        try:
            outcome: PieceOutcome[Any] = self._process.receive()
        except DiedError:
            self.end()
            return None
        return outcome

    def end(self) -> None:
        """End the process, with the processes that it has started."""
        self._process.close()


def _work(connection: Connection, function: Callable[[Any], Any]) -> None:
    """The life of a worker process; ends when the other end of the connection is closed."""
    while True:
        number, piece = connection.recv()
        connection.send(attempt(function, number, piece))
