"""Rules and entries that every roster keeps, since they limit nothing: faults of the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import scheduler
from tests.workspaces import SETTINGS, faults_in, write_workspace


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("shifts_of_a_kind\n    kinds: [{shifts: [N]}]", "an entry of kinds has no limit"),
        ("shifts_of_a_kind\n    kinds: [{shifts: [N], most: 2}]", None),
        ("shifts_of_a_kind\n    kinds: [{most: 2}]", None),
        ("shifts_of_a_kind\n    kinds: [{most: 2, days_off_after: {3: 1}}]", "has 3 in a row, and most allows 2"),
        ("shifts_of_a_kind\n    weight: 5\n    kinds: [{most: 2, days_off_after: {3: 1}}]", None),
        ("shifts_of_a_kind\n    kinds: [{most: 3, days_off_after: {3: 1}}]", None),
        ("shift_limits", "(R30) has no limit"),
        ("shift_limits\n    most_by_employee: {E001: {}}", "give it one of most, most_by_employee, or delete it"),
        ("shift_limits\n    most: {D: 0}", None),
        ("shift_limits\n    most_by_employee: {E001: {D: 1}}", None),
        ("horizon_minutes\n    weight: 3", "(R31) has no limit"),
        ("horizon_minutes\n    least_minutes: 0", "(R31) has no limit"),
        ("horizon_minutes\n    most_minutes: 0\n    weight: 3", None),
        ("horizon_minutes\n    least_minutes_by_employee: {E001: 1}", None),
        ("consecutive_shifts\n    fewest: 1", "(R32) has no limit"),
        ("consecutive_shifts\n    fewest: 2\n    weight: 1", None),
        ("consecutive_days_off", "(R33) has no limit"),
        ("consecutive_days_off\n    fewest_by_employee: {E001: 1}", "give it one of fewest, fewest_by_employee"),
        ("consecutive_days_off\n    fewest_by_employee: {E001: 2}", None),
        ("most_weekends\n    most_by_employee: {}", "(R34) has no limit"),
        ("most_weekends\n    most: 0\n    weight: 1", None),
        ("forbidden_successions\n    successions: {D: []}", "(R35) has no limit"),
        ("shift_cover\n    cover: []", "(R36) has no limit"),
        (
            "shift_cover\n    cover: [{day: 0, shift: D, heads: 0, weight_over: 0}]",
            "with these weights the cover of shift D",
        ),
        ("shift_cover\n    weight: 1\n    cover: [{day: 0, shift: D, heads: 0}]", None),
        ("minimum_heads\n    spans: []", None),  # an empty list must be written out, and says that there are none
    ],
)
def test_a_rule_that_can_count_nothing_is_refused(tmp_path: Path, rule: str, said: str | None) -> None:
    faults = faults_in(tmp_path, workspace=f"{SETTINGS}  - rule: {rule}\n")
    assert len(faults) == (0 if said is None else 1), faults
    if said is not None:
        assert said in faults[0]
        assert "counts for nothing" in faults[0]
        assert "workspace.yaml:" in faults[0]


def test_nights_in_a_row_are_refused_in_a_centre_without_nights(tmp_path: Path) -> None:
    by_day = SETTINGS.replace('start: "01:00", end: "08:00"', 'start: "08:00", end: "15:00"')
    by_day = by_day.replace(
        'meal_earliest: "03:30", meal_latest: "05:30"', 'meal_earliest: "11:00", meal_latest: "13:00"'
    )
    by_day = by_day.replace('start: "18:00", end: "25:00"', 'start: "14:00", end: "21:00"')
    by_day = by_day.replace(
        'meal_earliest: "20:30", meal_latest: "22:30"', 'meal_earliest: "16:00", meal_latest: "18:00"'
    )
    for kind, code in (("{most: 2}", 3), ("{shifts: [V], most: 2}", 0)):
        rule = f"  - rule: shifts_of_a_kind\n    kinds: [{kind}]\n"
        folder = write_workspace(tmp_path / str(code), workspace=by_day + rule, previous_roster=None)
        done = scheduler("validate", folder)
        assert done.exit_code == code, done.stderr
        assert ("no shift is a night: it counts for nothing" in done.stderr) == bool(code)
