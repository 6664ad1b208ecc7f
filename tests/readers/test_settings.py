"""What the user reads of a wrong ``workspace.yaml``."""

from __future__ import annotations

import pytest

from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.readers.faults import Faults
from scheduler.readers.settings import read_settings
from tests.workspaces import SETTINGS


def faults_after(old: str, new: str) -> list[str]:
    assert old in SETTINGS
    faults = Faults()
    settings, _ = read_settings(SETTINGS.replace(old, new, 1).encode(), faults)
    assert settings is None
    return [str(fault) for fault in faults.all()]


def test_valid_settings_are_read() -> None:
    faults = Faults()
    settings, _ = read_settings(SETTINGS.encode(), faults)
    assert not faults
    assert settings is not None
    assert MinimumRest(min_rest_minutes=660) in settings.rules
    assert settings.shifts[1].end_minute == 25 * 60


def test_what_a_roster_is_holds_whether_or_not_it_is_listed() -> None:
    listed, _ = read_settings(
        SETTINGS.replace("  - rule: one_shift_a_day", "  - {rule: one_shift_a_day, source: law}").encode(), Faults()
    )
    left_out, _ = read_settings(SETTINGS.replace("  - rule: one_shift_a_day\n", "").encode(), Faults())
    assert listed is not None
    assert left_out is not None
    for settings, source in ((listed, "law"), (left_out, "")):
        assert [rule.source for rule in settings.rules if rule.number == "R01"] == [source]
        assert {"R01", "R09", "R11", "R12", "R14", "R18"} <= {rule.number for rule in settings.rules}


@pytest.mark.parametrize("rule", ["one_shift_a_day", "eligible_shifts", "meal_break", "shift_times"])
def test_what_a_roster_is_cannot_be_bought(rule: str) -> None:
    settings = SETTINGS.replace("  - rule: one_shift_a_day\n", "").replace("  - rule: meal_break\n", "")
    faults = Faults()
    read_settings(settings.replace("rules:\n", f"rules:\n  - {{rule: {rule}, weight: 5}}\n").encode(), faults)
    (fault,) = faults.all()
    assert "weight" in str(fault)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_settings_may_be_saved_in_another_encoding(encoding: str) -> None:
    settings, _ = read_settings(SETTINGS.encode(encoding), Faults())
    assert settings is not None
    assert settings.centre.name_ko == "작은 상담소"


def test_clock_times_mean_the_same_without_quotes() -> None:
    settings, _ = read_settings(SETTINGS.replace('"18:00"', "18:00").replace('"09:00"', "09:00").encode(), Faults())
    assert settings is not None
    assert (settings.shifts[0].start_minute, settings.shifts[0].end_minute) == (540, 1080)


def test_an_unknown_setting_of_a_rule_has_its_path_and_the_right_name() -> None:
    assert faults_after("min_rest_minutes", "min_rest_minuts") == [
        "workspace.yaml:54:rules[1].min_rest_minuts this setting is unknown; did you mean 'min_rest_minutes'?"
    ]


def test_an_unknown_setting_at_the_top() -> None:
    assert faults_after("language:", "langage:") == [
        "workspace.yaml:6:langage this setting is unknown; did you mean 'language'?"
    ]


def test_an_unknown_setting_deep_inside() -> None:
    assert faults_after("service_level: 0.8", "servce_level: 0.8") == [
        "workspace.yaml:27:queues[0].targets.servce_level this setting is unknown; did you mean 'service_level'?"
    ]


def test_an_unknown_rule() -> None:
    assert faults_after("minimum_rest\n", "minimum_rst\n") == [
        "workspace.yaml:53:rules[1].rule rule 'minimum_rst' is unknown; did you mean 'minimum_rest'?"
    ]


def test_a_rule_without_its_name() -> None:
    assert faults_after("- rule: minimum_rest\n    min_rest", "- min_rest") == [
        "workspace.yaml:53:rules[1] the rule has no name; begin with 'rule: ' and the name of the rule"
    ]


def test_a_missing_setting_is_shown_where_it_belongs() -> None:
    assert faults_after("    aht_seconds: 240\n", "") == [
        "workspace.yaml:23:queues[0].aht_seconds this setting is missing; add it"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("min_rest_minutes: 660", "min_rest_minutes: many", "'many' is not a whole number; write digits only"),
        ("days_per_week: 5", "days_per_week: 8", "'8' is too large; write 7 or less"),
        ("weight: 10", "weight: -1", "'-1' is too small; write 0 or more"),
        ("aht_seconds: 240", "aht_seconds: 0", "'0' is too small; write 1 or more"),
        ("aht_seconds: 240", "aht_seconds: long", "'long' is not a number; write it as 12 or 12.5"),
        ("minimum_agents: 1", "minimum_agents: 1.5", "'1.5' is not a whole number; write it without decimals"),
        ("public_holidays: false", "public_holidays: 5", "'5' is not true or false; write true or false"),
        ("anchor: 2022-10-01", "anchor: soon", "'soon' is not a date; write it as 2023-11-06"),
        ("kind: deferrable", "kind: deferable", "'deferable' is not known here; use one of calls, deferrable"),
        ("[mon, fri]", "[mon, fryday]", "'fryday' is not a weekday; use mon, tue, wed, thu, fri, sat, sun"),
        ("timezone: Asia/Seoul", "timezone: Seoul", "'Seoul' is not a time zone; write it as Asia/Seoul"),
        ("targets: {minimum_agents: 1}", "targets: 1", "'1' is not a group of settings"),
        ("- rule: meal_break", "- {rule: meal_break, weight: 5}", "'5' cannot stand here; write null, or leave it out"),
        ("code: D,", "code: d,", "'d' is not written as expected"),
    ],
)
def test_a_wrong_value_is_said_in_plain_words(old: str, new: str, expected: str) -> None:
    (fault,) = faults_after(old, new)
    assert expected in fault
    for jargon in ("pydantic", "Input should", "Value error", "valid "):
        assert jargon not in fault


def test_a_list_is_expected() -> None:
    assert faults_after(SETTINGS[SETTINGS.index("shifts:") : SETTINGS.index("contracts:")], "shifts: 5\n") == [
        "workspace.yaml:12:shifts '5' is not a list; write [a, b], or each entry on a line of its own behind '- '"
    ]


def test_several_faults_are_all_found() -> None:
    assert len(faults_after("aht_seconds: 240", "aht_seconds: 0\n    colour: red")) == 2


def test_a_name_that_another_setting_does_not_know() -> None:
    (fault,) = faults_after("{team: specialised, queue", "{team: specialized, queue")
    assert fault.startswith("workspace.yaml queue_access names team 'specialized', which is not among the teams")


def test_two_disagreements_are_two_faults() -> None:
    assert len(faults_after("{team: specialised, queue: general", "{team: none, queue: none")) == 2


def test_a_second_colon_is_shown_with_its_line() -> None:
    assert faults_after("language: en", "language: en: x") == [
        "workspace.yaml:6 cannot be read: there is a second ': ' in one line, or a line is indented too far; "
        "look at indentation, colons and quotes here and in the line above"
    ]


def test_a_tab_is_shown_with_its_line() -> None:
    (fault,) = faults_after("  name_en: Small", "\tname_en: Small")
    assert fault.startswith("workspace.yaml:3 cannot be read: a line is indented with a tab; use spaces")


def test_a_setting_that_stands_twice() -> None:
    assert faults_after("language: en", "language: en\nlanguage: ko") == [
        "workspace.yaml:7 'language' stands twice here; correct this line"
    ]


def test_a_date_that_does_not_exist() -> None:
    assert faults_after("2022-10-01", "2022-10-32") == [
        "workspace.yaml:47:remote.anchor '2022-10-32' is not a date: there is no such day"
    ]


@pytest.mark.parametrize("text", ["# nothing but a comment", "- a list", "a word"])
def test_a_file_without_settings(text: str) -> None:
    faults = Faults()
    assert read_settings(text.encode(), faults)[0] is None
    assert [str(fault) for fault in faults.all()] == [
        "workspace.yaml holds no settings; write lines such as 'interval_minutes: 30'"
    ]


def test_the_plain_values_are_there_although_a_setting_is_wrong() -> None:
    _, raw = read_settings(SETTINGS.replace("language:", "langage:").encode(), Faults())
    assert isinstance(raw, dict)
    assert [team["name"] for team in raw["teams"]] == ["day", "night", "specialised"]
