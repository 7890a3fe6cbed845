"""Who of the team reads a family's notes is the team's rule, kept by the one door (P5)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.models import Note
from caseload.selectors.note import reads_notes_of
from caseload.selectors.released import notes_in_full
from caseload.selectors.work import unsigned_notes
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import User
from pitservice.configuration.enums import NotesReadBy
from pitservice.configuration.models import TeamSettings
from pitservice.db.errors import Refused
from tests.make.accounts import BY, client_of, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_session, make_signed_note, make_work

pytestmark = [pytest.mark.django_db, pytest.mark.rule("P5")]


@pytest.fixture
def note(work: MadeWork) -> Note:
    """A signed note of the lead's."""
    return make_signed_note(work)


@pytest.fixture
def work() -> MadeWork:
    return make_work()


def settle(work: MadeWork, rule: NotesReadBy) -> None:
    """The team settles who reads."""
    TeamSettings.objects.update_or_create(team=work.team, defaults={"notes_read_by": rule})


def reads(user: User, note: Note) -> bool:
    """Whether the page of the note exists for somebody: the door, the links and the page say the same."""
    door = Note.objects.visible_to(viewer_of(user, Permission.READ_NOTES)).filter(pk=note.pk).exists()
    page = client_of(user).get(reverse("caseload:note", args=[note.key])).status_code
    assert page == (200 if door else 404)
    return door


@pytest.mark.parametrize(
    ("rule", "colleague", "lead"),
    [(NotesReadBy.TEAM, True, True), (NotesReadBy.LEADS, False, True), (NotesReadBy.CASE, False, False)],
)
def test_the_rule_says_who_reads(work: MadeWork, note: Note, rule: NotesReadBy, colleague: bool, lead: bool) -> None:
    other = make_user(RoleName.PRACTITIONER, work.team)
    clinical_lead = make_user(RoleName.CLINICAL_LEAD, work.team)

    settle(work, rule)

    assert reads(work.lead, note)
    assert reads(other, note) is colleague
    assert reads(clinical_lead, note) is lead
    assert reads_notes_of(work.family, User.objects.get(pk=other.pk)) is colleague
    assert reads_notes_of(work.family, User.objects.get(pk=clinical_lead.pk)) is lead


def test_no_link_leads_to_a_note_that_somebody_does_not_read(work: MadeWork, note: Note) -> None:
    settle(work, NotesReadBy.CASE)
    client = client_of(make_user(RoleName.PRACTITIONER, work.team))
    href = reverse("caseload:note", args=[note.key])
    session = note.session
    assert session is not None
    pages = [
        reverse("caseload:appointment", args=[session.appointment.key]),
        reverse("caseload:episode", args=[work.episode.key]),
        reverse("families:family", args=[work.family.key]),
    ]

    shown = [client.get(page) for page in pages]

    assert [one.status_code for one in shown] == [200, 200, 200]
    assert not [one for one in shown if href in one.content.decode()]
    assert href in client_of(work.lead).get(pages[0]).content.decode()


def test_who_worked_with_the_family_goes_on_reading(work: MadeWork, note: Note) -> None:
    other = make_user(RoleName.PRACTITIONER, work.team)
    actions.hand_over(episode=work.episode, lead=other, reason="Priya leaves.", by=BY)

    settle(work, NotesReadBy.CASE)

    assert reads(work.lead, note)
    assert reads(other, note)


def test_who_is_on_duty_today_reads_them(work: MadeWork, note: Note) -> None:
    other = make_user(RoleName.PRACTITIONER, work.team)
    settle(work, NotesReadBy.CASE)
    before = reads(other, note)

    actions.set_duty(team=work.team, turns={timezone.localdate(): other}, by=BY)

    assert not before
    assert reads(other, note)
    assert reads_notes_of(work.family, User.objects.get(pk=other.pk))


def test_a_copy_of_the_record_is_whole_or_is_not_drawn_up(work: MadeWork, note: Note) -> None:
    other = make_user(RoleName.CLINICAL_LEAD, work.team)
    settle(work, NotesReadBy.CASE)

    with pytest.raises(Refused, match="read by those on the case"):
        notes_in_full(work.family, viewer_of(other, Permission.READ_NOTES))

    assert notes_in_full(work.family, viewer_of(work.lead, Permission.READ_NOTES))


def test_a_lead_still_sees_that_notes_are_not_signed(work: MadeWork) -> None:
    make_session(work, in_days(-2))
    lead = make_user(RoleName.CLINICAL_LEAD, work.team)

    settle(work, NotesReadBy.CASE)

    assert unsigned_notes(viewer_of(lead, Permission.RECORD_SESSIONS)).count() == 1


def test_the_rule_is_one_of_the_teams_settings(work: MadeWork) -> None:
    manager = make_user(RoleName.MANAGER, work.team)

    page = client_of(manager).get(reverse("configuration:change", args=[work.team.slug])).content.decode()

    assert "By those on the case alone" in page


@pytest.mark.parametrize("page", ["sign", "cosign", "addendum"])
def test_no_other_page_of_a_note_shows_its_words_to_whom_the_rule_does_not_name(
    work: MadeWork, note: Note, page: str
) -> None:
    settle(work, NotesReadBy.CASE)
    other = make_user(RoleName.PRACTITIONER, work.team)

    answer = client_of(other).get(reverse(f"caseload:{page}", args=[note.key]))

    assert "Zayn slept" not in answer.content.decode()
    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["note", "sign", "cosign", "addendum", "take_signature_back"])
def test_words_that_are_written_anew_are_their_writers_alone(work: MadeWork, note: Note, page: str) -> None:
    back = actions.take_signature_back(note=note, reason="The wrong twin.", by=work.lead.actor)
    session = back.session
    assert session is not None
    actions.write_note(session=session, text="Zoya cried.", by=work.lead.actor)
    other = make_user(RoleName.CLINICAL_LEAD, work.team)

    said = client_of(other).get(reverse(f"caseload:{page}", args=[note.key])).content.decode()

    assert "Zoya cried" not in said
