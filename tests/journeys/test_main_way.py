"""One family all the way through, as three users see it, with a real worker: the walk of issue §4, 1 to 10.

It is the hard family of P8: parents apart, a father who must not know, a mother who reads Polish and needs an
interpreter, unborn twins, a sister at school with another surname. Above all it says who was **not** told.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from playwright.sync_api import Page

from caseload.enums import EpisodeState, FollowUpState, NoteState
from caseload.models import Episode, FollowUp, Note
from families.models import Family, Person
from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message, OutboxEntry
from referrals.enums import PartyRole, ReferralState
from referrals.models import Referral, WaitingEntry
from tests.harness.product import RunningProduct
from tests.journeys.steps import caseload, consulting, deciding, letters, referring, reports, waiting
from tests.journeys.steps.stage import Stage, a_handful_of_referrals, set_the_stage
from tests.journeys.steps.visitor import Visitor
from tests.make.caseload import open_in

TRANSLATED = "A checked Polish translation goes with it."


@pytest.mark.rule("P8")
@pytest.mark.rule("P1")
@pytest.mark.rule("P2")
@pytest.mark.rule("P45")
@pytest.mark.rule("P46")
def test_the_hard_family_from_referral_to_report(running_product: RunningProduct, page: Page) -> None:
    stage = set_the_stage()
    a_handful_of_referrals(stage)
    visitor = Visitor(page, running_product.url)

    referral = referring.a_professional_refers_the_hard_family(visitor, stage.team)
    the_submission_is_kept(referral)

    visitor.sign_in(stage.lead)
    deciding.a_picture_is_taken(visitor)
    family = the_lead_accepts(visitor, referral)

    visitor.sign_in(stage.administrator)
    the_letters_go_to_those_who_may_know(visitor, family)

    visitor.sign_in(stage.lead)
    episode = the_lead_allocates(visitor, stage, family)

    visitor.sign_in(stage.practitioner)
    the_practitioner_arranges_a_visit(visitor, episode)
    the_practitioner_sees_them(visitor, episode)
    the_practitioner_ends_the_work(visitor, episode)
    consulting.records_a_consultation(visitor, minutes=35)

    visitor.sign_in(stage.administrator)
    the_administrator_reports(visitor)
    nobody_was_told_who_must_not_know(visitor, family)


def the_submission_is_kept(referral: Referral) -> None:
    """Exactly as sent, with each adult's own answers beside it (P2)."""
    assert referral.submitted["_typed"]["contact-1"]["mobile"] == ["07700 900222"]
    assert referral.warning == referring.WARNING
    parties = referral.people.order_by("pk").values_list("role", "given_name", "knows", "agrees", "must_not_know")
    assert list(parties) == [
        (PartyRole.BABY, "", "unknown", "unknown", False),
        (PartyRole.BABY, "", "unknown", "unknown", False),
        (PartyRole.MOTHER, "Zofia", "yes", "yes", False),
        (PartyRole.FATHER, "Daniel", "unknown", "unknown", True),
        (PartyRole.SIBLING, "Maja", "unknown", "unknown", False),
    ]


def the_lead_accepts(visitor: Visitor, referral: Referral) -> Family:
    """Triage: read first, then decided with every letter in view; nothing for the father or the surgery."""
    deciding.the_inbox_shows(visitor, referral, "Zofia", "Read first", "1 significant", "Midwife")
    visitor.reads("Nothing goes out until somebody has read it.")
    deciding.reads_the_warning(visitor)
    deciding.accepts(visitor, expects=("Letter to Zofia Nowak", "Letter to Fatima Begum", "Nothing to Daniel Hughes"))
    referral.refresh_from_db()
    assert referral.state == ReferralState.WAITING
    assert referral.family is not None
    return referral.family


def the_letters_go_to_those_who_may_know(visitor: Visitor, family: Family) -> None:
    """The referrer's letter is made at once; the mother's waits for a translation, and then is made by the worker."""
    copies = Copy.objects.filter(letter__family=family)
    assert {copy.reader_name: copy.state for copy in copies.filter(state=CopyState.HELD)} == {
        "Zofia Nowak": CopyState.HELD
    }
    letters.is_made(copies.get(reader_name="Fatima Begum"))

    letters.confirms(visitor, "acceptance to Zofia Nowak", TRANSLATED, "Confirm and make the letter")

    mothers = copies.get(reader_name="Zofia Nowak")
    letters.is_made(mothers)
    for copy in copies:
        text = letters.opens_the_pdf(visitor, copy)
        assert copy.reader_name in text
        letters.names_nothing_it_must_not(text)
    assert "12 Rowan Close" in letters.opens_the_pdf(visitor, mothers)
    letters.posts(visitor, "Letter to Zofia Nowak", "Letter to Fatima Begum")
    assert set(copies.values_list("reader_name", "state")) == {
        ("Zofia Nowak", CopyState.POSTED),
        ("Fatima Begum", CopyState.POSTED),
    }


def the_lead_allocates(visitor: Visitor, stage: Stage, family: Family) -> Episode:
    """From the waiting list to the practitioner."""
    waiting.the_list_shows(visitor, "Zofia")
    entry = WaitingEntry.objects.get(family=family)
    episode = waiting.allocates(visitor, entry.key, stage.practitioner)
    assert episode.state == EpisodeState.ENGAGING
    assert episode.babies.count() == 2
    return episode


def the_practitioner_arranges_a_visit(visitor: Visitor, episode: Episode) -> None:
    """An attempt, a visit, another hour for it; one reminder to the mother, once a person has answered (REM-1)."""
    caseload.logs_an_attempt(visitor, episode)
    day = timezone.localdate() + timedelta(days=open_in(9))
    first = caseload.books(visitor, episode, day, "10am")
    caseload.cannot_book_twice(visitor, episode, day, "10:30am")
    appointment = caseload.moves(visitor, first, "2pm")

    reminders = Message.objects.filter(family=episode.family)
    old, new = reminders.get(wanted=f"appointment:{first.pk}"), reminders.get(wanted=f"appointment:{appointment.pk}")
    assert (old.state, new.state, new.recipient_name) == (MessageState.CANCELLED, MessageState.HELD, "Zofia Nowak")
    assert reminders.count() == 2
    # The test's own hand on the clock: the day of the reminder has come.
    reminders.filter(pk=new.pk).update(not_before=timezone.now() - timedelta(minutes=1))
    letters.confirms(visitor, "reminder to Zofia Nowak", TRANSLATED, "Confirm and send")
    letters.is_gone(new)
    letters.the_outbox_holds(visitor, new.value, times=1)
    caseload.the_hour_has_come(appointment)


def the_practitioner_sees_them(visitor: Visitor, episode: Episode) -> None:
    """The session, its draft, the signed note that nobody can change, and what is added below it."""
    appointment = episode.appointments.latest("pk")
    note = caseload.sees_them_and_signs(visitor, appointment)
    assert note.state == NoteState.SIGNED
    signed = list(note.paragraphs)
    with pytest.raises(DatabaseError):
        Note.objects.filter(pk=note.pk).update(paragraphs=[{"text": "Something else."}])
    caseload.adds_to_the_note(visitor, note)
    note.refresh_from_db()
    assert note.paragraphs == signed


def the_practitioner_ends_the_work(visitor: Visitor, episode: Episode) -> None:
    """The ending, and half a year later the follow-up: the work stays closed (END-1, FUP-1)."""
    caseload.ends(visitor, episode)
    follow_up = FollowUp.objects.get(episode=episode)
    assert follow_up.due_on > timezone.localdate() + timedelta(days=150)
    caseload.half_a_year_passes(follow_up)
    caseload.follows_up(visitor, follow_up)
    follow_up.refresh_from_db()
    episode.refresh_from_db()
    assert (follow_up.state, episode.state) == (FollowUpState.DONE, EpisodeState.CLOSED)


def the_administrator_reports(visitor: Visitor) -> None:
    """The quarter: each number opens its list, no chart tells a hidden count, PDF and CSV come from a job."""
    report = reports.previews(visitor)
    reports.opens_each_list(
        visitor,
        report,
        "referrals-received",
        "decisions-made",
        "wait-first",
        "appointments",
        "endings",
        "consultations",
    )
    reports.draws_no_hidden_count(visitor, report)
    pdf, csv = reports.freezes(visitor, report)
    assert pdf.startswith(b"%PDF")
    assert "Northfield ICB" in letters.text_of(pdf)
    assert "Referrals received" in csv.decode("utf-8-sig")
    assert "Nowak" not in csv.decode("utf-8-sig") + letters.text_of(pdf)


def nobody_was_told_who_must_not_know(visitor: Visitor, family: Family) -> None:
    """Not the father, not the sister, not the surgery: no row, no line, no text; the mother was texted once (P8)."""
    father = Person.objects.get(given_name="Daniel")
    assert not Copy.objects.filter(recipient=f"person:{father.pk}").exists()
    assert not Message.objects.filter(recipient=f"person:{father.pk}").exists()
    told = set(Copy.objects.filter(letter__family=family).values_list("reader_name", flat=True))
    texted = set(Message.objects.filter(family=family).values_list("recipient_name", flat=True))
    assert (told, texted) == ({"Zofia Nowak", "Fatima Begum"}, {"Zofia Nowak"})
    assert OutboxEntry.objects.count() == 1
    for copied in Copy.objects.filter(letter__family=family).values_list("copied_to", flat=True):
        letters.names_nothing_it_must_not(" ".join(copied))
    visitor.go("letters:family", family.key)
    for line in visitor.page.get_by_role("row").all_inner_texts():
        assert "Daniel" not in line
        assert "Hillside" not in line
