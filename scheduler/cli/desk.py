"""Commands that answer questions about a roster: why, who could take a shift, may people swap."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from scheduler.cli.errors import EXIT_VIOLATIONS
from scheduler.cli.language import said
from scheduler.cli.options import author_option, days_before_options, json_option, note_option, workspace_argument
from scheduler.cli.output import print_answer, tell_changes
from scheduler.cli.parameters import NEEDS_PLACES, DayParam, RosterPath, WholeParam, person_days
from scheduler.domain.limits import MOST_PEOPLE
from scheduler.messages import Message

_roster = click.argument("roster", type=RosterPath(), metavar="ROSTER")
_today = click.option(
    "--today",
    type=DayParam(),
    metavar="DATE",
    help="The day that counts as today.  [default: the centre's date; of a roster that is over, its first day]",
)
_time = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


@click.command()
@workspace_argument
@_roster
@click.argument("employee", required=False, metavar="EMPLOYEE")
@click.argument("on", required=False, type=DayParam(), metavar="DATE")
@click.option(
    "--at",
    type=_time,
    metavar="DATETIME",
    help="Say instead why so many people are needed then, and who is there: 2023-11-08T12:30.",
)
@click.option("--until", type=_time, metavar="DATETIME", help="The end of that span.  [default: that of the interval]")
@click.option("--alone", is_flag=True, help="Look for nothing in which others move as well; that takes some seconds.")
@_today
@days_before_options
@json_option
def why(
    workspace: Path,
    roster: Path,
    employee: str | None,
    on: date | None,
    at: datetime | None,
    until: datetime | None,
    alone: bool,
    today: date | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Say why EMPLOYEE, an id or a name, has this shift or day off on DATE, and what else could be.

    For each other shift, and a day off: the hard rules that forbid it, or what it costs by rule when nobody else moves;
    what every roster costs at least in which the person has it, and the cheapest exchange with another person that was
    found. Ends in sentences that the person can be told. With --at instead of EMPLOYEE and DATE: why so many people are
    needed then. ROSTER is a file, the folder of a run, or `published`. Nothing is changed by it.
    """
    if (at is None) == (employee is None or on is None) or (employee is None) != (on is None):
        raise click.UsageError(said(Message("give EMPLOYEE and DATE, or a time with --at")))
    from scheduler.desk import requirement as span
    from scheduler.desk import why as question
    from scheduler.desk import why_lines as lines

    if at is not None:
        needs = span.requirement(workspace, roster, at, until, **options)
        tell_changes(workspace, roster)
        print_answer(needs, lines.requirement_lines(needs), as_json=as_json)
    elif employee is not None and on is not None:
        found = question.why(workspace, roster, employee, on, today=today, with_others=not alone, **options)
        tell_changes(workspace, roster)
        print_answer(found, lines.why_lines(found), as_json=as_json)


@click.command()
@workspace_argument
@_roster
@click.argument("employee", metavar="EMPLOYEE")
@click.argument("on", type=DayParam(), metavar="DATE")
@click.option("--top", type=WholeParam(1, MOST_PEOPLE), default=10, show_default=True, help="How many of them to show.")
@click.option("--all", "with_all", is_flag=True, help="Show also each of those who could not, with the reason.")
@_today
@days_before_options
@json_option
def cover(
    workspace: Path, roster: Path, employee: str, on: date, top: int, with_all: bool, as_json: bool, **options: Any
) -> None:
    """Say who could take the shift of EMPLOYEE, an id or a name, on DATE, the best first.

    ROSTER is a file, the folder of a run, or `published`. EMPLOYEE counts as absent that day. Each person is judged by
    every rule, with what it would cost. Nothing is changed by it.
    """
    from scheduler.desk import cover as question
    from scheduler.desk import lines

    found = question.cover(workspace, roster, employee, on, **options)
    tell_changes(workspace, roster)
    print_answer(found, lines.cover_lines(found, top, with_all=with_all), as_json=as_json)


@click.command()
@workspace_argument
@_roster
@click.argument("places", nargs=-1, metavar="EMPLOYEE_DATE...", callback=person_days)
@click.option(
    "--requests",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Decide the requests of a csv file instead, in order: employee_1,date_1,employee_2,date_2 and, for chains, "
    "employee_3,date_3.",
)
@click.option("--publish", "is_to_publish", is_flag=True, help="Publish what may be, as a new version.")
@author_option
@note_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of a run for what is published.  [default: none is kept]",
)
@_today
@days_before_options
@json_option
def swap(
    workspace: Path,
    roster: Path,
    places: tuple[tuple[str, date], ...],
    requests: Path | None,
    is_to_publish: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Say whether people may swap: EMPLOYEE DATE EMPLOYEE DATE, and for a chain of three another EMPLOYEE DATE.

    Each gives the shift of that day to the next, the last one to the first. Two people who name different days exchange
    both days. Says which rule forbids it, or what it does to coverage by the hour, cost and fairness. ROSTER is a file,
    the folder of a run, or `published`; only what is published can be published again with --publish. Exit code 6 where
    they may not.
    """
    if (requests is None) == (not places):
        raise click.UsageError(said(NEEDS_PLACES))
    if (options["author"] or options["note"] or options["output"]) and not is_to_publish:
        raise click.UsageError(said(Message("--by, --note and --output are of --publish alone")))
    from scheduler.desk import lines
    from scheduler.desk import swap as question

    found = question.swap(workspace, roster, places, requests=requests, is_to_publish=is_to_publish, **options)
    tell_changes(workspace, roster)
    print_answer(found, lines.swaps_lines(found), as_json=as_json)
    if requests is None and not found.decided[0].is_granted:
        click.get_current_context().exit(EXIT_VIOLATIONS)
