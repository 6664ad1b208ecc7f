"""The forecast's history: by queue and day, what was counted goes before the file, and a part of a day never does."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.figures.words import starting_point
from scheduler.readers.workspace import read_workspace
from scheduler.run.planning import demand
from scheduler.writers.summary_json import summary
from tests.day.happenings import Centre
from tests.runs import small_run
from tests.workspaces import FIRST_INFLOW_DAY, INFLOW_DAYS

MONDAY = date(2023, 11, 6)
"""The day after the last of the file."""
DAY = timedelta(days=1)


def counts(first: date, days: int, *, general: int = 100, english: int | None = 10, hours: range = range(24)) -> str:
    """Counts of whole days: general at all hours, English on weekdays from 9 to 18."""
    rows = ["date,hour,queue,calls,attempts,aht_seconds"]
    for n in range(days):
        on = first + n * DAY
        for hour in hours:
            rows.append(f"{on},{hour},general,{general},{2 * general},200")
            if english is not None and on.weekday() < 5 and 9 <= hour < 18:
                rows.append(f"{on},{hour},english,{english},,")
    return "\n".join(rows) + "\n"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre.at(tmp_path)


def test_without_a_store_the_history_is_the_file(centre: Centre) -> None:
    inflow = read_workspace(centre.folder).inflow
    assert (inflow.first_day, inflow.last_day, inflow.known_until) == (FIRST_INFLOW_DAY, MONDAY - DAY, MONDAY - DAY)
    assert (inflow.until, inflow.counted) == ({}, {})


def test_counted_days_follow_the_file_and_take_its_place(centre: Centre) -> None:
    centre.take(counts(MONDAY - DAY, 3))
    inflow = read_workspace(centre.folder).inflow
    general = inflow.queues["general"]
    assert (inflow.first_day, inflow.last_day) == (FIRST_INFLOW_DAY, MONDAY + DAY)
    assert general.calls[INFLOW_DAYS - 2 :].tolist() == [[4] * 9 + [24] * 9 + [4] * 6] + [[100] * 24] * 3
    assert general.aht_seconds[-1, 0] == 200
    assert general.attempts[-1, 0] == 200
    assert inflow.counted["general"].dates == (MONDAY - DAY, MONDAY, MONDAY + DAY)
    # English is closed on Sundays, so that no day of it was counted there.
    assert inflow.counted["english"].dates == (MONDAY, MONDAY + DAY)


def test_a_queue_that_nobody_counts_is_known_less_far_and_says_so(centre: Centre) -> None:
    centre.take(counts(MONDAY, 7))
    workspace = read_workspace(centre.folder)
    inflow = workspace.inflow
    sunday = MONDAY + 6 * DAY
    assert inflow.until == {"general": sunday, "english": sunday, "text": MONDAY - DAY}
    assert inflow.known_until == MONDAY - DAY
    assert inflow.of_queue("text").last_day == MONDAY - DAY
    assert inflow.of_queue("general").last_day == sunday


def test_a_part_of_a_day_is_no_quiet_day(centre: Centre) -> None:
    centre.take(
        counts(MONDAY - DAY, 1, hours=range(20)), counts(MONDAY, 1), counts(MONDAY + DAY, 1, hours=range(1, 24))
    )
    inflow = read_workspace(centre.folder).inflow
    assert inflow.queues["general"].calls[INFLOW_DAYS - 1, 0] == 4
    # Of Tuesday the first hour is missing, but English is open later.
    assert inflow.counted["general"].dates == (MONDAY,)
    assert inflow.counted["english"].dates == (MONDAY, MONDAY + DAY)
    assert inflow.until["general"] == MONDAY
    assert np.isnan(inflow.queues["general"].calls[-1]).all()


def test_days_of_which_nothing_is_known_are_left_out_and_said(centre: Centre) -> None:
    centre.take(counts(MONDAY + 7 * DAY, 7))
    problem = demand(read_workspace(centre.folder), MONDAY + 14 * DAY, 1).problem
    assert problem.inflow_counted["general"].unknown == tuple(MONDAY + n * DAY for n in range(7))
    assert len(problem.inflow_counted["english"].unknown) == 5
    # Nothing of the days that are unknown looks like a day without calls.
    quiet, busy = 4 * 15 + 24 * 9, 24 * 100
    assert 7 * quiet < problem.demand.queues["general"].calls.sum() < 7 * busy


def test_the_forecast_learns_from_what_was_counted(centre: Centre) -> None:
    before = demand(read_workspace(centre.folder), MONDAY + 7 * DAY, 1).problem.demand.queues["general"]
    centre.take(counts(MONDAY, 7))
    after = demand(read_workspace(centre.folder), MONDAY + 7 * DAY, 1).problem.demand.queues["general"]
    assert after.calls.sum() > 1.2 * before.calls.sum()
    assert before.aht_seconds[0] == 240
    assert 200 < after.aht_seconds[0] < 240


def test_what_is_counted_of_the_planned_week_changes_nothing_of_its_plan(centre: Centre) -> None:
    before = demand(read_workspace(centre.folder), MONDAY, 1).problem
    centre.take(counts(MONDAY, 7))
    after = demand(read_workspace(centre.folder), MONDAY, 1).problem
    for name, needs in before.demand.queues.items():
        assert after.demand.queues[name].calls.tolist() == needs.calls.tolist()
        assert after.demand.queues[name].required.tolist() == needs.required.tolist()
    assert (before.inflow_until, after.inflow_until, after.inflow_counted) == (MONDAY - DAY, MONDAY - DAY, {})


def test_the_age_of_the_history_is_that_of_the_queue_known_least_far(centre: Centre) -> None:
    last = MONDAY + 63 * DAY
    centre.take(counts(MONDAY, 63))
    with pytest.raises(InputError, match=r"ends on 2023-11-05; 63 days lie between"):
        demand(read_workspace(centre.folder), last, 1)
    text = "\n".join(["date,hour,queue,calls", *(f"{last - 3 * DAY},{hour},text,5" for hour in range(9, 18))])
    centre.take(text)
    assert demand(read_workspace(centre.folder), last, 1).problem.inflow_until == last - 3 * DAY + 2 * DAY


def test_the_fingerprint_of_the_inputs_knows_of_the_counts(centre: Centre) -> None:
    before = read_workspace(centre.folder)
    centre.take(counts(MONDAY, 1))
    after = read_workspace(centre.folder)
    assert before.inputs_sha256 != after.inputs_sha256
    assert before.input_hashes == after.input_hashes


def test_half_hours_and_both_passes_of_an_hour_add_up(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path, zone="Europe/Berlin")
    on = date(2023, 10, 29)  # the clock is put back at 3
    rows = [f"{on},{hour:02}:{minute:02},general,5" for hour in (*range(3), 2, *range(3, 24)) for minute in (0, 30)]
    centre.take("date,time,queue,calls\n" + "\n".join(rows[:4] + sorted(rows[4:8]) + rows[8:]) + "\n")
    general = read_workspace(centre.folder).inflow.queues["general"].calls[(on - FIRST_INFLOW_DAY).days]
    assert general.tolist() == [10, 10, 20] + [10] * 21


def test_the_summary_says_what_was_counted(centre: Centre) -> None:
    centre.take(counts(MONDAY - DAY, 1))
    run = small_run(centre.folder)
    said = summary(run)
    sunday = (MONDAY - DAY).isoformat()
    assert said["inflow_counted"] == {"general": {"first": sunday, "last": sunday, "days": 1, "unknown_days": 0}}
    assert said["inflow_until"] == sunday
    assert (
        "Phone system",
        f"general {sunday} to {sunday} (1 day) as the phone system counted",
    ) in starting_point(run.problem, "en")
