"""Charts in the grammar of Vega-Lite, drawn as SVG for pages and files, and as PNG.

The renderer is imported on use: it holds an engine for JavaScript, which takes a second to start.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

Spec = dict[str, Any]
"""A chart, or several, as Vega-Lite has them."""

FONTS = "Malgun Gothic, Apple SD Gothic Neo, Noto Sans KR, Noto Sans CJK KR, NanumGothic, Noto Serif CJK KR, sans-serif"
INK, SOFT, GRID = "#1f2933", "#52606d", "#d9dee4"
_MEASURED_IN = "monospace"
"""The font in which a chart as SVG is laid out: to look for each letter in a list of fonts takes three quarters of the
time to draw it, and whoever reads it has other fonts than this machine in any case."""
ROOMY = "roomy"
"""The style of words for which there is room in any case, so that their size need not be known: in SVG their font is
one that no machine has, since to measure words in Korean takes as long as all the rest of a chart."""
KOREAN_LETTERS = ("가", "나")
"""Two letters that look alike only where no font has them."""

_AXIS = {"aria": False, "domain": False, "ticks": False, "gridColor": GRID, "labelColor": SOFT, "titleColor": SOFT}
_TEXT = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelPadding": 5}
_CONFIG: Spec = {
    "aria": False,  # the words would be English; a mark's hover text is its description
    "axis": _AXIS | _TEXT,
    "legend": {"aria": False, "labelFontSize": 12, "labelColor": INK, "symbolType": "square"},
    "title": {"aria": False, "fontSize": 13, "color": INK, "anchor": "start"},
    "text": {"fontSize": 12, "color": SOFT},
    "view": {"stroke": None},
}
_KEPT_CHARTS = 64  # a page or two: two rosters of the same week have most of their charts in common
_XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
_LONG_DECIMALS = re.compile(r"-?\d+\.\d\d+")


def draw(spec: Spec, name: str) -> Markup:
    """Draw a chart for a page."""
    return Markup(ElementTree.tostring(_drawn(spec, name), encoding="unicode"))  # escaped by what wrote it


def svg_file(spec: Spec, name: str) -> str:
    """The same chart as a file of its own."""
    root = _drawn(spec, name)
    _, _, width, height = root.attrib["viewBox"].split()
    root.attrib |= {"width": width, "height": height}
    return ElementTree.tostring(root, encoding="unicode").replace("<svg ", f"<svg {_XMLNS} ", 1)


def png_file(spec: Spec) -> bytes:
    """A chart as pixels, in the fonts of this machine."""
    import vl_convert

    return vl_convert.vegalite_to_png(_complete(spec, "white", FONTS, FONTS), scale=1.5)


def has_korean_font() -> bool:
    """Whether this machine has a font with Korean letters, by drawing two of them."""
    import vl_convert

    first, second = (
        vl_convert.svg_to_png(
            f'<svg {_XMLNS} width="40" height="40"><text x="5" y="30" font-size="20" font-family="{FONTS}">'
            f"{letter}</text></svg>"
        )
        for letter in KOREAN_LETTERS
    )
    return first != second


def _complete(spec: Spec, background: str | None, font: str, font_where_roomy: str) -> Spec:
    fonts = {"font": font, "style": {ROOMY: {"font": font_where_roomy}}}
    return {"$schema": "https://vega.github.io/schema/vega-lite/v6.json", "background": background, **spec} | {
        "config": _CONFIG | fonts
    }


@lru_cache(maxsize=_KEPT_CHARTS)
def _svg(spec: str) -> str:
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(json.loads(spec))  # not as text: figures without end are none of JSON's
    return svg


def _drawn(spec: Spec, name: str) -> ElementTree.Element:
    """The chart without what a page does not need, and with a title, which browsers show on hover, for each mark."""
    text = _svg(json.dumps(_complete(spec, None, _MEASURED_IN, "none")))
    root = ElementTree.fromstring(re.sub(r' xmlns(:xlink)?="[^"]*"', "", text, count=2))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == "path" and child.get("class") in ("background", "foreground"):
                parent.remove(child)
            elif child.tag == "path" and "aria-label" in child.attrib:
                ElementTree.SubElement(child, "title").text = child.attrib["aria-label"]
                parent.set("pointer-events", "all")  # what has no colour answers as well
    for element in root.iter():
        for key in [key for key in element.attrib if key in ("role", "font-family") or key.startswith("aria-")]:
            del element.attrib[key]
        for key, value in element.attrib.items():
            element.attrib[key] = _LONG_DECIMALS.sub(lambda number: f"{float(number[0]):.1f}", value)
    root.attrib = {"viewBox": root.attrib["viewBox"], "role": "img", "aria-label": name, "font-family": FONTS}
    return root


def layer(mark: str, data: object = None, *, look: Mapping[str, object] | None = None, **channels: object) -> Spec:
    """Marks of one kind, alone or as a layer of a chart.

    Parameters
    ----------
    mark
        Their kind.
    data
        A frame, a row a mark; its column ``tip``, where it has one, is their hover text. None: that of the chart.
    look
        What is the same for all of them.
    channels
        What says where and how each is drawn. A text is the name of a column with numbers.
    """
    has_tips = data is not None and "tip" in getattr(data, "columns", ())
    encoding: Spec = {
        # Days have their own words along them, and figures the axis that one of the layers gives.
        key: {"field": what, "type": "quantitative", "title": None, **({"axis": None} if key == "x" else {})}
        if isinstance(what, str)
        else what
        for key, what in channels.items()
    }
    if has_tips:
        encoding["description"] = {"field": "tip"}
    spec: Spec = {"mark": {"type": mark, "aria": has_tips, **(look or {})}, "encoding": encoding}
    if data is not None:
        spec["data"] = {"values": _records(data)}
    return spec


def quantity(column: str, axis: Mapping[str, object] | None = None, **scale: object) -> Spec:
    """A column with numbers along an axis; without a name, since the page has it beside."""
    return {"field": column, "type": "quantitative", "axis": axis, "title": None, "scale": scale}


def _records(frame: Any) -> list[dict[str, object]]:
    """The rows of a frame, what is missing as None; column by column, in half the time of pandas."""
    columns = [
        [None if missing else value for value, missing in zip(frame[name].tolist(), frame[name].isna(), strict=True)]
        for name in frame.columns
    ]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]
