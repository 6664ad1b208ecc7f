"""What the terminal says of settings as they were measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.changes.lines import day_text
from scheduler.config import Settings
from scheduler.day.calibrating.calibrating import Measured
from scheduler.day.calibrating.estimates import Estimate, WorkPlace
from scheduler.domain.base import WEEKDAYS
from scheduler.labels import Language, label, name_of, weekday_label
from scheduler.terminal.tables import FiguresTable, Shown, pairs

_SHARES = ("redial_share", "unplanned_absence")


def measured_lines(measured: Measured) -> Iterator[Shown]:
    """The settings beside what was measured, handling times by hour and place, and what could not be told."""
    settings, language = measured.settings, measured.settings.language
    first, last = (day_text(day, language) for day in (measured.first_day, measured.last_day))
    yield label("measured_title", language, days=label("actuals_days", language, first=first, last=last))
    yield label("measured_note", language)
    summary = [one for one in measured.estimates if one.of != "aht_seconds" or not one.at]
    known = [one for one in summary if one.is_known]
    if known:
        yield ""
        head = [
            label(f"measured_{key}", language) for key in ("what", "setting", "value", "interval", "days", "events")
        ]
        yield FiguresTable(head, [[_name(one, settings), *_cells(one, language)] for one in known])
    for queue in settings.queues:
        yield from _hours(measured, queue.name)
    # What nothing was counted of is one line for all that it keeps from being told.
    unknown = [one for one in summary if one.why_not is not None]
    if unknown:
        yield ""
        yield label("measured_unknown", language)
        yield pairs([(_name(one, settings), one.why_not.text(language)) for one in unknown if one.why_not], 2)


def _name(one: Estimate, settings: Settings) -> str:
    """What an estimate is of, with its queue, place and weekday."""
    language = settings.language
    words = [label(f"measured_{one.of}", language)]
    if one.queue is not None:
        words.append(next(name_of(queue, language) for queue in settings.queues if queue.name == one.queue))
    if one.place:
        words.append(label(f"measured_{one.place}", language))
    if one.of == "unplanned_absence" and one.at:
        words.append(weekday_label(WEEKDAYS.index(one.at), language))
    return ", ".join(words)


def _cells(one: Estimate, language: Language) -> list[str]:
    return [
        label("review_no_value", language) if one.now is None else _text(one, one.now) + (" *" if one.differs else ""),
        _text(one, one.value),
        f"{_text(one, one.low)} ~ {_text(one, one.high)}",
        f"{one.days:,}",
        f"{one.events:,.0f}",
    ]


def _text(one: Estimate, value: float) -> str:
    if one.of in _SHARES:
        return f"{value:.1%}"
    return f"{value:.3f}" if one.of == "home_productivity" else f"{value:,.1f}"


def _hours(measured: Measured, queue: str) -> Iterator[Shown]:
    """Handling times by hour: everywhere, and by place where that was counted."""
    language = measured.settings.language
    hours = [one for one in measured.of("aht_seconds", queue) if one.at and one.is_known]
    if not hours:
        return
    places: Sequence[WorkPlace] = [
        place for place in ("", "office", "home") if any(one.place == place for one in hours)
    ]
    by_place = {(one.at, one.place): one for one in hours}
    title = next(name_of(one, language) for one in measured.settings.queues if one.name == queue)
    head = [label("hour", language), *(label(f"measured_{one or 'value'}", language) for one in places)]
    rows = []
    for at in dict.fromkeys(one.at for one in hours):
        cells = [by_place.get((at, place)) for place in places]
        shown = [
            "-"
            if one is None
            else f"{one.value:,.1f} ({one.low:,.1f} ~ {one.high:,.1f})" + (" *" if one.differs else "")
            for one in cells
        ]
        rows.append([f"{int(at):02}:00", *shown])
    yield ""
    yield label("measured_hours", language, queue=title)
    yield FiguresTable(head, rows)
