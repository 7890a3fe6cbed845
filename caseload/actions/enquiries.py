"""What the referrer is asked before the first contact, and what is settled about the answers (P64)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from caseload.enums import EnquiryStanding, EpisodeState
from caseload.models import Episode, FinalEnquiry
from caseload.selectors.enquiry import enquiries_of, standing
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.locks import lock

#: How the enquiry may stand when nothing speaks against a first contact.
CLEAR = (EnquiryStanding.NOT_NEEDED, EnquiryStanding.CLEAR, EnquiryStanding.LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, how, when, and what they answered so far."""

    who: str
    channel: str
    on: date
    changed: str = ""
    safe: str = ""
    wanted: str = ""
    introduces: str = ""
    note: str = ""

    @property
    def is_answered(self) -> bool:
        """Each question has its answer."""
        return all((self.changed.strip(), self.safe, self.wanted, self.introduces))


@transaction.atomic
def ask_referrer(*, episode: Episode, asked: Asked, by: Actor) -> FinalEnquiry:
    """Keep that the referrer was asked before first contact, with the answers that there are so far (P64).

    Refused for closed work, for a day before it was opened, and while an earlier enquiry waits for answers.
    """
    episode = lock(episode)
    _check_open(episode)
    row = FinalEnquiry(team_id=episode.team_id, episode=episode, created_by=by)
    if episode.enquiries.filter(answered_on=None, without="").exists():
        raise Refused("The referrer has been asked already. Add the answers to that enquiry.")
    _fill(row, asked)
    row.save()
    record("caseload.ask_referrer", row, by=by, family_id=episode.family_id, answered=asked.is_answered)
    return row


@transaction.atomic
def add_answers(*, enquiry: FinalEnquiry, asked: Asked, seen: int | None = None, by: Actor) -> FinalEnquiry:
    """Add what the referrer answered to an enquiry that waits for it; with the last answer it is answered (P64)."""
    enquiry = lock(enquiry, seen=seen)
    _check_open(enquiry.episode)
    if enquiry.answered_on is not None or enquiry.without:
        raise Refused("This enquiry is answered. What the referrer says now is a new one: ask again.")
    _fill(enquiry, asked)
    enquiry.save()
    record("caseload.add_answers", enquiry, by=by, family_id=enquiry.episode.family_id, answered=asked.is_answered)
    return enquiry


@transaction.atomic
def settle_enquiry(*, enquiry: FinalEnquiry, why: str, seen: int | None = None, by: Actor) -> FinalEnquiry:
    """Say why the work goes on although the referrer's answers spoke against it (P64); a person decides."""
    enquiry = lock(enquiry, seen=seen)
    _check_open(enquiry.episode)
    if not enquiry.is_worrying:
        raise Refused("There is nothing to settle about this enquiry.")
    _settle(enquiry, why, by)
    return enquiry


def go_on_without(episode: Episode, why: str, by: Actor) -> None:
    """Keep why contact is made although the enquiry does not stand clear. Call inside an action, the episode locked.

    Raises Refused without a reason.
    """
    if standing(episode) in CLEAR:
        return
    if not why.strip():
        raise Refused(
            "The referrer has not been asked, or what they answered is not settled. Ask, or say why you go on."
        )
    worrying = [row for row in enquiries_of(episode) if row.is_worrying]
    for row in worrying:
        _settle(row, why, by)
    if not worrying:
        row = FinalEnquiry.objects.create(team_id=episode.team_id, episode=episode, without=why.strip(), created_by=by)
        record("caseload.go_on_without_enquiry", row, by=by, family_id=episode.family_id)


def _settle(row: FinalEnquiry, why: str, by: Actor) -> None:
    if not why.strip():
        raise Refused("Enter what was settled, and with whom.")
    row.settled, row.settled_at, row.settled_by = why.strip(), timezone.now(), by
    row.save(update_fields=["settled", "settled_at", "settled_by"])
    record("caseload.settle_enquiry", row, by=by, family_id=row.episode.family_id)


def _fill(row: FinalEnquiry, asked: Asked) -> None:
    if not row.episode.opened_on <= asked.on <= timezone.localdate():
        raise Refused("The day on which the referrer was asked lies between the day of allocation and today.")
    row.asked, row.channel, row.asked_on = asked.who.strip(), asked.channel, asked.on
    row.changed, row.note = asked.changed.strip(), asked.note.strip()
    row.safe, row.wanted, row.introduces = asked.safe, asked.wanted, asked.introduces
    row.answered_on = timezone.localdate() if asked.is_answered else None


def _check_open(episode: Episode) -> None:
    if episode.state == EpisodeState.CLOSED:
        raise Refused("This piece of work is closed.")
