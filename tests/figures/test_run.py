"""The figures of a run."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.on_site_seats import OnSiteSeats
from scheduler.domain.people import Request
from scheduler.domain.roster import Roster
from scheduler.figures import MissedHeads
from scheduler.figures.words import missed_span
from scheduler.result import Status
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY
from tests.runs import small_run


def test_requests_are_met_when_the_shift_is_there_or_shunned(tmp_path: Path) -> None:
    # E003 has the evening that was asked for; E004 works on the day off, E007 the night that was not wanted.
    assert small_run(tmp_path).requests == (1, 3)


@pytest.mark.parametrize(
    ("shift", "weight", "met"),
    [("D", 5, 1), ("V", 5, 0), ("OFF", 5, 0), ("D", -5, 0), ("V", -5, 1), ("OFF", -5, 1)],
)
def test_a_request_of_somebody_who_works_the_day(tmp_path: Path, shift: str, weight: int, met: int) -> None:
    run = small_run(tmp_path)
    wish = Request(employee_id="E005", date=MONDAY, shift=shift, weight=weight)
    assert replace(run, problem=run.problem.replace(requests=(wish,))).requests == (met, 1)


def test_the_worst_intervals_miss_most_agents(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    worst = run.worst_intervals()
    assert len(worst) == 3
    assert min(row.shortfall for row in worst) >= max(row.shortfall for row in run.coverage if row not in worst) - 1e-3


def test_without_a_roster_there_are_no_figures(tmp_path: Path) -> None:
    run = small_run(tmp_path, Status.INFEASIBLE)
    assert run.coverage == ()
    assert run.requests == (0, 0)
    assert run.overtime_hours == 0
    assert run.worst_intervals() == ()
    assert math.isnan(run.totals.service_level)


def test_the_service_is_known_with_and_without_what_intervals_hand_on(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    assert set(run.totals_by_dependence) == {"independent", "lagged"}
    assert run.totals_by_dependence["independent"] == run.totals
    assert run.totals_by_dependence["lagged"] != run.totals
    assert small_run(tmp_path / "none", Status.INFEASIBLE).totals_by_dependence == {}


def test_missed_heads_are_told_by_day_and_span_of_neighbouring_intervals(tmp_path: Path) -> None:
    # E003, E005 and E011 are there on Monday, from 09:00 to 18:00; E003 and E005 on Tuesday.
    made = small_run(tmp_path)
    spans = [{"queue": "general", "heads": 3, "from": "08:00", "to": "10:00", "weekdays": ["mon", "tue"]}]
    rules = (MinimumHeads(weight=5, spans=spans), OnSiteSeats(weight=2, seats=0))
    run = replace(made, rules=rules, audit=audit(made.problem, rules, made.roster or Roster()))
    heads = [miss for miss in run.missed_heads if miss.rule == "R17"]
    assert [(f"{miss.start:%d %H:%M}", f"{miss.end:%H:%M}", miss.asked, miss.found, miss.points) for miss in heads] == [
        ("06 08:00", "09:00", 3, 0, 30),
        ("07 08:00", "09:00", 3, 0, 30),
        ("07 09:00", "10:00", 3, 2, 10),
    ]
    seats = [miss for miss in run.missed_heads if miss.rule == "R13"]
    assert run.audit is not None
    assert sum(miss.points for miss in run.missed_heads) == run.audit.cost
    assert all(miss.found > miss.asked == 0 for miss in seats)
    assert (f"{seats[0].start:%d %H:%M}", f"{seats[0].end:%H:%M}") == ("06 09:00", "18:00")


def test_spans_of_missed_heads_end_where_the_count_changes_and_name_the_next_day(tmp_path: Path) -> None:
    made = small_run(tmp_path)
    rules = (OnSiteSeats(weight=2, seats=0),)
    run = replace(made, rules=rules, audit=audit(made.problem, rules, made.roster or Roster()))
    assert run.audit is not None
    counts = {miss.heads.start: miss.heads.found for miss in run.audit.soft if miss.heads is not None}
    step = timedelta(minutes=made.problem.horizon.interval_minutes)
    told = {}
    for span in run.missed_heads:
        at = span.start
        while at is not None and span.end is not None and at < span.end:
            told[at] = span.found
            at += step
    assert told == counts
    assert len(set(counts.values())) > 1
    night = MissedHeads("R13", MONDAY, datetime(2023, 11, 6, 9), datetime(2023, 11, 7, 8), "", 0, 1, 2)
    assert missed_span(night, "en") == "09:00 ~ 08:00 next day"
    assert missed_span(night, "ko") == "09:00 ~ 다음 날 08:00"
    assert missed_span(night._replace(end=datetime(2023, 11, 8, 8)), "en") == "09:00 ~ Wed 8 Nov 08:00"
    assert missed_span(night._replace(end=datetime(2023, 11, 6, 18)), "en") == "09:00 ~ 18:00"


def test_misses_of_people_and_of_coverage_are_no_missed_heads(tmp_path: Path) -> None:
    assert small_run(tmp_path).missed_heads == ()
    assert small_run(tmp_path / "none", Status.INFEASIBLE).missed_heads == ()
