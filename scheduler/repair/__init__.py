"""Repairs a published roster after something has come up: the least change, whom to tell, and what more change buys.

What came up is told as facts of the problem, so another kind of it (a shift that is no longer there, a storm that
calls people in) needs another file like `absences.py` and nothing else: `facts.py` says what may change, `prices.py`
looks for rosters, and `lines.py` shows them.
"""

from __future__ import annotations

from scheduler.changes.between import Change
from scheduler.repair.absences import parse_absence
from scheduler.repair.lines import repair_lines
from scheduler.repair.prices import PricedAllowance
from scheduler.repair.repairing import Repair, repair

__all__ = ["Change", "PricedAllowance", "Repair", "parse_absence", "repair", "repair_lines"]
