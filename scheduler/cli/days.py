"""Commands about the day as it was: take in what happened, and hold it against the plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from scheduler.cli.language import said
from scheduler.cli.options import (
    author_option,
    cluster_at,
    cluster_options,
    days_before_options,
    given,
    json_option,
    note_option,
    workspace_argument,
)
from scheduler.cli.output import print_answer, tell_changes
from scheduler.cli.parameters import AbsenceSpan, DayParam, DoneBefore, NumbersParam, RosterPath, WeekParam, WholeParam
from scheduler.domain.limits import FEWEST_REPLICATIONS, LARGEST_SEED, MOST_REPLICATIONS
from scheduler.messages import Message


@click.command()
@workspace_argument
@click.argument(
    "files", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE...", nargs=-1, required=True
)
@click.option("--json", "as_json", is_flag=True, help="Print what was taken, and all that was replaced, for programs.")
def actuals(workspace: Path, files: tuple[Path, ...], as_json: bool) -> None:
    """Take in what happened: calls that the phone system counted, and who was there.

    FILE is a .csv or .xlsx file with counted calls, with check-ins and check-outs, or with absences after the fact;
    `actuals` in workspace.yaml says what the columns of other systems are called. All files are taken in, or none.
    Where one speaks of a time of which another was taken before, the newer holds and what it replaces is said; a file
    that is given again changes nothing. The forecast takes its history from these counts.
    """
    from scheduler.day.lines import taken_lines
    from scheduler.day.taking import take_actuals

    taken = take_actuals(workspace, files)
    print_answer(taken, taken_lines(taken), as_json=as_json, is_result=False)


@click.command()
@workspace_argument
@click.option("--week", type=WeekParam(), required=True, help="Monday of the week, as 2023-11-06 or 2023-W45.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder for review.html, review.xlsx and review.json.  [default: none is written]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the review for other programs.")
def review(workspace: Path, week: date, output: Path | None, as_json: bool) -> None:
    """Hold a published week of WORKSPACE against what happened, as `scheduler actuals` has taken it in.

    How far off the forecast was, who was there of those who were planned, and what parts the promised service from the
    measured one: the calls, the attendance, the handling times, and what the queue model misses; by queue, day, hour
    and interval, the worst hours first. Says which settings would have explained it, and changes none.
    """
    from scheduler.day.pages.lines import review_lines
    from scheduler.day.reviewing import review as reviewed

    made = reviewed(workspace, week, output)
    print_answer(made, review_lines(made, output), as_json=as_json, is_result=output is None)


@click.command()
@workspace_argument
@click.argument("roster", type=RosterPath(), metavar="ROSTER")
@click.option(
    "--replications",
    type=WholeParam(FEWEST_REPLICATIONS, MOST_REPLICATIONS),
    help="How often the days are run.  [default: simulation.replications of workspace.yaml]",
)
@click.option("--seed", type=WholeParam(0, LARGEST_SEED), help="Of all that is left to chance.  [default: as above]")
@click.option(
    "--arrivals",
    type=click.Choice(["forecast", "uncertain", "counted"]),
    help="Calls that come: at the forecast's rate; at rates drawn from its band; as many as the phone system counted.  "
    "[default: simulation.arrivals of workspace.yaml]",
)
@click.option(
    "--week",
    type=WeekParam(),
    help="Monday of the first week.  [default: that of the earliest date; what is published: the days of the newest "
    "version]",
)
@days_before_options
@cluster_options
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder for simulation.csv and simulation.json.  [default: none is written]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures for other programs.")
def simulate(
    workspace: Path,
    roster: Path,
    replications: int | None,
    seed: int | None,
    arrivals: str | None,
    week: date | None,
    cluster: str | None,
    cluster_plain_text: bool,
    output: Path | None,
    as_json: bool,
    **days_before: Any,
) -> None:
    """Run ROSTER, a file, the folder of a run or `published`, caller by caller, many times over.

    Calls come at random, wait, hang up, are answered by whoever is free and may; people eat, are off the phone, fall
    ill, and finish their last call after the end of the shift. Prints the service of each queue, class of hours, day
    and hour with its 95% interval and the spread of single days beside the computed one, and says where they differ.
    `simulation` in workspace.yaml has the distributions.
    """
    from scheduler.console.simulation import simulation_lines
    from scheduler.day.simulating import simulate as simulated

    options = given(replications=replications, seed=seed)
    found = simulated(
        workspace,
        roster,
        week,
        options=options if arrivals in (None, "counted") else {**options, "arrivals": arrivals},
        is_counted=arrivals == "counted",
        output=output,
        cluster=cluster_at(cluster, cluster_plain_text),
        **days_before,
    )
    tell_changes(workspace, roster)
    print_answer(found, simulation_lines(found, output), as_json=as_json, is_result=output is None)


@click.command()
@workspace_argument
@click.option(
    "--now",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="The time, by the clock of the centre.  [default: that of this machine]",
)
@click.option(
    "--actuals",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Calls counted so far, read as `scheduler actuals` reads them and not taken in; may be given several times.",
)
@click.option(
    "--absence",
    "absences",
    type=AbsenceSpan(),
    multiple=True,
    metavar="EMPLOYEE:DATE[:PART]",
    help="Who is missing today; may be given several times. PART as of `scheduler repair`.",
)
@click.option(
    "--lent",
    type=DoneBefore(is_lent=True),
    multiple=True,
    metavar="EMPLOYEE,...:QUEUE:HH:MM",
    help="Who serves another queue since some time of the day; may be given several times.",
)
@click.option(
    "--called",
    type=DoneBefore(is_lent=False),
    metavar="N:HH:MM",
    help="How many of the all-hands pool were called, and when.",
)
@click.option(
    "--replications",
    type=WholeParam(FEWEST_REPLICATIONS, MOST_REPLICATIONS),
    default=24,
    show_default=True,
    help="How often the day is run.",
)
@click.option(
    "--date",
    "on",
    type=DayParam(),
    metavar="DATE",
    help="A later day, to be prepared.  [default: that of --now]",
)
@click.option("--propose", "is_to_propose", is_flag=True, help="Propose what helps, in numbered steps.")
@click.option(
    "--accept",
    type=NumbersParam(),
    default=(),
    metavar="N,...",
    help="Accept steps of a proposal; needs its --now and --proposal.",
)
@click.option("--proposal", "fingerprint", default="", metavar="CODE", help="The proposal of which steps are accepted.")
@click.option("--publish", "is_to_publish", is_flag=True, help="Publish what is accepted, as a new version.")
@author_option
@note_option
@json_option
def today(workspace: Path, is_to_publish: bool, author: str | None, note: str, as_json: bool, **options: Any) -> None:
    """Tell the rest of today: the calls that are still to come, and how they will fare.

    The published roster of WORKSPACE, the calls counted so far as `scheduler actuals` has taken them in or --actuals
    has them, and who is missing. The rest of the forecast of each queue is corrected by what was seen, as far as past
    days bear that out, and simulated until midnight with those who are there, beside what was planned. With
    --propose it numbers what would help, each step with the calls answered in time that it brings: trainings, meals,
    other queues, overtime, other shifts, people who are off, or time off where it is quiet. Nothing is changed but by
    --accept with --publish. --date prepares a later day, as for heavy rain that events.csv declares.
    """
    accept = options["accept"]
    if accept and (options["now"] is None or not options["fingerprint"]):
        needs = Message("--accept needs --now and --proposal as the proposal says them: at another time it is another")
        raise click.UsageError(said(needs))
    if is_to_publish and not accept:
        raise click.UsageError(said(Message("--publish needs --accept: say which steps are published")))
    if (author or note) and not is_to_publish:
        raise click.UsageError(said(Message("--by and --note are of --publish alone")))
    from scheduler.day.today import today as rest_of_today
    from scheduler.day.today_lines import today_lines
    from scheduler.desk.swap import Publishing

    publishing = Publishing("today", author, note) if is_to_publish else None
    found = rest_of_today(workspace, publishing=publishing, **options)
    print_answer(found, today_lines(found), as_json=as_json)
