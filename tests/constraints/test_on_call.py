"""R40."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from benchmarks.random_problems import random_problem, random_roster
from scheduler.constraints.on_call import OnCall
from scheduler.domain.people import Absence
from scheduler.domain.roster import Duty, Roster
from tests.commands import scheduler
from tests.constraints.agreement import MONDAY, Choices, assignment, person, roster_of, tiny_problem
from tests.workspaces import PREVIOUS_WEEK, SETTINGS, write_workspace

NO_AGREEMENT = (
    "The model decides nothing: people are named in rosters that are finished, and the check looks at who is."
)

TUESDAY = MONDAY + timedelta(days=1)
STAFF = tuple(person(number) for number in range(1, 6))


def named(rule: OnCall, choices: Choices, days: int = 3, **changes: object) -> dict[date, list[str]]:
    problem = tiny_problem(days, **{"employees": STAFF, **changes})  # type: ignore[arg-type]  # mixed fields
    roster = rule.named(problem, roster_of(problem, choices))
    assert rule.check(problem, roster) == []
    found: dict[date, list[str]] = {}
    for duty in roster.on_call or ():
        found.setdefault(duty.date, []).append(duty.employee_id)
    return found


def test_whoever_starts_a_shift_or_is_absent_is_not_called() -> None:
    away = Absence(employee_id="E002", first_day=MONDAY, last_day=MONDAY, kind="leave")
    working: Choices = {("E001", 0): "D", ("E003", 0): "N", ("E004", 0): "V"}
    assert named(OnCall(), working, 1, absences=(away,)) == {MONDAY: ["E005"]}


def test_turns_are_taken_by_teams_and_people_that_are_named() -> None:
    staff = (person(1), person(2, team="night"), person(3))
    assert set(named(OnCall(teams=("night",)), {}, 1, employees=staff)[MONDAY]) == {"E002"}
    assert set(named(OnCall(people=("E003",)), {}, 1, employees=staff)[MONDAY]) == {"E003"}
    assert named(OnCall(people=("E003",), weekdays=frozenset({1})), {}, 2, employees=staff) == {TUESDAY: ["E003"]}


def test_everybody_has_as_many_turns_over_the_weeks() -> None:
    rule = OnCall(heads=2)
    for days in (5, 10):
        counts = Counter(employee for people in named(rule, {}, days).values() for employee in people)
        assert set(counts.values()) == {2 * days // 5}
    # Weeks that are planned apart go on where the one before ended.
    turns: Counter[str] = Counter()
    for week in range(5):
        problem = tiny_problem(7, employees=STAFF, first_day=MONDAY + timedelta(weeks=week))
        turns.update(duty.employee_id for duty in OnCall().named(problem, Roster()).on_call or ())
    assert set(turns.values()) == {7}


@pytest.mark.parametrize(("rest_hours", "is_able"), [(None, True), (0, False), (8, False)])
def test_work_that_reaches_into_the_day_counts_where_rest_is_asked_for(
    rest_hours: int | None, *, is_able: bool
) -> None:
    problem = tiny_problem(2, employees=(person(1),))
    rule = OnCall(rest_hours=rest_hours, weekdays=frozenset({1}))
    roster = rule.named(problem, roster_of(problem, {("E001", 0): "V"}))  # until 01:00
    assert (rule.check(problem, roster) == []) == is_able
    assert bool(roster.on_call) == is_able


@pytest.mark.parametrize(("rest_hours", "is_able"), [(6, True), (7, False)])
def test_rest_before_and_after_the_day_is_measured_from_midnight(rest_hours: int, *, is_able: bool) -> None:
    rule = OnCall(rest_hours=rest_hours)
    problem = tiny_problem(1, employees=(person(1),))
    before = Roster.of([assignment(problem, "E001", MONDAY - timedelta(days=1), "D")])  # until 18:00
    problem = problem.replace(previous=before)
    assert bool(rule.named(problem, Roster()).on_call) == is_able
    said = rule.check(problem, Roster().with_on_call([Duty(MONDAY, "E001")]))
    assert bool(said) != is_able


@pytest.mark.parametrize(
    ("duties", "said"),
    [
        ([], "0 people are on call on 2023-11-06; 1 asked for"),
        ([(MONDAY, "E001"), (MONDAY, "E002")], "2 people are on call"),
        ([(MONDAY, "E003")], "E003 is on call on 2023-11-06, but works D"),
        ([(MONDAY, "E004")], "but is absent"),
        ([(MONDAY, "E009")], "but is not employed then"),
        ([(MONDAY, "E005")], "but takes no turns"),
        ([(MONDAY, "E001"), (MONDAY, "E001")], "but stands there twice"),
        ([(MONDAY, "E001"), (TUESDAY, "E001")], "on which nobody is to be"),
    ],
)
def test_the_check_says_what_is_wrong(duties: list[tuple[date, str]], said: str) -> None:
    away = Absence(employee_id="E004", first_day=MONDAY, last_day=MONDAY, kind="leave")
    problem = tiny_problem(1, employees=STAFF, absences=(away,))
    roster = roster_of(problem, {("E003", 0): "D"}).with_on_call([Duty(*duty) for duty in duties])
    rule = OnCall(people=("E001", "E002", "E003", "E004", "E009"))
    assert said in " ".join(one.message for one in rule.check(problem, roster))


def test_a_roster_of_which_nobody_says_is_not_judged() -> None:
    assert OnCall().check(tiny_problem(1), Roster()) == []


def test_whoever_was_named_stays_so_where_that_can_be() -> None:
    problem = tiny_problem(2, employees=STAFF)
    known = (Duty(MONDAY, "E004"), Duty(TUESDAY, "E004"))
    roster = OnCall().named(problem, roster_of(problem, {("E004", 1): "D"}), known)
    first, second = roster.on_call or ()
    assert first == Duty(MONDAY, "E004")
    assert second.employee_id != "E004"


@pytest.mark.parametrize("seed", range(40))
def test_who_is_named_passes_the_check_unless_too_few_can_be(seed: int) -> None:
    rng = Random(seed)
    problem = random_problem(rng, clock_changes=seed % 2 == 0)
    roster = random_roster(rng, problem, 0.4)
    rule = OnCall(heads=rng.randint(1, 2), rest_hours=rng.choice((None, 0, 6, 24)))
    shared = rule.named(problem, roster)
    assert shared.assignments == roster.assignments
    missing = {one.date for one in rule.check(problem, shared)}
    named_on = Counter(duty.date for duty in shared.on_call or ())
    assert missing == {on for on in problem.horizon.dates() if named_on[on] != rule.heads}
    for on in missing:
        # Nobody else could be: everybody who is not named is refused by the check as well.
        for other in problem.employees:
            duty = Duty(on, other.employee_id)
            if duty not in (shared.on_call or ()):
                said = rule.check(problem, shared.with_on_call([*(shared.on_call or ()), duty]))
                assert any(one.employee == other.employee_id and one.date == on for one in said)


def test_the_file_of_a_run_is_what_is_verified(tmp_path: Path) -> None:
    rules = SETTINGS + "  - rule: contract_days\n  - rule: on_call\n    weekdays: [sat, sun]\n"
    folder = write_workspace(tmp_path / "small", workspace=rules, previous_roster=PREVIOUS_WEEK)
    options = ("--week", "2023-W45", "--gap", "1", "--workers", "1", "--output", tmp_path / "run")
    assert scheduler("generate", folder, *options).exit_code == 0
    path = tmp_path / "run" / "on_call.csv"
    header, saturday, sunday = path.read_text().splitlines()
    assert header == "date,employee_id"
    assert [row.split(",")[0] for row in (saturday, sunday)] == ["2023-11-11", "2023-11-12"]
    assert scheduler("verify", folder, tmp_path / "run").exit_code == 0
    path.write_text(f"{header}\n{sunday}\n")
    checked = scheduler("verify", folder, tmp_path / "run")
    assert checked.exit_code == 6
    assert "0 people are on call on 2023-11-11" in checked.stdout


def test_a_week_in_which_too_few_can_be_on_call_has_no_roster(tmp_path: Path) -> None:
    rules = SETTINGS + "  - rule: on_call\n    heads: 12\n"
    folder = write_workspace(tmp_path / "small", workspace=rules, previous_roster=PREVIOUS_WEEK)
    options = ("--week", "2023-W45", "--gap", "1", "--workers", "1", "--output", tmp_path / "run")
    refused = scheduler("generate", folder, *options)
    assert refused.exit_code == 4
    assert "on call on 2023-11-06; 12 asked for; name more people or teams who take turns" in refused.stderr
    assert not (tmp_path / "run" / "roster.csv").exists()
