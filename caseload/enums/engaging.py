"""Words of engaging a family: attempts to reach it, and what the referrer is asked first (ENG-1, P64)."""

from __future__ import annotations

from django.db.models import TextChoices


class AttemptOutcome(TextChoices):
    """What came of an attempt to reach somebody."""

    SPOKE = "spoke", "Spoke to them"
    MESSAGE_LEFT = "message_left", "Left a message"
    NO_ANSWER = "no_answer", "No answer"
    WRONG_NUMBER = "wrong_number", "Wrong number"
    WRITTEN = "written", "Wrote"
    NOT_SAFE = "not_safe", "Not safe to speak then"


class EnquiryAnswer(TextChoices):
    """What the referrer answers to a question before the first contact (P64)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNSURE = "unsure", "They are not sure"


class Introduces(TextChoices):
    """Who introduces us to the family (P64)."""

    IN_PERSON = "in_person", "The referrer, at the first meeting"
    BEFORE = "before", "The referrer, who speaks to them before we do"
    OTHER = "other", "Somebody else whom the family knows"
    NOBODY = "nobody", "Nobody: we make contact ourselves"


class EnquiryStanding(TextChoices):
    """How far the enquiry of the referrer is (P64)."""

    NOT_NEEDED = "not_needed", "Nobody else referred"
    TO_ASK = "to_ask", "Ask the referrer first"
    ASKED = "asked", "Referrer asked, answers to come"
    WORRY = "worry", "Referrer’s answers to settle"
    CLEAR = "clear", "Referrer asked"
    LEFT_OUT = "left_out", "Gone on without asking the referrer"
