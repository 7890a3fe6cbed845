"""Signing in through the real pages: lock-outs by person, sessions that end, the second factor, closed accounts."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse

from pitservice.accounts.actions import disable_user
from pitservice.accounts.models import User
from tests.make.accounts import BY, PASSWORD, client_of, make_user

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("account_login")


def sign_in(user: User, password: str = PASSWORD, address: str = "10.0.0.7", client: Client | None = None) -> Any:
    """Send the sign-in page's form."""
    sent = {"login": user.email, "password": password}
    return (client or Client()).post(SIGN_IN, sent, REMOTE_ADDR=address)


def test_a_colleague_signs_in_and_is_home() -> None:
    client = Client()

    response = sign_in(make_user(name="Priya Shah"), client=client)

    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert b"Priya</h1>" in client.get(reverse("home")).content


def test_the_address_may_be_typed_with_capitals() -> None:
    user = make_user()
    user.email = user.email.upper()

    assert sign_in(user).status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_told_the_same() -> None:
    user = make_user()

    wrong = sign_in(user, "not the password at all")
    user.email = "nobody-at-all@example.org"
    unknown = sign_in(user)

    assert wrong.status_code == unknown.status_code == 200
    said = [response.context["form"].non_field_errors() for response in (wrong, unknown)]
    assert list(said[0]) == list(said[1])
    assert said[0]


def test_a_lock_out_behind_our_proxy_is_the_callers_and_not_everybodys() -> None:
    user = make_user()

    def try_from(address: str, password: str) -> int:
        sent = {"login": user.email, "password": password}
        return Client(headers={"X-Forwarded-For": address}).post(SIGN_IN, sent).status_code

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        for _ in range(5):
            try_from("192.0.2.7", "not the password at all")

        assert try_from("192.0.2.7", PASSWORD) == 429
        assert try_from("192.0.2.8", PASSWORD) == 302


def test_a_header_that_did_not_come_through_all_proxies_counts_for_nothing() -> None:
    user = make_user()

    def try_from(address: str, password: str) -> int:
        sent = {"login": user.email, "password": password}
        client = Client(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": address})
        return client.post(SIGN_IN, sent).status_code

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2):
        for number in range(5):
            try_from(f"192.0.2.{number}", "not the password at all")

        assert try_from("192.0.2.9", PASSWORD) == 429
        assert try_from("192.0.2.9, 10.0.0.2", PASSWORD) == 302


def test_a_sign_in_makes_a_new_session() -> None:
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["kept"] = "by somebody else"
    session.save()
    before = session.session_key

    sign_in(make_user(), client=client)

    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_five_wrong_passwords_close_sign_in_for_this_person_from_here() -> None:
    user = make_user()
    for _ in range(5):
        last = sign_in(user, "wrong")

    response = sign_in(user)

    assert last.status_code == response.status_code == 429
    assert b"Sign-in is closed for a short while" in response.content


def test_a_colleague_at_the_same_address_can_still_sign_in() -> None:
    locked, colleague = make_user(), make_user()
    for _ in range(6):
        sign_in(locked, "wrong")

    assert sign_in(locked).status_code == 429
    assert sign_in(colleague).status_code == 302


def test_the_person_can_still_sign_in_from_elsewhere() -> None:
    user = make_user()
    for _ in range(6):
        sign_in(user, "wrong")

    assert sign_in(user, address="10.9.9.9").status_code == 302


def test_signing_in_forgets_earlier_slips() -> None:
    user = make_user()
    for _ in range(4):
        sign_in(user, "wrong")
    assert sign_in(user).status_code == 302

    assert sign_in(user, "wrong").status_code == 200


def test_nobody_signs_up_by_themselves() -> None:
    response = Client().get(reverse("account_signup"))

    assert b"<form" not in response.content.replace(b'<form action="/account/login', b"")
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive", "account_signup"],
)
def test_the_pages_before_signing_in_can_be_read(name: str) -> None:
    response = Client().get(reverse(name))

    assert response.status_code == 200
    assert response["Cache-Control"].startswith(("no-store", "max-age=0"))


@pytest.mark.parametrize(
    "name", ["account_logout", "account_change_password", "mfa_index", "usersessions_list", "account_email"]
)
def test_the_pages_of_ones_own_account_can_be_read(name: str) -> None:
    client = Client()
    sign_in(make_user(), client=client)

    assert client.get(reverse(name)).status_code == 200


# --- sessions that end ---


def _age(client: Client, **seconds: int) -> None:
    """Make a session's times older."""
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


@pytest.fixture
def signed_in() -> Client:
    client = client_of(make_user())
    client.get(reverse("home"))
    return client


@override_settings(SESSION_IDLE_TIMEOUT=timedelta(minutes=15), SESSION_ABSOLUTE_TIMEOUT=timedelta(hours=12))
@pytest.mark.parametrize(
    ("ages", "open_"),
    [
        ({"seen": 14 * 60}, True),
        ({"seen": 15 * 60 + 5}, False),
        ({"started": 12 * 3600 - 60}, True),
        ({"started": 12 * 3600 + 5}, False),
    ],
)
def test_a_session_ends_when_it_is_forgotten_or_old(signed_in: Client, ages: dict[str, int], open_: bool) -> None:
    _age(signed_in, **ages)

    response = signed_in.get(reverse("home"))

    assert (response.status_code == 200) is open_
    if not open_:
        assert response["Location"].startswith(SIGN_IN)
        assert signed_in.get(reverse("home")).status_code == 302


def test_a_request_keeps_a_session_alive_and_writes_at_most_once_a_minute(signed_in: Client) -> None:
    seen = signed_in.session["seen"]
    signed_in.get(reverse("home"))
    assert signed_in.session["seen"] == seen

    _age(signed_in, seen=61)
    signed_in.get(reverse("home"))
    assert signed_in.session["seen"] >= seen


def test_what_a_page_asks_by_itself_keeps_no_session_alive(signed_in: Client) -> None:
    _age(signed_in, seen=61)
    seen = signed_in.session["seen"]

    signed_in.get(reverse("home"), headers={"X-Background": "1"})

    assert signed_in.session["seen"] == seen


def test_a_disabled_colleagues_open_tab_gets_nothing() -> None:
    user = make_user()
    client = client_of(user)
    assert client.get(reverse("home")).status_code == 200

    disable_user(user=user, reason="Left.", by=BY)

    response = client.get(reverse("home"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, SIGN_IN)
    assert sign_in(user).status_code in (200, 302)
    assert Client().post(SIGN_IN, {"login": user.email, "password": PASSWORD}).headers.get("Location") != reverse(
        "home"
    )


def test_a_role_that_has_ended_closes_the_next_page() -> None:
    user = make_user()
    client = client_of(user)
    assert client.get(reverse("home")).status_code == 200

    user.memberships.update(ends_on="2020-01-02", starts_on="2020-01-01")

    assert client.get(reverse("home")).status_code == 403


# --- the second factor ---


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_without_a_second_factor_every_page_leads_to_setting_it_up() -> None:
    client = Client()
    sign_in(make_user(), client=client)

    for path in (reverse("home"), reverse("usersessions_list"), reverse("account_change_password")):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_activate_totp")), path
    asked = client.get(reverse("mfa_activate_totp"))["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert client.post(asked, {"password": PASSWORD})["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("home")).status_code == 302
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(reverse("home"))["Location"].startswith(SIGN_IN)


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_with_a_second_factor_a_code_is_asked_for_and_a_code_serves_once() -> None:
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

    user = make_user()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client = Client()

    asked = sign_in(user, client=client)
    assert asked["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("home"))["Location"].startswith(SIGN_IN)

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post(reverse("mfa_authenticate"), {"code": code})["Location"] == reverse("home")
    assert client.get(reverse("home")).status_code == 200

    second = Client()
    sign_in(user, client=second)
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200
    assert second.get(reverse("home"))["Location"].startswith(SIGN_IN)
