"""Settings are estimated as they were, with intervals that hold them, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from benchmarks.calibration import attended, counted_calls, held, known_absences, known_calls, settings_of
from scheduler.config import Settings
from scheduler.day.attendance import ShiftAttendance
from scheduler.day.calibrating.absences import of_absences
from scheduler.day.calibrating.calls import of_calls
from scheduler.day.calibrating.estimates import LEAST_DAYS, LEAST_EVENTS, Estimate
from scheduler.domain.actuals import CountedCalls

NINE = datetime(2023, 10, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def counts(n_days: int = 10, **changes: object) -> list[CountedCalls]:
    """An hour of each day with 20 calls; 16 are answered after 15 s, 4 hang up after 60 s; days differ a little."""
    hour = CountedCalls(
        "calls",
        NINE,
        60,
        entered=20,
        answered=16,
        asa_seconds=15.0,
        aht_seconds=200.0,
        abandoned=4,
        abandoned_wait_seconds=60.0,
        redials=1,
        answered_home=8,
        aht_home_seconds=180.0,
    )
    hour = replace(hour, **changes)
    return [
        replace(hour, start=NINE + n * DAY, asa_seconds=hour.asa_seconds and hour.asa_seconds + n % 2)
        for n in range(n_days)
    ]


def estimates(rows: Sequence[CountedCalls], settings: Settings | None = None) -> dict[tuple[str, str, str], Estimate]:
    return {(one.of, one.at, one.place): one for one in of_calls(settings or settings_of(), rows, UTC)}


def with_queue(**changes: object) -> Settings:
    settings = settings_of()
    return settings.model_copy(update={"queues": (settings.queues[0].model_copy(update=changes),)})


def test_the_mean_patience_is_all_waiting_for_each_who_hung_up() -> None:
    found = estimates(counts())["patience_seconds", "", ""]
    assert found.value == pytest.approx((16 * 15.5 + 4 * 60) / 4)
    assert found.low < found.value < found.high
    assert (found.days, found.events) == (10, 40)


def test_who_is_cut_off_has_waited_and_did_not_hang_up() -> None:
    settings = with_queue(patience="deterministic", patience_seconds=180.0)
    found = estimates(counts(abandoned=3), settings)["patience_seconds", "", ""]
    assert found.value == pytest.approx((16 * 15.5 + 3 * 60 + 180) / 3)
    # By these settings nobody hangs up, so there is no figure to hold it against.
    assert (found.now, found.differs) == (None, False)
    found = estimates(counts(abandoned=3), with_queue(patience_seconds=90.0, cut_off_seconds=240.0))
    assert found["patience_seconds", "", ""].value == pytest.approx((16 * 15.5 + 3 * 60 + 240) / 3)


def test_callers_who_are_lost_without_a_reason_make_patience_unknown() -> None:
    found = estimates(counts(abandoned=3))["patience_seconds", "", ""]
    assert not found.is_known
    assert "cut_off_seconds" in str(found.why_not)


def test_handling_times_are_told_by_hour_and_place() -> None:
    found = estimates(counts())
    assert found["aht_seconds", "", ""].value == pytest.approx(200)
    assert found["aht_seconds", "9", "home"].value == pytest.approx(180)
    assert found["aht_seconds", "9", "office"].value == pytest.approx(220)
    assert ("aht_seconds", "10", "") not in found


def test_people_at_home_are_compared_with_those_who_work_at_the_same_hours() -> None:
    # At home most work in the evening, when calls take twice as long.
    morning = counts(answered_home=2, aht_home_seconds=200.0 / 1.1, aht_seconds=(14 * 200 + 2 * 200 / 1.1) / 16)
    evening = counts(answered_home=14, aht_home_seconds=400.0 / 1.1, aht_seconds=(2 * 400 + 14 * 400 / 1.1) / 16)
    found = estimates([*morning, *(replace(row, start=row.start + DAY / 3) for row in evening)])
    assert found["home_productivity", "", ""].value == pytest.approx(1.1)
    assert found["home_productivity", "", ""].differs
    assert found["aht_seconds", "", "office"].value < found["aht_seconds", "", "home"].value


def test_the_share_that_tries_again_is_of_those_who_were_lost() -> None:
    found = estimates(counts())["redial_share", "", ""]
    assert (found.value, found.now) == (pytest.approx(0.25), 0.0)
    assert found.differs
    found = estimates(counts(redials=4))["redial_share", "", ""]
    assert "as many as the 40 that were lost" in str(found.why_not)


def test_where_nobody_tries_again_the_share_is_0_and_not_unknown() -> None:
    found = estimates(counts(redials=0))["redial_share", "", ""]
    assert (found.value, found.low) == pytest.approx((0, 0))
    assert 0 < found.high < 0.1


def test_what_lies_on_one_day_alone_is_not_told() -> None:
    first, *others = counts(redials=0)
    found = estimates([replace(first, redials=4), *others])["redial_share", "", ""]
    assert str(found.why_not) == "all of it lies on one day"


@pytest.mark.parametrize(("n_days", "is_known"), [(LEAST_DAYS - 1, False), (LEAST_DAYS, True)])
def test_a_week_of_days_is_needed(n_days: int, is_known: bool) -> None:
    found = estimates(counts(n_days, abandoned_wait_seconds=60.0, abandoned=6, answered=14))
    assert {one.is_known for one in found.values()} == {is_known}
    if not is_known:
        assert {str(one.why_not) for one in found.values()} == {"6 days were counted, 7 at least are needed"}


@pytest.mark.parametrize(("hung_up", "is_known"), [(2, False), (3, True)])
def test_thirty_who_hung_up_are_needed(hung_up: int, is_known: bool) -> None:
    found = estimates(counts(abandoned=hung_up, answered=20 - hung_up, answered_home=0))["patience_seconds", "", ""]
    assert found.is_known == is_known
    assert found.events == 10 * hung_up
    assert LEAST_EVENTS == 30


def test_files_without_the_columns_name_those_that_are_needed() -> None:
    found = estimates(counts(abandoned=None, abandoned_wait_seconds=None, redials=None, answered_home=None))
    assert found["aht_seconds", "", ""].is_known
    for key, column in (
        (("patience_seconds", "", ""), "abandoned_wait_seconds"),
        (("redial_share", "", ""), "redials"),
        (("home_productivity", "", ""), "handling_home_seconds"),
    ):
        assert column in str(found[key].why_not), key
    assert ("aht_seconds", "", "home") not in found


def test_what_never_happened_is_no_missing_column() -> None:
    found = estimates(counts(answered=20, abandoned=0, abandoned_wait_seconds=None, redials=0, answered_home=20))
    for key in (("patience_seconds", "", ""), ("redial_share", "", ""), ("home_productivity", "", "")):
        assert str(found[key].why_not) == "rests on 0 only, 30 at least are needed", key


def test_a_queue_that_was_not_counted_is_said_once() -> None:
    handling, productivity = estimates([]).values()
    assert str(handling.why_not) == "nothing was counted of it then"
    assert not productivity.is_known


def test_settings_that_lie_in_the_interval_do_not_differ() -> None:
    right = counts(aht_seconds=240.0)
    rows = [replace(row, aht_seconds=240.0 + n % 3 - 1) for n, row in enumerate(right)]
    assert not estimates(rows)["aht_seconds", "", ""].differs
    assert estimates(counts())["aht_seconds", "", ""].differs


def test_intervals_hold_what_calls_were_drawn_from() -> None:
    settings = settings_of()
    outcomes = [
        outcome
        for redials in (0.0, 0.3)
        for seed in range(6)
        for outcome in held(of_calls(settings, counted_calls(seed, redials, 14), UTC), known_calls(redials))
    ]
    known = [holds for _, holds in outcomes if holds is not None]
    assert len(known) > 200
    assert 0.9 < np.mean(known) < 0.99


@pytest.mark.parametrize("is_spread", [False, True])
def test_intervals_hold_what_absences_were_drawn_from(is_spread: bool) -> None:
    settings = settings_of()
    outcomes = [
        holds
        for seed in range(12)
        for _, holds in held(of_absences(settings, attended(seed, is_spread=is_spread)), known_absences())
    ]
    assert 0.9 < np.mean([bool(holds) for holds in outcomes]) < 0.995


def shifts(n_days: int, people: int = 40, *, missing: int = 2) -> list[ShiftAttendance]:
    """People who work on days in a row, two of them absent."""
    monday = date(2023, 10, 2)
    return [
        ShiftAttendance(
            f"E{who}", monday + day * DAY, "D", 480.0, 0.0 if (who - 3 * day) % people < missing else 480.0, True
        )
        for day in range(n_days)
        for who in range(people)
    ]


def test_absence_is_the_share_of_the_planned_time() -> None:
    rows = [replace(row, present_minutes=min(row.present_minutes, 240.0)) for row in shifts(14)]
    found = {one.at: one for one in of_absences(settings_of(), rows)}
    assert found[""].value == pytest.approx((2 + 38 / 2) / 40)
    assert list(found) == ["", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert found["mon"].high - found["mon"].low > found[""].high - found[""].low


def test_time_beyond_the_shift_makes_up_for_nobody() -> None:
    rows = [replace(row, present_minutes=2 * row.present_minutes) for row in shifts(14)]
    found = next(iter(of_absences(settings_of(), rows)))
    assert found.value == pytest.approx(2 / 40)


def test_a_weekday_that_came_once_is_not_told() -> None:
    found = {one.at: one for one in of_absences(settings_of(), shifts(8))}
    assert found["mon"].is_known
    assert "1 day and 40 shifts" in str(found["tue"].why_not)
    assert "6 days" in str(next(iter(of_absences(settings_of(), shifts(6)))).why_not)
    (unknown,) = of_absences(settings_of(), [replace(row, is_known=False) for row in shifts(8)])
    assert "nothing says who was there" in str(unknown.why_not)


def test_where_nobody_was_missing_the_interval_begins_at_0() -> None:
    found = next(iter(of_absences(settings_of(), shifts(14, missing=0))))
    assert (found.value, found.low) == pytest.approx((0, 0))
    assert 0 < found.high < 0.02
