"""One repair from end to end: read, gather the facts, price the allowances, choose, write."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scheduler.changes.between import Change, changes_between
from scheduler.changes.for_programs import change_json
from scheduler.constraints import with_rule
from scheduler.constraints.absences import Absences
from scheduler.constraints.least_change import LeastChange
from scheduler.constraints.locks import Locks
from scheduler.constraints.requests import Requests
from scheduler.days_around import with_days_before
from scheduler.domain.activities import Activity
from scheduler.domain.attended import attendance, fallen_json, still_attending, without_activities
from scheduler.domain.edits import Edit
from scheduler.domain.people import Absence, Request
from scheduler.domain.roster import Roster
from scheduler.errors import InfeasibleError, OutputError, SchedulerError
from scheduler.figures import Run
from scheduler.formats.run_folder import CHANGES_FILE, SUMMARY_FILE
from scheduler.from_store.rosters import is_published, weeks_of
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.repair.absences import possible, with_absences, without_past
from scheduler.repair.edits import read_edits, with_edits
from scheduler.repair.facts import gather
from scheduler.repair.prices import PricedAllowance, choose, price
from scheduler.repair.wishes import read_wishes, with_wishes
from scheduler.run.auditing import plan_of, refuse_breaches, verified, with_audit, with_roster_of
from scheduler.run.on_call import with_on_call
from scheduler.run.reading import opened, read_checked_roster
from scheduler.run.report_process import ReportProcess, is_worth_a_process
from scheduler.run.writing import write_forms
from scheduler.run_record import RunRecord, record_of_search
from scheduler.solve.repair.model import RepairModel
from scheduler.writers.files import kept_file, refuse_taken_file
from scheduler.writers.folder import refuse_foreign_folder, run_folder
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.summary_json import write_summary

_CHANGE_POINTS = 1000
"""Price of a changed day where the workspace has none: an agent missing for half an hour."""


@dataclass(frozen=True)
class Repair:
    """A repaired roster, and what the choice was.

    Attributes
    ----------
    published, unmoved, repaired
        The roster as it was published, what was left of it if nobody is asked, and the chosen one.
    absences
        What to enter in the workspace: the days of absence on which somebody was to work.
    shortened
        Absences that began before today, as they were told.
    edits
        What was written by hand and is kept.
    wishes
        New wishes, and whether they are met.
    fallen
        The shifts that fall out.
    fallen_activities
        How many people no longer attend what, since they, the trainer, or too many others are not there.
    changes
        Who must be told what.
    priced
        Every allowance.
    chosen
        The one whose roster `repaired` is.
    last_closed_day
        Days up to it stay as published.
    today
        The day that counts as today.
    written
        Where the roster was written; None: nowhere.
    seconds
        From reading the inputs on.
    """

    published: Run
    unmoved: Run
    repaired: Run
    absences: tuple[Absence, ...]
    shortened: tuple[Absence, ...]
    edits: tuple[Edit, ...]
    wishes: tuple[tuple[Request, bool], ...]
    fallen: tuple[Change, ...]
    fallen_activities: Counter[Activity]
    changes: tuple[Change, ...]
    priced: tuple[PricedAllowance, ...]
    chosen: PricedAllowance
    last_closed_day: date
    today: date
    written: Path | None
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        runs = {"published": self.published, "unmoved": self.unmoved, "repaired": self.repaired}
        return {
            "today": self.today.isoformat(),
            "last_closed_day": self.last_closed_day.isoformat(),
            "changes": [change_json(change) for change in self.changes],
            "fallen": [change_json(change) for change in self.fallen],
            "fallen_activities": fallen_json(self.fallen_activities),
            "others_moved": self.chosen.touched,
            "edits": [
                {
                    "employee_id": edit.employee_id,
                    "date": edit.date.isoformat(),
                    "old": list(edit.old),
                    "new": list(edit.new),
                    "cell": edit.cell,
                }
                for edit in self.edits
            ],
            "wishes": [
                {"employee_id": wish.employee_id, "date": wish.date.isoformat(), "shift": wish.shift, "is_met": is_met}
                for wish, is_met in self.wishes
            ],
            "absences": [absence.row() for absence in self.absences],
            "counted_from_today": [absence.employee_id for absence in self.shortened],
            "rosters": {
                name: {
                    "shortfall_agent_hours": run.totals.shortfall_agent_hours,
                    "service_level": run.totals.service_level,
                    "asa_seconds": run.totals.asa_seconds,
                    "cost": 0 if run.audit is None else run.audit.cost,
                    "hard_rules_broken": 0 if run.audit is None else len(run.audit.hard),
                }
                for name, run in runs.items()
            },
            "allowances": [
                {
                    "people": entry.allowed,
                    "people_moved": entry.touched,
                    "days_changed": len(entry.changes),
                    "status": entry.status.value,
                    "cost": None if entry.audit is None else entry.audit.cost,
                    "is_chosen": entry is self.chosen,
                }
                for entry in self.priced
            ],
            "written": None if self.written is None else str(self.written),
        }


def repair(
    workspace: Workspace | Path | str,
    published_path: Path,
    absences: Sequence[Absence] = (),
    *,
    edited_path: Path | None = None,
    requests_path: Path | None = None,
    today: date,
    frozen_days: int | None = None,
    max_people: int | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
    output: Path | None = None,
) -> Repair:
    """Find the least change of a published roster that makes good for absences, edits and new wishes.

    Parameters
    ----------
    workspace
        The workspace.
    published_path
        The published roster: a csv file, a workbook, the folder of a run, or ``published`` for what the store has of
        the weeks of what came up.
    absences
        Who cannot work when. Days on which they were off anyway change nothing.
    edited_path
        A workbook of the roster in which days were written over: these stay as they stand there.
    requests_path
        A file like ``requests.csv`` with wishes that came in since.
    today
        Earlier days are past.
    frozen_days
        How many days from today on stay as published, today included; 0: today may still change; None: the
        `notice_days` of the workspace.
    max_people
        How many people may be told something new, those who are absent, whose days were edited or who wished for it
        not counted; None: as many of `ALLOWANCES` as it takes.
    previous
        The roster of the days before and after, a file or the folder of a run; None: the workspace's.
    is_first_week
        Nobody worked on the days before of which no roster speaks.
    output
        The run's folder to write, or a ``.csv`` or ``.xlsx`` file; what stood there is kept beside it as ``.bak``.
        None: nothing is written.

    Raises
    ------
    InputError
        The workspace, the roster or another file has faults, an absence, edit or wish cannot be, or the days before
        are not known.
    InfeasibleError
        The hard rules cannot be restored within the allowance; says why, and what would be enough.
    OutputError
        The output cannot be written.
    """
    began = time.monotonic()
    if output is not None:
        if output.suffix.lower() in _FILES:
            refuse_taken_file(output)
        else:
            refuse_foreign_folder(output, "roster")
    workspace = with_days_before(opened(workspace), previous, is_first_week=is_first_week, of_run=published_path)
    edits, wishes = read_edits(edited_path, workspace), read_wishes(requests_path, workspace)
    came_up = {
        *(on for one in absences for on in (max(one.first_day, min(one.last_day, today)), one.last_day)),
        *(edit.date for edit in edits.found),
        *(wish.date for _, wish in wishes),
    }
    workspace, edited = read_checked_roster(published_path, workspace, weeks_of(*came_up))
    if edited_path is not None and not is_published(published_path) and published_path.samefile(edited_path):
        edited = replace(edited, roster=edited.before)  # what was published is the workbook before its edits
    published = without_activities(edited.roster)
    plan = plan_of(workspace, edited, published_path)
    workspace = plan.workspace
    problem = plan.problem.replace(published_days=None)
    horizon = problem.horizon
    told_absences = absences
    absences = possible(
        told_absences,
        workspace.employees,
        horizon.first_day,
        horizon.date_of(horizon.days - 1),
        today,
        workspace.settings.unplanned_kind,
    )
    rules = with_rule(workspace.settings.rules, Locks(source="--lock"))
    # A repair gives nobody a shift on a day of absence in any case.
    rules = with_rule(rules, Absences(source="repair"))
    # A workspace that leaves it out would let a repair change days for nothing.
    rules = with_rule(rules, LeastChange(weight=_CHANGE_POINTS, source="repair"))
    first_open_day = today + timedelta(days=workspace.settings.notice_days if frozen_days is None else frozen_days)
    now = with_absences(without_past(problem, published, today), published, absences)
    facts = gather(
        with_wishes(with_edits(now, published, edits, today), wishes, requests_path, first_open_day),
        rules,
        published,
        first_open_day,
        edits.rows,
        {(wish.employee_id, wish.date) for _, wish in wishes},
    )
    solving = workspace.settings.solve
    as_published = replace(plan, problem=problem.replace(published=published), rules=rules)
    is_long = output is not None and output.suffix.lower() not in _FILES and is_worth_a_process(facts.problem)
    with ReportProcess() if is_long else nullcontext() as drawing:
        model = RepairModel(facts.problem, rules, facts.open_places, facts.uncounted)
        with ThreadPoolExecutor(1) as meanwhile:  # the search leaves room for it while solvers work
            checking = meanwhile.submit(verified, as_published, edited.roster, began)
            if drawing is not None:
                prepare = drawing.prepare
                checking.add_done_callback(lambda done: prepare(done.result()))
            priced = price(facts, rules, model, max_people, workers=solving.workers, seed=solving.seed)
        before = checking.result()
        assert before.audit is not None
        unmoved = replace(before, problem=facts.problem, roster=facts.unmoved, audit=facts.unmoved_audit)
        searched, runs = priced, dict[Roster, Run]()
        if edited.roster.has_activities:
            # The search knows nothing of what people attend: what no longer can be falls out, what is left counts.
            for roster in (facts.unmoved, *(entry.roster for entry in priced if entry.roster is not None)):
                if roster not in runs:
                    left = still_attending(workspace.activities, roster, edited.roster, horizon.zone)
                    runs[roster] = with_audit(unmoved, left)
            unmoved = runs[facts.unmoved]
            priced = [_attended(entry, runs) for entry in priced]
        chosen = choose(priced, before.audit, max_people)
        if chosen is None or chosen.roster is None:
            from scheduler.repair.why_not import reasons

            without = choose(searched, before.audit, max_people)
            if without is not None and without.roster in runs:
                refuse_breaches(runs[without.roster])
            raise InfeasibleError(reasons(facts, rules, priced, max_people, workspace.settings.language))

        # The others were checked by what they change; what is chosen is checked whole.
        repaired = with_audit(replace(unmoved, problem=facts.problem), chosen.roster)
        assert repaired.audit is not None
        if chosen.audit is None or Counter(repaired.audit.violations) != Counter(chosen.audit.violations):
            raise SchedulerError(
                Message("the checks of what a repair changes and of the whole roster contradict each other")
            )
        seconds = time.monotonic() - began
        repaired = replace(repaired, result=replace(before.result, roster=chosen.roster, solve_seconds=seconds))
        # Whoever was on call stays so; others come in for those who fall ill or work now.
        repaired = with_on_call(repaired, edited.roster.on_call or (), absences)
        assert repaired.roster is not None
        told, fallen = changes_between(facts.problem, edited.roster, repaired.roster)
        entered = tuple(absence for absence in now.absences if absence not in problem.absences)
        if output is not None:
            record = record_of_search(
                workspace,
                horizon.first_day,
                horizon.days,
                command="repair",
                options=solving,
                given={
                    "published": None if is_published(published_path) else published_path,
                    "edited": edited_path,
                    "requests": requests_path,
                },
            )
            record = record.model_copy(update={"has_result": True, "absences": entered})
            repaired = _write(repaired, told, output, record, began, drawing)
    return Repair(
        published=before,
        unmoved=unmoved,
        repaired=repaired,
        absences=entered,
        shortened=tuple(one for one in told_absences if one.first_day < today),
        edits=edits.found,
        wishes=tuple((wish, _is_met(wish, chosen.roster, workspace)) for _, wish in wishes),
        fallen=tuple(fallen),
        fallen_activities=attendance(edited.roster) - attendance(chosen.roster),
        changes=tuple(told),
        priced=tuple(priced),
        chosen=chosen,
        last_closed_day=first_open_day - timedelta(days=1),
        today=today,
        written=output,
        seconds=seconds,
    )


def _attended(entry: PricedAllowance, runs: Mapping[Roster, Run]) -> PricedAllowance:
    """The entry with what people still attend in its roster, and with its check then."""
    if entry.roster is None:
        return entry
    run = runs[entry.roster]
    return replace(entry, roster=run.roster, audit=run.audit, problem=run.problem)


def _is_met(wish: Request, roster: Roster, workspace: Workspace) -> bool:
    rows = [row for row in roster.of_employee(wish.employee_id) if row.date == wish.date]
    return Requests.is_met(wish, rows, workspace.settings.centre.zone)


_FILES = (".csv", ".xlsx")


def _write(
    run: Run,
    changes: Sequence[Change],
    output: Path,
    record: RunRecord,
    began: float,
    drawing: ReportProcess | None,
) -> Run:
    """Write the repaired roster as a run's folder, or as a file; what stood there is kept as ``.bak``."""
    from scheduler.changes.frames import changes_frame
    from scheduler.frames.csv_file import write_csv
    from scheduler.writers.workbook import write_workbook

    assert run.roster is not None
    if output.suffix.lower() in _FILES:
        if run.roster.has_activities and output.suffix.lower() == ".csv":
            raise OutputError(
                Message(
                    "{output} cannot have what people attend; name a folder or a .xlsx file with --output",
                    output=output,
                )
            )
        with kept_file(output) as temporary:
            if output.suffix.lower() == ".csv":
                write_roster(temporary, run.roster, run.settings.centre.zone)
            else:
                write_workbook(temporary, run)
            return with_roster_of(run, temporary)
    with run_folder(output, record) as folder:
        run = write_forms(run, folder, drawing=drawing)
        # With a mark, by which Excel knows UTF-8: it is opened to call people, and not by programs.
        write_csv(folder / CHANGES_FILE, changes_frame(changes, run.settings.centre.zone), with_bom=True)
        run = replace(run, total_seconds=time.monotonic() - began)
        write_summary(folder / SUMMARY_FILE, run)
    return run
