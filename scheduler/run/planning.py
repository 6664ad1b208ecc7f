"""The first step of a run: what is to be planned, from a workspace and a week."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from scheduler.config import Settings
from scheduler.constraints import AnyRule, with_rule
from scheduler.constraints.locks import Locks
from scheduler.days_around import with_days_before
from scheduler.domain.choices import LockCells
from scheduler.domain.problem import Problem
from scheduler.errors import InputError
from scheduler.from_store.surroundings import with_published
from scheduler.inputs import Workspace
from scheduler.locking import locks_of, refuse_later_locks, with_locks, with_notice
from scheduler.planning import plan_problem
from scheduler.run.reading import opened, read_known_roster
from scheduler.run_record import record_of
from scheduler.staffing.explanation import DemandRow, explain_demand


@dataclass(frozen=True, eq=False)
class Plan:
    """Weeks to be planned.

    Attributes
    ----------
    workspace
        The inputs, with what was said of the days before.
    problem
        The facts of the planned days.
    rules
        The rules in force.
    given
        Files that were named beside the workspace, by option; None: not given.
    """

    workspace: Workspace
    problem: Problem
    rules: tuple[AnyRule, ...]
    given: Mapping[str, Path | None] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The settings of the workspace."""
        return self.workspace.settings


def plan(
    workspace: Workspace | Path | str,
    first_day: date,
    weeks: int = 1,
    *,
    previous: Path | None = None,
    is_first_week: bool = False,
    lock: Path | None = None,
    lock_cells: LockCells = "edited",
    today: date | None = None,
) -> Plan:
    """Cut a workspace to some weeks, and forecast what their callers need.

    Parameters
    ----------
    workspace
        The inputs of the centre.
    first_day
        A Monday.
    weeks
        How many weeks are planned.
    previous
        A roster that people know already, a file or the folder of a run: on the days of which it speaks it takes the
        place of what is published and of the workspace's previous roster, days after the planned ones included, and the
        planned days among its rows are what the rule of least change holds against.
    is_first_week
        Nobody worked on the days before of which no roster speaks.
    lock
        A roster whose cells the new one keeps.
    lock_cells
        Which of its cells: those that were edited, all, or those that are marked.
    today
        The day that counts as today: what is published of the days within the notice period stays. None: all is open.

    Raises
    ------
    InputError
        The first day is no Monday, the days before it are not known, their arrivals cannot be forecast, or a lock
        cannot be kept.
    """
    locked = None if lock is None else record_of(lock)
    workspace = with_days_before(
        opened(workspace),
        previous,
        is_first_week=is_first_week,
        # Of other weeks it says nothing of the days before these.
        of_run=lock if locked is not None and locked.first_day == first_day else None,
    )
    workspace = with_published(workspace, first_day, first_day + timedelta(days=7 * weeks - 1))
    problem = plan_problem(workspace, first_day, 7 * weeks)
    refuse_later_locks(workspace, problem.horizon)
    rules = workspace.settings.rules
    if workspace.request_rows:
        from scheduler.must_wishes import faults_of_wishes  # loads a solver, which many plans do without

        if faults := [*faults_of_wishes(workspace, problem, rules)]:
            raise InputError(faults)
    if lock is not None:
        edited = read_known_roster(lock, workspace)
        problem = with_locks(problem, locks_of(edited, lock_cells, problem.horizon, lock), lock)
        # A workspace whose rules leave it out would forget the locks in silence.
        rules = with_rule(rules, Locks(source="--lock"))
    if today is not None:
        problem = with_notice(problem, today + timedelta(days=workspace.settings.notice_days))
        rules = with_rule(rules, Locks(source="--today"))
    return Plan(workspace, problem, rules, {"previous": previous, "lock": lock})


class PlannedDemand(NamedTuple):
    """What each queue of a workspace needs in each interval, and why."""

    settings: Settings
    problem: Problem
    rows: list[DemandRow]

    @property
    def queues(self) -> list[str]:
        """Names of the queues."""
        return [queue.name for queue in self.settings.queues]

    def rows_of(self, queues: Collection[str]) -> list[DemandRow]:
        """The rows of some queues; of all where none is named."""
        return [row for row in self.rows if not queues or row.queue in queues]


def demand(workspace: Workspace | Path | str, first_day: date, weeks: int) -> PlannedDemand:
    """What each queue of a workspace needs in each interval, and why.

    Parameters
    ----------
    workspace
        The inputs of the centre.
    first_day, weeks
        A Monday, and for how many weeks.
    """
    # Who worked in the days before changes nothing of what the callers need.
    workspace = with_days_before(opened(workspace), None, is_first_week=True)
    problem = plan_problem(workspace, first_day, 7 * weeks)
    return PlannedDemand(workspace.settings, problem, explain_demand(workspace.settings, problem.demand))
