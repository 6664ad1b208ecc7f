"""What the terminal shows of leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scheduler.changes.lines import day_text, fallen_activity_lines
from scheduler.desk.leave.answering import Leave
from scheduler.desk.leave.deciding import Decision
from scheduler.desk.leave.outlook import DayOutlook
from scheduler.domain.base import clock_text
from scheduler.domain.people import Absence
from scheduler.labels import Language, label, name_of
from scheduler.publishing.lines import publication_lines
from scheduler.terminal.tables import FiguresTable, Shown


def leave_lines(found: Leave) -> Iterator[Shown]:
    """What days hold, and what was decided."""
    language = found.settings.language
    if found.days:
        yield from _outlook(found, language)
    if not found.decided:
        return
    if found.days:
        yield ""
    granted = sum(one.is_granted for one in found.decided)
    yield label("leave_decided", language, granted=granted, count=len(found.decided))
    yield FiguresTable(
        [
            label(f"leave_{key}", language)
            for key in ("who", "days", "kind", "decision", "takes", "left", "waits", "near")
        ],
        [_row(found, one, language) for one in found.decided],
        to_the_left=(1, 2, 3, 7),
        indent=2,
    )
    for one in found.decided:
        if not one.is_granted:
            yield ""
            asked = one.request.absence
            yield label(
                "leave_refused", language, who=_name(found, asked.employee_id), days=_asked_days(asked, language)
            )
            for reason in one.reasons:
                yield from (f"  {line}" for line in reason.text(language).splitlines())
    if found.fallen_activities:
        yield ""
        yield from fallen_activity_lines(found.fallen_activities, language)
    yield ""
    if found.written is not None:
        yield label("leave_written", language, path=found.written)
    if found.is_entered:
        yield label("leave_entered", language, count=len(found.granted))
        if found.publication is not None:
            yield from publication_lines(found.publication)
    elif granted:
        yield label("leave_not_entered", language)


def _outlook(found: Leave, language: Language) -> Iterator[Shown]:
    share = found.settings.leave.most_missing_share
    yield label("leave_outlook", language, share=share or 0.0)
    keys = ["day", found.days[0].by, "off", "free", "free_target", "missing", "service"]
    keys += ["next_hours", "next_points", "next_service"]
    yield FiguresTable(
        [label(f"leave_{key}", language) for key in keys],
        [_outlook_row(found, day, language) for day in found.days],
        to_the_left=(1,),
        indent=2,
    )
    yield label("leave_is_outlook", language)


def _outlook_row(found: Leave, day: DayOutlook, language: Language) -> list[str]:
    named = found.settings.teams if day.by == "team" else found.settings.queues
    names = {one.name: name_of(one, language) for one in named}
    return [
        day_text(day.date, language),
        names[day.group],
        str(day.off),
        _count(day.free) + ("+" if day.is_more else ""),
        _count(day.free_within_target),
        "-" if day.missing_share is None else f"{day.missing_share:.1%}",
        "-" if day.service is None else f"{day.service:.1%}",
        "-" if day.next_hours is None else f"{day.next_hours:+.1f}",
        "-" if day.next_points is None else f"{day.next_points:+,.0f}",
        "-" if day.next_service is None else f"{day.next_service:+.1%}",
    ]


def _count(number: int | None) -> str:
    return "-" if number is None else str(number)


def _row(found: Leave, one: Decision, language: Language) -> list[str]:
    asked = one.request.absence
    return [
        _name(found, asked.employee_id),
        _asked_days(asked, language),
        name_of(found.plan.problem.kind_of_absence(asked.kind), language),
        label("leave_granted" if one.against is None else f"leave_against_{one.against}", language),
        f"{one.days:g}",
        "-" if one.left is None else f"{one.left if one.is_granted else one.left + one.days:g}",
        _count(one.waiting),
        ", ".join(_span(first, last, language) for first, last in one.nearest) or "-",
    ]


def _asked_days(asked: Absence, language: Language) -> str:
    days = _span(asked.first_day, asked.last_day, language)
    if asked.part is not None:
        return f"{days} {label(f'leave_part_{asked.part}', language)}"
    if asked.times is not None:
        start, end = map(clock_text, asked.times)
        return f"{days} {start}-{end}"
    return days


def _span(first: date, last: date, language: Language) -> str:
    return day_text(first, language) if first == last else f"{day_text(first, language)} - {day_text(last, language)}"


def _name(found: Leave, employee: str) -> str:
    person = next(one for one in found.plan.workspace.employees if one.employee_id == employee)
    return employee if person.name in ("", employee) else f"{employee} {person.name}"
