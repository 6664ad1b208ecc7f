"""How a roster is simulated, caller by caller."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scheduler.domain.base import Frozen
from scheduler.domain.limits import Loss, Replications, Seed, Share, SpellMinutes, Variation


class Simulating(Frozen):
    """How `scheduler simulate` runs a roster, caller by caller; by the defaults it assumes what is computed assumes."""

    replications: Replications = Field(
        default=40, description="how often the days are run; the interval narrows with the square root"
    )
    seed: Seed = Field(default=1, description="of all that is left to chance; the same one, the same callers")
    arrivals: Literal["forecast", "uncertain"] = Field(
        default="forecast",
        description="rate of the calls: forecast: as forecast; uncertain: drawn from the band of the forecast",
    )
    day_correlation: Share = Field(
        default=0.8, description="of uncertain rates: the share of their variance that a day's hours have in common"
    )
    handling: Literal["exponential", "lognormal"] = Field(
        default="exponential", description="distribution of handling times"
    )
    handling_variation: Variation = Field(
        default=1.0, description="of lognormal handling times: standard deviation, as a share of the mean"
    )
    redial_share: Loss = Field(
        default=0.0,
        description="callers who were lost and try again, each time; what is counted and forecast has them already",
    )
    redial_minutes: SpellMinutes = Field(default=5.0, description="after how long they try again, on average")
    off_phone: Literal["staggered", "random"] = Field(
        default="staggered",
        description="time off the phone (training, mentoring, breaks_off_phone of shrinkage) is taken in turn, so that "
        "about equally many are away at any time, or at random",
    )
    off_phone_minutes: SpellMinutes = Field(default=15.0, description="how long somebody is off the phone at a time")
    routing: Literal["own_queue_first", "longest_waiting"] = Field(
        default="own_queue_first",
        description="who serves several queues takes callers of the own one first, and who has it as the own goes "
        "before those who help; or who has waited longest goes first, to who has been idle longest",
    )
