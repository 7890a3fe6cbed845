"""Forms of the waiting list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from pitservice.configuration.enums import WaitingOrder
from pitservice.ui.fields import NhsCharField, NhsChoiceField, NhsDateField, NhsTextField, YesNoUnknownField
from pitservice.ui.forms import ActForm, FilterForm, offer_choices
from pitservice.ui.layout import Reveal
from pitservice.ui.stood import StoodFilter
from referrals.enums import CallOutcome, Change, Side, TriagePriority, Where


class WaitingFilter(StoodFilter):
    """In which order, what needs attention, and as it stood on which day."""

    field_order = ("order", "need", "on")
    order = NhsChoiceField(
        label="Order", required=False, widget=forms.Select, choices=[("", "The team's"), *WaitingOrder.choices]
    )
    need = NhsChoiceField(
        label="Show",
        required=False,
        widget=forms.Select,
        choices=[("", "Everybody"), ("check", "Holding check due"), ("support", "Support became less or stopped")],
    )

    def clean(self) -> dict[str, Any]:
        """Of a past day everybody is shown: which check was due then, and which support held, is not read back."""
        given = super().clean() or {}
        if (on := given.get("on")) and on < timezone.localdate():
            given["need"] = ""
        return given


class OrderFilter(FilterForm):
    """In which order the three are read."""

    order = NhsChoiceField(
        label="Order", required=False, widget=forms.Select, choices=[("", "The team's"), *WaitingOrder.choices]
    )


class PlaceForm(ActForm):
    """Where a family shall stand on the list, and why (WL-1).

    `others`: families of its team's list as they stand, by key; `moved`: a person moved it before.
    """

    where = NhsChoiceField(label="Where shall it stand?", called="where it shall stand", choices=Where.choices)
    beside = NhsChoiceField(
        label="Beside which family?", called="beside which family it shall stand", widget=forms.Select
    )
    side = NhsChoiceField(
        label="On which side?", called="on which side of that family", choices=Side.choices, initial=Side.BEFORE
    )
    reason = NhsTextField(label="Why?", called="why", help_text="Everybody who sees the list can read it.", rows=3)

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], moved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        may = [Where.FIRST, *([Where.BESIDE] if others else []), *([Where.BACK] if moved else [])]
        offer_choices(self, "where", [(str(one), one.label) for one in may])
        offer_choices(self, "beside", [("", "Choose a family"), *others])
        if not others:
            del self.fields["beside"], self.fields["side"]

    @property
    def helper(self) -> FormHelper:
        """The other family is asked for only where it matters."""
        helper = super().helper
        beside: dict[str, Sequence[str]] = {Where.BESIDE: ["beside", "side"]} if "beside" in self.fields else {}
        helper.layout = Layout("submission", "seen", Reveal("where", beside), "reason")
        return helper


class TriageForm(ActForm):
    """A triage contact: a short call, what came of it, and how urgent it is (WL-1)."""

    on = NhsDateField(label="When did you ring?", called="the date of the call", past=True)
    outcome = NhsChoiceField(label="What came of it?", called="what came of it", choices=CallOutcome.choices)
    spoke_to = NhsCharField(label="Whom did you speak to?", called="whom you spoke to", max_length=120)
    change = NhsChoiceField(label="How are things?", called="how things are", choices=Change.choices)
    at_risk = YesNoUnknownField(label="Is anybody at risk of harm?", called="whether anybody is at risk of harm")
    note = NhsTextField(
        label="What did you find?",
        called="what you found",
        help_text="How the baby is and how the carers are, what helps, and what they want while they wait.",
        rows=4,
    )
    priority = NhsChoiceField(label="How urgent is it?", called="how urgent it is", choices=TriagePriority.choices)

    @property
    def helper(self) -> FormHelper:
        """What is asked only where somebody was spoken to stands under that answer."""
        helper = super().helper
        spoke = ["spoke_to", "change", "at_risk", "note", "priority"]
        helper.layout = Layout("submission", "seen", "on", Reveal("outcome", {CallOutcome.SPOKE: spoke}))
        return helper
