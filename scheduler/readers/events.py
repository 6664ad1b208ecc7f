"""``events.csv``: declared events that make a queue busier or quieter than its days would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.domain.inflow import Event
from scheduler.domain.limits import LARGEST_FACTOR, LONGEST_NAME
from scheduler.identifiers import plain_name
from scheduler.messages import Message
from scheduler.readers.cells import CellError, no_longer
from scheduler.readers.dates import parse_date, parse_hour
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.numbers import parse_number, within
from scheduler.readers.table import Column, Table, records


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
    found: list[tuple[int, Event]] = []
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
                Message("exchange the two dates"),
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
                Message("hour_to is not included; write an event past midnight as two rows"),
            )
        else:
            event = Event(
                first_day=first,
                last_day=last,
                from_hour=from_hour,
                to_hour=to_hour,
                queue=values["queue"],
                factor=values["factor"],
                name=values["name"],
            )
            found.append((record.row, event))
    _refuse_counted_twice(found, table.file, faults)
    return [event for _, event in found]


def _refuse_counted_twice(found: Sequence[tuple[int, Event]], file: str, faults: Faults) -> None:
    """Refuse events that meet under one name: two causes multiply each other, one that stands twice counts twice."""
    running: dict[str, list[tuple[int, Event]]] = {}
    for row, event in sorted(found, key=lambda entry: entry[1].first_day):
        name = plain_name(event.name).casefold()
        # At most one for each hour and queue: whoever meets another is not kept.
        same = [entry for entry in running.get(name, []) if entry[1].last_day >= event.first_day]
        running[name] = same
        other = next((other for other, one in same if _meet(one, event)), None)
        if other is None:
            same.append((row, event))
            continue
        faults.add(
            file,
            max(row, other),
            "from",
            Message(
                "this event counts twice where it meets the one of the same name in row {row}", row=min(row, other)
            ),
            Message("delete one row, change the days or hours, or give events that meet names of their own"),
        )


def _meet(one: Event, other: Event) -> bool:
    """Whether two events share an hour of a day and a queue."""
    return (
        (one.queue is None or other.queue is None or one.queue == other.queue)
        and one.first_day <= other.last_day
        and other.first_day <= one.last_day
        and one.from_hour < other.to_hour
        and other.from_hour < one.to_hour
    )
