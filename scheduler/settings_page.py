"""The page of ``workspace.yaml``: every key with what stands there, its default, its effect and an example.

All of it comes from the records. An example is the first that the small or the bundled workspace has; then what stands
in `_MORE_EXAMPLES`, then the default.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from string import Template
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scheduler.config import Settings
from scheduler.domain.base import WEEKDAYS, clock_text
from scheduler.examples.small_centre import shift_times
from scheduler.readers.faults import Faults
from scheduler.readers.yaml_document import read_document

_HERE = Path(__file__).parent
_WORKSPACES = (
    _HERE / "examples" / "small" / "en" / "workspace.yaml",
    _HERE.parent / "inputs" / "dasan" / "workspace.yaml",
)
_UNITS = ("minutes", "seconds", "hours", "days", "weeks", "months", "percent")
_KINDS = {
    "quantile": "share, 0 to 1",
    "trend_damping": "share, 0 to 1",
    "shared_shape": "share, 0 to 1",
    "most_missing_share": "share, 0 to 1",
    "points": "points",
    "points_of_day": "points",
    "relative_gap": "share, 0 to 1: 0.01 is 1%",
    "surplus_free_share": "share, 0 to 1",
    "from_share": "share, 0 to 1",
    "service_level": "share, 0 to 1",
    "answer_rate": "share, 0 to 1",
    "answer_rate_total": "share, 0 to 1",
    "max_occupancy": "share, 0 to 1",
    "training": "share, 0 to 1",
    "mentoring": "share, 0 to 1",
    "breaks_off_phone": "share, 0 to 1",
    "unplanned_absence": "share, 0 to 1",
    "planned_activities": "share, 0 to 1",
    "days_per_week": "days",
    "paid_minutes_per_week": "minutes",
    "weekend_days_per_week": "days",
    "regular_minutes_per_day": "minutes",
    "regular_minutes_per_week": "minutes",
    "most_minutes_per_week": "minutes",
    "months_on_site": "months",
    "office_calls_per_day": "calls a day",
    "remote_calls_per_day": "calls a day",
    "attempts_per_entered": "calls",
    "waiting_places": "callers",
    "minimum_agents": "people",
    "people": "people",
    "multiplier": "times",
    "prime": "times",
    "vulnerable": "times",
    "other": "times",
    "groups": "groups",
    "workers": "processes",
    "seed": "number",
    "replications": "times",
    "day_correlation": "share, 0 to 1",
    "redial_share": "share, 0 to 1",
    "handling_variation": "share of the mean",
    "hourly_won": "won",
    "hourly_wage": "money",
    "timezone": "IANA name",
    "country": "two letters",
    "subdivision": "letters",
    "currency": "three letters",
}
"""What a value is where neither its type nor the end of its name says so."""


_ITS_KEYS = "as its keys"
_LONGEST = 130
"""Letters of an example of a group; one that is longer is seen key by key."""


def settings_page(generated: str) -> str:
    """The text of ``docs/settings.md``, below the note that it is generated."""
    examples = known_examples()
    lines = [generated, _ABOUT]
    for path, record in sections():
        heading = f"`{path}`" if path else "All keys"
        lines += ["", f'<a id="{anchor(path)}"></a>', f"## {heading}", ""]
        if path:
            lines += [inspect.getdoc(record) or "", ""]
        lines += ["| key | what | default | effect | example |", "|---|---|---|---|---|"]
        lines += [_row(path, name, field, examples) for name, field in record.model_fields.items()]
    return "\n".join(lines) + "\n"


def known_examples() -> list[Mapping[str, object]]:
    """The plain values of the workspaces that have examples, the first ones first."""
    texts = [path.read_bytes() for path in _WORKSPACES]
    values = {"timezone": "Europe/Berlin", "country": "DE", "week": "", **shift_times("DE")}
    texts[0] = Template(texts[0].decode()).substitute(values).encode()
    texts.append(_MORE_EXAMPLES.encode())
    documents = [read_document(text, "examples", Faults()) for text in texts]
    return [document.raw for document in documents if document is not None]


def sections() -> Iterator[tuple[str, type[BaseModel]]]:
    """Every record with its path, such as ``queues[].targets``; that of the file is empty. Rules are left out."""
    seen: set[type[BaseModel]] = set()

    def below(path: str, record: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
        if record in seen:
            return
        seen.add(record)
        yield path, record
        for name, field in record.model_fields.items():
            for inner in _records(field.annotation) if (path, name) != ("", "rules") else ():
                yield from below(_path(path, name, field), inner)

    return below("", Settings)


def anchor(path: str) -> str:
    """Where a section is found on the page."""
    return path.replace("[]", "").replace(".", "-") or "all"


def what(name: str, field: FieldInfo) -> str:
    """What stands at a key: its unit and bounds; empty where nothing says so."""
    kind = _plain_type(field.annotation)
    bounds = _bounds([*field.metadata, *_metadata(field.annotation)])
    if name.endswith("_minute"):
        return "clock time"
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(kind))
    if kind is bool:
        return "`true`, `false`"
    if kind is date:
        return "date"
    if get_origin(kind) is frozenset:
        return "weekdays"
    if get_origin(kind) is dict:
        return "group"
    if get_origin(kind) is tuple:
        return "list"
    if _records(kind):
        return "group"
    unit = _KINDS.get(name) or next((unit for unit in _UNITS if name.endswith(unit)), "")
    if kind is str:
        return unit or "text"
    return f"{unit}, {bounds}" if unit and bounds and "0 to 1" not in unit else unit


def example_of(path: str, name: str, field: FieldInfo, workspaces: Sequence[Any]) -> object:
    """A value as it may stand at a key; None where none is known.

    Parameters
    ----------
    path, name, field
        Where the key stands, how it is called, and its definition.
    workspaces
        Bundled workspaces, in which values are looked for.
    """
    if get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1:
        return get_args(field.annotation)[0]
    for workspace in workspaces:
        for group in _at(workspace, path.split(".") if path else []):
            if isinstance(group, Mapping) and (key := field.alias or name) in group:
                return _first(group[key])
    default = None if field.is_required() else field.get_default(call_default_factory=True)
    return None if default in (None, (), {}) or isinstance(default, BaseModel) else _shown(name, default)


def _row(path: str, name: str, field: FieldInfo, workspaces: Sequence[Any]) -> str:
    default = "required" if field.is_required() else f"`{_shown(name, field.get_default(call_default_factory=True))}`"
    inner = _records(field.annotation)
    words = what(name, field)
    if (path, name) == ("", "rules"):
        words = "[list of rules](rules.md)"
    elif inner:
        words = f"[{words}](#{anchor(_path(path, name, field))})"
    example = _flow(example_of(path, name, field, workspaces))
    shown = f"`{example}`" if len(example) <= _LONGEST or not inner else "see its keys"
    default = default.strip("`") if default == f"`{_ITS_KEYS}`" else default
    cells = (f"`{field.alias or name}`", words, default, field.description or "", shown)
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _path(path: str, name: str, field: FieldInfo) -> str:
    is_list = get_origin(_plain_type(field.annotation)) is tuple
    return f"{path}.{field.alias or name}".lstrip(".") + ("[]" if is_list else "")


def _plain_type(annotation: Any) -> Any:
    """A type without its limits and without None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in (Literal, tuple, dict, frozenset) and type(None) in get_args(annotation):
        (annotation, *_) = (each for each in get_args(annotation) if each is not type(None))
        return _plain_type(annotation)
    return annotation


def _metadata(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return [*getattr(annotation, "__metadata__", ()), *_metadata(get_args(annotation)[0])]
    inner = [each for each in get_args(annotation) if each is not type(None)]
    return _metadata(inner[0]) if len(inner) == 1 else []


def _bounds(metadata: Sequence[Any]) -> str:
    """``0 to 1440``, of the narrowest limits."""
    flat = [each for one in metadata for each in (one, *getattr(one, "metadata", ()))]
    least = [value for one in flat if (value := getattr(one, "ge", None)) is not None]
    most = [value for one in flat if (value := getattr(one, "le", None)) is not None]
    if not least or not most:
        return ""
    return f"{max(least):g} to {min(most):,g}" if min(most) < 1e6 else f"{max(least):g} or more"


def _records(annotation: Any) -> list[type[BaseModel]]:
    """The records that a type holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [record for inner in get_args(annotation) for record in _records(inner)]


def _at(value: Any, path: Sequence[str]) -> Iterator[Any]:
    """Everything at a path of plain values; ``[]`` at the end of a name is each entry."""
    if not path:
        yield value
    elif isinstance(value, Mapping) and (inner := value.get(path[0].removesuffix("[]"))) is not None:
        for each in inner if path[0].endswith("[]") else [inner]:
            yield from _at(each, path[1:])


def _first(value: Any) -> Any:
    """The first entry of a list of groups."""
    return value[:1] if isinstance(value, list) and value and isinstance(value[0], dict) else value


def _flow(value: Any) -> str:
    """A value on one line of YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    text = "null" if value is None else str(value)
    return f'"{text}"' if re.search(r"[:#,{}\[\]&*]|^[\s%@`]|^$", text) else text


def _shown(name: str, value: Any) -> str:
    """A default as the file would have it."""
    if value is None:
        return "null"
    if name.endswith("_minute"):
        return _flow(clock_text(value))
    if isinstance(value, frozenset):
        return _flow([WEEKDAYS[day] for day in sorted(value)])
    if isinstance(value, BaseModel):
        return _ITS_KEYS
    if isinstance(value, tuple | list) and value and isinstance(value[0], BaseModel):
        return _flow([each.model_dump(mode="json", by_alias=True, exclude_defaults=True) for each in value])
    if isinstance(value, float):
        return f"{value:g}"
    return _flow(value)


_ABOUT = """\
# Settings

Every key of `workspace.yaml`. `scheduler init DIR --example small` makes a file that has those that a centre needs;
whatever is left out has its default. Times are clock times of the centre: `"25:00"` is 01:00 of the next day. Weekdays
are `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`. `null` is nothing. An unknown key is refused, with the nearest
known one. [rules.md](rules.md) has the rules."""

_MORE_EXAMPLES = """\
centre: {subdivision: BE}
interval_dependence: lagged
unplanned_absence_kind: sick_leave
files: {encoding: cp1252, dates: day_first, decimals: comma}
shortened_shifts:
  breaks: [{from_hours: 6, minutes: 30}]
extra_public_holidays: {2024-06-03: company outing}
store: postgresql+psycopg://planner@db.example.org/rosters
queues:
  - targets_by_hour: {vulnerable: {answer_rate: 0.9}}
    cut_off_seconds: 600
    targets: {answer_rate_total: 0.8}
pay: {currency: EUR, hourly_wage: 18.50}
actuals:
  calls:
    - columns:
        {date: Day, time: Interval, queue: Skill, entered: Offered, attempts: Attempts, answered: Handled,
         answered_in_time: Within SL, wait: ASA, handling: AHT, abandoned: Abandoned, abandoned_wait: Time to Abandon,
         redials: Repeat Calls, answered_home: Handled Remote, handling_home: AHT Remote}
      queues: {Skill 1: calls}
      ignored_queues: [Test]
      minutes: 30
    - columns: {time: Interval, entered: Offered}
      queue: calls
  attendance:
    - columns: {employee_id: Agent, date: Day, check_in: Login, check_out: Logout}
    - columns: {employee_id: Agent, time: Stamp, event: Direction}
      came: [in]
      left: [out]
  absences:
    - columns: {employee_id: Agent, date: First day, to: Last day, from_time: From, to_time: Until}
fairness: {since: 2024-01-01}
leave:
  most_missing_share: 0.1
  prices: [{points: 3, weekdays: [mon, fri], from: 2023-12-01, to: 2023-12-31}]
"""
"""What neither workspace has: a part of a file each, not a file that goes together."""
