"""The commands, a file for each group: each parses its options, calls one function, and maps errors to exit codes.

Exit codes: 0 done, 1 a bug of ours, 2 usage, 3 bad input, 4 infeasible, 5 no roster within the time limit,
6 verification found violations.

A command imports what it calls when it runs, so that help, usage errors and small commands wait for no solver.
"""

from __future__ import annotations

import gc
from typing import get_args

import click

from scheduler.catalogue import Language
from scheduler.cli import (
    activities,
    arrivals,
    days,
    desk,
    hours,
    leave,
    planning,
    published,
    rosters,
    scenarios,
    workspaces,
)
from scheduler.cli.errors import EXIT_BUG, EXIT_USAGE, EXIT_VIOLATIONS, Commands
from scheduler.cli.language import OPTION
from scheduler.log import hide_log, show_log

__all__ = ["EXIT_BUG", "EXIT_USAGE", "EXIT_VIOLATIONS", "main"]

_NEW_OBJECTS = 200_000
"""After so many Python looks for cycles of garbage: of its own accord it does after 700, and then a tenth of a command
that reads, plans and builds a model goes into walking through records that stay."""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scheduler")
@click.option(
    OPTION,
    type=click.Choice(get_args(Language)),
    expose_value=False,
    help="Language of what is printed and written; may stand behind the command as well.  [default: that of the "
    "workspace, else the machine's]",
)
@click.option("--debug", is_flag=True, help="Show the log, and the traceback of a bug instead of saving it.")
def main(debug: bool) -> None:
    """Weekly rosters for a contact centre.

    \b
    Exit codes: 0 done, 1 a bug of ours, 2 usage, 3 bad input, 4 infeasible,
    5 no roster within the time limit, 6 verification found violations.
    """
    (show_log if debug else hide_log)()
    gc.set_threshold(_NEW_OBJECTS)


for _command in (
    planning.generate,
    planning.model,
    rosters.verify,
    rosters.repair,
    rosters.export,
    desk.why,
    desk.cover,
    desk.swap,
    leave.leave,
    activities.activities,
    published.publish,
    published.history,
    published.compare,
    published.forget,
    hours.ledger,
    days.actuals,
    days.review,
    days.simulate,
    days.today,
    workspaces.validate,
    workspaces.rules,
    workspaces.init,
    arrivals.demand,
    arrivals.calibrate,
    scenarios.what_if,
):
    main.add_command(_command)
