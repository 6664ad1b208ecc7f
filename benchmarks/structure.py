"""How the package hangs together: its imports as arrows, which of them run back, and which close a circle.

``python -m benchmarks.structure [TREE]`` reads the source files of ``scheduler/`` in a tree (this one unless told
otherwise) without running any, and prints a table of what stands at the top of ``scheduler/`` and one of what stands at
the top of ``scheduler/solve/``. A unit is a folder or a module there; an arrow leads from a unit to another of which
one of its modules imports something, however many do. `ORDERS` says which way arrows may run; ``tests/test_imports.py``
holds the package to it.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import click
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

ROOT = Path(__file__).parents[1]

ORDER = """
__main__ docs locale
settings_page
cli
console calibration_report
day
desk
exporting publishing repair scenarios side_by_side
ledger
calibrate initializing run workspaces
must_wishes
diagnose terminal
reasons
counting
solve
model
from_store planning
days_around locking newcomers presence
readers writers
run_inputs store
changes run_record figures unread
inputs
formats
simulation
frames staffing standing
verify
result parallel
config
constraints
coverage variables
domain penalties bundled examples
errors
labels
compiling identifiers log messages spreadsheet_text
catalogue korean
"""
"""Units of ``scheduler/``, a line a level: each imports only what stands on lines below its own."""

ORDER_OF_SOLVE = """
search
cp_sat_search long_horizon multi_week
repair week
strategy
branch_and_cut cp_sat
incumbent
linear
extraction parameters progress
"""
"""The same of ``scheduler/solve/``."""

ORDERS = {"scheduler": ORDER, "scheduler.solve": ORDER_OF_SOLVE}


class When(Enum):
    """When an import is carried out."""

    LOADED = "when the module is loaded"
    CALLED = "late, when a function is called"
    TYPED = "by the type checker alone"


@dataclass(frozen=True, slots=True)
class Import:
    """One module of the package imports another.

    Attributes
    ----------
    source, target
        Full names: ``scheduler.solve.incumbent``; a folder's is that of its ``__init__``.
    line
        In the file of `source`.
    when
        When it is carried out.
    """

    source: str
    target: str
    line: int
    when: When


@dataclass(frozen=True, slots=True)
class Module:
    """A source file: all its lines, and those that are neither empty nor comment nor docstring."""

    lines: int
    lines_of_code: int


@dataclass(frozen=True)
class Tree:
    """The modules of a package by full name, and every import between them."""

    modules: Mapping[str, Module]
    imports: tuple[Import, ...]

    def units(self, package: str) -> dict[str, list[str]]:
        """The modules of each folder and module that stands at the top of a package, by its bare name."""
        found: dict[str, list[str]] = {}
        for name in self.modules:
            if (unit := unit_of(name, package)) is not None:
                found.setdefault(unit, []).append(name)
        return found

    def arrows(self, package: str, whens: Iterable[When] = When) -> dict[tuple[str, str], list[Import]]:
        """The imports behind each arrow between units of a package."""
        allowed = set(whens)
        found: dict[tuple[str, str], list[Import]] = {}
        for each in self.imports:
            source, target = unit_of(each.source, package), unit_of(each.target, package)
            if source is not None and target is not None and source != target and each.when in allowed:
                found.setdefault((source, target), []).append(each)
        return found

    def module_arrows(self, whens: Iterable[When] = When) -> set[tuple[str, str]]:
        """Which module imports which."""
        allowed = set(whens)
        return {(each.source, each.target) for each in self.imports if each.when in allowed}


def unit_of(module: str, package: str) -> str | None:
    """The unit of a package to which a module belongs; None for one outside of it, and for its own ``__init__``."""
    if not module.startswith(f"{package}."):
        return None
    return module.removeprefix(f"{package}.").partition(".")[0]


def read_tree(root: Path, package: str = "scheduler") -> Tree:
    """Read every source file of a package.

    Parameters
    ----------
    root
        The folder in which the package's folder stands.
    package
        Its name.
    """
    paths = {_name(path.relative_to(root)): path for path in sorted((root / package).rglob("*.py"))}
    modules, imports = {}, []
    for name, path in paths.items():
        source = path.read_text(encoding="utf-8")
        tree = ast.parse(source, filename=str(path))
        modules[name] = Module(source.count("\n"), _lines_of_code(source, tree))
        package_of = name if path.name == "__init__.py" else name.rpartition(".")[0]
        for statement, when in _import_statements(tree, When.LOADED):
            targets = {target for full in _imported(statement, package_of, paths) if (target := full) != name}
            imports += [Import(name, target, statement.lineno, when) for target in sorted(targets)]
    return Tree(modules, tuple(imports))


def _name(path: Path) -> str:
    """The full name of a module."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _import_statements(node: ast.AST, when: When) -> Iterator[tuple[ast.Import | ast.ImportFrom, When]]:
    """The import statements below a node, with when they are carried out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, when
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and when is When.LOADED:
            yield from _import_statements(child, When.CALLED)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for statement in child.body:
                yield from _import_statements(ast.Module([statement], []), When.TYPED)
            for statement in child.orelse:
                yield from _import_statements(ast.Module([statement], []), when)
        else:
            yield from _import_statements(child, when)


def _imported(statement: ast.Import | ast.ImportFrom, package: str, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules of the package that a statement imports: what is imported from a folder may be a module itself."""
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names if alias.name in known)
        return
    above = package.split(".")[: len(package.split(".")) + 1 - statement.level] if statement.level else []
    module = ".".join([*above, *([statement.module] if statement.module else [])])
    for alias in statement.names:
        full = f"{module}.{alias.name}"
        if full in known:
            yield full
        elif module in known:
            yield module


def _lines_of_code(source: str, tree: ast.Module) -> int:
    """Lines with more on them than a comment or a docstring."""
    texts: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            texts.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in silent:
            code.update(range(token.start[0], token.end[0] + 1))
    return len(code - texts)


def circles(arrows: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The strongly connected components of more than one node, largest first: whoever is in one reaches all of it."""
    pairs = sorted(set(arrows))
    names = sorted({name for pair in pairs for name in pair})
    if not pairs:
        return []
    number = {name: n for n, name in enumerate(names)}
    sources, targets = np.array([[number[source], number[target]] for source, target in pairs]).T
    graph = coo_array((np.ones(len(pairs)), (sources, targets)), shape=(len(names), len(names)))
    _, labels = connected_components(graph, directed=True, connection="strong")
    groups = [tuple(names[n] for n in np.flatnonzero(labels == label)) for label in np.unique(labels)]
    return sorted((group for group in groups if len(group) > 1), key=lambda group: (-len(group), group))


def levels(order: str) -> dict[str, int]:
    """The line of each name in an order, counted from the top."""
    return {name: n for n, line in enumerate(order.strip().splitlines()) for name in line.split()}


def runs_back(arrow: tuple[str, str], level: Mapping[str, int]) -> bool:
    """Whether an arrow leads to a line that is not below; units that the order does not name lie nowhere."""
    source, target = arrow
    return source in level and target in level and level[source] >= level[target]


def table(tree: Tree, package: str, order: str = "") -> Iterator[str]:
    """The lines of a table in Markdown: files, lines and arrows of each unit, then of all.

    Parameters
    ----------
    tree
        What was read.
    package
        Whose units.
    order
        Which way arrows may run, a line a level; empty where none is stated, and then an arrow within a circle counts
        as one that runs back.
    """
    level, units, arrows = levels(order), tree.units(package), tree.arrows(package)
    round_trips = circles(arrows)

    def is_back(arrow: tuple[str, str]) -> bool:
        return runs_back(arrow, level) if level else any({*arrow} <= {*circle} for circle in round_trips)

    yield "| unit | files | lines | of code | arrows to | arrows back |"
    yield "|---|---|---|---|---|---|"
    for unit in sorted(units, key=lambda unit: (level.get(unit, -1), unit)):
        modules = [tree.modules[name] for name in units[unit]]
        back = sorted(target for source, target in arrows if source == unit and is_back((source, target)))
        yield (
            f"| {unit} | {len(modules)} | {sum(module.lines for module in modules)} | "
            f"{sum(module.lines_of_code for module in modules)} | {sum(source == unit for source, _ in arrows)} | "
            f"{', '.join(back)} |"
        )
    everything = [tree.modules[name] for names in units.values() for name in names]
    yield (
        f"| **all {len(units)}** | {len(everything)} | {sum(module.lines for module in everything)} | "
        f"{sum(module.lines_of_code for module in everything)} | {len(arrows)} | {sum(map(is_back, arrows))} |"
    )
    yield ""
    loaded = tree.arrows(package, [When.LOADED])
    late = arrows.keys() - tree.arrows(package, [When.LOADED, When.TYPED]).keys()
    typed = arrows.keys() - tree.arrows(package, [When.LOADED, When.CALLED]).keys()
    yield (
        f"Of {len(arrows)} arrows, {len(late)} are late alone and {len(typed)} for types alone. Circles: "
        f"{_circles_text(circles(loaded))}; with late imports and types: {_circles_text(round_trips)}."
    )


def _circles_text(found: Sequence[tuple[str, ...]]) -> str:
    """How many circles, and who is in them."""
    return "none" if not found else f"{len(found)} ({'; '.join(', '.join(circle) for circle in found)})"


def module_line(tree: Tree, package: str) -> str:
    """A sentence on the modules of a package: how many import each other in circles."""

    def text(whens: Iterable[When]) -> str:
        inside = [
            (source, target)
            for source, target in tree.module_arrows(whens)
            if source.startswith(f"{package}.") and target.startswith(f"{package}.")
        ]
        found = circles(inside)
        return f"{len(found)} ({', '.join(str(len(circle)) for circle in found)} modules)" if found else "none"

    return f"Circles of modules: {text([When.LOADED])}; with late imports and types: {text(When)}."


@click.command()
@click.argument("tree", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ROOT)
def main(tree: Path) -> None:
    """Print how the package in TREE hangs together."""
    read = read_tree(tree)
    for package, order in ORDERS.items():
        click.echo(f"**`{package.replace('.', '/')}/`**\n")
        for line in table(read, package, order):
            click.echo(line)
        click.echo(f"{module_line(read, package)}\n")


if __name__ == "__main__":
    main()
