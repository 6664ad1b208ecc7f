"""Pieces on a real Dask cluster: a scheduler and two workers on this machine, each a process of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path
from types import MappingProxyType

import jobs_of_tests as jobs
import numpy as np
import pytest
from click.testing import CliRunner
from distributed import Client

from scheduler.cli import main
from scheduler.errors import ClusterError
from scheduler.parallel import Cluster, PieceOutcome, PieceState, gateway, run_pieces
from tests.publishing.offices import Office
from tests.runs import WORKED


@contextmanager
def running(
    *worker_options: str, n_workers: int = 2, protocol: str = "tcp", settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """Address of a cluster with workers under nannies, which start a worker anew when it dies."""
    quiet = {
        **os.environ,
        **settings,
        "DASK_DISTRIBUTED__DASHBOARD__LINK": "",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    scheduler = subprocess.Popen(
        [
            *(
                sys.executable,
                "-m",
                "distributed.cli.dask_scheduler",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--protocol",
                protocol,
            ),
            "--no-dashboard",
        ],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=quiet,
    )
    assert scheduler.stderr is not None
    address = next(found[0] for line in scheduler.stderr if (found := re.search(rf"{protocol}://\S+:\d+", line)))
    threading.Thread(target=scheduler.stderr.read, daemon=True).start()
    workers = subprocess.Popen(
        [
            *(sys.executable, "-m", "distributed.cli.dask_worker", address),
            *("--nworkers", str(n_workers), "--nthreads", "1", "--no-dashboard", *worker_options),
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


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running() as address:
        yield Cluster(address)


def test_a_cluster_gives_the_same_as_the_cores(cluster: Cluster) -> None:
    def results(outcomes: list[PieceOutcome[int]]) -> list[tuple[int, PieceState, int | None, str]]:
        return [(outcome.number, outcome.state, outcome.result, outcome.error) for outcome in outcomes]

    pieces = [5, 7, 3, 1]
    assert results(run_pieces(jobs.square_unless_seven, pieces, cluster=cluster)) == results(
        run_pieces(jobs.square_unless_seven, pieces)
    )


def test_a_piece_whose_inputs_have_faults_is_refused_as_on_the_cores(cluster: Cluster) -> None:
    there, here = (run_pieces(jobs.square_unless_refused, [6, 7, 8], cluster=where) for where in (cluster, None))
    assert [outcome.state for outcome in there] == [PieceState.DONE, PieceState.REFUSED, PieceState.FAILED]
    assert "seven cannot be squared; take six" in there[1].error
    assert [(one.state, one.result, one.error) for one in there] == [(one.state, one.result, one.error) for one in here]


@pytest.mark.parametrize("job", [jobs.die_once, jobs.kill_parent_once])
def test_a_piece_whose_process_or_worker_dies_is_done_by_another(
    cluster: Cluster, tmp_path: Path, job: Callable[[tuple[int, Path]], int]
) -> None:
    outcomes = run_pieces(job, [(number, tmp_path / "died") for number in range(6)], cluster=cluster)
    assert (tmp_path / "died").exists()
    assert [outcome.result for outcome in outcomes] == [0, 1, 4, 9, 16, 25]


def await_that(is_so: Callable[[], object]) -> None:
    """Wait until something is so, which takes seconds."""
    for _ in range(6000):
        if is_so():
            return
        time.sleep(0.01)
    raise TimeoutError


def test_an_answer_that_dies_with_its_worker_before_it_is_fetched_is_made_again(
    cluster: Cluster, tmp_path: Path
) -> None:
    others = set(active_children())
    with ThreadPoolExecutor(1) as pool, Client(cluster.address, set_as_default=False) as watching:
        asked = pool.submit(run_pieces, jobs.tell_and_wait, [tmp_path], cluster=cluster)
        await_that((tmp_path / "worker0").exists)
        (gateway_process,) = set(active_children()) - others
        assert gateway_process.pid is not None
        os.kill(gateway_process.pid, signal.SIGSTOP)
        try:
            (tmp_path / "go0").touch()
            await_that(lambda: any(watching.has_what().values()))
            os.kill(int((tmp_path / "worker0").read_text()), signal.SIGKILL)
            await_that((tmp_path / "worker1").exists)
        finally:
            os.kill(gateway_process.pid, signal.SIGCONT)
        # However long this takes: who counts the answer as lost says so meanwhile.
        wait([asked], timeout=1.0)
        (tmp_path / "go1").touch()
        (outcome,) = asked.result()
    assert (outcome.state, outcome.result) == (PieceState.DONE, 1)


def test_a_piece_over_which_every_process_dies_is_given_up(cluster: Cluster) -> None:
    outcomes = run_pieces(jobs.die_over_two, [1, 2], cluster=cluster)
    assert [outcome.state for outcome in outcomes] == [PieceState.DONE, PieceState.FAILED]
    assert "died 4 times" in outcomes[1].error


def test_a_piece_may_start_processes(cluster: Cluster) -> None:
    assert run_pieces(jobs.start_child, [5], cluster=cluster)[0].result == 5


def test_an_address_where_nobody_answers_is_the_users_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "CONNECT_SECONDS", 1.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(ClusterError, match="no Dask scheduler answers"):
            run_pieces(jobs.square, [1], cluster=Cluster(address))


def test_arrays_of_numbers_come_back_as_they_were(cluster: Cluster) -> None:
    pieces = [np.arange(100_000), np.array([[0.5, -np.inf], [1e300, 0.0]])]
    for piece, outcome in zip(pieces, run_pieces(jobs.same, pieces, cluster=cluster), strict=True):
        assert isinstance(outcome.result, np.ndarray)
        assert outcome.result.dtype == piece.dtype
        assert np.array_equal(outcome.result, piece)


def test_a_roster_is_simulated_there_as_it_is_here(
    cluster: Cluster, small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = small_office.run(WORKED)
    simulate = ["simulate", str(small_office.workspace), str(run), "--first-week", "--replications", "5", "--json"]
    here = CliRunner().invoke(main, simulate)
    there = CliRunner().invoke(main, [*simulate, "--cluster", cluster.address])
    assert (here.exit_code, there.exit_code) == (0, 0), there.output
    assert json.loads(there.stdout) == json.loads(here.stdout)
    # The cluster is asked indeed: where none answers, nothing is simulated.
    monkeypatch.setattr(gateway, "CONNECT_SECONDS", 1.0)
    nowhere = CliRunner().invoke(main, [*simulate, "--cluster", "tcp://127.0.0.1:1"])
    assert nowhere.exit_code != 0
    assert "Dask" in nowhere.output


def test_a_result_that_is_no_plain_data_fails_there(cluster: Cluster) -> None:
    (outcome,) = run_pieces(jobs.same, [Path()], cluster=cluster)
    assert outcome.state is PieceState.FAILED
    assert "is no plain data" in outcome.error


def test_an_answer_that_is_none_to_its_piece_does_not_count(cluster: Cluster) -> None:
    def read(number: int, data: object) -> int:
        if data != 9:
            raise ValueError
        return 9

    outcomes = run_pieces(jobs.square, [3, 4], cluster=cluster, read=read)
    assert [outcome.result for outcome in outcomes] == [9, None]
    assert "is not one to such a piece" in outcomes[1].error


def test_stopping_keeps_what_is_done_and_skips_the_rest(cluster: Cluster) -> None:
    """The last on this cluster: its workers go on with what nobody asks for any more."""
    stop = threading.Event()
    outcomes = run_pieces(
        jobs.quick_or_endless, [0, 1, 2, 3], cluster=cluster, stop=stop, on_outcome=lambda _: stop.set()
    )
    assert [outcome.state for outcome in outcomes] == [
        PieceState.DONE,
        PieceState.SKIPPED,
        PieceState.SKIPPED,
        PieceState.SKIPPED,
    ]


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, Path]]:
    """A cluster whose worker is evil in the way that the file ``way`` of a folder says."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / "evil.py").write_text(EVIL.format(folder=str(folder)))
    with running("--preload", str(folder / "evil.py"), n_workers=1) as address:
        yield Cluster(address), folder


@pytest.mark.parametrize("way", ["result", "list", "error", "warning", "message", "text that is no answer"])
def test_what_an_evil_worker_sends_is_never_run(way: str, evil: tuple[Cluster, Path]) -> None:
    """A pickle that writes down the process that reads it, and its parent, comes in a result or beside one."""
    cluster, folder = evil
    (folder / "way").write_text(way)
    outcomes = run_pieces(jobs.square, [3, 4], cluster=cluster)
    assert way in (folder / "was").read_text().splitlines(), "the worker was evil indeed"
    # A worker may run its own: it tries whether errors can be sent.
    run_in = (folder / "run").read_text().split() if (folder / "run").exists() else []
    assert str(os.getpid()) not in run_in
    assert {outcome.result for outcome in outcomes} <= {None, 9, 16}


EVIL = """
import pickle
from pathlib import Path
from distributed import get_worker
from scheduler.parallel import on_worker

FOLDER = Path({folder!r})
MARK = str(FOLDER / "run")


class Evil:
    def __reduce__(self):
        return exec, (f"import os; open({{MARK!r}}, 'a').write(f'{{{{os.getpid()}}}} {{{{os.getppid()}}}} ')",)


class EvilError(Exception):
    def __reduce__(self):
        return exec, (f"import os; open({{MARK!r}}, 'a').write(f'{{{{os.getpid()}}}} {{{{os.getppid()}}}} ')",)


def attempt(number, sent):
    way = (FOLDER / "way").read_text()
    with (FOLDER / "was").open("a") as file:
        file.write(way + "\\n")
    if way == "result":
        return Evil()
    if way == "list":
        return [Evil()]
    if way == "error":
        raise EvilError
    if way == "text that is no answer":
        return "{{" * 100_000
    if way == "warning":
        get_worker().log_event("warn", {{"message": pickle.dumps(Evil()), "category": pickle.dumps(Evil())}})
    if way == "message":
        get_worker().log_event(["print", "warn"], Evil())
    return was(number, sent)


was = on_worker.attempt_on_worker
on_worker.attempt_on_worker = attempt
"""


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.5:8786", "tcp://planner.example:8786", "tcp://[2001:db8::1]:8786", "tcp://0.0.0.0:8786"]
)
def test_another_machine_is_asked_only_over_tls_or_by_consent(address: str) -> None:
    with pytest.raises(ClusterError, match="not encrypted"):
        Cluster(address)
    assert Cluster(address, is_plain_text_accepted=True).address == address
    assert Cluster(address.replace("tcp", "tls")).address.startswith("tls")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tcp://localhost:8786", "tcp://[::1]:8786"])
def test_this_machine_needs_no_certificates(address: str) -> None:
    assert Cluster(address).address == address


@pytest.mark.parametrize("address", ["", "10.0.0.5:8786", "http://host:1", "tcp://host", "tcp://:1", "inproc://1/2/3"])
def test_what_is_no_address_is_the_users_mistake(address: str) -> None:
    with pytest.raises(ClusterError, match="no address"):
        Cluster(address)


def test_tls_without_certificates_is_the_users_mistake() -> None:
    with pytest.raises(ClusterError, match="needs certificates"):
        run_pieces(jobs.square, [1], cluster=Cluster("tls://127.0.0.1:9"))


def certificate(folder: Path) -> dict[str, str]:
    """Dask's settings with a new certificate, which is its own authority; skips where there is no openssl."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is missing, which makes the certificate")
    folder.mkdir()
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=planner"),
            *("-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    named = {
        f"{who}__{what}": path
        for who in ("SCHEDULER", "WORKER", "CLIENT")
        for what, path in (("CERT", cert), ("KEY", key))
    }
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(path) for name, path in (named | {"CA_FILE": cert}).items()}


def test_pieces_are_done_over_tls_and_another_certificate_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = certificate(tmp_path / "ours")
    with running(protocol="tls", settings=settings, n_workers=1) as address:
        assert address.startswith("tls://")
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        assert [outcome.result for outcome in run_pieces(jobs.square, [2, 3], cluster=Cluster(address))] == [4, 9]
        monkeypatch.setattr(gateway, "CONNECT_SECONDS", 3.0)
        with pytest.raises(ClusterError, match="no Dask scheduler answers"):
            run_pieces(jobs.square, [2], cluster=Cluster(address.replace("tls", "tcp")))
        for name, value in certificate(tmp_path / "theirs").items():
            monkeypatch.setenv(name, value)
        with pytest.raises(ClusterError, match="no Dask scheduler answers"):
            run_pieces(jobs.square, [2], cluster=Cluster(address))
