"""People by days: shift codes in colour, each person's totals, and head counts per shift; everybody, or one team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from scheduler.config import Team
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import Shift
from scheduler.figures.people import PersonTotals, times_there, weekend_dates
from scheduler.formats.roster_sheet import CODE_JOINER, HEADER_WITHIN_ROWS, ID_COLUMN, NOT_EMPLOYED
from scheduler.formats.run_folder import WORKBOOK_FILE
from scheduler.labels import name_of
from scheduler.writers.workbook.sheet import A4_PAPER, ABSENT_FILL, NOTE_COLOUR, ON_CALL_FILL, Book, Sheet, clock_span
from scheduler.writers.workbook.summary import SHIFT_CODES, SHIFT_HOURS, SHIFT_NIGHTS, SHIFT_OVERTIME

_DAYS_IN_WIDE_COLUMNS = 14
_DAYS_UPRIGHT = 7
# The cell keeps the bare shift code, so that it can be sorted, counted and read back; the mark is only shown.
_HOME_MARK = '@"⌂"'
_DAY_FORMATS = {
    "ko": (r"[$-412]m/d\(ddd\)", r"[$-412]d\(ddd\)"),
    "en": ("[$-409]ddd d mmm", "[$-409]ddd d"),
}
"""How wide and narrow columns show their day, as `labels.day_label` does."""
_LEFT = ("employee_id", "name", "team", "place")
_RIGHT = ("days_worked", "hours", "overtime", "nights", "weekend_days", "requests_met")
_HEADER_HEIGHT_PIXELS = 26
_THREE_LINES_PIXELS = 48
"""A code, and hours before and after an absence in the middle of a day, each on its own line."""
_PEOPLE_ON_A_PAGE = 40
"""So many can be read on one page of paper; more take several, each with the header."""


class _GridSheet(Sheet):
    """A grid of some people; subclasses say whose."""

    def __init__(self, book: Book, people: Sequence[PersonTotals], name: str, *, is_reserved: bool = False) -> None:
        super().__init__(book, name, is_reserved=is_reserved)
        self.people = people
        self.dates = list(self.run.problem.horizon.dates())
        self.is_wide = len(self.dates) <= _DAYS_IN_WIDE_COLUMNS
        self.first_day_column = len(_LEFT)
        self.last_day_column = len(_LEFT) + len(self.dates) - 1
        weekend = weekend_dates(self.run)
        self.duties = frozenset() if self.run.roster is None else self.run.roster.duties
        self.weekend_flags = "{" + ",".join(str(int(on in weekend)) for on in self.dates) + "}"

    def note(self) -> str:
        """What the reader of the sheet should know about editing it."""
        raise NotImplementedError

    def _meal_mark(self, assignments: Sequence[Assignment]) -> str:
        """What a cell's format shows of the meal behind the code; nothing where the code may be edited."""
        return ""

    def _write_meal(self, row: int, column: int, assignments: Sequence[Assignment]) -> None:
        """Say elsewhere than in the cell when the meal is."""

    def _write_on_call(self, row: int, column: int, style: Any) -> None:
        """A day off on which somebody can be called: as empty as any, so that it is read back as one."""
        self.sheet.write_blank(row, column, None, style)

    def _absence(self, kind: str) -> str:
        """What a day of absence shows."""
        return name_of(self.run.problem.kind_of_absence(kind), self.language)

    def write(self) -> None:
        """Write the sheet from top to bottom: with constant memory a row cannot be returned to."""
        self.sheet.set_column(0, 0, 7)
        self.sheet.set_column(1, 1, 13)
        self.sheet.set_column(2, 2, 14)
        self.sheet.set_column(3, 3, 8)
        self.sheet.set_column(self.first_day_column, self.last_day_column, 9 if self.is_wide else 6.7)
        self.sheet.set_column(self.last_day_column + 1, self.last_day_column + len(_RIGHT), 7.5)
        self.text(0, 0, self.heading(self.name), self.style.title)
        self.text(1, 0, self.note(), self.style.note)
        header = self._write_legend(2)
        assert header < HEADER_WITHIN_ROWS
        self.sheet.set_row_pixels(header, _HEADER_HEIGHT_PIXELS)
        self.headers(header, (self.say(key) for key in _LEFT))
        wide, narrow = _DAY_FORMATS[self.language]
        shown_as = wide if self.is_wide else narrow
        for column, on in enumerate(self.dates, self.first_day_column):
            self.sheet.write_datetime(
                # Shrunk rather than shown as ##### where a font is wider than ours.
                header,
                column,
                datetime.combine(on, time()),
                self.day_header(on, num_format=shown_as, shrink=True, font_size=10 if self.is_wide else 9),
            )
        self.headers(header, (self.say(key) for key in _RIGHT), self.last_day_column + 1)
        for row, person in enumerate(self.people, header + 1):
            self._write_person(row, person)
        last = header + len(self.people)
        self._colour(header + 1, last)
        last_row = self._write_counts(last + 2, header + 1, last)
        self.sheet.autofilter(header, 0, last, self.last_day_column + len(_RIGHT))
        self.sheet.freeze_panes(header + 1, self.first_day_column)
        self.sheet.repeat_rows(header)
        self.sheet.repeat_columns(0, 1)
        self.sheet.print_area(0, 0, last_row, self.last_day_column + len(_RIGHT))

    def _write_legend(self, row: int) -> int:
        """Shift codes in their colours with name and times; returns the row after."""
        # The code in one column, its meaning running over the empty ones to its right.
        width = 4 if self.is_wide else 6
        columns = [0, *range(len(_LEFT), self.last_day_column + len(_RIGHT) - width + 2, width)]
        marks: list[tuple[str, str, Any]] = [
            (shift.code, f"{self.named(shift)} {clock_span(shift)}", self._shift_style(shift))
            for shift in self.settings.shifts
        ]
        if self.run.problem.remote is not None:
            marks.append(("⌂", self.say("at_home"), self.style(align="center", border=1)))
        marks.append(("", self.say("absent"), self.style(border=1, bg_color=ABSENT_FILL)))
        if any(
            self.run.problem.employee_on(row.person.employee_id, on) is None for row in self.people for on in self.dates
        ):
            marks.append((NOT_EMPLOYED, self.say("not_employed"), self.style(align="center", border=1)))
        if self.duties:
            marks.append(("", self.say("day_off_on_call"), self.style(border=1, bg_color=ON_CALL_FILL)))
        for n, (code, meaning, style) in enumerate(marks):
            line, column = row + n // len(columns), columns[n % len(columns)]
            self.text(line, column, code, style)
            self.text(line, column + 1, meaning, self.style(indent=1))
        return row + (len(marks) - 1) // len(columns) + 1

    def _shift_style(self, shift: Shift) -> Any:
        return self.style(align="center", border=1, bg_color=shift.colour)

    def _write_person(self, row: int, totals: PersonTotals) -> None:
        problem, person = self.run.problem, totals.person
        cell = self.style.cell
        self.text(row, ID_COLUMN, person.employee_id, cell)
        self.text(row, 1, person.name, cell)
        self.text(row, 2, self.team_of(person), cell)
        modes = [problem.work_mode(person, on) for on in self.dates]
        self.text(row, 3, self.say(modes[0] if len(set(modes)) == 1 else "mixed"), cell)
        absent = problem.absent_dates[person.employee_id]
        there = {
            on: times
            for on, rows in totals.by_date.items()
            if len(rows) == 1 and (times := times_there(self.run, rows[0]))
        }
        if there:
            self.sheet.set_row_pixels(row, _THREE_LINES_PIXELS)
        for column, (on, mode) in enumerate(zip(self.dates, modes, strict=True), self.first_day_column):
            assignments = totals.by_date.get(on, ())
            is_home = assignments[0].work_mode == "remote" if assignments else mode == "remote"
            # A cell holds the code alone, which is read back; its format shows what else there is to say.
            mark = (_HOME_MARK if is_home else "@") + self._meal_mark(assignments)
            fits: dict[str, object] = {"shrink": True}
            if on in there:  # shrunk, it could not be read on paper
                mark += f'" {there[on]}"'
                fits = {"text_wrap": True, "valign": "vcenter", "font_size": 8 if self.is_wide else 6}
            style = self.style(align="center", border=1, num_format=mark, **fits)
            if assignments:
                self.text(row, column, CODE_JOINER.join(assignment.shift for assignment in assignments), style)
                self._write_meal(row, column, assignments)
            elif problem.employee_on(person.employee_id, on) is None:
                self.text(row, column, NOT_EMPLOYED, self.style(align="center", border=1, num_format="@"))
            elif on in absent:
                plain = self.style(align="center", border=1, shrink=True, num_format="@")
                self.text(row, column, self._absence(absent[on]), plain)
            elif (person.employee_id, on) in self.duties:
                self._write_on_call(row, column, self.style(align="center", border=1, bg_color=ON_CALL_FILL))
            else:
                self.sheet.write_blank(row, column, None, style)
        self._write_totals(row, totals)

    def _write_totals(self, row: int, totals: PersonTotals) -> None:
        """Days, hours, overtime, nights and weekends as formulas, so that they follow what HR edits."""
        days = xl_range(row, self.first_day_column, row, self.last_day_column)
        counted = f"COUNTIF({days},{SHIFT_CODES})"
        style = self.style(border=1, align="center", num_format="General;-General;")
        figures = (
            (f"=SUMPRODUCT({counted})", len(totals.by_date)),
            (f"=SUMPRODUCT({counted}*{SHIFT_HOURS})", totals.paid_hours),
            (f"=SUMPRODUCT({counted}*{SHIFT_OVERTIME})", totals.overtime_hours),
            (f"=SUMPRODUCT({counted}*{SHIFT_NIGHTS})", totals.nights),
            (
                f"=SUMPRODUCT(ISNUMBER(MATCH({days},{SHIFT_CODES},0))*{self.weekend_flags})",
                totals.weekend_days,
            ),
        )
        # Two shifts in one cell, or other times than the shift's own, are beyond the formulas.
        is_plain = all(
            len(assignments) == 1
            and assignments[0].paid_minutes == self.run.problem.shifts[assignments[0].shift].paid_minutes
            for assignments in totals.by_date.values()
        )
        for column, (formula, value) in enumerate(figures, self.last_day_column + 1):
            if is_plain:
                self.sheet.write_formula(row, column, formula, style, value)
            else:
                self.number(row, column, value, style)
        met = f"{totals.wishes_met}/{totals.wishes}" if totals.wishes else ""
        fill = {"bg_color": "#FCE4D6"} if totals.wishes_met < totals.wishes else {}
        self.text(row, self.last_day_column + len(_RIGHT), met, self.style(border=1, align="center", **fill))

    def _colour(self, first: int, last: int) -> None:
        """Colour codes by what stands in the cell, so that the colours follow what HR edits."""
        where = (first, self.first_day_column, last, self.last_day_column)
        if last < first:
            return
        colours = [(shift.code, shift.colour) for shift in self.settings.shifts]
        colours.append((NOT_EMPLOYED, "#FFFFFF"))
        if self.duties:
            colours.append((self.say("on_call"), ON_CALL_FILL))
        for text, colour in colours:
            self.sheet.conditional_format(
                *where,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{text}"',
                    "format": self.book.made.add_format({"bg_color": colour}),
                    "stop_if_true": True,
                },
            )
        absent = self.book.made.add_format({"bg_color": ABSENT_FILL, "font_color": NOTE_COLOUR})
        self.sheet.conditional_format(*where, {"type": "no_blanks", "format": absent})

    def _write_counts(self, row: int, first: int, last: int) -> int:
        """People per shift and day, as formulas; returns the last row."""
        counts = Counter(
            (assignment.shift, on)
            for person in self.people
            for on, assignments in person.by_date.items()
            for assignment in assignments
        )
        used = {code for code, _ in counts}
        self.text(row, 0, self.say("people_on_shift"), self.style.bold)
        for n, shift in enumerate((shift for shift in self.settings.shifts if shift.code in used), row + 1):
            # Not in the column of the ids, so that no reader takes a code for a person.
            self.text(n, 1, shift.code, self._shift_style(shift))
            self.text(n, 2, self.named(shift))
            for column, on in enumerate(self.dates, self.first_day_column):
                top = xl_rowcol_to_cell(first, column, row_abs=True)
                bottom = xl_rowcol_to_cell(last, column, row_abs=True)
                self.sheet.write_formula(
                    n,
                    column,
                    f"=COUNTIF({top}:{bottom},{xl_rowcol_to_cell(n, 1, col_abs=True)})",
                    self.style(border=1, align="center", num_format="0;-0;"),
                    counts.get((shift.code, on), 0),
                )
        return self._write_duties(row + len(used) + 1)

    def _write_duties(self, row: int) -> int:
        """Who of these people is on call, in as many rows as there are of them on a day; returns the last row."""
        on_call = {
            on: [
                person.name or person.employee_id
                for person in (row.person for row in self.people)
                if (person.employee_id, on) in self.duties
            ]
            for on in self.dates
        }
        most = max(map(len, on_call.values()))
        style = self.style(border=1, align="center", shrink=True, bg_color=ON_CALL_FILL)
        for n in range(most):
            self.text(row + n, 2, self.say("on_call") if n == 0 else "", self.style.bold)
            for column, names in enumerate(on_call.values(), self.first_day_column):
                # Behind a sign that no shift has, or a reader could take a short name for one.
                self.text(row + n, column, f"☎ {names[n]}" if n < len(names) else "", style)
        return row + most - 1


class RosterSheet(_GridSheet):
    """Everybody; the sheet that HR edits and that is read back."""

    def __init__(self, book: Book, people: Sequence[PersonTotals]) -> None:
        # A week is as wide as A3 is upright, and takes fewer pages so.
        self.is_landscape = book.run.problem.horizon.days > _DAYS_UPRIGHT
        super().__init__(book, people, book.run_label("roster"), is_reserved=True)

    def note(self) -> str:
        """Where to edit."""
        return self.say("edit_here")

    def _write_meal(self, row: int, column: int, assignments: Sequence[Assignment]) -> None:
        """A note on the cell, which says of itself that it is of the plan: an edited shift has another meal."""
        meals = [
            self.say("meal_at", start=f"{one.break_start:%H:%M}", end=f"{one.break_end:%H:%M}")
            for one in assignments
            if one.break_start is not None and one.break_end is not None
        ]
        if meals:
            self.sheet.write_comment(row, column, "\n".join(meals), {"width": 170, "height": 22 * len(meals)})


class TeamSheet(_GridSheet):
    """One team, for its own notice board."""

    paper = A4_PAPER

    def __init__(self, book: Book, people: Sequence[PersonTotals], team: Team) -> None:
        super().__init__(book, people, team.title(book.run.settings.language))
        if len(people) <= _PEOPLE_ON_A_PAGE:
            self.sheet.fit_to_pages(1, 1)

    def note(self) -> str:
        """Where to edit, and what the times are."""
        return f"{self.say('edit_roster', file=WORKBOOK_FILE)} {self.say('meal_starts')}"

    def _write_on_call(self, row: int, column: int, style: Any) -> None:
        """Said in a word: this copy is for the notice board."""
        self.text(row, column, self.say("on_call"), style)

    def _absence(self, kind: str) -> str:
        """That somebody is away; why is nobody's business on a notice board."""
        return self.say("absent")

    def _meal_mark(self, assignments: Sequence[Assignment]) -> str:
        """When the meal starts, but for one within hours away: this copy is for the notice board."""
        if len(assignments) != 1 or assignments[0].break_start is None:
            return ""
        if self.run.problem.is_away_within(assignments[0]):
            return ""
        return f'" {assignments[0].break_start:%H:%M}"'
