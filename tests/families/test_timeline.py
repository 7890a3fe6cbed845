"""What stands on the one timeline beside referrals and work, and how it is put right from there."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from families import actions
from families.enums import IncidentKind, SharingBasis
from families.models import Incident, Sharing
from pitservice.accounts.enums import RoleName
from pitservice.configuration.enums import YesNoUnknown
from tests.families.screens_safety import concern_of, day, referral_of, status_of
from tests.make.accounts import BY, client_of, make_user
from tests.make.documents import make_document
from tests.make.families import MadeFamily, make_family

pytestmark = pytest.mark.django_db


def share(made: MadeFamily) -> Sharing:
    return actions.record_sharing(
        family=made.family,
        what="That we see them weekly",
        with_whom="The nursery",
        purpose="To plan visits",
        basis=SharingBasis.SAFEGUARDING,
        why="The nursery plans with us.",
        shared=True,
        decided_on=timezone.localdate(),
        decided_name="Priya Shah",
        by=BY,
    )


def page_of(made: MadeFamily, role: RoleName, show: str = "") -> str:
    client = client_of(make_user(role, made.team))
    return unescape(client.get(f"/families/{made.family.key}/?show={show}").content.decode())


@pytest.mark.rule("P25")
def test_safeguarding_stands_on_the_timeline_and_is_put_right_from_there() -> None:
    made = make_family()
    concern, status = referral_of(made).concern, status_of(made)
    sharing = share(made)

    page = page_of(made, RoleName.CLINICAL_LEAD, "Safeguarding")

    for kind, row in (("concern", concern), ("protection", status), ("sharing", sharing)):
        assert reverse("families:entry", args=[made.family.key, kind, row.key]) in page
    for words in ("Concern about Zayn Khan", "Referred to Duty team by phone", "Shared with The nursery"):
        assert words in page
    assert status.get_kind_display() in page
    assert page.count("app-timeline__entry") == 4


@pytest.mark.rule("P25")
def test_a_struck_concern_strikes_the_referral_that_hangs_on_it() -> None:
    made = make_family()
    referral = referral_of(made)
    concern = referral.concern
    actions.acknowledge(referral=referral, acknowledged_on=timezone.localdate(), decision="Not them.", by=BY)
    actions.close_concern(concern=concern, outcome="Another family's.", by=BY)
    actions.strike_entry(entry=concern, family=made.family, reason="Not about them.", by=BY)

    page = page_of(made, RoleName.CLINICAL_LEAD, "Safeguarding")

    assert page.count("Entered in error: Not about them.") == 4
    assert "Put right" not in page


def test_who_may_not_see_safeguarding_sees_none_of_it() -> None:
    made = make_family()
    concern_of(made)
    status_of(made)

    page = page_of(made, RoleName.ADMINISTRATOR)

    assert "Concern about" not in page
    assert "?show=Safeguarding" not in page


@pytest.mark.rule("P27")
def test_a_former_name_and_what_was_found_of_a_young_parent_stand_on_it() -> None:
    made = make_family()
    made.mother.date_of_birth = timezone.localdate() - timedelta(days=17 * 365)
    made.mother.save()
    actions.add_former_name(family=made.family, person=made.mother, family_name="Begum", by=BY)
    actions.record_competence(
        family=made.family,
        person=made.mother,
        competent=YesNoUnknown.YES,
        found_by="Priya Shah",
        found_on=timezone.localdate(),
        words="Weighed it well.",
        by=BY,
    )

    page = page_of(made, RoleName.ADMINISTRATOR, "Record")

    assert "Aisha Khan: former name Begum recorded" in page
    assert "Aisha Khan: can agree for themselves" in page
    assert "Weighed it well." in page


@pytest.mark.rule("P31")
def test_an_incident_is_opened_from_a_document_and_leads_back_until_it_is_moved() -> None:
    made = make_family()
    right = make_family(made.team, mother="Sian", surname="Morgan", baby="Owen")
    document = make_document(made.team, made.family, title="Report")
    client = client_of(make_user(RoleName.CLINICAL_LEAD, made.team))
    where = reverse("families:document", args=[made.family.key, document.key])
    to = f"{reverse('families:add_incident', args=[made.family.key])}?about=families.document:{document.key}"
    assert to in client.get(where).content.decode()
    sent = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b21", "kind": "complaint", "words": "Left in a café."}

    answer = client.post(to, sent | {"time": "00:00"} | day("day"))

    assert answer.status_code == 302, answer.content.decode()
    assert where in client.get(answer["Location"]).content.decode()
    incident = Incident.objects.get(kind=IncidentKind.COMPLAINT)
    assert incident.about == f"families.document:{document.key}"

    actions.move_entry(entry=document, family=made.family, to=right.family, whose={}, reason="Misfiled.", by=BY)

    page = client.get(answer["Location"]).content.decode()
    assert where not in page
    assert "A document, which was moved to the record it belongs to" in page


def test_who_keeps_no_records_is_offered_no_incident() -> None:
    made = make_family()
    document = make_document(made.team, made.family, title="Report")
    client = client_of(make_user(RoleName.PRACTITIONER, made.team))

    page = client.get(reverse("families:document", args=[made.family.key, document.key])).content.decode()

    assert "open an incident" not in page
