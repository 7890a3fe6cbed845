"""One copy of a letter: words and address as sent, the PDF, what happened, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from families.contact import Addressee
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.files.models import StoredFile
from pitservice.letters import actions, presenters
from pitservice.letters.enclosing import TO_FILL, proposals
from pitservice.letters.enums import Way
from pitservice.letters.models import Copy
from pitservice.letters.selectors import answer_now, emails_of, visible_copies
from pitservice.messaging.enums import Means
from pitservice.messaging.forms import CancelForm, ConfirmForm, TellForm
from pitservice.messaging.rules import told_in_words
from pitservice.messaging.views.about import AboutSent, SentActionPage, SentPage
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import FilePage


class AboutCopy(AboutSent):
    """What every page about a copy shares."""

    abstract: ClassVar[bool] = True
    wording: ClassVar[ModuleType] = presenters
    address = "letters:copy"
    incident = "letters.copy"

    def find_sent(self) -> Copy:
        """From those visible to the viewer; 404 otherwise."""
        visible = visible_copies(self.viewer).select_related("letter__family", "pdf")
        return self.find(visible, key=self.kwargs["key"])

    def family_of(self, sent: Copy) -> Family | None:
        """The letter's."""
        return sent.letter.family

    def answer_for(self, sent: Copy) -> Addressee | None:
        """About its reader."""
        return answer_now(sent, timezone.now())


class CopyPage(AboutCopy, SentPage):
    """One copy."""

    def body(self) -> Sequence[object]:
        """After where it stands: what is proposed for its envelope, and not chosen (P48)."""
        where, *rest = super().body()
        if self.record.way != Way.POST:
            return [where, *presenters.emails_of(emails_of(self.record, self.viewer)), *rest]
        if self.record.state not in TO_FILL or not self.viewer.may(Permission.SEND, self.record.team_id):
            return [where, *rest]
        found = proposals([self.record], self.viewer).get(self.record.pk, [])
        return [where, *presenters.proposed_for(self.record, found), *rest]


class PdfPage(AboutCopy, FilePage):
    """The PDF of a copy, as it was made."""

    permission = Permission.SEE_CORRESPONDENCE

    def get_file(self) -> StoredFile:
        """The copy's PDF; 404 before it is made."""
        self.copy = self.find_sent()
        if self.copy.pdf is None:
            raise Http404
        return self.copy.pdf

    def families(self) -> Iterable[tuple[int, int]]:
        """The letter's."""
        return self.families_of(self.copy)


class CopyActionPage(AboutCopy, SentActionPage):
    """One decision about one copy."""

    abstract: ClassVar[bool] = True


class ConfirmPage(CopyActionPage):
    """Answer "ask a person" (P1, P2, P40)."""

    verb = "Confirm"
    form_class = ConfirmForm
    submit_label = "Confirm and make the letter"
    success = "Confirmed. The letter is being made, and will be ready to post in a moment."

    def decide(self, given: dict[str, Any]) -> None:
        """Confirm; after a loss only the lead does (P22)."""
        self.only_the_lead()
        actions.confirm(copy=self.subject, reason=given["reason"], seen=given["seen"], by=self.user.actor)


class RetryPage(CopyActionPage):
    """Have it made after all."""

    verb = "Try again"
    form_class = PressForm
    submit_label = "Make the letter"
    success = "The letter is being made, and will be ready to post in a moment."

    def decide(self, given: dict[str, Any]) -> None:
        """Retry."""
        actions.retry(copy=self.subject, seen=given["seen"], by=self.user.actor)


class PostedPage(CopyActionPage):
    """It is in the post."""

    verb = "Posted"
    form_class = PressForm
    submit_label = "I have posted it"
    success = "Recorded as posted."

    def decide(self, given: dict[str, Any]) -> None:
        """Mark posted."""
        actions.mark_posted(copy=self.subject, seen=given["seen"], by=self.user.actor)


class SendLinkPage(CopyActionPage):
    """Send the link to a letter; the code is told by telephone (P43)."""

    verb = "Send the link"
    form_class = PressForm
    submit_label = "Send the link"

    def intro(self) -> Sequence[str]:
        """What happens, and what to do then."""
        copy = self.subject
        return (
            f"An e-mail with a private link goes to {copy.address}. It names no family. The link opens the letter for"
            " 14 days, with a code.",
            f"Then ring {copy.reader_name} on a number that you know, make sure who speaks, and tell them the code. It"
            " is shown once, on the next page.",
        )

    def decide(self, given: dict[str, Any]) -> None:
        """Send it."""
        site = self.request.build_absolute_uri("/")
        code = actions.send_link(copy=self.subject, site=site, seen=given["seen"], by=self.user.actor)
        self.success = f"The link goes. Tell them this code by telephone, we cannot show it again: {code}."


class PostInsteadPage(CopyActionPage):
    """Have it posted after all (P43)."""

    verb = "Post it instead"
    form_class = PressForm
    submit_label = "Post it instead"
    success = "It goes by post instead. What of the e-mail had not gone is stopped."

    def act(self, form: Any) -> str:
        """To the copy that is posted."""
        given = form.cleaned_data
        posted = actions.post_instead(copy=self.subject, seen=given["seen"], by=self.user.actor)
        return reverse(self.address, args=[posted.key])


class CancelPage(CopyActionPage):
    """Decide that it does not go."""

    verb = "Cancel"
    form_class = CancelForm
    submit_label = "Do not send it"
    success = "This copy will not be sent."

    def decide(self, given: dict[str, Any]) -> None:
        """Cancel."""
        actions.cancel(copy=self.subject, reason=given["reason"], seen=given["seen"], by=self.user.actor)


class TakeOnPage(CopyActionPage):
    """Say that one deals with it (P49)."""

    verb = "I deal with this"
    form_class = PressForm
    submit_label = "I deal with this"
    success = "It stands under your name among what is being dealt with, until it has ended."

    def decide(self, given: dict[str, Any]) -> None:
        """Take it on."""
        actions.take_on(copy=self.subject, seen=given["seen"], by=self.user.actor)


class PutBackPage(CopyActionPage):
    """Give it back to the team (P49)."""

    verb = "Give it back to the team"
    form_class = PressForm
    submit_label = "Give it back to the team"
    success = "It waits for the whole team again."

    def decide(self, given: dict[str, Any]) -> None:
        """Put it back."""
        actions.put_back(copy=self.subject, seen=given["seen"], by=self.user.actor)


class TellPage(CopyActionPage):
    """They were told another way (P42)."""

    verb = "Tell by other means"
    form_class = TellForm
    submit_label = "I have told them"
    success = "Recorded. This copy will not be sent."

    def decide(self, given: dict[str, Any]) -> None:
        """Tell."""
        how = told_in_words(Means(given["means"]), given["how"])
        actions.tell_by_other_means(copy=self.subject, how=how, seen=given["seen"], by=self.user.actor)
