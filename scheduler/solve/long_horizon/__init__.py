"""Rosters over so many days that nobody's ways to spend them can be listed.

CP-SAT finds a first roster, its costs left aside. From there HiGHS and SCIP solve parts of it again, in processes of
their own, while HiGHS works on the bound.
"""

from __future__ import annotations

from scheduler.solve.long_horizon.search import search

__all__ = ["search"]
