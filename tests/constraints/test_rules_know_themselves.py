"""What is true of a rule stands on the rule: nothing outside the folder of rules knows one by its number or name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from scheduler.constraints import RULES

PACKAGE = Path(__file__).parents[2] / "scheduler"
ELSEWHERE = [path for path in sorted(PACKAGE.rglob("*.py")) if "constraints" not in path.parts]
NAMES = {str(rule.model_fields["rule"].default) for rule in RULES}
SAYS_WHICH = {"rule", "number", "title_en"}


def code_texts(module: ast.Module) -> list[str]:
    """The texts of a module that are not left standing by themselves, as docstrings are."""
    left_standing = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left_standing
    ]


def texts_compared(module: ast.Module) -> set[str]:
    """Texts with which a module compares, or matches, what says which rule it is."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
        elif isinstance(node, ast.Match):
            sides = (node.subject, *(case.pattern for case in node.cases))
        else:
            continue
        if any(isinstance(side, ast.Attribute) and side.attr in SAYS_WHICH for side in sides):
            inside = (inner for side in sides for inner in ast.walk(side))
            found |= {
                inner.value for inner in inside if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
            }
    return found


@pytest.mark.parametrize("path", ELSEWHERE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_number_of_a_rule_is_written_in_the_code_and_none_is_told_from_another_by_a_text(path: Path) -> None:
    module = ast.parse(path.read_text(encoding="utf-8"))
    assert [text for text in code_texts(module) if re.search(r"\bR\d\d\b", text)] == []
    assert texts_compared(module) & NAMES == set()


def test_a_rule_told_by_its_text_would_be_seen() -> None:
    source = """
if rule.number in ("R02", "R06"):
    pass
match rule.rule:
    case "locks":
        pass
"""
    module = ast.parse(source)
    assert [text for text in code_texts(module) if re.search(r"\bR\d\d\b", text)] == ["R02", "R06"]
    assert texts_compared(module) == {"R02", "R06", "locks"}
