"""What the parent reads on the private link: nothing that names the service, the form, or anybody (P60)."""

from __future__ import annotations

from collections.abc import Sequence

from pitservice.ui.components import Callout, Details, Words

TAB = "Private form"
WHO = "Before you begin"
THANKS = "Thank you"
SEND = "Send your answers"
HELP_HEADING = "Please talk to somebody now"
HELP: Sequence[str] = (
    "If you or somebody else is in danger, call 999.",
    "To talk to somebody about how you feel, at any hour, call 111 and choose option 2.",
    "Samaritans listen at any hour and it costs nothing: call 116 123.",
)


def before() -> list[object]:
    """Who reads it and when, before the first question."""
    lines = [
        "The person who works with you reads your answers, and the team they work in. They look on working days, in "
        "office hours, and talk with you about them when you next meet.",
        "An answer that worries us is seen by the team as soon as you give it, even if you do not send the form.",
        "Each answer is kept as you give it. You can leave any question out, and stop whenever you like.",
        "This is no way to get help quickly.",
    ]
    return [Words(lines), help_box()]


def help_box() -> Details:
    """On every page, whatever was answered."""
    return Details("If you need help now", [Words(HELP)])


def help_now() -> list[object]:
    """At once after an answer that must not wait."""
    lines = [
        "Thank you for telling us. The team can see this answer now, but we may not be able to ring you straight away.",
        *HELP,
    ]
    return [Callout("You do not have to wait for us", lines)]


def gone() -> list[object]:
    """Said of every link that does not open, in the same words."""
    return [Words(["It has run out, or was used. Please ask the person who sent it to you."]), help_box()]


def thanks() -> list[object]:
    """After sending, and after "Somebody else"."""
    return [Words(["You can close this page."]), help_box()]


def last() -> list[object]:
    """Before the button that sends."""
    return [Words(["You have been through every question. Your answers are not shown again."]), help_box()]
