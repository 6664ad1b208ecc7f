"""Bounds from the linear twin, by HiGHS: its relaxation at once, and a tighter one in the background."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.math_opt.solvers import highs_pb2

from scheduler.solve.beside import Beside, Say
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

    The bound is read from HiGHS's own progress lines.
    """

    def __init__(self, twin: LinearTwin, time_limit_seconds: float) -> None:
        self._beside = Beside(_prove, twin, time_limit_seconds)
        self.bound = -np.inf
        self.values: NDArray[np.int64] | None = None

    def listen(self) -> None:
        """Take in what the process has said since."""
        for said in self._beside.words():
            if isinstance(said, float):
                self.bound = max(self.bound, said)
            else:
                self.values = said

    @property
    def is_running(self) -> bool:
        """Whether the process is still at work."""
        return self._beside.is_running

    def close(self) -> None:
        """End the process."""
        self._beside.close()


# A progress line of HiGHS: source, nodes, tree, share explored, then the best bound.
_PROGRESS = re.compile(r"^ *[A-Za-z]? +\d+ +\d+ +\d+ +[\d.]+% +(-?[\d.]+(?:e[+-]?\d+)?) ")


def _prove(say: Say, twin: LinearTwin, time_limit_seconds: float) -> None:
    """Run HiGHS and send each bound that it reports; runs in the process of its own."""

    def listen(lines: list[str]) -> None:
        for line in lines:
            progress = _PROGRESS.match(line)
            if progress:
                say(float(progress.group(1)))

    model = to_math_opt(twin)
    result = mathopt.solve(
        model,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(time_limit=timedelta(seconds=time_limit_seconds)),
        msg_cb=listen,
    )
    say(float(result.termination.objective_bounds.dual_bound))
    if result.has_primal_feasible_solution():
        say(np.round(np.array(result.variable_values(list(model.variables())))).astype(np.int64))
