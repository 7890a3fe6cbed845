"""A referral's own page: as sent, structured, what has happened, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from families.presenters import grieves
from families.selectors import organisation_named
from pitservice.accounts.enums import Permission
from pitservice.accounts.selectors import public_teams, user_names
from pitservice.configuration.selectors import holidays_of, settings_of
from pitservice.ui.components import Button, Fact, FactList, Section
from pitservice.ui.dates import clock
from referrals.effects import people_by_step
from referrals.enums import OPEN_STATES, UNDECIDED_STATES, Outcome, ReferralState
from referrals.models import Attachment, Decision, Opinion
from referrals.presenters import amending, attaching, reviewing
from referrals.presenters import referral as parts
from referrals.presenters.status import PAUSED, aside_tags, both_clocks, due_tags, due_words, state_tag
from referrals.selectors import ticked
from referrals.selectors.amending import changes_to
from referrals.selectors.reviewing import opinions_in, review_of
from referrals.verdict import STATES
from referrals.views.base import ReferralRecordPage
from referrals.wording import is_sealed


class ReferralPage(ReferralRecordPage):
    """One referral."""

    permission = Permission.SEE_REFERRALS

    def get_heading(self) -> str:
        """By its reference: names stand below."""
        return f"Referral {self.referral.key}"

    def body(self) -> Sequence[object]:
        """Warnings first, then where it is, then everything that was sent."""
        referral, decisions, screenings = self.referral, self.decisions, list(self.referral.screenings.all())
        found = [
            *parts.warning(referral),
            self._where(),
            self._changes(),
            self._review(),
            parts.people(referral, self.parties, self.today, may_record=self._may_decide_about()),
            parts.about(referral),
            parts.risks(ticked(referral, screenings[-1] if screenings else None), screenings),
            Section("What is missing", parts.lacking(referral, self.parties)),
            parts.helpers(referral),
            parts.source(referral, organisation_named(referral.referrer_organisation, referral.team_id, self.viewer)),
            self._files(),
            parts.unread(referral),
            parts.history(referral.moves.select_related("reason"), decisions, referral.requests.all(), self._names()),
            parts.as_sent(referral.submitted, self.parties),
        ]
        return [part for part in found if part is not None]

    def _files(self) -> Section | None:
        """Files that came with it; none of a child whose former identity was sealed (P23)."""
        if any(is_sealed(party) for party in self.parties):
            return None
        files = Attachment.objects.visible_to(self.viewer).filter(referral=self.referral).select_related("stored")
        return attaching.with_referral(self.referral, list(files))

    def _changes(self) -> Section | None:
        """What the referrer proposed after sending; nothing of a child whose former identity was sealed (P11, P23)."""
        if any(is_sealed(party) for party in self.parties):
            return None
        changes = changes_to(self.referral, self.viewer)
        names = user_names(one.answered_by.user_id for one in changes if one.answered_by and one.answered_by.user_id)
        may = self.may(Permission.DECIDE_REFERRALS)
        named = people_by_step(self.parties, changes)
        return amending.change_log(changes, self.referral, named, names, may_answer=may)

    @property
    def decisions(self) -> list[Decision]:
        """Every decision made, the oldest first."""
        return list(self.referral.decisions.select_related("alternative"))

    def _where(self) -> FactList:
        referral = self.referral
        paused = referral.family is not None and grieves(referral.family)
        days = holidays_of(referral.team)
        due = PAUSED if paused else due_words(referral.due_on, self.today, days)
        tags = [] if paused else due_tags(referral, self.today, days, settings_of(referral.team_id))
        aside = aside_tags(referral, self.today)
        undecided = referral.state in UNDECIDED_STATES
        return FactList(
            [
                Fact("State", referral.hold_why if aside else "", tags=[state_tag(referral), *tags, *aside], empty=""),
                Fact("Decision due", [due, both_clocks(referral, self.today, days)] if undecided else "Nothing is due"),
                Fact("Suggestion", referral.working or "The team has no list of risk factors in force"),
                *([Fact("Moved here", referral.routed)] if referral.routed else []),
                Fact("Screened by", referral.screener.name if referral.screener else "Nobody yet"),
            ]
        )

    def _review(self) -> Section | None:
        """What colleagues think, while the team is asked."""
        if self.review is None:
            return None
        return reviewing.opinions(self.review, self.opinions, self.user.pk, deciding=False)

    @cached_property
    def review(self) -> Decision | None:
        """The decision that left it to the team, while the team is asked."""
        return review_of(self.referral)

    @cached_property
    def opinions(self) -> Sequence[Opinion]:
        """What colleagues said in it."""
        return opinions_in(self.review) if self.review else ()

    def _names(self) -> dict[int, str]:
        moves = self.referral.moves.all()
        return user_names(one.by.user_id for one in moves if one.by.user_id)

    def _may_decide_about(self) -> bool:
        return self.referral.state in OPEN_STATES and self.may(Permission.DECIDE_REFERRALS)

    def buttons(self) -> Sequence[Button]:
        """What this colleague can do from here, by the table of moves."""
        referral = self.referral
        found: list[Button] = []
        if self.may(Permission.DECIDE_REFERRALS):
            found += self._deciding()
        if referral.state == ReferralState.TEAM_REVIEW and self.may(Permission.RECORD_SESSIONS):
            given = any(one.colleague_id == self.user.pk for one in self.opinions)
            text = "Change your opinion" if given else "Give your opinion"
            found.append(self._button(text, "referrals:opinion", secondary=given or bool(found)))
        if self.may(Permission.ADD_REFERRALS):
            if referral.state == ReferralState.AWAITING_INFORMATION:
                found.append(self._button("Record the answer", "referrals:answer"))
                found.append(self._button("Ask again", "referrals:ask-again", secondary=True))
            if referral.MOVES.may(referral.state, ReferralState.WITHDRAWN):
                found.append(self._button("Add a file", "referrals:add-file", secondary=True))
                found.append(self._button("Withdraw", "referrals:withdraw", secondary=True))
        return found

    def _deciding(self) -> list[Button]:
        referral = self.referral
        found = []
        if referral.must_be_read:
            found.append(self._button("Read the warning", "referrals:warning"))
        elif referral.state in (ReferralState.RECEIVED, ReferralState.TEAM_REVIEW):
            found.append(self._button("Decide", "referrals:decide"))
        if referral.state in UNDECIDED_STATES and referral.screener_id != self.user.pk:
            found.append(self._button("I will screen this", "referrals:take-on", secondary=True))
        if referral.state in UNDECIDED_STATES:
            back = referral.is_held_on(self.today)
            text, name = ("Bring it back", "referrals:bring-back") if back else ("Put it aside", "referrals:aside")
            found.append(self._button(text, name, secondary=True))
        if referral.state in UNDECIDED_STATES and referral.family_id is None and len(public_teams()) > 1:
            found.append(self._button("Move to another team", "referrals:to-team", secondary=True))
        last = next((one for one in reversed(self.decisions) if one.taken_back_at is None), None)
        stands = last is not None and referral.state == STATES[last.outcome]
        if last is not None and stands and last.effective_from > timezone.now() and last.outcome != Outcome.ALLOCATE:
            text = f"Take the decision back (until {clock(last.effective_from)})"
            found.append(self._button(text, "referrals:take-back", secondary=True))
        ended = (ReferralState.NOT_ACCEPTED, ReferralState.WITHDRAWN, ReferralState.RECORDED_BEFORE)
        if referral.state in ended:
            found.append(self._button("Open again", "referrals:reopen", secondary=True))
        return found

    def _button(self, text: str, name: str, *, secondary: bool = False) -> Button:
        return Button(text, reverse(name, args=[self.referral.key]), secondary=secondary)
