"""A command parses, calls one function and prints: what it knows beyond that stands where others can call it too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "scheduler" / "cli"
MOST_STATEMENTS = 20
"""In a command, refusals of options that do not go together included, and imports not."""
WORK = (ast.For, ast.While, ast.Try, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)


def commands(source: str) -> Iterator[ast.FunctionDef]:
    """The functions that are commands."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and any("click.command" in ast.unparse(d) for d in node.decorator_list):
            yield node


def too_much(command: ast.FunctionDef) -> list[str]:
    """What a command does itself that it should call."""
    inner = [node for statement in command.body[1:] for node in ast.walk(statement)]  # the first is the help
    statements = [node for node in inner if isinstance(node, ast.stmt) and not isinstance(node, ast.ImportFrom)]
    found = [f"line {node.lineno}: {type(node).__name__}" for node in inner if isinstance(node, WORK)]
    return found + ([f"{len(statements)} statements"] if len(statements) > MOST_STATEMENTS else [])


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_commands_leave_the_work_to_what_they_call(file: Path) -> None:
    assert {one.name: found for one in commands(file.read_text("utf-8")) if (found := too_much(one))} == {}


def test_a_command_that_works_itself_is_found() -> None:
    (one,) = commands('@click.command()\ndef show(n):\n    """Show."""\n    for i in range(n):\n        print(i)\n')
    assert too_much(one) == ["line 4: For"]
