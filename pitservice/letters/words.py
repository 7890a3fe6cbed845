"""The words of letters and texts: a team's own version where it has one, else the plain-text file that ships.

`templates/letters/words/NAME.txt` holds a letter's paragraphs, one to a line; `templates/messaging/words/NAME.txt` a
text. `{placeholders}` (`fields.FIELDS`) are filled in from the context. A line that is nothing but one placeholder is
left out when that is empty, so optional sentences need no rule. Nothing in the context is ever read as a placeholder.
Our words are put in the team's own word for a referral before anything is filled in.

Words to families name neither the baby, a diagnosis, the word therapy, the referrer's words, a risk, nor the other
parent (P2, design §8). The context never needs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from families.contact import PLAIN, Addressee, Version
from families.contact.versions import ENGLISH
from families.enums import WordForm
from pitservice.accounts.models import Team
from pitservice.configuration.enums import ReferralWord
from pitservice.configuration.selectors import settings_of
from pitservice.configuration.worded import worded
from pitservice.letters.fields import FIELDS, OPTIONAL, PLACEHOLDER
from pitservice.letters.models import WordsVersion
from pitservice.messaging.said import Paragraphs, Said
from pitservice.ui.dates import moment

if TYPE_CHECKING:
    from pitservice.letters.wording import NewWords  # which reads what ships, here

#: What each name needs beside `team` (a Team). Anything not given raises KeyError; what is not needed is ignored.
LETTERS: Mapping[str, frozenset[str]] = {
    "accepted_family": frozenset(),
    "accepted_referrer": frozenset({"reference"}),
    "accepted_professional": frozenset({"about"}),
    "not_accepted_family": frozenset(),
    "not_accepted_referrer": frozenset({"reference", "reason"}),
    "not_accepted_professional": frozenset({"about"}),
    "ask_information_email": frozenset({"reference", "link"}),
    "letter_attached_email": frozenset({"reference"}),
    "letter_link_email": frozenset({"reference", "link", "until"}),
    "withdrawn_family": frozenset(),
    "withdrawn_referrer": frozenset({"reference"}),
    "withdrawn_professional": frozenset({"about"}),
    "ask_information_family": frozenset({"reference", "questions"}),
    "ask_information_referrer": frozenset({"reference", "questions"}),
    "holding_referrer": frozenset({"reference", "link", "until"}),
    "holding_professional": frozenset({"reference", "about", "link", "until"}),
    "waiting_family": frozenset(),
    "left_family": frozenset({"why"}),
    "left_referrer": frozenset({"reference", "reason"}),
    "left_professional": frozenset({"about", "reference", "reason"}),
    "first_contact_family": frozenset(),
    "appointment": frozenset({"when", "where"}),
    "appointment_changed": frozenset({"when", "where"}),
    "missed_you": frozenset({"when"}),
    "ending_family": frozenset(),
    "ending_unplanned_family": frozenset(),
    "ending_referrer": frozenset({"reference"}),
    "returned_referrer": frozenset({"reference"}),
    "ending_professional": frozenset({"about"}),
    "follow_up_family": frozenset(),
    "after_session": frozenset({"when"}),
    "how_we_work": frozenset(),
    "work_agreement": frozenset({"focus", "offer"}),
    "end_report_family": frozenset({"account"}),
    "end_report_referrer": frozenset({"reference", "account"}),
}
#: Those with which a person begins a letter of their own: what they are called, and the heading they bring.
WRITTEN: Mapping[str, tuple[str, str]] = {
    "after_session": ("After a session", "After our meeting"),
    "how_we_work": ("How we work together", "How we work together"),
}
TEXTS: Mapping[str, frozenset[str]] = {
    "received": frozenset({"reference"}),
    "reminder": frozenset({"when"}),
    "first_contact": frozenset(),
    "appointment_booked": frozenset({"when"}),
    "appointment_moved": frozenset({"when"}),
    "appointment_taken_over": frozenset({"when"}),
    "appointment_cancelled": frozenset({"when"}),
    "appointments_cancelled": frozenset({"when"}),
    "missed_you_text": frozenset({"when"}),
    "follow_up": frozenset(),
    "waiting": frozenset(),
    "private_form": frozenset({"link"}),
    "out_of_hours": frozenset({"opens"}),
}
#: Fields that hold what a colleague, or a decision, says to one family: never left out because a version has no place
#: for them.
_THEIRS = frozenset({"extra", "alternative", "closing", "questions", "why", "reason", "focus", "offer"}) | {
    "account",
    "own_words",
    "changes",
    "what_next",
}


class InEnglish(str):
    """A value of a field that is words of ours in English ("at our rooms"), where others are an address or a name."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a template as they are in force: lines, and what a letter says besides in another language."""

    lines: tuple[str, ...]
    version: Version = PLAIN
    frame: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """Everything a team says, read once (`book_of`): whoever writes to several people opens one book."""

    team: Team
    word: str
    own: Mapping[tuple[str, Version], WordsVersion]

    def versions(self, name: str) -> frozenset[Version]:
        """The languages and forms in which these words exist: for the question to the contact rules (P46)."""
        return frozenset({PLAIN, *(version for own, version in self.own if own == name)})

    def with_words(self, new: NewWords) -> Book:
        """The same book with words that nobody has saved, to be looked at."""
        language, form = new.version.language, new.version.form
        row = WordsVersion(name=new.template.name, language=language, form=form, words=new.words, frame=new.frame)
        return replace(self, own={**self.own, (new.template.name, new.version): row})

    def wording(self, name: str, version: Version = PLAIN) -> Wording:
        """The words in force: the team's own, else those that ship; KeyError where there are none in this version."""
        own = self.own.get((name, version))
        if own is None:
            if version != PLAIN:
                raise KeyError(f"{name} has no words in {version}.")
            return Wording(tuple(worded(line, self.word) for line in shipped(name)))
        lines = lines_of(own.words)
        in_word = tuple(worded(line, self.word) for line in lines) if own.language == ENGLISH else lines
        return Wording(in_word, version, own.frame)

    def letter(self, name: str, to: Addressee | None = None, /, **context: Any) -> Paragraphs:
        """A letter's paragraphs for this reader, in the version that the contact rules chose for them."""
        wording, lines = self._filled(name, LETTERS[name], to, context)
        return Paragraphs(lines, wording.version, dict(wording.frame))

    def text(self, name: str, to: Addressee | None = None, /, **context: Any) -> Said:
        """A text for this reader, in one piece."""
        wording, lines = self._filled(name, TEXTS[name], to, context)
        return Said(" ".join(lines), wording.version)

    def sample(self, name: str, version: Version, context: Mapping[str, Any]) -> list[str]:
        """The lines in one version, whatever it is filled with: to be looked at, never sent."""
        wording = self.wording(name, version)
        values = _values(self.team, frozenset(), context, english=version.language == ENGLISH)
        return [line for line in (_fill(line, values) for line in wording.lines) if line]

    def _filled(
        self, name: str, needed: frozenset[str], to: Addressee | None, context: Mapping[str, Any]
    ) -> tuple[Wording, list[str]]:
        wording = self.wording(name, to.version if to else PLAIN)
        if wording.version.language != ENGLISH and _only_in_english(wording, context):
            wording = self.wording(name)  # which its reader cannot read: it is held (`said.why_not_theirs`)
        english = wording.version.language == ENGLISH
        values = _values(self.team, needed, context, english=english)
        filled = (_fill(line, values) for line in wording.lines)
        return wording, [paragraph for paragraph in filled if paragraph]


def book_of(team: Team) -> Book:
    """A team's own words in force and its word for a referral: two queries, whatever is written."""
    if team.pk is None:
        return Book(team, ReferralWord.REFERRAL, {})
    return Book(team, settings_of(team.pk).referral_word, in_force(team.pk))


def in_force(team_id: int) -> dict[tuple[str, Version], WordsVersion]:
    """The newest version of each template, language and form, unless that is to go by what ships."""
    rows = WordsVersion.objects.filter(team_id=team_id).order_by("name", "language", "form", "-number")
    newest = rows.distinct("name", "language", "form")
    return {(row.name, version_in(row)): row for row in newest if not row.as_shipped}


def version_in(row: WordsVersion) -> Version:
    """The language and form of a row."""
    return Version(row.language, WordForm(row.form))


def letter_words(name: str, **context: Any) -> Paragraphs:
    """A letter's paragraphs in plain English, without salutation and ending, for whoever writes to one reader alone.

    `team` is needed; see LETTERS for what else, and FIELDS for the rest.
    """
    return book_of(_team(context)).letter(name, **context)


def text_words(name: str, **context: Any) -> Said:
    """A text in plain English, in one piece; as `letter_words`, with TEXTS."""
    return book_of(_team(context)).text(name, **context)


def _team(context: dict[str, Any]) -> Team:
    if "team" not in context:
        raise KeyError("These words need team.")
    team: Team = context.pop("team")
    return team


def lines_of(words: str) -> tuple[str, ...]:
    """Paragraphs, one to a line."""
    return tuple(line.strip() for line in words.splitlines() if line.strip())


@cache
def shipped(name: str) -> tuple[str, ...]:
    """The lines that ship with the product."""
    app = "letters" if name in LETTERS else "messaging"
    path = Path(settings.BASE_DIR) / "templates" / app / "words" / f"{name}.txt"
    return lines_of(path.read_text(encoding="utf-8"))


def _only_in_english(wording: Wording, context: Mapping[str, Any]) -> bool:
    """Whether something to be said exists in English alone: then a person calls, with an interpreter (P46)."""
    used = {name for line in wording.lines for name in PLACEHOLDER.findall(line)}
    said = {name for name, value in context.items() if str(value).strip()}
    return bool(said & _THEIRS) or any(_is_english(name, context.get(name)) for name in used)


def _is_english(name: str, value: object) -> bool:
    if name == "when":
        return not isinstance(value, datetime)
    return FIELDS[name].in_english or isinstance(value, InEnglish)


def _values(team: Team, needed: frozenset[str], context: Mapping[str, Any], *, english: bool) -> dict[str, str]:
    """Every placeholder's text."""
    missing = sorted(name for name in needed if name not in context)
    if missing:
        raise KeyError(f"These words need {', '.join(missing)}.")
    given = {name: _said(value, english=english) for name, value in context.items()}
    ours = {"team": team.name, "ring_us": _ring(team), "phone": team.phone, "hours": team.hours}
    return dict.fromkeys(OPTIONAL, "") | given | ours


def _said(value: object, *, english: bool) -> str:
    if isinstance(value, datetime):
        return moment(value) if english else f"{timezone.localtime(value):%d.%m.%Y, %H:%M}"
    return str(value).strip()


def _ring(team: Team) -> str:
    """How to reach us, as part of a sentence ("Please {ring_us}")."""
    return f"ring us on {team.phone}" if team.phone else "get in touch with us"


def _fill(line: str, values: Mapping[str, str]) -> str:
    """The line with its placeholders filled in once: what is filled in is never read again."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], line).strip()
