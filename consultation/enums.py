"""Words of consultation."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable
from pitservice.ui.components import Colour


class Anonymity(TextChoices):
    """Whether the family is named (CNS-1)."""

    ANONYMOUS = "anonymous", "Anonymous"
    FAMILY_KNOWS = "family_knows", "Named, and the family knows"
    WITH_REASON = "with_reason", "Named without the family knowing, for a reason"


class ConsultationForm(TextChoices):
    """How it took place."""

    SINGLE = "single", "With one colleague"
    GROUP = "group", "With a group"
    JOINT_VISIT = "joint_visit", "Joint visit"


class AgeBand(TextChoices):
    """The baby's age, as far as it may be kept."""

    UNBORN = "unborn", "Not born yet"
    UNDER_3 = "under_3", "0 to 3 months"
    UNDER_6 = "under_6", "4 to 6 months"
    UNDER_12 = "under_12", "7 to 12 months"
    UNDER_24 = "under_24", "13 to 24 months"
    OLDER = "older", "Over 24 months"
    UNKNOWN = "unknown", "Not known"


class ConsultationOutcome(TextChoices):
    """What follows."""

    NONE = "none", "Nothing further"
    AGAIN = "again", "Further consultation"
    ADVISED_REFERRAL = "advised_referral", "Advised to refer"
    ESCALATED = "escalated", "Escalated"


class Carried(TextChoices):
    """What may go along when a referral is made of a consultation; nothing else ever does (CNS-1)."""

    REFERRER = "referrer", "Who asked for the consultation, as the referrer"
    THEMES = "themes", "The themes"
    ACTIONS = "actions", "The actions agreed"
    TOGETHER = "together", "Which consultation it came out of: whoever may see both finds one from the other"


class AgreedBy(TextChoices):
    """Who agreed to what is carried over."""

    CONSULTEE = "consultee", "The consultee"
    FAMILY = "family", "The consultee, and the family through them"


class ConcernKind(TextChoices):
    """What a concern out of a consultation is about (toolkit ch. 6, "Accountability")."""

    SAFETY = "safety", "Somebody's safety"
    PRACTICE = "practice", "How the consultee works"
    OTHER = "other", "Something else"


class Owner(TextChoices):
    """Who does what was agreed."""

    CONSULTEE = "consultee", "The consultee"
    US = "us", "One of us"


class ActivityCategory(TextChoices):
    """Other work than that with families and consultation, as it is reported (domain.md §2.5, §7.1)."""

    TRAINING = "training", "Training given"
    STRATEGY = "strategy", "Strategy and partnership"
    CONFERENCE = "conference", "Conference"
    PRESENTATION = "presentation", "Presentation"
    DEVELOPMENT = "development", "Service development"
    LEARNING = "learning", "Our own learning"
    OTHER = "other", "Other"


class Profession(TextChoices):
    """Who was reached by training and the like."""

    HEALTH_VISITORS = "health_visitors", "Health visitors"
    MIDWIVES = "midwives", "Midwives"
    SOCIAL_WORKERS = "social_workers", "Social workers"
    EARLY_YEARS = "early_years", "Early years and family hubs"
    DOCTORS = "doctors", "Doctors"
    MENTAL_HEALTH = "mental_health", "Mental health workers"
    STUDENTS = "students", "Students and trainees"
    OTHERS = "others", "Others"


class MeetingKind(TextChoices):
    """The two meetings that teams hold at the least (toolkit ch. 6, "Team meetings and case discussion")."""

    CLINICAL = "clinical", "Clinical meeting"
    BUSINESS = "business", "Business meeting"


class MeetingState(TextChoices):
    """Where a meeting stands."""

    OPEN = "open", "Under way"
    FINISHED = "finished", "Finished"
    CALLED_OFF = "called_off", "Called off"


class Topic(TextChoices):
    """Why something stands on an agenda."""

    NEW = "new", "New referrals"
    WAITING = "waiting", "Not allocated"
    REVIEW = "review", "Reviews due"
    ENDING = "ending", "Endings"
    CONCERN = "concern", "Concerns"
    AGREEMENT = "agreement", "Agreements to review"
    DEADLINE = "deadline", "Bids and deadlines"
    LEFT = "left", "Left over from an earlier meeting"
    OWN = "own", "Something else"


_M = MeetingState

TEAM_MEETING_COLOURS: Mapping[str, Colour] = {
    _M.OPEN: Colour.BLUE,
    _M.FINISHED: Colour.GREEN,
    _M.CALLED_OFF: Colour.GREY,
}
TEAM_MEETING_MOVES = MoveTable(
    noun="meeting",
    states=MeetingState,
    starts=(_M.OPEN,),
    allowed={_M.OPEN: frozenset({_M.FINISHED, _M.CALLED_OFF})},
)


class SupervisionKind(TextChoices):
    """Kinds of supervision, each apart from line management (P85; domain.md §2.4)."""

    CLINICAL = "clinical", "Clinical supervision"
    SAFEGUARDING = "safeguarding", "Safeguarding supervision"
    EXTERNAL = "external", "External supervision"
    PEER = "peer", "Peer supervision"


#: What counts towards how often clinical supervision is needed: given in the team, or by somebody outside.
COUNTS_AS_CLINICAL = (SupervisionKind.CLINICAL, SupervisionKind.EXTERNAL)


class DeadlineKind(TextChoices):
    """What has to be done for money or for commissioners by a day (toolkit ch. 6)."""

    BID = "bid", "Bid for funding"
    COMMISSIONING = "commissioning", "Commissioning deadline"
    REPORT = "report", "Report to send"
    OTHER = "other", "Something else"
