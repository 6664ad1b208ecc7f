"""The command that places trainings and meetings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scheduler.cli.options import days_before_options, json_option, workspace_argument
from scheduler.cli.output import print_answer, tell_changes
from scheduler.cli.parameters import DayParam, NumberParam, RosterPath, WeekParam
from scheduler.domain.limits import LONGEST_SEARCH_SECONDS, SHORTEST_SEARCH_SECONDS


@click.command()
@workspace_argument
@click.argument("roster", type=RosterPath(), metavar="ROSTER")
@click.option(
    "--week",
    type=WeekParam(),
    help="Of `published`, the week by its Monday.  [default: the days of the newest version]",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of a run for the roster with its activities.  [default: nothing is written]",
)
@click.option(
    "--time-limit",
    type=NumberParam(SHORTEST_SEARCH_SECONDS, LONGEST_SEARCH_SECONDS),
    metavar="SECONDS",
    help="Longest search.  [default: solve.time_limit_seconds in workspace.yaml]",
)
@click.option(
    "--today",
    type=DayParam(),
    metavar="DATE",
    help="Days before it stay as they are.  [default: the centre's date; of a roster that is over, its first day]",
)
@days_before_options
@json_option
def activities(
    workspace: Path, roster: Path, output: Path | None, time_limit: float | None, as_json: bool, **options: Any
) -> None:
    """Place the trainings and meetings that activities.csv asks for into ROSTER, where they cost least service.

    ROSTER is a file, the folder of a run, or `published`. Shifts stay; meal breaks may move within their windows. As
    many people as can be attend, in whole groups and with their trainer. Says who attends what when, what it does to
    service, and who finds no place, with the reason. What is attended in ROSTER already stays.
    """
    from scheduler.desk.activities import lines, placing

    found = placing.place_activities(workspace, roster, output, time_limit_seconds=time_limit, **options)
    tell_changes(workspace, roster)
    print_answer(found, lines.placement_lines(found), as_json=as_json)
