"""The assessment record, signed like a note; the agreement of work, with a sheet for each adult (P65)."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from caseload import actions
from caseload.enums import AgreementAnswer, EpisodeState, NoteState
from caseload.forms.assessment import SHEET_LENGTH
from caseload.models import Draft, Episode, Note, WorkAgreement
from caseload.noting import ASSESSMENT, FOCUS, put_together
from caseload.selectors.note import notes_left
from caseload.selectors.note_forms import RECORD
from families.enums import AlertKind
from families.models import Alert
from pitservice.accounts.enums import RoleName
from pitservice.db.drafts import Typed
from pitservice.db.errors import Refused
from pitservice.letters.models import Copy
from pitservice.letters.render import render_letter
from pitservice.letters.sheet import sheet
from pitservice.ui.worklist import items_for
from tests.caseload.pages.forms import send
from tests.make.accounts import BY, client_of, make_team, make_user
from tests.make.caseload import MadeWork, in_days, make_session, make_work

pytestmark = pytest.mark.django_db

TEXT = put_together([(heading, f"About {heading.casefold()}.") for heading, _ in ASSESSMENT])
TAB = "6f6bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12"


@pytest.fixture
def seen(work: MadeWork) -> MadeWork:
    """A family that was seen once: the assessment is under way."""
    make_session(work)
    work.episode.refresh_from_db()
    return work


def url(work: MadeWork, name: str) -> str:
    """A page of the work."""
    return reverse(f"caseload:{name}", args=[work.episode.key])


def written(work: MadeWork) -> Note:
    """The record, not signed yet."""
    return actions.write_record(episode=work.episode, text=TEXT, by=work.lead.actor)


@pytest.mark.rule("P65")
def test_the_record_is_written_under_its_headings_and_signed_like_a_note(seen: MadeWork) -> None:
    client = client_of(seen.lead)
    boxes = {f"box_{place}": f"What we know of {place}." for place in range(len(ASSESSMENT))}

    answer = send(client, url(seen, "assessment"), finish="sign", **boxes)
    note = Note.objects.get(session=None)
    signed = send(client, reverse("caseload:sign", args=[note.key]), about_0=seen.made.baby.key)

    assert answer.request["PATH_INFO"] == reverse("caseload:sign", args=[note.key])
    page = signed.content.decode()
    assert "Assessment record" in page
    assert "Formulation" in page
    assert "(About Zayn Khan.)" in page
    assert [part["heading"] for part in note.paragraphs] == [heading for heading, _ in ASSESSMENT]
    note.refresh_from_db()
    assert note.state == NoteState.SIGNED
    assert not Draft.objects.filter(episode=seen.episode).exists()
    work = client.get(url(seen, "episode")).content.decode()
    assert "Assessment record signed" in work
    assert reverse("caseload:note", args=[note.key]) in work


@pytest.mark.rule("P65")
def test_an_unsigned_record_waits_with_the_notes_and_its_words_are_its_writers(seen: MadeWork) -> None:
    note = written(seen)
    other = make_user(RoleName.PRACTITIONER, seen.team)
    reading = reverse("caseload:note", args=[note.key])

    waiting = [item for item in items_for(seen.lead, timezone.localdate()) if item.mine]

    assert [item.action.href for item in waiting if item.what.startswith("Assessment record")] == [
        url(seen, "assessment")
    ]
    assert "Assessment record not signed" in client_of(seen.lead).get(reverse("caseload:unsigned")).content.decode()
    assert client_of(other).get(reading).status_code == 404
    assert "About formulation" not in client_of(other).get(url(seen, "assessment")).content.decode()
    assert notes_left(seen.episode) == 2
    with pytest.raises(Refused, match="is writing the assessment record"):
        actions.write_record(episode=seen.episode, text="Mine", by=other.actor)


@pytest.mark.rule("P65")
@pytest.mark.rule("P70")
def test_what_is_typed_into_the_record_is_saved_and_never_overwritten(seen: MadeWork) -> None:
    client = client_of(seen.lead)
    sent = {"box_0": "Zayn looks at her.", "heading_0": "Observation", "revision": 0, "tab": TAB, "seq": 1}

    answer = client.post(url(seen, "assessment_draft"), sent)
    page = client.get(url(seen, "assessment")).content.decode()
    with pytest.raises(Refused, match="another window"):
        actions.write_record(episode=seen.episode, text="Other words", revision=0, tab="", by=seen.lead.actor)

    assert answer.json()["revision"] == 1
    assert "Zayn looks at her." in page
    assert Draft.objects.get(episode=seen.episode).text == "## Observation\n\nZayn looks at her."
    assert client.get(url(seen, "assessment_draft")).json()["revision"] == 1


@pytest.mark.rule("P65")
def test_text_of_another_window_is_kept_apart_and_settled(seen: MadeWork) -> None:
    typed = Typed("In one window.", {}, 0, TAB, 1)
    actions.save_record_draft(episode=seen.episode, typed=typed, by=seen.lead.actor)
    other = "0a0bb2d2-5ad1-4e55-9d1f-6a3f2f6d3a12"
    typed = Typed("In the other.", {}, 0, other, 1)
    assert actions.save_record_draft(episode=seen.episode, typed=typed, by=seen.lead.actor).aside
    settle = reverse("caseload:assessment_settle", args=[seen.episode.key, other])

    answer = send(client_of(seen.lead), settle, keep="add")

    assert answer.request["PATH_INFO"] == url(seen, "assessment")
    assert Draft.objects.get(episode=seen.episode).text == "In one window.\n\nIn the other."


@pytest.mark.rule("P65")
def test_a_signed_record_is_added_to_and_never_written_again(seen: MadeWork) -> None:
    note = actions.sign(note=written(seen), by=seen.lead.actor)

    with pytest.raises(Refused, match="is signed"):
        actions.write_record(episode=seen.episode, text="New", by=seen.lead.actor)
    with pytest.raises(Refused, match="is signed"):
        actions.save_record_draft(episode=seen.episode, typed=Typed("New", {}, 0, TAB, 1), by=seen.lead.actor)
    actions.add_addendum(note=note, text="His father came too.", by=seen.lead.actor)

    page = client_of(seen.lead).get(reverse("caseload:note", args=[note.key])).content.decode()
    assert "His father came too." in page
    assert "It is signed" in client_of(seen.lead).get(url(seen, "assessment")).content.decode()


@pytest.mark.rule("P65")
def test_a_record_is_begun_once_the_family_was_seen(work: MadeWork) -> None:
    answer = send(client_of(work.lead), url(work, "assessment"), box_0="Too early", finish="leave")

    assert answer.status_code == 409
    assert "once the family was seen" in answer.content.decode()
    assert "Too early" in answer.content.decode()


@pytest.mark.rule("P65")
def test_a_team_has_headings_of_its_own_for_the_record(seen: MadeWork) -> None:
    new = actions.Headings("Our assessment", [("What the baby shows", "In a minute of looking")], (RECORD,))
    form = actions.save_note_form(team=seen.team, new=new, by=BY)

    page = client_of(seen.lead).get(url(seen, "assessment")).content.decode()
    send(client_of(seen.lead), url(seen, "assessment"), box_0="He turns to her.", finish="leave")

    assert "In a minute of looking" in page
    note = Note.objects.get(session=None)
    assert (note.written_in, note.paragraphs[0]["heading"]) == (form, "What the baby shows")
    listed = client_of(make_user(RoleName.ADMINISTRATOR, seen.team)).get(reverse("caseload:note_forms"))
    assert "the assessment record" in listed.content.decode()


def test_the_record_of_another_team_does_not_exist(seen: MadeWork) -> None:
    client = client_of(make_user(RoleName.PRACTITIONER, make_team()))

    for name in ("assessment", "assessment_draft", "agreement"):
        assert client.get(url(seen, name)).status_code == 404
    assert client_of(make_user(RoleName.ADMINISTRATOR, seen.team)).get(url(seen, "agreement")).status_code == 403


def agree(client: Client, work: MadeWork, **more: object) -> str:
    """Record an agreement of today."""
    mother = work.made.mother
    given = {"focus": "What helps when he cries", "offer": "Six meetings at home", f"answer_{mother.key}": "agrees"}
    return str(send(client, url(work, "agreement"), **given | more).content.decode())


@pytest.mark.rule("P65")
def test_an_agreement_keeps_each_adults_answer_and_what_was_explained(seen: MadeWork) -> None:
    mother = seen.made.mother

    page = agree(
        client_of(seen.lead), seen, confidentiality="on", **{f"own_{mother.key}": "I want to sleep, and so does he."}
    )

    assert "The agreement is recorded." in page
    row = WorkAgreement.objects.get()
    answer = row.answers.get()
    assert (answer.person, answer.answer) == (mother, AgreementAnswer.AGREES)
    assert (row.privacy_notice, row.confidentiality) == (False, True)
    for words in ("I want to sleep, and so does he.", "Not given yet", "Explained", "What helps when he cries"):
        assert words in page
    assert not Copy.objects.exists()


@pytest.mark.rule("P65")
def test_an_agreement_begins_with_the_focus_of_the_signed_record_then_with_the_last(seen: MadeWork) -> None:
    client = client_of(seen.lead)
    actions.sign(note=written(seen), by=seen.lead.actor)

    first = client.get(url(seen, "agreement")).content.decode()
    agree(client, seen)
    anew = client.get(url(seen, "agreement")).content.decode()
    page = agree(client, seen, focus="Nights, and meals")

    assert f"About {FOCUS.casefold()}." in first
    assert "What helps when he cries" in anew
    assert WorkAgreement.objects.count() == 2
    assert "Earlier agreements" in page


@pytest.mark.rule("P65")
@pytest.mark.rule("LET-1")
def test_a_sheet_is_one_page_for_each_adult_who_wants_one(seen: MadeWork) -> None:
    long = ("Nights, and what helps " * 60)[:SHEET_LENGTH].strip()
    mother = f"person:{seen.made.mother.pk}"

    page = agree(client_of(seen.lead), seen, focus=long, offer=long, sheet_to=mother)

    copy = Copy.objects.get()
    assert "The sheets are on the family’s list of letters." in page
    assert (copy.recipient, copy.title) == (mother, "What we agreed")
    assert f"What we offer: {long}" in copy.paragraphs
    assert len(PdfReader(io.BytesIO(render_letter(sheet(copy)))).pages) == 1


@pytest.mark.rule("P65")
@pytest.mark.rule("CON-1")
def test_who_must_not_learn_of_the_work_is_neither_asked_nor_sent_a_sheet(seen: MadeWork) -> None:
    Alert.objects.create(
        team=seen.team, family=seen.family, person=seen.made.mother, kind=AlertKind.RESTRICTED_PERSON, created_by=BY
    )

    page = client_of(seen.lead).get(url(seen, "agreement")).content.decode()

    assert f"answer_{seen.made.mother.key}" not in page
    assert f"person:{seen.made.mother.pk}" not in page


@pytest.mark.rule("P65")
def test_an_agreement_needs_somebodys_answer_and_open_work(seen: MadeWork) -> None:
    nobody = agree(client_of(seen.lead), seen, **{f"answer_{seen.made.mother.key}": "not_asked"})
    Episode.objects.filter(pk=seen.episode.pk).update(state=EpisodeState.ENGAGING)
    early = agree(client_of(seen.lead), seen)

    assert "what at least one adult of this work says" in nobody
    assert "once the family was seen" in early
    assert not WorkAgreement.objects.exists()


@pytest.mark.rule("P5")
def test_words_of_record_and_agreement_are_not_for_who_reads_no_notes(seen: MadeWork) -> None:
    agree(client_of(seen.lead), seen)

    page = client_of(make_user(RoleName.ADMINISTRATOR, seen.team)).get(url(seen, "episode")).content.decode()

    assert "Agreement of work" in page
    assert "What helps when he cries" not in page


def test_two_works_of_one_team_have_each_their_own_record(seen: MadeWork) -> None:
    other = make_work(seen.team, lead=seen.lead)
    make_session(other, in_days(-2))
    written(seen)
    other.episode.refresh_from_db()

    written(other)

    assert Note.objects.filter(session=None).count() == 2
