"""What the terminal shows of answers about a roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.changes.lines import day_text, shift_text, told_lines
from scheduler.constraints.base import Violation
from scheduler.desk.cover import Candidate, Cover
from scheduler.desk.desk import Desk
from scheduler.desk.effects import Effects, HourOfQueue
from scheduler.desk.swap import Swap, Swaps
from scheduler.labels import label, name_of
from scheduler.publishing.lines import publication_lines
from scheduler.standing import Outcome
from scheduler.terminal.tables import FiguresTable, Shown, pairs


def cover_lines(found: Cover, top: int, *, with_all: bool) -> Iterator[Shown]:
    """Who could take the shift, the best first, and why others could not.

    Parameters
    ----------
    found
        The answer.
    top
        How many of those who could are shown.
    with_all
        Whether everybody who could not is shown with the reason.
    """
    desk, language = found.desk, found.desk.language
    who = desk.name(found.row.employee_id)
    yield from _over(desk)
    yield label(
        "desk_shift", language, who=who, shift=shift_text(found.row, language), day=day_text(found.row.date, language)
    )
    notice = desk.workspace.settings.notice_days
    key = "desk_short_notice" if found.notice_days < notice else "desk_notice"
    values = {"notice": notice} if found.notice_days < notice else {}
    yield label(key, language, count=found.notice_days, **values)
    if found.absent_as is None:
        yield label("desk_no_kind", language, who=who)
    else:
        kind = desk.problem.kind_of_absence(found.absent_as)
        yield label("desk_absent_as", language, who=who, kind=name_of(kind, language))
    change = found.uncovered.cost - desk.standing.checked.cost
    yield label("desk_uncovered", language, points=f"{change:+,}")
    yield ""
    yield label("desk_could", language, count=len(found.candidates))
    if found.candidates:
        yield _candidates(found, found.candidates[:top])
    if len(found.candidates) > top:
        yield "  " + label("desk_more", language, count=len(found.candidates) - top)
    yield from _could_not(found, with_all=with_all)


def _candidates(found: Cover, candidates: Iterable[Candidate]) -> Shown:
    desk, language = found.desk, found.desk.language
    keys = ("gives_up", "where", "points", "overtime", "premium", "nights", "weekend_days", "wish")
    rows = []
    for one in candidates:
        wishes = [label("desk_wish_met", language)] * bool(one.wishes_met)
        wishes += [label("desk_wish_unmet", language)] * bool(one.wishes_unmet)
        rows.append(
            [
                desk.name(one.employee_id),
                "+".join(row.shift for row in one.gives_up) or (label("on_call", language) if one.is_on_call else "-"),
                label(one.row.work_mode, language),
                f"{one.cost_change:+,}",
                f"{one.pay.overtime_minutes:+,}",
                f"{one.pay.premium_minutes:+,.0f}",
                str(one.turns.nights[0]),
                str(one.turns.weekend_days[0]),
                ", ".join(wishes) or "-",
            ]
        )
    return FiguresTable(["", *(label(f"desk_{key}", language) for key in keys)], rows, to_the_left=(1, 2, 8), indent=2)


def _could_not(found: Cover, *, with_all: bool) -> Iterator[Shown]:
    if not found.refused:
        return
    desk, language = found.desk, found.desk.language
    yield ""
    yield label("desk_could_not", language, count=len(found.refused))
    for reason, count in found.refused_by_reason.items():
        title = desk.title(reason) if reason else label("desk_works_it", language)
        yield f"  {title}: {count}"
        for one in found.refused if with_all else ():
            if one.reason == reason and one.breaches:
                yield f"    {desk.name(one.employee_id)}: {one.breaches[0].text(language)}"
            elif one.reason == reason:
                yield f"    {desk.name(one.employee_id)}"
    if not with_all:
        yield label("desk_each_on_request", language)


def swaps_lines(found: Swaps) -> Iterator[Shown]:
    """The decisions, and what they do."""
    desk, language = found.before, found.before.language
    yield from _over(desk)
    single = found.decided[0] if len(found.decided) == 1 else None
    for n, one in enumerate(found.decided):
        if single is None:
            yield f"{n + 1}. {label('desk_granted' if one.is_granted else 'desk_refused', language)}"
        yield from _decision(desk, one, is_single=single is not None)
    if single is None:
        granted = sum(one.is_granted for one in found.decided)
        yield ""
        yield label("desk_decided", language, granted=granted, count=len(found.decided))
        yield _cost(found.before.standing.checked.cost, found.after.standing.checked.cost, desk)
    yield ""
    if found.publication is not None:
        yield from publication_lines(found.publication)
    elif found.after.roster != found.before.roster:
        yield label("desk_not_published", language)


def _decision(desk: Desk, one: Swap, *, is_single: bool) -> Iterator[Shown]:
    language = desk.language
    for (who, on), row in zip(one.places, one.gives, strict=True):
        name = desk.name(who) if who in desk.problem.employee else who
        shift = shift_text(row, language)
        yield "  " + label("desk_swap", language, who=name, day=day_text(on, language), shift=shift)
    if one.fault is not None:
        yield f"  {one.fault.text_in(language)}"
    elif is_single:
        yield label("desk_may" if one.is_granted else "desk_may_not", language)
    yield from breach_lines(desk, one.breaches)
    if one.effects is None:
        return
    if one.is_granted and not one.effects.told:
        yield ("" if is_single else "  ") + label("desk_swaps_nothing", language)
    elif is_single:
        # Nobody is told of what may not be.
        yield from effects_lines(desk, one.effects if one.is_granted else replace(one.effects, told=()))
    else:
        outcome = one.effects.outcome
        yield "  " + _cost(outcome.cost - outcome.cost_change, outcome.cost, desk)


def breach_lines(desk: Desk, breaches: Iterable[Violation]) -> Iterator[str]:
    """A line for each breach: the rule, and the sentence of its check."""
    for breach in breaches:
        yield f"  {desk.title(breach.rule)}: {breach.text(desk.language)}"


def effects_lines(desk: Desk, effects: Effects) -> Iterator[Shown]:
    """What a change costs, by rule; coverage by the hour; fairness; whom to tell."""
    language, outcome = desk.language, effects.outcome
    yield ""
    yield _cost(outcome.cost - outcome.cost_change, outcome.cost, desk)
    yield cost_by_rule(desk, outcome)
    yield ""
    if effects.hours:
        yield label("desk_coverage", language)
        yield _hours(desk, effects.hours)
    else:
        yield label("desk_nothing_changes_hours", language)
    yield ""
    yield label("desk_fairness", language)
    head = ["", label("desk_nights", language), label("desk_weekend_days", language)]
    turns = [
        [desk.name(one.employee_id), *(f"{was} -> {becomes}" for was, becomes in (one.nights, one.weekend_days))]
        for one in effects.turns
    ]
    yield FiguresTable(head, turns, indent=2)
    if effects.told:
        yield ""
        yield from told_lines(effects.told, language)


def cost_by_rule(desk: Desk, outcome: Outcome) -> Shown:
    """The points of each rule whose points change."""
    return pairs([(desk.title(number), f"{points:+,}") for number, points in outcome.cost_change_by_rule.items()], 2)


def _cost(before: int, after: int, desk: Desk) -> str:
    change = f"{after - before:+,}"
    return label("desk_cost", desk.language, before=f"{before:,}", after=f"{after:,}", change=change)


def _hours(desk: Desk, hours: Iterable[HourOfQueue]) -> Shown:
    language = desk.language
    queues = {queue.name: name_of(queue, language) for queue in desk.workspace.settings.queues}
    rows = [
        [
            f"{day_text(hour.start.date(), language)} {hour.start:%H:%M}",
            queues[hour.queue],
            f"{hour.required:.2f}",
            f"{hour.before:.2f}",
            f"{hour.after:.2f}",
        ]
        for hour in hours
    ]
    head = [label(key, language) for key in ("desk_hour", "queue", "desk_required", "desk_before", "desk_after")]
    return FiguresTable(head, rows, to_the_left=(1,), indent=2)


def _over(desk: Desk) -> Iterator[str]:
    if desk.is_over:
        yield label("desk_over", desk.language, today=desk.today)
