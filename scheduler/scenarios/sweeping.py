"""Sweeps: a setting in even steps, the curve it gives, and where the curve has its knee."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from scheduler.domain.limits import MOST_SCENARIOS, BoundedNumber
from scheduler.messages import Message
from scheduler.readers.faults import Faults
from scheduler.scenarios.reading import Scenario, Source, combine, from_option

_FIGURE: TypeAdapter[float] = TypeAdapter(BoundedNumber)


@dataclass(frozen=True, slots=True)
class Sweep:
    """Values of one setting.

    Attributes
    ----------
    path
        Such as ``headcount.day``, ``inflow``, ``inflow.general``, ``handling_time.general``, or of a setting:
        ``settings.queues.general.aht_seconds``.
    """

    path: str
    values: tuple[float, ...]


def parse_sweep(text: str, faults: Faults) -> Sweep | None:
    """``headcount.day=-40:40:10``: from, to (included), step."""
    path, _, span = text.partition("=")
    parts = span.split(":")
    try:
        first, last, step = (_FIGURE.validate_python(part) for part in parts)
        if step <= 0 or last < first:
            raise ValueError
    except ValueError:
        faults.of(
            f"--sweep {text}",
            Message("is not a sweep"),
            Message("write what, from, to and step: headcount.day=-40:40:10"),
        )
        return None
    if (last - first) / step >= MOST_SCENARIOS:
        values = math.floor((last - first) / step) + 1
        message = Message("{count:,} values are too many; at most {most:,}", count=values, most=MOST_SCENARIOS)
        faults.of(f"--sweep {text}", message, Message("take larger steps, or a shorter span"))
        return None
    count = round((last - first) / step)
    return Sweep(
        path.strip(), tuple(round(first + n * step, 9) for n in range(count + 1) if first + n * step <= last + 1e-9)
    )


def statement(path: str, value: float) -> dict[str, Any] | None:
    """What an overlay says that sets the path to a value; None where nothing is called that."""
    kind, _, rest = path.partition(".")
    number: Any = int(value) if float(value).is_integer() else value
    if kind == "headcount" and rest and float(value).is_integer():
        return {"headcount": {rest: f"{int(value):+d}"}}
    if kind == "inflow":
        return {"inflow": [{"factor": value, "queues": [rest] if rest else []}]}
    if kind == "handling_time" and rest:
        return {"handling_time": {rest: value}}
    if kind == "settings" and rest:
        inside: Any = number
        for part in reversed(rest.split(".")):
            inside = {part: inside}
        return {"settings": inside}
    return None


def point(option: str, path: str, value: float, faults: Faults) -> Source | None:
    """The overlay of one value.

    Parameters
    ----------
    option, path
        The option that asks for it, and what is varied, such as ``headcount.day``.
    value
        The value.
    faults
        Takes what is wrong.
    """
    said = statement(path, value)
    name = f"{path.removeprefix('headcount.').removeprefix('settings.')}={_short(path, value)}"
    if said is None:
        faults.of(
            f"{option} {path}",
            Message("'{path}' cannot be set to {value:g}", path=path, value=value),
            Message(
                "use headcount.GROUP with whole numbers, inflow, inflow.QUEUE, handling_time.QUEUE or settings.PATH"
            ),
        )
        return None
    return from_option(option, f"{path}={value:g}", said, name, faults)


def _short(path: str, value: float) -> str:
    return f"{value:+g}" if path.startswith("headcount.") else f"{value:g}"


def grid(sweeps: Sequence[Sweep], base: Sequence[Source], faults: Faults) -> list[tuple[Mapping[str, float], Scenario]]:
    """A scenario for each combination of the sweeps' values, on top of other overlays; with its values by path."""
    points: list[tuple[Mapping[str, float], Scenario]] = []
    count = math.prod(len(sweep.values) for sweep in sweeps)
    if count > MOST_SCENARIOS:
        message = Message("{count:,} scenarios are too many; at most {most:,}", count=count, most=MOST_SCENARIOS)
        faults.of("--sweep", message, Message("take larger steps, or fewer settings at a time"))
        return []
    for values in itertools.product(*(sweep.values for sweep in sweeps)):
        at = {sweep.path: value for sweep, value in zip(sweeps, values, strict=True)}
        sources = [point("--sweep", path, value, faults) for path, value in at.items()]
        good = [source for source in sources if source is not None]
        if len(good) < len(sources):
            return []
        points.append((at, combine([*base, *good], faults)))
    return points


def knee(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Where a curve bends most: the point farthest from the line between its ends, both axes scaled to 1.

    None where it has fewer than three points, is flat, or is nearly straight.

    References
    ----------
    V. Satopaa, J. Albrecht, D. Irwin, B. Raghavan: Finding a "Kneedle" in a Haystack. ICDCSW 2011.
    """
    if len(xs) < 3 or max(ys) - min(ys) <= 0:
        return None
    wide, high = xs[-1] - xs[0], ys[-1] - ys[0]
    if not wide or not high:
        return None
    bends = [abs((y - ys[0]) / high - (x - xs[0]) / wide) for x, y in zip(xs, ys, strict=True)]
    most = max(range(len(bends)), key=bends.__getitem__)
    return xs[most] if bends[most] >= 0.1 else None


CONDITION = re.compile(r"\s*([a-z0-9_.]+)\s*(<=|>=)\s*(baseline|-?[0-9]{1,15}(?:\.[0-9]{1,15})?%?)\s*")
"""``asa_seconds<=12``, ``service_level>=80%``, ``shortfall_agent_hours<=baseline``."""
