"""Every error that a caller may catch.

::

    SchedulerError            exit code 1 unless a class below says otherwise
    ├── OutputError           2  a file or folder that the user named cannot be written
    ├── ClusterError          2  the cluster that the user named cannot be used
    ├── InputError            3  faults in the inputs, all of them, each with place and remedy
    ├── InfeasibleError       4  the hard rules cannot hold together; says for whom and when
    └── NoRosterError         5  the time limit came before the first roster
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class SchedulerError(Exception):
    """Base of all errors of this package."""

    exit_code = 1


class OutputError(SchedulerError):
    """A file or folder that the user named cannot be written."""

    exit_code = 2


class ClusterError(SchedulerError):
    """The cluster that the user named cannot be used."""

    exit_code = 2


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault in an input file.

    Attributes
    ----------
    file
        Name of the file, relative to the workspace.
    row
        Line number as an editor or a spreadsheet shows it, the header being 1; 0 where it concerns the whole file.
    column
        Name of the column or path of the setting; empty where it concerns the whole row.
    message
        What is wrong, with the value found.
    remedy
        What to do about it.
    cell
        For a sheet of a workbook, the cell or row as the spreadsheet names it, such as ``F41`` or ``41:41``; `file`
        then ends with the name of the sheet.
    """

    file: str
    row: int
    column: str
    message: str
    remedy: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            place = f"{self.file}!{self.cell}" + (f" ({self.column})" if self.column else "")
        else:
            place = ":".join(str(part) for part in (self.file, self.row or "", self.column) if part)
        return f"{place} {self.message}" + (f"; {self.remedy}" if self.remedy else "")


class InputError(SchedulerError):
    """The inputs have faults.

    Parameters
    ----------
    faults
        All that were found, in any order.
    """

    exit_code = 3

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    @classmethod
    def of(cls, path: Path | str, message: str, remedy: str = "") -> InputError:
        """A single fault about a whole file."""
        return cls([Fault(str(path), 0, "", message, remedy)])


class InfeasibleError(SchedulerError):
    """The hard rules cannot hold together.

    Parameters
    ----------
    reasons
        Sentences that name person, rule and day.
    """

    exit_code = 4

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(reasons))


class NoRosterError(SchedulerError):
    """The time limit came before the first roster."""

    exit_code = 5
