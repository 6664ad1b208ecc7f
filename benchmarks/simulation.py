"""What the simulation shows; ``python -m benchmarks.simulation COMMAND``.

``steady``: twelve loads of each of four kinds of queues against the exact formulas. ``week WORKSPACE ROSTER...``:
seconds of 100 replications, and computed against simulated service, of each roster. ``required WORKSPACE``: four weeks
with exactly as many people as are required, by either view of intervals: what is promised, and what is simulated.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import click
import numpy as np

from benchmarks.simple_centres import INTERVAL_SECONDS, floor_of, ratio_interval, seen, shifts_for, sources_of
from scheduler.config import Settings
from scheduler.coverage import Coverage
from scheduler.days_around import with_days_before
from scheduler.domain.demand import PERMILLE
from scheduler.domain.problem import Problem
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import verify
from scheduler.run.simulating import simulated_run
from scheduler.simulation.chance import sources
from scheduler.simulation.kernel.layout import ABANDONED, ANSWERED, BLOCKED, CALLS, IN_TIME, NONE, WAITED
from scheduler.staffing.erlang import queue_performance
from scheduler.staffing.service import answer_within_seconds, measure_service

AGENTS, AHT_SECONDS = 12, 150.0


@dataclass(frozen=True)
class Kind:
    """A kind of queue, and the loads of an agent at which it is run."""

    name: str
    loads: tuple[float, ...]
    patience_seconds: float | None = None
    is_exponential: bool = True
    places: int | None = None


_STABLE = (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.83, 0.86, 0.88, 0.9, 0.92)
_ANY = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.4)
KINDS = (
    Kind("M/M/c", _STABLE),
    Kind("M/M/c+M", _ANY, patience_seconds=120.0),
    Kind("M/M/c/c+K", _ANY, places=8),
    Kind("M/M/c/c+K+D", _ANY, patience_seconds=180.0, is_exponential=False, places=10),
)


@click.group()
def main() -> None:
    """Measure the simulation."""


@main.command()
@click.option("--replications", default=20, show_default=True)
@click.option("--days", default=4, show_default=True)
def steady(replications: int, days: int) -> None:
    """Twelve loads of each of four kinds of queues against the exact formulas."""
    n_intervals, warm_up = 48 * days, 12
    outside = total = 0
    for kind in KINDS:
        for load in kind.loads:
            rate = load * AGENTS / AHT_SECONDS
            places = {} if kind.places is None else {"places": np.array([kind.places])}
            floor = floor_of(np.full(AGENTS, -1e6), np.full(AGENTS, 1e9), n_intervals, **places)
            callers = sources_of(
                np.full(n_intervals, rate * INTERVAL_SECONDS),
                AHT_SECONDS,
                patience_seconds=np.array([kind.patience_seconds or np.inf]),
                is_patience_exponential=(kind.is_exponential,),
            )
            exact = queue_performance(
                rate,
                AHT_SECONDS,
                AGENTS,
                patience_seconds=kind.patience_seconds,
                patience="exponential" if kind.is_exponential else "deterministic",
                waiting_places=kind.places,
            )
            sums = seen(floor, callers, replications)[:, :, 0, warm_up:].sum(axis=2)
            cells = []
            for name, part, whole in (
                ("service_level", IN_TIME, CALLS),
                ("asa_served_seconds", WAITED, ANSWERED),
                ("abandon_probability", ABANDONED, CALLS),
                ("block_probability", BLOCKED, CALLS),
            ):
                found, half_width = ratio_interval(sums[:, part], sums[:, whole])
                right = float(getattr(exact, name))
                if half_width == 0.0:  # cannot happen in this kind of queue, or has not happened once
                    continue
                is_outside = abs(found - right) > half_width
                outside, total = outside + is_outside, total + 1
                cells.append(f"{found:.4f} +- {half_width:.4f} ({right:.4f}){'  OUTSIDE' if is_outside else ''}")
            click.echo(f"{kind.name:12} {load:4.2f}  {'  '.join(cells)}")
    click.echo(f"{outside} of {total} outside of their 99% interval")


@main.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.argument("rosters", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--replications", default=100, show_default=True)
@click.option("--queue", default="general", show_default=True)
def week(workspace: Path, rosters: tuple[Path, ...], replications: int, queue: str) -> None:
    """Seconds of a week, and computed against simulated service by class of hours, day, queue and hour of one queue."""
    for roster in rosters:
        run = verify(workspace, roster, keeps_record=True)
        simulation = run.settings.simulation.model_copy(update={"replications": replications})
        run = replace(run, settings=run.settings.model_copy(update={"simulation": simulation}))
        began, busy = time.monotonic(), cpu_seconds()
        found = simulated_run(run)
        click.echo(
            f"{roster}: {time.monotonic() - began:.1f} s by the clock, {cpu_seconds() - busy:.1f} s of processors; "
            f"{replications} replications"
        )
        of_queue = (*found.of("day", queue), *found.of("hour", queue))
        for part in (found.whole, *found.of("hour_class"), *found.of("day"), *found.queues(), *of_queue):
            figure = part.figures["service_level"]
            click.echo(
                f"{part.queue or 'all':10} {part.moment or 'all':20} {part.calls:9,.0f}  {figure.computed:.1%}  "
                f"{figure.simulated:.1%} +- {figure.half_width:.1%}  {figure.low:.1%}..{figure.high:.1%}"
                f"{'  OUTSIDE' if figure.differs else ''}"
            )


def cpu_seconds() -> float:
    """Of this process and of those that it has started and seen end."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@main.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--week", "monday", default="2023-11-06", show_default=True)
@click.option("--queue", default="general", show_default=True)
@click.option("--replications", default=60, show_default=True)
def required(workspace: Path, monday: str, queue: str, replications: int) -> None:
    """Four weeks with exactly as many people as are required: what is promised, and what is simulated."""
    inputs = with_days_before(read_workspace(workspace), None, is_first_week=True)
    for dependence in ("independent", "lagged"):
        settings = inputs.settings.model_copy(update={"interval_dependence": dependence})
        first = date.fromisoformat(monday)
        for number in range(4):
            problem = plan_problem(replace(inputs, settings=settings), first + timedelta(weeks=number), 7)
            click.echo(f"{dependence} {problem.horizon.first_day}")
            for line in _as_required(problem, settings, queue, replications):
                click.echo(f"  {line}")


def _as_required(problem: Problem, settings: Settings, name: str, replications: int) -> Iterator[str]:
    """By class of hours: agents that are required, the service that is computed for them, and the simulated one."""
    needs = problem.demand.queues[name]
    queue = next(one for one in settings.queues if one.name == name)
    agents = np.ceil(needs.required * (1.0 - needs.shrinkage) - 1e-6)
    permille = np.rint(agents / (1.0 - needs.shrinkage) * PERMILLE).astype(np.int64)
    coverage = Coverage({name: permille}, {name: agents.astype(np.int64)}, agents.astype(np.int64))
    alone = replace(problem.demand, queues={name: needs})
    computed = measure_service(settings, alone, coverage)
    starts, ends = shifts_for(agents)
    floor = floor_of(
        starts,
        ends,
        len(agents),
        is_open=needs.is_open[None],
        places=np.array([NONE if queue.waiting_places is None else queue.waiting_places]),
        answer_within_seconds=answer_within_seconds(queue, needs.hour_class)[None],
    )
    callers = replace(sources(settings, alone), absent_share=0.0, off_phone_share=np.zeros(len(agents)))
    found = seen(floor, callers, replications)[:, :, 0]
    hour = problem.horizon.clock_minute_of_interval() // 60
    masks = {"all": needs.is_open, **{of: needs.hour_class == of for of in ("prime", "vulnerable", "other")}}
    masks |= {f"{at:02}:00": hour == at for at in range(24)}
    for what, mask in masks.items():
        if mask.any():
            sums = found[:, :, mask].sum(axis=2)
            level, half_width = ratio_interval(sums[:, IN_TIME], sums[:, CALLS], 0.95)
            right = computed.totals([name], mask).service_level
            sign = "" if abs(level - right) <= half_width else "  OUTSIDE"
            yield f"{what:10} {agents[mask].sum() / 2:8,.0f} h  {right:.1%}  {level:.1%} +- {half_width:.1%}{sign}"


if __name__ == "__main__":
    main()
