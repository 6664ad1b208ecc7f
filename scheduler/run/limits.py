"""When a search shall end: as the workspace has it, and as it is asked for once."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from scheduler.config import Settings, Solving
from scheduler.errors import Fault, InputError
from scheduler.messages import Message


def limits_of(settings: Settings, options: Mapping[str, float] | None) -> Solving:
    """The limits of a search: the workspace's, and in their place those that are given.

    Raises
    ------
    InputError
        An option is unknown, or has a value that it cannot have.
    """
    try:
        return Solving.model_validate(settings.solve.model_dump() | dict(options or {}))
    except ValidationError as error:
        raise InputError(
            [
                Fault("options", 0, ".".join(map(str, found["loc"])), Message("{what}", what=found["msg"]))
                for found in error.errors()
            ]
        ) from error
