"""The only place that runs a solver.

The CP-SAT model is the one model. Its linear program brings what CP-SAT lacks: a bound, from the linear relaxation at
once and from HiGHS in the background, and a start, by rounding the relaxation. From there CP-SAT improves the roster
by large neighbourhood search until the limit, the gap, or a request to stop. Small models are CP-SAT's alone.
"""

from __future__ import annotations

from scheduler.solve.parameters import SearchParameters
from scheduler.solve.progress import Progress, Report
from scheduler.solve.search import solve

__all__ = ["Progress", "Report", "SearchParameters", "solve"]
