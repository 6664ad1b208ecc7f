"""Texts in other languages than English, looked up by the English ones.

A catalogue is a gettext file, ``locale/ko/LC_MESSAGES/scheduler.po``, read as it is kept: reading it takes some
milliseconds, and there is no compiled copy that could be missing or old. ``python -m scheduler.locale`` brings it up to
date with the code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["ko", "en"]

asked_language: ContextVar[Language | None] = ContextVar("asked_language", default=None)
"""The language that somebody has asked for, which takes the place of the one that a workspace names."""

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "scheduler"

_LINE = re.compile(r'^(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[0\])? )?"(.*)"$', re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


def translated(text: str, language: Language, context: str = "") -> str | None:
    """The text in a language; None where it is English that is asked for, or the catalogue does not have it."""
    return None if language == "en" else catalogue(language).get((context, text))


@cache
def catalogue(language: Language) -> Mapping[tuple[str, str], str]:
    """Every translation by context and English text; of a text with a plural, by its singular."""
    return parse_po(catalogue_path(language).read_text(encoding="utf-8"))


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language is kept."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def parse_po(content: str) -> dict[tuple[str, str], str]:
    """The entries of a catalogue of a language whose plural is no other form, as Korean's.

    Comments are passed over, and so are entries that nobody has translated.
    """
    found: dict[tuple[str, str], str] = {}
    entry: dict[str, str] = {}
    part = ""
    for line in _LINE.finditer(content):
        name, text = line.groups()
        if name:
            # An entry begins with its context, or with its text where it has none.
            if name == "msgctxt" or (name == "msgid" and part != "msgctxt"):
                _put(entry, found)
                entry = {}
            part = name
        if "\\" in text:
            text = _ESCAPE.sub(lambda escape: _ESCAPED.get(escape[1], escape[1]), text)
        entry[part] = entry.get(part, "") + text
    _put(entry, found)
    return found


def _put(entry: Mapping[str, str], found: dict[tuple[str, str], str]) -> None:
    if entry.get("msgid") and entry.get("msgstr"):
        found[entry.get("msgctxt", ""), entry["msgid"]] = entry["msgstr"]
