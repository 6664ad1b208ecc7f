"""Scenarios held against the baseline: differences, noise, who moves, curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.problem import Problem
from scheduler.errors import InfeasibleError, NoRosterError
from scheduler.messages import Message, joined
from scheduler.result import Status
from scheduler.run_record import MadeFrom
from scheduler.scenarios.finding import Threshold
from scheduler.scenarios.measures import MEASURES, Depth, Measure
from scheduler.scenarios.running import Row, has_roster
from scheduler.scenarios.sweeping import knee

if TYPE_CHECKING:
    import pandas as pd

_EXACT = frozenset({"staff", "required_agent_hours"})
"""Measures that do not depend on how good a roster is."""

CURVE_MEASURES = ("service_level", "asa_seconds", "answer_rate_entered", "shortfall_agent_hours")


@dataclass(frozen=True, slots=True)
class MeasureDifference:
    """A figure of a scenario beside the baseline's.

    Attributes
    ----------
    value, baseline
        None where one has no such figure.
    is_noise
        Whether the difference is smaller than what a better search could change.
    """

    value: float | None
    baseline: float | None
    is_noise: bool

    @property
    def amount(self) -> float | None:
        """Value less baseline."""
        return None if self.value is None or self.baseline is None else self.value - self.baseline

    def is_better(self, measure: Measure) -> bool | None:
        """Whether it is for the better; None where neither, or not known."""
        amount = self.amount
        if measure.is_better_high is None or self.is_noise or amount is None or measure.rounds_to_nothing(amount):
            return None
        return (amount > 0) == measure.is_better_high


@dataclass(frozen=True, slots=True)
class WeekChange:
    """Somebody whose week is another one."""

    employee: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure over the values of a sweep, in their order; `knee` is None where it does not bend."""

    path: str
    measure: Measure
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    knee: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that was found.

    Attributes
    ----------
    points
        Of each scenario that belongs to a sweep, its values by path.
    found
        Answers to ``--find``.
    plan
        The baseline's problem without its demand: what was taken as known of the days around.
    made_from
        The workspace, for the record of the folder that is written.
    """

    settings: Settings
    horizon: Horizon
    depth: Depth
    baseline: Row
    rows: tuple[Row, ...]
    points: Mapping[str, Mapping[str, float]]
    found: tuple[Threshold, ...]
    seconds: float
    plan: Problem | None = None
    made_from: MadeFrom | None = None

    def measures(self) -> list[Measure]:
        """The measures of which the baseline or any scenario has some; what is nought everywhere says nothing."""
        known = {key for row in (self.baseline, *self.rows) for key, value in row.figures.items() if value}
        if self.depth is Depth.ROSTER:
            known.add("people_who_move")
        return [measure for key, measure in MEASURES.items() if key in known]

    def difference(self, row: Row, key: str) -> MeasureDifference:
        """A figure of a scenario beside the baseline's."""
        value, before = row.figures.get(key), self.baseline.figures.get(key)
        if key == "people_who_move":
            moves = self.moves(row)
            return MeasureDifference(None if moves is None else float(len(moves)), None, False)
        is_noise = False
        if value is not None and before is not None and row is not self.baseline and key not in _EXACT:
            gap = max(result.relative_gap for result in (row.result, self.baseline.result) if result is not None)
            is_noise = 0 < abs(value - before) <= gap * max(abs(value), abs(before))
        return MeasureDifference(value, before, is_noise)

    def moves(self, row: Row) -> list[WeekChange] | None:
        """Whose week differs from the baseline's, comers and leavers left out; None without two rosters."""
        if row is self.baseline or row.result is None or self.baseline.result is None:
            return None
        old, new = self.baseline.result.weeks, row.result.weeks
        if not old or not new:
            return None
        return [
            WeekChange(person, old[person], new[person])
            for person in old
            if person in new and old[person] != new[person]
        ]

    def frame(self) -> pd.DataFrame:
        """The figures, one row a scenario, part of the week and measure, with the columns of ``comparison.csv``."""
        from scheduler.scenarios.frames import figures_frame

        return figures_frame(self)

    def curves(self) -> list[Curve]:
        """Of a sweep over one path, the measures over its values."""
        swept = [(at, row) for row in self.rows if (at := self.points.get(row.name)) is not None and row.figures]
        paths = {path for at, _ in swept for path in at}
        if len(paths) != 1:
            return []
        (path,) = paths
        by_value = {at[path]: row for at, row in swept}
        curves = []
        for key in CURVE_MEASURES:
            xs = [value for value in sorted(by_value) if key in by_value[value].figures]
            ys = [by_value[value].figures[key] for value in xs]
            if len(xs) > 1:
                curves.append(Curve(path, MEASURES[key], tuple(xs), tuple(ys), knee(xs, ys)))
        return curves


def status_key(row: Row) -> str | None:
    """The label of why a scenario has no figures to compare; None where it has them."""
    if row.result is None:
        return "wi_failed" if row.error else "wi_skipped"
    return {"infeasible": "wi_infeasible", "no_solution": "wi_no_solution"}.get(row.result.status.value)


def all_rows(comparison: Comparison) -> Sequence[Row]:
    """The baseline, then the scenarios."""
    return comparison.baseline, *comparison.rows


def refuse_nothing(comparison: Comparison, kept: Path | None = None) -> None:
    """Make sure that something came out of a comparison, the baseline included.

    Parameters
    ----------
    kept
        The folder of an earlier one, which stays as it was; None: this one was written.

    Raises
    ------
    InfeasibleError
        The hard rules cannot hold together in any scenario.
    NoRosterError
        No scenario came to an end with a roster, or with figures at another depth.
    """
    rows = all_rows(comparison)
    if any(has_roster(row) for row in rows):
        return
    texts = [] if kept is None else [Message("{output} is as it was, with its earlier comparison", output=kept)]
    if all(row.result is not None and row.result.status is Status.INFEASIBLE for row in rows):
        reason = Message("no scenario can be, the baseline included: its hard rules cannot hold together")
        language = comparison.settings.language
        raise InfeasibleError([text.text(language) for text in (reason, *texts)])
    if comparison.depth is Depth.ROSTER:
        reason = Message("no roster was found of any scenario, the baseline included; give it longer with --time-limit")
    else:
        reason = Message("no scenario was finished")
    raise NoRosterError(joined("\n", (reason, *texts)))
