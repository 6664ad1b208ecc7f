"""The roster of a run in another form: workbook, csv file, report, or calendars."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from scheduler.domain.choices import Form
from scheduler.errors import InputError, OutputError
from scheduler.figures import Run
from scheduler.formats.run_folder import (
    CALENDARS_FOLDER,
    REPORT_FILE,
    ROSTER_FILE,
    SUMMARY_FILE,
    TEAMS_FILE,
    WORKBOOK_FILE,
)
from scheduler.from_store.rosters import is_published
from scheduler.messages import Message
from scheduler.result import Status
from scheduler.run.auditing import verify
from scheduler.run_record import record_of
from scheduler.writers.calendars import next_making, write_calendars
from scheduler.writers.files import kept_file, note_file, refuse_taken_file
from scheduler.writers.folder import calendar_folder, refuse_foreign_folder
from scheduler.writers.report import write_report
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.summary_json import summary
from scheduler.writers.workbook import write_teams, write_workbook

_NAMES: dict[Form, str] = {
    "xlsx": WORKBOOK_FILE,
    "teams": TEAMS_FILE,
    "csv": ROSTER_FILE,
    "html": REPORT_FILE,
    "ics": CALENDARS_FOLDER,
}


def export(
    workspace: Path | str,
    run_path: Path,
    form: Form,
    output: Path | None = None,
    *,
    with_bom: bool = False,
    week: date | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
) -> Path:
    """Write the roster of a run in another form.

    Parameters
    ----------
    workspace
        The workspace that the run was made from.
    run_path
        The folder of the run, a roster's file, or ``published``.
    form
        Workbook, workbook for paper, csv file, report, or a folder with a calendar per person.
    output
        What to write; a file that is not the run's own is kept beside it as ``.bak``. None: beside the run's other
        files, under the name that `scheduler generate` uses, or under the file's own name where a file of another
        name was given.
    with_bom
        Begin a csv file with a byte order mark, by which Excel knows UTF-8.
    week
        Of what is published, the Monday of the week; None: the days of the newest version.
    previous, is_first_week
        What is known of the days around, as for `verify`; None: what the run recorded, or the workspace.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    InputError
        The workspace or the roster's file has faults.
    OutputError
        It cannot be written, or would replace the workbook that was read, an input of a workspace, a file of another
        run, or the run's roster unasked.
    """
    target = output or _beside(run_path, form)
    of_run = None if is_published(run_path) else run_path if run_path.is_dir() else run_path.parent
    if form in ("xlsx", "teams") and target.resolve() == run_path.resolve():
        # What somebody marked and noted in it would be gone.
        raise OutputError(Message("{target} is the file that was read; name another with --output", target=target))
    if form == "ics":
        refuse_foreign_folder(target, "calendars")
    else:
        refuse_taken_file(target, of_run)
    try:
        run = verify(Path(workspace), run_path, week, previous=previous, is_first_week=is_first_week, keeps_record=True)
    except InputError:
        if previous is not None or is_first_week or of_run is None or record_of(run_path) is None:
            raise
        # A run is shown as it was made, whatever is known of the days before by now; other faults are raised again.
        run = verify(Path(workspace), run_path, week, is_first_week=True, keeps_record=True)
    roster = run.roster
    assert roster is not None
    if run_path.is_dir():
        run = _with_known_result(run, run_path / SUMMARY_FILE)
    if form == "ics":
        made_at = next_making(datetime.now(UTC), target)
        with calendar_folder(target) as temporary:
            write_calendars(temporary, run, made_at)
        return target
    write: dict[str, Callable[[Path], None]] = {
        "xlsx": lambda path: write_workbook(path, run),
        "teams": lambda path: write_teams(path, run),
        "csv": lambda path: write_roster(path, roster, run.settings.centre.zone, with_bom=with_bom),
        "html": lambda path: write_report(path, run),
    }
    with kept_file(target, of_run) as temporary:
        write[form](temporary)
    note_file(target)
    return target


def _beside(run_path: Path, form: Form) -> Path:
    """Where a form of this run stands when nobody says where."""
    if run_path.is_dir():
        return run_path / _NAMES[form]
    if is_published(run_path):
        raise OutputError(Message("name with --output where the published roster shall stand"))
    # Reading an edited file replaces no roster.csv: that would publish it.
    if run_path.name == ROSTER_FILE:
        return run_path.with_name(_NAMES[form])
    if run_path.name == WORKBOOK_FILE and form == "csv":
        raise OutputError(Message("name with --output where the roster of {run_path} shall stand", run_path=run_path))
    endings = {"ics": f"-{CALENDARS_FOLDER}", "teams": f"-{TEAMS_FILE}"}
    return run_path.with_name(run_path.stem + endings.get(form, f".{form}"))


def _with_known_result(run: Run, path: Path) -> Run:
    """The run with what its summary tells of the search, if the roster and the inputs are still those of then."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        now = summary(run)
        same = ("inputs_sha256", "penalties", "hard_violations", "requests_met", "overtime_hours")
        if any(known[name] != now[name] for name in same):
            return run
        result = replace(
            run.result,
            status=Status(known["status"]),
            objective=known["objective"],
            best_bound=known["best_bound"],
            bound_source=known["bound_source"],
            unavoidable_cost=known["unavoidable_cost"],
            build_seconds=known["build_seconds"],
            solve_seconds=known["solve_seconds"],
            is_deterministic=known["is_deterministic"],
        )
        solving = run.solving.model_copy(update={"seed": known["seed"]})
        return replace(run, result=result, solving=solving, total_seconds=known["total_seconds"])
    except (OSError, ValueError, KeyError):
        return run  # no summary, or one of another version: the roster is exported all the same
