"""Standard streams in trouble end no run."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.parallel import PieceProgress
from scheduler.solve.progress import Progress
from scheduler.terminal.progress import ScenarioProgress, SearchProgress
from scheduler.terminal.streams import Unhurried
from tests.workspaces import PREVIOUS_ROSTER, write_workspace

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")

ROOT = Path(__file__).parents[2]
HANGS_SECONDS = 120.0
"""Who takes longer than this for what takes seconds waits for somebody who never comes."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workspace(tmp_path_factory.mktemp("small") / "workspace")


def in_shell(command: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command of the shell in which ``scheduler`` is ours, and ``$1``, ``$2`` ... are the arguments."""
    script = f'scheduler() {{ "{sys.executable}" -m scheduler "$@"; }}\n{command}'
    return subprocess.run(
        ["bash", "-c", script, "bash", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        | {"PYTHONPATH": str(ROOT)},
        timeout=HANGS_SECONDS,
    )


# Number 3 is a pipe whose reader has ended before the first word.
READER_LEFT = "exec 3> >(true); wait $!"
GENERATE = 'generate "$1" --week 2023-W45 --gap 1 --workers 1 --output "$2"'


@pytest.mark.parametrize(
    "command",
    [
        f"{READER_LEFT}; scheduler {GENERATE} 2>&3 >/dev/null; echo ended $?",
        f"scheduler {GENERATE} >&- 2>&- <&-; echo ended $?",
        f"{READER_LEFT}; scheduler {GENERATE} >&3 2>/dev/full; echo ended $?",
    ],
    ids=["error without reader", "all closed", "output without reader and error full"],
)
def test_generate_keeps_its_roster_and_ends_well(workspace: Path, tmp_path: Path, command: str) -> None:
    done = in_shell(command, workspace, tmp_path / "out")
    assert done.stdout.splitlines()[-1:] == ["ended 0"], done
    assert (tmp_path / "out" / "roster.csv").read_text(encoding="utf-8").count("\n") > 20
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_output_that_is_not_whole_is_said_and_costs_no_roster(workspace: Path, tmp_path: Path) -> None:
    done = in_shell(f"scheduler {GENERATE} >/dev/full", workspace, tmp_path / "out")
    assert done.returncode == 0
    assert "standard output: No space left on device" in done.stderr
    assert (tmp_path / "out" / "roster.csv").exists()


@pytest.mark.parametrize(
    "command",
    [
        'rules --workspace "$1"',
        'validate "$1"',
        'demand "$1" --week 2023-W45',
        'verify "$1" "$1/last.csv" --first-week',
    ],
)
@pytest.mark.parametrize(("leads_to", "code"), [(">/dev/full", 2), ("| true; exit ${PIPESTATUS[0]}", 0)])
def test_what_is_printed_and_nowhere_else_has_to_be_written_whole(
    workspace: Path, command: str, leads_to: str, code: int
) -> None:
    roster = PREVIOUS_ROSTER.replace("2023-11-05", "2023-11-07").replace("2023-11-06", "2023-11-08")
    (workspace / "last.csv").write_text(roster, encoding="utf-8")
    done = in_shell(f"scheduler {command} {leads_to}", workspace)
    assert done.returncode == code, done
    assert ("what was printed is not whole" in done.stderr) == (code == 2)


@pytest.mark.parametrize("stream", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize("buffering", ["", "export PYTHONUNBUFFERED=1;"])
def test_a_fault_keeps_its_exit_code_where_nobody_can_be_told(workspace: Path, stream: str, buffering: str) -> None:
    assert in_shell(f'{buffering} scheduler verify "$1" "$1/staff.csv" {stream}', workspace).returncode == 3


def test_a_table_whose_reader_has_seen_enough_ends_quietly(workspace: Path) -> None:
    done = in_shell('scheduler demand "$1" --week 2023-W45 | head -1; echo ${PIPESTATUS[0]}', workspace)
    header, code = done.stdout.splitlines()
    assert header.startswith("start\t")
    assert (code, [line for line in done.stderr.splitlines() if "less than 5 weeks" not in line]) == ("0", [])


def test_what_a_library_says_never_gets_into_a_file_that_took_the_number_of_standard_error(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from scheduler.terminal.streams import unfailing_streams\n"
        "with unfailing_streams():\n"
        "    with open(sys.argv[1], 'w') as roster:\n"
        "        os.write(2, b'a library complains')\n"
        "        print('so do we', file=sys.stderr)\n"
    )
    in_shell(f'"{sys.executable}" -c "$2" "$1" 2>&-', tmp_path / "roster.csv", code)
    assert (tmp_path / "roster.csv").read_bytes() == b""


class Leaving(io.StringIO):
    """A terminal whose window is closed after the first word."""

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        raise BrokenPipeError


@pytest.mark.parametrize("stream", [Leaving(), FULL], ids=["reader gone", "full"])
def test_progress_ends_in_silence(stream: io.StringIO | Path) -> None:
    opened = stream.open("w", encoding="utf-8") if isinstance(stream, Path) else stream
    with SearchProgress(opened) as search:
        for seconds in (0.0, 10.0):
            search(Progress(seconds, 200, 150.0, "improve"))
    with ScenarioProgress(opened) as scenarios:
        scenarios(PieceProgress(1, 2, "fewer", 1.0, ""))
    if isinstance(stream, Path):
        with pytest.raises(OSError, match="No space"):
            opened.close()


def test_a_closed_stream_is_told_nothing() -> None:
    stream = io.StringIO()
    stream.close()
    with SearchProgress(stream) as search:
        search(Progress(0.0, 200, 150.0, "improve"))


def test_what_a_full_pipe_has_no_room_for_is_dropped_and_what_it_has_room_for_comes() -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        unhurried = Unhurried(stream)
        for _ in range(100_000):
            unhurried.write("a line that nobody reads\n")
        read = os.read(reader, 1_000_000)
        assert read.decode().splitlines()[-1] == "a line that nobody reads"
        unhurried.write("there is room again\n")
        assert os.read(reader, 1_000_000) == b"there is room again\n"
    os.close(reader)


SMALL_SEARCH = ("generate", "--week", "2023-W45", "--gap", "1", "--workers", "1")


@pytest.mark.parametrize("stream", ["pipe", "terminal"])
def test_a_search_does_not_wait_for_a_reader_who_never_reads(workspace: Path, tmp_path: Path, stream: str) -> None:
    reader, writer = os.pipe() if stream == "pipe" else os.openpty()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"." * 512)
    except BlockingIOError:
        os.set_blocking(writer, True)
    done = subprocess.run(
        [sys.executable, "-m", "scheduler", *SMALL_SEARCH, "--output", tmp_path / "out", workspace],
        stderr=writer,
        stdout=subprocess.DEVNULL,
        check=False,
        cwd=ROOT,
        env=os.environ | {"TERM": "xterm"},
        timeout=HANGS_SECONDS,
    )
    assert done.returncode == 0
    assert (tmp_path / "out" / "roster.csv").exists()
    os.close(reader)
    os.close(writer)
