"""The only place that runs a solver.

The CP-SAT model is the one model; small ones are CP-SAT's alone. Of others its linear program says what they are made
of (`linear/`), and the rooms beside it search, each for a class of problems, in the order that `search.py` says.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from scheduler.solve.parameters import SearchParameters
from scheduler.solve.progress import Progress, Report

if TYPE_CHECKING:
    from scheduler.solve.search import solve

__all__ = ["Progress", "Report", "SearchParameters", "solve"]

if not TYPE_CHECKING:  # for a type checker, any name would exist

    def __getattr__(name: str) -> object:
        """Load the search when it is first asked for (PEP 562): a repair needs one of its rooms and no compiler."""
        if name != "solve":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = import_module("scheduler.solve.search").solve
        return found
