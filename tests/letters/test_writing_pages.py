"""The pages on which a letter is written: the spine of each, and the way through them."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from families.enums import ProfessionalRole
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.letters import actions
from pitservice.letters.models import Copy, CopyChoice, Letter, LetterDraft
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import make_session, make_work
from tests.make.families import MadeFamily, add_address, add_professional, make_family

pytestmark = pytest.mark.django_db
ACTS = ("words", "parents", "approve", "drop", "other/6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12")


@pytest.fixture
def made() -> MadeFamily:
    made = make_family(father="Daniel")
    assert made.father is not None
    add_address(made, made.father, "3 Mill Lane", "ZZ17 1AB")
    made.professionals["gp"] = add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    return made


@pytest.fixture
def user(made: MadeFamily) -> User:
    return make_user(RoleName.PRACTITIONER, made.team)


@pytest.fixture
def client(user: User) -> Client:
    return client_of(user)


def begin(made: MadeFamily, by: Any = BY) -> Letter:
    return actions.begin_letter(
        family=made.family, title="After our meeting", paragraphs=["Thank you.", "You told us of your childhood."],
        occasion="", written_to=[f"person:{made.mother.pk}"], by=by,
    )  # fmt: skip


def post(client: Client, address: str, letter: Letter | None = None, **data: Any) -> Any:
    if letter is not None:
        letter.refresh_from_db()
        data = {"seen": letter.version} | data
    return client.post(address, {"submission": str(uuid4()), **data})


def key_of(made: MadeFamily, who: str) -> str:
    if who == "gp":
        return str(made.professionals["gp"].key)
    return str(getattr(made, who).key)


@pytest.mark.rule("LET-1")
def test_a_letter_about_a_session_is_to_whoever_was_there() -> None:
    work = make_work(made=make_family(father="Daniel"))
    session = make_session(work)
    session.appointment.attendances.filter(person=work.made.father).update(status="absent")
    client = client_of(work.lead)
    address = f"/letters/family/{work.made.family.key}/write/"
    page = client.get(address).content.decode()
    assert "Aisha Khan" in page.split("Not about a session")[0]

    occasion = f"appointment:{session.appointment.key}"
    response = post(client, address, template="after_session", occasion=occasion)

    letter = Letter.objects.get(family=work.made.family, state="draft")
    assert response["Location"] == f"/letters/letter/{letter.key}/words/"
    assert (letter.written_to, letter.occasion) == ([f"person:{work.made.mother.pk}"], occasion)
    assert letter.paragraphs[0].startswith("Thank you for meeting us on ")


def test_without_a_session_somebody_says_whom_it_is_to(made: MadeFamily, client: Client) -> None:
    address = f"/letters/family/{made.family.key}/write/"

    missing = post(client, address, template="blank", occasion="none")
    begun = post(client, address, template="blank", occasion="none", to=["1"])

    assert (missing.status_code, begun.status_code) == (422, 302)
    assert Letter.objects.get().written_to == [f"person:{made.father.pk}"]  # type: ignore[union-attr]  # made above


def test_a_press_twice_begins_one_letter(made: MadeFamily, client: Client) -> None:
    data = {"submission": str(uuid4()), "template": "blank", "occasion": "none", "to": ["0"]}
    for _ in range(2):
        client.post(f"/letters/family/{made.family.key}/write/", data)

    assert Letter.objects.count() == 1


def test_the_whole_way(made: MadeFamily, user: User, client: Client) -> None:
    letter = begin(made)
    home = f"/letters/letter/{letter.key}/"
    assert "Letter to finish: After our meeting" in client.get("/").content.decode()

    post(
        client, f"{home}words/", letter, title="Our meeting", text="Thank you.\n\nOf your childhood.", tab=str(uuid4())
    )
    post(client, f"{home}parents/", letter, places=["1"])
    father, gp = key_of(made, "father"), key_of(made, "gp")
    asked = {"goes": "yes", "asked": key_of(made, "mother"), "asked_answer": "yes", "reason": "She asked.",
             "left_out": ["1"], "left_out_why": "It is hers.", **_day("asked_on")}  # fmt: skip
    post(client, f"{home}reader/{father}/", letter, **asked)
    hide = {
        "goes": "yes",
        "patient": "baby",
        "online": "hide",
        "hide_why": "He reads her phone.",
        "reason": "Asked for.",
    }
    post(client, f"{home}reader/{gp}/", letter, **hide)

    page = client.get(home).content.decode()
    assert "Please do not show this letter online" in page
    assert "1 paragraph: 2" in page
    assert "Approve" in page
    read = client.get(f"{home}approve/").content.decode()
    assert read.count("Of your childhood.") == 1, "only the mother's own letter has it"

    post(client, f"{home}approve/", letter)

    assert {copy.reader_name: copy.paragraphs for copy in Copy.objects.all()} == {
        "Aisha Khan": ["Thank you.", "Of your childhood."],
        "Daniel Khan": ["Thank you."],
        "Dr Ann Reed": [actions.NOT_ONLINE, "Thank you."],
    }
    assert "Ready to post" not in client.get(home).content.decode()


def _day(name: str) -> dict[str, str]:
    today = timezone.localdate()
    return {f"{name}_day": str(today.day), f"{name}_month": str(today.month), f"{name}_year": str(today.year)}


@pytest.mark.rule("P40")
def test_nothing_is_ticked_before_somebody_has(made: MadeFamily, client: Client) -> None:
    letter = begin(made)

    page = client.get(f"/letters/letter/{letter.key}/reader/{key_of(made, 'father')}/").content.decode()

    for name in ("goes", "asked", "asked_answer"):
        boxes = [part for part in page.split("<input")[1:] if f'name="{name}"' in part.split(">")[0]]
        assert boxes
        assert not [box for box in boxes if "checked" in box.split(">")[0]], name


@pytest.mark.rule("P41")
def test_a_gp_s_copy_without_its_answers_says_so_and_keeps_what_was_typed(made: MadeFamily, client: Client) -> None:
    letter = begin(made)
    address = f"/letters/letter/{letter.key}/reader/{key_of(made, 'gp')}/"

    missing = post(client, address, letter, goes="yes", reason="The practice asked.")
    unmarked = post(client, address, letter, goes="yes", patient="baby", online="safe", reason="The practice asked.")

    assert (missing.status_code, unmarked.status_code) == (422, 409)
    assert "whether anyone could be harmed" in missing.content.decode()
    for response in (missing, unmarked):
        assert "The practice asked." in response.content.decode()
    assert CopyChoice.objects.count() == 0


def test_what_is_typed_is_saved_and_found_again(made: MadeFamily, user: User, client: Client) -> None:
    letter = begin(made)
    address = f"/letters/letter/{letter.key}/typed/"
    assert client.get(address).json()["revision"] == 0
    tab = str(uuid4())

    saved = client.post(address, {"text": "Half a sen", "title": "New", "revision": 0, "tab": tab, "seq": 1}).json()
    page = client.get(f"/letters/letter/{letter.key}/words/").content.decode()

    assert (saved["revision"], saved["aside"]) == (1, False)
    assert "Half a sen" in page
    assert 'value="New"' in page
    apart = client.post(address, {"text": "Other", "revision": 0, "tab": str(uuid4()), "seq": 1}).json()
    assert apart["aside"] is True
    assert "Text from another window" in client.get(f"/letters/letter/{letter.key}/words/").content.decode()


def test_without_a_script_the_draft_is_saved_by_its_button(made: MadeFamily, user: User, client: Client) -> None:
    letter = begin(made)
    data = {"text": "Half", "title": "", "revision": "0", "tab": str(uuid4()), "finish": "draft"}

    assert client.post(f"/letters/letter/{letter.key}/words/", data).status_code == 302
    assert LetterDraft.objects.get(letter=letter, author=user).text == "Half"


def test_two_texts_are_shown_together(made: MadeFamily, user: User, client: Client) -> None:
    letter = begin(made)
    client.post(
        f"/letters/letter/{letter.key}/typed/",
        {"text": "From my desk.", "revision": 0, "tab": str(uuid4()), "seq": 1},
    )

    response = post(client, f"/letters/letter/{letter.key}/words/", letter, title="T", text="On the bus.",
                    revision="0", tab=str(uuid4()))  # fmt: skip

    page = response.content.decode()
    assert (response.status_code, "From my desk." in page, "On the bus." in page) == (409, True, True)


@pytest.mark.parametrize("act", ["", *(f"{act}/" for act in ACTS)])
def test_another_team_s_letter_does_not_exist(client: Client, act: str) -> None:
    letter = begin(make_family(make_team()))

    assert client.get(f"/letters/letter/{letter.key}/{act}").status_code == 404


def test_the_guardian_reads_and_writes_nothing(made: MadeFamily) -> None:
    letter, guardian = begin(made), client_of(make_user(RoleName.GUARDIAN, made.team))
    page = guardian.get(f"/letters/letter/{letter.key}/")

    assert (page.status_code, "Approve" in page.content.decode()) == (200, False)
    assert {guardian.get(f"/letters/letter/{letter.key}/{act}/").status_code for act in ACTS} == {403}
    assert guardian.get(f"/letters/family/{made.family.key}/write/").status_code == 403
    assert guardian.get("/letters/writing/").status_code == 403


def test_the_slower_of_two_is_told_and_keeps_what_was_typed(made: MadeFamily, client: Client) -> None:
    letter = begin(made)
    seen = letter.version
    actions.mark_about_parent(letter=letter, places=[0], by=BY)

    response = client.post(f"/letters/letter/{letter.key}/drop/",
                           {"submission": str(uuid4()), "seen": seen, "reason": "She rang."})  # fmt: skip

    assert (response.status_code, "She rang." in response.content.decode()) == (409, True)


def test_a_letter_dropped_is_on_no_list(made: MadeFamily, client: Client) -> None:
    letter = begin(made)
    assert "After our meeting" in client.get("/letters/writing/").content.decode()
    assert "After our meeting" in client.get(f"/letters/family/{made.family.key}/").content.decode()

    post(client, f"/letters/letter/{letter.key}/drop/", letter, reason="She rang.")

    assert "After our meeting" not in client.get("/letters/writing/").content.decode()
    assert "Not sent" in client.get(f"/letters/letter/{letter.key}/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_letters_being_written_cost_the_same_however_many(number: int, made: MadeFamily, client: Client) -> None:
    for _ in range(number):
        begin(made)
    address = reverse("letters:being_written")
    client.get(address)

    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) == 5


@pytest.mark.rule("P48")
def test_words_are_looked_at_before_they_are_kept(made: MadeFamily, client: Client) -> None:
    letter = begin(made)
    typed = {"title": "Our visit", "text": "So glad you came.", "revision": "0", "tab": str(uuid4()), "look": "1"}

    page = post(client, f"/letters/letter/{letter.key}/words/", letter, **typed)

    body = page.content.decode()
    assert page.status_code == 200
    assert "How it reads" in body and "Dear Aisha Khan" in body and body.count("So glad you came.") == 2
    assert "Dear Daniel" not in body
    letter.refresh_from_db()
    assert (letter.title, LetterDraft.objects.exists()) == ("After our meeting", False)


def test_a_character_that_cannot_be_printed_is_named_while_it_is_typed(made: MadeFamily, client: Client) -> None:
    letter = begin(made)
    typed = {"title": "T", "text": "A smile \U0001f600", "revision": "0", "tab": str(uuid4()), "look": "1"}

    body = post(client, f"/letters/letter/{letter.key}/words/", letter, **typed).content.decode()

    assert "This cannot be printed" in body


@pytest.mark.rule("P40")
def test_each_copy_is_seen_as_it_would_be_printed_before_anybody_approves(made: MadeFamily, client: Client) -> None:
    letter = begin(made)
    address = reverse("letters:reader_pdf", args=[letter.key, key_of(made, "mother")])
    assert address in client.get(f"/letters/letter/{letter.key}/").content.decode()

    printed = client.get(address)

    words = PdfReader(BytesIO(printed.content)).pages[0].extract_text()
    assert (printed["Content-Type"], printed["Content-Disposition"][:6]) == ("application/pdf", "inline")
    assert "Aisha Khan" in words and "You told us of your childhood." in words and "3 Mill Lane" not in words
    actions.drop_letter(letter=letter, reason="She rang.", by=BY)
    assert client.get(address).status_code == 404


@pytest.mark.rule("P40")
def test_a_copy_that_cannot_be_printed_leads_back_with_the_reason(made: MadeFamily, user: User, client: Client) -> None:
    letter = begin(made)
    actions.set_words(letter=letter, title="T", text="A \U0001f600", revision=0, tab=str(uuid4()), by=user.actor)

    page = client.get(reverse("letters:reader_pdf", args=[letter.key, key_of(made, "mother")]), follow=True)

    assert "no font here has the character" in page.content.decode()
