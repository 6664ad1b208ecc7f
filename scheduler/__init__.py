"""Weekly rosters for a contact centre: the package as people import it; docs/python.md shows how.

A name below is loaded when it is first asked for, so that to import the package costs nothing. A new function gets a
line in `_PLACES` and one above it for type checkers; it is the one that its command calls as well.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.calibrate import Calibration as Calibration
    from scheduler.calibrate import calibrate as calibrate
    from scheduler.config import Settings as Settings
    from scheduler.config import Solving as Solving
    from scheduler.constraints.base import Violation as Violation
    from scheduler.day.calibrating.calibrating import Measured as Measured
    from scheduler.day.calibrating.calibrating import measure_settings as measure_settings
    from scheduler.day.done_before import CalledBefore as CalledBefore
    from scheduler.day.done_before import LentBefore as LentBefore
    from scheduler.day.review import Review as Review
    from scheduler.day.reviewing import review as review
    from scheduler.day.simulating import simulate as simulate
    from scheduler.day.taking import Taken as Taken
    from scheduler.day.taking import take_actuals as take_actuals
    from scheduler.day.today import Today as Today
    from scheduler.day.today import today as today
    from scheduler.desk.activities.placing import Placement as Placement
    from scheduler.desk.activities.placing import place_activities as place_activities
    from scheduler.desk.cover import Cover as Cover
    from scheduler.desk.cover import cover as cover
    from scheduler.desk.desk import Desk as Desk
    from scheduler.desk.desk import open_desk as open_desk
    from scheduler.desk.leave.answering import Leave as Leave
    from scheduler.desk.leave.answering import leave as leave
    from scheduler.desk.swap import Publishing as Publishing
    from scheduler.desk.swap import Swaps as Swaps
    from scheduler.desk.swap import swap as swap
    from scheduler.desk.why import Why as Why
    from scheduler.desk.why import why as why
    from scheduler.domain.known_days import KnownRoster as KnownRoster
    from scheduler.domain.people import Absence as Absence
    from scheduler.domain.problem import Problem as Problem
    from scheduler.domain.roster import Assignment as Assignment
    from scheduler.domain.roster import Roster as Roster
    from scheduler.errors import ClusterError as ClusterError
    from scheduler.errors import Fault as Fault
    from scheduler.errors import InfeasibleError as InfeasibleError
    from scheduler.errors import InputError as InputError
    from scheduler.errors import NoRosterError as NoRosterError
    from scheduler.errors import OutputError as OutputError
    from scheduler.errors import SchedulerError as SchedulerError
    from scheduler.errors import StoreError as StoreError
    from scheduler.errors import ViolationError as ViolationError
    from scheduler.exporting import export as export
    from scheduler.figures import Run as Run
    from scheduler.inputs import Workspace as Workspace
    from scheduler.ledger.ledger import PayLedger as PayLedger
    from scheduler.ledger.ledger import ledger as ledger
    from scheduler.parallel import Cluster as Cluster
    from scheduler.publishing.forgetting import Forgotten as Forgotten
    from scheduler.publishing.forgetting import forget as forget
    from scheduler.publishing.history import History as History
    from scheduler.publishing.history import history as history
    from scheduler.publishing.publish import Publication as Publication
    from scheduler.publishing.publish import publish as publish
    from scheduler.readers.workspace import read_workspace as read_workspace
    from scheduler.repair.repairing import Repair as Repair
    from scheduler.repair.repairing import repair as repair
    from scheduler.result import SolveResult as SolveResult
    from scheduler.result import Status as Status
    from scheduler.run.auditing import audit as audit
    from scheduler.run.generating import generate as generate
    from scheduler.run.planning import Plan as Plan
    from scheduler.run.planning import PlannedDemand as PlannedDemand
    from scheduler.run.planning import demand as demand
    from scheduler.run.planning import plan as plan
    from scheduler.run.reading import read_roster as read_roster
    from scheduler.run.solving import solve as solve
    from scheduler.run.writing import write as write
    from scheduler.scenarios.comparing import Question as Question
    from scheduler.scenarios.comparing import what_if as what_if
    from scheduler.scenarios.comparison import Comparison as Comparison
    from scheduler.scenarios.measures import Depth as Depth
    from scheduler.scenarios.pages import write_comparison as write_comparison
    from scheduler.side_by_side.comparing import SideBySide as SideBySide
    from scheduler.side_by_side.comparing import compare as compare
    from scheduler.simulation.results import Simulated as Simulated
    from scheduler.solve.progress import Progress as Progress
    from scheduler.verify import Audit as Audit

_PLACES = {
    # functions, in the order in which they are called
    "read_workspace": "scheduler.readers.workspace",
    "plan": "scheduler.run.planning",
    "demand": "scheduler.run.planning",
    "solve": "scheduler.run.solving",
    "read_roster": "scheduler.run.reading",
    "audit": "scheduler.run.auditing",
    "write": "scheduler.run.writing",
    "generate": "scheduler.run.generating",
    "export": "scheduler.exporting",
    "publish": "scheduler.publishing.publish",
    "repair": "scheduler.repair.repairing",
    "history": "scheduler.publishing.history",
    "forget": "scheduler.publishing.forgetting",
    "compare": "scheduler.side_by_side.comparing",
    "ledger": "scheduler.ledger.ledger",
    "take_actuals": "scheduler.day.taking",
    "review": "scheduler.day.reviewing",
    "measure_settings": "scheduler.day.calibrating.calibrating",
    "calibrate": "scheduler.calibrate",
    "simulate": "scheduler.day.simulating",
    "open_desk": "scheduler.desk.desk",
    "why": "scheduler.desk.why",
    "cover": "scheduler.desk.cover",
    "swap": "scheduler.desk.swap",
    "leave": "scheduler.desk.leave.answering",
    "place_activities": "scheduler.desk.activities.placing",
    "today": "scheduler.day.today",
    "what_if": "scheduler.scenarios.comparing",
    "write_comparison": "scheduler.scenarios.pages",
    # records
    "Workspace": "scheduler.inputs",
    "Settings": "scheduler.config",
    "Solving": "scheduler.config",
    "Plan": "scheduler.run.planning",
    "PlannedDemand": "scheduler.run.planning",
    "Problem": "scheduler.domain.problem",
    "Roster": "scheduler.domain.roster",
    "KnownRoster": "scheduler.domain.known_days",
    "Assignment": "scheduler.domain.roster",
    "Absence": "scheduler.domain.people",
    "Run": "scheduler.figures",
    "SolveResult": "scheduler.result",
    "Status": "scheduler.result",
    "Progress": "scheduler.solve.progress",
    "Audit": "scheduler.verify",
    "Violation": "scheduler.constraints.base",
    "Publication": "scheduler.publishing.publish",
    "Repair": "scheduler.repair.repairing",
    "Publishing": "scheduler.desk.swap",
    "History": "scheduler.publishing.history",
    "Forgotten": "scheduler.publishing.forgetting",
    "PayLedger": "scheduler.ledger.ledger",
    "SideBySide": "scheduler.side_by_side.comparing",
    "Desk": "scheduler.desk.desk",
    "Why": "scheduler.desk.why",
    "Cover": "scheduler.desk.cover",
    "Swaps": "scheduler.desk.swap",
    "Leave": "scheduler.desk.leave.answering",
    "Placement": "scheduler.desk.activities.placing",
    "Taken": "scheduler.day.taking",
    "Review": "scheduler.day.review",
    "Measured": "scheduler.day.calibrating.calibrating",
    "Calibration": "scheduler.calibrate",
    "Simulated": "scheduler.simulation.results",
    "Today": "scheduler.day.today",
    "LentBefore": "scheduler.day.done_before",
    "CalledBefore": "scheduler.day.done_before",
    "Question": "scheduler.scenarios.comparing",
    "Depth": "scheduler.scenarios.measures",
    "Comparison": "scheduler.scenarios.comparison",
    "Cluster": "scheduler.parallel",
    # errors
    "SchedulerError": "scheduler.errors",
    "InputError": "scheduler.errors",
    "Fault": "scheduler.errors",
    "InfeasibleError": "scheduler.errors",
    "NoRosterError": "scheduler.errors",
    "OutputError": "scheduler.errors",
    "StoreError": "scheduler.errors",
    "ViolationError": "scheduler.errors",
    "ClusterError": "scheduler.errors",
}
"""The module of each name that the package offers."""

__all__ = list(_PLACES)


class _Package(ModuleType):
    """The package, in which a name that it offers goes before a subpackage of the same name.

    Python sets a subpackage as an attribute when it is first imported: without this, `solve` would be the function or
    the folder ``scheduler/solve``, by what was imported before. ``from scheduler.solve import ...`` finds the folder.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _PLACES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

if not TYPE_CHECKING:  # for a type checker, any name would exist

    def __getattr__(name: str) -> object:
        """Load a name that is asked for the first time (PEP 562)."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(_PLACES[name]), name)
        return found

    def __dir__() -> list[str]:
        """What the package offers, loaded or not."""
        return sorted({*globals(), *_PLACES})
