"""The register of records: requests, incidents, holds, what is due to be looked at, and who sees which."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from families import actions
from families.enums import DocumentKind, IncidentKind, RequestDecision, RequestKind
from families.models import Destruction, Document, Family, Incident
from families.register import withholding
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import User
from pitservice.db.errors import Refused
from pitservice.files.actions import keep
from pitservice.ui.worklist import items_for
from tests.families.screens import day as day_of
from tests.families.screens import today
from tests.families.screens_safety import concern_of, hold_of, make_old, request_of
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.anything import World
from tests.make.families import MadeFamily, make_family, make_hard_family

pytestmark = pytest.mark.django_db

LISTS = ("records", "incidents", "holds", "retention", "destructions")


def waiting(user: User) -> list[tuple[str, bool, str]]:
    """What this colleague's home page shows: what, whether urgent, the tag."""
    found = items_for(User.objects.get(pk=user.pk), today())
    return [(item.what, item.urgent, item.tag.text if item.tag else "") for item in found]


def open_breach(made: MadeFamily, **more: Any) -> Incident:
    given: dict[str, Any] = {"known_on": timezone.now(), "words": "A letter went next door."} | more
    return actions.open_incident(team=made.team, family=made.family, kind=IncidentKind.BREACH, **given, by=BY)


# --- requests ---


@pytest.mark.rule("P31")
def test_a_request_is_due_in_a_month_may_take_longer_once_and_waits_until_it_is_decided() -> None:
    made = make_family()
    lead = make_user(team=made.team)
    request = request_of(made)
    assert waiting(lead) == [("Request: a copy of the record", False, "")]
    first = request.due_on

    with pytest.raises(Refused, match="Enter why it takes longer"):
        actions.extend_request(request=request, reason="", by=BY)
    extended = actions.extend_request(request=request, reason="Three files.", by=BY)
    assert extended.due_on > first + timedelta(days=55)
    with pytest.raises(Refused, match="extended already"):
        actions.extend_request(request=request, reason="More.", by=BY)

    actions.decide_request(request=request, decision=RequestDecision.WITHDRAWN, reason="They rang.", by=BY)
    assert waiting(lead) == []
    with pytest.raises(Refused, match="decided already"):
        actions.check_request(request=request, identity_how="Passport", by=BY)


@pytest.mark.rule("P31")
def test_a_late_request_comes_first_and_cannot_be_extended() -> None:
    made = make_family()
    request = actions.receive_request(
        family=made.family, kind=RequestKind.ACCESS, asked_by="Aisha Khan", received_on=today() - timedelta(days=40),
        by=BY,
    )  # fmt: skip

    assert waiting(make_user(team=made.team)) == [("Request: a copy of the record", True, "Late")]
    with pytest.raises(Refused, match="only within the first month"):
        actions.extend_request(request=request, reason="Much.", by=BY)


@pytest.mark.rule("P31")
def test_nothing_is_given_before_it_is_known_who_asks_and_whether_they_may() -> None:
    made = make_family()
    request = actions.receive_request(
        family=made.family, kind=RequestKind.ACCESS, asked_by="Tom Khan", whose=made.baby, received_on=today(), by=BY
    )

    def decide() -> None:
        actions.decide_request(request=request, decision=RequestDecision.PART, reason="His part.", by=BY)

    with pytest.raises(Refused, match="Check who asks"):
        decide()
    actions.check_request(request=request, identity_how="Passport", by=BY)
    with pytest.raises(Refused, match="parental responsibility"):
        decide()
    actions.check_request(request=request, identity_how="Passport", responsibility_how="Birth certificate", by=BY)
    decide()
    request.refresh_from_db()
    assert request.decision == RequestDecision.PART


@pytest.mark.rule("P31")
def test_the_page_lists_what_is_looked_at_before_anything_is_given() -> None:
    made = make_hard_family()
    stored = keep(content=b"x", name="order.pdf", content_type="application/pdf", team=made.team, by=BY)
    for title, withhold in (("Court order of May", True), ("Birth card", False)):
        Document.objects.create(
            family=made.family, team=made.team, kind=DocumentKind.COURT, title=title, stored=stored, withhold=withhold,
            withhold_why="The court said so" if withhold else "", filed_at=timezone.now(), filed_by=BY, created_by=BY,
        )  # fmt: skip
    concern_of(made)
    request = request_of(made)

    found = withholding(request)
    page = (
        client_of(make_user(team=made.team))
        .get(reverse("families:request", args=[made.family.key, request.key]))
        .content.decode()
    )

    assert [one.title for one in found.documents] == ["Court order of May"]
    assert made.father is not None
    assert list(found.others) == [made.father.pk]
    assert found.safety == 1
    for words in (
        "Court order of May",
        "The court said so",
        "about Daniel Hughes",
        "1 entry about safety",
        "Dr Ann Reed",
    ):
        assert words in page
    assert "must not learn of the work. If they ask" in " ".join(
        page.replace("</p>", "").replace("<p>", "").split()
    ) or ("Daniel Hughes must not learn of the work." in page)
    assert "Birth card" not in page


# --- incidents ---


@pytest.mark.rule("P31")
def test_a_breach_has_a_clock_and_an_incident_waits_until_somebody_says_what_came_of_it() -> None:
    made = make_family()
    lead = make_user(team=made.team)
    incident = open_breach(made)
    assert incident.report_by == incident.known_on + timedelta(hours=72)
    assert waiting(lead) == [("Personal data breach", True, "72 hours")]

    Incident.objects.filter(pk=incident.pk).update(
        known_on=timezone.now() - timedelta(hours=80), report_by=timezone.now() - timedelta(hours=8)
    )
    assert waiting(lead) == [("Personal data breach", True, "72 hours are over")]
    with pytest.raises(Refused, match="Enter when it was reported"):
        actions.note_on_incident(incident=incident, by=BY)
    actions.note_on_incident(incident=incident, reported_on=timezone.now(), people_told="The mother, by phone.", by=BY)
    assert waiting(lead) == [("Personal data breach", False, "")]
    with pytest.raises(Refused, match="what came of it"):
        actions.close_incident(incident=incident, outcome="", by=BY)
    actions.close_incident(incident=incident, outcome="Envelopes are checked by two.", by=BY)
    assert waiting(lead) == []


@pytest.mark.rule("P31")
def test_an_incident_is_opened_from_the_letter_text_or_note_concerned() -> None:
    world = World()
    client = client_of(world.user)
    family: Family = world.of("families.family")
    pages = {
        "letters:copy": ("letters.copy", "A letter"),
        "messaging:message": ("messaging.message", "A text or e-mail"),
    }
    for url, (label, noun) in pages.items():
        row = world.of(label)
        where = reverse(url, args=[row.key])
        to = f"{reverse('families:add_incident', args=[family.key])}?about={label}:{row.key}"
        assert to in client.get(where).content.decode()

        sent = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11", "kind": "complaint", "words": "Wrong house."}
        sent["submission"] = sent["submission"][:-1] + str(len(label) % 10)
        answer = client.post(to, sent | {"time": "00:00"} | day_of("day", today()))

        assert answer.status_code == 302, answer.content.decode()
        shown = client.get(answer["Location"]).content.decode()
        assert noun in shown
        assert where in shown
    assert sorted(Incident.objects.values_list("about", flat=True)) == sorted(
        f"{label}:{world.of(label).key}" for label, _ in pages.values()
    )
    made_up = f"{reverse('families:add_incident', args=[family.key])}?about=letters.copy:<b>"
    assert "About:" not in client.get(made_up).content.decode()


def test_an_incident_about_no_family_is_opened_from_the_register_and_worked_on() -> None:
    user = make_user()
    client = client_of(user)
    team = user.memberships.get().team
    sent = {"kind": "complaint", "words": "A form was lost.", "time": "00:00", "team": team.slug}
    sent |= {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11"} | day_of("day", today())

    answer = client.post(reverse("families:add_team_incident"), sent)
    incident = Incident.objects.get()
    assert answer["Location"] == reverse("families:incident", args=[incident.key])
    note = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b12", "people_told": "The sender.", "seen": "1"}
    assert client.post(reverse("families:note_incident", args=[incident.key]), note | {"seen": "9"}).status_code == 409
    assert client.post(reverse("families:note_incident", args=[incident.key]), note).status_code == 302
    close = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b13", "outcome": "Found.", "seen": "2"}
    assert client.post(reverse("families:close_incident", args=[incident.key]), close).status_code == 302
    body = client.get(reverse("families:incident", args=[incident.key])).content.decode()
    assert "Found." in body
    assert "Close it" not in body
    assert client_of(make_user()).get(reverse("families:incident", args=[incident.key])).status_code == 404


# --- who sees which ---


def test_the_guardian_sees_restricted_records_and_others_see_them_nowhere() -> None:
    made = make_family(make_team(), baby="Hidden", surname="Person")
    request, _, incident = request_of(made), hold_of(made), open_breach(made)
    make_old(made.family)
    lead, guardian = make_user(team=made.team), make_user(RoleName.GUARDIAN, made.team)
    actions.restrict(family=made.family, reason="A colleague.", named=[make_user(team=made.team)], by=BY)
    addresses = [reverse(f"families:{name}") for name in LISTS[:-1]]

    for where in addresses:
        assert "Hidden Person" in client_of(guardian).get(where).content.decode(), where
        assert "Hidden Person" not in client_of(lead).get(where).content.decode(), where
        assert client_of(make_user(RoleName.PRACTITIONER, made.team)).get(where).status_code == 403
    for where in (
        reverse("families:request", args=[made.family.key, request.key]),
        reverse("families:incident", args=[incident.key]),
    ):
        assert client_of(guardian).get(where).status_code == 200
        assert client_of(lead).get(where).status_code == 404
    assert waiting(lead) == []
    assert [what for what, *_ in waiting(guardian)] == ["Personal data breach", "Request: a copy of the record"]


@pytest.mark.rule("P31")
def test_what_is_due_to_be_looked_at_is_proposed_by_one_and_approved_by_another() -> None:
    made = make_family()
    make_family(made.team, baby="Young")
    make_old(made.family)
    first, second = make_user(team=made.team), make_user(team=made.team)
    assert waiting(first) == [("Record past its retention date", False, "")]
    assert "1 record" in client_of(first).get(reverse("families:retention")).content.decode()

    press = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b11"}
    client_of(first).post(reverse("families:propose_destruction", args=[made.family.key]), press)
    destruction = Destruction.objects.get()
    approve = reverse("families:approve_destruction", args=[destruction.key])
    assert waiting(first) == []
    assert waiting(second) == [("A record is down for destruction: a second person looks", False, "")]
    press = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b12", "seen": "1"}
    refused = client_of(first).post(approve, press)
    assert refused.status_code == 409
    assert "You proposed this yourself" in refused.content.decode()
    assert client_of(make_user()).get(approve).status_code == 404
    press = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b13", "seen": "1"}
    assert client_of(second).post(approve, press).status_code == 302

    shown = client_of(first).get(reverse("families:destructions")).content.decode()
    assert f"manage.py destroy_record {made.family.key}" in shown
    keep_it = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b14", "reason": "A sister asks.", "seen": "2"}
    withdraw = reverse("families:withdraw_destruction", args=[destruction.key])
    assert client_of(second).post(withdraw, keep_it).status_code == 302
    assert not Destruction.objects.exists()


def _request(made: MadeFamily) -> None:
    request_of(made)


def _hold(made: MadeFamily) -> None:
    hold_of(made)


def _breach(made: MadeFamily) -> None:
    open_breach(made)


def _old(made: MadeFamily) -> None:
    make_old(made.family)


def _down(made: MadeFamily) -> None:
    make_old(made.family)
    actions.propose_destruction(family=made.family, by=BY)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "fill", "queries"),
    [
        ("families:records", _request, 5),
        ("families:incidents", _breach, 5),
        ("families:holds", _hold, 5),
        ("families:retention", _old, 14),
        ("families:destructions", _down, 4),
    ],
)
def test_each_list_costs_the_same_for_one_and_three(
    name: str, fill: Callable[[MadeFamily], None], queries: int, rows: int, django_assert_num_queries: Queries
) -> None:
    user = make_user()
    team = user.memberships.get().team
    client, address = client_of(user), reverse(name)
    assert "<table" not in client.get(address).content.decode()
    for _ in range(rows):
        fill(make_family(team))
    fill(make_family())

    with django_assert_num_queries(queries):
        body = client.get(address).content.decode()

    assert f"{rows} " in body
    assert body.count("<tr") == rows + 1
