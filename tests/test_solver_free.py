"""What reads, checks and states a roster runs where no solver is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

IMPORT_ALL = """
import importlib, pkgutil, sys
module = importlib.import_module(sys.argv[1])
for found in pkgutil.walk_packages(getattr(module, "__path__", []), module.__name__ + "."):
    importlib.import_module(found.name)
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"ortools", "highspy"}))
"""


def solvers_loaded_by(module: str) -> list[str]:
    """Packages of solvers that a fresh process has loaded after all files of a module."""
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, module], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return run.stdout.split()


@pytest.mark.parametrize(
    "module",
    [
        "scheduler.domain",
        "scheduler.constraints",
        "scheduler.staffing",
        "scheduler.readers",
        "scheduler.publishing",
        "scheduler.coverage",
        "scheduler.verify",
        "scheduler.penalties",
    ],
)
def test_loads_no_solver(module: str) -> None:
    assert solvers_loaded_by(module) == []


def test_a_solver_that_is_loaded_is_seen() -> None:
    assert solvers_loaded_by("scheduler.variables") == ["ortools"]
