"""Whom a referral may be about: the guardian's list and answer, and the screener's question to them (P10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from families.presenters.guarding import guarding_tabs
from pitservice.accounts.enums import Permission
from pitservice.ui.components import Cell, Column, Empty, Link
from pitservice.ui.pages import ActionPage, ListPage
from referrals import actions
from referrals.enums import MatchAnswer
from referrals.forms.matching import ATTACH, FORGET, GuardianFilter, GuardianForm
from referrals.models import PossibleMatch
from referrals.presenters import matching as parts
from referrals.selectors.matching import answered_by_guardian, beside, colleagues_who_could_go_on, to_match
from referrals.views.base import ReferralActionPage
from referrals.wording import ASK_GUARDIAN


class ToMatchPage(ListPage):
    """Referrals that may be about a restricted record: the guardian's to answer (P10)."""

    permission = Permission.GUARD
    nav = "families:restricted"
    heading = "Referrals to match"
    template_name = "families/tabbed_list.html"
    noun = ("referral to match", "referrals to match")
    filter_form = GuardianFilter

    def records(self) -> Any:
        """Those about records of the guardian's teams: what waits, or what was said to be another family."""
        return answered_by_guardian(self.viewer) if self.values.get("show") else to_match(self.viewer)

    def columns(self) -> Sequence[Column]:
        """Which referral, which record, why."""
        return (Column("Referral"), Column("Received"), Column("May be about"), Column("Why"))

    def row(self, record: PossibleMatch) -> Sequence[Cell]:
        """One referral beside one record."""
        return parts.guarded_row(record)

    def empty(self) -> Empty:
        """What would put one here."""
        return Empty("No referral may be about a restricted record. When one may be, it waits here for you.")

    def context(self) -> dict[str, Any]:
        """With the guardian's lists."""
        return super().context() | {"tabs": guarding_tabs("referrals:to-match")}


class MatchPage(ActionPage):
    """Is the referral about this restricted record? The guardian answers (P10)."""

    permission = Permission.GUARD
    nav = "families:restricted"
    form_class = GuardianForm
    submit_label = "Answer"
    anew = ("match",)

    def get_heading(self) -> str:
        """Which referral."""
        return f"Is referral {self.match.referral.key} about this family?"

    @cached_property
    def match(self) -> PossibleMatch:
        """One of those that wait, or one that was said to be another family."""
        key = self.kwargs["key"]
        waits = to_match(self.viewer)
        return self.find(waits if waits.filter(key=key).exists() else answered_by_guardian(self.viewer), key=key)

    def get_subject(self) -> PossibleMatch:
        """Its version travels in the form."""
        return self.match

    def families(self) -> Iterable[tuple[int, int]]:
        """The restricted record."""
        return [(self.match.family_id, self.match.team_id)]

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The list."""
        return [Link("Referrals to match", reverse("referrals:to-match"))]

    def aside(self) -> Sequence[object]:
        """Both, side by side, and who could go on with it."""
        people = list(self.match.referral.people.all())
        named = colleagues_who_could_go_on(self.match.record)
        return parts.for_guardian(self.match, beside(self.match), people, named, may_attach=self.may_attach)

    @property
    def may_attach(self) -> bool:
        """A record of the referral's own team."""
        return self.match.team_id == self.match.referral.team_id

    def form_kwargs(self) -> dict[str, Any]:
        """Which answers there are."""
        return {"may_attach": self.may_attach, "answered": bool(self.match.answer)}

    def initial(self) -> dict[str, Any]:
        """What was answered before."""
        return {"answer": self.match.answer, "note": self.match.note}

    def get_cancel(self) -> Link:
        """Back to the list."""
        return Link("Cancel", reverse("referrals:to-match"))

    def act(self, form: Any) -> str:
        """Keep the answer, or attach."""
        given = {"match": self.match, "seen": form.cleaned_data["seen"], "by": self.viewer.actor}
        answer, note = form.cleaned_data["answer"], form.cleaned_data["note"]
        if answer == FORGET:
            actions.forget_answer(**given)
        elif answer == ATTACH:
            actions.attach_match(**given, note=note)
        else:
            actions.answer_match(**given, note=note, answer=MatchAnswer(answer))
        self.success = parts.ANSWERED[answer]
        return reverse("referrals:to-match")


class AskGuardianPage(ReferralActionPage):
    """Ask the guardian about a record that was restricted, or came, after the referral (P10)."""

    permission = Permission.DECIDE_REFERRALS
    heading = "Ask the guardian"
    submit_label = "Ask the guardian"
    success = "The guardian was asked. The referral waits for their answer."

    def intro(self) -> Sequence[str]:
        """What it means."""
        return (ASK_GUARDIAN,)

    def act(self, form: Any) -> str:
        """Ask."""
        actions.ask_guardian(referral=self.referral, by=self.viewer.actor)
        return self.href
