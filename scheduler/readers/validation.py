"""What the validation of settings finds, in words of people who do not program."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scheduler.domain.base import WORDS_FOR, Disagreement, DisagreementError
from scheduler.messages import AnyText, Message, fields_of, msgid
from scheduler.readers.faults import did_you_mean, nearest_name
from scheduler.readers.yaml_document import Location, visible_part

M = TypeVar("M", bound=BaseModel)

ReportFault = Callable[[Location, str, AnyText, AnyText], None]
"""Takes the location of a fault, the name of its kind, message and remedy."""


def validated(model: type[M], raw: object, report: ReportFault) -> M | None:
    """A record of plain values; None where they are at fault, which is reported in plain words."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        _translate(error, model, raw, report)
        return None


def _translate(error: ValidationError, model: type[BaseModel], raw: object, report: ReportFault) -> None:
    faults = error.errors(include_url=False)
    misspelt = {
        (*fault["loc"][:-1], nearest_name(str(fault["loc"][-1]), fields_at(model, fault["loc"])))
        for fault in faults
        if fault["type"] == "extra_forbidden"
    }
    for fault in faults:
        # What stands there under a name that is nearly right is not missing as well.
        if fault["type"] == "missing" and fault["loc"] in misspelt:
            continue
        # Entries at fault are not counted: a list of nothing else is not too short as well.
        inner = (other["loc"] for other in faults if len(other["loc"]) > len(fault["loc"]))
        if fault["type"] == "too_short" and any(loc[: len(fault["loc"])] == fault["loc"] for loc in inner):
            continue
        _translate_one(fault, model, raw, report)


def _translate_one(
    fault: ErrorDetails,
    model: type[BaseModel],
    raw: object,
    report: ReportFault,
) -> None:
    location = _plain_location(fault["loc"], raw)
    kind = fault["type"]
    if kind == "value_error" and not location:
        error = fault["ctx"]["error"]
        found = error if isinstance(error, DisagreementError) else DisagreementError([Disagreement(_said(error))])
        for message, remedy, place in found.found:
            report(_from_the_start(place, raw), kind, message, remedy)
        return
    if kind == "union_tag_invalid":
        location = (*location, "rule")
    said, remedy = _words(fault, _shown(_at(raw, location, fault["input"])))
    if kind == "extra_forbidden":
        remedy = did_you_mean(str(location[-1]), fields_at(model, fault["loc"])) or Message("delete it")
    report(location, kind, said, remedy)


def _from_the_start(location: Location, raw: object) -> Location:
    """The location with entries of lists counted from the first."""
    plain: list[int | str] = []
    here = raw
    for part in location:
        is_from_end = isinstance(part, int) and part < 0 and isinstance(here, Sequence)
        plain.append(len(here) + part if is_from_end else part)  # type: ignore[arg-type,operator]  # just seen
        here = _inside(here, plain[-1])
    return tuple(plain)


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


def _at(raw: object, location: Sequence[int | str], validated: object) -> object:
    """The value as it is written, where a number was made of it before it was found at fault."""
    here = raw
    for part in location:
        here = _inside(here, part)
    return here if isinstance(here, str) and not isinstance(validated, Mapping | list) else validated


def _inside(here: object, part: int | str) -> object:
    if isinstance(here, Mapping):
        return next((value for key, value in here.items() if str(key) == part), None)
    if isinstance(here, Sequence) and not isinstance(here, str) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Every record that an annotation such as ``tuple[Shift, ...]`` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def fields_at(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
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


def _words(fault: ErrorDetails, value: AnyText) -> tuple[AnyText, AnyText]:
    """Message and remedy for a kind of fault of a value."""
    context = {name: _limit(limit) for name, limit in fault.get("ctx", {}).items()} | {"value": value}
    kind = fault["type"]
    if kind == "value_error":
        # Raised by this program: its sentences are written for people already.
        return _said(fault["ctx"]["error"]), ""
    if kind == "union_tag_invalid":
        known = [tag.strip().strip("'") for tag in str(context["expected_tags"]).split(",")]
        unknown = Message("{what} '{found}' is unknown", what=WORDS_FOR["rule"], found=str(context["tag"]))
        return unknown, did_you_mean(str(context["tag"]), known) or _one_of(known)
    if kind == "enum" or kind == "literal_error":
        known = [word.strip("' ") for word in str(context["expected"]).replace(" or ", ",").split(",")]
        return Message("{value} is not known here", value=value), _one_of(known)
    if kind in _WORDS:
        message, remedy = _WORDS[kind]
        return _filled(message, context), _filled(remedy, context)
    for beginning, (expected, remedy) in _EXPECTED.items():
        if kind.startswith(beginning):
            return Message("{value} is not {expected}", value=value, expected=Message(expected)), Message(remedy)
    return (
        Message("{value} cannot be used here ({said})", value=value, said=fault["msg"]),
        Message("see the documentation of the settings"),
    )


def _said(error: object) -> Message:
    """What an error of ours says; one of another program in its own words."""
    said = error.args[0] if isinstance(error, Exception) and error.args else error
    return said if isinstance(said, Message) else Message("{said}", said=str(said))


def _filled(template: str, context: Mapping[str, object]) -> AnyText:
    return template and Message(template, **{name: context[name] for name in fields_of(template)})


def _shown(value: object) -> Message:
    if isinstance(value, Mapping):
        return Message("a group of settings")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Message("a list")
    if value is None:
        return Message("an empty value")
    return Message("'{value}'", value=visible_part(f"{value:g}" if isinstance(value, float) else str(value)))


def _limit(limit: object) -> object:
    if not isinstance(limit, float):
        return limit
    return f"{limit:.0f}" if limit.is_integer() else f"{limit:g}"


def _one_of(known: Collection[str]) -> Message:
    return Message("use one of {known}", known=", ".join(known))


_WORDS = {
    "extra_forbidden": (msgid("this setting is unknown"), ""),
    "missing": (msgid("this setting is missing"), msgid("add it")),
    "union_tag_not_found": (msgid("the rule has no name"), msgid("begin with 'rule: ' and the name of the rule")),
    "greater_than_equal": (msgid("{value} is too small"), msgid("write {ge} or more")),
    "greater_than": (msgid("{value} is too small"), msgid("write more than {gt}")),
    "less_than_equal": (msgid("{value} is too large"), msgid("write {le} or less")),
    "less_than": (msgid("{value} is too large"), msgid("write less than {lt}")),
    "multiple_of": (msgid("{value} is not a multiple of {multiple_of}"), msgid("write a multiple of {multiple_of}")),
    "too_short": (msgid("has too few entries"), msgid("give at least {min_length}")),
    "too_long": (msgid("has too many entries"), msgid("give at most {max_length}")),
    "string_too_short": (msgid("{value} is too short"), msgid("write at least {min_length} characters")),
    "string_too_long": (msgid("{value} is too long"), msgid("write at most {max_length} characters")),
    "string_pattern_mismatch": (msgid("{value} is not written as expected"), msgid("it must match {pattern}")),
    "int_from_float": (msgid("{value} is not a whole number"), msgid("write it without decimals")),
    "int_parsing_size": (msgid("{value} is too large"), msgid("write a smaller number")),
    "none_required": (msgid("{value} cannot stand here"), msgid("write null, or leave it out")),
    "finite_number": (msgid("{value} is not a finite number"), msgid("write a number")),
}
"""Message and remedy by the validation's name of the fault."""

_LIST = msgid("a list"), msgid("write [a, b], or each entry on a line of its own behind '- '")
_GROUP = msgid("a group of settings"), msgid("write each setting on a line of its own, indented, as 'name: value'")
_EXPECTED = {
    "int": (msgid("a whole number"), msgid("write digits only")),
    "float": (msgid("a number"), msgid("write it as 12 or 12.5")),
    "bool": (msgid("true or false"), msgid("write true or false")),
    "string": (msgid("text"), msgid("put it in quotes")),
    "date": (msgid("a date"), msgid("write it as 2023-11-06")),
    "tuple": _LIST,
    "list": _LIST,
    "frozen_set": _LIST,
    "set": _LIST,
    "dict": _GROUP,
    "model": _GROUP,
    "mapping": _GROUP,
}
"""What was expected, and how to write it, by the beginning of the validation's name of the fault."""
