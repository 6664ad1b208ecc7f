"""The process that talks with a Dask cluster, and in which nothing from there can become anything but text.

Dask's own protocol carries pickles from workers to the client: results, errors, warnings, markers in messages. To
unpickle is to run what the sender says. So the client lives in a process of its own, in which Python itself refuses to
look up any class or function that a pickle names (PEP 578), and to start programs: a pickle there can make numbers and
text and nothing else, however it comes. Between this process and ours goes text (`plain.py`) and what our side sends.
"""

from __future__ import annotations

import json
import platform
import queue
import struct
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from scheduler.parallel.pieces import POLL_SECONDS

CONNECT_SECONDS = 30.0
WORKERS_SECONDS = 60.0  # they may just be starting

READY, UNREACHABLE, NO_WORKERS, NO_CERTIFICATES = "ready", "unreachable", "no workers", "no certificates"
ANSWERED, DIED, UNREADABLE, LOST = "answered", "died", "unreadable", "lost"
NUMBER = struct.Struct("<q")
"""The number of a piece, which comes before its bytes."""

_FORBIDDEN = frozenset(
    {"pickle.find_class", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"}
)


class RefusedError(RuntimeError):
    """Something from the cluster wanted to become more than numbers and text."""


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise RefusedError(event)


def serve(connection: Connection, address: str, connect_seconds: float, workers_seconds: float) -> None:
    """Submit the pieces that come to the cluster, and send back the text of each; runs in the process of its own.

    Says one of `READY`, `UNREACHABLE`, `NO_WORKERS`, `NO_CERTIFICATES` first; then, for each piece, what came of it and
    its text.

    Parameters
    ----------
    connection
        To our side.
    address
        Of the cluster's scheduler.
    connect_seconds, workers_seconds
        How long to wait for it, and then for its first worker.
    """
    # Imported before the door is closed: imports are ours, messages are not.
    import dask
    from distributed import Client, Future, KilledWorker
    from distributed.protocol import pickle as protocol_pickle

    from scheduler.parallel.on_worker import attempt_on_worker

    def loads(*arguments: object, **options: object) -> object:
        """What is refused counts as nothing, and the message around it is read all the same."""
        try:
            return unpickle(*arguments, **options)
        except Exception:  # noqa: BLE001 - whatever a pickle of somebody else's brings about
            return None

    unpickle = protocol_pickle.loads
    protocol_pickle.loads = loads
    platform.processor()  # Dask tells it, Python asks a program for it, once
    sys.addaudithook(_refuse)

    def send(*message: object) -> None:
        connection.send_bytes(json.dumps(message).encode())

    # The pieces are what is large, and they go to one worker each: nothing to warn of.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"})
    try:
        client = Client(address, timeout=connect_seconds, set_as_default=False)
    except TypeError:  # Dask's word for it
        return send(NO_CERTIFICATES)
    except (OSError, ValueError, RuntimeError):
        return send(UNREACHABLE)
    with client:
        try:
            client.wait_for_workers(1, timeout=workers_seconds)
        except TimeoutError:
            return send(NO_WORKERS)
        send(READY)
        ended: queue.SimpleQueue[Future] = queue.SimpleQueue()
        numbers: dict[Future, int] = {}
        again: list[Future] = []
        is_left = threading.Event()

        def submit() -> None:
            with suppress(OSError, EOFError):
                while True:
                    message = connection.recv_bytes()
                    (number,) = NUMBER.unpack_from(message)
                    future = client.submit(attempt_on_worker, number, message[NUMBER.size :], pure=False)
                    numbers[future] = number
                    future.add_done_callback(ended.put)
            is_left.set()

        threading.Thread(target=submit, daemon=True).start()
        try:
            while not is_left.is_set():
                for future in filter(Future.done, tuple(again)):
                    again.remove(future)
                    ended.put(future)
                try:
                    future = ended.get(timeout=POLL_SECONDS)
                except queue.Empty:
                    if client.status != "running" or client._handle_report_task.done():
                        break  # our side is told that nobody answers any more
                    continue
                if future.status in ("lost", "pending"):
                    # Its worker died before the answer was fetched from it: another does the piece again.
                    again.append(future)
                    continue
                send(*_message_of(future, numbers.pop(future), KilledWorker))
                future.release()
        finally:
            client.cancel(list(numbers))
    return None


def _message_of(future: Any, number: int, killed: type[Exception]) -> tuple[object, ...]:
    """What came of a piece, in numbers and text."""
    if future.status == "error":
        # The error itself is an object and was not read; its worker may have died, or be one that says so.
        return (DIED if isinstance(future.exception(), killed) else UNREADABLE, number, "")
    if future.status != "finished":
        return LOST, number, ""
    try:
        text = future.result()
    except Exception:  # noqa: BLE001 - whatever the answer of somebody else's brings about
        return UNREADABLE, number, ""
    if type(text) is not str:
        return UNREADABLE, number, ""
    return ANSWERED, number, text
