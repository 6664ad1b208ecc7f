"""What the report says, as plain records that the template lays out."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from markupsafe import Markup

from scheduler.config import Queue
from scheduler.console import interval_text
from scheduler.domain.people import Request
from scheduler.domain.shifts import OFF
from scheduler.figures import Run
from scheduler.labels import Language, absence_label, amount_text, label, name_of, weekday_label
from scheduler.staffing.service import QueueService, ServiceReport, Totals
from scheduler.writers.report import svg
from scheduler.writers.staff_totals import PersonTotals, bins, shares_nights, shares_weekends, staff_totals
from scheduler.writers.summary_json import summary

_LONG_WAIT_SECONDS = 300
_NOTABLE_AGENTS = 0.05
_SHORT_RGB, _OVER_RGB = (248, 105, 107), (143, 184, 232)


class Tile(NamedTuple):
    """A figure of the first screen."""

    label: str
    value: str
    note: str = ""


class DayLabel(NamedTuple):
    """A day as a header shows it; `kind` is a class of the style sheet: saturday, holiday or nothing."""

    text: str
    kind: str


class HeatCell(NamedTuple):
    """A cell of a heat map."""

    text: str
    colour: str


class QueuePart(NamedTuple):
    """Coverage of one queue."""

    name: str
    note: str
    charts: list[tuple[DayLabel, Markup]]
    heat: list[tuple[str, list[HeatCell]]]
    totals: list[str]
    hours: list[list[str]]


class CostRow(NamedTuple):
    """What one rule costs."""

    title: str
    weight: str
    points: str
    share: float
    people: str
    source: str


class GaveUp(NamedTuple):
    """What one person gave up, the dearest first."""

    employee_id: str
    name: str
    team: str
    points: str
    what: list[tuple[str, str, list[str]]]


class PersonRow(NamedTuple):
    """A person's row: each day's text, class of the style sheet, and colour."""

    employee_id: str
    name: str
    team: str
    place: str
    days: list[tuple[str, str, str]]
    figures: list[str]
    search: str


@dataclass(frozen=True)
class Page:
    """Everything on the page, in order."""

    title: str
    period: str
    tiles: list[Tile]
    worst: list[str]
    days: list[DayLabel]
    queues: list[QueuePart]
    rates: Markup
    waits: Markup
    hours: list[list[str]]
    by_queue: list[list[str]]
    spreads: list[tuple[str, list[tuple[str, Markup]]]]
    costs: list[CostRow]
    total_cost: str
    gave_up: list[GaveUp]
    unmet: list[list[str]]
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
    wait_top = svg.nice_top(max((t.asa_seconds for t in hourly if math.isfinite(t.asa_seconds)), default=1.0))
    return Page(
        title=f"{name_of(run.settings.centre, language)} {say('report')}",
        period=f"{horizon.first_day} ~ {horizon.date_of(horizon.days - 1)}",
        tiles=[
            Tile(
                say("status"),
                say(f"status_{run.result.status.value}"),
                "" if gap is None else f"{say('gap_to_bound')} {gap:.2%}",
            ),
            Tile(say("service_level"), _share(run.totals.service_level)),
            Tile(say("asa_seconds"), _wait(run.totals.asa_seconds, language)),
            Tile(say("answer_rate_entered"), _share(run.totals.answer_rate_entered)),
            Tile(say("answer_rate_total"), _share(run.totals.answer_rate_total)),
            Tile(say("short_hours"), f"{run.totals.shortfall_agent_hours:,.1f}"),
            Tile(say("requests"), say("of", part=met[0], whole=met[1])),
            Tile(say("overtime_hours"), f"{run.overtime_hours:,.0f} {say('hours_unit')}"),
            Tile(say("hard_rules"), say("broken", count=broken) if broken else say("all_kept", count=hard)),
        ],
        worst=[interval_text(run, row) for row in run.worst_intervals(5) if row.shortfall >= _NOTABLE_AGENTS],
        days=_days(run),
        queues=[_queue_part(run, service, queue) for queue in _by_work(run)],
        rates=svg.hour_curves(
            [
                ("level", [t.service_level for t in hourly]),
                ("entered", [t.answer_rate_entered for t in hourly]),
                ("total", [t.answer_rate_total for t in hourly]),
            ],
            1.0,
            say("report_service"),
            percent=True,
        ),
        waits=svg.hour_curves(
            [("wait", [t.asa_seconds for t in hourly])], wait_top, say("wait_seconds"), percent=False
        ),
        hours=_hour_rows(hourly, language),
        by_queue=[[name, *_figures(t, language)] for name, t in _queue_totals(run, service)],
        spreads=_spreads(run, totals),
        costs=_costs(run),
        total_cost=f"{run.audit.cost:,}" if run.audit is not None else "",
        gave_up=_gave_up(run, totals),
        unmet=_unmet(run),
        people=[_person_row(run, row) for row in totals],
        legend=[(shift.code, name_of(shift, language), shift.colour) for shift in run.settings.shifts],
        information=_information(run),
    )


def _speaker(language: Language) -> Callable[..., str]:
    def say(key: str, **values: object) -> str:
        return label(key, language, **values)

    return say


def _days(run: Run) -> list[DayLabel]:
    labels = []
    for on in run.problem.horizon.dates():
        kind = "saturday" if on.weekday() == 5 else ""
        if on.weekday() == 6 or run.problem.is_public_holiday(on):
            kind = "holiday"
        labels.append(DayLabel(f"{on.month}/{on.day}({weekday_label(on.weekday(), run.settings.language)})", kind))
    return labels


def _share(share: float) -> str:
    return f"{share:.1%}" if math.isfinite(share) else "-"


def _wait(seconds: float, language: Language) -> str:
    if not math.isfinite(seconds):
        return "-"
    if seconds >= _LONG_WAIT_SECONDS:
        return f"{seconds / 60:,.0f} {label('minutes', language)}"
    return f"{seconds:.1f} {label('seconds', language)}"


def _figures(totals: Totals, language: Language) -> list[str]:
    return [
        f"{totals.calls:,.0f}",
        _share(totals.service_level),
        _wait(totals.asa_seconds, language),
        _share(totals.answer_rate_entered),
        _share(totals.answer_rate_total),
        f"{totals.shortfall_agent_hours:,.1f}",
        f"{totals.surplus_agent_hours:,.1f}",
    ]


def _hour_rows(hourly: Sequence[Totals], language: Language) -> list[list[str]]:
    """Hours in which somebody calls, or somebody is missing."""
    return [
        [f"{hour:02}", *_figures(totals, language)]
        for hour, totals in enumerate(hourly)
        if totals.calls or totals.shortfall_agent_hours
    ]


def _by_work(run: Run) -> list[Queue]:
    work: dict[str, float] = {}
    for row in run.coverage:
        work[row.queue] = work.get(row.queue, 0.0) + row.required
    return sorted(run.settings.queues, key=lambda queue: -work[queue.name])


def _queue_totals(run: Run, service: ServiceReport) -> list[tuple[str, Totals]]:
    found = service.by_queue()
    language = run.settings.language
    names = []
    for queue in _by_work(run):
        name = name_of(queue, language)
        if queue.kind == "deferrable":
            name += f" ({label('deferrable', language)})"
        names.append((name, found[queue.name]))
    return names


def _queue_part(run: Run, service: ServiceReport, queue: Queue) -> QueuePart:
    language, horizon = run.settings.language, run.problem.horizon
    given = service.queues[queue.name]
    per_day = horizon.intervals_per_day
    is_open = run.problem.demand.queues[queue.name].is_open
    effective = np.where(is_open, given.effective, 0.0)
    top = svg.nice_top(float(max(given.required.max(), effective.max())))
    name = name_of(queue, language)
    charts = []
    for day, text in enumerate(_days(run)):
        part = slice(day * per_day, (day + 1) * per_day)
        if is_open[part].any():
            chart = svg.day_coverage(
                given.required[part].tolist(), effective[part].tolist(), top, f"{name} {text.text}"
            )
            charts.append((text, chart))
    return QueuePart(
        name=name,
        note=label("deferrable", language) if queue.kind == "deferrable" else "",
        charts=charts,
        heat=_heat(run, given, is_open.tolist()),
        totals=_figures(service.totals([queue.name]), language),
        hours=_hour_rows(service.by_hour_of_day([queue.name]), language),
    )


def _heat(run: Run, given: QueueService, is_open: list[bool]) -> list[tuple[str, list[HeatCell]]]:
    """Rows of half hours, columns of days: scheduled less required; rows in which the queue is never open left out."""
    horizon = run.problem.horizon
    per_day = horizon.intervals_per_day
    gap = (given.effective - given.required).tolist()
    most = max((abs(value) for value, open_now in zip(gap, is_open, strict=True) if open_now), default=0.0) or 1.0
    rows = []
    for n in range(per_day):
        at = [day * per_day + n for day in range(horizon.days)]
        if not any(is_open[interval] for interval in at):
            continue
        minute = n * horizon.interval_minutes
        cells = [
            HeatCell(f"{gap[i]:+.1f}", _heat_colour(gap[i] / most)) if is_open[i] else HeatCell("", "#f2f2f2")
            for i in at
        ]
        rows.append((f"{minute // 60:02}:{minute % 60:02}", cells))
    return rows


def _heat_colour(depth: float) -> str:
    """White at 0, red below, blue above; `depth` from -1 to 1."""
    end = _SHORT_RGB if depth < 0 else _OVER_RGB
    return "#" + "".join(f"{round(255 + (part - 255) * min(abs(depth), 1.0)):02x}" for part in end)


def _spreads(run: Run, totals: Sequence[PersonTotals]) -> list[tuple[str, list[tuple[str, Markup]]]]:
    """Distributions by team, now and together with the weeks before."""
    measures: tuple[tuple[str, Callable[[PersonTotals], int], bool], ...] = (
        ("nights_now", lambda row: row.nights, True),
        ("nights_together", lambda row: row.nights_before + row.nights, True),
        ("weekend_now", lambda row: row.weekend_days, False),
        ("weekend_together", lambda row: row.weekend_days_before + row.weekend_days, False),
    )
    language = run.settings.language
    spreads = []
    for key, measure, is_night in measures:
        can = shares_nights if is_night else shares_weekends
        sharing = [row for row in totals if can(run, row.person)]
        columns = bins(max((measure(row) for row in sharing), default=0))
        charts = []
        for team in run.settings.teams:
            values = [measure(row) for row in sharing if row.person.team == team.name]
            if values:
                name = name_of(team, language)
                heading = f"{name} · {label('average', language)} {sum(values) / len(values):.1f}"
                counts = [sum(value in column for value in values) for column in columns]
                charts.append((heading, svg.bars([str(column) for column in columns], counts, heading)))
        spreads.append((label(key, language), charts))
    return spreads


def _costs(run: Run) -> list[CostRow]:
    assert run.audit is not None
    language = run.settings.language
    cost = run.audit.cost_by_rule
    behind: dict[str, set[str]] = {}
    for violation in run.audit.soft:
        if violation.employee is not None:
            behind.setdefault(violation.rule, set()).add(violation.employee)
    soft = [rule for rule in run.rules if rule.weight is not None]
    return [
        CostRow(
            title=f"{rule.number} {rule.title_ko if language == 'ko' else rule.title_en}",
            weight=f"{rule.weight:,}",
            points=f"{cost[rule.number]:,}",
            share=cost[rule.number] / (run.audit.cost or 1),
            people=label("people", language, count=len(behind[rule.number])) if rule.number in behind else "-",
            source=rule.source,
        )
        for rule in sorted(soft, key=lambda rule: (-cost[rule.number], rule.number))
    ]


def _gave_up(run: Run, totals: Sequence[PersonTotals]) -> list[GaveUp]:
    """People by what the soft rules charge for them; each rule with its amount and days."""
    language = run.settings.language
    titles = {rule.number: rule.title_ko if language == "ko" else rule.title_en for rule in run.rules}
    teams = {team.name: name_of(team, language) for team in run.settings.teams}
    found = []
    for row in sorted(totals, key=lambda row: -row.points):
        if not row.violations:
            continue
        by_rule: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for violation in row.violations:
            on = "" if violation.date is None else f"{violation.date.month}/{violation.date.day}"
            by_rule.setdefault((violation.rule, violation.unit), []).append((violation.amount, on))
        what = [
            (
                titles[rule],
                amount_text(sum(amount for amount, _ in misses), unit, language),
                sorted({on for _, on in misses if on}, key=lambda on: tuple(map(int, on.split("/")))),
            )
            for (rule, unit), misses in by_rule.items()
        ]
        person = row.person
        found.append(GaveUp(person.employee_id, person.name, teams[person.team], f"{row.points:,}", what))
    return found


def _unmet(run: Run) -> list[list[str]]:
    """Wishes that are not met: who, what was wished, what the person has."""
    assert run.roster is not None
    language = run.settings.language
    worked: dict[tuple[str, object], list[str]] = {}
    for assignment in run.roster.assignments:
        worked.setdefault((assignment.employee_id, assignment.date), []).append(assignment.shift)

    def shown(code: str) -> str:
        return label("off_duty", language) if code == OFF else code

    def words(wish: Request) -> str:
        on = f"{wish.date.month}/{wish.date.day}({weekday_label(wish.date.weekday(), language)})"
        key = "wished_for" if wish.weight >= 0 else "wished_not"
        return label(key, language, date=on, shift=shown(wish.shift))

    rows = []
    for wish, is_met in run.wishes:
        person = run.problem.employee.get(wish.employee_id)
        if is_met or person is None:
            continue
        got = "+".join(worked.get((wish.employee_id, wish.date), [])) or label("off_duty", language)
        rows.append([wish.employee_id, person.name, words(wish), label("got", language, got=got)])
    return rows


def _person_row(run: Run, totals: PersonTotals) -> PersonRow:
    language, problem, person = run.settings.language, run.problem, totals.person
    team = next(name_of(team, language) for team in run.settings.teams if team.name == person.team)
    dates = list(problem.horizon.dates())
    modes = {problem.work_mode(person, on) for on in dates}
    absent = problem.absent_dates[person.employee_id]
    days = []
    for on in dates:
        assignments = totals.by_date.get(on, ())
        if assignments:
            codes = "+".join(assignment.shift for assignment in assignments)
            is_home = assignments[0].work_mode == "remote"
            days.append((codes, "home" if is_home else "", problem.shifts[assignments[0].shift].colour))
        elif on in absent:
            days.append((absence_label(absent[on], language), "absent", ""))
        else:
            days.append(("", "", ""))
    figures = [
        f"{totals.paid_hours:g}",
        f"{totals.overtime_hours:g}" if totals.overtime_hours else "",
        str(totals.nights or ""),
        str(totals.weekend_days or ""),
        f"{totals.wishes_met}/{totals.wishes}" if totals.wishes else "",
        f"{totals.points:,}" if totals.points else "",
    ]
    search = " ".join((person.employee_id, person.name, team, *(text for text, _, _ in days if text)))
    return PersonRow(
        employee_id=person.employee_id,
        name=person.name,
        team=team,
        place=label(modes.pop() if len(modes) == 1 else "mixed", language),
        days=days,
        figures=figures,
        search=search.casefold(),
    )


def _information(run: Run) -> list[tuple[str, str]]:
    language, result = run.settings.language, run.result
    say = _speaker(language)
    versions = summary(run)["versions"]
    assert isinstance(versions, dict)
    return [
        (say("objective"), "-" if result.objective is None else f"{result.objective:,}"),
        (say("best_bound"), "-" if result.best_bound is None else f"{result.best_bound:,.0f}"),
        (say("bound_source"), result.bound_source or "-"),
        (say("unavoidable_cost"), f"{result.unavoidable_cost:,}"),
        (say("build_seconds"), f"{result.build_seconds:.1f} {say('seconds')}"),
        (say("solve_seconds"), f"{result.solve_seconds:.1f} {say('seconds')}"),
        (say("seed"), str(run.seed)),
        (say("inputs_sha256"), run.inputs_sha256),
        (say("versions"), ", ".join(f"{name} {version}" for name, version in versions.items())),
    ]
