"""The commands of the benchmarks; ``python -m benchmarks COMMAND --help`` says what each takes."""

from __future__ import annotations

import math
import os
import tempfile
import time
from collections import Counter
from importlib import metadata
from pathlib import Path

import click

from benchmarks import compare as comparing
from benchmarks.centre import build_centre, peak_memory_bytes
from benchmarks.random_workspaces import draw, run_example
from benchmarks.shift_scheduling import read_instance, write_choices
from scheduler.config import Solving
from scheduler.errors import InfeasibleError, NoRosterError, SchedulerError
from scheduler.model import build
from scheduler.parallel import Cluster
from scheduler.result import SolveResult, Status
from scheduler.solve import Progress, solve
from scheduler.verify import audit


class Commands(click.Group):
    """Says an error in one line and ends with its exit code."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SchedulerError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)


@click.group(cls=Commands, context_settings={"show_default": True})
def main() -> None:
    """Measure the scheduler."""


time_limit = click.option(
    "--time-limit", "time_limit_seconds", type=click.FloatRange(min=0, min_open=True), default=60.0, help="Seconds."
)
gap = click.option("--gap", type=click.FloatRange(min=0), default=0.0, help="Relative gap at which to stop.")
seed = click.option("--seed", type=click.IntRange(min=0), default=1)
workers = click.option("--workers", type=click.IntRange(min=1), default=8, help="Threads of CP-SAT.")
people = click.option("--people", type=click.IntRange(min=1), default=416, help="A multiple of 416.")
weeks = click.option("--weeks", type=click.IntRange(min=1), default=1)


class _Watch:
    """Prints each better roster, and remembers when the first came."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.first_seconds: float | None = None
        self._best: int | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.cost is None or (self._best is not None and progress.cost >= self._best):
            return
        seconds = time.monotonic() - self.began
        if self.first_seconds is None:
            self.first_seconds = seconds
        self._best = progress.cost
        bound = "-" if progress.best_bound is None else f"{progress.best_bound:.1f}"
        click.echo(f"{seconds:8.1f} s  cost {progress.cost}  bound {bound}  {progress.stage}", err=True)


def _check(result: SolveResult) -> None:
    if result.status is Status.INFEASIBLE:
        raise InfeasibleError(["the hard rules cannot hold together"])
    if result.roster is None:
        raise NoRosterError("no roster was found within the time limit")


def _processor_seconds() -> float:
    """Processor time of this process and of those that it has started and ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _share(share: float | None) -> str:
    return "-" if share is None or math.isinf(share) else f"{100 * share:.3f}%"


@main.command("shift-scheduling")
@click.argument("instance", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@time_limit
@gap
@seed
@workers
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The roster's csv file.")
def shift_scheduling(
    instance: Path, time_limit_seconds: float, gap: float, seed: int, workers: int, output: Path
) -> None:
    """Solve a public shift-scheduling INSTANCE and write employee,day,shift for its score.py.

    Everything is counted in the instance's own points, those that no roster can avoid included.
    """
    read = read_instance(instance)
    watch = _Watch()
    options = Solving(time_limit_seconds=time_limit_seconds, relative_gap=gap, seed=seed, workers=workers)
    result = solve(read.problem, read.rules, options=options, report=watch)
    seconds, processor_seconds = time.monotonic() - watch.began, _processor_seconds()
    _check(result)
    assert result.roster is not None
    checked = audit(read.problem, read.rules, result.roster)
    for violation in checked.hard:
        click.echo(f"{violation.rule} {violation.message}", err=True)
    write_choices(output, read.choices(result.roster))
    bound = None if result.best_bound is None else result.best_bound + result.unavoidable_cost
    # All charges of the instances are whole points, so a cost below the next whole number above the bound is optimal.
    optimal = bound is not None and checked.cost - bound < 1 - 1e-6
    distance = None if bound is None else max(0.0, checked.cost - bound) / max(checked.cost, 1)
    click.echo(
        f"{instance.stem}: cost {checked.cost}, bound {'-' if bound is None else f'{bound:.2f}'} "
        f"({result.bound_source or 'none'}), gap {_share(distance)}{' (optimal)' if optimal else ''}, "
        f"hard violations {len(checked.hard)}, {seconds:.1f} s, {processor_seconds:.0f} s of processor time"
    )
    if checked.hard:
        raise SchedulerError("the roster breaks hard rules: a bug of ours")


@main.command()
@people
@weeks
@time_limit
@gap
@seed
@workers
@click.option("--cluster", help="Address of a Dask scheduler that does the pieces, as tcp://host:8786.")
@click.option("--build-only", is_flag=True, help="Only build the model and print its size, time and memory.")
def centre(
    people: int,
    weeks: int,
    time_limit_seconds: float,
    gap: float,
    seed: int,
    workers: int,
    cluster: str | None,
    build_only: bool,
) -> None:
    """Solve the bundled centre with more people or more weeks."""
    began = time.monotonic()
    try:
        made = build_centre(people, weeks)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    person_days = people * weeks * 7
    before = peak_memory_bytes()
    click.echo(f"inputs: {time.monotonic() - began:.1f} s, peak memory {before / 2**20:.0f} MiB")
    if build_only:
        began, began_cpu = time.monotonic(), time.process_time()
        built = build(made.problem, made.rules)
        seconds, cpu_seconds = time.monotonic() - began, time.process_time() - began_cpu
        click.echo(
            f"model: {len(built.model.proto.variables)} variables, {len(built.model.proto.constraints)} constraints; "
            f"{seconds:.1f} s ({cpu_seconds:.1f} s of processor time, {1e6 * cpu_seconds / person_days:.0f} us per "
            f"person and day); peak memory {peak_memory_bytes() / 2**20:.0f} MiB "
            f"({(peak_memory_bytes() - before) / person_days / 1024:.1f} KiB per person and day)"
        )
        return
    watch = _Watch()
    options = Solving(time_limit_seconds=time_limit_seconds, relative_gap=gap, seed=seed, workers=workers)
    result = solve(
        made.problem, made.rules, options=options, report=watch, cluster=None if cluster is None else Cluster(cluster)
    )
    seconds = time.monotonic() - watch.began
    peak = peak_memory_bytes()
    click.echo(f"build {result.build_seconds:.1f} s, solve {result.solve_seconds:.1f} s, together {seconds:.1f} s")
    _check(result)
    assert result.roster is not None
    began = time.monotonic()
    checked = audit(made.problem, made.rules, result.roster)
    click.echo(f"audit {time.monotonic() - began:.1f} s, hard violations {len(checked.hard)}, cost {checked.cost}")
    first = seconds if watch.first_seconds is None else watch.first_seconds
    click.echo(f"first roster after {first:.1f} s, build included")
    click.echo(
        f"gap {_share(result.relative_gap)}: cost {result.objective}, bound "
        f"{'-' if result.best_bound is None else f'{result.best_bound:.1f}'} ({result.bound_source}); "
        f"no roster can avoid another {result.unavoidable_cost}"
    )
    click.echo(f"peak memory {peak / 2**20:.0f} MiB, {peak / person_days / 1024:.1f} KiB per person and day")
    if checked.hard:
        raise SchedulerError("the roster breaks hard rules: a bug of ours")


@main.command()
@people
@weeks
@seed
@click.option("--gap", type=click.FloatRange(min=0), default=0.01, help="The gap whose time is compared.")
@click.option("--patience", type=click.FloatRange(min=0, min_open=True), default=300.0, help="Seconds for that gap.")
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=60.0, help="When the gap is compared.")
def compare(people: int, weeks: int, seed: int, gap: float, patience: float, seconds: float) -> None:
    """Compare our search with plain CP-SAT (8 workers) and plain HiGHS on the model that is exported."""
    click.echo(
        f"{people} people, {weeks} weeks, OR-Tools {metadata.version('ortools')}; "
        "time in the solver, model building left out"
    )
    click.echo(f"{'solver':8}  {f'time to {100 * gap:g}% gap':>20}  {f'gap after {seconds:g} s':>16}")
    times: dict[str, float] = {}
    gaps: dict[str, float] = {}
    for solver in comparing.SOLVERS:
        reached = comparing.run_alone(solver, people, weeks, gap=gap, time_limit_seconds=patience, seed=seed)
        fixed = comparing.run_alone(solver, people, weeks, gap=0.0, time_limit_seconds=seconds, seed=seed)
        is_reached = reached.gap <= gap + 1e-9
        times[solver] = reached.seconds if is_reached else math.inf
        gaps[solver] = fixed.gap
        shown = f"{reached.seconds:.1f} s" if is_reached else f"> {patience:g} s"
        click.echo(f"{solver:8}  {shown:>20}  {_share(fixed.gap):>16}")
    for solver in comparing.SOLVERS[1:]:
        if math.isinf(times["ours"]):
            faster = "-"
        elif math.isinf(times[solver]):
            faster = f"more than {patience / times['ours']:.1f}"
        else:
            faster = f"{times[solver] / times['ours']:.1f}"
        smaller = "-" if math.isinf(gaps[solver]) or not gaps["ours"] else f"{gaps[solver] / gaps['ours']:.1f}"
        click.echo(f"{solver} / ours: time to the gap {faster}, gap {smaller}")


@main.command("random-workspaces")
@click.option("--examples", type=click.IntRange(min=1), default=300)
@click.option("--first-seed", type=click.IntRange(min=0), default=1000, help="Each example has the next seed.")
@click.option("--people", type=click.IntRange(min=1), help="Of each workspace.  [default: drawn, up to 20]")
def random_workspaces(examples: int, first_seed: int, people: int | None) -> None:
    """Make the rosters of random workspaces, odd but valid, and tell of every run that ends as none may.

    None may end otherwise than with a roster (exit code 0), the proof that there is none (4) or out of time (5), nor
    with a cost that the check contradicts. Exit code 1 where one does.
    """
    ends: Counter[int] = Counter()
    n_faults = 0
    for example_seed in range(first_seed, first_seed + examples):
        with tempfile.TemporaryDirectory() as folder:
            ending = run_example(draw(example_seed, people=people), Path(folder))
        ends[ending.exit_code] += 1
        if ending.fault:
            n_faults += 1
            click.echo(f"seed {example_seed}: {ending.fault}")
    click.echo(f"{examples} examples: " + ", ".join(f"{ends[code]} with exit code {code}" for code in sorted(ends)))
    if n_faults:
        raise SchedulerError(f"{n_faults} of them ended as none may")


if __name__ == "__main__":
    main()
