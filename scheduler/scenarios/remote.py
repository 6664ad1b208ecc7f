"""A scenario on other machines: what goes there names nobody, and what comes back is checked.

People go by numbers, in the order of their ids; their names, the reasons of absences, the centre's name and the places
of files stay here. A roster comes back as the text of a ``roster.csv``, which is read as any file of somebody else's,
and the run's files are made here, after every rule was checked here.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import Field, FiniteFloat

from scheduler.constraints.base import Rule
from scheduler.domain.base import Frozen, NameOf
from scheduler.domain.known_days import KnownRoster
from scheduler.domain.roster import Roster
from scheduler.errors import SchedulerError
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.planning import plan_problem
from scheduler.readers.roster import read_roster
from scheduler.result import SolveResult, Status
from scheduler.scenarios.evaluating import Result, ScenarioTask, evaluate, finished
from scheduler.scenarios.measures import Depth
from scheduler.writers.roster_csv import write_roster

_MOST_FIGURES = 10_000
_FigureName = Annotated[str, Field(pattern=r"^[a-z0-9_.]{1,100}$")]


class _Search(Frozen):
    """How the search ended, as `SolveResult` has it."""

    objective: int
    best_bound: FiniteFloat | None
    bound_source: Annotated[str, Field(max_length=200)]
    unavoidable_cost: int
    cost_by_rule: dict[Annotated[str, Field(pattern=r"^R[0-9]{2}$")], int]
    build_seconds: FiniteFloat
    solve_seconds: FiniteFloat
    is_deterministic: bool


class _Answer(Frozen):
    """All that another machine may say of a scenario."""

    status: Status
    seconds: FiniteFloat
    figures: Annotated[dict[_FigureName, FiniteFloat], Field(default_factory=dict, max_length=_MOST_FIGURES)]
    search: _Search | None = None
    roster: str | None = None


def numbers_of(workspace: Workspace) -> dict[str, str]:
    """A number for each id that the workspace knows, as text that sorts as the ids do."""
    ids = {person.employee_id for person in workspace.employees}
    for rows in (workspace.absences, workspace.requests, workspace.locks, workspace.history):
        ids.update(row.employee_id for row in rows)
    published = [known.roster for known in workspace.published]
    for roster in (workspace.previous, *([workspace.known.roster] if workspace.known else []), *published):
        ids.update(row.employee_id for row in roster.assignments)
    width = len(str(len(ids)))
    return {employee: f"{number:0{width}}" for number, employee in enumerate(sorted(ids), 1)}


def anonymous(task: ScenarioTask) -> ScenarioTask:
    """The task as it may leave this machine."""
    workspace = task.workspace
    number = numbers_of(workspace)
    settings = workspace.settings
    kinds = {
        name: settings.kind_of_absence(name).model_copy(update={"name": f"kind{number}", "name_ko": "", "name_en": ""})
        for number, name in enumerate(sorted({absence.kind for absence in workspace.absences}))
    }
    return replace(
        task,
        start=None if task.start is None else _renamed(task.start, number),
        workspace=replace(
            workspace,
            folder=Path(),
            settings=settings.model_copy(
                update={
                    "centre": settings.centre.model_copy(update={"name": "", "name_ko": "", "name_en": ""}),
                    "absence_kinds": tuple(kinds.values()),
                    "unplanned_absence_kind": None,
                    "working_time": settings.working_time.model_copy(update={"day_in_lieu_kind": None}),
                    "rules": tuple(_rule_by_numbers(rule, number) for rule in settings.rules),
                    "store": None,
                }
            ),
            employees=tuple(
                person.model_copy(update={"employee_id": number[person.employee_id], "name": ""})
                for person in workspace.employees
            ),
            absences=tuple(
                absence.model_copy(
                    update={"employee_id": number[absence.employee_id], "kind": kinds[absence.kind].name}
                )
                for absence in workspace.absences
            ),
            requests=_by_numbers(workspace.requests, number),
            locks=_by_numbers(workspace.locks, number),
            history=_by_numbers(workspace.history, number),
            activities=(),
            history_of_files=None,
            last_published=None,
            taken=None,
            previous=_renamed(workspace.previous, number),
            known=None if workspace.known is None else _known_by_numbers(workspace.known, number),
            published=tuple(_known_by_numbers(known, number) for known in workspace.published),
            inputs_sha256="",
            input_hashes={},
            absence_rows={},
            lock_rows={},
            request_rows={},
            sources={},
        ),
    )


def _by_numbers(rows: tuple[Any, ...], number: Mapping[str, str]) -> tuple[Any, ...]:
    return tuple(row.model_copy(update={"employee_id": number[row.employee_id]}) for row in rows)


def _renamed(roster: Roster, names: Mapping[str, str]) -> Roster:
    """The roster under other ids; rows of people who have none are of no use elsewhere."""
    return Roster.of(
        replace(row, employee_id=names[row.employee_id]) for row in roster.assignments if row.employee_id in names
    )


def _known_by_numbers(known: KnownRoster, number: Mapping[str, str]) -> KnownRoster:
    return replace(known, roster=_renamed(known.roster, number), source="")


def _rule_by_numbers(rule: Rule, number: Mapping[str, str]) -> Any:
    """The rule with numbers in place of the ids in it: the keys of all its settings that are by employee."""
    changed = {}
    for name, field in type(rule).model_fields.items():
        keys = get_args(field.annotation)[:1]
        if keys and NameOf.EMPLOYEE in getattr(keys[0], "__metadata__", ()):
            by_employee: Mapping[str, object] = getattr(rule, name)
            changed[name] = {number[employee]: value for employee, value in by_employee.items() if employee in number}
    return rule.model_copy(update=changed) if changed else rule


def evaluate_remotely(task: ScenarioTask) -> Any:
    """Look at an anonymous scenario; what is found is plain data."""
    began = time.monotonic()
    if task.depth is not Depth.ROSTER:
        found = evaluate(task)
        return {"status": str(found.status), "figures": dict(found.figures), "seconds": found.seconds}
    from scheduler.solve import solve  # a compiler, which the other depths do not wait for

    problem = plan_problem(task.workspace, task.first_day, task.days)
    result = solve(problem, task.workspace.settings.rules, options=task.solving, start=task.start)
    answer: dict[str, object] = {"status": str(result.status)}
    if result.roster is not None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "roster.csv"
            write_roster(path, result.roster, task.workspace.settings.centre.zone)
            answer["roster"] = path.read_text(encoding="utf-8-sig")
        answer["search"] = {name: getattr(result, name) for name in _Search.model_fields}
    return answer | {"seconds": time.monotonic() - began}


def read_answer(task: ScenarioTask, data: object) -> Result:
    """What another machine has found of a scenario, checked.

    Raises
    ------
    ValueError
        It is no answer to this task, or its roster breaks a rule or costs otherwise than was said.
    """
    answer = _Answer.model_validate(data)
    if answer.roster is None or answer.search is None:
        if task.depth is Depth.ROSTER:
            if answer.status in (Status.OPTIMAL, Status.FEASIBLE):
                raise ValueError(Message("a roster is missing"))
            return Result(
                answer.status,
                {"staff": len({person.employee_id for person in task.workspace.employees})},
                seconds=answer.seconds,
            )
        return Result(answer.status, answer.figures, seconds=answer.seconds)
    try:
        roster = _read_roster(task, answer.roster)
        result = SolveResult(status=answer.status, roster=roster, **answer.search.model_dump())
        return finished(task, result)
    except SchedulerError as error:
        raise ValueError(str(error)) from error


def _read_roster(task: ScenarioTask, text: str) -> Roster:
    """The roster under the ids of this task."""
    workspace = anonymous(task).workspace
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_text(text, encoding="utf-8")
        roster = read_roster(path, workspace.settings, workspace.employees, workspace.absences)
    return _renamed(roster, {number: employee for employee, number in numbers_of(task.workspace).items()})


def reader(tasks: list[ScenarioTask]) -> Callable[[int, object], Result]:
    """What makes a result of a task's number and the data that came for it."""
    return lambda number, data: read_answer(tasks[number], data)
