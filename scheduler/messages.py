"""Sentences as data: a template with named fields, and the fields; text is made where somebody reads it.

The template names the kind of message, as a gettext msgid does: a catalogue may have another language's under it, and
messages are grouped by it. Code that has to tell one message from another does not look at it: what decides has a kind
of its own, such as `scheduler.errors.FaultKind`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A sentence, or a part of one.

    Parameters
    ----------
    template
        Text with ``{named}`` fields, as `str.format` reads it, formats such as ``{calls:,.0f}`` included.
    fields
        Their values; one may be a `Message` in turn.

    Raises
    ------
    TypeError
        The template has other fields than those given.
    """

    template: str
    _fields: tuple[tuple[str, object], ...]

    def __init__(self, template: str, /, **fields: object) -> None:
        if _fields_of(template) != fields.keys():
            raise TypeError(f"the fields of {template!r} are not {sorted(fields)}")
        object.__setattr__(self, "template", template)
        object.__setattr__(self, "_fields", tuple(fields.items()))

    @property
    def fields(self) -> Mapping[str, object]:
        """The values by the names of the fields."""
        return dict(self._fields)

    def __str__(self) -> str:
        shown = {name: visible(value) if isinstance(value, str) else value for name, value in self._fields}
        return self.template.format(**shown)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


@lru_cache(maxsize=1024)
def _fields_of(template: str) -> frozenset[str]:
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


AnyText = Message | str
"""What a fault may say: a plain string is a template without fields."""


def template_of(text: AnyText) -> str:
    """The kind of a message: its template; a plain string is its own."""
    return text.template if isinstance(text, Message) else text
