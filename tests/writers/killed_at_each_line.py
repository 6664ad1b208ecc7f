"""Writes a run's folder again and again, each time killed some lines later; prints what is wrong afterwards.

Called by ``test_atomic.py`` in a process of its own, which has one thread and may therefore be forked at will::

    python killed_at_each_line.py FOLDER exchange|renames none|result|backup|summary LINES
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from scheduler.run_record import RunRecord
from scheduler.writers import atomic, contents, files, folder
from scheduler.writers.folder import run_folder

TRACED = {atomic.__file__, contents.__file__, files.__file__, folder.__file__, shutil.__file__}


def write(target: Path, text: str, *, has_result: bool = True) -> None:
    with run_folder(target, RunRecord(kind="roster", has_result=has_result, command=text)) as hidden:
        for name in ("summary.json", *(["roster.csv"] if has_result else [])):
            (hidden / name).write_text(text, encoding="utf-8")


def whole(run: Path) -> str | None:
    """Whose run is in a folder; None where there is no folder.

    Raises
    ------
    AssertionError
        It is not whole, or made of two.
    """
    if not run.exists():
        return None
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    names = {path.name for path in run.iterdir()} - {".replaced"}
    assert names == {"run.json", *record["files"]}, names
    texts = {(run / name).read_text(encoding="utf-8") for name in record["files"]}
    assert texts == {record["command"]}, texts
    return next(iter(texts))


def killed_after(lines: int, write: Callable[[], None], traced: Collection[str]) -> bool:
    """Write something in a child that is killed after so many lines; whether it was."""
    child = os.fork()
    if child == 0:
        left = lines

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal left
            if frame.f_code.co_filename not in traced:
                return None
            if event == "line":
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        write()
        sys.settrace(None)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, status
    return os.WIFSIGNALED(status)


def main(root: Path, way: str, before: str, step: int) -> int:
    if way == "renames":  # as where the system has no exchange
        atomic._rename_exchange = None
    template = root / "template"
    template.mkdir()
    if before == "backup":
        write(template / "week", "older")
    if before != "none":
        write(template / "week", "old", has_result=before != "summary")
    lines = 0
    while True:
        place = root / "place"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(template, place)
        target, backup = place / "week", place / "week.bak"
        is_killed = killed_after(lines, partial(write, target, "new"), TRACED)
        here, kept = whole(target), whole(backup)
        at = f"line {lines}: week holds {here}, week.bak {kept}"
        if here is None:
            # A system without exchange may lose the name for a moment; the next run finds the old one.
            assert before == "none" or way == "renames", at
            atomic.restore(target)
            assert whole(target) == (None if before == "none" else "old"), at
        else:
            assert here in ("old", "new"), at
        assert kept in (None, "older", "old", "new"), at
        here = whole(target)
        write(target, "next")
        assert whole(target) == "next", at
        if here is not None and not (before == "summary" and here == "old"):
            assert here in {whole(path) for path in place.glob("week.bak*")}, at
        hidden = [path.name for path in place.iterdir() if path.name.startswith(".")]
        assert not hidden, f"{at}, then {hidden}"
        if not is_killed:
            assert (here, lines > 50) == ("new", True), at
            print(f"killed up to line {lines}")
            return 0
        lines += step


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])))
