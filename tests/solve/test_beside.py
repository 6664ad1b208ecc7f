"""What works beside the search is heard, and its end is no error; the process finds only functions of packages."""

from __future__ import annotations

import operator

import numpy as np

from scheduler.solve.beside import Beside


def heard(beside: Beside) -> list[object]:
    words: list[object] = []
    try:
        while beside.is_running:
            words += beside.words(wait_seconds=0.2)
        return words + beside.words()
    finally:
        beside.close()


def test_what_is_said_is_heard() -> None:
    assert heard(Beside(operator.call, 5)) == [5]


def test_arguments_and_words_larger_than_a_pipe_arrive() -> None:
    (values,) = heard(Beside(operator.call, np.arange(1_000_000)))
    assert isinstance(values, np.ndarray)
    assert values.sum() == 499_999_500_000


def test_a_function_that_fails_has_said_nothing() -> None:
    assert heard(Beside(operator.truediv, 2)) == []


def test_a_process_that_was_ended_says_nothing_more() -> None:
    beside = Beside(operator.call, 5)
    beside.close()
    assert beside.words() == []
