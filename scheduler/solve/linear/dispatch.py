"""Several jobs for solvers at the same time, on this machine's cores or on a cluster."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from scheduler.parallel import Cluster, Outcome, run_pieces
from scheduler.solve.linear.mip import Job, Limits, solve

N = TypeVar("N", np.float64, np.int64)


@dataclass(frozen=True, slots=True)
class Workers:
    """Who does the jobs: a Dask cluster, or where there is none so many of this machine's cores (None: all)."""

    cluster: Cluster | None = None
    cores: int | None = None


def solve_all(
    jobs: Sequence[Job],
    limits: Limits,
    workers: Workers,
    *,
    stop: threading.Event | None = None,
    on_values: Callable[[int, NDArray[np.float64]], None] | None = None,
) -> list[NDArray[np.float64] | None]:
    """Solve programs at the same time.

    Parameters
    ----------
    jobs, limits
        What to solve, and how long each may take.
    workers
        Who does it.
    stop
        Set it to end early.
    on_values
        Told of a job's number and values as soon as they have come, from one thread.

    Returns
    -------
    list
        The best values found for each job, shape (n_variables,); None where none were.
    """

    def read(number: int, data: object) -> NDArray[np.float64] | None:
        return None if data is None else values_in(data, jobs[number].program.n_variables, np.float64)

    def tell(outcome: Outcome[NDArray[np.float64] | None]) -> None:
        if on_values is not None and outcome.result is not None:
            on_values(outcome.number, outcome.result)

    outcomes = run_pieces(
        solved_values,
        [(job, limits) for job in jobs],
        cluster=workers.cluster,
        read=read,
        workers=workers.cores,
        stop=stop,
        on_outcome=tell,
    )
    return [outcome.result for outcome in outcomes]


def solved_values(piece: tuple[Job, Limits]) -> NDArray[np.float64] | None:
    """The best values found for a job; None where none were."""
    return solve(*piece).values


def values_in(data: object, n_variables: int, dtype: type[N]) -> NDArray[N]:
    """Values in plain data that came from elsewhere; refuses what are none.

    Parameters
    ----------
    data
        What came.
    n_variables, dtype
        How many numbers were asked for, and which.
    """
    values = np.asarray(data)
    if values.shape != (n_variables,) or values.dtype != dtype:
        raise ValueError("as many numbers were asked for as the program has variables")
    if not np.isfinite(values).all():
        raise ValueError("a value is no number")
    return values
