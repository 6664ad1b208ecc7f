"""Depth `roster`: a roster with names, found, written and checked as ``scheduler generate`` does."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scheduler.config import Solving
from scheduler.coverage import Coverage
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.figures import Run
from scheduler.figures.people import PersonTotals, shares_nights, shares_weekends, staff_totals
from scheduler.inputs import Workspace
from scheduler.result import SolveResult, Status
from scheduler.run.auditing import unchecked
from scheduler.run.planning import Plan
from scheduler.run.writing import write_run
from scheduler.scenarios.premiums import premium_figures


@dataclass(frozen=True, slots=True, eq=False)
class NamedRoster:
    """A roster as it was read back from its file; no coverage where none was found."""

    status: Status
    coverage: Coverage | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    relative_gap: float = 0.0
    weeks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    duties: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


def named_roster(
    workspace: Workspace,
    problem: Problem,
    solving: Solving,
    result: SolveResult,
    began: float,
    *,
    is_simulated: bool = False,
) -> NamedRoster:
    """Write what a search ended with, and check every rule on its file.

    Parameters
    ----------
    workspace, problem, solving
        What was searched, and how.
    result
        What was found.
    began
        When the search did, by the monotonic clock in seconds.
    is_simulated
        Whether the roster is run caller by caller as well.

    Raises
    ------
    SchedulerError
        The roster breaks a hard rule, or costs otherwise than the search says.
    """
    if result.roster is None:
        return NamedRoster(result.status)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan = Plan(workspace, problem, workspace.settings.rules)
        run = write_run(folder, unchecked(plan, result, solving), began, is_simulated=is_simulated)
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    assert run.roster is not None
    assert run.audit is not None
    totals = staff_totals(run)
    return NamedRoster(
        status=run.result.status,
        coverage=run.audit.coverage,
        figures=premium_figures(run.settings, problem, workspace.employees, run.roster.assignments)
        | _figures(run, totals),
        relative_gap=run.result.relative_gap or 0.0,
        weeks=weeks_of(problem, run.roster),
        duties={row.person.employee_id: (row.nights, row.weekend_days) for row in totals},
        files=files,
    )


def _figures(run: Run, totals: Sequence[PersonTotals]) -> dict[str, float]:
    assert run.audit is not None
    nights = [person.nights for person in totals if shares_nights(run, person.person)]
    weekends = [person.weekend_days for person in totals if shares_weekends(run, person.person)]
    met, wished = run.requests
    figures: dict[str, float] = {"requests_met": met, "cost_points": run.audit.cost}
    if wished:
        figures["requests_met_share"] = met / wished
    if run.simulated is not None:
        level = run.simulated.whole.figures["service_level"]
        figures |= {"simulated_service_level": level.simulated, "simulated_half_width": level.half_width}
    for name, counts in (("nights", nights), ("weekend_days", weekends)):
        if counts:
            figures |= {f"{name}_mean": sum(counts) / len(counts), f"{name}_most": max(counts)}
    return figures


def weeks_of(problem: Problem, roster: Roster) -> dict[str, tuple[str, ...]]:
    """Everybody's shift on each planned day; empty for a day off."""
    weeks = {person.employee_id: [""] * problem.horizon.days for person in problem.employees}
    for row in roster.assignments:
        day = problem.horizon.day_of(row.date)
        if 0 <= day < problem.horizon.days and row.employee_id in weeks:
            weeks[row.employee_id][day] = row.shift
    return {person: tuple(days) for person, days in weeks.items()}
