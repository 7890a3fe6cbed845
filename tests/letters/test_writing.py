"""A letter that a person writes: to whoever was there; every other copy proposed, asked about, and never ticked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from families import actions as families
from families.enums import AlertKind, ProfessionalRole
from pitservice.accounts.models import User
from pitservice.db.drafts import Typed
from pitservice.db.errors import Refused, Stale
from pitservice.jobs.tasks import work
from pitservice.letters import actions
from pitservice.letters.actions import Decided
from pitservice.letters.composing import NOT_ONLINE, Reader, copied_to, paragraphs_for
from pitservice.letters.models import Copy, CopyChoice, Letter, LetterDraft
from pitservice.letters.selectors import readers_of
from tests.make.accounts import BY, make_user
from tests.make.families import MadeFamily, add_address, add_professional, make_family
from tests.make.messaging import address_of

pytestmark = pytest.mark.django_db
WORDS = ["Thank you for coming.", "You told us about your own childhood.", "We meet again in a week."]


@pytest.fixture
def made() -> MadeFamily:
    """A mother, a father at an address of his own, a health visitor and a GP who may be told."""
    made = make_family(father="Daniel")
    assert made.father is not None
    add_address(made, made.father, "3 Mill Lane", "ZZ17 1AB")
    made.professionals["hv"] = add_professional(made, "Jane Hill", ProfessionalRole.HEALTH_VISITOR, consent=True)
    made.professionals["gp"] = add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    return made


@pytest.fixture
def letter(made: MadeFamily) -> Letter:
    return begin(made)


def begin(made: MadeFamily, *, words: list[str] | None = None, to: list[str] | None = None) -> Letter:
    return actions.begin_letter(
        family=made.family,
        title="After our meeting",
        paragraphs=WORDS if words is None else words,
        occasion="",
        written_to=to or [mother(made)],
        by=BY,
    )


def mother(made: MadeFamily) -> str:
    return f"person:{made.mother.pk}"


def father(made: MadeFamily) -> str:
    assert made.father is not None
    return f"person:{made.father.pk}"


def pro(made: MadeFamily, name: str) -> str:
    return f"professional:{made.professionals[name].pk}"


def readers(letter: Letter) -> dict[str, Reader]:
    return {reader.ref: reader for reader in readers_of(letter, timezone.now())}


def decide(letter: Letter, recipient: str, **more: Any) -> CopyChoice:
    return actions.decide_copy(letter=letter, recipient=recipient, decided=yes(**more), by=BY)


def yes(**more: Any) -> Decided:
    given: dict[str, Any] = {"goes": True, "reason": "She asked for it."}
    return Decided(**(given | more))


def answered(made: MadeFamily, **more: Any) -> dict[str, Any]:
    """The mother was asked about the father's copy, and agreed."""
    return {"asked": mother(made), "asked_answer": "yes", "asked_on": timezone.localdate()} | more


def gp(**more: Any) -> dict[str, Any]:
    return {"patient": "baby", "online": "safe"} | more


def sent(letter: Letter, recipient: str) -> Copy:
    return Copy.objects.get(letter=letter, recipient=recipient)


@pytest.mark.rule("LET-1")
def test_it_goes_to_whoever_was_there_and_to_nobody_else_by_itself(made: MadeFamily, letter: Letter) -> None:
    actions.approve(letter=letter, by=BY)

    copies = Copy.objects.filter(letter=letter)
    assert [(copy.recipient, copy.is_main, copy.state) for copy in copies] == [(mother(made), True, "queued")]
    assert [one.goes for one in readers(letter).values()] == [True, False, False, False]


@pytest.mark.rule("LET-1")
def test_each_parent_who_was_there_gets_a_letter_of_their_own(made: MadeFamily) -> None:
    letter = begin(made, to=[mother(made), father(made)])
    decide(letter, father(made), left_out=[1], left_out_why="It is hers.")

    actions.approve(letter=letter, by=BY)

    assert sent(letter, mother(made)).paragraphs == WORDS
    assert sent(letter, father(made)).paragraphs == [WORDS[0], WORDS[2]]
    assert "Mill Lane" not in sent(letter, mother(made)).address


@pytest.mark.rule("P40")
def test_an_absent_parent_gets_a_copy_only_after_a_parent_who_was_there_agreed(
    made: MadeFamily, letter: Letter
) -> None:
    no = answered(made, asked_answer="no")
    himself = answered(made, asked=father(made))
    for more in ({}, no, himself):
        with pytest.raises(Refused, match="was not there"):
            decide(letter, father(made), **more)

    decide(letter, father(made), **answered(made))
    actions.approve(letter=letter, by=BY)

    assert sent(letter, father(made)).is_main is False


@pytest.mark.rule("P40")
def test_a_choice_needs_a_reason_and_leaving_out_another(letter: Letter, made: MadeFamily) -> None:
    with pytest.raises(Refused, match="Enter why"):
        decide(letter, pro(made, "hv"), reason=" ")

    choice = decide(letter, pro(made, "hv"))
    with pytest.raises(DatabaseError), transaction.atomic():
        CopyChoice.objects.filter(pk=choice.pk).update(left_out=[0], left_out_why="")


@pytest.mark.rule("P40")
def test_a_copy_names_only_whom_its_reader_may_know_of(made: MadeFamily, letter: Letter) -> None:
    actions.mark_about_parent(letter=letter, places=[1], by=BY)
    decide(letter, father(made), **answered(made))
    decide(letter, pro(made, "hv"))
    decide(letter, pro(made, "gp"), **gp())

    everybody = list(readers(letter).values())
    named = {reader.to.name: copied_to(reader, everybody) for reader in everybody}

    assert named["Aisha Khan"] == ["Jane Hill", "Dr Ann Reed"], "of him only if a person says so"
    assert named["Daniel Khan"] == ["Aisha Khan"]
    assert named["Jane Hill"] == ["Aisha Khan"]


@pytest.mark.rule("P40")
def test_a_person_says_whom_a_copy_names(made: MadeFamily, letter: Letter) -> None:
    decide(letter, pro(made, "hv"), named=[])
    everybody = readers(letter)

    assert copied_to(everybody[pro(made, "hv")], list(everybody.values())) == []


@pytest.mark.rule("P40")
def test_no_copy_shows_another_reader_s_address(made: MadeFamily) -> None:
    letter = begin(made, words=["Daniel lives at 3 Mill Lane now."], to=[mother(made), father(made)])

    actions.approve(letter=letter, by=BY)

    hers = sent(letter, mother(made))
    assert (hers.state, "must not learn" in hers.why) == ("held", True)


@pytest.mark.rule("P41")
def test_a_gp_s_copy_asks_about_the_phone_and_whose_record_it_is(made: MadeFamily, letter: Letter) -> None:
    for more in ({}, {"patient": "baby"}, {"online": "safe"}):
        with pytest.raises(Refused, match="phone could be harmed"):
            decide(letter, pro(made, "gp"), **more)
    with pytest.raises(Refused, match="which paragraphs are about a parent"):
        decide(letter, pro(made, "gp"), **gp())


@pytest.mark.rule("P41")
def test_the_request_not_to_show_it_online_stands_first(made: MadeFamily, letter: Letter) -> None:
    actions.mark_about_parent(letter=letter, places=[], by=BY)
    decide(letter, pro(made, "gp"), **gp(online="hide", online_why="He reads her phone."))

    actions.approve(letter=letter, by=BY)

    assert sent(letter, pro(made, "gp")).paragraphs == [NOT_ONLINE, *WORDS]
    assert NOT_ONLINE not in sent(letter, mother(made)).paragraphs


@pytest.mark.rule("P41")
def test_a_copy_that_could_harm_does_not_go(made: MadeFamily, letter: Letter) -> None:
    choice = decide(letter, pro(made, "gp"), **gp(online="refuse", online_why="He reads her phone."))

    actions.approve(letter=letter, by=BY)

    assert choice.goes is False
    assert not Copy.objects.filter(letter=letter, recipient=pro(made, "gp")).exists()


@pytest.mark.rule("P41")
def test_the_baby_s_gp_gets_no_paragraph_about_a_parent(made: MadeFamily, letter: Letter) -> None:
    actions.mark_about_parent(letter=letter, places=[1], by=BY)
    decide(letter, pro(made, "gp"), **gp())
    letter.refresh_from_db()

    assert paragraphs_for(letter, readers(letter)[pro(made, "gp")]) == [WORDS[0], WORDS[2]]

    decide(letter, pro(made, "gp"), **gp(patient="parent"))
    assert paragraphs_for(letter, readers(letter)[pro(made, "gp")]) == WORDS


@pytest.mark.rule("P41")
def test_a_gp_who_referred_is_asked_about_too(made: MadeFamily, letter: Letter) -> None:
    families.link_professional(
        family=made.family, professional=made.professionals["gp"], role=ProfessionalRole.REFERRER, by=BY
    )

    assert readers(letter)[pro(made, "gp")].is_gp


@pytest.mark.rule("P40")
def test_other_words_are_decided_about_anew(made: MadeFamily, letter: Letter) -> None:
    user = make_user(team=made.team)
    actions.mark_about_parent(letter=letter, places=[1], by=BY)
    decide(letter, pro(made, "hv"))
    decide(letter, mother(made), left_out=[1], left_out_why="He reads it too.")

    set_words(letter, user, "A new first paragraph.\n\n" + "\n\n".join(WORDS))

    letter.refresh_from_db()
    assert (letter.about_parent, letter.choices.count()) == (None, 0)


@pytest.mark.rule("P1")
def test_nothing_goes_to_somebody_who_must_not_know(made: MadeFamily, letter: Letter) -> None:
    families.raise_alert(
        family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=made.father, text="He must not learn.", by=BY
    )

    with pytest.raises(Refused, match="Nothing may go to Daniel Khan"):
        decide(letter, father(made), **answered(made))


@pytest.mark.rule("P1")
def test_what_changed_since_it_was_decided_stops_it(made: MadeFamily, letter: Letter) -> None:
    decide(letter, father(made), **answered(made))
    families.raise_alert(
        family=made.family, kind=AlertKind.RESTRICTED_PERSON, person=made.father, text="He must not learn.", by=BY
    )

    with pytest.raises(Refused, match="Nothing may go to Daniel Khan"):
        actions.approve(letter=letter, by=BY)


def test_a_letter_without_words_or_readers_is_not_approved(made: MadeFamily) -> None:
    with pytest.raises(Refused, match="Write the letter"):
        actions.approve(letter=begin(made, words=[]), by=BY)
    nobody = begin(made)
    decide(nobody, mother(made), goes=False)
    with pytest.raises(Refused, match="Nobody gets this letter"):
        actions.approve(letter=nobody, by=BY)
    with pytest.raises(Refused, match="whom the letter is to"):
        actions.begin_letter(family=made.family, title="", paragraphs=[], occasion="", written_to=[], by=BY)


def set_words(letter: Letter, user: User, text: str, **more: Any) -> Letter:
    given: dict[str, Any] = {"title": "After our meeting", "revision": None, "tab": "one"}
    return actions.set_words(letter=letter, text=text, by=user.actor, **(given | more))


def test_approved_words_stay_as_they_are(letter: Letter, made: MadeFamily) -> None:
    user = make_user(team=made.team)
    actions.approve(letter=letter, by=BY)

    for act in (
        lambda: set_words(letter, user, "Other words."),
        lambda: actions.approve(letter=letter, by=BY),
        lambda: actions.mark_about_parent(letter=letter, places=[0], by=BY),
        lambda: decide(letter, pro(made, "hv")),
        lambda: actions.drop_letter(letter=letter, reason="No", by=BY),
        lambda: actions.save_typed(letter=letter, typed=Typed("x", {}, 0, "one", 1), by=user.actor),
    ):
        with pytest.raises(Refused, match="stay as they are"):
            act()


def test_the_slower_of_two_is_told(letter: Letter, made: MadeFamily) -> None:
    seen = letter.version
    actions.mark_about_parent(letter=letter, places=[0], seen=seen, by=BY)
    letter.refresh_from_db()

    with pytest.raises(Stale):
        actions.mark_about_parent(letter=letter, places=[1], seen=letter.version - 1, by=BY)


@pytest.mark.rule("P70")
def test_text_from_another_window_is_kept_apart_and_stops_approval(letter: Letter, made: MadeFamily) -> None:
    user = make_user(team=made.team)
    assert not save(letter, user, "From the first window.", tab="one").aside
    assert save(letter, user, "From the second window.", tab="two").aside

    with pytest.raises(Refused, match="not in the letter yet"):
        actions.approve(letter=letter, by=user.actor)
    draft = LetterDraft.objects.get(letter=letter, author=user)
    actions.settle_text(draft=draft, tab="two", add=True, by=user.actor)
    draft.refresh_from_db()
    assert draft.text == "From the first window.\n\nFrom the second window."
    set_words(letter, user, draft.text, revision=draft.revision, tab="three")
    actions.approve(letter=letter, by=user.actor)

    assert sent(letter, mother(made)).paragraphs == ["From the first window.", "From the second window."]


def save(letter: Letter, user: User, text: str, *, tab: str) -> Any:
    return actions.save_typed(letter=letter, typed=Typed(text, {}, 0, tab, 1), by=user.actor)


def test_only_its_writer_settles_a_draft(letter: Letter, made: MadeFamily) -> None:
    user, other = make_user(team=made.team), make_user(team=made.team)
    save(letter, user, "One.", tab="one")
    save(letter, user, "Two.", tab="two")

    with pytest.raises(Refused, match="Only the writer"):
        actions.settle_text(draft=LetterDraft.objects.get(letter=letter), tab="two", add=True, by=other.actor)


def test_what_was_posted_is_kept_as_it_was(made: MadeFamily, letter: Letter) -> None:
    actions.approve(letter=letter, by=BY)
    work()
    copy = sent(letter, mother(made))
    actions.mark_posted(copy=copy, by=BY)

    changes: list[dict[str, Any]] = [{"paragraphs": ["Other words"]}, {"address": "Elsewhere"}, {"pdf": None}]
    for change in changes:
        with pytest.raises(DatabaseError, match="kept as it was"), transaction.atomic():
            Copy.objects.filter(pk=copy.pk).update(**change)


def test_a_letter_is_dropped_with_a_reason(letter: Letter, made: MadeFamily) -> None:
    with pytest.raises(Refused, match="Enter why"):
        actions.drop_letter(letter=letter, reason="", by=BY)

    actions.drop_letter(letter=letter, reason="She rang.", by=BY)

    letter.refresh_from_db()
    assert (letter.state, letter.copies.count(), address_of(made).value != "") == ("cancelled", 0, True)
