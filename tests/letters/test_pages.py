"""Pages about one message and one copy: the spine of every screen."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from families import actions as families
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from pitservice.configuration.enums import YesNoUnknown
from pitservice.jobs.tasks import work
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from pitservice.messaging.tasks import send_due
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.families import MadeFamily, make_family
from tests.make.messaging import address_of, made_letter, mobile_of, queue_text, write_letter

pytestmark = pytest.mark.django_db
ASK = {"knows": YesNoUnknown.UNKNOWN, "agrees": YesNoUnknown.UNKNOWN}
MESSAGE_ACTS = ("confirm", "send", "cancel", "tell")
COPY_ACTS = ("confirm", "again", "posted", "cancel", "tell")


@pytest.fixture
def user() -> User:
    return make_user(RoleName.ADMINISTRATOR)


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


def family_of(user: User, **fields: Any) -> MadeFamily:
    return make_family(user.memberships.get().team, **fields)


def post(client: Client, address: str, subject: Message | Copy | None = None, **data: Any) -> Any:
    """Press the button on a page that showed the subject as it is."""
    if subject is not None:
        subject.refresh_from_db()
    seen = {"seen": subject.version} if subject is not None else {}
    return client.post(address, {"submission": str(uuid4()), **seen, **data})


def test_a_message_s_page_says_everything(user: User, client: Client) -> None:
    message = queue_text(family_of(user, safe=YesNoUnknown.NO), words="Team North: hello.")

    body = client.get(f"/messages/{message.key}/").content.decode()

    for words in ("Text to Aisha Khan: reminder", "Held", "not safe to use", message.value, "Team North: hello.",
                  "What the record says now", "Must not go", "What happened", "Tell by other means"):  # fmt: skip
        assert words in body, words
    assert "Send it now" not in body
    assert "Confirm that it may go" not in body
    assert Access.objects.filter(user_id=user.pk, screen="messaging.MessagePage").count() == 1


def test_a_copy_s_page_says_everything(user: User, client: Client) -> None:
    copy = made_letter(family_of(user), copied_to=["Jane Hill, health visitor"])

    body = client.get(f"/letters/{copy.key}/").content.decode()

    for words in ("Letter to Aisha Khan: acceptance", "Ready to post", "Rowan Close", "Open the PDF", "May go",
                  "Dear Aisha Khan", "Jane Hill, health visitor", "I have posted it"):  # fmt: skip
        assert words in body, words


def test_the_pdf_is_handed_out_and_the_look_is_logged(user: User, client: Client) -> None:
    made = family_of(user)
    copy = made_letter(made)

    response = client.get(f"/letters/{copy.key}/pdf/")

    assert response.content.startswith(b"%PDF")
    assert (response["Content-Type"], response["Content-Disposition"].startswith("inline")) == ("application/pdf", True)
    assert Access.objects.filter(screen="letters.PdfPage", family_id=made.family.pk).count() == 1


def test_there_is_no_pdf_before_it_is_made(user: User, client: Client) -> None:
    copy = write_letter(family_of(user))

    assert client.get(f"/letters/{copy.key}/pdf/").status_code == 404


@pytest.mark.parametrize("act", ["", *(f"{act}/" for act in MESSAGE_ACTS)])
def test_another_team_s_message_does_not_exist(client: Client, act: str) -> None:
    message = queue_text(make_family(make_team()))

    assert client.get(f"/messages/{message.key}/{act}").status_code == 404


@pytest.mark.parametrize("act", ["", "pdf/", *(f"{act}/" for act in COPY_ACTS)])
def test_another_team_s_copy_does_not_exist(client: Client, act: str) -> None:
    copy = made_letter(make_family(make_team()))

    assert client.get(f"/letters/{copy.key}/{act}").status_code == 404


def test_a_restricted_family_s_message_and_copy_do_not_exist(user: User, client: Client) -> None:
    made = family_of(user)
    message, copy = queue_text(made), made_letter(made)
    families.restrict(family=made.family, reason="Why", named=[make_user(team=made.team)], by=BY)

    found = [client.get(f"/messages/{message.key}/"), client.get(f"/letters/{copy.key}/"),
             client.get(f"/letters/{copy.key}/pdf/"), client.get(f"/letters/family/{made.family.key}/")]  # fmt: skip
    assert [response.status_code for response in found] == [404] * 4


def test_the_guardian_sees_but_sends_nothing(user: User) -> None:
    made = family_of(user, **ASK)
    guardian = client_of(make_user(RoleName.GUARDIAN, made.team))
    message, copy = queue_text(made), write_letter(made)

    pages = [guardian.get(f"/messages/{message.key}/"), guardian.get(f"/letters/{copy.key}/")]
    acts = [guardian.get(f"/messages/{message.key}/{act}/") for act in MESSAGE_ACTS]
    acts += [guardian.get(f"/letters/{copy.key}/{act}/") for act in COPY_ACTS] + [guardian.get("/letters/post/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert {act.status_code for act in acts} == {403}
    assert all("Confirm that it may go" not in page.content.decode() for page in pages)


def test_confirm_a_message_and_it_goes(user: User, client: Client) -> None:
    message = queue_text(family_of(user, **ASK))
    assert "Confirm that it may go" in client.get(f"/messages/{message.key}/").content.decode()

    response = post(client, f"/messages/{message.key}/confirm/", message, reason="She asked for it.")
    send_due()

    message.refresh_from_db()
    assert (response.status_code, message.state) == (302, "sent")


def test_confirm_without_a_reason_says_so_and_keeps_the_page(user: User, client: Client) -> None:
    message = queue_text(family_of(user, **ASK))

    response = post(client, f"/messages/{message.key}/confirm/", message, reason="")

    assert response.status_code == 422
    assert "Enter why it may go" in response.content.decode()


def test_confirm_what_must_not_go_is_refused_with_a_sentence(user: User, client: Client) -> None:
    message = queue_text(family_of(user, safe=YesNoUnknown.NO))

    response = post(client, f"/messages/{message.key}/confirm/", message, reason="Please do it")

    body = response.content.decode()
    assert response.status_code == 409
    assert "Nobody can confirm this: it must not go." in body
    assert "Please do it" in body


def test_a_stale_page_is_refused_with_a_sentence(user: User, client: Client) -> None:
    message = queue_text(family_of(user, **ASK))

    response = client.post(
        f"/messages/{message.key}/cancel/",
        {"submission": str(uuid4()), "seen": message.version + 7, "reason": "Not needed"},
    )

    assert response.status_code == 409
    assert "Somebody changed this message while you had it open" in response.content.decode()


def test_send_now_cancel_and_tell(user: User, client: Client) -> None:
    made = family_of(user)
    released, cancelled, told = (queue_text(made) for _ in range(3))
    families.change_point(point=mobile_of(made), safe=YesNoUnknown.NO, by=BY)
    families.change_point(point=mobile_of(made), safe=YesNoUnknown.YES, by=BY)

    post(client, f"/messages/{released.key}/send/", released)
    post(client, f"/messages/{cancelled.key}/cancel/", cancelled, reason="Not needed")
    post(client, f"/messages/{told.key}/tell/", told, how="Rang her", means="call")

    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {released.pk: "queued", cancelled.pk: "cancelled", told.pk: "told"}


def test_each_act_on_a_copy(user: User, client: Client) -> None:
    made = family_of(user, **ASK)
    confirmed, cancelled, told = (write_letter(made) for _ in range(3))

    post(client, f"/letters/{confirmed.key}/confirm/", confirmed, reason="She asked for it.")
    post(client, f"/letters/{cancelled.key}/cancel/", cancelled, reason="Not needed")
    post(client, f"/letters/{told.key}/tell/", told, how="At the visit", means="visit")
    work()
    post(client, f"/letters/{confirmed.key}/posted/", confirmed)

    states = dict(Copy.objects.values_list("pk", "state"))
    assert states == {confirmed.pk: "posted", cancelled.pk: "cancelled", told.pk: "told"}


def test_try_again_makes_it_after_all(user: User, client: Client) -> None:
    made = family_of(user)
    copy = write_letter(made)
    families.change_point(point=address_of(made), value="2 New Street", by=BY)

    response = post(client, f"/letters/{copy.key}/again/", copy)
    work()

    copy.refresh_from_db()
    assert (response.status_code, copy.state) == (302, "ready")


def test_posting_what_is_not_ready_is_refused_with_a_sentence(user: User, client: Client) -> None:
    copy = write_letter(family_of(user))

    response = post(client, f"/letters/{copy.key}/posted/", copy)

    assert response.status_code == 409
    assert "This copy is “Being made”: it cannot become “Posted”." in response.content.decode()


def test_several_letters_are_marked_posted_at_once(user: User, client: Client) -> None:
    copies = [made_letter(family_of(user)) for _ in range(3)]
    foreign = made_letter(make_family(make_team()))
    page = client.get("/letters/post/").content.decode()
    assert all(copy.key in page for copy in copies)
    assert foreign.key not in page

    response = post(client, "/letters/post/", copies=[copies[0].key, copies[2].key])

    states = [Copy.objects.get(pk=copy.pk).state for copy in (*copies, foreign)]
    assert (response.status_code, states) == (302, ["posted", "ready", "posted", "ready"])
    assert "2 letters recorded as posted." in client.get("/letters/post/").content.decode()


def test_posting_none_says_so(user: User, client: Client) -> None:
    made_letter(family_of(user))

    response = post(client, "/letters/post/")

    assert response.status_code == 422
    assert "Select the letters you have posted" in response.content.decode()


def test_posting_another_team_s_letter_is_refused(user: User, client: Client) -> None:
    made_letter(family_of(user))
    foreign = made_letter(make_family(make_team()))

    response = post(client, "/letters/post/", copies=[foreign.key])

    assert response.status_code == 422
    assert Copy.objects.get(pk=foreign.pk).state == "ready"


def test_nothing_to_post_says_when_there_will_be(client: Client) -> None:
    body = client.get("/letters/post/").content.decode()

    assert "No letter is waiting to be posted." in body
    assert "I have posted these" not in body


@pytest.mark.parametrize("address", ["/messages/{}/", "/letters/{}/", "/letters/{}/pdf/"])
def test_pages_that_only_show_take_no_post(user: User, client: Client, address: str) -> None:
    copy = made_letter(family_of(user))

    assert client.post(address.format(copy.key)).status_code == 405


def test_a_word_about_a_referral_without_a_family_is_shown_without_a_banner(user: User, client: Client) -> None:
    made = family_of(user, safe=YesNoUnknown.NO)
    message, copy = queue_text(made), write_letter(made)
    Message.objects.filter(pk=message.pk).update(family=None)
    type(copy.letter).objects.filter(pk=copy.letter_id).update(family=None)

    pages = [client.get(f"/messages/{message.key}/"), client.get(f"/letters/{copy.key}/"), client.get("/letters/")]

    assert [page.status_code for page in pages] == [200] * 3
    assert "A referral" in pages[2].content.decode()
