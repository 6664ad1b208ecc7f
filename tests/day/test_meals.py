"""Meals that have not begun are moved to where they cost least, and only what is accepted is published."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from scheduler.day.today import Today, today
from scheduler.domain.people import Absence
from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace
from tests.constraints.agreement import MONDAY
from tests.day.test_today import ELEVEN, command
from tests.publishing.offices import Office

TEN = ELEVEN.replace(hour=10)
WORKED = {(f"E{number:03}", day): "D" for number in (3, 4, 5, 11) for day in range(5)}


@pytest.fixture
def published(small_office: Office) -> Office:
    """Four people who all eat at once, where a hole costs more the deeper it is."""
    place = small_office.workspace / "workspace.yaml"
    text = place.read_text(encoding="utf-8")
    tiers = "shortfall_tiers: [{from_share: 0, multiplier: 1}, {from_share: 0.4, multiplier: 10}]\n"
    place.write_text(text + tiers, encoding="utf-8")
    small_office.publish(small_office.run(WORKED))
    return small_office


def proposal(office: Office, now: datetime = TEN, *absences: Absence) -> Today:
    return today(office.workspace, now=now, absences=absences, replications=6, is_to_propose=True)


def meals(office: Office) -> dict[tuple[str, date], datetime | None]:
    return {(row.employee_id, row.date): row.break_start for row in office.standing().assignments}


def test_meals_that_all_lie_together_are_moved_apart(published: Office) -> None:
    found = proposal(published)
    assert found.meals
    assert [step.number for step in found.meals] == list(range(1, len(found.meals) + 1))
    before = meals(published)
    people = [employee for step in found.meals for employee in step.people]
    assert len(people) == len({*people})
    for step in found.meals:
        assert step.more_in_time > 0
        assert step.points > 0
        assert {before[employee, MONDAY] for employee in step.people} == {step.old}
        assert step.old >= TEN
        assert step.new >= TEN


def test_past_meals_stay_and_none_moves_into_the_past(published: Office) -> None:
    before = meals(published)
    late = max(start for (_, on), start in before.items() if on == MONDAY and start is not None)
    found = proposal(published, late + timedelta(minutes=1))
    assert found.meals == ()


def test_whoever_is_missing_is_not_told_to_eat_at_another_time(published: Office) -> None:
    ill = Absence(employee_id="E003", first_day=MONDAY, last_day=MONDAY, kind="sick_leave")
    found = proposal(published, TEN, ill)
    assert found.meals is not None
    assert "E003" not in {employee for step in found.meals for employee in step.people}


def test_only_accepted_steps_are_published_and_nothing_else_changes(published: Office) -> None:
    before = meals(published)
    steps = proposal(published).meals
    assert steps
    arguments = ("today", published.workspace, "--now", "2023-11-06T10:00", "--replications", 6)
    ended = command(*arguments, "--propose")
    assert ended.exit_code == 0, ended.output
    numbers = ",".join(str(step.number) for step in steps)
    assert f"--now 2023-11-06T10:00 --accept {numbers} " in ended.stdout
    assert meals(published) == before
    versions = published.versions()
    told = json.loads(command(*arguments, "--accept", 1, "--json").stdout)
    assert told["accepted"]["version"] is None
    assert published.versions() == versions
    ended = command(*arguments, "--accept", 1, "--publish", "--by", "Kim", "--note", "rain")
    assert ended.exit_code == 0, ended.output
    assert len(published.versions()) == len(versions) + 1
    assert "changes.csv" not in ended.stdout  # no file is named that does not stay
    after = meals(published)
    assert after == before | {(employee, MONDAY): steps[0].new for employee in steps[0].people}


def test_a_published_step_keeps_every_rule(published: Office) -> None:
    arguments = ("today", published.workspace, "--now", "2023-11-06T10:00", "--replications", 6)
    assert command(*arguments, "--accept", 1, "--publish", "--by", "Kim", "--note", "rain").exit_code == 0
    workspace = read_workspace(published.workspace)
    shifts = {shift.code: shift for shift in workspace.settings.shifts}
    for row in published.standing().assignments:
        shift = shifts[row.shift]
        assert row.break_start is not None
        minute = row.break_start.hour * 60 + row.break_start.minute
        assert minute in shift.meal_starts(workspace.settings.interval_minutes)
        assert row.break_end == row.break_start + timedelta(minutes=shift.meal_minutes)


def test_a_step_that_does_not_exist_is_refused(published: Office) -> None:
    with pytest.raises(InputError, match="there is no step 9"):
        today(published.workspace, now=TEN, replications=3, accept=[9])


@pytest.mark.parametrize(
    "wrong",
    [("--accept", "1"), ("--publish", "--now", "2023-11-06T10:00"), ("--by", "Kim"), ("--accept", "a,b")],
)
def test_options_that_do_not_go_together_are_refused(published: Office, wrong: tuple[str, ...]) -> None:
    assert command("today", published.workspace, *wrong).exit_code == 2
