"""``workspace.yaml``: faults in words that need no knowledge of the program, each with its line and path.

The sheet ``settings`` of the workspace's workbook has single settings, those that people change weekly. A setting
stands in one of the two places: where both have one, they must agree.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from scheduler.config import Settings
from scheduler.domain.base import NameOf
from scheduler.domain.written import without_marks
from scheduler.formats.workspace_files import IN_SHEET, NAME_KEYS, WORKSPACE_FILE, entry_name
from scheduler.messages import AnyText, Message
from scheduler.readers.cells import parse_text
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.mentions import unknown_names
from scheduler.readers.names import names_of_settings
from scheduler.readers.numbers import either_mark
from scheduler.readers.table import Column, Table, records
from scheduler.readers.validation import fields_at, translate
from scheduler.readers.yaml_document import Document, Location, path_text, read_document

COLUMNS = {
    "setting": Column(parse_text),
    "value": Column(parse_text, empty=None),
    "note": Column(parse_text, empty=None, optional=True),
}
"""Columns of the sheet ``settings``; a setting without a value stays as ``workspace.yaml`` has it."""

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{0,15})?")
_CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00")
"""How the spreadsheet's dates arrive: no setting is a day with a time."""


@dataclass(frozen=True, slots=True)
class SheetSetting:
    """A setting that a sheet has.

    Attributes
    ----------
    place, row
        Where it stands.
    path
        Names down to the setting, such as ``queues``, ``general``, ``aht_seconds``.
    """

    place: str
    row: int
    path: tuple[str, ...]
    value: str


def read_changes(table: Table, faults: Faults) -> list[SheetSetting]:
    """The settings that have a value in the sheet; one that stands twice is a fault."""
    changes: dict[tuple[str, ...], SheetSetting] = {}
    for record in records(table, COLUMNS, faults):
        if not record.is_good or record.values["value"] is None:
            continue
        name, value = record.values["setting"], record.values["value"]
        path = tuple(part.strip() for part in name.split("."))
        if path in changes:
            message = Message("setting '{name}' stands twice, first in row {row}", name=name, row=changes[path].row)
            faults.add(table.file, record.row, "setting", message, "delete one row")
            continue
        if not table.is_sure(record.row, "value") and (doubt := either_mark(value)) is not None:
            faults.add(table.file, record.row, "value", doubt.message, doubt.remedy)
            value = re.sub("[.,]", "", value)  # read on as if it were whole: the setting is not missing as well
        value = without_marks(value) or _MIDNIGHT.sub(r"\1", value)
        changes[path] = SheetSetting(table.file, record.row, path, value)
    return list(changes.values())


@dataclass(slots=True)
class _Placed:
    """Where the settings of the sheet went.

    Attributes
    ----------
    values
        The setting whose value stands at a location.
    groups
        The settings for which a group was made that the file does not have.
    """

    values: dict[Location, SheetSetting] = field(default_factory=dict)
    groups: dict[Location, list[SheetSetting]] = field(default_factory=dict)

    def at(self, location: Location) -> Sequence[SheetSetting]:
        """The settings of the sheet that are to blame for a fault at a location; none: the file is."""
        return [self.values[location]] if location in self.values else self.groups.get(location, ())


def _apply_changes(document: Document, changes: Sequence[SheetSetting], faults: Faults) -> _Placed:
    """Put the settings of the sheet into the plain values; gives the location of each."""
    placed = _Placed()
    for change in changes:
        here: Any = document.raw
        location: list[int | str] = []
        for n, part in enumerate(change.path):
            is_last = n + 1 == len(change.path)
            if isinstance(here, list):
                entries = {name: number for number, entry in enumerate(here) if (name := entry_name(entry))}
                if part not in entries:
                    faults.add(
                        change.place,
                        change.row,
                        "setting",
                        Message("'{path}' is none of the settings", path=".".join(change.path[: n + 1])),
                        did_you_mean(part, list(entries)),
                    )
                    break
                location.append(entries[part])
                here = here[entries[part]]
                if is_last:
                    _refuse_group(document, location, here, change, faults)
            elif isinstance(here, dict):
                location.append(part)
                if is_last and not isinstance(here.get(part), dict | list):
                    # A rule without a weight is hard, as if null stood there.
                    is_said = part in here or (part == "weight" and location[0] == "rules" and len(location) == 3)
                    if is_said and not _is_same(here.get(part), change.value):
                        # The file's own value stays, so that one that is wrong as well is not told a second time.
                        _refuse_two_values(document, location, here.get(part), change, faults)
                        continue
                    here[part] = change.value
                    placed.values[tuple(location)] = change
                elif is_last:
                    _refuse_group(document, location, here[part], change, faults)
                else:
                    if part not in here or tuple(location) in placed.groups:
                        placed.groups.setdefault(tuple(location), []).append(change)
                    if here.get(part) is None:
                        here[part] = {}
                    here = here[part]
            else:
                faults.add(
                    change.place,
                    change.row,
                    "setting",
                    Message("'{path}' is none of the settings", path=".".join(change.path)),
                    "delete it",
                )
                break
    return placed


def _refuse_group(
    document: Document,
    location: Sequence[int | str],
    group: dict[str, Any] | list[Any],
    change: SheetSetting,
    faults: Faults,
) -> None:
    """Refuse a value for what holds several."""
    if isinstance(group, list):
        names = [name for entry in group if (name := entry_name(entry))]
    else:
        names = _settings_in(document, location) or list(group)
    if isinstance(group, list) and not names:
        faults.add(
            change.place,
            change.row,
            "setting",
            Message("'{path}' is a list, which no cell can hold", path=".".join(change.path)),
            Message("delete the row, and change the list in {file}", file=document.file),
        )
        return
    faults.add(
        change.place,
        change.row,
        "setting",
        Message("'{path}' is a group of settings", path=".".join(change.path)),
        Message("name one of: {names}", names=", ".join(name for name in names if name not in NAME_KEYS)),
    )


def _settings_in(document: Document, location: Sequence[int | str]) -> list[str]:
    """The settings that a group may have, whether or not the file has them."""
    tagged: list[int | str] = []
    here: Any = document.raw
    for part in location:
        here = here[part]
        tagged.append(part)
        if isinstance(here, dict) and isinstance(here.get("rule"), str):
            tagged.append(here["rule"])  # as the validation tells one kind of rule from another
    return fields_at(Settings, (*tagged, ""))


def _is_same(written: object, in_sheet: str) -> bool:
    """Whether the file says what the sheet says, or leaves it to the sheet."""
    if not isinstance(written, str) or written in (IN_SHEET, in_sheet):
        return isinstance(written, str)
    if _NUMBER.fullmatch(written) and _NUMBER.fullmatch(in_sheet):
        return float(written) == float(in_sheet)
    if _CLOCK.fullmatch(written) and _CLOCK.fullmatch(in_sheet):
        return written.zfill(5) == in_sheet.zfill(5)
    return written.casefold() == in_sheet.casefold() and written.casefold() in ("true", "false")


def _refuse_two_values(
    document: Document, location: Sequence[int | str], written: object, change: SheetSetting, faults: Faults
) -> None:
    message = Message(
        "is {in_sheet} here, and {path} is {written} in {file}:{line}",
        in_sheet=change.value,
        path=path_text(location),
        written="null" if written is None else written,
        file=document.file,
        line=document.line(location),
    )
    remedy = Message("keep one: clear the cell, or write '{in_sheet}' in {file}", in_sheet=IN_SHEET, file=document.file)
    faults.add(change.place, change.row, "value", message, remedy)


def _left_to_the_sheet(here: object, location: Location = ()) -> Iterator[Location]:
    """Where a value is still missing that the sheet should have."""
    if isinstance(here, dict):
        for key, value in here.items():
            yield from _left_to_the_sheet(value, (*location, key))
    elif isinstance(here, list):
        for number, value in enumerate(here):
            yield from _left_to_the_sheet(value, (*location, number))
    elif here == IN_SHEET:
        yield location


def read_settings(
    content: bytes, faults: Faults, changes: Sequence[SheetSetting] | None = ()
) -> tuple[Settings | None, Document | None]:
    """The settings, and the file with the plain values that they were made of.

    Parameters
    ----------
    content
        The file.
    faults
        Takes what is wrong.
    changes
        Settings of the sheet; None: it cannot be read, so that nothing is known of what it has.

    Returns
    -------
    Settings and file; the settings are None where something is wrong. The plain values still tell which names exist,
    so that the other files can be checked.
    """
    document = read_document(content, WORKSPACE_FILE, faults)
    if document is None:
        return None, None
    raw = document.raw
    placed = _apply_changes(document, changes or (), faults)
    left = set(_left_to_the_sheet(raw))
    for location in left if changes is not None else ():
        message = "has no value in the sheet 'settings' of workspace.xlsx"
        faults.add(
            WORKSPACE_FILE, document.line(location), path_text(location), message, "fill it in there, or write it here"
        )

    def report(location: Location, kind: str, message: str, remedy: AnyText) -> None:
        if location in left:
            return
        to_blame = placed.at(location)
        for change in to_blame:
            column = "setting" if kind == "extra_forbidden" else "value"
            faults.add(change.place, change.row, column, message, remedy)
        if not to_blame:
            faults.add(WORKSPACE_FILE, document.line(location), path_text(location), message, remedy)

    try:
        settings = Settings.model_validate(raw)
    except ValidationError as error:
        translate(error, Settings, raw, report)
        return None, document
    unknown = list(unknown_names(settings, raw, names_of_settings(settings)))
    for location, message, remedy in unknown:
        report(location, "unknown_name", message, remedy)
    return (None if unknown or left else settings), document


def check_employees(settings: Settings, document: Document, employees: Collection[str], faults: Faults) -> None:
    """Note the people whom a rule names and whom ``staff.csv`` does not have.

    Parameters
    ----------
    settings, document
        The settings, and the file with the plain values that they were made of.
    employees
        The ids that exist.
    faults
        Takes what is wrong.
    """
    for location, message, remedy in unknown_names(settings, document.raw, {NameOf.EMPLOYEE: employees}):
        faults.add(WORKSPACE_FILE, document.line(location), path_text(location), message, remedy)
