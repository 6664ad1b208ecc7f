"""What the terminal shows of the rest of a day."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scheduler.changes.lines import day_text
from scheduler.day.today import QueueRest, Today
from scheduler.labels import label, name_of
from scheduler.simulation.results import Part
from scheduler.terminal.tables import Figures, Shown, pairs


def today_lines(found: Today) -> Iterator[Shown]:
    """The calls so far and to come of each queue, and the service until midnight as planned and as expected."""
    language = found.settings.language
    when = f"{day_text(found.now.date(), language)} {found.now:%H:%M}"
    missing = label("people", language, count=len(found.absent))
    yield pairs([(label("today_now", language), when), (label("today_missing", language), missing)])
    names = {queue.name: name_of(queue, language) for queue in found.settings.queues}
    head = ("today_counted_until", "today_forecast", "today_counted", "today_rest", "today_expected", "today_band")
    yield ""
    yield Figures(
        [label("today_calls", language), *(label(key, language) for key in head)],
        [[names[rest.queue], *_calls(rest)] for rest in found.queues],
    )
    planned = {part.queue: part for part in (found.as_planned.whole, *found.as_planned.queues())}
    rows = [
        [label("sim_all_calls", language) if part.queue is None else names[part.queue], *_service(planned, part)]
        for part in (found.as_expected.whole, *found.as_expected.queues())
    ]
    title = label("today_service", language, since=f"{found.since:%H:%M}")
    columns = [
        f"{label(key, language)}, {label(when, language)}"
        for key in ("sim_in_time", "sim_wait", "sim_answered")
        for when in ("today_as_planned", "today_as_expected")
    ]
    yield ""
    yield Figures([title, *columns], rows)


def _calls(rest: QueueRest) -> Iterator[str]:
    yield f"{rest.from_hour:02}:00"
    yield f"{rest.forecast_so_far:,.0f}"
    yield f"{rest.counted_so_far:,.0f}"
    yield f"{rest.forecast:,.0f}"
    yield f"{rest.expected:,.0f}"
    yield f"{rest.low:,.0f} ~ {rest.high:,.0f}" if math.isfinite(rest.high) else "-"


def _service(planned: dict[str | None, Part], part: Part) -> Iterator[str]:
    for name in ("service_level", "asa_seconds", "answer_rate_entered"):
        factor = 1.0 if name == "asa_seconds" else 100.0
        before = planned[part.queue].figures[name].simulated if part.queue in planned else math.nan
        now = part.figures[name]
        yield f"{before * factor:.1f}" if math.isfinite(before) else "-"
        yield f"{now.simulated * factor:.1f} ± {now.half_width * factor:.1f}" if math.isfinite(now.simulated) else "-"
