"""An overlay on the small workspace: what changes, what does not, and what is refused."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from scheduler.inputs import Workspace
from scheduler.planning import plan_problem
from scheduler.scenarios.applied import ScenarioChange
from tests.constraints.agreement import MONDAY
from tests.scenarios.scenes import applied, faults_of_applying, small


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small(tmp_path_factory.mktemp("small"))


def ids(workspace: Workspace) -> set[str]:
    return {person.employee_id for person in workspace.employees}


# ---- settings ----


def test_settings_change_by_their_names_and_are_listed_old_and_new(workspace: Workspace) -> None:
    result = applied(
        workspace,
        """
        settings:
          shifts: {D: {start: "10:00", end: "19:00"}}
          queues: {general: {targets: {service_level: 0.9}}}
          rules: {minimum_rest: {min_rest_minutes: 600}}
        """,
    )
    assert result.changes == (
        ScenarioChange("settings.shifts.D.start", "09:00", "10:00"),
        ScenarioChange("settings.shifts.D.end", "18:00", "19:00"),
        ScenarioChange("settings.queues.general.targets.service_level", "0.8", "0.9"),
        ScenarioChange("settings.rules.minimum_rest.min_rest_minutes", "660", "600"),
    )
    shift = next(shift for shift in result.workspace.settings.shifts if shift.code == "D")
    assert (shift.start_minute, shift.end_minute) == (600, 1140)
    assert workspace.settings.shifts[0].start_minute == 540  # the baseline stays


def test_a_new_entry_is_like_another_one(workspace: Workspace) -> None:
    result = applied(
        workspace,
        "settings: {contracts: {four_days: {like: full_time, days_per_week: 4, paid_minutes_per_week: 1920}}}",
    )
    new = result.workspace.settings.contracts[-1]
    assert (new.name, new.days_per_week, new.name_en) == ("four_days", 4, "full time")
    assert result.workspace.settings.contracts[0].days_per_week == 5


def test_a_rule_can_be_put_into_force(workspace: Workspace) -> None:
    result = applied(workspace, "settings: {rules: {maximum_consecutive_days: {max_days: 5}}}").workspace.settings
    assert [getattr(rule, "max_days", None) for rule in result.rules][-1] == 5


def test_null_takes_an_entry_or_a_group_away(workspace: Workspace) -> None:
    result = applied(workspace, "settings: {remote: null, rules: {coverage_surplus: null}}").workspace.settings
    assert result.remote is None
    assert "coverage_surplus" not in {rule.rule for rule in result.rules}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "settings: {shifts: {DD: {start: '10:00'}}}",
            "s1.yaml:1:settings.shifts.DD shifts has no 'DD'; did you mean 'D'?",
        ),
        (
            "settings: {rules: {minimum_rst: {min_rest_minutes: 600}}}",
            "s1.yaml:1:settings.rules.minimum_rst rule 'minimum_rst' is unknown; did you mean 'minimum_rest'?",
        ),
        ("settings: {queus: {}}", "s1.yaml:1:settings.queus this setting is unknown; did you mean 'queues'?"),
        (
            "settings:\n  rules:\n    minimum_rest:\n      min_rest_minutes: long\n",
            "s1.yaml:4:settings.rules.minimum_rest.min_rest_minutes 'long' is not a whole number; write digits only",
        ),
        ("settings: {shifts: {D: {end: '08:00'}}}", "shift D ends before it starts"),
        (
            "settings: {shifts: {N: null}}",
            "s1.yaml:1:settings takes away 'N' of shifts, which people still have; give them another one",
        ),
        ("settings: {contracts: {new: {like: fulltime}}}", "contracts has no 'fulltime'; did you mean 'full_time'?"),
    ],
)
def test_settings_are_checked_like_the_workspace(workspace: Workspace, text: str, fault: str) -> None:
    found = faults_of_applying(workspace, text)
    assert len(found) == 1
    assert fault in found[0]


# ---- heads ----


def test_leavers_take_all_that_is_theirs_with_them(workspace: Workspace) -> None:
    result = applied(workspace, "headcount: {day: {change: -2, leave: [E001, E004]}}")
    assert ids(workspace) - ids(result.workspace) == {"E001", "E004"}
    assert "E001" not in {row.employee_id for row in result.workspace.absences}
    assert "E004" not in {row.employee_id for row in result.workspace.requests}
    (change,) = result.changes
    assert change.texts("en") == ("headcount.day", "6 people", "4 people, without E001, E004")
    assert change.texts("ko") == ("headcount.day", "6명", "4명, E001, E004 제외")


def test_who_leaves_with_one_fewer_leaves_with_two_fewer_as_well(workspace: Workspace) -> None:
    gone = [ids(workspace) - ids(applied(workspace, f"headcount: {{day: -{n}}}").workspace) for n in (1, 2, 3)]
    assert [len(people) for people in gone] == [1, 2, 3]
    assert gone[0] < gone[1] < gone[2]


def test_the_seed_decides_who_leaves(workspace: Workspace) -> None:
    def leavers(seed: int) -> set[str]:
        text = f"headcount: {{day: {{change: -3, seed: {seed}}}}}"
        return ids(workspace) - ids(applied(workspace, text).workspace)

    assert leavers(1) == leavers(1)
    assert len({frozenset(leavers(seed)) for seed in range(8)}) > 1


def test_comers_are_copies_with_the_absences_but_without_the_wishes(workspace: Workspace) -> None:
    result = applied(workspace, "headcount: {day: {change: +2, like: E002}}").workspace
    new = [person for person in result.employees if person.employee_id.startswith("NEW")]
    assert [person.name for person in new] == ["New 001", "New 002"]
    assert {(person.shifts, person.contract, person.overtime_volunteer) for person in new} == {
        (("D",), "full_time", True)
    }
    assert [row.first_day for row in result.absences if row.employee_id == "NEW001"] == [date(2023, 11, 9)]
    copied = applied(workspace, "headcount: {day: {change: +1, like: E004}}").workspace
    assert "NEW001" not in {row.employee_id for row in copied.requests}


def test_a_group_may_be_set_to_a_number(workspace: Workspace) -> None:
    assert len(applied(workspace, 'headcount: {night: "=1"}').workspace.employees) == 9
    assert len(applied(workspace, 'headcount: {night: "=6"}').workspace.employees) == 14
    assert applied(workspace, 'headcount: {night: "=4"}').changes == ()


def test_a_group_is_a_team_a_contract_or_who_may_work_a_shift(workspace: Workspace) -> None:
    assert len(applied(workspace, 'headcount: {"shift:V": "=0"}').workspace.employees) == 6
    assert len(applied(workspace, "headcount: {night_time: -4}").workspace.employees) == 8


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("headcount: {dya: -1}", "s1.yaml:1:headcount.dya 'dya' is no team, contract or shift; did you mean 'day'?"),
        ("headcount: {day: -7}", "there are 6 people, 7 cannot leave"),
        ("headcount: {day: {change: -1, leave: [E007]}}", "'E007' is not in this group"),
        ("headcount: {day: {change: +1, like: E999}}", "there is no 'E999'"),
        ("people: [{who: day, count: 7, new: {contract: night_time}}]", "the group has 6 people, not 7"),
        (
            "people: [{who: day, new: {contract: none}}]",
            "s1.yaml:1:people[0].new.contract contract 'none' does not exist",
        ),
        ("inflow: [{factor: 1.1, queues: [genral]}]", "there is no queue 'genral'; did you mean 'general'?"),
        ("inflow: [{factor: 1.1, dates: [2023-12-24]}]", "2023-12-24 is not planned"),
        ("handling_time: {genral: 1.1}", "there is no queue 'genral'; did you mean 'general'?"),
        ("split: {general: {into: {english: 0.5, other: 0.5}}}", "there is a queue 'english' already"),
    ],
)
def test_what_does_not_exist_is_refused(workspace: Workspace, text: str, fault: str) -> None:
    found = faults_of_applying(workspace, text)
    assert len(found) == 1
    assert fault in found[0]


def test_other_contracts_for_some_of_a_group(workspace: Workspace) -> None:
    result = applied(workspace, "people: [{who: day, count: 2, new: {contract: night_time, shifts: [N]}}]").workspace
    changed = [person for person in result.employees if person.team == "day" and person.contract == "night_time"]
    assert len(changed) == 2
    assert {person.shifts for person in changed} == {("N",)}


# ---- callers ----


def test_inflow_multiplies_the_planned_calls_of_its_hours_alone(workspace: Workspace) -> None:
    result = applied(
        workspace, "inflow: [{factor: 1.5, queues: [general], weekdays: [mon, wed], from_hour: 9, to_hour: 12}]"
    )
    before = plan_problem(workspace, MONDAY, 7).demand.queues
    after = plan_problem(result.workspace, MONDAY, 7).demand.queues
    ratio = (after["general"].calls / before["general"].calls).reshape(7, 48)
    assert np.allclose(ratio[[0, 2], 18:24], 1.5)
    ratio[[0, 2], 18:24] = 1.0
    assert np.allclose(ratio, 1.0)
    assert np.allclose(after["english"].calls, before["english"].calls)
    assert result.changes == (ScenarioChange("inflow.general.mon,wed.09-12", "100%", "150%"),)


def test_handling_time_changes_where_the_inflow_has_it_and_where_the_settings_do(workspace: Workspace) -> None:
    result = applied(workspace, "handling_time: {general: 0.5}").workspace
    after = plan_problem(result, MONDAY, 7).demand.queues
    assert np.allclose(after["general"].aht_seconds, 120)
    assert np.allclose(after["english"].aht_seconds, 300)
    assert result.settings.queues[0].aht_seconds == 120


def test_a_split_queue_keeps_its_calls_and_deals_its_people(workspace: Workspace) -> None:
    result = applied(workspace, "split: {general: {into: {one: 0.75, two: 0.25}, all_round: [night]}}").workspace
    before = plan_problem(workspace, MONDAY, 7).demand.queues
    after = plan_problem(result, MONDAY, 7).demand.queues
    assert np.allclose(after["one"].calls, 0.75 * before["general"].calls)
    assert np.allclose(after["one"].calls + after["two"].calls, before["general"].calls)
    queues = {person.employee_id: person.queues for person in result.employees}
    assert queues["E007"] == ("one", "two")  # the night team stays all-round
    dealt = [person.queues[-1] for person in result.employees if person.team != "night"]
    assert (dealt.count("one"), dealt.count("two")) == (6, 2)
    assert {entry.queue for entry in result.settings.queue_access} == {"one", "two"}


def test_all_hands_take_calls_on_one_day(workspace: Workspace) -> None:
    text = "all_hands: {weekday: wed, people: 2, queue: general, teams: [specialised]}"
    problem = plan_problem(applied(workspace, text).workspace, MONDAY, 7)
    person = problem.employee["E011"]
    served = [problem.queues_on(person, problem.horizon.date_of(day)) for day in range(4)]
    # Monday by the team's own access, Wednesday as one of all hands.
    assert served == [("english", "general"), ("english",), ("english", "general"), ("english",)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{weekday: wed, people: 3, queue: general, teams: [specialised]}", "only 2 people of these teams"),
        ("{weekday: wed, people: 1, queue: general, teams: [specialists]}", "there is no team 'specialists'"),
    ],
)
def test_all_hands_that_cannot_be_are_refused(workspace: Workspace, text: str, fault: str) -> None:
    found = faults_of_applying(workspace, f"all_hands: {text}")
    assert len(found) == 1
    assert fault in found[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{solve: {seed: .inf}}", "settings.solve.seed '.inf' is not a whole number; write digits only"),
        ("{solve: {relative_gap: .nan}}", "settings.solve.relative_gap '.nan' is not a number"),
        ("{solve: {relative_gap: 1e-300}}", "settings.solve.relative_gap '1e-300' is too near to 0"),
        ("{centre: {country: KOR}}", "settings.centre.country no public holidays are known for country 'KOR'"),
        ("{shifts: {D: {weekdays: [1, 2]}}}", "settings.shifts.D.weekdays '1' is not a weekday"),
        ("{shifts: {D: {start: 540}}}", "settings.shifts.D.start '540' is not a clock time"),
        ("{queues: {english: {open: [{from: '20:00', to: '08:00'}]}}}", "20:00 to 08:00 ends before it starts"),
        ("{rules: {coverage_surplus: {weight: 1e9}}}", "settings.rules.coverage_surplus.weight '1e9' is not a whole"),
        ("{rules: {coverage_surplus: {weight: 100001}}}", "'100001' is too large; write 100000 or less"),
    ],
)
def test_settings_of_a_scenario_have_the_limits_of_the_workspace(workspace: Workspace, text: str, fault: str) -> None:
    (found,) = faults_of_applying(workspace, f"settings: {text}")
    assert found.startswith("s1.yaml:1:settings.")
    assert fault in found


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{shift_limits: {most: {X: 1}}}", "settings.rules.shift_limits.most shift 'X' is unknown"),
        ("{shift_limits: {most_by_employee: {E1: {D: 1}}}}", "employee 'E1' is unknown; did you mean"),
        ("{fair_nights: {weight: 1, shifts: [D, Q]}}", "settings.rules.fair_nights.shifts shift 'Q' is unknown"),
    ],
)
def test_names_in_rules_of_a_scenario_are_those_of_the_workspace(workspace: Workspace, text: str, fault: str) -> None:
    (found,) = faults_of_applying(workspace, f"settings: {{rules: {text}}}")
    assert fault in found


def test_a_shift_that_a_scenario_takes_away_is_no_longer_known(workspace: Workspace) -> None:
    shifts = "{shifts: {N: null}, rules: {shift_limits: {most: {N: 1}}}}"
    assert any("shift 'N' is unknown" in fault for fault in faults_of_applying(workspace, f"settings: {shifts}"))


def test_whoever_leaves_may_still_be_named_in_a_rule(workspace: Workspace) -> None:
    limits = "settings: {rules: {shift_limits: {most_by_employee: {E001: {D: 1}}}}}"
    applied(workspace, f"headcount: {{day: {{change: -1, leave: [E001]}}}}\n{limits}")


def test_a_centre_has_an_end(workspace: Workspace) -> None:
    assert faults_of_applying(workspace, "headcount: {day: +50000}") == [
        "s1.yaml:1:headcount.day the centre would have more than 50,000 people; take fewer"
    ]
