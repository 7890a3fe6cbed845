"""A signature is taken back by its author within the team's time; what was signed stays (design §4)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.enums import NoteState
from caseload.models import Note, SignedVersion
from caseload.rules import may_take_signature_back
from pitservice.accounts.enums import RoleName
from pitservice.configuration.models import TeamSettings
from pitservice.db.errors import Refused, Stale
from tests.make.accounts import client_of, make_user
from tests.make.caseload import MadeWork, make_signed_note, make_work, session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def note(work: MadeWork) -> Note:
    signed = make_signed_note(work, text="We met at home.")
    signed.refresh_from_db()
    return signed


def back(note: Note, reason: str = "The wrong twin.") -> Note:
    return actions.take_signature_back(note=note, reason=reason, by=note.author.actor)


def test_what_was_signed_stays_and_the_new_text_is_signed_anew(note: Note) -> None:
    first = note.signed_at

    back(note)
    actions.write_note(session=session_of(note), text="We met at the clinic.", by=note.author.actor)
    note.refresh_from_db()
    signed = actions.sign(note=note, by=note.author.actor)

    version = SignedVersion.objects.get()
    assert [part["text"] for part in version.paragraphs] == ["We met at home."]
    assert (version.signed_on, version.reason) == (first, "The wrong twin.")
    assert [part["text"] for part in signed.paragraphs] == ["We met at the clinic."]
    assert signed.signed_at is not None
    assert first is not None
    assert signed.signed_at > first


def test_a_version_never_changes(note: Note) -> None:
    back(note)

    with pytest.raises(DatabaseError), transaction.atomic():
        SignedVersion.objects.update(reason="Another")


def test_only_the_author_with_a_reason_and_not_after_somebody_added(work: MadeWork, note: Note) -> None:
    other = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    with pytest.raises(Refused, match="who signed this note"):
        actions.take_signature_back(note=note, reason="Wrong.", by=other.actor)
    with pytest.raises(Refused, match="Enter why"):
        back(note, " ")
    with pytest.raises(Stale):
        actions.take_signature_back(note=note, reason="Wrong.", seen=note.version + 1, by=note.author.actor)

    actions.add_addendum(note=note, text="He was there too.", by=other.actor)

    with pytest.raises(Refused, match="Words were added"):
        back(note)


def test_not_after_the_team_s_time_nor_where_it_has_none(work: MadeWork, note: Note) -> None:
    now = timezone.now()
    assert may_take_signature_back(now - timedelta(hours=24), 24, now)
    assert not may_take_signature_back(now - timedelta(hours=25), 24, now)
    TeamSettings.objects.update_or_create(team=work.team, defaults={"signature_hours": 0})

    with pytest.raises(Refused, match="is over"):
        back(note)


def test_an_unsigned_note_has_no_signature_to_take_back(note: Note) -> None:
    back(note)
    note.refresh_from_db()

    with pytest.raises(Refused, match="not signed"):
        back(note)
    assert note.state == NoteState.DRAFT


def test_colleagues_read_what_was_signed_and_not_what_is_being_written(work: MadeWork, note: Note) -> None:
    back(note)
    actions.write_note(session=session_of(note), text="Not for you yet.", by=note.author.actor)
    href = reverse("caseload:note", args=[note.key])

    colleague = client_of(make_user(RoleName.PRACTITIONER, work.team, "Sam")).get(href).content.decode()
    own = client_of(work.lead).get(href).content.decode()

    assert "We met at home." in colleague
    assert "The wrong twin." in colleague
    assert "Not for you yet." not in colleague
    assert "Go on writing" not in colleague
    assert "Not for you yet." in own


def test_the_page_takes_the_signature_back_and_leads_to_writing(work: MadeWork, note: Note) -> None:
    client, page = client_of(work.lead), reverse("caseload:note", args=[note.key])
    href = reverse("caseload:take_signature_back", args=[note.key])
    data = {"submission": str(uuid4()), "seen": str(note.version), "reason": "The wrong twin."}

    offered = href in client.get(page).content.decode()
    done = client.post(href, data, follow=True)
    client.post(href, data)  # pressed twice

    assert offered
    assert "The signature is taken back." in done.content.decode()
    assert "We met at home." in done.content.decode()
    assert SignedVersion.objects.count() == 1


def test_a_colleague_is_not_offered_it(work: MadeWork, note: Note) -> None:
    client = client_of(make_user(RoleName.PRACTITIONER, work.team, "Sam"))
    href = reverse("caseload:take_signature_back", args=[note.key])

    assert href not in client.get(reverse("caseload:note", args=[note.key])).content.decode()
    data = {"submission": str(uuid4()), "seen": str(note.version), "reason": "Wrong."}
    assert client.post(href, data).status_code == 409
