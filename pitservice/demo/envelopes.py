"""Leaflets and forms, a letter written from a draft, a pile half posted, a letter that came back. All is invented."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from families.enums import Answer, Purpose
from families.models import Family, FamilyProfessional
from families.selectors import grieving
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import BY, Staff
from pitservice.letters import actions
from pitservice.letters.actions import Decided
from pitservice.letters.actions.enclosing import Settled
from pitservice.letters.composing import Reader
from pitservice.letters.enums import CopyState, EnclosureKind, Given, Online, Patient, Shape
from pitservice.letters.models import Copy, Enclosure, Letter
from pitservice.letters.registry import Occasion, occasions_of
from pitservice.letters.render import pdf_of
from pitservice.letters.selectors import readers_of

_LEFT_OUT = "She told us of her own childhood by herself. It is not for anybody else."
_LEAFLETS = (
    (
        Settled("Who we are, and what happens next", EnclosureKind.LEAFLET, proposed_when=[f"with:{Purpose.ACCEPTED}"]),
        ("We work with babies and the people who care for them.", "We come to you, or you come to us, as you like."),
    ),
    (
        Settled("May we share information?", EnclosureKind.CONSENT, proposed_when=["share"]),
        ("Tick whom we may tell. You can change your mind at any time.", "Nothing changes in our work if you say no."),
    ),
    (
        Settled(
            "How your record is kept", EnclosureKind.LEAFLET, given=Given.VISIT, proposed_when=["first_visit", "share"]
        ),
        ("You may ask to see it.", "We tell you before we share anything, unless somebody could be hurt."),
    ),
    (
        Settled("Kim jesteśmy", EnclosureKind.LEAFLET, language="pl", proposed_when=[f"with:{Purpose.ACCEPTED}"]),
        ("Pracujemy z niemowlętami i ich opiekunami.", "Przychodzimy do Państwa domu albo zapraszamy do nas."),
    ),
)
_WORDS = (
    "Thank you for coming, and for bringing your baby. It was good to see how you look for one another.",
    "You told me of your own childhood, and that the nights bring it back.",
    "We agreed to meet again in two weeks, at your home. If another day is easier, ring us.",
)


def tell(staff: Staff, calendar: Calendar) -> None:
    """What an administrator and a practitioner did with letters of late."""
    with calendar.told(calendar.at(calendar.working(80), 14)):
        for settled, lines in _LEAFLETS:
            body = "".join(f"<p>{line}</p>" for line in lines)
            language = "en-GB" if settled.language == "en" else settled.language
            page = f'<html lang="{language}"><head><title>{settled.title}</title></head>'
            pdf = pdf_of(f"{page}<body><main><h1>{settled.title}</h1>{body}</main></body></html>")
            name = f"{settled.title.lower().replace(' ', '-')}.pdf"
            actions.add_enclosure(team=staff.team, settled=settled, name=name, content=pdf, by=staff.admin.actor)
    with calendar.told(calendar.at(calendar.working(3), 16)):
        letters = _written(staff)
    with calendar.told(calendar.at(calendar.working(2), 10)):
        _half_posted(letters, staff)
    _came_back(staff, calendar)


def _written(staff: Staff) -> list[Copy]:
    """Two letters after sessions: copies for others proposed, one of them chosen without a paragraph, the rest not."""
    found: list[Copy] = []
    viewer = Viewer.of(staff.lead, Permission.SEND)
    families = Family.objects.visible_to(viewer).filter(team=staff.team, restricted=False, merged_into=None)
    rows = list(families.filter(episodes__sessions__isnull=False).distinct().order_by("pk"))
    served = set(FamilyProfessional.objects.filter(ends_on=None).values_list("family", flat=True))
    rows.sort(key=lambda family: family.pk not in served)
    grieve = grieving([family.pk for family in rows])
    for family in rows:
        occasion = next(iter(occasions_of(family, viewer)), None)
        if family.pk in grieve or occasion is None or not occasion.attended:
            continue
        found += _letter(family, occasion, staff, leave_out=not found)
        if len(found) > 1:
            break
    return found


def _letter(family: Family, occasion: Occasion, staff: Staff, *, leave_out: bool) -> list[Copy]:
    by = staff.lead.actor
    letter = actions.begin_letter(
        family=family,
        title="After our meeting",
        paragraphs=_WORDS,
        occasion=occasion.ref,
        written_to=occasion.attended,
        by=by,
    )
    readers = readers_of(letter, timezone.now())
    if not any(reader.is_main and reader.to.answer is Answer.ALLOW for reader in readers):
        actions.drop_letter(letter=letter, reason="Nobody of them may be written to now.", by=by)
        return []
    other = next((one for one in readers if not one.is_adult and not one.may_not), None)
    if other is not None and leave_out:
        _for_somebody_else(letter, other, staff)
    actions.approve(letter=letter, by=by)
    copies = list(letter.copies.filter(state=CopyState.QUEUED).order_by("-is_main", "pk"))
    for copy in copies:
        actions.make(copy=copy, by=BY)
        copy.refresh_from_db()
    return [copy for copy in copies if copy.state == CopyState.READY]


def _for_somebody_else(letter: Letter, reader: Reader, staff: Staff) -> None:
    """A professional gets a copy without the paragraph that is a parent's own."""
    actions.mark_about_parent(letter=letter, places=[1], by=staff.lead.actor)
    decided = Decided(goes=True, reason="They see the baby too.", left_out=[1], left_out_why=_LEFT_OUT)
    if reader.is_gp:
        decided = replace(decided, patient=Patient.BABY, online=Online.SAFE)
    actions.decide_copy(letter=letter, recipient=reader.ref, decided=decided, by=staff.lead.actor)


def _half_posted(copies: list[Copy], staff: Staff) -> None:
    """Printed together, one with a consent form; the first is in the post, the others wait on the desk."""
    if not copies:
        return
    by = staff.admin.actor
    form = Enclosure.objects.filter(team=staff.team, kind=EnclosureKind.CONSENT, in_use=True)
    first = actions.fill_envelope(copy=copies[0], enclosures=list(form), by=by)
    actions.start_run(copies=copies, shape=Shape.SHEETS, by=by)
    first.refresh_from_db()
    actions.mark_posted(copy=first, by=by)


def _came_back(staff: Staff, calendar: Calendar) -> None:
    """A letter of last month is back, "gone away": its address is marked, and the administrator deals with it."""
    posted = Copy.objects.filter(
        team=staff.team, state=CopyState.POSTED, point__startswith="point:", letter__purpose=Purpose.ACCEPTED
    )
    copy = posted.exclude(letter__family=None).order_by("-posted_at", "-pk").first()
    if copy is not None:
        with calendar.told(calendar.at(calendar.working(1), 11)):
            actions.came_back(copy=copy, on=timezone.localdate(), by=staff.admin.actor)
            actions.take_on(copy=copy, by=staff.admin.actor)
