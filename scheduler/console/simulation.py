"""What the terminal shows of a roster that was run caller by caller."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from scheduler.changes.lines import day_text
from scheduler.figures.words import reasons_texts, simulated_text
from scheduler.labels import Language, label, name_of
from scheduler.simulation.results import Figure, Simulated, SimulatedIntervals
from scheduler.terminal.tables import FiguresTable, Shown, pairs


def simulation_lines(found: Simulated, output: Path | None) -> Iterator[Shown]:
    """The service of all calls and of each queue, then by day and hour, each beside what is computed."""
    language = found.settings.language
    horizon = found.horizon
    span = f"{horizon.first_day} ~ {horizon.last_day}"
    runs = label("sim_runs", language, count=found.replications, seed=found.settings.simulation.seed)
    yield pairs(
        [
            (label("week_of", language), f"{span} ({runs})"),
            (label("service_level", language), simulated_text(found, language)),
        ]
    )
    names = {queue.name: name_of(queue, language) for queue in found.settings.queues}
    yield ""
    yield _table(
        "",
        [
            (label("sim_all_calls", language), found.whole),
            *((label(f"wi_{part.at}", language), part) for part in found.of("hour_class")),
            *((names[part.queue], part) for part in found.queues() if part.queue is not None),
        ],
        language,
    )
    yield from reasons_texts(found, language)
    yield ""
    days = [(day_text(part.start.date(), language), part) for part in found.of("day") if part.start is not None]
    yield _table(label("sim_by_day", language), days, language)
    yield ""
    hours = [(f"{int(part.at):02}:00", part) for part in found.of("hour")]
    yield _table(label("sim_by_hour", language), hours, language)
    yield label("sim_note", language)
    if output is not None:
        yield pairs([(label("files", language), str(output))])


def _table(title: str, rows: Sequence[tuple[str, SimulatedIntervals]], language: Language) -> FiguresTable:
    computed, simulated, days = (label(f"sim_{key}", language) for key in ("computed", "simulated", "days"))
    head = [title, label("sim_calls", language)]
    for key in ("sim_in_time", "sim_wait", "sim_answered"):
        head += [f"{label(key, language)}, {computed}", simulated, days]
    return FiguresTable(head, [[name, f"{part.calls:,.0f}", *_cells(part)] for name, part in rows])


def _cells(part: SimulatedIntervals) -> Iterator[str]:
    for name in ("service_level", "asa_seconds", "answer_rate_entered"):
        figure = part.figures[name]
        factor = 1.0 if name == "asa_seconds" else 100.0
        yield _number(figure.computed * factor)
        mark = "*" if figure.differs else ""
        yield f"{_number(figure.simulated * factor)} ± {_number(figure.half_width * factor)}{mark}"
        yield _span(figure, factor)


def _span(figure: Figure, factor: float) -> str:
    return f"{_number(figure.low * factor)}..{_number(figure.high * factor)}"


def _number(value: float) -> str:
    return f"{value:.1f}" if math.isfinite(value) else "-"
