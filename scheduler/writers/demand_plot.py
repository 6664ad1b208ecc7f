"""The demand as a picture: what is expected to come, with its band, and how many agents that needs, and why.

Matplotlib is imported on use: only this command needs it, and it takes half a second. Letters: an SVG or HTML picture
keeps its words as text, for the reader's own fonts; a PNG needs a font with Korean letters on this machine, and falls
back to English where there is none.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Queue, Settings
from scheduler.domain.demand import Demand, Notice, QueueDemand
from scheduler.errors import OutputError
from scheduler.labels import Language, name_of, weekday_label
from scheduler.writers.files import kept_file, refuse_taken_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = (".png", ".svg", ".html")

KOREAN_FONTS = (
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "NanumGothic",
    "NanumBarunGothic",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "AppleGothic",
    "Pretendard",
    "UnDotum",
    "Noto Sans CJK JP",  # the same letters; the collection is often listed under its first name only
    "Noto Serif CJK KR",
    "Noto Serif CJK JP",
)
"""Fonts with Korean letters, the most legible in a picture first."""

NO_KOREAN_FONT = Notice(
    ko="이 컴퓨터에 한글 글꼴이 없어 그림의 글자를 영어로 썼습니다 (.svg나 .html은 한글로 저장됩니다)",
    en="no font with Korean letters here, so the picture speaks English (.svg and .html keep Korean)",
)

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
    "service_level": ("서비스 수준", "service level"),
    "asa": ("평균 대기", "average wait"),
    "answer_rate": ("응답률(진입)", "answer rate, of entered"),
    "answer_rate_total": ("응답률(총 인입)", "answer rate, of attempts"),
    "occupancy": ("점유율 상한", "occupancy"),
    "workload": ("처리 기한", "deadline"),
    "minimum": ("최소 인원", "minimum"),
}
_INK, _PALE, _HOLIDAY = "#333333", "#BBBBBB", "#C00000"


def plot_demand(
    path: Path,
    settings: Settings,
    demand: Demand,
    public_holidays: Collection[date],
    queues: Collection[str] | None = None,
) -> tuple[Notice, ...]:
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
        raise OutputError(f"{path}: name a file that ends in {', '.join(FORMATS)}")
    refuse_taken_file(path)
    import matplotlib as mpl

    language: Language = settings.language
    notices: tuple[Notice, ...] = ()
    style: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": "demand",  # else the names of parts differ from run to run
        "axes.unicode_minus": False,
        "font.family": ["sans-serif"],
    }
    if language == "ko":
        font = _korean_font()
        if font is not None:
            style["font.family"] = [font, "DejaVu Sans"]
        elif path.suffix.lower() == ".png":
            language, notices = "en", (NO_KOREAN_FONT,)
    chosen = [queue for queue in settings.queues if queues is None or queue.name in queues]
    with mpl.rc_context(style), kept_file(path) as temporary, warnings.catch_warnings():
        # Without a Korean font, widths of words are guessed; the words themselves stay text in these formats.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = _draw(chosen, demand, public_holidays, language)
        _save(figure, temporary, path.suffix.lower(), language)
    return notices


def _korean_font() -> str | None:
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return next((name for name in KOREAN_FONTS if name in installed), None)


def _save(figure: Figure, path: Path, ending: str, language: Language) -> None:
    if ending == ".png":
        figure.savefig(path, format="png", dpi=110)
        return
    text = io.StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None})
    picture = text.getvalue()
    if ending == ".html":
        picture = picture[picture.index("<svg") :]
        picture = (
            f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>'
            + ("수요" if language == "ko" else "Demand")
            + f"</title><style>svg{{max-width:100%;height:auto}}</style></head><body>\n{picture}</body></html>\n"
        )
    path.write_text(picture, encoding="utf-8")


def _draw(queues: Sequence[Queue], demand: Demand, public_holidays: Collection[date], language: Language) -> Figure:
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    # The queue with most work is what is looked at first, and gets twice the height.
    work = [demand.queues[queue.name].required.sum() for queue in queues]
    heights = [2.0 if load == max(work) else 1.0 for load in work]
    tall = 1.55 * sum(heights) + 1.3
    figure = Figure(figsize=(16, tall), layout="constrained")
    grid = figure.subplots(len(queues), 2, sharex=True, squeeze=False, gridspec_kw={"height_ratios": heights})
    for row, queue in enumerate(queues):
        needs = demand.queues[queue.name]
        _draw_inflow(grid[row][0], needs, demand, language)
        _draw_requirement(grid[row][1], needs, demand)
        grid[row][0].set_ylabel(name_of(queue, language), fontweight="bold", rotation=0, ha="right", va="center")
        for axes in grid[row]:
            _mark_days(axes, demand, public_holidays, language, is_last=row == len(queues) - 1)
    ko = language == "ko"
    grid[0][0].set_title(
        "시간당 인입 (선: 예측, 띠: P10~P90)" if ko else "Arrivals an hour (line: forecast, band: P10 to P90)"
    )
    grid[0][1].set_title(
        "필요 인원 (색: 결정 목표)" if ko else "Agents required (colour: the target that asks for most)"
    )
    found = {str(name) for queue in queues for name in np.unique(demand.queues[queue.name].binding_target)}
    handles = [
        Patch(color=_COLOURS[name], label=words[0 if ko else 1]) for name, words in _TARGETS.items() if name in found
    ]
    if handles:
        figure.legend(handles=handles, loc="outside lower right", ncols=len(handles), frameon=False)
    horizon = demand.horizon
    figure.suptitle(
        f"{horizon.first_day} ~ {horizon.date_of(horizon.days - 1)}", x=0.01, ha="left", fontweight="bold", color=_INK
    )
    return figure


def _edges(demand: Demand) -> NDArray[np.float64]:
    """Ends of the intervals, in days from the start; a day that is longer or shorter is drawn as wide as others."""
    horizon = demand.horizon
    days = [horizon.intervals_of_day(day) for day in range(horizon.days)]
    edges = [day + n / len(intervals) for day, intervals in enumerate(days) for n in range(len(intervals))]
    return np.array([*edges, horizon.days], dtype=np.float64)


def _draw_inflow(axes: Axes, needs: QueueDemand, demand: Demand, language: Language) -> None:
    per_hour = 60 / demand.horizon.interval_minutes
    edges = _edges(demand)
    if needs.calls_low is not None and needs.calls_high is not None:
        axes.stairs(
            needs.calls_high * per_hour,
            edges,
            baseline=needs.calls_low * per_hour,
            fill=True,
            color="#4477AA",
            alpha=0.3,
        )
    axes.stairs(needs.calls * per_hour, edges, baseline=None, color=_INK, linewidth=1.0)
    axes.set_ylim(bottom=0)


def _draw_requirement(axes: Axes, needs: QueueDemand, demand: Demand) -> None:
    from matplotlib.ticker import MaxNLocator

    edges = _edges(demand)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    for name, colour in _COLOURS.items():
        rows = needs.binding_target == name
        if rows.any():
            axes.stairs(np.where(rows, needs.required, 0.0), edges, fill=True, color=colour, linewidth=0)
    axes.set_ylim(bottom=0)


def _mark_days(
    axes: Axes, demand: Demand, public_holidays: Collection[date], language: Language, *, is_last: bool
) -> None:
    """Days as people write them, weekends shaded, holidays in red."""
    horizon = demand.horizon
    dates = list(horizon.dates())
    # Longer names, or more of them, would run into each other.
    step = 1 if len(dates) <= 14 else 7
    has_weekdays = len(dates) <= 7
    axes.set_xlim(0, len(dates))
    axes.set_xticks(np.arange(len(dates) + 1), minor=False)
    axes.set_xticklabels([])
    axes.tick_params(axis="x", which="major", length=0)
    axes.set_xticks(np.arange(0, len(dates), step) + 0.5, minor=True)
    axes.tick_params(axis="x", which="minor", length=0)
    axes.grid(axis="both", color="#E5E5E5", linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for day, on in enumerate(dates):
        if on.weekday() >= 5 or on in public_holidays:
            axes.axvspan(day, day + 1, color="#F2F2F2", zorder=0)
    if is_last:
        names = [
            f"{on.month}/{on.day}" + (f" {weekday_label(on.weekday(), language)}" if has_weekdays else "")
            for on in dates[::step]
        ]
        axes.set_xticklabels(names, minor=True)
        for label, on in zip(axes.get_xticklabels(minor=True), dates[::step], strict=True):
            if on in public_holidays or on.weekday() == 6:
                label.set_color(_HOLIDAY)
