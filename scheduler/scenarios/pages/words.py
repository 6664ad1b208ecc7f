"""Words and cells that terminal, workbook and page have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.config import Settings
from scheduler.labels import Language, currency_label, label
from scheduler.scenarios.comparison import Comparison, MeasureDifference, status_key
from scheduler.scenarios.finding import Threshold
from scheduler.scenarios.measures import MEASURES, SERVICE, Measure, measure_key, measure_of, part_label
from scheduler.scenarios.running import Row

SHOWN_PARTS = ("prime", "vulnerable", "other", "hour_12", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def title_of(row: Row, language: Language) -> str:
    """What people call a scenario."""
    return label("wi_baseline", language) if row.scenario is None else row.scenario.overlay.title(language)


def measure_label(measure: Measure, settings: Settings) -> str:
    """A measure with its unit where the value has none."""
    language = settings.language
    units = {
        "seconds": label("seconds", language),
        "hours": label("hours_unit", language),
        "money": None if settings.pay is None else currency_label(settings.pay.currency, language),
    }
    name = label(measure.words, language, night=settings.night.text)
    unit = units.get(measure.unit)
    return (
        name
        if unit is None or measure.words in ("shortfall_hours", "surplus_hours", "wi_required", "wi_available")
        else f"{name}({unit})"
    )


def key_label(key: str, settings: Settings) -> str:
    """A measure, with its part of the week where it has one."""
    part, dot, name = key.rpartition(".")
    words = measure_label(MEASURES[name], settings)
    return f"{part_label(part, settings.language)} {words}" if dot else words


def status_text(row: Row, language: Language) -> str:
    """Why a scenario has no figures; empty where it has them."""
    key = status_key(row)
    return "" if key is None else label(key, language, error=row.error)


def difference_text(measure: Measure, difference: MeasureDifference) -> str:
    """``+1.2``, with ``~`` before it where it is noise; empty where there is none to show."""
    if measure.rounds_to_nothing(difference.amount):
        return ""
    return ("~" if difference.is_noise else "") + measure.text(difference.amount, signed=True)


def gap_text(row: Row) -> str:
    """The gap of a roster."""
    return "-" if row.result is None or not row.result.weeks else f"{row.result.relative_gap:.2%}"


def misses_text(comparison: Comparison) -> str:
    """What this depth does not see."""
    return label(f"wi_misses_{comparison.depth.value}", comparison.settings.language)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """What a document reports of a scenario, beside what came out here."""

    scenario: str
    measure: str
    document: str
    ours: str
    note: str


def document_lines(comparison: Comparison, language: Language) -> Iterator[DocumentLine]:
    """Every reported figure of the scenarios."""
    for row in comparison.rows:
        if row.scenario is None:
            continue
        for name, reported in row.scenario.overlay.reported.items():
            key = measure_key(name)
            measure = measure_of(key)
            note = reported.note_ko if language == "ko" else reported.note_en
            if measure is None:
                yield DocumentLine(title_of(row, language), key, f"{reported.value:g}", "-", note)
                continue
            difference = comparison.difference(row, key)
            yield DocumentLine(
                title_of(row, language),
                key_label(key, comparison.settings),
                _from_to(measure, reported.baseline, reported.value),
                _from_to(measure, difference.baseline, difference.value),
                note,
            )


def _from_to(measure: Measure, baseline: float | None, value: float | None) -> str:
    return measure.text(value) if baseline is None else f"{measure.text(baseline)} → {measure.text(value)}"


def found_text(found: Threshold, language: Language) -> str:
    """The answer to ``--find``."""
    if found.value is None:
        return label("wi_not_found", language, condition=found.condition.text, note=found.note)
    value = f"{found.value:+g}" if found.path.startswith("headcount.") else f"x {found.value:g}"
    return label("wi_found", language, condition=found.condition.text, path=found.path, value=value)


def service_measures() -> list[Measure]:
    """The measures that parts of the week have."""
    return [MEASURES[key] for key in SERVICE]
