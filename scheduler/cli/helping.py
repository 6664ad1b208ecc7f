"""Help in the language of the running command: commands that are copied with their texts translated.

The English texts are docstrings and options' help, as click has them; the catalogue has each paragraph under `HELP`.
"""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Iterable, Iterator
from copy import copy
from typing import TypeVar

import click

from scheduler.catalogue import Language, translated

HELP = "help"
"""The context of help in the catalogue."""

AnyCommand = TypeVar("AnyCommand", bound=click.Command)

_AS_IT_STANDS = "\b\n"
"""Begins a paragraph whose lines click leaves as they are."""
_FILLER = "\ufffe"
"""Stands for the second column of a wide letter while lines are filled; no text has it."""


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text, each on one line unless its lines are to stay."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        yield paragraph.removeprefix(_AS_IT_STANDS) if paragraph.startswith(_AS_IT_STANDS) else _filled(paragraph)


def _filled(paragraph: str) -> str:
    # Two blanks stand before a default, and stay.
    return " ".join(line.strip() for line in paragraph.splitlines())


def help_texts(command: click.Command) -> Iterator[str]:
    """Every paragraph of help of a command, of its options, and of its own commands."""
    own = [command.help, *(param.help for param in command.params if isinstance(param, click.Option))]
    for text in own:
        if text:
            yield from paragraphs(text)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            yield from help_texts(inner)


def in_language(command: AnyCommand, language: Language) -> AnyCommand:
    """The command with its help in a language; the command itself stays as it is, and so do its own commands."""
    if language == "en":
        return command
    found = copy(command)
    found.context_class = _WideContext
    found._help_option = None  # click keeps the help option in the language of its first use
    if command.help:
        found.help = _in_language(command.help, language)
    found.params = []
    for param in command.params:
        shown = copy(param)
        if isinstance(shown, click.Option) and shown.help:
            shown.help = _in_language(shown.help, language)
        found.params.append(shown)
    return found


def _in_language(text: str, language: Language) -> str:
    found = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        (plain,) = paragraphs(paragraph)
        stays = _AS_IT_STANDS if paragraph.startswith(_AS_IT_STANDS) else ""
        found.append(stays + (translated(plain, language, HELP) or plain))
    return "\n\n".join(found)


class _WideFormatter(click.HelpFormatter):
    """Fills lines by columns, of which a Korean letter takes two."""

    def write_text(self, text: str) -> None:
        super().write_text(_widened(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_widened(left), _widened(right)) for left, right in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        return super().getvalue().replace(_FILLER, "")


def _widened(text: str) -> str:
    return "".join(letter + _FILLER * (unicodedata.east_asian_width(letter) in "WF") for letter in text)


class _WideContext(click.Context):
    formatter_class = _WideFormatter
