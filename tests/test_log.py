"""Notes are for whoever asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import jobs_of_tests as jobs
import pytest

from scheduler.log import hide_log, logger, show_log
from scheduler.parallel.process import background


@pytest.fixture(autouse=True)
def _hidden_afterwards() -> Iterator[None]:
    yield
    hide_log()


def test_nobody_is_told_who_has_not_asked(capfd: pytest.CaptureFixture[str]) -> None:
    logger("scheduler.here").warning("trouble here")
    assert capfd.readouterr() == ("", "")


def test_who_has_asked_is_told_once_until_it_is_enough(capfd: pytest.CaptureFixture[str]) -> None:
    show_log()
    show_log()
    logger("scheduler.here").warning("trouble here")
    hide_log()
    logger("scheduler.here").warning("trouble again")
    assert capfd.readouterr() == ("", "scheduler.here: trouble here\n")


@pytest.mark.parametrize("is_shown", [True, False])
def test_so_it_is_of_a_process_beside_but_what_solvers_write_is_not_shown(
    is_shown: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    if is_shown:
        show_log()
    process = background(jobs.note_trouble)
    try:
        assert process.receive() == "done"
    finally:
        process.close()
    assert capfd.readouterr() == ("", "scheduler.tests: trouble there\n" if is_shown else "")
