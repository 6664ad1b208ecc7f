"""Many scenarios of one workspace: those that are known are read, the others are evaluated at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scheduler.config import Settings, Solving
from scheduler.domain.roster import Roster
from scheduler.errors import Fault, InputError
from scheduler.formats.run_folder import ROSTER_FILE
from scheduler.inputs import Workspace
from scheduler.labels import label
from scheduler.messages import Message
from scheduler.parallel import Cluster, PieceOutcome, PieceProgress, PieceState, run_pieces
from scheduler.planning import horizon_of, plan_without_demand
from scheduler.readers.faults import Faults
from scheduler.readers.roster import read_roster
from scheduler.result import Status
from scheduler.scenarios.applied import Applied, ScenarioChange
from scheduler.scenarios.applying import apply_scenario
from scheduler.scenarios.evaluating import Result, ScenarioTask, finished, searched
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.reading import Scenario
from scheduler.scenarios.remote import anonymous, evaluate_remotely, reader
from scheduler.scenarios.store import ResultStore

BASELINE = "baseline"

_SEARCH_CORES = 2
"""Cores that a search for a roster keeps busy."""


@dataclass(frozen=True, slots=True)
class Row:
    """A scenario and what became of it.

    Attributes
    ----------
    scenario
        None: the baseline.
    changes
        What it changes, old -> new.
    result
        None where it failed, or was not reached before the end.
    error
        Why it failed.
    folder
        Where the files of its roster are; None where it has none.
    is_kept
        Whether it was known from an earlier run.
    """

    scenario: Scenario | None
    changes: tuple[ScenarioChange, ...] = ()
    result: Result | None = None
    error: str = ""
    traceback: str = ""
    folder: Path | None = None
    is_kept: bool = False

    @property
    def name(self) -> str:
        """Short name."""
        return BASELINE if self.scenario is None else self.scenario.name

    @property
    def figures(self) -> Mapping[str, float]:
        """Its figures; none where there is no result."""
        return {} if self.result is None else self.result.figures


class Runner:
    """Evaluates scenarios of one workspace at one depth.

    Parameters
    ----------
    workspace, first_day, weeks
        The baseline and the planned days.
    depth
        How closely to look.
    solving
        Limits of the search for rosters.
    store
        Keeps what is finished.
    cluster
        A Dask cluster; None: this machine's cores.
    stop
        Set it to end early; what is finished is kept.
    report
        Told of each scenario that ends.
    is_simulated
        Whether rosters are run caller by caller as well.
    """

    def __init__(
        self,
        workspace: Workspace,
        first_day: date,
        weeks: int,
        depth: Depth,
        solving: Solving,
        store: ResultStore,
        *,
        cluster: Cluster | None = None,
        stop: threading.Event | None = None,
        report: Callable[[PieceProgress], None] = lambda _: None,
        is_simulated: bool = False,
    ) -> None:
        self._is_simulated = is_simulated
        self.workspace = workspace
        self.depth = depth
        self.horizon = horizon_of(workspace.settings, first_day, 7 * weeks)
        self.stop = stop or threading.Event()
        self._solving = solving
        self._store = store
        self._cluster = cluster
        self._report = report

    @property
    def settings(self) -> Settings:
        """The settings of the baseline."""
        return self.workspace.settings

    def run(self, scenarios: Sequence[Scenario | None]) -> list[Row]:
        """Evaluate scenarios, None being the baseline.

        Returns
        -------
        list[Row]
            In the order of the scenarios.

        Raises
        ------
        InputError
            With every fault of every scenario: before anything is evaluated, or, where a fault only shows in planning,
            once all others are finished and kept.
        """
        applied = self._apply(scenarios)
        tasks = [self._task(one.workspace) for one in applied]
        keys = [
            self._store.key(task, scenario.overlay if scenario is not None and one.changes else None)
            for task, scenario, one in zip(tasks, scenarios, applied, strict=True)
        ]
        results = {key: known for key in keys if (known := self._store.load(key)) is not None}
        kept = set(results)
        todo = [number for number, key in enumerate(keys) if key not in kept and key not in keys[:number]]
        failed: dict[str, PieceOutcome[Result]] = {}
        done = 0

        def evaluate_together(numbers: Sequence[int]) -> None:
            if not numbers:
                return

            def take(outcome: PieceOutcome[Result]) -> None:
                nonlocal done
                done += 1
                number = numbers[outcome.number]
                if outcome.result is not None:
                    self._store.save(keys[number], outcome.result)
                    results[keys[number]] = outcome.result
                else:
                    failed[keys[number]] = outcome
                one = scenarios[number]
                name = label("wi_baseline", self.settings.language) if one is None else one.name
                self._report(PieceProgress(done, len(todo), name, outcome.seconds, outcome.error))

            start = self._known_roster()
            ours = [replace(tasks[number], start=start) for number in numbers]
            if self._cluster is None:
                run_pieces(
                    searched,
                    ours,
                    read=lambda number, found: finished(ours[number], found),
                    cores_each=_SEARCH_CORES if self.depth is Depth.ROSTER else 1,
                    workers=self._solving.workers,
                    stop=self.stop,
                    on_outcome=take,
                )
            else:
                run_pieces(
                    evaluate_remotely,
                    [anonymous(task) for task in ours],
                    cluster=self._cluster,
                    read=reader(ours),
                    stop=self.stop,
                    on_outcome=take,
                )

        # The search for a scenario's roster begins with the baseline's.
        first = [number for number in todo if scenarios[number] is None and self.depth is Depth.ROSTER]
        evaluate_together(first)
        evaluate_together([number for number in todo if number not in first])
        refused = [
            Fault(f"scenario {_name(scenario)}", 0, "", Message("{line}", line=line))
            for scenario, key in zip(scenarios, keys, strict=True)
            if key in failed and failed[key].state is PieceState.REFUSED
            for line in failed[key].error.splitlines()
        ]
        if refused:
            raise InputError(refused)
        rows = []
        for scenario, one, key in zip(scenarios, applied, keys, strict=True):
            folder = self._store.folder_of(key)
            result, failure = results.get(key), failed.get(key)
            rows.append(
                Row(
                    scenario,
                    one.changes,
                    result,
                    error=failure.error if failure else "",
                    traceback=failure.traceback if failure else "",
                    folder=folder if result is not None and result.weeks else None,
                    is_kept=key in kept,
                )
            )
        return rows

    def _known_roster(self) -> Roster | None:
        """The baseline's roster; None at other depths, or where there is none yet."""
        if self.depth is not Depth.ROSTER:
            return None
        path = self._store.folder_of(self._store.key(self._task(self.workspace), None)) / ROSTER_FILE
        return read_roster(path, self.settings, self.workspace.employees) if path.is_file() else None

    def _apply(self, scenarios: Sequence[Scenario | None]) -> list[Applied]:
        faults = Faults()
        applied = [
            Applied(self.workspace, ())
            if scenario is None
            else apply_scenario(self.workspace, self.horizon, scenario, faults)
            for scenario in scenarios
        ]
        faults.raise_if_any()
        for one in applied:
            # Here and not on a worker, which refuses one piece after others are done, and may know nobody's name.
            plan_without_demand(one.workspace, self.horizon.first_day, self.horizon.days)
        return applied

    def _task(self, workspace: Workspace) -> ScenarioTask:
        return ScenarioTask(
            workspace,
            self.horizon.first_day,
            self.horizon.days,
            self.depth,
            self._solving,
            is_simulated=self._is_simulated,
        )


def _name(scenario: Scenario | None) -> str:
    return BASELINE if scenario is None else scenario.name


def has_roster(row: Row) -> bool:
    """Whether the scenario ended with a roster or, at another depth, with figures."""
    return row.result is not None and row.result.status in (Status.OPTIMAL, Status.FEASIBLE)
