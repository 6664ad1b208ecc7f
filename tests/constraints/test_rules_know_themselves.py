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
OF_RULES = {rule.__module__ for rule in RULES}
KNOWN = {
    "desk/activities/model.py": "meals move with what is placed beside them, within the bounds of R12",
    "desk/cover.py": "what a wish is and whether it is met, its own rule says",
    "desk/effects.py": "whether public holidays count as weekend days, the rule of weekends says",
    "desk/leave/outlook.py": "what leave costs is told by the shortfall of coverage, priced or not",
    "desk/leave/mending.py": "the target of leave is a shortfall of coverage, priced or not",
    "desk/leave/proofs.py": "days that are kept are locks, and who stays on call, the rule of that says",
    "desk/leave/searching.py": "the target of leave is a shortfall of coverage, priced or not",
    "standing.py": "who stays on call when rows change, the rule of on-call duty says",
    "docs.py": "pages name the rules that a definition rests on",
    "figures/people.py": "whether public holidays count as weekend days, the rule of weekends says",
    "figures/run.py": "whether a wish is met, its own rule says",
    "figures/since_published.py": "published days that change are counted where no rule prices them as well",
    "from_store/counts.py": "whether public holidays count as weekend days, the rule of weekends says",
    "ledger/columns.py": "headings name the rules that a credit rests on",
    "ledger/work_that_cannot_be.py": "work that cannot have been is refused by these checks, whatever is in force",
    "must_wishes.py": "how a wish can be met, its own rule says",
    "readers/contracts.py": "whoever has a contract whose minutes nothing holds is told the rule that would",
    "repair/lines.py": "of the points of a repair, those of its changes are said, which the check does not count",
    "repair/prices.py": "a repair is judged by what it leaves uncovered",
    "repair/repairing.py": "a repair puts these in force, and asks whether a wish is met",
    "repair/why_not.py": "days that stay as published are locks",
    "run/on_call.py": "who is on call is named when a roster is found, by the rule",
    "run/planning.py": "an option for locks puts their rule in force",
}
"""Modules outside the folder of rules that import one all the same, and why."""


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


def rules_imported(module: ast.Module) -> set[str]:
    """Modules of single rules that a module imports."""
    return {node.module or "" for node in ast.walk(module) if isinstance(node, ast.ImportFrom)} & OF_RULES


def test_nothing_outside_imports_a_single_rule_but_where_it_is_said_why() -> None:
    imports = {
        path.relative_to(PACKAGE).as_posix()
        for path in ELSEWHERE
        if rules_imported(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert imports == KNOWN.keys()
