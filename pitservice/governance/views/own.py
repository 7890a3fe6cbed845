"""What a colleague says about themselves, by choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from pitservice.accounts import actions
from pitservice.accounts.enums import Permission
from pitservice.governance.forms import HomePostcodeForm
from pitservice.ui.pages import ActionPage


class HomePostcodePage(ActionPage):
    """One's own home postcode: whether a look was at somebody near home is asked kindly, not guessed (P33)."""

    permission = Permission.SEE_HOME
    heading = "Your home postcode"
    template_name = "account/home_postcode.html"
    form_class = HomePostcodeForm
    success = "Your choice has been saved."

    def intro(self) -> Sequence[str]:
        """Why it is asked, and who sees it."""
        return (
            "You do not have to say. If you do, the Caldicott guardian is shown when you open the record of a family "
            "who live in your postcode, so that nobody has to wonder later. No colleague sees your postcode.",
        )

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"postcode": self.user.home_postcode}

    def act(self, form: Any) -> str:
        """Save it."""
        actions.set_home_postcode(user=self.user, postcode=form.cleaned_data["postcode"], by=self.viewer.actor)
        return reverse("governance:home_postcode")
