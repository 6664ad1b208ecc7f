"""R11."""

from __future__ import annotations

import pytest

from scheduler.constraints.eligible_queues import EligibleQueues
from scheduler.domain.problem import Problem, QueueAccess
from scheduler.domain.roster import Roster
from scheduler.model import build
from tests.constraints.agreement import MONDAY, assignment, every_roster, person, roster_of, tiny_problem

NO_AGREEMENT = "the model derives the queue of a row and decides nothing"

ON_MONDAYS = QueueAccess(team="day", queue="general", weekdays=frozenset({0}))


def text_problem() -> Problem:
    """Two days, on the first of which the text counsellor may take general calls too."""
    return tiny_problem(days=2, employees=(person(queues=("text", "general")),), queue_access=(ON_MONDAYS,))


def with_queue(problem: Problem, day: int, queue: str) -> Roster:
    return Roster.of([assignment(problem, "E001", problem.horizon.date_of(day), "D", queue=queue)])


def test_rosters_with_derived_queues_have_no_violation() -> None:
    problem = text_problem()
    assert all(EligibleQueues().check(problem, roster_of(problem, choices)) == [] for choices in every_roster(problem))


def test_the_model_is_left_as_it_was() -> None:
    problem = text_problem()
    assert str(build(problem, [EligibleQueues()]).model.proto) == str(build(problem, []).model.proto)


def test_a_second_queue_is_allowed_on_its_weekday() -> None:
    problem = text_problem()
    assert EligibleQueues().check(problem, with_queue(problem, 0, "general")) == []


def test_a_second_queue_is_not_allowed_on_another_weekday() -> None:
    problem = text_problem()
    (found,) = EligibleQueues().check(problem, with_queue(problem, 1, "general"))
    assert found.message == "E001 has queue 'general' on 2023-11-07 (Tue), but serves text on that day"
    assert (found.employee, found.date) == ("E001", problem.horizon.date_of(1))


@pytest.mark.parametrize("queue", ["", "french"])
def test_an_empty_or_foreign_queue_is_found(queue: str) -> None:
    problem = text_problem()
    (found,) = EligibleQueues().check(problem, with_queue(problem, 0, queue))
    assert found.message == f"E001 has queue '{queue}' on 2023-11-06 (Mon), but serves text, general on that day"


def test_office_staff_have_an_empty_queue() -> None:
    problem = tiny_problem(employees=(person(queues=()),))
    assert EligibleQueues().check(problem, with_queue(problem, 0, "")) == []


def test_office_staff_with_a_queue_are_found() -> None:
    problem = tiny_problem(employees=(person(queues=()),))
    (found,) = EligibleQueues().check(problem, with_queue(problem, 0, "general"))
    assert found.message == "E001 has queue 'general' on 2023-11-06 (Mon), but serves no queue on that day"


def test_rows_of_unknown_people_are_left_to_r18() -> None:
    problem = tiny_problem()
    stranger = assignment(problem, "E001", MONDAY, "D", employee_id="E999", queue="french")
    assert EligibleQueues().check(problem, Roster.of([stranger])) == []
