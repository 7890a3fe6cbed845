"""The family's own page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from families import actions
from families.enums import LossKind
from pitservice.accounts.enums import RoleName
from tests.make.accounts import BY, client_of, make_user
from tests.make.families import make_family, make_hard_family

pytestmark = pytest.mark.django_db

LEAD = RoleName.CLINICAL_LEAD


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


@pytest.mark.rule("P22")
def test_after_a_loss_the_page_says_what_to_settle_first_and_leads_the_lead_there() -> None:
    made = make_family()
    loss = actions.record_loss(family=made.family, person=made.baby, kind=LossKind.BABY_DIED, by=BY)
    lead, practitioner = (client_of(make_user(role, made.team)) for role in (LEAD, RoleName.PRACTITIONER))
    address = f"/families/{made.family.key}/"
    decide, lift = (f"{address}loss/{loss.key}/{what}/" for what in ("decided", "lift"))

    undecided = [client.get(address).content.decode() for client in (lead, practitioner)]
    actions.decide_after_loss(loss=loss, who_tells="The midwife.", goes_on="yes", hold=False, lift=False, by=BY)
    decided = lead.get(address).content.decode()
    loss.refresh_from_db()
    actions.lift_loss(loss=loss, reason="Everybody knows.", by=BY)
    lifted = lead.get(address).content.decode()

    assert ["To settle first" in body for body in (*undecided, decided, lifted)] == [True, True, True, False]
    assert [decide in body for body in undecided] == [True, False]
    assert (decide in decided, lift in decided) == (False, True)


@pytest.mark.rule("P24")
def test_a_change_of_care_and_an_expected_date_past_stand_first_too() -> None:
    made = make_family(baby="", expected=timezone.localdate() - timedelta(days=3))
    change = actions.change_care(
        family=made.family,
        person=made.mother,
        kind="hospital",
        happened_on=timezone.localdate(),
        responsible="Aisha",
        may_agree="Aisha",
        by=BY,
    )

    body = client_of(make_user(LEAD, made.team)).get(f"/families/{made.family.key}/").content.decode()

    first = body.split("To settle first", 1)[1].split("</section>", 1)[0]
    assert f"/families/{made.family.key}/care/{change.key}/" in first
    assert f"/families/{made.family.key}/people/{made.baby.key}/birth/" in first
