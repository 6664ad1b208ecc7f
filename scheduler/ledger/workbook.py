"""``ledger.xlsx``: a sheet a month with one row a person, then totals by team."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from scheduler.config import Settings
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.labels import label, name_of
from scheduler.ledger.columns import COLUMNS
from scheduler.writers.plain_workbook import plain_workbook
from scheduler.writers.workbook.sheet import A3_PAPER, Styles

_CLOCK = "[h]:mm;-[h]:mm;"
"""Hours and minutes beyond a day, nothing for 0."""
_RATES_ROW, _HEADER = 3, 6
_RATES = ("overtime", "night", "holiday", "long_holiday")
_EDITABLE = "#FFF2CC"
_KEYS = ("employee_id", "name", "team")


def write_ledger_book(path: Path, settings: Settings, first_day: date, last_day: date, days: pd.DataFrame) -> None:
    """Write the ledger as people read it.

    Parameters
    ----------
    path
        The file to write; its name ends in ``.xlsx``.
    settings
        Teams, language, and the rates that stand in the sheets to be changed there.
    first_day, last_day
        The days of the ledger.
    days
        Its rows.
    """
    with plain_workbook(path) as made:
        style = Styles(made)
        for month in pd.period_range(first_day, last_day, freq="M"):
            of_month = days[days["date"].dt.to_period("M") == month]
            first, last = max(first_day, month.start_time.date()), min(last_day, month.end_time.date())
            _MonthSheet(made, style, settings, first, last, of_month).write()


class _MonthSheet:
    """One month: rates, people, teams."""

    def __init__(
        self, made: Any, style: Styles, settings: Settings, first: date, last: date, days: pd.DataFrame
    ) -> None:
        self.style, self.settings, self.language = style, settings, settings.language
        self.first, self.last, self.days = first, last, days
        self.sheet = made.add_worksheet(self.say("ledger_month", month=first))
        self.sheet.set_landscape()
        self.sheet.set_paper(A3_PAPER)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&L&A&R&P / &N")
        self.sheet.hide_gridlines(2)
        self.kinds = sorted(set(days["leave"]) - {""})
        self.added = [column for column in COLUMNS if column.is_added]

    def say(self, key: str, **values: object) -> str:
        """A label in the workspace's language."""
        return label(key, self.language, **values)

    def write(self) -> None:
        """Write the sheet."""
        centre = name_of(self.settings.centre, self.language)
        self.sheet.write_string(0, 0, f"{centre} {self.say('ledger')}", self.style.title)
        self.sheet.write_string(1, 0, self.say("ledger_period", first=self.first, last=self.last), self.style())
        self.sheet.write_string(2, 0, self.say("ledger_note"), self.style.note)
        self._write_rates()
        people = self._people()
        headings = [self.say(key) for key in _KEYS]
        headings += [self.say("ledger_days_worked")]
        headings += [self.say(f"ledger_{column.name}") for column in self.added]
        headings += [self.say("ledger_days_in_lieu_due"), self.say("ledger_weeks_above")]
        kinds = [name_of(self.settings.kind_of_absence(kind), self.language) for kind in self.kinds]
        headings += [self.say("ledger_leave_of", kind=kind) for kind in kinds]
        for n, text in enumerate(headings):
            self.sheet.write_string(_HEADER, n, text, self.style.header)
        self.sheet.set_row_pixels(_HEADER, 44)
        self.sheet.set_column(0, 0, 12)
        self.sheet.set_column(1, 2, 16)
        self.sheet.set_column(3, len(headings) - 1, 11)
        row = _HEADER
        for person in people.to_dict("records"):
            row += 1
            self._write_row(row, person)
        last_person = max(row, _HEADER + 1)
        self.sheet.freeze_panes(_HEADER + 1, 2)
        self.sheet.autofilter(_HEADER, 0, last_person, len(headings) - 1)
        self.sheet.repeat_rows(_HEADER)
        row += 2
        self.sheet.write_string(row, 0, self.say("ledger_by_team"), self.style.bold)
        for team in self.settings.teams:
            of_team = people[people["team"] == team.name]
            if len(of_team):
                row += 1
                self._write_total(row, name_of(team, self.language), of_team, last_person)
        self._write_total(row + 1, self.say("ledger_everybody"), people, last_person, is_everybody=True)

    def _write_rates(self) -> None:
        pay = self.settings.pay
        self.sheet.write_string(_RATES_ROW, 0, self.say("ledger_rates"), self.style.bold)
        for n, rate in enumerate(_RATES):
            percent = getattr(pay, f"{rate}_percent") if pay is not None else 0
            self.sheet.write_string(_RATES_ROW, 1 + n, self.say(f"ledger_{rate}_rate"), self.style.header)
            editable = self.style(border=1, num_format="0%", bg_color=_EDITABLE)
            self.sheet.write_number(_RATES_ROW + 1, 1 + n, percent / 100, editable)

    def _people(self) -> pd.DataFrame:
        """A row a person, in the ledger's order."""
        grouped = self.days.groupby("employee_id", sort=False)
        people = grouped[["name", "team"]].first()
        people["days_worked"] = (self.days["shift"] != "").groupby(self.days["employee_id"]).sum()
        for column in self.added:
            people[column.name] = grouped[column.name].sum()
        people["days_in_lieu_due"] = grouped["days_in_lieu_due"].max()
        above = self.days[self.days["above_week_limit"]].drop_duplicates(["employee_id", "week"])
        people["weeks_above"] = above.groupby("employee_id").size()
        people["weeks_above"] = people["weeks_above"].fillna(0).astype(np.int64)
        for kind in self.kinds:
            people[f"leave {kind}"] = (self.days["leave"] == kind).groupby(self.days["employee_id"]).sum()
        return people.reset_index()

    def _write_row(self, row: int, person: Mapping[Hashable, Any]) -> None:
        team = next(team for team in self.settings.teams if team.name == person["team"])
        for n, text in enumerate((person["employee_id"], person["name"], name_of(team, self.language))):
            self.sheet.write_string(row, n, text, self.style.cell)
        self.sheet.write_number(row, 3, person["days_worked"], self.style.count)
        column = 4
        for column, field in enumerate(self.added, 4):
            value = float(person[field.name])
            if field.name in ("premium_minutes", "pay_minutes"):
                formula = self._premium(row) if field.name == "premium_minutes" else self._pay(row)
                self.sheet.write_formula(row, column, formula, self.clock, value / MINUTES_PER_DAY)
            elif field.kind == "minutes":
                self.sheet.write_number(row, column, value / MINUTES_PER_DAY, self.clock)
            else:
                self.sheet.write_number(row, column, value, self.style.count)
        due = person["days_in_lieu_due"]
        day = self.style(border=1, num_format="yyyy-mm-dd")
        if pd.isna(due):
            self.sheet.write_blank(row, column + 1, None, day)
        else:
            self.sheet.write_datetime(row, column + 1, due.to_pydatetime(), day)
        self.sheet.write_number(row, column + 2, person["weeks_above"], self.style.count)
        for n, kind in enumerate(self.kinds, column + 3):
            self.sheet.write_number(row, n, person[f"leave {kind}"], self.style.count)

    @property
    def clock(self) -> Any:
        """The format of minutes, which stand in the sheet as parts of a day."""
        return self.style(border=1, num_format=_CLOCK)

    def _column(self, name: str) -> int:
        return 4 + [column.name for column in self.added].index(name)

    def _premium(self, row: int) -> str:
        """Premium from the minutes of the row and the rates above."""
        cell = {name: xl_rowcol_to_cell(row, self._column(f"{name}_minutes")) for name in _RATES}
        rate = {
            name: xl_rowcol_to_cell(_RATES_ROW + 1, 1 + n, row_abs=True, col_abs=True) for n, name in enumerate(_RATES)
        }
        overtime = cell["overtime"]
        if not self.settings.working_time.overtime_stacks_on_holidays:
            overtime = f"({overtime}-{xl_rowcol_to_cell(row, self._column('overtime_holiday_minutes'))})"
        return (
            f"={overtime}*{rate['overtime']}+{cell['night']}*{rate['night']}"
            f"+({cell['holiday']}-{cell['long_holiday']})*{rate['holiday']}"
            f"+{cell['long_holiday']}*{rate['long_holiday']}"
        )

    def _pay(self, row: int) -> str:
        paid, premium = (xl_rowcol_to_cell(row, self._column(f"{name}_minutes")) for name in ("paid", "premium"))
        return f"={paid}+{premium}"

    def _write_total(
        self, row: int, name: str, people: pd.DataFrame, last_person: int, *, is_everybody: bool = False
    ) -> None:
        """Totals of a team, the premium as a formula, since rates may be changed."""
        bold, top = self.style(border=1, bold=True), _HEADER + 1
        self.sheet.write_string(row, 0, name, bold)
        self.sheet.write_string(row, 1, self.say("people", count=len(people)), bold)
        self.sheet.write_string(row, 2, name if not is_everybody else "", bold)
        self.sheet.write_number(row, 3, float(people["days_worked"].sum()), self.style.count)
        for column, field in enumerate(self.added, 4):
            value = float(people[field.name].sum())
            if field.name in ("premium_minutes", "pay_minutes"):
                letter = xl_col_to_name(column)
                cells = f"${letter}${top + 1}:${letter}${last_person + 1}"
                formula = f"=SUM({cells})"
                if not is_everybody:
                    formula = f"=SUMIF($C${top + 1}:$C${last_person + 1},{xl_rowcol_to_cell(row, 2)},{cells})"
                self.sheet.write_formula(row, column, formula, self.clock, value / MINUTES_PER_DAY)
            elif field.kind == "minutes":
                self.sheet.write_number(row, column, value / MINUTES_PER_DAY, self.clock)
            else:
                self.sheet.write_number(row, column, value, self.style.count)
