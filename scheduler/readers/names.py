"""Which names exist in a workspace: what every other file refers to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from scheduler.config import Files, Settings
from scheduler.domain.base import NameOf
from scheduler.domain.limits import LONGEST_KIND
from scheduler.domain.people import Absence, AbsenceKind
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
        How the office writes its csv files.
    kind
        Kinds of absence; None: any text is one.
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
    files: Files = Files(encoding="cp949")  # noqa: RUF009  # frozen
    kind: Names | None = None
    kinds_by_word: Mapping[str, str] = field(default_factory=dict)

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
            kind=None
            if settings.absence_kinds is None
            else Names("absence kind", words_of_kinds(settings.absence_kinds)),
            kinds_by_word={
                kind_word(word): kind.name
                for kind in settings.kinds_of_absence.values()
                for word in words_of_kinds([kind])
            },
        )

    @classmethod
    def of_plain(cls, raw: object) -> Known:
        """The names of settings that may be at fault elsewhere; a list that cannot be read is not checked against."""
        shifts = _names(raw, "shifts", "code")
        return cls(
            team=Names("team", _names(raw, "teams", "name")),
            contract=Names("contract", _names(raw, "contracts", "name")),
            shift=Names("shift", shifts),
            shift_or_off=Names("shift", None if shifts is None else [*shifts, OFF]),
            queue=Names("queue", _names(raw, "queues", "name")),
            employee=Names("employee", None),
        )


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
    """What is wrong with a kind of absence that stands on the roster's sheet as one shift does, or several.

    Parameters
    ----------
    text
        What the absence is called.
    is_code
        Whether a text is the code of a shift, in any case.
    shift_names
        As `names_of_shifts` has them.
    """
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


def _names(raw: object, section: str, key: str) -> list[str] | None:
    entries = raw.get(section) if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) and isinstance(e.get(key), str) for e in entries):
        return None
    return [entry[key] for entry in entries]
