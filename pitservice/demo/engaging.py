"""How a story goes on before the first meeting: the referrer is asked, the family is reached (P64, ENG-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from caseload import actions
from caseload.enums import AttemptOutcome, EnquiryAnswer, HowAsked, Introduces, InviteStep
from caseload.models import Appointment, Episode
from caseload.selectors.enquiry import referral_of
from caseload.selectors.people import adults_of
from families.enums import Channel
from pitservice.accounts.models import User
from pitservice.demo.cast import ENGAGING, Story
from pitservice.demo.intake import Telling
from pitservice.demo.sign_ins import BY
from pitservice.messaging import actions as messaging
from pitservice.messaging.enums import Failure
from pitservice.messaging.gateways.interface import Rejected


def final_enquiries(telling: Telling, episode: Episode, lead: User, ago: int) -> None:
    """The referrer is asked first; one is not sure that it is safe, one has not answered everything (P64)."""
    referral = referral_of(episode)
    if referral is None:
        return
    with telling.calendar.told(telling.at(ago, 15)) as moment:
        asked = actions.Asked(
            who=", ".join(filter(None, (referral.referrer_name, referral.referrer_role))) or "The referrer",
            channel=Channel.CALL,
            on=moment.date(),
            changed="Her sister stays with them now, and the nights are easier.",
            safe=EnquiryAnswer.YES,
            wanted=EnquiryAnswer.YES,
            introduces=Introduces.BEFORE if telling.number % 2 else Introduces.IN_PERSON,
        )
        if telling.story.path == ENGAGING:
            doubt = {"safe": EnquiryAnswer.UNSURE} if telling.number % 2 else {"wanted": "", "introduces": ""}
            asked = replace(asked, **doubt)
        actions.ask_referrer(episode=episode, asked=asked, by=lead.actor)


def referrer_comes(appointment: Appointment, today: date, lead: User) -> None:
    """Both parents want the referrer at the first appointment, and the referrer comes (P64)."""
    asked = today - timedelta(days=1)
    said = actions.Said(dict.fromkeys(adults_of(appointment.episode), True), asked, HowAsked.CALL)
    actions.record_referrer_answers(episode=appointment.episode, said=said, by=lead.actor)
    spoken = actions.Spoken(asked, HowAsked.CALL, "She meets them at the door, and stays for the first half.")
    actions.invite_referrer(appointment=appointment, spoken=spoken, by=lead.actor)
    actions.record_referrer_step(
        appointment=appointment, step=InviteStep.COMING, spoken=replace(spoken, note=""), by=lead.actor
    )


def first_contact(telling: Telling, episode: Episode, lead: User, ago: int) -> None:
    """The first word to each adult, and the calls until somebody spoke (CON-2, ENG-1)."""
    person = adults_of(episode)[0]
    with telling.calendar.told(telling.at(ago, 9, 30)) as moment:
        if telling.story.text and telling.story.mother:
            without = "The referrer rang yesterday: she has told them of us, and all is as it was."
            actions.send_first_contact(episode=episode, without=without, by=lead.actor)
            _deliver(telling.story)
        outcome = AttemptOutcome.NO_ANSWER if telling.number % 3 == 0 else AttemptOutcome.SPOKE
        actions.log_attempt(
            episode=episode, person=person, channel=Channel.CALL, outcome=outcome, made=moment, by=lead.actor
        )
    if telling.number % 3 == 0:
        with telling.calendar.told(telling.at(max(ago - 2, 1), 17)) as moment:
            actions.log_attempt(
                episode=episode,
                person=person,
                channel=Channel.CALL,
                outcome=AttemptOutcome.SPOKE,
                made=moment,
                by=lead.actor,
            )


def _deliver(story: Story) -> None:
    """Let the outbox have what is due; one family's phone no longer exists."""
    if story.special == "failed text":
        for message in messaging.claim(limit=5, by=BY).messages:
            rejected = Rejected(Failure.PERMANENT)
            messaging.record_rejected(message=message, rejected=rejected, by=BY)
        return
    messaging.deliver(by=BY)
