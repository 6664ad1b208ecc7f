"""What the files of a workspace are called, and how they refer to each other."""

from __future__ import annotations

WORKSPACE_FILE = "workspace.yaml"
"""The settings."""

INPUTS_WORKBOOK = "workspace.xlsx"
"""The workbook whose sheets may take the place of the csv files."""

NEEDED_INPUTS = ("staff", "inflow")
OPTIONAL_INPUTS = ("absences", "requests", "previous_roster", "locks", "history", "events", "activities")
"""Names of sheets, and with ``.csv`` of files."""

FILES = (WORKSPACE_FILE, INPUTS_WORKBOOK, *(f"{name}.csv" for name in (*NEEDED_INPUTS, *OPTIONAL_INPUTS)))

IN_SHEET = f"in {INPUTS_WORKBOOK}"
"""What `WORKSPACE_FILE` has in place of a value that stands in the sheet ``settings``."""

LIST_JOINER = "|"
"""Stands between several names in one cell."""

NAME_KEYS = ("code", "name", "rule")
"""What an entry of a list is called by in the path of a setting: ``queues.general.aht_seconds``."""


def entry_name(entry: object) -> str:
    """What an entry of a list is called by in the path of a setting; empty where it has no name."""
    return next((str(entry[key]) for key in NAME_KEYS if key in entry), "") if isinstance(entry, dict) else ""


STORE_FILE = "scheduler.db"
"""The published rosters, unless the settings name a server."""

NEWEST_FILE = f"{STORE_FILE}.newest"
"""Which of them was published last."""
