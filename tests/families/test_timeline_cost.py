"""The page of a family with 500 entries costs as many queries as that of one with one of each kind."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries as Queries

from families.registry import timeline_sources
from pitservice.accounts.viewer import Viewer
from tests.make.accounts import BY, client_of
from tests.make.anything import World

pytestmark = pytest.mark.django_db

#: One row of each stands on the timeline, or hangs on one that does.
KINDS = (
    "families.agreement",
    "families.alert",
    "families.competence",
    "families.concern",
    "families.consent",
    "families.formername",
    "families.protectionstatus",
    "families.sharing",
    "families.socialcarereferral",
    "referrals.referral",
    "caseload.episode",
    "caseload.contactattempt",
    "messaging.message",
    "measures.score",
    "letters.copy",
    "consultation.consultation",
    "consultation.supervisiondecision",
)


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
        world.new("consultation.meetingpoint", about="", decision="Thursdays.")
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

    assert len(few) == 59
    assert re.search(r"Show all [5-9]\d\d ", body)
    assert body.count("app-timeline__entry") == 50


@pytest.mark.parametrize("name", [source.name for source in timeline_sources()])
def test_each_source_costs_the_same_for_one_and_for_many(name: str) -> None:
    source = next(source for source in timeline_sources() if source.name == name)
    world = World()
    fill(world, 1)
    family, viewer = world.of("families.family"), Viewer.of(world.user, source.permission)
    with CaptureQueriesContext(connection) as few:
        first = source.entries(family, viewer)
    fill(world, 5)

    with CaptureQueriesContext(connection) as many:
        last = source.entries(family, viewer)

    assert len(last) > len(first) > 0
    assert len(many) == len(few), [query["sql"][:200] for query in many]
