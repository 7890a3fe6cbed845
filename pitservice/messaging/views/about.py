"""What the pages about one text and about one copy of a letter share: find it, show it, decide about it, go back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from types import ModuleType
from typing import Any, ClassVar

from django.urls import reverse

from families.contact import Addressee
from families.models import Family
from families.pages import banner_for
from families.presenters.register import incident_link
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.messaging.presenters import history, rules_now
from pitservice.messaging.rules import LEAD_DECIDES, needs_lead
from pitservice.ui.components import Banner, Button, Link
from pitservice.ui.pages import ActionPage, Page, RecordPage

LIST = "letters:correspondence"


class AboutSent(Page):
    """A text or a copy. `wording` are the presenters of its kind: `title`, `facts`, `as_sent`, `buttons`."""

    abstract: ClassVar[bool] = True
    nav = LIST
    wording: ClassVar[ModuleType]
    address: ClassVar[str]  # the name of its own page's address
    incident: ClassVar[str]  # as the register of incidents names its kind

    def find_sent(self) -> Any:
        """From those visible to the viewer; 404 otherwise."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def family_of(self, sent: Any) -> Family | None:
        """The family it is about, where one is known."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def answer_for(self, sent: Any) -> Addressee | None:
        """The contact rules' answer about its reader now."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def banner_of(self, sent: Any) -> Banner | None:
        """The family's banner, where a family is known."""
        family = self.family_of(sent)
        if family is None:
            return None
        for_banner(family)
        return banner_for(family, self.user)

    def families_of(self, sent: Any) -> Iterable[tuple[int, int]]:
        """The family it is about, for the log of who looked."""
        family = self.family_of(sent)
        return [(family.pk, sent.team_id)] if family else []


class SentPage(AboutSent, RecordPage):
    """One of them: its words as sent, what the rules say now, what happened, what can be done."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEE_CORRESPONDENCE

    def get_record(self) -> Any:
        """The one in the address."""
        return self.find_sent()

    def get_heading(self) -> str:
        """Whom it is to, and what for."""
        return str(self.wording.title(self.record))

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Correspondence."""
        return [Link("Correspondence", reverse(LIST))]

    def get_banner(self) -> Banner | None:
        """The family's."""
        return self.banner_of(self.record)

    def families(self) -> Iterable[tuple[int, int]]:
        """Whose it is."""
        return self.families_of(self.record)

    def body(self) -> Sequence[object]:
        """Where it stands, its words, what the rules say, what happened."""
        sent = self.record
        moves = sent.moves.select_related("reason").order_by("-at", "-pk")
        parts: list[object] = [self.wording.facts(sent), self.wording.as_sent(sent)]
        if self.is_open:
            parts.append(rules_now(self.addressee))
        may_open = self.viewer.may(Permission.KEEP_RECORDS, sent.team_id)
        link = incident_link(self.family_of(sent), f"{self.incident}:{sent.key}", may_open=may_open)
        return [*parts, history(moves, self.wording.labels_of(self.record)), *link]

    def buttons(self) -> Sequence[Button]:
        """What its state and the rules allow, for those who may send."""
        may_send = self.viewer.may(Permission.SEND, self.record.team_id)
        found: Sequence[Button] = self.wording.buttons(self.record, self.addressee, may_send=may_send)
        return found

    @property
    def is_open(self) -> bool:
        """Whether it may still go."""
        return bool(self.record.MOVES.allowed.get(self.record.state))

    @cached_property
    def addressee(self) -> Addressee | None:
        """The contact rules' answer now; not asked about what has ended."""
        return self.answer_for(self.record) if self.is_open else None


class SentActionPage(AboutSent, ActionPage):
    """One decision about one of them; afterwards back to it."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEND
    verb: ClassVar[str]

    def get_subject(self) -> Any:
        """The one in the address."""
        return self.find_sent()

    def get_heading(self) -> str:
        """What is decided, about what."""
        return f"{self.verb}: {self.wording.title(self.subject)}"

    def get_banner(self) -> Banner | None:
        """The family's."""
        return self.banner_of(self.subject)

    def get_back(self) -> Link | None:
        """To it."""
        return Link("Back", self.href)

    def families(self) -> Iterable[tuple[int, int]]:
        """Whose it is."""
        return self.families_of(self.subject)

    @property
    def href(self) -> str:
        """Its own page."""
        return reverse(self.address, args=[self.subject.key])

    def aside(self) -> Sequence[object]:
        """Its words, and what the rules say."""
        return [self.wording.as_sent(self.subject), rules_now(self.answer_for(self.subject))]

    def act(self, form: Any) -> str:
        """Decide, and go back to it."""
        self.decide(form.cleaned_data)
        return self.href

    def decide(self, given: dict[str, Any]) -> None:
        """Call the action."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def only_the_lead(self) -> None:
        """After a loss nobody but the lead confirms: Refused for everybody else (P22)."""
        addressee = self.answer_for(self.subject)
        asks_lead = addressee is not None and needs_lead(addressee.codes)
        if asks_lead and not self.viewer.may(Permission.ALLOCATE, self.subject.team_id):
            raise Refused(LEAD_DECIDES)
