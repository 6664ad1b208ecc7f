"""What the files in a run's folder are called."""

from __future__ import annotations

RECORD_FILE = "run.json"
"""What the folder is and what it was made from; a folder is ours only by this file."""

SUMMARY_FILE = "summary.json"
ROSTER_FILE = "roster.csv"
ACTIVITIES_FILE = "activities.csv"
"""Who attends what; there is none where nobody does. A workspace's file of this name says what is asked for."""

ON_CALL_FILE = "on_call.csv"
"""Who can be called on which day without being at work; there is none where no rule asks for it."""

COVERAGE_FILE = "coverage.csv"
WORKBOOK_FILE = "roster.xlsx"
TEAMS_FILE = "teams.xlsx"
"""The workbook for paper, a sheet a team."""

REPORT_FILE = "report.html"
DAYS_AROUND_FILE = "days_around.csv"
CHANGES_FILE = "changes.csv"
"""Whom to tell what: of a repair, or of what was published before."""

CHANGES_WORKBOOK = "changes.xlsx"
SIMULATION_FILE = "simulation.csv"
SIMULATION_FIGURES = "simulation.json"
"""How the roster fared caller by caller."""

CALENDARS_FOLDER = "calendars"

KEPT_FILES = (RECORD_FILE, ROSTER_FILE, ACTIVITIES_FILE, ON_CALL_FILE, SUMMARY_FILE, DAYS_AROUND_FILE)
"""The files of a run that the store keeps: what else lies in its folder is made of these and the workspace."""
