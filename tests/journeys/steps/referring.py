"""When: a professional or a family fills in a public form."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from pitservice.accounts.models import Team
from referrals.models import Referral
from tests.journeys.steps.visitor import Visitor

FATHER = "Daniel Hughes"
WARNING = f"{FATHER} must not find out. He has moved out and does not open their post."
#: Ticked in the form; no letter may carry a word of it.
RISK = "Violence reported in the family"


def due() -> date:
    """When the twins are expected."""
    return timezone.localdate() + timedelta(weeks=9)


def a_professional_refers_the_hard_family(visitor: Visitor, team: Team) -> Referral:
    """The family of P8, by the public form: task by task, answers checked, sent; the reference is shown."""
    visitor.go("referrals:refer", team.slug)
    visitor.reads("This is not the way to report a safeguarding concern")
    visitor.press("I understand: start a referral")
    _task(visitor, "About you")
    _the_referrer(visitor)
    _task(visitor, "The baby")
    _the_twins(visitor)
    _task(visitor, "Parents and carers")
    _the_mother(visitor)
    _the_father(visitor)
    _task(visitor, "Brothers and sisters")
    visitor.fill({"Are there brothers or sisters?": "Maja Wiśniewska, 8"})
    _continue(visitor)
    _task(visitor, "What worries you")
    visitor.fill({"What worries you about how": "Dread of two babies, and no sleep.", "What would the family": "Rest."})
    _continue(visitor)
    _task(visitor, "Risk and stress")
    visitor.page.get_by_label(RISK).check()
    _continue(visitor)
    _task(visitor, "Who is already helping")
    visitor.fill({"Other services": "Midwifery", "GP practice": "Hillside Surgery"})
    visitor.choose("Will you keep your own support in place", "Yes")
    _continue(visitor)
    _task(visitor, "Before we contact the family")
    visitor.fill({"Is there anything we must know": WARNING})
    _continue(visitor)
    return _check_and_send(visitor, "Zofia", FATHER.split()[0], "Maja Wiśniewska", WARNING)


def _task(visitor: Visitor, name: str) -> None:
    """From the list of tasks, where the one before has led back to."""
    visitor.reads("tasks are completed")
    visitor.open(name, exact=True, within=visitor.main)


def _check_and_send(visitor: Visitor, *words: str) -> Referral:
    visitor.reads("Check your answers", *words)
    visitor.press("Send")
    referral = Referral.objects.latest("pk")
    visitor.reads(referral.key, "What happens next")
    return referral


def _continue(visitor: Visitor) -> None:
    visitor.press("Continue")


def _the_referrer(visitor: Visitor) -> None:
    _continue(visitor)
    visitor.reads("There is a problem", "Enter your name")
    visitor.fill({"Your name": "Fatima Begum", "Job title": "Specialist midwife", "Organisation": "St Hilda’s"})
    visitor.select("You are a", "Midwife")
    visitor.fill({"Telephone number": "07700 900 111", "Work email address": "fatima.begum at example"})
    visitor.fill({"Work address": "St Hilda’s Hospital\n1 High Street\nZZ1 1AA"})
    _continue(visitor)
    visitor.reads("Enter an email address in the correct format")
    assert visitor.page.get_by_label("Your name").input_value() == "Fatima Begum", "what was typed is lost"
    visitor.fill({"Work email address": "fatima.begum@example.org"})
    _continue(visitor)


def _the_twins(visitor: Visitor) -> None:
    for another in ("Yes", "No"):
        visitor.choose("Is the baby born?", "Expected")
        visitor.date("Date expected", due())
        visitor.choose("Is this a twin", another)
        _continue(visitor)


def _the_mother(visitor: Visitor) -> None:
    visitor.choose("What are they to the baby?", "Mother")
    visitor.fill({"First name": "Zofia", "Last name": "Nowak"})
    visitor.choose("May they know of this referral?", "Yes")
    visitor.choose("Do they know of it?", "Yes")
    visitor.choose("Do they agree to it?", "Yes")
    visitor.fill({"Who asked them?": "Fatima Begum"})
    visitor.date("When were they asked?", timezone.localdate())
    _continue(visitor)
    visitor.fill({"Mobile or telephone number": "07700 900222"})
    visitor.choose("Is it safe to use?", "Yes")
    visitor.choose("Are texts welcome?", "Yes")
    visitor.fill({"Home address": "12 Rowan Close, Eastfield", "Postcode": "ZZ16 5AU"})
    visitor.choose("Is it safe to send letters there?", "Yes")
    visitor.fill({"Language they like best": "Polish"})
    visitor.choose("Do they need an interpreter?", "Yes")
    visitor.choose("Is there a father, partner or other carer to add?", "Yes")
    _continue(visitor)


def _the_father(visitor: Visitor) -> None:
    visitor.choose("What are they to the baby?", "Father")
    visitor.fill({"First name": "Daniel", "Last name": "Hughes"})
    visitor.choose("May they know of this referral?", "No, they must not learn of it")
    _continue(visitor)
    visitor.fill({"Home address": "3 Mill Lane, Westhaven", "Postcode": "ZZ19 7QT"})
    visitor.choose("Is there a father, partner or other carer to add?", "No, there is none")
    _continue(visitor)


def a_family_gets_in_touch(visitor: Visitor, team: Team) -> Referral:
    """A mother's own form: one thing a page, most of it skipped, a neutral title and a way out on every page (P12)."""
    visitor.go("referrals:contact", team.slug)
    visitor.reads("call 999")
    visitor.press("Start")
    visitor.choose("Who are you?", "A parent or carer, or about to become one")
    _step(visitor)
    visitor.fill({"First name": "Mair"})
    visitor.choose("You are the baby's", "Mother")
    _step(visitor)
    visitor.choose("Is your baby born?", "Yes")
    visitor.fill({"Your baby's name": "Gwen"})
    visitor.date("Date of birth", timezone.localdate() - timedelta(weeks=5))
    _step(visitor)
    visitor.fill({"What is on your mind?": "I feel nothing, and I am scared of it."})
    _step(visitor)
    _step(visitor)
    visitor.choose("How can we reach you safely?", "Text")
    visitor.fill({"Mobile number for texts": "07700 900333"})
    _step(visitor)
    visitor.choose("Is there anybody who must not find out", "No")
    _step(visitor)
    visitor.choose("Is there another parent or a partner", "I would rather not say")
    for _ in range(4):
        _step(visitor)
    return _check_and_send(visitor, "Mair", "I feel nothing, and I am scared of it.")


def _step(visitor: Visitor) -> None:
    assert visitor.page.title() == "Contact form"
    assert visitor.page.get_by_text("Leave this page").first.is_visible()
    _continue(visitor)
