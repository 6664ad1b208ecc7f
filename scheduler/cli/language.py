"""In which language the commands speak: that of ``--language``, else the workspace's, else the machine's."""

from __future__ import annotations

import gettext
import locale
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import cast, get_args

from scheduler.catalogue import LOCALE, Language, asked_language
from scheduler.formats.workspace_files import IN_SHEET, INPUTS_WORKBOOK, WORKSPACE_FILE
from scheduler.messages import Message

OPTION = "--language"
_DEFAULT: Language = "ko"
"""That of a workspace that names none, as `scheduler.config.Settings` has it."""
_SETTING = re.compile(rf"^language:\s*['\"]?({re.escape(IN_SHEET)}|\w+)", re.MULTILINE)
_DOMAIN_OF_CLICK = "click"
_spoken: ContextVar[Language] = ContextVar("spoken", default="en")


def option_first(args: Sequence[str]) -> list[str]:
    """The arguments with ``--language`` before the command, wherever on the line it was given."""
    rest, given = list(args), []
    for place, word in enumerate(rest):
        if word == OPTION or word.startswith(f"{OPTION}="):
            width = 2 if word == OPTION else 1
            given = rest[place : place + width]
            del rest[place : place + width]
            break
    return [*given, *rest]


def language_of(args: Sequence[str]) -> tuple[Language, Language | None]:
    """The language to speak, and the one that was asked for, of arguments that begin with the option if they have it.

    Faults come before the settings are read, and usage errors before anything is: what the workspace says is looked up
    in the text of its file, and in its workbook where that leaves it to the sheet.
    """
    first = " ".join(args[:2]).replace("=", " ").split()
    if len(first) > 1 and first[0] == OPTION and first[1] in get_args(Language):
        asked = cast(Language, first[1])
        return asked, asked
    for word in args:
        file = Path(word) / WORKSPACE_FILE
        try:
            content = file.read_text(encoding="utf-8", errors="replace")
        except (OSError, ValueError):
            continue
        found = _SETTING.search(content)
        named = found[1] if found else None
        if named in (None, IN_SHEET) and (file.parent / INPUTS_WORKBOOK).is_file():
            from scheduler.readers.sheet_settings import (
                language_in_sheet,
            )  # loads openpyxl, for which others do not wait

            named = language_in_sheet(file.parent / INPUTS_WORKBOOK) or named
        if named == IN_SHEET:
            break  # where it cannot be read
        named = named or _DEFAULT
        return (cast(Language, named) if named in get_args(Language) else _DEFAULT), None
    return _language_of_machine(), None


def _language_of_machine() -> Language:
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    return "ko" if (named or locale.getlocale()[0] or "").casefold().startswith("ko") else "en"


@contextmanager
def speaking(language: Language, asked: Language | None) -> Iterator[None]:
    """Have workspaces read in the language that was asked for, and click speak in it."""
    tokens = asked_language.set(asked), _spoken.set(language)
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(_DOMAIN_OF_CLICK, LOCALE)
    gettext.textdomain(_DOMAIN_OF_CLICK)
    os.environ["LANGUAGE"] = language
    try:
        yield
    finally:
        asked_language.reset(tokens[0])
        _spoken.reset(tokens[1])
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def spoken() -> Language:
    """The language of the running command."""
    return _spoken.get()


def said(message: Message) -> str:
    """A message in the language of the running command."""
    return message.text(spoken())
