"""What a warning means for contact, said by the person who has read it (P3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from pitservice.ui.fields import NhsChoiceField, NhsMultipleChoiceField
from pitservice.ui.forms import ActForm, offer_choices
from pitservice.ui.layout import Reveal
from referrals.enums import PartyRole
from referrals.models import ReferredPerson
from referrals.wording import adults, called

FATHER, HOME = "father", "home"


class WarningForm(ActForm):
    """Does it change who may be contacted, or where?"""

    meaning_for_contact = NhsChoiceField(
        label="Does this change who may be contacted, or where?",
        choices=[("yes", "Yes"), ("no", "No, everybody and every address may be used as recorded")],
        called="whether this changes who may be contacted",
    )
    limits = NhsMultipleChoiceField(label="What must not happen?", called="what must not happen")

    def __init__(self, *args: Any, parties: Sequence[ReferredPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adults = adults(parties)
        choices = [(adult.key, f"{called(adult)} must not learn of it") for adult in self.adults]
        if not any(adult.role == PartyRole.FATHER for adult in self.adults):
            choices.append((FATHER, "A father who is not named here must not learn of it"))
        choices.append((HOME, "No letters to the home address"))
        offer_choices(self, "limits", choices)

    @property
    def helper(self) -> FormHelper:
        """The limits open under yes."""
        helper = super().helper
        helper.layout = Layout("submission", "seen", Reveal("meaning_for_contact", {"yes": ["limits"]}))
        return helper

    def meaning(self) -> dict[str, Any]:
        """What the action takes."""
        limits = set(self.cleaned_data.get("limits") or [])
        return {
            "must_not_know": [adult for adult in self.adults if adult.key in limits],
            "father_must_not_know": FATHER in limits,
            "letters_unsafe": HOME in limits,
        }
