"""What a run is given: a workspace, and finished rosters."""

from __future__ import annotations

from pathlib import Path

from scheduler.domain.edits import EditedRoster
from scheduler.formats.run_folder import ROSTER_FILE
from scheduler.inputs import Workspace
from scheduler.readers.roster import read_edited_roster
from scheduler.readers.workspace import read_workspace
from scheduler.run_record import refuse_other_centre


def opened(workspace: Workspace | Path | str) -> Workspace:
    """The inputs of a centre, be they read already or still in their folder.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    return workspace if isinstance(workspace, Workspace) else read_workspace(Path(workspace))


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
