"""How the search is shown."""

from __future__ import annotations

import io

from scheduler.progress import ProgressLine, describe
from scheduler.solve.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def step(seconds: float, cost: int | None = 200, stage: str = "improve") -> Progress:
    return Progress(seconds, cost, 150.0, stage)


def test_a_step_shows_time_cost_bound_and_gap() -> None:
    assert describe(step(1.25)) == "    1.2 s  improve   cost 200  bound 150  gap 25.00%"


def test_what_is_not_known_yet_is_a_dash() -> None:
    assert describe(Progress(0.0, None, None, "bound")).endswith("cost -  bound -  gap -")


def test_a_terminal_has_one_line_that_is_rewritten() -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    line(step(1.0, cost=1_000_000))
    line(step(2.0, cost=200))
    line.close()
    first, second = stream.getvalue().removesuffix("\n").split("\r")[1:]
    assert "\n" not in stream.getvalue()[:-1]
    assert len(second) >= len(first), "the shorter line has to cover the longer one"


def test_elsewhere_lines_come_at_most_every_five_seconds_and_at_each_stage() -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    for seconds in (0.0, 1.0, 4.9, 5.0, 6.0):
        line(step(seconds))
    line(step(6.5, stage="bound"))
    line.close()
    assert [text.split()[0] for text in stream.getvalue().splitlines()] == ["0.0", "5.0", "6.5"]
