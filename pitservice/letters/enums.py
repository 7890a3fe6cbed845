"""States of a letter and of each of its copies."""

from __future__ import annotations

from django.db.models import TextChoices

from pitservice.db.transitions import MoveTable


class LetterState(TextChoices):
    """A letter's words: written, approved, or never sent."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "Approved"
    CANCELLED = "cancelled", "Cancelled"


L = LetterState
LETTER_MOVES = MoveTable(
    noun="letter",
    states=LetterState,
    starts=(L.DRAFT, L.APPROVED),
    allowed={L.DRAFT: frozenset({L.APPROVED, L.CANCELLED}), L.APPROVED: frozenset({L.CANCELLED})},
)


class CopyState(TextChoices):
    """One copy for one reader."""

    QUEUED = "queued", "Being made"
    HELD = "held", "Held"
    READY = "ready", "Ready to post"
    POSTED = "posted", "Posted"
    TO_SEND = "to_send", "Ready for its link"
    EMAILED = "emailed", "Given to its e-mail"
    CANCELLED = "cancelled", "Cancelled"
    TOLD = "told", "Told by other means"
    FAILED = "failed", "Could not be made"


C = CopyState
COPY_MOVES = MoveTable(
    noun="copy",
    states=CopyState,
    starts=(C.QUEUED, C.HELD),
    allowed={
        C.QUEUED: frozenset({C.READY, C.TO_SEND, C.EMAILED, C.HELD, C.CANCELLED, C.FAILED}),
        C.HELD: frozenset({C.QUEUED, C.CANCELLED, C.TOLD}),
        C.FAILED: frozenset({C.QUEUED, C.HELD, C.CANCELLED, C.TOLD}),
        C.READY: frozenset({C.POSTED, C.HELD, C.CANCELLED}),
        C.TO_SEND: frozenset({C.EMAILED, C.HELD, C.CANCELLED, C.TOLD}),
    },
)


#: States of a copy that can still be taken back.
NOT_GONE = (C.QUEUED, C.HELD, C.FAILED, C.READY, C.TO_SEND)


class Way(TextChoices):
    """How a copy goes to its reader (P43)."""

    POST = "post", "By post"
    EMAIL = "email", "By secure e-mail, with the letter attached"
    LINK = "link", "By e-mail with a link; you tell them the code"


class Asked(TextChoices):
    """What the parent who attended answered about a copy for the other."""

    YES = "yes", "Agrees to the copy"
    NO = "no", "Does not agree"


class Patient(TextChoices):
    """Whose record a GP files a copy in."""

    BABY = "baby", "The baby’s"
    PARENT = "parent", "A parent’s"


class Online(TextChoices):
    """What is done about a GP's copy that the patient, or whoever holds their phone, can read online (P41)."""

    SAFE = "safe", "Nobody could be harmed"
    HIDE = "hide", "Somebody could be harmed: ask the practice first of all not to show it online"
    REFUSE = "refuse", "Somebody could be harmed: do not send this copy"


class Shape(TextChoices):
    """How letters that are printed together lie in the file."""

    SHEETS = "sheets", "One file, with a sheet between envelopes"
    ENVELOPES = "envelopes", "One file for each envelope, in a zip"


class EnclosureKind(TextChoices):
    """What goes into an envelope beside its letter (P48)."""

    LEAFLET = "leaflet", "Leaflet"
    QUESTIONNAIRE = "questionnaire", "Questionnaire"
    CONSENT = "consent", "Consent form"
    OTHER = "other", "Something else"


class Given(TextChoices):
    """How families get an enclosure, as the team has settled it (P48)."""

    LETTER = "letter", "With the letter"
    VISIT = "visit", "At the visit"
