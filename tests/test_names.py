"""A name means one thing in the whole package."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "scheduler"


def names_of_two_meanings(sources: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Public classes and aliases of types that share their name with another, each with the files that define it.

    Two aliases that say the same, such as those of arrays of numbers, mean one thing.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for file, source in sources:
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name][file] = f"class of {file}"
        for statement in tree.body:
            name = statement.targets[0] if isinstance(statement, ast.Assign) else None
            if isinstance(name, ast.Name) and name.id[0].isupper() and not name.id.isupper():
                found[name.id][file] = ast.unparse(statement)
    return {name: list(files) for name, files in found.items() if len(set(files.values())) > 1}


def test_no_public_class_or_alias_has_the_name_of_another() -> None:
    sources = ((str(file.relative_to(PACKAGE)), file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py")))
    assert names_of_two_meanings(sources) == {}


def test_a_second_class_of_a_name_is_found_and_a_private_one_may_share_it() -> None:
    files = [("one.py", "class Part: ...\nclass _Row: ..."), ("other.py", "class Part: ...\nclass _Row: ...")]
    assert names_of_two_meanings(files) == {"Part": ["one.py", "other.py"]}


def test_a_second_meaning_of_an_alias_is_found_and_the_same_one_may_stand_twice() -> None:
    files = [
        ("one.py", "Span = tuple[int, int]\nFloats = NDArray[float]\nMOST = 3\nKind = Literal['a']"),
        ("other.py", "Span = tuple[date, date]\nFloats = NDArray[float]\nMOST = 4\nclass Kind: ..."),
    ]
    assert names_of_two_meanings(files) == {"Span": ["one.py", "other.py"], "Kind": ["one.py", "other.py"]}
