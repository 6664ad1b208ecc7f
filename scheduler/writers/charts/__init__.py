"""Pictures of frames, for pages that need no network and no program but a browser, for paper, and as files.

`forms.py` says what is drawn, in the grammar of Vega-Lite; `drawing.py` draws it, with no browser, as SVG or PNG. In a
page the pictures stand as SVG: they need no script to be seen or printed, their text is the reader's own fonts', and
each mark has its hover text. `charts.js` shows these at once and zooms.
"""

from __future__ import annotations
