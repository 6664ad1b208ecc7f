"""Which names exist in a workspace: what every other file refers to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from pydantic import TypeAdapter, ValidationError

from scheduler.config import Files, Settings
from scheduler.domain.base import NameOf
from scheduler.domain.limits import LONGEST_KIND
from scheduler.domain.people import USUAL_ABSENCE_KINDS, Absence, AbsenceKind
from scheduler.domain.shifts import OFF, Shift
from scheduler.formats.roster_sheet import CODE_JOINER, LANGUAGES
from scheduler.identifiers import plain_name
from scheduler.messages import AnyText, Message, joined
from scheduler.readers.cells import CellError, no_longer
from scheduler.readers.faults import nearest_name
from scheduler.readers.name_parser import Names


@dataclass(frozen=True, slots=True)
class Known:
    """Parsers of names; a name that does not exist is a fault.

    Attributes
    ----------
    groups
        Rotation groups; None: no rotation, or not known.
    zone
        The time zone of local times; None: not known.
    shift_names
        Codes of shifts by what people call them, in either language, without case.
    files
        How the office writes its csv files; None: not known, so that nobody can read them.
    kind
        Kinds of absence; None: any text is one.
    has_unknown_kinds
        Whether kinds of absence may be listed that cannot be read.
    kinds_by_word
        Names of kinds of absence by what people call them, as `kind_word` has it.
    """

    team: Names
    contract: Names
    shift: Names
    shift_or_off: Names
    queue: Names
    employee: Names
    groups: int | None = None
    zone: tzinfo | None = None
    shift_names: Mapping[str, str] = field(default_factory=dict)
    files: Files | None = None
    kind: Names | None = None
    kinds_by_word: Mapping[str, str] = field(default_factory=dict)
    has_unknown_kinds: bool = False

    def absence_kind(self, text: str) -> str:
        """The name of a kind of absence, which may be called as people call it in either language: see `kind_word`.

        Raises
        ------
        CellError
            There is no such kind; or where kinds are not listed, so that any text is one, it reads as one shift, or
            several, or is too long.
        """
        found = self.kinds_by_word.get(kind_word(text))
        if found is not None:
            return found
        if self.kind is not None:
            return self.kind(text)
        no_longer(LONGEST_KIND)(text)
        message = like_a_shift(text, self.shift.has, self.shift_names)
        if message is not None:
            raise CellError(message, Message("call the absence otherwise"))
        return text

    @classmethod
    def of_settings(cls, settings: Settings, employees: Collection[str] | None) -> Known:
        """The names of valid settings and of these people; None: of anybody."""
        names = names_of_settings(settings)
        kinds = settings.absence_kinds
        return cls(
            team=Names("team", names[NameOf.TEAM]),
            contract=Names("contract", names[NameOf.CONTRACT]),
            shift=Names("shift", names[NameOf.SHIFT]),
            shift_or_off=Names("shift", [*names[NameOf.SHIFT], OFF]),
            queue=Names("queue", names[NameOf.QUEUE]),
            employee=Names("employee", employees),
            groups=settings.remote.groups if settings.remote else None,
            zone=settings.centre.zone,
            files=settings.files_here,
            shift_names=names_of_shifts(settings.shifts),
            kind=None if kinds is None else Names("absence kind", words_of_kinds(kinds)),
            kinds_by_word=_by_word(settings.kinds_of_absence.values()),
        )

    @classmethod
    def of_plain(cls, raw: object, language: str = "ko") -> Known:
        """The names of settings that may be at fault elsewhere; what cannot be read is not checked against.

        Parameters
        ----------
        raw
            The plain values; anything but a group of them says nothing.
        language
            What people read where the settings do not say it.
        """
        plain = raw if isinstance(raw, dict) else {}
        shifts = _names(plain, "shifts", "code")
        centre, files, kinds = (_section(raw, name) for name in ("centre", "files", "absence_kinds"))
        office = (None, "Asia/Seoul") if centre is _UNKNOWN else (centre.country, centre.timezone)
        usual = USUAL_ABSENCE_KINDS if kinds is None else kinds
        return cls(
            team=Names("team", _names(plain, "teams", "name")),
            contract=Names("contract", _names(plain, "contracts", "name")),
            shift=Names("shift", shifts),
            shift_or_off=Names("shift", None if shifts is None else [*shifts, OFF]),
            queue=Names("queue", _names(plain, "queues", "name")),
            employee=Names("employee", None),
            zone=None if centre is _UNKNOWN else centre.zone,
            files=None if files is _UNKNOWN else files.of_office(*office, str(plain.get("language", language))),
            kind=None if kinds in (None, _UNKNOWN) else Names("absence kind", words_of_kinds(kinds)),
            kinds_by_word={} if kinds is _UNKNOWN else _by_word(usual),
            has_unknown_kinds=kinds is _UNKNOWN,
        )


_UNKNOWN = object()


def _section(raw: object, name: str) -> Any:
    """A section of settings that may be at fault elsewhere; `_UNKNOWN` where it is itself, or is perhaps misspelt."""
    field = Settings.model_fields[name]
    if not isinstance(raw, dict):
        return _UNKNOWN
    strangers = set(raw) - set(Settings.model_fields) if name not in raw else ()
    if any(nearest_name(str(key), Settings.model_fields) in (name, None) for key in strangers):
        return _UNKNOWN
    if name not in raw:
        return _UNKNOWN if field.is_required() else field.get_default()
    assert field.annotation is not None
    try:
        return TypeAdapter(field.annotation).validate_python(raw[name])
    except ValidationError:
        return _UNKNOWN


def _by_word(kinds: Iterable[AbsenceKind]) -> dict[str, str]:
    return {kind_word(word): kind.name for kind in kinds for word in words_of_kinds([kind])}


def kind_word(text: str) -> str:
    """What a kind of absence is called, without case and what stands between words: ``Sick leave``, ``sick_leave``."""
    return re.sub(r"[\s_-]", "", plain_name(text).casefold())


def words_of_kinds(kinds: Iterable[AbsenceKind]) -> tuple[str, ...]:
    """What people may write for these kinds of absence: their names, and what both languages call them."""
    return tuple(dict.fromkeys(word for kind in kinds for word in (kind.name, *map(kind.title, LANGUAGES))))


def unknown_kinds(absences: Sequence[Absence], kinds: Mapping[str, AbsenceKind]) -> list[Message]:
    """For each kind of absence that is none of those known, what it counts as, and which was perhaps meant.

    There are such kinds only where the workspace lists none: then any text is one.
    """
    unknown = Counter(row.kind for row in absences if row.kind not in kinds)
    known = joined(", ", kinds.values())
    found = []
    for kind, count in unknown.items():
        near = nearest_name(kind, words_of_kinds(kinds.values()))
        said = Message(
            "{count} absence is of kind '{kind}', which is none of {known}: it counts as work and is paid. Write one "
            "of these, or list the kind under absence_kinds in workspace.yaml.",
            "{count} absences are of kind '{kind}', which is none of {known}: they count as work and are paid. Write "
            "one of these, or list the kind under absence_kinds in workspace.yaml.",
            count=count,
            kind=kind,
            known=known,
        )
        asked: AnyText = "" if near is None else Message("Did you mean '{near}'?", near=near)
        found.append(joined(" ", [said, asked]))
    return found


def names_of_shifts(shifts: Iterable[Shift]) -> dict[str, str]:
    """Codes of shifts by what people call them, in either language, without case."""
    return {plain_name(name).casefold(): shift.code for shift in shifts for name in map(shift.title, LANGUAGES)}


def like_a_shift(text: str, is_code: Callable[[str], bool], shift_names: Mapping[str, str]) -> Message | None:
    """What is wrong with a kind of absence that stands on the roster's sheet as one shift does, or several."""
    if all(map(is_code, text.split(CODE_JOINER))):
        return Message("'{found}' is the code of a shift, so that nobody can tell the two apart", found=text)
    code = shift_names.get(plain_name(text).casefold())
    if code is None:
        return None
    return Message(
        "'{found}' is the name of shift {code}, so that nobody can tell the two apart", found=text, code=code
    )


def names_of_settings(settings: Settings) -> dict[NameOf, list[str]]:
    """The lists of names that settings have."""
    # Where kinds of absence are not listed, any text is one.
    kinds = (
        {} if settings.absence_kinds is None else {NameOf.ABSENCE_KIND: [kind.name for kind in settings.absence_kinds]}
    )
    return {
        NameOf.TEAM: [team.name for team in settings.teams],
        NameOf.CONTRACT: [contract.name for contract in settings.contracts],
        NameOf.SHIFT: [shift.code for shift in settings.shifts],
        NameOf.QUEUE: [queue.name for queue in settings.queues],
        **kinds,
    }


def _names(raw: Mapping[str, object], section: str, key: str) -> list[str] | None:
    entries = raw.get(section)
    if not isinstance(entries, list) or not all(isinstance(e, dict) and isinstance(e.get(key), str) for e in entries):
        return None
    return [entry[key] for entry in entries]
