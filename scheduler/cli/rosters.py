"""Commands about a roster that is there: check it, repair it, write it in another form."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from scheduler.cli.errors import EXIT_VIOLATIONS
from scheduler.cli.language import said
from scheduler.cli.options import days_before_options, json_option, workspace_argument
from scheduler.cli.output import print_answer, print_lines, tell_changes, tell_doubts
from scheduler.cli.parameters import AbsenceSpan, DayParam, RosterPath, WeekParam, WholeParam
from scheduler.domain.choices import Form
from scheduler.domain.limits import MOST_DAYS, MOST_PEOPLE
from scheduler.messages import Message

if TYPE_CHECKING:
    from scheduler.domain.people import Absence


@click.command()
@workspace_argument
@click.argument("roster", type=RosterPath(), metavar="ROSTER")
@click.option(
    "--week",
    type=WeekParam(),
    help="Monday of the first checked week; of what is published, only this week is checked.  [default: that of the "
    "earliest date; what is published: the days of the newest version]",
)
@days_before_options
def verify(workspace: Path, roster: Path, week: date | None, **days_before: Any) -> None:
    """Check ROSTER, a file, the folder of a run, or `published`, against every rule of WORKSPACE from scratch.

    Of a roster.xlsx it first prints which days were edited since it was written (person, day, old and new shift),
    which hard rules that breaks, and what it does to coverage and cost. Then each breach of a hard rule with person,
    rule, day and a sentence, and the cost by rule. Exit code 6 when there is a breach. Nothing is changed or
    published by it.
    """
    from scheduler.console.rosters import verified
    from scheduler.run.auditing import verify_edits

    checked = verify_edits(workspace, roster, week, **days_before)
    tell_changes(workspace, roster, checked.after.counted)
    tell_doubts(checked.after.problem, checked.after.settings, checked.after.rules)
    print_lines(verified(checked, has_edits=roster.suffix.lower() == ".xlsx"))
    if checked.after.audit is not None and checked.after.audit.hard:
        click.get_current_context().exit(EXIT_VIOLATIONS)


@click.command()
@workspace_argument
@click.argument("published", type=RosterPath(), metavar="ROSTER")
@click.option(
    "--absence",
    "absences",
    type=AbsenceSpan(),
    multiple=True,
    metavar="EMPLOYEE:DATE[..DATE][:PART]",
    help="Who cannot work when, by id or name, both days included; may be given several times. PART is morning, "
    "afternoon, quarter1 to quarter4, or times as 13:00-15:00; without it the whole day.",
)
@click.option(
    "--edited",
    "edited_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A roster.xlsx of ROSTER in which somebody has written over cells: these days stay as they stand there.",
)
@click.option(
    "--requests",
    "requests_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="New wishes, a file with the columns of requests.csv; its people may be named by id or name.",
)
@click.option(
    "--max-people",
    type=WholeParam(0, MOST_PEOPLE),
    help="Most people who may be told something new, those who are absent, edited or wish for it not counted.  "
    "[default: as few as restore the coverage; where none do, as many as pay, by the prices of the workspace, of up to "
    "10]",
)
@click.option(
    "--frozen-days",
    type=WholeParam(0, MOST_DAYS),
    help="Days of notice: so many days from today on stay as published, today included. Past days always do.  "
    "[default: notice_days of workspace.yaml]",
)
@click.option(
    "--today", type=DayParam(), metavar="DATE", help="The day that counts as today.  [default: the machine's date]"
)
@days_before_options
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder of a run, or a .csv or .xlsx file, to write the repaired roster to; what it replaces is kept as "
    "its name with .bak.  [default: nothing is written]",
)
@json_option
def repair(
    workspace: Path,
    published: Path,
    absences: tuple[Absence, ...],
    today: date | None,
    output: Path | None,
    as_json: bool,
    **options: Any,
) -> None:
    """Repair ROSTER, a file, the folder of a run, or `published`, after somebody has fallen ill, edited it or wished.

    Finds the least change that keeps what was edited and restores the hard rules and the coverage, and prints who must
    be told what, and what it would bring to touch 0, 1, 2, 3, 5 or 10 other people. Days that are past or inside the
    notice period stay, but for edits and the shifts of those who are absent. Nothing is written or published without
    --output. Exit code 4 where the rules cannot be restored, with the reasons.
    """
    if not absences and options["edited_path"] is None and options["requests_path"] is None:
        raise click.UsageError(said(Message("say what came up: --absence, --edited or --requests")))
    from scheduler.repair import repair as repaired
    from scheduler.repair import repair_lines

    found = repaired(workspace, published, absences, today=today or date.today(), output=output, **options)
    tell_changes(workspace, published, found.repaired.counted)
    tell_doubts(found.repaired.problem, found.repaired.settings, found.repaired.rules)
    print_answer(found, repair_lines(found), as_json=as_json, is_result=output is None)


@click.command()
@click.argument("run_path", type=RosterPath(), metavar="RUN")
@click.option("--format", "form", type=click.Choice(get_args(Form)), required=True, help="The form to write.")
@click.option(
    "--workspace",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Workspace that the run was made from.  [default: the one that the run remembers]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; for ics a folder.  [default: roster.xlsx, teams.xlsx, roster.csv, report.html or calendars "
    "beside the run's files; the name of RUN if that is a file of another name]",
)
@click.option(
    "--week",
    type=WeekParam(),
    help="Monday of the week; for what is published.  [default: the days of the newest version]",
)
@days_before_options
@click.option("--bom", is_flag=True, help="Begin a csv file with a byte order mark, by which Excel knows UTF-8.")
def export(run_path: Path, form: Form, workspace: Path | None, output: Path | None, bom: bool, **options: Any) -> None:
    """Write the roster of RUN, the folder of a run, a roster's file or `published`, in another form.

    xlsx is the workbook, teams the one for paper with a sheet a team, csv one row per person and worked day, html the
    report, and ics a folder with a calendar file per person, whose events update those of an earlier export instead
    of standing twice. A roster that was edited by hand is exported with the edits in it. A run's folder remembers its
    workspace; for a roster's file elsewhere, name it. Files that somebody has changed since are not written over.
    """
    if bom and form != "csv":
        raise click.BadParameter(said(Message("only a csv file has a byte order mark")), param_hint="'--bom'")
    from scheduler import exporting
    from scheduler.run_record import workspace_of

    workspace = workspace or workspace_of(run_path)
    written = exporting.export(workspace, run_path, form, output, with_bom=bom, **options)
    tell_changes(workspace, run_path)
    click.echo(written)
