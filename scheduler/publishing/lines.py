"""What the terminal shows of a publication, and of the versions before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.changes.lines import day_text, fallen_lines, told_lines
from scheduler.config import Settings
from scheduler.labels import label
from scheduler.publishing.forgetting import Forgotten
from scheduler.publishing.history import Entry
from scheduler.publishing.publish import Publication
from scheduler.store.published import stretches
from scheduler.terminal.tables import FiguresTable, Shown, pairs


def publication_lines(found: Publication) -> Iterator[Shown]:
    """The new version, who must be told what, and where that is written."""
    language = found.run.settings.language
    version = found.version
    assert found.run.roster is not None
    yield label(
        "published_now" if found.is_new else "published_already",
        language,
        number=version.number,
        first=day_text(version.first_day, language),
        last=day_text(version.last_day, language),
        author=version.author,
        people=label("people", language, count=len(found.run.roster.by_employee)),
    )
    if version.reverts is not None:
        yield label("published_again", language, number=version.reverts)
    for first, last in stretches(found.first_days):
        yield label("published_first", language, first=day_text(first, language), last=day_text(last, language))
    if found.fallen:
        yield label("published_fallen", language, count=len(found.fallen))
        yield from fallen_lines(found.fallen, language)
    if found.told:
        if not found.is_new:
            yield label("published_told_then", language)
        yield from told_lines(found.told, language)
    elif len(found.first_days) < version.days:
        yield label("published_nobody_told", language)
    if found.written:
        yield pairs([(label("files", language), ", ".join(map(str, found.written)))])


def forgotten_lines(found: Forgotten) -> Iterator[Shown]:
    """Whose number is what: said once, and kept nowhere."""
    language = found.settings.language
    yield label("forgotten_people", language, people=label("people", language, count=len(found.names)))
    yield from (f"  {who} -> {number}" for who, number in found.names.items())


def history_lines(entries: Sequence[Entry], settings: Settings, *, is_of_week: bool) -> list[Shown]:
    """A table of the versions, the newest last."""
    language = settings.language
    if not entries:
        return [label("history_none_in" if is_of_week else "history_none", language)]
    keys = ("version", "when", "author", "days", "new_days", "people", "changed", "note")
    rows = []
    for entry in entries:
        version = entry.version
        again = "" if version.reverts is None else label("history_reverts", language, number=version.reverts)
        when = version.published_at.astimezone(settings.centre.zone)
        rows.append(
            [
                str(version.number),
                f"{when:%Y-%m-%d %H:%M}",
                version.author,
                f"{version.first_day}..{version.last_day}",
                str(entry.new_days),
                str(entry.people_changed),
                str(entry.days_changed),
                "; ".join(part for part in (again, version.note) if part),
            ]
        )
    return [FiguresTable([label(f"history_{key}", language) for key in keys], rows, to_the_left=(1, 2, 3, 7))]
