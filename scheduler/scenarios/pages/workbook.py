"""``comparison.xlsx``: figures, parts of the week, changes, documents, curves and people, a sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from scheduler.labels import label, name_of
from scheduler.scenarios.comparison import Comparison, MeasureDifference, all_rows
from scheduler.scenarios.measures import PARTS, Measure, part_label
from scheduler.scenarios.pages.words import (
    document_lines,
    found_text,
    gap_text,
    measure_label,
    misses_text,
    service_measures,
    status_text,
    title_of,
)
from scheduler.scenarios.running import Row
from scheduler.writers.plain_workbook import plain_workbook
from scheduler.writers.workbook.sheet import A3_PAPER, Styles

_FORMS = {"share": "0.0%", "seconds": "0.0", "hours": "#,##0.0", "days": "0.00", "money": "#,##0", "points": "#,##0"}
_SIGNED = {unit: f"+{form};-{form};{form}" for unit, form in _FORMS.items()}
_GOOD, _BAD, _NOISE = "#1E7B4A", "#B3261E", "#808080"
_WIDE, _USUAL, _TEXT = 34, 13, 60
"""Widths of columns, in letters."""


def write_workbook(path: Path, comparison: Comparison) -> None:
    """Write the workbook, in the language of the workspace."""
    with plain_workbook(path) as made:
        book = _Book(made, comparison)
        book.figures()
        book.parts()
        if comparison.curves():
            book.curves()
        if comparison.found:
            book.answers()
        book.documents()
        book.changes()
        if comparison.baseline.result is not None and comparison.baseline.result.weeks:
            book.people()


class _Book:
    """The workbook in the making."""

    def __init__(self, made: Any, comparison: Comparison) -> None:
        self._made = made
        self._comparison = comparison
        self._language = comparison.settings.language
        self._style = Styles(made)

    def _say(self, key: str, **values: object) -> str:
        return label(key, self._language, **values)

    def _sheet(self, key: str, title: str = "") -> Any:
        sheet = self._made.add_worksheet(self._say(key)[:31])
        sheet.set_landscape()
        sheet.set_paper(A3_PAPER)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        horizon = self._comparison.horizon
        last = horizon.date_of(horizon.days - 1)
        centre = name_of(self._comparison.settings.centre, self._language)
        sheet.write_string(0, 0, f"{centre} {title or self._say(key)} {horizon.first_day} ~ {last}", self._style.title)
        return sheet

    def _head(self, sheet: Any, row: int, labels: Sequence[str]) -> None:
        for column, text in enumerate(labels):
            sheet.write_string(row, column, text, self._style.header)

    def _value(self, sheet: Any, row: int, column: int, measure: Measure, value: float | None) -> None:
        style = self._style(border=1, num_format=_FORMS.get(measure.unit, "#,##0"))
        if value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)

    def _change(self, sheet: Any, row: int, column: int, measure: Measure, found: MeasureDifference) -> None:
        better = found.is_better(measure)
        colour = _NOISE if found.is_noise else {True: _GOOD, False: _BAD, None: "#000000"}[better]
        form = _SIGNED.get(measure.unit, "+#,##0;-#,##0;0")
        if found.is_noise:
            form = ";".join(f'"~"{part}' for part in form.split(";"))
        style = self._style(border=1, num_format=form, font_color=colour)
        if found.amount is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, found.amount, style)

    def figures(self) -> None:
        """Scenarios down, measures across: the values, and below them the differences from the baseline."""
        comparison = self._comparison
        sheet = self._sheet("wi_title")
        depth = f"{self._say('wi_depth')}: {self._say(f'wi_{comparison.depth.value}')}"
        sheet.write_string(1, 0, depth, self._style.bold)
        sheet.write_string(2, 0, misses_text(comparison), self._style.note)
        measures = comparison.measures()
        rows = all_rows(comparison)
        heads = [self._say("wi_scenario"), *(measure_label(measure, self._comparison.settings) for measure in measures)]
        sheet.set_column(0, 0, _WIDE)
        sheet.set_column(1, len(heads), _USUAL)
        line = 4
        sheet.set_row(line, 48)
        self._head(sheet, line, [*heads, self._say("gap_to_bound")])
        sheet.freeze_panes(line + 1, 1)
        for at, row in enumerate(rows, line + 1):
            sheet.write_string(at, 0, title_of(row, self._language), self._style.cell)
            for column, measure in enumerate(measures, 1):
                self._value(sheet, at, column, measure, comparison.difference(row, measure.key).value)
            text = status_text(row, self._language) or gap_text(row)
            sheet.write_string(at, len(measures) + 1, text, self._style.cell)
        line += len(rows) + 2
        sheet.write_string(line, 0, self._say("wi_difference"), self._style.bold)
        sheet.write_string(line, 1, self._say("wi_better_worse"), self._style.note)
        line += 1
        sheet.set_row(line, 48)
        self._head(sheet, line, heads)
        for at, row in enumerate(comparison.rows, line + 1):
            sheet.write_string(at, 0, title_of(row, self._language), self._style.cell)
            for column, measure in enumerate(measures, 1):
                self._change(sheet, at, column, measure, comparison.difference(row, measure.key))

    def parts(self) -> None:
        """Service by class of hour, weekday and hour."""
        comparison = self._comparison
        sheet = self._sheet("wi_by_part")
        sheet.set_column(0, 0, _WIDE)
        sheet.set_column(1, len(PARTS), 9)
        line = 2
        for measure in service_measures():
            sheet.write_string(line, 0, measure_label(measure, self._comparison.settings), self._style.bold)
            line += 1
            self._head(sheet, line, [self._say("wi_scenario"), *(part_label(part, self._language) for part in PARTS)])
            for row in all_rows(comparison):
                if not row.figures:
                    continue
                line += 1
                sheet.write_string(line, 0, title_of(row, self._language), self._style.cell)
                for column, part in enumerate(PARTS, 1):
                    self._value(sheet, line, column, measure, row.figures.get(f"{part}.{measure.key}"))
            line += 2

    def curves(self) -> None:
        """The measures over the values of a sweep, with a chart each."""
        curves = self._comparison.curves()
        sheet = self._sheet("wi_curve", f"{self._say('wi_curve')} {curves[0].path}")
        sheet.set_column(0, len(curves), 16)
        top = 2
        self._head(
            sheet, top, [curves[0].path, *(measure_label(curve.measure, self._comparison.settings) for curve in curves)]
        )
        for line, x in enumerate(curves[0].xs, top + 1):
            sheet.write_number(line, 0, x, self._style(border=1, num_format="General"))
        last = top + len(curves[0].xs)
        for column, curve in enumerate(curves, 1):
            for x, y in zip(curve.xs, curve.ys, strict=True):
                self._value(sheet, top + 1 + curves[0].xs.index(x), column, curve.measure, y)
            chart = self._made.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
            chart.add_series(
                {
                    "name": measure_label(curve.measure, self._comparison.settings),
                    "categories": [sheet.get_name(), top + 1, 0, last, 0],
                    "values": [sheet.get_name(), top + 1, column, last, column],
                }
            )
            chart.set_title(
                {"name": measure_label(curve.measure, self._comparison.settings), "name_font": {"size": 11}}
            )
            chart.set_x_axis({"name": curve.path, "label_position": "low", "min": curve.xs[0], "max": curve.xs[-1]})
            chart.set_legend({"none": True})
            sheet.insert_chart(last + 3 + 16 * ((column - 1) // 2), 4 * ((column - 1) % 2), chart)
            if curve.knee is not None:
                text = self._say(
                    "wi_knee", measure=measure_label(curve.measure, self._comparison.settings), at=f"{curve.knee:+g}"
                )
                sheet.write_string(top + column, len(curves) + 2, text, self._style.note)

    def answers(self) -> None:
        """What ``--find`` found, and what was looked at."""
        sheet = self._sheet("wi_find")
        sheet.set_column(0, 0, _WIDE)
        line = 2
        for found in self._comparison.found:
            sheet.write_string(line, 0, found_text(found, self._language), self._style.bold)
            self._head(sheet, line + 1, [found.path, measure_label(found.condition.measure, self._comparison.settings)])
            line += 2
            for value, row, _ in found.tried:
                sheet.write_number(line, 0, value, self._style(border=1))
                self._value(sheet, line, 1, found.condition.measure, row.figures.get(found.condition.key))
                line += 1
            line += 1

    def documents(self) -> None:
        """What documents report, beside what came out here."""
        lines = list(document_lines(self._comparison, self._language))
        if not lines:
            return
        sheet = self._sheet("wi_document")
        sheet.set_column(0, 1, _WIDE)
        sheet.set_column(2, 3, 20)
        sheet.set_column(4, 4, 90)
        self._head(
            sheet, 2, [self._say(key) for key in ("wi_scenario", "wi_measure", "wi_in_document", "wi_ours")] + [""]
        )
        for line, found in enumerate(lines, 3):
            for column, text in enumerate((found.scenario, found.measure, found.document, found.ours, found.note)):
                sheet.write_string(line, column, text, self._style(border=1, text_wrap=True, valign="top"))

    def changes(self) -> None:
        """What each scenario changes."""
        sheet = self._sheet("wi_changes")
        sheet.set_column(0, 1, _WIDE)
        sheet.set_column(2, 3, _TEXT)
        self._head(sheet, 2, [self._say(key) for key in ("wi_scenario", "wi_what", "wi_old", "wi_new")])
        line = 3
        for row in self._comparison.rows:
            for change in row.changes:
                what, old, new = change.texts(self._language)
                sheet.set_row(line, 14.0 * max(_lines(what, _WIDE), _lines(old), _lines(new)))
                for column, text in enumerate((title_of(row, self._language), what, old, new)):
                    sheet.write_string(line, column, text, self._style(border=1, text_wrap=True, valign="top"))
                line += 1

    def people(self) -> None:
        """Everybody's week, nights and weekend days in every scenario; weeks that are not the baseline's in bold."""
        sheet = self._sheet("wi_people")
        rows = [row for row in all_rows(self._comparison) if row.result is not None and row.result.weeks]
        sheet.set_column(0, 0, 12)
        heads = [self._say("employee_id")]
        for number, row in enumerate(rows):
            sheet.set_column(3 * number + 1, 3 * number + 1, 26)
            sheet.set_column(3 * number + 2, 3 * number + 3, 7)
            heads += [title_of(row, self._language), self._say("nights"), self._say("weekend_days")]
        self._head(sheet, 2, heads)
        sheet.freeze_panes(3, 1)
        for line, person in enumerate(self._everybody(rows), 3):
            sheet.write_string(line, 0, person, self._style.cell)
            first = self._week(rows[0], person)
            for number, row in enumerate(rows):
                week = self._week(row, person)
                style = self._style(border=1, bold=week != first, font_name="Consolas")
                sheet.write_string(line, 3 * number + 1, week, style)
                duties = row.result.duties.get(person) if row.result is not None else None
                for column, count in enumerate(duties or ("", ""), 3 * number + 2):
                    sheet.write(line, column, count, self._style.cell)

    @staticmethod
    def _everybody(rows: Sequence[Row]) -> list[str]:
        return list(dict.fromkeys(person for row in rows if row.result for person in row.result.weeks))

    @staticmethod
    def _week(row: Row, person: str) -> str:
        days = row.result.weeks.get(person) if row.result is not None else None
        return "" if days is None else " ".join(day or "-" for day in days)


def _lines(text: str, letters: int = _TEXT) -> int:
    """Lines that a text takes in a column so wide; a program that opens the file does not measure them itself."""
    return max(1, -(-cell_len(text) // (letters - 4)))
