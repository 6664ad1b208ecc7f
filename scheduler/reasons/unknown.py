"""Rules that cannot hold together, where nothing more is known."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.constraints.base import Rule
from scheduler.messages import Message, joined


def unknown(rules: Sequence[Rule], time_limit_seconds: float) -> Message:
    """Everybody alone can be rostered, and the search for what is missing together did not end."""
    return Message(
        "Everybody alone can be rostered, but not together with {rules}; where heads are missing was not found within "
        "{seconds:g} s. What would help: relax these rules or give them a weight.",
        rules=joined(", ", (rule.name() for rule in rules)),
        seconds=time_limit_seconds,
    )
