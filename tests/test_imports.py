"""Imports run one way: down the order of packages, and never in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.structure import ORDERS, ROOT, Import, Tree, When, circles, levels, read_tree, runs_back, table

of_each_order = pytest.mark.parametrize(("folder", "order"), list(ORDERS.items()), ids=list(ORDERS))


@pytest.fixture(scope="module")
def package() -> Tree:
    return read_tree(ROOT)


@of_each_order
def test_every_import_runs_down_the_order(package: Tree, folder: str, order: str) -> None:
    back = [
        f"{each.source}:{each.line} imports {each.target}"
        for arrow, imports in package.arrows(folder).items()
        if runs_back(arrow, levels(order))
        for each in imports
    ]
    assert not back, f"benchmarks/structure.py says which way imports run: {back}"


@of_each_order
def test_the_order_names_every_folder_and_module_once(package: Tree, folder: str, order: str) -> None:
    units = package.units(folder)
    assert [name for name in units if name not in levels(order)] == [], "place it in the order in structure.py"
    assert sorted(order.split()) == sorted(units)


@of_each_order
def test_the_architecture_prints_the_order(folder: str, order: str) -> None:
    assert f"```\n{order.strip()}\n```" in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", list(ORDERS))
def test_no_circle_leads_through_packages(package: Tree, folder: str) -> None:
    assert circles(package.arrows(folder)) == []


def test_no_circle_leads_through_modules(package: Tree) -> None:
    # Two records of one folder may name each other in their types: nothing is loaded for that.
    assert circles(package.module_arrows([When.LOADED, When.CALLED])) == []


def test_nothing_imports_the_whole_package(package: Tree) -> None:
    assert [each.source for each in package.imports if each.target == "scheduler"] == []


def written(folder: Path, **sources: str) -> Tree:
    """A package of such modules, a double underscore standing for a folder."""
    for name, source in sources.items():
        path = folder / "scheduler" / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return read_tree(folder)


def test_an_import_is_seen_wherever_it_stands(tmp_path: Path) -> None:
    tree = written(
        tmp_path,
        top="from typing import TYPE_CHECKING\nfrom scheduler import low\nif TYPE_CHECKING:\n"
        "    import scheduler.typed\n"
        "def f():\n    if True:\n        from scheduler.late.inner import x\n",
        low="import math",
        typed="",
        late__inner="from ..low import x",
    )
    assert set(tree.imports) == {
        Import("scheduler.top", "scheduler.low", 2, When.LOADED),
        Import("scheduler.top", "scheduler.typed", 4, When.TYPED),
        Import("scheduler.top", "scheduler.late.inner", 7, When.CALLED),
        Import("scheduler.late.inner", "scheduler.low", 1, When.LOADED),
    }
    assert set(tree.arrows("scheduler")) == {("top", "low"), ("top", "typed"), ("top", "late"), ("late", "low")}
    assert set(tree.arrows("scheduler", [When.LOADED])) == {("top", "low"), ("late", "low")}


def test_an_arrow_up_or_along_a_line_runs_back() -> None:
    level = levels("top\nleft right\nlow")
    assert not runs_back(("top", "low"), level)
    assert runs_back(("low", "top"), level)
    assert runs_back(("left", "right"), level)
    assert not runs_back(("unknown", "top"), level)


def test_a_circle_is_whoever_reaches_back_to_itself() -> None:
    assert circles([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]) == [("a", "b", "c")]
    assert circles([("a", "b"), ("a", "c"), ("b", "c")]) == []
    assert circles([]) == []


def test_lines_of_code_are_neither_empty_nor_comment_nor_docstring(tmp_path: Path) -> None:
    tree = written(tmp_path, top='"""Says\nwhat."""\n\n# why\nx = [\n    1,\n]  # so\n')
    assert (tree.modules["scheduler.top"].lines, tree.modules["scheduler.top"].lines_of_code) == (7, 3)


def test_the_table_counts_arrows_that_run_back(tmp_path: Path) -> None:
    tree = written(tmp_path, top="import scheduler.low", low="import scheduler.top")
    lines = list(table(tree, "scheduler", "top\nlow"))
    assert "| low | 1 | 0 | 1 | 1 | top |" in lines
    assert "| **all 2** | 2 | 0 | 2 | 2 | 1 |" in lines
    assert lines[-1].count("1 (low, top)") == 2
