"""A copy by e-mail: attached only where the team trusts the domain, else behind a link and a code (P43)."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from families import actions as families
from families.enums import ConsentPurpose, ProfessionalRole
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Event
from pitservice.configuration.actions import change_settings
from pitservice.db.errors import Refused
from pitservice.files import store
from pitservice.jobs.tasks import work
from pitservice.letters import actions
from pitservice.letters.actions import Decided
from pitservice.letters.correspondence import counts
from pitservice.letters.enums import CopyState, Way
from pitservice.letters.models import Copy, Letter
from pitservice.messaging import actions as messaging
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from pitservice.messaging.tasks import send_due
from tests.make.accounts import client_of, make_user, viewer_of
from tests.make.families import MadeFamily, add_professional, make_family
from tests.messaging.contracts.smtp import MailServer, smtp

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P43")]
SITE = "https://pit.example.org/"


@pytest.fixture
def made() -> MadeFamily:
    """A health visitor who may be told, in a team that trusts example.org and holds nothing back."""
    made = make_family()
    made.professionals["hv"] = add_professional(made, "Jane Hill", ProfessionalRole.HEALTH_VISITOR, consent=True)
    trust(made, "example.org")
    return made


@pytest.fixture
def user(made: MadeFamily) -> User:
    return make_user(RoleName.PRACTITIONER, made.team)


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


def trust(made: MadeFamily, domains: str) -> None:
    change_settings(team=made.team, secure_domains=domains, hold_back_minutes=0, by=made.family.created_by)


def copy_for(made: MadeFamily, user: User, way: Way) -> Copy:
    """The health visitor's copy of a letter to the mother, approved and made."""
    letter = begin(made, user)
    decide(made, letter, way, user)
    actions.approve(letter=letter, by=user.actor)
    work()
    return Copy.objects.get(letter=letter, recipient=hv(made))


def begin(made: MadeFamily, user: User) -> Letter:
    return actions.begin_letter(
        family=made.family, title="After our meeting", paragraphs=["Thank you for coming."], occasion="",
        written_to=[f"person:{made.mother.pk}"], by=user.actor,
    )  # fmt: skip


def decide(made: MadeFamily, letter: Letter, way: Way, user: User) -> None:
    decided = Decided(goes=True, reason="She asked for it.", way=way)
    actions.decide_copy(letter=letter, recipient=hv(made), decided=decided, by=user.actor)


def hv(made: MadeFamily) -> str:
    return f"professional:{made.professionals['hv'].pk}"


def message_of(copy: Copy) -> Message:
    return Message.objects.filter(wanted=f"copy:{copy.pk}").latest("pk")


def no_longer_shared(made: MadeFamily) -> None:
    families.record_consent(
        family=made.family, person=made.mother, purpose=ConsentPurpose.SHARE,
        recipient=made.professionals["hv"].key, given=False, how="By telephone", given_on=timezone.localdate(),
        by=made.family.created_by,
    )  # fmt: skip


def press(client: Client, copy: Copy, name: str, **more: Any) -> Any:
    copy.refresh_from_db()
    given = {"submission": str(uuid4()), "seen": copy.version} | more
    return client.post(reverse(f"letters:{name}", args=[copy.key]), given, follow=True)


def attachments(server: MailServer) -> list[tuple[str | None, bytes]]:
    (mail,) = server.accepted
    return [(part.get_filename(), part.get_payload(decode=True)) for part in mail.iter_attachments()]  # type: ignore[misc]  # bytes


def test_to_a_secure_domain_the_letter_goes_attached_and_names_nobody_outside(made: MadeFamily, user: User) -> None:
    with smtp() as server:
        copy = copy_for(made, user, Way.EMAIL)
        send_due()

        assert copy.pdf is not None
        assert attachments(server) == [(f"letter-{copy.key}.pdf", store.get(copy.pdf.sha256))]
        (mail,) = server.accepted
        body = mail.get_body()
        assert body is not None
        said = f"{mail['Subject']} {body.get_content()}"
    assert mail["To"] == "jane.hill@example.org"
    assert copy.letter.key in said
    assert not [name for name in ("Khan", "Aisha", "Zayn", "meeting", "Hill") if name in said]
    assert (copy.state, message_of(copy).state) == (CopyState.EMAILED, MessageState.SENT)


@pytest.mark.parametrize("domains", ["", "nhs.net", "hill.example.org", "*.example.org"])
def test_to_any_other_domain_nobody_can_send_it(made: MadeFamily, user: User, domains: str) -> None:
    trust(made, domains)
    letter = begin(made, user)

    with pytest.raises(Refused, match="does not list the e-mail of Jane Hill as secure"):
        decide(made, letter, Way.EMAIL, user)


def test_a_domain_that_is_trusted_no_more_holds_what_waits(made: MadeFamily, user: User) -> None:
    with smtp() as server:
        copy = copy_for(made, user, Way.EMAIL)
        trust(made, "")
        send_due()

        assert server.accepted == []
    assert (message_of(copy).state, "as secure" in message_of(copy).why) == (MessageState.HELD, True)


def test_a_consent_taken_back_stops_an_email_that_waits(made: MadeFamily, user: User) -> None:
    with smtp() as server:
        copy = copy_for(made, user, Way.EMAIL)
        no_longer_shared(made)
        send_due()

        assert server.accepted == []
    assert message_of(copy).state == MessageState.HELD


def test_a_letter_that_the_mail_server_does_not_take_stands_with_what_has_not_gone(
    made: MadeFamily, user: User, client: Client
) -> None:
    with smtp() as server:
        server.modes = ["bad_number"]
        copy = copy_for(made, user, Way.EMAIL)
        send_due()

        assert message_of(copy).why == "There is no such address, or it takes no e-mail."
        answer = press(client, copy, "post_instead")
        work()
    posted = Copy.objects.get(letter=copy.letter, recipient=copy.recipient, way=Way.POST)
    assert answer.redirect_chain[-1][0] == reverse("letters:copy", args=[posted.key])
    assert (posted.state, "Hill Road" in posted.address) == (CopyState.READY, True)
    assert message_of(copy).state == MessageState.CANCELLED
    with pytest.raises(Refused, match="already"):
        actions.post_instead(copy=copy, by=user.actor)


def test_one_that_came_back_is_said_by_a_person(made: MadeFamily, user: User, client: Client) -> None:
    with smtp():
        copy = copy_for(made, user, Way.EMAIL)
        send_due()
    message = message_of(copy)
    page = client.get(reverse("messaging:message", args=[message.key])).content.decode()
    assert "It came back" in page and reverse("letters:copy", args=[copy.key]) in page
    assert reverse("messaging:attached", args=[message.key]) in page

    given = {"submission": str(uuid4()), "seen": message.version, "how": "No such user"}
    client.post(reverse("messaging:bounced", args=[message.key]), given)

    message.refresh_from_db()
    assert (message.state, message.why) == (MessageState.FAILED, "It came back. No such user")
    with pytest.raises(Refused, match="was sent comes back"):
        messaging.say_bounced(message=message, how="", by=user.actor)


def test_whoever_approved_it_can_take_it_back(made: MadeFamily, user: User) -> None:
    change_settings(team=made.team, hold_back_minutes=3, by=user.actor)
    with smtp() as server:
        copy = copy_for(made, user, Way.EMAIL)
        send_due()
        messaging.take_back(message=message_of(copy), by=user.actor)
        send_due()

        assert server.accepted == []


@pytest.mark.rule("P49")
def test_on_the_list_it_stands_once_as_its_email(made: MadeFamily, user: User) -> None:
    with smtp():
        copy_for(made, user, Way.EMAIL)
        send_due()
    found = counts(viewer_of(user, Permission.SEND), timezone.now(), None)

    assert sum(found.values()) == 2  # the mother's letter, and the e-mail


def test_elsewhere_goes_a_link_whose_code_is_in_no_email(made: MadeFamily, user: User, client: Client) -> None:
    trust(made, "")
    with smtp() as server:
        copy = copy_for(made, user, Way.LINK)
        assert copy.state == CopyState.TO_SEND
        assert "Send the link" in client.get(reverse("letters:copy", args=[copy.key])).content.decode()
        told = press(client, copy, "send_link").content.decode()
        send_due()

        (mail,) = server.accepted
        assert not list(mail.iter_attachments())
        body = mail.get_content()
    code = re.search(r"show it again: (\d{6})", told)
    assert code is not None and code[1] not in body
    assert not [name for name in ("Khan", "Aisha", "Zayn", "meeting") if name in body]
    link = re.search(r"https?://\S+", body)
    assert link is not None
    reads_with_code(copy, link[0], code[1])


def reads_with_code(copy: Copy, link: str, code: str) -> None:
    """Opening shows nothing; a wrong code nothing; the right one the PDF, and that it was opened is kept."""
    path, outside = "/" + link.split("/", 3)[3], Client()
    first = outside.get(path).content.decode()
    assert "Thank you for coming" not in first and "Khan" not in first
    wrong = outside.post(path, {"submission": str(uuid4()), "code": "000000" if code != "000000" else "111111"})
    assert (wrong.status_code, b"not the code" in wrong.content) == (422, True)

    right = outside.post(path, {"submission": str(uuid4()), "code": code})

    assert (right["Content-Type"], right.content[:4]) == ("application/pdf", b"%PDF")
    assert "no-store" in right["Cache-Control"]
    copy.refresh_from_db()
    assert copy.opened_on is not None
    assert Event.objects.filter(verb="letters.open_by_link").count() == 1


def test_another_link_closes_the_first_and_a_consent_taken_back_closes_all(made: MadeFamily, user: User) -> None:
    with smtp() as server:
        copy = copy_for(made, user, Way.LINK)
        actions.send_link(copy=copy, site=SITE, by=user.actor)
        send_due()
        code = actions.send_link(copy=copy, site=SITE, by=user.actor)
        send_due()
        first, second = (path_in(mail.get_content()) for mail in server.accepted)
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]

    no_longer_shared(made)

    answer = Client().post(second, {"submission": str(uuid4()), "code": code})
    assert (answer.status_code, b"%PDF" in answer.content) == (404, False)
    with pytest.raises(Refused, match="must not go"):
        actions.send_link(copy=copy, site=SITE, by=user.actor)


def path_in(words: str) -> str:
    found = re.search(r"https://pit\.example\.org(/\S+)", words)
    assert found is not None
    return found[1]


def test_letters_to_a_family_go_by_post(made: MadeFamily, user: User) -> None:
    letter = begin(made, user)
    decided = Decided(goes=True, reason="She asked.", way=Way.EMAIL)

    with pytest.raises(Refused, match="go by post"):
        actions.decide_copy(letter=letter, recipient=f"person:{made.mother.pk}", decided=decided, by=user.actor)


def test_the_page_offers_the_ways_that_are_open_and_says_why_another_is_not(
    made: MadeFamily, user: User, client: Client
) -> None:
    trust(made, "")
    letter = begin(made, user)
    page = client.get(reverse("letters:reader", args=[letter.key, made.professionals["hv"].key])).content.decode()

    assert 'value="post"' in page and 'value="link"' in page
    assert 'value="email"' not in page
    assert "does not list the e-mail of Jane Hill as secure" in page


def test_what_went_by_email_stays_as_it_was_sent(made: MadeFamily, user: User) -> None:
    with smtp():
        copy = copy_for(made, user, Way.EMAIL)
    with pytest.raises(DatabaseError), transaction.atomic():
        Copy.objects.filter(pk=copy.pk).update(paragraphs=["Other words."])
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(pk=message_of(copy).pk).update(link_only=True)
