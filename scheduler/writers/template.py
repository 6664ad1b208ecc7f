"""Pages from templates, in which every text of ours and of others is escaped."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from scheduler.labels import Language, label


def write_from_template(path: Path, template: Path, language: Language, **values: object) -> None:
    """Write a page, the style sheet beside its template within it.

    Parameters
    ----------
    path
        The file to write.
    template
        A file such as ``report.html.jinja``, with ``report.css`` beside it.
    language
        Of the labels, which the template asks for by ``say(key)``.
    values
        What the template shows.
    """
    environment = Environment(
        loader=FileSystemLoader(template.parent, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = template.with_name(template.name.partition(".")[0] + ".css").read_text(encoding="utf-8")
    text = environment.get_template(template.name).render(
        values,
        language=language,
        say=lambda key, **fields: label(key, language, **fields),
        style=Markup(style),  # one of our own files
    )
    path.write_text(text, encoding="utf-8")
