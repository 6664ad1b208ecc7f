"""How many of the pool are worth calling."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import numpy as np
import pytest

from scheduler.day.done_before import CalledBefore, done_before
from scheduler.day.today import Today, today
from scheduler.day.today_lines import today_lines
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.simulation.floor import Helpers, staffed
from tests.day.test_today import ELEVEN, command
from tests.publishing.offices import Office
from tests.runs import WORKED

TEN_PEOPLE = "all_hands: {people: 10, queues: [general], answer_after_minutes: 60, stay_minutes: 120}\n"


def with_pool(office: Office, pool: str, settings: str = "") -> Office:
    """The office with a pool, published."""
    place = office.workspace / "workspace.yaml"
    place.write_text(place.read_text(encoding="utf-8") + pool + settings, encoding="utf-8")
    office.publish(office.run(WORKED))
    return office


def found(office: Office, now: datetime = ELEVEN) -> Today:
    return today(office.workspace, now=now, replications=4)


def test_a_day_that_keeps_its_promise_needs_nobody(small_office: Office) -> None:
    place = small_office.workspace / "workspace.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("service_level: 0.8,", "service_level: 0.01,"), encoding="utf-8")
    pool = found(with_pool(small_office, TEN_PEOPLE)).all_hands
    assert pool is not None
    assert [step.people for step in pool.steps] == [0]
    assert pool.enough == 0


def test_more_are_tried_until_the_promise_is_kept(small_office: Office) -> None:
    made = found(with_pool(small_office, TEN_PEOPLE))
    pool = made.all_hands
    assert pool is not None
    assert (pool.start, pool.end) == (ELEVEN + timedelta(hours=1), ELEVEN + timedelta(hours=3))
    assert pool.promised == {"general": pytest.approx(0.8)}
    shares = [step.in_time["general"].simulated for step in pool.steps]
    nobody = made.as_expected.of("all", "general")[0].figures["service_level"].simulated
    assert shares[0] == pytest.approx(nobody)
    assert nobody < 0.8
    assert len(shares) > 1
    assert shares[1] > shares[0]
    tried = [step.people for step in pool.steps]
    assert tried == sorted({*tried})
    assert {*tried} <= {0, 2, 4, 6, 8, 10}
    # "All of the pool are too few" is said of all of it alone.
    assert pool.enough is not None or tried[-1] == 10
    kept = [step.people for step, share in zip(pool.steps, shares, strict=True) if share >= 0.8]
    assert kept[:1] == ([] if pool.enough is None else [pool.enough])
    assert all(step.more_in_time > 0 for step in pool.steps[1:])


def test_all_of_the_pool_are_tried_where_they_are_too_few(small_office: Office) -> None:
    # They come for the last two hours, in which few call and the first of them answer all.
    place = small_office.workspace / "workspace.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("service_level: 0.8,", "service_level: 0.999,"), encoding="utf-8")
    pool = found(with_pool(small_office, TEN_PEOPLE), ELEVEN.replace(hour=20)).all_hands
    assert pool is not None
    assert pool.enough is None
    assert pool.steps[-1].people == 10


def test_who_was_called_before_answers_and_is_not_called_again(small_office: Office) -> None:
    office = with_pool(small_office, TEN_PEOPLE)
    before, then = (
        today(office.workspace, now=ELEVEN, called=called, replications=4) for called in (None, CalledBefore(6, 600))
    )
    assert before.all_hands is not None
    assert then.all_hands is not None
    assert then.all_hands.steps[-1].people <= 4
    assert [then.as_expected.whole.calls] == [before.as_expected.whole.calls]
    shares = [one.as_expected.whole.figures["service_level"].simulated for one in (before, then)]
    assert shares[1] > shares[0]
    assert "Called before: 6 people of the pool, from 11:00 to 13:00" in map(str, today_lines(then))
    assert today(office.workspace, now=ELEVEN, called=CalledBefore(10, 600), replications=4).all_hands is None


def test_who_was_called_stays_as_long_as_ever_in_the_night_of_a_clock_change(small_office: Office) -> None:
    place = small_office.workspace / "workspace.yaml"
    text = place.read_text(encoding="utf-8").replace("timezone: Asia/Seoul", "timezone: Europe/Berlin")
    place.write_text(text + TEN_PEOPLE, encoding="utf-8")
    workspace = read_workspace(small_office.workspace)
    now = datetime(2023, 10, 29, 4, 0)
    helpers = done_before(workspace, now, now.date(), (), CalledBefore(2, 30)).helpers
    assert helpers is not None
    # Called at 00:30, there from 01:30 on for two hours, of which the one from 02:00 on comes twice.
    assert (helpers.start, helpers.end) == (now.replace(hour=1, minute=30), now.replace(hour=2, minute=30))


def test_nobody_of_the_pool_answers_before_it_is_there_or_after_it_goes(small_office: Office) -> None:
    workspace = read_workspace(small_office.workspace)
    problem = plan_problem(workspace, ELEVEN.date(), 7)
    small_office.publish(small_office.run(WORKED))
    roster = small_office.standing()
    helpers = Helpers(("general",), ELEVEN, ELEVEN + timedelta(minutes=90), 3)
    without, there = (staffed(workspace.settings, problem, roster, some) for some in ((), (helpers,)))
    horizon = problem.horizon
    seconds = (np.arange(horizon.n_intervals) + 0.5) * horizon.interval_minutes * 60
    present = [
        ((one.floor.starts[:, None] <= seconds) & (seconds < one.floor.ends[:, None])).sum(axis=0)
        for one in (without, there)
    ]
    begins = int(horizon.elapsed_at(ELEVEN)) // horizon.interval_minutes
    expected = np.zeros(horizon.n_intervals, dtype=int)
    expected[begins : begins + 90 // horizon.interval_minutes] = 3
    assert (present[1] - present[0] == expected).all()
    assert len(set(there.draw.tolist())) == len(there.draw)  # nobody shares the luck of another


def test_a_pool_that_would_come_after_midnight_is_not_called(small_office: Office) -> None:
    assert found(with_pool(small_office, TEN_PEOPLE), ELEVEN.replace(hour=23, minute=10)).all_hands is None


def test_the_wage_of_their_time_is_told_where_pay_is_known(small_office: Office) -> None:
    office = with_pool(small_office, TEN_PEOPLE, "pay: {hourly_won: 12000}\n")
    arguments = ("today", office.workspace, "--now", "2023-11-06T11:00", "--replications", 3)
    told = json.loads(command(*arguments, "--json").stdout)["all_hands"]
    assert [step["cost"] for step in told["steps"]] == [step["people"] * 24_000 for step in told["steps"]]
    ended = command(*arguments)
    assert ended.exit_code == 0, ended.output
    assert "All-hands pool, 12:00 - 14:00" in ended.stdout
    assert "2 people called" in ended.stdout
    assert "wage, KRW" in ended.stdout


def test_a_pool_of_a_queue_that_does_not_exist_is_refused(small_office: Office) -> None:
    place = small_office.workspace / "workspace.yaml"
    place.write_text(place.read_text(encoding="utf-8") + "all_hands: {people: 3, queues: [sales]}\n", encoding="utf-8")
    ended = command("today", small_office.workspace, "--now", "2023-11-06T11:00")
    assert ended.exit_code == 3
    assert "sales" in ended.output
