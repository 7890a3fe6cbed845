"""What a gateway sends us, as forms: nothing from outside is read any other way (engineering §1)."""

from __future__ import annotations

from typing import Any

from django import forms

from pitservice.messaging.enums import Failure
from pitservice.messaging.gateways import Receipt, Received
from pitservice.messaging.gateways.notify import FAILURES
from pitservice.messaging.gateways.twilio import failure_of
from pitservice.messaging.gateways.web import received_text

_LONGEST_NAME = 120


class HookForm(forms.Form):
    """Fields of a gateway's call. Nothing is stripped, and no character is refused: words are kept as they came."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Of plain values alone; whatever else stands there is read as its text."""
        plain = {name: "" if value is None else str(value) for name, value in data.items()}
        super().__init__({name: value.replace("\x00", "\N{REPLACEMENT CHARACTER}") for name, value in plain.items()})


class NotifyReceiptForm(HookForm):
    """GOV.UK Notify's delivery receipt."""

    id = forms.CharField(max_length=_LONGEST_NAME)
    reference = forms.UUIDField(required=False)
    status = forms.CharField(max_length=40)

    def receipt(self) -> Receipt | None:
        """The receipt; None for one of a text that was not sent from here, or that says nothing of its end."""
        given = self.cleaned_data
        if given["reference"] is None:
            return None
        status = given["status"]
        return Receipt(given["reference"], given["id"], status == "delivered", FAILURES.get(status))


class NotifyTextForm(HookForm):
    """A text that GOV.UK Notify received for us."""

    id = forms.CharField(max_length=_LONGEST_NAME)
    source_number = forms.CharField(max_length=60)
    destination_number = forms.CharField(max_length=60, required=False)
    message = forms.CharField(required=False, strip=False)
    date_received = forms.CharField(required=False)

    def text(self) -> Received:
        """The text."""
        given = self.cleaned_data
        return received_text(
            given["id"], given["source_number"], given["destination_number"], given["message"], given["date_received"]
        )


class TwilioReceiptForm(HookForm):
    """Twilio's status callback."""

    MessageSid = forms.CharField(max_length=_LONGEST_NAME)
    MessageStatus = forms.CharField(max_length=40)
    ErrorCode = forms.IntegerField(required=False)

    def receipt(self, reference: Any) -> Receipt:
        """The receipt of the text whose reference stands in the address."""
        given = self.cleaned_data
        status = given["MessageStatus"]
        failure: Failure | None = failure_of(given["ErrorCode"] or 0) if status in ("failed", "undelivered") else None
        return Receipt(reference, given["MessageSid"], status in ("delivered", "read"), failure)


class TwilioTextForm(HookForm):
    """A text that Twilio received for us. `OptOutType`: Twilio answered it by itself (Advanced Opt-Out is on)."""

    MessageSid = forms.CharField(max_length=_LONGEST_NAME)
    From = forms.CharField(max_length=60)
    To = forms.CharField(max_length=60, required=False)
    Body = forms.CharField(required=False, strip=False)
    OptOutType = forms.CharField(required=False)

    def text(self) -> Received:
        """The text."""
        given = self.cleaned_data
        return received_text(given["MessageSid"], given["From"], given["To"], given["Body"], None)
