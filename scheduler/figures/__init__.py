"""The figures of a run, made once and then written to files, workbook and terminal alike."""

from scheduler.figures.coverage import CoverageRow, coverage_rows
from scheduler.figures.missed_heads import MissedHeads
from scheduler.figures.run import Run

__all__ = ["CoverageRow", "MissedHeads", "Run", "coverage_rows"]
