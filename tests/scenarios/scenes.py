"""Scenarios of the small workspace, written as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scheduler.config import Solving
from scheduler.domain.calendar import Horizon
from scheduler.inputs import Workspace
from scheduler.parallel.pieces import attempt
from scheduler.readers.faults import Faults
from scheduler.readers.workspace import read_workspace
from scheduler.readers.yaml_document import read_document
from scheduler.scenarios import running
from scheduler.scenarios.applied import Applied
from scheduler.scenarios.applying import apply_scenario
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.reading import Scenario, checked, combine
from scheduler.scenarios.running import Runner
from scheduler.scenarios.store import ResultStore
from tests.constraints.agreement import MONDAY
from tests.workspaces import write_workspace


def run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pieces run one after the other in this process: at once, and with what a test does to it."""

    def run_pieces(function: Any, pieces: Any, *, stop: Any, on_outcome: Any, read: Any, **_: object) -> Any:
        outcomes = []
        for number, piece in enumerate(pieces):
            if not stop.is_set():
                outcomes.append(attempt(lambda piece, number=number: read(number, function(piece)), number, piece))
                on_outcome(outcomes[-1])
        return outcomes

    monkeypatch.setattr(running, "run_pieces", run_pieces)


HORIZON = Horizon(MONDAY, 7)


def small(folder: Path, **contents: str | bytes | None) -> Workspace:
    return read_workspace(write_workspace(folder / "workspace", **contents))


def scenario_of(*texts: str) -> tuple[Scenario | None, list[str]]:
    """The texts as one scenario, and the faults of reading them; the first is ``s1.yaml``, and so on."""
    faults = Faults()
    sources = []
    for number, text in enumerate(texts, 1):
        document = read_document(text.encode(), f"s{number}.yaml", faults)
        assert document is not None
        document.raw.setdefault("name", f"s{number}")
        sources.append(checked(document, faults))
    good = [source for source in sources if source is not None]
    scenario = combine(good, faults) if len(good) == len(sources) else None
    return scenario, [str(fault) for fault in faults.all()]


def good_scenario(*texts: str) -> Scenario:
    scenario, faults = scenario_of(*texts)
    assert scenario is not None
    assert faults == []
    return scenario


def applied(workspace: Workspace, text: str) -> Applied:
    faults = Faults()
    result = apply_scenario(workspace, HORIZON, good_scenario(text), faults)
    assert [str(fault) for fault in faults.all()] == []
    return result


def faults_of_applying(workspace: Workspace, text: str) -> list[str]:
    faults = Faults()
    apply_scenario(workspace, HORIZON, good_scenario(text), faults)
    return [str(fault) for fault in faults.all()]


def runner_of(workspace: Workspace, folder: Path, depth: Depth = Depth.STAFFING) -> Runner:
    solving = Solving(time_limit_seconds=60, relative_gap=1, workers=1)
    return Runner(workspace, MONDAY, 1, depth, solving, ResultStore(folder / "results"))
