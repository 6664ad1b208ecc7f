"""What applying an overlay gives."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.catalogue import Language
from scheduler.inputs import Workspace
from scheduler.messages import Message


@dataclass(frozen=True, slots=True, order=True)
class ScenarioChange:
    """One thing that a scenario changes, in words: what, before, after."""

    what: str
    old: Message | str
    new: Message | str

    def texts(self, language: Language) -> tuple[str, str, str]:
        """What changes, before and after, in a language."""
        old, new = (part.text(language) if isinstance(part, Message) else part for part in (self.old, self.new))
        return self.what, old, new


@dataclass(frozen=True, slots=True)
class Applied:
    """Another workspace, and how it differs from the first."""

    workspace: Workspace
    changes: tuple[ScenarioChange, ...]
