"""``workspace.yaml``: faults in words that need no knowledge of the program, each with its line and path.

The sheet ``settings`` of the workspace's workbook has single settings, those that people change weekly. A setting
stands in one of the two places: where both have one, they must agree.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import cast, get_args

from scheduler.catalogue import asked_language
from scheduler.config import Settings
from scheduler.config.files import Encoding
from scheduler.domain.base import NameOf
from scheduler.formats.workspace_files import IN_SHEET, WORKSPACE_FILE
from scheduler.messages import AnyText, Message
from scheduler.readers.faults import Faults
from scheduler.readers.mentions import unknown_names
from scheduler.readers.names import names_of_settings
from scheduler.readers.sheet_settings import SheetSetting, place_settings
from scheduler.readers.validation import validated
from scheduler.readers.yaml_document import Document, Location, read_document


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


_SAID = re.compile(rb"^(?:files: *\{|\s+)[^#\n]*?\bencoding: *[\"']?([a-z0-9-]+)", re.MULTILINE)
_KOREAN = re.compile(rb"\bcountry: *[\"']?KR\b|Asia/Seoul|^language: *[\"']?ko\b", re.MULTILINE)


def _encoding_said_in(content: bytes) -> Encoding | None:
    """What the file says that files are written in, which has to be known before it is read: its letters are ASCII."""
    said = _SAID.search(content)
    if said and (named := said[1].decode()) in get_args(Encoding):
        return cast(Encoding, named)
    return "cp949" if _KOREAN.search(content) else None


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
    document = read_document(content, WORKSPACE_FILE, faults, _encoding_said_in(content))
    if document is None:
        return None, None
    raw = document.raw
    placed = place_settings(document, changes or (), faults)
    left = set(_left_to_the_sheet(raw))
    for location in left if changes is not None else ():
        message = Message("has no value in the sheet 'settings' of workspace.xlsx")
        document.refuse(location, message, Message("fill it in there, or write it here"), faults)

    def report(location: Location, kind: str, message: AnyText, remedy: AnyText) -> None:
        if location in left:
            return
        to_blame = placed.at(location)
        for change in to_blame:
            change.refuse(faults, message, remedy, column="setting" if kind == "extra_forbidden" else "value")
        if not to_blame:
            document.refuse(location, message, remedy, faults)

    asked = asked_language.get()
    settings = validated(Settings, raw | {"language": asked} if asked and isinstance(raw, dict) else raw, report)
    if settings is None:
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
        document.refuse(location, message, remedy, faults)
