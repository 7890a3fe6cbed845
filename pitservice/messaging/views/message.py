"""One message: words as sent, what happened, what the rules say now, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import Any, ClassVar

from django.utils import timezone

from families.contact import Addressee
from families.models import Family
from pitservice.messaging import actions, presenters
from pitservice.messaging.enums import Means
from pitservice.messaging.forms import ByHandForm, CancelForm, ConfirmForm, TellForm
from pitservice.messaging.models import Message
from pitservice.messaging.selectors import answer_now
from pitservice.messaging.views.about import AboutSent, SentActionPage, SentPage
from pitservice.ui.fields import shown_phone
from pitservice.ui.forms import PressForm


class AboutMessage(AboutSent):
    """What every page about a message shares."""

    abstract: ClassVar[bool] = True
    wording: ClassVar[ModuleType] = presenters
    address = "messaging:message"
    incident = "messaging.message"

    def find_sent(self) -> Message:
        """From those visible to the viewer; 404 otherwise."""
        visible = Message.objects.visible_to(self.viewer).select_related("family")
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
