"""HiGHS at work on the whole program in the background: its bound as it grows, and its roster at the end."""

from __future__ import annotations

import re

import numpy as np

from scheduler.parallel.process import Send, background
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.mip import Job, Limits, solve
from scheduler.solve.linear.program import LinearProgram


class BranchAndCut:
    """A process that tells an incumbent.

    Parameters
    ----------
    program
        To be solved.
    best
        Told of every bound and roster.
    seconds
        After so many it ends.
    """

    def __init__(self, program: LinearProgram, best: Incumbent, seconds: float) -> None:
        self._program = program
        self._best = best
        self._process = background(_prove, program, seconds)

    def listen(self) -> None:
        """Pass on what the process has sent since."""
        for message in self._process.messages():
            if isinstance(message, float):
                self._best.raise_bound(message, "branch and cut (HiGHS)", "bound")
            else:
                self._best.offer_solution(self._program, message, "branch and cut")

    @property
    def is_running(self) -> bool:
        """Whether the process is still at work."""
        return self._process.is_running

    def close(self) -> None:
        """End the process."""
        self._process.close()


# A progress line of HiGHS: source, nodes, tree, share explored, then the best bound.
_PROGRESS = re.compile(r"^ *[A-Za-z]? +\d+ +\d+ +\d+ +[\d.]+% +(-?[\d.]+(?:e[+-]?\d+)?) ")


def _prove(send: Send, program: LinearProgram, seconds: float) -> None:
    """Run HiGHS and send each bound that its progress lines say; runs in the process of its own."""

    def listen(lines: list[str]) -> None:
        for line in lines:
            progress = _PROGRESS.match(line)
            if progress:
                send(float(progress.group(1)))

    answer = solve(Job(program), Limits(seconds, gap=None, absolute_gap=None), on_lines=listen)
    send(answer.bound)
    if answer.values is not None:
        send(np.round(answer.values).astype(np.int64))
