"""The record's title, and in whose name it is kept."""

from __future__ import annotations

from pitservice.configuration.enums import RecordNaming
from pitservice.ui.fields import NhsCharField, NhsChoiceField
from pitservice.ui.forms import ActForm


class RecordNameForm(ActForm):
    """The family chooses; the team has a default (toolkit ch. 6, "Recording clinical notes")."""

    naming = NhsChoiceField(
        label="Whose name is the record in?",
        called="whose name the record is in",
        choices=RecordNaming.choices,
        help_text="Ask the family, and tell them what follows from it, as shown above",
    )
    title = NhsCharField(label="Title of the record", called="the title of the record")


class PassPhraseForm(ActForm):
    """What they agreed to say on the telephone (P47)."""

    phrase = NhsCharField(
        label="Agreed pass-phrase",
        called="the pass-phrase",
        required=False,
        max_length=80,
        help_text="A word or a few that the family chose, and that nobody could guess from their record. Empty: none "
        "is agreed.",
    )
