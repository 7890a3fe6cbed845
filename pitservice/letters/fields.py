"""The published list of merge fields: what each stands for, an example, and what a template must keep (issue 5).

What a template's words need is what its shipped file names. A team may leave out only what loses nobody's words; a
version in another language can hold only what is no English sentence (P46).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: A merge field in the words.
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class MergeField:
    """What a person reads about a field. `in_english`: what it is filled with are English words."""

    says: str
    example: str
    in_english: bool = False


FIELDS: Mapping[str, MergeField] = {
    "team": MergeField("The name of the team.", "North parent and baby team"),
    "ring_us": MergeField("How to reach us, inside a sentence: “Please {ring_us}”.", "ring us on 07700 900123", True),
    "phone": MergeField("The team's telephone number.", "07700 900123"),
    "hours": MergeField("When the team can be reached.", "Monday to Friday, 9am to 5pm", True),
    "when": MergeField("Day and time; in another language in figures.", "Wed 30 September 2026, 12:30pm"),
    "where": MergeField("Where we meet.", "Rowan Centre, 1 Rowan Close"),
    "reference": MergeField("Our reference, which names nobody.", "K7M2Q9XTRD"),
    "link": MergeField("A private page, whole.", "https://pit.example.org/support/K7M2Q9XTRD/"),
    "opens": MergeField("When somebody reads texts again; in another language in figures.", "Mon 9am"),
    "until": MergeField("Until when something can be used or answered.", "26 December 2026", True),
    "about": MergeField("The family, as a professional who knows it names it.", "Zayn Khan, born 1 August 2026", True),
    "reason": MergeField("The reason that was chosen.", "The baby is older than the ages we work with.", True),
    "why": MergeField("A kind sentence for the reason that was chosen.", "You have moved.", True),
    "questions": MergeField("What we ask.", "When is the baby expected?", True),
    "extra": MergeField("What a colleague adds to this one letter.", "We have your letter of Tuesday.", True),
    "alternative": MergeField("Another service that may be right.", "The family hub in Elm Road is open to you.", True),
    "answer_here": MergeField("The private page on which to answer, and its code.", "The quickest way is …", True),
    "reply_by": MergeField("By when we hope for an answer.", "Please let us know by Fri 2 October 2026.", True),
    "with_whom": MergeField("Whom they will meet.", "You will meet Priya Shah.", True),
    "due": MergeField("By when we will be in touch.", "We will be in touch by Fri 2 October 2026.", True),
    "focus": MergeField("What the work is about, as it was agreed.", "What helps when Zayn cries.", True),
    "offer": MergeField("What we offer, as it was agreed.", "Ten meetings at your home, once a week.", True),
    "account": MergeField("What we did, and what changed.", "We met six times, and looked at film together.", True),
    "own_words": MergeField("What a parent says, in their own words.", "In your own words: “I see him now.”", True),
    "changes": MergeField("Goals, and what changed.", "What you hoped for: “To sleep”: 2, then 7.", True),
    "what_next": MergeField("What comes next.", "What comes next: the group at the family hub.", True),
    "closing": MergeField("What a colleague adds at the end of this one letter.", "With warm wishes from Priya.", True),
}
#: Whole paragraphs that a caller may add; a line of their own, left out when there is nothing to say.
OPTIONAL = (
    "answer_here",
    "extra",
    "alternative",
    "closing",
    "with_whom",
    "reply_by",
    "due",
    "own_words",
    "changes",
    "what_next",
)
#: What a team's own words may leave out, although the shipped ones have it.
MAY_GO = frozenset({"team", "hours", "with_whom", "ring_us", "phone"})
#: Words to the family carry one of these, so that nobody is left without a number.
REACH = frozenset({"ring_us", "phone"})
#: Always known, whatever a caller gives.
ALWAYS = frozenset({"team", "hours"}) | REACH


def fields_in(words: str) -> set[str]:
    """The names in braces."""
    return set(PLACEHOLDER.findall(words))
