"""The guide: what each sheet of the workbook is for, in Korean and English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.cells import cell_len

from scheduler.config import Settings
from scheduler.formats.headers import GUIDE_SHEET, INPUT_SHEETS, LISTS_SHEET
from scheduler.writers.workspace_book.book import A4, HEADER_FILL

_WIDTH = 78
"""Width of the two columns of text, in letters."""


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
    for row, (left, korean, english) in enumerate(_guide(), start=2):
        # Not every program fits the height to wrapped text by itself.
        lines = max(-(-cell_len(text) // (_WIDTH - 8)) for text in (korean, english))
        sheet.set_row(row, 12 + 15 * lines)
        if left in (*INPUT_SHEETS, LISTS_SHEET):
            link = style(**line, bold=True, font_color="#1F5FA6", underline=1)
            sheet.write_url(row, 0, f"internal:'{left}'!A1", link, left)
        else:
            sheet.write_string(row, 0, left, style(**line, bold=True))
        for column, text in ((1, korean), (2, english)):
            sheet.write_string(row, column, text, style(**line, text_wrap=True))


def _guide() -> Sequence[tuple[str, str, str]]:
    return (
        (
            "",
            "이 파일은 근무표를 만드는 데 쓰는 입력입니다. 시트마다 첫 줄이 제목이고, 아래로 한 줄에 한 건씩 적습니다. "
            "줄과 열의 순서는 바꿔도 됩니다. 제목은 한글이나 영문 어느 쪽이든 됩니다.",
            "This workbook holds the inputs of the rosters. In each sheet the first row names the columns and each "
            "further row is one entry. Rows and columns may stand in any order; headers may be Korean or English.",
        ),
        (
            "scheduler validate",
            "잘못된 칸을 모두 한 번에 알려 줍니다. --annotate 파일.xlsx 를 붙이면 "
            "잘못된 칸에 색과 메모를 단 사본을 만듭니다.",
            "Reports every faulty cell at once. With --annotate FILE.xlsx it writes a copy in which these cells are "
            "marked and commented.",
        ),
        (
            "absences",
            "휴가·교육·병가. 시작일과 종료일을 모두 포함합니다. 한 사람의 기간이 겹치면 안 됩니다.",
            "Leave, training, illness; both days included. Two of one person must not overlap.",
        ),
        (
            "requests",
            "근무 희망. 근무 코드 또는 OFF(휴무). 중요도가 클수록 먼저 반영하고, "
            "음수는 그 근무를 피하고 싶다는 뜻입니다. must는 반드시 들어줍니다.",
            "Wishes: a shift code, or OFF for a day off. A larger weight counts more; a negative one asks not to have "
            "the shift. With must it is met in any case.",
        ),
        (
            "locks",
            "이미 정해진 근무. 근무표가 반드시 지킵니다.",
            "Decisions already made, which the roster keeps.",
        ),
        (
            "events",
            "인입이 평소와 다를 날: 폭우, 새 제도. 배수 1.5는 평소보다 절반이 더 많다는 뜻입니다. "
            "시각과 업무를 비우면 하루 전체, 모든 업무입니다.",
            "Days out of the ordinary, such as heavy rain. Factor 1.5 is half as much again; without hours and queue "
            "the whole day and all queues are meant.",
        ),
        (
            "activities",
            "교육·회의·멘토링: 이름, 종류, 시간(분), 참석자 또는 팀과 인원, 조별 인원, 진행자, 가능한 날과 시간대, "
            "횟수. scheduler activities가 이미 만든 근무표 안에서 서비스 손실이 가장 적은 시간에 배치합니다.",
            "Trainings, meetings, mentoring: name, kind, minutes, who or which team and how many, size of groups, "
            "trainer, days and hours, how often. `scheduler activities` places them in a finished roster where they "
            "cost least service.",
        ),
        (
            "settings",
            "매주 바꾸는 설정만 여기에 있습니다. workspace.yaml에는 그 자리에 'in workspace.xlsx'라고 "
            "적혀 있습니다. 양쪽에 다른 값이 있으면 오류입니다. 추가 공휴일은 extra_public_holidays.2023-12-01 "
            "처럼 적고 값에 이름을 씁니다.",
            "Only settings that change weekly. workspace.yaml has 'in workspace.xlsx' in their place; two different "
            "values are a fault. An additional public holiday is written as extra_public_holidays.2023-12-01 "
            "with its name as the value.",
        ),
        (
            "workspace.yaml",
            "그 밖의 설정: 센터, 팀, 근무 시간과 식사 시간, 근로계약, 업무의 운영 시간, 재택 순환, 규칙의 목록.",
            "All other settings: centre, teams, shifts and their meals, contracts, opening hours, remote rotation, and "
            "which rules are in force.",
        ),
        (
            "staff",
            "한 사람에 한 줄. 근무와 업무가 여럿이면 D|E 처럼 | 로 잇습니다. 업무는 첫 번째가 주 업무입니다.",
            "One row a person. Several shifts or queues are joined with |, as in D|E; the first queue is "
            "the home queue.",
        ),
        (
            "previous_roster",
            "직전 근무표. 휴식 시간과 연속 근무일을 이어서 셉니다. 계획 전날까지 있어야 하고, "
            "계획 뒤의 날은 이미 공지된 것으로 봅니다.",
            "The roster of the days before, up to the last one: rest and days in a row are counted on from it. Days "
            "after the plan count as published.",
        ),
        (
            "history",
            "지난 주들의 야간 횟수와 주말 근무일. 공평하게 나누는 데 씁니다. "
            "여기에 없거나 칸이 비어 있는 사람은 동료의 평균에서 시작합니다.",
            "Nights and weekend days of the weeks before, so that they are shared fairly. Whoever is missing, or has "
            "an empty cell, begins at the mean of the peers.",
        ),
        (
            "inflow",
            "시간대별 인입. 시각은 0에서 23까지이며 9, 09, 09:00 어느 쪽이든 됩니다. 처리 시간을 모르면 비워 둡니다.",
            "Arrivals by hour. Hours go from 0 to 23, written as 9, 09 or 09:00. Unknown handling times stay empty.",
        ),
        (
            LISTS_SHEET,
            "입력 칸의 목록에 나오는 이름. workspace.yaml에서 팀·근무·근로계약·업무를 바꾸면 여기에도 적으세요. "
            "빈 줄 없이 아래로 이어 적으면 바로 목록에 나옵니다. 근무표에는 영향을 주지 않습니다.",
            "The names that drop-downs offer. After a change of teams, shifts, contracts or queues in workspace.yaml "
            "write them here as well, without empty rows between; they are offered at once. Rosters do not depend on "
            "it.",
        ),
        (
            "주의 / Note",
            "필터로 숨긴 줄도 읽습니다. 셀을 병합하지 마세요. 수식은 저장된 값으로 읽습니다. "
            "시트와 같은 이름의 csv 파일이 함께 있으면 어느 쪽이 맞는지 알 수 없어 오류로 알립니다. "
            "다른 이름의 시트는 오류입니다. 직접 쓰는 시트는 이름을 밑줄(_)로 시작하세요.",
            "Rows that a filter hides are read as well. Do not merge cells. Formulas count by their stored value. "
            "A csv file that holds the same input as a sheet is a fault, since nobody can tell which one is meant. "
            "So is a sheet of another name; begin the name of a sheet of your own with an underscore (_).",
        ),
    )
