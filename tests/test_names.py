"""A name means one thing in the whole package."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "scheduler"


def names_of_two_classes(sources: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Public classes that share their name with another, each with the files that define it."""
    files: dict[str, list[str]] = defaultdict(list)
    for file, source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                files[node.name].append(file)
    return {name: found for name, found in files.items() if len(found) > 1}


def test_no_two_public_classes_have_one_name() -> None:
    sources = ((str(file.relative_to(PACKAGE)), file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py")))
    assert names_of_two_classes(sources) == {}


def test_a_second_class_of_a_name_is_found_and_a_private_one_may_share_it() -> None:
    files = [("one.py", "class Part: ...\nclass _Row: ..."), ("other.py", "class Part: ...\nclass _Row: ...")]
    assert names_of_two_classes(files) == {"Part": ["one.py", "other.py"]}
