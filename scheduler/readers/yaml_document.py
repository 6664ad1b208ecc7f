"""YAML files of people who do not program: faults in plain words, each with its line and path."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.table import decode

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
        Its plain values.
    """

    file: str
    root: yaml.Node | None
    raw: dict[Any, Any]

    def line(self, location: Sequence[int | str]) -> int:
        """The line of a value; of what should contain it where it is missing; 0 for the file as a whole."""
        return _line(self.root, location)


class _Loader(yaml.SafeLoader):
    """YAML in which a key that stands twice is an error; the last one would win in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key.value}' stands twice here", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _construct_date(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        raise yaml.constructor.ConstructorError(
            None, None, f"'{node.value}' is not a date: there is no such day", node.start_mark
        ) from None


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _construct_date)


class _PlusLoader(_Loader):
    """YAML in which a number with a plus sign stays text."""


def _construct_int(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    return node.value if node.value.startswith("+") else loader.construct_yaml_int(node)


_PlusLoader.add_constructor("tag:yaml.org,2002:int", _construct_int)


def read_document(content: bytes, file: str, faults: Faults, *, keep_plus: bool = False) -> Document | None:
    """Read a file that holds a group of settings; None where it cannot be read.

    Parameters
    ----------
    content, file
        The file and its name.
    faults
        Takes what is wrong.
    keep_plus
        Whether ``+20`` stays text, so that it can be told from ``20``.
    """
    text = decode(content, file, faults)
    if text is None:
        return None
    try:
        loader = (_PlusLoader if keep_plus else _Loader)(text)
        root = loader.get_single_node()
        raw = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        is_ours = isinstance(error, yaml.constructor.ConstructorError)
        problem = error.problem or "cannot be read"
        if not is_ours:
            problem = f"cannot be read: {next((words for part, words in _SYNTAX.items() if part in problem), problem)}"
        remedy = "correct this line" if is_ours else "look at indentation, colons and quotes here and in the line above"
        faults.add(file, mark.line + 1 if mark else 0, "", problem, remedy)
        return None
    except yaml.reader.ReaderError as error:
        row = text.count("\n", 0, error.position) + 1
        faults.add(file, row, "", "holds a character that YAML does not allow", "delete it")
        return None
    if not isinstance(raw, dict):
        faults.add(file, 0, "", "holds no settings", "write lines such as 'interval_minutes: 30'")
        return None
    return Document(file, root, raw)


def translate(
    error: ValidationError,
    model: type[BaseModel],
    raw: object,
    report: Callable[[Location, str, str, str], None],
) -> None:
    """Say in plain words what the validation found.

    Parameters
    ----------
    error
        What it found.
    model
        What the values were checked against.
    raw
        The plain values.
    report
        Takes the location in `raw`, the name of the kind of fault, message and remedy.
    """
    faults = error.errors(include_url=False)
    for fault in faults:
        # Entries at fault are not counted: a list of nothing else is not too short as well.
        inner = (other["loc"] for other in faults if len(other["loc"]) > len(fault["loc"]))
        if fault["type"] == "too_short" and any(loc[: len(fault["loc"])] == fault["loc"] for loc in inner):
            continue
        _translate_one(fault, model, raw, report)


def _translate_one(
    fault: ErrorDetails,
    model: type[BaseModel],
    raw: object,
    report: Callable[[Location, str, str, str], None],
) -> None:
    location = _plain_location(fault["loc"], raw)
    kind = fault["type"]
    if kind == "value_error" and not location:
        # What concerns several settings at once comes in one message.
        for message in str(fault["ctx"]["error"]).split("; "):
            report((), kind, message, "make the names and numbers agree")
        return
    if kind == "union_tag_invalid":
        location = (*location, "rule")
    message, remedy = _words(fault)
    if kind == "extra_forbidden":
        remedy = did_you_mean(str(location[-1]), _fields_at(model, fault["loc"])) or "delete it"
    report(location, kind, message, remedy)


def _plain_location(location: Sequence[int | str], raw: object) -> tuple[int | str, ...]:
    """The location as the file has it, without the names that tell one kind of rule from another."""
    plain: list[int | str] = []
    here: object = raw
    for part in location:
        if part == "[key]" or (isinstance(here, dict) and part not in here and here.get("rule") == part):
            continue
        plain.append(part)
        here = _inside(here, part)
    return tuple(plain)


def _inside(here: object, part: int | str) -> object:
    if isinstance(here, Mapping):
        return next((value for key, value in here.items() if str(key) == part), None)
    if isinstance(here, Sequence) and not isinstance(here, str) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def path_text(location: Sequence[int | str]) -> str:
    """``rules[3].min_rest_minutes``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


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


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Every record that an annotation such as ``tuple[Shift, ...]`` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _fields_at(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """The settings that may stand where an unknown one was found."""
    models: list[type[BaseModel]] = [model]
    for part in location[:-1]:
        of_kind = [model for model in models if part in get_args(_annotation(model, "rule"))]
        fields = [
            field for model in models for name, field in model.model_fields.items() if part in (name, field.alias)
        ]
        if of_kind:
            models = of_kind
        elif fields:
            models = [model for field in fields for model in _models_in(field.annotation)]
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})


def _annotation(model: type[BaseModel], field: str) -> object:
    return model.model_fields[field].annotation if field in model.model_fields else None


def _words(fault: ErrorDetails) -> tuple[str, str]:
    """Message and remedy for a kind of fault."""
    value = _shown(fault["input"])
    context = {
        name: f"{limit:g}" if isinstance(limit, float) else limit for name, limit in fault.get("ctx", {}).items()
    }
    kind = fault["type"]
    if kind == "value_error":
        # Raised by this program: its sentences are written for people already.
        return str(context["error"]), ""
    if kind == "union_tag_invalid":
        known = [tag.strip().strip("'") for tag in str(context["expected_tags"]).split(",")]
        return f"rule '{context['tag']}' is unknown", did_you_mean(str(context["tag"]), known) or _one_of(known)
    if kind == "enum" or kind == "literal_error":
        known = [word.strip("' ") for word in str(context["expected"]).replace(" or ", ",").split(",")]
        return f"{value} is not known here", _one_of(known)
    if kind in _WORDS:
        message, remedy = _WORDS[kind]
        return message.format(value=value, **context), remedy.format(value=value, **context)
    for beginning, (expected, remedy) in _EXPECTED.items():
        if kind.startswith(beginning):
            return f"{value} is not {expected}", remedy
    return f"{value} cannot be used here ({fault['msg']})", "see the documentation of the settings"


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return "a group of settings"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "a list"
    return "an empty value" if value is None else f"'{value}'"


def _one_of(known: Collection[str]) -> str:
    return f"use one of {', '.join(known)}"


_WORDS = {
    "extra_forbidden": ("this setting is unknown", ""),
    "missing": ("this setting is missing", "add it"),
    "union_tag_not_found": ("the rule has no name", "begin with 'rule: ' and the name of the rule"),
    "greater_than_equal": ("{value} is too small", "write {ge} or more"),
    "greater_than": ("{value} is too small", "write more than {gt}"),
    "less_than_equal": ("{value} is too large", "write {le} or less"),
    "less_than": ("{value} is too large", "write less than {lt}"),
    "multiple_of": ("{value} is not a multiple of {multiple_of}", "write a multiple of {multiple_of}"),
    "too_short": ("has too few entries", "give at least {min_length}"),
    "too_long": ("has too many entries", "give at most {max_length}"),
    "string_too_short": ("{value} is too short", "write at least {min_length} characters"),
    "string_too_long": ("{value} is too long", "write at most {max_length} characters"),
    "string_pattern_mismatch": ("{value} is not written as expected", "it must match {pattern}"),
    "int_from_float": ("{value} is not a whole number", "write it without decimals"),
    "finite_number": ("{value} is not a finite number", "write a number"),
}
"""Message and remedy by the validation's name of the fault."""

_LIST = "a list", "write [a, b], or each entry on a line of its own behind '- '"
_GROUP = "a group of settings", "write each setting on a line of its own, indented, as 'name: value'"
_EXPECTED = {
    "int": ("a whole number", "write digits only"),
    "float": ("a number", "write it as 12 or 12.5"),
    "bool": ("true or false", "write true or false"),
    "string": ("text", "put it in quotes"),
    "date": ("a date", "write it as 2023-11-06"),
    "tuple": _LIST,
    "list": _LIST,
    "frozen_set": _LIST,
    "set": _LIST,
    "dict": _GROUP,
    "model": _GROUP,
    "mapping": _GROUP,
}
"""What was expected, and how to write it, by the beginning of the validation's name of the fault."""

_SYNTAX = {
    "mapping values are not allowed": "there is a second ': ' in one line, or a line is indented too far",
    "'\\t'": "a line is indented with a tab; use spaces",
}
"""Plain words for what is most often wrong with YAML."""
