"""Overlays from files and from options, checked one by one and then put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.config.files import Encoding
from scheduler.messages import AnyText, Message
from scheduler.readers.faults import Faults
from scheduler.readers.text_file import read_bytes
from scheduler.readers.validation import validated
from scheduler.readers.yaml_document import FILL_IN, Document, Location, path_text, read_document
from scheduler.scenarios.overlay import Overlay, short_name

FOLDER = "scenarios"
"""Where a workspace keeps its scenarios."""


@dataclass(frozen=True, slots=True)
class Source:
    """An overlay, and where its values stand.

    Attributes
    ----------
    document
        The file, or for options a document without nodes, whose name is that of the option.
    """

    overlay: Overlay
    document: Document

    def has(self, location: Location) -> bool:
        """Whether this overlay says something there."""
        here: Any = self.document.raw
        for part in location:
            if isinstance(here, Mapping) and part in here:
                here = here[part]
            elif isinstance(here, Sequence) and not isinstance(here, str) and isinstance(part, int):
                if part >= len(here):
                    return False
                here = here[part]
            else:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Scenario:
    """One or several overlays as one.

    Attributes
    ----------
    overlay
        All their changes.
    sources
        The overlays.
    """

    overlay: Overlay
    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        """Short name."""
        return self.overlay.name

    def blame(self, location: Location, message: AnyText, remedy: AnyText, faults: Faults) -> None:
        """Note a fault of a value, at its place in the file that says it.

        Parameters
        ----------
        location
            Keys and numbers of entries down to the value, in the overlay.
        message, remedy
            What is wrong, and what helps.
        faults
            Takes what is wrong.
        """
        source = next((source for source in self.sources if source.has(location)), self.sources[0])
        source.document.refuse(location, message, remedy, faults)


def read_overlay(path: Path, faults: Faults, encoding: Encoding | None = "cp949") -> Source | None:
    """The overlay of a file; its name is that of the file unless it says another one."""
    content = read_bytes(path, str(path), faults, if_empty=FILL_IN)
    document = None if content is None else read_document(content, str(path), faults, encoding)
    if document is None:
        return None
    document.raw.setdefault("name", short_name(path.stem))
    return checked(document, faults)


def checked(document: Document, faults: Faults) -> Source | None:
    """The overlay of a document, or None and its faults."""

    def report(location: Location, kind: str, message: AnyText, remedy: AnyText) -> None:
        document.refuse(location, message, remedy, faults)

    overlay = validated(Overlay, document.raw, report)
    return None if overlay is None else Source(overlay, document)


def find_files(given: str, workspace: Path, faults: Faults) -> list[Path]:
    """The files that an option names: a file, all of a folder, or the name of a scenario of the workspace."""
    path = Path(given)
    if path.is_dir():
        found = sorted((*path.glob("*.yaml"), *path.glob("*.yml")))
        if not found:
            faults.of(given, Message("holds no scenarios"), Message("name a folder with .yaml files"))
        return found
    known = workspace / FOLDER / f"{given}.yaml"
    if path.is_file() or not known.is_file():
        return [path]
    return [known]


def read_scenarios(
    given: Sequence[str], workspace: Path, faults: Faults, encoding: Encoding | None = "cp949"
) -> list[Scenario]:
    """The scenarios that options name; ``a,b`` is both as one.

    Parameters
    ----------
    given
        Files, folders, or names of the workspace's scenarios.
    workspace
        Its folder.
    faults
        Takes what is wrong.
    encoding
        What files are written in that are not UTF-8; None: not known.
    """
    scenarios = []
    for text in given:
        parts = [find_files(part, workspace, faults) for part in text.split(",")]
        alternatives = [[file] for file in parts[0]] if len(parts) == 1 else [[file for part in parts for file in part]]
        for files in alternatives:
            sources = [read_overlay(file, faults, encoding) for file in files]
            good = [source for source in sources if source is not None]
            if good and len(good) == len(sources):
                scenarios.append(combine(good, faults))
    return scenarios


def combine(sources: Sequence[Source], faults: Faults) -> Scenario:
    """Several overlays as one; two that say different things of the same are a fault.

    What a document reports is of its own scenario alone, and so is dropped where there are several.
    """
    if len(sources) == 1:
        return Scenario(sources[0].overlay, tuple(sources))
    said: dict[Location, tuple[object, Source]] = {}
    for source in sources:
        for key, value in _statements(source.overlay):
            for other, (standing, earlier) in list(said.items()):
                shorter = min(len(key), len(other))
                if key[:shorter] != other[:shorter] or (key == other and value == standing) or earlier is source:
                    continue
                message = Message(
                    "is {here} here, and {other} is {standing} in {file}",
                    here=_shown(value),
                    other=path_text(other),
                    standing=_shown(standing),
                    file=earlier.document.file,
                )
                source.document.refuse(key, message, Message("leave out one of the two"), faults)
            said[key] = value, source
    overlays = [source.overlay for source in sources]
    settings: dict[str, Any] = {}
    for overlay in overlays:
        _merge(settings, overlay.settings)
    merged = Overlay(
        name="+".join(overlay.name for overlay in overlays),
        name_ko=" + ".join(overlay.title("ko") for overlay in overlays),
        name_en=" + ".join(overlay.title("en") for overlay in overlays),
        source="; ".join(dict.fromkeys(overlay.source for overlay in overlays if overlay.source)),
        headcount={key: change for overlay in overlays for key, change in overlay.headcount.items()},
        people=tuple(dict.fromkeys(change for overlay in overlays for change in overlay.people)),
        settings=settings,
        inflow=tuple(dict.fromkeys(change for overlay in overlays for change in overlay.inflow)),
        handling_time={queue: factor for overlay in overlays for queue, factor in overlay.handling_time.items()},
        split={queue: split for overlay in overlays for queue, split in overlay.split.items()},
        all_hands=next((overlay.all_hands for overlay in overlays if overlay.all_hands is not None), None),
    )
    return Scenario(merged, tuple(sources))


def _statements(overlay: Overlay) -> Iterator[tuple[Location, object]]:
    """What an overlay says, by what it says it of."""
    for group, change in overlay.headcount.items():
        yield ("headcount", group), change
    for people in overlay.people:
        for field, value in people.new.model_dump(exclude_none=True).items():
            yield ("people", people.who, str(people.count), ",".join(people.ids), field), value
    yield from leaves(overlay.settings, ("settings",))
    for inflow in overlay.inflow:
        hours = f"{inflow.from_hour}-{inflow.to_hour}"
        days = ",".join(map(str, (*sorted(inflow.weekdays), *inflow.dates)))
        yield ("inflow", ",".join(inflow.queues), days, hours), inflow.factor
    for queue, factor in overlay.handling_time.items():
        yield ("handling_time", queue), factor
    for queue, split in overlay.split.items():
        yield ("split", queue), split
    if overlay.all_hands is not None:
        yield ("all_hands",), overlay.all_hands


def leaves(settings: Mapping[str, Any], above: Location = ()) -> Iterator[tuple[Location, Any]]:
    """Every single setting of nested groups, by its path."""
    for key, value in settings.items():
        if isinstance(value, Mapping) and value:
            yield from leaves(value, (*above, str(key)))
        else:
            yield (*above, str(key)), value


def _merge(target: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(target.get(key), dict):
            _merge(target[key], value)
        else:
            target[key] = value
            if isinstance(value, Mapping):  # a copy, as more may be merged into it
                target[key] = {}
                _merge(target[key], value)


def _shown(value: object) -> str:
    return str(getattr(value, "change", value))


def from_option(option: str, text: str, statements: Mapping[str, Any], name: str, faults: Faults) -> Source | None:
    """The overlay that an option of the command line says, such as ``--headcount day=-10``.

    Parameters
    ----------
    option, text
        The option and its value, as faults name them.
    statements
        What the overlay says.
    name
        The scenario's short name.
    faults
        Takes what is wrong.
    """
    raw = {"name": short_name(name), "name_ko": name, "name_en": name, **statements}
    return checked(Document(f"{option} {text}", None, raw), faults)
