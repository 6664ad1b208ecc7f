"""Shows how the search goes: one line rewritten in place on a terminal, plain lines elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from scheduler.scenarios.running import Step
    from scheduler.solve.progress import Progress

_SECONDS_BETWEEN_LINES = 5.0


class _Line:
    """What is written while something goes on; a stream in trouble is told nothing more, and nobody of the trouble.

    Parameters
    ----------
    stream
        Where to write. On a terminal one line is rewritten; elsewhere each text is a line.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._works = True
        self._is_terminal = stream.isatty()
        self._width = 0

    def _show(self, text: str) -> None:
        if self._is_terminal:
            self._write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            self._write(text + "\n")

    def _write(self, text: str) -> None:
        if self._works:
            try:
                self._stream.write(text)
                self._stream.flush()
            except (OSError, ValueError):  # full, its reader gone, or closed
                self._works = False

    def close(self) -> None:
        """End the line that was being rewritten."""
        if self._is_terminal and self._width:
            self._write("\n")


class ProgressLine(_Line):
    """Receives each step of a search and writes it to `stream`.

    Parameters
    ----------
    stream
        Where to write. On a terminal the line is rewritten; elsewhere a line comes at most every five seconds, and
        always when the stage changes.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._last: Progress | None = None

    def __call__(self, step: Progress) -> None:
        """Show a step."""
        if self._is_terminal:
            self._show(describe(step))
        elif (
            self._last is None
            or step.stage != self._last.stage
            or step.elapsed_seconds - self._last.elapsed_seconds >= _SECONDS_BETWEEN_LINES
        ):
            self._show(describe(step))
            self._last = step


class ScenarioLine(_Line):
    """Receives each scenario that ends and writes how far the work has come to `stream`.

    Parameters
    ----------
    stream
        Where to write. On a terminal the line is rewritten, and shows a bar; elsewhere each scenario is a line.
    """

    _BAR = 24

    def __call__(self, step: Step) -> None:
        """Show a step."""
        end = f"failed: {step.error}" if step.error else f"{step.seconds:.1f} s"
        text = f"{step.done}/{step.total}  {step.name}  {end}"
        if self._is_terminal:
            full = self._BAR * step.done // step.total
            text = f"[{'#' * full}{'.' * (self._BAR - full)}] {text}"[:110]
        self._show(text)


def describe(step: Progress) -> str:
    """One line: elapsed time, stage, cost, bound and gap, a dash for what is not known yet."""
    cost = "-" if step.cost is None else f"{step.cost:,}"
    bound = "-" if step.best_bound is None else f"{step.best_bound:,.0f}"
    gap = "-" if step.relative_gap is None else f"{step.relative_gap:.2%}"
    return f"{step.elapsed_seconds:7.1f} s  {step.stage:<8}  cost {cost}  bound {bound}  gap {gap}"
