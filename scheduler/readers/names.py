"""Which names exist in a workspace: what every other file refers to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scheduler.config import Settings
from scheduler.domain.shifts import OFF
from scheduler.readers.cells import Names


@dataclass(frozen=True, slots=True)
class Known:
    """Parsers of names; a name that does not exist is a fault.

    Attributes
    ----------
    groups
        Rotation groups; None: no rotation, or not known.
    """

    team: Names
    contract: Names
    shift: Names
    shift_or_off: Names
    queue: Names
    employee: Names
    groups: int | None = None

    @classmethod
    def of_settings(cls, settings: Settings, employees: Collection[str]) -> Known:
        """The names of valid settings and of these people."""
        shifts = [shift.code for shift in settings.shifts]
        return cls(
            team=Names("team", [team.name for team in settings.teams]),
            contract=Names("contract", [contract.name for contract in settings.contracts]),
            shift=Names("shift", shifts),
            shift_or_off=Names("shift", [*shifts, OFF]),
            queue=Names("queue", [queue.name for queue in settings.queues]),
            employee=Names("employee", employees),
            groups=settings.remote.groups if settings.remote else None,
        )

    @classmethod
    def of_plain(cls, raw: object) -> Known:
        """The names of settings that may be at fault elsewhere; a list that cannot be read is not checked against."""
        shifts = _names(raw, "shifts", "code")
        return cls(
            team=Names("team", _names(raw, "teams", "name")),
            contract=Names("contract", _names(raw, "contracts", "name")),
            shift=Names("shift", shifts),
            shift_or_off=Names("shift", None if shifts is None else [*shifts, OFF]),
            queue=Names("queue", _names(raw, "queues", "name")),
            employee=Names("employee", None),
        )


def _names(raw: object, section: str, key: str) -> list[str] | None:
    entries = raw.get(section) if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) and isinstance(e.get(key), str) for e in entries):
        return None
    return [entry[key] for entry in entries]
