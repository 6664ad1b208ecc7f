"""How many agents each of a queue's targets asks for, and which of them asks for most."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Targets
from scheduler.messages import Message
from scheduler.staffing.erlang import AnswerRateBase, required_agents

NAME_TYPE = "<U17"
"""Long enough for the name of every target."""

MOST_ANSWERED = 0.999
"""Share of the calls that enter which is staffed for at most: all of them, no staff can promise."""


def targets_in(queue: Queue, hour_class: str) -> Targets:
    """The targets of a queue in a class of hours."""
    by_hour: Mapping[str, Targets] = dict(queue.targets_by_hour.items())
    return by_hour.get(hour_class, queue.targets)


def agents_for_work(erlangs: NDArray[np.float64], targets: Targets) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Agents on deferrable work, fractions included, and the name of what asks for them."""
    names = np.where(erlangs > 0, "workload" if targets.max_occupancy is None else "occupancy", "none")
    return erlangs / (targets.max_occupancy or 1.0), names


def agents_for_calls(
    calls_per_second: NDArray[np.float64],
    aht_seconds: NDArray[np.float64],
    attempts_per_call: NDArray[np.float64],
    queue: Queue,
    targets: Targets,
) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Whole agents on calls, and the name of the target that asks for them, shape (n,) each.

    Parameters
    ----------
    calls_per_second, aht_seconds, attempts_per_call
        Of the calls that enter the queue, shape (n,).
    queue, targets
        The queue, and what it promises at these hours.
    """
    patient = required_agents(
        calls_per_second,
        aht_seconds,
        service_level=targets.service_level,
        answer_within_seconds=targets.answer_within_seconds,
        asa_seconds=targets.asa_seconds,
        max_occupancy=targets.max_occupancy,
    )
    agents, names = patient.agents.astype(np.float64), patient.binding_target.astype(NAME_TYPE)

    def ask_for(name: str, share: NDArray[np.float64] | float, base: AnswerRateBase) -> None:
        """Raise the staff to what an answer rate asks for."""
        rate = required_agents(
            calls_per_second,
            aht_seconds,
            answer_rate=share,
            answer_rate_base=base,
            patience_seconds=queue.patience_seconds,
            patience=queue.patience,
            waiting_places=queue.waiting_places,
            cut_off_seconds=queue.cut_off_seconds,
        )
        names[rate.agents > agents] = name
        np.maximum(agents, rate.agents, out=agents)

    if targets.answer_rate is not None:
        ask_for("answer_rate", targets.answer_rate, "entered")
    if targets.answer_rate_total is not None:
        # Whoever finds no place is among the attempts as well, so the share is of all calls that are offered.
        share = targets.answer_rate_total * attempts_per_call
        ask_for("answer_rate_total", np.minimum(share, MOST_ANSWERED), "offered")
    return agents, names


def beyond_reach(queue: Queue, attempts_per_call: NDArray[np.float64]) -> tuple[Message, ...]:
    """A notice where so many attempts never enter that the target on all attempts cannot be met."""
    every = [targets.answer_rate_total for targets in (queue.targets, *queue.targets_by_hour.values())]
    asked = max((rate for rate in every if rate is not None), default=0.0)
    if asked * attempts_per_call.max() <= MOST_ANSWERED:
        return ()
    most = 1.0 / attempts_per_call.max()
    return (
        Message(
            "{queue}: attempts that never enter keep {asked:.1%} of all attempts out of reach in some hours (at most "
            "{most:.1%}); there the staff is for {answered:.1%} of the calls that enter",
            queue=queue.name,
            asked=asked,
            most=float(most),
            answered=MOST_ANSWERED,
        ),
    )
