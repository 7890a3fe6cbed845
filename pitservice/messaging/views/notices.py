"""One's own notices: whether the digest comes, and what was sent (P6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from families.enums import Channel
from pitservice.accounts.actions import set_digest
from pitservice.accounts.enums import Permission
from pitservice.messaging.forms import NoticesForm
from pitservice.messaging.gateways import gateway_for
from pitservice.messaging.notices import NO_EMAIL_HERE, notices_of
from pitservice.messaging.presenters import STATE_TAGS
from pitservice.ui.components import Callout, Cell, Column, Empty, Section, Table
from pitservice.ui.dates import moment
from pitservice.ui.pages import ActionPage

NO_EMAIL = f"{NO_EMAIL_HERE} No notice goes; what waits stands on your home page."


class NoticesPage(ActionPage):
    """A colleague's choice, and what was sent to them; nobody else sees either."""

    permission = Permission.SEE_HOME
    heading = "Notices"
    template_name = "account/notices.html"
    form_class = NoticesForm
    success = "Your choice has been saved."

    def intro(self) -> Sequence[str]:
        """What comes without being chosen, and what no notice ever says."""
        return (
            "Something about safeguarding, a worrying answer, a colleague who works alone, or a restricted record "
            "opened in an emergency reaches whoever must act on it at once. Nobody hears of what they did themselves.",
            "No notice names anybody: it says how many things wait, and where to sign in.",
        )

    def aside(self) -> Sequence[object]:
        """That none can go, where that is so; what was sent lately."""
        none = [] if gateway_for(Channel.EMAIL) else [Callout("Warning", [NO_EMAIL])]
        return [*none, Section("Sent to you lately", [self._sent()])]

    def _sent(self) -> object:
        rows = [
            [Cell(moment(one.created_at)), Cell(one.subject_line), Cell(tags=[STATE_TAGS[one.state]])]
            for one in notices_of(self.user)
        ]
        if not rows:
            return Empty("Nothing has been sent to you yet.")
        return Table("Sent to you lately", [Column("When"), Column("What it said"), Column("State")], rows)

    def initial(self) -> dict[str, Any]:
        """As it is now."""
        return {"digest": self.user.digest}

    def form_kwargs(self) -> dict[str, Any]:
        """Where it would go."""
        return {"address": self.user.email}

    def act(self, form: Any) -> str:
        """Save it."""
        set_digest(user=self.user, wanted=form.cleaned_data["digest"], by=self.viewer.actor)
        return reverse("messaging:notices")
