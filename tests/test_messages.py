"""Messages as templates and fields."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from scheduler.messages import Message, template_of


def test_text_is_the_template_with_its_fields() -> None:
    message = Message("{calls:,.1f} calls on {day:%d %B}", calls=1234.56, day=date(2023, 11, 6))
    assert str(message) == f"{message}" == "1,234.6 calls on 06 November"
    assert message.fields == {"calls": 1234.56, "day": date(2023, 11, 6)}


def test_braces_in_a_field_are_text() -> None:
    assert str(Message("'{found}' is unknown", found="{name}")) == "'{name}' is unknown"


def test_a_field_may_be_a_message() -> None:
    inner = Message("at most {most}", most=3)
    assert str(Message("{found}; {inner}", found=4, inner=inner)) == "4; at most 3"


def test_messages_of_one_kind_share_their_template() -> None:
    one, two = (Message("row {row} is empty", row=row) for row in (1, 2))
    assert one != two
    assert template_of(one) == template_of(two) == "row {row} is empty"
    assert template_of("is empty") == "is empty"


@pytest.mark.parametrize("fields", [{}, {"row": 1, "column": 2}, {"line": 1}])
def test_a_template_takes_the_fields_it_names_and_no_others(fields: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="the fields of"):
        Message("row {row} is empty", **fields)


def test_messages_travel_between_processes_and_count_in_sets() -> None:
    message = Message("row {row.year}", row=date(2023, 11, 6))
    assert pickle.loads(pickle.dumps(message)) == message
    assert len({message, Message("row {row.year}", row=date(2023, 11, 6))}) == 1
