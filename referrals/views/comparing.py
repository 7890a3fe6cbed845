"""A referral beside a record that it may be about, the screener's answer, and what another lead said (P10, P16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from families.models import Family
from families.pages import banner_for
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.ui.components import Banner, Button, Buttons, Callout, Fact, FactList, Words
from pitservice.ui.dates import moment
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import PressPage
from pitservice.ui.words import inside
from referrals import actions
from referrals.enums import UNDECIDED_STATES, MatchAnswer
from referrals.forms.matching import AskLeadForm, CompareForm
from referrals.models import PossibleMatch
from referrals.presenters import matching as parts
from referrals.selectors import Look, Match, look
from referrals.selectors.matching import compared
from referrals.views.base import ReferralActionPage
from referrals.wording import ASK_GUARDIAN


class BesideRecord(ReferralActionPage):
    """A referral and a record of its own team that the viewer may see."""

    abstract = True
    permission = Permission.DECIDE_REFERRALS

    @cached_property
    def record(self) -> Family:
        """The record."""
        seen = Family.objects.visible_to(self.viewer).filter(team=self.referral.team_id, merged_into=None)
        record = self.find(seen, key=self.kwargs["family"])
        for_banner(record)
        return record

    @cached_property
    def row(self) -> PossibleMatch | None:
        """What was answered, if it was."""
        rows = PossibleMatch.objects.visible_to(self.viewer)
        return rows.filter(referral=self.referral, record=self.record).exclude(answer="").first()

    def families(self) -> Iterable[tuple[int, int]]:
        """The record is shown, and the referral's own family where it is settled."""
        return {(self.record.pk, self.record.team_id), *super().families()}

    def get_banner(self) -> Banner:
        """The record's, with what must be known of it before anything is attached: unsafe contact, loss, care (P10)."""
        return banner_for(self.record, self.user)


class ComparePage(BesideRecord):
    """Side by side, with reasons: the same, not the same, the same family with another baby (P16)."""

    form_class = CompareForm

    def get_heading(self) -> str:
        """Which referral."""
        return f"Is referral {self.referral.key} about this family?"

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # nothing to answer once it is settled
        """The button, while there is something to answer."""
        return "Answer" if self.open else ""

    @property
    def open(self) -> bool:
        """Whether it is still to be answered."""
        asks = self.referral.family_id is None and self.referral.state in UNDECIDED_STATES
        return asks and self.row is None and not self.guarded

    @cached_property
    def guarded(self) -> bool:
        """Something else about it is the guardian's to answer first (P10)."""
        return self.referral.family_id is None and look(self.referral, self.viewer).guardian

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Warnings are read first."""
        if self.referral.must_be_read:
            return redirect("referrals:warning", key=self.referral.key)
        return super().get(request, *args, **kwargs)

    @cached_property
    def match(self) -> Match:
        """Both, and what is alike."""
        return compared(self.referral, self.record)

    def aside(self) -> Sequence[object]:
        """Why, and both side by side; what was answered."""
        return [*self._answered(), parts.why(self.match), *parts.side_by_side(self.match, self.parties)]

    def _answered(self) -> list[object]:
        if self.guarded:
            return [Callout("Ask the guardian", [ASK_GUARDIAN])]
        if self.referral.family_id is not None:
            return [Words(["It is settled whom this referral is about."])]
        if self.row is None or self.row.answered_at is None:
            return []
        said = [f"{self.row.get_answer_display()}, answered {moment(self.row.answered_at)}", self.row.note]
        back = reverse("referrals:compare-again", args=[self.referral.key, self.record.key])
        button = Button("Take this answer back", back, secondary=True)
        mine = [] if self.record.restricted else [Buttons([button])]
        return [FactList([Fact("Answered", [line for line in said if line])]), *mine]

    def make_form(self, data: Any = None, files: Any = None) -> ActForm:
        """Nothing is asked where nothing can be answered."""
        if not self.open and data is None:
            return ActForm(seen=self.seen)
        return super().make_form(data, files)

    def form_kwargs(self) -> dict[str, Any]:
        """Who is asked about."""
        return {"asked": parts.who_is_who(self.match, self.parties)}

    def act(self, form: CompareForm) -> str:
        """Keep the answer; where it is this family, the referral goes into its record."""
        answer = MatchAnswer(form.cleaned_data["answer"])
        actions.compare(
            referral=self.referral,
            family=self.record,
            answer=answer,
            who=form.who({one.person.key: one.person for one in self.match.people}),
            note=form.cleaned_data["note"],
            seen=form.cleaned_data["seen"],
            by=self.viewer.actor,
        )
        self.success = parts.COMPARED[answer]
        return reverse("referrals:decide", args=[self.referral.key])


class CompareAgainPage(BesideRecord, PressPage):
    """Take an answer back: the record is offered again (P16)."""

    heading = "Take the answer back"
    success = "Taken back. The record is offered again."

    @property
    def answered(self) -> PossibleMatch | None:
        """The answer; a guardian's is theirs to take back."""
        return None if self.record.restricted or self.referral.family_id else self.row

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # where there is something to take back
        """The button."""
        return "Take it back" if self.answered else ""

    @property
    def seen(self) -> int | None:
        """The answer's version."""
        return self.answered.version if self.answered else None

    def intro(self) -> Sequence[str]:
        """What was answered."""
        if self.answered is None:
            return ("There is no answer to take back.",)
        return (f"Answered: {inside(self.answered.get_answer_display())}.",)

    def act(self, form: ActForm) -> str:
        """Take it back."""
        if self.answered is None:
            raise Refused("There is no answer to take back.")
        actions.forget_answer(match=self.answered, seen=form.cleaned_data["seen"], by=self.viewer.actor)
        return reverse("referrals:compare", args=[self.referral.key, self.record.key])


class AskLeadPage(ReferralActionPage):
    """What the lead of another team said when they were asked whether they know the family (P10)."""

    permission = Permission.DECIDE_REFERRALS
    form_class = AskLeadForm
    heading = "What another team’s lead said"
    success = "Recorded."

    @cached_property
    def found(self) -> Look:
        """Which teams may know the family; nothing of their records."""
        found = Look() if self.referral.family_id else look(self.referral, self.viewer)
        return Look() if found.guardian else found

    @property
    def submit_label(self) -> str:  # type: ignore[override]  # where somebody is to be asked
        """The button."""
        return "Save" if self.found.teams else ""

    def make_form(self, data: Any = None, files: Any = None) -> ActForm:
        """Nothing is asked where no team is to be asked."""
        return super().make_form(data, files) if self.found.teams else ActForm(data, seen=self.seen)

    def intro(self) -> Sequence[str]:
        """Where there is nobody to ask."""
        return () if self.found.teams else ("There is no other team to ask about this referral.",)

    def form_kwargs(self) -> dict[str, Any]:
        """The teams."""
        return {"teams": [(team.key, team.name) for team in self.found.teams]}

    def act(self, form: Any) -> str:
        """Record it."""
        if not self.found.teams:
            raise Refused("There is no other team to ask about this referral.")
        given = form.cleaned_data
        team = next(team for team in self.found.teams if team.key == given["team"])
        actions.ask_lead(
            referral=self.referral,
            team=team,
            spoke_to=given["spoke_to"],
            said=given["said"],
            note=given["note"],
            by=self.viewer.actor,
        )
        return reverse("referrals:decide", args=[self.referral.key])
