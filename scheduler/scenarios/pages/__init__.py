"""A comparison of scenarios as files: csv and json for programs, a workbook and a page for people."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from scheduler.formats.run_folder import SUMMARY_FILE
from scheduler.run_record import RunRecord, versions
from scheduler.scenarios.comparing import what_if
from scheduler.scenarios.comparison import Comparison, all_rows
from scheduler.scenarios.pages.page import write_page
from scheduler.scenarios.pages.plain import write_summary
from scheduler.scenarios.pages.workbook import write_workbook
from scheduler.scenarios.running import has_roster
from scheduler.writers.contents import write_record
from scheduler.writers.folder import holds_result, refuse_foreign_folder, run_folder

FIGURES_FILE = "comparison.csv"
CHANGES_FILE = "changes.csv"
PEOPLE_FILE = "people.csv"
WORKBOOK_FILE = "comparison.xlsx"
PAGE_FILE = "comparison.html"
FAILURES_FILE = "failures.txt"
ROSTERS_FOLDER = "rosters"


def compare_into(output: Path, *asked: Any, **options: Any) -> tuple[Comparison, Path | None]:
    """Evaluate scenarios as `what_if` does, and write them to a folder; None in its place: it stayed as it was.

    Raises
    ------
    InputError, ClusterError, OutputError
        As of `what_if` and `write_comparison`: of the folder before any scenario is evaluated.
    """
    refuse_foreign_folder(output, "comparison")
    comparison = what_if(*asked, **options)
    return comparison, output if write_comparison(output, comparison) else None


def write_comparison(folder: Path, comparison: Comparison) -> bool:
    """Write a comparison, and the rosters behind it where there are any; the folder appears whole or not at all.

    Returns
    -------
    bool
        Whether it was written. A comparison of which nothing came out never takes the place of one that has something.

    Raises
    ------
    OutputError
        The folder holds something other than a run or a comparison.
    """
    from scheduler.frames.csv_file import write_csv
    from scheduler.scenarios.frames import changes_frame, counts_and_figures, people_frame, six_decimals

    rows = all_rows(comparison)
    around = None if comparison.plan is None else comparison.plan.days_around
    record = RunRecord(
        kind="comparison",
        has_result=any(has_roster(row) for row in rows),
        command="what-if",
        first_day=comparison.horizon.first_day,
        days=comparison.horizon.days,
        is_first_week=around is not None and around.is_first_week,
        made_from=comparison.made_from,
        versions=versions(),
    )
    with run_folder(folder, record) as temporary:
        write_csv(temporary / FIGURES_FILE, counts_and_figures(comparison), number=six_decimals)
        write_csv(temporary / CHANGES_FILE, changes_frame(comparison))
        write_workbook(temporary / WORKBOOK_FILE, comparison)
        write_page(temporary / PAGE_FILE, comparison)
        for row in rows:
            if row.folder is not None:
                roster = temporary / ROSTERS_FOLDER / roster_folder_name(row.name)
                shutil.copytree(row.folder, roster, ignore=lambda *_: ["result.json"])
                of_scenario = {"kind": "roster", "has_result": True, "given": {"scenario": row.name}}
                write_record(roster, record.model_copy(update=of_scenario))
        if any(row.folder is not None for row in comparison.rows):
            write_csv(temporary / PEOPLE_FILE, people_frame(comparison))
        failures = [f"{row.name}: {row.error}\n{row.traceback}" for row in rows if row.error]
        if failures:
            (temporary / FAILURES_FILE).write_text("\n".join(failures), encoding="utf-8")
        write_summary(temporary / SUMMARY_FILE, comparison)
    return record.has_result or not holds_result(folder)


_LONGEST_NAME = 120
"""Bytes of a folder's name: files have to go into it, and it has to be copied to other systems."""


def roster_folder_name(scenario: str) -> str:
    """The folder of a scenario's roster: its name, or the beginning of a long one and a hash of it."""
    encoded = scenario.encode()
    if len(encoded) <= _LONGEST_NAME:
        return scenario
    beginning = encoded[:100].decode(errors="ignore")
    return f"{beginning}-{hashlib.sha256(encoded).hexdigest()[:12]}"
