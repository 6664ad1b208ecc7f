"""What is planned is not lost a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from scheduler.domain.activities import Activity
from scheduler.domain.roster import Roster
from scheduler.errors import InputError
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.staffing.planned_activities import as_planned, planned_shares
from tests.constraints.agreement import MONDAY, roster_of
from tests.workspaces import SETTINGS, write_workspace

SHRINKAGE = "shrinkage: {training: 0.05, unplanned_absence: 0.02, planned_activities: 0.04}\n"
WORKED = {(f"E{n:03d}", day): "D" for n in (3, 4, 5, 6) for day in range(5)}
"""Four people from Monday to Friday: 160 paid hours."""


def attending(roster: Roster, hours: int) -> Roster:
    """The roster with so many hours of training, one a shift."""
    return Roster.of(
        replace(row, activities=(Activity(at, at + timedelta(hours=1), "course", "training"),) if n < hours else ())
        for n, row in enumerate(roster.assignments)
        for at in (datetime.combine(row.date, time(15)),)
    )


@pytest.mark.parametrize(("hours", "share"), [(0, 0.0), (2, 2 / 160), (6, 6 / 160), (8, 0.04)])
def test_so_much_of_the_share_as_activities_take_no_longer_counts(tmp_path: Path, hours: int, share: float) -> None:
    workspace = read_workspace(write_workspace(tmp_path, workspace=SETTINGS + SHRINKAGE))
    problem = plan_problem(workspace, MONDAY, 7)
    roster = attending(roster_of(problem, WORKED), hours)
    assert np.allclose(planned_shares(workspace.settings, problem, roster), share)
    now = as_planned(workspace.settings, problem, roster)
    usual, planned = problem.demand.queues["general"], now.demand.queues["general"]
    lost = 0.05 + 0.02 - 0.05 * 0.02
    assert np.allclose(usual.shrinkage, lost)
    assert np.allclose(1 - planned.shrinkage, (1 - lost) * (1 - 0.04 + share) / (1 - 0.04))
    # The agents on the phone are as many as before; a minimum of heads stays.
    assert np.allclose(planned.required * (1 - planned.shrinkage), usual.required * (1 - usual.shrinkage))
    english = now.demand.queues["english"]
    minimum = english.binding_target == "minimum"
    assert minimum.any()
    assert np.array_equal(english.required[minimum], problem.demand.queues["english"].required[minimum])


def test_without_the_setting_and_without_activities_it_is_the_same_problem(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path))
    problem = plan_problem(workspace, MONDAY, 7)
    roster = roster_of(problem, WORKED)
    assert as_planned(workspace.settings, problem, attending(roster, 8)) is problem
    assert as_planned(workspace.settings, problem, roster) is problem


def test_the_next_roster_begins_with_the_usual_demand_again(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path, workspace=SETTINGS + SHRINKAGE))
    problem = plan_problem(workspace, MONDAY, 7)
    roster = roster_of(problem, WORKED)
    two, eight = (as_planned(workspace.settings, problem, attending(roster, hours)) for hours in (2, 8))
    again = as_planned(workspace.settings, eight, attending(roster, 2))
    assert np.array_equal(again.demand.queues["general"].required, two.demand.queues["general"].required)
    assert as_planned(workspace.settings, eight, roster).demand is problem.demand


def test_more_than_is_lost_to_such_causes_cannot_be_planned(tmp_path: Path) -> None:
    wrong = SHRINKAGE.replace("0.04", "0.06")
    with pytest.raises(InputError, match=r"planned_activities is 6\.0%, more than"):
        read_workspace(write_workspace(tmp_path, workspace=SETTINGS + wrong))
