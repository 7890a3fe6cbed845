"""The report at the end of the work: a letter of its own for each parent who came and for the referrer (P66, LET-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from caseload.actions.telling import BARRED
from caseload.enums import EpisodeState
from caseload.models import Episode
from caseload.selectors.end_report import report_prefix
from caseload.selectors.people import attended_adults
from families.contact import Addressee, Question, who_may_be_told
from families.enums import Channel, ProfessionalRole, Purpose
from pitservice.audit.actions import record
from pitservice.db.actor import Actor
from pitservice.db.errors import Refused
from pitservice.db.keys import new_key
from pitservice.db.locks import lock
from pitservice.letters.actions import CopyFor, write
from pitservice.letters.words import Book, book_of
from pitservice.messaging.said import Paragraphs

FAMILY, REFERRER = "end_report_family", "end_report_referrer"
TITLE = "Report at the end of our work"


@dataclass(frozen=True, slots=True)
class Theirs:
    """What is one parent's alone: their own words, and what changed for them."""

    own_words: str = ""
    changes: str = ""


@dataclass(frozen=True, slots=True)
class EndReport:
    """What is reported. `theirs`: by recipient ("person:12"), never in another parent's copy (P2).

    `account` and `what_next` are for every parent, `to_referrer` is what the referrer reads; `shared`: the recipients
    who agreed that the referrer also reads what is theirs.
    """

    account: str
    what_next: str = ""
    theirs: Mapping[str, Theirs] = field(default_factory=dict)
    to_referrer: str = ""
    shared: Collection[str] = ()


def report_readers(episode: Episode) -> list[Addressee]:
    """The parents who came, and the referrer, with the contact rules' answers; nobody who must not learn of it."""
    came = {f"person:{pk}" for pk in attended_adults(episode)}
    question = Question(Purpose.ENDING, Channel.LETTER, timezone.now(), versions=book_of(episode.team).versions(FAMILY))
    answers = who_may_be_told(f"family:{episode.family_id}", question)
    return [to for to in answers if (to.recipient in came or is_referrer(to)) and not BARRED & set(to.codes)]


def is_referrer(to: Addressee) -> bool:
    """Whether this reader is who referred the family."""
    return to.role == ProfessionalRole.REFERRER


@transaction.atomic
def write_end_report(
    *, episode: Episode, report: EndReport, to: Collection[str], seen: int | None = None, by: Actor
) -> int:
    """Write the report to each of these readers, chosen among `report_readers`; returns how many letters (P66, P40).

    Each is asked about apart, now and again when it goes: what may not go is held with the reason. Refused before the
    ending is begun, and to a referrer without words meant for them.
    """
    episode = lock(episode, seen=seen)
    if episode.state not in (EpisodeState.ENDING, EpisodeState.CLOSED):
        raise Refused("The report is written when the ending has begun, or after it.")
    readers = [one for one in report_readers(episode) if one.recipient in to]
    if not readers:
        raise Refused("Choose who gets the report.")
    if not report.to_referrer.strip() and any(is_referrer(one) for one in readers):
        raise Refused("Enter what the referrer should read.")
    book, number = book_of(episode.team), new_key()
    for one in readers:
        words = _to_referrer(episode, report, one, book) if is_referrer(one) else _to_parent(report, one, book)
        write(
            about=one.about,
            team=episode.team,
            family=episode.family,
            purpose=Purpose.ENDING,
            title=TITLE,
            copies=[CopyFor(one, words, is_main=True)],
            dedupe_key=f"{report_prefix(episode)}{number}:{one.recipient}",
            by=by,
        )
    record("caseload.write_end_report", episode, by=by, readers=len(readers), shared=len(report.shared))
    return len(readers)


def _to_parent(report: EndReport, to: Addressee, book: Book) -> Paragraphs:
    theirs = report.theirs.get(to.recipient, Theirs())
    return book.letter(
        FAMILY,
        to,
        account=report.account,
        own_words=_after("In your own words:", theirs.own_words, quoted=True),
        changes=_after("What you hoped for, and what changed:", theirs.changes),
        what_next=_after("What comes next:", report.what_next),
    )


def _to_referrer(episode: Episode, report: EndReport, to: Addressee, book: Book) -> Paragraphs:
    """Ours, and what parents agreed that the referrer reads."""
    referral = episode.referrals.select_related("referral").order_by("pk").first()
    shared = [theirs for whose, theirs in report.theirs.items() if whose in report.shared]
    own = "\n".join(one.own_words for one in shared if one.own_words.strip())
    changes = "\n".join(one.changes for one in shared if one.changes.strip())
    return book.letter(
        REFERRER,
        to,
        reference=referral.referral.key if referral else "",
        account=report.to_referrer,
        own_words=_after("In the family's own words, with their agreement:", own, quoted=True),
        changes=_after("What was hoped for, and what changed, with their agreement:", changes),
    )


def _after(heading: str, words: str, *, quoted: bool = False) -> str:
    """Words under their heading; nothing where there are none."""
    said = words.strip()
    if not said:
        return ""
    return f"{heading} “{said}”" if quoted else f"{heading}\n{said}"
