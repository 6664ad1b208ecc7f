"""What the terminal shows of a roster: figures, breaches, edits, and what somebody may have overlooked."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from scheduler.changes.lines import day_text
from scheduler.constraints.base import Rule, Violation
from scheduler.domain.calendar import Horizon
from scheduler.domain.edits import Edit
from scheduler.domain.problem import Problem
from scheduler.figures import Run
from scheduler.figures.words import headline, missed_lines, starting_point
from scheduler.labels import Language, label
from scheduler.readers.contracts import unheld_minutes
from scheduler.readers.names import unknown_kinds
from scheduler.run.auditing import EditedRun
from scheduler.terminal.tables import Shown, pairs
from scheduler.unread import duty_lines, planned_rows, uncounted_lines, unemployed_lines, unread_lines


def generated(run: Run, output: Path) -> list[Shown]:
    """The end of ``scheduler generate``."""
    language = run.settings.language
    return [pairs([*headline(run), (label("files", language), str(output))])]


def verified(checked: EditedRun, *, has_edits: bool) -> list[Shown]:
    """What ``scheduler verify`` prints; of a file that tells what was edited in it, that first."""
    lines: list[Shown] = []
    if has_edits:
        lines += [*compared(checked.before, checked.after, checked.edits), ""]
        lines += [label("audit_of_edited", checked.after.settings.language)] if checked.edits else []
    return [*lines, *audited(checked.after)]


def audited(run: Run) -> list[Shown]:
    """The check of a roster: each breach of a hard rule, the cost by rule, and what was taken as known."""
    assert run.audit is not None
    language = run.settings.language
    titles = {rule.number: rule.title(language) for rule in run.rules}
    lines = _breaches(run, run.audit.hard)
    checked = sum(rule.weight is None for rule in run.rules)
    broken = Counter(violation.rule for violation in run.audit.hard)
    if broken:
        lines.append(f"{label('hard_rules', language)}: {label('broken', language, count=sum(broken.values()))}")
    else:
        lines.append(f"{label('hard_rules', language)}: {label('all_kept', language, count=checked)}")
    costs = [(f"{number} {titles[number]}", f"{points:,}") for number, points in run.audit.cost_by_rule.items()]
    return [
        *lines,
        pairs(missed_lines(run)),
        f"{label('cost_by_rule', language)}:",
        pairs([*costs, (label("total_cost", language), f"{run.audit.cost:,}")], indent=2),
        pairs(
            [
                (label("days_checked", language), _checked_days(run.problem.horizon, language)),
                *starting_point(run.problem, language),
            ]
        ),
    ]


def _checked_days(horizon: Horizon, language: Language) -> str:
    """The first and the last day: one odd row makes them many more than a person thinks of."""
    last = horizon.last_day
    return label("days_checked_span", language, first=horizon.first_day, last=last, days=horizon.days)


def compared(before: Run, after: Run, edits: Sequence[Edit]) -> list[Shown]:
    """What was edited in a roster, which hard rules that breaks, and what it does to coverage and cost."""
    assert before.audit is not None
    assert after.audit is not None
    language = after.settings.language
    if not edits:
        return [label("nothing_edited", language)]
    names = {person.employee_id: person.name for person in after.problem.employees}

    def shifts(codes: Sequence[str]) -> str:
        return "+".join(codes) or label("day_off", language)

    lines = [
        label("edited_cells", language, count=len(edits)),
        *(
            f"  {edit.employee_id} {names[edit.employee_id]}  {day_text(edit.date, language)}  "
            f"{shifts(edit.old)} -> {shifts(edit.new)}  ({edit.cell})"
            for edit in edits
        ),
    ]
    was, now = before.audit.hard, after.audit.hard
    for key, found in (("newly_broken", _worse(now, was)), ("no_longer_broken", _worse(was, now))):
        if found or key == "newly_broken":
            lines.append(label(key, language, count=len(found)))
            lines += ["  " + line for line in _breaches(after, found)]
    lines.append(label("effect_of_edits", language))
    return [*lines, pairs(_effects(before, after), indent=2)]


_Breach = tuple[str, str | None, date | None]
"""Rule, person and day."""


def _worse(found: Sequence[Violation], others: Sequence[Violation]) -> list[Violation]:
    """Breaches of which the others have less; one whose sentence alone has changed is not among them."""

    def amounts(violations: Sequence[Violation]) -> Counter[_Breach]:
        sums: Counter[_Breach] = Counter()
        for violation in violations:
            sums[violation.rule, violation.employee, violation.date] += violation.amount
        return sums

    grown = amounts(found) - amounts(others)
    same = set(others)
    return [
        violation
        for violation in found
        if (violation.rule, violation.employee, violation.date) in grown and violation not in same
    ]


def _effects(before: Run, after: Run) -> Iterator[tuple[str, str]]:
    """Coverage and cost before and after; of the rules those whose cost changes."""
    assert before.audit is not None
    assert after.audit is not None
    language = after.settings.language
    for key, attribute, form in (
        ("shortfall_hours", "shortfall_agent_hours", ",.1f"),
        ("surplus_hours", "surplus_agent_hours", ",.1f"),
        ("service_level", "service_level", ".1%"),
        ("asa_seconds", "asa_seconds", ".1f"),
        ("answer_rate_entered", "answer_rate_entered", ".1%"),
        ("answer_rate_total", "answer_rate_total", ".1%"),
    ):
        old, new = getattr(before.totals, attribute), getattr(after.totals, attribute)
        yield label(key, language), f"{old:{form}} -> {new:{form}}" if math.isfinite(old) or math.isfinite(new) else "-"
    titles = {rule.number: rule.title(language) for rule in after.rules}
    yield f"{label('total_cost', language)} ({label('points', language)})", _change(before.audit.cost, after.audit.cost)
    for number, points in after.audit.cost_by_rule.items():
        if points != before.audit.cost_by_rule[number]:
            yield f"  {number} {titles[number]}", _change(before.audit.cost_by_rule[number], points)


def _change(old: int, new: int) -> str:
    return f"{old:,} -> {new:,} ({new - old:+,})"


def _breaches(run: Run, violations: Iterable[Violation]) -> list[str]:
    """A line for each breach: person, rule, day, sentence."""
    titles = {rule.number: rule.title(run.settings.language) for rule in run.rules}
    return [
        f"{violation.employee or '-'}  {violation.rule} {titles[violation.rule]}  {violation.date or '-'}  "
        f"{violation.text(run.settings.language)}"
        for violation in sorted(violations, key=lambda found: (found.employee or "", str(found.date), found.rule))
    ]


def doubts(problem: Problem, rules: Sequence[Rule], language: Language) -> list[str]:
    """What somebody may have overlooked: days that are declared free after known ones, and rows that no rule reads."""
    lines = []
    around = problem.days_around
    if around is not None and around.taken_as_free is not None:
        since, until = around.taken_as_free
        last, files = since - timedelta(days=1), ", ".join(around.sources)
        lines.append(label("declared_free", language, last=last, files=files, since=since, until=until))
    lines += [found.text(language) for found in problem.shortened_shifts.too_short(problem.shifts.values())]
    people = (*problem.employees, *problem.employments)
    lines += uncounted_lines(rules, people, [*problem.shifts.values()], problem.night, language)
    monday = problem.horizon.first_day - timedelta(days=problem.horizon.weekday(0))
    on_duty = {
        person.employee_id: [on for on in problem.on_duty_dates(person.employee_id) if on >= monday]
        for person in problem.employees
    }
    lines += duty_lines(rules, people, problem.contracts, on_duty, language)
    unheld = unheld_minutes(rules, people, problem.contracts.values(), problem.shifts.values())
    lines += [found.text(language) for found in unheld]
    lines += unread_lines(rules, planned_rows(problem), language)
    lines += [found.text(language) for found in unknown_kinds(problem.absences, problem.absence_kinds)]
    return [*lines, *unemployed_lines(problem.left_out_requests, language)]
