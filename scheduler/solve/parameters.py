"""All that tunes the search, in one frozen record with a part for each component.

What the figures were measured by is in benchmarks/log.md. Those of compiled code stand there (`week/annealing/`), as do
tolerances of solvers, and how often somebody looks whether another is done, which changes no roster.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt


class _Parameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ColumnParameters(_Parameters):
    """What tunes column generation, which lets people's weeks come in (`week/column_generation.py`)."""

    patterns_a_person: PositiveInt = 3
    """So many weeks come in for each person when prices have changed."""
    worthwhile_points: NonNegativeFloat = 1.0
    """A week must promise more points than this to come in."""
    any_head_price: PositiveFloat = 1e6
    """A head that no week brings costs this, until those that came in can meet the counts: more than any is worth."""


class CountParameters(_Parameters):
    """What tunes the moves of head counts (`week/marginal_costs/`)."""

    flow_shares: tuple[PositiveFloat, ...] = (1.0, 0.3, 0.1, 0.03, 0.01)
    """Capacity is divided in these parts of what a head brings, ever finer."""
    most_flow_moves: PositiveInt = 40
    """At each fineness so many moves are made at most."""


class WeekParameters(_Parameters):
    """What tunes the search for one week (`week/`)."""

    most_patterns: PositiveInt = 400_000
    """If one person has more weeks than this, listing them is no longer the faster way."""
    most_in_part: NonNegativeInt = 20_000
    """If somebody has more weeks than that, so many are listed, of a few shifts; with 0 nobody's are."""
    first_passes: PositiveInt = 3
    """The construction heuristic goes over everybody so many times for the first roster."""
    worthwhile_share: NonNegativeFloat = 2e-4
    """A step that gains less than this share of the cost is the last of its kind."""
    most_people_at_once: PositiveInt = 700
    """If there are more people, a part at a time chooses its weeks: the program grows faster than what it brings."""
    most_idle_rounds: PositiveInt = 4
    """After so many rounds without a gain the search ends."""
    most_pricing_rounds: PositiveInt = 30
    """When people choose their weeks anew, column generation ends after so many rounds in any case."""
    reassign_seconds: PositiveFloat = 6.0
    """A program of weeks may take so many nominal seconds."""
    reoptimize_seconds: PositiveFloat = 2.0
    """A program of meals and flows may take so many nominal seconds."""
    from_nothing: PositiveFloat = 5.0
    """Meals and flows from nothing take so many times as long as those from another roster."""
    gap: NonNegativeFloat = 1e-4
    """These programs end at this relative gap."""
    intensify_moves: PositiveInt = 20_000
    """A short annealing makes so many moves for each person."""
    full_moves: PositiveInt = 150_000
    """An annealing that has all that pays makes so many moves for each person."""
    moves_a_second: PositiveFloat = 4e6
    """Where the clock must not decide, a second stands for so many moves."""
    most_share: PositiveFloat = 0.8
    """An annealing takes this share of what is left at most: what it finds is worth a step by all."""
    hot: PositiveFloat = 0.22
    """An annealing begins at this temperature where it has to forget the roster there is, as a share of what an effect
    of one head typically costs."""
    warm: PositiveFloat = 0.035
    """An annealing begins at this temperature where it has to keep what is good, as such a share."""
    calm: PositiveFloat = 7e-3
    """Meals and divided capacity are never hotter than this share: they are to follow people at once."""
    cold: PositiveFloat = 2e-4
    """The temperature at which an annealing ends, as such a share."""
    deterministic_cores: PositiveInt = 2
    """Where the machine must not decide, so many copies of the roster are annealed, each of them work of its own."""
    columns: ColumnParameters = ColumnParameters()
    counts: CountParameters = CountParameters()


class SampleParameters(_Parameters):
    """What tunes prices from a sample of many people, and a roster by these (`week/sample.py`)."""

    many_people: PositiveInt = 2000
    """From so many people on a sample stands for all."""
    people: PositiveInt = 800
    """The sample has so many people. On 1,248 people the bound is 0.3% lower with half of it."""
    fewest_of_a_kind: PositiveInt = 20
    """Kinds of no more people are taken whole."""
    miss_price: PositiveFloat = 1000.0
    """A unit by which counts of a sample miss everybody's limits costs so many times the dearest variable."""
    turns: PositiveInt = 48
    """Everybody takes so many turns to choose a week by the prices."""
    first_push: PositiveFloat = 30.0
    """The push in points for each person and head that is missing, in the first turn."""
    growth: PositiveFloat = 1.12
    """The push grows by this factor from turn to turn."""
    heat: PositiveFloat = 0.007
    """The annealing begins at this temperature, so low that the roster is improved at once."""


class BoundParameters(_Parameters):
    """What tunes the Lagrangian bound (`week/lagrangian_bound.py`)."""

    share: PositiveFloat = 0.4
    """The bound has this share of the time limit in the background: after that a core brings more to the search."""
    work_share: PositiveFloat = 0.3
    """The bound has this share of the work where that decides and not the clock, and comes before the search."""
    most_seconds: PositiveFloat = 300.0
    """The bound of one week takes so long at most."""
    most_rounds: PositiveInt = 60
    """Column generation ends after so many rounds."""
    first_patterns: PositiveInt = 6
    """Each person begins with so many weeks, at the prices of the first relaxation."""
    small_plan_variables: NonNegativeInt = 200
    """Plans with no more variables are proven at once."""
    small_plan_seconds: PositiveFloat = 1.0
    """A small plan may take so long."""
    soon_seconds: PositiveFloat = 0.75
    """A large plan gets so long at first: that gives a bound soon, nearly as good as the last."""
    most_plan_seconds: PositiveFloat = 1.5
    """Then each has so long at most: seven times as long brings 0.0003% more."""
    worth_another: PositiveFloat = 2.0
    """The large plans get that first time where so many times as much is left."""
    plan_gap: NonNegativeFloat = 2e-6
    """Plans are proven to this relative gap."""
    columns: ColumnParameters = ColumnParameters()


class MultiWeekParameters(_Parameters):
    """What tunes the search for several weeks (`multi_week/`)."""

    bound_share: PositiveFloat = 0.6
    """The bound has this share of the time limit in the background; on two free cores a third is enough over four."""
    longest_row_days: PositiveInt = 14
    """A hard row of one person over more days is a rule of the horizon, not of weeks and their borders."""
    most_relaxed_variables: NonNegativeInt = 300_000
    """The relaxation of a larger horizon, or of a sample of it, takes longer than all the rest: then nothing is priced
    between weeks."""
    weeks_at_once: PositiveInt = 4
    """What a person costs at least is proven over so many weeks at a time."""
    people_share: PositiveFloat = 0.6
    """That has this share of what the bound has left, days the rest."""
    person_seconds: PositiveFloat = 2.0
    """That proof may take so long for each person and each such time."""
    people_at_once: PositiveInt = 2000
    """Slack variables of so many people are found by one linear program, which keeps its memory small."""
    together_moves: PositiveInt = 600_000
    """The annealing of all weeks at once makes so many moves for each person and week: it gains longer than that of one
    week does."""
    together_share: PositiveFloat = 0.6
    """It takes this share of what is left at most."""
    visits: PositiveInt = 2
    """Then each week is to be visited so many times in what is left."""
    fewest_seconds: PositiveFloat = 30.0
    """Each of these visits takes so long at least."""
    most_seconds: PositiveFloat = 120.0
    """Each of these visits takes so long at most."""


class LongHorizonParameters(_Parameters):
    """What tunes the search over long horizons (`long_horizon/`)."""

    solved_whole_variables: NonNegativeInt = 3000
    """HiGHS may solve a model of so many variables; of a larger one it gives a bound, which soon stops to rise."""
    background_share: PositiveFloat = 0.15
    """That bound has this share of the time."""
    most_background_entries: NonNegativeInt = 4_000_000
    """With more entries it would want all of the memory and get nowhere."""
    insertion_share: PositiveFloat = 0.6
    """All people of the first roster together have this share of the time that is left."""
    relaxation_share: PositiveFloat = 0.15
    """The relaxation before it has this share of the time that is left."""
    least_seconds: PositiveFloat = 2.0
    """Each person of the first roster has so long at least."""
    kinds: tuple[tuple[NonNegativeInt, PositiveFloat], ...] = ((0, 1.0), (1, 1.0), (2, 1.0), (3, 1.0), (2, 0.5))
    """A kind of neighbourhood has so many windows of days (0: all days) for this share of the people."""
    first_choices: PositiveFloat = 600.0
    """A neighbourhood has so many open choices at first."""
    fewest_choices: PositiveFloat = 20.0
    """A neighbourhood has so many open choices at least."""
    grow: PositiveFloat = 1.3
    """After one that was easy a neighbourhood is larger by this factor."""
    shrink: PositiveFloat = 0.85
    """After one that was not easy a neighbourhood is smaller by this factor."""
    easy_share: PositiveFloat = 0.4
    """A neighbourhood that is searched within this share of its limit was easy."""
    first_seconds: PositiveFloat = 2.0
    """A neighbourhood has so long at first."""
    most_seconds: PositiveFloat = 20.0
    """A neighbourhood has so long at most."""
    most_stretch: PositiveFloat = 5.0
    """Where others use the machine as well, neighbourhoods may take so many times as long at most."""
    patience: PositiveInt = 16
    """After so many neighbourhoods what they brought is looked at."""
    worthwhile_share: NonNegativeFloat = 2e-4
    """If they brought less than this share of the cost a second, each gets longer."""
    longer: PositiveFloat = 1.3
    """Each then gets so many times as long."""
    memory: NonNegativeFloat = 0.7
    """What a kind of neighbourhood brought before counts with this share."""
    least_days: PositiveInt = 3
    """A neighbourhood with windows has so many days at least."""


class RepairParameters(_Parameters):
    """What tunes a repair (`repair/`)."""

    seconds: PositiveFloat = 20.0
    """Each relaxation and each allowance has so long; seldom more than one or two are needed."""
    most_at_once: PositiveInt = 2
    """So many allowances are solved at once, each in a thread: solvers let other threads run."""
    gap: NonNegativeFloat = 5e-5
    """Programs end at this relative gap."""
    most_nodes: PositiveInt = 200
    """Beyond so many nodes, wide limits search on for seconds and gain less than one changed day costs."""


class SearchParameters(_Parameters):
    """What tunes the whole search."""

    small_model_variables: NonNegativeInt = 3000
    """If a model has fewer variables, CP-SAT proves the optimum before the other solvers have got going."""
    small_model_share: PositiveFloat = 0.05
    """CP-SAT is alone for this share of the time; if it has not by then, it does not for long, and the others join."""
    most_listed_days: PositiveInt = 7
    """What people may work over longer horizons cannot be listed."""
    neighbourhood_workers: PositiveInt = 4
    """CP-SAT improves a roster with so many workers, which spend much of their time on small presolves."""
    least_proof_seconds: PositiveFloat = 10.0
    """The proof that no roster exists has so long at least, where none was found in time."""
    moment_seconds: PositiveFloat = 10.0
    """A linear program may take so long even at the limit, as a roster or a bound may hang on it."""
    week: WeekParameters = WeekParameters()
    bound: BoundParameters = BoundParameters()
    sample: SampleParameters = SampleParameters()
    multi_week: MultiWeekParameters = MultiWeekParameters()
    long_horizon: LongHorizonParameters = LongHorizonParameters()
    repair: RepairParameters = RepairParameters()


DEFAULTS = SearchParameters()
"""What a search takes where it is given nothing else."""
