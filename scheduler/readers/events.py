"""``events.csv``: declared events that make a queue busier or quieter than its days would be."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.inflow import Event
from scheduler.domain.limits import LARGEST_FACTOR, LONGEST_NAME
from scheduler.messages import Message
from scheduler.readers.cells import CellError, no_longer, parse_date, parse_hour, parse_number, within
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.table import Column, Table, records

FILE = "events.csv"


def event_columns(known: Known) -> Mapping[str, Column]:
    """The columns; hours that are left out are the whole day, a queue that is left out is all of them."""
    return {
        "from": Column(parse_date),
        "to": Column(parse_date),
        "hour_from": Column(parse_hour, empty=0, optional=True),
        "hour_to": Column(_parse_end_hour, empty=24, optional=True),
        "queue": Column(known.queue, empty=None, optional=True),
        "factor": Column(_parse_factor),
        "name": Column(no_longer(LONGEST_NAME), empty="", optional=True),
    }


def _parse_end_hour(text: str) -> int:
    return 24 if text in ("24", "24:00") else parse_hour(text)


def _parse_factor(text: str) -> float:
    if parse_number(text) > LARGEST_FACTOR:
        remedy = Message("1 is an ordinary day, 1.5 half as much again; at most {most}", most=LARGEST_FACTOR)
        raise CellError(Message("factor {found} is too large", found=text), remedy)
    return within(parse_number, 0.0, LARGEST_FACTOR)(text)


def read_events(table: Table, known: Known, faults: Faults) -> list[Event]:
    """The events, in the order of the file."""
    events = []
    row_of: dict[tuple[object, ...], int] = {}
    for record in records(table, event_columns(known), faults):
        if not record.is_good:
            continue
        values = record.values
        first, last, from_hour, to_hour = (values[name] for name in ("from", "to", "hour_from", "hour_to"))
        if first > last:
            faults.add(
                table.file,
                record.row,
                "from",
                Message("the event begins on {first}, after its end on {last}", first=first, last=last),
                "exchange the two dates",
            )
        elif from_hour >= to_hour:
            faults.add(
                table.file,
                record.row,
                "hour_from",
                Message(
                    "the event begins at hour {from_hour}, not before its end at hour {to_hour}",
                    from_hour=from_hour,
                    to_hour=to_hour,
                ),
                "hour_to is not included; write an event past midnight as two rows",
            )
        elif (same := (first, last, from_hour, to_hour, values["queue"], values["name"])) in row_of:
            # Two causes may meet, and multiply each other; one that stands twice would count twice.
            faults.add(
                table.file,
                record.row,
                "from",
                Message("this event stands twice, first in row {row}", row=row_of[same]),
                "delete one row, or give events that meet names of their own",
            )
        else:
            row_of[same] = record.row
            events.append(
                Event(
                    first_day=first,
                    last_day=last,
                    from_hour=from_hour,
                    to_hour=to_hour,
                    queue=values["queue"],
                    factor=values["factor"],
                    name=values["name"],
                )
            )
    return events
