"""A reason why no roster exists: its kind and the rules in it for code, its sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from scheduler.labels import Language
from scheduler.messages import Message


class ReasonKind(Enum):
    """What a reason speaks of."""

    PERSON = auto()
    """One person's rules contradict each other."""
    MORE_PEOPLE = auto()
    """So do those of more people, who are only listed."""
    SUM = auto()
    """Heads do not add up over several days."""
    HEADS = auto()
    """Heads are missing, or too many, at some hours."""
    UNKNOWN = auto()
    """Rules that count heads cannot hold together with the others; where was not found in time."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes
    ----------
    kind
        What it speaks of.
    rules
        Numbers of the rules in it: the one that cannot be kept, and those that stand in its way where they are known.
    said
        The sentence.
    """

    kind: ReasonKind
    rules: frozenset[str]
    said: Message

    def text(self, language: Language) -> str:
        """The sentence."""
        return self.said.text(language)
