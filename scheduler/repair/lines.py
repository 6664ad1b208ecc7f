"""What the terminal shows of a repair."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scheduler.changes.lines import day_text, fallen_activity_lines, fallen_lines, told_lines
from scheduler.constraints.least_change import LeastChange
from scheduler.figures import Run
from scheduler.figures.words import missed_lines, starting_point
from scheduler.labels import Language, label
from scheduler.repair.prices import PricedAllowance, shortfall_hours
from scheduler.repair.repairing import Repair
from scheduler.terminal.tables import FiguresTable, Shown, pairs


def repair_lines(found: Repair) -> list[Shown]:
    """The whole answer: who is absent, who must be told what, what it does, and what other allowances would cost."""
    language = found.repaired.settings.language
    return [
        label("repair_frozen", language, today=found.today, last=day_text(found.last_closed_day, language)),
        pairs(starting_point(found.repaired.problem, language)),
        "",
        *_shortened(found, language),
        *_kept_edits(found, language),
        *_fallen(found, language),
        *_wishes(found, language),
        "",
        *_told(found, language),
        "",
        _effects(found, language),
        pairs(missed_lines(found.repaired)),
        "",
        *_prices(found, language),
        "",
        *_next_steps(found, language),
    ]


def _fallen(found: Repair, language: Language) -> Iterator[str]:
    yield from fallen_activity_lines(found.fallen_activities, language)
    if not found.fallen:
        yield label("repair_nothing_falls_out", language)
        return
    yield label("repair_fallen", language, count=len(found.fallen))
    yield from fallen_lines(found.fallen, language)


def _shortened(found: Repair, language: Language) -> Iterator[str]:
    for absence in found.shortened:
        first = day_text(absence.first_day, language)
        yield label("repair_counts_from_today", language, employee=absence.employee_id, first=first)


def _kept_edits(found: Repair, language: Language) -> Iterator[str]:
    if not found.edits:
        return
    yield label("repair_edits_kept", language, count=len(found.edits))
    people = found.repaired.problem.employee
    for edit in found.edits:
        old, new = ("+".join(codes) or label("day_off", language) for codes in (edit.old, edit.new))
        day = day_text(edit.date, language)
        yield f"  {edit.employee_id} {people[edit.employee_id].name}  {day}  {old} -> {new}  ({edit.cell})"


def _wishes(found: Repair, language: Language) -> Iterator[str]:
    if not found.wishes:
        return
    met = sum(is_met for _, is_met in found.wishes)
    yield label("repair_wishes", language, met=met, count=len(found.wishes))
    for wish, is_met in found.wishes:
        what = label("repair_wish_met" if is_met else "repair_wish_unmet", language)
        yield f"  {wish.employee_id}  {day_text(wish.date, language)}  {wish.shift}  {what}"


def _told(found: Repair, language: Language) -> Iterator[str]:
    if not found.changes:
        yield label("repair_nobody_told", language)
        return
    yield from told_lines(found.changes, language)
    if found.edits or found.wishes:
        yield label("repair_others_moved", language, count=found.chosen.touched)


_EFFECTS = (
    ("shortfall_hours", "shortfall_agent_hours", ",.1f"),
    ("service_level", "service_level", ".1%"),
    ("wait_seconds", "asa_seconds", ".1f"),
    ("answer_rate_entered", "answer_rate_entered", ".1%"),
    ("answer_rate_total", "answer_rate_total", ".1%"),
)


def _effects(found: Repair, language: Language) -> FiguresTable:
    runs: tuple[Run, ...] = (found.published, found.unmoved, found.repaired)
    head = ["", *(label(key, language) for key in ("repair_published", "repair_unmoved", "repair_repaired"))]
    rows = []
    for key, attribute, form in _EFFECTS:
        figures = [float(getattr(run.totals, attribute)) for run in runs]
        rows.append(
            [label(key, language), *(f"{figure:{form}}" if math.isfinite(figure) else "-" for figure in figures)]
        )
    audits = [run.audit for run in runs if run.audit is not None]
    rows.append(
        [
            f"{label('total_cost', language)} ({label('points', language)})",
            *(f"{checked.cost:,}" for checked in audits),
        ]
    )
    changes = [checked.cost_by_rule.get(LeastChange.number, 0) for checked in audits]
    if any(changes):
        rows.append(
            [label("repair_of_it_changes", language, rule=LeastChange.number), *(f"{points:,}" for points in changes)]
        )
    rows.append([label("hard_rules", language), *(_kept(len(checked.hard), language) for checked in audits)])
    return FiguresTable(head, rows, indent=2)


def _kept(broken: int, language: Language) -> str:
    return label("broken", language, count=broken) if broken else label("kept", language)


_PRICE_HEADS = (
    "repair_allowed",
    "repair_touched",
    "repair_days",
    "shortfall_hours",
    "repair_against",
    "repair_cost",
    "repair_against",
    "hard_rules",
)


def _prices(found: Repair, language: Language) -> list[Shown]:
    assert found.published.audit is not None
    hours = shortfall_hours(found.published.problem, found.published.audit)
    cost = found.published.audit.cost
    head = [label(key, language) for key in _PRICE_HEADS]
    rows = [[*_price_row(entry, hours, cost, language), "<" if entry is found.chosen else ""] for entry in found.priced]
    return [label("repair_prices", language), FiguresTable([*head, ""], rows, indent=2)]


def _price_row(entry: PricedAllowance, hours: float, cost: int, language: Language) -> list[str]:
    if entry.audit is None or entry.problem is None:
        return [str(entry.allowed), *["-"] * 6, label(f"status_{entry.status.value}", language)]
    now = shortfall_hours(entry.problem, entry.audit)
    return [
        str(entry.allowed),
        str(entry.touched),
        str(len(entry.changes)),
        f"{now:,.1f}",
        f"{now - hours:+,.1f}",
        f"{entry.audit.cost:,}",
        f"{entry.audit.cost - cost:+,}",
        _kept(len(entry.audit.hard), language),
    ]


def _next_steps(found: Repair, language: Language) -> Iterator[Shown]:
    if found.absences:
        yield label("repair_enter_absences", language)
        yield from (f"  {absence.row()}" for absence in found.absences)
    if found.written is None:
        yield label("repair_not_written", language)
    else:
        yield pairs([(label("files", language), str(found.written))])
