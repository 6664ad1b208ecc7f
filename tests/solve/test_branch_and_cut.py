"""HiGHS in the background tells what it finds, and ends when it is told to."""

from __future__ import annotations

import time

from scheduler.solve.branch_and_cut import BranchAndCut
from scheduler.solve.linear.program import linear_program
from tests.solve.centre import prepared
from tests.solve.linear.test_relaxation import odd_cycle
from tests.solve.test_incumbent import incumbent


def test_it_brings_a_bound_and_a_solution_and_ends_on_close() -> None:
    best = incumbent()
    background = BranchAndCut(linear_program(odd_cycle(5)), best, 100.0)
    try:
        while background.is_running:
            background.listen()
            time.sleep(0.05)
        background.listen()
        assert (best.cost, best.bound) == (31, 31)
    finally:
        background.close()
    assert not background.is_running


def test_it_can_be_closed_before_it_has_sent_anything() -> None:
    background = BranchAndCut(prepared().program, incumbent(), 100.0)
    background.close()
    assert not background.is_running
