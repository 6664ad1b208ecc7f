"""What the terminal shows of a placement."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scheduler.changes.lines import day_text
from scheduler.desk.activities.placing import Placement
from scheduler.figures import Run
from scheduler.labels import Language, label
from scheduler.terminal.tables import FiguresTable, Shown

_MOST_NAMES = 6
"""People of a session or a reason who are named; the file has all."""

_FIGURES = (
    ("shortfall_hours", "shortfall_agent_hours", ",.1f"),
    ("service_level", "service_level", ".1%"),
    ("asa_seconds", "asa_seconds", ".1f"),
)


def placement_lines(found: Placement) -> Iterator[Shown]:
    """The sessions, what they do to service, who finds no place, and where it was written."""
    language = found.after.settings.language
    first, last = found.days
    yield label("activities_days", language, first=day_text(first, language), last=day_text(last, language))
    yield label("activities_placed", language, count=found.placed)
    if found.moved:
        yield label("activities_meals_moved", language, count=found.moved)
    if found.sessions:
        yield _sessions(found, language)
    for name in found.outside:
        yield label("activities_outside", language, activity=name)
    for missing in found.unplaced:
        yield label(
            "activities_unplaced",
            language,
            count=missing.times,
            activity=missing.activity,
            reason=missing.reason.text(language),
            people=_names(missing.people, language),
        )
    yield ""
    yield _effects(found, language)
    if found.at_least is not None and not found.is_proven and found.after.audit is not None:
        yield label("activities_not_proven", language)
    if found.share:
        yield label("activities_share", language, share=found.share)
    elif found.after.settings.shrinkage.total and found.sessions:
        yield label("activities_on_top", language)
    yield label("activities_not_written", language) if found.written is None else str(found.written)


def _sessions(found: Placement, language: Language) -> FiguresTable:
    return FiguresTable(
        [label(f"activities_{key}", language) for key in ("when", "what", "people_count", "who")],
        [
            [
                f"{day_text(one.date, language)} {one.times}",
                one.activity.name,
                str(len(one.people)),
                _names(one.people, language)
                + (label("activities_led_by", language, trainer=one.trainer) if one.trainer else ""),
            ]
            for one in found.sessions
        ],
        to_the_left=(1, 3),
        indent=2,
    )


def _names(people: tuple[str, ...], language: Language) -> str:
    shown = ", ".join(people[:_MOST_NAMES])
    more = len(people) - _MOST_NAMES
    return shown + (label("activities_more", language, count=more) if more > 0 else "")


def _effects(found: Placement, language: Language) -> FiguresTable:
    runs: tuple[Run, ...] = (found.before, found.after)
    rows = []
    for key, attribute, form in _FIGURES:
        figures = [float(getattr(run.totals, attribute)) for run in runs]
        rows.append(
            [label(key, language), *(f"{figure:{form}}" if math.isfinite(figure) else "-" for figure in figures)]
        )
    costs = [0 if run.audit is None else run.audit.cost for run in runs]
    rows.append([f"{label('total_cost', language)} ({label('points', language)})", *(f"{cost:,}" for cost in costs)])
    return FiguresTable(["", label("activities_before", language), label("activities_after", language)], rows, indent=2)
