"""What the terminal says of what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from scheduler.changes.lines import day_text
from scheduler.day.taking import Taken, TakenKind
from scheduler.domain.actuals import CountedCalls, Fact, MissedWork, PresentSpan
from scheduler.labels import Language, label
from scheduler.terminal.tables import Shown

_MOST_SHOWN = 10
_MISSED = ("absences", "no_shift")


def taken_lines(taken: Taken) -> Iterator[Shown]:
    """What was taken in of each kind, and what it replaced."""
    settings = taken.workspace.settings
    for kind in taken.kinds:
        yield from _kind_lines(kind, settings.language, settings.centre.zone)


def _kind_lines(kind: TakenKind, language: Language, zone: tzinfo) -> Iterator[str]:
    first = day_text(kind.first_day, language)
    days = (
        label("actuals_part_of_day", language, day=first)
        if kind.last_day is None
        else label("actuals_days", language, first=first, last=day_text(kind.last_day, language))
    )
    yield label(
        "actuals_nothing_new" if kind.file is None else "actuals_taken",
        language,
        kind=label(f"actuals_{kind.kind}", language),
        days=days,
        new=kind.new,
        same=kind.same,
        replaced=len(kind.replaced),
        files=", ".join(kind.names),
    )
    if kind.minutes:
        yield f"  {label('actuals_minutes', language, minutes=', '.join(map(str, kind.minutes)))}"
    if kind.replaced:
        yield f"  {label('actuals_replaced', language)}"
    for one in kind.replaced[:_MOST_SHOWN]:
        before = "; ".join(_fact_text(fact, language, zone) for fact in one.before)
        yield f"    {_whose_text(one.now, zone)}  {before} -> {_fact_text(one.now, language, zone)}"
    if len(kind.replaced) > _MOST_SHOWN:
        yield f"    {label('actuals_more', language, n=len(kind.replaced) - _MOST_SHOWN)}"
    if kind.open_ends:
        yield f"  {label('actuals_open_ends', language, n=kind.open_ends)}"
    for doubt in kind.doubts:
        key = f"actuals_doubt_{doubt.kind}" + ("_missed" if (kind.kind, doubt.kind) == _MISSED else "")
        places = ", ".join(doubt.places) + (", ..." if doubt.count > len(doubt.places) else "")
        yield f"  {label(key, language, count=doubt.count, places=places)}"


def _whose_text(fact: Fact, zone: tzinfo) -> str:
    if isinstance(fact, CountedCalls):
        return f"{fact.queue} {fact.start.astimezone(zone):%Y-%m-%d %H:%M}"
    return f"{fact.employee_id} {fact.date}" if isinstance(fact, MissedWork) else fact.employee_id


def _fact_text(fact: Fact, language: Language, zone: tzinfo) -> str:
    if isinstance(fact, CountedCalls):
        answered = "" if fact.answered is None else f"/{fact.answered:g}"
        times = (("" if seconds is None else f" {seconds:.0f}s") for seconds in (fact.asa_seconds, fact.aht_seconds))
        return f"{fact.entered:g}{answered}{''.join(times)}"
    if isinstance(fact, MissedWork) and fact.start is None:
        return label("actuals_all_day", language)
    assert fact.start is not None
    assert fact.end is not None
    end = "" if isinstance(fact, PresentSpan) and fact.is_open else _clock(fact.end, zone)
    return f"{_clock(fact.start, zone)}-{end}"


def _clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%m-%d %H:%M}"
