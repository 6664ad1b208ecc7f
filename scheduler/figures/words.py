"""What is said of a run's figures, in the same words on the terminal, in the workbook and in the report."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scheduler.domain.calendar import Horizon
from scheduler.domain.known_days import DaysAround
from scheduler.domain.problem import Problem
from scheduler.figures.coverage import CoverageRow
from scheduler.figures.missed_heads import MissedHeads
from scheduler.figures.run import Run
from scheduler.identifiers import PUBLISHED
from scheduler.labels import Language, day_label, label, name_of
from scheduler.simulation.results import Simulated
from scheduler.staffing.service_report import Totals

_MOST_MISSED_LINES = 20
"""So many lines are shown of a run that is written; the other missed heads are in workbook and report alone."""

LEAST_SHORT = 0.05
"""Agents from which on a shortfall is told, and drawn."""


def headline(run: Run) -> list[tuple[str, str]]:
    """What HR wants first, as (label, figure): status, service, what is worst or missed, requests, overtime, rules."""
    language = run.settings.language
    horizon = run.problem.horizon
    last = horizon.last_day
    gap = run.result.relative_gap
    status = label(f"status_{run.result.status.value}", language)
    totals = run.totals
    met, wished = run.requests
    broken = 0 if run.audit is None else len(run.audit.hard)
    checked = sum(rule.weight is None for rule in run.rules)
    lines = [
        (label("week_of", language), f"{horizon.first_day} ~ {last}"),
        (
            label("status", language),
            status if gap is None else f"{status}, {gap_text(gap, language)}",
        ),
    ]
    if run.settings.queues:  # else nobody calls
        lines += [
            (label("service_level", language), _percent(totals.service_level)),
            (label("asa_seconds", language), _wait(totals, language)),
            (label("answer_rate_entered", language), _percent(totals.answer_rate_entered)),
            (label("answer_rate_total", language), _percent(totals.answer_rate_total)),
        ]
    for dependence, other in run.totals_by_dependence.items():
        if run.settings.queues and dependence != run.settings.interval_dependence:
            lines.append((label(f"if_{dependence}", language), _service_text(other, language)))
    if run.simulated is not None:
        lines.append((label("sim_title", language), simulated_text(run.simulated, language)))
    for n, row in enumerate(run.worst_intervals()):
        lines.append((label("worst_intervals", language) if n == 0 else "", interval_text(run, row)))
    return [
        *lines,
        *missed_lines(run, _MOST_MISSED_LINES),
        *starting_point(run.problem, language),
        (label("requests", language), label("of", language, part=met, whole=wished)),
        (label("overtime_hours", language), label("in_hours", language, amount=f"{run.overtime_hours:,.1f}")),
        (
            label("hard_rules", language),
            label("broken", language, count=broken) if broken else label("all_kept", language, count=checked),
        ),
    ]


def simulated_text(found: Simulated, language: Language) -> str:
    """What the simulation says of the service level, and where it is other than computed."""
    figure = found.whole.figures["service_level"]
    said = label(
        "sim_service",
        language,
        computed=_percent(figure.computed),
        simulated=f"{_percent(figure.simulated)} ± {100 * figure.half_width:.1f}",
    )
    if not figure.differs:
        return f"{said}; {label('sim_agrees', language)}"
    if found.cause is None:
        return said
    part = found.cause.part
    named = next(queue for queue in found.settings.queues if queue.name == part.queue)
    said += ": " + label("sim_most_at", language, hour=f"{int(part.at):02}", queue=name_of(named, language))
    causes = (("sim_handed_on", found.cause.is_handed_on), ("sim_helped", found.cause.is_helped))
    why = ", ".join(label(key, language) for key, is_so in causes if is_so)
    return f"{said} ({why})" if why else said


def reasons_texts(found: Simulated, language: Language) -> Iterator[str]:
    """A line of each queue of calls that fares otherwise than computed, with why."""
    names = {queue.name: name_of(queue, language) for queue in found.settings.queues}
    for part, why in found.reasons:
        figure = part.figures["service_level"]
        said = label("sim_service", language, computed=_percent(figure.computed), simulated=_percent(figure.simulated))
        yield f"{names[part.queue or '']}: {said} ({label(f'sim_{why}', language)})"


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
            days=label("days_count", language, count=max(0, (until - since).days + 1)),
            end=label("ends_day_before", language)
            if days_old == 1
            else label("ends_before", language, days=label("days_count", language, count=days_old)),
        )
        lines.append((label("inflow_until", language), history))
    for queue, counted in problem.inflow_counted.items():
        days = label(
            "inflow_counted_days",
            language,
            queue=queue,
            first=counted.dates[0],
            last=counted.dates[-1],
            days=label("days_count", language, count=len(counted.dates)),
        )
        unknown = label("inflow_unknown_days", language, count=len(counted.unknown)) if counted.unknown else ""
        lines.append((label("inflow_counted", language), "; ".join(part for part in (days, unknown) if part)))
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
        named = {PUBLISHED: label("days_published", language)}
        files = ", ".join(named.get(source, source) for source in around.sources)
        known = label("known_days", language, files=files, first=around.known_from, last=around.known_until)
    if around.known_until is None:
        return label("nobody_before", language, first=horizon.first_day)
    if around.taken_as_free is None:
        return known
    since, until = around.taken_as_free
    return f"{known}; {label('nobody_since', language, since=since, until=until)}"


def _service_text(totals: Totals, language: Language) -> str:
    """The service in one line, both answer rates included."""
    rates = f"{_percent(totals.answer_rate_entered)} / {_percent(totals.answer_rate_total)}"
    level = _percent(totals.service_level)
    return ", ".join(
        f"{label(name, language)} {figure}"
        for name, figure in (
            ("service_level", level),
            ("asa_seconds", _wait(totals, language)),
            ("answer_rates", rates),
        )
    )


def interval_text(run: Run, row: CoverageRow) -> str:
    """One interval: when, which queue, how short, and how its callers fare."""
    language = run.settings.language
    queue = next((name_of(queue, language) for queue in run.settings.queues if queue.name == row.queue), row.queue)
    text = label(
        "short_by" if row.shortfall >= LEAST_SHORT else "nothing_short",
        language,
        short=f"{row.shortfall:.1f}",
        required=f"{row.required:.1f}",
    )
    if not math.isnan(row.service_level):
        text += f", {label('service_level', language)} {_percent(row.service_level)}"
    return f"{day_label(row.start, language)} {row.start:%H:%M} {queue}: {text}"


def missed_text(run: Run, missed: MissedHeads) -> str:
    """Heads that are missed: when, of which queue or shift, by how many, and by which rule."""
    language = run.settings.language
    when = day_label(missed.on, language)
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
        end = f"{day_label(missed.end, language)} {end}"
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


def _wait(totals: Totals, language: Language) -> str:
    if not math.isfinite(totals.asa_seconds):
        return no_wait_text(totals, language)
    return label("in_seconds", language, amount=f"{totals.asa_seconds:.1f}")


def no_wait_text(totals: Totals, language: Language) -> str:
    """Why there is no mean wait: nobody called, nobody is there to answer, or more call than those there ever answer.

    One interval of that kind is enough, however well callers fare in all others.
    """
    if not totals.calls:
        return label("no_calls", language)
    return label("waits_without_end" if totals.service_level > 0 else "nobody_answers", language)


def gap_text(gap: float, language: Language) -> str:
    """How far a roster may be from the least cost, for people who know no gaps."""
    if gap <= 0:
        return label("least_cost", language)
    # Rounded up: what is said is never less than what is known.
    return label("at_most_above", language, gap=f"{max(math.ceil(gap * 1000 - 1e-9), 1) / 1000:.1%}")


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{share:.1%}"
