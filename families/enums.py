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
    NOT_INTERPRETER = "not_interpreter", "Does not want this interpreter"
    READING_LANGUAGE = "reading_language", "Reads in"
    LITERACY = "literacy", "Reading or learning need"
    FORMAT = "format", "Format"
    TIMES_TO_AVOID = "times_to_avoid", "Times to avoid"
    DO_NOT_ASK = "do_not_ask", "Please do not ask me again"
    HOW_TO_CONTACT = "how_to_contact", "How I want to be contacted"
    OTHER = "other", "Other need"


class WordForm(TextChoices):
    """In which form words stand, where another form means other words; large print is the same words (P46, P68)."""

    STANDARD = "standard", "Standard"
    EASY_READ = "easy_read", "Easy read"


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
    DATA = "data", "Use of data about them beyond their own care"


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


class LookOutcome(TextChoices):
    """What came of thinking about the looks of somebody who may know the family (P33)."""

    WORK = "work", "It was their work"
    CHANCE = "chance", "The same name or postcode by chance: do not ask again"
    CLOSED = "closed", "They know the family: the record has been closed to them"
    WRONG = "wrong", "They should not have looked"


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
    MEASURES = "measures", "Private form to fill in"
    SAFEGUARDING = "safeguarding", "To protect somebody from harm"
    OWN_WORDS = "own_words", "In our own words"
    OUT_OF_HOURS = "out_of_hours", "Reply out of hours"
    NOTICE = "notice", "Notice to a colleague"


class AtOnce(TextChoices):
    """What colleagues hear of at once; all else waits for their worklist and the digest (P6)."""

    SAFEGUARDING = "safeguarding", "Something about safeguarding"
    RISK = "risk", "A worrying answer"
    LONE_WORKER = "lone_worker", "A colleague who works alone"
    BREAK_GLASS = "break_glass", "A restricted record opened in an emergency"


class Answer(TextChoices):
    """What the contact rules answer (CON-1)."""

    ALLOW = "allow", "May go"
    ASK = "ask", "Ask a person"
    REFUSE = "refuse", "Must not go"


class NhsNumberStatus(TextChoices):
    """How sure an NHS number is; the value is the national code (domain.md §4.3)."""

    TRACED = "01", "Checked with the national service"
    GIVEN = "02", "Given to us, not checked"
    TRACE_NEEDED = "03", "To be checked"
    ATTEMPTED = "04", "Looked for, not found"
    NONE = "07", "None: not asked for, or not wanted"


class Gender(TextChoices):
    """How somebody describes themselves; the value is the national code (domain.md §4.3)."""

    MALE = "1", "Man or boy"
    FEMALE = "2", "Woman or girl"
    NON_BINARY = "3", "Non-binary"
    OTHER = "4", "In another way"
    NOT_STATED = "Z", "Prefers not to say"
    UNKNOWN = "X", "Not asked"


class Place(TextChoices):
    """What kind of place an address is: some have contact rules of their own (P24)."""

    HOME = "home", "A home"
    FOSTER_HOME = "foster_home", "A foster carer's home"
    REFUGE = "refuge", "A refuge"
    PRISON = "prison", "A prison"
    HOSPITAL = "hospital", "A hospital"
    NEONATAL_UNIT = "neonatal_unit", "A neonatal unit"
    MOTHER_AND_BABY_UNIT = "mother_and_baby_unit", "A mother and baby unit"
    OTHER = "other", "Another place"


#: Addresses that nobody reads of who does not live there, whether or not somebody said so (P24, P40).
HIDDEN_PLACES = frozenset({Place.REFUGE, Place.FOSTER_HOME})
#: Places in which somebody is at home; nobody said of most.
HOME_PLACES = ("", Place.HOME)


class CareKind(TextChoices):
    """Why a child lives with other carers, or elsewhere with the same ones (P24)."""

    FOSTER = "foster", "Foster care"
    KINSHIP = "kinship", "Kinship care"
    REMOVAL = "removal", "Removed from home"
    OTHER_PARENT = "other_parent", "With the other parent"
    RETURN_HOME = "return_home", "Back home"
    PRISON = "prison", "A parent is in prison"
    HOSPITAL = "hospital", "In hospital"
    MOTHER_AND_BABY_UNIT = "mother_and_baby_unit", "In a mother and baby unit"
    REFUGE = "refuge", "In a refuge"


class ApproachAnswer(TextChoices):
    """What came of asking a father or partner to take part (P26). The two about safety are complete answers."""

    INVITED = "invited", "Invited, no answer yet"
    TAKES_PART = "takes_part", "Takes part"
    DECLINED = "declined", "Does not want to"
    NOT_ASKED_UNSAFE = "not_asked_unsafe", "Not asked: unsafe"
    MOTHER_ASKED_NOT = "mother_asked_not", "The mother asked us not to"
    NOT_IN_TOUCH = "not_in_touch", "Not in the baby's life"
    NOT_KNOWN = "not_known", "Nobody knows who or where he is"


#: Who is meant by "fathers and partners": whoever cares for the baby beside the mother it came with.
FATHER_ROLES = (FamilyRole.FATHER, FamilyRole.OTHER_MOTHER, FamilyRole.PARTNER, FamilyRole.STEP_PARENT)
#: Answers after somebody was asked: how and when belong to them.
ASKED_ANSWERS = frozenset({ApproachAnswer.INVITED, ApproachAnswer.TAKES_PART, ApproachAnswer.DECLINED})


class MergeKind(TextChoices):
    """What was merged."""

    FAMILY = "family", "Two records of one family"
    PERSON = "person", "Two entries of one person"


class SharingBasis(TextChoices):
    """On what footing something was shared, or not (domain.md §4.7, toolkit ch. 6, "Sharing information")."""

    CONSENT = "consent", "The person agreed"
    SAFEGUARDING = "safeguarding", "To protect a child or adult from harm"
    COURT = "court", "A court order or the law requires it"
    DIRECT_CARE = "direct_care", "Direct care, as the person would expect"
    OTHER = "other", "Another reason, written down"


class ProtectionKind(TextChoices):
    """A child's standing with children's social care."""

    EARLY_HELP = "early_help", "Early help"
    IN_NEED = "in_need", "Child in need plan"
    PROTECTION_PLAN = "protection_plan", "Child protection plan"
    UNBORN_PLAN = "unborn_plan", "Pre-birth child protection plan"
    LOOKED_AFTER = "looked_after", "Looked after"
    PROCEEDINGS = "proceedings", "Care proceedings"
    SUPERVISION_ORDER = "supervision_order", "Supervision order"


class StepKind(TextChoices):
    """What was done about a safeguarding concern."""

    TOLD = "told", "Told somebody"
    ACTION = "action", "Did something"
    ADVICE = "advice", "Got advice"
    HEARD = "heard", "Heard back"


class DocumentKind(TextChoices):
    """What came in (P30)."""

    LETTER = "letter", "Letter"
    REPORT = "report", "Report"
    FORM = "form", "Filled-in form"
    CONSENT_FORM = "consent_form", "Signed consent"
    COURT = "court", "Court order or papers"
    MINUTES = "minutes", "Minutes of a meeting"
    PICTURE = "picture", "Picture or drawing"
    OTHER = "other", "Other"


class RequestKind(TextChoices):
    """What somebody asks of the record (P31)."""

    ACCESS = "access", "A copy of the record"
    CORRECTION = "correction", "A correction"
    ERASURE = "erasure", "Removal"
    RESTRICTION = "restriction", "Restriction of its use"
    DISCLOSURE = "disclosure", "Disclosure to a court, the police or an inquiry"


class RequestDecision(TextChoices):
    """What was decided about a request."""

    GIVEN = "given", "Given in full"
    PART = "part", "Given in part"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn by who asked"


class ReleaseDecision(TextChoices):
    """What becomes of one entry in the copy of a record (P31)."""

    GIVE = "give", "Given"
    PART = "part", "Given without some words"
    OUT = "out", "Left out"


class ReleaseGround(TextChoices):
    """Why something is left out (P31, domain.md §4.6)."""

    THIRD_PARTY = "third_party", "It is about somebody else, who has not agreed"
    HARM = "harm", "Serious harm to somebody: a health professional decided so"
    OTHER = "other", "Another exemption"


class SealDecision(TextChoices):
    """What becomes of an entry in whose words a sealed name stands (P23)."""

    STANDS = "stands", "It may stand: nobody is recognised by it"
    CLOSE = "close", "Close it: only the guardian may read it"


class DestructionOf(TextChoices):
    """What is down for destruction (P31, decision 0015)."""

    RECORD = "record", "Record"
    INCIDENT = "incident", "Incident"


class IncidentKind(TextChoices):
    """What went wrong (P31)."""

    BREACH = "breach", "Personal data breach"
    COMPLAINT = "complaint", "Complaint about personal data"
    MISFILED = "misfiled", "An entry in another family's record"
