"""Bounds from the linear twin, by HiGHS: its relaxation at once, and a tighter one in the background."""

from __future__ import annotations

import multiprocessing
import re
import threading
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from scheduler.solve.twin import LinearTwin, to_math_opt


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """An optimal solution of the linear relaxation: its value and the values of all variables."""

    value: float
    values: NDArray[np.float64]


def relax(twin: LinearTwin) -> Relaxation | None:
    """Solve the linear relaxation; None where it has no solution, and so the twin has none."""
    model = to_math_opt(twin, is_relaxed=True)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS)
    if not result.has_primal_feasible_solution():
        return None
    return Relaxation(result.objective_value(), np.array(result.variable_values(list(model.variables()))))


class BackgroundBound:
    """HiGHS at work on the whole twin in a process of its own, for its bound.

    A process and not a thread: MathOpt cannot interrupt HiGHS, but a process can be ended at any time, and what it
    has said by then counts. The bound is read from HiGHS's own progress lines.
    """

    def __init__(self, twin: LinearTwin, time_limit_seconds: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_prove, args=(twin, time_limit_seconds, sender), daemon=True)
        self._process.start()
        sender.close()
        self._best = -np.inf
        self._lock = threading.Lock()

    def best(self) -> float:
        """The best bound so far; minus infinity while there is none."""
        with self._lock:
            try:
                while self._receiver.poll():
                    self._best = max(self._best, self._receiver.recv())
            except (EOFError, OSError):
                pass  # the process has ended: what it said stands
            return self._best

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()
        self._receiver.close()


# A progress line of HiGHS: source, nodes, tree, share explored, then the best bound.
_PROGRESS = re.compile(r"^ *[A-Za-z]? +\d+ +\d+ +\d+ +[\d.]+% +(-?[\d.]+(?:e[+-]?\d+)?) ")


def _prove(twin: LinearTwin, time_limit_seconds: float, sender: Connection) -> None:
    """Run HiGHS and send each bound that it reports; runs in the process of its own."""

    def listen(lines: list[str]) -> None:
        for line in lines:
            progress = _PROGRESS.match(line)
            if progress:
                sender.send(float(progress.group(1)))

    result = mathopt.solve(
        to_math_opt(twin),
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(time_limit=timedelta(seconds=time_limit_seconds)),
        msg_cb=listen,
    )
    sender.send(result.termination.objective_bounds.dual_bound)
