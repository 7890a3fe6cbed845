"""One form, one effect: sent twice, sent late, sent by two people, refused, and nothing typed is lost."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseload.models import Room
from pitservice.accounts.models import User
from pitservice.audit.models import Access
from pitservice.ui import submissions
from pitservice.ui.models import Submission
from pitservice.ui.pages import ActionPage, ListPage, PublicFormPage, RecordPage
from pitservice.ui.pages.act import BUSY
from tests.make.accounts import client_of, make_team, make_user
from tests.make.anything import World

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages.rooms")]


@pytest.fixture
def lead() -> User:
    return make_user()


@pytest.fixture
def client(lead: User) -> Client:
    return client_of(lead)


@pytest.fixture
def room(lead: User) -> Room:
    made: Room = World(lead.memberships.get().team, lead).new("caseload.room", name="Room 1")
    return made


def sent(form: Any, **typed: Any) -> dict[str, Any]:
    """What a browser sends for a form that it got."""
    return {"submission": str(form.initial["submission"]), "seen": form.initial["seen"] or "", **typed}


def form_of(client: Client, name: str, *keys: str) -> Any:
    return client.get(reverse(name, args=keys)).context["form"]


def test_a_page_without_a_permission_refuses_to_exist() -> None:
    for base in (ListPage, RecordPage, ActionPage):
        with pytest.raises(TypeError, match="declares no permission"):
            type("Careless", (base,), {})


def test_a_form_has_its_effect_and_says_so(client: Client, room: Room) -> None:
    form = form_of(client, "rename_room", room.key)
    assert form.initial == {"name": "Room 1", "submission": form.initial["submission"], "seen": 1}

    response = client.post(reverse("rename_room", args=[room.key]), sent(form, name="Room 2"), follow=True)

    assert response.redirect_chain == [(reverse("room", args=[room.key]), 302)]
    assert b"The room has its new name." in response.content
    room.refresh_from_db()
    assert (room.name, room.version) == ("Room 2", 2)


def test_a_form_sent_again_has_no_second_effect_and_leads_to_the_same_place(client: Client) -> None:
    typed = sent(form_of(client, "add_room"), name="Room 7")

    places = {client.post(reverse("add_room"), typed)["Location"] for _ in range(3)}

    assert places == {reverse("room", args=[Room.objects.get().key])}


def test_a_form_sent_again_leads_there_though_it_can_no_longer_be_read(client: Client, room: Room) -> None:
    """What it was about is gone, or no longer offered, because of its own first effect; another form is refused."""
    where, typed = reverse("rename_room", args=[room.key]), sent(form_of(client, "rename_room", room.key), name="2")
    first = client.post(where, typed)["Location"]
    fresh = {"submission": str(uuid.uuid4())}

    assert client.post(where, typed | {"name": ""})["Location"] == first
    assert client.post(where, typed | {"name": ""} | fresh).status_code == 422
    assert client.post(reverse("add_room"), typed | {"name": ""}).status_code == 422

    Room.objects.filter(pk=room.pk).update(team=make_team())
    assert client.post(where, typed)["Location"] == first
    for other in (fresh, {"submission": ""}, {"submission": "x"}):
        assert client.post(where, typed | other).status_code == 404
    assert client.get(where).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_eight_times_at_once_has_one_effect(lead: User) -> None:
    typed = sent(form_of(client_of(lead), "add_room"), name="Room 7")
    clients = [client_of(lead) for _ in range(8)]

    def send(client: Client) -> str:
        try:
            return str(client.post(reverse("add_room"), typed)["Location"])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(send, clients))

    assert Room.objects.count() == 1
    assert set(places) == {reverse("room", args=[Room.objects.get().key])}


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": ""},
        {"name": "x" * 101},
        {"name": "ok", "submission": "not a uuid"},
        {"name": "ok", "seen": "x"},
        {"name": "ok", "seen": "-1"},
    ],
)
def test_bad_input_is_422_with_what_was_typed(client: Client, room: Room, typed: dict[str, str]) -> None:
    form = form_of(client, "rename_room", room.key)

    response = client.post(reverse("rename_room", args=[room.key]), sent(form) | typed)

    assert response.status_code == 422
    assert response.content.startswith(b"<!DOCTYPE html>")
    assert b"<title>Error: " in response.content
    assert response.context["form"].data.get("name") == typed.get("name")
    assert Room.objects.get().name == "Room 1"
    assert not Submission.objects.exists()


def test_a_refusal_is_409_with_its_sentence_and_what_was_typed(client: Client, room: Room) -> None:
    typed = sent(form_of(client, "rename_room", room.key), name="Cupboard")

    response = client.post(reverse("rename_room", args=[room.key]), typed)

    assert response.status_code == 409
    assert "A cupboard is no room. Choose another name." in response.content.decode()
    assert 'value="Cupboard"' in response.content.decode()
    assert b"<title>Error: " in response.content


def test_after_a_refusal_the_corrected_form_has_its_effect(client: Client, room: Room) -> None:
    refused = client.post(
        reverse("rename_room", args=[room.key]), sent(form_of(client, "rename_room", room.key), name="Cupboard")
    ).context["form"]

    data = {"submission": refused.data["submission"], "seen": refused.data["seen"], "name": "Room 3"}
    response = client.post(reverse("rename_room", args=[room.key]), data)

    assert response.status_code == 302
    assert Room.objects.get().name == "Room 3"


def test_a_page_that_is_out_of_date_is_refused_once_and_then_taken(client: Client, room: Room) -> None:
    typed = sent(form_of(client, "rename_room", room.key), name="Mine")
    Room.objects.filter(pk=room.pk).update(name="Theirs")

    refused = client.post(reverse("rename_room", args=[room.key]), typed)
    assert refused.status_code == 409
    assert "Somebody changed this record while you had it open." in refused.content.decode()
    assert 'value="Mine"' in refused.content.decode()
    assert Room.objects.get().name == "Theirs"

    form = refused.context["form"]
    again = {"submission": form.data["submission"], "seen": form.data["seen"], "name": form.data["name"]}
    assert client.post(reverse("rename_room", args=[room.key]), again).status_code == 302
    assert Room.objects.get().name == "Mine"


def test_a_constraints_refusal_is_its_sentence(client: Client, room: Room) -> None:
    response = client.post(reverse("add_room"), sent(form_of(client, "add_room"), name="Room 1"))

    assert response.status_code == 409
    assert "This room exists already." in response.content.decode()
    assert Room.objects.get() == room


@pytest.mark.django_db(transaction=True)
def test_two_people_in_each_others_way_are_told_so(lead: User) -> None:
    world = World(lead.memberships.get().team, lead)
    one, two = world.new("caseload.room", name="1"), world.new("caseload.room", name="2")
    ways = [(client_of(lead), keys) for keys in ((one.key, two.key), (two.key, one.key))]
    # One after the other: a test client is shown whatever any thread renders meanwhile, the other person's form too.
    forms = [(client, keys, sent(form_of(client, "swap_rooms", *keys))) for client, keys in ways]

    def swap(form: tuple[Client, tuple[str, str], dict[str, Any]]) -> tuple[int, str]:
        client, keys, typed = form
        try:
            response = client.post(reverse("swap_rooms", args=keys), typed)
            return response.status_code, response.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(swap, forms))

    assert [status for status, _ in answers] == [302, 409]
    assert BUSY in answers[1][1]


def test_looking_at_a_form_changes_nothing(client: Client, room: Room) -> None:
    before = [room.version, Submission.objects.count()]

    for name in ("rename_room", "room"):
        assert client.get(reverse(name, args=[room.key])).status_code == 200

    room.refresh_from_db()
    assert [room.version, Submission.objects.count()] == before


def test_another_teams_record_does_not_exist(room: Room) -> None:
    stranger = client_of(make_user())

    for name in ("room", "rename_room"):
        assert stranger.get(reverse(name, args=[room.key])).status_code == 404
    typed = {"submission": str(uuid.uuid4()), "seen": "1", "name": "Theirs"}
    assert stranger.post(reverse("rename_room", args=[room.key]), typed).status_code == 404
    assert Room.objects.get().name == "Room 1"


def test_the_wrong_role_is_told_and_nobody_at_all_signs_in(room: Room) -> None:
    from pitservice.accounts.enums import RoleName

    guardian = client_of(make_user(RoleName.GUARDIAN, room.team))

    assert guardian.get(reverse("room", args=[room.key])).status_code == 403
    assert guardian.post(reverse("rename_room", args=[room.key]), {}).status_code == 403
    assert Client().get(reverse("room", args=[room.key]))["Location"].startswith(reverse("account_login"))


def test_a_page_takes_only_the_methods_it_has(client: Client, room: Room) -> None:
    assert client.post(reverse("room", args=[room.key])).status_code == 405
    assert client.put(reverse("rename_room", args=[room.key])).status_code == 405


def test_who_looked_is_written_before_the_page_is_sent_and_not_for_a_404(
    client: Client, room: Room, lead: User
) -> None:
    client.get(reverse("room", args=[room.key]))
    client_of(make_user()).get(reverse("room", args=[room.key]))

    assert [(a.user_id, a.family_id, a.screen) for a in Access.objects.all()] == [(lead.pk, room.pk, "tests.RoomPage")]


def test_a_signed_in_page_is_kept_nowhere(client: Client, room: Room) -> None:
    response = client.get(reverse("room", args=[room.key]))

    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Frame-Options"] == "DENY"
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


# --- public forms ---


def test_a_public_form_needs_no_sign_in_and_has_one_effect() -> None:
    team = make_user().memberships.get().team
    client = Client()
    url = reverse("ask_for_room", args=[team.slug])
    form = client.get(url).context["form"]

    answers = {client.post(url, sent(form, name="A room"))["Location"] for _ in range(3)}

    assert answers == {"/thanks"}
    assert [(room.team, str(room.created_by)) for room in Room.objects.all()] == [(team, "public:room")]


def test_a_public_forms_refusal_keeps_what_was_typed() -> None:
    client = Client()
    url = reverse("ask_for_room", args=["nobody"])

    refused = client.post(url, sent(client.get(url).context["form"], name="Cupboard"))
    bad = client.post(url, {})

    assert (refused.status_code, bad.status_code) == (409, 422)
    assert 'value="Cupboard"' in refused.content.decode()


def test_every_public_page_says_why_it_is_public_and_offers_a_way_out() -> None:
    assert PublicFormPage.__dict__.get("public") is None
    content = Client().get(reverse("ask_for_room", args=["north"])).content.decode()

    assert "Leave this page" in content
    assert "<title>Contact form</title>" in content


# --- forgetting ---


def test_old_submissions_are_forgotten_and_new_ones_kept() -> None:
    old, new = uuid.uuid4(), uuid.uuid4()
    for one in (old, new):
        assert submissions.first_time(one, "/x")
        assert not submissions.first_time(one, "/x")
    Submission.objects.filter(digest=submissions.digest_of(old)).update(
        at=timezone.now() - submissions.KEPT - timedelta(hours=1)
    )

    assert submissions.forget_old() == 1
    assert [row.digest for row in Submission.objects.all()] == [submissions.digest_of(new)]
