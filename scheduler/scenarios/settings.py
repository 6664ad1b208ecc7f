"""Settings of an overlay on those of a workspace."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scheduler.config import Settings
from scheduler.domain.base import WEEKDAYS, NameOf, parse_clock, parse_weekdays
from scheduler.formats.workspace_files import entry_name
from scheduler.messages import AnyText, Message, joined
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.mentions import unknown_names
from scheduler.readers.names import names_of_settings
from scheduler.readers.validation import validated
from scheduler.readers.yaml_document import Location, path_text
from scheduler.scenarios.applied import ScenarioChange
from scheduler.scenarios.reading import Scenario

_NAME_KEYS = {"shifts": "code", "rules": "rule"}
"""What the entries of a list are called by; of the others, ``name``."""

_LIKE = "like"
_NEW_ENTRY = Message("for a new one, write 'like: NAME' and what is different")


def apply_settings(
    settings: Settings, employees: Collection[str], scenario: Scenario, faults: Faults
) -> tuple[Settings, list[ScenarioChange]]:
    """Settings with those of a scenario in their place, and what is different.

    Entries of lists are found by their name. ``null`` takes an entry away; an entry that is not there yet names one
    that it is like, and what is different; a rule that is not in force yet is put into force.

    Parameters
    ----------
    settings
        Of the baseline.
    employees
        Who may be named.
    scenario
        What is different.
    faults
        Takes what is wrong.
    """
    overlay = scenario.overlay.settings
    if not overlay:
        return settings, []
    plain = _as_written(settings.model_dump(by_alias=True))
    placed: dict[Location, Location] = {}
    _put(plain, overlay, (), (), scenario, placed, faults)
    if faults:
        return settings, []

    def report(location: Location, kind: str, message: AnyText, remedy: AnyText) -> None:
        # The nearest place above that the overlay names.
        ours = next((placed[location[:n]] for n in range(len(location), 0, -1) if location[:n] in placed), None)
        if ours is None:
            where = path_text(location)
            scenario.blame(
                ("settings",),
                Message("{where} {message}", where=where, message=message) if where else message,
                remedy,
                faults,
            )
        else:
            scenario.blame(ours, message, remedy, faults)

    changed = validated(Settings, plain, report)
    if changed is None:
        return settings, []
    known = {**names_of_settings(changed), NameOf.EMPLOYEE: employees}
    unknown = list(unknown_names(changed, plain, known))
    for location, message, remedy in unknown:
        report(location, "unknown_name", message, remedy)
    if unknown:
        return settings, []
    likes = dict(_likes(overlay, ("settings",)))
    return changed, _differences(settings, changed, ("settings",), likes=likes)


def _likes(overlay: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Which entry each new one is like, by its path."""
    for key, value in overlay.items():
        if isinstance(value, Mapping):
            if _LIKE in value:
                yield (*path, str(key)), str(value[_LIKE])
            yield from _likes(value, (*path, str(key)))


def _as_written(value: Any) -> Any:
    """Plain values with lists in place of tuples, as a file has them."""
    if isinstance(value, dict):
        return {key: _as_written(inner) for key, inner in value.items()}
    return [_as_written(inner) for inner in value] if isinstance(value, tuple) else value


def _put(
    here: Any,
    overlay: Mapping[str, Any],
    there: Location,
    path: Location,
    scenario: Scenario,
    placed: dict[Location, Location],
    faults: Faults,
) -> None:
    """Put values into a group or a list of named entries.

    Parameters
    ----------
    here
        The group or list.
    there
        Its location in the settings.
    path
        Its location in the overlay.
    placed
        Takes where each value of the overlay went.
    """
    for key, value in overlay.items():
        ours: Location = (*path, str(key))
        if isinstance(here, list):
            names = [entry_name(entry) for entry in here]
            if key in names and value is None:
                here.pop(names.index(key))
                continue
            if key not in names:
                if not _add_entry(here, names, str(key), value, there, ours, scenario, faults):
                    continue
                names.append(str(key))
            number = names.index(key)
            placed[(*there, number)] = ("settings", *ours)
            if isinstance(value, Mapping):
                changes = {name: new for name, new in value.items() if name != _LIKE}
                _put(here[number], changes, (*there, number), ours, scenario, placed, faults)
            else:
                remedy = Message("write settings of it, as 'name: value', or null to take it away")
                scenario.blame(
                    ("settings", *ours), Message("'{value}' is no group of settings", value=value), remedy, faults
                )
            continue
        inside = here.get(key)
        location = (*there, str(key))
        placed[location] = ("settings", *ours)
        # A group that has no value yet is a new one; groups such as targets_by_hour are replaced where they have none.
        if isinstance(value, Mapping) and isinstance(inside, dict | list):
            _put(inside, value, location, ours, scenario, placed, faults)
        else:
            here[key] = value


def _add_entry(
    entries: list[Any],
    names: list[str],
    name: str,
    value: Any,
    there: Location,
    ours: Location,
    scenario: Scenario,
    faults: Faults,
) -> bool:
    """Add a copy of the entry that a new one is like; a rule needs none, as its name says which settings it has."""
    if there == ("rules",) and isinstance(value, Mapping) and _LIKE not in value:
        entries.append({"rule": name})
        return True
    like = value.get(_LIKE) if isinstance(value, Mapping) else None
    if like is None:
        near = did_you_mean(name, names)
        scenario.blame(
            ("settings", *ours),
            Message("{place} has no '{name}'", place=path_text(there), name=name),
            joined("; ", (near, _NEW_ENTRY)),
            faults,
        )
        return False
    if like not in names:
        scenario.blame(
            ("settings", *ours, _LIKE),
            Message("{place} has no '{like}'", place=path_text(there), like=like),
            did_you_mean(str(like), names),
            faults,
        )
        return False
    copy = deepcopy(entries[names.index(like)])
    copy[_NAME_KEYS.get(str(there[-1]), "name")] = name
    entries.append(copy)
    return True


def _differences(
    old: Any, new: Any, path: tuple[str, ...], field: FieldInfo | None = None, *, likes: Mapping[tuple[str, ...], str]
) -> list[ScenarioChange]:
    """Every single setting that differs, old -> new; of a new entry, how it differs from the one that it is like."""
    if old == new:
        return []
    if isinstance(old, BaseModel) and isinstance(new, BaseModel) and type(old) is type(new):
        return [
            change
            for name, info in type(new).model_fields.items()
            for change in _differences(
                getattr(old, name), getattr(new, name), (*path, info.alias or name), info, likes=likes
            )
        ]
    if isinstance(old, tuple) and isinstance(new, tuple) and all(_name(entry) for entry in (*old, *new)):
        before, after = ({_name(entry): entry for entry in entries} for entries in (old, new))
        changes = []
        for name in {**before, **after}:
            here = (*path, name)
            changes += _differences(
                before.get(name, before.get(likes.get(here, ""))), after.get(name), here, likes=likes
            )
        return changes
    if isinstance(old, dict) and isinstance(new, dict):
        return [
            change
            for key in {**old, **new}
            for change in _differences(old.get(key), new.get(key), (*path, str(key)), likes=likes)
        ]
    return [ScenarioChange(".".join(path), _shown(old, field), _shown(new, field))]


def _name(entry: object) -> str:
    return entry_name(entry.model_dump()) if isinstance(entry, BaseModel) else ""


def _shown(value: object, field: FieldInfo | None) -> str:
    """A value as people write it: 13:00 and not 780."""
    if value is None:
        return "-"
    parsers = _parsers(field)
    if parse_clock in parsers and isinstance(value, int):
        return f"{value // 60:02}:{value % 60:02}"
    if parse_weekdays in parsers and isinstance(value, frozenset):
        return ", ".join(WEEKDAYS[day] for day in sorted(value)) or "-"
    if isinstance(value, BaseModel):
        return ", ".join(
            f"{info.alias or name} {_shown(getattr(value, name), info)}"
            for name, info in type(value).model_fields.items()
            if name in value.model_fields_set
        )
    if isinstance(value, tuple):
        return "; ".join(_shown(part, None) for part in value) or "-"
    return str(value)


def _parsers(field: FieldInfo | None) -> list[object]:
    """The functions that read the values of a field."""
    if field is None:
        return []
    metadata = [
        *field.metadata,
        *(part for inner in get_args(field.annotation) for part in getattr(inner, "__metadata__", ())),
    ]
    return [getattr(part, "func", None) for part in metadata]
