"""Where gateways call: receipts of what we sent, and texts that families send (P44).

No session, no cookie, no page. Who calls is checked before anything is read from the database, in constant time, and
without that check an address does not exist. What is understood is written down and answered at once; the same twice
is one effect. What cannot be understood is refused for good (400), for it would be no better the next time; what could
not be written because something is down is a 500, which gateways try again. Words and numbers stand in no log.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from pitservice.db.actor import Actor
from pitservice.messaging import actions
from pitservice.messaging.gateways import Received
from pitservice.messaging.gateways.choose import NOTIFY, TWILIO, chosen
from pitservice.messaging.gateways.twilio import is_signed
from pitservice.messaging.hooks_forms import (
    HookForm,
    NotifyReceiptForm,
    NotifyTextForm,
    TwilioReceiptForm,
    TwilioTextForm,
)
from pitservice.ui.pages import PublicPage

log = structlog.get_logger(__name__)

#: Many times the longest text that a gateway could bring.
MOST_BYTES = 64 * 1024


@method_decorator(csrf_exempt, name="dispatch")
class Hook(PublicPage):
    """One call of a gateway: known to be theirs, of a bearable size, understood, written down."""

    http_method_names = ["post"]
    public = "A gateway calls it, and shows by a secret that it is the gateway."
    gateway: ClassVar[str]
    path: ClassVar[str]  # the gateway's class, as the settings name it
    form_class: ClassVar[type[HookForm]]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """204, or what is wrong in a number."""
        if chosen() != self.path:
            raise Http404
        if _length(request) > MOST_BYTES:
            return HttpResponse(status=413)
        if not self.is_theirs():
            log.warning("a call that is not the gateway's", gateway=self.gateway)
            return HttpResponse(status=403)
        form = self.form_class(self.data())
        if not form.is_valid():
            log.error("a gateway's call that nobody understands", gateway=self.gateway, fields=sorted(form.errors))
            return HttpResponse(status=400)
        self.take(form, Actor.system(f"messaging.{self.gateway}"))
        return HttpResponse(status=204)

    def is_theirs(self) -> bool:
        """Whether it is the gateway that calls."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def data(self) -> dict[str, Any]:
        """What it says."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def take(self, form: Any, by: Actor) -> None:
        """The one effect."""
        raise NotImplementedError  # an abstract page: nobody reaches this one

    def keep(self, text: Received, by: Actor) -> None:
        """A text that came in."""
        actions.receive(
            gateway=self.gateway,
            gateway_reference=text.gateway_reference,
            sender=text.sender,
            receiver=text.receiver,
            words=text.words,
            received_at=text.received_at,
            by=by,
        )


class _Notify(Hook):
    """GOV.UK Notify: a bearer token, JSON. Two tokens with a comma between them while one takes over from the other."""

    gateway, path = "notify", NOTIFY

    def is_theirs(self) -> bool:
        """By its bearer token."""
        given = self.request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        ours = [token.strip() for token in settings.NOTIFY_CALLBACK_TOKEN.split(",") if token.strip()]
        right = [token for token in ours if constant_time_compare(given, token)]
        return bool(right)

    def data(self) -> dict[str, Any]:
        """The JSON of the body; nothing where it is none."""
        try:
            said = json.loads(self.request.body)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}


class NotifyReceiptHook(_Notify):
    """What became of a text that GOV.UK Notify had from us."""

    form_class = NotifyReceiptForm

    def take(self, form: NotifyReceiptForm, by: Actor) -> None:
        """The message's next state."""
        receipt = form.receipt()
        if receipt is not None:
            actions.record_receipt(gateway=self.gateway, receipt=receipt, by=by)


class NotifyTextHook(_Notify):
    """A text that GOV.UK Notify received for us."""

    form_class = NotifyTextForm

    def take(self, form: NotifyTextForm, by: Actor) -> None:
        """Kept, as it came."""
        self.keep(form.text(), by)


class _Twilio(Hook):
    """Twilio: a signature over the address it was told and every field."""

    gateway, path = "twilio", TWILIO

    def is_theirs(self) -> bool:
        """By its signature; the address is our own setting's, not what a header claims."""
        address = f"{settings.PUBLIC_URL}{self.request.get_full_path()}"
        signature = self.request.headers.get("X-Twilio-Signature", "")
        return is_signed(address, self.request.POST, signature)

    def data(self) -> dict[str, Any]:
        """The fields."""
        return self.request.POST.dict()


class TwilioReceiptHook(_Twilio):
    """What became of a text that Twilio had from us."""

    form_class = TwilioReceiptForm
    kwargs: dict[str, Any]

    def take(self, form: TwilioReceiptForm, by: Actor) -> None:
        """The message's next state."""
        actions.record_receipt(gateway=self.gateway, receipt=form.receipt(self.kwargs["reference"]), by=by)


class TwilioTextHook(_Twilio):
    """A text that Twilio received for us."""

    form_class = TwilioTextForm

    def take(self, form: TwilioTextForm, by: Actor) -> None:
        """Kept, as it came; a warning where Twilio has answered by itself, which it should not (P44)."""
        if form.cleaned_data["OptOutType"]:
            log.warning("Twilio answers texts by itself: turn its Advanced Opt-Out off (docs/deploying.md)")
        self.keep(form.text(), by)


def _length(request: HttpRequest) -> int:
    """How long the body says it is."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdigit() else 0
