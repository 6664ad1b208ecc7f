"""Which version was published last, noted beside the workspace: a store that lost it is told from one without any.

An empty file, an older copy and another office's store all read as stores in which less is published. A plan that
believes them begins at the wrong days, with the wrong counts.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from scheduler.domain.base import Frozen
from scheduler.errors import StoreError
from scheduler.formats.workspace_files import NEWEST_FILE
from scheduler.messages import Message

_OWNER_FILE = 0o600


class Newest(Frozen):
    """The version that was published last, and the fingerprint of its roster."""

    version: int
    roster_sha256: str


def noted(folder: Path) -> Newest | None:
    """What was noted beside a workspace; None: nothing was published from there.

    Raises
    ------
    StoreError
        The note cannot be read.
    """
    path = folder / NEWEST_FILE
    try:
        return Newest.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise StoreError(
            Message(
                "{path} cannot be read, or somebody has changed it; delete it once the store is the right one",
                path=path,
            )
        ) from error


def note(folder: Path, newest: Newest) -> None:
    """Note what was published last, as a whole or not at all; without room for it the publication holds as well."""
    path = folder / NEWEST_FILE
    hidden = folder / f".{NEWEST_FILE}.{os.getpid()}"
    with suppress(OSError):
        try:
            with os.fdopen(os.open(hidden, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, _OWNER_FILE), "w") as file:
                file.write(newest.model_dump_json())
            hidden.replace(path)
        finally:
            hidden.unlink(missing_ok=True)


def missing(folder: Path, newest: Newest, place: str) -> StoreError:
    """The error of a store that does not have what was published last."""
    return StoreError(
        Message(
            "{place} does not have version {number}, which was published from this workspace: it is gone, empty, "
            "older, or another one; put back the newest copy of it, or delete {note} where it is meant as it is",
            place=place,
            number=newest.version,
            note=folder / NEWEST_FILE,
        )
    )
