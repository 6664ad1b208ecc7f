"""Commands that plan a week: make its roster, or write its model."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

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
from scheduler.cli.output import print_lines, tell_doubts, tell_unused_cluster
from scheduler.cli.parameters import DayParam, WholeParam
from scheduler.domain.choices import LockCells
from scheduler.domain.limits import MOST_WORKERS
from scheduler.messages import Message


@click.command()
@workspace_argument
@week_options
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder of the run; an earlier run in it is kept as its name with .bak.  [default: outputs/<first day>, such "
    "as outputs/2023-11-06]",
)
@search_options(
    of_search="Longest search, in seconds.",
    of_gap="Gap that is good enough, such as 0.01 for 1%.",
    of_seed="Seed of the search.",
)
@click.option(
    "--workers",
    type=WholeParam(1, MOST_WORKERS),
    help="Cores that the search may keep busy, of those that the machine has; with --deterministic two at most. One "
    "process more proves the bound.",
)
@click.option(
    "--deterministic",
    is_flag=True,
    help="The same inputs, seed and versions give the same roster, however busy the machine is: the time limit "
    "counts nominal seconds of work.",
)
@days_before_options
@click.option(
    "--lock",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="ROSTER",
    help="Roster, as a rule an edited roster.xlsx, of which cells are kept while the rest is planned anew.",
)
@click.option(
    "--lock-cells",
    type=click.Choice(get_args(LockCells)),
    help="Which of its cells: those that were edited, all, or those that are marked, in bold or plain yellow "
    "(#FFFF00).  [default: edited]",
)
@click.option(
    "--today",
    type=DayParam(),
    metavar="DATE",
    help="The day that counts as today: what is published of the days within the notice period (notice_days in "
    "workspace.yaml) stays, but for shifts of those who are absent.  [default: all days are open]",
)
@click.option(
    "--simulate",
    is_flag=True,
    help="Run the roster caller by caller as well, and say where the service is other than computed.",
)
@cluster_options
def generate(
    workspace: Path,
    week: date,
    weeks: int,
    output: Path | None,
    time_limit: float | None,
    gap: float | None,
    seed: int | None,
    workers: int | None,
    deterministic: bool,
    lock_cells: LockCells | None,
    cluster: str | None,
    cluster_plain_text: bool,
    **more: Any,
) -> None:
    """Make the roster of WORKSPACE for a week, and write it with its figures.

    Options that are not given are taken from workspace.yaml. Ctrl-C ends the search and keeps the best roster so
    far. A time limit that is reached with a roster in hand is no error; the gap says how good the roster is.
    Of days of the week that --previous knows already, rule R28 keeps changes few, and --today keeps those within the
    notice period as they are.
    Several weeks are searched in pieces, which --cluster hands to other machines; a search without pieces says that
    it did not use it.
    """
    if lock_cells is not None and more["lock"] is None:
        raise click.UsageError(said(Message("--lock-cells needs --lock: which roster's cells?")))
    from scheduler.console.rosters import generated
    from scheduler.run import generating
    from scheduler.terminal.progress import SearchProgress

    output = output or Path("outputs") / week.isoformat()
    with stop_on_interrupt() as stop, SearchProgress(sys.stderr, spoken()) as progress:
        finished = generating.generate(
            workspace,
            week,
            weeks,
            output,
            options=given(
                time_limit_seconds=time_limit,
                relative_gap=gap,
                seed=seed,
                workers=workers,
                deterministic=deterministic or None,
            ),
            lock_cells=lock_cells or "edited",
            stop=stop,
            report=progress,
            cluster=cluster_at(cluster, cluster_plain_text),
            **more,
        )
    tell_doubts(finished.problem, finished.settings, finished.rules)
    tell_unused_cluster(cluster, used=finished.result.used_cluster)
    print_lines(generated(finished, output), is_result=False)


@click.command()
@workspace_argument
@week_options
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write: .mps for any mixed-integer solver, .pb for CP-SAT.",
)
@days_before_options
def model(workspace: Path, week: date, weeks: int, output: Path, **days_before: Any) -> None:
    """Write the model of WORKSPACE for a week, so that anyone can run another solver on it."""
    from scheduler.run.model_file import export_model

    export_model(workspace, week, weeks, output, **days_before)
    click.echo(output)
