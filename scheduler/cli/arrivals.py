"""Commands about callers: how many agents they need, and what their past says of handling times and the like."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from scheduler.cli.language import said
from scheduler.cli.options import week_options, workspace_argument
from scheduler.cli.output import print_answer, print_lines, tell_notices
from scheduler.cli.parameters import DayParam
from scheduler.messages import Message


@click.command()
@workspace_argument
@week_options
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be given several times.")
@click.option("--explain", is_flag=True, help="A sentence for each interval instead of a table.")
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw arrivals with their band and the requirement into this .png, .svg or .html instead.",
)
def demand(workspace: Path, week: date, weeks: int, queues: tuple[str, ...], explain: bool, plot: Path | None) -> None:
    """Print how many agents each queue of WORKSPACE needs in each interval, and which target asks for them.

    The arrivals are forecast from the history before the week; calls_p10 and calls_p90 hold four fifths of what
    will be counted.
    """
    from scheduler.console.listings import demand_explained, demand_table
    from scheduler.run.planning import demand as planned_demand
    from scheduler.writers.demand_plot import plot_demand

    planned = planned_demand(workspace, week, weeks)
    settings, problem, rows = planned.settings, planned.problem, planned.rows_of(queues)
    if unknown := sorted(set(queues).difference(planned.queues)):
        raise click.BadParameter(
            said(Message("'{name}' is none of {known}", name=unknown[0], known=", ".join(planned.queues))),
            param_hint="'--queue'",
        )
    tell_notices(problem.demand.notices, settings.language)
    if plot is not None:
        tell_notices(
            plot_demand(plot, settings, problem.demand, problem.public_holidays or {}, queues or None),
            settings.language,
        )
        click.echo(plot)
    elif explain:
        print_lines(demand_explained(rows, settings.language))
    else:
        print_lines(demand_table(rows, settings))


@click.command()
@workspace_argument
@click.option(
    "--from-actuals",
    "is_from_actuals",
    is_flag=True,
    help="From what `scheduler actuals` has taken in, not from calibration.yaml.",
)
@click.option(
    "--from", "first_day", type=DayParam(), metavar="DATE", help="Its first day.  [default: eight weeks before --to]"
)
@click.option(
    "--to", "last_day", type=DayParam(), metavar="DATE", help="Its last day, included.  [default: the newest]"
)
@click.option("--json", "as_json", is_flag=True, help="Print its figures for other programs.")
@click.option(
    "--roster",
    type=click.Path(exists=True, path_type=Path),
    help="Roster, or folder of a run, whose first week gives the staff.  [default: previous_roster.csv]",
)
def calibrate(
    workspace: Path,
    is_from_actuals: bool,
    first_day: date | None,
    last_day: date | None,
    as_json: bool,
    roster: Path | None,
) -> None:
    """Estimate settings of WORKSPACE from what was measured; none is changed.

    With --from-actuals: handling times by hour and place, patience, redials and absence by weekday as the store's
    actuals have them, with their 95% intervals, beside what is set. Without it: the handling time and patience behind
    the results reported in calibration.yaml, the reported periods side by side with the best fits, and whether one
    model meets them all.
    """
    if is_from_actuals and roster is not None:
        raise click.UsageError(said(Message("--roster is of calibration.yaml; --from-actuals takes what is published")))
    if not is_from_actuals and (first_day or last_day or as_json):
        raise click.UsageError(said(Message("--from, --to and --json are of --from-actuals alone")))
    if is_from_actuals:
        from scheduler.day.calibrating.calibrating import measure_settings
        from scheduler.day.calibrating.lines import measured_lines

        measured = measure_settings(workspace, first_day, last_day)
        print_answer(measured, measured_lines(measured), as_json=as_json)
        return
    from scheduler.calibrate import calibrate as calibrated
    from scheduler.calibration_report import calibration_lines
    from scheduler.workspaces import settings_of

    print_lines(calibration_lines(calibrated(workspace, roster), settings_of(workspace).language))
