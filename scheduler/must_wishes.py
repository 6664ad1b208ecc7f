"""Wishes that must be met and cannot be: faults of their file, before anything is searched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from scheduler.constraints.base import Rule
from scheduler.constraints.conflict import Conflict
from scheduler.constraints.must_requests import MustRequests
from scheduler.diagnose import conflicts_with_wishes
from scheduler.domain.calendar import monday_of
from scheduler.domain.demand import Demand
from scheduler.domain.problem import Problem
from scheduler.errors import Fault, InputError
from scheduler.formats.workspace_files import INPUTS_WORKBOOK
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
    for monday in sorted({monday_of(wish.date) for wish in workspace.request_rows}):
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
    of_day = [wish for wish in conflict.problem.requests if wish.is_must and wish.date == conflict.on]
    ways = {wish: MustRequests.ways_to_meet(conflict.problem, wish) for wish in of_day}
    # A shift that nobody has contradicts nothing: it is out by itself.
    pairs = [{one, other} for one, other in combinations(of_day, 2) if ways[one] and ways[other]]
    contrary = [pair for pair in pairs if not set.intersection(*map(ways.__getitem__, pair))]
    rows = {wish: workspace.request_rows.get(wish, 0) for wish in of_day}
    remedies: list[Message] = [Message("give the wish a number as its weight"), *(one.said for one in offered[:2])]
    meeting = set(conflict.days_against(conflict.broken)) - {conflict.on}
    also = [wish for wish in conflict.problem.requests if wish.is_must and wish.date in meeting] if against else []
    rows |= {wish: workspace.request_rows.get(wish, 0) for wish in also}
    for wish in [*of_day, *also]:
        message = Message(
            "{employee} must have {shift} on {day}", employee=wish.employee_id, shift=wish.shift, day=wish.date
        )
        others = sorted(rows[other] for pair in contrary if wish in pair for other in pair - {wish})
        if others:
            message = Message("{wish}, which contradicts row {row}", wish=message, row=", ".join(map(str, others)))
            remedy = [Message("delete one of the two, or give one of them a number as its weight")]
        elif against:
            facts = joined("; ", (rule.meaning(conflict) for rule in against))
            together = sorted(rows[other] for other in {*of_day, *also} - {wish} if other.date != wish.date)
            if together:
                message = Message("{wish}, together with row {row}", wish=message, row=", ".join(map(str, together)))
            message = Message("{wish}, and this stands against it: {facts}", wish=message, facts=facts)
            remedy = remedies
        elif contrary:
            continue  # it goes with either of those that contradict each other
        else:
            message = Message("{wish}, on which nobody works it", wish=message)
            remedy = remedies
        file = workspace.sources.get("requests", "requests.csv")
        # Of a sheet the row is called as spreadsheets do, by which it can be marked.
        cell = f"{rows[wish]}:{rows[wish]}" if file.startswith(INPUTS_WORKBOOK) else ""
        yield Fault(file, rows[wish], "weight", message, joined("; ", remedy), cell)
