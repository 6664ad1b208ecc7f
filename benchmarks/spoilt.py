"""A file that was spoilt on purpose, to see what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A spoilt copy of a file.

    Attributes
    ----------
    what
        What was done to it.
    content
        What it holds now.
    keeps_meaning
        Whether it must be read as the good one is, or be refused; otherwise a value of it may have changed.
    """

    what: str
    content: bytes
    keeps_meaning: bool = False

    @classmethod
    def of_text(cls, what: str, text: str) -> Spoilt:
        """A file of text, in which a value may have changed; half characters stay as they are."""
        return cls(what, text.encode("utf-8", "surrogatepass"))
