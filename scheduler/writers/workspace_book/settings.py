"""The settings that people change from week to week, which the workbook holds beside ``workspace.yaml``."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.config import Settings
from scheduler.labels import Language

_TARGETS = (
    "service_level",
    "answer_within_seconds",
    "asa_seconds",
    "answer_rate",
    "answer_rate_total",
    "max_occupancy",
    "minimum_agents",
)


def weekly_settings(settings: Settings, language: Language) -> Iterator[tuple[str, object, str]]:
    """The settings that people change from week to week: path, present value, and what it is."""

    def say(korean: str, english: str) -> str:
        return korean if language == "ko" else english

    yield "language", settings.language, say("출력물의 언어: ko 또는 en", "language of the outputs: ko or en")
    solve = settings.solve
    yield "solve.time_limit_seconds", solve.time_limit_seconds, say("탐색 제한 시간(초)", "longest search, seconds")
    yield "solve.relative_gap", solve.relative_gap, say("이만하면 충분한 차이(0.01은 1%)", "gap that is good enough")
    for cause, share in settings.shrinkage:
        yield f"shrinkage.{cause}", share, say("통화 외 시간의 비율(0~1)", "share of time off the phone, 0 to 1")
    yield (
        "surplus_free_share",
        settings.surplus_free_share,
        say("비용 없이 초과할 수 있는 비율(0~1)", "share of the requirement that may be exceeded at no cost, 0 to 1"),
    )
    for queue in settings.queues:
        name = queue.name_ko if language == "ko" else queue.name_en
        yield (
            f"queues.{queue.name}.aht_seconds",
            queue.aht_seconds,
            f"{name}: {say('처리 시간(초)', 'handling time, s')}",
        )
        for target in _TARGETS:
            value = getattr(queue.targets, target)
            if target in queue.targets.model_fields_set and value is not None:
                yield f"queues.{queue.name}.targets.{target}", value, f"{name}: {say('목표', 'target')}"
    for rule in settings.rules:
        if rule.weight is not None:
            title = rule.title_ko if language == "ko" else rule.title_en
            yield (
                f"rules.{rule.rule}.weight",
                rule.weight,
                f"{rule.number} {title}: {say('단위당 점수', 'points a unit')}",
            )
