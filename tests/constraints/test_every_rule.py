"""What holds of every rule: its file, its number, its names, and the test that model and check agree."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import get_args

import pytest

from scheduler.constraints import RULES, Rule, with_rule
from scheduler.constraints.absences import Absences
from scheduler.constraints.locks import Locks
from scheduler.labels import amount_text

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "scheduler" / "constraints"

every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])


def name_of(rule: type[Rule]) -> str:
    """What the rule is called in a workspace."""
    (name,) = get_args(rule.model_fields["rule"].annotation)
    return str(name)


def modules_of(rule: type[Rule]) -> list[ast.Module]:
    """What the rule is written in: its file, and that of a base that it shares with others."""
    own = [kind for kind in rule.__mro__ if issubclass(kind, Rule) and kind.__module__ != Rule.__module__]
    return [ast.parse(Path(str(sys.modules[kind.__module__].__file__)).read_text(encoding="utf-8")) for kind in own]


def calls_of(module: ast.Module) -> set[str]:
    """Names of the functions that a module calls."""
    return {node.func.id for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}


def reason_against_agreement(module: ast.Module) -> str:
    """The text of the module's ``NO_AGREEMENT``, or an empty one."""
    for node in module.body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["NO_AGREEMENT"]:
            return str(ast.literal_eval(node.value))
    return ""


@every_rule
def test_model_and_check_are_tested_to_agree_or_the_test_says_why_not(rule: type[Rule]) -> None:
    module = ast.parse((HERE / f"test_{name_of(rule)}.py").read_text(encoding="utf-8"))
    assert ("assert_agreement" in calls_of(module)) != bool(reason_against_agreement(module))


@every_rule
def test_a_rule_stands_in_the_file_of_its_name_and_begins_with_its_number(rule: type[Rule]) -> None:
    assert rule.__module__ == f"scheduler.constraints.{name_of(rule)}"
    assert re.match(rf"{rule.number} - \S", sys.modules[rule.__module__].__doc__ or "")
    assert (rule.__doc__ or "").startswith(f"{rule.number}: ")


@every_rule
def test_a_rule_says_what_its_soft_unit_is(rule: type[Rule]) -> None:
    assert "Soft unit" in (rule.__doc__ or "")


@every_rule
def test_a_rule_has_titles_in_both_languages_and_a_source(rule: type[Rule]) -> None:
    assert re.search("[가-힣]", rule.title("ko"))
    assert re.fullmatch("[A-Z][ -~]+", rule.title("en"))
    assert rule.model_fields["source"].annotation is str


@every_rule
def test_a_rule_describes_each_of_its_settings(rule: type[Rule]) -> None:
    fields = {name: field for name, field in rule.model_fields.items() if name not in ("rule", "weight")}
    assert [name for name, field in fields.items() if not field.description] == []


def test_numbers_names_and_titles_are_unique_and_the_table_of_contents_is_in_order() -> None:
    for labels in (
        [rule.number for rule in RULES],
        [name_of(rule) for rule in RULES],
        [rule.title("ko") for rule in RULES],
        [rule.title("en") for rule in RULES],
    ):
        assert len(set(labels)) == len(RULES)
    assert [rule.number for rule in RULES] == sorted(rule.number for rule in RULES)


def test_every_rule_of_the_folder_is_in_the_table_of_contents() -> None:
    numbered = {path.stem for path in SOURCE.glob("*.py") if re.match(r'"""R\d\d - ', path.read_text(encoding="utf-8"))}
    assert numbered == {name_of(rule) for rule in RULES}


OF_MODELS, OF_CHECKS = (
    {"owed_weeks": {"owed_weeks"}, "outside_rows": {"outside_rows"}},
    {
        "worked_weeks": {"worked_weeks"},
        "known_rows": {"known_rows", "given_rows"},
    },
)
"""Modules that one side of a rule counts with, and their functions."""


def test_checks_and_models_count_weeks_and_days_around_apart() -> None:
    # What one side of a rule counts must not come from the other: the check is the second opinion.
    for own, others in ((OF_MODELS, OF_CHECKS), (OF_CHECKS, OF_MODELS)):
        for name in own:
            module = ast.parse((SOURCE / f"{name}.py").read_text(encoding="utf-8"))
            imported = {node.module for node in ast.walk(module) if isinstance(node, ast.ImportFrom)}
            assert not imported & {f"scheduler.constraints.{other}" for other in others}
    models, checks = (set().union(*functions.values()) for functions in (OF_MODELS, OF_CHECKS))
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in ("apply", "check"):
                called = calls_of(ast.Module(body=[node], type_ignores=[]))
                assert not called & (checks if node.name == "apply" else models)


@every_rule
def test_a_rule_counts_in_units_that_stand_on_it(rule: type[Rule]) -> None:
    units = {
        ast.unparse(keyword.value)
        for module in modules_of(rule)
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.violation"
        for keyword in node.keywords
        if keyword.arg == "unit"
    }
    assert all(unit.startswith("self.units[") for unit in units)
    assert {amount_text(1, unit, "en") for unit in rule.units} == {f"1 {unit.one}" for unit in rule.units}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_who_is_charged_is_what_the_rule_says_of_its_price(rule: type[Rule]) -> None:
    charges = [
        {keyword.arg for keyword in node.keywords}
        for module in modules_of(rule)
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("charge", "at_most", "at_least", "in_steps")
    ]
    # Overtime is somebody's, and its price is pay.
    names_people = rule.has_personal_price or rule.number == "R27"
    assert all(("employee" in keywords) == names_people for keywords in charges)


def test_a_rule_is_put_in_force_where_none_of_its_kind_is() -> None:
    (rule,) = with_rule((), Locks())
    assert isinstance(rule, Locks)
    assert rule.weight is None
    own, other = Locks(weight=5), Absences()
    assert with_rule((own, other), Locks()) == (own, other)
    assert with_rule((other,), Locks()) == (other, Locks())
