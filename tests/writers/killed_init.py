"""Makes a workspace again and again, each time killed some lines later; prints what is wrong afterwards.

Called by ``test_new_folder.py`` in a process of its own::

    python killed_init.py FOLDER new|empty LINES
"""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

from killed_at_each_line import TRACED, killed_after

from scheduler import bundled, initializing
from scheduler.writers import new_folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def main(root: Path, kind: str, step: int) -> int:
    initializing.init(root / "whole", "csv")
    whole = names(root / "whole")
    target = root / "place" / "mine"
    lines = 0
    while True:
        shutil.rmtree(root / "place", ignore_errors=True)
        (target if kind == "empty" else target.parent).mkdir(parents=True)
        is_killed = killed_after(
            lines,
            partial(initializing.init, target, "csv"),
            {*TRACED, bundled.__file__, initializing.__file__, new_folder.__file__},
        )
        found = names(target) if target.exists() else set()
        if "workspace.yaml" in found:
            assert whole <= found, f"line {lines}: {whole - found} missing"
        elif all(name.startswith(".") for name in found):
            initializing.init(target, "csv")
            assert names(target) == whole, f"line {lines}: {names(target) ^ whole}"
            assert names(target.parent) == {"mine", *(f"mine/{name}" for name in whole)}, f"line {lines}: left over"
        else:
            assert kind == "empty", f"line {lines}: half a workspace"
        if not is_killed:
            print(f"killed up to line {lines}")
            return 0
        lines += step


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
