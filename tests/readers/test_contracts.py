"""Contracts that no shifts can fill are said once, when the workspace is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler import cli
from scheduler.readers.workspace import read_workspace
from tests.workspaces import SETTINGS, STAFF, faults_in, write_workspace

HARD = "  - rule: contract_days\n  - rule: contract_minutes\n"


def settings_with(contract: str, rules: str = HARD, shifts: str = "") -> str:
    """The small workspace's settings with a contract for the night team, some rules, and more shifts."""
    old = "{name: night_time, name_ko: 야간제, name_en: night time, days_per_week: 5, paid_minutes_per_week: 1950}"
    assert old in SETTINGS
    made = SETTINGS.replace(old, f"{{name: night_time, name_ko: 야간제, name_en: night time, {contract}}}")
    return made.replace("rules:\n", f"rules:\n{rules}").replace("contracts:\n", f"{shifts}contracts:\n")


def night_team(shifts: str) -> str:
    return STAFF.replace("night_time,V|N", f"night_time,{shifts}")


# Evening and night have 390 paid minutes, the day has 480.
FOUR_DAYS_OF_SIX_AND_A_HALF = "days_per_week: 4, paid_minutes_per_week: 1560"
THIRTY_HOURS = "days_per_week: 4, paid_minutes_per_week: 1800"


def test_four_days_of_eight_hours_for_thirty_are_said_once_for_all_people(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, workspace=settings_with(THIRTY_HOURS), staff=night_team("D"))
    assert "contracts.night_time" in fault
    assert "asks for 4 days and 1800 paid min a week" in fault
    assert "no shifts of E007, E008, E009 and 1 more add up to: D (480 min); nearest: 1920 min" in fault


def test_validate_ends_with_three(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path, workspace=settings_with(THIRTY_HOURS), staff=night_team("D"))
    result = CliRunner().invoke(cli.main, ["validate", str(folder)])
    assert result.exit_code == 3
    assert result.output.count("add up to") == 1


def test_shifts_of_other_lengths_may_fill_it_together(tmp_path: Path) -> None:
    # 3 x 480 + 360 = 1800.
    short = '  - {code: K, name_ko: 단축, name_en: short, start: "09:00", end: "15:00"}\n'
    settings = settings_with(THIRTY_HOURS, shifts=short)
    assert read_workspace(write_workspace(tmp_path / "a", workspace=settings, staff=night_team("D|K")))
    (fault,) = faults_in(tmp_path / "b", workspace=settings, staff=night_team("K"))
    assert "K (360 min); nearest: 1440 min" in fault


def test_a_contract_that_just_fits_is_accepted(tmp_path: Path) -> None:
    assert read_workspace(write_workspace(tmp_path, workspace=settings_with(FOUR_DAYS_OF_SIX_AND_A_HALF)))


@pytest.mark.parametrize("soft", ["  - rule: contract_days\n", "  - {rule: contract_minutes, weight: 1}\n", ""])
def test_a_priced_or_missing_rule_refuses_nothing(tmp_path: Path, soft: str) -> None:
    folder = write_workspace(tmp_path, workspace=settings_with(THIRTY_HOURS, soft), staff=night_team("D"))
    assert read_workspace(folder)


def test_minutes_alone_may_come_from_any_number_of_days(tmp_path: Path) -> None:
    rules = "  - rule: contract_minutes\n"
    six_days = "days_per_week: 5, paid_minutes_per_week: 2340"
    assert read_workspace(write_workspace(tmp_path / "a", workspace=settings_with(six_days, rules)))
    (fault,) = faults_in(tmp_path / "b", workspace=settings_with(six_days))
    assert "nearest: 1950 min" in fault


def test_days_on_which_no_shift_runs_do_not_count(tmp_path: Path) -> None:
    weekend = '  - {code: W, name_ko: 주말, name_en: weekend, start: "09:00", end: "17:00", weekdays: [sat, sun]}\n'
    settings = settings_with("days_per_week: 3, paid_minutes_per_week: 1440", shifts=weekend)
    (fault,) = faults_in(tmp_path, workspace=settings, staff=night_team("W"))
    assert "there are at most 2 days to work" in fault


def test_nights_without_consent_do_not_fill_a_contract(tmp_path: Path) -> None:
    staff = STAFF.replace("night_time,V|N,general,,yes", "night_time,V|N,general,,no")
    settings = settings_with(FOUR_DAYS_OF_SIX_AND_A_HALF, HARD + "  - rule: night_consent\n")
    (fault,) = faults_in(tmp_path / "a", workspace=settings, staff=staff)
    assert "at most 0 days to work" in fault
    assert read_workspace(write_workspace(tmp_path / "b", workspace=settings))


SIX_DAYS = "days_per_week: 6, paid_minutes_per_week: 2340"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("{rule: weekly_day_off, days_off: 2}", ["asks for 6 days a week, and R05 for 2 days off"]),
        ("{rule: weekly_day_off, days_off: 1}", []),
        ("{rule: weekly_day_off, days_off: 2, weight: 9}", []),
        ("{rule: weekly_day_off, days_off: 2, exempt_below_minutes: 2341}", []),
        (
            "{rule: overtime_cap, max_overtime_minutes_per_week: 0, max_regular_minutes_per_week: 2339}",
            ["asks for 2340 paid min a week, and R07 allows 2339"],
        ),
        ("{rule: overtime_cap, max_overtime_minutes_per_week: 0, max_regular_minutes_per_week: 2340}", []),
    ],
)
def test_a_contract_beyond_the_limits_of_other_hard_rules_is_said_at_once(
    tmp_path: Path, rule: str, found: list[str]
) -> None:
    settings = settings_with(SIX_DAYS, rules=f"{HARD}  - {rule}\n")
    # Nobody else has a contract that the lower limit is below.
    settings = settings.replace("paid_minutes_per_week: 2400", "paid_minutes_per_week: 1920").replace(
        "days_per_week: 5", "days_per_week: 4"
    )
    place, remedy = "workspace.yaml:21:contracts.night_time", "change the contract or the limit of the rule"
    if found:
        assert faults_in(tmp_path, workspace=settings) == [f"{place} {text}; {remedy}" for text in found]
    else:
        assert read_workspace(write_workspace(tmp_path, workspace=settings))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            "minimum_heads\n    spans:\n"
            "      - {name: leaders, people: [E001, E002], from: '09:00', to: '18:00', heads: 3}",
            "asks for 3 heads of leaders 09:00 ~ 18:00, and 2 people of staff.csv count",
        ),
        (
            "minimum_heads\n    spans:\n      - {queue: english, from: '09:00', to: '18:00', heads: 2}",
            "asks for 2 heads of english 09:00 ~ 18:00, and 1 person of staff.csv counts",
        ),
        (
            "shift_cover\n    cover: [{day: 0, shift: N, heads: 5}]",
            "asks for 5 heads of N, and 4 people of staff.csv count",
        ),
        (
            "on_call\n    people: [E001, E002]\n    heads: 3",
            "asks for 3 heads, and 2 people of staff.csv take turns",
        ),
    ],
    ids=["leaders", "a queue", "a shift", "on call"],
)
def test_more_heads_than_people_are_refused_at_the_rule(tmp_path: Path, rule: str, said: str) -> None:
    settings = f"{SETTINGS}  - rule: {rule}\n"
    (fault,) = faults_in(tmp_path / "more", workspace=settings)
    assert "rules[5]" in fault
    assert said in fault
    heads = int(said.split()[2])
    enough = settings.replace(f"heads: {heads}", f"heads: {heads - 1}")
    assert faults_in(tmp_path / "enough", workspace=enough) == []
    if "on_call" not in rule:  # which has no price
        assert faults_in(tmp_path / "soft", workspace=f"{settings}    weight: 1\n") == []
