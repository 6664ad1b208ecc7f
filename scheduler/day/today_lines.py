"""What the terminal shows of the rest of a day."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scheduler.changes.lines import day_text
from scheduler.day.all_hands import Pool
from scheduler.day.calls_to_come import QueueRest
from scheduler.day.proposal_lines import accepted_lines, person_text, proposal_lines, share_text
from scheduler.day.today import Today
from scheduler.labels import label, name_of
from scheduler.simulation.results import SimulatedIntervals
from scheduler.terminal.tables import FiguresTable, Shown, pairs


def today_lines(found: Today) -> Iterator[Shown]:
    """The calls so far and to come of each queue, and the service until midnight as planned and as expected."""
    language = found.settings.language
    when = f"{day_text(found.now.date(), language)} {found.now:%H:%M}"
    missing = label("people", language, count=len(found.absent))
    ahead = [(label("today_day", language), day_text(found.on, language))] if found.on != found.now.date() else []
    yield pairs([(label("today_now", language), when), *ahead, (label("today_missing", language), missing)])
    for employee in found.without_shift:
        yield label("today_no_shift", language, person=person_text(found, employee))
    names = {queue.name: name_of(queue, language) for queue in found.settings.queues}
    for one in found.done.lent:
        people = ", ".join(person_text(found, employee) for employee in sorted(one.people))
        yield label("today_lent", language, people=people, queue=names[one.queue], time=f"{one.start:%H:%M}")
    if (called := found.done.helpers) is not None:
        start, end = (f"{at:%H:%M}" for at in (called.start, called.end))
        yield label("today_called", language, count=called.people, start=start, end=end)
    if found.events:
        told_of = (
            " ".join(filter(None, (event.name, names.get(event.queue or ""), f"x{event.factor:g}")))
            for event in found.events
        )
        yield label("today_events", language, events=", ".join(told_of))
    head = ("today_counted_until", "today_forecast", "today_counted", "today_rest", "today_expected", "today_band")
    yield ""
    yield FiguresTable(
        [label("today_calls", language), *(label(key, language) for key in head)],
        [[names[rest.queue], *_calls(rest)] for rest in found.queues],
    )
    for rest in found.queues:
        told = {"queue": names[rest.queue], "hour": f"{rest.from_hour:02}"}
        if rest.is_followed:
            yield label("today_unused", language, **told)
        if rest.turned_from is not None:
            yield label("today_turned", language, queue=told["queue"], hour=f"{rest.turned_from:02}")
    if found.rows_of_other_days:
        yield label("today_other_days", language, count=found.rows_of_other_days)
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
    yield FiguresTable([title, *columns], rows)

    if found.proposal is not None:
        yield ""
        yield from proposal_lines(found, found.proposal)
    if found.accepted is not None:
        yield ""
        yield from accepted_lines(found, found.accepted)
    if found.all_hands is not None:
        yield ""
        yield from _pool(found, found.all_hands, names)
    if found.proposal is not None or found.all_hands is not None:
        yield label("today_not_known", language)


def _pool(found: Today, pool: Pool, names: dict[str, str]) -> Iterator[Shown]:
    """What comes of calling more and more of the pool, and how many are enough."""
    language, pay = found.settings.language, found.settings.pay
    queues = [queue for queue in names if queue in pool.settings.queues]
    head = [
        label("all_hands_title", language, start=f"{pool.start:%H:%M}", end=f"{pool.end:%H:%M}"),
        *(names[queue] for queue in queues),
        label("all_hands_more", language),
    ]
    if pay is not None:
        head += [label("all_hands_cost", language, currency=pay.currency), label("all_hands_per_call", language)]
    rows = []
    for step in pool.steps:
        cells = [label("all_hands_called", language, count=step.people)]
        cells += [share_text(step.in_time.get(queue)) for queue in queues]
        cells.append(f"{step.more_in_time:,.0f}")
        if pay is not None:
            cells += ["-" if cost is None else f"{cost:,.0f}" for cost in (step.cost, step.cost_per_call)]
        rows.append(cells)
    yield FiguresTable(head, rows)
    if not pool.promised:
        return
    if pool.enough:
        yield label("all_hands_enough", language, count=pool.enough)
    else:
        yield label("all_hands_too_few" if pool.enough is None else "all_hands_not_needed", language)


def _calls(rest: QueueRest) -> Iterator[str]:
    yield f"{rest.from_hour:02}:00"
    yield f"{rest.forecast_so_far:,.0f}"
    yield f"{rest.counted_so_far:,.0f}"
    yield f"{rest.forecast:,.0f}"
    yield f"{rest.expected:,.0f}"
    yield f"{rest.low:,.0f} ~ {rest.high:,.0f}" if math.isfinite(rest.high) else "-"


def _service(planned: dict[str | None, SimulatedIntervals], part: SimulatedIntervals) -> Iterator[str]:
    for name in ("service_level", "asa_seconds", "answer_rate_entered"):
        factor = 1.0 if name == "asa_seconds" else 100.0
        before = planned[part.queue].figures[name].simulated if part.queue in planned else math.nan
        now = part.figures[name]
        yield f"{before * factor:.1f}" if math.isfinite(before) else "-"
        yield f"{now.simulated * factor:.1f} ± {now.half_width * factor:.1f}" if math.isfinite(now.simulated) else "-"
