"""English that reaches people without the catalogue: texts of several words in the code that nobody could translate.

What people read is a `Message`, a `msgid`, a label, or help of a command; `tests/locale/test_catalogues.py` asks for
its translation. Everything else has to be for somebody else, and is listed here with for whom.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "scheduler"

TRANSLATED = {"Message", "Unit", "msgid", "label", "say", "option", "search_options", "Text"}
"""Calls whose texts are in the catalogue."""
TECHNICAL = {
    *("Field", "Literal", "getattr", "compile", "execute", "debug", "info", "warning", "strftime", "TypeVar"),
    *("CheckConstraint", "Names", "ContextVar", "AssertionError", "AttributeError", "TypeError", "KeyError"),
}
"""Calls whose texts are for programs, for generated pages in English, or say what went wrong inside of the program."""
NOT_FOR_READERS = {
    "docs.py": "pages of the documentation, in English",
    "settings_page.py": "a page of the documentation",
    "ledger/columns.py": "descriptions for a page of the documentation",
    "config/pay.py": "descriptions for a page of the documentation",
    "formats/headers.py": "names of columns that are read, in both languages",
    "domain/people.py": "names of kinds of absence, in both languages",
    "domain/base.py": "kinds of names, whose words are messages beside them",
    "config/settings.py": "kinds of names, whose words are messages elsewhere",
    "readers/workspace.py": "the key of an input among the sources",
    "readers/yaml_document.py": "what PyYAML says, by which it is known",
    "writers/workspace_book/guide.py": "a sheet that has both languages side by side",
    "writers/workspace_book/book.py": "names of fonts, formats of dates, headings in both languages",
    "writers/workbook/sheet.py": "the name of a font",
    "writers/charts/drawing.py": "names of fonts",
    "day/pages/workbook.py": "formats of dates",
    "initializing.py": "a comment in workspace.yaml, whose keys are English as well",
    "parallel/cluster.py": "what happened on another machine, for whoever runs the cluster",
    "parallel/pieces.py": "what happened in a worker, for whoever mends the program",
    "parallel/plain.py": "what is wrong with an answer of a worker, for whoever runs the cluster",
    "parallel/gateway.py": "what is missing on a cluster, for whoever runs it",
    "staffing/inputs.py": "what a program that calls these functions does wrong",
    "staffing/levelling.py": "what a program that calls these functions does wrong",
    "staffing/required.py": "what a program that calls these functions does wrong",
    "store/opening.py": "SQL",
    "store/transactions.py": "a bug of the program",
    "errors.py": "the value of a kind of fault",
    "verify.py": "a bug of the program, for whoever mends it",
    "diagnose/one_person.py": "a bug of the program",
    "penalties.py": "a bug of the program",
}


def english_texts(code: str) -> Iterator[tuple[int, str]]:
    """Texts of two English words and more, with their lines, that are no docstrings and in none of these calls."""
    tree = ast.parse(code)
    parents = {inner: node for node in ast.walk(tree) for inner in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        parent = parents.get(node)
        if isinstance(node, ast.JoinedStr):
            text = " ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "" if isinstance(parent, ast.Expr | ast.JoinedStr | ast.FormattedValue) else node.value
        else:
            continue
        if re.search(r"[A-Za-z]{2,},? +[A-Za-z]{2,}", text) and not _is_known(node, parents):
            yield node.lineno, text


def _is_known(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether the text is in a call that has it translated, or that is for somebody else."""
    while not isinstance(node, ast.stmt):
        node = parents[node]
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in TRANSLATED | TECHNICAL:
            return True
    return False


def files() -> Iterator[Path]:
    """The code that may speak to people: a search tells its stages, whose words stand where they are shown."""
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        if place.parts[0] not in ("solve", "labels", "locale") and place.as_posix() not in NOT_FOR_READERS:
            yield path


@pytest.mark.parametrize("path", list(files()), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_english_reaches_people_but_through_the_catalogue(path: Path) -> None:
    assert list(english_texts(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", NOT_FOR_READERS)
def test_what_is_left_out_is_there_and_has_such_texts(name: str) -> None:
    assert list(english_texts((PACKAGE / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("echo(f'{n} people were forgotten')", ["  people were forgotten"]),
        ("raise UsageError('name whom to forget')", ["name whom to forget"]),
        ("head = ('two words', 'one')", ["two words"]),
        ("echo(Message('{n} people were forgotten', n=n))", []),
        ("def f():\n    '''Two words.'''", []),
        ("_log.debug('two words')", []),
        ("x = 'one'", []),
    ],
)
def test_texts_are_seen_unless_they_are_translated(code: str, found: list[str]) -> None:
    assert [text.strip() for _, text in english_texts(code)] == [text.strip() for text in found]


def _parts(argument: ast.expr) -> list[ast.AST]:
    """The texts that an argument is, or that it is put together or listed from."""
    is_whole = isinstance(argument, ast.Constant)
    return [argument] if is_whole or isinstance(argument, ast.Call) else list(ast.iter_child_nodes(argument))


PRINTS = {"echo", "UsageError", "BadParameter", "fail", "_note", "FiguresTable"}


def test_commands_print_no_text_of_the_code() -> None:
    """A single word would not be seen above: what is printed, and heads of tables, are never plain texts."""
    found = [
        f"{path.name}:{call.lineno} {ast.unparse(call)}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).rpartition(".")[2] in PRINTS
        and call.args
        and any(
            isinstance(part, ast.Constant) and isinstance(part.value, str) and re.search("[A-Za-z]{2}", part.value)
            for part in _parts(call.args[0])
        )
    ]
    assert found == []
