"""Which names exist in a workspace: what every other file refers to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from scheduler.config import Files, Settings
from scheduler.domain.base import NameOf
from scheduler.domain.limits import LONGEST_KIND
from scheduler.domain.shifts import OFF
from scheduler.formats.roster_sheet import CODE_JOINER, LANGUAGES
from scheduler.identifiers import plain_name
from scheduler.labels import absence_label
from scheduler.messages import Message
from scheduler.readers.cells import CellError, no_longer
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

    def absence_kind(self, text: str) -> str:
        """What an absence is; on the roster's sheet it stands where shifts do.

        Raises
        ------
        CellError
            It reads as one shift, or several, or is too long.
        """
        no_longer(LONGEST_KIND)(text)
        for word in (text, *(absence_label(text, language) for language in LANGUAGES)):
            if all(self.shift.has(part) for part in word.split(CODE_JOINER)):
                raise CellError(
                    Message("'{found}' is the code of a shift, so that nobody can tell the two apart", found=word),
                    "call the absence otherwise",
                )
            if (code := self.shift_names.get(plain_name(word).casefold())) is not None:
                raise CellError(
                    Message(
                        "'{found}' is the name of shift {code}, so that nobody can tell the two apart",
                        found=word,
                        code=code,
                    ),
                    "call the absence otherwise",
                )
        return text

    @classmethod
    def of_settings(cls, settings: Settings, employees: Collection[str]) -> Known:
        """The names of valid settings and of these people."""
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
            shift_names={
                plain_name(name).casefold(): shift.code
                for shift in settings.shifts
                for name in map(shift.title, LANGUAGES)
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


def names_of_settings(settings: Settings) -> dict[NameOf, list[str]]:
    """The lists of names that settings have."""
    return {
        NameOf.TEAM: [team.name for team in settings.teams],
        NameOf.CONTRACT: [contract.name for contract in settings.contracts],
        NameOf.SHIFT: [shift.code for shift in settings.shifts],
        NameOf.QUEUE: [queue.name for queue in settings.queues],
    }


def _names(raw: object, section: str, key: str) -> list[str] | None:
    entries = raw.get(section) if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not all(isinstance(e, dict) and isinstance(e.get(key), str) for e in entries):
        return None
    return [entry[key] for entry in entries]
