"""Holding checks: asking, recording, closing an alarm; and the page behind a service's private link (WL-2, P14)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from pitservice.accounts.models import Team
from pitservice.configuration.selectors import settings_of
from pitservice.ui.components import Button, Buttons
from pitservice.ui.forms import ActForm, PressForm
from pitservice.ui.pages import GivesLink, PrivateLinkPage, TeamThanksPage
from referrals import actions
from referrals.enums import Support, WaitingState
from referrals.forms.holding import AlarmForm, CheckForm, LinkForm, SupportForm
from referrals.holding import HOLDING_LINK, Askee, askees, link_of
from referrals.models import HoldingCheck
from referrals.presenters import holding as presenter
from referrals.selectors.waiting import alarms_of, asked_by
from referrals.views.entry import EntryPage


class HoldingPage(EntryPage):
    """Asks or records."""

    abstract = True

    @cached_property
    def askees(self) -> list[Askee]:
        """The referrer and every service named (P14)."""
        return askees(self.entry)

    @property
    def site(self) -> str:
        """Where the product stands, for a private link."""
        return self.request.build_absolute_uri("/")


class CheckEntryPage(HoldingPage):
    """Record a holding check, or ask by letter (WL-2, P14)."""

    form_class = CheckForm
    heading = "Holding check"
    submit_label = "Save what they said"
    success = "Recorded. The next check is due in the team's number of weeks, or when an answer is chased."

    def intro(self) -> Sequence[str]:
        """Why it is asked."""
        return ["Ask the referrer and every service named whether their support goes on while the family waits."]

    def aside(self) -> Sequence[object]:
        """Whom to ask, what they said last, and the ways that need no form."""
        return [*super().aside(), presenter.by_service(self.askees, self._last), Buttons(self._ways())]

    @cached_property
    def _last(self) -> dict[str, HoldingCheck]:
        return presenter.last_by_service(self.entry.checks.all())

    def _ways(self) -> list[Button]:
        key = [self.entry.key]
        found = []
        if any(one.written for one in self.askees):
            found.append(Button("Ask them by letter", reverse("referrals:ask", args=key)))
        if any(one.may_have_link for one in self.askees):
            found.append(Button("Make a private link", reverse("referrals:give-link", args=key), secondary=True))
        if self.askees:
            all_said = reverse("referrals:as-before", args=key)
            found.append(
                Button(
                    "I asked: all go on as before",
                    all_said,
                    secondary=True,
                    post=True,
                    submission=str(uuid.uuid4()),
                    seen=str(self.seen),
                )
            )
        return found

    def form_kwargs(self) -> dict[str, Any]:
        """Whom to ask."""
        return {"services": [one.service for one in self.askees]}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Record it."""
        answers, note = form.answers(), form.cleaned_data["note"]
        actions.record_check(entry=self.entry, answers=answers, note=note, seen=seen, by=self.viewer.actor)


class AsBeforePage(HoldingPage):
    """One press: everybody was asked, and goes on as before (WL-2)."""

    form_class = PressForm
    heading = "All go on as before"
    submit_label = "I asked: all go on as before"
    success = "Recorded: all go on as before. The next check is due in the team's number of weeks."

    def intro(self) -> Sequence[str]:
        """Who."""
        return [f"You asked these, and each goes on as before: {', '.join(one.service for one in self.askees)}."]

    def do(self, form: Any, *, seen: int | None) -> None:
        """Record it."""
        answers = {one.service: Support.AS_BEFORE for one in self.askees}
        actions.record_check(entry=self.entry, answers=answers, seen=seen, by=self.viewer.actor)


class AskPage(HoldingPage):
    """Ask by letter: each letter as it will go, and who gets none and why (WL-2, P14, P1)."""

    form_class = PressForm
    heading = "Ask by letter"
    submit_label = "Write these letters"
    success = "The letters are written, each with its own link. Whoever does not answer is chased."

    def intro(self) -> Sequence[str]:
        """What the link does."""
        return [
            "Each letter has a private link to a page that asks one question and names nobody. You are told here when "
            "somebody answers; less or stopped comes onto the worklist at once."
        ]

    def aside(self) -> Sequence[object]:
        """The letters."""
        lasts = timedelta(weeks=settings_of(self.entry.team_id).holding_weeks)
        return presenter.letters_shown(self.entry, self.askees, timezone.localdate(timezone.now() + lasts))

    def do(self, form: Any, *, seen: int | None) -> None:
        """Write them."""
        actions.ask_services(entry=self.entry, site=self.site, seen=seen, by=self.viewer.actor)


class GiveLinkPage(GivesLink, HoldingPage):
    """A private link that a colleague sends by their own secure e-mail; this one answer shows it, and no other."""

    form_class = LinkForm
    heading = "Make a private link"
    submit_label = "Make the link"
    onward_label = "Back to the family"
    check: HoldingCheck

    def form_kwargs(self) -> dict[str, Any]:
        """Who may have one."""
        return {"services": [one.service for one in self.askees if one.may_have_link]}

    def do(self, form: Any, *, seen: int | None) -> None:
        """Make it."""
        service, by = form.cleaned_data["service"], self.viewer.actor
        self.check, self.issued = actions.give_link(entry=self.entry, service=service, seen=seen, by=by)

    def link_heading(self) -> str:
        """Whose."""
        return f"A private link for {self.check.service}"

    def link_address(self, token: str) -> str:
        """The page with the one question."""
        return link_of(self.check, token, self.site)

    def link_told(self) -> Sequence[str]:
        """How it is sent."""
        return presenter.LINK_TOLD


class AlarmsPage(HoldingPage):
    """Say what was done about support that became less or stopped (WL-2, P14)."""

    form_class = AlarmForm
    heading = "What was done?"
    submit_label = "Close the alarm"
    success = "Closed. What you did stands on the family's page; the next holding check asks again."

    def aside(self) -> Sequence[object]:
        """The alarms."""
        return [*super().aside(), *presenter.alarms(list(alarms_of(self.entry)))]

    def do(self, form: Any, *, seen: int | None) -> None:
        """Close them."""
        actions.close_alarms(entry=self.entry, done=form.cleaned_data["done"], seen=seen, by=self.viewer.actor)


class SupportPage(PrivateLinkPage):
    """Behind a service's private link: one question, and a button that records (P11, WL-2).

    It names the family by our reference alone.
    """

    public = "A professional whose support is asked about has no account; the private link is theirs alone."
    purpose = HOLDING_LINK
    form_class = SupportForm
    tab_title = "Support while waiting"
    heading = "Does your support go on?"
    submit_label = "Send my answer"

    @cached_property
    def asked(self) -> HoldingCheck | None:
        """The question of this address, whatever became of it."""
        return asked_by(self.kwargs["key"])

    def get_subject(self) -> HoldingCheck | None:
        """The question, while it waits for its answer."""
        found = self.asked
        is_open = found and found.support == Support.ASKED and found.entry.state == WaitingState.WAITING
        return found if is_open else None

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """The page with its question."""
        intro = presenter.question(self.subject)
        return self.render({"form": form, "submit_label": self.submit_label, "intro": intro}, status)

    def act(self, form: ActForm) -> str:
        """Record the answer."""
        given, link = form.cleaned_data, self.opened
        actions.answer_check(check=self.subject, link=link, support=given["support"], note=given["note"], by=link.actor)
        return reverse("referrals:support-thanks", args=[self.subject.team.slug])

    def gone(self) -> Sequence[str]:
        """Whom to ring where it was one of our questions."""
        return presenter.gone(self.asked.team if self.asked else None)


class SupportThanksPage(TeamThanksPage):
    """After the answer."""

    public = "It thanks whoever answered, and says nothing about whom."
    tab_title = "Support while waiting"
    heading = presenter.THANKS

    def thanks(self, team: Team) -> Sequence[str]:
        """What happens with it."""
        return presenter.thanks(team)
