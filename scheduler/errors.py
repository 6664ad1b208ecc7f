"""Every error that a caller may catch.

::

    SchedulerError            exit code 1 unless a class below says otherwise
    ├── OutputError           2  a file or folder that the user named cannot be written
    ├── ClusterError          2  the cluster that the user named cannot be used
    ├── StoreError            2  the store of published rosters cannot be used; says what helps
    │   └── NewerStoreError   2  a newer version of this program has made it
    ├── InputError            3  faults in the inputs, all of them, each with place and remedy
    ├── InfeasibleError       4  the hard rules cannot hold together; says for whom and when
    ├── NoRosterError         5  the time limit came before the first roster
    └── ViolationError        6  a roster that somebody wants to use breaks hard rules
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from scheduler.catalogue import Language
from scheduler.messages import AnyText, Message, text_in, visible


class SchedulerError(Exception):
    """Base of all errors of this package.

    Parameters
    ----------
    message
        What is wrong, and what helps.
    """

    exit_code = 1

    def __init__(self, message: AnyText = "") -> None:
        self.message = message
        super().__init__(str(message))

    def __str__(self) -> str:
        return "\n".join(self.lines("en"))

    def lines(self, language: Language) -> list[str]:
        """What it says in a language, a line for each fault or reason."""
        return [text_in(language, self.message)]


class OutputError(SchedulerError):
    """A file or folder that the user named cannot be written."""

    exit_code = 2


class ClusterError(SchedulerError):
    """The cluster that the user named cannot be used."""

    exit_code = 2


class StoreError(SchedulerError):
    """The store of published rosters cannot be used."""

    exit_code = 2


class NewerStoreError(StoreError):
    """A newer version of this program has made the store."""


class FaultKind(Enum):
    """What code asks of a fault; most faults are for people alone and have none."""

    WORKBOOK_DOES_NOT_OPEN = "the workbook does not open, so none of its cells can be shown"


class _FileDate(date):
    """A date that people look for in a file, where it stands as ``2023-11-06``, and not as they say it."""


def _as_in_files(text: AnyText) -> AnyText:
    if not isinstance(text, Message):
        return text
    fields: dict[str, object] = {}
    for name, value in text.fields.items():
        if type(value) is date:
            fields[name] = _FileDate(value.year, value.month, value.day)
        else:
            fields[name] = _as_in_files(value) if isinstance(value, Message) else value
    return text.with_fields(fields)


@dataclass(frozen=True, slots=True)
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
    kind
        For code that has to know which fault it is.
    called
        What people read in place of `file`, where that is a word and no name of a file.
    """

    file: str
    row: int
    column: str
    message: AnyText
    remedy: AnyText = ""
    cell: str = ""
    kind: FaultKind | None = None
    called: AnyText = ""

    @property
    def place(self) -> str:
        """Where it is, in one word."""
        return self.place_in("en")

    def place_in(self, language: Language) -> str:
        """The same in a language."""
        file = text_in(language, self.called) or self.file
        if self.cell:
            place = f"{file}!{self.cell}" + (f" ({self.column})" if self.column else "")
        else:
            place = ":".join(str(part) for part in (file, self.row or "", self.column) if part)
        return visible(place)

    @property
    def text(self) -> str:
        """What is wrong and what to do about it, in one sentence."""
        return self.text_in("en")

    def text_in(self, language: Language) -> str:
        """The sentence in a language."""
        return "; ".join(visible(text_in(language, part)) for part in self.parts if part)

    @property
    def parts(self) -> tuple[AnyText, AnyText]:
        """What is wrong, and what to do about it, with dates as files have them."""
        return _as_in_files(self.message), _as_in_files(self.remedy)

    @property
    def order(self) -> tuple[str, int, str, str]:
        """Faults are listed by place."""
        return self.file, self.row, self.column, self.text

    def __str__(self) -> str:
        return f"{self.place} {self.text}"


class InputError(SchedulerError):
    """The inputs have faults.

    Parameters
    ----------
    faults
        All that were found, in any order.
    """

    exit_code = 3

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.order))
        super().__init__()

    def lines(self, language: Language) -> list[str]:
        """Each fault with its place."""
        return [f"{fault.place_in(language)} {fault.text_in(language)}" for fault in self.faults]

    @classmethod
    def of(cls, path: Path | str | Message, message: AnyText, remedy: AnyText = "") -> InputError:
        """A single fault about a whole file, or about what a message calls."""
        return cls([Fault(str(path), 0, "", message, remedy, called=path if isinstance(path, Message) else "")])


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
        super().__init__()

    def lines(self, language: Language) -> list[str]:
        """The reasons, which are in the language of the workspace already."""
        return list(self.reasons)


class NoRosterError(SchedulerError):
    """The time limit came before the first roster."""

    exit_code = 5


class ViolationError(SchedulerError):
    """A roster that somebody wants to use breaks hard rules.

    Parameters
    ----------
    violations
        A sentence for each breach, which names rule, person and day.
    """

    exit_code = 6

    def __init__(self, violations: Sequence[str]) -> None:
        self.violations = tuple(violations)
        super().__init__()

    def lines(self, language: Language) -> list[str]:
        """The sentences, which are in the language of the workspace already."""
        return list(self.violations)
