"""One copy of a letter: words and address as sent, the PDF, what happened, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from families.pages import banner_for
from families.presenters.register import incident_link
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.files.models import StoredFile
from pitservice.letters import actions, presenters
from pitservice.letters.models import Copy
from pitservice.letters.selectors import answer_now, visible_copies
from pitservice.messaging import presenters as shared
from pitservice.messaging.enums import Means
from pitservice.messaging.forms import CancelForm, ConfirmForm, TellForm
from pitservice.messaging.rules import LEAD_DECIDES, needs_lead, told_in_words
from pitservice.ui.components import Banner, Button, Link
from pitservice.ui.forms import ActForm, PressForm
from pitservice.ui.pages import ActionPage, FilePage, Page, RecordPage

LIST = "letters:correspondence"


class AboutCopy(Page):
    """What every page about a copy shares."""

    abstract: ClassVar[bool] = True
    nav = LIST

    def get_copy(self) -> Copy:
        """From those visible to the viewer; 404 otherwise."""
        visible = visible_copies(self.viewer).select_related("letter__family", "pdf")
        return self.find(visible, key=self.kwargs["key"])

    def banner_of(self, copy: Copy) -> Banner | None:
        """The family's banner, where a family is known."""
        family = copy.letter.family
        if family is None:
            return None
        for_banner(family)
        return banner_for(family, self.user)

    def families_of(self, copy: Copy) -> Iterable[tuple[int, int]]:
        """The family it is about, for the log of who looked."""
        return [(copy.letter.family_id, copy.team_id)] if copy.letter.family_id else []


class CopyPage(AboutCopy, RecordPage):
    """One copy."""

    permission = Permission.SEE_CORRESPONDENCE

    def get_record(self) -> Copy:
        """The copy."""
        return self.get_copy()

    def get_heading(self) -> str:
        """Whom it is to, and what for."""
        return presenters.title(self.record)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Correspondence."""
        return [Link("Correspondence", reverse(LIST))]

    def get_banner(self) -> Banner | None:
        """The family's."""
        return self.banner_of(self.record)

    def families(self) -> Iterable[tuple[int, int]]:
        """The letter's."""
        return self.families_of(self.record)

    def body(self) -> Sequence[object]:
        """Where it stands, its words, what the rules say, what happened."""
        copy = self.record
        moves = copy.moves.select_related("reason").order_by("-at", "-pk")
        parts: list[object] = [presenters.facts(copy), presenters.as_sent(copy)]
        if self.is_open:
            parts.append(shared.rules_now(self.addressee))
        may_open = self.viewer.may(Permission.KEEP_RECORDS, copy.team_id)
        link = incident_link(copy.letter.family, f"letters.copy:{copy.key}", may_open=may_open)
        return [*parts, shared.history(moves, presenters.STATE_TAGS), *link]

    def buttons(self) -> Sequence[Button]:
        """What its state and the rules allow, for those who may send."""
        may_send = self.viewer.may(Permission.SEND, self.record.team_id)
        return presenters.buttons(self.record, self.addressee, may_send=may_send)

    @property
    def is_open(self) -> bool:
        """Whether it may still go."""
        return bool(self.record.MOVES.allowed.get(self.record.state))

    @property
    def addressee(self) -> Any:
        """The contact rules' answer now; not asked about what has ended."""
        if not self.is_open:
            return None
        if "_addressee" not in self.__dict__:
            self.__dict__["_addressee"] = answer_now(self.record, timezone.now())
        return self.__dict__["_addressee"]


class PdfPage(AboutCopy, FilePage):
    """The PDF of a copy, as it was made."""

    permission = Permission.SEE_CORRESPONDENCE

    def get_file(self) -> StoredFile:
        """The copy's PDF; 404 before it is made."""
        self.copy = self.get_copy()
        if self.copy.pdf is None:
            raise Http404
        return self.copy.pdf

    def families(self) -> Iterable[tuple[int, int]]:
        """The letter's."""
        return self.families_of(self.copy)


class CopyActionPage(AboutCopy, ActionPage):
    """One decision about one copy."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEND
    verb: ClassVar[str]

    def get_subject(self) -> Copy:
        """The copy."""
        return self.get_copy()

    def get_heading(self) -> str:
        """What is decided, about what."""
        return f"{self.verb}: {presenters.title(self.subject)}"

    def get_banner(self) -> Banner | None:
        """The family's."""
        return self.banner_of(self.subject)

    def get_back(self) -> Link | None:
        """To the copy."""
        return Link("Back", self.href)

    def families(self) -> Iterable[tuple[int, int]]:
        """The letter's."""
        return self.families_of(self.subject)

    @property
    def href(self) -> str:
        """The copy's own page."""
        return reverse("letters:copy", args=[self.subject.key])

    def aside(self) -> Sequence[object]:
        """Its words, and what the rules say."""
        copy = self.subject
        return [presenters.as_sent(copy), shared.rules_now(answer_now(copy, timezone.now()))]


class ConfirmPage(CopyActionPage):
    """Answer "ask a person" (P1, P2, P40)."""

    verb = "Confirm"
    form_class = ConfirmForm
    submit_label = "Confirm and make the letter"
    success = "Confirmed. The letter is being made, and will be ready to post in a moment."

    def act(self, form: ActForm) -> str:
        """Confirm; after a loss only the lead does (P22)."""
        data = form.cleaned_data
        addressee = answer_now(self.subject, timezone.now())
        asks_lead = addressee is not None and needs_lead(addressee.codes)
        if asks_lead and not self.viewer.may(Permission.ALLOCATE, self.subject.team_id):
            raise Refused(LEAD_DECIDES)
        actions.confirm(copy=self.subject, reason=data["reason"], seen=data["seen"], by=self.user.actor)
        return self.href


class RetryPage(CopyActionPage):
    """Have it made after all."""

    verb = "Try again"
    form_class = PressForm
    submit_label = "Make the letter"
    success = "The letter is being made, and will be ready to post in a moment."

    def act(self, form: ActForm) -> str:
        """Retry."""
        actions.retry(copy=self.subject, seen=form.cleaned_data["seen"], by=self.user.actor)
        return self.href


class PostedPage(CopyActionPage):
    """It is in the post."""

    verb = "Posted"
    form_class = PressForm
    submit_label = "I have posted it"
    success = "Recorded as posted."

    def act(self, form: ActForm) -> str:
        """Mark posted."""
        actions.mark_posted(copy=self.subject, seen=form.cleaned_data["seen"], by=self.user.actor)
        return self.href


class CancelPage(CopyActionPage):
    """Decide that it does not go."""

    verb = "Cancel"
    form_class = CancelForm
    submit_label = "Do not send it"
    success = "This copy will not be sent."

    def act(self, form: ActForm) -> str:
        """Cancel."""
        data = form.cleaned_data
        actions.cancel(copy=self.subject, reason=data["reason"], seen=data["seen"], by=self.user.actor)
        return self.href


class TellPage(CopyActionPage):
    """They were told another way (P42)."""

    verb = "Tell by other means"
    form_class = TellForm
    submit_label = "I have told them"
    success = "Recorded. This copy will not be sent."

    def act(self, form: ActForm) -> str:
        """Tell."""
        data = form.cleaned_data
        how = told_in_words(Means(data["means"]), data["how"])
        actions.tell_by_other_means(copy=self.subject, how=how, seen=data["seen"], by=self.user.actor)
        return self.href
