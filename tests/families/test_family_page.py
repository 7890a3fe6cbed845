"""The family's own page."""

from __future__ import annotations

import pytest

from tests.make.accounts import client_of, make_user
from tests.make.families import make_family, make_hard_family

pytestmark = pytest.mark.django_db


def test_the_page_names_the_family_and_tells_what_happened() -> None:
    user = make_user()
    made = make_family(user.memberships.get().team, father="Tom")

    page = client_of(user).get(f"/families/{made.family.key}/")

    assert page.status_code == 200
    body = page.content.decode()
    assert "Zayn Khan, 7 weeks" in body
    assert "Tom Khan, father" in body
    assert "Aisha Khan: knows and agrees" in body
    assert "Record opened in the child" in body


@pytest.mark.rule("P8")
def test_the_hard_familys_alert_stands_in_the_banner() -> None:
    user = make_user()
    made = make_hard_family(user.memberships.get().team)

    body = client_of(user).get(f"/families/{made.family.key}/").content.decode()

    assert "Daniel Hughes must not learn of the work." in body
    assert "Baby of Zofia Nowak (first), 31 weeks" in body
    assert "Baby of Zofia Nowak (second), 31 weeks" in body
    assert "Zofia Nowak: interpreter: Polish, a woman" in body
    assert "Maja Wiśniewska, brother or sister, 8 years" in body
