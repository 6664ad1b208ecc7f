"""The generated pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scheduler import docs
from scheduler.constraints import RULES, Rule
from scheduler.settings_page import settings_page

PAGES = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("rules.md", docs.rules_page),
        ("cli.md", docs.cli_page),
        ("ledger.md", docs.ledger_page),
        ("settings.md", lambda: settings_page(docs._GENERATED)),
    ],
)
def test_the_committed_page_is_current(name: str, made: object) -> None:
    assert callable(made)
    assert (PAGES / name).read_text(encoding="utf-8") == made(), "run make docs"


@pytest.mark.parametrize("kind", RULES)
def test_every_rule_has_a_section(kind: type[Rule]) -> None:
    page = docs.rules_page()
    assert f"## {kind.number} {kind.title_en} ({kind.title('ko')})" in page
    assert (kind.__doc__ or "").startswith(f"{kind.number}: ")


@pytest.mark.parametrize("kind", RULES)
def test_every_setting_of_a_rule_is_described(kind: type[Rule]) -> None:
    for name, field in kind.model_fields.items():
        if name not in ("rule", "weight", "source"):
            assert field.description, f"{kind.__name__}.{name}"


def test_no_two_rules_share_a_number() -> None:
    numbers = [kind.number for kind in RULES]
    assert len(numbers) == len(set(numbers))


def test_the_pages_are_written_to_the_folder(tmp_path: Path) -> None:
    docs.main(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cli.md", "ledger.md", "rules.md", "settings.md"]


NOT_OURS = ("tests/", "benchmarks/")
GONE = {"solve.py"}
"""Files that docs/architecture.md names as what is not there."""


def test_a_file_that_the_architecture_names_is_one_file() -> None:
    package = Path(docs.__file__).parent
    files = ["/" + path.relative_to(package).as_posix() for path in package.rglob("*.py")]
    text = (package.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`(?:scheduler/)?([a-z_/]+\.py)\b", text) if not name.startswith(NOT_OURS)}
    fits = {name: [file for file in files if file.endswith("/" + name)] for name in named - GONE}
    at_the_top = {name for name in named if f"/{name}" in files}
    assert {name: found for name, found in fits.items() if len(found) != 1 and name not in at_the_top} == {}
