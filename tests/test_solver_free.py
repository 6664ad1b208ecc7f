"""What reads, checks and states a roster runs where no solver is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

IMPORT_ALL = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), module.__name__ + "."):
        importlib.import_module(found.name)
    print(name, *sorted({name.partition(".")[0] for name in sys.modules} & {"ortools", "highspy"}))
"""
WITHOUT = [
    "scheduler.domain",
    "scheduler.constraints",
    "scheduler.staffing",
    "scheduler.readers",
    "scheduler.publishing",
    "scheduler.coverage",
    "scheduler.verify",
    "scheduler.penalties",
]


def test_no_solver_is_loaded_until_the_first_module_that_states_a_model() -> None:
    """All files of one module after the other, in a fresh process: what is loaded is seen after the first that does."""
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *WITHOUT, "scheduler.variables"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert run.stdout.splitlines() == [*WITHOUT, "scheduler.variables ortools"]
