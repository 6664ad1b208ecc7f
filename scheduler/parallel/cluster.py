"""Pieces on a Dask cluster: our side of it; what its workers do is in `on_worker.py`.

A piece whose process dies gets another one. A piece whose worker dies, over it or with its answer, is given by Dask to
another worker, and given up after `ALLOWED_DEATHS`.

A cluster is other machines, and is trusted with its piece and no more. What comes back is text of plain data
(`plain.py`), read in a process that cannot make anything else of it (`gateway.py`), and checked by who asked. What goes
there may be read by whoever runs a worker, and by whoever listens where it is not encrypted: hence `Cluster`.
"""

from __future__ import annotations

import ipaddress
import pickle
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scheduler.errors import ClusterError
from scheduler.messages import Message
from scheduler.parallel import gateway
from scheduler.parallel.pieces import POLL_SECONDS, PieceOutcome, PieceState, T, U, given_up
from scheduler.parallel.plain import from_text
from scheduler.parallel.process import Process

_MOST_CHARACTERS_OF_ERRORS = 20_000


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster that may do pieces of work.

    Attributes
    ----------
    address
        Of its scheduler: ``tls://host:8786``, encrypted with the certificates of Dask's own settings
        (``distributed.comm.tls``), or ``tcp://127.0.0.1:8786`` on this machine.
    is_plain_text_accepted
        Whether ``tcp://`` to another machine will do: whoever is on the network can read the pieces and change the
        answers.

    Raises
    ------
    ClusterError
        The address is none, or one of another machine that is not encrypted without this being accepted.
    """

    address: str
    is_plain_text_accepted: bool = False

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.address)
            is_address = parts.scheme in ("tcp", "tls") and bool(parts.hostname) and parts.port is not None
        except ValueError:
            is_address = False
        if not is_address:
            raise ClusterError(
                Message(
                    "'{address}' is no address of a Dask scheduler; write it as tls://host:8786", address=self.address
                )
            )
        if parts.scheme == "tcp" and not self.is_plain_text_accepted and not _is_this_machine(str(parts.hostname)):
            raise ClusterError(
                Message(
                    "{address} is another machine, and tcp:// is not encrypted: whoever is on the network "
                    "could read the pieces and change the answers; use tls:// with the certificates of "
                    "Dask's own settings (distributed.comm.tls), or accept it with --cluster-plain-text",
                    address=self.address,
                )
            )


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def require_cluster(cluster: Cluster) -> None:
    """Make sure that a cluster can be reached and has a worker, before anybody counts on it.

    Raises
    ------
    ClusterError
        It cannot, or has none.
    """
    with _connected(cluster):
        pass


def run_on_cluster(
    function: Callable[[T], object],
    pieces: Sequence[T],
    cluster: Cluster,
    read: Callable[[int, Any], U],
    stop: threading.Event,
    take: Callable[[PieceOutcome[U]], None],
) -> None:
    """Run pieces until all are done or `stop` is set.

    Parameters
    ----------
    function
        What is called with each piece; of a module, so that a process finds it.
    pieces
        The pieces of work.
    cluster
        Whose workers do them.
    read
        Makes a result of a piece's number and the plain data that came for it; raises ValueError where
        they are none.
    stop
        Set it to end early.
    take
        Gets each outcome as it comes.

    Raises
    ------
    ClusterError
        The cluster cannot be reached, or has no workers.
    """
    with _connected(cluster) as process:
        for number, piece in enumerate(pieces):
            process.send_bytes(gateway.NUMBER.pack(number) + pickle.dumps((function, piece)))
        left = set(range(len(pieces)))
        while left and not stop.is_set():
            try:
                if not process.connection.poll(POLL_SECONDS):
                    continue
                message = from_text(process.connection.recv_bytes().decode())
            except (EOFError, OSError):
                break
            outcome = _outcome_of(message, read)
            left.discard(outcome.number)
            take(outcome)
        if not stop.is_set():
            for number in left:
                take(_lost(number))


@contextmanager
def _connected(cluster: Cluster) -> Iterator[Process]:
    """The process that talks with a cluster, once that has a worker; ended with the block."""
    process = Process(gateway.serve, cluster.address, gateway.CONNECT_SECONDS, gateway.WORKERS_SECONDS)
    try:
        _require_ready(process, cluster.address)
        yield process
    finally:
        process.close()


def _require_ready(process: Process, address: str) -> None:
    """Wait until the cluster has a worker."""
    try:
        (word,) = from_text(process.connection.recv_bytes().decode())
    except (EOFError, OSError):
        word = gateway.UNREACHABLE
    if word == gateway.UNREACHABLE:
        raise ClusterError(
            Message(
                "no Dask scheduler answers at {address}; start one with 'dask scheduler', and name "
                "its address as tls://host:8786",
                address=address,
            )
        )
    if word == gateway.NO_CERTIFICATES:
        raise ClusterError(
            Message(
                "{address} needs certificates: name them in Dask's own settings, "
                "distributed.comm.tls.ca-file and distributed.comm.tls.client.cert and .key",
                address=address,
            )
        )
    if word == gateway.NO_WORKERS:
        raise ClusterError(
            Message(
                "the Dask cluster at {address} has no workers; start some with 'dask worker {address}'", address=address
            )
        )


def _lost(number: int) -> PieceOutcome[U]:
    """The outcome of a piece of which nothing is heard any more."""
    return PieceOutcome(number, PieceState.FAILED, error="the cluster lost it; is its scheduler still running?")


def _outcome_of(message: list[Any], read: Callable[[int, Any], U]) -> PieceOutcome[U]:
    """What came of a piece."""
    word, number, text = message
    if word == gateway.DIED:
        return given_up(number)
    if word == gateway.LOST:
        return _lost(number)
    if word != gateway.ANSWERED:
        return PieceOutcome(number, PieceState.FAILED, error="its worker's answer is no plain data, and was not read")
    try:
        answer = from_text(text)
        if answer["state"] == PieceState.DONE:
            return PieceOutcome(
                number, PieceState.DONE, read(number, answer["result"]), seconds=float(answer["seconds"])
            )
        return PieceOutcome(
            number,
            PieceState.REFUSED if answer["state"] == PieceState.REFUSED else PieceState.FAILED,
            error=str(answer["error"])[:_MOST_CHARACTERS_OF_ERRORS],
            traceback=str(answer["traceback"])[:_MOST_CHARACTERS_OF_ERRORS],
            seconds=float(answer["seconds"]),
        )
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError) as error:
        return PieceOutcome(
            number,
            PieceState.FAILED,
            error="its worker's answer is not one to such a piece, and does not count",
            traceback="".join(traceback.format_exception(error))[:_MOST_CHARACTERS_OF_ERRORS],
        )
