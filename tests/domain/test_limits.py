"""Every number that people give has a least and a largest value, and is read by one rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, TypeAdapter, ValidationError

from scheduler.config import Settings
from scheduler.domain.inflow import Event
from scheduler.domain.limits import AnyHeads, Day, Duration, Gap, Number, Points, TrueOrFalse, Whole, within_years
from scheduler.domain.people import Absence, Employee, FairnessHistory, Lock, Request
from scheduler.domain.shifts import Shift
from scheduler.readers.calibration import ReportedPeriods
from scheduler.scenarios.overlay import Overlay

RECORDS: tuple[type[BaseModel], ...] = (
    Settings,
    Overlay,
    ReportedPeriods,
    Employee,
    Absence,
    Request,
    Lock,
    FairnessHistory,
    Event,
)


def leaves(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[str, type, tuple[Any, ...]]]:
    """Every plain value that a record holds, at any depth, with what is said of its type."""
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        for kind, said in parts(field.annotation, tuple(field.metadata)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                yield from leaves(kind, seen)
            elif kind in (int, float, bool, date) and "weekday" not in name:  # these are names
                yield f"{model.__name__}.{name}", kind, said


def parts(annotation: Any, said: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    metadata = getattr(annotation, "__metadata__", None)
    if metadata is not None:
        flat = [part for one in metadata for part in (getattr(one, "metadata", None) or [one])]
        yield from parts(annotation.__origin__, (*said, *flat))
    elif get_args(annotation):
        for inner in get_args(annotation):
            # What is said of a list is said of its length; of a value or nothing, of the value.
            yield from parts(inner, said if type(None) in get_args(annotation) else ())
    else:
        yield annotation, said


LEAVES = sorted({leaf for record in RECORDS for leaf in leaves(record, set())}, key=lambda leaf: leaf[0])


def test_the_records_have_as_many_plain_values_as_there_are() -> None:
    assert len(LEAVES) > 90


@pytest.mark.parametrize(("where", "kind", "said"), LEAVES, ids=[where for where, _, _ in LEAVES])
def test_every_value_has_its_own_way_of_reading_and_two_ends(where: str, kind: type, said: tuple[Any, ...]) -> None:
    assert any(hasattr(part, "func") for part in said), f"{where} reads text as pydantic does"
    if kind is date:
        assert any(getattr(part, "func", None) is within_years for part in said), f"{where} may lie in any year"
    elif kind is not bool:
        assert any(isinstance(part, Ge | Gt) for part in said), f"{where} has no least value"
        assert any(isinstance(part, Le | Lt) for part in said), f"{where} has no largest value"


def taken(kind: Any, value: object) -> object:
    """What a field makes of a value; a fault's kind where it refuses it."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return error.errors()[0]["type"]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (Whole, "8", 8),
        (Whole, "+8", 8),
        (Whole, "010", 10),
        (Whole, "8.0", 8),
        (Whole, "8.5", "int_from_float"),
        (Whole, "1_0", "int_parsing"),
        (Whole, "0x7f", "int_parsing"),
        (Whole, "1:30", "int_parsing"),
        (Whole, "٣", "int_parsing"),
        (Whole, "", "int_parsing"),
        (Whole, "yes", "int_parsing"),
        (Whole, True, "int_type"),
        (Whole, "9" * 5000, "int_parsing_size"),
        (AnyHeads, "50000", 50_000),
        (AnyHeads, "50001", "less_than_equal"),
        (Points, "1e5", "int_parsing"),
        (Points, "-1", "greater_than_equal"),
        (Number, "12.5", 12.5),
        (Number, "1.25e2", 125.0),
        (Number, ".5", 0.5),
        (Number, "1_0.5", "float_parsing"),
        (Number, "1:30", "float_parsing"),
        (Number, ".inf", "float_parsing"),
        (Number, "nan", "float_parsing"),
        (Number, "1e999", "finite_number"),
        (Number, float("nan"), "finite_number"),
        (Number, float("inf"), "finite_number"),
        (Number, "1e-300", "value_error"),
        (Number, "0", 0.0),
        (Number, True, "float_type"),
        (Duration, "0.9", "greater_than_equal"),
        (Duration, "86400", 86_400.0),
        (Duration, "86401", "less_than_equal"),
        (Duration, "1e30", "less_than_equal"),
        (TrueOrFalse, "true", True),
        (TrueOrFalse, "FALSE", False),
        (TrueOrFalse, "yes", "bool_parsing"),
        (TrueOrFalse, "1", "bool_parsing"),
        (TrueOrFalse, 1, "bool_parsing"),
        (Day, "2023-11-06", date(2023, 11, 6)),
        (Day, "2023-11-31", "value_error"),
        (Day, "20231106", "date_parsing"),
        (Day, "1699228800", "date_parsing"),
        (Day, 1699228800, "date_parsing"),
        (Day, "2023-11-06T00:00", "date_parsing"),
        (Day, "1989-12-31", "value_error"),
        (Day, "2101-01-01", "value_error"),
    ],
)
def test_text_is_read_as_it_is_meant_or_refused(kind: Any, text: object, expected: object) -> None:
    found = taken(kind, text)
    assert found == expected
    assert type(found) is type(expected)


def test_a_date_with_its_year_at_the_end_is_refused_with_the_date_written_out() -> None:
    day: TypeAdapter[date] = TypeAdapter(Day)
    with pytest.raises(ValidationError, match="write 2022-10-01 if 1 October 2022 is meant"):
        day.validate_python("01.10.2022")
    with pytest.raises(ValidationError, match="there is no such day"):
        day.validate_python("31.11.2023")


def test_a_gap_is_0_or_as_large_as_costs_can_tell() -> None:
    gap: TypeAdapter[float] = TypeAdapter(Gap)
    assert [gap.validate_python(text) for text in ("0", "1e-6")] == [0, 1e-6]
    with pytest.raises(ValidationError, match="write 0, or 1e-06 or more"):
        gap.validate_python("9e-7")


def test_a_code_of_the_settings_has_a_longest_length() -> None:
    code: TypeAdapter[str] = TypeAdapter(Shift.model_fields["code"].rebuild_annotation())
    assert code.validate_python("D" * 64)
    with pytest.raises(ValidationError, match="at most 64 characters"):
        code.validate_python("D" * 65)
