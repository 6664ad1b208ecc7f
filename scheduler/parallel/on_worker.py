"""A piece on a Dask worker: done in a process of its own, its outcome told as text of plain data."""

from __future__ import annotations

import multiprocessing
import pickle
import threading
from collections.abc import Callable
from typing import Any

from scheduler.parallel.local import Worker
from scheduler.parallel.pieces import ALLOWED_DEATHS, PieceOutcome, PieceState, T, U, given_up
from scheduler.parallel.plain import NotPlainError, to_text

_own = threading.local()
"""Of each thread of a Dask worker, the process that does its pieces."""


def attempt_on_worker(number: int, sent: bytes) -> str:
    """Do a piece in a process beside the Dask worker, which has to answer its scheduler meanwhile; runs on the worker.

    A solver may hold Python's lock for longer than the scheduler waits for a sign of life.

    Returns
    -------
    str
        The outcome as text of plain data.
    """
    # A worker does what the planner sends; it is the other way round that nothing is taken on trust.
    function, piece = pickle.loads(sent)
    outcome = _attempt_in_process(function, number, piece)
    try:
        return _text_of(outcome)
    except NotPlainError as error:
        return _text_of(PieceOutcome(number, PieceState.FAILED, error=str(error)))


def _text_of(outcome: PieceOutcome[Any]) -> str:
    return to_text(
        {
            "state": str(outcome.state),
            "result": outcome.result,
            "error": outcome.error,
            "traceback": outcome.traceback,
            "seconds": outcome.seconds,
        }
    )


def _attempt_in_process(function: Callable[[T], U], number: int, piece: T) -> PieceOutcome[U]:
    # Dask starts its workers as daemons, and a daemon may have no children.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # no public way
    for _ in range(ALLOWED_DEATHS + 1):
        known: tuple[Callable[[T], U], Worker] | None = getattr(_own, "worker", None)
        if known is None or known[0] is not function:
            if known is not None:
                known[1].end()
            known = _own.worker = (function, Worker(function))
        worker = known[1]
        worker.send(number, piece)
        outcome = worker.receive()
        if outcome is not None:
            return outcome
        _own.worker = None
    return given_up(number)
