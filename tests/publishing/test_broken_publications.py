"""Whatever a publication dies of, the store has the old state or the new one, and goes on from there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.publishing.offices import Office
from tests.runs import WORKED

ROOT = Path(__file__).parents[2]


def broken(office: Office, kills: int, limits: int) -> str:
    """What is said of so many publications that were broken off, in a process of one thread, which may be forked."""
    runs = [office.run(WORKED), office.run({**WORKED, ("E003", 2): "D"})]
    command = [sys.executable, "-m", "benchmarks.broken_publications", office.workspace, *runs]
    done = subprocess.run(
        [*command, "--kills", str(kills), "--limits", str(limits)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_publication_that_is_killed_leaves_the_old_state_or_the_new(office: Office) -> None:
    said = broken(office, kills=6, limits=0)
    found = [tuple(map(int, pair)) for pair in re.findall(r"(\d+) times the old state, (\d+) the new", said)]
    everywhere, writing, telling = found[:3]
    assert [sum(found) for found in (everywhere, writing, telling)] == [2, 2, 2]
    assert everywhere[0] > 0
    assert writing[0] > 0
    assert telling == (0, 2), "the version is there before anybody is told"


def test_a_full_disk_leaves_the_old_state_or_the_new(small_office: Office) -> None:
    said = broken(small_office, kills=0, limits=6)
    assert "there is no room left, so that nothing was written" in said
    old, new = map(int, re.search(r"no room 6 times: (\d+) times the old state, (\d+) the new", said).groups())
    assert old > 0
    assert new > 0


def test_two_processes_that_publish_at_once_both_come_about_one_after_the_other(office: Office) -> None:
    runs = [office.run(WORKED), office.run({**WORKED, ("E003", 2): "D"})]
    code = (
        "import sys; from pathlib import Path; from scheduler.publishing.publish import publish; "
        "publish(Path(sys.argv[1]), Path(sys.argv[2]), author=sys.argv[2], note='at once')"
    )
    at_once = [
        subprocess.Popen([sys.executable, "-c", code, office.workspace, run], cwd=ROOT, env=os.environ) for run in runs
    ]
    assert [one.wait(120) for one in at_once] == [0, 0]
    assert office.versions() == [1, 2]
    assert office.standing().assignments
