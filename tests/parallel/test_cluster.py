"""Pieces on a real Dask cluster: a scheduler and two workers on this machine, each a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import jobs_of_tests as jobs
import pytest

from scheduler.errors import ClusterError
from scheduler.parallel import Outcome, State, run_pieces


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Address of a cluster with two workers under nannies, which start a worker anew when it dies."""
    quiet = {**os.environ, "DASK_DISTRIBUTED__DASHBOARD__LINK": "", "PYTHONPATH": os.pathsep.join(sys.path)}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    scheduler = subprocess.Popen(
        [*dask, "--no-dashboard"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=quiet
    )
    assert scheduler.stderr is not None
    address = next(found[0] for line in scheduler.stderr if (found := re.search(r"tcp://\S+:\d+", line)))
    threading.Thread(target=scheduler.stderr.read, daemon=True).start()
    workers = subprocess.Popen(
        [
            *(sys.executable, "-m", "distributed.cli.dask_worker", address),
            *("--nworkers", "2", "--nthreads", "1", "--no-dashboard"),
        ],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=quiet,
        start_new_session=True,
    )
    try:
        yield address
    finally:
        # Not asked to end: a worker would first wait for the piece without end that a test has left it.
        os.killpg(workers.pid, signal.SIGKILL)
        scheduler.kill()
        workers.wait()
        scheduler.wait()
        scheduler.stderr.close()


def test_a_cluster_gives_the_same_as_the_cores(cluster: str) -> None:
    def results(outcomes: list[Outcome[int]]) -> list[tuple[int, State, int | None, str]]:
        return [(outcome.number, outcome.state, outcome.result, outcome.error) for outcome in outcomes]

    pieces = [5, 7, 3, 1]
    assert results(run_pieces(jobs.square_unless_seven, pieces, cluster=cluster)) == results(
        run_pieces(jobs.square_unless_seven, pieces)
    )


@pytest.mark.parametrize("job", [jobs.die_once, jobs.kill_parent_once])
def test_a_piece_whose_process_or_worker_dies_is_done_by_another(
    cluster: str, tmp_path: Path, job: Callable[[tuple[int, Path]], int]
) -> None:
    outcomes = run_pieces(job, [(number, tmp_path / "died") for number in range(6)], cluster=cluster)
    assert (tmp_path / "died").exists()
    assert [outcome.result for outcome in outcomes] == [0, 1, 4, 9, 16, 25]


def test_a_piece_over_which_every_process_dies_is_given_up(cluster: str) -> None:
    outcomes = run_pieces(jobs.die_over_two, [1, 2], cluster=cluster)
    assert [outcome.state for outcome in outcomes] == [State.DONE, State.FAILED]
    assert "died 4 times" in outcomes[1].error


def test_a_piece_may_start_processes(cluster: str) -> None:
    assert run_pieces(jobs.start_child, [5], cluster=cluster)[0].result == 5


def test_stopping_keeps_what_is_done_and_skips_the_rest(cluster: str) -> None:
    stop = threading.Event()
    outcomes = run_pieces(
        jobs.quick_or_endless, [0, 1, 2, 3], cluster=cluster, stop=stop, on_outcome=lambda _: stop.set()
    )
    assert [outcome.state for outcome in outcomes] == [State.DONE, State.SKIPPED, State.SKIPPED, State.SKIPPED]


def test_an_address_where_nobody_answers_is_the_users_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.parallel.cluster._CONNECT_SECONDS", 1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(ClusterError, match="no Dask scheduler answers"):
            run_pieces(jobs.square, [1], cluster=address)
