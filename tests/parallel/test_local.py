"""Pieces on the cores of this machine."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import jobs_of_tests as jobs
import pytest

from scheduler.parallel import PieceOutcome, PieceState, run_pieces


def test_results_come_in_the_order_of_the_pieces() -> None:
    outcomes = run_pieces(jobs.square, [3, 1, 2])
    assert [(outcome.number, outcome.result) for outcome in outcomes] == [(0, 9), (1, 1), (2, 4)]


def test_what_workers_write_does_not_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_pieces(jobs.square_aloud, [3])[0].result == 9
    assert capfd.readouterr() == ("", "")


def test_no_more_cores_are_kept_busy_than_there_are_workers() -> None:
    assert len({outcome.result for outcome in run_pieces(jobs.process_of, range(4), workers=1)}) == 1
    assert len({outcome.result for outcome in run_pieces(jobs.process_of, range(4), workers=4, cores_each=4)}) == 1


def test_no_pieces_is_no_work() -> None:
    assert run_pieces(jobs.square, []) == []


def test_a_piece_that_fails_is_reported_and_loses_no_other() -> None:
    outcomes = run_pieces(jobs.square_unless_seven, [6, 7, 8])
    assert [outcome.result for outcome in outcomes] == [36, None, 64]
    assert outcomes[1].state is PieceState.FAILED
    assert outcomes[1].error == "seven cannot be squared"
    assert "square_unless_seven" in outcomes[1].traceback


def test_a_piece_whose_worker_dies_is_done_by_another(tmp_path: Path) -> None:
    outcomes = run_pieces(jobs.die_once, [(number, tmp_path / "died") for number in range(4)])
    assert (tmp_path / "died").exists()
    assert [outcome.result for outcome in outcomes] == [0, 1, 4, 9]


def test_a_piece_over_which_every_worker_dies_is_given_up() -> None:
    outcomes = run_pieces(jobs.die_over_two, [1, 2], cores_each=1000)
    assert [outcome.state for outcome in outcomes] == [PieceState.DONE, PieceState.FAILED]
    assert "died 4 times" in outcomes[1].error


def test_a_result_is_made_here_of_what_came_and_one_that_cannot_be_is_a_failure_of_its_piece() -> None:
    def read(number: int, found: int) -> tuple[int, int, int]:
        if found == 9:
            raise ValueError("no nines")
        return number, found, os.getpid()

    outcomes = run_pieces(jobs.square, [2, 3, 4], read=read, workers=1)
    assert [outcome.result for outcome in outcomes] == [(0, 4, os.getpid()), None, (2, 16, os.getpid())]
    assert (outcomes[1].state, outcomes[1].error) == (PieceState.FAILED, "no nines")


def test_the_next_piece_is_at_work_while_a_result_is_made_here(tmp_path: Path) -> None:
    begun = [tmp_path / str(number) for number in range(2)]

    def wait_for_the_next(number: int, _: object) -> bool:
        until = time.monotonic() + 20
        while not all(path.exists() for path in begun) and time.monotonic() < until:
            time.sleep(0.01)
        return begun[1].exists()

    assert run_pieces(jobs.touch, begun, read=wait_for_the_next, workers=1)[0].result


def test_a_piece_may_start_processes() -> None:
    assert run_pieces(jobs.start_child, [5])[0].result == 5


def test_each_outcome_is_told_as_it_comes() -> None:
    told: list[PieceOutcome[int]] = []
    outcomes = run_pieces(jobs.square_unless_seven, [6, 7], on_outcome=told.append)
    assert sorted(told, key=lambda outcome: outcome.number) == outcomes


def test_stopping_keeps_what_is_done_and_skips_the_rest() -> None:
    stop = threading.Event()
    outcomes = run_pieces(jobs.quick_or_endless, [0, 1, 2, 3], stop=stop, on_outcome=lambda _: stop.set())
    assert [outcome.state for outcome in outcomes] == [
        PieceState.DONE,
        PieceState.SKIPPED,
        PieceState.SKIPPED,
        PieceState.SKIPPED,
    ]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks the kernel's list of processes")
def test_stopping_leaves_no_process_behind(tmp_path: Path) -> None:
    stop = threading.Event()
    started = tmp_path / "started"

    def stop_once_started() -> None:
        while not started.exists() or not started.read_text():
            time.sleep(0.02)
        stop.set()

    watcher = threading.Thread(target=stop_once_started)
    watcher.start()
    run_pieces(jobs.wait_long_with_child, [started], stop=stop)
    watcher.join()
    worker, child = map(int, started.read_text().split())
    assert not Path(f"/proc/{worker}").exists()
    assert _has_ended(child)


def _has_ended(process: int) -> bool:
    """Whether a process is gone, or waits for nothing but to be buried by its adoptive parent."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False
