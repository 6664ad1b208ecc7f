"""Work that may wait goes where its people have most time."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.staffing.deferrable import Work, place_work
from scheduler.staffing.levelling import level_work

WEEKDAYS = np.repeat(np.arange(7), 4)  # a week of days with four intervals each
SLOTS = np.arange(28) % 4


def work(arriving: list[float], deadline: int = 3, agents_per_erlang: float = 1.0) -> Work:
    """The same arrivals each day, worked on at all hours."""
    n = len(WEEKDAYS)
    return Work(np.tile(arriving, 7), np.ones(n, dtype=np.bool_), deadline, np.full(n, agents_per_erlang))


def week(*agents: float) -> np.ndarray:
    return np.tile(np.array(agents), (7, 1))


def day(placed: np.ndarray, number: int) -> list[float]:
    return placed.reshape(7, 4)[number].tolist()


def test_without_people_each_queue_is_levelled_by_itself() -> None:
    text, app = work([0, 8, 0, 0]), work([2, 2, 2, 2])
    placed = place_work({"text": text, "app": app}, {}, {}, WEEKDAYS, SLOTS)
    np.testing.assert_allclose(placed["text"], level_work(text.erlangs, text.is_open, 3))
    np.testing.assert_allclose(placed["app"], 2)


def test_work_follows_the_people_where_shifts_overlap() -> None:
    placed = place_work({"text": work([4, 4, 4, 4])}, {}, {("text",): week(2, 7, 7, 2)}, WEEKDAYS, SLOTS)
    assert day(placed["text"], 3) == pytest.approx([1.5, 6.5, 6.5, 1.5])


def test_work_leaves_the_people_to_the_phones_when_these_are_busiest() -> None:
    presence = {("general", "text"): week(6, 6, 6, 6)}
    calls = {"general": np.tile([1.0, 4.0, 1.0, 2.0], 7)}
    placed = place_work({"text": work([2, 2, 2, 2])}, calls, presence, WEEKDAYS, SLOTS)
    # All hours together: 16 agents for calls and text, four an hour.
    assert day(placed["text"], 3) == pytest.approx([3, 0, 3, 2])


def test_on_days_without_access_to_the_phones_their_load_does_not_count() -> None:
    both, alone = np.zeros((7, 4)), week(6, 6, 6, 6)
    both[0], alone[0] = 6, 0
    calls = {"general": np.tile([1.0, 4.0, 1.0, 2.0], 7)}
    presence = {("general", "text"): both, ("text",): alone}
    placed = place_work({"text": work([2, 2, 2, 2], deadline=2)}, calls, presence, WEEKDAYS, SLOTS)
    assert np.ptp(day(placed["text"], 3)) == pytest.approx(0, abs=1e-6)
    assert day(placed["text"], 0)[1] == pytest.approx(0, abs=1e-6)


def test_no_more_people_at_once_than_there_are() -> None:
    # The last hour has no calls at all, but only three people.
    presence = {("general", "text"): week(6, 6, 6, 3)}
    calls = {"general": np.tile([5.0, 5.0, 5.0, 0.0], 7)}
    placed = place_work({"text": work([2, 2, 2, 2])}, calls, presence, WEEKDAYS, SLOTS)
    assert day(placed["text"], 3)[3] == pytest.approx(3)


def test_people_who_only_help_on_the_phones_leave_the_others_to_the_work() -> None:
    presence = {("general", "text"): week(6, 6, 6, 6), ("general",): week(0, 4, 0, 0)}
    calls = {"general": np.tile([2.0, 6.0, 2.0, 2.0], 7)}
    placed = place_work({"text": work([2, 2, 2, 2])}, calls, presence, WEEKDAYS, SLOTS)
    assert day(placed["text"], 3) == pytest.approx([2, 2, 2, 2])


def test_two_queues_of_the_same_people_share_the_quiet_hours() -> None:
    presence = {("app", "text"): week(3, 9, 9, 3)}
    placed = place_work({"text": work([2, 2, 2, 2]), "app": work([2, 2, 2, 2])}, {}, presence, WEEKDAYS, SLOTS)
    assert day(placed["text"] + placed["app"], 3) == pytest.approx([1, 7, 7, 1])


def test_queues_of_different_people_do_not_look_at_each_other() -> None:
    presence = {("text",): week(3, 3, 3, 3), ("app",): week(1, 5, 5, 1)}
    placed = place_work({"text": work([2, 2, 2, 2]), "app": work([2, 2, 2, 2])}, {}, presence, WEEKDAYS, SLOTS)
    assert day(placed["text"], 3) == pytest.approx([2, 2, 2, 2])
    assert day(placed["app"], 3) == pytest.approx([0, 4, 4, 0], abs=1e-6)


def test_presence_is_compared_with_scheduled_agents_not_with_erlangs() -> None:
    placed = place_work({"text": work([2, 2, 2, 2], 3, 2.0)}, {}, {("text",): week(2, 6, 6, 2)}, WEEKDAYS, SLOTS)
    assert day(placed["text"], 3) == pytest.approx([1, 3, 3, 1])


@pytest.mark.parametrize("seed", range(10))
def test_all_work_is_done_within_its_deadline_whoever_is_there(seed: int) -> None:
    rng = np.random.default_rng(seed)
    names = ("text", "app", "portal")
    n = len(WEEKDAYS)
    queues = {
        name: Work(rng.uniform(0, 5, n), rng.random(n) > 0.3, int(rng.integers(1, 6)), rng.uniform(1, 2, n))
        for name in names
    }
    groups = [tuple(name for name in (*names, "general") if rng.random() > 0.5) for _ in range(4)]
    presence = {group: rng.uniform(0, 9, (7, 4)) * (rng.random((7, 1)) > 0.3) for group in groups if group}
    placed = place_work(queues, {"general": rng.uniform(0, 20, n)}, presence, WEEKDAYS, SLOTS)
    for name, queue in queues.items():
        done, came = np.cumsum(placed[name]), np.cumsum(queue.erlangs)
        assert (placed[name][~queue.is_open] == 0).all()
        assert (done <= came + 1e-6).all()
        open_at = np.flatnonzero(queue.is_open)
        for late, at in enumerate(open_at[queue.deadline_intervals - 1 :]):
            assert done[at] >= came[open_at[late]] - queue.erlangs[open_at[late]] - 1e-6
        assert done[open_at[-1]] == pytest.approx(came[open_at[-1]])
