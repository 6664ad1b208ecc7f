"""What the user reads of a wrong ``workspace.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from scheduler.constraints import RULES
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.domain.base import NameOf
from scheduler.domain.shifts import SHIFT_COLOURS
from scheduler.readers.faults import Faults
from scheduler.readers.settings import read_settings
from scheduler.writers.workbook.sheet import ABSENT_FILL
from tests.workspaces import SETTINGS, STAFF, faults_in, inflow_rows


def faults_after(old: str, new: str) -> list[str]:
    found = faults_if_any_after(old, new)
    assert found
    return found


def faults_if_any_after(old: str, new: str) -> list[str]:
    assert old in SETTINGS
    faults = Faults()
    settings, _ = read_settings(SETTINGS.replace(old, new, 1).encode(), faults)
    assert (settings is None) == bool(faults)
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


@pytest.mark.parametrize("rule", ["one_shift_a_day", "eligible_queues", "meal_break", "shift_times"])
def test_what_a_roster_is_cannot_be_bought(rule: str) -> None:
    settings = SETTINGS.replace("  - rule: one_shift_a_day\n", "").replace("  - rule: meal_break\n", "")
    faults = Faults()
    read_settings(settings.replace("rules:\n", f"rules:\n  - {{rule: {rule}, weight: 5}}\n").encode(), faults)
    (fault,) = faults.all()
    assert "weight" in str(fault)


def test_shifts_of_others_can_be_bought_where_that_is_said() -> None:
    settings, _ = read_settings(
        SETTINGS.replace("rules:\n", "rules:\n  - {rule: eligible_shifts, weight: 999}\n").encode(), Faults()
    )
    assert settings is not None
    assert [rule.weight for rule in settings.rules if rule.number == "R09"] == [999]


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
    assert fault == "workspace.yaml:44:queue_access[0].team team 'specialized' is unknown; did you mean 'specialised'?"


def test_two_disagreements_are_two_faults() -> None:
    assert len(faults_after("{team: specialised, queue: general", "{team: none, queue: none")) == 2


RULES_WITH_NAMES = """\
rules:
  - {rule: fair_nights, weight: 1, shifts: [NN]}
  - rule: minimum_heads
    spans:
      - {queue: generl, heads: 1}
  - {rule: shift_limits, most: {X: 1}, most_by_employee: {E001: {DD: 1}, E999: {D: 1}}}
  - {rule: forbidden_successions, successions: {V: [D, M], Q: [D]}}
  - rule: shift_cover
    weight: 1
    cover:
      - {day: 0, shift: dd, heads: 1}
  - {rule: consecutive_days_off, fewest_by_employee: {e001: 2}}
  - {rule: consecutive_shifts, most_by_employee: {E100: 2}, fewest_by_employee: {E01: 2}}
  - {rule: horizon_minutes, least_minutes_by_employee: {E013: 2}, most_minutes_by_employee: {E014: 2}}
  - {rule: most_weekends, most_by_employee: {E015: 2}}
"""


def test_every_name_in_a_rule_is_checked_at_its_place(tmp_path: Path) -> None:
    rules = SETTINGS[: SETTINGS.index("rules:")] + RULES_WITH_NAMES
    place, shifts = "workspace.yaml", "use one of D, N, V"
    assert faults_in(tmp_path, workspace=rules) == [
        f"{place}:52:rules[0].shifts[0] shift 'NN' is unknown; did you mean 'N'?",
        f"{place}:55:rules[1].spans[0].queue queue 'generl' is unknown; did you mean 'general'?",
        f"{place}:56:rules[2].most.X shift 'X' is unknown; {shifts}",
        f"{place}:56:rules[2].most_by_employee.E001.DD shift 'DD' is unknown; did you mean 'D'?",
        f"{place}:57:rules[3].successions.Q shift 'Q' is unknown; {shifts}",
        f"{place}:57:rules[3].successions.V[1] shift 'M' is unknown; {shifts}",
        f"{place}:61:rules[4].cover[0].shift shift 'dd' is unknown; {shifts}",
    ]


def test_every_person_in_a_rule_is_checked_at_its_place(tmp_path: Path) -> None:
    people = "\n".join(line for line in RULES_WITH_NAMES.splitlines() if "by_employee" in line or line == "rules:")
    rules = SETTINGS[: SETTINGS.index("rules:")] + people.replace("X: 1", "D: 1").replace("DD: 1", "D: 1")
    found = faults_in(tmp_path, workspace=rules)
    assert [fault.partition(";")[0] for fault in found] == [
        "workspace.yaml:52:rules[0].most_by_employee.E999 employee 'E999' is unknown",
        "workspace.yaml:53:rules[1].fewest_by_employee.e001 employee 'e001' is unknown",
        "workspace.yaml:54:rules[2].fewest_by_employee.E01 employee 'E01' is unknown",
        "workspace.yaml:54:rules[2].most_by_employee.E100 employee 'E100' is unknown",
        "workspace.yaml:55:rules[3].least_minutes_by_employee.E013 employee 'E013' is unknown",
        "workspace.yaml:55:rules[3].most_minutes_by_employee.E014 employee 'E014' is unknown",
        "workspace.yaml:56:rules[4].most_by_employee.E015 employee 'E015' is unknown",
    ]
    assert found[1].endswith("did you mean 'E001'?")


def test_no_field_of_a_rule_holds_a_name_as_any_text() -> None:
    """A field whose type does not say what it names would not be checked."""
    for kind in RULES:
        for name, field in kind.model_fields.items():
            plain = str in _texts(field.annotation, field.metadata)
            assert not plain or name in ("rule", "source"), f"{kind.__name__}.{name}"


def _texts(annotation: Any, said: Sequence[object] = ()) -> Iterator[object]:
    """The types of an annotation; text whose kind of name is told is left out."""
    if get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        yield from _texts(annotation, [*said, *more])
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if name != "name":  # what the record itself is called
                yield from _texts(field.annotation, field.metadata)
    elif get_args(annotation):
        for inner in get_args(annotation):
            yield from _texts(inner)
    elif annotation is not str or not any(isinstance(kind, NameOf) for kind in said):
        yield annotation


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "  - {team: specialised, queue: general, weekdays: [mon, fri]}",
            "  - {team: specialised, queue: general, weekdays: [mon]}\n"
            "  - {team: specialised, queue: general, weekdays: [fri]}",
            "queue_access has team 'specialised' and queue 'general' twice",
        ),
        (
            "  - rule: meal_break",
            "  - {rule: minimum_heads, spans: [{queue: text, heads: 1}, {queue: text, heads: 2}]}",
            "text has two spans from 00:00 to 24:00 on the same weekdays; keep one",
        ),
        (
            "  - rule: meal_break",
            "  - {rule: shift_cover, cover: [{day: 1, shift: D, heads: 1}, {day: 1, shift: D, heads: 2}]}",
            "the cover of shift D on day 1 stands twice; keep one",
        ),
        (
            "  - rule: meal_break",
            "  - {rule: fair_nights, shifts: [N, V, N]}",
            "'N' stands twice; name it once",
        ),
        ("weekdays: [mon, fri]}", "weekdays: [mon, mon]}", "'mon' stands twice; name each weekday once"),
        (
            "name: english\n",
            "name: general\n",
            ":queues[1] queue 'general' stands twice; delete one of them, or give it another name",
        ),
        (
            "  - rule: meal_break",
            "  - rule: meal_break\n  - rule: meal_break",
            ":rules[3] rule 'meal_break' stands twice; delete one of them",
        ),
    ],
)
def test_what_stands_twice_is_refused(old: str, new: str, fault: str) -> None:
    (found,) = faults_after(old, new)
    assert fault in found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'from: "09:00", to: "18:00"}',
            'from: "20:00", to: "08:00"}',
            "20:00 to 08:00 ends before it starts; write 08:00 of the next day as 32:00",
        ),
        ('from: "09:00", to: "18:00"}', "from: 20:00, to: 20:00}", "20:00 to 20:00 ends before it starts"),
        ('from: "09:00", to: "18:00"}', "from: -600, to: 18:00}", "'-600' is not a clock time"),
        ('from: "09:00", to: "18:00"}', "from: 09:00, to: 1000000000}", "'1000000000' is not a clock time"),
        ('from: "09:00", to: "18:00"}', "from: 09:00, to: 48:30}", "'48:30' is not a clock time"),
        ('from: "09:00", to: "18:00"}', "from: 08:00, to: 33:00}", "08:00 to 33:00 is longer than a day"),
        ('from: "09:00", to: "18:00"}', "from: 24:00, to: 30:00}", "'24:00' is no time to start at"),
        ('from: "09:00", to: "18:00"}', "from: 24:00, to: 30:00}", "write a time before 24:00"),
        ('from: "09:00", to: "18:00"}', "from: 25:00, to: 30:00}", "write a time before 24:00"),
        ('from: "09:00", to: "18:00"}', "from: 09:00, to: 00:00}", "'00:00' is no time to end at"),
        ('from: "09:00", to: "18:00"}', "from: 09:00, to: 0:00}", "write 24:00 for the midnight after"),
        ('start: "09:00"', "start: 25:00", "write a time before 24:00"),
        ('end: "18:00"', "end: 00:00", "write 24:00 for the midnight after"),
        ("[mon, fri]", "[1, 5]", "'1' is not a weekday; use mon, tue, wed, thu, fri, sat, sun"),
        ("[mon, fri]", "[7]", "'7' is not a weekday; use mon, tue, wed, thu, fri, sat, sun"),
        ("language: en", "language: en\nhour_classes: {prime: [{from: 20:00, to: 08:00}]}", "ends before it starts"),
        ("language: en", "language: en\nhour_classes: {prime: [{weekdays: [5]}]}", "'5' is not a weekday"),
        ("language: en", "language: en\nhour_classes: {prime: [{weekdays: []}]}", "has too few entries"),
        ('start: "09:00"', "start: 540", "'540' is not a clock time"),
        ('end: "18:00"', "end: 1080", "'1080' is not a clock time"),
    ],
)
def test_hours_and_weekdays_are_written_in_one_way(old: str, new: str, fault: str) -> None:
    (found,) = faults_after(old, new)
    assert fault in found


def test_hours_over_midnight_end_after_24(tmp_path: Path) -> None:
    text = SETTINGS.replace('from: "09:00", to: "18:00"}', "from: 20:00, to: 32:00}")
    settings, _ = read_settings(text.encode(), Faults())
    assert settings is not None
    assert (settings.queues[2].open[0].from_minute, settings.queues[2].open[0].to_minute) == (1200, 1920)


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


@pytest.mark.parametrize("content", [b"language: \xff\xff\n", SETTINGS.encode("utf-16"), b"PK\x03\x04"])
def test_settings_that_are_no_text_are_to_be_saved_by_a_text_editor(content: bytes) -> None:
    faults = Faults()
    assert read_settings(content, faults) == (None, None)
    (fault,) = (str(fault) for fault in faults.all())
    assert "; write it in a text editor, and save it as UTF-8" in fault


def test_the_plain_values_are_there_although_a_setting_is_wrong() -> None:
    _, document = read_settings(SETTINGS.replace("language:", "langage:").encode(), Faults())
    assert document is not None
    assert [team["name"] for team in document.raw["teams"]] == ["day", "night", "specialised"]


# ---- the grid of intervals ----


ENGLISH_HOURS = '- {weekdays: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00", public_holidays: false}'
ON_THE_GRID = "set interval_minutes to a length that divides it"


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        (
            ENGLISH_HOURS,
            ENGLISH_HOURS.replace("09:00", "09:07").replace("18:00", "17:45"),
            [
                "workspace.yaml:33:queues[1].open[0].from 09:07 does not lie on the grid of 30 minutes; "
                f"write 09:00 or 09:30, or {ON_THE_GRID}",
                "workspace.yaml:33:queues[1].open[0].to 17:45 does not lie on the grid of 30 minutes; "
                f"write 17:30 or 18:00, or {ON_THE_GRID}",
            ],
        ),
        (
            "queue_access:\n",
            'hour_classes: {prime: [{from: "10:00"}, {from: "10:10", to: "25:00"}]}\nqueue_access:\n',
            [
                "workspace.yaml:43:hour_classes.prime[1].from 10:10 does not lie on the grid of 30 minutes; "
                f"write 10:00 or 10:30, or {ON_THE_GRID}",
            ],
        ),
        (
            "  - rule: meal_break\n",
            '  - {rule: minimum_heads, spans: [{queue: text, heads: 1, to: "23:20"}]}\n',
            [
                "workspace.yaml:55:rules[2].spans[0].to 23:20 does not lie on the grid of 30 minutes; "
                f"write 23:00 or 23:30, or {ON_THE_GRID}",
            ],
        ),
        (
            'start: "09:00", end: "18:00"',
            'start: "09:00", end: "18:10"',
            [
                "workspace.yaml:13:shifts[0].end shift D: end 18:10 does not lie on the grid of 30 minutes; "
                f"write 18:00 or 18:30, or {ON_THE_GRID}",
            ],
        ),
        (
            "meal_minutes: 60",
            "meal_minutes: 50",
            [
                "workspace.yaml:14:shifts[0].meal_minutes shift D: meal_minutes 50 does not lie on the grid of 30 "
                f"minutes; write 30 or 60, or {ON_THE_GRID}",
            ],
        ),
        (
            "queue_access:\n",
            "shortfall_tiers: [{from_share: 0.2, multiplier: 1}]\nqueue_access:\n",
            [
                "workspace.yaml:43:shortfall_tiers shortfall_tiers do not begin at from_share 0 and grow in from_share "
                "and multiplier; let the first tier have from_share: 0, each later one a larger share and no "
                "smaller multiplier",
            ],
        ),
    ],
    ids=["opening hours", "hour classes", "heads", "shift", "meal", "tiers"],
)
def test_what_does_not_fit_the_grid_is_named_at_its_place(old: str, new: str, faults: list[str]) -> None:
    assert faults_after(old, new) == faults


def test_times_on_a_finer_grid_fit_it() -> None:
    between = SETTINGS[SETTINGS.index("interval_minutes: 30") : SETTINGS.index(ENGLISH_HOURS)] + ENGLISH_HOURS
    finer = between.replace("interval_minutes: 30", "interval_minutes: 15")
    assert faults_if_any_after(between, finer.replace(ENGLISH_HOURS, ENGLISH_HOURS.replace("18:00", "17:45"))) == []


# ---- two limits of one number ----


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (
            "rule: horizon_minutes, least_minutes: 601, most_minutes: 600",
            "least_minutes 601 is above most_minutes 600",
        ),
        (
            "rule: horizon_minutes, weight: 1, least_minutes: 5, most_minutes_by_employee: {E001: 4, E002: 5}",
            "E001: least_minutes 5 is above most_minutes 4",
        ),
        ("rule: consecutive_shifts, fewest: 3, most: 2", "fewest 3 is above most 2"),
        ("rule: consecutive_shifts, most: 2, fewest_by_employee: {E002: 3}", "E002: fewest 3 is above most 2"),
    ],
)
def test_a_least_above_its_most_is_a_fault(rule: str, found: str) -> None:
    assert faults_after("  - rule: meal_break\n", f"  - {{{rule}}}\n") == [
        f"workspace.yaml:55:rules[2] {found}; nothing lies between the two: raise the most, or lower the least"
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "rule: horizon_minutes, least_minutes: 600, most_minutes: 600",
        "rule: consecutive_shifts, fewest: 2, most: 2",
        "rule: consecutive_shifts, fewest: 2, most: 2, fewest_by_employee: {E001: 3}, most_by_employee: {E001: 3}",
    ],
)
def test_a_least_that_is_its_most_leaves_one_value(rule: str) -> None:
    assert faults_if_any_after("  - rule: meal_break\n", f"  - {{{rule}}}\n") == []


@pytest.mark.parametrize(("weekdays", "is_fault"), [("[sat, tue]", True), ("[sat, sun]", False)])
def test_weekend_days_beyond_those_of_the_contract_are_a_fault(weekdays: str, is_fault: bool) -> None:
    faults = faults_if_any_after(
        "days_per_week: 5, paid_minutes_per_week: 1950",
        f"days_per_week: 2, weekdays: {weekdays}, weekend_days_per_week: 2, paid_minutes_per_week: 780",
    )
    assert ["weekend_days_per_week are more than" in fault for fault in faults] == [True] * is_fault


# ---- colours ----


def test_shifts_without_a_colour_have_one_each_that_is_nobody_elses_nor_that_of_absences() -> None:
    settings, _ = read_settings(SETTINGS.replace("code: V,", 'code: V, colour: "#77aadd",').encode(), Faults())
    assert settings is not None
    day, evening, night = (shift.colour for shift in settings.shifts)
    assert evening == "#77aadd"
    assert len({day.upper(), evening.upper(), night.upper(), ABSENT_FILL}) == 4
    assert {day, night} <= set(SHIFT_COLOURS)


def test_more_shifts_than_colours_are_no_fault() -> None:
    lines = "".join(
        f'  - {{code: X{n}, name_ko: X{n}, name_en: X{n}, start: "09:00", end: "12:00"}}\n' for n in range(30)
    )
    settings, _ = read_settings(SETTINGS.replace("contracts:\n", f"{lines}contracts:\n", 1).encode(), Faults())
    assert settings is not None
    assert {shift.colour for shift in settings.shifts} == set(SHIFT_COLOURS)


KNOWN_BY_SETTINGS = SETTINGS.replace("interval_minutes: 30\n", "interval_minutes: 30\nnotice_days: 1\n") + (
    "files: {encoding: cp1252, dates: day_first, decimals: comma}\n"
    "absence_kinds: [{name: annual_leave}, {name: half days of the works council}]\n"
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        *((f"\n{key}:", f"\n{key}x:") for key in ("notice_days", "files", "absence_kinds", "remote", "queue_access")),
        *((f"\n{key}:", f"\n{key}x:") for key in ("teams", "shifts", "contracts", "queues", "rules")),
        ("centre:\n", "centrex:\n"),
        ("encoding:", "encodng:"),
        ("day_first", "days_first"),
        ("{name: annual_leave}", "{nam: annual_leave}"),
        ("timezone: Asia/Seoul", "timezone: Asia/Soul"),
        ("- rule: one_shift_a_day", "- {rule: one_shift_a_day"),
    ],
)
def test_one_typo_is_the_only_fault_that_is_reported(tmp_path: Path, right: str, wrong: str) -> None:
    """How files are written, and what stands in them, is not judged by settings that could not be read."""
    calls = [row.replace(",", ";") for row in inflow_rows()]
    days = [re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1", row) for row in calls]
    contents: dict[str, str | bytes | None] = {
        "workspace": KNOWN_BY_SETTINGS,
        "staff": STAFF.replace("Agent 7", "Jürgen Groß").encode("cp1252"),
        "inflow": "\n".join(days).replace(";240", ";240,5") + "\n",
        "absences": "employee_id;from;to;kind\nE001;06.11.2023;06.11.2023;half days of the works council\n",
        "requests": None,
        "previous_roster": None,
    }
    assert faults_in(tmp_path / "right", **contents) == []
    assert right in KNOWN_BY_SETTINGS
    (fault,) = faults_in(tmp_path / "wrong", **contents | {"workspace": KNOWN_BY_SETTINGS.replace(right, wrong, 1)})
    assert fault.startswith("workspace.yaml")


def test_a_centre_without_queues_needs_no_calls_when_its_settings_are_at_fault(tmp_path: Path) -> None:
    text = (
        SETTINGS[: SETTINGS.index("queues:")]
        + "rules:\n  - rule: shift_cover\n    cover: [{day: 0, shift: D, heads: 1}]\n"
    )
    staff = re.sub(r"(,[DVN|]+),[a-z|]+,", r"\1,,", STAFF)
    contents: dict[str, str | bytes | None] = {
        "staff": staff,
        "inflow": None,
        "requests": None,
        "previous_roster": None,
    }
    assert faults_in(tmp_path / "right", workspace=text, **contents) == []
    (fault,) = faults_in(tmp_path / "wrong", workspace=text.replace("language: en", "langage: en"), **contents)
    assert "did you mean 'language'" in fault
