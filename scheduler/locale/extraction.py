"""Finds every text that people read in the code: what has to be in a catalogue."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scheduler.catalogue import LOCALE
from scheduler.cli.helping import HELP, help_texts
from scheduler.constraints import RULES
from scheduler.labels import WORDS
from scheduler.labels.units import UNIT, WEEKDAY, WEEKDAYS

_OWN = frozenset({"Message", "msgid"})
_OF_CLICK = frozenset({"_", "ngettext"})


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text.

    Attributes
    ----------
    context
        Tells it from one of the same words; empty for sentences.
    english
        Its words, for one where it has a plural.
    plural
        Its words for more than one; empty where it has none.
    """

    context: str
    english: str
    plural: str = ""


class TemplateError(Exception):
    """A text that is not written where it is used, so that nobody can find it in the code."""


def own_texts() -> set[Text]:
    """Every text of this program."""
    from scheduler.cli import main

    return {
        *texts_in(sorted(LOCALE.parent.rglob("*.py")), _OWN),
        *_labels(),
        *(Text(HELP, paragraph) for paragraph in help_texts(main)),
    }


def click_texts() -> set[Text]:
    """Every text of click."""
    import click

    # What stands behind an option that has to be given is looked up by a variable.
    return {*texts_in(sorted(Path(click.__file__).parent.glob("*.py")), _OF_CLICK), Text("", "required")}


def texts_in(files: Iterable[Path], functions: frozenset[str]) -> Iterator[Text]:
    """The texts that stand as the first arguments of some functions.

    Raises
    ------
    TemplateError
        The first argument is not text, nor a choice between texts, in a module in which none is marked by `msgid`.
    """
    for file in files:
        code = file.read_text(encoding="utf-8")
        for call in ast.walk(ast.parse(code)):
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in functions:
                first, *more = [list(_choices(argument)) for argument in call.args]
                if None in first and "msgid(" not in code and functions is not _OF_CLICK:
                    raise TemplateError(f"{file}:{call.lineno} {ast.unparse(call)}")
                plural = more[0][0] if more else None
                yield from (Text("", text, plural or "") for text in first if text is not None)


def _choices(argument: ast.expr) -> Iterator[str | None]:
    """The texts that an argument may be; None for anything else. Where it is `msgid`, that is found by itself."""
    if isinstance(argument, ast.IfExp):
        yield from (*_choices(argument.body), *_choices(argument.orelse))
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    else:
        yield None


def _labels() -> Iterator[Text]:
    for key, words in WORDS.items():
        yield Text(key, *((words,) if isinstance(words, str) else words))
    for unit in {unit for rule in RULES for unit in rule.units}:
        yield Text(UNIT, unit.more)
        yield Text(UNIT, *unit.amounts)
    for weekday in WEEKDAYS:
        yield Text(WEEKDAY, weekday)
