"""One text that came in, and what a person does about it (P44)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from families.models import ContactPoint, Family, Person
from families.pages import banner_for
from families.presenters import family_label
from families.presenters.people import choices
from families.selectors import for_banner, shown_members
from families.views.finding import FindsFamily
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.selectors import holders
from pitservice.messaging import actions, inbox
from pitservice.messaging import inbox_presenters as presenters
from pitservice.messaging.enums import InboundState
from pitservice.messaging.inbox_forms import (
    NOT_KNOWN,
    AgainForm,
    AssignForm,
    DoneForm,
    TurnForm,
    WhoForm,
    WhoInFamilyForm,
)
from pitservice.messaging.models import InboundText, Message
from pitservice.messaging.presenters import history
from pitservice.messaging.turning import Turn, turn_named, turns_for
from pitservice.messaging.views.inbox import LIST
from pitservice.ui.components import Banner, Button, Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage, Page, RecordPage


class AboutInbound(Page):
    """What every page about a text that came in shares."""

    abstract: ClassVar[bool] = True
    nav = LIST

    @cached_property
    def text(self) -> InboundText:
        """From those visible to the viewer; 404 otherwise."""
        rows = inbox.received(self.viewer).select_related("automatic_reply")
        return self.find(rows, key=self.kwargs["key"])

    @cached_property
    def people(self) -> Sequence[ContactPoint]:
        """Whom it can be from."""
        return inbox.candidates(self.text, self.viewer)

    @property
    def href(self) -> str:
        """The text's own page."""
        return reverse("messaging:inbound", args=[self.text.key])

    def families(self) -> Iterable[tuple[int, int]]:
        """Whose it is, and whose it can be."""
        known = [(self.text.family_id, self.text.team_id)] if self.text.family_id else []
        return [*known, *((point.family_id, point.team_id) for point in self.people)]

    def get_banner(self) -> Banner | None:
        """The family's, where it is a family's."""
        family = self.text.family
        if family is None:
            return None
        for_banner(family)
        return banner_for(family, self.user)


class InboundPage(AboutInbound, RecordPage):
    """One text: its words, from whom, who has it, what was written before, what was done."""

    permission = Permission.SEE_CORRESPONDENCE

    def get_record(self) -> InboundText:
        """The text."""
        return self.text

    def get_heading(self) -> str:
        """From whom."""
        return f"{self.text.noun} from {_in_sentence(presenters.sender(self.text, self.people))}"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The inbox."""
        return [Link("Inbox", reverse(LIST))]

    def body(self) -> Sequence[object]:
        """The words first."""
        text, now = self.text, timezone.now()
        clock = inbox.clocks([text], now)[text.pk]
        answered = Message.objects.visible_to(self.viewer).filter(answered_by=text).first()
        texts = list(inbox.from_number(text.number, self.viewer)[: inbox.THREAD])
        messages = list(inbox.sent_to_number(text.number, self.viewer)[: inbox.THREAD])
        moves = text.moves.select_related("reason").order_by("-at", "-pk")
        return [
            presenters.as_received(text),
            presenters.facts(text, clock, self.people, answered),
            presenters.thread(texts, messages, now),
            history(moves, presenters.STATES),
        ]

    def buttons(self) -> Sequence[Button]:
        """What can be done about it."""
        text = self.text
        may_send = text.unplaced or self.viewer.may(Permission.SEND, text.team_id)
        if not may_send:
            return ()
        if text.state == InboundState.DONE:
            return [self._button("Open again", "inbound_again", secondary=True)]
        turns = [
            Button(turn.label, reverse("messaging:inbound_turn", args=[text.key, turn.name]), secondary=True)
            for turn in turns_for(text, self.viewer)
        ]
        family = text.family
        write = reverse("messaging:write", args=[family.key]) if family else ""
        return [
            *([Button("Reply by text", f"{write}?reply={text.key}", secondary=text.by_phone)] if write else []),
            self._button("Say what was done", "inbound_done"),
            *turns,
            self._button("Say who it is from", "inbound_who", secondary=True),
            self._button("Give to a colleague", "inbound_assign", secondary=True),
        ]

    def _button(self, text: str, name: str, *, secondary: bool = False) -> Button:
        return Button(text, reverse(f"messaging:{name}", args=[self.text.key]), secondary=secondary)


class InboundActionPage(AboutInbound, ActionPage):
    """One thing done about a text."""

    abstract: ClassVar[bool] = True
    anew = ("text",)
    permission = Permission.SEND

    def get_subject(self) -> InboundText:
        """The text."""
        return self.text

    def get_back(self) -> Link | None:
        """To the text."""
        return Link("Back", self.href)

    def aside(self) -> Sequence[object]:
        """Its words."""
        return [presenters.as_received(self.text)]


class DonePage(InboundActionPage):
    """Say what was done; only then does it leave the inbox."""

    heading = "What was done about this text"
    form_class = DoneForm
    submit_label = "It is dealt with"
    success = "It has left the inbox. What was done stands with it."

    def act(self, form: ActForm) -> str:
        """Deal with it."""
        given = form.cleaned_data
        actions.deal_with(text=self.text, how=given["how"], note=given["note"], seen=given["seen"], by=self.user.actor)
        return reverse(LIST)


class AgainPage(InboundActionPage):
    """Back into the inbox."""

    heading = "Open this text again"
    form_class = AgainForm
    submit_label = "Open again"
    success = "It waits in the inbox again."

    def act(self, form: ActForm) -> str:
        """Open it."""
        given = form.cleaned_data
        actions.open_again(text=self.text, reason=given["reason"], seen=given["seen"], by=self.user.actor)
        return self.href


class AssignPage(InboundActionPage):
    """Give it to a colleague, or take it."""

    heading = "Who deals with this text"
    form_class = AssignForm
    submit_label = "Give it to them"
    success = "It stands on their home page now, and in the inbox until it is dealt with."

    @cached_property
    def colleagues(self) -> Mapping[str, tuple[User, Team]]:
        """Who may deal with it, by key: of its team, or of the viewer's teams while it is every team's."""
        text = self.text
        teams = [team for team in self.viewer.teams if text.unplaced or team.pk == text.team_id]
        return {user.key: (user, team) for team in teams for user in holders(team.pk, Permission.SEND)}

    def form_kwargs(self) -> dict[str, Any]:
        """Oneself first."""
        mine = self.user.key
        ordered = sorted(self.colleagues.items(), key=lambda pair: (pair[0] != mine, pair[1][0].name))
        names = [(key, f"{user.name} (you)" if key == mine else user.name) for key, (user, _) in ordered]
        return {"colleagues": names}

    def initial(self) -> dict[str, Any]:
        """Who opens this mostly takes it."""
        return {"to": self.text.assigned_to.key if self.text.assigned_to else self.user.key}

    def act(self, form: ActForm) -> str:
        """Give it."""
        to, team = self.colleagues[form.cleaned_data["to"]]
        actions.assign(text=self.text, colleague=to, team=team, seen=form.cleaned_data["seen"], by=self.user.actor)
        return self.href


class WhoPage(InboundActionPage):
    """Say from whom it is, of those with this number, or that nobody here is meant."""

    heading = "Who is this text from?"
    form_class = WhoForm
    success = "Saved."

    def form_kwargs(self) -> dict[str, Any]:
        """Those who exist for the viewer."""
        return {"people": {point.key: f"{point.person.name}, {point.family.title}" for point in self.people}}

    def intro(self) -> Sequence[str]:
        """Never confirm to a stranger that a family is known."""
        known = "These people have this number." if self.people else "Nobody that you may see has this number."
        return [known, "If you ring to find out, say only that you had a text: never that a family is known here."]

    def get_cancel(self) -> Link | None:
        """To somebody who is not offered."""
        return Link("Look for another family", reverse("messaging:inbound_find", args=[self.text.key]))

    def act(self, form: ActForm) -> str:
        """Say so."""
        who, seen = form.cleaned_data["who"], form.cleaned_data["seen"]
        if who == NOT_KNOWN:
            actions.settle_not_known(text=self.text, seen=seen, by=self.user.actor)
        else:
            point = next(point for point in self.people if point.key == who)
            actions.settle_sender(
                text=self.text, family=point.family, person=point.person, seen=seen, by=self.user.actor
            )
        return self.href


class FindPage(AboutInbound, FindsFamily):
    """Look for the family whose text it is."""

    permission = Permission.SEND
    heading = "Whose text is this?"

    def get_subject(self) -> InboundText:
        """The text."""
        return self.text

    def families(self) -> Iterable[tuple[int, int]]:
        """Those that were found."""
        return [*super().families(), *((family.pk, family.team_id) for family in self.found)]

    def get_back(self) -> Link | None:
        """To the text."""
        return Link("Back", self.href)

    def aside(self) -> Sequence[object]:
        """Its words."""
        return [presenters.as_received(self.text)]

    def onward(self, family: Family) -> Link:
        """To who of them it is."""
        to = reverse("messaging:inbound_family", args=[self.text.key, family.key])
        return Link("It is from here", to, hidden=family_label(family))


class WhoInFamilyPage(InboundActionPage):
    """Who of a family that was found."""

    form_class = WhoInFamilyForm
    success = "Saved. Check whether their number should be added to the family’s ways to reach them."

    @cached_property
    def family(self) -> Family:
        """One that the viewer may see."""
        return self.find(Family.objects.visible_to(self.viewer), key=self.kwargs["item"])

    @cached_property
    def members(self) -> Mapping[str, Person]:
        """Everybody in it, by key."""
        return {member.person.key: member.person for member in shown_members(self.family)}

    def get_heading(self) -> str:
        """Which family."""
        return f"Who in {family_label(self.family)} is it from?"

    def families(self) -> Iterable[tuple[int, int]]:
        """This one too."""
        return [*super().families(), (self.family.pk, self.family.team_id)]

    def form_kwargs(self) -> dict[str, Any]:
        """Its people."""
        return {"people": choices(shown_members(self.family), self.today)}

    def act(self, form: ActForm) -> str:
        """Say so."""
        person = self.members.get(form.cleaned_data["who"])
        actions.settle_sender(
            text=self.text, family=self.family, person=person, seen=form.cleaned_data["seen"], by=self.user.actor
        )
        return self.href


class TurnPage(InboundActionPage):
    """Make it into an entry of the family's record; with that it is dealt with."""

    form_class = TurnForm
    success = "It stands in the family’s record now, and is dealt with."

    @cached_property
    def turn(self) -> Turn:
        """What the address names, where this viewer can do it."""
        turn = turn_named(self.kwargs["turn"])
        if turn is None or self.text.family is None or not self.viewer.may(turn.permission, self.text.team_id):
            raise Http404
        return turn

    def get_heading(self) -> str:
        """What it becomes."""
        return self.turn.label

    def form_kwargs(self) -> dict[str, Any]:
        """Its own questions."""
        return {"asked": self.turn.fields(self.text, self.viewer)}

    def act(self, form: ActForm) -> str:
        """Make it."""
        assert isinstance(form, TurnForm)
        seen = form.cleaned_data["seen"]
        actions.make_into(text=self.text, turn=self.turn, answers=form.answers(), seen=seen, by=self.user.actor)
        return self.href


class GuardedTextPage(InboundPage):
    """For the guardian: one text of a restricted family (P10)."""

    permission = Permission.GUARD
    nav = "families:restricted"

    def get_breadcrumbs(self) -> Sequence[Link]:
        """The guardian's list."""
        return [Link("Texts from restricted families", reverse("messaging:guarded"))]

    def buttons(self) -> Sequence[Button]:
        """Say what was done; whoever is named does the rest."""
        if self.text.state == InboundState.DONE:
            return ()
        return [self._button("Say what was done", "guarded_done")]


class GuardedDonePage(DonePage):
    """The guardian dealt with it, or saw to it that somebody named does."""

    permission = Permission.GUARD
    nav = "families:restricted"

    @property
    def href(self) -> str:
        """The guardian's page of it."""
        return reverse("messaging:guarded_text", args=[self.text.key])

    def act(self, form: ActForm) -> str:
        """Deal with it."""
        super().act(form)
        return reverse("messaging:guarded")


def _in_sentence(sender: str) -> str:
    return (
        sender if sender.split()[0] not in ("Nobody", "Somebody", "One", "Perhaps") else sender[0].lower() + sender[1:]
    )
