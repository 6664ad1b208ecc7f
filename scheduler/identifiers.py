"""Names and ids as people see them: two that look the same are the same, whatever program wrote them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing."""


def is_invisible(character: str) -> bool:
    """Whether a character takes no place: joiners, directions of writing, byte order marks, fillers, selectors."""
    return (
        character in _FILLERS
        or unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


@lru_cache(maxsize=65536)
def plain_name(text: str) -> str:
    """The name by which another is the same: without what is invisible, wide letters as usual ones, single spaces.

    References
    ----------
    Unicode Standard Annex 15, normalization form NFKC.
    """
    if text.isascii() and " " not in text:
        return text
    visible = "".join(character for character in text if not is_invisible(character))
    return " ".join(unicodedata.normalize("NFKC", visible).split())
