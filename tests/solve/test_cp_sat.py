"""The one call of CP-SAT: limits by work give the same answer however busy the machine is."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from ortools.sat.python import cp_model

from scheduler.solve import cp_sat
from scheduler.solve.linear.mip import SolverStatus

PEOPLE, DAYS, SHIFTS = 14, 7, 3

Told = list[tuple[int, tuple[int, ...]]]


def week(seed: int = 3) -> cp_model.CpModel:
    """People who work five of seven days and are all alike, so that many rosters cost the same."""
    draw = random.Random(seed)
    model = cp_model.CpModel()
    works = {
        (person, day, shift): model.new_bool_var("")
        for person in range(PEOPLE)
        for day in range(DAYS)
        for shift in range(SHIFTS)
    }
    for person in range(PEOPLE):
        for day in range(DAYS):
            model.add_at_most_one(works[person, day, shift] for shift in range(SHIFTS))
            if day:
                model.add_at_most_one(works[person, day - 1, 2], works[person, day, 0])
        model.add(sum(works[person, day, shift] for day in range(DAYS) for shift in range(SHIFTS)) == 5)
    costs = []
    for day in range(DAYS):
        for shift in range(SHIFTS):
            short, over = (model.new_int_var(0, PEOPLE, "") for _ in range(2))
            heads = sum(works[person, day, shift] for person in range(PEOPLE))
            model.add(heads + short - over == draw.randint(2, 5))
            costs += [10 * short, over]
    model.minimize(sum(costs))
    return model


def search(workers: int, seconds: float = 20.0) -> tuple[cp_sat.CpSatAnswer, Told]:
    """The answer, and what was told of each solution."""
    told: Told = []
    limits = cp_sat.CpSatLimits(seconds, by_work=True, workers=workers)
    answer = cp_sat.solve(week(), limits, on_solution=lambda cost, values: told.append((cost, tuple(values))))
    return answer, told


@pytest.mark.parametrize("seconds", [20.0, 1.0], ids=["to the optimum", "to the limit"])
def test_where_work_is_counted_neither_workers_nor_load_change_what_is_found(seconds: float) -> None:
    answer, told = search(1, seconds)
    assert told
    assert answer.values == list(told[-1][1])
    with ThreadPoolExecutor(3) as pool:  # each is the others' load
        for again, told_again in pool.map(lambda workers: search(workers, seconds), (8, 4, 2)):
            assert (again.status, again.values, again.bound) == (answer.status, answer.values, answer.bound)
            assert told_again == told


def test_a_search_by_work_that_has_enough_ends_with_the_solution_after_which_it_had() -> None:
    _, told = search(1)
    assert len(told) > 2
    for enough in (1, len(told) // 2):
        found: Told = []
        answer = cp_sat.solve(
            week(),
            cp_sat.CpSatLimits(20.0, by_work=True, workers=4),
            on_solution=lambda cost, values, found=found: found.append((cost, tuple(values))),  # type: ignore[misc]  # bound in the loop
            is_over=lambda found=found, enough=enough: len(found) >= enough,  # type: ignore[misc]  # likewise
        )
        assert found == told[:enough]
        assert answer.status is SolverStatus.FEASIBLE


@pytest.mark.parametrize("by_work", [False, True])
def test_an_interrupt_ends_a_search_before_its_next_solution(by_work: bool) -> None:
    stop = threading.Event()
    stop.set()
    limits = cp_sat.CpSatLimits(600.0, by_work=by_work, workers=1)
    assert cp_sat.solve(hard(), limits, is_interrupted=stop.is_set).status is SolverStatus.NO_ANSWER


def hard() -> cp_model.CpModel:
    """Random clauses of three, more than can all hold: refuted by nothing but a long search."""
    model = cp_model.CpModel()
    draw = random.Random(1)
    choices = [model.new_bool_var("") for _ in range(500)]
    for _ in range(2300):
        model.add_bool_or([var if draw.random() < 0.5 else ~var for var in draw.sample(choices, 3)])
    return model
