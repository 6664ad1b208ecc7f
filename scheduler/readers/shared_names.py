"""Names of the settings of which nobody can tell what they mean where people write them."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.config import Queue, Settings, Team
from scheduler.formats.roster_sheet import DAY_OFF_WORDS, LANGUAGES
from scheduler.formats.workspace_files import LIST_JOINER, WORKSPACE_FILE
from scheduler.identifiers import plain_name, skeleton
from scheduler.messages import Message
from scheduler.readers.faults import Faults
from scheduler.readers.names import kind_word, like_a_shift, names_of_shifts, words_of_kinds


def refuse_shared_names(settings: Settings, faults: Faults) -> None:
    """Refuse names that look like another of their kind, and shifts that look like a day off on the roster's sheet."""
    named = {
        "teams": [team.name for team in settings.teams],
        "contracts": [contract.name for contract in settings.contracts],
        "queues": [queue.name for queue in settings.queues],
        "shifts": [shift.code for shift in settings.shifts],
        "absence_kinds": list(settings.kinds_of_absence),
    }
    for section, names in named.items():
        seen: dict[str, str] = {}
        for name in names:
            other = seen.setdefault(skeleton(plain_name(name)), name)
            if other != name:
                message = Message("the names '{one}' and '{other}' look the same", one=other, other=name)
                faults.add(WORKSPACE_FILE, 0, section, message, Message("change one of them"))
    for name in named["queues"]:
        if LIST_JOINER in name:
            message = Message("the name '{name}' holds {sign}, which stands between names", name=name, sign=LIST_JOINER)
            faults.add(WORKSPACE_FILE, 0, "queues", message, Message("leave it out"))
    _refuse_shared_words("teams", settings.teams, faults)
    _refuse_shared_words("queues", settings.queues, faults)
    _refuse_kinds_like_others(settings, faults)
    usual = words_of_kinds(settings.kinds_of_absence.values()) if settings.absence_kinds is None else ()
    off = {plain_name(word).casefold() for word in (*DAY_OFF_WORDS, *usual)}
    codes = {shift.code.casefold(): shift.code for shift in settings.shifts}
    for shift in settings.shifts:
        if shift.code.casefold() in off:
            message = Message("the code '{code}' means a day off on the roster's sheet", code=shift.code)
            faults.add(WORKSPACE_FILE, 0, "shifts", message, Message("call the shift otherwise"))
        for words in dict.fromkeys(map(shift.title, LANGUAGES)):
            name = plain_name(words).casefold()
            if name in off:
                message = Message(
                    "the name '{name}' of shift {code} means a day off on the roster's sheet",
                    name=words,
                    code=shift.code,
                )
                faults.add(WORKSPACE_FILE, 0, "shifts", message, Message("give the shift another name"))
            elif name in codes and codes[name] != shift.code:
                message = Message(
                    "the name '{name}' of shift {code} is the code of another shift", name=words, code=shift.code
                )
                faults.add(WORKSPACE_FILE, 0, "shifts", message, Message("give the shift another name"))


def _refuse_shared_words(section: str, entries: Sequence[Team] | Sequence[Queue], faults: Faults) -> None:
    """Refuse two that people read under one name: they could not tell their sheets and columns apart.

    Shifts may share a name: their codes stand wherever they do.
    """
    found: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for entry in entries:
            words = entry.title(language)
            other = seen.setdefault(skeleton(plain_name(words)).casefold(), entry.name)
            if other != entry.name:
                found.setdefault((other, entry.name), words)
    for (one, other), words in found.items():
        message = Message("people read '{words}' for '{one}' and for '{other}'", words=words, one=one, other=other)
        faults.add(WORKSPACE_FILE, 0, section, message, Message("change one of their names"))


def _refuse_kinds_like_others(settings: Settings, faults: Faults) -> None:
    """Refuse kinds of absence that stand on the roster's sheet for a shift, or in a file for another kind."""
    codes = {plain_name(shift.code).casefold() for shift in settings.shifts}
    shift_names = names_of_shifts(settings.shifts)
    kinds: dict[str, str] = {}
    for kind in settings.absence_kinds or ():
        for word in words_of_kinds([kind]):
            other = kinds.setdefault(kind_word(word), kind.name)
            message = like_a_shift(word, lambda part: plain_name(part).casefold() in codes, shift_names)
            if message is None and other != kind.name:
                message = Message(
                    "'{word}' stands for '{one}' and for '{other}'", word=word, one=other, other=kind.name
                )
            if message is not None:
                faults.add(WORKSPACE_FILE, 0, "absence_kinds", message, Message("call the absence otherwise"))
