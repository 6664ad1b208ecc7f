"""What the package offers to Python: every name is there, typed, and loaded when it is asked for."""

from __future__ import annotations

import ast
import inspect
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import scheduler

ROOT = Path(__file__).parents[1]
FUNCTIONS = [name for name in scheduler.__all__ if inspect.isfunction(getattr(scheduler, name))]


def said_by(code: str) -> list[str]:
    """What a fresh process prints that runs some code."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return run.stdout.split()


def test_importing_loads_nothing() -> None:
    loaded = said_by("import sys, scheduler; print(*(name for name in sys.modules if name.startswith('scheduler')))")
    assert loaded == ["scheduler"]
    libraries = {"numpy", "pandas", "pydantic", "ortools", "scipy", "yaml", "holidays"}
    assert not libraries & set(said_by("import sys, scheduler; print(*sys.modules)"))


def test_reading_and_checking_load_no_solver() -> None:
    names = ["read_workspace", "plan", "read_roster", "audit", "Run", "Workspace", "InputError"]
    code = "".join(f"scheduler.{name}; " for name in names)
    assert "ortools" not in said_by(f"import sys, scheduler; {code} print(*sys.modules)")


@pytest.mark.parametrize("first", ["import scheduler.solve.strategy", "from scheduler.solve import strategy", "pass"])
def test_a_function_goes_before_a_folder_of_its_name(first: str) -> None:
    code = "import scheduler; print(callable(scheduler.solve)); from scheduler import solve; print(solve.__module__)"
    assert said_by(f"{first}; {code}; import scheduler.solve.strategy; print(scheduler.solve is solve)") == [
        *("True", "scheduler.run.solving", "True")
    ]


@pytest.mark.parametrize("name", scheduler.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(scheduler, name).__name__ == name
    assert name in dir(scheduler)


def test_a_name_that_is_none_says_so() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'genrate'"):
        scheduler.genrate  # type: ignore[attr-defined]  # noqa: B018


def test_type_checkers_are_told_of_the_same_names() -> None:
    tree = ast.parse((ROOT / "scheduler" / "__init__.py").read_text(encoding="utf-8"))
    typed = {
        name.name: (node.module, name.asname)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("scheduler.")
        for name in node.names
    }
    assert typed == {name: (module, name) for name, module in scheduler._PLACES.items()}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_parameter_is_described(name: str) -> None:
    function = getattr(scheduler, name)
    documented = inspect.getdoc(function) or ""
    assert set(inspect.signature(function).parameters) <= set(documented.replace(",", " ").split())


USES = """\
from datetime import date
from pathlib import Path

import pandas as pd

import scheduler


def shortfall(folder: Path, monday: date) -> float:
    workspace: scheduler.Workspace = scheduler.read_workspace(folder, frames={"inflow": pd.DataFrame()})
    plan = scheduler.plan(workspace, monday, weeks=2, is_first_week=True)
    try:
        run: scheduler.Run = scheduler.solve(plan, options={"time_limit_seconds": 5})
    except scheduler.InfeasibleError as error:
        print(error.reasons[0].upper())
        raise
    roster: scheduler.Roster = scheduler.read_roster(run.roster_frame(), workspace)
    audited = scheduler.audit(plan, roster)
    assert audited.audit is not None
    hard: tuple[scheduler.Violation, ...] = audited.audit.hard
    scheduler.write(plan, run, folder / "run")
    question = scheduler.Question(headcount=("day=-1",))
    comparison = scheduler.what_if(workspace, monday, 1, question, results=folder)
    frame: pd.DataFrame = comparison.frame()
    return float(run.coverage_frame()["shortfall"].sum()) + len(frame) + len(hard)
"""
WRONG = """\
import scheduler

workspace = scheduler.read_workspace(7)
scheduler.genrate(workspace)
scheduler.plan(workspace, "2023-11-06")
reveal_type(scheduler.solve)
"""


def test_mypy_knows_the_types_of_the_package(tmp_path: Path) -> None:
    scripts = {tmp_path / "uses.py": USES, tmp_path / "wrong.py": WRONG}
    for path, code in scripts.items():
        path.write_text(code, encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", "--strict", *map(str, scripts)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout
    assert "in 1 file (checked 2 source files)" in found
    assert "uses.py" not in found
    assert 'wrong.py:3: error: Argument 1 to "read_workspace" has incompatible type "int"' in found
    assert 'wrong.py:4: error: Module has no attribute "genrate"' in found
    assert 'wrong.py:5: error: Argument 2 to "plan" has incompatible type "str"; expected "date"' in found
    assert "def (plan: scheduler.run.planning.Plan" in found


def test_the_wheel_says_that_it_is_typed(tmp_path: Path) -> None:
    for name in ("scheduler", "inputs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    code = "from setuptools.build_meta import build_wheel; build_wheel('.')"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {"scheduler/py.typed", "scheduler/frames/csv_file.py", "scheduler/run/planning.py"} <= set(names)
    assert {f"scheduler/locale/ko/LC_MESSAGES/{name}" for name in ("scheduler.po", "click.mo")} <= set(names)


def test_a_repair_loads_neither_the_compiler_of_the_search_nor_what_draws_pages_nor_a_data_base() -> None:
    code = "import sys, scheduler.repair; print(*sys.modules)"
    assert not {"numba", "jinja2", "xlsxwriter", "sqlalchemy", "scheduler.solve.search"} & set(said_by(code))


def test_the_search_is_loaded_when_it_is_asked_for() -> None:
    code = (
        "import scheduler.solve, sys; room = sys.modules['scheduler.solve']; "
        "print('solve' in vars(room), room.solve.__module__, hasattr(room, 'resolve'))"
    )
    assert said_by(code) == ["False", "scheduler.solve.search", "False"]


FOLDER_ALONE = {
    "take_actuals": "Path | str",
    "simulate": "Path | str",
    "export": "Path | str",
    "compare": "Path | None",
}
"""Functions that read the workspace themselves, as it was when a run was made."""
FOR_COMMANDS = {"CountedTo", "PieceProgress"}
"""Records that only commands pass or are told."""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_workspace_is_called_so_and_may_be_read_or_a_folder(name: str) -> None:
    parameters = inspect.signature(getattr(scheduler, name)).parameters
    assert ("folder" in parameters) == (name in {"read_workspace", "write_comparison"})
    if "workspace" in parameters:
        asked = {
            "take_actuals": "Path | str",
            "simulate": "Path | str",
            "export": "Path | str",
            "compare": "Path | None",
        }
        assert parameters["workspace"].annotation == asked.get(name, "Workspace | Path | str")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_records_that_a_function_takes_or_returns_are_offered_as_well(name: str) -> None:
    function = getattr(scheduler, name)
    signature = inspect.signature(function)
    texts = [str(one.annotation) for one in signature.parameters.values()] + [str(signature.return_annotation)]
    named = {word for text in texts for word in re.findall(r"\b[A-Z]\w+", text)}
    module = sys.modules[function.__module__]
    ours = {
        word
        for word in named
        if isinstance(kind := getattr(module, word, None), type) and kind.__module__.startswith("scheduler.")
    }
    assert ours - FOR_COMMANDS <= set(scheduler.__all__)
