"""The settings that people change from week to week, which the workbook holds beside ``workspace.yaml``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import yaml

from scheduler.config import Settings
from scheduler.formats.workspace_files import IN_SHEET, entry_name
from scheduler.labels import Language
from scheduler.messages import Message, msgid

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

    def say(text: str) -> str:
        return Message(text).text(language)

    yield "language", settings.language, say(msgid("language of the outputs: ko or en"))
    solve = settings.solve
    yield "solve.time_limit_seconds", solve.time_limit_seconds, say(msgid("longest search, seconds"))
    yield "solve.relative_gap", solve.relative_gap, say(msgid("gap that is good enough, such as 0.01 for 1%"))
    for cause, share in settings.shrinkage:
        yield f"shrinkage.{cause}", share, say(msgid("share of time off the phone, 0 to 1"))
    yield (
        "surplus_free_share",
        settings.surplus_free_share,
        say(msgid("share of the requirement that may be exceeded at no cost, 0 to 1")),
    )
    for queue in settings.queues:
        name = queue.title(language)
        yield (
            f"queues.{queue.name}.aht_seconds",
            queue.aht_seconds,
            f"{name}: {say(msgid('handling time, s'))}",
        )
        for target in _TARGETS:
            value = getattr(queue.targets, target)
            if target in queue.targets.model_fields_set and value is not None:
                yield f"queues.{queue.name}.targets.{target}", value, f"{name}: {say(msgid('target'))}"
    for rule in settings.rules:
        if rule.weight is not None:
            title = rule.title(language)
            yield f"rules.{rule.rule}.weight", rule.weight, f"{rule.number} {title}: {say(msgid('points a unit'))}"


def left_to_the_sheet(text: str, settings: Collection[str]) -> str:
    """``workspace.yaml`` with a note in place of each value that the sheet has; all else stays as it is written.

    Parameters
    ----------
    text
        The file, valid.
    settings
        Paths of the settings that stand in the sheet.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    found = [node for setting in settings if (node := _value_at(root, setting.split("."))) is not None]
    for node in sorted(found, key=lambda node: -node.start_mark.index):
        after = text[node.end_mark.index :]
        text = text[: node.start_mark.index] + IN_SHEET + re.sub(r"^ +#", "  #", after)
    return text


def _value_at(node: yaml.Node | None, path: list[str]) -> yaml.ScalarNode | None:
    """The single value at a path; None where the file has none there."""
    for part in path:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        elif isinstance(node, yaml.SequenceNode):
            node = next((entry for entry in node.value if _name_of(entry) == part), None)
        else:
            return None
    return node if isinstance(node, yaml.ScalarNode) else None


def _name_of(entry: yaml.Node) -> str:
    pairs = entry.value if isinstance(entry, yaml.MappingNode) else ()
    return entry_name({key.value: value.value for key, value in pairs if isinstance(value, yaml.ScalarNode)})
