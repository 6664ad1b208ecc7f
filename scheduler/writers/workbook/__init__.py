"""``roster.xlsx``: the roster, the coverage and the figures, as HR opens and edits them; ``teams.xlsx`` for paper.

One file per kind of sheet; `sheet.py` holds what they share. What a reader finds again stands in
`scheduler.formats.roster_sheet`.
"""

from __future__ import annotations

from pathlib import Path

from xlsxwriter.utility import quote_sheetname

from scheduler.figures import Run
from scheduler.figures.people import staff_totals
from scheduler.formats.roster_sheet import GRID_NAME
from scheduler.writers.plain_workbook import plain_workbook
from scheduler.writers.workbook.activities import ActivitiesSheet
from scheduler.writers.workbook.charts import ChartsSheet
from scheduler.writers.workbook.copies import write_copies
from scheduler.writers.workbook.coverage import CoverageSheet
from scheduler.writers.workbook.data import write_data
from scheduler.writers.workbook.day import DaySheet
from scheduler.writers.workbook.fairness import FairnessSheet
from scheduler.writers.workbook.grid import RosterSheet, TeamSheet
from scheduler.writers.workbook.rules import RulesSheet
from scheduler.writers.workbook.sheet import Book
from scheduler.writers.workbook.summary import SummarySheet

__all__ = ["write_teams", "write_workbook"]


def write_workbook(path: Path, run: Run) -> None:
    """Write the workbook: everybody, figures, coverage, charts, rules, fairness, each day, and the data.

    Parameters
    ----------
    path
        The file to write; its name ends in ``.xlsx``.
    run
        A run with a roster. Labels are in the language of its workspace.
    """
    with plain_workbook(path, is_large=True) as made:
        totals = staff_totals(run)
        book = Book(made, run, totals)
        # With constant memory a sheet is written from top to bottom; the order of the sheets is free.
        roster = RosterSheet(book, totals)
        roster.write()
        made.define_name(GRID_NAME, f"={quote_sheetname(roster.name)}!$A$1")
        SummarySheet(book).write()
        coverage = CoverageSheet(book)
        coverage.write()
        ChartsSheet(book, coverage.blocks).write()
        RulesSheet(book).write()
        FairnessSheet(book).write()
        if run.roster is not None and run.roster.has_activities:
            ActivitiesSheet(book).write()
        days = [DaySheet(book, on) for on in run.problem.horizon.dates()]
        for day in days:
            day.write()
        write_data(book)
        write_copies(book, days)


def write_teams(path: Path, run: Run) -> None:
    """Write the workbook that is printed: a sheet a team and nothing else, so that all of it can go to the printer.

    Parameters
    ----------
    path, run
        As of `write_workbook`.
    """
    with plain_workbook(path, is_large=True) as made:
        totals = staff_totals(run)
        book = Book(made, run, totals)
        for team in run.settings.teams:
            people = [row for row in totals if row.person.team == team.name]
            if people:
                TeamSheet(book, people, team).write()
