"""What would help the rest of a day is proposed step by step, and only what is accepted is published."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.day.steps import Step
from scheduler.day.today import Today, today
from scheduler.day.today_lines import today_lines
from scheduler.domain.people import Absence
from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace
from tests.constraints.agreement import MONDAY
from tests.day.test_today import ELEVEN, command, counted
from tests.publishing.offices import Office
from tests.workspaces import write_workspace

TEN = ELEVEN.replace(hour=10)
THREE = ELEVEN.replace(hour=15)
TUESDAY = TEN + timedelta(days=1)
WORKED = {(f"E{number:03}", day): "D" for number in (3, 4, 5, 11) for day in range(5)}
LONG_DAY = """  - {code: O, name_ko: 연장, name_en: long day, start: "09:00", end: "20:00", overtime_minutes: 120,
     meal_minutes: 60, meal_earliest: "11:00", meal_latest: "14:00"}
contracts:
"""


def set_up(office: Office, worked: dict[tuple[str, int], str], **changed: str) -> Office:
    """The office with some of its settings changed, and published."""
    place = office.workspace / "workspace.yaml"
    text = place.read_text(encoding="utf-8")
    for old, new in changed.items():
        text = text.replace(f"{old}:", f"{new}", 1)
    # A hole costs more the deeper it is.
    tiers = "shortfall_tiers: [{from_share: 0, multiplier: 1}, {from_share: 0.4, multiplier: 10}]\n"
    place.write_text(text + tiers, encoding="utf-8")
    office.publish(office.run(worked))
    return office


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Four people who all eat at once; nobody changes it."""
    folder = tmp_path_factory.mktemp("office")
    return set_up(Office(folder, write_workspace(folder / "workspace")), WORKED)


@pytest.fixture(scope="module")
def proposed(original: Office) -> Today:
    """What is proposed to them."""
    return proposal(original)


@pytest.fixture
def published(original: Office, tmp_path: Path) -> Office:
    """The same, to be changed."""
    return original.copied(tmp_path)


def proposal(office: Office, now: datetime = TEN, *absences: Absence, replications: int = 12) -> Today:
    return today(office.workspace, now=now, absences=absences, replications=replications, is_to_propose=True)


def steps_of(found: Today, kind: str) -> list[Step]:
    assert found.proposal is not None
    return [step for step in found.proposal.steps if step.way.kind == kind]


def meals(office: Office) -> dict[tuple[str, date], datetime | None]:
    return {(row.employee_id, row.date): row.break_start for row in office.standing().assignments}


def test_meals_that_all_lie_together_are_moved_apart(original: Office, proposed: Today) -> None:
    assert proposed.proposal is not None
    assert [step.number for step in proposed.proposal.steps] == list(range(1, len(proposed.proposal.steps) + 1))
    moved = steps_of(proposed, "meal")
    assert moved
    before = meals(original)
    people = [employee for step in moved for employee in step.people]
    assert len(people) == len({*people})
    for step in moved:
        assert step.way.was is not None
        assert step.way.becomes is not None
        assert step.points is not None
        assert step.points > 0
        assert {before[employee, MONDAY] for employee in step.people} == {step.way.was.start}
        assert min(step.way.was.start, step.way.becomes.start) >= TEN


def test_every_step_brings_more_than_chance(proposed: Today) -> None:
    assert proposed.proposal is not None
    assert proposed.proposal.steps
    for step in proposed.proposal.steps:
        assert step.gain.is_sure or (step.answered.is_sure and not step.gain.is_loss)


def test_past_meals_stay_and_none_moves_into_the_past(original: Office) -> None:
    late = max(start for (_, on), start in meals(original).items() if on == MONDAY and start is not None)
    assert steps_of(proposal(original, late + timedelta(minutes=1)), "meal") == []


def test_whoever_is_missing_is_told_nothing(original: Office) -> None:
    ill = Absence(employee_id="E003", first_day=MONDAY, last_day=MONDAY, kind="sick_leave")
    found = proposal(original, TEN, ill)
    assert found.proposal is not None
    assert "E003" not in {employee for step in found.proposal.steps for employee in step.people}


def test_people_take_a_queue_that_they_know_on_a_weekday_on_which_they_do_not(small_office: Office) -> None:
    set_up(small_office, {**WORKED, **{("E012", day): "D" for day in range(5)}, ("E005", 1): "D"})
    on_monday, on_tuesday = (steps_of(proposal(small_office, now), "queue") for now in (TEN, TUESDAY))
    assert on_monday == []  # they do it anyway
    assert {(step.way.subject, step.way.becomes_subject) for step in on_tuesday} <= {
        ("english", "general"),
        ("text", "general"),
    }
    assert on_tuesday
    for step in on_tuesday:
        assert not step.is_published
        assert step.points is None
        assert step.changes == {}
        assert step.way.becomes is not None
        assert step.way.becomes.start == TUESDAY


def test_who_was_lent_before_serves_the_queue_and_is_not_lent_again(small_office: Office) -> None:
    set_up(small_office, {**WORKED, **{("E012", day): "D" for day in range(5)}, ("E005", 1): "D"})
    first = proposal(small_office, TUESDAY)
    (step, *_) = steps_of(first, "queue")
    assert first.proposal is not None
    options = [line.split("later answers: ")[1] for line in map(str, today_lines(first)) if "later answers: " in line]
    assert f"--lent {','.join(step.people)}:general:10:00" in options
    arguments = (
        "today",
        small_office.workspace,
        "--now",
        "2023-11-07T10:00",
        "--replications",
        12,
        "--propose",
        "--json",
    )
    told = json.loads(command(*arguments, *(part for option in options for part in option.split())).stdout)
    assert {one for step in told["steps"] if step["kind"] == "queue" for one in step["people"]}.isdisjoint(step.people)
    (all_calls, *_) = told["service"]["as_expected"]
    before = first.as_expected.whole.figures["service_level"].simulated
    assert all_calls["measures"]["service_level"]["simulated"] > before
    assert told["proposal"] != first.proposal.fingerprint
    assert {"people": list(step.people), "queue": "general", "since": "10:00"} in told["lent"]


@pytest.mark.parametrize(
    ("option", "code", "why"),
    [
        (("--lent", "E012:10:00"), 2, "write it as E017,E018:general:12:00"),
        (("--lent", "E012:general:25:00"), 2, "is not a time of day"),
        (("--lent", "E012:general:11:00"), 3, "11:00 is still to come"),
        (("--lent", "E099:general:09:00"), 3, "'E099' is unknown"),
        (("--lent", "E003:english:09:00"), 3, "E003 does not know the queue 'english'"),
        (("--lent", "E003:general:09:00"), 3, "E003 serves the queue 'general' on 2023-11-07 anyway"),
        (("--lent", "E012:general:09:00"), 3, "E012 has no shift on 2023-11-07 that goes on after 09:00"),
        (("--called", "09:00"), 2, "write it as 28:12:00"),
        (("--called", "3:09:00"), 3, "the all-hands pool has 0 people, not 3"),
    ],
)
def test_what_cannot_have_been_done_before_is_refused(
    original: Office, option: tuple[str, str], code: int, why: str
) -> None:
    ended = command("today", original.workspace, "--now", "2023-11-07T10:00", *option)
    assert ended.exit_code == code
    assert why in " ".join(ended.output.split())


def test_steps_that_change_no_roster_are_not_published(small_office: Office) -> None:
    set_up(small_office, {**WORKED, **{("E012", day): "D" for day in range(5)}})
    found = proposal(small_office, TUESDAY)
    assert found.proposal is not None
    (step, *_) = steps_of(found, "queue")
    arguments = ("today", small_office.workspace, "--now", "2023-11-07T10:00", "--replications", 12)
    arguments = (*arguments, "--proposal", found.proposal.fingerprint)
    ended = command(*arguments, "--accept", step.number, "--publish", "--by", "Kim", "--note", "rain")
    assert ended.exit_code == 3
    assert "change nothing of the roster" in ended.output
    assert len(small_office.versions()) == 1


def overtime(office: Office, now: datetime = THREE) -> list[Step]:
    """Steps of overtime where everybody may stay until 20:00 and E004 volunteers, and the evening is busy."""
    for name, old, new in (
        (
            "staff.csv",
            "D|V,general,2,yes,yes,no\nE005,Agent 5,day,full_time,D,",
            "O|D|V,general,2,yes,yes,yes\nE005,Agent 5,day,full_time,O|D,",
        ),
        ("inflow.csv", ",18,general,4,", ",18,general,30,"),
        ("inflow.csv", ",19,general,4,", ",19,general,30,"),
    ):
        place = office.workspace / name
        place.write_text(place.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    set_up(
        office, WORKED, contracts=LONG_DAY, rules="rules:\n  - {rule: overtime_use, weight: 10, volunteer_percent: 50}"
    )
    return steps_of(proposal(office, now), "overtime")


def test_overtime_is_offered_to_volunteers_first(small_office: Office) -> None:
    steps = overtime(small_office)
    assert steps
    assert steps[0].people == ("E004",)
    assert steps[0].paid_minutes == 120
    assert {step.way.becomes_subject for step in steps} == {"O"}
    assert {employee for step in steps for employee in step.people} <= {"E004", "E005"}
    (row,) = steps[0].changes["E004", MONDAY]
    assert (row.start.hour, row.end.hour) == (9, 20)


def test_nobody_who_has_gone_home_is_offered_overtime(small_office: Office) -> None:
    assert overtime(small_office, ELEVEN.replace(hour=18, minute=1)) == []


def test_who_is_off_is_called_in_with_notice(small_office: Office) -> None:
    set_up(small_office, {("E005", day): "D" for day in range(5)})
    steps = steps_of(proposal(small_office, ELEVEN.replace(hour=15)), "call_in")
    assert steps
    assert {step.way.becomes_subject for step in steps} == {"V"}
    # At 16:30 nobody who is at home can begin at 18:00: it takes two hours.
    assert steps_of(proposal(small_office, ELEVEN.replace(hour=16, minute=30)), "call_in") == []


def test_time_off_is_offered_only_when_it_is_quiet(small_office: Office) -> None:
    everybody = {(f"E{number:03}", day): "D" for number in (2, 3, 4, 5, 6, 11, 12) for day in range(5)}
    evening = {(f"E{number:03}", day): "V" for number in (7, 8, 9, 10) for day in range(5)}
    place = small_office.workspace / "inflow.csv"
    place.write_text(place.read_text(encoding="utf-8").replace(",general,24,", ",general,4,"), encoding="utf-8")
    set_up(small_office, {**everybody, **evening})
    found = proposal(small_office, ELEVEN.replace(hour=14))
    steps = steps_of(found, "leave_early")
    assert steps
    for step in steps:
        assert step.paid_minutes < 0
        assert not step.is_published
        assert step.gain.mean + step.gain.half_width > -0.1 * 40  # of some forty calls
        assert step.way.was is not None
        assert step.way.was.start >= ELEVEN.replace(hour=14)
    day_staff = sorted({employee for employee, _ in everybody})
    assert steps_of(proposal(small_office, TEN, *_ill(*day_staff)), "leave_early") == []


def _ill(*people: str) -> list[Absence]:
    return [Absence(employee_id=one, first_day=MONDAY, last_day=MONDAY, kind="sick_leave") for one in people]


def test_a_day_ahead_is_prepared_for_what_is_declared(published: Office) -> None:
    (published.workspace / "events.csv").write_text(
        "from,to,hour_from,hour_to,queue,factor,name\n2023-11-08,2023-11-08,9,18,general,3,rain\n", encoding="utf-8"
    )
    evening = TEN.replace(hour=20) + timedelta(days=1)
    found = today(published.workspace, now=evening, on=date(2023, 11, 8), replications=12, is_to_propose=True)
    plain = today(published.workspace, now=evening, on=date(2023, 11, 9), replications=12)
    assert found.since == datetime(2023, 11, 8)
    (line,) = (line for line in map(str, today_lines(found)) if "events.csv" in line)
    assert line.endswith("already in what is forecast and planned here: rain general x3")
    assert not any("events.csv" in line for line in map(str, today_lines(plain)))
    assert found.queues[0].from_hour == 0
    assert found.queues[0].expected > 2 * plain.queues[0].expected
    assert found.proposal is not None
    assert all(step.way.becomes is None or step.way.becomes.start.day == 8 for step in found.proposal.steps)
    with pytest.raises(InputError, match="2023-11-06 is past"):
        today(published.workspace, now=evening, on=MONDAY, replications=3)


def test_only_accepted_steps_are_published_and_nothing_else_changes(published: Office, proposed: Today) -> None:
    before = meals(published)
    found = proposed
    assert found.proposal is not None
    steps = [step for step in found.proposal.steps if step.is_published]
    assert steps[0].way.kind == "meal"
    arguments = ("today", published.workspace, "--now", "2023-11-06T10:00", "--replications", 12)
    ended = command(*arguments, "--propose")
    assert ended.exit_code == 0, ended.output
    code = found.proposal.fingerprint
    assert f"--accept {','.join(str(step.number) for step in found.proposal.steps)} --proposal {code};" in ended.stdout
    assert "add --publish, and say why with --note." in ended.stdout
    assert meals(published) == before
    versions = published.versions()
    arguments = (*arguments, "--accept", steps[0].number, "--proposal", code)
    told = json.loads(command(*arguments, "--json").stdout)
    assert told["accepted"]["version"] is None
    assert published.versions() == versions
    ended = command(*arguments, "--publish", "--by", "Kim", "--note", "rain")
    assert ended.exit_code == 0, ended.output
    assert len(published.versions()) == len(versions) + 1
    assert f"\nStep {steps[0].number}: in time until midnight" in ended.stdout
    assert "changes.csv" not in ended.stdout  # no file is named that does not stay
    becomes = steps[0].way.becomes
    assert becomes is not None
    after = meals(published)
    assert after == before | {(employee, MONDAY): becomes.start for employee in steps[0].people}
    workspace = read_workspace(published.workspace)
    shifts = {shift.code: shift for shift in workspace.settings.shifts}
    for row in published.standing().assignments:
        assert row.break_start is not None
        minute = row.break_start.hour * 60 + row.break_start.minute
        assert minute in shifts[row.shift].meal_starts(workspace.settings.interval_minutes)
    # What is published now is another fact than what was proposed from.
    again = command(*arguments, "--publish", "--by", "Kim", "--note", "rain")
    assert again.exit_code == 3
    assert "was made from other facts" in again.output


def test_a_proposal_made_from_other_facts_is_not_accepted(published: Office, tmp_path: Path) -> None:
    found = proposal(published, replications=3)
    assert found.proposal is not None
    code = found.proposal.fingerprint
    phone = counted(tmp_path, {9: 50})
    ill = Absence(employee_id="E003", first_day=MONDAY, last_day=MONDAY, kind="sick_leave")

    def accept(now: datetime = TEN, **other: Any) -> Today:
        facts = {"replications": 3, **other}
        return today(published.workspace, now=now, accept=[99], fingerprint=code, **facts)

    with pytest.raises(InputError, match="there is no step 99"):
        accept()
    changes: tuple[dict[str, Any], ...] = (
        {"now": TEN.replace(minute=1)},
        {"actuals": [phone]},
        {"absences": [ill]},
        {"replications": 4},
    )
    for change in changes:
        with pytest.raises(InputError, match="was made from other facts"):
            accept(**change)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--accept", "1"),
        ("--accept", "1", "--now", "2023-11-06T10:00"),
        ("--publish", "--now", "2023-11-06T10:00"),
        ("--by", "Kim"),
        ("--accept", "a,b"),
    ],
)
def test_options_that_do_not_go_together_are_refused(original: Office, wrong: tuple[str, ...]) -> None:
    assert command("today", original.workspace, *wrong).exit_code == 2
