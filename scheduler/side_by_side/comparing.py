"""Two rosters of a centre, each checked afresh, and what differs between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.changes.between import Change, changes_between
from scheduler.config import Settings
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import OFF
from scheduler.errors import InputError
from scheduler.figures import Run
from scheduler.from_store.rosters import is_published
from scheduler.messages import Message, joined
from scheduler.run.auditing import verify
from scheduler.run_inputs import changed_since
from scheduler.run_record import record_of, workspace_of
from scheduler.side_by_side.figures import Figures, figures_of


@dataclass(frozen=True)
class Side:
    """One of the two rosters.

    Attributes
    ----------
    name
        How it was called.
    first_day, last_day
        Its days.
    figures
        What it comes to.
    """

    name: str
    first_day: date
    last_day: date
    figures: Figures


@dataclass(frozen=True)
class SideBySide:
    """Two rosters, and the days that both speak of.

    Attributes
    ----------
    settings
        Of the workspace.
    one, other
        The rosters.
    days_in_both
        How many days both have.
    changes
        Persons and days of these on which they differ, the second being the new one.
    changed_inputs
        Of each of the two, what of the workspace is not as it was when the run was made: its figures go by what is
        there now.
    """

    settings: Settings
    one: Side
    other: Side
    days_in_both: int
    changes: tuple[Change, ...]
    changed_inputs: tuple[tuple[Message, ...], tuple[Message, ...]]

    def as_json(self) -> Mapping[str, Any]:
        """What other programs read: each figure as a pair, null where one has none."""
        one, other = self.one.figures, self.other.figures
        teams = {kind: sorted({*one.fairness[kind], *other.fairness.get(kind, {})}) for kind in one.fairness}
        return {
            "rosters": [
                {"name": side.name, "first_day": side.first_day.isoformat(), "last_day": side.last_day.isoformat()}
                for side in (self.one, self.other)
            ],
            "service": _pairs(one.service, other.service),
            **_pairs(one.others, other.others),
            "hard_violations": [one.hard_violations, other.hard_violations],
            "cost": [sum(one.cost_by_rule.values()), sum(other.cost_by_rule.values())],
            "cost_by_rule": _pairs(one.cost_by_rule, other.cost_by_rule),
            "fairness": {
                kind: {team: [one.fairness[kind].get(team), other.fairness[kind].get(team)] for team in teams[kind]}
                for kind in one.fairness
            },
            "days_in_both": self.days_in_both,
            "people_changed": len({change.employee_id for change in self.changes}),
            "days_changed": [
                {
                    "employee_id": change.employee_id,
                    "date": change.date.isoformat(),
                    "shifts": [_shift(change.old), _shift(change.new)],
                    "on_call": [change.was_on_call, change.is_on_call],
                }
                for change in self.changes
            ],
            "changed_inputs": [[str(change) for change in changed] for changed in self.changed_inputs],
        }


def compare(one: Path, other: Path, workspace: Path | None = None) -> SideBySide:
    """Hold two rosters of a centre side by side.

    Parameters
    ----------
    one, other
        Each a roster's file, the folder of a run, or ``published``: the days of the newest version. A run is shown as
        it was made: with the days around, the published versions and the counted calls that it took.
    workspace
        By whose inputs both are judged; None: the one that a run remembers.

    Raises
    ------
    InputError
        A roster has faults or is another centre's, neither tells its workspace, or they tell two with other inputs.
    """
    if is_published(one) and is_published(other):
        raise InputError.of(
            Message("published"),
            Message("is the same roster twice"),
            Message(
                "name a run beside it; `scheduler history WORKSPACE --show VERSION` makes one of an earlier version"
            ),
        )
    folder = workspace or _workspace_of(one, other)
    if workspace is None:
        _refuse_other_workspace(folder, one, other)
    _, later = runs = _checked(folder, one), _checked(folder, other)
    days = [frozenset(run.problem.horizon.dates()) for run in runs]
    both = frozenset.intersection(*days)
    old, new = ((run.roster or Roster()).on_days(both) for run in runs)
    told, fallen = changes_between(later.problem, old, new)
    changed = [
        change
        for change in (*told, *fallen)
        if _shift(change.old) != _shift(change.new) or change.was_on_call != change.is_on_call
    ]
    side_of_one, side_of_other = (
        Side(str(path), min(of), max(of), figures_of(run))
        for path, of, run in zip((one, other), days, runs, strict=True)
    )
    return SideBySide(
        settings=later.settings,
        one=side_of_one,
        other=side_of_other,
        days_in_both=len(both),
        changes=tuple(sorted(changed, key=lambda change: (change.employee_id, change.date))),
        changed_inputs=(changed_since(one, folder), changed_since(other, folder)),
    )


def _checked(folder: Path, path: Path) -> Run:
    """A roster with its figures; a run is shown whatever is known by now of the days before it."""
    try:
        return verify(folder, path, keeps_record=True)
    except InputError:
        if record_of(path) is None:
            raise
        return verify(folder, path, is_first_week=True, keeps_record=True)  # other faults are raised again


def _workspace_of(*paths: Path) -> Path:
    """The workspace that the first run that tells one was made from."""
    for path in paths[:-1]:
        try:
            return workspace_of(path)
        except InputError:
            continue
    return workspace_of(paths[-1])


def _refuse_other_workspace(folder: Path, *paths: Path) -> None:
    """Make sure that no run is judged by the inputs of another workspace than its own, unless somebody says so.

    A workspace that was moved or copied since, with the same inputs in it, does as well.

    Raises
    ------
    InputError
        One was made from another workspace, whose inputs are others.
    """
    for path in paths:
        record = None if is_published(path) else record_of(path)
        made = None if record is None else record.made_from
        if made is None or Path(made.workspace) == folder.resolve():
            continue
        if changed := changed_since(path, folder):
            raise InputError.of(
                path,
                Message(
                    "was made from the workspace {made}, and would be judged by {folder}, which has other inputs: "
                    "{inputs}",
                    made=made.workspace,
                    folder=folder.resolve(),
                    inputs=joined(", ", changed),
                ),
                Message("compare runs of one workspace, or name the one that shall judge both with --workspace"),
            )


def _shift(row: Assignment | None) -> str:
    return OFF if row is None else row.shift


def _pairs(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Sequence[Any]]:
    return {name: [one.get(name), other.get(name)] for name in dict.fromkeys((*one, *other))}
