"""Pieces on a Dask cluster, each in a process beside the worker that got it.

A piece whose process dies gets another one. A piece whose worker dies is given by Dask to another worker, and given up
after `ALLOWED_DEATHS` (Dask's setting ``distributed.scheduler.allowed-failures``).
"""

from __future__ import annotations

import multiprocessing
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any

from scheduler.errors import ClusterError
from scheduler.parallel.local import Worker
from scheduler.parallel.pieces import ALLOWED_DEATHS, POLL_SECONDS, Outcome, State, T, U, given_up

_CONNECT_SECONDS = 30
_WORKERS_SECONDS = 60  # they may just be starting


def run_on_cluster(
    function: Callable[[T], U],
    pieces: Sequence[T],
    address: str,
    stop: threading.Event,
    take: Callable[[Outcome[U]], None],
) -> None:
    """Run pieces until all are done or `stop` is set; `take` gets each outcome as it comes.

    Raises
    ------
    ClusterError
        The cluster cannot be reached, or has no workers.
    """
    # Here, as it takes half a second that no other command should wait for.
    import dask
    from distributed import Future

    ended: queue.SimpleQueue[Future] = queue.SimpleQueue()
    # The pieces are what is large, and they go to one worker each: nothing to warn of.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}), _connect(address) as client:
        numbers: dict[Future, int] = {}
        try:
            for number, piece in enumerate(pieces):
                future = client.submit(_attempt_on_worker, function, number, piece, pure=False)
                numbers[future] = number
                future.add_done_callback(ended.put)
            left = set(numbers)
            while left and not stop.is_set():
                try:
                    future = ended.get(timeout=POLL_SECONDS)
                except queue.Empty:
                    continue
                left.discard(future)
                take(_outcome_of(future, numbers[future]))
                future.release()
        finally:
            client.cancel(list(numbers))


def _connect(address: str) -> Any:
    """A client of the cluster, once it has a worker."""
    from distributed import Client

    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {address}; start one with 'dask scheduler', and name its address as "
            "tcp://host:8786"
        ) from error
    try:
        client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
    except TimeoutError as error:
        client.close()
        raise ClusterError(
            f"the Dask cluster at {address} has no workers; start some with 'dask worker {address}'"
        ) from error
    return client


_own = threading.local()
"""Of each thread of a Dask worker, the process that does its pieces."""


def _attempt_on_worker(function: Callable[[T], U], number: int, piece: T) -> Outcome[U]:
    """Do a piece in a process beside the Dask worker, which has to answer its scheduler meanwhile.

    A solver may hold Python's lock for longer than the scheduler waits for a sign of life.
    """
    # Dask starts its workers as daemons, and a daemon may have no children.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    for _ in range(ALLOWED_DEATHS + 1):
        known: tuple[Callable[[T], U], Worker] | None = getattr(_own, "worker", None)
        if known is None or known[0] is not function:
            if known is not None:
                known[1].end()
            known = _own.worker = (function, Worker(function))
        worker = known[1]
        worker.give(number, piece)
        outcome = worker.hear()
        if outcome is not None:
            return outcome
        _own.worker = None
    return given_up(number)


def _outcome_of(future: Any, number: int) -> Outcome[Any]:
    from distributed import KilledWorker

    if future.status == "finished":
        outcome: Outcome[Any] = future.result()
        return outcome
    if future.status == "error":
        error = future.exception()
        if isinstance(error, KilledWorker):
            return given_up(number)
        return Outcome(number, State.FAILED, error=str(error) or type(error).__name__)
    return Outcome(number, State.FAILED, error="the cluster lost it; is its scheduler still running?")
