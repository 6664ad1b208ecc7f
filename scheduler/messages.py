"""Sentences as data: a template with named fields, and the fields; text is made where somebody reads it.

The template is in English, and a gettext msgid: `scheduler.catalogue` has other languages' under it, and messages are
grouped by it. Code that has to tell one message from another does not look at it: what decides has a kind of its own,
such as `scheduler.errors.FaultKind`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import PurePath
from string import Formatter
from typing import Literal, Protocol, runtime_checkable

from scheduler.catalogue import Language, translated


@runtime_checkable
class Named(Protocol):
    """Anything that people read under a name, which may have another in each language: a shift, a team, a queue."""

    def title(self, language: str) -> str: ...


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A sentence, or a part of one.

    Parameters
    ----------
    template
        Text with ``{named}`` fields, as `str.format` reads it, formats such as ``{calls:,.0f}`` included.
    plural
        The same for any other number than one in the field ``count``; not needed where both are the same.
    fields
        Their values; one may be a `Message` or something `Named` in turn.

    Raises
    ------
    TypeError
        The template has other fields than those given.
    """

    template: str
    plural: str
    _fields: tuple[tuple[str, object], ...]

    def __init__(self, template: str, plural: str = "", /, **fields: object) -> None:
        for text in (template, plural) if plural else (template,):
            if fields_of(text) != fields.keys():
                raise TypeError(f"the fields of {text!r} are not {sorted(fields)}")
        if plural and "count" not in fields:
            raise TypeError(f"{plural!r} has no field 'count', which chooses between one and more")
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "plural", plural)
        object.__setattr__(self, "_fields", tuple(fields.items()))

    @property
    def fields(self) -> Mapping[str, object]:
        """The values by the names of the fields."""
        return dict(self._fields)

    def with_fields(self, fields: Mapping[str, object]) -> Message:
        """The same with other values of its fields."""
        return Message(self.template, self.plural, **fields)

    def text(self, language: Language) -> str:
        """It in a language; in English where the catalogue does not have it, but for dates."""
        return filled(self.template, self.plural, self.fields, language)

    def __str__(self) -> str:
        return self.text("en")

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def filled(template: str, plural: str, fields: Mapping[str, object], language: Language, context: str = "") -> str:
    """The text that a template makes of its fields in a language.

    Parameters
    ----------
    template, plural, fields
        As of `Message`.
    language
        The language, in which fields that are messages are as well.
    context
        What tells the template from one with the same words and another translation.
    """
    shown = {name: _shown(value, language) for name, value in fields.items()}
    found = translated(template, language, context)
    if found is None:
        found = plural if plural and fields.get("count") != 1 else template
        if language == "en":
            return found.format(**shown)
    from scheduler.korean import filled as filled_in_korean  # English does not wait for it

    return filled_in_korean(found, shown)


def _shown(value: object, language: Language) -> object:
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, str | PurePath | BaseException):
        return visible(str(value))
    return value.title(language) if isinstance(value, Named) else value


@lru_cache(maxsize=1024)
def fields_of(template: str) -> frozenset[str]:
    """The names of the fields of a template."""
    # The part before the first dot or bracket is the field: "{day.year}" needs a day.
    names = (name for _, name, _, _ in Formatter().parse(template) if name is not None)
    return frozenset(name.partition(".")[0].partition("[")[0] for name in names)


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What commands a terminal, ends a line, turns the direction of writing, or is no character at all."""


def has_controls(text: str) -> bool:
    """Whether the text holds characters that do something where they are shown."""
    return _CONTROLS.search(text) is not None


def visible(text: str) -> str:
    r"""The text with such characters written out, as ``\x1b``."""
    return _CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


AnyText = Message | Literal[""]
"""What a fault may say; empty where it says nothing. A plain string, which nobody could translate, is not meant."""


def text_in(language: Language, text: AnyText) -> str:
    """What a fault says, in a language."""
    return text.text(language) if isinstance(text, Message) else text


def template_of(text: AnyText) -> str:
    """The kind of a message: its template."""
    return text.template if isinstance(text, Message) else text


def joined(separator: str, texts: Iterable[AnyText | Named | date]) -> Message:
    """Several messages, names or dates as one, with what stands between them; empty ones are left out."""
    parts = {f"part{number}": text for number, text in enumerate(filter(None, texts))}
    return Message(separator.join(f"{{{name}}}" for name in parts), **parts)


def either(options: Sequence[AnyText]) -> Message:
    """Options to choose from, the last after "or"."""
    *others, last = options
    return Message("{some} or {last}", some=joined(", ", others), last=last) if others else joined("", [last])


def msgid(text: str) -> str:
    """The text, marked as a template that is used elsewhere, as in a table: the catalogue is to have it."""
    return text
