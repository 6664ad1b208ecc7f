"""What the terminal says of a ledger: hours by team."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.labels import label, name_of
from scheduler.ledger.ledger import PayLedger
from scheduler.terminal.tables import FiguresTable, Shown

_SHOWN = ("paid", "overtime", "night", "holiday", "premium", "leave")


def ledger_lines(made: PayLedger) -> Iterator[Shown]:
    """The days, then hours and minutes of each team and of everybody."""
    language = made.settings.language
    yield label("ledger_period", language, first=made.first_day, last=made.last_day)
    names = [f"{name}_minutes" for name in _SHOWN]
    head = [label("team", language), *(label(f"ledger_{name}", language) for name in names)]
    by_team = {str(team): [int(days[name].sum()) for name in names] for team, days in made.days.groupby("team")}
    everybody = [int(made.days[name].sum()) for name in names]
    rows = [
        [name_of(team, language), *map(_clock, by_team[team.name])]
        for team in made.settings.teams
        if team.name in by_team
    ]
    rows.append([label("ledger_everybody", language), *map(_clock, everybody)])
    yield FiguresTable(head, rows)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:,}:{minutes % 60:02}"
