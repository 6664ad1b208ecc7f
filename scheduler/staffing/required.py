"""The smallest whole number of agents with which a queue meets its targets."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from scheduler.domain.arrays import BoolArray, FloatArray
from scheduler.staffing.inputs import Patience, as_cut_off, as_numbers, as_patience, as_places, as_quantity, together
from scheduler.staffing.performance import QueuePerformance, QueueRows, steady_state

AnswerRateBase = Literal["offered", "entered"]

# In the order in which a tie is decided: the promise made to callers before the comfort of agents.
_TARGETS = {
    "service_level": "service_level",
    "asa": "asa_seconds",
    "answer_rate": "answer_rate",
    "occupancy": "max_occupancy",
}
"""Arguments of `required_agents` by the names of the targets."""

_GUESS_STEPS = 3
_LARGEST_STAFF = 1e12
_ROOT_TWO_PI = float(np.sqrt(2.0 * np.pi))


@dataclass(frozen=True)
class RequiredAgents:
    """Smallest staff and the reason for it; both arrays have the broadcast shape of the inputs.

    Attributes
    ----------
    agents : whole number of agents
    binding_target : the target that one agent fewer would miss: "service_level", "asa", "answer_rate" or
        "occupancy" (the first of these if several would be missed); "minimum" where only the minimum
        asks for that many; "none" where nobody is needed
    """

    agents: npt.NDArray[np.int64]
    binding_target: npt.NDArray[np.str_]


def required_agents(
    calls_per_second: npt.ArrayLike,
    aht_seconds: npt.ArrayLike,
    *,
    service_level: npt.ArrayLike | None = None,
    answer_within_seconds: npt.ArrayLike = 20.0,
    asa_seconds: npt.ArrayLike | None = None,
    answer_rate: npt.ArrayLike | None = None,
    answer_rate_base: AnswerRateBase = "offered",
    max_occupancy: npt.ArrayLike | None = None,
    minimum_agents: npt.ArrayLike = 0,
    patience_seconds: npt.ArrayLike | None = None,
    patience: Patience = "exponential",
    waiting_places: npt.ArrayLike | None = None,
    cut_off_seconds: npt.ArrayLike | None = None,
) -> RequiredAgents:
    """Smallest whole number of agents that meets all targets.

    The queue is that of `queue_performance`. Every measure improves with each further agent, so the
    search brackets the answer around the load and halves the bracket, for all intervals at once. Where
    callers neither leave nor are blocked it starts at ``floor(load) + 1``, the smallest stable staff, and
    elsewhere at the minimum.

    A target is a number, an array, or None; nan in an array means no target for that element. Without
    calls, or without any target, the minimum is the answer.

    Parameters
    ----------
    calls_per_second : offered calls
    aht_seconds : mean handling time
    service_level : least share of all offered calls to answer within `answer_within_seconds`, in [0, 1)
    answer_within_seconds : answer time of the service level
    asa_seconds : longest mean wait of the answered calls, positive
    answer_rate : least share of calls to answer, in [0, 1)
    answer_rate_base : the share is of all "offered" calls, or of the "entered" ones (blocked calls left out)
    max_occupancy : largest share of time on calls, in (0, 1]
    minimum_agents : least number of agents, with or without calls; rounded up
    patience_seconds, patience, waiting_places, cut_off_seconds : as for `queue_performance`

    Returns
    -------
    Agents and binding target.

    Raises
    ------
    ValueError
        As `queue_performance`; if a target lies outside its range, since no staff could meet it; if the
        load or the minimum is above 1e12 agents, too many to tell one more from one fewer.

    References
    ----------
    See `queue_performance`.
    """
    if answer_rate_base not in get_args(AnswerRateBase):
        raise ValueError(f"answer_rate_base must be 'offered' or 'entered', got {answer_rate_base!r}")
    arrays = together(
        calls_per_second=as_quantity("calls_per_second", calls_per_second),
        aht_seconds=as_quantity("aht_seconds", aht_seconds),
        patience_seconds=as_patience(patience_seconds, patience),
        cut_off_seconds=as_cut_off(cut_off_seconds),
        waiting_places=as_places(waiting_places),
        answer_within_seconds=as_quantity("answer_within_seconds", answer_within_seconds),
        minimum_agents=as_quantity("minimum_agents", minimum_agents),
        service_level=_as_target("service_level", service_level, "in [0, 1)"),
        asa_seconds=_as_target("asa_seconds", asa_seconds, "positive"),
        answer_rate=_as_target("answer_rate", answer_rate, "in [0, 1)"),
        max_occupancy=_as_target("max_occupancy", max_occupancy, "in (0, 1]"),
    )
    shape = arrays["minimum_agents"].shape
    rows = {name: array.ravel() for name, array in arrays.items()}
    minimum = np.ceil(rows.pop("minimum_agents"))
    targets = {target: rows.pop(name) for target, name in _TARGETS.items()}
    queue = QueueRows(**rows, patience=patience)
    with np.errstate(over="ignore"):  # an infinite product is refused like any other that is too large
        load = queue.calls_per_second * queue.aht_seconds
        most = np.fmax(np.fmax(load, load / targets["occupancy"]), minimum)
    if (most > _LARGEST_STAFF).any():
        raise ValueError(
            f"calls_per_second x aht_seconds (over max_occupancy) and minimum_agents must stay below"
            f" {_LARGEST_STAFF:.0e} agents, got {most.max():.3g}"
        )
    staff, binding = _search(_Question(queue, targets, minimum, answer_rate_base))
    return RequiredAgents(agents=staff.astype(np.int64).reshape(shape), binding_target=binding.reshape(shape))


def _as_target(name: str, values: npt.ArrayLike | None, allowed: str) -> FloatArray:
    if values is None:
        return np.asarray(np.nan)
    array = as_numbers(name, values)
    good = {
        "in [0, 1)": (array >= 0) & (array < 1),
        "in (0, 1]": (array > 0) & (array <= 1),
        "positive": (array > 0) & np.isfinite(array),
    }[allowed] | np.isnan(array)
    if not good.all():
        raise ValueError(f"{name} must be {allowed} (nan for no target), got {array[~good].flat[0]}")
    return array


@dataclass(frozen=True)
class _Question:
    """Queues by row; `targets`, shape (n,) each, stand in the order of `_TARGETS`."""

    queue: QueueRows
    targets: dict[str, FloatArray]
    minimum: FloatArray
    answer_rate_base: AnswerRateBase

    @property
    def is_given(self) -> BoolArray:
        """Which targets there are, shape (4, n)."""
        return ~np.isnan(np.stack(list(self.targets.values())))

    def missed(self, rows: npt.NDArray[np.intp], agents: FloatArray) -> BoolArray:
        """Which targets `agents` miss, shape (4, len(rows)); a target of nan is never missed."""
        result = steady_state(self.queue.rows(rows), agents)
        asked = {name: target[rows] for name, target in self.targets.items()}
        # Where nobody is answered there is no speed of answer to be proud of.
        nobody_answers = (agents == 0) & ~np.isnan(asked["asa"])
        missed = {
            "service_level": result.service_level < asked["service_level"],
            "asa": (result.asa_served_seconds > asked["asa"]) | nobody_answers,
            "answer_rate": self._answered(result) < asked["answer_rate"],
            "occupancy": result.occupancy > asked["occupancy"],
        }
        return np.stack([missed[name] for name in self.targets])

    def _answered(self, result: QueuePerformance) -> FloatArray:
        if self.answer_rate_base == "entered":
            return result.answered_of_entered
        return result.answered_of_offered


def _search(question: _Question) -> tuple[FloatArray, npt.NDArray[np.str_]]:
    queue = question.queue
    load = queue.calls_per_second * queue.aht_seconds
    least = question.minimum.copy()
    sought = (queue.calls_per_second > 0) & question.is_given.any(axis=0)
    lossless = sought & np.isinf(queue.patience_seconds) & np.isinf(queue.cut_off_seconds)
    lossless &= np.isinf(queue.waiting_places)
    least[lossless] = np.maximum(least[lossless], np.floor(load[lossless]) + 1.0)

    # Invariant: `low` misses a target (or is below what may be asked), `high` meets all of them.
    low = least - 1.0
    high = np.where(sought, np.inf, least)
    trial = np.maximum(least, _first_guess(question, load))
    stride = np.ones_like(load)
    missed_by_low = question.is_given
    open_rows = np.flatnonzero(sought)
    while open_rows.size:
        tried = trial[open_rows]
        missed = question.missed(open_rows, tried)
        met = ~missed.any(axis=0)
        high[open_rows[met]] = tried[met]
        low[open_rows[~met]] = tried[~met]
        missed_by_low[:, open_rows[~met]] = missed[:, ~met]
        open_rows = open_rows[high[open_rows] - low[open_rows] > 1.0]
        below, above, step = low[open_rows], high[open_rows], stride[open_rows]
        halved = np.floor(0.5 * (below + np.where(np.isinf(above), below, above)))
        untested = below < least[open_rows]
        trial[open_rows] = np.where(
            np.isinf(above), below + step, np.where(untested, np.maximum(above - step, least[open_rows]), halved)
        )
        stride[open_rows] *= 2.0
    return high, _binding(question, high, missed_by_low, untested=low < least)


def _first_guess(question: _Question, load: FloatArray) -> FloatArray:
    """Square-root staffing: near the answer, never trusted.

    The chance of waiting with ``load + beta * sqrt(load)`` agents tends to ``1 / (1 + beta h(beta))``,
    ``h`` being the normal distribution function over its density; Newton's method on the logarithm.

    References
    ----------
    S. Halfin and W. Whitt, "Heavy-traffic limits for queues with many exponential servers", Operations
    Research 29 (1981) 567-588.
    """
    level, occupancy = question.targets["service_level"], question.targets["occupancy"]
    aht, answer_within = question.queue.aht_seconds, question.queue.answer_within_seconds
    with np.errstate(all="ignore"):  # rows without a load or a target come out as nan here
        root = np.sqrt(load)
        log_allowed = np.log1p(-level)
        decline = answer_within * root / aht
        beta = np.full_like(load, 0.7)
        for _ in range(_GUESS_STEPS):
            h = _ROOT_TWO_PI * np.exp(0.5 * beta * beta) * ndtr(beta)
            odds = 1.0 + beta * h
            slope = (h + beta * odds) / odds + decline
            beta = np.clip(beta - (np.log(odds) + beta * decline + log_allowed) / slope, 0.0, 8.0)
        staff = np.ceil(load + np.where(np.isnan(beta), 0.5, beta) * root)
        guess: FloatArray = np.fmax(staff, np.ceil(load / occupancy))
        return guess


def _binding(
    question: _Question, staff: FloatArray, missed_by_fewer: BoolArray, untested: BoolArray
) -> npt.NDArray[np.str_]:
    """Name what one agent fewer would miss."""
    names = np.full(staff.shape, "none", dtype="<U13")
    names[staff > 0] = "minimum"
    targeted = staff > question.minimum
    # Only where the search stopped at the smallest stable staff was one fewer never tried. If that misses
    # no measure either (a service level of 0 is met by anything), all given targets ask for stability.
    rows = np.flatnonzero(targeted & untested)
    if rows.size:
        missed = question.missed(rows, staff[rows] - 1.0)
        some = missed.any(axis=0)
        missed_by_fewer[:, rows[some]] = missed[:, some]
    first = missed_by_fewer[:, targeted].argmax(axis=0)
    names[targeted] = np.array(list(_TARGETS))[first]
    return names
