"""Trainings and meetings: a row for each session, with its people."""

from __future__ import annotations

from scheduler.changes.lines import day_text
from scheduler.figures.sessions import sessions_of
from scheduler.writers.workbook.sheet import Book, Sheet


class ActivitiesSheet(Sheet):
    """When, what, how many, who leads, who attends."""

    def __init__(self, book: Book) -> None:
        super().__init__(book, book.run_label("activities"))

    def write(self) -> None:
        """Write the table."""
        assert self.run.roster is not None
        for column, width in enumerate((18, 14, 28, 12, 10, 24, 90)):
            self.sheet.set_column(column, column, width)
        self.text(0, 0, self.heading(self.name), self.style.title)
        keys = ("activities_when", "activities_hours", "activities_what", "kind", "people_count", "trainer", "who")
        self.headers(2, (self.say(f"activities_{key.removeprefix('activities_')}") for key in keys))
        names = {person.employee_id: person.name for person in self.run.problem.employees}
        for row, one in enumerate(sessions_of(self.run.roster, self.run.problem.activities), start=3):
            led = "" if one.trainer is None else f"{one.trainer} {names.get(one.trainer, '')}"
            texts = (
                day_text(one.date, self.language),
                one.times,
                one.activity.name,
                self.say(f"kind_{one.activity.kind}"),
                str(len(one.people)),
                led,
                ", ".join(f"{employee} {names.get(employee, '')}".strip() for employee in one.people),
            )
            # Of a whole team the names take several lines; programs fit the height of the row to them.
            for column, text in enumerate(texts):
                self.text(row, column, text, self.style.wrapped)
