"""``calibration.yaml``: what was reported of past periods."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from scheduler.domain.base import Frozen
from scheduler.errors import Fault, InputError
from scheduler.readers.faults import Faults
from scheduler.readers.table import decode, read_bytes
from scheduler.staffing.calibration import Period

FILE = "calibration.yaml"


class Reported(Frozen):
    """The file.

    Attributes
    ----------
    queue
        The queue that the figures are of.
    periods
        In the order in which they are shown.
    """

    queue: str
    periods: Annotated[tuple[Period, ...], Field(min_length=1)]


def read_calibration(folder: Path) -> Reported:
    """The reported figures of a workspace.

    Raises
    ------
    InputError
        The file is missing or has faults, all of which are told.
    """
    faults = Faults()
    content = read_bytes(folder / FILE, FILE, faults)
    text = None if content is None else decode(content, FILE, faults)
    faults.raise_if_any()
    assert text is not None
    try:
        return Reported.model_validate(yaml.safe_load(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise InputError([Fault(FILE, line, "", "cannot be read", "look at indentation, colons and quotes")]) from None
    except ValidationError as error:
        raise InputError(
            [
                Fault(FILE, 0, ".".join(map(str, fault["loc"])), fault["msg"].removeprefix("Value error, "))
                for fault in error.errors()
            ]
        ) from None
