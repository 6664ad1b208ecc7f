"""Docstrings of functions with many arguments say what each of them is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "scheduler"
SUBJECTS = (
    "changes",
    "config",
    "constraints",
    "diagnose",
    "domain",
    "figures",
    "formats",
    "frames",
    "parallel",
    "publishing",
    "readers",
    "reasons",
    "run",
    "scenarios",
    "solve",
    "staffing",
    "store",
    "terminal",
    "variables",
    "writers",
)
FILES = [
    *(path for subject in SUBJECTS for path in sorted((PACKAGE / subject).rglob("*.py"))),
    *(PACKAGE / f"{name}.py" for name in ("counting", "coverage", "model", "penalties", "verify")),
]
MANY = 4
SAID_ONCE = {"forbids"}
"""Methods that many rules write; the base says what they are given."""


def functions(node: ast.AST, around: str = "") -> Iterator[tuple[ast.FunctionDef, str]]:
    """Public functions and constructors, each with the docstring that has to describe its arguments."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.ClassDef) and not inner.name.startswith("_"):
            yield from functions(inner, ast.get_docstring(inner) or "")
        elif isinstance(inner, ast.FunctionDef) and inner.name == "__init__":
            yield inner, around
        elif isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
            yield inner, ast.get_docstring(inner) or ""


def not_described(source: str, *, but: set[str] = SAID_ONCE) -> list[str]:
    """Arguments of functions with many that their Parameters section does not name."""
    missing = []
    for function, text in functions(ast.parse(source)):
        arguments = [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
        arguments = [name for name in arguments if name not in ("self", "cls")]
        section = text.partition("Parameters\n----------\n")[2]
        if len(arguments) >= MANY and function.name not in but:
            named = re.findall(r"\w+", "\n".join(line for line in section.split("\n") if not line.startswith(" ")))
            missing += [f"{function.name}: {name}" for name in arguments if name not in named]
    return missing


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_argument_of_a_function_with_many_is_described(path: Path) -> None:
    assert not_described(path.read_text(encoding="utf-8")) == []


def test_the_base_of_the_rules_says_what_their_methods_are_given() -> None:
    source = (PACKAGE / "constraints" / "base.py").read_text(encoding="utf-8")
    assert not_described(source, but=set()) == []


def test_an_argument_that_is_not_described_is_found() -> None:
    section = "Parameters\n    ----------\n    a, b\n        These.\n    d\n        c.\n    "
    source = f'def f(a, b, c, d):\n    """What.\n\n    {section}"""'
    assert not_described(source) == ["f: c"]
