"""Words: every file can be filled in, fits a text, names the team and a number, and says nothing it must not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from pitservice.accounts.models import Team
from pitservice.letters.catalogue import CATALOGUE, Group
from pitservice.letters.fields import ALWAYS, OPTIONAL
from pitservice.letters.words import LETTERS, TEXTS, letter_words, text_words
from pitservice.messaging.length import parts, units

TEAM = Team(name="North parent and baby team", phone="07700 900123")
CONTEXT = {
    "focus": "What helps at night.",
    "offer": "Six meetings at home.",
    "account": "We met six times.",
    "when": "Wed 30 September 2026, 12:30pm",
    "where": "Rowan Centre, 1 Rowan Close",
    "reference": "K7M2Q9XTRD",
    "about": "the family of K7M2Q9XTRD",
    "reason": "The baby is older than the ages we work with.",
    "questions": "When is the baby expected?",
    "link": "https://pit.example.org/support/K7M2Q9XTRD/token/",
    "until": "26 December 2026",
    "why": "You have moved.",
    "opens": "Mon 9am",
}
#: Never to a family (P2, design §8).
FORBIDDEN = re.compile(
    r"\b(therapy|therapist|psycho\w*|mental|diagnos\w*|risk\w*|safeguard\w*|depress\w*|attachment|disorder|partner"
    r"|father|mother|mum|dad|your baby's name|referrer|concern\w*)\b",
    re.IGNORECASE,
)
TO_FAMILIES = [name for name, one in CATALOGUE.items() if one.group is Group.FAMILIES]


@pytest.mark.rule("P60")
def test_the_text_with_a_private_form_is_one_part_and_names_nobody() -> None:
    link = f"https://pit.example.org/answers/{'x' * 43}/"

    words = text_words("private_form", team=TEAM, link=link)

    assert (parts(words), TEAM.name in words, TEAM.phone in words) == (1, False, False), units(words)


@pytest.mark.parametrize("name", sorted(TEXTS.keys() - {"private_form"}))
def test_a_text_is_one_part_and_names_the_team_and_its_number(name: str) -> None:
    words = text_words(name, team=TEAM, **CONTEXT)

    assert (parts(words), TEAM.name in words, TEAM.phone in words) == (1, True, True), units(words)
    assert "{" not in words


@pytest.mark.rule("P44")
def test_the_reply_out_of_hours_says_when_it_is_read_and_whom_to_ring_now() -> None:
    words = text_words("out_of_hours", team=TEAM, **CONTEXT)

    assert [number for number in ("Mon 9am", "999", "111 option 2", "116 123") if number not in words] == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_names_a_number_to_ring_and_leaves_no_gap(name: str) -> None:
    paragraphs = letter_words(name, team=TEAM, **CONTEXT)

    words = " ".join(paragraphs)
    assert TEAM.phone in words
    assert all(paragraphs)
    assert "{" not in words


@pytest.mark.rule("P2")
@pytest.mark.parametrize("name", [*TO_FAMILIES, *TEXTS])
def test_words_to_families_say_nothing_they_must_not(name: str) -> None:
    words = (
        " ".join(letter_words(name, team=TEAM, **CONTEXT))
        if name in LETTERS
        else text_words(name, team=TEAM, **CONTEXT)
    )

    assert FORBIDDEN.findall(words) == []


#: E-mails that carry a letter or lead to one: no words about a family can get into them (P43).
WITH_A_LETTER = ("letter_attached_email", "letter_link_email")


@pytest.mark.rule("P43")
@pytest.mark.parametrize("name", WITH_A_LETTER)
def test_an_email_with_a_letter_has_no_place_for_words_about_the_family(name: str) -> None:
    plain = letter_words(name, team=TEAM, **CONTEXT)

    assert letter_words(name, team=TEAM, **CONTEXT, extra="Zayn sleeps better.") == plain


@pytest.mark.parametrize("name", [name for name in LETTERS if name not in WITH_A_LETTER])
def test_a_letter_takes_optional_paragraphs_only_when_given(name: str) -> None:
    plain = letter_words(name, team=TEAM, **CONTEXT)
    more = letter_words(name, team=TEAM, **CONTEXT, extra="One more thing.", closing="With best wishes.")

    assert len(more) == len(plain) + 2
    assert "One more thing." in more


def test_what_is_filled_in_is_never_read_again() -> None:
    words = letter_words(
        "ask_information_referrer", team=TEAM, reference="{team}", questions="{hours} {x}", extra="{phone}"
    )

    assert "{hours} {x}" in words
    assert "{phone}" in words


@pytest.mark.parametrize("missing", ["team", "when", "where"])
def test_what_is_missing_is_a_mistake(missing: str) -> None:
    given = {"team": TEAM, **CONTEXT}
    del given[missing]

    with pytest.raises(KeyError, match=missing):
        letter_words("appointment", **given)


def test_a_team_without_a_number_asks_to_get_in_touch() -> None:
    words = text_words("reminder", team=Team(name="North"), when="tomorrow")

    assert words.endswith("please get in touch with us.")


@pytest.mark.parametrize(("app", "known"), [("letters", LETTERS), ("messaging", TEXTS)])
def test_every_file_has_a_name_and_every_placeholder_is_known(app: str, known: dict[str, frozenset[str]]) -> None:
    folder = Path(settings.BASE_DIR) / "templates" / app / "words"
    files = {path.stem: set(re.findall(r"\{(\w+)\}", path.read_text())) for path in folder.glob("*.txt")}

    assert set(files) == set(known)
    for name, used in files.items():
        assert used - {*ALWAYS, *OPTIONAL} == set(known[name]), name


def test_lengths_of_texts() -> None:
    assert [parts("a" * n) for n in (0, 160, 161, 306, 307)] == [1, 1, 2, 2, 3]
    assert (parts("ł" * 70), parts("ł" * 71), units("ł"), units("€["), parts("€" * 80), parts("€" * 81)) == (
        1, 2, None, 4, 1, 2,
    )  # fmt: skip
