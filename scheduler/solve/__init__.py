"""The only place that runs a solver.

The CP-SAT model is the one model; small ones are CP-SAT's alone. Of others its linear program says what they are made
of (`linear/`), and the rooms beside it search, each for a class of problems, in the order that `search.py` says.
"""

from __future__ import annotations

from scheduler.solve.parameters import SearchParameters
from scheduler.solve.progress import Progress, Report
from scheduler.solve.search import solve

__all__ = ["Progress", "Report", "SearchParameters", "solve"]
