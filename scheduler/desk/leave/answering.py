"""The command's one function: read, find rosters that prove what stands, decide, look at the days, enter."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.config import Settings
from scheduler.days_around import with_days_before
from scheduler.desk.leave.absence_program import By
from scheduler.desk.leave.balances import Balances
from scheduler.desk.leave.deciding import Deciding, Decision
from scheduler.desk.leave.entering import enter, held, refuse_other_file, refuse_output, write_rows
from scheduler.desk.leave.outlook import DayOutlook, outlook
from scheduler.desk.leave.proofs import ProofLimits, Proofs
from scheduler.desk.swap import Publishing
from scheduler.diagnose import explain
from scheduler.domain.activities import Activity
from scheduler.domain.attended import attendance, fallen_json
from scheduler.domain.calendar import ONE_DAY, ONE_WEEK
from scheduler.domain.leave import LeaveRequest
from scheduler.domain.limits import MOST_WEEKS
from scheduler.domain.people import Absence
from scheduler.domain.roster import Roster
from scheduler.errors import Fault, InfeasibleError, InputError, NoRosterError, SchedulerError, ViolationError
from scheduler.from_store.rosters import read_published
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.publishing.publish import Publication
from scheduler.readers.leave import BALANCES_FILE, read_leave_balances, read_leave_requests
from scheduler.result import Status
from scheduler.run.planning import Plan, plan
from scheduler.run.reading import opened
from scheduler.standing import Changes


@dataclass(frozen=True)
class Leave:
    """What was found.

    Attributes
    ----------
    plan
        The workspace, and the facts of all weeks that were looked at.
    first_day, last_day, today
        The days that were asked about, and the one that counts as today.
    days
        What the days hold, after what is granted.
    decided
        The requests in the order in which they were decided.
    steps
        How many were granted by the person's own shifts alone, by the person's weeks made anew, by those of the team,
        by the whole week, and by more weeks.
    publication
        The version of published weeks; None: none was made.
    is_entered
        Whether what is granted was entered in the workspace.
    written
        A file with the rows; None: none.
    fallen_activities
        How many people no longer attend what in published weeks: they, the trainer, or too many others are on leave.
    seconds
        Of deciding alone, the rosters of the beginning not counted, and of all.
    """

    plan: Plan
    first_day: date
    last_day: date
    today: date
    days: tuple[DayOutlook, ...]
    decided: tuple[Decision, ...]
    steps: dict[str, int]
    publication: Publication | None = None
    is_entered: bool = False
    written: Path | None = None
    fallen_activities: Counter[Activity] = field(default_factory=Counter)
    seconds: tuple[float, float] = (0.0, 0.0)

    @property
    def settings(self) -> Settings:
        """The settings of the workspace."""
        return self.plan.settings

    @property
    def granted(self) -> tuple[Absence, ...]:
        """The absences that are granted."""
        return tuple(absence for one in self.decided for absence in one.entered)

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        language = self.settings.language
        return {
            "first_day": str(self.first_day),
            "last_day": str(self.last_day),
            "order": self.settings.leave.order,
            "most_missing_share": self.settings.leave.most_missing_share,
            "outlook": [day.as_json() for day in self.days],
            "granted": sum(one.is_granted for one in self.decided),
            "fallen_activities": fallen_json(self.fallen_activities),
            "requests": [decision_json(one, language) for one in self.decided],
            "version": None if self.publication is None else self.publication.version.number,
            "entered": self.is_entered,
        }


def decision_json(one: Decision, language: Any) -> dict[str, Any]:
    """A decision for other programs."""
    asked = one.request.absence
    return {
        "row": one.request.row,
        "employee_id": asked.employee_id,
        "from": str(asked.first_day),
        "to": str(asked.last_day),
        "kind": asked.kind,
        "part": asked.part,
        "times": asked.times,
        "granted": one.is_granted,
        "absences": [{"from": str(own.first_day), "to": str(own.last_day)} for own in one.entered],
        "days": round(one.days, 4),
        "points": round(one.points, 4),
        "days_left": None if one.left is None else round(one.left, 4),
        "against": None if one.against is None else str(one.against),
        "rules": list(one.rules),
        "reasons": [reason.text(language) for reason in one.reasons],
        "waiting": one.waiting,
        "nearest": [{"from": str(first), "to": str(last)} for first, last in one.nearest],
    }


def leave(
    workspace: Workspace | Path | str,
    first_day: date,
    last_day: date,
    *,
    requests: Path | None = None,
    with_outlook: bool = True,
    today: date | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
    by: By = "team",
    is_to_publish: bool = False,
    author: str | None = None,
    note: str = "",
    output: Path | None = None,
) -> Leave:
    """Say how many more may be off on which days, and decide requests for leave.

    Parameters
    ----------
    workspace
        The workspace.
    first_day, last_day
        The days that are asked about, both included. Weeks from the last known day on are looked at as well, since
        nobody can say of a week alone what the ones before leave possible.
    requests
        A file as of `read_leave_requests`; None: none is decided.
    with_outlook
        Whether the days are looked at.
    today
        The day that counts as today; None: the date at the centre, or the first day where all are past.
    previous, is_first_week
        As of `open_desk`.
    by
        Whether the days are looked at by team or by queue.
    is_to_publish
        Enter what is granted in ``absences.csv``, and publish what it changes of published weeks.
    author, note
        As of `publish`.
    output
        A csv file for the rows that are granted.

    Raises
    ------
    InputError
        The inputs have faults, a request lies outside the days or in the past, or the days before are not known.
    InfeasibleError
        Even without requests the hard rules of some week cannot hold.
    NoRosterError
        No roster of some week was found within `leave.search_seconds`.
    ViolationError
        What is published breaks a hard rule.
    """
    began = time.monotonic()
    if output is not None:
        refuse_output(output)
    if last_day < first_day:
        raise InputError.of(
            "--to",
            Message("{last} lies before {first}, the day of --from", last=last_day, first=first_day),
            Message("exchange the two dates"),
        )
    workspace = with_days_before(opened(workspace), previous, is_first_week=is_first_week)
    settings = workspace.settings
    if is_to_publish:
        refuse_other_file(workspace)
    now = today or datetime.now(settings.centre.zone).date()
    is_over = today is None and last_day < now
    now = first_day if is_over else now
    if is_over and is_to_publish:
        raise InputError.of(
            "--publish",
            Message("the days are over; past days stay as they are"),
            Message("say with --today which day it is"),
        )
    asked = [] if requests is None else read_leave_requests(requests, settings, workspace.employees)
    if requests is not None:
        _refuse_days_outside(requests, asked, first_day, last_day, now)
    balances_path = workspace.folder / BALANCES_FILE
    balances = read_leave_balances(balances_path, settings, workspace.employees) if balances_path.is_file() else []
    holding = held(workspace)
    monday = _first_monday(workspace, first_day, holding)
    weeks = (last_day - monday).days // 7 + 1
    if weeks > MOST_WEEKS:
        raise InputError.of(
            "--to",
            Message("{first} to {last} are too many days", first=monday, last=last_day),
            Message("take at most {most_weeks} weeks, from the last known day on", most_weeks=MOST_WEEKS),
        )
    is_first_week = is_first_week or _was_first_week(workspace, monday, holding)
    planned = plan(workspace, monday, weeks, previous=previous, is_first_week=is_first_week)
    limits = ProofLimits(
        settings.leave.most_missing_share,
        settings.leave.search_seconds,
        now,
        now + timedelta(days=settings.notice_days),
    )
    proofs = Proofs(planned.problem, planned.rules, limits, settings.solve)
    _begin(proofs, planned)
    published = {week: proofs.rosters[week] for week in range(proofs.n_weeks) if proofs.published[week]}
    holidays = planned.problem.public_holidays or {}
    deciding = Deciding(
        proofs,
        settings,
        planned.rules,
        Balances.of(settings, workspace.employees, holidays, balances),
        workspace.absences,
        first_day,
        last_day,
        now,
    )
    started = time.monotonic()
    decided = deciding.decide(asked)
    spent = time.monotonic() - started
    proofs = deciding.proofs
    broken = proofs.breaches()
    if broken:
        raise SchedulerError(
            Message(
                "the rosters that prove what is granted break a hard rule: {what}",
                what=broken[0][1].checked.hard[0].said,
            )
        )
    days = (
        tuple(outlook(proofs, planned, max(first_day, now), last_day, _usual_kind(settings, asked), by))
        if with_outlook
        else ()
    )
    found = Leave(
        planned,
        first_day,
        last_day,
        now,
        days,
        tuple(decided),
        proofs.steps,
        fallen_activities=_attended(published) - _attended({week: proofs.rosters[week] for week in published}),
    )
    if output is not None:
        write_rows(output, found.granted)
        found = replace(found, written=output)
    if is_to_publish and found.granted:
        changes = _changes(proofs, published)
        _refuse_gap(proofs, changes)
        publication = enter(workspace, found.granted, changes, holding, now, Publishing("leave", author, note))
        found = replace(found, publication=publication, is_entered=True)
    return replace(found, seconds=(spent, time.monotonic() - began))


def _usual_kind(settings: Settings, asked: Sequence[LeaveRequest]) -> str:
    """The kind of absence of those who might be off: that of most requests; without any the first that is paid."""
    kinds = [request.absence.kind for request in asked]
    if kinds:
        return max(sorted(set(kinds)), key=kinds.count)
    named = settings.kinds_of_absence
    return next((name for name, kind in named.items() if kind.paid and not kind.on_duty), next(iter(named), ""))


def _first_monday(workspace: Workspace, first_day: date, holding: Iterable[date]) -> date:
    """Monday of the first week that is looked at: that of the first day, or the one after the last known day before."""
    monday = first_day - first_day.weekday() * ONE_DAY
    known = [row.date for row in workspace.previous.assignments]
    if workspace.known is not None:
        known.append(workspace.known.last_day)
    known += holding
    before = [on for on in known if on < monday]
    # Days after the last row of a week may be days on which nobody works.
    last = max(before, default=monday - ONE_DAY)
    return min(monday, last - last.weekday() * ONE_DAY + ONE_WEEK)


def _was_first_week(workspace: Workspace, monday: date, holding: Collection[date]) -> bool:
    """Whether the first week is published, and was so as one before which nobody worked."""
    week = monday, monday + ONE_WEEK - ONE_DAY
    return any(week[0] <= on <= week[1] for on in holding) and read_published(workspace, week)[0].is_first_week


def _refuse_days_outside(
    path: Path, asked: Sequence[LeaveRequest], first_day: date, last_day: date, today: date
) -> None:
    faults = []
    for request in asked:
        one = request.absence
        if one.first_day < first_day or one.last_day > last_day:
            faults.append(
                Fault(
                    str(path),
                    request.row,
                    "from" if one.first_day < first_day else "to",
                    Message(
                        "{first} to {last} does not lie within the days that are decided",
                        first=one.first_day,
                        last=one.last_day,
                    ),
                    Message("widen --from and --to, which are {first} and {last}", first=first_day, last=last_day),
                )
            )
        elif one.first_day < today:
            faults.append(
                Fault(
                    str(path),
                    request.row,
                    "from",
                    Message("{day} is past; past days stay as they are", day=one.first_day),
                    Message("name {today} or later, or say with --today which day it is", today=today),
                )
            )
    if faults:
        raise InputError(faults)


def _begin(proofs: Proofs, planned: Plan) -> None:
    """Find the rosters of the beginning, and make sure that those that are published keep the rules."""
    language = planned.settings.language
    for week in range(proofs.n_weeks):
        if proofs.published[week] and (week == 0 or proofs.rosters[week - 1] is not None):
            hard = proofs.standing(week).checked.hard
            if hard:
                raise ViolationError([f"{breach.rule} {breach.text(language)}" for breach in hard])
    found = proofs.begin()
    if found.status is Status.INFEASIBLE:
        reasons = explain(planned.problem, proofs.rules, workers=planned.settings.solve.workers)
        raise InfeasibleError([reason.text(language) for reason in reasons])
    if found.roster is None and found.status is not Status.FEASIBLE:
        raise NoRosterError(
            Message(
                "no rosters of all weeks were found within {seconds:g} s, and none was proven impossible: set "
                "leave.search_seconds higher to look longer",
                seconds=proofs.limits.seconds,
            )
        )


def _refuse_gap(proofs: Proofs, changes: Changes) -> None:
    """Make sure that what is published in one version are weeks one after the other."""
    weeks = {proofs.week_of(on) for _, on in changes}
    gap = next(
        (week for week in range(min(weeks, default=0), max(weeks, default=0)) if not proofs.published[week]), None
    )
    if gap is not None:
        between = proofs.monday + gap * ONE_WEEK
        raise InputError.of(
            "--publish",
            Message("published weeks on both sides of {monday} change, and that week is not published", monday=between),
            Message("decide the requests before and after it one after the other, with --from and --to"),
        )


def _attended(rosters: Mapping[int, Roster | None]) -> Counter[Activity]:
    return sum((attendance(roster) for roster in rosters.values() if roster is not None), Counter[Activity]())


def _changes(proofs: Proofs, published: Mapping[int, Roster | None]) -> Changes:
    """What people work otherwise than is published."""
    pairs = ((before, proofs.rosters[week]) for week, before in published.items())
    differ = [before.changes_to(after) for before, after in pairs if before is not None and after is not None]
    return {place: rows for changes in differ for place, rows in changes.items()}
