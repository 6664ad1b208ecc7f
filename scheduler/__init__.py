"""Weekly rosters for a contact centre: the package as people import it; docs/python.md shows how.

A name below is loaded when it is first asked for, so that to import the package costs nothing. A new function gets its
place in `_PLACES` and a line above it for type checkers; it is the one that its command calls as well.
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
    name: module
    for module, names in {
        "scheduler.readers.workspace": ("read_workspace",),
        "scheduler.run.planning": ("plan", "demand", "Plan", "PlannedDemand"),
        "scheduler.run.solving": ("solve",),
        "scheduler.run.reading": ("read_roster",),
        "scheduler.run.auditing": ("audit",),
        "scheduler.run.writing": ("write",),
        "scheduler.run.generating": ("generate",),
        "scheduler.exporting": ("export",),
        "scheduler.publishing.publish": ("publish", "Publication"),
        "scheduler.repair.repairing": ("repair", "Repair"),
        "scheduler.publishing.history": ("history", "History"),
        "scheduler.publishing.forgetting": ("forget", "Forgotten"),
        "scheduler.side_by_side.comparing": ("compare", "SideBySide"),
        "scheduler.ledger.ledger": ("ledger", "PayLedger"),
        "scheduler.day.taking": ("take_actuals", "Taken"),
        "scheduler.day.reviewing": ("review",),
        "scheduler.day.calibrating.calibrating": ("measure_settings", "Measured"),
        "scheduler.calibrate": ("calibrate", "Calibration"),
        "scheduler.day.simulating": ("simulate",),
        "scheduler.desk.desk": ("open_desk", "Desk"),
        "scheduler.desk.why": ("why", "Why"),
        "scheduler.desk.cover": ("cover", "Cover"),
        "scheduler.desk.swap": ("swap", "Publishing", "Swaps"),
        "scheduler.desk.leave.answering": ("leave", "Leave"),
        "scheduler.desk.activities.placing": ("place_activities", "Placement"),
        "scheduler.day.today": ("today", "Today"),
        "scheduler.scenarios.comparing": ("what_if", "Question"),
        "scheduler.scenarios.pages": ("write_comparison",),
        "scheduler.inputs": ("Workspace",),
        "scheduler.config": ("Settings", "Solving"),
        "scheduler.domain.problem": ("Problem",),
        "scheduler.domain.roster": ("Roster", "Assignment"),
        "scheduler.domain.known_days": ("KnownRoster",),
        "scheduler.domain.people": ("Absence",),
        "scheduler.figures": ("Run",),
        "scheduler.result": ("SolveResult", "Status"),
        "scheduler.solve.progress": ("Progress",),
        "scheduler.verify": ("Audit",),
        "scheduler.constraints.base": ("Violation",),
        "scheduler.day.review": ("Review",),
        "scheduler.simulation.results": ("Simulated",),
        "scheduler.day.done_before": ("LentBefore", "CalledBefore"),
        "scheduler.scenarios.measures": ("Depth",),
        "scheduler.scenarios.comparison": ("Comparison",),
        "scheduler.parallel": ("Cluster",),
        "scheduler.errors": (
            "SchedulerError",
            "InputError",
            "Fault",
            "InfeasibleError",
            "NoRosterError",
            "OutputError",
            "StoreError",
            "ViolationError",
            "ClusterError",
        ),
    }.items()
    for name in names
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
