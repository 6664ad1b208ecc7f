"""One placement from end to end: load the roster, search, hand out, check what was written."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.constraints.interval_rule import IntervalRule
from scheduler.desk.activities.model import PlacementModel
from scheduler.desk.activities.narrowing import narrowed
from scheduler.desk.activities.reasons import Unplaced, unplaced_of
from scheduler.desk.activities.sessions import Sessions
from scheduler.desk.desk import Desk, open_desk
from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.roster import Roster
from scheduler.errors import InputError, NoRosterError, SchedulerError
from scheduler.figures import Run
from scheduler.figures.sessions import Session, sessions_of
from scheduler.formats.run_folder import ACTIVITIES_FILE, SUMMARY_FILE
from scheduler.from_store.rosters import is_published, weeks_of
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.run.auditing import refuse_breaches, with_audit
from scheduler.run.writing import write_forms
from scheduler.run_record import record_of_search
from scheduler.solve.cp_sat import CpSatLimits, solve
from scheduler.solve.linear.mip import SolverStatus
from scheduler.staffing.planned_activities import as_planned, planned_shares
from scheduler.verify import audit
from scheduler.writers.folder import refuse_foreign_folder, run_folder
from scheduler.writers.summary_json import write_summary

_LP_SHARE = 0.5
"""Of the time goes at most to the linear program that chooses times, where there are many."""

_FIRST_SHARE = 0.3
"""This share of the time goes at most to finding out how many attendances have a place at all."""


@dataclass(frozen=True)
class Placement:
    """Where activities were placed, and what that does.

    Attributes
    ----------
    before, after
        The roster as it was and as it is, each with its check.
    sessions
        All sessions of the roster, by time; `new` are the attendances that it had not before.
    placed, moved
        How many attendances are new, and how many meal breaks moved.
    unplaced
        Who finds no place, and why; of nothing that lies outside of the days.
    at_least
        No placement of as many attendances costs less than this, by all rules; None: not known.
    is_proven
        Whether no placement is better: none of more people, and none of as many that costs less.
    share
        Of the scheduled time, the largest that no longer counts as lost in a week, since it is planned.
    written
        The run's folder; None: nothing was written.
    """

    before: Run
    after: Run
    sessions: tuple[Session, ...]
    new: frozenset[tuple[str, Activity]]
    placed: int
    moved: int
    unplaced: tuple[Unplaced, ...]
    at_least: int | None
    is_proven: bool
    share: float
    written: Path | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the roster, the only ones on which anything is placed."""
        horizon = self.after.problem.horizon
        return horizon.first_day, horizon.last_day

    @property
    def outside(self) -> tuple[str, ...]:
        """Names of what is asked for on none of these days."""
        return tuple(request.name for request in self.after.problem.activities if _is_outside(request, self.after))

    def as_json(self) -> Mapping[str, Any]:
        """What other programs read."""
        language = self.after.settings.language

        def figures(run: Run) -> dict[str, Any]:
            totals = run.totals
            return {
                "shortfall_agent_hours": totals.shortfall_agent_hours,
                "service_level": totals.service_level,
                "asa_seconds": totals.asa_seconds,
                "cost": 0 if run.audit is None else run.audit.cost,
            }

        return {
            "days": [on.isoformat() for on in self.days],
            "outside": list(self.outside),
            "sessions": [
                {
                    "activity": one.activity.name,
                    "kind": one.activity.kind,
                    "date": one.date.isoformat(),
                    "start": one.activity.start.isoformat(timespec="minutes"),
                    "end": one.activity.end.isoformat(timespec="minutes"),
                    "people": list(one.people),
                    "trainer": one.trainer,
                    "is_new": any((employee, one.activity) in self.new for employee in one.people),
                }
                for one in self.sessions
            ],
            "placed": self.placed,
            "meals_moved": self.moved,
            "unplaced": [
                {
                    "activity": one.activity,
                    "people": list(one.people),
                    "times": one.times,
                    "reason": one.reason.text(language),
                }
                for one in self.unplaced
            ],
            "before": figures(self.before),
            "after": figures(self.after),
            "cost_at_least": self.at_least,
            "is_proven": self.is_proven,
            "shrinkage_no_longer_counted": self.share,
            "written": None if self.written is None else str(self.written),
        }


def place_activities(
    workspace: Workspace | Path | str,
    roster: Path,
    output: Path | None = None,
    *,
    week: date | None = None,
    today: date | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
    time_limit_seconds: float | None = None,
) -> Placement:
    """Place what ``activities.csv`` of a workspace asks for into a roster, where it costs least service.

    Shifts stay; meal breaks may move within their windows. As many people as can be attend; of all ways to place so
    many, the one that costs least by the rules that count people in each interval, and of these one that moves few
    meal breaks. What is attended in the roster already stays, and counts.

    Parameters
    ----------
    workspace, roster
        The workspace, and the roster's file, the folder of a run, or ``published``.
    output
        The run's folder to write; None: nothing is written.
    week
        Of what is published, the Monday of the week that is looked at; None: the days of the newest version.
    today
        Days before it stay as they are; None: the date at the centre, or of a roster that is over its first day.
    previous, is_first_week
        What is known of the days before, as of `open_desk`.
    time_limit_seconds
        Of the search; None: the workspace's.

    Raises
    ------
    InputError
        The workspace or the roster has faults, or nothing is asked for.
    ViolationError
        The roster breaks hard rules already.
    NoRosterError
        The search ended before it found any placement.
    OutputError
        The folder cannot be written.
    """
    if output is not None:
        refuse_foreign_folder(output, "roster")
    began = time.monotonic()
    if week is not None and not is_published(roster):
        raise InputError.of(
            "--week",
            Message("chooses among what is published, and {roster} has its own days", roster=roster),
            Message("leave it out, or name `published` as the ROSTER"),
        )
    days = None if week is None else weeks_of(week)
    desk = open_desk(workspace, roster, days=days, today=today, previous=previous, is_first_week=is_first_week)
    refuse_breaches(desk.run)
    if not desk.problem.activities:
        raise InputError.of(
            ACTIVITIES_FILE,
            Message("asks for nothing: the workspace has no such file, or it has no rows"),
            Message("write a row for each training or meeting with name, kind and minutes"),
        )
    found = placed_in(desk, time_limit_seconds or desk.run.settings.solve.time_limit_seconds)
    return found if output is None else _written(desk, found, roster, output, began)


def placed_in(desk: Desk, time_limit_seconds: float) -> Placement:
    """Place what is asked for into the roster of a desk, which breaks no hard rule; nothing is written."""
    began, before = time.monotonic(), desk.run
    solving = before.settings.solve
    most = Sessions(desk.problem, desk.roster, desk.today)
    limits = CpSatLimits(
        seconds=_FIRST_SHARE * time_limit_seconds,
        by_work=solving.deterministic,
        workers=solving.workers,
        seed=solving.seed,
    )
    chosen_slots = narrowed(most, before.rules, _LP_SHARE * time_limit_seconds)
    narrow = replace(most, only=chosen_slots.only)
    first = PlacementModel(narrow, before.rules)
    # Of ways to place as many, one at the times that the relaxation uses most is the better beginning.
    best = first.preferring(chosen_slots.used)
    if chosen_slots.only is not None:
        first.hold_others()
    first.built.model.maximize((first.n_meals + 1) * best - first.moved)
    first.begin_with_nothing()
    answer = solve(first.built.model, limits)
    if answer.values is None:
        raise NoRosterError(
            Message(
                "no placement was found within {seconds:g} s; give it longer with --time-limit",
                seconds=time_limit_seconds,
            )
        )
    attendances = sum(answer.values[variable.index] for variable in first.attends.values())
    is_most = answer.status is SolverStatus.OPTIMAL and chosen_slots.only is None
    # What is planned no longer counts as lost, so that the demand depends on how much there is of it.
    problem = as_planned(before.settings, before.problem, first.roster(answer.values))
    sessions = replace(narrow, problem=problem)
    second = PlacementModel(sessions, before.rules)
    model = second.built.model
    model.add(second.placed >= attendances)
    unit = second.n_meals + 1
    model.minimize(unit * second.cost() + second.moved)
    seconds = max(1.0, time_limit_seconds - (0.0 if solving.deterministic else time.monotonic() - began))
    # A search of parts of a solution needs the whole of it, and the division of people between queues as well.
    settled = solve(second.settled(first, answer.values), replace(limits, seconds=seconds / 4))
    near = settled.values is not None and chosen_slots.only is not None
    least = solve(model, replace(limits, seconds=seconds, near_hint=near), hint=settled.values)
    if least.values is None:
        least = replace(settled, bound=float("-inf"), status=SolverStatus.FEASIBLE)
    chosen, values = (first, answer.values) if least.values is None else (second, least.values)
    roster = replace(chosen.roster(values), on_call=desk.roster.on_call)
    checked = audit(problem, before.rules, roster)
    if chosen is second:
        _refuse_contradiction(second, values, checked.cost_by_rule)
    after = with_audit(before, roster)
    if after.audit is None or after.audit.hard or checked.hard:
        found = [*checked.hard, *(after.audit.hard if after.audit else ())]
        raise SchedulerError(
            Message("the placement breaks a hard rule: {what}", what=found[0].said if found else Message("unknown"))
        )
    # What rules find that count no people by interval is the same wherever anything is placed.
    counting = {rule.number for rule in before.rules if isinstance(rule, IntervalRule)}
    others = sum(points for number, points in checked.cost_by_rule.items() if number not in counting)
    if chosen_slots.only is not None:
        bound = chosen_slots.at_least(attendances)
    elif least.bound == float("-inf"):
        bound = None
    else:
        bound = int(least.bound // unit) + second.built.ledger.unavoidable_cost
    outside = {request.name for request in problem.activities if _is_outside(request, before)}
    rows = zip(desk.roster.assignments, roster.assignments, strict=True)
    return Placement(
        before=before,
        after=after,
        sessions=sessions_of(roster, problem.activities),
        new=frozenset(_places_of(roster) - _places_of(desk.roster)),
        placed=attendances,
        moved=sum(old.break_start != new.break_start for old, new in rows),
        unplaced=tuple(
            one for one in unplaced_of(Sessions(problem, roster, desk.today), most) if one.activity not in outside
        ),
        at_least=None if bound is None else bound + others,
        is_proven=is_most and least.status is SolverStatus.OPTIMAL,
        share=float(planned_shares(before.settings, problem, roster).max(initial=0.0)),
    )


def _is_outside(request: ActivityRequest, run: Run) -> bool:
    return not any(request.may_be_on(on) for on in run.problem.horizon.dates())


def _refuse_contradiction(model: PlacementModel, values: Sequence[int], costs: Mapping[str, int]) -> None:
    """Make sure that the checks find no higher cost of what was placed than the search: a bug."""
    from scheduler.solve.extraction import reader

    searched = model.built.ledger.cost_by_rule(reader(list(values)))
    dearer = {number: points for number, points in searched.items() if costs.get(number, 0) > points}
    if dearer:
        raise SchedulerError(
            Message(
                "the checks of a placement and its search contradict each other about the cost of {rules}",
                rules=", ".join(sorted(dearer)),
            )
        )


def _places_of(roster: Roster) -> set[tuple[str, Activity]]:
    """Who attends what."""
    return {(row.employee_id, activity) for row in roster.assignments for activity in row.activities}


def _written(desk: Desk, found: Placement, roster: Path, output: Path, began: float) -> Placement:
    """Write the run's folder; what is shown is what was read back."""
    horizon, settings = desk.problem.horizon, desk.run.settings
    record = record_of_search(
        desk.workspace,
        horizon.first_day,
        horizon.days,
        command="activities",
        options=settings.solve,
        given={"roster": roster} if roster.exists() else {},
    )
    run = replace(found.after, result=replace(found.after.result, roster=found.after.roster))
    with run_folder(output, record.model_copy(update={"has_result": True})) as folder:
        run = write_forms(run, folder)
        run = replace(run, total_seconds=time.monotonic() - began)
        write_summary(folder / SUMMARY_FILE, run)
    return replace(found, after=run, written=output)
