"""Two rosters side by side, as tables of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.changes.lines import day_text
from scheduler.labels import label, name_of
from scheduler.run_inputs import changed_text
from scheduler.side_by_side.comparing import SideBySide
from scheduler.side_by_side.figures import OTHERS, SERVICE, AnyNumber
from scheduler.terminal.tables import FiguresTable, Shown

_SHARES = ("service_level", "answer_rate_entered", "answer_rate_total")
_WORDS = {
    "asa_seconds": "wait_seconds",
    "shortfall_agent_hours": "shortfall_hours",
    "surplus_agent_hours": "surplus_hours",
    "requests_met": "requests",
    "requests_total": "compare_wishes",
}
_MOST_CHANGES = 40
"""Days that are listed; `--json` has them all."""


def compared_lines(found: SideBySide) -> Iterator[Shown]:
    """Figures, cost by rule, fairness, and whose days differ."""
    language = found.settings.language
    one, other = found.one.figures, found.other.figures
    head = [found.one.name, found.other.name, label("compare_change", language)]
    spans = [f"{side.first_day} ~ {side.last_day}" for side in (found.one, found.other)]
    rows = [[label("week_of", language), *spans, ""]]
    rows += [
        _row(label(_WORDS.get(name, name), language), of_one.get(name), of_other.get(name), name in _SHARES)
        for names, of_one, of_other in ((SERVICE, one.service, other.service), (OTHERS, one.others, other.others))
        for name in names
    ]
    rows.append(_row(label("hard_rules", language), one.hard_violations, other.hard_violations))
    yield FiguresTable(["", *head], rows)
    for side, changed in zip((found.one, found.other), found.changed_inputs, strict=True):
        if changed:
            yield changed_text(side.name, changed).text(language)

    titles = {rule.number: rule.title(language) for rule in found.settings.rules}
    costs = [
        _row(f"{number} {titles.get(number, '')}", one.cost_by_rule.get(number), other.cost_by_rule.get(number))
        for number in dict.fromkeys((*one.cost_by_rule, *other.cost_by_rule))
    ]
    costs.append(_row(label("total_cost", language), sum(one.cost_by_rule.values()), sum(other.cost_by_rule.values())))
    yield ""
    yield FiguresTable([label("cost_by_rule", language), *head], costs)

    teams = {team.name: name_of(team, language) for team in found.settings.teams}
    fair = [
        [
            f"{label(kind, language)}, {teams[team]}",
            *(_spread(of[kind].get(team)) for of in (one.fairness, other.fairness)),
        ]
        for kind in one.fairness
        for team in teams
        if team in one.fairness[kind] or team in other.fairness[kind]
    ]
    yield ""
    yield FiguresTable([label("compare_fairness", language), *head[:2]], fair)

    yield ""
    people = label("people", language, count=len({change.employee_id for change in found.changes}))
    days = label("days_count", language, count=len(found.changes))
    in_both = label("days_count", language, count=found.days_in_both)
    yield label("compare_differ", language, in_both=in_both, people=people, days=days)
    for change in found.changes[:_MOST_CHANGES]:
        old, new = (
            row.shift if row is not None else label("day_off_on_call" if is_on_call else "day_off", language)
            for row, is_on_call in ((change.old, change.was_on_call), (change.new, change.is_on_call))
        )
        yield f"  {change.employee_id} {change.name}  {day_text(change.date, language)}  {old} -> {new}"
    if len(found.changes) > _MOST_CHANGES:
        yield label("compare_more", language, count=len(found.changes) - _MOST_CHANGES)


def _row(title: str, one: AnyNumber, other: AnyNumber, is_share: bool = False) -> list[str]:
    change = None if one is None or other is None else other - one
    return [title, _text(one, is_share), _text(other, is_share), _text(change, is_share, with_sign=True)]


def _text(number: AnyNumber, is_share: bool, *, with_sign: bool = False) -> str:
    if number is None:
        return "-"
    sign = "+" if with_sign else ""
    if is_share:
        return f"{number:{sign}.1%}"
    return f"{number:{sign},}" if isinstance(number, int) else f"{number:{sign},.1f}"


def _spread(spread: Mapping[str, AnyNumber] | None) -> str:
    return "-" if spread is None else f"{spread['least']}..{spread['most']} ({spread['mean']:.2f})"
