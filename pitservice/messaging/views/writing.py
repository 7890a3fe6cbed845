"""A text in our own words: choose who gets it, write, check, send; and taking one back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from families.contact import Addressee
from families.enums import Channel
from families.pages import FamilyActionPage
from pitservice.accounts.enums import Permission
from pitservice.configuration.selectors import holidays_of, settings_of
from pitservice.db.keys import is_key
from pitservice.messaging import actions, presenters
from pitservice.messaging.forms import WriteForm
from pitservice.messaging.guard import asked_about
from pitservice.messaging.models import InboundText
from pitservice.messaging.replying import finished
from pitservice.messaging.selectors import adults_to_text, held_back, names_of
from pitservice.messaging.views.message import MessageActionPage
from pitservice.ui.components import Words
from pitservice.ui.forms import ActForm, PressForm


class WritePage(FamilyActionPage):
    """Text adults of a family, each apart; `?reply=KEY` names the text that came in and is answered (P2, CON-1)."""

    permission = Permission.SEND
    form_class = WriteForm
    template_name = "messaging/write.html"
    heading = "Write a text"
    back_to = "letters:family"
    submit_label = "Check before it goes"
    #: What is to be checked, once something was written.
    check: Sequence[object] = ()

    @cached_property
    def answers(self) -> Sequence[Addressee]:
        """Each adult, as things are now."""
        return adults_to_text(self.family)

    @cached_property
    def reply(self) -> InboundText | None:
        """What came in and is answered, where the address names it."""
        key = self.request.GET.get("reply", "")
        if not key:
            return None
        if not is_key(key):
            raise Http404
        return self.find(InboundText.objects.visible_to(self.viewer), key=key, family=self.family)

    def initial(self) -> dict[str, Any]:
        """Whoever is answered."""
        person = self.reply.person_id if self.reply else None
        return {"to": [f"person:{person}"]} if person else {}

    def form_kwargs(self) -> dict[str, Any]:
        """Who may be chosen, with what stands against it; and what is asked about the words."""
        may = [to for to in self.answers if presenters.may_be_chosen(to)]
        return {
            "choices": [(to.recipient, to.name) for to in may],
            "hints": {to.recipient: presenters.hint(to) for to in may},
            "asked": self.asked,
        }

    def asked(self, words: str, recipients: Sequence[str], at: datetime | None) -> Sequence[str]:
        """Words, and the hour at which they arrive."""
        names, team = names_of(self.family), self.family.team
        hour = presenters.late_hour(settings_of(team.pk), holidays_of(team), at or timezone.now())
        return [*asked_about(words, names, recipients), *hour]

    def aside(self) -> Sequence[object]:
        """What it answers, what is to be checked, and whom it cannot go to."""
        said = [Words([f"They wrote: “{self.reply.words}”"])] if self.reply else []
        return [*said, *self.check, *presenters.not_to(self.answers)]

    def act_once(self, form: ActForm) -> HttpResponse:
        """The first time, and after every change, it is only checked; nothing typed is lost."""
        assert isinstance(form, WriteForm)
        if form.was_shown:
            return super().act_once(form)
        form.show()
        return self.show(form)

    def show(self, form: ActForm, status: int = 200) -> HttpResponse:
        """With what is to be checked, where it can be."""
        assert isinstance(form, WriteForm)
        if form.is_bound and form.can_be_checked and form.data.get("shown"):
            given = form.cleaned_data
            goes = given["at"] or held_back(self.family.team_id, self.user.actor)
            chosen = [to for to in self.answers if to.recipient in given["to"]]
            words, _ = finished(given["words"], Channel.TEXT, self.family.team_id)
            self.check = [presenters.check(words, chosen, form.warnings, goes)]
            self.submit_label = "Send"
        return super().show(form, status)

    def act(self, form: Any) -> str:
        """Send it."""
        given = form.cleaned_data
        texts = actions.write_text(
            family=self.family,
            recipients=given["to"],
            words=given["words"],
            token=given["submission"],
            asked_about=len(form.warnings),
            replies_to=self.reply,
            at=given["at"],
            by=self.user.actor,
        )
        self.success = presenters.written(texts)
        return reverse("messaging:message", args=[texts[0].key]) if len(texts) == 1 else self.back_href


class TakeBackPage(MessageActionPage):
    """Take back what has not gone yet."""

    verb = "Take back"
    form_class = PressForm
    submit_label = "Take it back"
    success = "Taken back. It will not be sent."

    def decide(self, given: dict[str, Any]) -> None:
        """Take it back."""
        actions.take_back(message=self.subject, by=self.user.actor)
