"""The guard of anonymous words: what looks like a name, a number or a postcode (P80)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.guard import identifying, looks_identifying


@pytest.mark.rule("P80")
@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Her number is 999 000 0018, she said.", "999 000 0018"),
        ("NHS number 9990000018", "9990000018"),
        ("Ring 07700 900123 after four.", "07700 900123"),
        ("or +44 7700 900123", "+44 7700 900123"),
        ("They moved to ZZ1 1ZZ last week.", "ZZ1 1ZZ"),
        ("near zz99 3wz", "zz99 3wz"),
        ("We talked about Aisha Khan and her baby.", "Aisha Khan"),
        ("Talked of Łukasz Nowak.", "Łukasz Nowak"),
        ("The mother, Niamh O’Brien, sleeps badly.", "Niamh O’Brien"),
        ("AISHA KHAN came", "AISHA KHAN"),
        ("the Smith-Jones Lee household", "Smith-Jones Lee"),
    ],
)
def test_guard_finds_what_could_name_somebody(text: str, piece: str) -> None:
    assert looks_identifying(text) == piece


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The Health Visitor rang on Monday. She worries about feeding.",
        "Discussed Video Interaction Guidance with the Family Hub.",
        "A baby of 12 weeks, twins of 2024, 45 minutes, 10 of 12 items.",
        "999 000 0019 is no NHS number: its last digit does not fit.",
        "First sentence. Second sentence. I thought of Winnicott.",
        "On Friday 12 June Children's Services closed the case.",
    ],
)
def test_guard_leaves_plain_words_alone(text: str) -> None:
    assert looks_identifying(text) is None


def test_guard_names_the_text_in_which_it_found_something() -> None:
    found = identifying({"themes": "sleep", "notes": "about Aisha Khan", "actions_agreed": ""})

    assert found == {"notes": "Aisha Khan"}


@given(st.text(max_size=400))
def test_guard_reads_any_text(text: str) -> None:
    piece = looks_identifying(text)

    assert piece is None or piece in text
