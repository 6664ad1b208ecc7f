"""``python -m scheduler.locale``: brings the catalogues up to date with the code, and lists what nobody has translated.

Texts that are gone go from the catalogue, new ones come with an empty translation. Entries are sorted and have no line
numbers, so that changes of several people merge.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Collection
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from scheduler.catalogue import DOMAIN, LOCALE
from scheduler.locale.extraction import Text, click_texts, own_texts

LANGUAGE = "ko"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_FOLDER = LOCALE / LANGUAGE / "LC_MESSAGES"
_HEADER = """\
msgid ""
msgstr ""
"Language: ko\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def updated(old: bytes, texts: Collection[Text]) -> Catalog:
    """A catalogue with exactly these texts, and what was translated of them."""
    known = read_po(io.BytesIO(old), locale=LANGUAGE)
    # A time would differ from run to run, and stands in the compiled file.
    catalogue = Catalog(LANGUAGE, creation_date=_NEVER, revision_date=_NEVER)
    for text in sorted(texts, key=lambda text: (text.english, text.context)):
        found = known.get(text.english, text.context or None)
        string = (found.string if found else "") or ""
        korean = string if isinstance(string, str) else string[0]
        if text.plural:
            catalogue.add((text.english, text.plural), (korean,), context=text.context or None)
        else:
            catalogue.add(text.english, korean, context=text.context or None)
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The file, one line a text."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_output=True)
    return _HEADER.encode() + body.getvalue()


def main() -> None:
    """Write the catalogues; ends with 1 while a text is not translated."""
    is_whole = True
    for domain, texts in ((DOMAIN, own_texts()), ("click", click_texts())):
        path = _FOLDER / f"{domain}.po"
        catalogue = updated(path.read_bytes() if path.exists() else b"", texts)
        path.write_bytes(as_po(catalogue))
        if domain == "click":
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
        for message in catalogue:
            if message.id and not any(message.string if isinstance(message.string, tuple) else (message.string,)):
                is_whole = False
                print(f"{domain}: no translation: {message.id}")
    sys.exit(not is_whole)


if __name__ == "__main__":
    main()
