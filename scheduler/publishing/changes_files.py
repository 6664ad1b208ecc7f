"""Who must be told what, as files: ``changes.csv`` as after a repair, and a sheet to tick off who was told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scheduler.changes.between import Change
from scheduler.changes.lines import day_text, new_text, old_text
from scheduler.config import Settings
from scheduler.errors import OutputError
from scheduler.formats.run_folder import CHANGES_FILE, CHANGES_WORKBOOK
from scheduler.labels import label
from scheduler.messages import Message
from scheduler.store.published import Version
from scheduler.writers.files import kept_file, listed_file, refuse_taken_file
from scheduler.writers.plain_workbook import plain_workbook

_FORMS = (".csv", ".xlsx")


def changes_paths(run_folder: Path, named: Path | None) -> list[Path]:
    """What is written: the file that somebody names, or both in the run's folder."""
    return [run_folder / CHANGES_FILE, run_folder / CHANGES_WORKBOOK] if named is None else [named]


def refuse_taken_changes(run_folder: Path, named: Path | None) -> None:
    """Make sure that the files can be written and are nobody else's.

    Raises
    ------
    OutputError
        They cannot, or they are.
    """
    for path in changes_paths(run_folder, named):
        if path.suffix.lower() not in _FORMS:
            raise OutputError(
                Message("{path} ends neither in .csv nor in .xlsx; name another file with --changes", path=path)
            )
        refuse_taken_file(path, run_folder, "--changes")


def write_changes(
    changes: Sequence[Change], version: Version, settings: Settings, run_folder: Path, named: Path | None
) -> tuple[Path, ...]:
    """Write who must be told what, each file whole or not at all.

    Parameters
    ----------
    changes
        By person and day.
    version
        The version that they come to.
    settings
        Of the workspace: language and time zone.
    run_folder, named
        As of `changes_paths`.
    """
    paths = changes_paths(run_folder, named)
    for path in paths:
        is_of_run = path.parent.resolve() == run_folder.resolve()
        with listed_file(path) if is_of_run else kept_file(path) as temporary:
            if path.suffix.lower() == ".csv":
                _write_csv(temporary, changes, settings)
            else:
                _write_sheet(temporary, changes, version, settings)
    return tuple(paths)


def _write_csv(path: Path, changes: Sequence[Change], settings: Settings) -> None:
    from scheduler.changes.frames import changes_frame
    from scheduler.frames.csv_file import write_csv

    # With a mark, by which Excel knows UTF-8: it is opened to call people, and not by programs.
    write_csv(path, changes_frame(changes, settings.centre.zone), with_bom=True)


_COLUMNS = (("id", 10), ("name", 14), ("date", 18), ("old", 16), ("new", 16), ("meal", 9), ("place", 9), ("told", 9))


def _write_sheet(path: Path, changes: Sequence[Change], version: Version, settings: Settings) -> None:
    """A row for each day that changes, with a cell to tick."""
    language = settings.language
    with plain_workbook(path) as book:
        # The same version is the same file: publishing it again after a kill replaces nothing.
        book.set_properties({"created": version.published_at})
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(label("changes_sheet", language))
        when = version.published_at.astimezone(settings.centre.zone)
        sheet.write_string(
            0,
            0,
            label(
                "changes_head", language, number=version.number, when=f"{when:%Y-%m-%d %H:%M}", author=version.author
            ),
            bold,
        )
        for column, (key, width) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, label("date" if key == "date" else f"changes_{key}", language), head)
        for number, change in enumerate(changes, start=2):
            new = change.new
            cells = (
                change.employee_id,
                change.name,
                day_text(change.date, language),
                old_text(change, language),
                new_text(change, language),
                "" if new is None or new.break_start is None else f"{new.break_start:%H:%M}",
                "" if new is None else label(new.work_mode, language),
            )
            for column, cell in enumerate(cells):
                sheet.write_string(number, column, cell)
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)
