"""Messages as templates and fields."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import scheduler
from scheduler.messages import Message, either, template_of


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


def test_options_stand_before_and_after_the_word_or() -> None:
    some = [Message(word) for word in ("morning", "afternoon")]
    assert either(some[:1]).text("ko") == "오전"
    assert either(some).text("ko") == "오전 또는 오후"
    assert str(either([*some, Message("{part}", part="quarter1")])) == "morning, afternoon or quarter1"


def test_no_code_joins_words_with_english_ones() -> None:
    by_hand = re.compile(r"""["']\s*,? (?:or|and|to) ["']\s*\.join""")
    files = [path for path in Path(scheduler.__file__).parent.rglob("*.py") if by_hand.search(path.read_text("utf-8"))]
    assert files == []


MESSAGE_AND_REMEDY = {"Fault": slice(3, 5), "add": slice(3, 5), "blame": slice(1, 3), "of": slice(1, 3)}
"""Of the calls that make a fault, by the last part of their name: where message and remedy stand."""


def texts_of_faults(tree: ast.AST) -> Iterator[ast.expr]:
    """What stands where a fault's message or remedy is said, with what a name there was given."""
    names = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = ast.unparse(call.func).rpartition(".")[2]
        # Sets have an `add` as well, but of one thing.
        if called in MESSAGE_AND_REMEDY and (called != "add" or len(call.args) > 3):
            texts = call.args[MESSAGE_AND_REMEDY[called]]
            yield from texts
            names |= {text.id for text in texts if isinstance(text, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and {ast.unparse(target) for target in node.targets} & names:
            yield node.value


@pytest.mark.parametrize("package", ["", "readers", "repair", "run", "scenarios", "staffing"])
def test_no_fault_is_made_of_text_that_is_filled_in_already(package: str) -> None:
    faults = [
        f"{file.name}:{text.lineno} {ast.unparse(text)}"
        for file in sorted((Path(scheduler.__file__).parent / package).glob("**/*.py" if package else "*.py"))
        for text in texts_of_faults(ast.parse(file.read_text(encoding="utf-8")))
        if any(isinstance(part, ast.JoinedStr) for part in _said(text))
    ]
    assert not faults


def _said(text: ast.expr) -> Iterator[ast.expr]:
    """The sentence itself, whichever it is: what fills the fields of a message may be made in any way."""
    if isinstance(text, ast.IfExp):
        yield from (*_said(text.body), *_said(text.orelse))
    elif isinstance(text, ast.BoolOp):
        yield from (part for value in text.values for part in _said(value))
    elif isinstance(text, ast.BinOp):
        yield from (*_said(text.left), *_said(text.right))
    else:
        yield text
