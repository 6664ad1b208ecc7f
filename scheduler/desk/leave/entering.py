"""What is granted becomes absences: rows of ``absences.csv``, and a version of the weeks that are published.

The rows are entered first, since a version is checked against the file; where the version cannot be published, the file
is put back as it was.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from scheduler.desk.swap import Publishing, publish_changes
from scheduler.domain.base import clock_text
from scheduler.domain.people import Absence
from scheduler.errors import InputError, OutputError, SchedulerError
from scheduler.formats.headers import column_named
from scheduler.from_store.surroundings import open_store_of
from scheduler.identifiers import PUBLISHED
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.publishing.publish import Publication
from scheduler.readers.faults import Faults
from scheduler.readers.text_file import decode
from scheduler.readers.workspace import read_workspace
from scheduler.standing import Changes
from scheduler.store.opening import exists
from scheduler.writers.files import kept_file, refuse_taken_file, whole_file

ABSENCES_FILE = "absences.csv"
_COLUMNS = ("employee_id", "from", "to", "kind")
_OF_PARTS = ("part", "from_time", "to_time")


def enter(
    workspace: Workspace,
    absences: Sequence[Absence],
    changes: Changes,
    holding: Mapping[date, int],
    today: date,
    how: Publishing,
) -> Publication | None:
    """Enter absences in the workspace, and publish what they change of published weeks; both or neither.

    Parameters
    ----------
    workspace
        As it was read when the absences were granted.
    absences
        What is granted.
    changes
        What people work instead on published days; nothing where no published week is touched.
    holding
        Which versions held on which days when the absences were granted.
    today, how
        Said of the publication.

    Returns
    -------
    Publication or None
        The version; None: no published week is touched.

    Raises
    ------
    InputError
        The absences stand in a workbook, or these or what is published have changed since they were read; or as of
        `publish`.
    ViolationError
        What would be published breaks a rule.
    """
    path = refuse_other_file(workspace)
    before = path.read_bytes() if path.exists() else None
    known = workspace.input_hashes.get(ABSENCES_FILE)
    if before is not None and known is not None and hashlib.sha256(before).hexdigest() != known:
        raise InputError.of(
            ABSENCES_FILE,
            Message("was changed while the requests were decided"),
            Message("run the command again"),
        )
    if held(workspace) != holding:
        raise InputError.of(
            PUBLISHED,
            Message("another version was published while the requests were decided"),
            Message("run the command again"),
        )
    content = with_rows(before, absences, workspace)
    with whole_file(path) as hidden:
        hidden.write_bytes(content)
    try:
        entered = read_workspace(workspace.folder)
        if not set(absences) <= set(entered.absences) or len(entered.absences) != len(workspace.absences) + len(
            absences
        ):
            raise SchedulerError(Message("the rows that were added to absences.csv do not say what was granted"))
        return publish_changes(entered, changes, today, how) if changes else None
    except BaseException:
        if not _is_published_since(workspace, holding):
            _put_back(path, before)
        raise


def refuse_other_file(workspace: Workspace) -> Path:
    """The file that takes the rows.

    Raises
    ------
    InputError
        The absences stand in a workbook.
    """
    source = workspace.sources.get("absences", ABSENCES_FILE)
    if source != ABSENCES_FILE:
        raise InputError.of(
            source,
            Message("has the absences, and rows are added to absences.csv alone"),
            Message("write the rows to a file with --output and copy them to the sheet, without --publish"),
        )
    return workspace.folder / ABSENCES_FILE


def held(workspace: Workspace) -> dict[date, int]:
    """Which version holds on which published day."""
    if not exists(workspace.folder, workspace.settings):
        return {}
    with open_store_of(workspace).reading() as published:
        return published.holding()


def _is_published_since(workspace: Workspace, holding: Mapping[date, int]) -> bool:
    """Whether the version was made, though who must be told could not be written; not where the store does not say."""
    try:
        return held(workspace) != holding
    except SchedulerError:
        return False


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
        return
    with whole_file(path) as hidden:
        hidden.write_bytes(before)


def with_rows(before: bytes | None, absences: Sequence[Absence], workspace: Workspace) -> bytes:
    """The file with rows after its own, which stay to the letter unless it lacks the columns of a part of a day.

    Parameters
    ----------
    before
        The file; None: there is none.
    absences
        The rows.
    workspace
        How the office writes its files.
    """
    if before is None:
        return _text(absences, _all_columns(absences), ",", "\n", with_header=True).encode()
    faults = Faults()
    files = workspace.settings.files_here
    text = decode(before, ABSENCES_FILE, faults, encoding=files.encoding)
    faults.raise_if_any()
    assert text is not None
    is_utf8 = text.encode("utf-8") == before.removeprefix(b"\xef\xbb\xbf")
    encoding = "utf-8" if is_utf8 else {"shift-jis": "cp932"}.get(files.encoding or "", files.encoding or "utf-8")
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    place = next((n for n, line in enumerate(lines) if line.strip()), 0)
    header = lines[place] if lines else ",".join(_COLUMNS)
    delimiter = max(",;\t", key=header.count)
    names = [
        column_named(cell.strip(), (*_COLUMNS, *_OF_PARTS)) for cell in next(csv.reader([header], delimiter=delimiter))
    ]
    lacking = [name for name in _all_columns(absences) if name not in names]
    if lacking:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        wide = io.StringIO(newline="")
        writer = csv.writer(wide, delimiter=delimiter, lineterminator=end)
        for n, row in enumerate(row for row in rows if any(cell.strip() for cell in row)):
            writer.writerow([*row, *(lacking if n == 0 else [""] * len(lacking))])
        text, names = wide.getvalue(), [*names, *lacking]
    if text and not text.endswith(("\n", "\r")):
        text += end
    return mark + (text + _text(absences, names, delimiter, end, with_header=False)).encode(encoding)


def _all_columns(absences: Sequence[Absence]) -> tuple[str, ...]:
    return (*_COLUMNS, *_OF_PARTS) if any(one.is_partial for one in absences) else _COLUMNS


def _text(absences: Sequence[Absence], names: Sequence[str], delimiter: str, end: str, *, with_header: bool) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    if with_header:
        writer.writerow(names)
    for one in absences:
        values = {
            "employee_id": one.employee_id,
            "from": str(one.first_day),
            "to": str(one.last_day),
            "kind": one.kind,
            "part": one.part or "",
            "from_time": "" if one.from_minute is None else clock_text(one.from_minute),
            "to_time": "" if one.to_minute is None else clock_text(one.to_minute),
        }
        writer.writerow([values.get(name, "") for name in names])
    return out.getvalue()


def write_rows(output: Path, absences: Sequence[Absence]) -> None:
    """Write what is granted as rows of ``absences.csv``; a file that stood there is kept as ``.bak``."""
    with kept_file(output) as hidden:
        hidden.write_text(_text(absences, _all_columns(absences), ",", "\n", with_header=True), encoding="utf-8")


def refuse_output(output: Path) -> None:
    """Make sure that rows can be written there.

    Raises
    ------
    OutputError
        It is no csv file, or as of `refuse_taken_file`.
    """
    if output.suffix.lower() != ".csv":
        raise OutputError(Message("{output} does not end in .csv; name a csv file", output=output))
    refuse_taken_file(output)
