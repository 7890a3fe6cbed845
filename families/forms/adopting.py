"""An adoption, and two numbers that are one child's: the guardian's forms (P23)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from families.enums import SealDecision
from families.forms.people import People, offer_one_of
from families.sealing import Place
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsMultipleChoiceField, NhsNumberField, NhsTextField
from pitservice.ui.forms import ActForm


class _NamedForm(ActForm):
    """Who still sees the former record."""

    named = NhsMultipleChoiceField(
        label="Who may still see the birth family's record?",
        called="at least one colleague",
        help_text="To everybody else it no longer exists",
    )

    def __init__(self, *args: Any, colleagues: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "named", colleagues)
        self.order_fields([name for name in self.fields if name != "named"] + ["named"])


class AdoptionForm(_NamedForm):
    """Which child, and its new identity."""

    person = NhsChoiceField(label="Which child was adopted?", called="which child was adopted")
    given_name = NhsCharField(
        label="New first name", called="the new first name", max_length=100, width="20", autocomplete="off"
    )
    family_name = NhsCharField(
        label="New last name", called="the new last name", max_length=100, width="20", autocomplete="off"
    )
    nhs_number = NhsNumberField(
        label="New NHS number", required=False, help_text="If it is known. Never the number from before the adoption"
    )

    def __init__(self, *args: Any, children: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_one_of(self, "person", children)


class OneChildForm(_NamedForm):
    """Two numbers of one child."""

    former = NhsNumberField(label="NHS number before the adoption", called="the NHS number before the adoption")
    present = NhsNumberField(label="NHS number now", called="the NHS number now")
    reason = NhsTextField(label="How do you know?", called="how you know", rows=3, max_length=1000)


class PlacesForm(ActForm):
    """For each place where the child's names stand in words: whether it may stand."""

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, place in enumerate(places, start=1):
            said = [one for one in SealDecision if place.closable or one == SealDecision.STANDS]
            self.fields[place.name] = NhsChoiceField(
                label=f"{number}. {place.noun}: “{place.excerpt}”",
                called=f"what becomes of number {number}",
                choices=[(str(one), one.label) for one in said],
                required=False,
                help_text=_closing(place),
            )


def _closing(place: Place) -> str:
    return "" if place.closable else "It cannot be closed. Open it and change its words, or let it stand"
