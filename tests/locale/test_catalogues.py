"""The catalogues against the code: every text that people read is in them, translated, and nothing else."""

from __future__ import annotations

import gettext
import io
import re
from datetime import datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from scheduler.catalogue import LOCALE, catalogue, catalogue_path, parse_po
from scheduler.korean import filled, is_particle
from scheduler.locale.__main__ import as_po, updated
from scheduler.locale.extraction import TemplateError, Text, click_texts, own_texts, texts_in

KO = LOCALE / "ko" / "LC_MESSAGES"
HANGUL = re.compile("[가-힣]")
PATHS = {"scheduler": KO / "scheduler.po", "click": KO / "click.po"}


@pytest.fixture(scope="module")
def own() -> set[Text]:
    return own_texts()


@pytest.fixture(scope="module", params=["scheduler", "click"])
def domain(request: pytest.FixtureRequest, own: set[Text]) -> tuple[Path, set[Text]]:
    return PATHS[request.param], own if request.param == "scheduler" else click_texts()


def test_a_catalogue_is_what_the_code_asks_for(domain: tuple[Path, set[Text]]) -> None:
    """Fails with a new text, and with one that is gone: ``python -m scheduler.locale`` brings the file up to date."""
    path, texts = domain
    entries = [entry for entry in read_po(io.BytesIO(path.read_bytes()), locale="ko") if entry.id]
    assert {
        Text(entry.context or "", *((entry.id,) if isinstance(entry.id, str) else entry.id)) for entry in entries
    } == texts
    assert path.read_bytes() == as_po(updated(path.read_bytes(), texts)), "is not sorted"


def test_no_text_is_without_a_translation(domain: tuple[Path, set[Text]]) -> None:
    path, texts = domain
    known = parse_po(path.read_text(encoding="utf-8"))
    assert not [text for text in sorted(texts) if (text.context, text.english) not in known]


def fields(template: str) -> set[tuple[str, str]]:
    """The fields of a template with their formats, but for those of dates and particles, which are Korean's."""
    return {
        (name, "" if is_particle(spec or "") or "%" in (spec or "").replace("%}", "")[:-1] else spec or "")
        for _, name, spec, _ in Formatter().parse(template)
        if name is not None and not (spec or "").startswith("-")
    }


def differing(texts: set[Text], known: dict[tuple[str, str], str]) -> list[str]:
    """The translations whose fields, or whose fields' formats, are not those of their English texts."""
    return [
        f"{text.english!r}: {korean!r}"
        for text in sorted(texts)
        if (korean := known.get((text.context, text.english))) is not None
        and fields(korean) != fields(text.plural or text.english)
    ]


def test_a_translation_has_the_fields_of_its_text(domain: tuple[Path, set[Text]]) -> None:
    path, texts = domain
    assert not differing(texts, parse_po(path.read_text(encoding="utf-8")))


def unknown_particles(template: str) -> list[str]:
    """Formats in Korean letters that are no particle in its form after a consonant: filling them in would fail."""
    return [
        spec
        for _, _, spec, _ in Formatter().parse(template)
        if spec and "%" not in spec and (HANGUL.search(spec) or spec.startswith("-")) and not is_particle(spec)
    ]


def test_every_particle_of_a_translation_is_known() -> None:
    texts = [*catalogue("ko").values(), *parse_po(PATHS["click"].read_text(encoding="utf-8")).values()]
    assert {text: found for text in texts if (found := unknown_particles(text))} == {}


@pytest.mark.parametrize("value", ["A04", "쉼", "팀"])
def test_every_text_can_be_filled_in(own: set[Text], value: str) -> None:
    """Particles and dates get a value of their kind, and formats of numbers a number."""
    for text in [*catalogue("ko").values(), *(text for each in own for text in (each.english, each.plural))]:
        parts = [(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name]
        values: dict[str, object] = {}
        for name, spec in parts:
            if "%" in spec.removesuffix("%"):
                values[name] = datetime(2026, 12, 7, 9)
            elif spec and not is_particle(spec):
                values[name] = 3 if spec.endswith("X") else 3.0
            elif "." in name or "[" in name:
                break
            else:
                values.setdefault(name, value)
        else:
            assert filled(text, values) or not text


@pytest.mark.parametrize("spec", ["-를", "-와", "는", "-", "-이다"])
def test_a_particle_in_another_form_is_not_known(spec: str) -> None:
    assert unknown_particles(f"{{off}}{{off:{spec}}} {{n:,.0f}} {{day:%m월}} {{name:-을}}") == [spec]


@pytest.mark.parametrize(
    ("korean", "is_same"),
    [
        ("{n:,}명이 {day:%m월 %d일}에 {name:을}", True),
        ("{n:,}명이 {day}에 '{name}'{name:-을} {n:,}{n:-이}", True),
        ("{n}명이 {day}에 {name:을}", False),
        ("{n:,}명이 {day}에", False),
        ("{n:,}명이 {day}에 {name} {other}", False),
        ("{n:.1%}명이 {day}에 {name}", False),
    ],
)
def test_fields_and_formats_are_compared_but_for_particles_and_dates(korean: str, is_same: bool) -> None:
    english = "{n:,} people have {name} on {day:%d %B}"
    assert (not differing({Text("", english)}, {("", english): korean})) == is_same


def test_english_texts_are_in_english(own: set[Text]) -> None:
    assert not [text for text in own if HANGUL.search(text.english + text.plural)]


def test_particles_are_chosen_by_what_they_follow() -> None:
    """A field is followed by no particle that has two forms, nor by both of them in brackets."""
    both = r"을\(를\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로"
    by_hand = re.compile(both + r"|\}['\")]*(?:을|를|은|는|이|가|과|와|으로)(?= |$)")
    texts = [*catalogue("ko").values(), *parse_po(PATHS["click"].read_text(encoding="utf-8")).values()]
    assert not [text for text in texts if by_hand.search(text)]


def test_the_catalogue_is_read_as_babel_reads_it() -> None:
    path = catalogue_path("ko")
    found = {
        (message.context or "", message.id if isinstance(message.id, str) else message.id[0]): (
            message.string if isinstance(message.string, str) else message.string[0]
        )
        for message in read_po(io.BytesIO(path.read_bytes()), locale="ko")
        if message.id and not message.fuzzy
    }
    assert parse_po(path.read_text(encoding="utf-8")) == {key: text for key, text in found.items() if text}


def test_the_compiled_texts_of_click_are_those_of_its_catalogue() -> None:
    compiled = gettext.translation("click", LOCALE, ["ko"])
    for (_, english), korean in parse_po(PATHS["click"].read_text(encoding="utf-8")).items():
        assert korean in (compiled.gettext(english), compiled.ngettext(english, english, 2))


def test_a_text_that_is_not_written_where_it_is_used_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("Message(text, name=1)", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"a\.py:1 Message\(text, name=1\)"):
        list(texts_in([tmp_path / "a.py"], frozenset({"Message"})))


def test_texts_are_found_with_their_plurals_and_in_choices(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "Message('one {count}', 'more {count}', count=n)\nm.Message('here' if x else 'there')\nmsgid('a' ' b')\n",
        encoding="utf-8",
    )
    found = set(texts_in([tmp_path / "a.py"], frozenset({"Message", "msgid"})))
    assert found == {
        *(Text("", "one {count}", "more {count}"), Text("", "here"), Text("", "there")),
        Text("", "a b"),
    }


def test_entries_go_and_come_with_the_code_and_keep_their_translations() -> None:
    old = as_po(updated(b"", {Text("", "stays"), Text("", "goes")})).replace(
        b'msgid "stays"\nmsgstr ""', b'msgid "stays"\nmsgstr "x"'
    )
    new = as_po(updated(old, {Text("", "stays"), Text("key", "comes"), Text("", "{count} day", "{count} days")}))
    found = read_po(io.BytesIO(new), locale="ko")
    assert [(message.id, message.context, message.string) for message in found if message.id] == [
        ("comes", "key", ""),
        ("stays", None, "x"),
        (("{count} day", "{count} days"), None, ("",)),
    ]
