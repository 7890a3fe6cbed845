"""What a rule makes of the factors ticked (SCR-1)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitservice.configuration.actions import TOOLKIT_RULE
from pitservice.configuration.rule import evaluate, rule_in_words

LANARKSHIRE = [{"in_each": 5, "groups": 3}, {"in_each": 4, "groups": 4}, {"in_each": 3, "groups": 5}]


@dataclass(frozen=True)
class Factor:
    """A factor, as a rule sees it."""

    group: str
    text: str
    significant: bool = False


def minors(number: int, group: str = "A") -> list[Factor]:
    """So many minor factors of one group."""
    return [Factor(group, f"{group}{n}") for n in range(number)]


VIOLENCE = Factor("B", "Violence reported in the family", significant=True)


@pytest.mark.rule("SCR-1")
@pytest.mark.parametrize(
    ("ticked", "qualifies", "working"),
    [
        ([], False, "Does not meet the rule: 0 significant, 0 minor. It asks for 1 significant, or 4 minor."),
        (minors(3), False, "Does not meet the rule: 0 significant, 3 minor. It asks for 1 significant, or 4 minor."),
        (minors(4), True, "Meets the rule: 4 minor. Ticked: 0 significant, 4 minor."),
        (
            [VIOLENCE],
            True,
            "Meets the rule: 1 significant. Ticked: 1 significant (Violence reported in the family), 0 minor.",
        ),
    ],
)
def test_the_toolkits_rule_with_its_working(ticked: list[Factor], qualifies: bool, working: str) -> None:
    suggestion = evaluate(TOOLKIT_RULE, ticked)

    assert (suggestion.qualifies, suggestion.working) == (qualifies, working)


@pytest.mark.rule("SCR-1")
@pytest.mark.parametrize(
    ("in_groups", "short"),
    [
        ({"A": 5, "B": 5, "C": 5}, "5 or more in each of 3 groups"),
        ({"A": 4, "B": 4, "C": 4, "D": 4}, "4 or more in each of 4 groups"),
        ({"A": 3, "B": 3, "C": 3, "D": 3, "E": 3}, "3 or more in each of 5 groups"),
        ({"A": 5, "B": 5, "C": 4}, ""),
        ({"A": 9, "B": 9}, ""),
    ],
)
def test_a_rule_that_counts_in_each_group(in_groups: dict[str, int], short: str) -> None:
    ticked = [factor for group, number in in_groups.items() for factor in minors(number, group)]

    suggestion = evaluate(LANARKSHIRE, ticked)

    assert (suggestion.short if suggestion.qualifies else "") == short


@pytest.mark.rule("SCR-1")
def test_a_rule_that_counts_all_in_several_groups() -> None:
    rule = [{"total": 5, "groups": 3}]
    enough = [*minors(2, "A"), *minors(2, "B"), VIOLENCE, Factor("C", "c")]

    assert evaluate(rule, enough).short == "6 in all in 3 groups"
    assert not evaluate(rule, [*minors(3, "A"), *minors(3, "B")]).qualifies
    assert rule_in_words(rule) == "5 in all in 3 groups"


@pytest.mark.parametrize("rule", [[], [{}]])
def test_a_rule_that_asks_for_nothing_never_qualifies(rule: list[dict[str, int]]) -> None:
    assert not evaluate(rule, minors(9)).qualifies


@given(st.integers(0, 12), st.integers(0, 12))
def test_more_factors_never_qualify_less(heavy: int, light: int) -> None:
    ticked = [*minors(light), *(Factor("B", f"b{n}", significant=True) for n in range(heavy))]

    for more in (minors(1, "Z")[0], VIOLENCE):
        assert evaluate(TOOLKIT_RULE, [*ticked, more]).qualifies >= evaluate(TOOLKIT_RULE, ticked).qualifies
