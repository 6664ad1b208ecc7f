"""What the terminal shows, as lines of text."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta, tzinfo
from pathlib import Path

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import local_text
from scheduler.domain.edits import Edit
from scheduler.domain.known_days import DaysAround
from scheduler.domain.problem import Problem
from scheduler.figures import CoverageRow, MissedHeads, Run
from scheduler.labels import Language, label, name_of, weekday_label
from scheduler.staffing.explanation import DemandRow
from scheduler.staffing.service import Totals

_MOST_MISSED_LINES = 20
"""Of a run that is written; missed heads beyond these are listed in workbook and report alone."""


def headline(run: Run) -> list[tuple[str, str]]:
    """What HR wants first, as (label, figure): status, service, what is worst or missed, requests, overtime, rules."""
    language = run.settings.language
    horizon = run.problem.horizon
    last = horizon.date_of(horizon.days - 1)
    gap = run.result.relative_gap
    status = label(f"status_{run.result.status.value}", language)
    totals = run.totals
    met, wished = run.requests
    hours = label("hours_unit", language)
    broken = 0 if run.audit is None else len(run.audit.hard)
    checked = sum(rule.weight is None for rule in run.rules)
    lines = [
        (label("week_of", language), f"{horizon.first_day} ~ {last}"),
        (
            label("status", language),
            status if gap is None else f"{status} ({label('gap_to_bound', language)} {gap:.2%})",
        ),
        (label("service_level", language), _percent(totals.service_level)),
        (
            label("asa_seconds", language),
            f"{totals.asa_seconds:.1f} {label('seconds', language)}" if math.isfinite(totals.asa_seconds) else "-",
        ),
        (label("answer_rate_entered", language), _percent(totals.answer_rate_entered)),
        (label("answer_rate_total", language), _percent(totals.answer_rate_total)),
    ]
    for dependence, other in run.totals_by_dependence.items():
        if dependence != run.settings.interval_dependence:
            lines.append((label(f"if_{dependence}", language), _service_text(other, language)))
    for n, row in enumerate(run.worst_intervals()):
        lines.append((label("worst_intervals", language) if n == 0 else "", interval_text(run, row)))
    return [
        *lines,
        *missed_lines(run, _MOST_MISSED_LINES),
        *starting_point(run.problem, language),
        (label("requests", language), label("of", language, part=met, whole=wished)),
        (label("overtime_hours", language), f"{run.overtime_hours:,.1f} {hours}"),
        (
            label("hard_rules", language),
            label("broken", language, count=broken) if broken else label("all_kept", language, count=checked),
        ),
    ]


def starting_point(problem: Problem, language: Language) -> list[tuple[str, str]]:
    """What a plan takes as known, as (label, text): the days before and after, up to when arrivals are counted, and
    how many people begin at counts that nobody knows."""
    lines = []
    around = problem.days_around
    if around is not None:
        lines.append((label("days_before", language), _days_before_text(around, problem.horizon, language)))
        if around.following_until is not None:
            lines.append(
                (label("days_after", language), label("published_until", language, last=around.following_until))
            )
    since, until = problem.inflow_from, problem.inflow_until
    if since is not None and until is not None:
        days_old = (problem.horizon.first_day - until).days
        history = label(
            "inflow_days",
            language,
            first=since,
            last=until,
            days=max(0, (until - since).days + 1),
            end=label("ends_day_before" if days_old == 1 else "ends_before", language, days=days_old),
        )
        lines.append((label("inflow_until", language), history))
    begins = [
        label(name, language, count=len(people))
        for name, people in (("begin_at_mean", problem.at_mean), ("begin_at_zero", problem.at_zero))
        if people
    ]
    if begins:
        lines.append((label("counts_before", language), "; ".join(begins)))
    return [*lines, *((label("notice", language), notice.text(language)) for notice in problem.demand.notices)]


def _days_before_text(around: DaysAround, horizon: Horizon, language: Language) -> str:
    known = ""
    if around.known_from is not None:
        files = ", ".join(around.sources)
        known = label("known_days", language, files=files, first=around.known_from, last=around.known_until)
    if around.previous_from != "none":
        return known
    if around.known_until is None:
        return label("nobody_before", language, first=horizon.first_day)
    since = around.known_until + timedelta(days=1)
    return f"{known}; {label('nobody_since', language, since=since, first=horizon.first_day)}"


def _service_text(totals: Totals, language: Language) -> str:
    """The service in one line, both answer rates included."""
    wait = f"{totals.asa_seconds:.1f} {label('seconds', language)}" if math.isfinite(totals.asa_seconds) else "-"
    rates = f"{_percent(totals.answer_rate_entered)} / {_percent(totals.answer_rate_total)}"
    level = _percent(totals.service_level)
    return ", ".join(
        f"{label(name, language)} {figure}"
        for name, figure in (("service_level", level), ("asa_seconds", wait), ("answer_rates", rates))
    )


def interval_text(run: Run, row: CoverageRow) -> str:
    """One interval: when, which queue, how short, and how its callers fare."""
    language = run.settings.language
    queue = next((name_of(queue, language) for queue in run.settings.queues if queue.name == row.queue), row.queue)
    text = label(
        "short_by" if row.shortfall >= 0.05 else "nothing_short",
        language,
        short=f"{row.shortfall:.1f}",
        required=f"{row.required:.1f}",
    )
    if not math.isnan(row.service_level):
        text += f", {label('service_level', language)} {_percent(row.service_level)}"
    return f"{row.start:%m-%d} {weekday_label(row.start.weekday(), language)} {row.start:%H:%M} {queue}: {text}"


def missed_text(run: Run, missed: MissedHeads) -> str:
    """Heads that are missed: when, of which queue or shift, by how many, and by which rule."""
    language = run.settings.language
    when = f"{missed.on:%m-%d} {weekday_label(missed.on.weekday(), language)}"
    span = missed_span(missed, language)
    what = counted_name(run, missed)
    return f"{when} {span + ' ' if span else ''}{what}: {missed_amount(missed, language)} ({missed.rule})"


def missed_span(missed: MissedHeads, language: Language) -> str:
    """The hours, as in ``09:00 ~ 10:30``, with the day of an end on another; empty for a shift of the day."""
    if missed.start is None or missed.end is None:
        return ""
    end = f"{missed.end:%H:%M}"
    days = (missed.end.date() - missed.start.date()).days
    if days == 1:
        end = label("next_day", language, time=end)
    elif days > 1:
        end = f"{missed.end:%m-%d} {weekday_label(missed.end.weekday(), language)} {end}"
    return f"{missed.start:%H:%M} ~ {end}"


def counted_name(run: Run, missed: MissedHeads) -> str:
    """The queue or the shift that is counted, or the place."""
    language = run.settings.language
    if not missed.what:
        return label("on_site", language)
    return next((name_of(queue, language) for queue in run.settings.queues if queue.name == missed.what), missed.what)


def missed_amount(missed: MissedHeads, language: Language) -> str:
    """By how many, with what is asked and what there is."""
    key = "heads_short" if missed.found < missed.asked else "heads_over"
    count = abs(missed.asked - missed.found)
    return label(key, language, count=count, asked=missed.asked, found=missed.found)


def missed_lines(run: Run, most: int | None = None) -> list[tuple[str, str]]:
    """Each span of missed heads as (label, text); those beyond `most` are counted, as the workbook has them."""
    language = run.settings.language
    texts = [missed_text(run, missed) for missed in run.missed_heads]
    if most is not None and len(texts) > most:
        texts = [*texts[:most], label("more_lines", language, count=len(texts) - most)]
    return [(label("missed_heads", language) if n == 0 else "", text) for n, text in enumerate(texts)]


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.1%}"


def generated(run: Run, output: Path) -> list[str]:
    """The end of ``scheduler generate``."""
    language = run.settings.language
    return aligned([*headline(run), (label("files", language), str(output))])


def audited(run: Run) -> list[str]:
    """The end of ``scheduler verify``: each breach of a hard rule, the cost by rule, and what was taken as known."""
    assert run.audit is not None
    language = run.settings.language
    titles = {rule.number: title(rule, language) for rule in run.rules}
    lines = _breaches(run, run.audit.hard)
    checked = sum(rule.weight is None for rule in run.rules)
    broken = Counter(violation.rule for violation in run.audit.hard)
    if broken:
        lines.append(f"{label('hard_rules', language)}: {label('broken', language, count=sum(broken.values()))}")
    else:
        lines.append(f"{label('hard_rules', language)}: {label('all_kept', language, count=checked)}")
    costs = [(f"{number} {titles[number]}", f"{points:,}") for number, points in run.audit.cost_by_rule.items()]
    return [
        *lines,
        *aligned(missed_lines(run)),
        f"{label('cost_by_rule', language)}:",
        *("  " + line for line in aligned([*costs, (label("total_cost", language), f"{run.audit.cost:,}")])),
        *aligned(
            [
                (label("days_checked", language), _checked_days(run.problem.horizon, language)),
                *starting_point(run.problem, language),
            ]
        ),
    ]


def _checked_days(horizon: Horizon, language: Language) -> str:
    """The first and the last day: one odd row makes them many more than a person thinks of."""
    last = horizon.date_of(horizon.days - 1)
    return label("days_checked_span", language, first=horizon.first_day, last=last, days=horizon.days)


def compared(before: Run, after: Run, edits: Sequence[Edit]) -> list[str]:
    """What was edited in a roster, which hard rules that breaks, and what it does to coverage and cost.

    Parameters
    ----------
    before, after
        The roster as it was written, and as it stands now.
    edits
        The days that differ.
    """
    assert before.audit is not None
    assert after.audit is not None
    language = after.settings.language
    if not edits:
        return [label("nothing_edited", language)]
    names = {person.employee_id: person.name for person in after.problem.employees}

    def shifts(codes: Sequence[str]) -> str:
        return "+".join(codes) or label("day_off", language)

    def day(on: date) -> str:
        return f"{on} {weekday_label(on.weekday(), language)}"

    lines = [
        label("edited_cells", language, count=len(edits)),
        *(
            f"  {edit.employee_id} {names[edit.employee_id]}  {day(edit.date)}  "
            f"{shifts(edit.old)} -> {shifts(edit.new)}  ({edit.cell})"
            for edit in edits
        ),
    ]
    was, now = before.audit.hard, after.audit.hard
    for key, found in (("newly_broken", _worse(now, was)), ("no_longer_broken", _worse(was, now))):
        if found or key == "newly_broken":
            lines.append(label(key, language, count=len(found)))
            lines += ["  " + line for line in _breaches(after, found)]
    lines.append(label("effect_of_edits", language))
    return [*lines, *("  " + line for line in aligned(_effects(before, after)))]


_Breach = tuple[str, str | None, date | None]
"""Rule, person and day."""


def _worse(found: Sequence[Violation], others: Sequence[Violation]) -> list[Violation]:
    """Breaches of which the others have less; one whose sentence alone has changed is not among them."""

    def amounts(violations: Sequence[Violation]) -> Counter[_Breach]:
        sums: Counter[_Breach] = Counter()
        for violation in violations:
            sums[violation.rule, violation.employee, violation.date] += violation.amount
        return sums

    grown = amounts(found) - amounts(others)
    same = set(others)
    return [
        violation
        for violation in found
        if (violation.rule, violation.employee, violation.date) in grown and violation not in same
    ]


def _effects(before: Run, after: Run) -> Iterator[tuple[str, str]]:
    """Coverage and cost before and after; of the rules those whose cost changes."""
    assert before.audit is not None
    assert after.audit is not None
    language = after.settings.language
    for key, attribute, form in (
        ("shortfall_hours", "shortfall_agent_hours", ",.1f"),
        ("surplus_hours", "surplus_agent_hours", ",.1f"),
        ("service_level", "service_level", ".1%"),
        ("asa_seconds", "asa_seconds", ".1f"),
        ("answer_rate_entered", "answer_rate_entered", ".1%"),
        ("answer_rate_total", "answer_rate_total", ".1%"),
    ):
        old, new = getattr(before.totals, attribute), getattr(after.totals, attribute)
        yield label(key, language), f"{old:{form}} -> {new:{form}}" if math.isfinite(old) or math.isfinite(new) else "-"
    titles = {rule.number: title(rule, language) for rule in after.rules}
    yield f"{label('total_cost', language)} ({label('points', language)})", _change(before.audit.cost, after.audit.cost)
    for number, points in after.audit.cost_by_rule.items():
        if points != before.audit.cost_by_rule[number]:
            yield f"  {number} {titles[number]}", _change(before.audit.cost_by_rule[number], points)


def _change(old: int, new: int) -> str:
    return f"{old:,} -> {new:,} ({new - old:+,})"


def _breaches(run: Run, violations: Iterable[Violation]) -> list[str]:
    """A line for each breach: person, rule, day, sentence."""
    titles = {rule.number: title(rule, run.settings.language) for rule in run.rules}
    return [
        f"{violation.employee or '-'}  {violation.rule} {titles[violation.rule]}  {violation.date or '-'}  "
        f"{violation.text(run.settings.language)}"
        for violation in sorted(violations, key=lambda found: (found.employee or "", str(found.date), found.rule))
    ]


def rules_table(rules: Sequence[Rule], language: Language) -> list[str]:
    """The rules in force: number, title, weight or hard, parameters, source."""
    lines = []
    for rule in rules:
        weight = (
            label("hard", language)
            if rule.weight is None
            else label("points_per_unit", language, points=f"{rule.weight:,}")
        )
        lines.append(f"{rule.number} {title(rule, language)} [{rule.rule}]: {weight}")
        for name, field in type(rule).model_fields.items():
            if name not in ("rule", "weight", "source"):
                lines.append(f"      {field.alias or name}: {_value(getattr(rule, name))}")
        if rule.source:
            lines.append(f"      {label('source', language)}: {rule.source}")
    return lines


def demand_table(rows: Iterable[DemandRow], zone: tzinfo | None = None) -> list[str]:
    """Tab-separated rows of each open interval: start, queue, calls with their band, attempts, erlangs, agents on the
    queue, required agents with shrinkage, class of hour, binding target. A start that the clock of the zone shows twice
    has its offset."""
    return [
        "start\tqueue\tcalls\tcalls_p10\tcalls_p90\tattempts\terlangs\tagents\trequired\thour_class\tbinding_target",
        *(
            f"{local_text(row.start, zone)}\t{row.queue}\t{row.calls:.1f}\t{row.calls_low:.1f}\t"
            f"{row.calls_high:.1f}\t{row.attempts:.1f}\t{row.erlangs:.2f}\t{row.agents:.2f}\t"
            f"{row.required:.2f}\t{row.hour_class}\t{row.binding_target}"
            for row in rows
            if row.hour_class != "closed"
        ),
    ]


def demand_explained(rows: Iterable[DemandRow], language: Language) -> list[str]:
    """A sentence for each open interval."""
    return [f"{row.start.date()} {row.queue} {row.explanation(language)}" for row in rows if row.hour_class != "closed"]


def title(rule: Rule, language: Language) -> str:
    """The rule's title."""
    return rule.title_ko if language == "ko" else rule.title_en


def _value(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(WEEKDAYS[day] for day in sorted(value) if isinstance(day, int)) or "-"
    if isinstance(value, tuple | list):
        return ", ".join(str(part) for part in value) or "-"
    return "-" if value is None else str(value)


def aligned(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs in two columns; a Korean letter is two columns wide on a terminal."""
    pairs = list(pairs)
    width = max((text_columns(left) for left, _ in pairs), default=0)
    return [f"{left}{' ' * (width - text_columns(left))}  {right}".rstrip() for left, right in pairs]


def text_columns(text: str) -> int:
    """Width of a text in letters of even width, a Korean one being two wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
