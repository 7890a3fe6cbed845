"""The page of a family with 500 entries costs as many queries as that of one with one of each kind."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from caseload.models import Note
from families.models import Family, Loss
from families.registry import TimelineSource, timeline_sources
from pitservice.accounts.enums import RoleName
from pitservice.accounts.viewer import Viewer
from pitservice.db.keys import new_key
from tests.make.accounts import BY, client_of, make_user
from tests.make.anything import World
from tests.make.families import make_family

pytestmark = pytest.mark.django_db

#: One row of each stands on the timeline, or hangs on one that does.
KINDS = (
    "families.agreement",
    "families.alert",
    "families.approach",
    "families.competence",
    "families.concern",
    "families.consent",
    "families.disagreement",
    "families.formername",
    "families.movedentry",
    "families.override",
    "families.protectionstatus",
    "families.sharing",
    "families.socialcarereferral",
    "referrals.referral",
    "caseload.episode",
    "caseload.contactattempt",
    "caseload.workagreement",
    "messaging.message",
    "measures.score",
    "letters.copy",
    "consultation.consultation",
    "consultation.supervisiondecision",
)
#: Of these there is one line for a family, or one for a piece of work; a loss stops more than the timeline.
ONCE = (Family, Note, Loss)


def visit(world: World) -> None:
    """An appointment that was held, who came, and its note."""
    appointment = world.new("caseload.appointment", state="attended")
    world.new("caseload.invitation", appointment=appointment)
    world.new("caseload.attendance", appointment=appointment, status="present")
    session = world.new("caseload.session", appointment=appointment)
    world.new("caseload.note", session=session)


def fill(world: World, times: int) -> None:
    """So many of each kind, about this world's family."""
    family = world.of("families.family")
    world.of("families.familymember")
    named = {"family": family, "anonymity": "family_knows"}
    filed = {"family": family, "filed_at": timezone.now(), "filed_by": BY}
    for _ in range(times):
        visit(world)
        world.new("families.document", **filed)
        world.new("messaging.inboundtext", gateway_reference=new_key())
        world.new("caseload.followup", state="done", done_on=timezone.localdate())
        world.new("consultation.meetingpoint", about="", decision="Thursdays.")
        world.new("caseload.episodemove", subject=world.of("caseload.episode"), to_state="assessment")
        for kind in KINDS:
            world.new(kind, **(named if kind == "consultation.consultation" else {}))


def test_the_page_costs_the_same_for_500_entries(django_assert_num_queries: Queries) -> None:
    world = World()
    fill(world, 1)
    client = client_of(world.user)
    address = reverse("families:family", args=[world.of("families.family").key])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    fill(world, 27)

    with django_assert_num_queries(len(few)):
        body = client.get(address).content.decode()

    assert len(few) == 44
    assert re.search(r"Show all [5-9]\d\d ", body)
    assert body.count("app-timeline__entry") == 50


def test_kinds_of_which_there_are_none_are_not_asked_for(django_assert_num_queries: Queries) -> None:
    made = make_family()
    client, address = client_of(make_user(RoleName.CLINICAL_LEAD, made.team)), f"/families/{made.family.key}/"
    client.get(address)

    with django_assert_num_queries(8):
        body = client.get(address).content.decode()

    assert "Record opened" in body


@pytest.mark.parametrize("source", timeline_sources(), ids=lambda source: source.model.__name__)
def test_each_source_costs_the_same_for_one_and_for_many(source: TimelineSource) -> None:
    world = World()
    fill(world, 1)
    family, viewer = world.of("families.family"), Viewer.of(world.user, source.permission)
    with CaptureQueriesContext(connection) as few:
        first = source.entries(family, viewer)
    fill(world, 5)

    with CaptureQueriesContext(connection) as many:
        last = source.entries(family, viewer)

    assert len(last) > len(first) > 0 or source.model in ONCE
    assert len(many) == len(few), [query["sql"][:200] for query in many]
