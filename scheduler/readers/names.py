"""Which names exist in a workspace: what every other file refers to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from scheduler.config import Settings
from scheduler.domain.base import NameOf
from scheduler.domain.limits import LONGEST_KIND
from scheduler.domain.shifts import OFF
from scheduler.formats.roster_sheet import CODE_JOINER, LANGUAGES
from scheduler.formats.workspace_files import entry_name
from scheduler.labels import absence_label
from scheduler.messages import AnyText, Message
from scheduler.readers.cells import CellError, no_longer
from scheduler.readers.faults import did_you_mean
from scheduler.readers.name_parser import Names
from scheduler.readers.yaml_document import Location


@dataclass(frozen=True, slots=True)
class Known:
    """Parsers of names; a name that does not exist is a fault.

    Attributes
    ----------
    groups
        Rotation groups; None: no rotation, or not known.
    zone
        The time zone of local times; None: not known.
    """

    team: Names
    contract: Names
    shift: Names
    shift_or_off: Names
    queue: Names
    employee: Names
    groups: int | None = None
    zone: tzinfo | None = None

    def absence_kind(self, text: str) -> str:
        """What an absence is; on the roster's sheet it stands where shifts do.

        Raises
        ------
        CellError
            It reads as one shift, or several, or is too long.
        """
        no_longer(LONGEST_KIND)(text)
        for word in (text, *(absence_label(text, language) for language in LANGUAGES)):
            if all(self.shift.has(part) for part in word.split(CODE_JOINER)):
                raise CellError(
                    Message("'{found}' is the code of a shift, so that nobody can tell the two apart", found=word),
                    "call the absence otherwise",
                )
        return text

    @classmethod
    def of_settings(cls, settings: Settings, employees: Collection[str]) -> Known:
        """The names of valid settings and of these people."""
        names = names_of_settings(settings)
        return cls(
            team=Names("team", names[NameOf.TEAM]),
            contract=Names("contract", names[NameOf.CONTRACT]),
            shift=Names("shift", names[NameOf.SHIFT]),
            shift_or_off=Names("shift", [*names[NameOf.SHIFT], OFF]),
            queue=Names("queue", names[NameOf.QUEUE]),
            employee=Names("employee", employees),
            groups=settings.remote.groups if settings.remote else None,
            zone=settings.centre.zone,
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


Mention = tuple[NameOf, str, Location]
"""A name that a record has, of which list it is, and where it stands."""


def mentions(record: BaseModel, location: Location = ()) -> Iterator[Mention]:
    """Every name in a record of what stands elsewhere, at any depth: fields say by their types what they name.

    Parameters
    ----------
    record
        Settings, or a part of them.
    location
        Where the record stands.
    """
    for name, field in type(record).model_fields.items():
        place = (*location, field.alias or name)
        yield from _mentions(getattr(record, name), field.annotation, field.metadata, place)


def _mentions(value: object, annotation: Any, said: Sequence[object], location: Location) -> Iterator[Mention]:
    if isinstance(value, BaseModel):
        yield from mentions(value, location)
        return
    if get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        yield from _mentions(value, annotation, [*said, *more], location)
    elif isinstance(value, str):
        for kind in said:
            if isinstance(kind, NameOf):
                yield kind, value, location
        for choice in get_args(annotation):
            yield from _mentions(value, choice, (), location)
    elif isinstance(value, Mapping):
        key_type, value_type = get_args(annotation) or (Any, Any)
        for key, inner in value.items():
            yield from _mentions(key, key_type, (), (*location, str(key)))
            yield from _mentions(inner, value_type, (), (*location, str(key)))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _mentions(inner, (get_args(annotation) or (Any,))[0], (), (*location, number))


def unknown_names(
    settings: Settings, raw: Mapping[str, Any], known: Mapping[NameOf, Collection[str]]
) -> Iterator[tuple[Location, str, AnyText]]:
    """Names in settings that no list has: where each stands in the plain values, what is wrong, and the remedy.

    Parameters
    ----------
    settings
        Valid otherwise.
    raw
        The plain values that they were made of: rules that hold without being listed do not stand there.
    known
        The names of each list; those of a list that is left out are not looked at.
    """
    listed = [entry_name(entry) for entry in raw.get("rules", ())]
    for kind, name, location in mentions(settings):
        if kind not in known or name in known[kind]:
            continue
        if location[0] == "rules":
            rule = settings.rules[int(location[1])]
            location = ("rules", listed.index(rule.rule), *location[2:])
        yield location, f"{kind.value} '{name}' is unknown", did_you_mean(name, known[kind])


def names_of_settings(settings: Settings) -> dict[NameOf, list[str]]:
    """The lists of names that settings have."""
    return {
        NameOf.TEAM: [team.name for team in settings.teams],
        NameOf.CONTRACT: [contract.name for contract in settings.contracts],
        NameOf.SHIFT: [shift.code for shift in settings.shifts],
        NameOf.QUEUE: [queue.name for queue in settings.queues],
    }


def _names(raw: object, section: str, key: str) -> list[str] | None:
    entries = raw.get(section) if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) and isinstance(e.get(key), str) for e in entries):
        return None
    return [entry[key] for entry in entries]
