"""Commands about the day as it was: take in what happened, and hold it against the plan."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scheduler.cli.options import workspace_argument
from scheduler.cli.output import print_lines


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
    if as_json:
        zone = taken.workspace.settings.centre.zone
        print_lines([json.dumps([kind.as_json(zone) for kind in taken.kinds], ensure_ascii=False, indent=2)])
    else:
        print_lines(taken_lines(taken), is_result=False)
