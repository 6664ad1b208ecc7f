"""The generic layer below every table file: text to rows of named cells, cells to values.

A csv file is one source of a `Table`; anything else that yields rows with their numbers and named cells, such as the
sheet of a workbook, can be another.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scheduler.config import Files
from scheduler.domain.limits import LONGEST_SHOWN
from scheduler.formats.headers import column_candidates, column_named
from scheduler.messages import AnyText, Message, msgid
from scheduler.readers.cells import CellError, refuse_controls, refuse_spreadsheet_residue
from scheduler.readers.faults import Faults, did_you_mean, nearest_name
from scheduler.readers.numbers import NumberError, either_mark, is_of_numbers
from scheduler.readers.text_file import decode, read_bytes
from scheduler.readers.written import AS_THIS_PROGRAM, Written
from scheduler.spreadsheet_text import as_meant

DELIMITERS = ",\t;"
NO_DEFAULT = object()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of named cells.

    Attributes
    ----------
    file
        Name to report faults with.
    columns
        Names of the columns that the table has.
    rows
        Each row's number as a spreadsheet shows it, the header being 1, and its cells, trimmed, by column.
    broken_rows
        Rows with too many or too few cells, as far as they can be told apart; already reported.
    has_commas_between
        Whether its cells leave no doubt about ``1,250`` and ``1.250``: spreadsheets that write decimals with a comma
        separate cells by something else, and text in a sheet has no mark of its own.
    numbers
        Cells, by row and column, whose text would leave a doubt but which hold a number.
    written
        How the office writes dates and numbers in its files; None: no file of text.
    """

    file: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[int, Mapping[str, str]]]
    broken_rows: Sequence[tuple[int, Mapping[str, str]]] = ()
    has_commas_between: bool = True
    numbers: Collection[tuple[int, str]] = ()
    written: Written | None = None

    def is_sure(self, row: int, column: str) -> bool:
        """Whether a cell leaves no doubt about ``1,250`` and ``1.250``."""
        return self.has_commas_between or (row, column) in self.numbers


@dataclass(frozen=True, slots=True)
class Column:
    """How to read a column.

    Attributes
    ----------
    parse
        Turns a cell that is not empty into its value, or raises `CellError`.
    empty
        Value of an empty cell; without it, an empty cell is a fault.
    optional
        Whether the column may be missing altogether; `empty` is then its value.
    """

    parse: Callable[[str], Any]
    empty: Any = NO_DEFAULT
    optional: bool = False


@dataclass(slots=True)
class Record:
    """A row's values; those that could not be read are left out, and the row is not good."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    is_good: bool = True


def read_csv(
    content: bytes,
    file: str,
    columns: Mapping[str, Column],
    faults: Faults,
    *,
    files: Files | None = Files(encoding="cp949"),  # noqa: B008  # frozen
    needs_rows: bool = False,
) -> Table | None:
    """A table from the bytes of a csv file.

    Parameters
    ----------
    content
        The file; comma, tab or semicolon between the cells, whichever the header has most of.
    file
        Name to report faults with.
    columns
        The columns that may stand there.
    faults
        Takes what is wrong.
    files
        How the office writes its files; None: not known, as that is at fault itself.
    needs_rows
        Whether a header alone is a fault.

    Returns
    -------
    Table or None
        None where the file as a whole cannot be used; rows that cannot be used are left out. Faults say why.
    """
    if files is None:
        return None
    text = decode(content, file, faults, encoding=files.encoding)
    if text is None:
        return None
    header_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=header_line.count)
    lines = enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1)
    number = 0
    has_rows = False
    names: list[str] | None = None
    rows: list[tuple[int, Mapping[str, str]]] = []
    broken: list[tuple[int, Mapping[str, str]]] = []
    try:
        for number, cells in lines:
            cells = [*map(str.strip, cells)]
            if not any(cells):
                continue  # spreadsheets leave rows of empty cells at the end
            if names is None:
                names = read_header(cells, number, file, columns, faults)
                if names is None:
                    return None
                continue
            has_rows = True
            while len(cells) > len(names) and not cells[-1]:
                cells.pop()
            named = dict(zip(names, cells, strict=False))
            if len(named) < min(len(names), len(cells)):
                # Of a column that stands twice, which is a fault, the first counts.
                named = dict(reversed(list(zip(names, cells, strict=False))))
            if len(cells) == len(names):
                rows.append((number, named))
                continue
            broken.append((number, named))
            message, remedy = _TOO_MANY if len(cells) > len(names) else _TOO_FEW
            faults.add(file, number, "", Message(message, found=len(cells), expected=len(names)), remedy)
    except csv.Error as error:
        faults.add(
            file,
            number + 1,
            "",
            Message("cannot be split into cells ({why})", why=error),
            Message("look for a double quote left open"),
        )
        return None
    if names is None:
        return None
    if needs_rows and not has_rows:
        faults.of(file, Message("has a header but no rows"), Message("add the rows"))
    return Table(file, tuple(names), rows, broken, delimiter == ",", written=Written.of(files))


def read_csv_file(
    path: Path,
    file: str,
    columns: Mapping[str, Column],
    faults: Faults,
    files: Files | None,
    *,
    needs_rows: bool = False,
) -> Table:
    """The table of a csv file that somebody names; one without rows where it cannot be used, and faults say why.

    Parameters
    ----------
    path, file, columns, faults, files, needs_rows
        As of `read_bytes` and `read_csv`.
    """
    content = read_bytes(path, file, faults)
    table = None if content is None else read_csv(content, file, columns, faults, files=files, needs_rows=needs_rows)
    return table or Table(file, (), ())


_TOO_MANY = (
    msgid("has too many cells: {found} where the header has {expected}"),
    Message("put a cell that contains the delimiter in double quotes"),
)
_TOO_FEW = (
    msgid("has too few cells: {found} where the header has {expected}"),
    Message("leave empty cells empty, but keep their delimiters"),
)


def read_header(
    cells: list[str],
    row: int,
    file: str,
    columns: Mapping[str, Column],
    faults: Faults,
    letters: Sequence[str] | None = None,
) -> list[str] | None:
    """Names of the columns, whatever language the header is in.

    None where a required column is missing, since then every row would be at fault.

    Parameters
    ----------
    cells
        Of the header, from the left; those without text at its end are taken off.
    row
        Its number, from 1.
    file
        Name to report faults with.
    columns
        The columns that may stand there.
    faults
        Takes what is wrong.
    letters
        The spreadsheet's letters of the cells; None: not on a sheet.
    """
    while cells and not cells[-1]:
        cells.pop()
    names = [column_named(cell, columns) for cell in cells]
    missing = [name for name, column in columns.items() if name not in names and not column.optional]
    for n, name in enumerate(names):
        letter = letters[n] if letters is not None else None
        if name in names[:n]:
            faults.add(
                file,
                row,
                name,
                Message("column '{name}' stands twice", name=name),
                Message("keep one of them"),
                letter=letter,
            )
        elif name not in columns:
            # A misspelt column is one fault, not an unknown and a missing one.
            candidates = column_candidates(cells[n], [c for c in columns if c not in names] or list(columns))
            near = nearest_name(name, candidates)
            if near is not None and candidates[near] in missing:
                missing.remove(candidates[near])
            faults.add(
                file,
                row,
                cells[n],
                Message("column '{name}' is unknown", name=cells[n]),
                did_you_mean(name, candidates),
                letter=letter,
            )
    for name in missing:
        faults.add(
            file,
            row,
            name,
            Message("column '{name}' is missing", name=name),
            Message("the columns are {columns}", columns=", ".join(columns)),
        )
    return names if all(name in names or column.optional for name, column in columns.items()) else None


def records(table: Table, columns: Mapping[str, Column], faults: Faults) -> Iterator[Record]:
    """The values of each row, a fault for each cell that cannot be read."""
    # Most cells say what others of their column do: dates, hours, queues. Each text is read once, unless what it means
    # hangs on its row.
    present: list[tuple[str, Callable[[str], Any], Any, bool, dict[str, Any]]] = [
        (name, column.parse, column.empty, is_of_numbers(column.parse), {})
        for name, column in columns.items()
        if name in table.columns
    ]
    absent = {name: column.empty for name, column in columns.items() if name not in table.columns}
    written = table.written or AS_THIS_PROGRAM
    for number, cells in table.rows:
        values = absent.copy()
        record = Record(number, values)
        for name, parse, empty, is_number_column, read in present:
            text = cells[name]
            if text in read:
                values[name] = read[text]
                continue
            fault: CellError | None = None
            plain = text
            try:
                if text:
                    if not text.isprintable():
                        refuse_controls(text)
                    if text[0] in "=#":
                        refuse_spreadsheet_residue(text)
                    plain = written.plain(as_meant(text), is_number=is_number_column)
                    value = values[name] = parse(plain)
                    is_number = isinstance(value, int | float)
                    if is_number and not written.mark and not table.is_sure(number, name):
                        fault = either_mark(text)
                    if table.has_commas_between or not is_number:
                        read[text] = value
                elif empty is NO_DEFAULT:
                    raise CellError(Message("is empty"), Message("fill it in"))
                else:
                    values[name] = empty
            except CellError as error:
                # A number that is out of its bounds may have been read by the wrong mark.
                is_doubtful = isinstance(error, NumberError) and not table.is_sure(number, name)
                fault = (either_mark(text) if is_doubtful and not written.mark else None) or error
                fault = written.in_own_form(text, plain, fault)
                if table.written is not None:
                    fault = table.written.with_hint(text, fault, has_commas_between=table.has_commas_between)
            if fault is not None:
                faults.add(table.file, number, name, shortened(fault.message), fault.remedy)
                record.is_good = False
                values.pop(name, None)
        yield record


def shortened(text: AnyText) -> AnyText:
    """A message that shows the beginning only of values that are very long."""
    if not isinstance(text, Message):
        return text
    fields = {
        name: f"{value[:LONGEST_SHOWN]}..." if isinstance(value, str) and len(value) > LONGEST_SHOWN else value
        for name, value in text.fields.items()
    }
    return text.with_fields(fields)
