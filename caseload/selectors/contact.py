"""What the contact rules answer about a piece of work's adults, to show before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from caseload.models import Episode
from caseload.selectors.people import adults_of, adults_to_work_with
from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, Purpose
from families.models import Family, Person
from pitservice.accounts.models import Team
from pitservice.letters.words import book_of


def first_contact_answers(episode: Episode) -> list[Addressee]:
    """Each adult of the work with the answer for a first text (CON-2); restricted adults are not in the work."""
    return _answers(episode.family, episode.team, adults_of(episode))


def first_word_answers(family: Family, team: Team) -> list[Addressee]:
    """The same for a family with which work is about to begin: the adults who would be in it."""
    return _answers(family, team, adults_to_work_with(family))


def _answers(family: Family, team: Team, people: Iterable[Person]) -> list[Addressee]:
    refs = {f"person:{person.pk}" for person in people}
    versions = book_of(team).versions("first_contact")
    question = Question(Purpose.FIRST_CONTACT, Channel.TEXT, timezone.now(), automatic=False, versions=versions)
    return [to for to in who_may_be_told(f"family:{family.pk}", question) if to.recipient in refs]
