"""Handling time and patience from reported results."""

import numpy as np
import pytest
from pydantic import ValidationError

from scheduler.staffing.calibration import best_fit, fit_aht, run_period
from scheduler.staffing.reported_period import ModelledPeriod, Period, Setting

SHAPE = np.array([1.0, 3.0, 6.0, 6.0, 4.0, 2.0])
SETTING = Setting(SHAPE / SHAPE.sum(), np.array([4.0, 10.0, 20.0, 20.0, 14.0, 8.0]), 1800.0, 30)


def period(name: str = "year", **figures: float) -> Period:
    usual = {"days": 7, "attempts": 600.0, "entered": 500.0, "answered": 450.0, "average_wait_seconds": 40.0}
    return Period.model_validate({"name": name} | usual | figures)


def reported_by(aht_seconds: float, patience_seconds: float, **more: float) -> Period:
    """What a centre with this handling time and these callers would report."""
    made = run_period(SETTING, period(**more), aht_seconds, patience_seconds, "exponential")
    return period(answered=made.answered, average_wait_seconds=made.average_wait_seconds, **more)


def test_as_many_enter_as_were_reported() -> None:
    outcome = run_period(SETTING, period(), 300.0, 180.0, "deterministic")
    assert outcome.enough_enter
    assert outcome.entered == pytest.approx(500.0, rel=1e-4)
    assert outcome.offered >= outcome.entered


def test_a_full_queue_turns_callers_away_so_more_are_offered_than_enter() -> None:
    few_places = Setting(SETTING.shape, SETTING.agents * 0.6, 1800.0, 2)
    outcome = run_period(few_places, period(), 300.0, 180.0, "deterministic")
    assert outcome.offered > 1.1 * outcome.entered


def test_a_staff_that_cannot_take_in_the_reported_callers_contradicts_the_report() -> None:
    nearly_nobody = Setting(SETTING.shape, SETTING.agents * 0.01, 1800.0, 2)
    outcome = run_period(nearly_nobody, period(), 600.0, 1800.0, "deterministic")
    assert not outcome.enough_enter
    assert not outcome.meets(period())


def test_the_length_of_a_period_does_not_matter_where_the_calls_a_day_are_equal() -> None:
    week = run_period(SETTING, period(), 300.0, 180.0, "deterministic")
    year = run_period(
        SETTING, period(days=70, attempts=6000, entered=5000, answered=4500), 300.0, 180.0, "deterministic"
    )
    assert year.answer_rate_entered == pytest.approx(week.answer_rate_entered)
    assert year.answered == pytest.approx(10 * week.answered)


def test_a_longer_handling_time_answers_fewer_and_lets_them_wait_longer() -> None:
    short, long = (run_period(SETTING, period(), aht, 180.0, "deterministic") for aht in (250.0, 350.0))
    assert long.answer_rate_entered < short.answer_rate_entered
    assert long.average_wait_seconds > short.average_wait_seconds


def test_more_staff_does_the_same_as_a_shorter_handling_time() -> None:
    usual = run_period(SETTING, period(), 300.0, 180.0, "deterministic")
    more = run_period(SETTING, period(staff_factor=1.2), 300.0, 180.0, "deterministic")
    assert more.average_wait_seconds < usual.average_wait_seconds


def test_the_handling_time_that_meets_one_figure_is_found() -> None:
    known = reported_by(310.0, 180.0)
    for to, reported in (
        (lambda o: o.answer_rate_entered, known.answer_rate_entered),
        (lambda o: o.average_wait_seconds, known.average_wait_seconds),
    ):
        found = fit_aht(SETTING, known, 180.0, "exponential", to=to, reported=reported)
        assert found is not None
        assert found.aht_seconds == pytest.approx(310.0, rel=0.01)


def test_a_figure_that_no_handling_time_gives_has_no_fit() -> None:
    found = fit_aht(SETTING, period(), 180.0, "deterministic", to=lambda o: o.average_wait_seconds, reported=100_000.0)
    assert found is None


def test_handling_time_and_patience_of_a_made_up_centre_are_recovered() -> None:
    known = reported_by(310.0, 240.0)
    (found,) = best_fit(SETTING, [known], "exponential", patience_seconds=None)
    assert found.meets(known)
    assert found.aht_seconds == pytest.approx(310.0, rel=0.03)
    assert found.patience_seconds == pytest.approx(240.0, rel=0.15)


def test_one_model_meets_two_years_that_it_made() -> None:
    years = [reported_by(310.0, 240.0, staff_factor=factor) for factor in (0.9, 1.2)]
    outcomes = best_fit(SETTING, years, "exponential", patience_seconds=None)
    assert all(outcome.meets(year) for outcome, year in zip(outcomes, years, strict=True))


def test_years_of_different_handling_times_are_not_met_by_one() -> None:
    years = [reported_by(aht, 240.0) for aht in (240.0, 400.0)]
    outcomes = best_fit(SETTING, years, "exponential", patience_seconds=None)
    assert not all(outcome.meets(year) for outcome, year in zip(outcomes, years, strict=True))


def test_five_seconds_of_wait_weigh_as_much_as_a_point_of_answer_rate() -> None:
    def outcome(rate: float, wait: float) -> ModelledPeriod:
        return ModelledPeriod(300.0, 180.0, "deterministic", 500.0, 500.0, 500.0 * rate, rate, rate, wait, True)

    assert outcome(0.91, 40.0).misfit(period()) == pytest.approx(1.0)
    assert outcome(0.90, 45.0).misfit(period()) == pytest.approx(1.0)
    assert outcome(0.905, 44.0).meets(period())
    assert not outcome(0.9051, 40.0).meets(period())
    assert not outcome(0.90, 44.1).meets(period())


def test_the_report_alone_tells_the_patience_of_callers_who_hang_up() -> None:
    # A tenth of the callers is lost in 40 s of waiting.
    assert period().implied_patience_seconds == pytest.approx(400.0)


@pytest.mark.parametrize("figures", [{"answered": 501}, {"entered": 601}, {"days": 0}, {"average_wait_seconds": -1}])
def test_figures_that_contradict_each_other_are_refused(figures: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        period(**figures)
