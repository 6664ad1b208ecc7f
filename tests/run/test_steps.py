"""The steps of a run one by one, as Python calls them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.domain.roster import Roster
from scheduler.errors import InfeasibleError, InputError, ViolationError
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import audit, with_roster_of
from scheduler.run.limits import limits_of
from scheduler.run.planning import Plan, plan
from scheduler.run.reading import opened, read_roster
from scheduler.run.solving import solve
from scheduler.run.writing import write
from scheduler.writers.roster_csv import write_roster
from tests.constraints.agreement import MONDAY, roster_of
from tests.runs import WORKED
from tests.workspaces import SETTINGS, faults_of, write_workspace


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return plan(read_workspace(write_workspace(tmp_path_factory.mktemp("planned") / "workspace")), MONDAY)


def test_a_plan_has_the_facts_and_the_rules_of_its_weeks(planned: Plan) -> None:
    assert (planned.problem.horizon.first_day, planned.problem.horizon.days) == (MONDAY, 7)
    assert planned.rules == planned.workspace.settings.rules


def test_days_before_that_nobody_knows_are_refused_unless_declared_free(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, previous_roster=None))
    with pytest.raises(InputError, match="no day before 2023-11-06 is known"):
        plan(workspace, MONDAY)
    assert plan(workspace, MONDAY, is_first_week=True).workspace.is_first_week


def test_locked_cells_of_another_roster_are_part_of_a_plan(planned: Plan, tmp_path: Path) -> None:
    run = audit(planned, roster_of(planned.problem, WORKED))
    write(planned, run, tmp_path / "run")
    locked = plan(planned.workspace, MONDAY, lock=tmp_path / "run" / "roster.csv", lock_cells="all")
    assert {(lock.employee_id, (lock.date - MONDAY).days) for lock in locked.problem.locks} >= set(WORKED)
    assert "R15" in {rule.number for rule in locked.rules}


def test_an_audit_says_what_each_rule_finds(planned: Plan) -> None:
    kept = audit(planned, roster_of(planned.problem, WORKED))
    assert kept.audit is not None
    assert kept.audit.hard == ()
    spoilt = roster_of(planned.problem, {**WORKED, ("E003", 3): "N"})
    run = audit(planned, spoilt)
    assert run.audit is not None
    assert "R03" in {violation.rule for violation in run.audit.hard}
    assert run.roster == spoilt


def test_a_roster_is_read_from_a_file_a_folder_or_a_frame(planned: Plan, tmp_path: Path) -> None:
    run = write(planned, audit(planned, roster_of(planned.problem, WORKED)), tmp_path / "run")
    sources = [tmp_path / "run", str(tmp_path / "run"), tmp_path / "run" / "roster.xlsx", run.roster_frame()]
    assert [read_roster(source, planned.workspace) for source in sources] == [run.roster] * 4


def test_a_written_run_is_a_folder_of_ours(planned: Plan, tmp_path: Path) -> None:
    write(planned, audit(planned, roster_of(planned.problem, WORKED)), tmp_path / "run")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names >= {
        "roster.csv",
        "coverage.csv",
        "roster.xlsx",
        "teams.xlsx",
        "report.html",
        "summary.json",
        "run.json",
    }
    record = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert (record["command"], record["has_result"], record["first_day"]) == ("write", True, "2023-11-06")
    assert set(record["files"]) == names - {"run.json"}


def test_a_roster_that_breaks_a_hard_rule_is_not_written(planned: Plan, tmp_path: Path) -> None:
    run = audit(planned, roster_of(planned.problem, {**WORKED, ("E003", 3): "N"}))
    with pytest.raises(ViolationError, match="R03") as caught:
        write(planned, run, tmp_path / "run")
    assert caught.value.exit_code == 6
    assert not (tmp_path / "run").exists()


def test_what_is_written_is_checked_once_more(planned: Plan, tmp_path: Path) -> None:
    run = audit(planned, roster_of(planned.problem, WORKED))
    spoilt = roster_of(planned.problem, {**WORKED, ("E003", 3): "N"})
    unsaid = replace(run, result=replace(run.result, roster=spoilt))
    with pytest.raises(Exception, match="breaks hard rules"):
        write(planned, unsaid, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_search_comes_back_checked(tmp_path: Path) -> None:
    settings = SETTINGS + "solve: {time_limit_seconds: 5, relative_gap: 0.5, workers: 1}\n"
    planned = plan(read_workspace(write_workspace(tmp_path, workspace=settings)), MONDAY)
    run = solve(planned, options={"seed": 3})
    assert run.roster is not None
    assert run.roster.assignments
    assert run.audit is not None
    assert run.audit.hard == ()
    assert (run.solving.seed, run.solving.relative_gap) == (3, 0.5)


def test_rules_that_cannot_hold_together_are_an_error_with_reasons(tmp_path: Path) -> None:
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    locks = "employee_id,date,shift\n" + "".join(f"E001,{day},OFF\n" for day in days)
    rules = "  - rule: contract_days\n  - rule: locks\n"
    folder = write_workspace(tmp_path, workspace=SETTINGS + rules, locks=locks, absences=None)
    with pytest.raises(InfeasibleError) as caught:
        solve(plan(read_workspace(folder), MONDAY), options={"time_limit_seconds": 5})
    assert any("E001" in reason for reason in caught.value.reasons)


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"time_limit": 5}, "options:time_limit "),
        ({"time_limit_seconds": -1}, "options:time_limit_seconds "),
        ({"seed": 1.5, "relative_gap": 2}, "options:relative_gap "),
    ],
)
def test_options_that_are_none_are_faults(planned: Plan, options: Mapping[str, float], place: str) -> None:
    faults = faults_of(lambda: limits_of(planned.settings, options))
    assert len(faults) == len(options)
    assert any(fault.startswith(place) for fault in faults)


def test_faults_of_options_are_in_korean_as_well(planned: Plan) -> None:
    with pytest.raises(InputError) as caught:
        limits_of(planned.settings, {"time_limit_seconds": -1, "time_limit": 5})
    assert caught.value.lines("ko") == [
        "옵션:time_limit 모르는 설정입니다; 혹시 'time_limit_seconds'입니까?",
        "옵션:time_limit_seconds '-1'은 너무 작습니다; 0.1 이상을 쓰십시오",
    ]


def test_a_workspace_may_be_named_or_given(planned: Plan) -> None:
    folder = planned.workspace.folder
    assert opened(planned.workspace) is planned.workspace
    assert opened(folder).inputs_sha256 == opened(str(folder)).inputs_sha256 == planned.workspace.inputs_sha256


def test_an_empty_roster_has_frames_without_rows(planned: Plan) -> None:
    run = audit(planned, Roster())
    assert run.roster_frame().empty
    # An evening of the previous roster ends on Monday at 01:00.
    assert run.coverage_frame().effective.sum() == 2.0
    assert not run.penalties_frame().empty


def test_what_was_checked_is_not_checked_again_when_the_very_same_is_read_back(planned: Plan, tmp_path: Path) -> None:
    run = audit(planned, roster_of(planned.problem, WORKED))
    assert run.roster is not None
    path = tmp_path / "roster.csv"
    write_roster(path, run.roster, run.settings.centre.zone)
    assert with_roster_of(run, path) is run
    write_roster(path, Roster(run.roster.assignments[1:]), run.settings.centre.zone)
    other = with_roster_of(run, path)
    assert other.audit is not None
    assert run.audit is not None
    assert other.audit.cost > run.audit.cost
    unchecked = with_roster_of(replace(run, roster=other.roster, audit=None), path)
    assert unchecked.audit is not None
    assert unchecked.audit.violations == other.audit.violations


def test_rosters_in_two_passes_of_an_hour_are_not_the_same(planned: Plan) -> None:
    roster = roster_of(planned.problem, WORKED)
    row = roster.assignments[0]
    later = Roster((replace(row, start=row.start.replace(fold=1)), *roster.assignments[1:]))
    assert later == roster
    assert not later.is_same_as(roster)
    assert roster.is_same_as(Roster(roster.assignments))
