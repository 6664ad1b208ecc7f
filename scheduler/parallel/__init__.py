"""Runs independent pieces of work on the cores of this machine, or on a Dask cluster, with the same results.

A piece is any value that pickles; so is its result on this machine, and plain data on a cluster. A piece that fails,
or whose worker dies again and again, is reported beside the others and loses none of them. Pieces run in processes of
their own: what a piece does to the memory of its process is not seen by anybody.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from scheduler.parallel.cluster import Cluster, require_cluster, run_on_cluster
from scheduler.parallel.local import run_on_cores
from scheduler.parallel.pieces import PieceOutcome, PieceProgress, PieceState, T, U
from scheduler.parallel.process import cores

__all__ = ["Cluster", "PieceOutcome", "PieceProgress", "PieceState", "require_cluster", "run_pieces"]


def run_pieces(
    function: Callable[[T], Any],
    pieces: Sequence[T],
    *,
    cluster: Cluster | None = None,
    read: Callable[[int, Any], U] | None = None,
    cores_each: int = 1,
    workers: int | None = None,
    stop: threading.Event | None = None,
    on_outcome: Callable[[PieceOutcome[U]], None] | None = None,
) -> list[PieceOutcome[U]]:
    """Call a function for every piece, many at a time.

    Parameters
    ----------
    function
        A function of a module, which the workers import by its name; it may start threads and processes.
    pieces
        What it is called with, one at a time.
    cluster
        A Dask cluster whose workers have this package installed; None: processes on this machine.
    read
        Makes a result of a piece's number and what the function returned for it, in the thread of the caller, while
        other pieces run; None: that is the result. On a cluster results come back as plain data (`plain.py`), which is
        all that the function may return there, and this raises ValueError where they are no answer.
    cores_each
        Cores that a piece keeps busy: on this machine, as many pieces run at a time as the cores allow. On a
        cluster the threads of its workers decide instead.
    workers
        Cores of this machine that the pieces may keep busy together, at most; None: all.
    stop
        Set it to end early: pieces that are done count, the others are skipped. On this machine those that are
        running are ended; a cluster's workers finish theirs, and nobody asks for the results.
    on_outcome
        Told of each piece that is done or failed, as it comes, in the thread of the caller.

    Returns
    -------
    list[PieceOutcome]
        One for each piece, in the order of the pieces.

    Raises
    ------
    ClusterError
        The cluster cannot be reached, or has no workers.
    """
    found: dict[int, PieceOutcome[U]] = {}

    def take(outcome: PieceOutcome[U]) -> None:
        found[outcome.number] = outcome
        if on_outcome is not None:
            on_outcome(outcome)

    stop = stop or threading.Event()
    if pieces and cluster is None:
        run_on_cores(function, pieces, max(1, min(workers or cores(), cores()) // cores_each), read, stop, take)
    elif pieces and cluster is not None:
        run_on_cluster(function, pieces, cluster, read or (lambda _, data: data), stop, take)
    return [found.get(number, PieceOutcome(number, PieceState.SKIPPED)) for number in range(len(pieces))]
