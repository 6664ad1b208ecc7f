"""What the terminal lists: rules, and what each interval needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.config import Settings
from scheduler.constraints.base import Rule
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.clock import local_text
from scheduler.labels import Language, label, name_of
from scheduler.labels.figures import DEMAND_COLUMNS
from scheduler.staffing.explanation import DemandRow


def rules_table(rules: Sequence[Rule], language: Language) -> list[str]:
    """The rules in force by number: title, weight or hard, parameters, source."""
    lines = []
    for rule in sorted(rules, key=lambda rule: rule.number):
        weight = (
            label("hard", language) if rule.weight is None else label("points_per_unit", language, count=rule.weight)
        )
        lines.append(f"{rule.number} {rule.title(language)} [{rule.rule}]: {weight}")
        for name, field in type(rule).model_fields.items():
            if name not in ("rule", "weight", "source"):
                lines.append(f"      {field.alias or name}: {_value(getattr(rule, name))}")
        if rule.source:
            lines.append(f"      {label('source', language)}: {rule.source}")
    return lines


def demand_table(rows: Iterable[DemandRow], settings: Settings) -> list[str]:
    """Tab-separated rows of each open interval: start, queue, calls with their band, attempts, erlangs, agents on the
    queue, required agents with shrinkage, class of hour, binding target. A start that the clock of the zone shows twice
    has its offset."""
    language, zone = settings.language, settings.centre.zone
    # In English programs read it: queues are called as the workspace has them, classes and targets by their names.
    queues = {queue.name: queue.name if language == "en" else name_of(queue, language) for queue in settings.queues}
    return [
        "\t".join(label(f"need_{name}", language) for name in DEMAND_COLUMNS),
        *(
            f"{local_text(row.start, zone)}\t{queues[row.queue]}\t{row.calls:.1f}\t{row.calls_low:.1f}\t"
            f"{row.calls_high:.1f}\t{row.attempts:.1f}\t{row.erlangs:.2f}\t{row.agents:.2f}\t"
            f"{row.required:.2f}\t{label(f'need_{row.hour_class}', language)}\t"
            f"{label(f'need_{row.binding_target}', language)}"
            for row in rows
            if row.hour_class != "closed"
        ),
    ]


def demand_explained(rows: Iterable[DemandRow], language: Language) -> list[str]:
    """A sentence for each open interval."""
    return [f"{row.start.date()} {row.queue} {row.explanation(language)}" for row in rows if row.hour_class != "closed"]


def _value(value: object) -> str:
    if isinstance(value, frozenset):
        return ", ".join(WEEKDAYS[day] for day in sorted(value) if isinstance(day, int)) or "-"
    if isinstance(value, tuple | list):
        return ", ".join(str(part) for part in value) or "-"
    return "-" if value is None else str(value)
