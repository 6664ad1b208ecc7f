"""People who can be called to the phones on a day that comes to more than anybody planned."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scheduler.domain.base import Frozen, QueueName
from scheduler.domain.limits import MinutesPerDay, SomeHeads


class AllHands(Frozen):
    """The pool of those who can be called to the phones when it rains: they are in no roster of these days."""

    people: SomeHeads = Field(description="how many there are; who is on a shift of a queue then does not count")
    queues: tuple[QueueName, ...] = Field(
        min_length=1, description="what they answer, all of them each; the first one goes before the others"
    )
    answer_after_minutes: MinutesPerDay = Field(
        default=60, description="from the call until they answer, the way included"
    )
    stay_minutes: Annotated[MinutesPerDay, Field(ge=1)] = Field(default=180, description="how long they answer then")
