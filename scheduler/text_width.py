"""Width of texts in letters of even width."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def aligned(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs in two columns; a Korean letter is two columns wide on a terminal."""
    pairs = list(pairs)
    width = max((text_columns(left) for left, _ in pairs), default=0)
    return [f"{left}{' ' * (width - text_columns(left))}  {right}".rstrip() for left, right in pairs]


def text_columns(text: str) -> int:
    """Width of a text in letters of even width, a Korean one being two wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
