"""Words of measures and their scores."""

from __future__ import annotations

from django.db.models import TextChoices


class Side(TextChoices):
    """What a measure tells of; the outcome board has a lane for each of the first three."""

    PARENT = "parent", "The parent"
    INFANT = "infant", "The baby"
    RELATIONSHIP = "relationship", "Parent and baby together"
    GOALS = "goals", "Goals"
    EXPERIENCE = "experience", "How sessions were"


class Who(TextChoices):
    """Who answers."""

    PARENT = "parent", "A parent"
    CLINICIAN = "clinician", "A practitioner"
    BOTH = "both", "Parent and practitioner together"


class ItemText(TextChoices):
    """Whether the words of the items may stand here (domain.md §3.5)."""

    SHIPPED = "shipped", "Yes"
    ALLOWED = "allowed", "Allowed, but the words are not here: scores only"
    NO = "no", "No: scores only"


class Point(TextChoices):
    """At what time of the work."""

    START = "start", "Start"
    MID = "mid", "Half-way"
    END = "end", "End"
    FOLLOW_UP = "follow_up", "Follow-up"
    SESSION = "session", "At a session"
    AGE = "age", "By the baby’s age"


class How(TextChoices):
    """How it was filled in."""

    TOGETHER = "together", "Together"
    ON_PAPER = "on_paper", "On paper"
    CLINICIAN = "clinician", "By the practitioner"
    LINK = "link", "By the parent, on a private link"


class Change(TextChoices):
    """What became of a score from the first to the last (domain.md §3.4)."""

    BETTER = "better", "Reliably better"
    SAME = "same", "No reliable change"
    WORSE = "worse", "Reliably worse"
    UNCLASSIFIED = "unclassified", "No threshold to judge by"
