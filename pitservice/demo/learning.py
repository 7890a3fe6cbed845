"""Notes of the demo: a trainee's, a signature taken back, forms to write in; and a visit alone (P7, P62)."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from caseload import actions
from caseload.actions import Happened, Headings, Visit
from caseload.enums import AllocationRole, AppointmentKind, NoteState, Place
from caseload.models import Allocation, Episode, Note, NoteForm
from caseload.selectors.people import adults_of, babies_of
from pitservice.accounts.models import User
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import Staff

#: How many days ago, what was written, and what became of it.
_COSIGNED, _SENT_BACK, _WAITS = "cosigned", "sent back", "waits"
_VISITS = (
    (
        16,
        "My first visit. I watched the feed, and wrote down who looked at whom, and for how long.",
        _COSIGNED,
    ),
    (9, "It went well.", _SENT_BACK),
    (3, "She laid her down and sang. The crying stopped at the second verse; she looked at me and laughed.", _WAITS),
)
_ASKED = "Say what you saw: who did what, and how the baby answered. Then I can co-sign it."


def tell(staff: Staff, calendar: Calendar) -> None:
    """Toby works along with one of Sam's families: of three notes one is co-signed, one sent back, one waits."""
    toby = User.objects.get(email="trainee@example.org")
    episode = _work_of(staff.sam)
    with calendar.told(calendar.at(calendar.day(20), 10)):
        actions.join_work(episode=episode, user=toby, role=AllocationRole.CO_WORKER, by=staff.lead.actor)
    for ago, words, what in _VISITS:
        note = _visit(episode, toby, ago, words, calendar)
        with calendar.told(calendar.at(calendar.day(ago - 1), 16)):
            if what == _COSIGNED:
                actions.cosign(note=note, by=staff.sam.actor)
            elif what == _SENT_BACK:
                actions.send_back(note=note, reason=_ASKED, by=staff.sam.actor)
    _taken_back(staff, calendar)
    _forms(staff, calendar)
    _alone(episode, toby, staff, calendar)


def _work_of(lead: User) -> Episode:
    mine = Allocation.objects.filter(user=lead, role=AllocationRole.LEAD, ends_on=None, episode__state="intervention")
    return mine.filter(episode__family__restricted=False).order_by("pk")[0].episode


def _visit(episode: Episode, toby: User, ago: int, words: str, calendar: Calendar) -> Note:
    visit = Visit(practitioner=toby, starts=calendar.at(calendar.day(ago), 11), minutes=45, place=Place.HOME)
    people = [*adults_of(episode)[:1], *babies_of(episode)]
    kind = AppointmentKind.INTERVENTION
    with calendar.told(visit.starts - timedelta(days=2)):
        appointment = actions.book(episode=episode, kind=kind, visit=visit, invited=people, by=toby.actor)
    with calendar.told(visit.starts + timedelta(hours=2)):
        happened = Happened(kind=kind, place=Place.HOME, minutes=45)
        session = actions.record_session(
            appointment=appointment, present=people, happened=happened, text=words, by=toby.actor
        )
        return actions.sign(note=session.note, by=toby.actor)


def _taken_back(staff: Staff, calendar: Calendar) -> None:
    """Sam saw a slip in what he had just signed: he took the signature back and signed the note anew."""
    signed = Note.objects.filter(
        author=staff.sam, state=NoteState.SIGNED, session__isnull=False, episode__closed_on=None
    )
    note = signed.filter(episode__family__restricted=False).order_by("-session__started", "-pk")[0]
    session, text = note.session, note.paragraphs[0]["text"]
    assert session is not None, "asked for above"
    by, why = staff.sam.actor, "The grandmother was there too; I had left her out."
    with calendar.told(session.started + timedelta(hours=3)):
        actions.take_signature_back(note=note, reason=why, by=by)
        note.refresh_from_db()
        actions.write_note(session=session, text=f"{text}\n\nHer own mother was there as well.", by=by)
        note.refresh_from_db()
        actions.sign(note=note, by=by)


def _forms(staff: Staff, calendar: Calendar) -> None:
    """Two forms for notes, one of them in its second version; a note with what a neighbour said is marked."""
    first = (("What we saw", "Who looked at whom, who began, how it ended"), ("What comes next", ""))
    with calendar.told(calendar.at(calendar.day(200), 10)):
        kinds = (AppointmentKind.FIRST, AppointmentKind.ASSESSMENT)
        saved = actions.save_note_form(team=staff.team, new=Headings("Observation", first, kinds), by=staff.lead.actor)
    with calendar.told(calendar.at(calendar.day(40), 10)):
        asked = (first[0], ("What the parent said of it", "In their own words"), first[1])
        new = Headings("Observation", asked, kinds)
        saved = actions.save_note_form(team=staff.team, new=new, before=saved, by=staff.lead.actor)
        review = (("What has changed", ""), ("What they still want", "In their own words"), ("What we agreed", ""))
        new = Headings("Review", review, (AppointmentKind.REVIEW,))
        actions.save_note_form(team=staff.team, new=new, by=staff.admin.actor)
    _told_by_a_neighbour(saved, staff, calendar)


def _told_by_a_neighbour(form: NoteForm, staff: Staff, calendar: Calendar) -> None:
    """A visit of Sam's in the form; its second paragraph is from somebody outside the family (P31)."""
    episode = _work_of(staff.sam)
    visit = Visit(practitioner=staff.sam, starts=calendar.at(calendar.day(2), 18), minutes=45, place=Place.HOME)
    people = [*adults_of(episode)[:1], *babies_of(episode)]
    kind = AppointmentKind.INTERVENTION
    text = (
        "## What we saw\n\nShe fed him on the sofa and talked him through it.\n\n"
        "The neighbour stopped me on the stairs: she hears shouting at night.\n\n"
        "## What comes next\n\nI ask her about the nights when we are alone."
    )
    with calendar.told(visit.starts - timedelta(days=2)):
        appointment = actions.book(episode=episode, kind=kind, visit=visit, invited=people, by=staff.sam.actor)
    with calendar.told(visit.starts + timedelta(hours=1)):
        happened = Happened(kind=kind, place=Place.HOME, minutes=45)
        session = actions.record_session(
            appointment=appointment, present=people, happened=happened, text=text, written_in=form, by=staff.sam.actor
        )
        actions.sign(note=session.note, third={1}, by=staff.sam.actor)


def _alone(episode: Episode, toby: User, staff: Staff, calendar: Calendar) -> None:
    """Toby is out alone just now, and Sam waits to hear that he is back: soon he is overdue (P62)."""
    now = timezone.now()
    visit = Visit(practitioner=toby, starts=now - timedelta(minutes=30), minutes=45, place=Place.HOME)
    people = [*adults_of(episode)[:1], *babies_of(episode)]
    with calendar.told(calendar.at(calendar.day(2), 12)):
        appointment = actions.book(
            episode=episode, kind=AppointmentKind.INTERVENTION, visit=visit, invited=people, by=toby.actor
        )
    where, due_back = "At home; the bell is broken, knock", now + timedelta(minutes=25)
    actions.set_out(appointment=appointment, buddy=staff.sam, where=where, due_back=due_back, by=toby.actor)
