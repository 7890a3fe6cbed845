"""Words that name a number or an address which their reader must not learn (P24, P40)."""

from __future__ import annotations

import pytest

from families.contact import names_any

pytestmark = [pytest.mark.rule("P24"), pytest.mark.rule("P40")]

HOME = "Flat 2\n12 Rowan Close\nEastfield\nZZ16 5AU"


@pytest.mark.parametrize(
    ("words", "secret"),
    [
        ("We will come to Flat 2, 12 Rowan Close on Tuesday.", HOME),
        ("We will come to flat 2 12 ROWAN CLOSE.", "Flat 2, 12 Rowan Close, Eastfield"),
        ("The clinic near zz165au.", HOME),
        ("The clinic near ZZ16  5AU.", HOME),
        ("Ring her on 07700 900123.", "07700 900123"),
        ("Ring her on +44 7700 900-123, please.", "07700 900123"),
        ("Write to AISHA@example.org", "aisha@example.org"),
        ("Meet at the Old Forge.", "The Old Forge\nZZ1 1AA"),
    ],
)
def test_however_it_is_written_it_is_named(words: str, secret: str) -> None:
    assert names_any(["Dear Daniel", words], [secret])


@pytest.mark.parametrize(
    ("words", "secret"),
    [
        ("We will come to your home on Tuesday at 2pm.", HOME),
        ("We will come to 112 Rowan Close.", "12 Rowan Close\nZZ16 5AU"),
        ("We meet in Eastfield.", HOME),
        ("Ring us on 01632 960001 between 9 and 5 on 24 November 2026.", "07700 900123"),
        ("Your reference is K7M2Q9XTRD.", HOME),
        ("Anything at all", ""),
        ("Anything at all", " \n "),
    ],
)
def test_other_words_do_not_name_it(words: str, secret: str) -> None:
    assert not names_any([words], [secret])


def test_nothing_is_named_where_nothing_is_secret() -> None:
    assert not names_any(["12 Rowan Close"], [])
