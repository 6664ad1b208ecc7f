"""What the terminal shows of why somebody works, and of what a span needs."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.changes.lines import day_text, shift_text
from scheduler.desk.desk import Desk
from scheduler.desk.lines import breach_lines, effects_lines
from scheduler.desk.requirement import Requirement
from scheduler.desk.why import Alternative, Why
from scheduler.domain.shifts import OFF
from scheduler.labels import label, name_of
from scheduler.standing import Outcome
from scheduler.terminal.tables import FiguresTable, Shown


def why_lines(found: Why) -> Iterator[Shown]:
    """Each alternative with what it breaks or costs; what to tell the person."""
    desk, language = found.desk, found.desk.language
    works = "+".join(shift_text(row, language) for row in found.rows) or label("day_off", language)
    yield label(
        "desk_shift", language, who=desk.name(found.employee_id), shift=works, day=day_text(found.date, language)
    )
    if found.absent_as is not None:
        kind = name_of(desk.problem.kind_of_absence(found.absent_as), language)
        yield label("desk_is_absent", language, kind=kind)
    if found.is_employed:
        yield from _alternatives(found)
    yield ""
    yield label("desk_to_tell", language)
    yield from (f"  {sentence}" for sentence in sentences(found))


def _alternatives(found: Why) -> Iterator[Shown]:
    desk, language = found.desk, found.desk.language
    yield ""
    yield label("desk_alternatives" if found.with_others else "desk_alternatives_alone", language)
    cost = desk.standing.checked.cost
    keys = ("alone", "by", "at_least", "found", "with") if found.with_others else ("alone", "by")
    head = ["", *(label(f"desk_{key}", language) for key in keys)]
    rows = [_row(desk, one, cost)[: len(head)] for one in found.alternatives]
    yield FiguresTable(head, rows, to_the_left=(2, 5), indent=2)
    for one in found.alternatives:
        if one.breaches:
            yield ""
            yield label("desk_instead", language, shift=_name(desk, one.shift))
            yield from breach_lines(desk, one.breaches[: 1 if one.never_by else 2])
    best = found.best
    if best is not None and best.found is not None:
        yield ""
        yield label("desk_cheapest", language, shift=_name(desk, best.shift))
        yield from effects_lines(desk, best.found)


def _row(desk: Desk, one: Alternative, cost: int) -> list[str]:
    language = desk.language
    change = f"{one.effects.outcome.cost_change:+,}"
    by = ", ".join(dict.fromkeys(breach.rule for breach in one.breaches))
    if one.is_in_no_roster:
        by += f" ({label('desk_in_no_roster', language)})"
    return [
        _name(desk, one.shift),
        change,
        by or "-",
        "-" if one.at_least is None else f"{one.at_least - cost:+,}",
        "-" if one.found is None else f"{one.found.outcome.cost_change:+,}",
        "-" if one.partner is None else desk.name(one.partner),
    ]


def _name(desk: Desk, shift: str) -> str:
    if shift == OFF:
        return label("day_off", desk.language)
    return f"{shift} {name_of(desk.problem.shifts[shift], desk.language)}"


def sentences(found: Why) -> Iterator[str]:
    """One or two plain sentences that the person can be told."""
    desk, language = found.desk, found.desk.language
    who, day = desk.name(found.employee_id), day_text(found.date, language)
    works = "+".join(_name(desk, row.shift) for row in found.rows) or label("day_off", language)
    if found.absent_as is not None:
        kind = name_of(desk.problem.kind_of_absence(found.absent_as), language)
        yield label("desk_told_absent", language, who=who, day=day, kind=kind)
        return
    if not found.is_employed:
        yield label("desk_told_unemployed", language, who=who, day=day)
        return
    # For a day off what is asked about is the shift that could be worked, if there is one.
    possible = [one for one in found.alternatives if not one.is_in_no_roster]
    asked = next(iter(possible or found.alternatives), None)
    if asked is None:
        return
    instead = _name(desk, asked.shift)
    if asked.breaches:
        first = asked.breaches[0]
        yield label(
            "desk_told_breaks",
            language,
            who=who,
            works=works,
            day=day,
            instead=instead,
            rule=desk.title(first.rule),
            sentence=first.text(language),
        )
    else:
        yield label(
            "desk_told_costs",
            language,
            who=who,
            works=works,
            day=day,
            instead=instead,
            points=f"{asked.effects.outcome.cost_change:+,}",
            of=_of(desk, asked.effects.outcome),
        )
    best = found.best
    if best is None or best.found is None:
        if all(one.is_in_no_roster for one in found.alternatives):
            yield label("desk_told_never", language)
        else:
            yield label("desk_told_nothing" if found.with_others else "desk_told_not_alone", language)
    elif best.partner is None:
        yield label("desk_told_alone", language, instead=_name(desk, best.shift), **_costs(desk, best.found.outcome))
    else:
        turns = {one.employee_id: one for one in best.found.turns}
        mine, theirs = turns[found.employee_id], turns[best.partner]
        days = sorted({on for _, on in best.found.outcome.changes})
        yield label(
            "desk_told_partner",
            language,
            instead=_name(desk, best.shift),
            partner=desk.name(best.partner),
            days=", ".join(day_text(on, language) for on in days),
            weekend=theirs.weekend_days[0],
            nights=theirs.nights[0],
            own_weekend=mine.weekend_days[0],
            own_nights=mine.nights[0],
            **_costs(desk, best.found.outcome),
        )


def _costs(desk: Desk, outcome: Outcome) -> dict[str, str]:
    return {"points": f"{outcome.cost_change:+,}", "of": _of(desk, outcome)}


def _of(desk: Desk, outcome: Outcome) -> str:
    """The rules that change most, with their points."""
    largest = sorted(outcome.cost_change_by_rule.items(), key=lambda item: -abs(item[1]))[:2]
    return ", ".join(f"{desk.title(number)} {points:+,}" for number, points in largest) or "-"


def requirement_lines(found: Requirement) -> Iterator[Shown]:
    """What each queue needs in each interval, and who is there."""
    desk, language = found.desk, found.desk.language
    queues = {queue.name: name_of(queue, language) for queue in desk.workspace.settings.queues}
    yield label("desk_span", language, start=f"{found.start:%Y-%m-%d %H:%M}", end=f"{found.end:%Y-%m-%d %H:%M}")
    for need in found.needs:
        yield f"  {queues[need.row.queue]}: {need.row.explanation(language)}"
        yield "    " + label(
            "desk_gets", language, required=f"{need.row.required:.2f}", effective=f"{need.effective:.2f}"
        )
    if not found.needs:
        yield "  " + label("desk_no_queue_open", language)
    yield ""
    yield label("desk_there", language, people=label("people", language, count=len(found.people)))
    if not found.people:
        return
    rows = [
        [
            desk.name(row.employee_id) if row.employee_id in desk.problem.employee else row.employee_id,
            queues.get(row.queue, row.queue),
            shift_text(row, language),
            "-" if row.break_start is None else f"{row.break_start:%H:%M}",
            label(row.work_mode, language),
        ]
        for row in found.people
    ]
    head = ["", *(label(key, language) for key in ("queue", "desk_shift_head", "meal", "desk_where"))]
    yield FiguresTable(head, rows, to_the_left=(1, 2, 3, 4), indent=2)
