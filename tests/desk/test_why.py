"""Why somebody works what the roster says, and why so many."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from benchmarks.held_model import HeldModel
from benchmarks.random_problems import random_problem, random_rules
from scheduler import cli
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.requests import Requests
from scheduler.desk.bounds import LowerBounds
from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.requirement import requirement_of
from scheduler.desk.why import Why, why_of
from scheduler.desk.why_lines import requirement_lines, sentences, why_lines
from scheduler.domain.people import Request
from scheduler.domain.shifts import OFF
from scheduler.errors import InputError
from scheduler.model import build
from scheduler.verify import audit
from tests.constraints.agreement import FULL_TIME, MONDAY, person, tiny_problem
from tests.desk.test_cover import ALL_RULES
from tests.runs import WORKED, write_run
from tests.workspaces import STAFF, write_workspace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    write_run(folder / "run", write_workspace(folder / "workspace", workspace=ALL_RULES), WORKED)
    return folder


@pytest.fixture(scope="module")
def desk(folder: Path) -> Desk:
    return open_desk(folder / "workspace", folder / "run", is_first_week=True)


def _day(n: int) -> date:
    return MONDAY + timedelta(days=n)


PLACES = [("E003", 2), ("E005", 1), ("E007", 1), ("E004", 3), ("E001", 0)]


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: f"{place[0]}-{place[1]}")
def found(request: pytest.FixtureRequest, desk: Desk) -> Why:
    employee, day = request.param
    return why_of(desk, employee, _day(day))


def test_every_other_shift_and_a_day_off_is_an_alternative(found: Why) -> None:
    worked = {row.shift for row in found.rows}
    assert {one.shift for one in found.alternatives} == {"D", "V", "N", *([OFF] if worked else [])} - worked


def test_what_each_breaks_and_costs_alone_is_what_the_audit_finds(found: Why) -> None:
    desk = found.desk
    for one in found.alternatives:
        whole = audit(desk.problem, desk.run.rules, desk.standing.changed(one.effects.outcome.changes))
        assert Counter(one.effects.outcome.hard) == Counter(whole.hard)
        assert one.effects.outcome.cost == whole.cost
        assert set(one.never_by) <= {breach.rule for breach in one.breaches}


def test_what_is_found_keeps_every_rule_and_costs_no_less_than_is_proven(found: Why) -> None:
    desk = found.desk
    for one in found.alternatives:
        if one.found is None:
            continue
        changed = desk.standing.changed(one.found.outcome.changes)
        whole = audit(desk.problem, desk.run.rules, changed)
        assert not whole.hard
        assert one.found.outcome.cost == whole.cost
        has = [row.shift for row in changed.of_employee(found.employee_id) if row.date == found.date]
        assert has == ([] if one.shift == OFF else [one.shift])
        assert one.at_least is not None
        assert one.at_least <= whole.cost


def test_an_exchange_is_found_where_nobody_can_move_alone(desk: Desk) -> None:
    """E003's evening can be E004's, who is off then and gives Friday's day for it."""
    off = next(one for one in why_of(desk, "E003", _day(2)).alternatives if one.shift == OFF)
    assert off.found is not None


@pytest.mark.parametrize("seed", range(12))
def test_no_roster_costs_less_than_the_bound_with_any_choice(seed: int) -> None:
    rng = Random(seed)
    problem = random_problem(rng)
    rules = [rule for rule in random_rules(rng, problem) if rule.weight is not None or rng.random() < 0.5]
    built = build(problem, rules)
    bounds = LowerBounds(problem, rules)
    unavoidable = built.ledger.unavoidable_cost
    choices = list(built.works)
    for employee, day, code, variable in rng.sample(choices, min(4, len(choices))):
        others = [own.index for own in built.works.on_day(employee, day).values()]
        bests = (
            HeldModel(built.model, [variable.index]).optimum([1]),
            HeldModel(built.model, others).optimum([0] * len(others)),
        )
        for shift, best in zip((code, OFF), bests, strict=True):
            bound = bounds.with_choice(employee, day, shift)
            if best is not None:
                assert bound is None or bound <= best + unavoidable


def test_what_the_persons_own_days_cost_is_in_the_bound() -> None:
    """Nobody else matters here: the bound is the whole cost, to the point."""
    problem = tiny_problem(
        7,
        employees=[person(1, shifts=("D",))],
        requests=(Request(employee_id="E001", date=MONDAY, shift="D", weight=70),),
    )
    bounds = LowerBounds(problem, [OneShiftADay(), Requests(weight=10), ContractDays()])
    assert bounds.with_choice("E001", 0, OFF) == 700
    assert bounds.with_choice("E001", 0, "D") == 0


def test_a_day_that_ones_own_rules_need_is_off_in_no_roster() -> None:
    seven_days = FULL_TIME.model_copy(update={"days_per_week": 7})
    problem = tiny_problem(7, employees=[person(1, shifts=("D",))], contracts=(seven_days,))
    bounds = LowerBounds(problem, [OneShiftADay(), ContractDays()])
    assert bounds.with_choice("E001", 2, OFF) == math.inf
    assert bounds.with_choice("E001", 2, "D") == 0


def test_what_the_person_can_be_told_is_one_or_two_sentences(found: Why) -> None:
    told = list(sentences(found))
    assert 1 <= len(told) <= 2
    assert found.employee_id in told[0]


def test_alone_names_what_the_person_could_have_alone_and_says_nothing_of_exchanges(desk: Desk) -> None:
    off = why_of(desk, "E004", _day(3), with_others=False)
    assert off.best is not None
    assert off.best.partner is None
    assert off.best.found is not None
    assert off.best.found.outcome == off.best.effects.outcome
    text = "\n".join(map(str, why_lines(off)))
    assert "is possible without anybody else" in text
    assert "with others moving" not in text
    bound = why_of(desk, "E001", _day(0), with_others=False)
    assert not any("exchange" in sentence for sentence in sentences(bound))


def test_of_a_day_after_the_last_one_of_work_nothing_else_is_said(tmp_path: Path) -> None:
    header, *rows = STAFF.splitlines()
    rows = [f"{row},{'2023-11-08' if row.startswith('E006') else ''}" for row in rows]
    absences = "employee_id,from,to,kind\nE006,2023-11-10,2023-11-10,sick_leave\n"
    staff = "\n".join([f"{header},to", *rows, ""])
    folder = write_workspace(tmp_path / "workspace", workspace=ALL_RULES, staff=staff, absences=absences)
    write_run(tmp_path / "run", folder, WORKED)
    arguments = ["why", str(folder), str(tmp_path / "run"), "E006", "2023-11-10", "--first-week"]
    shown = CliRunner().invoke(cli.main, arguments)
    assert shown.exit_code == 0, shown.output
    assert "E006 Agent 6 is not employed on 2023-11-10 Fri, so there is nothing to plan." in shown.stdout
    assert "R18" not in shown.stdout
    assert "Sick" not in shown.stdout


def test_the_command_prints_it_for_people_and_for_programs(folder: Path) -> None:
    arguments = ["why", str(folder / "workspace"), str(folder / "run"), "Agent 7", "2023-11-07", "--first-week"]
    shown = CliRunner().invoke(cli.main, arguments)
    assert shown.exit_code == 0, shown.output
    assert "In plain words:" in shown.stdout
    in_korean = CliRunner().invoke(cli.main, [*arguments, "--language", "ko"])
    assert "쉽게 말하면:" in in_korean.stdout
    told = json.loads(CliRunner().invoke(cli.main, [*arguments, "--json", "--alone"]).stdout)
    assert told["shifts"] == ["N"]
    assert {one["shift"]: one["in_no_roster_by"] for one in told["alternatives"]}["D"] == ["R09"]


def test_what_a_span_needs_is_said_with_the_people_in_it(desk: Desk) -> None:
    needs = requirement_of(desk, datetime(2023, 11, 8, 18, 10))
    assert (needs.start, needs.end) == (datetime(2023, 11, 8, 18), datetime(2023, 11, 8, 18, 30))
    assert [need.row.queue for need in needs.needs] == ["general"]
    assert [row.employee_id for row in needs.people] == ["E003"]
    longer = requirement_of(desk, datetime(2023, 11, 8, 17), datetime(2023, 11, 8, 19))
    assert {row.employee_id for row in longer.people} == {"E003", "E005"}
    with pytest.raises(InputError, match="is no span of the roster"):
        requirement_of(desk, datetime(2023, 11, 8, 17), datetime(2023, 11, 8, 16))


def test_of_hours_in_which_no_queue_is_open_it_says_so(desk: Desk) -> None:
    needs = requirement_of(desk, datetime(2023, 11, 8, 4))
    closed = list(requirement_lines(replace(needs, needs=(), people=())))
    assert closed[1:] == ["  No queue is open then.", "", "There: 0 people"]


def test_the_command_says_why_so_many(folder: Path) -> None:
    arguments = ["why", str(folder / "workspace"), str(folder / "run"), "--first-week", "--at"]
    shown = CliRunner().invoke(cli.main, [*arguments, "2023-11-08T18:10"])
    assert shown.exit_code == 0, shown.output
    assert "agents are required" in shown.stdout
    told = json.loads(CliRunner().invoke(cli.main, [*arguments, "2023-11-08 18:10", "--json"]).stdout)
    assert [row["employee_id"] for row in told["people"]] == ["E003"]
    both = CliRunner().invoke(cli.main, [*arguments, "2023-11-08 18:10", "E003", "2023-11-08"])
    assert both.exit_code == 2
