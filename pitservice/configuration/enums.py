"""Lists that are the same for every team, each with its national code where there is one (domain.md §4.3)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices


class RecordNaming(TextChoices):
    """In whose name a family's record is kept (toolkit ch. 6, "Recording clinical notes")."""

    CHILD = "child", "In the child's name"
    PARENT = "parent", "In a parent's name"


class FollowUpPolicy(TextChoices):
    """Whether the team follows up after an ending (FUP-1, P63)."""

    OFF = "off", "No follow-up"
    ALL = "all", "Follow up every family that agrees"
    CHOSEN = "chosen", "Follow up chosen families"


class NotesReadBy(TextChoices):
    """Who of those in the team who may read notes reads those of a family (P5)."""

    TEAM = "team", "By everybody in the team who may read notes"
    LEADS = "leads", "By those on the case, and by clinical leads"
    CASE = "case", "By those on the case alone"


class ReferralWord(TextChoices):
    """What a team calls a referral."""

    REFERRAL = "referral", "Referral"
    REGISTRATION = "registration", "Registration"


class ConsultationNotes(TextChoices):
    """How a consultation is written down (toolkit ch. 6, "Note-keeping": a question for the team's policy)."""

    OURS = "ours", "We keep our own record; the consultee keeps theirs"
    SHARED = "shared", "One record, which the consultee is given too"


class ConsultationTime(TextChoices):
    """How the time of a consultation is booked (toolkit ch. 6, "Note-keeping")."""

    CONSULTATION = "consultation", "As consultation"
    CONTACT = "contact", "As a contact for the family, where it is named"


class WaitingOrder(TextChoices):
    """The three orders of the waiting list (WL-1, toolkit ch. 6)."""

    DATE = "date", "by date received"
    RISK = "risk", "by risks and stressors"
    TRIAGE = "triage", "by triage"


class ReferralSource(TextChoices):
    """Who referred, in the team's words."""

    HEALTH_VISITOR = "health_visitor", "Health visitor"
    MIDWIFE = "midwife", "Midwife"
    GP = "gp", "GP"
    SOCIAL_CARE = "social_care", "Social care"
    PERINATAL = "perinatal", "Perinatal mental health team"
    PAEDIATRICS = "paediatrics", "Paediatrics"
    NEONATAL = "neonatal", "Neonatal unit"
    FAMILY_HUB = "family_hub", "Family hub or children's centre"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    NURSERY = "nursery", "Nursery or early years setting"
    TALKING_THERAPIES = "talking_therapies", "NHS Talking Therapies"
    SELF = "self", "Self-referral"
    RELATIVE = "relative", "Relative or friend"
    CONSULTATION = "consultation", "Out of a consultation"
    OTHER = "other", "Other"


#: SOURCE OF REFERRAL FOR MENTAL HEALTH (domain.md §4.3).
SOURCE_CODES: Mapping[str, str] = {
    ReferralSource.HEALTH_VISITOR: "A2",
    ReferralSource.MIDWIFE: "A4",
    ReferralSource.GP: "A1",
    ReferralSource.SOCIAL_CARE: "C1",
    ReferralSource.PERINATAL: "P1",
    ReferralSource.PAEDIATRICS: "F2",
    ReferralSource.NEONATAL: "F2",
    ReferralSource.FAMILY_HUB: "M6",
    ReferralSource.VOLUNTARY: "G4",
    ReferralSource.NURSERY: "C2",
    ReferralSource.TALKING_THERAPIES: "N3",
    ReferralSource.SELF: "B1",
    ReferralSource.RELATIVE: "B2",
    ReferralSource.CONSULTATION: "P1",
    ReferralSource.OTHER: "M6",
}


class NotAcceptedReason(TextChoices):
    """Why a referral is not accepted (toolkit ch. 6, "Start by screening for suitability"; domain.md §2.2)."""

    CRITERIA = "criteria", "Does not meet our criteria"
    NOT_ENOUGH = "not_enough", "Not enough information to decide"
    NOT_AGREED = "not_agreed", "The family does not know or has not agreed"
    OUTSIDE_AREA = "outside_area", "Lives outside our area"
    OUTSIDE_AGE = "outside_age", "Outside our age range"
    BETTER_PLACED = "better_placed", "Another service is better placed"
    DUPLICATE = "duplicate", "Already referred to us"


#: REFERRAL REJECTION REASON (domain.md §4.3): 01 duplicate, 02 inappropriate, 03 incomplete.
NOT_ACCEPTED_CODES: Mapping[str, str] = {
    NotAcceptedReason.CRITERIA: "02",
    NotAcceptedReason.NOT_ENOUGH: "03",
    NotAcceptedReason.NOT_AGREED: "03",
    NotAcceptedReason.OUTSIDE_AREA: "02",
    NotAcceptedReason.OUTSIDE_AGE: "02",
    NotAcceptedReason.BETTER_PLACED: "02",
    NotAcceptedReason.DUPLICATE: "01",
}


class TeamType(TextChoices):
    """SERVICE OR TEAM TYPE (MENTAL HEALTH): none is for parent-infant teams, so a team says which it is reported as.

    The value is the national code (domain.md §4.3). A team reported as E03 drops out of the national figures of waits
    (§4.4).
    """

    PERINATAL = "C02", "C02 Specialist perinatal community"
    MATERNAL = "F02", "F02 Maternal mental health service"
    PARENTING = "E03", "E03 Specialist parenting service"
    PSYCHOTHERAPY = "A12", "A12 Psychotherapy service"
    PSYCHOLOGICAL = "A13", "A13 Psychological therapy (not Talking Therapies)"
    LOOKED_AFTER = "C06", "C06 Looked after children service"
    OTHER = "Z01", "Z01 Other mental health service"
    OTHER_OUT_OF_SCOPE = "Z02", "Z02 Other service"


class MainReason(TextChoices):
    """PRIMARY REASON FOR REFERRAL (MENTAL HEALTH), those of use here; the value is the national code (§4.3)."""

    PERINATAL = "13", "13 Perinatal mental health issues"
    RELATIONSHIP = "19", "19 Relationship difficulties"
    ATTACHMENT = "21", "21 Attachment difficulties"


class Ethnicity(TextChoices):
    """ETHNIC CATEGORY, 16 + 1 (domain.md §4.3); the value is the national code."""

    A = "A", "White – British"
    B = "B", "White – Irish"
    C = "C", "Any other White background"
    D = "D", "Mixed – White and Black Caribbean"
    E = "E", "Mixed – White and Black African"
    F = "F", "Mixed – White and Asian"
    G = "G", "Any other mixed background"
    H = "H", "Asian – Indian"
    J = "J", "Asian – Pakistani"
    K = "K", "Asian – Bangladeshi"
    L = "L", "Any other Asian background"
    M = "M", "Black – Caribbean"
    N = "N", "Black – African"
    P = "P", "Any other Black background"
    R = "R", "Chinese"
    S = "S", "Any other ethnic group"
    Z = "Z", "Not stated"
    UNKNOWN = "99", "Not known"


class Sex(TextChoices):
    """As registered at birth; the value is the national code."""

    MALE = "1", "Male"
    FEMALE = "2", "Female"
    INDETERMINATE = "9", "Indeterminate"
    UNKNOWN = "X", "Not known"


class YesNoUnknown(TextChoices):
    """The answer to a question that may not have been asked."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"
