"""Commands about a workspace: make one, check it, list its rules."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.catalogue import asked_language
from scheduler.cli.language import said, spoken
from scheduler.cli.options import workspace_argument
from scheduler.cli.output import print_lines
from scheduler.messages import Message


@click.command()
@workspace_argument
@click.option(
    "--annotate",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.xlsx",
    help="Where there are faults, write a copy of the workspace's workbook to this file, its faulty cells marked and "
    "commented.",
)
def validate(workspace: Path, annotate: Path | None) -> None:
    """Check every input of WORKSPACE, and print all faults at once."""
    from scheduler import workspaces

    print_lines(workspaces.validate(workspace, annotate, spoken()))


@click.command()
@click.option(
    "--workspace",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Workspace whose rules to list.  [default: the current folder if it is one, else the bundled one]",
)
def rules(workspace: Path | None) -> None:
    """List the rules in force, with their weights, parameters and sources."""
    from scheduler.console.listings import rules_table
    from scheduler.workspaces import nearest_workspace, settings_of

    settings = settings_of(workspace or nearest_workspace())
    print_lines(rules_table(settings.rules, settings.language))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx"]),
    default="csv",
    show_default=True,
    help="csv: a file for each input; xlsx: one workbook with a sheet for each.",
)
@click.option(
    "--example",
    type=click.Choice(["dasan", "small"]),
    default="dasan",
    show_default=True,
    help="dasan: the bundled centre of 416 people; small: a help desk of twelve people with one queue and two shifts, "
    "to begin your own with.",
)
@click.option(
    "--country",
    metavar="CODE",
    help="Country whose public holidays count in the small example, such as KR or DE.  [default: none]",
)
@click.option(
    "--timezone",
    metavar="NAME",
    help="Clock of the small example, such as Europe/Berlin.  [default: Asia/Seoul in Korea; UTC without a country]",
)
def init(
    folder: Path,
    form: str,
    example: str,
    country: str | None,
    timezone: str | None,
) -> None:
    """Make a new workspace in DIR from an example."""
    from scheduler import initializing

    if example != "small" and (country or timezone):
        raise click.UsageError(said(Message("--country and --timezone are of --example small")))
    if country not in (None, "KR") and timezone is None:
        raise click.UsageError(said(Message("--country needs --timezone as well: which clock does the centre go by?")))
    initializing.init(folder, form, example, language=asked_language.get(), country=country, timezone=timezone)
    click.echo(folder)
