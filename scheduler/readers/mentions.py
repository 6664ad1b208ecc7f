"""Names that settings mention, and those of them that nothing is called by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from scheduler.config import Settings
from scheduler.domain.base import NameOf
from scheduler.formats.workspace_files import entry_name
from scheduler.messages import AnyText, Message
from scheduler.readers.faults import did_you_mean
from scheduler.readers.yaml_document import Location

Mention = tuple[NameOf, str, Location]
"""A name that a record has, of which list it is, and where it stands."""


def mentions(record: BaseModel, location: Location = ()) -> Iterator[Mention]:
    """Every name in a record of what stands elsewhere, at any depth: fields say by their types what they name."""
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
) -> Iterator[tuple[Location, Message, AnyText]]:
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
        yield (
            location,
            Message("{what} '{found}' is unknown", what=kind.word, found=name),
            did_you_mean(name, known[kind]),
        )
