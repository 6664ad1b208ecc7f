"""The sheet ``settings`` of the workspace's workbook: single settings, those that people change weekly.

A setting stands in the sheet or in ``workspace.yaml``. Where both have one, they must agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scheduler.config import Settings
from scheduler.domain.written import without_marks
from scheduler.formats.headers import sheet_named
from scheduler.formats.workspace_files import IN_SHEET, NAME_KEYS, entry_name
from scheduler.messages import AnyText, Message
from scheduler.readers.cells import parse_text
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.numbers import either_mark
from scheduler.readers.table import Column, Table, records
from scheduler.readers.validation import fields_at
from scheduler.readers.yaml_document import Document, Location, path_text

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

    def refuse(self, faults: Faults, message: AnyText, remedy: AnyText, *, column: str = "setting") -> None:
        """Note what is wrong with it.

        Parameters
        ----------
        faults
            Takes it.
        message, remedy
            What is wrong, and what to do.
        column
            Of the sheet, where it stands.
        """
        faults.add(self.place, self.row, column, message, remedy)

    def name(self, length: int | None = None) -> str:
        """Its path as it is written, as far as so many of its names."""
        return ".".join(self.path[:length])


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
            faults.add(table.file, record.row, "setting", message, Message("delete one row"))
            continue
        if not table.is_sure(record.row, "value") and (doubt := either_mark(value)) is not None:
            faults.add(table.file, record.row, "value", doubt.message, doubt.remedy)
            value = re.sub("[.,]", "", value)  # read on as if it were whole: the setting is not missing as well
        value = without_marks(value) or _MIDNIGHT.sub(r"\1", value)
        changes[path] = SheetSetting(table.file, record.row, path, value)
    return list(changes.values())


def language_in_sheet(path: Path) -> str | None:
    """The setting ``language`` of a workbook, as far as it can be read; None: there is none.

    Whatever is wrong with the workbook is said by who reads the workspace, in this language.
    """
    from scheduler.readers.sheet_table import read_sheet
    from scheduler.readers.workbook import WorkbookReader

    try:
        content = path.read_bytes()
    except OSError:
        return None
    faults = Faults()
    book = WorkbookReader(content, path.name, faults)
    title = next((title for title in book.titles if sheet_named(title) == "settings"), None)
    table = None if title is None else read_sheet(book, title, COLUMNS)
    changes = [] if table is None else read_changes(table, faults)
    return next((change.value for change in changes if change.path == ("language",)), None)


@dataclass(slots=True)
class Placed:
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


def place_settings(document: Document, changes: Sequence[SheetSetting], faults: Faults) -> Placed:
    """Put the settings of the sheet into the plain values; gives the location of each."""
    placed = Placed()
    for change in changes:
        here: Any = document.raw
        location: list[int | str] = []
        for n, part in enumerate(change.path):
            is_last = n + 1 == len(change.path)
            if isinstance(here, list):
                entries = {name: number for number, entry in enumerate(here) if (name := entry_name(entry))}
                if part not in entries:
                    change.refuse(
                        faults,
                        Message("'{path}' is none of the settings", path=change.name(n + 1)),
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
                change.refuse(
                    faults, Message("'{path}' is none of the settings", path=change.name()), Message("delete it")
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
        change.refuse(
            faults,
            Message("'{path}' is a list, which no cell can hold", path=change.name()),
            Message("delete the row, and change the list in {file}", file=document.file),
        )
        return
    change.refuse(
        faults,
        Message("'{path}' is a group of settings", path=change.name()),
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
    change.refuse(faults, message, remedy, column="value")
