"""A folder that somebody fills from now on, such as a workspace: it appears whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.errors import OutputError
from scheduler.messages import Message
from scheduler.writers import atomic


@contextmanager
def new_folder(target: Path, last: str) -> Iterator[Path]:
    """A hidden folder that becomes `target` when the block ends without an error; until then there is nothing of it.

    Parameters
    ----------
    target
        A folder that is not there, which is then made for its owner only, or one that is empty, which stays: somebody
        may be in it, and it may be a drive of its own.
    last
        The file that makes the folder what it is: where `target` is there already, it comes last of all files.

    Raises
    ------
    OutputError
        `target` is a file, or a folder that is not empty.
    """

    def refuse() -> None:
        raise OutputError(Message("{target} is there already; name a new folder", target=target))

    if target.exists():
        if not target.is_dir() or not atomic.is_empty(target):
            refuse()
        with atomic.hidden_folder(target / last) as hidden:
            yield hidden
            atomic.place_content(hidden, target, last)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with atomic.hidden_folder(target) as hidden:
        yield hidden
        atomic.place_folder(hidden, target, refuse)
