"""The demand as a picture: what is expected to come, with its band, and how many agents that needs, and why.

Letters: an SVG or HTML picture keeps its words as text, for the reader's own fonts; a PNG needs a font with Korean
letters on this machine, and falls back to English where there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from scheduler.config import Queue, Settings
from scheduler.domain.demand import Demand, QueueDemand
from scheduler.errors import OutputError
from scheduler.labels import Language, label, name_of
from scheduler.messages import Message, msgid
from scheduler.writers.charts.drawing import INK, Spec, draw, has_korean_font, png_file, svg_file
from scheduler.writers.charts.forms import (
    DayLabel,
    day_labels,
    figures_axis,
    hover_layer,
    interval_edges,
    over_days,
    stairs,
)
from scheduler.writers.files import kept_file, refuse_taken_file
from scheduler.writers.template import write_from_template

FORMATS = (".png", ".svg", ".html")
_PAGE = Path(__file__).parent / "charts" / "picture.html.jinja"

NO_KOREAN_FONT = Message("no font with Korean letters here, so the picture speaks English (.svg and .html keep Korean)")

# Told apart with any of the common colour blindnesses: P. Tol, "Colour schemes" (bright); grey for a minimum.
_COLOURS = {
    "service_level": "#4477AA",
    "asa": "#66CCEE",
    "answer_rate": "#EE6677",
    "answer_rate_total": "#AA3377",
    "occupancy": "#CCBB44",
    "workload": "#228833",
    "minimum": "#999999",
}
_TARGETS = {
    "service_level": msgid("service level"),
    "asa": msgid("average wait"),
    "answer_rate": msgid("answer rate, of entered"),
    "answer_rate_total": msgid("answer rate, of attempts"),
    "occupancy": msgid("occupancy"),
    "workload": msgid("deadline"),
    "minimum": msgid("minimum"),
}


def plot_demand(
    path: Path,
    settings: Settings,
    demand: Demand,
    public_holidays: Collection[date],
    queues: Collection[str] | None = None,
) -> tuple[Message, ...]:
    """Write the picture.

    Parameters
    ----------
    path
        Ends in one of `FORMATS`, which says what is written.
    settings
        Names of the queues; the language.
    demand
        What is drawn, a row of two panels for each queue.
    public_holidays
        Their days are written in red.
    queues
        Only these; None: all.

    Returns
    -------
    What the reader should know about the picture.

    Raises
    ------
    OutputError
        The file's name has another ending, or it cannot be written.
    """
    if path.suffix.lower() not in FORMATS:
        raise OutputError(Message("{path}: name a file that ends in {join}", path=path, join=", ".join(FORMATS)))
    refuse_taken_file(path, option="--plot")
    language: Language = settings.language
    ending = path.suffix.lower()
    notices: tuple[Message, ...] = ()
    if ending == ".png" and language == "ko" and not has_korean_font():
        language, notices = "en", (NO_KOREAN_FONT,)
    chosen = [queue for queue in settings.queues if queues is None or queue.name in queues]
    labels = day_labels(demand.horizon, lambda on: on in public_holidays, language)
    picture = _picture(chosen, demand, labels, language)
    name = f"{label('demand', language)} {picture['title']}"
    with kept_file(path) as temporary:
        if ending == ".png":
            temporary.write_bytes(png_file(picture))
        elif ending == ".svg":
            temporary.write_text(svg_file(picture, name), encoding="utf-8")
        else:
            write_from_template(temporary, _PAGE, language, name=name, picture=draw(picture, name))
    return notices


def _picture(queues: Sequence[Queue], demand: Demand, labels: Sequence[DayLabel], language: Language) -> Spec:
    """A row of two charts for each queue."""
    # The queue with most work is what is looked at first, and gets twice the height.
    work = [demand.queues[queue.name].required.sum() for queue in queues]
    rows = []
    for queue, load in zip(queues, work, strict=True):
        height = 180 if load == max(work) else 90
        needs, name = demand.queues[queue.name], name_of(queue, language)
        charts = [
            over_days(layers, demand.horizon, labels, range(demand.horizon.days), width=640, height=height)
            | {"title": f"{name} · {label(title, language)}"}
            for title, layers in zip(
                ("demand_inflow", "demand_required"), _layers(needs, demand, labels, language), strict=True
            )
        ]
        rows.append({"hconcat": charts, "spacing": 30})
    horizon = demand.horizon
    return {"title": f"{horizon.first_day} ~ {horizon.last_day}", "vconcat": rows, "spacing": 26}


def _layers(
    needs: QueueDemand, demand: Demand, labels: Sequence[DayLabel], language: Language
) -> tuple[list[Spec], list[Spec]]:
    """What is drawn of arrivals, and of the agents that they need."""
    import pandas as pd

    from scheduler.frames.columns import words

    horizon = demand.horizon
    edges = interval_edges(horizon)
    per_hour = 60 / horizon.interval_minutes
    frame = pd.DataFrame({"start": edges[:-1], "end": edges[1:], "calls": needs.calls * per_hour})
    whens = [f"{labels[int(at)].text} {horizon.interval_start(n):%H:%M}" for n, at in enumerate(edges[:-1].tolist())]
    calls = [f"{count:,.1f}" for count in frame["calls"]]
    inflow = []
    if needs.calls_low is not None and needs.calls_high is not None:
        frame = frame.assign(low=needs.calls_low * per_hour, high=needs.calls_high * per_hour)
        inflow.append(stairs("area", frame, "high", {"color": "#4477AA", "opacity": 0.3}, low="low"))
        calls = [
            f"{count} ({low:,.1f} ~ {high:,.1f})"
            for count, low, high in zip(calls, frame["low"], frame["high"], strict=True)
        ]
    what = label("demand_inflow_short", language)
    tips = [
        f"{when} · {what} {count}" if is_open else None
        for when, count, is_open in zip(whens, calls, needs.is_open.tolist(), strict=True)
    ]
    inflow += [
        stairs("line", frame, "calls", {"color": INK, "strokeWidth": 1}, y=figures_axis("calls", zero=True)),
        hover_layer(frame.assign(tip=words(tips))),
    ]
    names = [_target(name, language) for name in needs.binding_target.tolist()]
    found = [name for name in _COLOURS if (needs.binding_target == name).any()]
    by_target = pd.concat(
        [
            frame[["start", "end"]].assign(
                required=np.where(needs.binding_target == name, needs.required, 0.0), of=_target(name, language)
            )
            for name in found
        ]
        or [frame[["start", "end"]].assign(required=needs.required, of="")]
    )
    colour = {
        "field": "of",
        "type": "nominal",
        "legend": {"title": None, "orient": "right"},
        "scale": {"domain": [_target(name, language) for name in found], "range": [_COLOURS[name] for name in found]},
    }
    what = label("required", language)
    tips = [
        f"{when} · {what} {agents:.1f}" + (f" · {name}" if name else "") if agents else None
        for when, agents, name in zip(whens, needs.required.tolist(), names, strict=True)
    ]
    required = [
        stairs(
            "area", by_target, "required", {}, y=figures_axis("required", zero=True) | {"stack": None}, color=colour
        ),
        hover_layer(frame.assign(tip=words(tips))),
    ]
    return inflow, required


def _target(name: str, language: Language) -> str:
    """A target in words; nothing where there is none."""
    return Message(_TARGETS[name]).text(language) if name in _TARGETS else ""
