"""When a search shall end, and how a roster is simulated: as the workspace has it, and as it is asked for once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from scheduler.config import Settings, Simulating, Solving
from scheduler.errors import Fault, InputError
from scheduler.messages import AnyText, Message
from scheduler.readers.validation import validated
from scheduler.readers.yaml_document import Location

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
    given = record.model_dump() | dict(options or {})
    faults: list[Fault] = []

    def report(location: Location, _: str, message: AnyText, remedy: AnyText) -> None:
        place = ".".join(map(str, location))
        faults.append(Fault("options", 0, place, message, remedy, called=Message("options")))

    changed = validated(type(record), given, report)
    if changed is None:
        raise InputError(faults)
    return changed
