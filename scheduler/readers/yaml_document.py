"""YAML files of people who do not program: faults in plain words, each with its line and path."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from scheduler.config.files import Encoding
from scheduler.domain.limits import LONGEST_SHOWN
from scheduler.messages import AnyText, Message
from scheduler.readers.faults import Faults
from scheduler.readers.text_file import decode

Location = tuple[int | str, ...]
"""Keys and numbers of entries down to a value."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file.

    Attributes
    ----------
    file
        Its name, as faults call it.
    root
        Its nodes, which know their lines.
    raw
        Its values: groups, lists, and text, which each field reads as its own.
    """

    file: str
    root: yaml.Node | None
    raw: dict[str, Any]

    def line(self, location: Sequence[int | str]) -> int:
        """The line of a value; of what should contain it where it is missing; 0 for the file as a whole."""
        return _line(self.root, location)

    def refuse(self, location: Location, message: AnyText, remedy: AnyText, faults: Faults) -> None:
        """Note what is wrong with a value, at its line.

        Parameters
        ----------
        location
            Keys and numbers of entries down to the value.
        message, remedy
            What is wrong, and what helps.
        faults
            Takes it.
        """
        faults.add(self.file, self.line(location), path_text(location), message, remedy)


SAVE_AS_TEXT = Message("write it in a text editor, and save it as UTF-8")
FILL_IN = Message("write its settings there, each on a line of its own, as 'name: value'")
"""Remedies for files that are no text, and for empty ones."""

MOST_DEPTH = 30
"""Groups and lists inside one another; no file of ours needs ten."""

_NULLS = ("", "~", "null", "Null", "NULL")


_SYNTAX = {
    "mapping values are not allowed": Message("there is a second ': ' in one line, or a line is indented too far"),
    "'\\t'": Message("a line is indented with a tab; use spaces"),
}
"""Plain words for what is most often wrong with YAML."""


class _RefusedError(Exception):
    """What YAML allows and these files do not."""

    def __init__(self, problem: Message, mark: Any) -> None:
        super().__init__(str(problem))
        self.problem = problem
        self.line = mark.line + 1


class _Loader(yaml.BaseLoader):
    """The nodes of a file whose every value is text, to be read by the field that it is for.

    Tags, anchors and aliases are refused: the first say what a value is, which the field knows, and the others can turn
    a small file into an endless one.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _RefusedError(Message("'{name}' stands for a value elsewhere", name=event.anchor), event.start_mark)
        if event.tag is not None:
            raise _RefusedError(Message("the tag '{tag}' is not read", tag=event.tag), event.start_mark)
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise _RefusedError(Message("has too many brackets or groups in one another"), event.start_mark)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


@lru_cache(maxsize=8)
def _composed(text: str) -> yaml.Node | None:
    """The nodes of a text, which nobody changes: a command reads the same settings several times."""
    loader = _Loader(text)
    try:
        return loader.get_single_node()
    except (ValueError, OverflowError):
        # PyYAML turns the number of a character or a version into one without looking whether there is such a one.
        problem = Message("holds a number that no character or version has")
        raise _RefusedError(problem, loader.get_mark()) from None


def _plain(node: yaml.Node) -> Any:
    """A node as a dictionary, a list, text, or None where a plain ``null`` or nothing stands."""
    if isinstance(node, yaml.MappingNode):
        group: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _RefusedError(Message("a list or group is no name of a setting"), key.start_mark)
            _refuse_unprintable(key)
            if key.value in group:
                raise _RefusedError(Message("'{key}' stands twice here", key=key.value), key.start_mark)
            group[key.value] = _plain(value)
        return group
    if isinstance(node, yaml.SequenceNode):
        return [_plain(entry) for entry in node.value]
    _refuse_unprintable(node)
    is_plain = isinstance(node, yaml.ScalarNode) and node.style is None
    return None if is_plain and node.value in _NULLS else node.value


def _refuse_unprintable(node: yaml.Node) -> None:
    """Refuse characters that no text has: quotes can hold any by its number, such as ``"\\x1b"``."""
    if node.value.isprintable():
        return
    for character in node.value:
        if character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs"):
            raise _RefusedError(
                Message("holds the control character U+{code:04X}", code=ord(character)), node.start_mark
            )


def read_document(content: bytes, file: str, faults: Faults, encoding: Encoding | None = "cp949") -> Document | None:
    """Read a file that holds a group of settings; None where it cannot be read.

    Parameters
    ----------
    content, file
        The file and its name.
    faults
        Takes what is wrong.
    encoding
        What it is written in where it is not UTF-8; None: not known.
    """
    text = decode(content, file, faults, SAVE_AS_TEXT, encoding)
    if text is None:
        return None
    try:
        root = _composed(text)
        raw = None if root is None else _plain(root)
    except _RefusedError as error:
        faults.add(file, error.line, "", error.problem, Message("correct this line"))
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = error.problem or ""
        problem: object = next((words for part, words in _SYNTAX.items() if part in said), said)
        remedy = Message("look at indentation, colons and quotes here and in the line above")
        faults.add(
            file, mark.line + 1 if mark else 0, "", Message("cannot be read: {problem}", problem=problem), remedy
        )
        return None
    except yaml.reader.ReaderError as error:
        row = text.count("\n", 0, error.position) + 1
        faults.add(file, row, "", Message("holds a character that YAML does not allow"), Message("delete it"))
        return None
    if not isinstance(raw, dict):
        faults.of(file, Message("holds no settings"), Message("write lines such as 'interval_minutes: 30'"))
        return None
    return Document(file, root, raw)


def path_text(location: Sequence[int | str]) -> str:
    """``rules[3].min_rest_minutes``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{visible_part(part)}" for part in location).lstrip(".")


def visible_part(text: str) -> str:
    """The beginning of a text; what cannot be seen is shown by its number, such as a space without width."""
    text = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."


def _line(node: yaml.Node | None, location: Sequence[int | str]) -> int:
    """The line of a setting; of what should contain it where it is missing; 0 for the file as a whole."""
    line = 0
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(part)]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
