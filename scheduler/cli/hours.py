"""Commands about hours that were worked, and what is paid for them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from scheduler.cli.options import workspace_argument
from scheduler.cli.output import print_answer
from scheduler.cli.parameters import DayParam


@click.command()
@workspace_argument
@click.option("--from", "first_day", type=DayParam(), required=True, metavar="DATE", help="The first day.")
@click.option("--to", "last_day", type=DayParam(), required=True, metavar="DATE", help="The last day, included.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A .xlsx or .csv file to write; one that is there is kept as its name with .bak.  [default: only the hours by "
    "team are printed]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the sums by team for other programs.")
def ledger(workspace: Path, first_day: date, last_day: date, output: Path | None, as_json: bool) -> None:
    """Count from what is published for each person and day what was worked, what is paid more, and what is owed.

    Paid, overtime, night and holiday minutes, their overlaps, the premium by the rates of `pay`, leave, days in lieu
    with their term, and the week against its limit. Prints the hours by team. The csv file has a row for each person
    and day, the workbook a sheet a month with a row for each person. Exit code 3 where a day is not known.
    """
    from scheduler.ledger.ledger import ledger as count
    from scheduler.ledger.lines import ledger_lines

    made = count(workspace, None, first_day, last_day, output)
    print_answer(made, ledger_lines(made), as_json=as_json, is_result=output is None)
