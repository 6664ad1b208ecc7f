"""``scheduler what-if`` from its options to the finished comparison."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scheduler.days_around import with_days_before
from scheduler.domain.written import as_number
from scheduler.from_store.surroundings import with_published
from scheduler.inputs import Workspace
from scheduler.locking import refuse_later_locks
from scheduler.messages import Message
from scheduler.parallel import Cluster, PieceProgress
from scheduler.planning import plan_without_demand
from scheduler.readers.faults import Faults
from scheduler.run.limits import limits_of
from scheduler.run.reading import opened
from scheduler.run_record import made_from
from scheduler.scenarios.comparison import Comparison
from scheduler.scenarios.finding import Finder, Threshold, parse_condition
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.reading import Scenario, Source, combine, from_option, read_scenarios
from scheduler.scenarios.running import BASELINE, Row, Runner
from scheduler.scenarios.store import ResultStore
from scheduler.scenarios.sweeping import grid, parse_sweep
from scheduler.writers.output import refuse_impossible_store


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as the command line has it.

    Attributes
    ----------
    scenarios
        Files, folders or names of the workspace's scenarios; ``a,b`` is both at once.
    headcount, inflow
        Such as ``day=-10``, and ``1.15`` or ``general=1.15``: one overlay, on top of each scenario.
    sweeps
        Such as ``headcount.day=-40:40:10``; several make a grid.
    find
        What is varied, such as ``headcount.day``.
    until
        Conditions, each a question of its own.
    """

    scenarios: tuple[str, ...] = ()
    headcount: tuple[str, ...] = ()
    inflow: tuple[str, ...] = ()
    sweeps: tuple[str, ...] = ()
    find: str | None = None
    until: tuple[str, ...] = ()


def what_if(
    workspace: Workspace | Path | str,
    first_day: date,
    weeks: int,
    question: Question,
    *,
    results: Path,
    depth: Depth = Depth.COVERAGE,
    options: Mapping[str, float] | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
    cluster: Cluster | None = None,
    stop: threading.Event | None = None,
    report: Callable[[PieceProgress], None] = lambda _: None,
    simulate: bool = False,
) -> Comparison:
    """Evaluate scenarios and hold them against the baseline.

    Parameters
    ----------
    workspace
        The inputs of the centre, or the folder that has them.
    first_day, weeks
        A Monday, and how many weeks are planned.
    question
        Which scenarios, and what is varied.
    results
        Folder that keeps finished scenarios: they are not evaluated again.
    depth
        How closely to look.
    options
        Fields of `Solving` that replace the workspace's.
    previous
        The roster of the days before and after, a file or the folder of a run; None: the workspace's.
    is_first_week
        Nobody worked on the days before of which no roster speaks.
    cluster
        A Dask cluster; None: this machine's cores.
    stop
        Set it to end early; what is finished is compared.
    report
        Told of each scenario that ends.
    simulate
        Run the rosters caller by caller as well; at depth `roster` alone.

    Raises
    ------
    InputError
        Faults of the workspace or of the scenarios, all of them; an option is none; or the days before are not known.
    ClusterError
        The cluster cannot be used.
    """
    began = time.monotonic()
    refuse_impossible_store(results)
    workspace = with_days_before(opened(workspace), previous, is_first_week=is_first_week)
    workspace = with_published(workspace, first_day, first_day + timedelta(days=7 * weeks - 1))
    faults = Faults()
    given = [
        scenario.sources
        for scenario in read_scenarios(
            question.scenarios, workspace.folder, faults, workspace.settings.files_here.encoding
        )
    ]
    ours = _options(question, faults)
    conditions = [parse_condition(text, faults) for text in question.until]
    sweeps = [parse_sweep(text, faults) for text in question.sweeps]
    faults.raise_if_any()
    bases: list[tuple[Source, ...]] = [(*sources, *ours) for sources in given] or [tuple(ours)]

    scenarios: list[Scenario] = []
    points: dict[str, Mapping[str, float]] = {}
    for base in bases:
        if sweeps:
            for at, scenario in grid([sweep for sweep in sweeps if sweep is not None], base, faults):
                scenarios.append(scenario)
                points[scenario.name] = at
        elif base:
            scenarios.append(combine(base, faults))
    _refuse_same_names(scenarios, faults)
    faults.raise_if_any()

    solving = limits_of(workspace.settings, options)
    runner = Runner(
        workspace,
        first_day,
        weeks,
        depth,
        solving,
        ResultStore(results),
        cluster=cluster,
        stop=stop,
        report=report,
        is_simulated=simulate,
    )
    refuse_later_locks(workspace, runner.horizon)
    plan = plan_without_demand(workspace, first_day, runner.horizon.days)
    baseline, *rows = runner.run([None, *scenarios])
    found: list[Threshold] = []
    if question.find is not None:
        for base in bases:
            finder = Finder(runner, question.find, base, baseline)
            found += [finder.find(condition) for condition in conditions if condition is not None]
    rows += _answers(found, rows)
    return Comparison(
        settings=workspace.settings,
        horizon=runner.horizon,
        depth=depth,
        baseline=baseline,
        rows=tuple(rows),
        points=points,
        found=tuple(found),
        made_from=made_from(workspace),
        seconds=time.monotonic() - began,
        plan=plan,
    )


def _options(question: Question, faults: Faults) -> list[Source]:
    """The overlay that ``--headcount`` and ``--inflow`` make together; none without any."""
    statements: dict[str, Any] = {}
    for text in question.headcount:
        group, equals, change = text.partition("=")
        if not equals or not group:
            faults.of(
                f"--headcount {text}",
                Message("is not a change of heads"),
                Message("write day=-10, day=+20 or day==40"),
            )
            continue
        heads = statements.setdefault("headcount", {})
        if group in heads:
            faults.of(
                f"--headcount {text}",
                Message("'{group}' stands twice", group=group),
                Message("write one change for a group"),
            )
        heads[group] = change
    for text in question.inflow:
        queue, equals, factor = text.rpartition("=")
        try:
            number = as_number(factor)
        except ValueError:
            faults.of(
                f"--inflow {text}",
                Message("'{factor}' is not a factor", factor=factor),
                Message("write 1.15 for 15% more calls"),
            )
            continue
        statements.setdefault("inflow", []).append({"factor": number, "queues": [queue] if equals else []})
    if not statements:
        return []
    name = ",".join([*(f"{text}" for text in question.headcount), *(f"inflow={text}" for text in question.inflow)])
    source = from_option("options", name, statements, name, faults)
    return [] if source is None else [source]


def _refuse_same_names(scenarios: Sequence[Scenario], faults: Faults) -> None:
    seen: set[str] = set()
    for scenario in scenarios:
        if scenario.name in seen or scenario.name == BASELINE:
            scenario.blame(
                ("name",),
                Message("the name '{name}' is taken", name=scenario.name),
                Message("give every scenario its own"),
                faults,
            )
        seen.add(scenario.name)


def _answers(found: Sequence[Threshold], rows: Sequence[Row]) -> list[Row]:
    """The scenarios that answer a question, each once, next to those that were asked for."""
    taken = {row.name for row in rows}
    answers: dict[str, Row] = {}
    for answer in found:
        if answer.row is not None and answer.row.name not in taken:
            answers.setdefault(answer.row.name, answer.row)
    return list(answers.values())
