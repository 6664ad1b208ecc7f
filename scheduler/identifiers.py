"""Names and ids as people see them: two that look the same are the same, whatever program wrote them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

PUBLISHED = "published"
"""How people name what is published, in place of a roster's file."""

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


_LOOK_ALIKE = {
    "CYRILLIC": {
        "A": "\u0410",
        "B": "\u0412",
        "C": "\u0421",
        "E": "\u0415",
        "H": "\u041d",
        "I": "\u0406\u04c0",
        "J": "\u0408",
        "K": "\u041a",
        "M": "\u041c",
        "O": "\u041e",
        "P": "\u0420",
        "Q": "\u051a",
        "S": "\u0405",
        "T": "\u0422",
        "W": "\u051c",
        "X": "\u0425",
        "Y": "\u0423\u04ae",
        "a": "\u0430",
        "c": "\u0441",
        "d": "\u0501",
        "e": "\u0435",
        "h": "\u04bb",
        "i": "\u0456",
        "j": "\u0458",
        "k": "\u043a",
        "l": "\u04cf",
        "o": "\u043e",
        "p": "\u0440",
        "q": "\u051b",
        "s": "\u0455",
        "v": "\u0475",
        "w": "\u051d",
        "x": "\u0445",
        "y": "\u0443",
        "3": "\u0417",
    },
    "GREEK": {
        "A": "\u0391",
        "B": "\u0392",
        "E": "\u0395",
        "H": "\u0397",
        "I": "\u0399",
        "K": "\u039a",
        "M": "\u039c",
        "N": "\u039d",
        "O": "\u039f",
        "P": "\u03a1",
        "T": "\u03a4",
        "X": "\u03a7",
        "Y": "\u03a5",
        "Z": "\u0396",
        "a": "\u03b1",
        "i": "\u03b9",
        "k": "\u03ba",
        "o": "\u03bf",
        "p": "\u03c1",
        "u": "\u03c5",
        "v": "\u03bd",
        "y": "\u03b3",
    },
}
"""Letters of other alphabets that look like ours, by alphabet and by what they look like."""

_SKELETON = str.maketrans(
    {letter: ours for letters_of in _LOOK_ALIKE.values() for ours, letters in letters_of.items() for letter in letters}
)
_OTHER_ALPHABETS = ("CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU")
"""Those whose letters are taken for Latin ones."""


def skeleton(name: str) -> str:
    """What a plain name looks like: two names with one skeleton cannot be told apart, whatever alphabets they are in.

    References
    ----------
    Unicode Technical Standard 39, section 4, for the two alphabets that keyboards have beside the Latin one.
    """
    return name if name.isascii() else name.translate(_SKELETON)


def foreign_letters(name: str) -> str:
    """The letters of other alphabets in a name that has Latin ones, or letters of several such alphabets, as well."""
    if name.isascii():
        return ""
    found: dict[str, str] = {}
    for letter in filter(str.isalpha, name):
        alphabet = unicodedata.name(letter, "").partition(" ")[0]
        found[alphabet] = found.get(alphabet, "") + letter
    others = [alphabet for alphabet in found if alphabet in _OTHER_ALPHABETS]
    return "".join(found[alphabet] for alphabet in others) if len(others) + ("LATIN" in found) > 1 else ""
