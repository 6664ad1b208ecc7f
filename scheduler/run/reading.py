"""What a run is given: a workspace, and finished rosters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.edits import EditedRoster
from scheduler.domain.roster import Roster
from scheduler.formats.run_folder import ROSTER_FILE
from scheduler.from_store.rosters import DaySpan, is_published, read_published
from scheduler.inputs import Workspace
from scheduler.readers.roster import read_edited_roster, read_roster_frame
from scheduler.readers.workspace import read_workspace
from scheduler.run_inputs import refuse_other_centre

if TYPE_CHECKING:
    import pandas as pd


def opened(workspace: Workspace | Path | str) -> Workspace:
    """The inputs of a centre, be they read already or still in their folder.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    return workspace if isinstance(workspace, Workspace) else read_workspace(Path(workspace))


def read_roster(source: Path | str | pd.DataFrame, workspace: Workspace | Path | str) -> Roster:
    """A roster as it stands in a file, in the folder of a run, or in a frame.

    Parameters
    ----------
    source
        A ``roster.csv``, a ``roster.xlsx``, the folder of a run, ``published``, or a frame with the columns of
        ``roster.csv``, whose times without a zone are local.
    workspace
        Says which people, shifts and queues exist.

    Raises
    ------
    InputError
        It has faults, or it lies in the folder of a run that was made from another centre's workspace.
    """
    workspace = opened(workspace)
    if isinstance(source, Path | str):
        _, edited = read_checked_roster(Path(source), workspace)
        return edited.roster
    return read_roster_frame(source, workspace.settings, workspace.employees)


def read_checked_roster(
    path: Path, workspace: Workspace, days: DaySpan | None = None
) -> tuple[Workspace, EditedRoster]:
    """The roster that a command looks at, with the inputs as they hold for it.

    Parameters
    ----------
    path
        A file, the folder of a run, or ``published``.
    workspace
        The inputs.
    days
        Of what is published: the days that are looked at; None: those of the newest version.

    Raises
    ------
    InputError
        It has faults, is another centre's, or nothing is published of these days.
    """
    if is_published(path):
        return read_published(workspace, days)
    return workspace, read_known_roster(path, workspace)


def read_known_roster(path: Path, workspace: Workspace) -> EditedRoster:
    """A roster's file, or that of a run's folder.

    Raises
    ------
    InputError
        It has faults, or it lies in the folder of a run that was made from another centre's workspace.
    """
    refuse_other_centre(path, workspace)
    if path.is_dir():
        path = path / ROSTER_FILE
    return read_edited_roster(path, workspace.settings, workspace.employees, workspace.absences)
