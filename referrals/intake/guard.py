"""Simple hindrances for machines that fill in forms: a box that people do not see, and a limit by the hour."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.cache import cache
from django.http import HttpRequest

from pitservice.accounts.callers import caller_address
from pitservice.db.errors import Refused
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Part

#: A hospital's people share one address, so this is generous.
MOST_AN_HOUR = 60
_HOUR = 3600


class Honeypot(Part):
    """A box that only machines fill in."""

    template = "referrals/honeypot.html"


class BeginForm(ActForm):
    """A button, and the box."""

    website = forms.CharField(required=False, max_length=200)

    @property
    def helper(self) -> FormHelper:
        """Nothing that can be seen."""
        helper = super().helper
        helper.layout = Layout("submission", "seen", Honeypot())
        return helper

    def clean(self) -> dict[str, Any]:
        """Whoever filled in the box is a machine."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error(None, "This form could not be sent. Please ring us instead.")
        return cleaned


def check_rate(request: HttpRequest) -> None:
    """Refused when too many forms were begun from one address within the hour."""
    name = f"referrals:begun:{caller_address(request)}"
    cache.add(name, 0, _HOUR)
    try:
        begun = cache.incr(name)
    except ValueError:  # it ran out between the two
        return
    if begun > MOST_AN_HOUR:
        raise Refused("Too many forms were begun from here in the last hour. Please wait a little, or ring us.")
