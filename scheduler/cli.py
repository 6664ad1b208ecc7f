"""The commands: each parses its options, calls one function, and maps errors to exit codes.

Exit codes: 0 done, 1 a bug of ours, 2 usage, 3 bad input, 4 infeasible, 5 no roster within the time limit,
6 verification found violations.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import reduce
from pathlib import Path
from types import FrameType
from typing import Any, cast, get_args

import click

from scheduler import calibrate as calibration
from scheduler import console, exporting, run
from scheduler import repair as repairs
from scheduler.bundled import bundled_workspace
from scheduler.calibration_report import calibration_lines
from scheduler.domain.limits import (
    LARGEST_SEED,
    LONGEST_SEARCH_SECONDS,
    MOST_DAYS,
    MOST_PEOPLE,
    MOST_WEEKS,
    MOST_WORKERS,
    SHORTEST_SEARCH_SECONDS,
    SMALLEST_GAP,
)
from scheduler.domain.people import Absence
from scheduler.domain.written import as_number, as_whole
from scheduler.errors import InfeasibleError, InputError, SchedulerError
from scheduler.exporting import Form
from scheduler.labels import label
from scheduler.locking import LockCells
from scheduler.log import hide_log, show_log
from scheduler.parallel import Cluster
from scheduler.planning import parse_week
from scheduler.progress import ProgressLine, ScenarioLine
from scheduler.readers.cells import CellError, parse_date
from scheduler.repair import parse_absence
from scheduler.run_record import changed_since, workspace_of
from scheduler.scenarios.comparing import Question, compare
from scheduler.scenarios.comparison import all_rows, refuse_nothing
from scheduler.scenarios.measures import Depth
from scheduler.streams import unfailing_streams
from scheduler.writers.comparison import FAILURES_FILE, write_comparison
from scheduler.writers.comparison.lines import comparison_lines
from scheduler.writers.demand_plot import plot_demand
from scheduler.writers.folder import refuse_foreign_folder

EXIT_BUG, EXIT_USAGE, EXIT_VIOLATIONS = 1, 2, 6

Command = Callable[..., None]


class Week(click.ParamType[date]):
    """The Monday of a week: an ISO date, or ``2023-W45``."""

    name = "week"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Turn text into the Monday."""
        if isinstance(value, date):
            return value
        try:
            return parse_week(value)
        except InputError as error:
            (fault,) = error.faults
            self.fail(f"{fault.message}; {fault.remedy}", param, ctx)


class Number(click.FloatRange):
    """A number between two others, written as in files; where it is not 0, at least `least`."""

    def __init__(self, low: float, high: float, least: float = 0) -> None:
        super().__init__(low, high)
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Turn text into the number."""
        try:
            number = super().convert(cast(float, as_number(value)), param, ctx)
        except ValueError:
            self.fail(f"'{value}' is not a number; write it as 12 or 12.5", param, ctx)
        if 0 < number < self._least:
            self.fail(f"'{value}' is too small; write 0, or {self._least:g} or more", param, ctx)
        return number


class Whole(click.IntRange):
    """A whole number between two others, written as in files."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Turn text into the number."""
        try:
            return super().convert(cast(int, as_whole(value)), param, ctx)
        except ValueError:
            self.fail(f"'{value}' is not a whole number; write digits only", param, ctx)


class Today(click.ParamType[date]):
    """A date, written as in files."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Turn text into the date."""
        try:
            return value if isinstance(value, date) else parse_date(value.strip())
        except CellError as error:
            self.fail(f"{error.message}; {error.remedy}", param, ctx)


class Commands(click.Group):
    """Maps every error to its exit code, and shows a traceback of none."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program: what becomes of its output decides nothing, and is said at the end."""
        try:
            with unfailing_streams() as lost:
                return super().main(*args, **kwargs)
        except SystemExit as end:
            if lost and not end.code:
                click.echo(f"standard output: {lost[0].strerror}; what was printed is not whole", err=True)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SchedulerError as error:
            if error.exit_code == EXIT_BUG:
                _say_bug(error, show=ctx.params.get("debug", False))
            else:
                _say(error)
            ctx.exit(error.exit_code)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            click.echo(f"{where}{error.strerror or error}", err=True)
            ctx.exit(EXIT_USAGE)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - the last resort: whatever arrives here is a bug of ours
            _say_bug(error, show=ctx.params.get("debug", False))
            ctx.exit(EXIT_BUG)


def _say(error: SchedulerError) -> None:
    """One line per fault or reason, on standard error."""
    if isinstance(error, InputError):
        for fault in error.faults:
            click.echo(str(fault), err=True)
    elif isinstance(error, InfeasibleError):
        for reason in error.reasons:
            click.echo(reason, err=True)
    else:
        click.echo(str(error), err=True)


def _say_bug(error: Exception, *, show: bool) -> None:
    """Own up, and say where the traceback is."""
    text = "".join(traceback.format_exception(error))
    if show:
        click.echo(text, err=True)
    else:
        with tempfile.NamedTemporaryFile(
            "w", prefix="scheduler-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(text)
        click.echo(
            f"{error}\nThis is a bug in the scheduler, not in your inputs. Please open an issue and attach {file.name}",
            err=True,
        )


def _options(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in the order in which the help lists them."""
    return lambda command: reduce(lambda inner, decorate: decorate(inner), reversed(decorators), command)


_workspace_argument = click.argument(
    "workspace", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="WORKSPACE"
)
_week_options = _options(
    click.option("--week", type=Week(), required=True, help="Monday of the first week, as 2023-11-06 or 2023-W45."),
    click.option("--weeks", type=Whole(1, MOST_WEEKS), default=1, show_default=True, help="How many weeks to plan."),
)


_days_before_options = _options(
    click.option(
        "--previous",
        type=click.Path(exists=True, path_type=Path),
        metavar="RUN_OR_FILE",
        help="Roster of the days before (the folder of a run, or a roster's file): on the days of which it speaks it "
        "takes the place of previous_roster.csv. Days after the planned ones hold as published.",
    ),
    click.option(
        "--first-week",
        "is_first_week",
        is_flag=True,
        help="Nobody worked on the days before of which no roster speaks. Without it unknown days are refused.",
    ),
)
_cluster_options = _options(
    click.option(
        "--cluster",
        metavar="ADDRESS",
        help="Dask scheduler whose workers do the work, as tls://host:8786, with the certificates of Dask's own "
        "settings.  [default: the cores of this machine]",
    ),
    click.option(
        "--cluster-plain-text",
        is_flag=True,
        help="Accept tcp:// to another machine: whoever is on the network can read the pieces and change the answers.",
    ),
)


def _cluster(address: str | None, plain_text: bool) -> Cluster | None:
    return None if address is None else Cluster(address, plain_text)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scheduler")
@click.option("--debug", is_flag=True, help="Show the log, and the traceback of a bug instead of saving it.")
def main(debug: bool) -> None:
    """Weekly rosters for a contact centre.

    \b
    Exit codes: 0 done, 1 a bug of ours, 2 usage, 3 bad input, 4 infeasible,
    5 no roster within the time limit, 6 verification found violations.
    """
    (show_log if debug else hide_log)()


@main.command()
@_workspace_argument
@_week_options
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder of the run; an earlier run in it is kept as its name with .bak.  [default: outputs/<first day>, such "
    "as outputs/2023-11-06]",
)
@click.option(
    "--time-limit",
    type=Number(SHORTEST_SEARCH_SECONDS, LONGEST_SEARCH_SECONDS),
    metavar="SECONDS",
    help="Longest search, in seconds.",
)
@click.option(
    "--gap",
    type=Number(0, 1, least=SMALLEST_GAP),
    metavar="SHARE",
    help="Gap that is good enough, such as 0.01 for 1%.",
)
@click.option("--seed", type=Whole(0, LARGEST_SEED), help="Seed of the search.")
@click.option(
    "--workers",
    type=Whole(1, MOST_WORKERS),
    help="Cores that the search may keep busy, of those that the machine has; with --deterministic two at most. One "
    "process more proves the bound.",
)
@click.option(
    "--deterministic",
    is_flag=True,
    help="The same inputs, seed and versions give the same roster, however busy the machine is: the time limit "
    "counts nominal seconds of work.",
)
@_days_before_options
@click.option(
    "--lock",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="ROSTER",
    help="Roster, as a rule an edited roster.xlsx, of which cells are kept while the rest is planned anew.",
)
@click.option(
    "--lock-cells",
    type=click.Choice(get_args(LockCells)),
    help="Which of its cells: those that were edited, all, or those that are marked, in bold or plain yellow "
    "(#FFFF00).  [default: edited]",
)
@_cluster_options
def generate(
    workspace: Path,
    week: date,
    weeks: int,
    output: Path | None,
    time_limit: float | None,
    gap: float | None,
    seed: int | None,
    workers: int | None,
    deterministic: bool,
    previous: Path | None,
    is_first_week: bool,
    lock: Path | None,
    lock_cells: LockCells | None,
    cluster: str | None,
    cluster_plain_text: bool,
) -> None:
    """Make the roster of WORKSPACE for a week, and write it with its figures.

    Options that are not given are taken from workspace.yaml. Ctrl-C ends the search and keeps the best roster so
    far. A time limit that is reached with a roster in hand is no error; the gap says how good the roster is.
    Of days of the week that --previous knows already, rule R28 keeps changes few.
    Several weeks, or one week of 6,000 people and more, are searched in pieces, which --cluster hands to other
    machines.
    """
    if lock_cells is not None and lock is None:
        raise click.UsageError("--lock-cells needs --lock: which roster's cells?")
    output = output or Path("outputs") / week.isoformat()
    given = {
        "time_limit_seconds": time_limit,
        "relative_gap": gap,
        "seed": seed,
        "workers": workers,
        "deterministic": deterministic or None,
    }
    line = ProgressLine(sys.stderr)
    with _stop_on_interrupt() as stop:
        try:
            finished = run.generate(
                workspace,
                week,
                weeks,
                output,
                options={name: value for name, value in given.items() if value is not None},
                previous=previous,
                is_first_week=is_first_week,
                lock=lock,
                lock_cells=lock_cells or "edited",
                stop=stop,
                report=line,
                cluster=_cluster(cluster, cluster_plain_text),
            )
        finally:
            line.close()
    _print(console.generated(finished, output))


@contextmanager
def _stop_on_interrupt(
    said: str = "stopping; the best roster so far is kept",
) -> Iterator[threading.Event]:
    """Within the block the first Ctrl-C sets the event; the second one ends the program."""
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        click.echo(f"\n{said} (Ctrl-C again to leave at once)", err=True)

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@main.command()
@_workspace_argument
@click.argument("roster", type=click.Path(exists=True, path_type=Path), metavar="ROSTER")
@click.option("--week", type=Week(), help="Monday of the first checked week.  [default: that of the earliest date]")
@_days_before_options
@click.pass_context
def verify(
    ctx: click.Context, workspace: Path, roster: Path, week: date | None, previous: Path | None, is_first_week: bool
) -> None:
    """Check ROSTER, a roster.csv, a roster.xlsx or the folder of a run, against every rule of WORKSPACE from scratch.

    Of a roster.xlsx it first prints which days were edited since it was written (person, day, old and new shift),
    which hard rules that breaks, and what it does to coverage and cost. Then each breach of a hard rule with person,
    rule, day and a sentence, and the cost by rule. Exit code 6 when there is a breach. Nothing is changed or
    published by it.
    """
    checked = run.verify_edits(workspace, roster, week, previous=previous, is_first_week=is_first_week)
    if roster.suffix.lower() == ".xlsx":
        language = checked.after.settings.language
        _print([*console.compared(checked.before, checked.after, checked.edits), ""])
        _print([label("audit_of_edited", language)] if checked.edits else [])
    _tell_changes(workspace, roster)
    _print(console.audited(checked.after))
    if checked.after.audit is not None and checked.after.audit.hard:
        ctx.exit(EXIT_VIOLATIONS)


class AbsenceSpan(click.ParamType[Absence]):
    """Somebody's absence: ``E017:2023-11-08``, or ``E017:2023-11-08..2023-11-10``."""

    name = "absence"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Absence:
        """Turn text into the absence."""
        try:
            return value if isinstance(value, Absence) else parse_absence(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@main.command()
@_workspace_argument
@click.argument("published", type=click.Path(exists=True, path_type=Path), metavar="PUBLISHED")
@click.option(
    "--absence",
    "absences",
    type=AbsenceSpan(),
    multiple=True,
    required=True,
    metavar="EMPLOYEE:DATE[..DATE]",
    help="Who cannot work when, both days included; may be given several times.",
)
@click.option(
    "--max-people",
    type=Whole(0, MOST_PEOPLE),
    help="Most people who may be told something new, those who are absent not counted.  [default: as few as restore "
    "the coverage; where none do, as many as pay, by the prices of the workspace, of up to 10]",
)
@click.option(
    "--frozen-days",
    type=Whole(0, MOST_DAYS),
    default=1,
    show_default=True,
    help="Days of notice: so many days from today on stay as published, today included. Past days always do.",
)
@click.option(
    "--today", type=Today(), metavar="DATE", help="The day that counts as today.  [default: the machine's date]"
)
@_days_before_options
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder of a run, or a .csv or .xlsx file, to write the repaired roster to; what it replaces is kept as "
    "its name with .bak.  [default: nothing is written]",
)
def repair(
    workspace: Path,
    published: Path,
    absences: tuple[Absence, ...],
    max_people: int | None,
    frozen_days: int,
    today: date | None,
    previous: Path | None,
    is_first_week: bool,
    output: Path | None,
) -> None:
    """Repair PUBLISHED, a roster.csv, a roster.xlsx or the folder of a run, after somebody has fallen ill.

    Finds the least change that restores the hard rules and the coverage, and prints who must be told what, and what
    it would bring to touch 0, 1, 2, 3, 5 or 10 people. Days that are past or inside the notice period stay, but for
    the shifts of those who are absent. Nothing is written or published without --output. Exit code 4 where the rules
    cannot be restored, with the reasons.
    """
    found = repairs.repair(
        workspace,
        published,
        absences,
        today=today or date.today(),
        frozen_days=frozen_days,
        max_people=max_people,
        previous=previous,
        is_first_week=is_first_week,
        output=output,
    )
    _tell_changes(workspace, published)
    _print(repairs.repair_lines(found))


@main.command()
@_workspace_argument
@click.option(
    "--annotate",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.xlsx",
    help="Where there are faults, write a copy of the workspace's workbook to this file, its faulty cells marked and "
    "commented.",
)
def validate(workspace: Path, annotate: Path | None) -> None:
    """Check every input of WORKSPACE, and print all faults at once."""
    _print(run.validate(workspace, annotate))


@main.command()
@_workspace_argument
@_week_options
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
    settings, problem, rows = run.demand(workspace, week, weeks)
    known = [queue.name for queue in settings.queues]
    unknown = sorted(set(queues) - set(known))
    if unknown:
        raise click.BadParameter(f"'{unknown[0]}' is none of {', '.join(known)}", param_hint="'--queue'")
    notices = problem.demand.notices
    if plot is not None:
        notices += plot_demand(plot, settings, problem.demand, problem.public_holidays or {}, queues or None)
        click.echo(plot)
    for notice in notices:
        click.echo(notice.text(settings.language), err=True)
    if plot is not None:
        return
    rows = [row for row in rows if row.queue in (queues or known)]
    _print(
        console.demand_explained(rows, settings.language)
        if explain
        else console.demand_table(rows, settings.centre.zone)
    )


@main.command()
@_workspace_argument
@click.option(
    "--roster",
    type=click.Path(exists=True, path_type=Path),
    help="Roster, or folder of a run, whose first week gives the staff.  [default: previous_roster.csv]",
)
def calibrate(workspace: Path, roster: Path | None) -> None:
    """Estimate the handling time and patience behind the results reported in calibration.yaml of WORKSPACE.

    Shows the reported periods side by side with the best fits, and says so if no one model meets them all.
    """
    _print(calibration_lines(calibration.calibrate(workspace, roster), run.settings_of(workspace).language))


@main.command("what-if")
@_workspace_argument
@_week_options
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar="FILE",
    help="Scenario: a file, a folder of them, or the name of one in WORKSPACE/scenarios; a,b is both at once. May be "
    "given several times: each is compared.",
)
@click.option(
    "--headcount",
    multiple=True,
    metavar="GROUP=CHANGE",
    help="People more or fewer in a team, a contract or a shift: day=-10, part_time=+20, night==60. With --inflow one "
    "scenario of its own, or on top of each --scenario.",
)
@click.option(
    "--inflow", multiple=True, metavar="FACTOR", help="More or fewer calls: 1.15, or general=1.15 for a queue."
)
@click.option(
    "--sweep",
    "sweeps",
    multiple=True,
    metavar="WHAT=FROM:TO:STEP",
    help="A scenario for each value: headcount.day=-40:40:10, inflow=0.9:1.3:0.1, "
    "settings.queues.general.aht_seconds=400:460:20. Several make a grid.",
)
@click.option(
    "--find",
    metavar="WHAT",
    help="Vary headcount.GROUP, inflow, inflow.QUEUE or handling_time.QUEUE until --until is just met.",
)
@click.option(
    "--until",
    multiple=True,
    metavar="CONDITION",
    help='A measure of the comparison and its limit: "asa_seconds<=12", "service_level>=80%", '
    '"shortfall_agent_hours<=baseline", "vulnerable.answer_rate_entered>=97.9%". Each is a question of its own.',
)
@click.option(
    "--depth",
    type=click.Choice([depth.value for depth in Depth]),
    default=Depth.COVERAGE.value,
    show_default=True,
    help="staffing: hours needed against hours available; coverage: the best coverage that the hard rules allow, "
    "people being divisible; roster: a roster with names for each scenario.",
)
@click.option(
    "--time-limit",
    type=Number(SHORTEST_SEARCH_SECONDS, LONGEST_SEARCH_SECONDS),
    metavar="SECONDS",
    help="Longest search for a roster.",
)
@click.option(
    "--gap", type=Number(0, 1, least=SMALLEST_GAP), metavar="SHARE", help="Gap of a roster that is good enough."
)
@click.option("--seed", type=Whole(0, LARGEST_SEED), help="Seed of the search for rosters.")
@_days_before_options
@_cluster_options
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder of the comparison.  [default: outputs/what-if/<week>-<depth>]",
)
@click.option(
    "--results",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("outputs") / "what-if" / "results",
    show_default=True,
    help="Folder that keeps finished scenarios: they are not evaluated again.",
)
@click.pass_context
def what_if(
    ctx: click.Context,
    workspace: Path,
    week: date,
    weeks: int,
    scenarios: tuple[str, ...],
    headcount: tuple[str, ...],
    inflow: tuple[str, ...],
    sweeps: tuple[str, ...],
    find: str | None,
    until: tuple[str, ...],
    depth: str,
    time_limit: float | None,
    gap: float | None,
    seed: int | None,
    previous: Path | None,
    is_first_week: bool,
    cluster: str | None,
    cluster_plain_text: bool,
    output: Path | None,
    results: Path,
) -> None:
    """Compare scenarios of WORKSPACE with what it is now: headcount, shifts, rotation, demand.

    Prints the comparison and writes it as csv, xlsx and html. Ctrl-C ends the work and keeps what is finished; the same
    command then goes on from there. A scenario that fails is reported beside the others.
    """
    if bool(find) != bool(until):
        raise click.UsageError("--find and --until go together: what is varied, and until what")
    question = Question(scenarios, headcount, inflow, sweeps, find, until)
    given = {"time_limit_seconds": time_limit, "relative_gap": gap, "seed": seed}
    output = output or Path("outputs") / "what-if" / f"{week:%G-W%V}-{depth}"
    refuse_foreign_folder(output, "comparison")
    line = ScenarioLine(sys.stderr)
    with _stop_on_interrupt("stopping; finished scenarios are kept") as stop:
        try:
            comparison = compare(
                workspace,
                week,
                weeks,
                question,
                depth=Depth(depth),
                results=results,
                options={name: value for name, value in given.items() if value is not None},
                previous=previous,
                is_first_week=is_first_week,
                cluster=_cluster(cluster, cluster_plain_text),
                stop=stop,
                report=line,
            )
        finally:
            line.close()
    is_written = write_comparison(output, comparison)
    files = ["", f"{label('files', comparison.settings.language)}  {output}"] if is_written else []
    _print([*comparison_lines(comparison), *files])
    failed = [row.name for row in all_rows(comparison) if row.error]
    if failed:
        click.echo(
            f"{', '.join(failed)} failed, the others are complete. This is a bug in the scheduler, not in your inputs. "
            f"Please open an issue and attach "
            + (str(output / FAILURES_FILE) if is_written else f"{FAILURES_FILE} of a run with another --output"),
            err=True,
        )
        ctx.exit(EXIT_BUG)
    refuse_nothing(comparison, "" if is_written else f"{output} is as it was, with its earlier comparison")


@main.command()
@click.argument("run_path", type=click.Path(exists=True, path_type=Path), metavar="RUN")
@click.option("--format", "form", type=click.Choice(get_args(Form)), required=True, help="The form to write.")
@click.option(
    "--workspace",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Workspace that the run was made from.  [default: the one that the run remembers]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; for ics a folder.  [default: roster.xlsx, roster.csv, report.html or calendars beside the "
    "run's files; the name of RUN if that is a file of another name]",
)
@_days_before_options
@click.option("--bom", is_flag=True, help="Begin a csv file with a byte order mark, by which Excel knows UTF-8.")
def export(
    run_path: Path,
    form: Form,
    workspace: Path | None,
    output: Path | None,
    previous: Path | None,
    is_first_week: bool,
    bom: bool,
) -> None:
    """Write the roster of RUN, the folder of a run or a roster's file, in another form.

    xlsx is the workbook, csv one row per person and worked day, html the report, and ics a folder with a calendar
    file per person, whose events update those of an earlier export instead of standing twice. A roster that was
    edited by hand is exported with the edits in it. A run's folder remembers its workspace; for a roster's file
    elsewhere, name it. Files that somebody has changed since are not written over.
    """
    if bom and form != "csv":
        raise click.BadParameter("only a csv file has a byte order mark", param_hint="'--bom'")
    workspace = workspace or workspace_of(run_path)
    written = exporting.export(
        workspace, run_path, form, output, with_bom=bom, previous=previous, is_first_week=is_first_week
    )
    _tell_changes(workspace, run_path)
    click.echo(written)


@main.command()
@_workspace_argument
@_week_options
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="File to write: .mps for any mixed-integer solver, .pb for CP-SAT.",
)
@_days_before_options
def model(workspace: Path, week: date, weeks: int, output: Path, previous: Path | None, is_first_week: bool) -> None:
    """Write the model of WORKSPACE for a week, so that anyone can run another solver on it."""
    run.export_model(workspace, week, weeks, output, previous=previous, is_first_week=is_first_week)
    click.echo(output)


@main.command()
@click.option(
    "--workspace",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Workspace whose rules to list.  [default: the current folder if it is one, else the bundled one]",
)
def rules(workspace: Path | None) -> None:
    """List the rules in force, with their weights, parameters and sources."""
    settings = run.settings_of(workspace or _nearest_workspace())
    _print(console.rules_table(sorted(settings.rules, key=lambda rule: rule.number), settings.language))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx"]),
    default="csv",
    show_default=True,
    help="csv: a file for each input; xlsx: one workbook with a sheet for each.",
)
def init(folder: Path, form: str) -> None:
    """Make a new workspace in DIR from the bundled one."""
    run.init(folder, form)
    click.echo(folder)


def _tell_changes(workspace: Path, run_path: Path) -> None:
    """Say which inputs are not those that a run was made from; what follows goes by those of today."""
    if changed := changed_since(run_path, workspace):
        click.echo(f"changed since {run_path} was made, and used as they are now: {', '.join(changed)}", err=True)


def _nearest_workspace() -> Path:
    return Path() if Path("workspace.yaml").exists() else bundled_workspace()


def _print(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)
