"""``calibration.yaml``: what was reported of past periods."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from scheduler.domain.base import DisagreementError, Frozen, QueueName
from scheduler.readers.faults import Faults
from scheduler.readers.table import read_bytes
from scheduler.readers.yaml_document import FILL_IN, Location, path_text, read_document, translate
from scheduler.staffing.calibration import Period

FILE = "calibration.yaml"

MOST_PERIODS = 100
"""Each is fitted several times over."""


class Reported(Frozen):
    """The file.

    Attributes
    ----------
    queue
        The queue that the figures are of.
    periods
        In the order in which they are shown.
    """

    queue: QueueName
    periods: Annotated[tuple[Period, ...], Field(min_length=1, max_length=MOST_PERIODS)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [period.name for period in self.periods]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise DisagreementError([f"period '{name}' stands twice" for name in twice])
        return self


def read_calibration(folder: Path) -> Reported:
    """The reported figures of a workspace.

    Raises
    ------
    InputError
        The file is missing or has faults, all of which are told.
    """
    faults = Faults()
    content = read_bytes(folder / FILE, FILE, faults, if_empty=FILL_IN)
    document = None if content is None else read_document(content, FILE, faults)
    faults.raise_if_any()
    assert document is not None

    def report(location: Location, kind: str, message: str, remedy: str) -> None:
        faults.add(FILE, document.line(location), path_text(location), message, remedy)

    try:
        return Reported.model_validate(document.raw)
    except ValidationError as error:
        translate(error, Reported, document.raw, report)
    faults.raise_if_any()
    raise AssertionError("a validation error without faults")
