"""Where people begin of whom no nights and weekend days are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.domain.people import KnownCounts
from scheduler.figures.words import starting_point
from scheduler.newcomers import with_newcomers
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.writers.summary_json import summary
from tests.constraints.agreement import MONDAY
from tests.runs import small_run
from tests.workspaces import STAFF, write_workspace


def history_of(folder: Path, history: str | None, staff: str = STAFF) -> dict[str, tuple[int, int]]:
    workspace = read_workspace(write_workspace(folder, history=history, staff=staff))
    problem = plan_problem(workspace, MONDAY, 7)
    return {employee: (record.nights, record.weekend_days) for employee, record in problem.history_of.items()}


@pytest.mark.parametrize(("nights", "begins_at"), [((4, 6, 8), 6), ((4, 4, 5), 4), ((4, 5, 5), 5)])
def test_a_newcomer_begins_at_the_mean_of_the_peers(tmp_path: Path, nights: tuple[int, ...], begins_at: int) -> None:
    rows = [f"E{number:03},{count},{count}" for number, count in enumerate(nights, 7)]
    found = history_of(tmp_path, "\n".join(["employee_id,nights,weekend_days", *rows]) + "\n")
    assert found["E010"] == (begins_at, begins_at)
    assert [found[f"E{number:03}"][0] for number in (7, 8, 9)] == list(nights)


def test_a_half_is_rounded_up(tmp_path: Path) -> None:
    assert history_of(tmp_path, "employee_id,nights\nE007,2\nE008,3\n")["E009"] == (3, 0)


def test_people_of_other_teams_and_shifts_are_no_peers(tmp_path: Path) -> None:
    found = history_of(tmp_path, "employee_id,nights,weekend_days\nE003,9,9\nE001,0,1\n")
    assert found["E004"] == (9, 9)  # the same shifts
    assert found["E002"] == (0, 1)
    assert found["E007"] == (0, 0)  # another team


def test_without_anybody_of_the_same_shifts_those_who_share_one_count(tmp_path: Path) -> None:
    found = history_of(tmp_path, "employee_id,nights,weekend_days\nE001,0,4\n")
    assert found["E003"] == (0, 4)


def test_without_a_history_everybody_begins_at_nothing(tmp_path: Path) -> None:
    assert set(history_of(tmp_path, None).values()) == {(0, 0)}


def test_a_known_zero_stays_a_zero(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path))
    known = [KnownCounts(employee_id="E007", nights=0), KnownCounts(employee_id="E008", nights=8)]
    begins = with_newcomers(known, workspace.employees, workspace.settings)
    counts = {row.employee_id: row.nights for row in begins.history}
    assert (counts["E007"], counts["E008"], counts["E009"]) == (0, 8, 4)


def test_an_empty_cell_is_a_count_that_nobody_knows(tmp_path: Path) -> None:
    found = history_of(tmp_path, "employee_id,nights,weekend_days\nE007,4,2\nE008,6,0\nE009,,3\nE010,9,\n")
    assert (found["E009"], found["E010"]) == ((6, 3), (9, 2))  # of 4, 6 and 9; of 2, 0 and 3
    assert found["E008"] == (6, 0)


def test_who_begins_at_counts_that_nobody_knows_is_told(tmp_path: Path) -> None:
    text = "employee_id,nights,weekend_days\nE007,4,2\nE008,,0\nE009,,3\nE010,9,1\n"
    problem = plan_problem(read_workspace(write_workspace(tmp_path, history=text)), MONDAY, 7)
    assert problem.at_mean == ("E008", "E009")
    assert problem.at_zero == tuple(person for person in problem.employee if person < "E007" or person > "E010")
    told = dict(starting_point(problem, "en"))["Counts so far"]
    assert told == (
        "not known of 2 people, who begin at the mean of their peers; 8 people without known counts or peers begin at 0"
    )
    assert "2명" in dict(starting_point(problem, "ko"))["야간·주말 누적"]
    figures = summary(small_run(tmp_path / "run", history=text))
    assert (figures["begin_at_mean"], figures["begin_at_zero"]) == (2, 8)


@pytest.mark.parametrize("history", [None, "employee_id,nights,weekend_days\nE007,,\n"])
def test_where_nothing_is_known_of_anybody_nothing_is_told(tmp_path: Path, history: str | None) -> None:
    problem = plan_problem(read_workspace(write_workspace(tmp_path, history=history)), MONDAY, 7)
    assert (problem.at_mean, problem.at_zero) == ((), ())
    assert "Counts so far" not in dict(starting_point(problem, "en"))
    assert {(row.nights, row.weekend_days) for row in problem.history_of.values()} == {(0, 0)}


def test_days_on_which_people_could_have_been_asked_follow_the_peers_as_well(tmp_path: Path) -> None:
    text = "employee_id,nights,weekend_days,days\nE007,4,2,56\nE008,1,1,15\n"
    problem = plan_problem(read_workspace(write_workspace(tmp_path, history=text)), MONDAY, 7)
    assert [problem.history_of[f"E{n:03}"].days for n in (7, 8, 9, 1)] == [56, 15, 36, None]
    assert problem.at_mean == ("E009", "E010")


def test_where_nobody_knows_these_days_they_stay_unknown(tmp_path: Path) -> None:
    text = "employee_id,nights,weekend_days\nE007,4,2\n"
    problem = plan_problem(read_workspace(write_workspace(tmp_path, history=text)), MONDAY, 7)
    assert {row.days for row in problem.history} == {None}
