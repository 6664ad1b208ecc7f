"""How the search is shown."""

from __future__ import annotations

import io

import pytest

from scheduler.parallel import PieceProgress
from scheduler.solve.progress import Progress
from scheduler.terminal.progress import ScenarioProgress, SearchProgress, describe
from tests.terminal.screens import terminal


def step(seconds: float, cost: int | None = 200, stage: str = "improve") -> Progress:
    return Progress(seconds, cost, 150.0, stage)


def test_a_step_shows_time_cost_bound_and_gap() -> None:
    assert describe(step(1.25)) == "    1.2 s  improve   cost 200  bound 150  gap 25.00%"


def test_what_is_not_known_yet_is_a_dash() -> None:
    assert describe(Progress(0.0, None, None, "bound")).endswith("cost -  bound -  gap -")


def test_a_terminal_has_a_row_for_each_stage_as_it_stands_now(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as screen:
        with SearchProgress(screen.stream) as progress:
            progress(step(1.0, cost=1_000_000, stage="start"))
            progress(step(2.0, stage="bound"))
            progress(step(3.0, cost=300, stage="start"))
            progress(step(4.0, cost=250, stage="start"))
        assert [line.split() for line in screen.lines()] == [
            ["time", "stage", "cost", "bound", "gap"],
            ["2.0", "s", "bound", "200", "150", "25.00%"],
            ["4.0", "s", "start", "250", "150", "40.00%"],
            ["0:00:00"],
        ]


def test_a_terminal_keeps_its_cursor_whatever_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as screen, SearchProgress(screen.stream):
        assert screen.read().endswith("\x1b[?25h")


def test_a_narrow_window_has_the_figures_below_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch, columns=30) as screen:
        with SearchProgress(screen.stream) as progress:
            progress(Progress(12.5, 600_000_000, 590_000_000, "branch and cut"))
        lines = screen.lines()
    assert max(map(len, lines)) <= 30
    assert ["cost", "600,000,000"] in [line.split() for line in lines]


@pytest.mark.parametrize("kind", ["dumb", "unknown"])
def test_a_terminal_that_cannot_move_its_cursor_has_plain_lines(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    with terminal(monkeypatch, kind=kind) as screen:
        with SearchProgress(screen.stream) as progress:
            progress(step(1.0))
        assert screen.read() == describe(step(1.0)) + "\r\n"


def test_without_colours_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as screen:
        monkeypatch.setenv("NO_COLOR", "1")
        with ScenarioProgress(screen.stream) as progress:
            progress(PieceProgress(1, 2, "fewer", 0.5, ""))
        assert "\x1b[3" not in screen.read()


def test_elsewhere_lines_come_at_most_every_five_seconds_and_at_each_stage() -> None:
    stream = io.StringIO()
    with SearchProgress(stream) as progress:
        for seconds in (0.0, 1.0, 4.9, 5.0, 6.0):
            progress(step(seconds))
        progress(step(6.5, stage="bound"))
    assert [text.split()[0] for text in stream.getvalue().splitlines()] == ["0.0", "5.0", "6.5"]


def test_scenarios_are_counted_on_a_terminal_and_lines_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [PieceProgress(1, 2, "fewer", 0.5, ""), PieceProgress(2, 2, "more\x1b[31m", 0.5, "no\nroster")]
    said = ["1/2  fewer  0.5 s", r"2/2  more\x1b[31m  failed: no\nroster"]
    with terminal(monkeypatch) as screen:
        with ScenarioProgress(screen.stream) as shown:
            for one in steps:
                shown(one)
        bar, _ = screen.lines()
        assert bar.endswith(said[1])
    stream = io.StringIO()
    with ScenarioProgress(stream) as lines:
        for one in steps:
            lines(one)
    assert stream.getvalue().splitlines() == said
