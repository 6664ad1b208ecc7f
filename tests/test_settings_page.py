"""Every key of the settings is described, has a unit and an example that is read."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from scheduler.settings_page import example_of, known_examples, sections, settings_page, what

EXAMPLES = known_examples()
KEYS = [
    pytest.param(path, name, field, id=f"{path}.{field.alias or name}".lstrip("."))
    for path, record in sections()
    for name, field in record.model_fields.items()
]


@pytest.mark.parametrize(("path", "name", "field"), KEYS)
def test_every_key_says_what_it_does_and_what_stands_there(path: str, name: str, field: FieldInfo) -> None:
    """A new setting: ``Field(description=...)``; its unit is in its name, or in `_KINDS` of `settings_page`."""
    assert field.description
    assert what(name, field)


@pytest.mark.parametrize(("path", "name", "field"), KEYS)
def test_every_key_has_an_example_that_is_read(path: str, name: str, field: FieldInfo) -> None:
    """A new setting whose default is none has its example in `_MORE_EXAMPLES` of `settings_page`."""
    example = example_of(path, name, field, EXAMPLES)
    has_own_section = isinstance(field.default, BaseModel)
    assert example not in (None, "") or has_own_section
    if example is not None and not str(example).startswith("["):
        TypeAdapter(Annotated[field.annotation, None, *field.metadata]).validate_python(example)


def test_every_record_has_a_section_to_which_its_keys_lead() -> None:
    page = settings_page("")
    for path, _ in sections():
        assert (f"## `{path}`" if path else "## All keys") in page
        anchor = path.replace("[]", "").replace(".", "-") or "all"
        assert f'<a id="{anchor}"></a>' in page
        assert not path or f"](#{anchor})" in page


def test_the_page_says_what_a_key_is() -> None:
    page = settings_page("")
    for line in (
        "| `interval_minutes` | minutes, 5 to 60 | `30` | length of a coverage interval",
        '| `night_from` | clock time | `"22:00"` |',
        "| `weekdays` | weekdays | `[mon, tue, wed, thu, fri, sat, sun]` | weekdays on which the shift may start |",
        "| `subdivision` | letters | `null` | state or region",
        "| `works_public_holidays` | `true`, `false` | `true` |",
        "| `rules` | [list of rules](rules.md) | required |",
    ):
        assert f"\n{line}" in page
