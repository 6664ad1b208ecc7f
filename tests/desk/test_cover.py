"""Who could take a shift."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler import cli
from scheduler.desk.cover import Cover, Refused, who_could
from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.rows import handed_over
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.repair.absences import with_absences
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY
from tests.runs import WORKED, write_run
from tests.workspaces import SETTINGS, write_workspace

ALL_RULES = (
    SETTINGS
    + """\
  - {rule: contract_days, weight: 100}
  - {rule: eligible_shifts}
  - {rule: absences}
  - {rule: fair_nights, weight: 50}
  - {rule: requests, weight: 20}
pay: {hourly_won: 10000, overtime_percent: 50, night_percent: 50, holiday_percent: 50}
"""
)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cover")
    write_run(folder / "run", write_workspace(folder / "workspace", workspace=ALL_RULES), WORKED)
    return folder


@pytest.fixture(scope="module")
def desk(folder: Path) -> Desk:
    return open_desk(folder / "workspace", folder / "run", is_first_week=True)


def _found(desk: Desk, employee: str, on: date) -> Cover:
    return who_could(desk, employee, on)


def test_everybody_else_either_could_or_could_not(desk: Desk) -> None:
    found = _found(desk, "E003", TUESDAY)
    could, could_not = ([one.employee_id for one in of] for of in (found.candidates, found.refused))
    assert sorted([*could, *could_not, "E003"]) == sorted(desk.problem.employee)
    assert sum(found.refused_by_reason.values()) == len(could_not)


@pytest.mark.parametrize(("employee", "day"), [("E003", 1), ("E007", 1), ("E005", 0), ("E004", 4)])
def test_each_verdict_and_cost_is_that_of_the_audit_with_the_absence(desk: Desk, employee: str, day: int) -> None:
    found = _found(desk, employee, MONDAY + timedelta(days=day))
    assert found.absent_as == "sick_leave"
    for one in found.candidates:
        roster = desk.standing.changed({(employee, found.row.date): (), **one.outcome.changes})
        whole = audit(_absent(desk, found), desk.run.rules, roster)
        assert not whole.hard
        assert one.cost_change == whole.cost - desk.standing.checked.cost
    for refused in found.refused:
        if refused.breaches:
            changes = {(employee, found.row.date): (), (refused.employee_id, found.row.date): _taken(found, refused)}
            whole = audit(_absent(desk, found), desk.run.rules, desk.standing.changed(changes))
            assert Counter(refused.breaches) == Counter(whole.hard)


def _absent(desk: Desk, found: Cover) -> Problem:
    on = found.row.date
    assert found.absent_as is not None
    absence = Absence(employee_id=found.row.employee_id, first_day=on, last_day=on, kind=found.absent_as)
    return with_absences(desk.problem, desk.roster, [absence])


def _taken(found: Cover, refused: Refused) -> tuple[Assignment, ...]:
    return (handed_over(found.desk.problem, found.row, refused.employee_id),)


def test_the_best_come_first_and_what_they_give_up_is_told(desk: Desk) -> None:
    found = _found(desk, "E003", MONDAY + timedelta(days=2))
    assert [one.cost_change for one in found.candidates] == sorted(one.cost_change for one in found.candidates)
    assert {one.employee_id: [row.shift for row in one.gives_up] for one in found.candidates}["E004"] == []


def test_night_premium_is_told_as_the_ledger_counts_it(desk: Desk) -> None:
    found = _found(desk, "E007", TUESDAY)
    of_night = {one.employee_id: one.pay for one in found.candidates}
    assert of_night["E008"].premium_minutes == (5 * 60 - 30) * 0.5


def test_somebody_absent_is_refused_by_the_rule_of_absences(desk: Desk) -> None:
    refused = {one.employee_id: one for one in _found(desk, "E005", MONDAY).refused}
    assert refused["E001"].reason == "R08"
    assert refused["E003"].reason == "", "works the same shift"
    assert refused["E007"].reason == "R09"


def test_the_command_prints_it_for_people_and_for_programs(folder: Path) -> None:
    arguments = ["cover", str(folder / "workspace"), str(folder / "run"), "Agent 3", "2023-11-07", "--first-week"]
    shown = CliRunner().invoke(cli.main, arguments)
    assert shown.exit_code == 0, shown.output
    assert "people could not:" in shown.stdout
    with_all = CliRunner().invoke(cli.main, [*arguments, "--all"])
    assert "E007 Agent 7: E007 works D on 2023-11-07, but may only work V, N" in with_all.stdout
    told = json.loads(CliRunner().invoke(cli.main, [*arguments, "--json"]).stdout)
    assert told["shift"]["employee_id"] == "E003"
    assert told["absent_as"] == "sick_leave"
    assert len(told["candidates"]) + len(told["refused"]) == 11


def test_a_day_without_a_shift_is_bad_input(folder: Path) -> None:
    arguments = ["cover", str(folder / "workspace"), str(folder / "run"), "E003", "2023-11-09", "--first-week"]
    refused = CliRunner().invoke(cli.main, arguments)
    assert refused.exit_code == 3
    assert "E003 has no shift on 2023-11-09" in refused.stderr
