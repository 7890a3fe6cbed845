"""Decisions to share, concerns to their outcome, social care chased and escalated, and what waits about them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.contact.snapshot import consent_snapshot
from families.deadlines import answer_due, breach_due, months_after, request_due, request_extended
from families.enums import CareKind, ConsentPurpose, LossKind, ProfessionalRole, ProtectionKind, SharingBasis
from families.models import CareChange, Concern, Consent, Correction, Family, SocialCareReferral
from families.presenters.safeguarding import care_stage
from families.safeguarding import concerns, social_care
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.audit.models import Access, Event
from pitservice.configuration.working_days import bank_holidays
from pitservice.db.errors import Refused
from pitservice.letters.models import Copy
from pitservice.messaging.models import Message
from pitservice.ui.worklist import items_for
from tests.families.screens_safety import concern_of, referral_of, status_of
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.families import MadeFamily, add_professional, make_family, make_hard_family

TODAY = timezone.localdate


def waiting(user: User) -> list[tuple[str, bool, str]]:
    """What this colleague's home page shows: what, whether urgent, the tag."""
    found = items_for(User.objects.get(pk=user.pk), TODAY())
    return [(item.what, item.urgent, item.tag.text if item.tag else "") for item in found]


# --- days ---


@pytest.mark.rule("P31")
@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2027, 12, 31), date(2028, 1, 31), date(2028, 3, 31)),
        (date(2028, 1, 30), date(2028, 2, 29), date(2028, 4, 30)),
        (date(2026, 11, 24), date(2026, 12, 24), date(2027, 2, 24)),
    ],
)
def test_a_request_is_due_in_a_calendar_month(received: date, due: date, extended: date) -> None:
    assert (request_due(received), request_extended(received)) == (due, extended)
    assert months_after(received, -12).year == received.year - 1


@pytest.mark.rule("P31")
def test_the_72_hours_of_a_breach_run_through_the_weekend() -> None:
    friday = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)

    assert breach_due(friday) == datetime(2026, 11, 30, 16, 30, tzinfo=UTC)


@pytest.mark.rule("P32")
def test_an_answer_is_due_a_working_day_after_each_asking() -> None:
    """24 December 2026 is a Thursday; Friday to Monday are holidays and a weekend."""
    england = bank_holidays("england")

    assert answer_due(date(2026, 12, 24), None, None, england) == date(2026, 12, 24)
    assert answer_due(date(2026, 12, 23), date(2026, 12, 24), None, england) == date(2026, 12, 29)
    assert answer_due(date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 29), england) == date(2026, 12, 30)


@pytest.mark.rule("P32")
@pytest.mark.parametrize(
    ("columns", "days", "said"),
    [
        ({}, 1, ("Waiting for acknowledgement", "Put it in writing")),
        ({"written_on": 1}, 0, ("Acknowledgement due today", "Record the answer")),
        ({}, -1, ("No acknowledgement", "Chase")),
        ({"chased_on": 1, "written_on": 1}, 1, ("Chased", "Record the answer")),
        ({"chased_on": 1}, -1, ("Chased, still no answer", "Escalate")),
        ({"escalated_on": 1, "written_on": 1}, 1, ("Escalated", "Record the answer")),
        ({"chased_on": 1, "escalated_on": 1}, -1, ("Escalated, still no answer", "Escalate further")),
        ({"acknowledged_on": 1}, -1, ("Acknowledged", "Escalate")),
    ],
)
def test_a_referral_to_social_care_says_where_it_stands(
    columns: dict[str, Any], days: int, said: tuple[str, str]
) -> None:
    today = date(2026, 11, 24)
    stage = care_stage(SocialCareReferral(**columns), today + timedelta(days=days), today)

    assert (stage.tag.text, stage.action) == said


# --- sharing ---


@pytest.mark.rule("P28")
def test_the_snapshot_says_what_each_adult_said_and_who_was_not_asked() -> None:
    said = [
        Consent(person_id=1, purpose=ConsentPurpose.SHARE, recipient="gp", given=True),
        Consent(person_id=1, purpose=ConsentPurpose.SHARE, recipient="KEY", given=False),
        Consent(person_id=2, purpose=ConsentPurpose.INFORM, recipient="gp", given=True),
    ]
    adults = [(1, "Aisha", "Mother"), (2, "Tom", "Father")]

    assert [row["answer"] for row in consent_snapshot(adults, said, ["KEY", "gp"])] == ["no", "unknown"]
    assert [row["answer"] for row in consent_snapshot(adults, said, ["gp"])] == ["yes", "unknown"]
    assert [row["answer"] for row in consent_snapshot(adults, said, [])] == ["unknown", "unknown"]


def share(made: MadeFamily, **more: Any) -> Any:
    given: dict[str, Any] = {
        "what": "That we see them weekly",
        "purpose": "To plan visits",
        "basis": SharingBasis.CONSENT,
        "shared": True,
        "decided_on": TODAY(),
        "decided_name": "Priya Shah",
    }
    return actions.record_sharing(family=made.family, **(given | more), by=BY)


@pytest.mark.django_db
def test_sharing_by_consent_needs_it_and_keeps_what_it_was_then() -> None:
    made = make_family()
    gp = add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    midwife = add_professional(made, "Jo March", ProfessionalRole.MIDWIFE)

    sharing = share(made, professional=gp)

    assert sharing.consent == [{"name": "Aisha Khan", "role": "Mother", "answer": "yes"}]
    assert Event.objects.get(verb="families.record_sharing").data == {"basis": "consent", "shared": True}
    for more, sentence in (
        ({"professional": midwife}, "does not show that the adults agree"),
        ({"professional": midwife, "basis": SharingBasis.SAFEGUARDING}, "enter why"),
        ({"professional": gp, "shared": False}, "Enter why it was not shared."),
        ({}, "Say with whom."),
        ({"professional": gp, "decided_on": TODAY() + timedelta(days=1)}, "must be today or in the past"),
    ):
        with pytest.raises(Refused, match=sentence):
            share(made, **more)
    kept = share(made, professional=midwife, basis=SharingBasis.SAFEGUARDING, why="A bruise on a baby.")
    assert kept.consent[0]["answer"] == "unknown"


@pytest.mark.django_db
def test_a_consent_that_is_withdrawn_later_does_not_change_what_was_kept() -> None:
    made = make_family()
    gp = add_professional(made, "Dr Ann Reed", ProfessionalRole.GP, consent=True)
    sharing = share(made, professional=gp)

    actions.record_consent(
        family=made.family, person=made.mother, purpose=ConsentPurpose.SHARE, recipient=gp.key, given=False,
        how="By phone", given_on=TODAY(), by=BY,
    )  # fmt: skip

    sharing.refresh_from_db()
    assert sharing.consent[0]["answer"] == "yes"
    with pytest.raises(Refused, match="does not show that the adults agree"):
        share(made, professional=gp)


# --- concerns ---


@pytest.mark.django_db
@pytest.mark.rule("P4")
def test_a_concern_is_on_the_worklist_until_a_person_closes_it_with_an_outcome() -> None:
    made = make_family()
    lead = make_user(team=made.team)
    concern = concern_of(made)
    assert waiting(lead) == [("Safeguarding concern: Speak to the health visitor", False, "")]

    Concern.objects.filter(pk=concern.pk).update(next_on=TODAY() - timedelta(days=1))
    assert waiting(lead) == [("Safeguarding concern: Speak to the health visitor", True, "Late")]
    Concern.objects.filter(pk=concern.pk).update(next_on=None, next_step="")
    assert waiting(lead) == [("Safeguarding concern: decide what happens next", True, "Late")]
    with pytest.raises(Refused, match="Enter the outcome"):
        actions.close_concern(concern=concern, outcome=" ", by=BY)

    actions.close_concern(concern=concern, outcome="Explained.", by=BY)
    assert waiting(lead) == []
    with pytest.raises(Refused, match="closed"):
        actions.add_step(
            concern=concern, kind="told", done_on=TODAY(), words="Rang.", next_step="Ring", next_on=TODAY(), by=BY
        )
    actions.reopen_concern(concern=concern, reason="Seen again.", next_step="Visit", next_on=TODAY(), by=BY)
    assert waiting(lead) == [("Safeguarding concern: Visit", False, "")]


@pytest.mark.django_db
@pytest.mark.rule("P32")
def test_social_care_is_chased_and_escalated_and_the_concern_stays_open_until_they_answer() -> None:
    made = make_family()
    lead = make_user(team=made.team)
    referral = referral_of(made)
    with pytest.raises(Refused, match="have not acknowledged"):
        actions.close_concern(concern=referral.concern, outcome="Done.", by=BY)

    monday = TODAY() - timedelta(days=TODAY().weekday() + 7)
    long_ago = timezone.make_aware(datetime.combine(monday, datetime.min.time()))
    SocialCareReferral.objects.filter(pk=referral.pk).update(phoned_on=long_ago, due_on=monday + timedelta(days=1))
    assert ("Referral to Duty team", True, "No acknowledgement") in waiting(lead)
    actions.chase(referral=referral, chased_on=monday + timedelta(days=2), by=BY)
    assert ("Referral to Duty team", True, "Chased, still no answer") in waiting(lead)
    actions.escalate(
        referral=referral, escalated_on=monday + timedelta(days=3), escalated_to="The manager", reason="Nobody rang.",
        by=BY,
    )  # fmt: skip
    assert ("Referral to Duty team", True, "Escalated, still no answer") in waiting(lead)
    actions.acknowledge(referral=referral, acknowledged_on=TODAY(), decision="An assessment.", by=BY)

    assert [what for what, *_ in waiting(lead)] == ["Safeguarding concern: Speak to the health visitor"]
    with pytest.raises(Refused, match="acknowledged already"):
        actions.chase(referral=referral, chased_on=TODAY(), by=BY)
    actions.close_concern(concern=referral.concern, outcome="They took it on.", by=BY)
    assert waiting(lead) == []


@pytest.mark.django_db
@pytest.mark.rule("P32")
def test_what_a_referrer_said_goes_into_no_letter_and_no_text() -> None:
    made = make_hard_family()
    referral = referral_of(made)
    actions.acknowledge(referral=referral, acknowledged_on=TODAY(), decision="A visit.", by=BY)
    share(made, with_whom="Duty team", basis=SharingBasis.SAFEGUARDING, why="A bruise.")

    assert (Message.objects.count(), Copy.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_what_waits_for_families_one_may_not_see_does_not_exist() -> None:
    team = make_team()
    lead, admin = make_user(team=team), make_user(RoleName.ADMINISTRATOR, team)
    for made in (make_family(team), make_family()):
        referral_of(made)
    Family.objects.filter(team=team).update(restricted=True)

    for user in (lead, make_user(RoleName.TRAINEE, team)):
        viewer = viewer_of(user, Permission.SAFEGUARD)
        assert (concerns(viewer, TODAY()), social_care(viewer, TODAY())) == ([], [])
    assert waiting(admin) == []


# --- pages ---


@pytest.mark.django_db
def test_a_plan_in_force_stands_in_the_banner_and_an_ended_one_does_not() -> None:
    made = make_family()
    client = client_of(make_user(RoleName.ADMINISTRATOR, made.team))
    status = actions.add_status(
        family=made.family, person=made.baby, kind=ProtectionKind.PROTECTION_PLAN, category="Neglect",
        starts_on=TODAY() - timedelta(days=9), by=BY,
    )  # fmt: skip
    address = reverse("families:people", args=[made.family.key])
    assert "Child protection plan" in client.get(address).content.decode()
    with pytest.raises(Refused, match="recorded for this child already"):
        actions.add_status(
            family=made.family, person=made.baby, kind=ProtectionKind.PROTECTION_PLAN, starts_on=TODAY(), by=BY
        )

    actions.end_status(status=status, ends_on=TODAY() - timedelta(days=1), by=BY)

    assert "Child protection plan" not in client.get(address).content.decode()


@pytest.mark.django_db
def test_the_chronology_is_in_order_says_where_from_and_by_whom_and_strikes_what_was_wrong() -> None:
    made = make_family()
    lead = make_user(team=made.team, name="Priya Shah")
    days = [TODAY() - timedelta(days=number) for number in (9, 7, 5, 3)]
    concern = actions.raise_concern(
        family=made.family, words="A bruise.", happened_on=days[2], next_step="Ring", next_on=TODAY(), by=lead.actor
    )
    CareChange.objects.create(
        family=made.family, team=made.team, person=made.baby, kind=CareKind.FOSTER, happened_on=days[3], created_by=BY
    )
    actions.record_loss(
        family=made.family, person=made.mother, kind=LossKind.PARENT_DIED, happened_on=days[0], by=lead.actor
    )
    wrong = share(made, with_whom="The nursery", shared=False, why="Not theirs to know.", decided_on=days[1])
    Correction.objects.create(
        family=made.family, team=made.team, entry_model="families.sharing", entry_id=wrong.pk, created_by=BY
    )

    body = client_of(lead).get(reverse("families:chronology", args=[made.family.key])).content.decode()

    places = [body.index(words) for words in ("Death of a parent", "Not shared with The nursery", "Concern,", "Foster")]
    assert places == sorted(places)
    assert body.count("Entered in error") == 1
    assert body.count("Priya Shah") >= 2
    assert "The system" in body
    assert concern.words in body


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_what_waits_costs_the_same_for_one_and_three(rows: int, django_assert_num_queries: Queries) -> None:
    user = make_user()
    team = user.memberships.get().team
    for _ in range(rows):
        referral_of(make_family(team))
    client, address = client_of(user), reverse("families:safeguarding_waiting")
    client.get(address)

    with django_assert_num_queries(9):
        body = client.get(address).content.decode()

    assert f"Safeguarding concerns ({rows})" in body
    assert f"Referrals to social care ({rows})" in body
    assert Access.objects.filter(user_id=user.pk).count() == 2 * rows
    assert client_of(make_user(RoleName.ADMINISTRATOR, team)).get(address).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_tab_and_the_chronology_cost_the_same_for_one_and_three(
    rows: int, django_assert_num_queries: Queries
) -> None:
    made = make_family()
    referral_of(made)
    status_of(made)
    for number in range(rows):
        actions.raise_concern(
            family=made.family, words=f"Worry {number}", happened_on=TODAY(), next_step="Ring", next_on=TODAY(), by=BY
        )
        share(made, with_whom=f"Nursery {number}", shared=False, why="Not theirs.")
    client = client_of(make_user(team=made.team))
    client.get(reverse("families:family", args=[made.family.key]))

    for name, queries in (("safeguarding", 20), ("chronology", 18)):
        with django_assert_num_queries(queries):
            assert client.get(reverse(f"families:{name}", args=[made.family.key])).status_code == 200
