"""When: the practitioner reaches the family, books, sees them, writes and signs, ends and follows up."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import expect

from caseload.enums import PLANNED_CHECKS, EndCheck
from caseload.models import Appointment, Ending, Episode, FollowUp, Note
from tests.journeys.steps.visitor import Visitor
from tests.make.caseload import let_it_have_begun

TAKEN = "10am"
NOTE = "Zofia spoke of her first birth.\n\nWe wondered together what the two babies will be like."


def logs_an_attempt(visitor: Visitor, episode: Episode) -> None:
    """Spoke to the mother; the father is not among those who can be chosen."""
    visitor.go("caseload:episode", episode.key)
    visitor.press("Log an attempt")
    expect(visitor.page.get_by_label("Daniel Hughes")).to_have_count(0)
    visitor.choose("Whom did you try to reach?", "Zofia Nowak")
    visitor.choose("How", "Phone call")
    visitor.choose("What came of it", "Spoke to them")
    visitor.press("Log it")
    visitor.reads("The attempt is logged.", "Spoke to them")


def books(visitor: Visitor, episode: Episode, day: date, time: str) -> Appointment:
    """Book a home visit with the interpreter; the father cannot be invited."""
    visitor.go("caseload:book", episode.key)
    visitor.reads("Polish")
    expect(visitor.page.get_by_label("Daniel Hughes")).to_have_count(0)
    visitor.date("Day", day)
    visitor.fill({"Time": time, "Name of the interpreter": "Anna Kowal", "Agency": "Eastfield Language Line"})
    visitor.press("Book")
    visitor.reads("The appointment is booked.")
    return Appointment.objects.latest("pk")


def cannot_book_twice(visitor: Visitor, episode: Episode, day: date, time: str) -> None:
    """The same hour again is refused in a sentence, and nothing that was typed is lost."""
    visitor.go("caseload:book", episode.key)
    visitor.date("Day", day)
    visitor.fill({"Time": time, "Address or place": "12 Rowan Close"})
    visitor.press("Book")
    visitor.reads("There is a problem")
    expect(visitor.page.get_by_label("Address or place")).to_have_value("12 Rowan Close")


def moves(visitor: Visitor, appointment: Appointment, time: str) -> Appointment:
    """Another hour of the same day."""
    visitor.go("caseload:appointment", appointment.key)
    visitor.press("Move")
    visitor.fill({"Time": time})
    visitor.choose("Who asked for another time?", "The family")
    visitor.press("Move it")
    visitor.reads("The appointment is moved.")
    return Appointment.objects.latest("pk")


def the_hour_has_come(appointment: Appointment) -> None:
    """It began some hours ago, today."""
    let_it_have_begun(appointment)


def sees_them_and_signs(visitor: Visitor, appointment: Appointment) -> Note:
    """From the diary to the signed note, with a draft between."""
    visitor.go("caseload:my_day")
    visitor.open("Start")
    visitor.choose("Did it happen?", "Yes")
    visitor.page.get_by_label("Note", exact=True).fill(NOTE)
    expect(visitor.page.get_by_text("Draft saved")).to_be_visible()
    visitor.go("caseload:session", appointment.key)
    expect(visitor.page.get_by_label("Note", exact=True)).to_have_value(NOTE)
    visitor.choose("Did it happen?", "Yes")
    visitor.choose("Was the interpreter there?", "Yes")
    visitor.press("Finish and sign")
    visitor.select("Paragraph 1 is about", "Zofia Nowak")
    visitor.press("Sign")
    visitor.reads("The note is signed.")
    return Note.objects.latest("pk")


def adds_to_the_note(visitor: Visitor, note: Note) -> None:
    """The signed words stay; what is added stands below them."""
    visitor.go("caseload:note", note.key)
    expect(visitor.page.get_by_role("button", name="Go on writing")).to_have_count(0)
    visitor.press("Add to this note")
    visitor.fill({"What you want to add": "She rang: she slept."})
    visitor.press("Add and sign")
    visitor.reads("We wondered together", "She rang: she slept.")


def ends(visitor: Visitor, episode: Episode) -> Ending:
    """End the work with a letter to the mother; nothing goes to the father, and the page says so."""
    visitor.go("caseload:episode", episode.key)
    visitor.press("End the work")
    expect(visitor.page.get_by_label("Daniel Hughes")).to_have_count(0)
    visitor.choose("Why does the work end?", "Work completed")
    visitor.fill({"Summary of the work": "She is ready for them.", "In the parent’s own words": "I can breathe."})
    for line in PLANNED_CHECKS:
        visitor.choose(line.label, "Does not apply" if line == EndCheck.MEASURES else "Done")
    visitor.page.get_by_label("Zofia Nowak, who came").check()
    visitor.page.get_by_label("The family agreed to be followed up").check()
    visitor.press("End the work")
    visitor.reads("The work is ended.")
    return Ending.objects.latest("pk")


def half_a_year_passes(follow_up: FollowUp) -> None:
    """The test's own hand on the clock: it fell due yesterday."""
    FollowUp.objects.filter(pk=follow_up.pk).update(due_on=timezone.localdate() - timedelta(days=1))


def follows_up(visitor: Visitor, follow_up: FollowUp) -> None:
    """From the home page: confirm first, then record how it went."""
    visitor.go("home")
    visitor.go("caseload:follow_ups")
    visitor.go("caseload:follow_up", follow_up.key)
    visitor.press("Confirm the contacts")
    visitor.fill({"Who does the baby live with now?": "Zofia"})
    visitor.page.get_by_label("I have checked the contacts").check()
    visitor.press("Confirm")
    visitor.press("Record how it went")
    visitor.choose("How did it go?", "Done")
    visitor.fill({"What the family said": "Both babies sleep."})
    visitor.press("Save")
    visitor.reads("The follow-up is recorded. The work stays closed.")
