"""Where a number of people was asked for and not found: neighbouring intervals with the same count as one span."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

from scheduler.constraints.base import Violation


class MissedHeads(NamedTuple):
    """Heads that a priced rule misses in neighbouring intervals of the same count, or on a shift of a day.

    `what` is the queue or shift, empty for all on site; `start` and `end` are None for a shift. `found` is the count of
    each interval, `points` the cost of all.
    """

    rule: str
    on: date
    start: datetime | None
    end: datetime | None
    what: str
    asked: int
    found: int
    points: int


def missed_heads(violations: Iterable[Violation]) -> tuple[MissedHeads, ...]:
    """What violations that concern no person but a number of people miss, by day and span."""
    counted = [
        ((miss.rule, heads.what, heads.asked, str(miss.date), str(heads.start)), miss, heads)
        for miss in violations
        if (heads := miss.heads) is not None
    ]
    spans: list[MissedHeads] = []
    for _, miss, heads in sorted(counted, key=itemgetter(0)):
        assert miss.date is not None
        found = MissedHeads(
            miss.rule, miss.date, heads.start, heads.end, heads.what, heads.asked, heads.found, miss.points or 0
        )
        last = spans[-1] if spans else None
        is_next = (
            last is not None
            and last.end is not None
            and (last.rule, last.what, last.end) == (found.rule, found.what, found.start)
            and (last.asked, last.found) == (found.asked, found.found)
        )
        if last is not None and is_next:
            spans[-1] = last._replace(end=found.end, points=last.points + found.points)
        else:
            spans.append(found)
    return tuple(sorted(spans, key=lambda span: (span.on, str(span.start or ""), span.rule, span.what)))
