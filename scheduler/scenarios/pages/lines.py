"""A comparison on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scheduler.figures.words import starting_point
from scheduler.labels import label
from scheduler.messages import Message
from scheduler.scenarios.comparison import Comparison, all_rows
from scheduler.scenarios.measures import MEASURES, SERVICE, Depth, Measure
from scheduler.scenarios.pages import FAILURES_FILE
from scheduler.scenarios.pages.words import (
    difference_text,
    document_lines,
    found_text,
    gap_text,
    measure_label,
    misses_text,
    status_text,
    title_of,
)
from scheduler.scenarios.running import Row
from scheduler.terminal.tables import FiguresTable, Shown, pairs

_COLUMNS = {
    Depth.STAFFING: ("staff", "required_agent_hours", "available_agent_hours", "shortfall_agent_hours"),
    Depth.COVERAGE: ("staff", "shortfall_agent_hours", "overtime_hours", "premium_pay"),
    Depth.ROSTER: (
        "staff",
        "shortfall_agent_hours",
        "requests_met",
        "overtime_hours",
        "premium_pay",
        "people_who_move",
    ),
}
_MOST_CHANGES = 12


def comparison_lines(comparison: Comparison, folder: Path | None = None) -> list[Shown]:
    """The table, what each scenario changes, reported figures, knees and answers; and where it was written."""
    language = comparison.settings.language
    return [
        f"{label('wi_title', language)}  {comparison.horizon.first_day}  {label('wi_depth', language)}: "
        f"{label(f'wi_{comparison.depth.value}', language)}",
        *([pairs(starting_point(comparison.plan, language))] if comparison.plan is not None else ()),
        _table(comparison),
        f"({misses_text(comparison)})",
        *_changes(comparison),
        *_documents(comparison),
        *_curves(comparison),
        *_answers(comparison),
        *(("", pairs([(label("files", language), str(folder))])) if folder is not None else ()),
    ]


def failed_text(comparison: Comparison, output: Path | None) -> str:
    """Which scenarios failed, and what to attach of the folder where that is reported; empty without any."""
    failed = [row.name for row in all_rows(comparison) if row.error]
    if not failed:
        return ""
    attach = (
        Message("{file} of a run with another --output", file=FAILURES_FILE)
        if output is None
        else str(output / FAILURES_FILE)
    )
    return Message(
        "{scenarios} failed, the others are complete. This is a bug in the scheduler, not in your inputs. Please open "
        "an issue and attach {file}",
        scenarios=", ".join(failed),
        file=attach,
    ).text(comparison.settings.language)


def _table(comparison: Comparison) -> FiguresTable:
    language = comparison.settings.language
    keys = [MEASURES[key] for key in (*_COLUMNS[comparison.depth][:2], *SERVICE, *_COLUMNS[comparison.depth][2:])]
    head = [label("wi_scenario", language), *(measure_label(measure, comparison.settings) for measure in keys)]
    if comparison.depth is Depth.ROSTER:
        head.append(label("gap_to_bound", language))
    body = []
    for row in all_rows(comparison):
        status = status_text(row, language)
        cells = [status] if status else [_cell(comparison, row, measure) for measure in keys]
        if comparison.depth is Depth.ROSTER and not status:
            cells.append(gap_text(row))
        body.append([title_of(row, language), *cells])
    return FiguresTable(head, body)


def _cell(comparison: Comparison, row: Row, measure: Measure) -> str:
    found = comparison.difference(row, measure.key)
    change = difference_text(measure, found)
    return measure.text(found.value) + (f" ({change})" if change else "")


def _changes(comparison: Comparison) -> Iterator[str]:
    if comparison.points or not any(row.changes for row in comparison.rows):
        return
    language = comparison.settings.language
    yield ""
    yield label("wi_changes", language)
    for row in comparison.rows:
        yield f"  {title_of(row, language)}"
        for change in row.changes[:_MOST_CHANGES]:
            what, old, new = change.texts(language)
            yield f"    {what}: {old} -> {new}"
        if len(row.changes) > _MOST_CHANGES:
            yield f"    +{len(row.changes) - _MOST_CHANGES}"


def _documents(comparison: Comparison) -> Iterator[Shown]:
    language = comparison.settings.language
    lines = list(document_lines(comparison, language))
    if lines:
        yield ""
        yield label("wi_document", language)
        head = [label(key, language) for key in ("wi_scenario", "wi_measure", "wi_in_document", "wi_ours")]
        yield FiguresTable(head, [[line.scenario, line.measure, line.document, line.ours] for line in lines], indent=2)


def _curves(comparison: Comparison) -> Iterator[str]:
    language = comparison.settings.language
    curves = comparison.curves()
    if curves:
        yield ""
        yield f"{label('wi_curve', language)}: {curves[0].path}"
        for curve in curves:
            measure = label(curve.measure.words, language)
            if curve.knee is None:
                yield "  " + label("wi_no_knee", language, measure=measure)
            else:
                yield "  " + label("wi_knee", language, measure=measure, at=f"{curve.knee:+g}")


def _answers(comparison: Comparison) -> Iterator[str]:
    language = comparison.settings.language
    if comparison.found:
        yield ""
        yield label("wi_find", language)
        for found in comparison.found:
            yield "  " + found_text(found, language)
            tried = ", ".join(
                f"{value:g}: {found.condition.measure.text(row.figures.get(found.condition.key))}"
                for value, row, _ in found.tried
            )
            yield f"    {label('wi_tried', language)}: {tried}"
