"""How fields stand in Korean sentences: particles by the last letter of what they follow, and dates.

In a template ``{name:을}`` is the name with 을 or 를, and ``'{name}'{name:-을}`` the particle alone, where something
stands between. A date without a format is ``11월 6일(월)``, one that shall be found in a file ``2023-11-06(월)``;
formats have the weekday and the month in Korean: ``{day:%Y년 %B %-d일}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from string import Formatter
from typing import Any

_PARTICLES = {
    "은": ("은", "는"),
    "이": ("이", "가"),
    "을": ("을", "를"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이라는": ("이라는", "라는"),
    "입니다": ("입니다", "입니다"),
}
"""Each particle after a letter that ends in a consonant, and after one that does not."""

_WEEKDAYS = "월화수목금토일"
_DIGITS_WITH_CONSONANT = "013678"
_LETTERS_WITH_CONSONANT = "lmnr"
"""Digits and letters whose Korean names end in a consonant: 영, 일, 삼, 육, 칠, 팔; 엘, 엠, 엔, 알."""
_LIQUID = "178lr"
"""Those that end in ㄹ, after which 으로 is 로."""
_ASIDE = re.compile(r"(?<=.)(?:\([^()]*\)|['\"’”\]>])+$")
"""What does not count as the end of a word."""
_SPELT_OUT = 3
"""So many Latin letters are spelt letter by letter, as a code or the ending of a file; longer ones are words."""
_WORDS_WITH_CONSONANT = re.compile(r"(?:[lmn]|ng|[mnl]e)$")
_WORDS_WITH_VOWEL = re.compile(r"(?:[abdfhijoqrsuvwxyz]|[^lmn]e|t|[^n]g)$")
"""How English words end where Koreans write them as they sound: 팀, 제너럴, 타임; 나이트, 하프, 서비스. Of others, such
as those in k and p, nobody can say."""


def particle(text: str, name: str) -> str:
    """The particle that follows the text; both forms, as in 을(를), where nobody can say how the text is read.

    Parameters
    ----------
    text
        What it follows.
    name
        The particle in its form after a consonant, such as ``을``.
    """
    after_consonant, after_vowel = _PARTICLES[name]
    ends = _ending(text)
    if ends is None:
        return f"{after_consonant}({after_vowel})" if after_consonant != after_vowel else after_vowel
    has_consonant, is_liquid = ends
    return after_consonant if has_consonant and not (is_liquid and name == "으로") else after_vowel


def _ending(text: str) -> tuple[bool, bool] | None:
    """Whether the text ends in a consonant, and whether that is ㄹ."""
    plain = _ASIDE.sub("", text.strip()).casefold()
    last = plain[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return final > 0, final == 8
    if last.isascii() and last.isdigit():
        return last in _DIGITS_WITH_CONSONANT, last in _LIQUID
    letters = re.search(r"[a-z]*$", plain)
    if not letters or not letters[0]:
        return None
    if len(letters[0]) <= _SPELT_OUT:
        return last in _LETTERS_WITH_CONSONANT, last in _LIQUID
    if _WORDS_WITH_CONSONANT.search(plain):
        return True, last == "l" or plain.endswith("le")
    return (False, False) if _WORDS_WITH_VOWEL.search(plain) else None


class KoreanFormatter(Formatter):
    """Fills templates as `str.format` does, with particles and dates as well."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """One field."""
        read_as = None
        if isinstance(value, date) and not isinstance(value, datetime) and "%" not in format_spec:
            # Errors have dates of a class of their own, which are to be found in a file.
            said = f"{value.month}월 {value.day}일" if type(value) is date else value.isoformat()
            value, read_as = f"{said}({_WEEKDAYS[value.weekday()]})", "일"
        if format_spec.removeprefix("-") in _PARTICLES:
            text = str(value)
            after = particle(read_as or text, format_spec.removeprefix("-"))
            return after if format_spec.startswith("-") else text + after
        if isinstance(value, date) and format_spec:
            weekday = _WEEKDAYS[value.weekday()]
            named = {"%A": f"{weekday}요일", "%a": weekday, "%B": f"{value.month}월", "%-m": f"{value.month}"}
            named |= {"%-d": f"{value.day}"}
            for code, word in named.items():
                format_spec = format_spec.replace(code, word)
        return format(value, format_spec)


_FORMATTER = KoreanFormatter()


def filled(template: str, fields: Mapping[str, object]) -> str:
    """The sentence that a Korean template makes of its fields."""
    return _FORMATTER.vformat(template, (), fields)


def is_particle(format_spec: str) -> bool:
    """Whether the format of a field is a particle, which its English text has not."""
    return format_spec.removeprefix("-") in _PARTICLES
