"""Take a message: for whoever answers the telephone (P47)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from families.merged import phrases_of
from families.models import Family
from families.pages import banner_for
from families.presenters.contact import phrase_fact
from families.presenters.people import choices
from families.selectors import for_banner, shown_members
from pitservice.accounts.enums import Permission
from pitservice.accounts.models import Team, User
from pitservice.accounts.selectors import holders
from pitservice.messaging import actions
from pitservice.messaging.inbox_forms import TakeMessageForm
from pitservice.ui.components import Banner, Callout, FactList, Link
from pitservice.ui.forms import ActForm
from pitservice.ui.pages import ActionPage

NEVER = (
    "Never say that a family is known here, or that they are not, whoever asks: a partner, a grandparent, a "
    "professional. Say: “I cannot tell you who comes here. I will pass your message on.”"
)
DANGER = "If somebody is in danger now, ask them to ring 999, and tell the clinical lead at once."


class TakeMessagePage(ActionPage):
    """Who rang, for whom, when to ring back, and what they said. Nobody is looked up here."""

    permission = Permission.SEND
    nav = "messaging:take_message"
    heading = "Take a message"
    form_class = TakeMessageForm
    submit_label = "Pass it on"
    success = "It is passed on, and waits in the inbox until somebody says what was done."

    def aside(self) -> Sequence[object]:
        """What must never be said."""
        return [Callout("Before you say anything", [NEVER, DANGER])]

    @cached_property
    def family(self) -> Family | None:
        """The family it is about, where it was opened from theirs."""
        if "key" not in self.kwargs:
            return None
        family = self.find(Family.objects.visible_to(self.viewer).select_related("team"), key=self.kwargs["key"])
        for_banner(family)
        return family

    @cached_property
    def teams(self) -> Sequence[Team]:
        """Whose colleagues it can be for."""
        return [self.family.team] if self.family else self.viewer.teams

    @cached_property
    def offered(self) -> Mapping[str, tuple[Team, User | None]]:
        """A team, or one of its colleagues, by what stands in the form."""
        found: dict[str, tuple[Team, User | None]] = {team.slug: (team, None) for team in self.teams}
        for team in self.teams:
            found |= {f"{team.slug}/{user.key}": (team, user) for user in holders(team.pk, Permission.SEND)}
        return found

    def form_kwargs(self) -> dict[str, Any]:
        """For whom it can be, who of the family can have rung, and whether they agreed a pass-phrase."""
        several = len(self.teams) > 1
        names = []
        for name, (team, user) in self.offered.items():
            of_team = f", {team.name}" if several else ""
            names.append((name, f"{user.name}{of_team}" if user else f"Whoever is there in {team.name}"))
        people = choices(shown_members(self.family), self.today) if self.family else {}
        phrase = bool(self.family and phrases_of(self.family))
        return {"colleagues": names, "people": people, "phrase": phrase}

    def act(self, form: ActForm) -> str:
        """Keep it."""
        given = form.cleaned_data
        team, colleague = self.offered[given["to"]]
        members = {m.person.key: m.person for m in shown_members(self.family)} if self.family else {}
        actions.take_message(
            team=team,
            colleague=colleague,
            family=self.family,
            person=members.get(given.get("who", "")),
            caller=given["caller"],
            number=given["number"],
            words=given["message"],
            call_back=given["call_back"],
            pass_phrase=given.get("pass_phrase", ""),
            token=given["submission"],
            by=self.user.actor,
        )
        return reverse("messaging:inbox")


class TakeAboutPage(TakeMessagePage):
    """The same from a family's page: who of them rang, and the pass-phrase they agreed."""

    def get_back(self) -> Link | None:
        """To the family."""
        assert self.family is not None
        return Link("Back", reverse("families:contact", args=[self.family.key]))

    def get_banner(self) -> Banner | None:
        """Who they are, and what must not be missed."""
        assert self.family is not None
        return banner_for(self.family, self.user)

    def families(self) -> Iterable[tuple[int, int]]:
        """This one."""
        assert self.family is not None
        return [(self.family.pk, self.family.team_id)]

    def aside(self) -> Sequence[object]:
        """What to ask before anything is said."""
        assert self.family is not None
        phrase = phrase_fact(phrases_of(self.family), "None agreed: say nothing of the family")
        return [*super().aside(), FactList([phrase])]
