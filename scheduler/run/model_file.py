"""The model of some weeks as a file, for anybody's solver."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from scheduler.errors import OutputError
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.model import build
from scheduler.run.planning import plan
from scheduler.run.reading import opened
from scheduler.solve.linear.program import linear_program, to_mps
from scheduler.writers.files import kept_file, refuse_taken_file


def export_model(
    workspace: Workspace | Path | str,
    first_day: date,
    weeks: int,
    output: Path,
    *,
    previous: Path | None = None,
    is_first_week: bool = False,
) -> None:
    """Write the model of some weeks, as MPS or as a CP-SAT protocol buffer by the ending of the file's name.

    Parameters
    ----------
    workspace
        The inputs of the centre, or the folder that has them.
    first_day, weeks
        A Monday, and how many weeks are planned.
    output
        A file whose name ends in ``.mps`` or ``.pb``.
    previous, is_first_week
        What is known of the days before, as for `plan`.

    Raises
    ------
    InputError
        The workspace has faults, or the weeks cannot be planned.
    OutputError
        The file's name ends in neither ``.mps`` nor ``.pb``, or it cannot be written.
    """
    if output.suffix not in (".mps", ".pb"):
        raise OutputError(Message("{output}: name a file that ends in .mps or .pb", output=output))
    refuse_taken_file(output)
    planned = plan(opened(workspace), first_day, weeks, previous=previous, is_first_week=is_first_week)
    model = build(planned.problem, planned.rules).model
    with kept_file(output) as temporary:
        if output.suffix == ".mps":
            temporary.write_text(to_mps(linear_program(model)), encoding="utf-8")
        elif not model.export_to_file(str(temporary)):
            raise OutputError(Message("{output} cannot be written", output=output))
