"""``--find headcount.day --until "asa_seconds<=12"``: the least change that meets a condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.messages import AnyText, Message
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.scenarios.measures import MEASURES, Measure, measure_key, measure_of
from scheduler.scenarios.people import group_members
from scheduler.scenarios.reading import Source, combine
from scheduler.scenarios.running import Row, Runner
from scheduler.scenarios.sweeping import CONDITION, point

_POINTS_AT_A_TIME = 2
_FACTOR_STEP = 0.01
"""Inflow and handling time are varied by this."""
_LARGEST_FACTOR_STEPS = 300


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of a measure.

    Attributes
    ----------
    limit
        None: what the baseline has.
    """

    text: str
    measure: Measure
    key: str
    is_at_most: bool
    limit: float | None

    def holds(self, row: Row, baseline: Row) -> bool:
        """Whether a scenario meets it; one without a result does not."""
        value = row.figures.get(self.key)
        limit = baseline.figures.get(self.key) if self.limit is None else self.limit
        if value is None or limit is None:
            return False
        return value <= limit + 1e-9 if self.is_at_most else value >= limit - 1e-9


def parse_condition(text: str, faults: Faults) -> Condition | None:
    """The condition that a text says."""
    found = CONDITION.fullmatch(text)
    place = f"--until {text}"
    if found is None:
        faults.add(
            place, 0, "", Message("is not a condition"), Message('write a measure and a limit: "asa_seconds<=12"')
        )
        return None
    name, sign, limit = found.groups()
    key = measure_key(name)
    measure = measure_of(key)
    if measure is None:
        known = [*MEASURES, "vulnerable.answer_rate_entered"]
        faults.of(
            place,
            Message("'{key}' is not measured", key=key),
            did_you_mean(key, known) or Message("use one of {known}", known=", ".join(known)),
        )
        return None
    number = None
    if limit != "baseline":
        number = float(limit.removesuffix("%")) / (100 if limit.endswith("%") else 1)
        if number < 0:
            faults.of(
                place,
                Message("{limit} is below 0, and '{key}' never is", limit=limit, key=key),
                Message("write 0 or more"),
            )
            return None
        if measure.unit == "share" and number > 1:
            is_percent = not limit.endswith("%") and number <= 100
            remedy = Message("write {number:g}%", number=number) if is_percent else Message("write 100% or less")
            faults.of(place, Message("{limit} is a share above 1", limit=limit), remedy)
            return None
    return Condition(text.strip(), measure, key, sign == "<=", number)


@dataclass(frozen=True, slots=True)
class Threshold:
    """The answer to one condition.

    Attributes
    ----------
    path
        What was varied.
    value
        The least change that meets the condition (for inflow and handling time the largest factor that still does);
        None where none was found.
    row
        The scenario with this value.
    tried
        Values that were looked at, in order of value, with whether they meet the condition.
    note
        Why there is no answer.
    """

    path: str
    condition: Condition
    value: float | None
    row: Row | None
    tried: tuple[tuple[float, Row, bool], ...]
    note: AnyText = ""


class Finder:
    """Varies one thing on top of some overlays, and looks at each value once, whatever is asked of it.

    Parameters
    ----------
    runner
        Evaluates.
    path
        ``headcount.GROUP``, ``inflow``, ``inflow.QUEUE`` or ``handling_time.QUEUE``.
    base
        Overlays that stay.
    baseline
        The workspace as it is.
    """

    def __init__(self, runner: Runner, path: str, base: Sequence[Source], baseline: Row) -> None:
        self._runner = runner
        self._path = path
        self._base = base
        self._baseline = baseline
        self._rows: dict[int, Row] = {}
        self._is_heads = path.startswith("headcount.")
        faults = Faults()
        if not self._is_heads and path.partition(".")[0] not in ("inflow", "handling_time"):
            faults.of(
                f"--find {path}",
                Message("cannot be searched"),
                Message("use headcount.GROUP, inflow or handling_time.QUEUE"),
            )
        members = self._members(faults) if self._is_heads else []
        faults.raise_if_any()
        self._fewest = -len(members) if self._is_heads else 1 - round(1 / _FACTOR_STEP)
        self._most = max(100, 2 * len(members)) if self._is_heads else _LARGEST_FACTOR_STEPS

    def _members(self, faults: Faults) -> list[object]:
        source = point("--find", self._path, 0, faults)
        if source is None:
            return []
        scenario = combine([source], faults)
        group = self._path.partition(".")[2]
        return list(group_members(self._runner.workspace, group, ("headcount", group), scenario, faults) or [])

    def find(self, condition: Condition) -> Threshold:
        """The least change that meets a condition, taking for granted that more people never make it worse.

        From no change on, ever larger steps until one value meets the condition and one does not; then between the two,
        a few at a time.
        """
        # Counted in steps that make it easier to meet: more heads, or fewer and shorter calls.
        least, most = (self._fewest, self._most) if self._is_heads else (-self._most, -self._fewest)
        bad, good = self._bracket(condition, least, most)
        while bad is not None and good is not None and good - bad > 1 and not self._runner.stop.is_set():
            width = good - bad
            inner = sorted(
                {bad + width * n // (_POINTS_AT_A_TIME + 1) for n in range(1, _POINTS_AT_A_TIME + 1)} - {bad}
            )
            self._look(inner)
            for step in inner:
                if self._holds(step, condition):
                    good = step
                    break
                bad = step
        tried = tuple(
            (self._value(step), row, condition.holds(row, self._baseline)) for step, row in sorted(self._rows.items())
        )
        if self._runner.stop.is_set():
            return Threshold(self._path, condition, None, None, tried, Message("stopped"))
        if good is None:
            return Threshold(self._path, condition, None, None, tried, Message("not met within the range"))
        return Threshold(self._path, condition, self._value(good), self._rows[good], tried)

    def _bracket(self, condition: Condition, least: int, most: int) -> tuple[int | None, int | None]:
        """A value that does not meet the condition, and a larger one that does; None where the range has none."""
        self._look([0])
        upwards = not self._holds(0, condition)
        bad, good = (0, None) if upwards else (None, 0)
        step = max(1, (most - least) // 50)
        while not self._runner.stop.is_set():
            steps = [step, 3 * step] if upwards else [-step, -3 * step]
            steps = list(dict.fromkeys(min(most, max(least, value)) for value in steps))
            self._look(steps)
            for value in steps:
                if self._holds(value, condition) == upwards:
                    return (bad, value) if upwards else (value, good)
                bad, good = (value, good) if upwards else (bad, value)
            if steps[-1] in (least, most):
                # All of them leave and it still holds, or nobody more can come.
                return (least - 1, good) if good is not None else (bad, None)
            step *= 9
        return None, None

    def _look(self, steps: Sequence[int]) -> None:
        new = [step for step in steps if step not in self._rows]
        faults = Faults()
        scenarios = []
        for step in new:
            source = point("--find", self._path, self._value(step), faults)
            if source is not None:
                scenarios.append(combine([*self._base, source], faults))
        faults.raise_if_any()
        self._rows.update(zip(new, self._runner.run(scenarios), strict=True))

    def _holds(self, step: int, condition: Condition) -> bool:
        return step in self._rows and condition.holds(self._rows[step], self._baseline)

    def _value(self, step: int) -> float:
        return float(step) if self._is_heads else round(1 - _FACTOR_STEP * step, 9)
