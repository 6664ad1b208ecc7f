"""``scheduler what-if``."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from scheduler.cli.errors import EXIT_BUG
from scheduler.cli.interrupt import stop_on_interrupt
from scheduler.cli.language import said, spoken
from scheduler.cli.options import (
    cluster_at,
    cluster_options,
    days_before_options,
    given,
    search_options,
    week_options,
    workspace_argument,
)
from scheduler.cli.output import print_lines, tell_doubts
from scheduler.messages import Message
from scheduler.scenarios.measures import Depth


@click.command("what-if")
@workspace_argument
@week_options
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar="FILE",
    help="Scenario: a file, a folder of them, or the name of one in WORKSPACE/scenarios; a,b is both at once. May be "
    "given several times: each is compared.",
)
@click.option(
    "--headcount",
    multiple=True,
    metavar="GROUP=CHANGE",
    help="People more or fewer in a team, a contract or a shift: day=-10, part_time=+20, night==60. With --inflow one "
    "scenario of its own, or on top of each --scenario.",
)
@click.option(
    "--inflow", multiple=True, metavar="FACTOR", help="More or fewer calls: 1.15, or general=1.15 for a queue."
)
@click.option(
    "--sweep",
    "sweeps",
    multiple=True,
    metavar="WHAT=FROM:TO:STEP",
    help="A scenario for each value: headcount.day=-40:40:10, inflow=0.9:1.3:0.1, "
    "settings.queues.general.aht_seconds=400:460:20. Several make a grid.",
)
@click.option(
    "--find",
    metavar="WHAT",
    help="Vary headcount.GROUP, inflow, inflow.QUEUE or handling_time.QUEUE until --until is just met.",
)
@click.option(
    "--until",
    multiple=True,
    metavar="CONDITION",
    help='A measure of the comparison and its limit: "asa_seconds<=12", "service_level>=80%", '
    '"shortfall_agent_hours<=baseline", "vulnerable.answer_rate_entered>=97.9%". Each is a question of its own.',
)
@click.option(
    "--depth",
    type=click.Choice([depth.value for depth in Depth]),
    default=Depth.COVERAGE.value,
    show_default=True,
    help="staffing: hours needed against hours available; coverage: the best coverage that the hard rules allow, "
    "people being divisible; roster: a roster with names for each scenario.",
)
@click.option(
    "--simulate",
    is_flag=True,
    help="With --depth roster: run each roster caller by caller as well, with the same callers.",
)
@search_options(
    of_search="Longest search for a roster.",
    of_gap="Gap of a roster that is good enough.",
    of_seed="Seed of the search for rosters.",
)
@days_before_options
@cluster_options
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder of the comparison.  [default: outputs/what-if/<week>-<depth>]",
)
@click.option(
    "--results",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("outputs") / "what-if" / "results",
    show_default=True,
    help="Folder that keeps finished scenarios: they are not evaluated again.",
)
def what_if(
    workspace: Path,
    week: date,
    scenarios: tuple[str, ...],
    headcount: tuple[str, ...],
    inflow: tuple[str, ...],
    sweeps: tuple[str, ...],
    find: str | None,
    until: tuple[str, ...],
    depth: str,
    time_limit: float | None,
    gap: float | None,
    seed: int | None,
    cluster: str | None,
    cluster_plain_text: bool,
    output: Path | None,
    **more: Any,
) -> None:
    """Compare scenarios of WORKSPACE with what it is now: headcount, shifts, rotation, demand.

    Prints the comparison and writes it as csv, xlsx and html. Ctrl-C ends the work and keeps what is finished; the same
    command then goes on from there. A scenario that fails is reported beside the others.
    """
    if bool(find) != bool(until):
        raise click.UsageError(said(Message("--find and --until go together: what is varied, and until what")))
    if more["simulate"] and depth != Depth.ROSTER.value:
        raise click.UsageError(said(Message("--simulate needs --depth roster: whom shall callers talk to?")))
    from scheduler.scenarios.comparing import Question
    from scheduler.scenarios.comparison import refuse_nothing
    from scheduler.scenarios.pages import compare_into
    from scheduler.scenarios.pages.lines import comparison_lines, failed_text
    from scheduler.terminal.progress import ScenarioProgress

    question = Question(scenarios, headcount, inflow, sweeps, find, until)
    output = output or Path("outputs") / "what-if" / f"{week:%G-W%V}-{depth}"
    with (
        stop_on_interrupt(Message("stopping; finished scenarios are kept")) as stop,
        ScenarioProgress(sys.stderr, spoken()) as progress,
    ):
        comparison, made = compare_into(
            output,
            workspace,
            week,
            question=question,
            depth=Depth(depth),
            options=given(time_limit_seconds=time_limit, relative_gap=gap, seed=seed),
            cluster=cluster_at(cluster, cluster_plain_text),
            stop=stop,
            report=progress,
            **more,
        )
    if comparison.plan is not None:
        tell_doubts(comparison.plan, comparison.settings, comparison.settings.rules)
    print_lines(comparison_lines(comparison, made), is_result=made is None)
    if failed := failed_text(comparison, made):
        click.echo(failed, err=True)
        click.get_current_context().exit(EXIT_BUG)
    refuse_nothing(comparison, output if made is None else None)
