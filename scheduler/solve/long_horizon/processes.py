"""Solvers in processes of their own.

MathOpt cannot interrupt HiGHS, but a process can be ended at any time; and what solves in another process does not
wait for Python in this one.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from scipy.sparse import csr_matrix, vstack

from scheduler.solve.twin import LinearTwin, to_math_opt

# All costs are whole points: a solution that is less than one above the bound is the best.
_LESS_THAN_A_POINT = 0.99
_DONE = (
    mathopt.TerminationReason.OPTIMAL,
    mathopt.TerminationReason.INFEASIBLE,
    mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED,
)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A program to solve.

    Attributes
    ----------
    solver
        HiGHS or SCIP.
    twin
        The program.
    hint
        A solution to improve on, or None.
    whole
        Which variables have to be whole; None: all. Where none has to be, it is solved by interior point.
    seconds, seed
        Time limit, and the seed of the solver.
    """

    solver: mathopt.SolverType
    twin: LinearTwin
    hint: NDArray[np.int64] | None
    seconds: float
    seed: int
    whole: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a solver made of a task.

    Attributes
    ----------
    values
        The best solution; None where there is none.
    is_done
        Whether the solver came to its end instead of to the time limit.
    processor_seconds
        What it took; less than what passed where others use the machine as well.
    """

    values: NDArray[np.float64] | None
    is_done: bool
    processor_seconds: float


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class SolverProcess:
    """A process that solves one task after another."""

    def __init__(self) -> None:
        self.is_busy = False
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork of a process with threads may hang
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int | None:
        """The process's number in the operating system."""
        return self._process.pid

    def give(self, task: Task) -> None:
        """Begin a task; does not wait for the process, which may still be starting, to read it."""
        self.is_busy = True
        threading.Thread(target=_send, args=(self.connection, task), daemon=True).start()

    def take(self) -> Answer:
        """The answer to the task, waiting for it; an empty one where the process died over it, for want of memory."""
        self.is_busy = False
        try:
            answer = self.connection.recv()
        except (EOFError, ConnectionResetError):
            self.restart()
            return Answer(None, is_done=False, processor_seconds=0.0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Answer)
        return answer

    def restart(self) -> None:
        """End the process, whatever it is at, and begin another."""
        self.close()
        self.is_busy = False
        self._start()

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def _send(connection: Connection, task: Task) -> None:
    with suppress(OSError, TypeError):  # it died, `take` says so; or it was ended meanwhile
        connection.send(task)


def _serve(connection: Connection) -> None:
    """The life of the process; ends when the other end of the connection is closed."""
    with suppress(EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        while True:
            task = connection.recv()
            try:
                connection.send(run(task))
            except RuntimeError as error:
                connection.send(error)


def run(task: Task) -> Answer:
    """Solve a task in this process."""
    began = time.process_time()
    is_highs = task.solver is mathopt.SolverType.HIGHS
    twin = task.twin
    if is_highs and task.hint is not None:
        twin = _better_than(twin, task.hint)
    is_linear = task.whole is not None and not task.whole.any()
    model = to_math_opt(twin, whole=True if task.whole is None else task.whole)
    variables = list(model.variables())
    hints = []
    if task.hint is not None and not is_highs:
        hints.append(mathopt.SolutionHint(variable_values=dict(zip(variables, task.hint.tolist(), strict=True))))
    result = mathopt.solve(
        model,
        task.solver,
        params=mathopt.SolveParameters(
            time_limit=timedelta(seconds=max(0.1, task.seconds)),
            relative_gap_tolerance=None if is_linear else 0.0,
            absolute_gap_tolerance=None if is_linear else _LESS_THAN_A_POINT,
            random_seed=task.seed,
            lp_algorithm=mathopt.LPAlgorithm.BARRIER if is_linear else None,
        ),
        model_params=mathopt.ModelSolveParameters(solution_hints=hints),
    )
    return Answer(
        np.array(result.variable_values(variables)) if result.has_primal_feasible_solution() else None,
        result.termination.reason in _DONE,
        time.process_time() - began,
    )


def _better_than(twin: LinearTwin, solution: NDArray[np.int64]) -> LinearTwin:
    """The twin with a row that asks for a point less than a solution costs.

    MathOpt hands HiGHS no solution to start from. With this row it is done as soon as nothing better can be: parts
    without a gain take half the time.
    """
    return replace(
        twin,
        matrix=csr_matrix(vstack([twin.matrix, csr_matrix(twin.cost[None, :])])),
        row_lower=np.append(twin.row_lower, -np.inf),
        row_upper=np.append(twin.row_upper, twin.cost @ solution - 1.0),
    )
