"""One message: words as sent, what happened, what the rules say now, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from families.pages import banner_for
from families.presenters.register import incident_link
from families.selectors import for_banner
from pitservice.accounts.enums import Permission
from pitservice.db.errors import Refused
from pitservice.messaging import actions, presenters
from pitservice.messaging.enums import Means
from pitservice.messaging.forms import ByHandForm, CancelForm, ConfirmForm, TellForm
from pitservice.messaging.models import Message
from pitservice.messaging.rules import LEAD_DECIDES, needs_lead
from pitservice.messaging.selectors import answer_now
from pitservice.ui.components import Banner, Button, Link
from pitservice.ui.fields import shown_phone
from pitservice.ui.forms import ActForm, PressForm
from pitservice.ui.pages import ActionPage, Page, RecordPage

LIST = "letters:correspondence"


class AboutMessage(Page):
    """What every page about a message shares."""

    abstract: ClassVar[bool] = True
    nav = LIST

    def get_message(self) -> Message:
        """From those visible to the viewer; 404 otherwise."""
        visible = Message.objects.visible_to(self.viewer).select_related("family")
        return self.find(visible, key=self.kwargs["key"])

    def banner_of(self, message: Message) -> Banner | None:
        """The family's banner, where a family is known."""
        if message.family is None:
            return None
        for_banner(message.family)
        return banner_for(message.family, self.user)


class MessagePage(AboutMessage, RecordPage):
    """One message."""

    permission = Permission.SEE_CORRESPONDENCE

    def get_record(self) -> Message:
        """The message."""
        return self.get_message()

    def get_heading(self) -> str:
        """Whom it is to, and what for."""
        return presenters.title(self.record)

    def get_breadcrumbs(self) -> Sequence[Link]:
        """Correspondence."""
        return [Link("Correspondence", reverse(LIST))]

    def get_banner(self) -> Banner | None:
        """The family's."""
        return self.banner_of(self.record)

    def body(self) -> Sequence[object]:
        """Where it stands, its words, what the rules say, what happened."""
        message = self.record
        moves = message.moves.select_related("reason").order_by("-at", "-pk")
        parts: list[object] = [presenters.facts(message), presenters.as_sent(message)]
        if self.is_open:
            parts.append(presenters.rules_now(self.addressee))
        may_open = self.viewer.may(Permission.KEEP_RECORDS, message.team_id)
        link = incident_link(message.family, f"messaging.message:{message.key}", may_open=may_open)
        return [*parts, presenters.history(moves, presenters.STATE_TAGS), *link]

    def buttons(self) -> Sequence[Button]:
        """What its state and the rules allow, for those who may send."""
        may_send = self.viewer.may(Permission.SEND, self.record.team_id)
        return presenters.buttons(self.record, self.addressee, may_send=may_send)

    @property
    def is_open(self) -> bool:
        """Whether it may still go."""
        return bool(self.record.MOVES.allowed.get(self.record.state)) and not self.record.sent_on

    @property
    def addressee(self) -> Any:
        """The contact rules' answer now; not asked about what has ended."""
        if not self.is_open:
            return None
        if "_addressee" not in self.__dict__:
            self.__dict__["_addressee"] = answer_now(self.record, timezone.now())
        return self.__dict__["_addressee"]


class MessageActionPage(AboutMessage, ActionPage):
    """One decision about one message."""

    abstract: ClassVar[bool] = True
    permission = Permission.SEND
    verb: ClassVar[str]

    def get_subject(self) -> Message:
        """The message."""
        return self.get_message()

    def get_heading(self) -> str:
        """What is decided, about what."""
        return f"{self.verb}: {presenters.title(self.subject)}"

    def get_banner(self) -> Banner | None:
        """The family's."""
        return self.banner_of(self.subject)

    def get_back(self) -> Link | None:
        """To the message."""
        return Link("Back", self.href)

    @property
    def href(self) -> str:
        """The message's own page."""
        return reverse("messaging:message", args=[self.subject.key])

    def aside(self) -> Sequence[object]:
        """Its words, and what the rules say."""
        message = self.subject
        return [presenters.as_sent(message), presenters.rules_now(answer_now(message, timezone.now()))]


class ConfirmPage(MessageActionPage):
    """Answer "ask a person" (P1, P2)."""

    verb = "Confirm"
    form_class = ConfirmForm
    submit_label = "Confirm and send"

    def act(self, form: ActForm) -> str:
        """Confirm; after a loss only the lead does (P22)."""
        data = form.cleaned_data
        addressee = answer_now(self.subject, timezone.now())
        asks_lead = addressee is not None and needs_lead(addressee.codes)
        if asks_lead and not self.viewer.may(Permission.ALLOCATE, self.subject.team_id):
            raise Refused(LEAD_DECIDES)
        text = actions.confirm(message=self.subject, reason=data["reason"], seen=data["seen"], by=self.user.actor)
        self.success = f"Confirmed. {presenters.written([text])}"
        return self.href


class ReleasePage(MessageActionPage):
    """Put it back in the queue."""

    verb = "Send"
    form_class = PressForm
    submit_label = "Send it now"

    def act(self, form: ActForm) -> str:
        """Release."""
        text = actions.release(message=self.subject, seen=form.cleaned_data["seen"], by=self.user.actor)
        self.success = presenters.written([text])
        return self.href


class CancelPage(MessageActionPage):
    """Decide that it does not go."""

    verb = "Cancel"
    form_class = CancelForm
    submit_label = "Do not send it"
    success = "It will not be sent."

    def act(self, form: ActForm) -> str:
        """Cancel."""
        data = form.cleaned_data
        actions.cancel(message=self.subject, reason=data["reason"], seen=data["seen"], by=self.user.actor)
        return self.href


class TellPage(MessageActionPage):
    """They were told another way (P42)."""

    verb = "Tell by other means"
    form_class = TellForm
    submit_label = "I have told them"
    success = "Recorded. The message itself will not be sent."

    def act(self, form: ActForm) -> str:
        """Tell."""
        data, means = form.cleaned_data, Means(form.cleaned_data["means"])
        actions.tell_by_other_means(
            message=self.subject, how=data["how"], means=means, seen=data["seen"], by=self.user.actor
        )
        return self.href


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

    def act(self, form: ActForm) -> str:
        """Record it."""
        data = form.cleaned_data
        actions.say_sent_by_hand(message=self.subject, at=data["at"], seen=data["seen"], by=self.user.actor)
        return self.href
