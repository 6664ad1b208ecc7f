"""Wishes that must be met and cannot be: faults of their file, before anything is searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from scheduler.constraints.base import Rule
from scheduler.constraints.conflict import Conflict
from scheduler.diagnose import conflicts_with_wishes
from scheduler.domain.demand import Demand
from scheduler.domain.problem import Problem
from scheduler.errors import Fault, InputError
from scheduler.from_store.surroundings import with_published
from scheduler.inputs import Workspace
from scheduler.messages import Message, joined
from scheduler.planning import DAYS_PER_WEEK, horizon_of, plan_problem


def refuse_impossible_wishes(workspace: Workspace) -> None:
    """Make sure that nothing stands against a wish of a workspace that must be met, in any of its weeks.

    Each calendar week by itself, with what is known of the days around it; on others nobody is taken to have worked.

    Raises
    ------
    InputError
        With every such wish.
    """
    faults: list[Fault] = []
    for monday in sorted({wish.date - timedelta(days=wish.date.weekday()) for wish in workspace.request_rows}):
        try:
            known = with_published(
                replace(workspace, is_first_week=True), monday, monday + timedelta(days=DAYS_PER_WEEK - 1)
            )
            nothing = Demand(horizon_of(workspace.settings, monday, DAYS_PER_WEEK), {})
            problem = plan_problem(known, monday, DAYS_PER_WEEK, demand=nothing)
        except InputError as error:
            faults += error.faults
        else:
            faults += faults_of_wishes(known, problem, workspace.settings.rules)
    if faults:
        raise InputError(list(dict.fromkeys(faults)))


def faults_of_wishes(workspace: Workspace, problem: Problem, rules: Sequence[Rule]) -> Iterator[Fault]:
    """A fault for each wish that must be met and that the rules of its person forbid, whatever the others do."""
    for conflict in conflicts_with_wishes(problem, rules):
        yield from _faults_of(workspace, conflict)


def _faults_of(workspace: Workspace, conflict: Conflict) -> Iterator[Fault]:
    against = [rule for rule in conflict.rules() if rule is not conflict.broken]
    offered = sorted(
        (remedy for rule in against for remedy in rule.remedies(conflict)), key=lambda remedy: remedy.effort
    )
    for wish in conflict.problem.requests:
        if wish.is_must and wish.date == conflict.on:
            message = Message(
                "{employee} must have {shift} on {day}", employee=wish.employee_id, shift=wish.shift, day=wish.date
            )
            if against:
                message = Message(
                    "{wish}, and this stands against it: {facts}",
                    wish=message,
                    facts=joined("; ", (rule.meaning(conflict) for rule in against)),
                )
            else:
                message = Message("{wish}, on which nobody works it", wish=message)
            yield Fault(
                workspace.sources.get("requests", "requests.csv"),
                workspace.request_rows.get(wish, 0),
                "weight",
                message,
                joined(
                    "; ",
                    [Message("give the wish a number as its weight"), *(one.said for one in offered[:2])],
                ),
            )
