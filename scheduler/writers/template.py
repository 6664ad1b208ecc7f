"""Pages from templates, in which every text of ours and of others is escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scheduler.labels import Language, label

_CHARTS = Path(__file__).parent / "charts"


def write_from_template(path: Path, template: Path, language: Language, **values: object) -> None:
    """Write a page, the style sheets and scripts of all pages and charts and those beside its template within it.

    Parameters
    ----------
    path
        The file to write.
    template
        A file such as ``report.html.jinja``, with ``report.css`` and, where it needs one, ``report.js`` beside it.
    language
        Of the labels, which the template asks for by ``say(key)``.
    values
        What the template shows.
    """
    name = template.name.partition(".")[0]
    style, script = (
        "".join(file.read_text(encoding="utf-8") for file in files if file.exists())
        for files in (
            (_CHARTS / "page.css", _CHARTS / "charts.css", template.with_name(f"{name}.css")),
            (_CHARTS / "charts.js", template.with_name(f"{name}.js")),
        )
    )
    # The policy names the script by its hash: markup that slipped through could not run one of its own.
    script_hash = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = (
        _environment(template.parent)
        .get_template(template.name)
        .render(
            values,
            language=language,
            say=lambda key, **fields: label(key, language, **fields),
            style=Markup(style),  # our own files
            script=Markup(script),
            policy=Markup(
                f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script_hash}'; base-uri 'none'; "
                "form-action 'none'"
            ),
        )
    )
    path.write_text(text, encoding="utf-8")


@cache
def _environment(folder: Path) -> Environment:
    """What reads the templates of a folder, which it compiles once."""
    return Environment(
        loader=FileSystemLoader((folder, _CHARTS), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
