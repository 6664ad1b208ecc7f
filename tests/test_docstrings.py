"""Docstrings are whole sentences, and those of functions with many arguments say what each of them is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "scheduler"
FILES = sorted(PACKAGE.rglob("*.py"))
MANY = 4
SAID_ONCE = {"forbids"}
"""Methods that many rules write; the base says what they are given."""
HELPED = "cli"
"""Functions there are commands: their docstring is the help that people read, and each option has its own."""
HANGS_ON_ITS_NAME = re.compile(
    r"(Of|As in|By which|Since|Until|Above|Below|From when|For (other|paper|less|more)|Before and)\b[^,]*?[.:;]( |$)"
)
"""A beginning that says nothing without the name before it: "Of the search." """


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


def said(module: ast.Module) -> Iterator[str]:
    """Every docstring of a module, those of its names and fields included."""
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""
        if isinstance(node, ast.Module | ast.ClassDef):
            for before, after in pairwise(node.body):
                if isinstance(before, ast.Assign | ast.AnnAssign) and isinstance(after, ast.Expr):
                    yield str(ast.literal_eval(after.value)) if isinstance(after.value, ast.Constant) else ""


def no_sentences(source: str) -> list[str]:
    """Beginnings of docstrings that are no whole sentences."""
    first = (" ".join(text.partition("\n\n")[0].split()) for text in said(ast.parse(source)))
    return [
        text
        for text in first
        if text and (not re.search(r"[.?!:][\"')`]*$", text) or HANGS_ON_ITS_NAME.match(text) or text[0] in ",;.")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_docstring_begins_with_a_whole_sentence(path: Path) -> None:
    assert no_sentences(path.read_text(encoding="utf-8")) == []


def test_a_docstring_that_hangs_on_its_name_is_found() -> None:
    source = 'seconds: float = 1.0\n"""Of the search."""\nturns: int = 2\n"""It has so many turns."""\n'
    found = no_sentences(source + 'def as_json():\n    """For other programs."""')
    assert sorted(found) == ["For other programs.", "Of the search."]


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if HELPED not in path.parts],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_every_argument_of_a_function_with_many_is_described(path: Path) -> None:
    assert not_described(path.read_text(encoding="utf-8")) == []


def test_the_base_of_the_rules_says_what_their_methods_are_given() -> None:
    source = (PACKAGE / "constraints" / "base.py").read_text(encoding="utf-8")
    assert not_described(source, but=set()) == []


def test_an_argument_that_is_not_described_is_found() -> None:
    section = "Parameters\n    ----------\n    a, b\n        These.\n    d\n        c.\n    "
    source = f'def f(a, b, c, d):\n    """What.\n\n    {section}"""'
    assert not_described(source) == ["f: c"]
