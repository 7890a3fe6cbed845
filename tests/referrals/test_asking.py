"""More information: what is missing is ticked, asked for by letter or e-mail, chased, answered by private link."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Event
from pitservice.db.errors import Refused
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.links.models import Link
from pitservice.messaging.models import Message
from referrals import actions
from referrals.enums import AskedBy, Outcome
from referrals.models import InformationRequest, Referral
from referrals.verdict import Verdict
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.messaging import open_all_day
from tests.make.referrals import baby, father, make_decision, make_referral, mother
from tests.referrals.decided import as_read

pytestmark = pytest.mark.django_db
SITE = "https://pit.example.org/"
DANIEL = "whether Daniel Khan knows and agrees"


@pytest.fixture
def lead() -> User:
    return make_user(RoleName.CLINICAL_LEAD, open_all_day(make_team()))


@pytest.fixture
def client(lead: User) -> Client:
    return client_of(lead)


@pytest.fixture
def referral(lead: User) -> Referral:
    return make_referral(lead.current_memberships[0].team, people=(baby(), mother(), father()))


def text(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def ask(referral: Referral, asked_by: AskedBy = AskedBy.LETTER) -> tuple[str, str]:
    """Ask what is missing; the address of the private page, and its code."""
    codes: list[str] = []
    verdict = Verdict(
        outcome=Outcome.MORE_INFORMATION,
        missing=[DANIEL],
        asked_for="Who else visits?",
        asked_by=asked_by,
        chase_on=timezone.localdate() + timedelta(days=7),
    )
    actions.decide(referral=referral, verdict=verdict, site=SITE, tell=codes.append, by=BY)
    return link_in(words_of(asked_by)), codes[0]


def words_of(asked_by: AskedBy) -> str:
    if asked_by == AskedBy.EMAIL:
        return str(Message.objects.filter(subject_line__startswith="Your referral").latest("pk").words)
    return " ".join(Copy.objects.filter(reader_name="Fatima Begum").latest("pk").paragraphs)


def link_in(words: str) -> str:
    found = re.search(r"https?://[^/]+/(\S+)", words)
    assert found, words
    return f"/{found[1]}"


def send(where: str, **data: Any) -> Any:
    return Client().post(where, {"submission": str(uuid.uuid4()), **data})


def test_what_is_missing_is_ticked_and_the_letter_is_read_before_it_goes(client: Client, referral: Referral) -> None:
    where = reverse("referrals:decide", args=[referral.key])
    sent = {"submission": str(uuid.uuid4()), "seen": referral.version, "outcome": "more_information"}
    sent["read"] = as_read(client.get(where))
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    assert "Say what you ask for" in text(client.post(where, sent | {"chase_on": day, "asked_by": "letter"}))

    sent |= {"missing": [DANIEL], "asked_for": "Who else visits?", "asked_by": "letter", "chase_on": day}
    shown = text(client.post(where, sent | {"preview": "1"}))
    client.post(where, sent)

    whole = f"We would like to know {DANIEL}. Who else visits?"
    assert whole in shown
    assert "[a link, made when it is sent]" in shown
    assert whole in words_of(AskedBy.LETTER)
    assert InformationRequest.objects.get().asked == [DANIEL, "Who else visits?"]


@pytest.mark.rule("P11")
def test_the_referrer_answers_by_the_link_and_its_code(client: Client, referral: Referral) -> None:
    where, code = ask(referral)

    opened = Client().get(where)
    assert (opened.status_code, Link.objects.latest("pk").used_at) == (200, None)
    assert "Daniel" not in opened.content.decode()
    assert code in words_of(AskedBy.LETTER)
    wrong = send(where, code="000000" if code != "000000" else "111111")
    assert wrong.status_code == 422
    assert "Daniel" not in wrong.content.decode()
    asked = send(where, code=code)
    assert "Whether Daniel Khan knows and agrees" in text(asked)
    assert InformationRequest.objects.get().answered_at is None
    assert "Enter your answer" in text(send(where, code=code, answer=" "))
    token = str(uuid.uuid4())
    done = [send(where, code=code, answer="He knows.", submission=token).status_code for _ in range(2)]

    referral.refresh_from_db()
    request = InformationRequest.objects.get()
    assert (done, referral.state, referral.complete_on) == ([302, 302], "received", timezone.localdate())
    assert (request.answer, str(request.answered_by).split(":")[0]) == ("He knows.", "link")
    assert Client().get(where).status_code == 404
    assert "He knows." in text(client.get(reverse("referrals:decide", args=[referral.key])))
    assert "complete for 0" in text(client.get(reverse("referrals:inbox")))
    assert Client().get(reverse("referrals:information-thanks", args=[referral.team.slug])).status_code == 200


@pytest.mark.rule("P11")
def test_a_link_guessed_or_of_another_question_is_refused_in_the_same_words(referral: Referral) -> None:
    where, code = ask(referral)
    elsewhere, _ = ask(make_referral(referral.team))
    mixed = where.replace(where.split("/")[2], elsewhere.split("/")[2])

    pages = [Client().get(f"{where[:-5]}xxxx/"), Client().get(mixed), send(mixed, code=code)]

    assert {page.status_code for page in pages} == {404}
    assert len({text(page) for page in pages}) == 1
    assert Event.objects.filter(verb="links.refused").count() == 2


@pytest.mark.rule("P43")
def test_an_email_holds_a_link_and_no_question_and_the_code_is_told_once(referral: Referral) -> None:
    where, code = ask(referral, AskedBy.EMAIL)

    words = words_of(AskedBy.EMAIL)

    assert code not in words
    assert not any(name in words for name in ("Daniel", "Khan", "Who else"))
    assert not Copy.objects.filter(reader_name="Fatima Begum").exists()
    assert "Who else visits?" in text(send(where, code=code))


def test_asking_again_closes_the_first_link_and_both_stand_in_the_history(client: Client, referral: Referral) -> None:
    first, code = ask(referral)
    InformationRequest.objects.update(chase_on=timezone.localdate())
    again = reverse("referrals:ask-again", args=[referral.key])
    assert again in client.get("/").content.decode()
    assert "Who else visits?" in text(client.get(again))

    day = timezone.localdate() + timedelta(days=5)
    seen = InformationRequest.objects.get().version
    client.post(again, {"submission": str(uuid.uuid4()), "seen": seen, "asked_by": "letter", "chase_on": str(day)})

    old, new = InformationRequest.objects.order_by("pk")
    assert (old.chased_at is not None, new.chase_on, new.asked) == (True, day, old.asked)
    told = Copy.objects.filter(reader_name="Fatima Begum").order_by("pk")
    assert list(told.values_list("state", flat=True)) == [CopyState.CANCELLED, CopyState.QUEUED]
    assert Client().get(first).status_code == 404
    assert again not in client.get("/").content.decode()
    assert "Asked again" in text(client.get(reverse("referrals:referral", args=[referral.key])))
    with pytest.raises(Refused, match="asked again since"):
        actions.answer_request(request=old, answer="Late.", by=BY)
    second = link_in(words_of(AskedBy.LETTER))
    assert Client().get(second).status_code == 200
    assert second != first
    assert code not in text(client.get(again))


@pytest.mark.parametrize("then", ["ask again", "answer"])
def test_a_question_that_is_still_held_does_not_go_with_a_closed_link(lead: User, then: str) -> None:
    held = make_referral(lead.current_memberships[0].team, people=(baby(), mother()), referrer_address="")
    ask(held)
    copy = Copy.objects.get(letter__about=f"referral:{held.pk}")
    assert copy.state in (CopyState.QUEUED, CopyState.HELD)
    request = InformationRequest.objects.get(referral=held)

    if then == "ask again":
        chase_on = timezone.localdate() + timedelta(days=7)
        actions.ask_again(request=request, asked_by=AskedBy.LETTER, chase_on=chase_on, site=SITE, by=BY)
    else:
        actions.answer_request(request=request, answer="Nobody else.", by=BY)

    copy.refresh_from_db()
    assert copy.state == CopyState.CANCELLED
    others = Copy.objects.filter(letter__about=f"referral:{held.pk}").exclude(pk=copy.pk)
    assert [one.state == CopyState.CANCELLED for one in others] == [False] * (then == "ask again")


def test_taken_back_or_withdrawn_nobody_can_answer_any_more(referral: Referral) -> None:
    where, _ = ask(referral)
    actions.take_back(referral=referral, reason="I found it.", by=BY)
    assert Client().get(where).status_code == 404
    assert InformationRequest.objects.get().answer == "Taken back before it was sent."

    where, _ = ask(referral)
    actions.withdraw(referral=referral, reason="Moved.", by=BY)

    assert Client().get(where).status_code == 404


def test_what_was_answered_is_not_answered_or_asked_again(referral: Referral) -> None:
    ask(referral)
    request = InformationRequest.objects.get()
    actions.answer_request(request=request, answer="Yes.", by=BY)

    with pytest.raises(Refused, match="recorded already"):
        actions.answer_request(request=request, answer="No.", by=BY)
    with pytest.raises(Refused, match="recorded already"):
        actions.ask_again(request=request, asked_by="letter", chase_on=timezone.localdate(), site=SITE, by=BY)


def test_another_team_and_another_role_do_not_ask(referral: Referral) -> None:
    make_decision(referral, Outcome.MORE_INFORMATION)
    where = reverse("referrals:ask-again", args=[referral.key])

    assert client_of(make_user()).get(where).status_code == 404
    assert client_of(make_user(RoleName.KEYWORKER, referral.team)).get(where).status_code == 403


@pytest.mark.parametrize("decided", [True, False])
def test_a_question_of_a_referral_that_was_withdrawn_is_not_chased_when_it_is_asked_anew(
    referral: Referral, decided: bool
) -> None:
    make_decision(referral, Outcome.MORE_INFORMATION)
    first = referral.requests.get()
    if decided:
        make_decision(referral, Outcome.WITHDRAWN)
    else:
        actions.withdraw(referral=referral, reason="They rang", by=BY)
    actions.reopen(referral=referral, reason="They rang again", by=BY)
    make_decision(referral, Outcome.MORE_INFORMATION)

    assert list(referral.requests.filter(answered_at=None)) == [referral.requests.exclude(pk=first.pk).get()]
    with pytest.raises(Refused):
        actions.answer_request(request=first, answer="Yes.", by=BY)
