"""E-mail by SMTP (P43): Django's own backend, with a time-out, one connection for each message.

A mail server cannot be asked what became of a message. So each is handed over at most once: one that was refused
before or at its end certainly did not go; one whose end nobody answered may have gone, and a person is shown it.
"""

from __future__ import annotations

from contextlib import suppress
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from pitservice.messaging.enums import Failure
from pitservice.messaging.gateways.interface import Accepted, Attached, Gateway, Rejected, Unclear


class SmtpGateway(Gateway):
    """E-mails by the mail server of the settings."""

    name = "smtp"

    def __init__(self) -> None:
        """From the settings."""
        self.in_flight = settings.MESSAGING_IN_FLIGHT
        self.receives = True  # an answer goes to the mailbox of the address it was sent from

    def send(self, reference: UUID, value: str, subject_line: str, words: str) -> Accepted | Rejected:
        """250 at the end is taken; every refusal is clear; silence after the words were handed over is not."""
        return _hand_over(_message(reference, value, subject_line, words), reference)

    def send_with(
        self, reference: UUID, value: str, subject_line: str, words: str, attached: Attached
    ) -> Accepted | Rejected:
        """The same, with a PDF (P43)."""
        message = _message(reference, value, subject_line, words)
        message.attach(attached.name, attached.content, "application/pdf")
        return _hand_over(message, reference)


def _hand_over(message: EmailMessage, reference: UUID) -> Accepted | Rejected:
    server = EmailBackend(timeout=settings.MESSAGING_TIMEOUT)
    try:
        server.open()
    except SMTPAuthenticationError:
        return Rejected(Failure.TECHNICAL)
    except (OSError, SMTPException):
        return Rejected(Failure.TECHNICAL, again=True)
    try:
        server.send_messages([message])
    except SMTPRecipientsRefused as error:
        return _unknown_address([code for code, _ in error.recipients.values()])
    except SMTPResponseException as error:
        return Rejected(Failure.TECHNICAL, again=400 <= error.smtp_code < 500)
    except OSError as error:  # SMTPException is one too
        raise Unclear(type(error).__name__) from None
    finally:
        with suppress(OSError):
            server.close()
    return Accepted(str(reference))


def _message(reference: UUID, value: str, subject_line: str, words: str) -> EmailMessage:
    """Marked as written by a machine, so that no other machine answers it (RFC 3834)."""
    sender = settings.DEFAULT_FROM_EMAIL
    domain = sender.rpartition("@")[2].rstrip("> ")
    headers = {"Message-ID": f"<{reference}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(" ".join(subject_line.split()), words, sender, [value], headers=headers)


def _unknown_address(codes: list[int]) -> Rejected:
    """4xx: full or greylisted, tried again; 5xx: no such address."""
    if all(400 <= code < 500 for code in codes):
        return Rejected(Failure.TEMPORARY, again=True)
    return Rejected(Failure.PERMANENT)
