"""Shows how the work goes: a picture that is drawn anew on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import IO, TYPE_CHECKING, Generic, Self, TextIO, TypeVar, cast

from rich.console import Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from scheduler.catalogue import Language
from scheduler.messages import Message, msgid, visible
from scheduler.terminal.screen import console_on, is_terminal
from scheduler.terminal.streams import Unhurried
from scheduler.terminal.tables import FiguresTable

if TYPE_CHECKING:
    from scheduler.parallel import PieceProgress
    from scheduler.solve.progress import Progress

_SECONDS_BETWEEN_LINES = 5.0
_PICTURES_PER_SECOND = 4
_BAR_COLUMNS = 24
_HEAD = (msgid("time"), msgid("stage"), msgid("cost"), msgid("bound"), msgid("gap"))
_STAGES = {
    "start": msgid("start"),
    "improve": msgid("improve"),
    "anneal": msgid("anneal"),
    "bound": msgid("bound"),
}

T = TypeVar("T")


class _Shown(Generic[T]):
    """Receives each step of some work, and shows it within a ``with`` block; the work never waits for it.

    Parameters
    ----------
    stream
        Where to show it. On a terminal a thread draws a picture a few times a second.
    language
        Of its words.
    """

    def __init__(self, stream: TextIO, language: Language = "en") -> None:
        self._language = language
        self._stream = Unhurried(stream)
        self._began = time.monotonic()
        self._live: Live | None = None
        if is_terminal(stream):
            self._live = Live(
                console=console_on(cast(IO[str], self._stream)),
                get_renderable=self._drawn,
                refresh_per_second=_PICTURES_PER_SECOND,
                redirect_stdout=False,
            )

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
            # Whatever ends the process, it leaves a cursor behind.
            self._live.console.show_cursor(True)
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def _line(self, text: str) -> None:
        if self._live is None:
            self._stream.write(text + "\n")

    def _drawn(self) -> RenderableType:
        elapsed = f"{timedelta(seconds=int(time.monotonic() - self._began))}"
        return Group(self._picture(), Text(elapsed))

    def _picture(self) -> RenderableType:
        """What is known so far; asked for by the thread that draws."""
        raise NotImplementedError

    def __call__(self, step: T) -> None:
        """Show a step."""
        raise NotImplementedError


class SearchProgress(_Shown["Progress"]):
    """Shows a search: what each stage has come to, and how long it goes on.

    Elsewhere than on a terminal a line comes at most every five seconds, and always when the stage changes.
    """

    def __init__(self, stream: TextIO, language: Language = "en") -> None:
        self._stages: dict[str, Progress] = {}
        self._last_line: Progress | None = None
        super().__init__(stream, language)

    def __call__(self, step: Progress) -> None:
        """Show a step."""
        # A stage that comes back goes to the end: the last row is what holds now. The drawing thread sees one or the
        # other of the two dictionaries.
        self._stages = {name: known for name, known in self._stages.items() if name != step.stage} | {step.stage: step}
        last = self._last_line
        if (
            last is None
            or step.stage != last.stage
            or step.elapsed_seconds - last.elapsed_seconds >= _SECONDS_BETWEEN_LINES
        ):
            self._line(describe(step, self._language))
            self._last_line = step

    def _picture(self) -> RenderableType:
        steps = list(self._stages.values())
        head = [Message(word).text(self._language) for word in _HEAD]
        rows = [
            (
                Message("{seconds:.1f} s", seconds=step.elapsed_seconds).text(self._language),
                Message(_STAGES.get(step.stage, step.stage)).text(self._language),
                *_figures(step),
            )
            for step in steps
        ]
        return FiguresTable(head, rows, to_the_left=(1,)) if rows else Text()


class ScenarioProgress(_Shown["PieceProgress"]):
    """Shows how many scenarios have ended, and how the last one did; elsewhere than on a terminal a line for each."""

    def __init__(self, stream: TextIO, language: Language = "en") -> None:
        self._last: PieceProgress | None = None
        super().__init__(stream, language)

    def __call__(self, step: PieceProgress) -> None:
        """Show a step."""
        self._last = step
        self._line(_scenario_text(step, self._language))

    def _picture(self) -> RenderableType:
        step = self._last
        if step is None:
            return Text()
        picture = Table.grid(padding=(0, 1))
        picture.add_row(
            ProgressBar(step.total, step.done, width=_BAR_COLUMNS), Text(_scenario_text(step, self._language))
        )
        return picture


def _scenario_text(step: PieceProgress, language: Language) -> str:
    end = (
        Message("failed: {error}", error=step.error) if step.error else Message("{seconds:.1f} s", seconds=step.seconds)
    )
    return visible(f"{step.done}/{step.total}  {step.name}  {end.text(language)}")


def describe(step: Progress, language: Language = "en") -> str:
    """One line: elapsed time, stage, cost, bound and gap, a dash for what is not known yet."""
    cost, bound, gap = _figures(step)
    return Message(
        "{seconds:7.1f} s  {stage}  cost {cost}  bound {bound}  gap {gap}",
        seconds=step.elapsed_seconds,
        stage=f"{Message(_STAGES.get(step.stage, step.stage)).text(language):<8}",
        cost=cost,
        bound=bound,
        gap=gap,
    ).text(language)


def _figures(step: Progress) -> tuple[str, str, str]:
    cost = "-" if step.cost is None else f"{step.cost:,}"
    bound = "-" if step.best_bound is None else f"{step.best_bound:,.0f}"
    gap = "-" if step.relative_gap is None else f"{step.relative_gap:.2%}"
    return cost, bound, gap
