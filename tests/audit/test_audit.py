"""Who did what, and who looked: written once, hashed, sealed, never changed."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pitservice.audit import selectors
from pitservice.audit.actions import looked, record
from pitservice.audit.middleware import RequestContextMiddleware
from pitservice.audit.models import Access, Event, Seal
from pitservice.audit.seals import problems, seal
from pitservice.db.models import Reason
from tests.harness.database import CloneDatabase
from tests.make.accounts import BY, make_user
from tests.make.anything import World

pytestmark = pytest.mark.django_db


def test_an_event_knows_its_subject_its_family_and_its_team() -> None:
    world = World()
    need = world.of("families.need")

    event = record("families.add_need", need, by=world.user.actor, kind="interpreter")

    assert (event.verb, event.subject_type, event.subject_id) == ("families.add_need", "families.need", need.pk)
    assert (event.team_id, event.family_id) == (world.team.pk, need.family_id)
    assert (event.by, event.data, event.reason) == (world.user.actor, {"kind": "interpreter"}, None)


def test_a_family_is_its_own_family() -> None:
    family = World().of("families.family")

    assert record("families.open_family", family, by=BY).family_id == family.pk


def test_words_stand_in_a_reason_and_can_be_blanked_without_breaking_the_hash() -> None:
    event = record("families.restrict", World().of("families.family"), by=BY, reason="She works here.")
    before = Event.objects.get(pk=event.pk).row_hash

    assert event.reason_id is not None
    Reason.objects.filter(pk=event.reason_id).update(text="")

    assert "She works" not in str(Event.objects.filter(pk=event.pk).values().get())
    assert Event.objects.get(pk=event.pk).row_hash == before
    assert list(problems()) == []


def test_every_event_has_a_hash_of_its_own_row_made_by_the_database() -> None:
    family = World().of("families.family")
    one, two = (record("families.look", family, by=BY, number=number) for number in (1, 2))

    hashes = set(Event.objects.filter(pk__in=[one.pk, two.pk]).values_list("row_hash", flat=True))

    assert len(hashes) == 2
    assert {len(found) for found in hashes} == {64}


def test_a_hash_that_was_sent_along_is_not_believed() -> None:
    event = Event.objects.create(by=BY, verb="x.y", subject_type="a.b", subject_id=1, row_hash="0" * 64)

    assert Event.objects.get(pk=event.pk).row_hash != "0" * 64


def test_a_null_counts_where_it_stands() -> None:
    at = Event.objects.create(by=BY, verb="x.y", subject_type="a.b", subject_id=1, team_id=5).at
    sql = "SELECT pit_hash_of(e) FROM jsonb_populate_record(NULL::audit_event, %s) AS e"
    with connection.cursor() as cursor:
        found = set()
        for places in ('"team_id": 5', '"family_id": 5', '"reason_id": 5'):
            cursor.execute(sql, [f'{{"id": 1, "at": "{at.isoformat()}", "verb": "x.y", {places}}}'])
            found.add(cursor.fetchone()[0])

    assert len(found) == 3


def test_a_whole_list_is_one_insert_with_a_row_for_each_family() -> None:
    user, other = make_user(), World().of("families.family")
    families = [(number, other.team_id) for number in range(1, 26)]

    with CaptureQueriesContext(connection) as queries:
        looked(user_id=user.pk, screen="families.FamilyList", families=[*families, families[0]])

    assert len([q for q in queries if q["sql"].startswith("INSERT")]) == 1
    assert sorted(Access.objects.values_list("family_id", "screen", "user_id")) == [
        (number, "families.FamilyList", user.pk) for number in range(1, 26)
    ]


@pytest.mark.django_db(transaction=True)
def test_a_look_needs_no_transaction_of_its_own() -> None:
    with CaptureQueriesContext(connection) as queries:
        looked(user_id=1, screen="families.FamilyList", families=[(1, 1), (2, 1)])

    assert (len(queries), Access.objects.count()) == (1, 2)


def test_looking_at_nobody_writes_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        looked(user_id=1, screen="ui.HomePage", families=[])

    assert len(queries) == 0


def test_what_happened_to_a_family_is_read_newest_first_and_is_only_its_own() -> None:
    mine, other = World(), World()
    family = mine.of("families.family")
    record("families.one", family, by=BY)
    record("families.two", mine.of("families.need"), by=BY)
    record("families.other", other.of("families.family"), by=BY)
    looked(user_id=1, screen="a", families=[(family.pk, mine.team.pk), (other.of("families.family").pk, other.team.pk)])

    assert [event.verb for event in selectors.what_was_done(family.pk)] == ["families.two", "families.one"]
    assert [access.family_id for access in selectors.who_looked(family.pk)] == [family.pk]


@pytest.mark.parametrize("method", ["get", "post"])
def test_rows_written_while_a_request_is_answered_carry_its_name(method: str) -> None:
    world = World()
    family = world.of("families.family")

    def answer(_: HttpRequest) -> HttpResponse:
        record("families.one", family, by=BY)
        looked(user_id=world.user.pk, screen="inside", families=[(family.pk, family.team_id)])
        type(family).objects.filter(pk=family.pk).update(title="changed")
        return HttpResponse()

    request = getattr(RequestFactory(), method)("/")
    request.user = world.user
    RequestContextMiddleware(answer)(request)
    looked(user_id=world.user.pk, screen="outside", families=[(family.pk, family.team_id)])

    name = Event.objects.get(verb="families.one").request_id
    assert len(name) == 36
    assert Access.objects.get(screen="inside").request_id == name
    assert Access.objects.get(screen="outside").request_id == ""
    changed = apps.get_model("families.FamilyEvent").objects.get(pgh_obj_id=family.pk, title="changed")
    context = changed.pgh_context and changed.pgh_context.metadata
    assert context == ({"user": world.user.pk, "request": name} if method == "post" else None)


# --- seals ---


def test_a_seal_covers_what_came_since_the_last_and_the_next_is_chained_to_it() -> None:
    family = World().of("families.family")
    record("families.one", family, by=BY)
    first = seal(older_than=timedelta(), by=BY)
    record("families.two", family, by=BY)
    second = seal(older_than=timedelta(), by=BY)

    assert first is not None and second is not None
    assert second.events == 1
    assert first.events == Event.objects.filter(pk__lte=first.last_event_id).count()
    assert seal(older_than=timedelta(), by=BY) is None
    assert list(problems(frozenset({first.seal, second.seal}))) == []


def test_events_of_the_last_minutes_wait_for_the_next_seal() -> None:
    record("families.one", World().of("families.family"), by=BY)

    assert seal(by=BY) is None
    assert not Seal.objects.exists()


def test_the_commands_seal_and_check() -> None:
    record("families.one", World().of("families.family"), by=BY)
    made = seal(older_than=timedelta(), by=BY)
    assert made is not None
    said = StringIO()

    call_command("seal_audit", stdout=said)
    call_command("check_audit", made.seal, stdout=said)

    assert said.getvalue() == "Nothing new to seal.\nEverything is as it was written.\n"


def test_a_seal_that_was_kept_outside_and_is_gone_is_missed() -> None:
    with pytest.raises(CommandError, match="1 things are not as they were written"):
        call_command("check_audit", "f" * 64, stderr=StringIO())


@pytest.mark.django_db(transaction=True)
def test_the_owner_cannot_rewrite_the_past_unnoticed(clone_database: CloneDatabase) -> None:
    family = World().of("families.family")
    for number in range(3):
        record("families.look", family, by=BY, number=number)
    made = seal(older_than=timedelta(), by=BY)
    assert made is not None
    changed, removed = Event.objects.filter(verb="families.look").order_by("pk").values_list("pk", flat=True)[:2]

    with psycopg.connect(clone_database.owner_url) as owner:
        owner.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        owner.execute("UPDATE audit_event SET by = 'user:1' WHERE id = %s", [changed])
        owner.execute("DELETE FROM audit_event WHERE id = %s", [removed])

    assert list(problems(frozenset({made.seal}))) == [
        f"Event {changed} is not as it was written.",
        f"The events up to {made.last_event_id} are not those that were sealed on {made.at:%d %B %Y at %H:%M}.",
    ]
