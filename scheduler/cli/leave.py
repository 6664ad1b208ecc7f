"""The command about leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from scheduler.cli.language import said
from scheduler.cli.options import author_option, days_before_options, json_option, note_option, workspace_argument
from scheduler.cli.output import print_answer
from scheduler.cli.parameters import DayParam
from scheduler.messages import Message


@click.command()
@workspace_argument
@click.option("--from", "first_day", type=DayParam(), required=True, metavar="DATE", help="First day.")
@click.option("--to", "last_day", type=DayParam(), required=True, metavar="DATE", help="Last day.")
@click.option(
    "--requests",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Decide the requests of a csv file with the columns of absences.csv, and asked and rank: when each was asked, "
    "and the seniority of who asks, 1 being the first.",
)
@click.option("--by-skill", is_flag=True, help="Look at the days by queue that people serve, and not by team.")
@click.option("--no-outlook", is_flag=True, help="Decide the requests alone, without a look at the days.")
@click.option(
    "--publish",
    "is_to_publish",
    is_flag=True,
    help="Enter what is granted in absences.csv, and publish what it changes of published weeks as a new version.",
)
@author_option
@note_option
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A csv file for what is granted, as rows of absences.csv.  [default: none is written]",
)
@click.option(
    "--today",
    type=DayParam(),
    metavar="DATE",
    help="The day that counts as today.  [default: the centre's date; of days that are all past, the first of them]",
)
@days_before_options
@json_option
def leave(workspace: Path, by_skill: bool, no_outlook: bool, as_json: bool, **options: Any) -> None:
    """Say how many more may be off on which days, and decide requests for leave.

    For each day and team or skill: how many more may be off before the target of the settings or a hard rule breaks,
    and what the next one costs, from the best coverage that the rules allow. Requests are decided one by one by
    `leave.order` of workspace.yaml, and granted only where a roster of all weeks was found that keeps every hard rule.
    What is refused comes with the reason, the place on the wait list, and the nearest days that would do. Balances
    stand in leave_balances.csv of the workspace. Nothing is changed without --publish.
    """
    if (options["author"] or options["note"]) and not options["is_to_publish"]:
        raise click.UsageError(said(Message("--by and --note are of --publish alone")))
    if (options["is_to_publish"] or options["output"] or no_outlook) and options["requests"] is None:
        raise click.UsageError(said(Message("--publish, --output and --no-outlook need a file with --requests")))
    from scheduler.desk.leave import answering, lines

    by: Literal["team", "queue"] = "queue" if by_skill else "team"
    found = answering.leave(workspace, with_outlook=not no_outlook, by=by, **options)
    print_answer(found, lines.leave_lines(found), as_json=as_json)
