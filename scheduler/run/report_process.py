"""``report.html``, drawn in another process while this one goes on with its own work."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from scheduler.domain.problem import Problem
from scheduler.figures import Run
from scheduler.parallel.local import Worker
from scheduler.parallel.pieces import PieceState
from scheduler.parallel.process import cores

_PREPARATION, _PAGE = 0, 1
_DAYS_OF_PEOPLE = 1000
"""Of so many on, a page takes longer than to start a process for it."""


def is_worth_a_process(problem: Problem) -> bool:
    """Whether the page of a week is soonest there where a process prepares for it, and there is a core to do so."""
    return cores() > 1 and len(problem.employees) * problem.horizon.days >= _DAYS_OF_PEOPLE


class ReportProcess(AbstractContextManager["ReportProcess"]):
    """A process that loads what draws while there is nothing to draw yet: that takes as long as half a page.

    It ends with the block.
    """

    def __init__(self) -> None:
        self._worker = Worker(_draw)
        self._worker.send(_PREPARATION, None)

    def __exit__(self, *_: object) -> None:
        self._worker.end()

    def begin(self, path: Path, run: Run) -> None:
        """Begin to write the page of a run, as `write_report` does."""
        self._asked = path, run
        self._worker.send(_PAGE, self._asked)

    def finish(self) -> None:
        """Wait until the page is there; where the process is in trouble, this one draws it or says why not."""
        outcome = self._worker.receive()
        while outcome is not None and outcome.number == _PREPARATION:
            outcome = self._worker.receive()
        if outcome is None or outcome.state is not PieceState.DONE:
            _draw(self._asked)


def _draw(asked: tuple[Path, Run] | None) -> None:
    """Write a page; where there is none yet, load what it takes."""
    from scheduler.writers.charts.drawing import draw, layer
    from scheduler.writers.report import write_report

    if asked is None:
        draw(layer("point", x={}), "")
    else:
        write_report(*asked)
