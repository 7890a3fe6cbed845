"""Words of the record: roles, relationships, contacts, alerts, consent, losses."""

from __future__ import annotations

from django.db.models import TextChoices


class FamilyRole(TextChoices):
    """What somebody is to this family."""

    BABY = "baby", "Baby"
    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    OTHER_MOTHER = "other_mother", "Other mother"
    STEP_PARENT = "step_parent", "Step-parent"
    PARTNER = "partner", "Parent's partner"
    GRANDPARENT = "grandparent", "Grandparent"
    FOSTER_CARER = "foster_carer", "Foster carer"
    CARER = "carer", "Carer"
    SIBLING = "sibling", "Brother or sister"
    OTHER = "other", "Other"


#: Roles of adults who care for the baby: asked for everywhere a mother is.
CARING_ROLES = frozenset(
    {
        FamilyRole.MOTHER,
        FamilyRole.FATHER,
        FamilyRole.OTHER_MOTHER,
        FamilyRole.STEP_PARENT,
        FamilyRole.PARTNER,
        FamilyRole.GRANDPARENT,
        FamilyRole.FOSTER_CARER,
        FamilyRole.CARER,
    }
)


class ResponsibilityBasis(TextChoices):
    """Why somebody has parental responsibility (domain.md §4.6)."""

    BIRTH_MOTHER = "birth_mother", "Gave birth to the child"
    MARRIED = "married", "Married to the mother at the birth"
    CERTIFICATE = "certificate", "Named on the birth certificate"
    AGREEMENT = "agreement", "Parental responsibility agreement"
    COURT = "court", "Court order"
    CARE_ORDER = "care_order", "Care order (local authority)"
    OTHER = "other", "Other"


class PointKind(TextChoices):
    """A way to reach somebody."""

    MOBILE = "mobile", "Mobile phone"
    LANDLINE = "landline", "Landline"
    EMAIL = "email", "E-mail"
    ADDRESS = "address", "Postal address"


class NeedKind(TextChoices):
    """What somebody needs, so that we can be understood and understand (DAPB1605, domain.md §5.5)."""

    INTERPRETER = "interpreter", "Interpreter"
    READING_LANGUAGE = "reading_language", "Reads in"
    LITERACY = "literacy", "Reading or learning need"
    FORMAT = "format", "Format"
    TIMES_TO_AVOID = "times_to_avoid", "Times to avoid"
    DO_NOT_ASK = "do_not_ask", "Please do not ask me again"
    HOW_TO_CONTACT = "how_to_contact", "How I want to be contacted"
    OTHER = "other", "Other need"


class AlertKind(TextChoices):
    """What must not be missed."""

    RESTRICTED_PERSON = "restricted_person", "Must not learn of the work"
    UNSAFE_ADDRESS = "unsafe_address", "Do not send letters home"
    HOME_VISIT_RISK = "home_visit_risk", "Risk at home visit"
    READ_FIRST = "read_first", "Read before anything is sent"
    OTHER = "other", "Alert"


class LossKind(TextChoices):
    """Whose loss; a reason is never asked for (P22)."""

    PREGNANCY_ENDED = "pregnancy_ended", "The pregnancy ended"
    STILLBIRTH = "stillbirth", "Stillbirth"
    BABY_DIED = "baby_died", "Death of a baby or child"
    PARENT_DIED = "parent_died", "Death of a parent or carer"


class ConsentPurpose(TextChoices):
    """What somebody agrees to. Agreement to the work itself is an `Agreement`, for each adult (P2)."""

    SHARE = "share", "Share information with"
    INFORM = "inform", "Tell of the referral and its outcome"
    VIDEO = "video", "Film sessions"
    FOLLOW_UP = "follow_up", "Be contacted for a follow-up"


class ProfessionalRole(TextChoices):
    """What a professional is to a family."""

    HEALTH_VISITOR = "health_visitor", "Health visitor"
    GP = "gp", "GP"
    MIDWIFE = "midwife", "Midwife"
    SOCIAL_WORKER = "social_worker", "Social worker"
    REFERRER = "referrer", "Referrer"
    PERINATAL = "perinatal", "Perinatal mental health"
    OTHER = "other", "Other professional"


class InvolvementKind(TextChoices):
    """Why a colleague sees a family, or does not (design §3, Involvement)."""

    ALLOCATED = "allocated", "Allocated"
    COVER = "cover", "Covering for a colleague"
    NAMED = "named", "Named for a restricted record"
    BREAK_GLASS = "break_glass", "Opened in an emergency"
    CLOSED_TO = "closed_to", "Closed to this colleague"


class Channel(TextChoices):
    """How a word goes out."""

    TEXT = "text", "Text message"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    CALL = "call", "Phone call"


class Purpose(TextChoices):
    """What a word is for; the contact rules know each."""

    RECEIPT = "receipt", "Receipt for a referral"
    ASK_INFORMATION = "ask_information", "Request for information"
    ACCEPTED = "accepted", "Acceptance"
    NOT_ACCEPTED = "not_accepted", "Not accepted"
    FIRST_CONTACT = "first_contact", "First contact"
    APPOINTMENT = "appointment", "Appointment"
    REMINDER = "reminder", "Reminder"
    ENDING = "ending", "Ending"
    FOLLOW_UP = "follow_up", "Follow-up"
    HOLDING = "holding", "Word while waiting"
    CORRESPONDENCE = "correspondence", "Letter about the work"


class Answer(TextChoices):
    """What the contact rules answer (CON-1)."""

    ALLOW = "allow", "May go"
    ASK = "ask", "Ask a person"
    REFUSE = "refuse", "Must not go"
