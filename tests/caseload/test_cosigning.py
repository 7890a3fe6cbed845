"""A trainee's note waits for the supervisor, who co-signs it or sends it back with words (P7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from caseload import actions
from caseload.enums import AllocationRole, AppointmentKind, NoteState, Place
from caseload.models import Note, SignedVersion
from caseload.selectors.supervision import may_cosign, to_cosign
from families.actions import restrict
from pitservice.accounts.actions import give_role
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.configuration.enums import NotesReadBy
from pitservice.configuration.models import TeamSettings
from pitservice.db.errors import Refused, Stale
from pitservice.ui.worklist import items_for, today_of, waiting_instead
from tests.make.accounts import BY, client_of, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_appointment, make_signed_note, make_work, session_of

pytestmark = pytest.mark.django_db
HAPPENED = actions.Happened(kind=AppointmentKind.FIRST, place=Place.HOME, minutes=60)


@pytest.fixture
def work() -> MadeWork:
    return make_work()


@pytest.fixture
def trainee(work: MadeWork) -> User:
    return make_trainee(work)


def make_trainee(work: MadeWork, name: str = "Toby Marsh") -> User:
    """A trainee who learns with the lead practitioner and works along with this family."""
    user = make_user(RoleName.KEYWORKER, work.team, name)
    user.memberships.all().delete()
    until = timezone.localdate() + timedelta(days=90)
    give_role(user=user, team=work.team, role=RoleName.TRAINEE, supervisor=work.lead, ends_on=until, by=BY)
    actions.join_work(episode=work.episode, user=user, role=AllocationRole.CO_WORKER, by=BY)
    return User.objects.get(pk=user.pk)


def away(supervisor: User, cover: User) -> None:
    """The supervisor is away this week, and a colleague covers."""
    today = timezone.localdate()
    team = cover.current_memberships[0].team
    actions.record_absence(team=team, user=supervisor, first=today, last=today + timedelta(days=3), cover=cover, by=BY)


def signed_by(trainee: User, work: MadeWork, days: int = -1, text: str = "We met at home.") -> Note:
    """A note that the trainee wrote and signed."""
    appointment = make_appointment(work, in_days(days), practitioner=trainee)
    session = actions.record_session(
        appointment=appointment, present=work.everybody, happened=HAPPENED, text=text, by=trainee.actor
    )
    note = actions.sign(note=session.note, by=trainee.actor)
    note.refresh_from_db()
    return note


def press(client: Client, note: Note, **answers: str) -> str:
    data: Mapping[str, str] = {"submission": str(uuid4()), "seen": str(note.version)} | answers
    answer = client.post(reverse("caseload:cosign", args=[note.key]), data, follow=True)
    return answer.content.decode()


@pytest.mark.rule("P7")
def test_a_trainee_s_note_waits_and_is_a_signed_note_once_co_signed(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)
    assert (note.state, note.trainee) == (NoteState.TO_COSIGN, trainee)

    actions.cosign(note=note, seen=note.version, by=work.lead.actor)

    note.refresh_from_db()
    assert (note.state, note.cosigned_by, note.signed_by) == (NoteState.SIGNED, work.lead.actor, trainee.actor)
    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.update(cosigned_at=timezone.now())


def test_while_it_waits_nobody_changes_the_words(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)

    with pytest.raises(DatabaseError), transaction.atomic():
        Note.objects.update(paragraphs=[{"text": "Otherwise.", "about": ""}])
    with pytest.raises(Refused, match="is signed"):
        actions.record_session(
            appointment=session_of(note).appointment,
            present=work.everybody,
            happened=HAPPENED,
            text="Otherwise.",
            by=trainee.actor,
        )


@pytest.mark.rule("P7")
def test_sent_back_it_waits_on_the_trainees_list_with_the_supervisors_words(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)

    said = press(client_of(work.lead), note, answer="send_back", reason="Say what Zayn did.")

    note.refresh_from_db()
    version = SignedVersion.objects.get()
    assert "The note is sent back." in said
    assert (note.state, version.sent_back, version.signer, version.created_by) == (
        NoteState.DRAFT, True, trainee, work.lead.actor,
    )  # fmt: skip
    waiting = [item.what for item in items_for(User.objects.get(pk=trainee.pk), timezone.localdate())]
    assert any(what.startswith("Note sent back") for what in waiting)
    page = client_of(trainee).get(reverse("caseload:session", args=[session_of(note).appointment.key])).content.decode()
    assert "Say what Zayn did." in page
    assert "We met at home." in page


def test_signed_anew_after_it_was_sent_back_it_waits_again(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)
    actions.send_back(note=note, reason="More.", by=work.lead.actor)
    actions.write_note(session=session_of(note), text="We met at home. Zayn slept.", by=trainee.actor)

    note = actions.sign(note=Note.objects.get(), by=trainee.actor)

    assert note.state == NoteState.TO_COSIGN
    assert [part["text"] for part in note.paragraphs] == ["We met at home. Zayn slept."]


def test_sending_back_needs_words(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)

    assert "Enter what should be put right" in press(client_of(work.lead), note, answer="send_back", reason="")
    with pytest.raises(Refused, match="put right"):
        actions.send_back(note=note, reason=" ", by=work.lead.actor)


@pytest.mark.rule("P7")
def test_the_supervisor_a_clinical_lead_and_a_stand_in_co_sign_and_nobody_else(work: MadeWork, trainee: User) -> None:
    note, today = signed_by(trainee, work), timezone.localdate()
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    cover = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    other = make_trainee(work, "Uma")

    def may() -> list[bool]:
        people = (work.lead, boss, cover, trainee, other)
        return [may_cosign(note, User.objects.get(pk=one.pk), today) for one in people]

    assert may() == [True, True, False, False, False]
    away(work.lead, cover)
    assert may() == [True, True, True, False, False]
    with pytest.raises(Refused, match="supervisor co-signs"):
        actions.cosign(note=note, by=trainee.actor)


@pytest.mark.rule("P5")
def test_while_the_supervisor_is_away_it_shows_to_the_cover(work: MadeWork, trainee: User) -> None:
    note, today = signed_by(trainee, work), timezone.localdate()
    cover = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    away(work.lead, cover)
    cover = User.objects.get(pk=cover.pk)

    [stand_in] = today_of(cover, today).stand_ins
    shown = [item.action.href for _, item in waiting_instead(cover, stand_in, today)]
    said = press(client_of(cover), note, answer="cosign")

    assert reverse("caseload:cosign", args=[note.key]) in shown
    assert "The note is co-signed." in said


def test_a_note_that_waits_with_nobody_is_on_the_clinical_leads_list(work: MadeWork, trainee: User) -> None:
    signed_by(trainee, work)
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    User.objects.filter(pk=work.lead.pk).update(is_active=False)

    [note] = to_cosign(viewer_of(boss, Permission.RECORD_SESSIONS))

    assert note.supervisor_name == work.lead.name


def test_a_restricted_family_s_note_is_on_no_list_of_who_is_not_named(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")
    restrict(family=work.family, reason="Works here", named=[work.lead], by=BY)

    assert list(to_cosign(viewer_of(boss, Permission.RECORD_SESSIONS))) == []
    assert list(to_cosign(viewer_of(work.lead, Permission.RECORD_SESSIONS))) == [note]
    assert client_of(boss).get(reverse("caseload:cosign", args=[note.key])).status_code == 404


def test_colleagues_read_it_meanwhile_and_see_that_it_is_not_co_signed(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)
    other = client_of(make_user(RoleName.PRACTITIONER, work.team, "Sam"))
    href = reverse("caseload:note", args=[note.key])

    waiting = other.get(href).content.decode()
    actions.cosign(note=note, by=work.lead.actor)
    after = other.get(href).content.decode()

    assert "We met at home." in waiting
    assert "Not co-signed yet" in waiting
    assert reverse("caseload:cosign", args=[note.key]) not in waiting
    assert f"by {work.lead.name}" in after
    assert other.get(reverse("caseload:cosign", args=[note.key])).status_code == 200  # nothing waits: refused on press


def test_what_a_trainee_adds_to_a_signed_note_waits_too_and_cannot_be_sent_back(work: MadeWork, trainee: User) -> None:
    note = make_signed_note(work)
    actions.add_addendum(note=note, text="She rang again.", by=trainee.actor)
    note.refresh_from_db()
    boss = make_user(RoleName.CLINICAL_LEAD, work.team, "Cleo")

    page = client_of(boss).get(reverse("caseload:cosign", args=[note.key])).content.decode()
    with pytest.raises(Refused, match="Words were added"):
        actions.send_back(note=note, reason="No.", by=boss.actor)
    actions.cosign(note=note, by=boss.actor)

    assert "She rang again." in page
    assert "Send it back" not in page
    note.refresh_from_db()
    assert (note.state, note.trainee) == (NoteState.SIGNED, trainee)


def test_the_trainee_takes_it_back_while_it_waits_and_not_once_it_is_co_signed(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)
    actions.take_signature_back(note=note, reason="The wrong twin.", by=trainee.actor)
    actions.sign(note=Note.objects.get(), by=trainee.actor)
    actions.cosign(note=Note.objects.get(), by=work.lead.actor)

    with pytest.raises(Refused, match="was co-signed"):
        actions.take_signature_back(note=Note.objects.get(), reason="Again.", by=trainee.actor)


def test_two_who_co_sign_at_once_and_a_note_that_changed(work: MadeWork, trainee: User) -> None:
    note = signed_by(trainee, work)

    with pytest.raises(Stale):
        actions.cosign(note=note, seen=note.version + 1, by=work.lead.actor)
    actions.cosign(note=note, by=work.lead.actor)
    with pytest.raises(Refused, match="does not wait"):
        actions.cosign(note=note, by=work.lead.actor)


def test_the_trainee_reads_who_the_supervisor_is_on_the_first_page_and_before_signing(
    work: MadeWork, trainee: User
) -> None:
    appointment = make_appointment(work, in_days(-1), practitioner=trainee)
    session = actions.record_session(
        appointment=appointment,
        present=work.everybody,
        happened=HAPPENED,
        text="We met.",
        by=trainee.actor,
    )
    client = client_of(trainee)

    assert f"{work.lead.name} is your supervisor until" in client.get("/").content.decode()
    before = client.get(reverse("caseload:sign", args=[session.note.key])).content.decode()
    assert f"Then {work.lead.name} co-signs it" in before


def test_the_new_supervisor_co_signs_after_a_change(work: MadeWork, trainee: User) -> None:
    note, today = signed_by(trainee, work), timezone.localdate()
    new = make_user(RoleName.PRACTITIONER, work.team, "Nia")
    ends = today + timedelta(days=30)
    trainee.memberships.update(ends_on=today)
    give_role(user=trainee, team=work.team, role=RoleName.TRAINEE, supervisor=new, ends_on=ends, by=BY)

    assert [may_cosign(note, User.objects.get(pk=one.pk), today) for one in (work.lead, new)] == [False, True]
    assert [row.supervisor_name for row in to_cosign(viewer_of(new, Permission.RECORD_SESSIONS))] == ["Nia"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(
    work: MadeWork, trainee: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        signed_by(trainee, work, days=-number - 1)
    client, url = client_of(work.lead), reverse("caseload:to_cosign")
    client.get(url)

    with django_assert_num_queries(5):
        page = client.get(url)

    assert len(page.context["table"].rows) == rows
    assert "Toby Marsh" in page.content.decode()


def test_who_works_along_sees_the_family_until_their_part_ends(work: MadeWork) -> None:
    uma = make_trainee(work, "Uma")
    boss, key = client_of(work.lead), work.episode.key
    page = boss.get(reverse("caseload:episode", args=[key])).content.decode()
    part = work.episode.allocations.get(user=uma)
    href = reverse("caseload:leave", args=[key, part.key])
    assert href in page
    assert client_of(uma).get(reverse("caseload:episode", args=[key])).status_code == 200

    boss.post(href, {"submission": str(uuid4()), "seen": str(part.version)})

    part.refresh_from_db()
    assert part.ends_on == timezone.localdate()
    assert client_of(uma).get(reverse("caseload:episode", args=[key])).status_code == 404


def test_somebody_is_put_on_by_the_page(work: MadeWork) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    url = reverse("caseload:join", args=[work.episode.key])
    data = {"submission": str(uuid4()), "seen": str(work.episode.version), "user": sam.key, "role": "co_worker"}

    said = client_of(work.lead).post(url, data, follow=True).content.decode()

    assert "Sam works along as co-worker." in said
    assert work.episode.allocations.get(user=sam).role == AllocationRole.CO_WORKER


def test_nobody_is_put_on_twice_or_as_lead_and_a_trainee_puts_nobody_on_or_off(work: MadeWork, trainee: User) -> None:
    sam = make_user(RoleName.PRACTITIONER, work.team, "Sam")
    co_worker = AllocationRole.CO_WORKER
    with pytest.raises(Refused, match="already"):
        actions.join_work(episode=work.episode, user=trainee, role=co_worker, by=BY)
    with pytest.raises(Refused, match="Hand the work over"):
        actions.join_work(episode=work.episode, user=sam, role=AllocationRole.LEAD, by=BY)
    with pytest.raises(Refused, match="Ask the lead"):
        actions.join_work(episode=work.episode, user=sam, role=co_worker, by=trainee.actor)
    with pytest.raises(Refused, match="does not work with"):
        actions.join_work(episode=work.episode, user=make_user(), role=co_worker, by=BY)
    part = work.episode.allocations.get(role=AllocationRole.LEAD)
    with pytest.raises(Refused, match="Hand the work over"):
        actions.leave_work(allocation=part, by=BY)
    with pytest.raises(Refused, match="Ask the lead"):
        actions.leave_work(allocation=work.episode.allocations.get(user=trainee), by=trainee.actor)


@pytest.mark.rule("P5")
def test_a_lead_who_reads_no_other_note_of_the_family_co_signs_and_is_led_to_their_list(
    work: MadeWork, trainee: User
) -> None:
    note = signed_by(trainee, work)
    TeamSettings.objects.update_or_create(team=work.team, defaults={"notes_read_by": NotesReadBy.CASE})
    lead = make_user(RoleName.CLINICAL_LEAD, work.team)

    said = press(client_of(lead), note, answer="cosign")

    note.refresh_from_db()
    assert note.state == NoteState.SIGNED
    assert "The note is co-signed." in said
