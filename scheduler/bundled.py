"""The workspace that comes with the package."""

from __future__ import annotations

import shutil
from importlib import metadata
from pathlib import Path

from scheduler.errors import SchedulerError
from scheduler.messages import Message

_IN_CHECKOUT = Path(__file__).parent.parent / "inputs" / "dasan"
# Where pyproject.toml (data-files) has a wheel put it, below the environment's own folder.
_IN_WHEEL = "share/scheduler/dasan/workspace.yaml"


def bundled_workspace() -> Path:
    """The folder of the bundled workspace, in a source checkout or installed from a wheel.

    Raises
    ------
    SchedulerError
        Neither is there.
    """
    if (_IN_CHECKOUT / "workspace.yaml").exists():
        return _IN_CHECKOUT
    for file in metadata.files("scheduler") or ():
        if file.as_posix().endswith(_IN_WHEEL):
            return Path(str(file.locate())).resolve().parent
    raise SchedulerError(Message("the bundled workspace is missing from this installation; install the package again"))


def copy_bundled_workspace(target: Path) -> None:
    """Fill an empty folder with the bundled workspace."""
    shutil.copytree(
        bundled_workspace(),
        target,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("__pycache__", "*.py", ".*"),
    )
    # It will hold who is ill and who works when: for its owner only.
    for path in target.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
