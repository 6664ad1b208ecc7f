"""The most even pace that keeps every deadline: against brute force, a general solver, and its own certificate."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from scheduler.staffing.levelling import level_work, pour

ALWAYS = np.ones(6, dtype=np.bool_)


def work_on(arriving: list[float], deadline: int, is_open: list[int] | None = None) -> list[float]:
    mask = np.ones(len(arriving), dtype=np.bool_) if is_open is None else np.array(is_open, dtype=np.bool_)
    return level_work(np.array(arriving, dtype=float), mask, deadline).tolist()


def test_a_burst_is_spread_over_its_deadline() -> None:
    # What arrives in an interval has that long from the interval's end on.
    assert work_on([0, 6, 0, 0, 0, 0], 2) == pytest.approx([0, 2, 2, 2, 0, 0])


def test_work_that_was_placed_may_be_changed_and_is_placed_again_as_before() -> None:
    arriving = np.array([0.0, 6, 0, 0, 0, 0])
    level_work(arriving, ALWAYS, 2)[:] = -1.0
    assert level_work(arriving, ALWAYS, 2) == pytest.approx([0, 2, 2, 2, 0, 0])


def test_even_arrivals_are_worked_evenly() -> None:
    assert work_on([3, 3, 3, 3, 3, 3], 2) == pytest.approx([3] * 6)


def test_work_is_not_done_before_it_comes() -> None:
    assert work_on([0, 0, 6, 0, 0, 0], 3)[:2] == pytest.approx([0, 0])


def test_what_arrives_while_closed_waits_for_the_opening_and_is_due_from_there() -> None:
    assert work_on([8, 0, 0, 0, 0, 0], 2, [0, 0, 1, 1, 1, 1]) == pytest.approx([0, 0, 4, 4, 0, 0])


def test_closed_hours_do_not_count_towards_the_deadline() -> None:
    assert work_on([6, 0, 0, 0, 0, 0], 2, [1, 0, 0, 1, 1, 1]) == pytest.approx([2, 0, 0, 2, 2, 0])


def test_what_has_come_is_done_by_the_end() -> None:
    assert work_on([0, 0, 0, 0, 0, 6], 3) == pytest.approx([0, 0, 0, 0, 0, 6])


def test_what_comes_after_the_last_opening_is_left() -> None:
    assert work_on([0, 0, 2, 0, 0, 6], 3, [1, 1, 1, 1, 0, 0]) == pytest.approx([0, 0, 1, 1, 0, 0])


def test_a_queue_that_never_opens_does_nothing() -> None:
    assert work_on([6, 6, 6], 1, [0, 0, 0]) == [0, 0, 0]


def test_a_deadline_below_one_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 interval"):
        level_work(np.ones(6), ALWAYS, 0)


@pytest.mark.parametrize("seed", range(20))
def test_no_other_whole_curve_has_a_smaller_peak_or_sum_of_squares(seed: int) -> None:
    rng = np.random.default_rng(seed)
    arrived = np.cumsum(rng.integers(0, 4, 5))
    due = np.concatenate([[0], arrived[:-1]]) - rng.integers(0, 3, 5)
    due = np.maximum.accumulate(np.maximum(due, 0))
    pace = pour(arrived.astype(float), due.astype(float), np.zeros(5), np.full(5, np.inf))
    curves = np.array(
        [
            curve
            for curve in product(range(due[-1] + 1), repeat=5)
            if curve[-1] == due[-1]
            and (np.diff(curve) >= 0).all()
            and (curve <= arrived).all()
            and (curve >= due).all()
        ]
    )
    paces = np.diff(curves, axis=1, prepend=0)
    assert pace.max() <= paces.max(axis=1).min() + 1e-9
    assert (pace**2).sum() <= (paces**2).sum(axis=1).min() + 1e-9


def poured(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A random question that has an answer: bounds, bottoms and rooms around some `answer`."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 9))

    def sometimes(amount: np.ndarray) -> np.ndarray:
        return amount * (rng.random(n) > 0.3)

    answer = sometimes(rng.uniform(0, 5, n))
    room = np.where(rng.random(n) > 0.5, np.inf, answer + sometimes(rng.uniform(0, 3, n)))
    total = np.cumsum(answer)
    upper = np.maximum.accumulate(total + sometimes(rng.uniform(0, 4, n)))
    lower = np.maximum.accumulate(np.maximum(total - sometimes(rng.uniform(0, 4, n)), 0))
    lower[-1] = total[-1]
    return upper, np.minimum(lower, total[-1]), rng.normal(0, 6, n), room, answer


@pytest.mark.parametrize("seed", range(40))
def test_pouring_over_uneven_bottoms_is_the_least_sum_of_squares(seed: int) -> None:
    upper, lower, bottom, room, answer = poured(seed)
    found = pour(upper, lower, bottom, room)
    sums = np.tril(np.ones((len(found), len(found))))
    assert (found >= 0).all()
    assert (found <= room).all()
    assert (sums @ found <= np.minimum(upper, lower[-1]) + 1e-6).all()
    assert (sums @ found >= lower - 1e-6).all()

    best = minimize(
        lambda x: ((bottom + x) ** 2).sum(),
        answer,
        jac=lambda x: 2 * (bottom + x),
        method="SLSQP",
        bounds=[(0, None if np.isinf(most) else most) for most in room],
        constraints=[
            {"type": "ineq", "fun": lambda x: np.minimum(upper, lower[-1]) - sums @ x, "jac": lambda _: -sums},
            {"type": "ineq", "fun": lambda x: sums @ x - lower, "jac": lambda _: sums},
        ],
        options={"maxiter": 500, "ftol": 1e-12},
    )
    assert ((bottom + found) ** 2).sum() <= best.fun + 1e-5


def test_work_goes_where_people_are_less_busy() -> None:
    busy = np.array([9.0, 9, 1, 9, 9, 9])
    arriving = np.array([0.0, 3, 0, 0, 0, 0])
    assert level_work(arriving, ALWAYS, 2, busy=busy) == pytest.approx([0, 0, 3, 0, 0, 0])
    # Only differences count.
    assert level_work(arriving, ALWAYS, 2, busy=busy - 100) == pytest.approx([0, 0, 3, 0, 0, 0])


def test_an_interval_takes_no_more_than_it_has_room_for() -> None:
    busy = np.array([9.0, 9, 1, 9, 9, 9])
    most = np.array([9.0, 9, 2, 9, 9, 9])
    arriving = np.array([0.0, 3, 0, 0, 0, 0])
    assert level_work(arriving, ALWAYS, 2, busy=busy, most=most) == pytest.approx([0, 0.5, 2, 0.5, 0, 0])


def test_too_little_room_for_a_deadline_is_refused() -> None:
    with pytest.raises(ValueError, match="not room"):
        level_work(np.array([0.0, 3, 0, 0, 0, 0]), ALWAYS, 2, most=np.full(6, 0.9))


@given(
    st.lists(st.tuples(st.floats(0, 100), st.booleans()), min_size=1, max_size=40),
    st.integers(1, 8),
)
def test_the_pace_is_feasible_and_changes_only_where_it_must(days: list[tuple[float, bool]], deadline: int) -> None:
    arriving = np.array([work for work, _ in days])
    is_open = np.array([is_open for _, is_open in days])
    work = level_work(arriving, is_open, deadline)
    assert (work >= 0).all()
    assert (work[~is_open] == 0).all()

    # Bounds, written from the rule itself: follow each interval's work to the open interval in which it is due.
    open_at = np.flatnonzero(is_open).tolist()
    n = len(open_at)
    available = np.array([arriving[: at + 1].sum() for at in open_at])
    due = np.zeros(n)
    for at, amount in enumerate(arriving):
        # Evenly arriving work: its last drop comes at the interval's end, so open time counts from there.
        last = sum(is_open[: at + 1]) + deadline - 1
        due[last:] += amount
    if n:
        due[-1] = available[-1]
    done = np.cumsum(work[open_at])
    assert (done <= available + 1e-6).all()
    assert (done >= due - 1e-6).all()

    # The certificate of the least convex cost: the pace rises only where nothing is left to work on, and falls only
    # where everything due has just been done.
    pace = work[open_at]
    for k in range(n - 1):
        if pace[k + 1] > pace[k] + 1e-6:
            assert done[k] == pytest.approx(min(available[k], due[-1]), abs=1e-5)
        if pace[k + 1] < pace[k] - 1e-6:
            assert done[k] == pytest.approx(due[k], abs=1e-5)
    # And the smallest peak: no window has to hold more work than it has room for.
    if n:
        reach = np.concatenate([[0.0], np.minimum(available, due[-1])])
        least_peak = max((due[j] - reach[i]) / (j + 1 - i) for i in range(n) for j in range(i, n))
        assert pace.max() == pytest.approx(max(least_peak, 0.0), abs=1e-5)
