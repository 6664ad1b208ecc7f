"""What a roster means to each person."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.figures.histogram import bins
from scheduler.figures.people import shares_nights, shares_weekends, staff_totals, weekend_dates
from tests.runs import small_run
from tests.workspaces import SETTINGS

FAIR = SETTINGS + "  - rule: fair_nights\n    shifts: [N]\n    weight: 10\n  - rule: requests\n    weight: 100\n"


def test_figures_of_each_person(tmp_path: Path) -> None:
    history = "employee_id,nights,weekend_days\nE009,4,3\n"
    run = small_run(tmp_path, workspace=FAIR, history=history)
    totals = {row.person.employee_id: row for row in staff_totals(run)}
    assert (totals["E005"].paid_hours, totals["E005"].overtime_hours, len(totals["E005"].by_date)) == (40, 0, 5)
    assert (totals["E009"].nights, totals["E009"].nights_before) == (1, 4)
    assert (totals["E009"].weekend_days, totals["E009"].weekend_days_before) == (1, 3)
    assert (totals["E003"].wishes_met, totals["E003"].wishes, totals["E003"].points) == (1, 1, 0)
    assert (totals["E004"].wishes_met, totals["E004"].wishes, totals["E004"].points) == (0, 1, 500)


@pytest.mark.parametrize(("settings", "nights"), [(FAIR, 0), (SETTINGS, 1)])
def test_an_evening_counts_as_a_night_only_where_no_rule_says_which_shifts_do(
    tmp_path: Path, settings: str, nights: int
) -> None:
    totals = {row.person.employee_id: row for row in staff_totals(small_run(tmp_path, workspace=settings))}
    assert totals["E003"].nights == nights


def test_people_come_by_team_as_the_settings_list_them(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    order = [team.name for team in run.settings.teams]
    teams = [row.person.team for row in staff_totals(run)]
    assert teams == sorted(teams, key=order.index)


def test_only_those_who_may_work_nights_or_weekends_share_them(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    people = run.problem.employee
    assert [shares_nights(run, people[name]) for name in ("E001", "E007")] == [False, True]
    assert shares_weekends(run, people["E001"])
    assert [on.isoformat() for on in sorted(weekend_dates(run))] == ["2023-11-11", "2023-11-12"]


@pytest.mark.parametrize("largest", [0, 1, 11, 12, 23, 24, 25, 400])
def test_every_count_is_in_exactly_one_bin(largest: int) -> None:
    found = bins(largest)
    assert len(found) <= 12
    assert all(sum(count in one for one in found) == 1 for count in range(largest + 1))


def test_a_bin_of_one_count_is_named_by_it() -> None:
    assert [str(one) for one in bins(2)] == ["0", "1", "2"]
    assert [str(one) for one in bins(14)][:2] == ["0-1", "2-3"]
