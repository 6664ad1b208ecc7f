"""What the report says, as plain records that the template lays out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from scheduler.changes.lines import day_text
from scheduler.domain.roster import Roster
from scheduler.figures import Run
from scheduler.figures.people import staff_totals
from scheduler.figures.sessions import sessions_of
from scheduler.figures.since_published import Since, since_published
from scheduler.figures.words import (
    LEAST_SHORT,
    counted_name,
    gap_text,
    interval_text,
    missed_amount,
    missed_span,
    reasons_texts,
    simulated_text,
    starting_point,
)
from scheduler.labels import Language, label, name_of
from scheduler.staffing.service import Dependence
from scheduler.writers.charts.drawing import draw
from scheduler.writers.charts.forms import DayLabel, hour_curves
from scheduler.writers.report.coverage import (
    QueueCard,
    figures_of,
    hour_rows,
    labels_of_days,
    queue_card,
    queue_totals,
    seconds_text,
    share_text,
    wait_text,
)
from scheduler.writers.report.people import GaveUp, PersonRow, person_row, spreads_of, unmet_wishes, who_gave_up
from scheduler.writers.run_information import run_information

RATE_COLOURS, WAIT_COLOURS = ("#1f5fa6", "#d9822b", "#7b4fa3"), ("#c0392b",)
"""Colours of the curves over the hours, as the template's keys have them."""


class Tile(NamedTuple):
    """A figure of the first screen."""

    label: str
    value: str
    note: str = ""


class CostRow(NamedTuple):
    """What one rule costs."""

    title: str
    weight: str
    points: str
    share: float
    people: str
    source: str


@dataclass(frozen=True)
class Page:
    """Everything on the page, in order."""

    title: str
    period: str
    tiles: list[Tile]
    since: list[Since]
    since_version: str
    worst: list[str]
    days: list[DayLabel]
    queues: list[QueueCard]
    rates: Markup
    waits: Markup
    hours: list[list[str]]
    by_queue: list[list[str]]
    spreads: list[tuple[str, list[tuple[str, Markup]]]]
    costs: list[CostRow]
    total_cost: str
    gave_up: list[GaveUp]
    missed: list[list[str]]
    unmet: list[list[str]]
    activities: list[list[str]]
    on_call: list[tuple[str, str]]
    people: list[PersonRow]
    legend: list[tuple[str, str, str]]
    information: list[tuple[str, str]]


def page_of(run: Run) -> Page:
    """What the page says of a run with a roster."""
    service = run.service
    assert service is not None
    language = run.settings.language
    totals = staff_totals(run)
    horizon = run.problem.horizon
    hourly = service.by_hour_of_day()
    met = run.requests
    broken = 0 if run.audit is None else len(run.audit.hard)
    hard = sum(rule.weight is None for rule in run.rules)
    gap = run.result.relative_gap
    say = _speaker(language)
    dependence: Dependence = "lagged" if run.settings.interval_dependence == "independent" else "independent"
    other = run.totals_by_dependence[dependence]

    def seen(figure: str) -> str:
        """The same figure by the other view of intervals."""
        return f"{say(f'if_{dependence}')} {figure}"

    return Page(
        title=f"{name_of(run.settings.centre, language)} {say('report')}",
        period=f"{horizon.first_day} ~ {horizon.last_day}",
        tiles=[
            Tile(
                say("status"),
                say(f"status_{run.result.status.value}"),
                "" if gap is None else gap_text(gap, language),
            ),
            Tile(say("service_level"), share_text(run.totals.service_level), seen(share_text(other.service_level))),
            Tile(
                say("asa_seconds"),
                wait_text(run.totals, language),
                seen(wait_text(other, language)),
            ),
            Tile(
                say("answer_rate_entered"),
                share_text(run.totals.answer_rate_entered),
                seen(share_text(other.answer_rate_entered)),
            ),
            Tile(
                say("answer_rate_total"),
                share_text(run.totals.answer_rate_total),
                seen(share_text(other.answer_rate_total)),
            ),
            *_simulated(run, language),
            Tile(say("short_hours"), f"{run.totals.shortfall_agent_hours:,.1f}"),
            Tile(say("requests"), say("of", part=met[0], whole=met[1])),
            Tile(say("overtime_hours"), say("in_hours", amount=f"{run.overtime_hours:,.0f}")),
            Tile(say("hard_rules"), say("broken", count=broken) if broken else say("all_kept", count=hard)),
        ],
        since=since_published(run, totals),
        since_version=""
        if (last := run.last_published) is None
        else say("since_version", number=last.version, first=last.first_day, last=last.last_day),
        worst=[interval_text(run, row) for row in run.worst_intervals(5) if row.shortfall >= LEAST_SHORT],
        days=labels_of_days(run),
        queues=[queue_card(run, service, queue) for queue in run.queues_by_work],
        rates=_curves(
            {
                say("rate_entered"): [t.answer_rate_entered for t in hourly],
                say("rate_total"): [t.answer_rate_total for t in hourly],
                say("service_level"): [t.service_level for t in hourly],
            },
            RATE_COLOURS,
            share_text,
            say("report_service"),
        ),
        waits=_curves(
            {say("asa_seconds"): [t.asa_seconds for t in hourly]},
            WAIT_COLOURS,
            lambda seconds: seconds_text(seconds, language),
            say("wait_seconds"),
        ),
        hours=hour_rows(hourly, language),
        by_queue=[[name, *figures_of(t, language)] for name, t in queue_totals(run, service)],
        spreads=spreads_of(run, totals),
        costs=_costs(run),
        total_cost=f"{run.audit.cost:,}" if run.audit is not None else "",
        gave_up=who_gave_up(run, totals),
        missed=_missed(run),
        unmet=unmet_wishes(run),
        activities=_activities(run),
        on_call=_on_call(run),
        people=[person_row(run, row) for row in totals],
        legend=[(shift.code, name_of(shift, language), shift.colour) for shift in run.settings.shifts],
        information=[*starting_point(run.problem, run.settings.language), *run_information(run)],
    )


def _names(run: Run) -> dict[str, str]:
    """Everybody's id and name."""
    return {person.employee_id: f"{person.employee_id} {person.name}".strip() for person in run.problem.employees}


def _activities(run: Run) -> list[list[str]]:
    """Trainings and meetings: when, what, how many people, who leads, who attends; none where nobody attends any."""
    names = _names(run)
    return [
        [
            day_text(one.date, run.settings.language),
            one.times,
            one.activity.name,
            str(len(one.people)),
            "" if one.trainer is None else names.get(one.trainer, one.trainer),
            ", ".join(names.get(employee, employee) for employee in one.people),
        ]
        for one in sessions_of(run.roster or Roster(), run.problem.activities)
    ]


def _on_call(run: Run) -> list[tuple[str, str]]:
    """Who is on call on each day; none where nobody is on any."""
    names = _names(run)
    by_day: dict[date, list[str]] = {}
    for duty in (run.roster or Roster()).on_call or ():
        by_day.setdefault(duty.date, []).append(names[duty.employee_id])
    return [(day_text(on, run.settings.language), ", ".join(people)) for on, people in by_day.items()]


def _simulated(run: Run, language: Language) -> list[Tile]:
    """The service level caller by caller, and how it compares; nothing where nobody asked."""
    if run.simulated is None:
        return []
    figure = run.simulated.whole.figures["service_level"]
    value = f"{share_text(figure.simulated)} ± {100 * figure.half_width:.1f}"
    note = "; ".join([simulated_text(run.simulated, language), *reasons_texts(run.simulated, language)])
    return [Tile(label("sim_title", language), value, note)]


def _curves(
    figures: Mapping[str, Sequence[float]], colours: Sequence[str], shown: Callable[[float], str], name: str
) -> Markup:
    """Figures of the 24 hours, by their names; shares where several are drawn."""
    import pandas as pd

    rows = [
        (hour + 0.5, value if math.isfinite(value) else math.nan, of, f"{hour:02}:00 · {of} {shown(value)}")
        for of, values in figures.items()
        for hour, value in enumerate(values)
    ]
    frame = pd.DataFrame(rows, columns=["hour", "value", "of", "tip"])
    return draw(hour_curves(frame, colours, percent=len(figures) > 1), name)


def _speaker(language: Language) -> Callable[..., str]:
    def say(key: str, **values: object) -> str:
        return label(key, language, **values)

    return say


def _costs(run: Run) -> list[CostRow]:
    assert run.audit is not None
    language = run.settings.language
    cost = run.audit.cost_by_rule
    behind = run.people_behind
    return [
        CostRow(
            title=f"{rule.number} {rule.title(language)}",
            weight=f"{rule.weight:,}",
            points=f"{cost[rule.number]:,}",
            share=cost[rule.number] / (run.audit.cost or 1),
            people=label("people", language, count=len(behind[rule.number])) if rule.number in behind else "-",
            source=rule.source,
        )
        for rule in run.soft_rules
    ]


def _missed(run: Run) -> list[list[str]]:
    """Heads that are missed: day, hours, of what, by how many, rule, points."""
    language = run.settings.language
    return [
        [
            day_text(miss.on, language),
            missed_span(miss, language),
            counted_name(run, miss),
            missed_amount(miss, language),
            miss.rule,
            f"{miss.points:,}",
        ]
        for miss in run.missed_heads
    ]
