"""What applying an overlay gives."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.inputs import Workspace


@dataclass(frozen=True, slots=True, order=True)
class ScenarioChange:
    """One thing that a scenario changes, in words: what, before, after."""

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Applied:
    """Another workspace, and how it differs from the first."""

    workspace: Workspace
    changes: tuple[ScenarioChange, ...]
