"""Replications of a simulation, on the cores of this machine or on a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from scheduler.errors import SchedulerError
from scheduler.messages import Message
from scheduler.parallel import Cluster, run_pieces
from scheduler.parallel.process import cores
from scheduler.simulation.chance import Callers, Sources, draw
from scheduler.simulation.floor import Staffed
from scheduler.simulation.kernel.events import run
from scheduler.simulation.kernel.layout import FATES, Reals, fresh_state

FEW_CALLERS = 1_000_000
"""So many, over all replications, are run here: starting a process takes as long."""
_PIECES_A_CORE = 2


@dataclass(frozen=True, eq=False)
class Piece:
    """Some of the replications."""

    staffed: Staffed
    sources: Sources
    seed: int
    numbers: tuple[int, ...]
    callers: tuple[Callers, ...] | None = None
    """Of each number, where they are drawn already."""


def replicate(piece: Piece) -> Reals:
    """What is seen in some replications, shape (replications, len(FATES), n_queues, n_intervals)."""
    seen = []
    for place, number in enumerate(piece.numbers):
        callers = None if piece.callers is None else piece.callers[place]
        chance = draw(piece.staffed, piece.sources, number, piece.seed, callers)
        state = fresh_state(piece.staffed.floor, chance)
        run(piece.staffed.floor, chance, state)
        seen.append(state.seen)
    return np.stack(seen)


def replications(
    staffed: Staffed,
    sources: Sources,
    count: int,
    seed: int,
    *,
    cluster: Cluster | None = None,
    few_callers: int = FEW_CALLERS,
) -> Reals:
    """What is seen in all replications; the same whatever runs them.

    Parameters
    ----------
    staffed, sources
        Who is there, and what chance is drawn from.
    count, seed
        How many, and of which chance.
    cluster
        A Dask cluster; None: this machine's cores.
    few_callers
        So many, over all replications, are run in this process.

    Returns
    -------
    Shape (replications, len(FATES), n_queues, n_intervals), by `FATES`.
    """
    if cluster is None and (count * float(sources.calls.sum()) < few_callers or cores() == 1):
        return replicate(Piece(staffed, sources, seed, tuple(range(count))))
    n_pieces = min(count, _PIECES_A_CORE * cores())
    pieces = [Piece(staffed, sources, seed, tuple(range(n, count, n_pieces))) for n in range(n_pieces)]
    shape = len(FATES), *sources.calls.shape

    def read(number: int, data: Any) -> Reals:
        wanted = len(pieces[number].numbers), *shape
        if not isinstance(data, np.ndarray) or data.dtype != np.float64 or data.shape != wanted:
            raise ValueError(wanted)
        if not (np.isfinite(data).all() and (data >= 0).all()):
            raise ValueError(number)
        return data

    outcomes = run_pieces(replicate, pieces, cluster=cluster, read=read)
    seen = [outcome.result for outcome in outcomes if outcome.result is not None]
    if len(seen) < len(pieces):
        error = next(outcome.error for outcome in outcomes if outcome.result is None)
        raise SchedulerError(Message("a replication of the simulation failed: {error}", error=error))
    numbers = [number for piece in pieces for number in piece.numbers]
    found: Reals = np.concatenate(seen)[np.argsort(numbers)]
    return found
