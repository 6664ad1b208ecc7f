"""One scenario at one depth: the task of work that runs on a core or on a cluster's worker."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.config import Settings, Solving
from scheduler.coverage import Coverage
from scheduler.domain.demand import PERMILLE
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster, assignment_of
from scheduler.inputs import Workspace
from scheduler.planning import plan_problem
from scheduler.result import SolveResult, Status
from scheduler.scenarios.anonymous_optimum import WorkedKey, anonymous_optimum
from scheduler.scenarios.available_hours import available_coverage
from scheduler.scenarios.measures import PARTS, SERVICE, Depth
from scheduler.scenarios.named_roster import named_roster
from scheduler.scenarios.premiums import premium_figures
from scheduler.staffing.service import measure_service
from scheduler.staffing.service_report import Totals


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioTask:
    """What evaluating a scenario needs.

    Attributes
    ----------
    workspace
        With the scenario's changes in it.
    first_day, days
        The planned days.
    solving
        Limits of the search, for rosters.
    start
        The baseline's roster, with which the search begins; None: from nothing.
    is_simulated
        Whether rosters are run caller by caller as well.
    """

    workspace: Workspace
    first_day: date
    days: int
    depth: Depth
    solving: Solving
    start: Roster | None = None
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What was found of a scenario.

    Attributes
    ----------
    status
        How it ended: staffing and coverage are optimal or infeasible.
    figures
        By the keys of `measures`, for the whole week and for parts of it; one that does not exist is missing.
    relative_gap
        By how much, at most, the roster costs more than the best one; 0 where that is known exactly.
    weeks
        Shift by day of everybody, empty for a day off; rosters only.
    duties
        Nights and weekend days of everybody; rosters only.
    files
        What a run of ``generate`` writes, by name; rosters only.
    seconds
        Time taken.
    """

    status: Status
    figures: Mapping[str, float]
    relative_gap: float = 0.0
    weeks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    duties: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0


def evaluate(task: ScenarioTask) -> Result:
    """Look at a scenario as closely as its depth asks."""
    return finished(task, searched(task))


def searched(task: ScenarioTask) -> Result | SolveResult:
    """What looking at a scenario takes longest for; of a roster, what its search ended with."""
    began = time.monotonic()
    problem = plan_problem(task.workspace, task.first_day, task.days)
    if task.depth is Depth.ROSTER:
        from scheduler.solve import solve  # a compiler, which the other depths do not wait for

        return solve(problem, task.workspace.settings.rules, options=task.solving, start=task.start)
    if task.depth is Depth.STAFFING:
        coverage = available_coverage(problem)
        figures = staffing_figures(task.workspace, problem, coverage)
        return Result(Status.OPTIMAL, figures, seconds=time.monotonic() - began)
    settings = task.workspace.settings
    optimum = anonymous_optimum(problem, settings.rules)
    if isinstance(optimum, Status):
        return Result(optimum, {"staff": len(problem.employees)}, seconds=time.monotonic() - began)
    figures = staffing_figures(task.workspace, problem, optimum.coverage)
    figures |= figures_of_worked(settings, problem, optimum.worked)
    figures["cost_points"] = optimum.cost
    return Result(Status.OPTIMAL, figures, seconds=time.monotonic() - began)


def finished(task: ScenarioTask, found: Result | SolveResult) -> Result:
    """The result of a scenario that was searched: a roster is written, and every rule checked on its file.

    Raises
    ------
    SchedulerError
        The roster breaks a hard rule, or costs otherwise than the search says.
    """
    if isinstance(found, Result):
        return found
    began = time.monotonic() - found.build_seconds - found.solve_seconds
    problem = plan_problem(task.workspace, task.first_day, task.days)
    made = named_roster(task.workspace, problem, task.solving, found, began, is_simulated=task.is_simulated)
    if made.coverage is None:
        return Result(made.status, {"staff": len(problem.employees)}, seconds=time.monotonic() - began)
    figures = staffing_figures(task.workspace, problem, made.coverage) | dict(made.figures)
    seconds = time.monotonic() - began
    return Result(made.status, figures, made.relative_gap, made.weeks, made.duties, made.files, seconds)


def staffing_figures(workspace: Workspace, problem: Problem, coverage: Coverage) -> dict[str, float]:
    """Hours needed and at hand, and how the callers fare, over the whole week and in parts of it."""
    service = measure_service(workspace.settings, problem.demand, coverage)
    hours = problem.horizon.interval_minutes / 60
    whole = service.totals()
    figures = {
        "staff": float(len(problem.employees)),
        "required_agent_hours": hours * sum(float(queue.required.sum()) for queue in service.queues.values()),
        "available_agent_hours": hours
        * sum(float(values.sum()) for values in coverage.effective_permille.values())
        / PERMILLE,
        "shortfall_agent_hours": whole.shortfall_agent_hours,
        "surplus_agent_hours": whole.surplus_agent_hours,
        **_service(whole),
    }
    parts: dict[str, Totals] = dict(service.by_hour_class())
    parts |= {f"hour_{hour:02}": totals for hour, totals in enumerate(service.by_hour_of_day())}
    parts |= service.by_weekday()
    for part in PARTS:
        figures |= {f"{part}.{name}": value for name, value in _service(parts[part]).items()}
    return {key: value for key, value in figures.items() if math.isfinite(value)}


def _service(totals: Totals) -> dict[str, float]:
    return {name: float(getattr(totals, name)) for name in SERVICE}


def figures_of_worked(settings: Settings, problem: Problem, worked: Mapping[WorkedKey, float]) -> dict[str, float]:
    """The figures of hours that are paid more, of people who are divided: one of them for each kind of work.

    What a single shift does not say is left out: overtime of the week alone, and work on all seven days of one.
    """
    model = {person.contract: person for person in (*problem.employees, *problem.employments)}
    employees, rows, times = [], [], {}
    for number, (kind, people) in enumerate(worked.items()):
        name = str(number)
        employees.append(
            model[kind.contract].model_copy(update={"employee_id": name, "first_day": None, "last_day": None})
        )
        shift = problem.shifts_on(kind.day, kind.away)[kind.shift]
        rows.append(
            assignment_of(
                problem.horizon, kind.day, shift, name, meal_minute=kind.meal_minute, work_mode="office", queue=""
            )
        )
        times[name] = people
    return premium_figures(settings, problem, tuple(employees), rows, times)
