"""``calibration.yaml``: what was reported of past periods."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scheduler.config.files import Encoding
from scheduler.domain.base import Frozen, QueueName
from scheduler.errors import InputError
from scheduler.identifiers import plain_name
from scheduler.messages import AnyText, Message
from scheduler.readers.faults import Faults
from scheduler.readers.text_file import read_bytes
from scheduler.readers.validation import validated
from scheduler.readers.yaml_document import FILL_IN, Location, read_document
from scheduler.staffing.reported_period import Period

FILE = "calibration.yaml"

MOST_PERIODS = 100
"""Each is fitted several times over."""


class ReportedPeriods(Frozen):
    """Figures that a centre reported of one queue, period by period: the file.

    Attributes
    ----------
    queue
        The queue that the figures are of.
    periods
        In the order in which they are shown.
    """

    queue: QueueName
    periods: Annotated[tuple[Period, ...], Field(min_length=1, max_length=MOST_PERIODS)]


def read_calibration(folder: Path, queues: Collection[str], encoding: Encoding | None = "cp949") -> ReportedPeriods:
    """The reported figures of a workspace.

    Parameters
    ----------
    folder
        The workspace.
    queues
        Its queues of calls.
    encoding
        What the file is written in where it is not UTF-8; None: not known.

    Raises
    ------
    InputError
        The file is missing or has faults, all of which are told.
    """
    faults = Faults()
    if not (folder / FILE).exists():
        raise InputError.of(
            FILE,
            Message("is missing"),
            Message(
                "write what was reported (docs/calibration.md), or name --from-actuals to go by what `scheduler "
                "actuals` has taken in"
            ),
        )
    content = read_bytes(folder / FILE, FILE, faults, if_empty=FILL_IN)
    document = None if content is None else read_document(content, FILE, faults, encoding)
    faults.raise_if_any()
    assert document is not None

    def report(location: Location, kind: str, message: AnyText, remedy: AnyText) -> None:
        document.refuse(location, message, remedy, faults)

    reported = validated(ReportedPeriods, document.raw, report)
    faults.raise_if_any()
    assert reported is not None
    if reported.queue not in queues:
        message = Message("'{name}' is no queue of calls", name=reported.queue)
        report(("queue",), "unknown_name", message, Message("use one of {names}", names=", ".join(queues)))
    line_of: dict[str, int] = {}
    for number, period in enumerate(reported.periods):
        location, name = ("periods", number, "name"), plain_name(period.name)
        if name in line_of:
            message = Message(
                "period '{name}' stands twice, first in line {line}", name=period.name, line=line_of[name]
            )
            report(location, "double", message, Message("delete one, or give it a name of its own"))
        else:
            line_of[name] = document.line(location)
    faults.raise_if_any()
    return reported
