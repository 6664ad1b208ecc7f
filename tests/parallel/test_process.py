"""What works beside is heard, its end is no error, and it never outlives the process that started it."""

from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jobs_of_tests as jobs
import numpy as np
import pytest

from scheduler.parallel.process import DiedError, Process, background

needs_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks the kernel's list of processes")


def heard(process: Process) -> list[object]:
    messages: list[object] = []
    try:
        while process.is_running:
            messages += process.messages(wait_seconds=0.2)
        return messages + process.messages()
    finally:
        process.close()


def test_what_is_sent_is_heard() -> None:
    assert heard(background(operator.call, 5)) == [5]


def test_a_script_that_starts_a_process_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import operator\n"
        "from scheduler.parallel.process import background\n"
        "print('once', flush=True)\n"
        "process = background(operator.call, 5)\n"
        "found = []\n"
        "while process.is_running:\n"
        "    found += process.messages(wait_seconds=0.1)\n"
        "print(found + process.messages())\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("once\n[5]\n", "")


def test_arguments_and_messages_larger_than_a_pipe_arrive() -> None:
    (values,) = heard(background(operator.call, np.arange(1_000_000)))
    assert isinstance(values, np.ndarray)
    assert values.sum() == 499_999_500_000


def test_a_function_that_fails_has_sent_nothing() -> None:
    assert heard(background(operator.truediv, 2)) == []


def test_a_process_that_was_ended_sends_nothing_more() -> None:
    process = background(operator.call, 5)
    process.close()
    assert process.messages() == []


def test_messages_arrive_in_their_order_however_large() -> None:
    process = Process(jobs.echo)
    try:
        sizes = [3_000_000, 1, 2_000_000, 2]
        for size in sizes:
            process.send(b"x" * size)
        assert [len(process.receive()) for _ in sizes] == sizes
    finally:
        process.close()


def test_what_cannot_be_sent_is_the_callers_mistake() -> None:
    process = Process(jobs.echo)
    try:
        with pytest.raises(AttributeError, match="pickle"):
            process.send(lambda: None)
    finally:
        process.close()


def test_from_a_process_that_dies_nothing_comes_any_more() -> None:
    process = Process(jobs.echo)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    with pytest.raises(DiedError):
        process.receive()
    process.close()


def descendants(process: int) -> set[int]:
    """All processes that come from this one."""
    parent_of = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent_of[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    found: set[int] = set()
    while more := {child for child, parent in parent_of.items() if parent in {process, *found}} - found:
        found |= more
    return found


def survivors(processes: set[int], seconds: float = 10.0) -> set[int]:
    """Which of these still run after so many seconds; who only waits to be buried does not."""
    until = time.monotonic() + seconds
    while (left := {process for process in processes if is_running(process)}) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def kill_once(command: list[str], is_ready: Callable[[int], bool]) -> set[int]:
    """Start a command, kill it once it is ready, and return which of the processes that it had survive it."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        while not is_ready(process.pid):
            assert process.poll() is None, "it ended before it could be killed"
            time.sleep(0.05)
        children = descendants(process.pid)
        assert children
    finally:
        process.kill()
        process.wait()
    left = survivors(children)
    for survivor in left:
        os.kill(survivor, signal.SIGKILL)
    return left


@needs_proc
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it waits until Python's lock is free")
@pytest.mark.parametrize("job", ["hold_the_lock", "hold_the_lock_beside"])
def test_a_piece_that_never_lets_go_of_pythons_lock_ends_with_its_killed_parent(job: str, tmp_path: Path) -> None:
    started = tmp_path / "started"
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "import jobs_of_tests\n"
        "from scheduler.parallel import run_pieces\n"
        "if __name__ == '__main__':\n"
        f"    run_pieces(jobs_of_tests.{job}, [Path({str(started)!r})])\n"
    )
    assert not kill_once([sys.executable, str(script)], lambda _: started.exists() and bool(started.read_text()))


def solves(process: int) -> bool:
    """Whether a process has one beside it that has begun to work: several threads, as solvers' libraries have."""
    return any(
        len(list(Path(f"/proc/{child}/task").iterdir())) > 1
        and b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        for child in descendants(process)
        if is_running(child)
    )


@needs_proc
@pytest.mark.parametrize(
    "command",
    [
        ["generate", "--first-week", "--time-limit", "600"],
        ["generate", "--first-week", "--time-limit", "600", "--weeks", "2"],
        ["what-if", "--first-week", "--sweep", "headcount.day=-2:2:2", "--depth", "roster", "--time-limit", "600"],
    ],
    ids=["generate", "two weeks", "what-if"],
)
def test_no_process_outlives_a_killed_command(command: list[str], tmp_path: Path) -> None:
    name, *options = command
    folder = ["--output" if name == "generate" else "--results", str(tmp_path / "out")]
    assert not kill_once(
        [sys.executable, "-m", "scheduler", name, "inputs/dasan", "--week", "2023-11-06", *options, *folder], solves
    )
