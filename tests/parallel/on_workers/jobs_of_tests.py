"""Pieces of work for the tests: workers import this module by its name."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from scheduler.errors import InputError
from scheduler.log import logger
from scheduler.parallel.process import Process


def square(number: int) -> int:
    return number * number


def touch(path: Path) -> None:
    path.touch()


def square_unless_seven(number: int) -> int:
    if number == 7:
        raise ValueError("seven cannot be squared")
    return number * number


def square_unless_refused(number: int) -> int:
    """Square a number, unless it is 7 or 8: the one has a fault as inputs have, the other is a fault of ours."""
    if number == 7:
        raise InputError.of("numbers.csv", "seven cannot be squared", "take six\n\x1b[31m")
    if number == 8:
        raise RuntimeError("eight is too much")
    return number * number


def die_once(piece: tuple[int, Path]) -> int:
    """Square a number; the worker of number 2 dies over it the first time, as the file then tells."""
    number, died = piece
    if number == 2 and not died.exists():
        died.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def kill_parent_once(piece: tuple[int, Path]) -> int:
    """Square a number; over number 2 the process that started this one dies the first time, a Dask worker."""
    number, died = piece
    if number == 2 and not died.exists():
        died.touch()
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(600)
    return number * number


def tell_and_wait(folder: Path) -> int:
    """Write down the process that started this one, a Dask worker, and wait for a word; how often that was before."""
    before = len(list(folder.glob("worker*")))
    (folder / "new").write_text(str(os.getppid()))
    (folder / "new").rename(folder / f"worker{before}")
    for _ in range(6000):
        if (folder / f"go{before}").exists():
            break
        time.sleep(0.01)
    return before


def die_over_two(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def start_child(number: int) -> int:
    """What a search does: leave part of the work to a process of its own."""
    context = get_context("spawn")
    process = context.Process(target=time.sleep, args=(0,), daemon=True)
    process.start()
    process.join()
    assert process.exitcode == 0
    return number


def wait_long_with_child(started: Path) -> None:
    """Note this process and a child of it, then wait for longer than anybody has time."""
    child = get_context("spawn").Process(target=time.sleep, args=(600,), daemon=True)
    child.start()
    started.write_text(f"{os.getpid()} {child.pid}")
    time.sleep(600)


def quick_or_endless(number: int) -> int:
    if number > 0:
        time.sleep(600)
    return number


def square_aloud(number: int) -> int:
    """Write to both streams, as solvers do, below Python."""
    os.write(1, b"numerical trouble\n")
    os.write(2, b"numerical trouble\n")
    return square(number)


def hold_the_lock(started: Path) -> None:
    """Note this process, then sleep as a solver works that never lets go of Python's lock."""
    started.write_text(str(os.getpid()))
    ctypes.PyDLL(None).sleep(600)


def hold_the_lock_beside(started: Path) -> None:
    """Have a process beside this one that does so."""
    process = Process(hold_the_lock_for_a_connection, started)
    process.receive()


def hold_the_lock_for_a_connection(_: Connection, started: Path) -> None:
    hold_the_lock(started)


def echo(connection: Connection) -> None:
    """Send back what comes."""
    while True:
        connection.send(connection.recv())


def process_of(_: int) -> int:
    """Which process does the piece."""
    return os.getpid()


def same(piece: object) -> object:
    """The piece itself."""
    return piece


def note_trouble(send: Callable[[object], None]) -> None:
    """Note something in the log, write to standard error, and say that it is done."""
    logger("scheduler.tests").warning("trouble there")
    os.write(2, b"a solver's own words")
    send("done")
