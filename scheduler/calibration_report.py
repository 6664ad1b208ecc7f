"""What ``scheduler calibrate`` prints: a table of fits, and what they say."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.calibrate import Calibration, Fit
from scheduler.labels import Language, name_of
from scheduler.staffing.reported_period import SECONDS_PER_POINT, ModelledPeriod, Period
from scheduler.terminal.tables import Figures, Shown


def calibration_lines(found: Calibration, language: Language) -> list[Shown]:
    """The report, the fits side by side, and the conclusion."""
    head = (
        ("모형", "맞춘 것", "기간", "처리시간", "인내", "응답률(진입)", "응답률(총)", "평균대기", "시도/진입", "차이")
        if language == "ko"
        else ("model", "fitted to", "period", "AHT s", "patience s", "of entered", "of total", "wait s", "tries", "off")
    )
    rows = [_reported(period, language) for period in found.periods]
    for fit in found.fits:
        rows += [
            _row(fit, outcome, period, language) for outcome, period in zip(fit.outcomes, found.periods, strict=True)
        ]
    return [
        *_basis(found, language),
        "",
        Figures(head, rows, to_the_left=range(len(head))),
        "",
        *_conclusion(found, language),
    ]


def _reported(period: Period, language: Language) -> tuple[str, ...]:
    return (
        "보고" if language == "ko" else "reported",
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
    models = {
        ("deterministic", "ko"): "일정 시간 뒤 끊김",
        ("deterministic", "en"): "cut off",
        ("exponential", "ko"): "스스로 끊음",
        ("exponential", "en"): "hang up",
    }
    targets = {
        ("answer_rate", "ko"): "응답률",
        ("answer_rate", "en"): "answer rate",
        ("average_wait", "ko"): "평균대기",
        ("average_wait", "en"): "average wait",
        ("both", "ko"): "둘 다",
        ("both", "en"): "both",
    }
    to = targets[fit.to, language]
    if fit.is_common:
        to += ", 공통" if language == "ko" else ", all periods"
    model = models[fit.patience, language]
    if fit.is_cut_off:
        model += " · 끊김" if language == "ko" else " or cut off"
    beginning = model, to, period.name
    if outcome is None:
        return (*beginning, *["-"] * 6, "해 없음" if language == "ko" else "no solution")
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


def _basis(found: Calibration, language: Language) -> Iterator[str]:
    name = name_of(found.queue, language)
    unstaffed = f"{found.unstaffed_share:.2%}"
    factors = ", ".join(f"{period.name} {period.staff_factor:g}" for period in found.periods)
    hours = f"{found.agent_hours:,.0f}"
    if language == "ko":
        yield f"{name}: 상담 인력은 {found.source}의 첫 주(통화 가능 {hours}시간)에 기간별 배수를 곱함: {factors}"
        yield f"인력이 없는 시간대의 인입 비중 {unstaffed}; 인입의 모양은 inflow.csv 전체의 평균 한 주"
    else:
        yield f"{name}: staff of the first week of {found.source} ({hours} hours on the phone), times {factors}"
        yield f"Arrivals in intervals without staff: {unstaffed}; their shape is the mean week of inflow.csv"


def _conclusion(found: Calibration, language: Language) -> Iterator[str]:
    ko = language == "ko"
    yield (
        f"차이: 응답률 1%p = 평균대기 {SECONDS_PER_POINT:g}초로 본 거리. ✓는 응답률 0.5%p, 평균대기 10%(또는 1초) 이내."
        if ko
        else f"off: distance in points of answer rate, {SECONDS_PER_POINT:g} s of wait counting as one. "
        "✓: rate within 0.5 points, wait within 10% or 1 s."
    )
    patience = ", ".join(f"{period.name} {period.implied_patience_seconds:.0f}" for period in found.periods)
    yield (
        f"보고 수치만으로 본 평균 인내(대기 / 포기율, 초): {patience}"
        if ko
        else f"Mean patience by the reports alone (wait / lost share, s): {patience}"
    )
    if found.meets_all:
        yield (
            "하나의 처리시간과 인내로 모든 기간의 보고를 맞출 수 있습니다."
            if ko
            else "One handling time and patience meet the reports of all periods."
        )
        return
    if found.meets_each:
        # Two figures fix two unknowns: meeting each period alone proves nothing about the model.
        yield (
            "기간마다 따로는 맞출 수 있으나, 하나의 처리시간과 인내로는 모든 기간을 맞출 수 없습니다."
            if ko
            else "Each period can be met on its own, but no single handling time and patience meet them all."
        )
    else:
        yield (
            "어느 모형도 모든 기간의 보고를 맞추지 못합니다."
            if ko
            else "None of the models meets the reports of all periods, not even each with its own handling time."
        )
    yield from _gap_of_staff(found, ko=ko)


def _gap_of_staff(found: Calibration, *, ko: bool) -> Iterator[str]:
    """What the different handling times of the periods mean if the true one is the same."""
    own = next(fit for fit in reversed(found.fits) if not fit.is_common)
    known = [(o, p) for o, p in zip(own.outcomes, found.periods, strict=True) if o is not None]
    longest = max(known, key=lambda pair: pair[0].aht_seconds, default=None)
    shortest = min(known, key=lambda pair: pair[0].aht_seconds, default=None)
    if longest is None or shortest is None or longest[1] is shortest[1]:
        return
    share = f"{1.0 - shortest[0].aht_seconds / longest[0].aht_seconds:.0%}"
    more, fewer = shortest[1].name, longest[1].name
    yield (
        f"처리시간이 같았다면 {fewer}의 실제 인력은 {more}에 비해 가정보다 약 {share} 더 적었어야 합니다."
        if ko
        else f"If calls took equally long, {fewer} must have had about {share} fewer agents than assumed beside {more}."
    )
