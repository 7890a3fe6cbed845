"""A record is destroyed by two people and a command; nothing of it is left anywhere, and nobody else's is touched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, connections, models
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

from families import actions
from families.belongings import belongings_of
from families.enums import IncidentKind
from families.models import Destruction, Document, Family, FamilyMember, Incident, Person
from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from pitservice.audit.actions import record
from pitservice.audit.models import Event
from pitservice.audit.seals import problems
from pitservice.db.errors import Refused
from pitservice.embedded import postgres
from pitservice.files import store
from pitservice.files.actions import keep
from pitservice.links.models import Link
from pitservice.ui.worklist import items_for
from tests.families.screens_safety import make_old
from tests.harness.database import CloneDatabase
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.anything import World
from tests.make.families import make_family

pytestmark = pytest.mark.django_db(transaction=True)

CANARY = "kestrel"


@pytest.fixture
def owner(clone_database: CloneDatabase) -> Iterator[None]:
    """As `manage.py destroy_record` connects; afterwards the app role again."""
    _connect_as(postgres.OWNER)
    yield
    _connect_as(postgres.APP)


def _connect_as(role: str) -> None:
    connections["default"].close()
    connections["default"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL’s has one
    connections["default"].settings_dict["USER"] = role


def approved(family: Family) -> Destruction:
    """Proposed by one, approved by another."""
    destruction = actions.propose_destruction(family=family, by=make_user(team=family.team).actor)
    return actions.approve_destruction(destruction=destruction, by=make_user(team=family.team).actor)


def destroy(reference: str, by: User) -> str:
    said = StringIO()
    call_command("destroy_record", reference, by=by.email, stdout=said)
    return said.getvalue()


def texts() -> Iterator[tuple[str, str]]:
    """Every column of every table that can hold words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY')"
        )
        yield from cursor.fetchall()


def where(word: str) -> list[str]:
    """The columns that hold a word somewhere, whatever its capitals."""
    found = []
    with connection.cursor() as cursor:
        for table, column in texts():
            cursor.execute(
                sql.SQL("SELECT count(*) FROM {} WHERE {}::text ILIKE %s")
                .format(sql.Identifier(table), sql.Identifier(column))
                .as_string(connection.connection),
                [f"%{word}%"],
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return sorted(found)


def rows_of(family: Family) -> dict[str, list[Any]]:
    """Everything of a family, as it stands."""
    found = belongings_of(family).rows
    return {
        model._meta.label: list(model._base_manager.filter(pk__in=ids).order_by("pk").values())
        for model, ids in found.items()
    }


def everything(world: World) -> Family:
    """One row of every model that hangs on a family, with a canary in every free text, and its history."""
    family: Family = world.of("families.family")
    world.of("families.familymember")
    for label, more in _MORE.items():
        world.rows[label] = world.new(label, **more)
    for label in ("families.incident", "families.document", "consultation.consultation"):
        apps.get_model(label).objects.update(family=family)
    world.new("links.link", subject_key=world.of("referrals.referral").key)
    for model in apps.get_models():
        ours = model._meta.label_lower.startswith(("families.", "referrals.", "caseload.", "letters.", "messaging."))
        if ours and not hasattr(model, "pgh_tracked_model") and model not in (Family, Destruction):
            world.of(model._meta.label_lower)
    for model, ids in belongings_of(family).rows.items():
        if not getattr(model, "append_only", False):
            _sing(model, ids)
    record("families.restrict", family, by=BY, reason=f"{CANARY} said so.")
    record("referrals.decide", world.of("referrals.referral"), by=BY, reason=f"{CANARY} again.")
    return family


LONG_AGO = timezone.now() - timedelta(days=31 * 365)
#: The work is over, long ago; and rows that could be about no family are about this one.
_MORE: dict[str, dict[str, Any]] = {
    "referrals.referral": {"state": "not_accepted"},
    "referrals.referralmove": {"at": LONG_AGO},
    "caseload.episode": {"state": "closed", "closed_on": LONG_AGO.date(), "end_reason": "completed"},
    "caseload.appointment": {"starts": LONG_AGO, "ends": LONG_AGO + timedelta(hours=1)},
    "caseload.contactattempt": {"made": LONG_AGO},
    "families.incident": {},
    "families.document": {"filed_at": LONG_AGO, "filed_by": BY},
    "consultation.consultation": {"anonymity": "family_knows"},
}


def _sing(model: type[models.Model], ids: set[int]) -> None:
    """Put the canary into every free text of these rows, and take it out of none of their history."""
    for field in model._meta.concrete_fields:
        free = isinstance(field, (models.TextField, models.CharField)) and not field.choices and not field.unique
        if not free or field.name in ("key", "normal", "state", "sha256", "token_hash") or not field.editable:
            continue
        if isinstance(field, models.CharField) and (field.max_length or 0) < 60:
            continue
        try:
            model._base_manager.filter(pk__in=ids).update(**{field.name: CANARY})
        except Exception:  # noqa: BLE001 - what its own constraint or guard keeps as it is
            connections["default"].close()


@pytest.mark.rule("P31")
@pytest.mark.rule("P25")
def test_nothing_is_left_of_the_family_and_another_is_as_it_was(owner: None) -> None:
    world, other = World(), make_family(father="Tom")
    family = make_old(everything(world))
    before = rows_of(other.family)
    assert {"families_person.given_name", "db_reason.text", "letters_copy.address"} <= set(where(CANARY))
    assert any("event" in column for column in where(CANARY)), "row history holds it too"
    for model in ("concern", "incident"):
        apps.get_model("families", model).objects.update(closed_at=timezone.now(), closed_by=BY, outcome=CANARY)
    apps.get_model("families.recordrequest").objects.update(decided_at=timezone.now(), decided_by=BY, decision="given")
    apps.get_model("families.legalhold").objects.update(lifted_at=timezone.now(), lifted_by=BY)
    destruction, key = approved(family), family.key

    said = destroy(key, make_user(team=family.team))

    assert where(CANARY) == []
    assert not Family.objects.filter(key=key).exists()
    assert rows_of(other.family) == before
    destruction.refresh_from_db()
    assert destruction.destroyed_at is not None
    assert destruction.counts["families.family"] == 1
    assert f"The record {key} has been destroyed" in said
    assert list(problems()) == []
    assert Event.objects.filter(family_id=family.pk, verb="families.restrict").exists()
    assert not Link.objects.exists()


@pytest.mark.rule("P31")
def test_what_stops_a_destruction(owner: None) -> None:
    made = make_family()
    first, second = make_user(team=made.team), make_user(team=made.team)
    with pytest.raises(Refused, match="its retention date is not past"):
        actions.propose_destruction(family=made.family, by=first.actor)
    make_old(made.family)
    destruction = actions.propose_destruction(family=made.family, by=first.actor)
    with pytest.raises(Refused, match="down for destruction already"):
        actions.propose_destruction(family=made.family, by=second.actor)
    with pytest.raises(Refused, match="You proposed this yourself"):
        actions.approve_destruction(destruction=destruction, by=first.actor)
    for person, sentence in ((first, "A second person has not approved this."), (make_user(), "does not answer for")):
        with pytest.raises(CommandError, match=sentence):
            destroy(made.family.key, person)
    actions.approve_destruction(destruction=destruction, by=second.actor)
    hold = actions.hold_record(family=made.family, why="Family court", by=BY)

    with pytest.raises(CommandError, match="This record is held"):
        destroy(made.family.key, first)

    assert Family.objects.filter(pk=made.family.pk).exists()
    actions.lift_hold(hold=hold, reason="The case is over.", by=BY)
    destroy(made.family.key, first)
    assert not Family.objects.filter(pk=made.family.pk).exists()
    with pytest.raises(CommandError, match="destroyed already"):
        destroy(made.family.key, first)


@pytest.mark.rule("P31")
def test_only_the_owner_destroys() -> None:
    made = make_family()
    make_old(made.family)
    approved(made.family)

    with pytest.raises(CommandError, match="by the owner of the database"):
        destroy(made.family.key, make_user(team=made.team))

    assert Family.objects.filter(pk=made.family.pk).exists()


@pytest.mark.rule("P31")
def test_somebody_who_is_in_another_family_stays_and_so_does_a_file_that_is_still_needed(owner: None) -> None:
    made = make_family()
    other = make_family(made.team, mother="Bea", surname="Low")
    member = FamilyMember.objects.get(family=made.family, person=made.mother)
    FamilyMember.objects.create(
        family=other.family, team=made.team, person=made.mother, role="grandparent", created_by=BY
    )
    files = {
        name: keep(content=name.encode(), name=name, content_type="text/plain", team=made.team, by=BY)
        for name in ("a.txt", "b.txt")
    }
    for name, one in (("a.txt", made), ("b.txt", made), ("b.txt", other)):
        Document.objects.create(
            family=one.family,
            team=made.team,
            kind="other",
            title=name,
            stored=files[name],
            filed_at=timezone.now(),
            filed_by=BY,
            created_by=BY,
        )
    make_old(made.family)
    approved(made.family)

    destroy(made.family.key, make_user(team=made.team))

    assert Person.objects.filter(pk=made.mother.pk).exists()
    assert not Person.objects.filter(pk=made.baby.pk).exists()
    assert not FamilyMember.objects.filter(pk=member.pk).exists()
    assert not store.path_of(files["a.txt"].sha256).exists()
    assert store.get(files["b.txt"].sha256) == b"b.txt"


@pytest.mark.rule("P31")
def test_a_proposal_is_taken_back_and_only_the_audit_knows(owner: None) -> None:
    made = make_family()
    make_old(made.family)
    destruction = approved(made.family)

    actions.withdraw_destruction(destruction=destruction, reason="A sister may ask for it.", by=BY)

    assert not Destruction.objects.exists()
    assert Event.objects.filter(verb="families.withdraw_destruction", family_id=made.family.pk).count() == 1
    with pytest.raises(CommandError, match="no such record"):
        destroy(made.family.key, make_user(team=made.team))


@pytest.mark.rule("P31")
def test_a_survivor_takes_with_it_what_was_merged_into_it_and_the_certificate_says_so(owner: None) -> None:
    kept = make_family(mother="Aisha")
    middle = make_family(kept.team, mother=CANARY)
    first = make_family(kept.team, mother="Ayesha")
    first.mother.family_name = CANARY
    first.mother.save()
    actions.merge_families(keep=middle.family, gone=first.family, by=BY)
    actions.merge_families(keep=kept.family, gone=middle.family, by=BY)
    actions.merge_people(family=kept.family, keep=kept.mother, gone=middle.mother, by=BY)
    make_old(kept.family)
    Family.objects.update(created_at=kept.family.created_at)
    keeper = make_user(team=kept.team)
    gone = sorted([middle.family.key, first.family.key])

    destruction = approved(kept.family)

    assert destruction.also == gone
    page = client_of(keeper).get(reverse("families:destructions")).content.decode()
    assert f"With what was merged into it: {', '.join(gone)}" in page
    destroy(kept.family.key, keeper)
    assert list(Family.objects.all()) == []
    assert list(Person.objects.all()) == []
    assert where(CANARY) == []
    assert Destruction.objects.get().counts["families.family"] == 3
    assert Destruction.objects.get().also == gone


@pytest.mark.rule("P31")
def test_a_merge_after_the_proposal_is_refused_and_one_undone_is_noticed(owner: None) -> None:
    kept = make_family(mother="Aisha")
    gone = make_family(kept.team, mother="Ayesha")
    third = make_family(kept.team, mother="Bea")
    merge = actions.merge_families(keep=kept.family, gone=gone.family, by=BY)
    make_old(kept.family)
    approved(kept.family)

    with pytest.raises(Refused, match="One of these records is down for destruction"):
        actions.merge_families(keep=kept.family, gone=third.family, by=BY)
    actions.unmerge(merge=merge, reason="Two families after all.", by=BY)

    with pytest.raises(CommandError, match="A merge was made or undone"):
        destroy(kept.family.key, make_user(team=kept.team))
    assert Family.objects.count() == 3


def old_incident(years: int, *, team: Team | None = None, reported: bool = False) -> Incident:
    """Closed so many years ago, about no single family."""
    then = timezone.now() - timedelta(days=years * 366)
    incident = actions.open_incident(
        team=team or make_team(), kind=IncidentKind.BREACH, words=CANARY, known_on=then, by=BY
    )
    Incident.objects.filter(pk=incident.pk).update(
        closed_at=then, closed_by=BY, outcome="Told all.", reported_on=then if reported else None
    )
    incident.refresh_from_db()
    return incident


@pytest.mark.rule("P31")
def test_an_incident_about_no_family_is_looked_at_and_destroyed_by_two_and_the_command(owner: None) -> None:
    incident = old_incident(11)
    serious, young = old_incident(11, team=incident.team, reported=True), old_incident(9, team=incident.team)
    first, second = make_user(team=incident.team), make_user(team=incident.team)
    client = client_of(first)
    waiting = "Incident past its retention date"
    assert [item.whose for item in items_for(first, timezone.localdate()) if item.what == waiting] == [
        f"Reference {incident.key}"
    ]
    page = client.get(reverse("families:incident", args=[incident.key])).content.decode()
    assert "10 years after it was closed" in page
    assert "Propose that it is destroyed" in page
    for one in (serious, young):
        assert "Propose that" not in client.get(reverse("families:incident", args=[one.key])).content.decode()
        with pytest.raises(Refused, match="its retention date is not past"):
            actions.propose_incident_destruction(incident=one, by=first.actor)
    to = reverse("families:propose_incident_destruction", args=[incident.key])
    sent = {"submission": "6a2f41a3-c54c-4d8c-9f43-1f6a2d9e4b31", "seen": str(incident.version)}
    assert client.post(to, sent).status_code == 302
    destruction = Destruction.objects.get()
    actions.approve_destruction(destruction=destruction, by=second.actor)

    destroy(incident.key, first)

    assert sorted(Incident.objects.values_list("pk", flat=True)) == sorted([serious.pk, young.pk])
    assert Destruction.objects.get().counts == {"families.incident": 1}
    history = apps.get_model("families", "IncidentEvent")
    assert not history.objects.filter(pgh_obj_id=incident.pk).exists()


@pytest.mark.rule("P31")
def test_an_incident_that_is_open_or_a_familys_is_not_destroyed_by_itself() -> None:
    made = make_family()
    incident = old_incident(30)
    Incident.objects.filter(pk=incident.pk).update(closed_at=None, closed_by=None, outcome="")
    with pytest.raises(Refused, match="still open"):
        actions.propose_incident_destruction(incident=incident, by=BY)
    theirs = old_incident(30, team=made.team)
    Incident.objects.filter(pk=theirs.pk).update(family=made.family)

    with pytest.raises(Refused, match="goes with that"):
        actions.propose_incident_destruction(incident=theirs, by=BY)

    address = reverse("families:propose_incident_destruction", args=[theirs.key])
    assert client_of(make_user()).get(address).status_code == 404
    assert client_of(make_user(RoleName.PRACTITIONER, made.team)).get(address).status_code == 403


@pytest.mark.rule("P4")
def test_a_destruction_that_nobody_carried_out_waits_for_those_who_answer_for_records(owner: None) -> None:
    made = make_family()
    make_old(made.family)
    approved(made.family)
    keeper, other = make_user(team=made.team), make_user()
    practitioner = make_user(RoleName.PRACTITIONER, made.team)

    def waits(user: User) -> list[str]:
        return [item.whose for item in items_for(user, timezone.localdate()) if "not carried out" in item.what]

    assert [waits(one) for one in (keeper, other, practitioner)] == [[f"Reference {made.family.key}"], [], []]
    destroy(made.family.key, keeper)
    assert waits(keeper) == []
