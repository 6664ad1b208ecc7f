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

    It draws what a page has in common with that of another run once. It ends with the block.
    """

    def __init__(self) -> None:
        self._worker = Worker(_draw)
        self.prepare(None)

    def __exit__(self, *_: object) -> None:
        self._worker.end()

    def prepare(self, like: Run | None) -> None:
        """Draw the charts of a run that will have most of them in common with the one to come; None: load alone."""
        self._worker.send(_PREPARATION, (None, like))

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


def _draw(asked: tuple[Path | None, Run | None]) -> None:
    """Write a page; without a file for it draw its charts, which are kept, and without a run load what draws."""
    from scheduler.writers.charts.drawing import draw, layer
    from scheduler.writers.report import write_report
    from scheduler.writers.report.page import page_of

    path, run = asked
    if run is None:
        draw(layer("point", x={}), "")
    elif path is None:
        page_of(run)
    else:
        write_report(path, run)
