"""A note's words: paragraphs under the headings of a team's form, as one text that a draft can keep. Pure.

In the text a heading is a line of its own that begins with "## "; it stands over the paragraphs that follow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pitservice.db.drafts import paragraphs_of

MARK = "## "
#: What was written under none of a form's headings stands under this one.
REST = "Anything else"

#: What an assessment record is written under unless the team has a form of its own for it (P65, toolkit ch. 6).
FOCUS = "Focus"
ASSESSMENT: Sequence[tuple[str, str]] = (
    ("Observation", "What we saw between the baby and each carer: who looked, who began, how it ended."),
    ("Interview", "What each parent told us, in their words where you can."),
    ("Extent", "How much of the day and of the relationship it reaches, and with whom."),
    ("Intensity", "How strong it is when it is there, and what is left of what goes well."),
    ("Urgency", "What cannot wait, for this baby at this age, and why."),
    ("Formulation", "How we understand it together with the family."),
    (FOCUS, "What the work should be about, as the family would say it."),
)

Paragraph = dict[str, Any]


def paragraphs_in(text: str) -> list[Paragraph]:
    """The paragraphs of a text, each with the heading it stands under; headings with nothing under them go."""
    heading = ""
    found: list[Paragraph] = []
    for part in paragraphs_of(text):
        words = part
        if part.startswith(MARK):
            first, _, words = part.partition("\n")
            heading = first.removeprefix(MARK).strip()
        if words.strip():
            found.append({"text": words.strip(), "about": "", "heading": heading})
    return found


def text_of(paragraphs: Sequence[Mapping[str, Any]]) -> str:
    """Paragraphs as one text, with their headings."""
    lines: list[str] = []
    heading = ""
    for part in paragraphs:
        if part.get("heading", "") != heading:
            heading = part.get("heading", "")
            lines.append(f"{MARK}{heading}")
        lines.append(part["text"])
    return "\n\n".join(lines)


def words_of(paragraphs: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each paragraph's heading and text: what has to be the same for two notes to say the same."""
    return [(part.get("heading", ""), part["text"]) for part in paragraphs]


def under(paragraphs: Sequence[Mapping[str, Any]], heading: str) -> str:
    """What stands under one heading, as one text."""
    return "\n\n".join(part["text"] for part in paragraphs if part.get("heading") == heading)


def put_together(parts: Sequence[tuple[str, str]]) -> str:
    """What stands in the boxes of a form, each with its heading, as one text."""
    return "\n\n".join(f"{MARK}{heading}\n\n{words.strip()}" for heading, words in parts if words.strip())


def taken_apart(text: str, headings: Sequence[str]) -> list[str]:
    """A text into the boxes of a form, one for each heading and a last one for the rest: nothing is left out.

    What stands under a heading that the form does not have goes to the rest with its heading as a line of its own.
    """
    boxes: dict[str, list[str]] = {heading: [] for heading in [*headings, REST]}
    last = ""
    for part in paragraphs_in(text):
        heading = part["heading"]
        if heading in boxes:
            boxes[heading].append(part["text"])
            continue
        if heading and heading != last:
            boxes[REST].append(heading)
        last = heading
        boxes[REST].append(part["text"])
    return ["\n\n".join(words) for words in boxes.values()]
