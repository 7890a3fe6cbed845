"""Pages of a team's own words: the spine of every screen, faults with nothing typed lost, and previews (P48)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from families.enums import NeedKind
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Team, User
from pitservice.audit.models import Access
from pitservice.letters.models import WordsVersion
from pitservice.letters.situations import SITUATIONS
from pitservice.letters.words import text_words
from pitservice.messaging.models import Message
from pitservice.messaging.tasks import send_due
from tests.make.accounts import client_of, make_team, make_user, viewer_of
from tests.make.families import add_need, make_family
from tests.messaging.contracts.smtp import smtp

pytestmark = pytest.mark.django_db
OURS = "{team}: see you {when}. Please {ring_us}."


@pytest.fixture
def user() -> User:
    return make_user(RoleName.ADMINISTRATOR, make_team("North"))


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


@pytest.fixture
def team(user: User) -> Team:
    return user.memberships.get().team


def at(name: str, *more: str, words: str = "reminder", team: str = "north") -> str:
    return reverse(f"letters:{name}", args=[team, words, *more])


def change(client: Client, words: str = OURS, version: tuple[str, str] = ("en", "standard"), **data: Any) -> Any:
    page = data.pop("page", at("change_words", *version, words=data.pop("template", "reminder")))
    return client.post(page, {"submission": str(uuid4()), "seen": "0", "words": words, "why": "", **data})


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_says_which_are_our_own_since_when_and_by_whom(client: Client, user: User) -> None:
    change(client, why="Shorter")

    body = text(client.get(reverse("letters:templates")))

    for words in ("Letters to families", "Letters and e-mails to professionals", "Texts to families", "Our own",
                  "As shipped", f"by {user.name}", "What we ask about before words are saved"):  # fmt: skip
        assert words in body, words


def test_saving_puts_new_words_into_force_and_leads_to_the_history(client: Client, team: Team, user: User) -> None:
    response = change(client, why="Shorter")

    assert response.url == at("template")
    body = text(client.get(at("template")))
    for words in ("Standard English", OURS, "Version", f"1, by {user.name}", "Shorter", "sent in 1 part", "History"):
        assert words in body, words
    assert text_words("reminder", team=team, when="today").startswith("North: see you today.")


def test_a_fault_keeps_everything_typed(client: Client) -> None:
    response = change(client, "{team}: see {you} {when}.", why="Shorter")

    body = text(response)
    assert response.status_code == 422
    for words in ("Take out {you}", "Put in {ring_us} or {phone}", "{team}: see {you} {when}.", "Shorter"):
        assert words in body, words
    assert not WordsVersion.objects.exists()


def test_the_guard_asks_once_and_lets_through_what_was_read(client: Client) -> None:
    typed = OURS.replace("see you", "your therapy is")

    first = change(client, typed)
    assert first.status_code == 422
    assert "I have read what was found in these words and want it" in text(first)
    assert "the word therapy" in text(first)
    change(client, typed, wanted="on")

    assert WordsVersion.objects.get().let_through == ["therapy"]
    assert "has read it and wants it" in text(client.get(at("template")))


def test_sent_twice_is_one_version(client: Client) -> None:
    data = {"submission": str(uuid4()), "seen": "0", "words": OURS, "why": ""}

    answers = [client.post(at("change_words", "en", "standard"), data)["Location"] for _ in range(2)]

    assert (answers, WordsVersion.objects.count()) == ([at("template")] * 2, 1)


def test_a_slower_colleague_keeps_what_they_typed(client: Client) -> None:
    change(client)

    response = change(client, OURS.replace("see you", "welcome"))

    assert response.status_code == 409
    assert "Somebody else has changed these words" in text(response)
    assert "welcome" in text(response)


@pytest.mark.rule("P46")
def test_a_translation_asks_who_checked_it(client: Client) -> None:
    polish = "{team}: zapraszamy {when}. Telefon: {phone}."
    assert "In English" in text(client.get(at("change_words", "pl", "standard")))

    refused = change(client, polish, ("pl", "standard"))
    assert "Enter who checked this translation" in text(refused)
    today = timezone.localdate()
    parts = {f"checked_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    change(client, polish, ("pl", "standard"), checked_by="Rowan Language Services", **parts)

    body = text(client.get(at("template")))
    assert "Rowan Language Services on" in body
    change(client, OURS)
    assert "The English has changed since this was checked: Polish" in text(client.get(at("template")))


def test_a_version_says_what_it_changed_and_can_be_used_again(client: Client, team: Team) -> None:
    change(client)
    change(client, OURS.replace("see you", "welcome"), seen="1")
    first, second = WordsVersion.objects.order_by("number")

    body = text(client.get(at("words_version", second.key)))
    assert "What changed" in body and "Before" in body and "welcome" in body
    again = at("words_again", first.key)
    assert "see you" in text(client.get(again))
    client.post(again, {"submission": str(uuid4()), "seen": "2"})
    assert WordsVersion.objects.get(number=3).words == OURS
    client.post(at("ship_words", "en", "standard"), {"submission": str(uuid4()), "seen": "3"})

    assert "look forward" in text_words("reminder", team=team, when="today")


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.rule("P48")
def test_a_preview_in_an_invented_situation(client: Client, situation: str) -> None:
    body = text(client.get(at("preview", situation, words="appointment")))

    for reader in SITUATIONS[situation].readers:
        assert f"Dear {reader.name}" in body
    assert SITUATIONS[situation].note.split("“")[0].split("'")[0] in body


@pytest.mark.rule("P48")
def test_the_preview_as_a_pdf(client: Client) -> None:
    response = client.get(at("preview_pdf", "homes", words="appointment"))

    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get(at("preview_pdf", "homes")).status_code == 404


@pytest.mark.rule("P48")
@pytest.mark.rule("P46")
def test_a_preview_with_a_real_family_says_what_would_happen_to_each(client: Client, team: Team, user: User) -> None:
    made = make_family(team, father="Daniel")
    add_need(made, NeedKind.READING_LANGUAGE, "Polish")
    elsewhere = make_family(make_team("South"), surname="Malik")

    chosen = text(client.get(at("preview_families")))
    assert made.family.title in chosen and elsewhere.family.title not in chosen
    body = text(client.get(reverse("letters:preview_family", args=[made.family.key, "reminder"])))

    assert "To Aisha Khan" in body and "call with an interpreter" in body and "Nothing is sent" in body
    assert client.get(reverse("letters:preview_family", args=[elsewhere.family.key, "reminder"])).status_code == 404
    assert Access.objects.filter(user_id=user.pk, screen="letters.PreviewFamilyPage").count() == 1


def test_the_manager_words_but_sees_no_family(team: Team) -> None:
    make_family(team)
    manager = client_of(make_user(RoleName.MANAGER, team, name="Mary Manager"))

    assert manager.get(at("template")).status_code == 200
    assert "See it with a real family" not in text(manager.get(at("preview", "twins")))
    assert manager.get(at("preview_families")).status_code == 403


@pytest.mark.parametrize("role", [RoleName.PRACTITIONER, RoleName.TRAINEE, RoleName.GUARDIAN])
def test_others_may_not(role: RoleName, team: Team) -> None:
    other = client_of(make_user(role, team))

    assert other.get(reverse("letters:templates")).status_code == 403
    assert change(other).status_code == 403


def test_another_team_s_words_do_not_exist(client: Client) -> None:
    make_team("South")

    assert client.get(at("template", team="south")).status_code == 404
    assert client.get(at("template", words="nothing")).status_code == 404
    assert client.get(at("change_words", "xx", "standard")).status_code == 404
    assert client.get(at("change_words", "pl", "standard", words="accepted_referrer")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_choosing_a_family_costs_the_same_for_one_and_three(client: Client, team: Team, rows: int) -> None:
    page = reverse("letters:preview_families", args=["north", "reminder"])
    for surname in ("Khan", "Malik", "Reed")[:rows]:
        make_family(team, surname=surname)
    client.get(page)

    with CaptureQueriesContext(connection) as captured:
        client.get(page)

    assert len(captured) == 5


def test_the_page_of_a_template_costs_the_same_for_one_and_three_versions(client: Client) -> None:
    change(client)
    client.get(at("template"))
    with CaptureQueriesContext(connection) as one:
        client.get(at("template"))
    change(client, OURS.replace("see you", "welcome"), seen="1")
    change(client, OURS, seen="2")
    with CaptureQueriesContext(connection) as three:
        client.get(at("template"))

    assert len(one) == len(three), [query["sql"] for query in three]


@pytest.mark.rule("P48")
def test_words_are_looked_at_before_anybody_saves_them(client: Client) -> None:
    response = change(client, OURS.replace("see you", "be welcome"), look="1", situation="father", why="Warmer")

    body = text(response)
    assert response.status_code == 200
    for words in ("How it reads", "Nothing is saved yet", "To Daniel Reed", "North: be welcome", "Warmer", "in 1 part"):
        assert words in body, words
    assert not WordsVersion.objects.exists()


@pytest.mark.rule("P48")
def test_what_cannot_be_shown_says_why_and_keeps_what_was_typed(client: Client) -> None:
    body = text(change(client, "{team}: see {you} {when}.", look="1"))

    assert "It cannot be shown yet" in body and "Take out {you}" in body and "{team}: see {you} {when}." in body


@pytest.mark.rule("P48")
def test_a_translation_is_looked_at_before_it_is_said_who_checked_it(client: Client) -> None:
    body = text(change(client, "{team}: zapraszamy {when}. Telefon: {phone}.", ("pl", "standard"), look="1"))

    assert "North: zapraszamy" in body and "Enter who checked" not in body


@pytest.mark.rule("P48")
def test_sent_to_oneself_words_go_to_one_s_own_address_and_name_nobody_real(client: Client, user: User) -> None:
    page = at("send_to_myself", "homes", words="appointment")
    with smtp() as server:
        assert user.email in text(client.get(page))
        data = {"submission": str(uuid4())}
        answers = [client.post(page, data)["Location"] for _ in range(2)]
        message = Message.objects.get()
        Message.objects.update(not_before=timezone.now())
        send_due()

        (mail,) = server.accepted
        (letter,) = mail.iter_attachments()
        assert answers == [at("preview", "homes", words="appointment")] * 2
        assert (mail["To"], letter.get_filename()) == (user.email, "preview-appointment.pdf")
        assert "everybody in them is invented" in " ".join(message.words.split())
    assert not Message.objects.visible_to(viewer_of(user, Permission.SEE_CORRESPONDENCE)).exists()


@pytest.mark.rule("P48")
def test_where_no_email_goes_nothing_can_be_sent_to_oneself(client: Client) -> None:
    page = at("send_to_myself", "homes")

    assert "No service for e-mails is set up here" in text(client.get(page))
    assert client.post(page, {"submission": str(uuid4())}).status_code == 409
    assert not Message.objects.exists()
