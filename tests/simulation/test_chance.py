"""What is drawn: how many, when, and the same again for the same seed."""

from __future__ import annotations

import numpy as np

from benchmarks.simple_centres import INTERVAL_SECONDS, floor_of, sources_of
from scheduler.simulation.chance import Sources, draw
from scheduler.simulation.floor import WARM_UP_SECONDS, Spans, Staffed
from scheduler.simulation.kernel.layout import Chance
from scheduler.simulation.replications import Piece, replicate

TWO_DAYS = 96


def a_day(shift_hours: float = 9.0, people: int = 200) -> Staffed:
    begins = np.full(people, 9 * 3600.0)
    return floor_of(
        begins,
        begins + shift_hours * 3600.0,
        TWO_DAYS,
        away=Spans(np.arange(people), begins + 3 * 3600.0, begins + 4 * 3600.0),
    )


def with_settings(calls: float = 40.0, **simulating: object) -> Sources:
    found = sources_of(np.full(TWO_DAYS, calls), 120.0)
    return sources_of(np.full(TWO_DAYS, calls), 120.0, simulating=found.simulating.model_copy(update=simulating))


def in_horizon(chance: Chance) -> Chance:
    """The callers of the horizon alone."""
    came = chance.arrives >= 0
    return chance._replace(
        arrives=chance.arrives[came],
        queue=chance.queue[came],
        handling_seconds=chance.handling_seconds[came],
        tries=chance.tries[came],
    )


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    staffed, sources = a_day(), with_settings(redial_share=0.5)
    one, same, other = (draw(staffed, sources, 3, seed) for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one.arrives, other.arrives)
    assert not np.array_equal(one.arrives, draw(staffed, sources, 4, 1).arrives)


def test_replications_do_not_depend_on_who_runs_which() -> None:
    staffed, sources = a_day(people=20), with_settings(10.0)
    together = replicate(Piece(staffed, sources, 1, (0, 1, 2)))
    apart = [replicate(Piece(staffed, sources, 1, (number,)))[0] for number in (2, 0, 1)]
    assert np.array_equal(together, np.stack([apart[1], apart[2], apart[0]]))


def test_other_people_hear_the_same_callers() -> None:
    sources = with_settings()
    many, few = draw(a_day(people=200), sources, 0, 1), draw(a_day(people=20), sources, 0, 1)
    assert np.array_equal(many.arrives, few.arrives)
    assert np.array_equal(many.handling_seconds, few.handling_seconds)


def test_more_calls_on_the_second_day_change_nothing_of_the_first() -> None:
    calls = np.full((1, TWO_DAYS), 40.0)
    more = calls.copy()
    more[0, 48:] *= 1.2
    one, other = (in_horizon(draw(a_day(), sources_of(of, 120.0), 0, 1)) for of in (calls, more))
    day = 86_400.0
    assert np.array_equal(one.arrives[one.arrives < day], other.arrives[other.arrives < day])
    assert (other.arrives >= day).sum() > (one.arrives >= day).sum()


def test_calls_come_at_the_rate_of_each_interval() -> None:
    calls = np.zeros((1, TWO_DAYS))
    calls[0, 20:22] = 5000.0, 20_000.0
    arrives = in_horizon(draw(a_day(), sources_of(calls, 120.0), 0, 1)).arrives
    counted = np.bincount((arrives / INTERVAL_SECONDS).astype(int), minlength=TWO_DAYS)
    assert abs(counted[20] - 5000) < 4 * 5000**0.5
    assert abs(counted[21] - 20_000) < 4 * 20_000**0.5
    assert counted.sum() == counted[20] + counted[21]


def test_counted_calls_come_exactly_as_many() -> None:
    counted = np.arange(TWO_DAYS, dtype=np.float64)[None]
    counted[0, 90:] = np.nan
    sources = sources_of(np.full(TWO_DAYS, 40.0), 120.0, counted=counted)
    arrives = in_horizon(draw(a_day(), sources, 0, 1)).arrives
    found = np.bincount((arrives / INTERVAL_SECONDS).astype(int), minlength=TWO_DAYS)
    assert found[:90].tolist() == list(range(90))
    assert 0 < found[90:].sum() < 6 * 40 * 2  # where nothing was counted they are drawn


def test_before_the_horizon_calls_come_as_in_its_first_interval() -> None:
    arrives = draw(a_day(), with_settings(3000.0), 0, 1).arrives
    before = int((arrives < 0).sum())
    expected = 3000.0 * WARM_UP_SECONDS / INTERVAL_SECONDS
    assert abs(before - expected) < 4 * expected**0.5
    assert arrives.min() > -WARM_UP_SECONDS


def test_uncertain_rates_have_the_variance_of_the_band_and_a_day_in_common() -> None:
    simulating = with_settings(arrivals="uncertain", day_correlation=0.75).simulating
    sources = sources_of(np.full(TWO_DAYS, 2000.0), 120.0, simulating=simulating, relative_variance=np.array([0.04]))
    staffed = a_day(people=1)
    hours = np.array(
        [
            np.bincount((in_horizon(draw(staffed, sources, n, 1)).arrives / 3600.0).astype(int), minlength=48)
            for n in range(150)
        ]
    )
    share = hours[:, :24] / 4000.0
    assert abs(share.mean() - 1.0) < 0.05
    assert 0.03 < share.var(axis=0, ddof=1).mean() < 0.05
    alike = np.corrcoef(share[:, 3], share[:, 17])[0, 1]
    other_day = np.corrcoef(share[:, 3], hours[:, 24 + 3])[0, 1]
    assert 0.6 < alike < 0.9
    assert abs(other_day) < 0.25


def test_as_many_try_again_as_the_share_says() -> None:
    tries = in_horizon(draw(a_day(), with_settings(400.0, redial_share=0.3), 0, 1)).tries
    for least in (1, 2, 3):
        share = 0.3**least
        assert abs((tries >= least).mean() - share) < 4 * (share / len(tries)) ** 0.5


def test_lognormal_handling_times_have_mean_and_variation() -> None:
    handling = draw(a_day(), with_settings(800.0, handling="lognormal", handling_variation=0.5), 0, 1).handling_seconds
    assert abs(handling.mean() / 120.0 - 1.0) < 0.01
    assert abs(handling.std() / handling.mean() - 0.5) < 0.02


def away(chance: Chance, at: float) -> int:
    """Shifts of which a pause lies over a time."""
    return int(((chance.pause_from <= at) & (at < chance.pause_from + chance.pause_seconds)).sum())


def test_staggered_pauses_keep_equally_many_away_at_any_time() -> None:
    sources = sources_of(np.full(TWO_DAYS, 1.0), 120.0, off_phone_share=0.15)
    chance = draw(a_day(), sources, 0, 1)
    worked = [9.5, 10.0, 11.7, 13.2, 16.0, 17.5]
    assert {abs(away(chance, hour * 3600.0) - 30) <= 2 for hour in worked} == {True}
    assert away(chance, 12.5 * 3600.0) == 200  # all of them eat


def test_people_are_off_the_phone_between_all_that_they_attend() -> None:
    begins = np.full(40, 9 * 3600.0)
    twice = np.repeat(np.arange(40), 2)
    from_hour, to_hour = np.tile([10.0, 14.0], 40) * 3600.0, np.tile([11.0, 14.5], 40) * 3600.0
    staffed = floor_of(begins, begins + 9 * 3600.0, TWO_DAYS, away=Spans(twice, from_hour, to_hour))
    windows = staffed.windows
    assert windows.shift.tolist() == np.repeat(np.arange(40), 3).tolist()
    assert (windows.begins[:3] / 3600).tolist() == [9.0, 11.0, 14.5]
    assert (windows.ends[:3] / 3600).tolist() == [10.0, 14.0, 18.0]
    chance = draw(staffed, sources_of(np.full(TWO_DAYS, 1.0), 120.0, off_phone_share=0.25), 0, 1)
    assert [abs(away(chance, hour * 3600.0) - 10) <= 1 for hour in (9.5, 12.0, 16.0)] == [True] * 3
    assert away(chance, 10.5 * 3600.0) == away(chance, 14.2 * 3600.0) == 40


def test_where_nothing_is_lost_nobody_is_off_the_phone() -> None:
    share = np.where(np.arange(TWO_DAYS) < 48, 0.0, 0.2)
    first_day = draw(a_day(), sources_of(np.full(TWO_DAYS, 1.0), 120.0, off_phone_share=share), 0, 1)
    assert away(first_day, 16.0 * 3600.0) == 0
    assert away(first_day, 12.5 * 3600.0) == 200


def test_random_pauses_take_the_same_share_on_average() -> None:
    simulating = with_settings(off_phone="random").simulating
    sources = sources_of(np.full(TWO_DAYS, 1.0), 120.0, off_phone_share=0.15, simulating=simulating)
    counts = [away(draw(a_day(), sources, n, 1), 16.0 * 3600.0) for n in range(40)]
    assert abs(np.mean(counts) - 30) < 3
    assert np.std(counts) > 3


def test_pauses_lie_within_the_shift_and_outside_of_the_meal() -> None:
    staffed = a_day(people=50)
    chance = draw(staffed, sources_of(np.full(TWO_DAYS, 1.0), 120.0, off_phone_share=0.3), 0, 1)
    for shift in range(50):
        mine = slice(chance.pause_first[shift], chance.pause_first[shift + 1])
        begins, ends = chance.pause_from[mine], chance.pause_from[mine] + chance.pause_seconds[mine]
        assert begins[0] >= staffed.floor.starts[shift]
        assert ends[-1] <= staffed.floor.ends[shift] + 1e-6
        assert (begins[1:] >= ends[:-1] - 1e-6).all()
        assert 12 * 3600.0 in begins.tolist()


def test_as_many_are_absent_as_the_share_says() -> None:
    sources = sources_of(np.full(TWO_DAYS, 1.0), 120.0, absent_share=0.1)
    absent = [draw(a_day(), sources, n, 1).is_absent.mean() for n in range(30)]
    assert abs(np.mean(absent) - 0.1) < 0.02
    assert not draw(a_day(), sources_of(np.full(TWO_DAYS, 1.0), 120.0), 0, 1).is_absent.any()
