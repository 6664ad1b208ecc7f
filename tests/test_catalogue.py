"""Texts in Korean: looked up where somebody reads them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from scheduler import catalogue as catalogues
from scheduler.catalogue import parse_po
from scheduler.messages import Message, text_in

PO = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"

# A comment.
#, python-brace-format
msgid "row {row} is empty"
msgstr "{row}행이 "
"비어 있습니다"

msgctxt "key"
msgid "row {row} is empty"
msgstr "빈 {row}행"

msgid "{count} day"
msgid_plural "{count} days"
msgstr[0] "{count}일"

msgid "a \"word\"\n"
msgstr "\"말\"\\n"

msgid "untranslated"
msgstr ""

#~ msgid "gone"
#~ msgstr "없음"
"""


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "catalogue", lambda language: parse_po(PO))


def test_a_catalogue_is_read_with_contexts_plurals_and_lines_that_go_on() -> None:
    assert parse_po(PO) == {
        ("", "row {row} is empty"): "{row}행이 비어 있습니다",
        ("key", "row {row} is empty"): "빈 {row}행",
        ("", "{count} day"): "{count}일",
        ("", 'a "word"\n'): '"말"\\n',
    }


@pytest.mark.usefixtures("_small")
def test_a_message_is_translated_where_it_is_read_and_those_in_it_too() -> None:
    inner = Message("row {row} is empty", row=3)
    outer = Message("{inner}; untold", inner=inner)
    assert inner.text("ko") == "3행이 비어 있습니다"
    assert inner.text("en") == str(inner) == "row 3 is empty"
    assert outer.text("ko") == "3행이 비어 있습니다; untold"


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize(("count", "english"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_english_has_a_plural_and_korean_none(count: int, english: str) -> None:
    message = Message("{count} day", "{count} days", count=count)
    assert (message.text("en"), message.text("ko")) == (english, f"{count}일")


def test_a_plural_is_chosen_by_a_count() -> None:
    with pytest.raises(TypeError, match="has no field 'count'"):
        Message("{n} day", "{n} days", n=2)


@pytest.mark.usefixtures("_small")
def test_what_is_not_translated_is_in_english() -> None:
    assert Message("untranslated").text("ko") == text_in("ko", "untranslated") == "untranslated"


def test_english_reads_no_catalogue() -> None:
    code = (
        "import sys; from scheduler.catalogue import catalogue; from scheduler.labels import label; "
        "from scheduler.messages import Message; label('people', 'en', count=1); Message('x').text('en'); "
        "print(catalogue.cache_info().currsize, 'scheduler.korean' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == (
        "0 False\n"
    )


def test_control_characters_of_a_field_are_written_out_in_korean_as_well() -> None:
    assert Message("has no row for queue '{name}'", name="\x1b[2J").text("ko").count("\\x1b") == 1


def test_dates_have_korean_names() -> None:
    assert Message("'{text}' is a {day:%A}, not a Monday", text="x", day=date(2023, 11, 7)).text("ko").count("화요일")
