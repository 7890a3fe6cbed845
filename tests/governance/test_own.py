"""What a colleague says about themselves, by choice."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from pitservice.accounts.actions import set_home_postcode
from pitservice.accounts.models import User
from pitservice.audit.models import Event
from pitservice.db.errors import Refused
from tests.make.accounts import BY, client_of, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P33")]


def test_a_colleague_says_where_they_live_and_takes_it_back() -> None:
    user = make_user()
    client, page = client_of(user), reverse("governance:home_postcode")

    wrong = client.post(page, {"submission": str(uuid4()), "postcode": "nowhere"})
    assert (wrong.status_code, "Enter a full UK postcode" in wrong.content.decode()) == (422, True)
    for typed, kept in (("zz165au", "ZZ16 5AU"), ("", "")):
        assert client.post(page, {"submission": str(uuid4()), "postcode": typed}).status_code == 302
        assert User.objects.get(pk=user.pk).home_postcode == kept

    events = Event.objects.filter(verb="accounts.set_home_postcode").order_by("pk")
    assert [event.data for event in events] == [{"said": True}, {"said": False}]


def test_nobody_says_it_for_somebody_else() -> None:
    user = make_user()

    with pytest.raises(Refused, match="Only they themselves"):
        set_home_postcode(user=user, postcode="ZZ16 5AU", by=BY)
