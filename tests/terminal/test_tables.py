"""Tables, wide and narrow."""

from __future__ import annotations

import pytest

from scheduler.terminal.screen import show
from scheduler.terminal.tables import FiguresTable, Shown, pairs, plain_lines
from tests.terminal.screens import terminal

HEAD = ("가정", "Staff", "Premium pay")
ROWS = (("현재", "416", "58,000,000"), ("ten fewer", "406", "57,000,000"))


def on_terminal(monkeypatch: pytest.MonkeyPatch, columns: int, *shown: Shown) -> list[str]:
    with terminal(monkeypatch, columns) as screen:
        show(shown, screen.stream)
        return screen.lines()


def test_a_korean_letter_takes_two_columns() -> None:
    assert plain_lines([pairs([("기간", "a"), ("week", "b"), ("", "c")])]) == ["기간  a", "week  b", "      c"]


def test_no_pairs_are_no_line() -> None:
    assert plain_lines(["before", pairs([]), "after"]) == ["before", "after"]


def test_figures_stand_to_the_right_and_text_to_the_left() -> None:
    assert plain_lines([FiguresTable(HEAD, ROWS, indent=2)]) == [
        "  가정       Staff  Premium pay",
        "  현재         416   58,000,000",
        "  ten fewer    406   57,000,000",
    ]
    assert plain_lines([FiguresTable(HEAD, ROWS, to_the_left=[1])])[1] == "현재       416     58,000,000"


def test_a_row_without_figures_says_why() -> None:
    assert plain_lines([FiguresTable(HEAD, [ROWS[0], ("more", "failed: no seats")])]) == [
        "가정  Staff  Premium pay",
        "현재    416   58,000,000",
        "more                      failed: no seats",
    ]


def test_a_table_that_fits_its_window_is_the_same_as_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    table = FiguresTable(HEAD, ROWS)
    assert on_terminal(monkeypatch, 29, table) == plain_lines([table])


def test_a_window_one_column_too_narrow_has_a_list_for_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_terminal(monkeypatch, 28, FiguresTable(HEAD, ROWS)) == [
        "현재",
        "  Staff        416",
        "  Premium pay  58,000,000",
        "ten fewer",
        "  Staff        406",
        "  Premium pay  57,000,000",
    ]


def test_a_text_too_long_for_its_window_goes_on_below_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = on_terminal(monkeypatch, 24, pairs([("기간", "from Monday to Sunday, seven days")]))
    assert lines == ["기간  from Monday to", "      Sunday, seven days"]


def test_a_line_is_left_to_the_terminal_which_wraps_it_anew_when_the_window_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = "outputs/" + "2023-11-06" * 5
    assert on_terminal(monkeypatch, 20, path) == [path]


@pytest.mark.parametrize("columns", [20, 80])
def test_what_commands_a_terminal_is_written_out_in_tables(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    id_ = "E1\x1b[2J\a"
    lines = on_terminal(monkeypatch, columns, FiguresTable(HEAD, [(id_, id_, "1")]), pairs([(id_, id_)]))
    assert "\x1b[2J" not in "".join(lines)
    assert r"E1\x1b[2J\x07" in "".join(lines)
    assert r"E1\x1b[2J\x07" in "".join(plain_lines([FiguresTable(HEAD, [(id_, id_, "1")])]))


def test_square_brackets_are_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    assert on_terminal(monkeypatch, 80, pairs([("[bold]", ":smile:")])) == ["[bold]  :smile:"]


def test_without_colours_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as screen:
        monkeypatch.setenv("NO_COLOR", "1")
        show([FiguresTable(HEAD, ROWS)], screen.stream)
        assert "\x1b[3" not in screen.read()
