"""The page of a run, drawn in a process beside."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path

import pytest

from scheduler.domain.people import Employee
from scheduler.domain.roster import Roster
from scheduler.run import report_process
from scheduler.run.report_process import ReportProcess, is_worth_a_process
from scheduler.writers.report import write_report
from tests.runs import small_run


def test_the_page_of_a_process_is_that_of_this_one_and_its_faults_come_from_here(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    assert run.roster is not None
    write_report(tmp_path / "here.html", run)
    with ReportProcess() as drawing:
        drawing.prepare(replace(run, roster=Roster(run.roster.assignments[1:])))
        drawing.begin(tmp_path / "there.html", run)
        drawing.finish()
        assert (tmp_path / "there.html").read_bytes() == (tmp_path / "here.html").read_bytes()
        drawing.begin(tmp_path / "no folder" / "there.html", run)
        with pytest.raises(FileNotFoundError):
            drawing.finish()


def test_a_page_is_drawn_here_where_the_process_dies(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    with ReportProcess() as drawing:
        for process in active_children():
            process.kill()
        drawing.begin(tmp_path / "report.html", run)
        drawing.finish()
    assert (tmp_path / "report.html").exists()


def test_a_process_is_worth_it_for_many_days_of_people_where_a_core_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = small_run(tmp_path / "workspace").problem
    person = problem.employees[0]

    def of(people: int) -> bool:
        staff: list[Employee] = [person.model_copy(update={"employee_id": f"P{n}"}) for n in range(people)]
        return is_worth_a_process(problem.replace(employees=tuple(staff)))

    monkeypatch.setattr(report_process, "cores", lambda: 2)
    assert (of(142), of(143)) == (False, True)
    monkeypatch.setattr(report_process, "cores", lambda: 1)
    assert not of(143)
