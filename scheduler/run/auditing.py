"""The third step of a run: a roster held against every rule, be it a search's, a file's, or anybody's."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from scheduler.config import Solving
from scheduler.days_around import with_days_before
from scheduler.domain.edits import Edit, EditedRoster
from scheduler.domain.known_days import HeldDays
from scheduler.domain.limits import MOST_WEEKS
from scheduler.domain.roster import Roster
from scheduler.errors import InputError, SchedulerError, ViolationError
from scheduler.figures import Run
from scheduler.from_store.rosters import DaySpan, is_published
from scheduler.from_store.surroundings import with_published
from scheduler.inputs import Workspace
from scheduler.messages import Message, joined
from scheduler.planning import plan_problem
from scheduler.readers.roster import read_roster
from scheduler.readers.workspace import read_workspace
from scheduler.result import SolveResult, Status
from scheduler.run.planning import Plan
from scheduler.run.reading import read_checked_roster
from scheduler.run_record import absences_to_enter, record_of
from scheduler.staffing.planned_activities import as_planned
from scheduler.verify import audit as audit_roster
from scheduler.verify import disagreement


def audit(plan: Plan, roster: Roster) -> Run:
    """Check a roster of the planned weeks against every rule of a plan, from its datetimes alone.

    Its breaches of hard rules are ``audit.hard`` of what is returned, the priced misses ``audit.soft``.
    """
    return verified(plan, roster, time.monotonic())


def refuse_breaches(run: Run) -> None:
    """Make sure that a roster that somebody brings keeps every hard rule.

    Raises
    ------
    ViolationError
        It does not.
    """
    if run.audit is not None and run.audit.hard:
        raise ViolationError([f"{breach.rule} {breach.text(run.settings.language)}" for breach in run.audit.hard])


def verify(
    folder: Path,
    roster_path: Path,
    first_day: date | None = None,
    *,
    previous: Path | None = None,
    is_first_week: bool = False,
    keeps_record: bool = False,
) -> Run:
    """Check a roster file against every rule, from scratch.

    Parameters
    ----------
    folder
        The workspace.
    roster_path
        The roster's file, the folder of a run, or ``published``.
    first_day
        The Monday on which the checked days begin; None: the week of the roster's earliest date. Of what is published,
        only this week is checked; None: the days of the newest version.
    previous
        The roster of the days before and after, a file or the folder of a run; None: the workspace's.
    is_first_week
        Nobody worked on the days before of which no roster speaks; so it is, too, where a run was made with that.
    keeps_record
        Of a run, count what it recorded when it was made: the published versions, the calls that were counted until
        then, and without `previous` the days around.

    Raises
    ------
    InputError
        The workspace or the roster's file has faults, or the days before are not known.
    """
    began = time.monotonic()
    record = record_of(roster_path) if keeps_record and not is_published(roster_path) else None
    workspace = with_days_before(
        read_workspace(folder, counted_to=None if record is None else record.counted),
        previous,
        is_first_week=is_first_week,
        of_run=roster_path,
        keeps_record=keeps_record,
    )
    workspace, edited = read_checked_roster(roster_path, _with_what_was_told(workspace, roster_path), _week(first_day))
    as_taken = None if record is None else record.published or ()
    plan = plan_of(workspace, edited, roster_path, first_day, as_taken=as_taken)
    return verified(plan, edited.roster, began)


def _with_what_was_told(workspace: Workspace, path: Path) -> Workspace:
    """The inputs with the absences for which a run was repaired, be they entered since or not: they made it so."""
    record = None if is_published(path) else record_of(path)
    told = () if record is None else absences_to_enter(record, workspace)
    return replace(workspace, absences=(*workspace.absences, *told)) if told else workspace


def _week(first_day: date | None) -> DaySpan | None:
    return None if first_day is None else (first_day, first_day + timedelta(days=6))


@dataclass(frozen=True)
class EditedRun:
    """A roster that was edited by hand, checked as it was written and as it stands now."""

    before: Run
    after: Run
    edits: tuple[Edit, ...]


def verify_edits(
    folder: Path,
    roster_path: Path,
    first_day: date | None = None,
    *,
    previous: Path | None = None,
    is_first_week: bool = False,
) -> EditedRun:
    """Check a roster file as `verify` does, and say what was edited in it since it was written.

    A csv file does not tell: it has no edits.

    Parameters
    ----------
    folder, roster_path, first_day, previous, is_first_week
        As of `verify`.

    Raises
    ------
    InputError
        The workspace or the roster's file has faults, or the days before are not known.
    """
    began = time.monotonic()
    workspace = with_days_before(read_workspace(folder), previous, is_first_week=is_first_week, of_run=roster_path)
    workspace, edited = read_checked_roster(roster_path, _with_what_was_told(workspace, roster_path), _week(first_day))
    plan = plan_of(workspace, edited, roster_path, first_day)
    after = verified(plan, edited.roster, began)
    before = verified(plan, edited.before, began) if edited.edits else after
    return EditedRun(before, after, edited.edits)


def plan_of(
    workspace: Workspace,
    edited: EditedRoster,
    path: Path,
    first_day: date | None = None,
    *,
    as_taken: Sequence[HeldDays] | None = None,
) -> Plan:
    """The whole weeks of a roster's days, those that were edited away included.

    Parameters
    ----------
    workspace
        The inputs, with what is known of the days before.
    edited, path
        The roster, and its file for its faults.
    first_day
        The Monday on which the weeks begin; None: that of the roster's earliest date.
    as_taken
        The published versions that count; None: those that hold now.

    Raises
    ------
    InputError
        The roster is empty or too long, or its weeks cannot be planned.
    """
    dates = {row.date for roster in (edited.before, edited.roster) for row in roster.assignments}
    if not dates:
        raise InputError.of(
            path, Message("the roster has no rows"), Message("name a roster with at least one worked day")
        )
    monday = min(dates) - timedelta(days=min(dates).weekday())
    if (max(dates) - monday).days >= 7 * MOST_WEEKS:
        raise InputError.of(
            path,
            Message("its rows go from {first} to {last}", first=min(dates), last=max(dates)),
            Message("name a roster of at most {most_weeks} weeks", most_weeks=MOST_WEEKS),
        )
    first_day = first_day or monday
    weeks = max(1, -(-((max(dates) - first_day).days + 1) // 7))
    workspace = with_published(workspace, first_day, first_day + timedelta(days=7 * weeks - 1), as_taken=as_taken)
    return Plan(workspace, plan_problem(workspace, first_day, 7 * weeks), workspace.settings.rules)


def verified(plan: Plan, roster: Roster, began: float) -> Run:
    """A roster with its check; `began` is when the work did, by the monotonic clock in seconds."""
    result = SolveResult(Status.FEASIBLE, roster, None, None, "", 0, {}, 0.0, 0.0)
    run = with_audit(unchecked(plan, result, plan.settings.solve), roster)
    return replace(run, total_seconds=time.monotonic() - began)


def unchecked(plan: Plan, result: SolveResult, solving: Solving) -> Run:
    """What a search within these limits ended with, before its roster is checked."""
    return Run(
        settings=plan.settings,
        problem=plan.problem,
        rules=plan.rules,
        result=result,
        roster=None,
        audit=None,
        solving=solving,
        total_seconds=0.0,
        inputs_sha256=plan.workspace.inputs_sha256,
        last_published=plan.workspace.last_published,
        counted=plan.workspace.counted,
    )


def with_audit(run: Run, roster: Roster) -> Run:
    """The run with another roster in place of its own, the demand that holds for it, and its audit."""
    problem = as_planned(run.settings, run.problem, roster)
    return replace(run, problem=problem, roster=roster, audit=audit_roster(problem, run.rules, roster))


def with_roster_of(run: Run, path: Path) -> Run:
    """The run with the roster of a file in place of its own, and with its audit: its own where both are the same."""
    read = read_roster(path, run.settings, run.problem.employees)
    is_checked = run.audit is not None and run.roster is not None and read.is_same_as(run.roster)
    return run if is_checked else with_audit(run, read)


def accepted(run: Run) -> Run:
    """The run of a search with the cost that the checks find, after they have found nothing wrong with its roster.

    A run that no search made has no cost to be replaced.

    Raises
    ------
    SchedulerError
        It breaks a hard rule, or costs otherwise than the search says: a bug.
    """
    assert run.audit is not None
    if run.audit.hard:
        raise SchedulerError(
            joined(
                "\n",
                (
                    Message("the roster that was found breaks hard rules, so it was not written:"),
                    *(
                        Message("{rule} {what}", rule=violation.rule, what=violation.said)
                        for violation in run.audit.hard
                    ),
                ),
            )
        )
    contradiction = disagreement(run.audit, run.result)
    if contradiction is not None:
        raise SchedulerError(
            Message("the roster that was found was not written: {contradiction}", contradiction=contradiction)
        )
    if run.result.objective is None:
        return run
    return replace(run, result=run.result.priced(run.audit.cost_by_rule))
