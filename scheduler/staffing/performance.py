"""How a queue with a given staff performs in the steady state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from scheduler.domain.arrays import FloatArray
from scheduler.staffing import limited_queue, unlimited_queue
from scheduler.staffing.hang_up_and_cut import hang_up_and_cut
from scheduler.staffing.inputs import Patience, as_cut_off, as_patience, as_places, as_quantity, together
from scheduler.staffing.queue_part import QueuePart
from scheduler.staffing.special import log_inverse_erlang_b

_SMALLEST, _LARGEST = 1e-40, 1e40
_MOST_PATIENCES = 750.0  # exp(-750) is 0: nobody's patience lasts so many times its mean
_MOST_CUT_OFFS = 1e15  # patience so much longer than the cut-off loses no caller in double precision


@dataclass(frozen=True, slots=True, eq=False)
class QueueRows:
    """Queues, one a row, whatever their staff: inputs of `queue_performance`, of one shape ``(n,)``."""

    calls_per_second: FloatArray
    aht_seconds: FloatArray
    patience_seconds: FloatArray
    cut_off_seconds: FloatArray
    waiting_places: FloatArray
    answer_within_seconds: FloatArray
    patience: Patience

    def rows(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.intp]) -> QueueRows:
        """Some of them."""
        return self._with_each(lambda array: array[rows])

    def within_range(self) -> QueueRows:
        """The same with absurd magnitudes taken to a bound; what is infinite stays so."""
        return self._with_each(lambda array: np.where(np.isinf(array), np.inf, _in_range(array)))

    def _with_each(self, change: Callable[[FloatArray], FloatArray]) -> QueueRows:
        arrays = [field.name for field in fields(self) if field.name != "patience"]
        return QueueRows(**{name: change(getattr(self, name)) for name in arrays}, patience=self.patience)


@dataclass(frozen=True)
class QueuePerformance:
    """Steady state of a queue; every field has the broadcast shape of the inputs.

    Every offered call has exactly one fate: it is *blocked* (no waiting place was free), or it *enters*
    and is *answered* or *abandons* (hangs up, or is cut off). Shares are of all offered calls unless said
    otherwise, so answered = ``1 - abandon_probability - block_probability``.

    Attributes
    ----------
    service_level : share of all offered calls that are answered within the answer time; blocked and
        abandoned calls count as not answered in time
    asa_served_seconds : mean wait of the answered calls, the ones answered at once included
    wait_all_seconds : mean time in the queue of the calls that enter, until answered or abandoned;
        blocked calls, which never wait, are left out
    wait_probability : share of all offered calls that enter and have to wait
    abandon_probability : share of all offered calls that enter and leave unanswered
    block_probability : share of all offered calls that find no waiting place
    occupancy : share of their time that the agents spend on calls
    queue_length : mean number of calls waiting
    """

    service_level: FloatArray
    asa_served_seconds: FloatArray
    wait_all_seconds: FloatArray
    wait_probability: FloatArray
    abandon_probability: FloatArray
    block_probability: FloatArray
    occupancy: FloatArray
    queue_length: FloatArray

    @property
    def answered_of_offered(self) -> FloatArray:
        """Share of all offered calls that are not lost, ``1 - abandon_probability - block_probability``."""
        return np.clip(1.0 - self.abandon_probability - self.block_probability, 0.0, 1.0)

    @property
    def answered_of_entered(self) -> FloatArray:
        """Share of the calls that enter which are not lost; 0 where no call can enter."""
        entered = 1.0 - self.block_probability
        share = np.divide(self.answered_of_offered, entered, out=np.zeros_like(entered), where=entered > 0)
        return np.minimum(share, 1.0)


def queue_performance(
    calls_per_second: npt.ArrayLike,
    aht_seconds: npt.ArrayLike,
    agents: npt.ArrayLike,
    *,
    patience_seconds: npt.ArrayLike | None = None,
    patience: Patience = "exponential",
    waiting_places: npt.ArrayLike | None = None,
    answer_within_seconds: npt.ArrayLike = 20.0,
    cut_off_seconds: npt.ArrayLike | None = None,
) -> QueuePerformance:
    """Steady state of a queue with Poisson arrivals and exponential handling times.

    ====================  ===================  =======================================================
    patience              waiting places       model
    ====================  ===================  =======================================================
    none                  no limit             Erlang C (M/M/c)
    any                   0                    Erlang B (M/M/c/c)
    none                  K                    M/M/c/c+K
    exponential           no limit, or K       Erlang A (M/M/c+M), M/M/c/c+K+M
    deterministic         no limit, or K       M/M/c+D, M/M/c/c+K+D (the centre: K = 30, 180 s)
    exponential, cut off  no limit, or K       M/M/c+(M or D, the first), M/M/c/c+K+(M or D)
    ====================  ===================  =======================================================

    All are exact. Each formula is Erlang's loss function, for the states with a free agent, joined to a
    queue that is served at rate ``agents / aht_seconds``. Both are analytic in the number of agents, so
    **fractional agents** are evaluated by this continuous extension (not by interpolation between whole
    numbers); whole numbers give the exact values, and all measures stay monotone between them.

    Limits: no calls give a service level of 1 and no waits. No agents give a service level of 0, all
    entering calls wait out their patience, and, as nobody is answered, `asa_served_seconds` is by
    convention the patience too (infinite when there is none; 0 without waiting places). A queue without
    patience and limit whose load reaches its agents has no steady state: service level 0, infinite
    waits, occupancy 1. Magnitudes outside 1e-40 to 1e40 are taken as 0 and as 1e40.

    Parameters
    ----------
    calls_per_second : offered calls
    aht_seconds : mean handling time
    agents : agents at work; fractions are allowed
    patience_seconds : mean patience (exponential), or the exact time after which a waiting call is cut
        off (deterministic); None or infinity when nobody leaves
    patience : law of the patience, of all calls
    waiting_places : whole number of calls that can wait; None or infinity for no limit
    answer_within_seconds : answer time of the service level
    cut_off_seconds : when the line cuts off a call that still waits, besides its own patience; None or infinity when
        it never does

    Returns
    -------
    The measures, each of the shape to which all inputs broadcast.

    Raises
    ------
    ValueError
        If an input is negative or nan, infinite (other than patience, cut-off and places), or no number; if
        places are not whole or finite and above 100,000; if the law of patience is unknown; if shapes
        do not fit together.

    References
    ----------
    Loss function: `scheduler.staffing.special.log_inverse_erlang_b`. Queues: the functions of
    `scheduler.staffing.unlimited_queue` and `scheduler.staffing.limited_queue`. Shares of time are
    shares of calls because arrivals are Poisson: R. W. Wolff, "Poisson arrivals see time averages",
    Operations Research 30 (1982) 223-231.
    """
    inputs = together(
        calls_per_second=as_quantity("calls_per_second", calls_per_second),
        aht_seconds=as_quantity("aht_seconds", aht_seconds),
        agents=as_quantity("agents", agents),
        patience_seconds=as_patience(patience_seconds, patience),
        cut_off_seconds=as_cut_off(cut_off_seconds),
        waiting_places=as_places(waiting_places),
        answer_within_seconds=as_quantity("answer_within_seconds", answer_within_seconds),
    )
    agents_at_work = inputs.pop("agents")
    queue = QueueRows(**{name: array.ravel() for name, array in inputs.items()}, patience=patience)
    flat = steady_state(queue, agents_at_work.ravel())
    shape = agents_at_work.shape
    return QueuePerformance(**{field.name: getattr(flat, field.name).reshape(shape) for field in fields(flat)})


def steady_state(queue: QueueRows, agents: FloatArray) -> QueuePerformance:
    """`queue_performance` of inputs that are already checked, and of one shape."""
    queue, agents = queue.within_range(), _in_range(agents)
    # Limits such as log(0) = -inf and 1/0 = inf are meant and carried through; underflow is exact enough.
    with np.errstate(all="ignore"):
        # Without handling time a call is never more than an instant with an agent, if there is one.
        busy = (queue.calls_per_second > 0) & ((queue.aht_seconds > 0) | (agents == 0))
        if busy.all():
            return _loaded(queue, agents)
        found = {field.name: np.zeros_like(agents) for field in fields(QueuePerformance)}
        found["service_level"][:] = 1.0
        if busy.any():
            loaded = _loaded(queue.rows(busy), agents[busy])
            for name, values in found.items():
                values[busy] = getattr(loaded, name)
        return QueuePerformance(**found)


def _in_range(values: FloatArray) -> FloatArray:
    """Take absurd magnitudes to a bound, so that no product of finite inputs overflows or turns to nan."""
    return np.where(values < _SMALLEST, 0.0, np.minimum(values, _LARGEST))


def _loaded(queue: QueueRows, agents: FloatArray) -> QueuePerformance:
    arrival_rate, aht = queue.calls_per_second, queue.aht_seconds
    staffed = agents > 0
    service_rate = np.divide(agents, aht, out=np.zeros_like(aht), where=staffed)
    part = _queue_part(queue, service_rate)

    log_inverse_b = log_inverse_erlang_b(agents, np.where(staffed, arrival_rate * aht, 1.0))
    # Weight of the states with a free agent, relative to "all agents busy, nobody waiting": 1/B - 1.
    log_free = np.where(log_inverse_b > 40.0, log_inverse_b, np.log(np.expm1(log_inverse_b)))
    log_free = np.where(staffed, log_free, -np.inf)
    all_busy = expit(part.log_weight - log_free)
    some_free = expit(log_free - part.log_weight)

    # Answered from the queue: at the full service rate whenever somebody waits.
    answered_late = service_rate / arrival_rate * -np.expm1(-part.log_weight)
    answered = some_free + all_busy * answered_late
    entered = np.clip(1.0 - all_busy * part.blocked, 0.0, 1.0)
    queue_length = all_busy * part.queue_length
    # An answered share of 0 by underflow is as good as no agents.
    serving = staffed & (answered > 0)
    nobody_answered = np.where(queue.waiting_places > 0, _longest_wait(queue), 0.0)
    waits = all_busy * part.served_wait_seconds
    occupancy = np.where(staffed, answered * arrival_rate / service_rate, 1.0)
    return QueuePerformance(
        service_level=np.clip(some_free + all_busy * part.answered_within, 0.0, 1.0),
        asa_served_seconds=np.where(serving, waits / answered, nobody_answered),
        wait_all_seconds=np.where(queue.waiting_places > 0, queue_length / (arrival_rate * entered), 0.0),
        wait_probability=all_busy * (1.0 - part.blocked),
        abandon_probability=np.clip(all_busy * part.abandoned, 0.0, 1.0),
        block_probability=all_busy * part.blocked,
        occupancy=np.clip(occupancy, 0.0, 1.0),
        queue_length=queue_length,
    )


def _longest_wait(queue: QueueRows) -> FloatArray:
    """Mean wait of callers whom nobody answers."""
    patience_seconds, cut_off = queue.patience_seconds, queue.cut_off_seconds
    if queue.patience == "deterministic":
        return np.minimum(patience_seconds, cut_off)
    hung_up_before = -np.expm1(-np.divide(cut_off, patience_seconds))
    certain = (patience_seconds == 0) | np.isinf(patience_seconds) | np.isinf(cut_off)
    return np.where(certain, np.minimum(patience_seconds, cut_off), patience_seconds * hung_up_before)


def _queue_part(queue: QueueRows, service_rate: FloatArray) -> QueuePart:
    """Send every row to its model."""
    arrival_rate, places, answer_within = queue.calls_per_second, queue.waiting_places, queue.answer_within_seconds
    patience_seconds, cut_off = queue.patience_seconds, queue.cut_off_seconds
    limited = np.isfinite(places)
    tau = np.minimum(patience_seconds, cut_off)
    endless = np.isinf(tau)
    # Where a caller can both hang up and be cut off, the two have a model of their own; elsewhere one of them is left.
    hangs_up = (tau > 0) & np.isfinite(patience_seconds) & (queue.patience == "exponential")
    # So it is where hardly anybody is as patient as the cut-off, or hardly anybody hangs up before it.
    both = hangs_up & (cut_off < _MOST_PATIENCES * patience_seconds) & (patience_seconds < _MOST_CUT_OFFS * cut_off)
    by_chance = hangs_up & ~both & (patience_seconds < cut_off)
    to_the_end = ~both & ~by_chance
    if not limited.any() and endless.all():
        return unlimited_queue.patient(arrival_rate, service_rate, answer_within)

    filled = QueuePart.unfilled(len(tau))
    no_place = places == 0
    # Nobody serves and nobody leaves: the places fill once and for all.
    stuck = limited & ~no_place & endless & (service_rate == 0)
    for rows, log_weight in ((no_place, 0.0), (stuck, np.inf)):
        none = np.zeros(int(rows.sum()))
        waiting = np.where(stuck[rows], places[rows], 0.0)
        filled.put(rows, QueuePart(none + log_weight, none + 1.0, none, none, none, waiting))

    rows = ~limited & endless
    if rows.any():
        filled.put(rows, unlimited_queue.patient(arrival_rate[rows], service_rate[rows], answer_within[rows]))
    rows = both & ~no_place
    if rows.any():
        of_both = (arrival_rate, service_rate, patience_seconds, cut_off, answer_within, places)
        filled.put(rows, hang_up_and_cut(*(array[rows] for array in of_both)))
    for rows, unlimited_model in (
        (~limited & by_chance, unlimited_queue.exponential_patience),
        (~limited & ~endless & to_the_end, unlimited_queue.fixed_patience),
    ):
        if rows.any():
            filled.put(rows, unlimited_model(arrival_rate[rows], service_rate[rows], tau[rows], answer_within[rows]))
    for rows, limited_model in (
        (limited & ~no_place & by_chance, limited_queue.exponential_patience),
        (limited & ~no_place & ~stuck & to_the_end, limited_queue.fixed_patience),
    ):
        if rows.any():
            part = limited_queue.by_places(
                limited_model, arrival_rate[rows], service_rate[rows], tau[rows], answer_within[rows], places[rows]
            )
            filled.put(rows, part)
    return filled
