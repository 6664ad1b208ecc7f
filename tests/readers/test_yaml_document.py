"""YAML as people write it: each value is read as it is meant, or refused with its line."""

from __future__ import annotations

import pytest

from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.readers.faults import Faults
from scheduler.readers.settings import read_settings
from scheduler.readers.yaml_document import MOST_DEPTH, read_document
from tests.scenarios.scenes import scenario_of
from tests.workspaces import SETTINGS


def read(text: str) -> object:
    """What the document holds; the faults as text where it is refused."""
    faults = Faults()
    document = read_document(text.encode("utf-8", "surrogatepass"), "f.yaml", faults)
    return [str(fault) for fault in faults.all()] if document is None else document.raw


@pytest.mark.parametrize(
    "text", ["1:30", "010", "yes", "1_0", "0x7f", "0o17", "+20", ".inf", ".nan", "2023-11-31", "on", "true", "'null'"]
)
def test_a_value_is_text_until_its_field_reads_it(text: str) -> None:
    assert read(f"a: {text}") == {"a": text.strip("'")}


def test_a_text_that_is_read_again_is_as_it_was_whatever_became_of_its_values() -> None:
    raw = read("a: {b: 1}\nc: [2]")
    assert isinstance(raw, dict)
    raw["a"]["b"] = raw["c"] = "changed"
    assert read("a: {b: 1}\nc: [2]") == {"a": {"b": "1"}, "c": ["2"]}


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing(text: str) -> None:
    assert read(f"a: {text}\nb: 1") == {"a": None, "b": "1"}


def test_names_of_settings_are_text_as_well() -> None:
    assert read("007: a\n2023-11-06: b\nyes: c\nnull: d") == {"007": "a", "2023-11-06": "b", "yes": "c", "null": "d"}


def test_a_date_and_its_text_are_the_same_name() -> None:
    assert read('2023-11-06: a\n"2023-11-06": b') == ["f.yaml:2 '2023-11-06' stands twice here; correct this line"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('a: 1\nb: !!int ""', "f.yaml:2 the tag 'tag:yaml.org,2002:int' is not read; correct this line"),
        ("a: 1\nb: !!python/object:os.system x", "f.yaml:2 the tag 'tag:yaml.org,2002:python/object:os.system'"),
        ("a: 1\nb: &x 1\nc: *x", "f.yaml:2 'x' stands for a value elsewhere; correct this line"),
        ("a: 1\n<<: *x", "f.yaml:2 'x' stands for a value elsewhere; correct this line"),
        ("a: 1\nb: " + "[" * 5000, "f.yaml:2 has too many brackets or groups in one another; correct this line"),
        ("a: 1\nb: " + "{a: " * 5000, "f.yaml:2 has too many brackets or groups in one another; correct this line"),
        ("a: 1\n[b]: 2", "f.yaml:2 a list or group is no name of a setting; correct this line"),
        ('a: 1\nb: "\\x1b[31m"', "f.yaml:2 holds the control character U+001B; correct this line"),
        ('a: 1\nb: "\\0"', "f.yaml:2 holds the control character U+0000; correct this line"),
        ('a: 1\n"\\a": 2', "f.yaml:2 holds the control character U+0007; correct this line"),
        ('a: 1\nb: "\\ud800"', "f.yaml:2 holds the control character U+D800; correct this line"),
        ('a: 1\nb: "\\UFFFFFFFF"', "f.yaml:2 holds a number that no character or version has; correct this line"),
        ("%YAML " + "9" * 5000 + ".1\n---\na: 1", "f.yaml:1 holds a number that no character or version has"),
        ("a: 1\nb: \x1b", "f.yaml:2 holds a character that YAML does not allow; delete it"),
        ("a: 1\nb: \ud800", "f.yaml:2 is neither UTF-8 nor CP949 text"),
        ("a: 1\n---\nb: 2", "f.yaml:2 cannot be read"),
        ("a: 1\nb: 'open", "f.yaml:2 cannot be read"),
    ],
)
def test_what_is_not_read_is_refused_with_its_line(text: str, fault: str) -> None:
    (found,) = read(text)  # type: ignore[misc]  # None would fail here
    assert found.startswith(fault)


def test_groups_as_deep_as_any_file_has_are_read() -> None:
    deep = "a: " + "[" * (MOST_DEPTH - 1) + "]" * (MOST_DEPTH - 1)
    assert isinstance(read(deep), dict)
    assert isinstance(read(deep.replace("[]", "[[]]")), list)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("aht_seconds: 240", "aht_seconds: 1:30", "'1:30' is not a number; write it as 12 or 12.5"),
        ("aht_seconds: 240", "aht_seconds: 2_40", "'2_40' is not a number; write it as 12 or 12.5"),
        ("aht_seconds: 240", "aht_seconds: yes", "'yes' is not a number; write it as 12 or 12.5"),
        ("aht_seconds: 240", "aht_seconds: .inf", "'.inf' is not a number; write it as 12 or 12.5"),
        ("aht_seconds: 240", "aht_seconds: .nan", "'.nan' is not a number; write it as 12 or 12.5"),
        ("aht_seconds: 240", "aht_seconds: 1e30", "'1e30' is too large; write 86400 or less"),
        ("aht_seconds: 240", "aht_seconds: 1e-300", "'1e-300' is too near to 0; write 0, or 1e-12 or more"),
        ("min_rest_minutes: 660", "min_rest_minutes: 0x7f", "'0x7f' is not a whole number; write digits only"),
        ("min_rest_minutes: 660", "min_rest_minutes: 11:00", "'11:00' is not a whole number; write digits only"),
        ("min_rest_minutes: 660", "min_rest_minutes: ''", "'' is not a whole number; write digits only"),
        ("weight: 10", f"weight: {'9' * 5000}", f"'{'9' * 60}...' is too large; write a smaller number"),
        ("weight: 10", "weight: 1\u200b0", "'1\\u200b0' is not a whole number; write digits only"),
        ("weight: 10", "weight: 1000000000", "'1000000000' is too large; write 100000 or less"),
        ("public_holidays: false", "public_holidays: no", "'no' is not true or false; write true or false"),
        ("anchor: 2022-10-01", "anchor: 2023-11-31", "'2023-11-31' is not a date: there is no such day"),
        ("anchor: 2022-10-01", "anchor: 20221001", "'20221001' is not a date; write it as 2023-11-06"),
        ("anchor: 2022-10-01", "anchor: 9999-12-31", "'9999-12-31' lies outside the years 1990 to 2100"),
    ],
)
def test_a_field_takes_what_it_wants_and_nothing_else(old: str, new: str, fault: str) -> None:
    faults = Faults()
    line = SETTINGS[: SETTINGS.index(old)].count("\n") + 1
    settings, _ = read_settings(SETTINGS.replace(old, new, 1).encode(), faults)
    assert settings is None
    (found,) = map(str, faults.all())
    assert found.startswith(f"workspace.yaml:{line}:")
    assert fault in found


@pytest.mark.parametrize("minutes", ["660", "0660", "+660", "660.0", "'660'"])
def test_a_number_may_be_written_in_several_ways(minutes: str) -> None:
    settings, _ = read_settings(
        SETTINGS.replace("min_rest_minutes: 660", f"min_rest_minutes: {minutes}").encode(), Faults()
    )
    assert settings is not None
    assert MinimumRest(min_rest_minutes=660) in settings.rules


def test_names_may_look_like_numbers() -> None:
    settings, _ = read_settings(SETTINGS.replace("name: english", "name: 010").encode(), Faults())
    assert settings is not None
    assert settings.queues[1].name == "010"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("inflow: [{factor: .inf}]", "s1.yaml:1:inflow[0].factor '.inf' is not a number"),
        ("inflow: [{factor: .nan}]", "s1.yaml:1:inflow[0].factor '.nan' is not a number"),
        ("inflow: [{factor: 1, weekdays: [7]}]", "s1.yaml:1:inflow[0].weekdays '7' is not a weekday"),
        ("inflow: [{factor: 1, weekdays: [1, 2]}]", "s1.yaml:1:inflow[0].weekdays '1' is not a weekday"),
        ("inflow: [{factor: 1, weekdays: []}]", "s1.yaml:1:inflow[0].weekdays has too few entries"),
        ("all_hands: {weekday: 1, people: 1, queue: general, teams: [day]}", "s1.yaml:1:all_hands.weekday '1' is not"),
        ("all_hands: {weekday: {a: b}, people: 1, queue: general, teams: [day]}", "s1.yaml:1:all_hands.weekday "),
        ("headcount: {day: +1000000}", "'+1000000' is too large; a centre has at most 50000 people"),
        (f"headcount: {{day: +{'9' * 5000}}}", "is not a change of heads"),
        ("headcount: {day: {change: -1, seed: 1e30}}", "headcount.day.seed '1e30' is not a whole number"),
        ("reported: {asa_seconds: {value: .nan}}", "reported.asa_seconds.value '.nan' is not a number"),
    ],
)
def test_scenarios_are_read_in_the_same_way(text: str, fault: str) -> None:
    _, faults = scenario_of(text)
    assert len(faults) == 1
    assert fault in faults[0]
