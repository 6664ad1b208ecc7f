"""What a roster changes since the last published one, as rows of a small table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scheduler.constraints.least_change import LeastChange
from scheduler.figures.people import PersonTotals, shares_nights, shares_weekends
from scheduler.figures.run import Run
from scheduler.labels import label


class Since(NamedTuple):
    """A figure of the last published roster, and of this one."""

    label: str
    then: str
    now: str


def since_published(run: Run, totals: Sequence[PersonTotals]) -> list[Since]:
    """Service, fairness, wishes, overtime and changes beside those of the last published roster.

    Returns
    -------
    list[Since]
        Nothing where nothing is published before. Sums are left out where the two have not as many days.
    """
    last = run.last_published
    if last is None:
        return []
    language = run.settings.language
    then, now = last.summary, run.totals
    met, wished = run.requests
    rows = [
        Since(label("service_level", language), _share(then.get("service_level")), _share(now.service_level)),
        Since(label("asa_seconds", language), _number(then.get("asa_seconds")), _number(now.asa_seconds)),
        *(
            Since(label(name, language), _share(then.get(name)), _share(getattr(now, name)))
            for name in ("answer_rate_entered", "answer_rate_total")
        ),
        Since(
            label("requests", language),
            label("of", language, part=then.get("requests_met") or 0, whole=then.get("requests_total") or 0),
            label("of", language, part=met, whole=wished),
        ),
    ]
    if (last.last_day - last.first_day).days + 1 == run.problem.horizon.days:
        for words, name, figure in (
            ("overtime_hours", "overtime_hours", run.overtime_hours),
            ("shortfall_hours", "shortfall_agent_hours", now.shortfall_agent_hours),
        ):
            rows.append(Since(label(words, language), _number(then.get(name)), _number(figure)))
    return [*rows, *_fairness(run, totals), *_changes(run)]


def _fairness(run: Run, totals: Sequence[PersonTotals]) -> Iterator[Since]:
    """The least and the most that somebody has had, before this roster and with it, of those who share."""
    language = run.settings.language
    nights = [(row.nights_before, row.nights_together) for row in totals if shares_nights(run, row.person)]
    weekend = [
        (row.weekend_days_before, row.weekend_days_together) for row in totals if shares_weekends(run, row.person)
    ]
    for name, counts in (("nights_together", nights), ("weekend_together", weekend)):
        if counts:
            then, now = zip(*counts, strict=True)
            yield Since(label(name, language), f"{min(then)}..{max(then)}", f"{min(now)}..{max(now)}")


def _changes(run: Run) -> Iterator[Since]:
    """How many published days of people the roster changes."""
    if run.roster is not None and run.problem.published is not None:
        changed = len(LeastChange(weight=1).check(run.problem, run.roster))
        yield Since(label("since_changed", run.settings.language), "-", f"{changed:,}")


def _share(value: float | None) -> str:
    return "-" if value is None or math.isnan(value) else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "-" if value is None or not math.isfinite(value) else f"{value:,.1f}"
