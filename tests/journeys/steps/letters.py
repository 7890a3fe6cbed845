"""When and then: what the administrator sees of letters and texts, and what must stand in no word that leaves."""

from __future__ import annotations

import io

import pypdf
from playwright.sync_api import expect

from pitservice.letters.enums import CopyState
from pitservice.letters.models import Copy
from pitservice.messaging.enums import MessageState
from pitservice.messaging.models import Message
from tests.journeys.steps.visitor import Visitor, until

#: Never in a word to anybody outside: the other parent, how many babies, what the work is called, what was ticked.
NEVER = ("Daniel", "Hughes", "twin", "therapy", "Violence", "Maja", "Dread")


def text_of(pdf: bytes) -> str:
    """The text of a PDF."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def names_nothing_it_must_not(text: str) -> None:
    """None of the words that must not leave."""
    assert [word for word in NEVER if word.casefold() in text.casefold()] == []


def is_made(copy: Copy) -> None:
    """The worker has made the PDF."""
    until(lambda: Copy.objects.get(pk=copy.pk).state == CopyState.READY, f"make the letter to {copy.reader_name}")


def is_gone(message: Message) -> None:
    """The worker has sent the text."""
    until(lambda: Message.objects.get(pk=message.pk).state == MessageState.SENT, f"send the text to {message.value}")


def confirms(visitor: Visitor, line: str, reason: str, button: str) -> None:
    """On the list of correspondence, open what waits for a person, and answer with a reason (P1, P46)."""
    visitor.go("letters:correspondence")
    visitor.open(line)
    visitor.press("Confirm that it may go")
    visitor.fill({"Why may it go?": reason})
    visitor.press(button)
    visitor.reads("Confirmed.")


def opens_the_pdf(visitor: Visitor, copy: Copy) -> str:
    """The text of the PDF that this copy's page leads to."""
    visitor.go("letters:copy", copy.key)
    return text_of(visitor.download("Open the PDF"))


def posts(visitor: Visitor, *labels: str) -> None:
    """Post letters together."""
    visitor.go("letters:correspondence")
    visitor.press("Letters to post")
    for label in labels:
        visitor.page.get_by_label(label).check()
    visitor.press("I have posted these")
    visitor.reads(f"{len(labels)} letters recorded as posted" if len(labels) > 1 else "1 letter recorded as posted")


def the_outbox_holds(visitor: Visitor, value: str, *, times: int) -> None:
    """So many texts to this number arrived at the far end; none of them says what it must not."""
    visitor.go("messaging:outbox")
    rows = visitor.page.get_by_role("row").filter(has_text=value)
    expect(rows).to_have_count(times)
    for words in rows.all_inner_texts():
        names_nothing_it_must_not(words)
