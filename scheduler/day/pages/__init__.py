"""A review as files: a page and a workbook for people, json for programs."""

from __future__ import annotations

import json
from pathlib import Path

from scheduler.day.pages.page import write_page
from scheduler.day.pages.workbook import write_workbook
from scheduler.day.review import Review
from scheduler.inputs import Workspace
from scheduler.run_record import RunRecord, made_from, versions
from scheduler.writers.folder import run_folder

PAGE_FILE = "review.html"
WORKBOOK_FILE = "review.xlsx"
FIGURES_FILE = "review.json"


def write_review(folder: Path, workspace: Workspace, review: Review) -> None:
    """Write a review; the folder appears whole or not at all.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds something else.
    """
    record = RunRecord(
        kind="review",
        has_result=True,
        command="review",
        first_day=review.horizon.first_day,
        days=review.horizon.days,
        made_from=made_from(workspace),
        versions=versions(),
    )
    with run_folder(folder, record) as hidden:
        write_page(hidden / PAGE_FILE, review)
        write_workbook(hidden / WORKBOOK_FILE, review)
        text = json.dumps(review.as_json(), ensure_ascii=False, indent=1)
        (hidden / FIGURES_FILE).write_text(f"{text}\n", encoding="utf-8")
