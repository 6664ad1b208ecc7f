"""Arguments and options that several commands share, as decorators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.language import said
from scheduler.cli.parameters import NumberParam, WeekParam, WholeParam
from scheduler.domain.limits import (
    LARGEST_SEED,
    LONGEST_SEARCH_SECONDS,
    MOST_WEEKS,
    SHORTEST_SEARCH_SECONDS,
    SMALLEST_GAP,
)
from scheduler.messages import Message

if TYPE_CHECKING:
    from scheduler.parallel import Cluster

Command = Callable[..., None]
Decorator = Callable[[Command], Command]


def _options(*decorators: Decorator) -> Decorator:
    """Several options as one decorator, in the order in which the help lists them."""
    return lambda command: reduce(lambda inner, decorate: decorate(inner), reversed(decorators), command)


workspace_argument = click.argument(
    "workspace", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="WORKSPACE"
)

week_options = _options(
    click.option(
        "--week", type=WeekParam(), required=True, help="Monday of the first week, as 2023-11-06 or 2023-W45."
    ),
    click.option(
        "--weeks", type=WholeParam(1, MOST_WEEKS), default=1, show_default=True, help="How many weeks to plan."
    ),
)

days_before_options = _options(
    click.option(
        "--previous",
        type=click.Path(exists=True, path_type=Path),
        metavar="RUN_OR_FILE",
        help="Roster of the days before (the folder of a run, or a roster's file): on the days of which it speaks it "
        "takes the place of previous_roster.csv. Days after the planned ones hold as published.",
    ),
    click.option(
        "--first-week",
        "is_first_week",
        is_flag=True,
        help="Nobody worked on the days before of which no roster speaks. Without it unknown days are refused.",
    ),
)

json_option = click.option("--json", "as_json", is_flag=True, help="Print it for other programs.")

author_option = click.option("--by", "author", metavar="NAME", help="Who publishes.  [default: whoever is logged in]")

note_option = click.option("--note", default="", metavar="TEXT", help="Why; needed for days within the notice period.")

cluster_options = _options(
    click.option(
        "--cluster",
        metavar="ADDRESS",
        help="Dask scheduler whose workers do the work, as tls://host:8786, with the certificates of Dask's own "
        "settings.  [default: the cores of this machine]",
    ),
    click.option(
        "--cluster-plain-text",
        is_flag=True,
        help="Accept tcp:// to another machine: whoever is on the network can read the pieces and change the answers.",
    ),
)


def search_options(of_search: str, of_gap: str, of_seed: str) -> Decorator:
    """When a search ends, and its seed; each with its help."""
    return _options(
        click.option(
            "--time-limit",
            type=NumberParam(SHORTEST_SEARCH_SECONDS, LONGEST_SEARCH_SECONDS),
            metavar="SECONDS",
            help=of_search,
        ),
        click.option("--gap", type=NumberParam(0, 1, least=SMALLEST_GAP), metavar="SHARE", help=of_gap),
        click.option("--seed", type=WholeParam(0, LARGEST_SEED), help=of_seed),
    )


def refuse_together(options: Mapping[str, object]) -> None:
    """Refuse more than one of some options that ask for different things; None is one that was not given."""
    asked = [name for name, value in options.items() if value is not None]
    if len(asked) > 1:
        raise click.UsageError(
            said(Message("{options} do not go together: give one of them", options=" + ".join(asked)))
        )


def cluster_at(address: str | None, plain_text: bool) -> Cluster | None:
    """The cluster of the options, if any."""
    if address is None:
        return None
    from scheduler.parallel import Cluster

    return Cluster(address, plain_text)


def given(**options: float | None) -> dict[str, float]:
    """Options that somebody has given, which replace the workspace's settings."""
    return {name: value for name, value in options.items() if value is not None}
