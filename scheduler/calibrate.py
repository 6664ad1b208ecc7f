"""``scheduler calibrate``: the handling time and patience behind reported results, and whether one model fits all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue
from scheduler.coverage import measure
from scheduler.domain.calendar import monday_of
from scheduler.domain.demand import PERMILLE
from scheduler.domain.roster import Roster
from scheduler.errors import InputError
from scheduler.formats.run_folder import ROSTER_FILE
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.planning import plan_problem
from scheduler.readers.calibration import read_calibration
from scheduler.readers.roster import read_roster
from scheduler.readers.workspace import read_workspace
from scheduler.run_inputs import refuse_other_centre
from scheduler.staffing.calibration import best_fit, fit_aht
from scheduler.staffing.inputs import Patience
from scheduler.staffing.reported_period import ModelledPeriod, Period, Setting


@dataclass(frozen=True, slots=True)
class Fit:
    """One way of fitting a model.

    Attributes
    ----------
    to
        What is met: ``answer_rate`` or ``average_wait`` exactly, or ``both`` as well as possible.
    patience
        Law of the model's patience: of the workspace, or ``exponential`` with its length to be found as well.
    is_cut_off
        Whether the line also cuts off those who do not hang up, as it does by the workspace.
    is_common
        Whether one handling time and patience hold for all periods.
    outcomes
        Per period; None where nothing fits.
    """

    to: str
    patience: Patience
    is_common: bool
    outcomes: tuple[ModelledPeriod | None, ...]
    is_cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Calibration:
    """All fits of all periods, and what they rest on.

    Attributes
    ----------
    queue, periods
        What was reported, of which queue.
    agent_hours
        Of the given week on the queue, shrinkage taken out.
    unstaffed_share
        Share of the week's arrivals in intervals without any agent.
    source
        Whose week it is.
    """

    queue: Queue
    periods: tuple[Period, ...]
    agent_hours: float
    unstaffed_share: float
    source: str
    fits: tuple[Fit, ...]

    @property
    def meets_all(self) -> bool:
        """Whether one handling time, with its patience, meets every report."""
        return any(_meets(fit, self.periods) for fit in self.fits if fit.is_common)

    @property
    def meets_each(self) -> bool:
        """Whether every report is met by some handling time of its own."""
        return any(_meets(fit, self.periods) for fit in self.fits)


def _meets(fit: Fit, periods: Sequence[Period]) -> bool:
    return all(
        outcome is not None and outcome.meets(period) for outcome, period in zip(fit.outcomes, periods, strict=True)
    )


def calibrate(workspace: Workspace | Path | str, roster_path: Path | None = None) -> Calibration:
    """Fit the queue of a workspace to what was reported of it.

    Parameters
    ----------
    workspace
        The workspace, with its ``calibration.yaml``.
    roster_path
        A roster's file or the folder of a run, whose first week gives the staff; None: the workspace's previous
        roster.

    Raises
    ------
    InputError
        The workspace, the report or the roster has faults, or the queue is unknown.
    """
    workspace = workspace if isinstance(workspace, Workspace) else read_workspace(Path(workspace))
    queues = {queue.name: queue for queue in workspace.settings.queues if queue.kind == "calls"}
    reported = read_calibration(workspace.folder, queues, workspace.settings.files_here.encoding)
    queue = queues[reported.queue]
    if roster_path is not None:
        refuse_other_centre(roster_path, workspace)
    if roster_path is not None and roster_path.is_dir():
        roster_path = roster_path / ROSTER_FILE
    roster = (
        workspace.previous if roster_path is None else read_roster(roster_path, workspace.settings, workspace.employees)
    )
    if not roster.assignments:
        raise InputError.of(
            roster_path or workspace.folder / "previous_roster.csv",
            Message("has no rows to take the staff from"),
            Message("name another roster"),
        )
    setting = _setting(workspace, queue, roster)
    fits = tuple(_fits(setting, queue, reported.periods))
    return Calibration(
        queue=queue,
        periods=reported.periods,
        agent_hours=float(setting.agents.sum() * setting.interval_seconds / 3600.0),
        unstaffed_share=float(setting.shape[setting.agents <= 0].sum()),
        source=str(roster_path or "previous_roster.csv"),
        fits=fits,
    )


def _setting(workspace: Workspace, queue: Queue, roster: Roster) -> Setting:
    """A week of staff, by the coverage of a roster's first week, and a week's arrivals, by the whole history."""
    settings = workspace.settings
    first = min(row.date for row in roster.assignments)
    monday = monday_of(first)
    # The staff is shared between queues by what the week's history asks for.
    problem = plan_problem(replace(workspace, previous=Roster(), is_first_week=True), monday, 7)
    week = roster.between(monday, monday + timedelta(days=6))
    effective = measure(problem, week).effective_permille[queue.name] / PERMILLE
    demand = problem.demand.queues[queue.name]
    agents = np.where(demand.is_open, effective * (1.0 - demand.shrinkage), 0.0)
    calls = workspace.inflow.queues[queue.name].calls
    shape = problem.horizon.by_interval(_usual_week(calls, workspace.inflow.first_day.weekday()).reshape(7, 24))
    shape = np.where(demand.is_open, shape, 0.0)
    interval_seconds = settings.interval_minutes * 60.0
    return Setting(shape / shape.sum(), agents, interval_seconds, queue.waiting_places, queue.cut_off_seconds)


def _usual_week(calls: NDArray[np.float64], first_weekday: int) -> NDArray[np.float64]:
    """Mean calls in the 168 hours of a week from Monday on; holidays count as the days on which they fell."""
    weekday = (first_weekday + np.arange(len(calls))) % 7
    seen = ~np.isnan(calls)
    total = np.array([np.where(seen, calls, 0.0)[weekday == day].sum(axis=0) for day in range(7)])
    count = np.array([seen[weekday == day].sum(axis=0) for day in range(7)])
    usual: NDArray[np.float64] = np.divide(total, count, out=np.zeros_like(total), where=count > 0).ravel()
    return usual


def _fits(setting: Setting, queue: Queue, periods: Sequence[Period]) -> list[Fit]:
    fits = []
    if queue.patience_seconds is not None:
        length, law = queue.patience_seconds, queue.patience
        fits += [
            Fit(
                "answer_rate",
                law,
                False,
                tuple(
                    fit_aht(setting, p, length, law, to=lambda o: o.answer_rate_entered, reported=p.answer_rate_entered)
                    for p in periods
                ),
            ),
            Fit(
                "average_wait",
                law,
                False,
                tuple(
                    fit_aht(
                        setting, p, length, law, to=lambda o: o.average_wait_seconds, reported=p.average_wait_seconds
                    )
                    for p in periods
                ),
            ),
            Fit("both", law, False, _each(setting, periods, law, length)),
            Fit("both", law, True, tuple(best_fit(setting, periods, law, patience_seconds=length))),
        ]
    cut_off = queue.patience_seconds if queue.patience == "deterministic" else queue.cut_off_seconds
    for end in (None, cut_off)[: 1 if cut_off is None else 2]:
        ended = replace(setting, cut_off_seconds=end)
        each = _each(ended, periods, "exponential", None)
        common = tuple(best_fit(ended, periods, "exponential", patience_seconds=None))
        fits += [Fit("both", "exponential", False, each, end is not None)]
        fits += [Fit("both", "exponential", True, common, end is not None)]
    return fits


def _each(
    setting: Setting, periods: Sequence[Period], patience: Patience, length: float | None
) -> tuple[ModelledPeriod, ...]:
    return tuple(best_fit(setting, [period], patience, patience_seconds=length)[0] for period in periods)
