"""Solvers in processes of their own, which can be ended at any time."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from scheduler.parallel.process import DiedError, Process
from scheduler.solve.linear.mip import NO_ANSWER, Answer, Job, Limits, Solver, solve
from scheduler.solve.linear.program import LinearProgram

# All costs are whole points: a solution that is less than one above the bound is the best.
_LESS_THAN_A_POINT = 0.99


class SolverProcess:
    """A process that does one job after another; where it dies over one, another takes the next."""

    def __init__(self) -> None:
        self.is_busy = False
        self._process = Process(_serve)

    @property
    def connection(self) -> Connection:
        """Readable once there is an answer."""
        return self._process.connection

    @property
    def pid(self) -> int | None:
        """The process's number in the operating system."""
        return self._process.pid

    def give(self, job: Job, seconds: float) -> None:
        """Begin a job of so many seconds; does not wait for the process, which may still be starting, to read it."""
        self.is_busy = True
        self._process.send((job, seconds))

    def take(self) -> Answer:
        """The answer to the job, waiting for it; none where the process died over it, for want of memory."""
        self.is_busy = False
        try:
            answer = self._process.receive()
        except DiedError:
            self.restart()
            return NO_ANSWER
        assert isinstance(answer, Answer)
        return answer

    def restart(self) -> None:
        """End the process, whatever it is at, and begin another."""
        self.close()
        self.is_busy = False
        self._process = Process(_serve)

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._process.close()


def _serve(connection: Connection) -> None:
    """The life of the process; ends when the other end of the connection is closed."""
    while True:
        connection.send(run(*connection.recv()))


def run(job: Job, seconds: float) -> Answer:
    """Do a job in this process, to a gap of less than a point."""
    if job.solver is Solver.HIGHS and job.hint is not None:
        job = replace(job, program=_better_than(job.program, job.hint))
    return solve(job, Limits(seconds, gap=0.0, absolute_gap=_LESS_THAN_A_POINT))


def _better_than(program: LinearProgram, solution: NDArray[np.float64] | NDArray[np.int64]) -> LinearProgram:
    """The program with a row that asks for a point less than a solution costs.

    MathOpt hands HiGHS no solution to start from. With this row it is done as soon as nothing better can be: parts
    without a gain take half the time.
    """
    return replace(
        program,
        matrix=csr_matrix(vstack([program.matrix, csr_matrix(program.cost[None, :])])),
        row_lower=np.append(program.row_lower, -np.inf),
        row_upper=np.append(program.row_upper, program.cost @ solution - 1.0),
    )
