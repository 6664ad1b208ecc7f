"""The bundled scenarios."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.bundled import bundled_workspace
from scheduler.domain.calendar import Horizon
from scheduler.inputs import Workspace
from scheduler.readers.faults import Faults
from scheduler.readers.workspace import read_workspace
from scheduler.scenarios.applying import apply_scenario
from scheduler.scenarios.measures import measure_of
from scheduler.scenarios.reading import read_scenarios

FILES = sorted(path.stem for path in (bundled_workspace() / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def dasan() -> Workspace:
    return read_workspace(bundled_workspace())


def test_the_centres_history_is_bundled() -> None:
    assert set(FILES) >= {
        *("afternoon-13-22", "part-timers-two-patterns", "no-part-timers", "all-in-office", "five-phone-codes"),
        *("no-monday-friday-help", "no-evening-overtime", "staffing-of-2022", "heavy-rain-all-hands"),
    }


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("monday", [date(2023, 11, 6), date(2023, 12, 25)])
def test_each_scenario_applies_to_any_week_and_changes_something(dasan: Workspace, name: str, monday: date) -> None:
    faults = Faults()
    (scenario,) = read_scenarios([name], bundled_workspace(), faults)
    applied = apply_scenario(dasan, Horizon(monday, 7), scenario, faults)
    assert [str(fault) for fault in faults.all()] == []
    assert applied.changes
    assert scenario.overlay.title("ko") != scenario.overlay.title("en")
    assert scenario.overlay.source
    assert all(measure_of(key) for key in scenario.overlay.reported)


def test_the_part_timers_of_2022_had_two_patterns(dasan: Workspace) -> None:
    faults = Faults()
    (scenario,) = read_scenarios(["part-timers-two-patterns"], bundled_workspace(), faults)
    people = apply_scenario(dasan, Horizon(date(2023, 11, 6), 7), scenario, faults).workspace.employees
    kinds = [(person.contract, person.shifts) for person in people if person.team == "part_time"]
    assert sorted(kinds.count(kind) for kind in set(kinds)) == [5, 5, 5, 5]  # mornings and afternoons of each
