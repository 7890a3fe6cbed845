"""The report at the end of the work: a letter for each reader, checked apart (P66, LET-1, P40)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from caseload import actions
from caseload.actions.end_reports import report_readers
from caseload.closing import changes_for
from caseload.enums import AppointmentKind, EndReason, Place
from families.enums import AlertKind, ProfessionalRole
from families.models import Alert
from pitservice.accounts.enums import Permission, RoleName
from pitservice.db.errors import Refused
from pitservice.letters.models import Copy, Letter
from tests.caseload.pages.forms import filled, send
from tests.make.accounts import BY, client_of, make_team, make_user, viewer_of
from tests.make.caseload import MadeWork, in_days, make_session, make_work
from tests.make.families import add_professional, make_family
from tests.measures.make import phq, score

pytestmark = pytest.mark.django_db


def end(work: MadeWork) -> MadeWork:
    """The work ends today, after a session."""
    ended = actions.Ended(
        EndReason.COMPLETED,
        timezone.localdate(),
        summary="They found each other.",
        parents_words="I see him now.",
        step_down="The baby group",
    )
    actions.end(episode=work.episode, ended=ended, by=BY)
    work.episode.refresh_from_db()
    return work


@pytest.fixture
def ended(work: MadeWork) -> MadeWork:
    """A family that was seen, whose work has ended."""
    make_session(work)
    return end(work)


def url(work: MadeWork) -> str:
    """The page."""
    return reverse("caseload:end_report", args=[work.episode.key])


def mother(work: MadeWork) -> str:
    """As the contact rules name her."""
    return f"person:{work.made.mother.pk}"


@pytest.mark.rule("P66")
def test_the_report_begins_from_what_was_recorded_and_is_a_letter_to_the_parent(ended: MadeWork) -> None:
    client = client_of(ended.lead)
    page = client.get(url(ended))
    begun = filled(page)

    answer = send(client, url(ended), to=[mother(ended)], changes_0="To sleep: 2, then 7.")

    assert (begun["account"], begun["own_0"], begun["what_next"]) == (
        "They found each other.",
        "I see him now.",
        "The baby group",
    )
    assert "1 letter written." in answer.content.decode()
    copy = Copy.objects.get()
    assert copy.recipient == mother(ended)
    said = "\n".join(copy.paragraphs)
    for words in ("They found each other.", "“I see him now.”", "To sleep: 2, then 7.", "The baby group"):
        assert words in said
    assert "A report was written" in client.get(url(ended)).content.decode()


@pytest.mark.rule("P66")
@pytest.mark.rule("P40")
def test_the_referrer_reads_their_own_words_and_only_what_a_parent_agreed_to_share(ended: MadeWork) -> None:
    referrer = f"professional:{add_professional(ended.made, 'Mary Hill', ProfessionalRole.REFERRER).pk}"
    client = client_of(ended.lead)
    both = [mother(ended), referrer]

    without = send(client, url(ended), to=both)
    send(client, url(ended), to=[referrer], to_referrer="They did well.", changes_0="To sleep: 2, then 7.")
    send(client, url(ended), to=both, to_referrer="They did well.", shared=[mother(ended)])

    assert without.status_code == 422
    assert "Enter what the referrer should read" in without.content.decode()
    kept, shared = Copy.objects.filter(recipient=referrer).order_by("pk")
    assert "They did well." in kept.paragraphs
    for words in ("I see him now.", "To sleep", "They found each other."):
        assert words not in "\n".join(kept.paragraphs)
    assert "I see him now." in "\n".join(shared.paragraphs)
    assert Letter.objects.count() == 3


@pytest.mark.rule("P66")
@pytest.mark.rule("P2")
def test_each_parent_reads_what_is_theirs_and_nothing_of_the_other(work: MadeWork) -> None:
    two = make_work(lead=work.lead, made=make_family(work.team, father="Omar"))
    father = two.made.father
    assert father is not None
    appointment = make_session(two, in_days(-2)).appointment
    happened = actions.Happened(kind=AppointmentKind.ASSESSMENT, place=Place.HOME, minutes=60)
    actions.record_session(
        appointment=appointment, present=[*two.everybody, father], happened=happened, text="", by=two.lead.actor
    )
    end(two)
    client = client_of(two.lead)
    begun = filled(client.get(url(two)))

    send(client, url(two), to=[mother(two), f"person:{father.pk}"], own_0="I sleep.", own_1="I hold him.")

    assert "own_0" not in begun  # whose words they are is not known where two came
    hers, his = Copy.objects.order_by("letter__pk")
    assert "I hold him." not in "\n".join(hers.paragraphs)
    assert "I sleep." not in "\n".join(his.paragraphs)
    assert hers.letter_id != his.letter_id


@pytest.mark.rule("P66")
@pytest.mark.rule("P2")
def test_goals_and_measures_stand_with_the_adult_whose_they_are(work: MadeWork) -> None:
    make_session(work, in_days(-9))
    make_session(work, in_days(-3))
    score(work, answers=phq(18), days=8)
    definition = score(work, answers=phq(7), days=1).definition
    viewer = viewer_of(work.lead, Permission.RECORD_SESSIONS)

    hers = changes_for(work.episode, work.made.mother.pk, viewer)

    assert [line.split(":")[0] for line in hers] == [definition.code]
    assert "18, then 7" in hers[0]
    assert changes_for(work.episode, work.made.baby.pk, viewer) == []
    no_notes = viewer_of(make_user(RoleName.ADMINISTRATOR, work.team), Permission.SEE_CASELOAD)
    assert changes_for(work.episode, work.made.mother.pk, no_notes) == []


@pytest.mark.rule("P66")
@pytest.mark.rule("CON-1")
def test_who_must_not_learn_of_the_work_is_no_reader(ended: MadeWork) -> None:
    Alert.objects.create(
        team=ended.team, family=ended.family, person=ended.made.mother, kind=AlertKind.RESTRICTED_PERSON, created_by=BY
    )

    assert [to.role for to in report_readers(ended.episode)] == [ProfessionalRole.REFERRER]
    assert mother(ended) not in client_of(ended.lead).get(url(ended)).content.decode()
    with pytest.raises(Refused, match="Choose who gets the report"):
        actions.write_end_report(episode=ended.episode, report=actions.EndReport("x"), to=[mother(ended)], by=BY)


@pytest.mark.rule("P66")
def test_a_report_is_written_when_the_ending_has_begun(work: MadeWork) -> None:
    make_session(work)
    client = client_of(work.lead)

    early = send(client, url(work), account="Too early", to=[mother(work)])
    for phase in ("intervention", "ending"):
        ahead = in_days(20).date() if phase == "ending" else None
        actions.begin_phase(episode=work.episode, phase=phase, ending_on=ahead, by=BY)
    page = client.get(reverse("caseload:episode", args=[work.episode.key])).content.decode()

    assert early.status_code == 409
    assert "when the ending has begun" in early.content.decode()
    assert "Too early" in early.content.decode()
    assert url(work) in page


def test_another_team_and_who_records_nothing_have_no_such_page(ended: MadeWork) -> None:
    other = make_user(RoleName.PRACTITIONER, make_team())

    assert client_of(other).get(url(ended)).status_code == 404
    assert client_of(make_user(RoleName.ADMINISTRATOR, ended.team)).get(url(ended)).status_code == 403
    assert (
        url(ended) in client_of(ended.lead).get(reverse("caseload:episode", args=[ended.episode.key])).content.decode()
    )
