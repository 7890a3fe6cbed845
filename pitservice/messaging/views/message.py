"""One message: words as sent, what happened, what the rules say now, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone

from families.contact import Addressee
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.files.models import StoredFile
from pitservice.messaging import actions, presenters
from pitservice.messaging.enums import Means
from pitservice.messaging.forms import BouncedForm, ByHandForm, CancelForm, ConfirmForm, TellForm
from pitservice.messaging.models import Message
from pitservice.messaging.selectors import answer_now
from pitservice.messaging.views.about import AboutSent, SentActionPage, SentPage
from pitservice.ui.fields import shown_phone
from pitservice.ui.forms import PressForm
from pitservice.ui.pages import FilePage


class AboutMessage(AboutSent):
    """What every page about a message shares."""

    abstract: ClassVar[bool] = True
    wording: ClassVar[ModuleType] = presenters
    address = "messaging:message"
    incident = "messaging.message"

    def find_sent(self) -> Message:
        """From those visible to the viewer; 404 otherwise."""
        visible = Message.objects.visible_to(self.viewer).select_related("family", "attached")
        return self.find(visible, key=self.kwargs["key"])

    def family_of(self, sent: Message) -> Family | None:
        """Its own."""
        return sent.family

    def answer_for(self, sent: Message) -> Addressee | None:
        """About its recipient."""
        return answer_now(sent, timezone.now())


class MessagePage(AboutMessage, SentPage):
    """One message."""

    @property
    def is_open(self) -> bool:
        """Whether it may still go."""
        return super().is_open and not self.record.sent_on


class AttachedPage(AboutMessage, FilePage):
    """The letter that an e-mail carries, as it was sent (P43)."""

    permission = Permission.SEE_CORRESPONDENCE

    def get_file(self) -> StoredFile:
        """Its PDF; 404 where it carries none."""
        self.message = self.find_sent()
        if self.message.attached is None:
            raise Http404
        return self.message.attached

    def families(self) -> Iterable[tuple[int, int]]:
        """The message's."""
        return self.families_of(self.message)


class MessageActionPage(AboutMessage, SentActionPage):
    """One decision about one message."""

    abstract: ClassVar[bool] = True


class ConfirmPage(MessageActionPage):
    """Answer "ask a person" (P1, P2)."""

    verb = "Confirm"
    form_class = ConfirmForm
    submit_label = "Confirm and send"

    def decide(self, given: dict[str, Any]) -> None:
        """Confirm; after a loss only the lead does (P22)."""
        self.only_the_lead()
        text = actions.confirm(message=self.subject, reason=given["reason"], seen=given["seen"], by=self.user.actor)
        self.success = f"Confirmed. {presenters.written([text])}"


class ReleasePage(MessageActionPage):
    """Put it back in the queue."""

    verb = "Send"
    form_class = PressForm
    submit_label = "Send it now"

    def decide(self, given: dict[str, Any]) -> None:
        """Release."""
        text = actions.release(message=self.subject, seen=given["seen"], by=self.user.actor)
        self.success = presenters.written([text])


class CancelPage(MessageActionPage):
    """Decide that it does not go."""

    verb = "Cancel"
    form_class = CancelForm
    submit_label = "Do not send it"
    success = "It will not be sent."

    def decide(self, given: dict[str, Any]) -> None:
        """Cancel."""
        actions.cancel(message=self.subject, reason=given["reason"], seen=given["seen"], by=self.user.actor)


class TakeOnPage(MessageActionPage):
    """Say that one deals with it (P49)."""

    verb = "I deal with this"
    form_class = PressForm
    submit_label = "I deal with this"
    success = "It stands under your name among what is being dealt with, until it has ended."

    def decide(self, given: dict[str, Any]) -> None:
        """Take it on."""
        actions.take_on(message=self.subject, seen=given["seen"], by=self.user.actor)


class PutBackPage(MessageActionPage):
    """Give it back to the team (P49)."""

    verb = "Give it back to the team"
    form_class = PressForm
    submit_label = "Give it back to the team"
    success = "It waits for the whole team again."

    def decide(self, given: dict[str, Any]) -> None:
        """Put it back."""
        actions.put_back(message=self.subject, seen=given["seen"], by=self.user.actor)


class TellPage(MessageActionPage):
    """They were told another way (P42)."""

    verb = "Tell by other means"
    form_class = TellForm
    submit_label = "I have told them"
    success = "Recorded. The message itself will not be sent."

    def decide(self, given: dict[str, Any]) -> None:
        """Tell."""
        actions.tell_by_other_means(
            message=self.subject, how=given["how"], means=Means(given["means"]), seen=given["seen"], by=self.user.actor
        )


class ByHandPage(MessageActionPage):
    """A colleague has sent it from a phone of the team (P42)."""

    verb = "Sent by hand"
    form_class = ByHandForm
    submit_label = "I have sent it"
    success = "Recorded as sent by hand. Whether it arrived, nobody can say."

    def intro(self) -> Sequence[str]:
        """To which number, and only as the rules stand now."""
        who = f"{self.subject.recipient_name} at {shown_phone(self.subject.value)}"
        return [f"Send these words to {who}, from a phone of the team, and to nobody else."]

    def initial(self) -> dict[str, Any]:
        """Now."""
        now = timezone.localtime()
        return {"day": now.date(), "time": now.time().replace(second=0, microsecond=0)}

    def decide(self, given: dict[str, Any]) -> None:
        """Record it."""
        actions.say_sent_by_hand(message=self.subject, at=given["at"], seen=given["seen"], by=self.user.actor)


class BouncedPage(MessageActionPage):
    """An e-mail came back (P43)."""

    verb = "It came back"
    form_class = BouncedForm
    submit_label = "It came back"
    success = "Recorded. It stands with what has not gone, until they are told another way."

    def decide(self, given: dict[str, Any]) -> None:
        """Record it."""
        actions.say_bounced(message=self.subject, how=given["how"], seen=given["seen"], by=self.user.actor)
