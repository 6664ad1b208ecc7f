"""What the rules found: each soft rule's cost and the people behind it, and that the hard ones are kept."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.constraints.base import Violation
from scheduler.figures.words import counted_name, missed_amount, missed_span
from scheduler.labels import unit_label
from scheduler.writers.workbook.sheet import Book, Sheet

_LAST_COLUMN = 8


class RulesSheet(Sheet):
    """Costs by rule, hard rules, heads that are missed, then every miss that belongs to a person."""

    def __init__(self, book: Book) -> None:
        super().__init__(book, book.run_label("rules"))

    def write(self) -> None:
        """Write the tables, one below the other."""
        for column, width in enumerate((34, 10, 13, 13, 12, 12, 22, 12, 70)):
            self.sheet.set_column(column, column, width)
        self.text(0, 0, self.heading(self.name), self.style.title)
        row = self._write_costs(2)
        row = self._write_hard(row + 1)
        row = self._write_heads(row + 1)
        self.print_above(row, _LAST_COLUMN)
        self._write_people(row + 1)

    def _write_costs(self, row: int) -> int:
        assert self.run.audit is not None
        self.text(row, 0, self.say("soft_rules"), self.style.bold)
        row += 1
        self.headers(row, (self.say(key) for key in ("rule", "weight", "points", "share", "people_behind", "source")))
        cost = self.run.audit.cost_by_rule
        behind = self.run.people_behind
        first = row + 1
        whole = self.style(border=1, num_format="#,##0")
        for rule in self.run.soft_rules:
            row += 1
            self.text(row, 0, self.title_of(rule), self.style.cell)
            self.number(row, 1, rule.weight or 0, whole)
            self.number(row, 2, cost[rule.number], whole)
            self.number(row, 3, cost[rule.number] / (self.run.audit.cost or 1), self.style(border=1, num_format="0.0%"))
            self.number(row, 4, len(behind.get(rule.number, ())))
            self.text(row, 5, rule.source, self.style(indent=1))
        if self.run.soft_rules:
            bar = {"type": "data_bar", "bar_color": "#F4B183", "min_type": "num", "min_value": 0}
            self.sheet.conditional_format(first, 3, row, 3, bar | {"max_type": "num", "max_value": 1})
        self.text(row + 1, 0, self.say("total_cost"), self.style.bold)
        self.number(row + 1, 2, self.run.audit.cost, self.style(bold=True, num_format="#,##0"))
        return row + 2

    def _write_hard(self, row: int) -> int:
        assert self.run.audit is not None
        self.text(row, 0, self.say("hard_rules_checked"), self.style.bold)
        broken: dict[str, int] = {}
        for violation in self.run.audit.hard:
            broken[violation.rule] = broken.get(violation.rule, 0) + 1
        for rule in sorted((rule for rule in self.run.rules if rule.weight is None), key=lambda rule: rule.number):
            row += 1
            self.text(row, 0, self.title_of(rule), self.style.cell)
            count = broken.get(rule.number, 0)
            colour = "#FCE4D6" if count else "#E2EFDA"
            found = self.say("broken", count=count) if count else self.say("kept")
            self.text(row, 1, found, self.style(border=1, bg_color=colour, align="center"))
            self.text(row, 5, rule.source, self.style(indent=1))
        return row + 1

    def _write_heads(self, row: int) -> int:
        """Priced misses that belong to a number of people: days, hours, and how many; nothing where there are none."""
        missed = self.run.missed_heads
        if not missed:
            return row
        self.text(row, 0, self.say("missed_heads"), self.style.bold)
        self.headers(row + 1, (self.say(key) for key in ("rule", "date", "span", "counted", "asked", "there")))
        self.headers(row + 1, (self.say(key) for key in ("amount", "points")), 6)
        titles = {rule.number: self.title_of(rule) for rule in self.run.rules}
        whole = self.style(border=1, num_format="#,##0")
        for line, miss in enumerate(missed, row + 2):
            self.text(line, 0, titles[miss.rule], self.style.cell)
            self.text(line, 1, self.day_label(miss.on), self.style.cell)
            self.text(line, 2, missed_span(miss, self.language), self.style.cell)
            self.text(line, 3, counted_name(self.run, miss), self.style.cell)
            self.number(line, 4, miss.asked, whole)
            self.number(line, 5, miss.found, whole)
            self.text(line, 6, missed_amount(miss, self.language), self.style.cell)
            self.number(line, 7, miss.points, whole)
        return row + 3 + len(missed)

    def _write_people(self, row: int) -> None:
        """Every miss with a person, the dearest first."""
        assert self.run.audit is not None
        self.text(row, 0, self.say("who_behind"), self.style.bold)
        keys = ("rule", "employee_id", "name", "team", "date", "amount", "unit", "points", "detail")
        header = row + 1
        self.headers(header, (self.say(key) for key in keys))
        titles = {rule.number: self.title_of(rule) for rule in self.run.rules}
        people = self.run.problem.employee
        teams = {team.name: self.named(team) for team in self.settings.teams}
        found = _of_people(self.run.audit.violations)
        for line, violation in enumerate(found, header + 1):
            employee = violation.employee or ""
            person = people.get(employee)
            self.text(line, 0, titles[violation.rule], self.style.cell)
            self.text(line, 1, employee, self.style.cell)
            self.text(line, 2, "" if person is None else person.name, self.style.cell)
            self.text(line, 3, "" if person is None else teams[person.team], self.style.cell)
            self.text(line, 4, "" if violation.date is None else self.day_label(violation.date), self.style.cell)
            self.number(line, 5, violation.amount, self.style(border=1, num_format="#,##0"))
            self.text(line, 6, unit_label(violation.unit, self.language), self.style(border=1, indent=1))
            if violation.points is None:
                self.text(line, 7, self.say("hard"), self.style.cell)
            else:
                self.number(line, 7, violation.points, self.style(border=1, num_format="#,##0"))
            self.text(line, 8, violation.text(self.language), self.style(indent=1))
        if found:
            self.sheet.autofilter(header, 0, header + len(found), len(keys) - 1)
        # Repeated on the pages after the one on which it stands.
        self.sheet.repeat_rows(header)


def _of_people(violations: Sequence[Violation]) -> list[Violation]:
    """Those with a person: breaches of hard rules, then the dearest misses."""
    found = [violation for violation in violations if violation.employee is not None]
    return sorted(
        found,
        key=lambda miss: (not miss.is_hard, -(miss.points or 0), miss.rule, miss.employee or "", str(miss.date)),
    )
