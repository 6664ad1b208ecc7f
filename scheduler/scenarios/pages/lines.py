"""A comparison on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.figures.words import starting_point
from scheduler.labels import label
from scheduler.scenarios.comparison import Comparison, all_rows
from scheduler.scenarios.measures import MEASURES, Depth, Measure
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
from scheduler.text_width import aligned, text_columns

_COLUMNS = {
    Depth.STAFFING: ("staff", "required_agent_hours", "available_agent_hours", "shortfall_agent_hours"),
    Depth.COVERAGE: ("staff", "shortfall_agent_hours", "overtime_hours", "premium_won"),
    Depth.ROSTER: (
        "staff",
        "shortfall_agent_hours",
        "requests_met",
        "overtime_hours",
        "premium_won",
        "people_who_move",
    ),
}
_SERVICE = ("service_level", "asa_seconds", "answer_rate_entered", "answer_rate_total")
_MOST_CHANGES = 12


def comparison_lines(comparison: Comparison) -> list[str]:
    """The table, what each scenario changes, reported figures, knees and answers."""
    language = comparison.settings.language
    return [
        f"{label('wi_title', language)}  {comparison.horizon.first_day}  {label('wi_depth', language)}: "
        f"{label(f'wi_{comparison.depth.value}', language)}",
        *(aligned(starting_point(comparison.plan, language)) if comparison.plan is not None else ()),
        *_table(comparison),
        f"({misses_text(comparison)})",
        *_changes(comparison),
        *_documents(comparison),
        *_curves(comparison),
        *_answers(comparison),
    ]


def _table(comparison: Comparison) -> list[str]:
    language = comparison.settings.language
    keys = [MEASURES[key] for key in (*_COLUMNS[comparison.depth][:2], *_SERVICE, *_COLUMNS[comparison.depth][2:])]
    head = [label("wi_scenario", language), *(measure_label(measure, language) for measure in keys)]
    if comparison.depth is Depth.ROSTER:
        head.append(label("gap_to_bound", language))
    body = []
    for row in all_rows(comparison):
        status = status_text(row, language)
        cells = [status] if status else [_cell(comparison, row, measure) for measure in keys]
        if comparison.depth is Depth.ROSTER and not status:
            cells.append(gap_text(row))
        body.append([title_of(row, language), *cells])
    return table(head, body)


def _cell(comparison: Comparison, row: Row, measure: Measure) -> str:
    found = comparison.difference(row, measure.key)
    change = difference_text(measure, found)
    return measure.text(found.value) + (f" ({change})" if change else "")


def table(head: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """Rows in columns, the first one to the left; a row with fewer cells says why it has no figures."""
    full = [row for row in (head, *body) if len(row) == len(head)]
    widths = [max(text_columns(row[n]) for row in full) for n in range(len(head))]
    widths[0] = max(widths[0], *(text_columns(row[0]) for row in body)) if body else widths[0]

    def line(row: Sequence[str]) -> str:
        first = row[0] + " " * (widths[0] - text_columns(row[0]))
        if len(row) < len(head):
            return "  ".join((first, *row[1:]))
        rest = (" " * (width - text_columns(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        return "  ".join((first, *rest))

    return [line(row) for row in (head, *body)]


def _changes(comparison: Comparison) -> Iterator[str]:
    if comparison.points or not any(row.changes for row in comparison.rows):
        return
    language = comparison.settings.language
    yield ""
    yield label("wi_changes", language)
    for row in comparison.rows:
        yield f"  {title_of(row, language)}"
        for change in row.changes[:_MOST_CHANGES]:
            yield f"    {change.what}: {change.old} -> {change.new}"
        if len(row.changes) > _MOST_CHANGES:
            yield f"    +{len(row.changes) - _MOST_CHANGES}"


def _documents(comparison: Comparison) -> Iterator[str]:
    language = comparison.settings.language
    lines = list(document_lines(comparison, language))
    if lines:
        yield ""
        yield label("wi_document", language)
        head = [label(key, language) for key in ("wi_scenario", "wi_measure", "wi_in_document", "wi_ours")]
        yield from ("  " + line for line in table(head, [[x.scenario, x.measure, x.document, x.ours] for x in lines]))


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
