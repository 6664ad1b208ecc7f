"""Scenario files: what they may say, and what two of them may say together."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from scheduler.readers.faults import Faults
from scheduler.scenarios.overlay import short_name
from scheduler.scenarios.reading import read_scenarios
from tests.scenarios.scenes import good_scenario, scenario_of


@pytest.mark.parametrize(("written", "meant"), [("+20", "+20"), ("-10", "-10"), ('"=40"', "=40"), ('"- 3"', "-3")])
def test_changes_of_heads_are_written_as_people_say_them(written: str, meant: str) -> None:
    assert good_scenario(f"headcount: {{day: {written}}}").overlay.headcount["day"].change == meant


def test_twenty_heads_could_be_more_or_in_all_and_are_refused() -> None:
    _, faults = scenario_of("headcount:\n  day: 20\n")
    assert faults == [
        "s1.yaml:2:headcount.day.change '20' is not a change of heads; write +20 for twenty more, -10 for ten fewer, "
        "=40 for forty"
    ]


def test_all_faults_are_told_together_with_their_lines() -> None:
    _, faults = scenario_of("headcont: {}\ninflow:\n  - {factor: much}\nhandling_time: {general: 0}\n")
    assert sorted(faults) == [
        "s1.yaml:1:headcont this setting is unknown; did you mean 'headcount'?",
        "s1.yaml:3:inflow[0].factor 'much' is not a number; write it as 12 or 12.5",
        "s1.yaml:4:handling_time.general '0' is too small; write 0.01 or more",
    ]


def test_leavers_by_name_must_be_as_many_as_leave() -> None:
    _, faults = scenario_of("headcount: {day: {change: -1, leave: [E001, E002]}}")
    assert len(faults) == 1
    assert "change must be -2" in faults[0]


def test_two_overlays_are_one_scenario() -> None:
    scenario = good_scenario(
        "headcount: {day: -1}\nsettings: {queues: {general: {aht_seconds: 200}}}",
        "inflow: [{factor: 1.1}]\nsettings: {queues: {general: {patience_seconds: 100}}}",
    )
    assert scenario.name == "s1+s2"
    assert scenario.overlay.settings == {"queues": {"general": {"aht_seconds": "200", "patience_seconds": "100"}}}
    assert scenario.overlay.headcount.keys() == {"day"}
    assert scenario.overlay.inflow[0].factor == 1.1


def test_two_overlays_may_say_the_same() -> None:
    assert good_scenario("headcount: {day: -1}", "headcount: {day: -1}").overlay.headcount["day"].change == "-1"


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        ("headcount: {day: -1}", "headcount: {day: +5}", "s2.yaml:1:headcount.day is +5 here"),
        ("inflow: [{factor: 1.1}]", "inflow: [{factor: 1.2}]", "is 1.2 here"),
        (
            "handling_time: {general: 0.9}",
            "handling_time: {general: 1.1}",
            "s2.yaml:1:handling_time.general is 1.1 here",
        ),
        (
            "settings: {queues: {general: {aht_seconds: 200}}}",
            "settings: {queues: {general: {aht_seconds: 210}}}",
            "s2.yaml:1:settings.queues.general.aht_seconds is 210 here, and settings.queues.general.aht_seconds is 200 "
            "in s1.yaml; leave out one of the two",
        ),
        # One takes away what the other changes.
        ("settings: {remote: null}", "settings: {remote: {groups: 4}}", "settings.remote.groups is 4 here"),
    ],
)
def test_two_overlays_that_say_different_things_are_a_fault(first: str, second: str, place: str) -> None:
    _, faults = scenario_of(first, second)
    assert len(faults) == 1
    assert place in faults[0]


def test_what_a_document_reports_is_of_its_own_scenario_alone() -> None:
    both = good_scenario("headcount: {day: -1}\nreported: {asa_seconds: {value: 56}}", "inflow: [{factor: 1.1}]")
    assert both.overlay.reported == {}


def test_scenarios_are_named_by_file_by_folder_and_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "workspace" / "scenarios"
    folder.mkdir(parents=True)
    (folder / "fewer.yaml").write_text("headcount: {day: -1}")
    (folder / "more.yaml").write_text("headcount: {night: +1}")
    faults = Faults()

    def names(*given: str) -> list[str]:
        return [scenario.name for scenario in read_scenarios(given, tmp_path / "workspace", faults)]

    assert names("fewer") == ["fewer"]
    assert names(str(folder / "more.yaml"), "fewer") == ["more", "fewer"]
    assert names(str(folder)) == ["fewer", "more"]
    assert names("fewer,more") == ["fewer+more"]
    assert not faults


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("상담=-1", "상담=-1"),
        (unicodedata.normalize("NFD", "상담"), "상담"),
        ("Day Shift!=+2", "day-shift-=+2"),
        ("../상담/1", "상담-1"),
        ("-=-1", "1"),
        ("!?", "scenario"),
    ],
)
def test_short_names_have_letters_of_any_script_and_fit_files(text: str, name: str) -> None:
    assert short_name(text) == name
    assert short_name(name) == name
    _, faults = scenario_of(f"name: '{text}'\nheadcount: {{day: -1}}")
    assert faults == ([] if text == name else [fault for fault in faults if f"write {name}" in fault])
    assert bool(faults) == (text != name)


def test_a_scenario_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    faults = Faults()
    assert read_scenarios(["nothing"], tmp_path, faults) == []
    assert len(faults.all()) == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("inflow: [{factor: 1.1}, {factor: 1.1}]", "entry 2 of inflow is the same as one before it"),
        ("inflow: [{factor: 1.1, queues: [general, general]}]", "'general' stands twice; name it once"),
        ("headcount: {day: {change: -2, leave: [E001, E001]}}", "'E001' stands twice; name it once"),
        ("all_hands: {weekday: mon, people: 1, queue: q, teams: [day, day]}", "'day' stands twice; name it once"),
    ],
)
def test_what_stands_twice_in_a_scenario_is_refused(text: str, fault: str) -> None:
    _, (found,) = scenario_of(text)
    assert fault in found
