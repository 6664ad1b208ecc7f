"""What a cluster is told of a scenario, and what its answer has to be."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scheduler.config import Solving
from scheduler.domain.known_days import KnownRoster
from scheduler.domain.roster import Roster
from scheduler.inputs import Workspace
from scheduler.parallel.plain import from_text, to_text
from scheduler.readers.workspace import read_workspace
from scheduler.result import Status
from scheduler.scenarios.evaluating import ScenarioTask, evaluate
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.remote import anonymous, evaluate_remotely, numbers_of, read_answer
from tests.constraints.agreement import MONDAY
from tests.workspaces import ABSENCES, PREVIOUS_ROSTER, REQUESTS, SETTINGS, STAFF, write_workspace

BY_WORK = Solving(time_limit_seconds=5.0, deterministic=True, workers=1)
BY_EMPLOYEE = """\
  - {rule: shift_limits, weight: 7, most: {}, most_by_employee: {E003: {V: 4}}}
  - {rule: consecutive_days_off, weight: 3, fewest: 1, fewest_by_employee: {E004: 2}}
  - {rule: most_weekends, weight: 3, most_by_employee: {E007: 0}}
  - {rule: consecutive_shifts, weight: 3, most_by_employee: {E008: 4}, fewest_by_employee: {E008: 2}}
  - {rule: horizon_minutes, weight: 3, least_minutes_by_employee: {E009: 60}, most_minutes_by_employee: {E009: 9000}}
  - {rule: requests, weight: 1}
"""


def told(text: str) -> str:
    """The text with ids and names that occur nowhere by chance."""
    return text.replace("Agent ", "Hong Gildong ").replace("E0", "person-")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("somewhere-private")
    settings = told(SETTINGS.replace("Small centre", "Secret hotline") + BY_EMPLOYEE)
    write_workspace(
        folder,
        workspace=settings,
        staff=told(STAFF),
        absences=told(ABSENCES).replace("annual_leave", "sick_leave"),
        requests=told(REQUESTS),
        previous_roster=told(PREVIOUS_ROSTER),
        history=told("employee_id,nights,weekend_days\nE007,3,1\n"),
        locks=told("employee_id,date,shift\nE004,2023-11-07,D\n"),
    )
    read = read_workspace(folder)
    known = KnownRoster(read.previous, read.previous.assignments[0].date, MONDAY, str(folder))
    # Set afterwards: reading would ask the store.
    private = read.settings.model_copy(update={"store": "postgresql+psycopg://scheduler@db-private/store"})
    return replace(read, settings=private, known=known, published=(known,), is_first_week=True)


def task_of(workspace: Workspace, depth: Depth = Depth.ROSTER) -> ScenarioTask:
    return ScenarioTask(workspace, MONDAY, 7, depth, BY_WORK, Roster.of(workspace.previous.assignments))


@pytest.mark.parametrize(
    "secret", ["person-", "Hong Gildong", "Secret hotline", "sick_leave", "somewhere-private", "db-private"]
)
def test_what_leaves_this_machine_names_nobody(workspace: Workspace, secret: str) -> None:
    assert secret.encode() in pickle.dumps(task_of(workspace))
    assert secret.encode() not in pickle.dumps(anonymous(task_of(workspace)))


def test_numbers_keep_the_order_of_the_ids(workspace: Workspace) -> None:
    number = numbers_of(workspace)
    assert sorted(number, key=lambda employee: number[employee]) == sorted(number)
    assert len(set(number.values())) == len(number) == 12


@pytest.mark.parametrize("depth", Depth)
def test_a_scenario_elsewhere_is_worth_what_it_is_here(workspace: Workspace, depth: Depth) -> None:
    task = task_of(workspace, depth)
    here = evaluate(task)
    there = read_answer(task, from_text(to_text(evaluate_remotely(anonymous(task)))))
    assert there.status == here.status
    assert there.weeks == here.weeks
    assert there.duties == here.duties
    assert there.figures == pytest.approx(here.figures)
    assert set(there.files) == set(here.files)


@pytest.fixture(scope="module")
def answer(workspace: Workspace) -> dict[str, Any]:
    return evaluate_remotely(anonymous(task_of(workspace)))


def without_first_row(answer: dict[str, Any]) -> None:
    header, _, *rows = answer["roster"].splitlines()
    answer["roster"] = "\n".join([header, *rows])


def by_somebody_else(answer: dict[str, Any]) -> None:
    header, first, *rows = answer["roster"].splitlines()
    answer["roster"] = "\n".join([header, "99" + first[2:], *rows])


def cheaper(answer: dict[str, Any]) -> None:
    answer["search"] = answer["search"] | {"objective": answer["search"]["objective"] - 1, "status": "optimal"}


def test_an_answer_comes_with_a_roster(workspace: Workspace, answer: dict[str, Any]) -> None:
    assert read_answer(task_of(workspace), answer).status in (Status.OPTIMAL, Status.FEASIBLE)


@pytest.mark.parametrize(
    "spoil",
    [
        without_first_row,
        by_somebody_else,
        cheaper,
        lambda answer: answer.update(roster="<script>"),
        lambda answer: answer.update(roster=7),
        lambda answer: answer.update(roster=None),
        lambda answer: answer.update(status="fine"),
        lambda answer: answer.update(figures={"<b>": 1.0}),
        lambda answer: answer.update(figures={"staff": float("inf")}),
        lambda answer: answer.update(more=1),
        lambda answer: answer.pop("status"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    workspace: Workspace, answer: dict[str, Any], spoil: Callable[[dict[str, Any]], object]
) -> None:
    spoilt = dict(answer)
    spoil(spoilt)
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong, it counts for nothing
        read_answer(task_of(workspace), spoilt)


def test_no_roster_elsewhere_is_none_here(workspace: Workspace) -> None:
    found = read_answer(task_of(workspace), {"status": "no_solution", "seconds": 1.0})
    assert (found.status, dict(found.figures), dict(found.weeks)) == (Status.NO_SOLUTION, {"staff": 12}, {})
