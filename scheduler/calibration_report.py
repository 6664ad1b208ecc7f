"""What ``scheduler calibrate`` prints: a table of fits, and what they say."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.calibrate import Calibration, Fit
from scheduler.labels import Language
from scheduler.messages import Message, msgid
from scheduler.staffing.reported_period import SECONDS_PER_POINT, ModelledPeriod, Period
from scheduler.terminal.tables import FiguresTable, Shown

_HEAD = tuple(
    map(
        Message,
        (
            msgid("model"),
            msgid("fitted to"),
            msgid("period"),
            msgid("AHT s"),
            msgid("patience s"),
            msgid("of entered"),
            msgid("of total"),
            msgid("wait s"),
            msgid("tries"),
            msgid("off"),
        ),
    )
)
_MODELS = {"deterministic": msgid("cut off"), "exponential": msgid("hang up")}
_TARGETS = {"answer_rate": msgid("answer rate"), "average_wait": msgid("average wait"), "both": msgid("both")}


def calibration_lines(found: Calibration, language: Language) -> list[Shown]:
    """The report, the fits side by side, and the conclusion."""
    rows = [_reported(period, language) for period in found.periods]
    for fit in found.fits:
        rows += [
            _row(fit, outcome, period, language) for outcome, period in zip(fit.outcomes, found.periods, strict=True)
        ]
    return [
        *(line.text(language) for line in _basis(found)),
        "",
        FiguresTable([word.text(language) for word in _HEAD], rows, to_the_left=range(len(_HEAD))),
        "",
        *(line.text(language) for line in _conclusion(found)),
    ]


def _reported(period: Period, language: Language) -> tuple[str, ...]:
    return (
        Message("reported").text(language),
        "-",
        period.name,
        "-",
        "-",
        f"{period.answer_rate_entered:.1%}",
        f"{period.answer_rate_total:.1%}",
        f"{period.average_wait_seconds:.0f}",
        f"{period.attempts / period.entered:.2f}",
        "-",
    )


def _row(fit: Fit, outcome: ModelledPeriod | None, period: Period, language: Language) -> tuple[str, ...]:
    to, model = Message(_TARGETS[fit.to]), Message(_MODELS[fit.patience])
    if fit.is_common:
        to = Message("{target}, all periods", target=to)
    if fit.is_cut_off:
        model = Message("{model} or cut off", model=model)
    beginning = model.text(language), to.text(language), period.name
    if outcome is None:
        return (*beginning, *["-"] * 6, Message("no solution").text(language))
    return (
        *beginning,
        f"{outcome.aht_seconds:.0f}",
        f"{outcome.patience_seconds:.0f}",
        f"{outcome.answer_rate_entered:.1%}",
        f"{outcome.answer_rate_total:.1%}",
        f"{outcome.average_wait_seconds:.0f}",
        f"{outcome.offered / period.entered:.2f}",
        f"{outcome.misfit(period):.1f}" + (" ✓" if outcome.meets(period) else ""),
    )


def _basis(found: Calibration) -> Iterator[Message]:
    yield Message(
        "{queue}: staff of the first week of {source} ({hours:,.0f} hours on the phone), times {factors}",
        queue=found.queue,
        source=found.source,
        hours=found.agent_hours,
        factors=", ".join(f"{period.name} {period.staff_factor:g}" for period in found.periods),
    )
    yield Message(
        "Arrivals in intervals without staff: {share:.2%}; their shape is the mean week of inflow.csv",
        share=found.unstaffed_share,
    )


def _conclusion(found: Calibration) -> Iterator[Message]:
    yield Message(
        "off: distance in points of answer rate, {seconds:g} s of wait counting as one. ✓: rate within 0.5 points, "
        "wait within 10% or 1 s.",
        seconds=SECONDS_PER_POINT,
    )
    yield Message(
        "Mean patience by the reports alone (wait / lost share, s): {patience}",
        patience=", ".join(f"{period.name} {period.implied_patience_seconds:.0f}" for period in found.periods),
    )
    if found.meets_all:
        yield Message("One handling time and patience meet the reports of all periods.")
        return
    if found.meets_each:
        # Two figures fix two unknowns: meeting each period alone proves nothing about the model.
        yield Message("Each period can be met on its own, but no single handling time and patience meet them all.")
    else:
        yield Message("None of the models meets the reports of all periods, not even each with its own handling time.")
    yield from _gap_of_staff(found)


def _gap_of_staff(found: Calibration) -> Iterator[Message]:
    """What the different handling times of the periods mean if the true one is the same."""
    own = next(fit for fit in reversed(found.fits) if not fit.is_common)
    known = [(o.aht_seconds, p) for o, p in zip(own.outcomes, found.periods, strict=True) if o is not None]
    if not known:
        return
    longest_seconds, longest = max(known, key=lambda pair: pair[0])
    shortest_seconds, shortest = min(known, key=lambda pair: pair[0])
    if longest is shortest:
        return
    yield Message(
        "If calls took equally long, {fewer} must have had about {share:.0%} fewer agents than assumed beside {more}.",
        fewer=longest.name,
        share=1.0 - shortest_seconds / longest_seconds,
        more=shortest.name,
    )
