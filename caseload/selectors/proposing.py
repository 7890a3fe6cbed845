"""How somebody with a reading or learning need is told of an appointment: what the contact rules allow (P68)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from families.contact import Addressee, Question, answers_to
from families.enums import Channel, NeedKind, Purpose
from families.models import Family, Need, Person
from pitservice.letters.words import book_of

#: Needs that a plain letter does not meet.
IN_A_FORM = (NeedKind.LITERACY, NeedKind.FORMAT)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One adult, what they need, and the rules' answer for a text and a call now and for the letter that confirms."""

    person: Person
    needs: Sequence[str]
    text: Addressee
    call: Addressee
    letter: Addressee


def proposals_for(family: Family, adults: Sequence[Person], needs: Sequence[Need]) -> list[Proposal]:
    """For each of these adults with a reading or learning need, or who needs another form (DAPB1605, P68).

    Nothing is asked where nobody has such a need. `needs` are those of the family that stand.
    """
    theirs = [need for need in needs if need.kind in IN_A_FORM]
    people = [adult for adult in adults if any(need.person_id == adult.pk for need in theirs)]
    if not people:
        return []
    now, book = timezone.now(), book_of(family.team)
    ways = ((Channel.TEXT, "appointment_booked"), (Channel.CALL, "appointment_booked"), (Channel.LETTER, "appointment"))
    questions = {
        channel: Question(Purpose.APPOINTMENT, channel, now, automatic=False, versions=book.versions(words))
        for channel, words in ways
    }
    answers = answers_to(f"family:{family.pk}", questions)
    text, call, letter = ({to.recipient: to for to in answers[channel]} for channel, _ in ways)
    found = []
    for person in people:
        ref, own = f"person:{person.pk}", [need.text for need in theirs if need.person_id == person.pk]
        if ref in text and ref in call and ref in letter:
            found.append(Proposal(person, own, text[ref], call[ref], letter[ref]))
    return found
