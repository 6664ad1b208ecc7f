"""``review.xlsx``: the week by queue, day, hour and interval, the worst hours first, and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from scheduler.day.pages.words import (
    PARTS,
    change,
    hint_text,
    period,
    queue_name,
    reason_of,
    title,
)
from scheduler.day.review import Review, ReviewedIntervals
from scheduler.day.splitting import MEASURES
from scheduler.labels import label
from scheduler.writers.plain_workbook import plain_workbook
from scheduler.writers.workbook.sheet import A3_PAPER, Styles

_SHARE, _SECONDS, _COUNT, _ONE = "0.0%", "0.0", "#,##0", "#,##0.0"
_POINTS = "[>=0.0005]+0.0%;[<=-0.0005]-0.0%;0.0%"
_MORE = "[>=0.05]+0.0;[<=-0.05]-0.0;0.0"
_PLAN = (
    "planned_calls",
    "counted_calls",
    "more",
    "wape",
    "bias",
    "expected_agents",
    "present_agents",
    "planned_aht",
    "aht",
)
_STEPS = ("promised", *PARTS, "measured")


def write_workbook(path: Path, review: Review) -> None:
    """Write the workbook, in the language of the workspace."""
    with plain_workbook(path) as made:
        book = _Book(made, review)
        book.parts("review_by_queue", (review.week, *review.queues) if len(review.queues) > 1 else review.queues)
        book.parts("review_worst", review.worst(100), with_reason=True)
        book.parts("review_by_day", review.days, with_reason=True)
        book.parts("review_by_hour", review.hours, with_reason=True)
        if review.intervals:
            book.parts("review_by_interval", review.intervals)
        book.shifts()


class _Book:
    """The workbook in the making."""

    def __init__(self, made: Any, review: Review) -> None:
        self._made = made
        self._review = review
        self._style = Styles(made)

    def _say(self, key: str) -> str:
        return label(key, self._review.settings.language)

    def _sheet(self, key: str) -> Any:
        sheet = self._made.add_worksheet(self._say(key)[:31])
        sheet.set_landscape()
        sheet.set_paper(A3_PAPER)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, f"{title(self._review)} {period(self._review)}", self._style.title)
        return sheet

    def parts(self, key: str, parts: Sequence[ReviewedIntervals], *, with_reason: bool = False) -> None:
        """A sheet with a row for each part: what was planned, what was, and each measure from promised to measured."""
        review = self._review
        sheet = self._sheet(key)
        is_first = key == "review_by_queue"
        line = 1
        if is_first:
            for text in (
                *(notice.text(review.settings.language) for notice in review.notices),
                self._say("review_why_note"),
                *(f"• {hint_text(hint, review.settings)}" for hint in review.hints),
            ):
                sheet.write_string(line, 0, text, self._style.note)
                line += 1
        line += 1
        measures = [measure for measure in MEASURES if any(measure in part.splits for part in parts)]
        places = ["queue", *(() if is_first else ("date", "time"))]
        reason = ["review_reason"] if with_reason else []
        heads = [*map(self._say, places), *(self._say(f"review_{name}") for name in _PLAN)]
        column = len(heads)
        for measure in measures:
            sheet.merge_range(line, column, line, column + len(_STEPS) - 1, self._say(measure), self._style.header)
            column += len(_STEPS)
        heads += [self._say(f"review_{step}") for _ in measures for step in _STEPS] + [
            self._say(name) for name in reason
        ]
        line += 1
        sheet.set_row(line, 44)
        for at, text in enumerate(heads):
            sheet.write_string(line, at, text, self._style.header)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, len(heads) - 1, 10)
        if not is_first:
            sheet.set_column(1, 1, 16)
        if reason:
            sheet.set_column(len(heads) - 1, len(heads) - 1, 16)
        sheet.freeze_panes(line + 1, len(places))
        for at, part in enumerate(parts, line + 1):
            self._row(sheet, at, part, measures, with_place=not is_first, with_reason=with_reason)
        if parts:
            sheet.autofilter(line, 0, line + len(parts), len(heads) - 1)
        else:
            sheet.write_string(line + 1, 0, self._say("review_none_worse"), self._style.note)

    def _row(
        self,
        sheet: Any,
        at: int,
        part: ReviewedIntervals,
        measures: Sequence[str],
        *,
        with_place: bool,
        with_reason: bool,
    ) -> None:
        sheet.write_string(at, 0, queue_name(self._review.settings, part.queue), self._style.cell)
        column = 1
        if with_place:
            assert part.start is not None
            sheet.write_datetime(
                at, 1, part.start.replace(tzinfo=None), self._style(border=1, num_format="yyyy-mm-dd ddd")
            )
            sheet.write_string(at, 2, f"{part.start:%H:%M}" + (" (2)" if part.start.fold else ""), self._style.cell)
            column = 3
        figures = [
            (part.planned_calls, _COUNT),
            (part.counted_calls, _COUNT),
            (change(part.counted_calls, part.planned_calls), _POINTS),
            (part.wape, _SHARE),
            (part.bias, _POINTS),
            (part.expected_agents, _ONE),
            (part.present_agents, _ONE),
            (part.planned_aht_seconds, _COUNT),
            (part.aht_seconds, _COUNT),
        ]
        for measure in measures:
            split = part.splits.get(measure)
            for step in _STEPS:
                value = float("nan") if split is None else getattr(split, step)
                is_part = step in PARTS
                form = (_MORE if is_part else _SECONDS) if measure == "asa_seconds" else _POINTS if is_part else _SHARE
                figures.append((value, form))
        for value, form in figures:
            self._value(sheet, at, column, value, form)
            column += 1
        if with_reason:
            reason = reason_of(part)
            sheet.write_string(at, column, self._say(f"review_{reason}") if reason else "", self._style.cell)

    def _value(self, sheet: Any, row: int, column: int, value: float, form: str) -> None:
        style = self._style(border=1, num_format=form)
        if np.isfinite(value):
            sheet.write_number(row, column, float(value), style)
        else:
            sheet.write_blank(row, column, None, style)

    def shifts(self) -> None:
        """A sheet with the shifts of which somebody was missing for more than a few minutes, or that nobody planned."""
        review = self._review
        names = {person.employee_id: person.name for person in review.problem.employees}
        sheet = self._sheet("review_attendance")
        share = review.absent_share
        text = self._say("review_absent")
        sheet.write_string(
            1, 0, f"{text}: {100 * share:.1f}%" if np.isfinite(share) else f"{text}: -", self._style.bold
        )
        heads = [
            *(self._say(name) for name in ("employee_id", "name", "date", "review_shift")),
            *(self._say(f"review_{name}") for name in ("planned_hours", "present_hours", "missing_hours")),
        ]
        for at, head in enumerate(heads):
            sheet.write_string(3, at, head, self._style.header)
        sheet.set_column(0, len(heads) - 1, 14)
        sheet.freeze_panes(4, 2)
        shown = [
            shift
            for shift in review.shifts
            if shift.is_known and abs(shift.planned_minutes - shift.present_minutes) >= _SOME_MINUTES
        ]
        shown.sort(key=lambda shift: (shift.date, shift.present_minutes - shift.planned_minutes, shift.employee_id))
        for at, shift in enumerate(shown, 4):
            for column, word in enumerate((shift.employee_id, names.get(shift.employee_id, ""))):
                sheet.write_string(at, column, word, self._style.cell)
            sheet.write_datetime(at, 2, shift.date, self._style(border=1, num_format="yyyy-mm-dd ddd"))
            sheet.write_string(at, 3, shift.shift, self._style.cell)
            planned, present = shift.planned_minutes / 60, shift.present_minutes / 60
            for column, hours in enumerate((planned, present, planned - present), 4):
                self._value(sheet, at, column, hours, "0.00")


_SOME_MINUTES = 10
"""Whoever is missing for less of a shift has not been missed."""
