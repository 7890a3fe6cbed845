"""The referrer at the first appointment: whether they may be invited, how far it is, and who is still to tell (P64)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from caseload.enums import (
    CANCELLED,
    STANDING_INVITATION,
    AppointmentState,
    HowAsked,
    InviteStep,
)
from caseload.models import Appointment, Episode, ReferrerAnswer, ReferrerStep
from caseload.selectors.answers import last_of_each, somebody_said_no, without_a_yes
from caseload.selectors.enquiry import referral_of
from caseload.selectors.people import adults_of
from caseload.selectors.work import ours
from families.contact import Question, who_may_be_told
from families.enums import Channel, ProfessionalRole, Purpose
from families.models import Person
from families.selectors import loss_stands
from pitservice.accounts.viewer import Viewer
from referrals.models import Referral

#: What of the contact rules speaks against nothing here: each adult was asked about this very thing, and a person
#: who rings needs no number of ours.
_ANSWERED = frozenset({"referrer-not-asked", "no-point"})
_NOT_LISTED = "The referrer is not among the professionals of this family any more."


@dataclass(frozen=True, slots=True)
class Inviting:
    """How far the invitation of the referrer to an appointment is.

    `answers`: what each adult said last; `missing`: who is invited and has not agreed; `steps`: newest first;
    `against`: what the contact rules say against telling the referrer anything, where that was asked.
    """

    referral: Referral | None
    answers: Mapping[int, ReferrerAnswer]
    missing: Sequence[Person]
    steps: Sequence[ReferrerStep]
    against: Sequence[str] = ()

    @property
    def last(self) -> str:
        """The last step, or nothing."""
        return self.steps[0].step if self.steps else ""

    @property
    def name(self) -> str:
        """Who is invited: as they were invited, else as the referral names them."""
        return self.steps[0].name if self.steps else called(self.referral)

    @property
    def refused(self) -> bool:
        """An adult has said no, whether invited to this or not."""
        return somebody_said_no(self.answers)

    @property
    def may_come(self) -> bool:
        """There is somebody, every adult who is invited agrees, none has said no, and nothing speaks against it."""
        return not (self.referral is None or self.missing or self.refused or self.against)


def called(referral: Referral | None) -> str:
    """The referrer by name, role and organisation."""
    if referral is None:
        return ""
    parts = (referral.referrer_name, referral.referrer_role, referral.referrer_organisation)
    return ", ".join(part for part in parts if part)[:300]


def answers_of(episode: Episode) -> Mapping[int, ReferrerAnswer]:
    """What each adult said last to the referrer being there, by person id."""
    return last_of_each(ReferrerAnswer.objects.filter(episode=episode))


def inviting(appointment: Appointment, *, asking: bool) -> Inviting:
    """How far it is; `asking`: whether the contact rules are asked too, which costs more."""
    episode = appointment.episode
    referral, answers = referral_of(episode), answers_of(episode)
    invited = {one.person_id for one in appointment.invitations.all()}
    return Inviting(
        referral,
        answers,
        without_a_yes(answers, adults_of(episode), invited),
        list(appointment.referrer_steps.order_by("-created_at", "-pk")),
        against(episode, referral) if asking and referral is not None else (),
    )


def against(episode: Episode, referral: Referral, how: str = HowAsked.CALL) -> Sequence[str]:
    """What the contact rules say against the referrer being told of an appointment, in sentences (CON-1, TELL-1).

    Whoever is told in person or by telephone needs no number that we have; by e-mail the team must list it (P43).
    """
    channel = Channel.EMAIL if how == HowAsked.EMAIL else Channel.CALL
    question = Question(Purpose.APPOINTMENT, channel, timezone.now(), automatic=False)
    name = referral.referrer_name[:120]
    for to in who_may_be_told(f"family:{episode.family_id}", question):
        if to.role == ProfessionalRole.REFERRER and to.name == name:
            return [why for code, why in zip(to.codes, to.reasons, strict=True) if code not in _ANSWERED]
    return [_NOT_LISTED]


def with_step(appointments: QuerySet[Any]) -> QuerySet[Any]:
    """With `referrer_step`, the last step of inviting the referrer to each; None where none was."""
    steps = ReferrerStep.objects.filter(appointment=OuterRef("pk")).order_by("-created_at", "-pk")
    found: QuerySet[Any] = appointments.annotate(referrer_step=Subquery(steps.values("step")[:1]))
    return found


def stands(appointment: Any) -> Any:
    """The appointment where it is now, after every move; None where it is cancelled, or has been."""
    while appointment is not None and appointment.state == AppointmentState.MOVED:
        appointment = getattr(appointment, "moved_to", None)
    ahead = appointment is not None and appointment.starts > timezone.now()
    return appointment if ahead and appointment.state == AppointmentState.BOOKED else None


def what_changed(known: Any, now: Any) -> str:
    """What a referrer who knows an appointment is to be told anew: "time", "place", or nothing."""
    if (known.starts, known.ends) != (now.starts, now.ends):
        return "time"
    return "place" if known.place != now.place else ""


def invited_to(appointments: QuerySet[Any]) -> QuerySet[Any]:
    """Those of these to come, or whose new time is, to which a referrer was invited, with the last step."""
    now = timezone.now()
    ahead = Q(starts__gt=now) | Q(moved_to__starts__gt=now)
    asked = ReferrerStep.objects.order_by().values("appointment")
    return with_step(appointments.filter(ahead, pk__in=asked))


def referrers_to_tell(viewer: Viewer) -> QuerySet[Any]:
    """Appointments whose referrer still thinks that they are to come: an adult has said no, it was moved or cancelled.

    And those to which they were invited without an answer yet. Own ones, and all of a team where this person allocates;
    soonest first. A loss stops nothing but the question whether they come: somebody who turns up all the same is what
    it is about.
    """
    gone = Q(state__in=(AppointmentState.MOVED, *CANCELLED), referrer_step__in=STANDING_INVITATION)
    whose = Q(practitioner=viewer.user) | ours(viewer, "episode")
    found = invited_to(Appointment.objects.visible_to(viewer))
    calm = ~loss_stands("episode__family")
    unanswered = Q(calm, state=AppointmentState.BOOKED, referrer_step=InviteStep.INVITED)
    waiting = found.filter(gone | unanswered | Q(referrer_step=InviteStep.WITHDRAWN), whose)
    return waiting.select_related("episode__family", "practitioner", "moved_to").order_by("starts", "pk")
