"""Finished scenarios, kept under a hash of all that they depend on, so that a rerun skips them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scheduler.errors import OutputError
from scheduler.messages import Message
from scheduler.result import Status
from scheduler.scenarios.evaluating import Result, ScenarioTask
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.overlay import Overlay
from scheduler.writers.atomic import hidden_folder, place_folder

_RESULT_FILE = "result.json"
_WORDS = {"name", "name_ko", "name_en", "about_ko", "about_en", "source", "reported"}
"""Fields of an overlay that change no result."""


class ResultStore:
    """A folder of results.

    Parameters
    ----------
    folder
        Is made when the first result comes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, task: ScenarioTask, overlay: Overlay | None) -> str:
        """A hash of inputs, days before, overlay, days, depth, limits of a search if there is one, and this program."""
        parts: dict[str, Any] = {
            "code": _hash_of_code(),
            "inputs": task.workspace.inputs_sha256,
            "known": repr(task.workspace.known),
            "published": repr((task.workspace.taken, task.workspace.history)),
            "is_first_week": task.workspace.is_first_week,
            # In the order in which it stands: changes of headcount are made in order.
            "overlay": None if overlay is None else overlay.model_dump(mode="json", exclude=_WORDS),
            "first_day": task.first_day.isoformat(),
            "days": task.days,
            "depth": task.depth.value,
        }
        if task.depth is Depth.ROSTER:
            parts["solving"] = task.solving.model_dump(mode="json")
            parts["is_simulated"] = task.is_simulated
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:24]

    def folder_of(self, key: str) -> Path:
        """Where the files of a result are."""
        return self._folder / key

    def load(self, key: str) -> Result | None:
        """The result, or None where it is not there yet; its files stay where they are."""
        path = self.folder_of(key) / _RESULT_FILE
        if not path.is_file():
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Result(
            Status(kept["status"]),
            kept["figures"],
            kept["relative_gap"],
            {person: tuple(days) for person, days in kept["weeks"].items()},
            {person: (nights, weekend) for person, (nights, weekend) in kept["duties"].items()},
            seconds=kept["seconds"],
        )

    def save(self, key: str, result: Result) -> None:
        """Keep a result with its files, whole or not at all."""
        kept: Mapping[str, object] = {
            "status": result.status.value,
            "figures": result.figures,
            "relative_gap": result.relative_gap,
            "weeks": result.weeks,
            "duties": result.duties,
            "seconds": result.seconds,
        }
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self.folder_of(key)
        with hidden_folder(target) as hidden:
            for name, content in result.files.items():
                (hidden / name).write_bytes(content)
            (hidden / _RESULT_FILE).write_bytes(json.dumps(kept, ensure_ascii=False, indent=1).encode())
            place_folder(hidden, target, lambda: _refuse_foreign(target))


def _refuse_foreign(target: Path) -> None:
    """Make sure that what is in the way is the same result, which another run has found meanwhile."""
    if not (target / _RESULT_FILE).is_file():
        raise OutputError(
            Message(
                "{target} holds something other than a result; move it away, or name another --results", target=target
            )
        )


@cache
def _hash_of_code() -> str:
    """The hash of all modules of this package: another version may find something else."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()
