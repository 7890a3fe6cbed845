"""Filters of the triage inbox, and whose several referrals are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pitservice.configuration.enums import ReferralSource
from pitservice.ui.fields import NhsChoiceField, NhsMultipleChoiceField
from pitservice.ui.forms import ActForm, FilterForm, offer_choices
from referrals.enums import Show

NOBODY = "nobody"


class InboxFilter(FilterForm):
    """Which list, and by source."""

    show = forms.ChoiceField(required=False, choices=Show.choices, widget=forms.HiddenInput)
    source = NhsChoiceField(
        label="Source", required=False, widget=forms.Select, choices=[("", "Any"), *ReferralSource.choices]
    )


class ShareOutForm(ActForm):
    """Several referrals, and who screens them."""

    referrals = NhsMultipleChoiceField(label="Which referrals?", called="the referrals")
    screener = NhsChoiceField(label="Who screens them?", widget=forms.Select, called="who screens them")

    def __init__(
        self,
        *args: Any,
        referrals: Sequence[tuple[str, str, str]],
        screeners: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        hints = {key: hint for key, _, hint in referrals}
        offer_choices(self, "referrals", [(key, label) for key, label, _ in referrals], hints)
        who = [("", "Choose"), *screeners, (NOBODY, "Nobody: back to everybody")]
        offer_choices(self, "screener", who)
