"""Bounds from the linear twin, by HiGHS: its relaxation at once, and a tighter one in the background."""

from __future__ import annotations

import multiprocessing
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from scheduler.solve.twin import LinearTwin, to_math_opt


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """An optimal solution of the linear relaxation: its value, the values of all variables, the prices of all rows."""

    value: float
    values: NDArray[np.float64]
    duals: NDArray[np.float64]


def relax(twin: LinearTwin, *, to_vertex: bool = True) -> Relaxation | None:
    """Solve the linear relaxation; None where it has no solution, and so the twin has none.

    Parameters
    ----------
    to_vertex
        Whether most values shall be whole, as rounding needs them. Without, the interior point method ends where it
        is, among all optimal solutions: on the bundled week in 1.0 s for 1.3, with idle people in 1.0 s for 3.4.
    """
    model = to_math_opt(twin, whole=False)
    options = highs_pb2.HighsOptionsProto()
    if not to_vertex:
        options.string_options["solver"] = "ipm"
        options.string_options["run_crossover"] = "off"
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=mathopt.SolveParameters(highs=options))
    if not result.has_primal_feasible_solution() or not result.has_dual_feasible_solution():
        return None
    return Relaxation(
        result.objective_value(),
        np.array(result.variable_values(list(model.variables()))),
        np.array(result.dual_values(list(model.linear_constraints()))),
    )


class Background:
    """HiGHS at work on the whole twin in a process of its own: its bound as it grows, and its roster at the end.

    A process and not a thread: MathOpt cannot interrupt HiGHS, but a process can be ended at any time, and what it
    has said by then counts. The bound is read from HiGHS's own progress lines.
    """

    def __init__(self, twin: LinearTwin, time_limit_seconds: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        # What is large goes through the pipe afterwards: a process that fails to start must not leave us waiting.
        self._process = context.Process(target=_prove, args=(time_limit_seconds, theirs), daemon=True)
        self._process.start()
        theirs.close()
        with suppress(OSError):
            self._connection.send(twin)
        self.bound = -np.inf
        self.values: NDArray[np.int64] | None = None

    def listen(self) -> None:
        """Take in what the process has said since."""
        try:
            while self._connection.poll():
                said = self._connection.recv()
                if isinstance(said, float):
                    self.bound = max(self.bound, said)
                else:
                    self.values = said
        except (EOFError, OSError):
            pass  # the process has ended: what it said stands

    @property
    def is_running(self) -> bool:
        """Whether the process is still at work."""
        return self._process.is_alive()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._connection.close()


# A progress line of HiGHS: source, nodes, tree, share explored, then the best bound.
_PROGRESS = re.compile(r"^ *[A-Za-z]? +\d+ +\d+ +\d+ +[\d.]+% +(-?[\d.]+(?:e[+-]?\d+)?) ")


def _prove(time_limit_seconds: float, connection: Connection) -> None:
    """Run HiGHS and send each bound that it reports; runs in the process of its own."""

    def listen(lines: list[str]) -> None:
        for line in lines:
            progress = _PROGRESS.match(line)
            if progress:
                connection.send(float(progress.group(1)))

    model = to_math_opt(connection.recv())
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(time_limit=timedelta(seconds=time_limit_seconds)),
        msg_cb=listen,
    )
    connection.send(float(result.termination.objective_bounds.dual_bound))
    if result.has_primal_feasible_solution():
        connection.send(np.round(np.array(result.variable_values(list(model.variables())))).astype(np.int64))
