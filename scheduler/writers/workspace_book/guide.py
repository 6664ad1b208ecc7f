"""The guide: what each sheet of the workbook is for, in Korean and English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.cells import cell_len

from scheduler.catalogue import Language
from scheduler.config import Settings
from scheduler.formats.headers import GUIDE_SHEET, INPUT_SHEETS, LISTS_SHEET
from scheduler.messages import Message, msgid
from scheduler.writers.workspace_book.book import A4, HEADER_FILL

_LANGUAGES: tuple[Language, ...] = ("ko", "en")
_WIDTH = 78
"""Width of the two columns of text, in letters."""


_GUIDE = (
    (
        "",
        msgid(
            "This workbook holds the inputs of the rosters. In each sheet the first row names the columns and "
            "each further row is one entry. Rows and columns may stand in any order; headers may be Korean or "
            "English."
        ),
    ),
    (
        "scheduler validate",
        msgid(
            "Reports every faulty cell at once. With --annotate FILE.xlsx it writes a copy in which these cells "
            "are marked and commented."
        ),
    ),
    (
        "absences",
        msgid("Leave, training, illness; both days included. Two of one person must not overlap."),
    ),
    (
        "requests",
        msgid(
            "Wishes: a shift code, or OFF for a day off. A larger weight counts more; a negative one asks not to "
            "have the shift. With must it is met in any case."
        ),
    ),
    (
        "locks",
        msgid("Decisions already made, which the roster keeps."),
    ),
    (
        "events",
        msgid(
            "Days out of the ordinary, such as heavy rain. Factor 1.5 is half as much again; without hours and "
            "queue the whole day and all queues are meant."
        ),
    ),
    (
        "activities",
        msgid(
            "Trainings, meetings, mentoring: name, kind, minutes, who or which team and how many, size of groups,"
            " trainer, days and hours, how often. `scheduler activities` places them in a finished roster where "
            "they cost least service."
        ),
    ),
    (
        "settings",
        msgid(
            "Only settings that change weekly. workspace.yaml has 'in workspace.xlsx' in their place; two "
            "different values are a fault. An additional public holiday is written as "
            "extra_public_holidays.2023-12-01 with its name as the value."
        ),
    ),
    (
        "workspace.yaml",
        msgid(
            "All other settings: centre, teams, shifts and their meals, contracts, opening hours, remote "
            "rotation, and which rules are in force."
        ),
    ),
    (
        "staff",
        msgid(
            "One row a person. Several shifts or queues are joined with |, as in D|E; the first queue is the home"
            " queue."
        ),
    ),
    (
        "previous_roster",
        msgid(
            "The roster of the days before, up to the last one: rest and days in a row are counted on from it. "
            "Days after the plan count as published."
        ),
    ),
    (
        "history",
        msgid(
            "Nights and weekend days of the weeks before, so that they are shared fairly. Whoever is missing, or "
            "has an empty cell, begins at the mean of the peers."
        ),
    ),
    (
        "inflow",
        msgid("Arrivals by hour. Hours go from 0 to 23, written as 9, 09 or 09:00. Unknown handling times stay empty."),
    ),
    (
        LISTS_SHEET,
        msgid(
            "The names that drop-downs offer. After a change of teams, shifts, contracts or queues in "
            "workspace.yaml write them here as well, without empty rows between; they are offered at once. "
            "Rosters do not depend on it."
        ),
    ),
    (
        "주의 / Note",
        msgid(
            "Rows that a filter hides are read as well. Do not merge cells. Formulas count by their stored value."
            " A csv file that holds the same input as a sheet is a fault, since nobody can tell which one is "
            "meant. So is a sheet of another name; begin the name of a sheet of your own with an underscore (_)."
        ),
    ),
)
"""What stands on the left, and what it is for."""


def write_guide(book: Any, settings: Settings, style: Callable[..., Any]) -> None:
    """Write the first sheet.

    Parameters
    ----------
    book
        The workbook of xlsxwriter.
    settings
        Of the workspace, for its name.
    style
        Makes a format of these properties.
    """
    sheet = book.add_worksheet(GUIDE_SHEET)
    sheet.set_tab_color("#70AD47")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24, style())
    sheet.set_column(1, 2, _WIDTH, style())
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    title = style(bold=True, font_size=16)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{settings.centre.title('ko')} 근무표 입력", title)
    sheet.write_string(0, 2, f"{settings.centre.title('en')}: inputs of the rosters", title)
    header = style(bold=True, bg_color=HEADER_FILL, border=1, valign="vcenter", indent=1)
    sheet.set_row(1, 21)
    for column, text in enumerate(("시트 / Sheet", "한국어", "English")):
        sheet.write_string(1, column, text, header)
    line: dict[str, object] = {"valign": "vcenter", "bottom": 1, "bottom_color": "#D9D9D9", "indent": 1}
    for row, (left, text) in enumerate(_GUIDE, start=2):
        korean, english = (Message(text).text(language) for language in _LANGUAGES)
        # Not every program fits the height to wrapped text by itself.
        lines = max(-(-cell_len(text) // (_WIDTH - 8)) for text in (korean, english))
        sheet.set_row(row, 12 + 15 * lines)
        if left in (*INPUT_SHEETS, LISTS_SHEET):
            link = style(**line, bold=True, font_color="#1F5FA6", underline=1)
            sheet.write_url(row, 0, f"internal:'{left}'!A1", link, left)
        else:
            sheet.write_string(row, 0, left, style(**line, bold=True))
        for column, said in ((1, korean), (2, english)):
            sheet.write_string(row, column, said, style(**line, text_wrap=True))
