"""All that tunes the search, in one frozen record with a part for each component.

What the figures were measured by is in benchmarks/log.md. Those of compiled code stand there (`week/annealing/`).
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt


class _Parameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class WeekParameters(_Parameters):
    """Of the search for one week (`week/`)."""

    most_patterns: PositiveInt = 400_000
    """Above so many weeks for one person, listing them is no longer the faster way."""
    most_in_part: NonNegativeInt = 20_000
    """Of somebody with more weeks than that, so many are listed, of a few shifts; 0: then nobody's are."""
    first_passes: PositiveInt = 3
    """Over everybody, for the first roster."""
    worthwhile_share: NonNegativeFloat = 2e-4
    """A step that gains less than this share of the cost is the last of its kind."""
    most_people_at_once: PositiveInt = 700
    """Of more, a part at a time chooses its weeks: the program grows faster than what it brings."""
    most_idle_rounds: PositiveInt = 4
    """After so many rounds without a gain the search ends."""
    reassign_seconds: PositiveFloat = 6.0
    reoptimize_seconds: PositiveFloat = 2.0
    """Nominal, for a program of weeks and one of meals and flows."""
    gap: NonNegativeFloat = 1e-4
    """Of these programs."""
    intensify_moves: PositiveInt = 10_000
    full_moves: PositiveInt = 150_000
    """For each person, in a short annealing and in one that has all that pays."""
    moves_a_second: PositiveFloat = 1.5e6
    """Where the clock must not decide, a second stands for so many."""
    most_share: PositiveFloat = 0.8
    """Of what is left, an annealing takes so much at most: what it finds is worth a step by all."""
    hot: PositiveFloat = 0.22
    warm: PositiveFloat = 0.035
    calm: PositiveFloat = 7e-3
    cold: PositiveFloat = 2e-4
    """Temperatures, as shares of what an effect of one head typically costs."""
    deterministic_cores: PositiveInt = 2
    """Where the machine must not decide, as each copy of the roster that is annealed is work of its own."""


class SampleParameters(_Parameters):
    """Of prices from a sample of many people, and of a roster by these (`week/sample.py`)."""

    many_people: PositiveInt = 2000
    """From so many on a sample stands for all."""
    people: PositiveInt = 800
    """Of the sample. Measured on 1,248 people: with half of it the bound is 0.3% lower."""
    fewest_of_a_kind: PositiveInt = 20
    """Kinds of no more people are taken whole."""
    turns: PositiveInt = 48
    first_push: PositiveFloat = 30.0
    growth: PositiveFloat = 1.12
    """Of everybody; the push in points for each person and head that is missing, and its growth from turn to turn."""
    heat: PositiveFloat = 0.007
    """Temperature to begin with, as in the search for one week: so little that the roster is improved at once."""


class BoundParameters(_Parameters):
    """Of the Lagrangian bound (`week/lagrangian_bound.py`)."""

    share: PositiveFloat = 0.4
    """Of the time limit, in the background of the search: after that a core more brings more to the search."""
    work_share: PositiveFloat = 0.3
    """The same where work and not the clock decides, and bounds are found before the search."""
    most_seconds: PositiveFloat = 300.0
    """For one week."""
    most_rounds: PositiveInt = 60
    """Of column generation."""
    first_patterns: PositiveInt = 6
    """For each person to begin with, at the prices of the first relaxation."""
    small_plan_variables: NonNegativeInt = 200
    small_plan_seconds: PositiveFloat = 1.0
    """Plans of few counts are proven at once."""
    soon_seconds: PositiveFloat = 0.75
    worth_another: PositiveFloat = 2.0
    """Where so many times this is left, each large plan gets it first: a bound soon, nearly as good as the last."""
    plan_gap: NonNegativeFloat = 2e-6


class MultiWeekParameters(_Parameters):
    """Of the search for several weeks (`multi_week/`)."""

    longest_row_days: PositiveInt = 14
    """A hard row of one person over more days is a rule of the horizon, not of weeks and their borders."""
    most_relaxed_variables: NonNegativeInt = 300_000
    """The relaxation of a larger horizon, or of a sample of it, takes longer than all the rest: then nothing is priced
    between weeks."""
    intensify_seconds: PositiveFloat = 20.0
    """For the first visit of each week."""
    visits: PositiveInt = 2
    """After that, each week is to be visited so many times in what is left."""
    fewest_seconds: PositiveFloat = 30.0
    most_seconds: PositiveFloat = 120.0
    """For each of these visits."""


class LongHorizonParameters(_Parameters):
    """Of the search over long horizons (`long_horizon/`)."""

    solved_whole_variables: NonNegativeInt = 3000
    """HiGHS may solve so many whole; of a larger model it gives a bound, which soon stops to rise."""
    background_share: PositiveFloat = 0.15
    """Of the time, for that bound."""
    most_background_entries: NonNegativeInt = 4_000_000
    """Of a program with more it would want all of the memory and get nowhere."""
    insertion_share: PositiveFloat = 0.6
    relaxation_share: PositiveFloat = 0.15
    """Of the time that is left, for all people of the first roster together, and for the relaxation before it."""
    least_seconds: PositiveFloat = 2.0
    """For each person of the first roster."""
    first_choices: PositiveFloat = 600.0
    fewest_choices: PositiveFloat = 20.0
    """Open choices of a neighbourhood, at first and at least."""
    grow: PositiveFloat = 1.3
    shrink: PositiveFloat = 0.85
    easy_share: PositiveFloat = 0.4
    """A neighbourhood searched within this share of its limit makes the next larger, else the next is smaller."""
    first_seconds: PositiveFloat = 2.0
    most_seconds: PositiveFloat = 20.0
    """For a neighbourhood."""
    most_stretch: PositiveFloat = 5.0
    """Where others use the machine as well, neighbourhoods may take longer: at most so many times."""
    patience: PositiveInt = 16
    worthwhile_share: NonNegativeFloat = 2e-4
    longer: PositiveFloat = 1.3
    """Where so many together bring less than this share of the cost a second, each gets so much longer."""
    memory: NonNegativeFloat = 0.7
    """Of what a kind of neighbourhood brought before."""
    least_days: PositiveInt = 3
    """Of a neighbourhood with windows."""


class RepairParameters(_Parameters):
    """Of a repair (`repair/`)."""

    seconds: PositiveFloat = 20.0
    """For each relaxation and each allowance; seldom more than one or two are needed."""
    most_at_once: PositiveInt = 2
    """Allowances that are solved, each in a thread: solvers let other threads run."""
    gap: NonNegativeFloat = 5e-5
    most_nodes: PositiveInt = 200
    """Beyond, wide limits search on for seconds and gain less than one changed day costs."""


class SearchParameters(_Parameters):
    """Of the whole search."""

    small_model_variables: NonNegativeInt = 3000
    """Below so many CP-SAT proves the optimum before the other solvers have got going."""
    small_model_share: PositiveFloat = 0.05
    """Of the time; where it has not by then, it does not for long, and the others join."""
    most_listed_days: PositiveInt = 7
    """What people may work over longer horizons cannot be listed."""
    neighbourhood_workers: PositiveInt = 4
    """CP-SAT's, when it improves a roster: they spend much of their time on small presolves."""
    least_proof_seconds: PositiveFloat = 10.0
    """For the proof that no roster exists, where none was found in time."""
    week: WeekParameters = WeekParameters()
    bound: BoundParameters = BoundParameters()
    sample: SampleParameters = SampleParameters()
    multi_week: MultiWeekParameters = MultiWeekParameters()
    long_horizon: LongHorizonParameters = LongHorizonParameters()
    repair: RepairParameters = RepairParameters()


DEFAULTS = SearchParameters()
"""What a search takes where it is given nothing else."""
