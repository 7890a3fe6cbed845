"""When: the practitioner records a consultation that names no family."""

from __future__ import annotations

from django.utils import timezone

from consultation.models import Consultation
from tests.journeys.steps.stage import STATEMENT
from tests.journeys.steps.visitor import Visitor


def records_a_consultation(visitor: Visitor, minutes: int) -> Consultation:
    """Anonymous, with its minutes; a name in it is asked about, and taken out."""
    visitor.go("consultation:list")
    visitor.press("Record a consultation")
    visitor.reads(STATEMENT)
    page = visitor.page
    visitor.press("Record the consultation")
    visitor.reads("There is a problem", "Enter how many minutes it took")
    visitor.date("When was it?", timezone.localdate())
    page.get_by_label("Minutes", exact=True).fill(str(minutes))
    visitor.choose("How did it take place?", "With one colleague")
    page.get_by_label("Name", exact=True).fill("Rhian Lloyd")
    visitor.select("Role", "Health visitor")
    visitor.choose("Is the family named?", "Anonymous")
    visitor.select("The baby's age", "0 to 3 months")
    visitor.fill({"Notes": "Marta Zielinska cannot look at the baby."})
    visitor.choose("What follows?", "Advised to refer")
    page.get_by_label("The consultee was given our statement").check()
    visitor.press("Record the consultation")
    visitor.reads("Nobody can be known by it")
    visitor.fill({"Notes": "A mother cannot look at the baby."})
    visitor.press("Record the consultation")
    visitor.reads("The consultation is recorded.", f"{minutes}")
    return Consultation.objects.latest("pk")
