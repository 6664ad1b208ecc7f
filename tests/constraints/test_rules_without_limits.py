"""Entries of R37 that every roster keeps, since they limit nothing: faults of the workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import scheduler
from tests.workspaces import SETTINGS, write_workspace


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("shifts_of_a_kind\n    kinds: [{shifts: [N]}]", "an entry of kinds has no limit"),
        ("shifts_of_a_kind\n    kinds: [{shifts: [N], most: 2}]", None),
        ("shifts_of_a_kind\n    kinds: [{most: 2}]", None),
        ("shifts_of_a_kind\n    kinds: [{most: 2, days_off_after: {3: 1}}]", "has 3 in a row, and most allows 2"),
        ("shifts_of_a_kind\n    weight: 5\n    kinds: [{most: 2, days_off_after: {3: 1}}]", None),
        ("shifts_of_a_kind\n    kinds: [{most: 3, days_off_after: {3: 1}}]", None),
    ],
)
def test_a_rule_that_can_count_nothing_is_refused(tmp_path: Path, rule: str, said: str | None) -> None:
    done = scheduler("validate", write_workspace(tmp_path, workspace=f"{SETTINGS}  - rule: {rule}\n"))
    assert done.exit_code == (0 if said is None else 3), done.stderr
    if said is not None:
        assert f"{said}" in done.stderr
        assert "counts for nothing" in done.stderr
        assert "workspace.yaml:" in done.stderr


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
