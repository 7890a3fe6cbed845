"""What the contact rules answer about a piece of work's adults, to show before anything is sent."""

from __future__ import annotations

from django.utils import timezone

from caseload.models import Episode
from caseload.selectors.people import adults_of
from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, Purpose
from pitservice.letters.words import book_of


def first_contact_answers(episode: Episode) -> list[Addressee]:
    """Each adult of the work with the answer for a first text (CON-2); restricted adults are not in the work."""
    refs = {f"person:{person.pk}" for person in adults_of(episode)}
    versions = book_of(episode.team).versions("first_contact")
    question = Question(Purpose.FIRST_CONTACT, Channel.TEXT, timezone.now(), automatic=False, versions=versions)
    return [to for to in who_may_be_told(f"family:{episode.family_id}", question) if to.recipient in refs]
