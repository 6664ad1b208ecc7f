"""When a search shall end, and how a roster is simulated: as the workspace has it, and as it is asked for once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import ValidationError

from scheduler.config import Settings, Simulating, Solving
from scheduler.errors import Fault, InputError
from scheduler.messages import Message

_Record = TypeVar("_Record", Solving, Simulating)


def limits_of(settings: Settings, options: Mapping[str, float] | None) -> Solving:
    """The limits of a search: the workspace's, and in their place those that are given.

    Raises
    ------
    InputError
        An option is unknown, or has a value that it cannot have.
    """
    return _with_options(settings.solve, options)


def simulating_of(settings: Settings, options: Mapping[str, object] | None) -> Simulating:
    """How to simulate: as the workspace has it, with what is given in its place.

    Raises
    ------
    InputError
        An option is unknown, or has a value that it cannot have.
    """
    return _with_options(settings.simulation, options)


def _with_options(record: _Record, options: Mapping[str, object] | None) -> _Record:
    try:
        return type(record).model_validate(record.model_dump() | dict(options or {}))
    except ValidationError as error:
        raise InputError(
            [
                Fault("options", 0, ".".join(map(str, found["loc"])), Message("{what}", what=found["msg"]))
                for found in error.errors()
            ]
        ) from error
