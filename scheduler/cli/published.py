"""Commands about what is published: publish a run, see what was published before, publish it again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from scheduler.cli.language import said
from scheduler.cli.options import author_option, json_option, refuse_together, workspace_argument
from scheduler.cli.output import print_answer, tell_changes, tell_doubts, tell_forgotten
from scheduler.cli.parameters import DayParam, RosterPath, WeekParam, WholeParam
from scheduler.messages import Message

_MOST_VERSIONS = 1_000_000

_note = click.option(
    "--note",
    default="",
    metavar="TEXT",
    help="Why; kept with the version. Needed where days change within the notice period (notice_days in "
    "workspace.yaml).",
)
_today = click.option(
    "--today", type=DayParam(), metavar="DATE", help="The day that counts as today.  [default: the centre's date]"
)


@click.command()
@workspace_argument
@click.argument("run", type=click.Path(exists=True, path_type=Path), metavar="RUN")
@author_option
@_note
@_today
@click.option(
    "--changes",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A .csv or .xlsx file for who must be told what.  [default: changes.csv and changes.xlsx in RUN]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the version and who must be told what, for programs.")
def publish(
    workspace: Path, run: Path, author: str | None, note: str, today: date | None, changes: Path | None, as_json: bool
) -> None:
    """Make RUN, the folder of a run, the published roster of its days: a new version.

    Its roster is checked against every rule, and against what is published before and after its days. Exit code 6
    where a hard rule is broken: then nothing is changed. On each day the newest version that speaks of it holds;
    earlier ones are kept. Prints who must be told what against the version that stood before.
    """
    from scheduler.publishing import lines
    from scheduler.publishing import publish as publishing

    found = publishing.publish(workspace, run, author=author, note=note, today=today, changes=changes)
    tell_changes(workspace, run, found.run.counted)
    tell_doubts(found.run.problem, found.run.settings, found.run.rules)
    print_answer(found, lines.publication_lines(found), as_json=as_json, is_result=False)


@click.command()
@workspace_argument
@click.option("--week", type=WeekParam(), help="Only versions that speak of this week, by its Monday.")
@click.option(
    "--show",
    type=WholeParam(1, _MOST_VERSIONS),
    metavar="VERSION",
    help="Rebuild the run of a version in --output: roster.csv as it was, to the byte.",
)
@click.option(
    "--revert",
    type=WholeParam(1, _MOST_VERSIONS),
    metavar="VERSION",
    help="Publish an earlier version again, as a new one, checked like any other.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for --show and --revert.  [default: outputs/version-VERSION for --show, none for --revert]",
)
@author_option
@_note
@_today
@click.option("--json", "as_json", is_flag=True, help="Print the list, or what --show or --revert did, for programs.")
def history(
    workspace: Path,
    week: date | None,
    show: int | None,
    revert: int | None,
    output: Path | None,
    author: str | None,
    note: str,
    today: date | None,
    as_json: bool,
) -> None:
    """List what was published of WORKSPACE, rebuild a version, or publish one again.

    Each version has its number, when, by whom and why it was published, how many of its days were new, and how many
    people and days it changed of what stood before.
    """
    refuse_together({"--show": show, "--revert": revert, "--week": week})
    if output is not None and not (show or revert):
        raise click.UsageError(said(Message("--output is of --show and --revert alone")))
    if (author or note or today) and not revert:
        raise click.UsageError(said(Message("--by, --note and --today are of --revert alone")))
    from scheduler.publishing import history as versions
    from scheduler.publishing import lines

    if show is not None:
        shown = versions.show(workspace, show, output)
        if shown.forgotten:
            tell_forgotten(shown.forgotten)
        print_answer(shown, [str(shown.output)], as_json=as_json)
    elif revert is not None:
        found = versions.revert(workspace, revert, author=author, note=note, today=today, output=output)
        tell_doubts(found.run.problem, found.run.settings, found.run.rules)
        print_answer(found, lines.publication_lines(found), as_json=as_json, is_result=False)
    else:
        listed = versions.history(workspace, week)
        shown_lines = lines.history_lines(listed.entries, listed.settings, is_of_week=week is not None)
        print_answer(listed, shown_lines, as_json=as_json)


@click.command()
@click.argument("one", type=RosterPath(), metavar="RUN")
@click.argument("other", type=RosterPath(), metavar="RUN")
@click.option(
    "--workspace",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Workspace of both.  [default: the one that a run remembers]",
)
@json_option
def compare(one: Path, other: Path, workspace: Path | None, as_json: bool) -> None:
    """Hold two rosters side by side: service, cost by rule, fairness, and whose days differ.

    Each RUN is the folder of a run, a roster's file, or `published`, the days of the newest version. Rosters of other
    weeks can be compared as well; days differ only where both speak of them. Runs are shown as they were made.
    """
    from scheduler.side_by_side.comparing import compare as side_by_side
    from scheduler.side_by_side.lines import compared_lines

    found = side_by_side(one, other, workspace)
    print_answer(found, compared_lines(found), as_json=as_json)


@click.command()
@workspace_argument
@click.argument("employees", nargs=-1, metavar="EMPLOYEE...")
@click.option(
    "--before",
    type=DayParam(),
    metavar="DATE",
    help="Also everybody who has left staff.csv and has no published work on this day or later.",
)
@click.option("--json", "as_json", is_flag=True, help="Print whose number is which for other programs.")
def forget(workspace: Path, employees: tuple[str, ...], before: date | None, as_json: bool) -> None:
    """Forget people who have left: each becomes an unnamed number in everything that is published.

    Their shifts, and all sums, stay as they are. Nothing keeps which number was whose, and it cannot be undone. Whoever
    is in staff.csv is not forgotten. Runs in folders, backups and the files of WORKSPACE are yours to delete.
    """
    if not employees and before is None:
        raise click.UsageError(said(Message("name whom to forget, or with --before until when")))
    from scheduler.publishing import forgetting, lines

    found = forgetting.forget(workspace, employees, before)
    print_answer(found, lines.forgotten_lines(found), as_json=as_json)
