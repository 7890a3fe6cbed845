"""Who is told of a referral and its outcome: each letter as it will go, and who gets nothing and why (TELL-1, P13).

The same proposals stand on the decision page and are written by the decision: what is previewed is what goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from families.contact import Addressee, Facts, Question, may_be_told, who_may_be_told
from families.contact.decide import decide
from families.contact.rules import RULES
from families.enums import CARING_ROLES, Answer, Channel, ProfessionalRole, Purpose
from pitservice.configuration.enums import NotAcceptedReason, ReferralSource
from pitservice.configuration.worded import worded
from pitservice.db.actor import Actor
from pitservice.letters import actions as letters
from pitservice.letters.words import Book, book_of
from pitservice.messaging.actions import queue
from pitservice.messaging.selectors import has_a_way
from pitservice.ui.dates import day
from referrals.enums import AskedBy, Entrance, Outcome, ReferralState, ToldBy
from referrals.models import Decision, InformationRequest, Referral, ReferredPerson
from referrals.verdict import ACCEPTING, STATES, Verdict
from referrals.wording import family_in_words

_PURPOSES = {
    Outcome.WAITING_LIST: Purpose.ACCEPTED,
    Outcome.ALLOCATE: Purpose.ACCEPTED,
    Outcome.NOT_ACCEPTED: Purpose.NOT_ACCEPTED,
    Outcome.MORE_INFORMATION: Purpose.ASK_INFORMATION,
    Outcome.WITHDRAWN: Purpose.NOT_ACCEPTED,  # to the same people, by the same rules; the words are its own
}
#: The names of the words of each outcome, before whom they are for.
_WORDS = {
    Outcome.WAITING_LIST: "accepted",
    Outcome.ALLOCATE: "accepted",
    Outcome.NOT_ACCEPTED: "not_accepted",
    Outcome.MORE_INFORMATION: "ask_information",
    Outcome.WITHDRAWN: "withdrawn",
}
#: Headings of letters to a family.
_TITLES = {
    Purpose.ACCEPTED: "A place with our team",
    Purpose.NOT_ACCEPTED: "Your contact with our team",
    Purpose.ASK_INFORMATION: "Something we would like to ask you",
}
_INFORMED = (ProfessionalRole.HEALTH_VISITOR, ProfessionalRole.GP)
_REFUSALS = frozenset(rule.code for rule in RULES if rule.answer is Answer.REFUSE)
#: What stands in a preview where nothing was chosen yet.
UNCHOSEN = "[the reason you choose]"
UNASKED = "[what you ask for]"
NO_LINK_YET, NO_CODE_YET = "[a link, made when it is sent]", "[a code, made when it is sent]"
REFERRER_TELLS = "You chose that the referrer tells the family."


@dataclass(frozen=True, slots=True)
class Proposal:
    """One letter: to whom, in which words, and whose names its reader may know of; `nothing`: why there is none."""

    to: Addressee
    paragraphs: Sequence[str]
    title: str = ""
    copied_to: Sequence[str] = ()
    nothing: str = ""

    @property
    def written(self) -> bool:
        """Whether a letter is written: it goes, or waits for a person; never against a refusal to tell its reader.

        To an adult for whom there is no address that may be used it is written too, and held: so that somebody sees it
        and tells them by other means (P42). To a professional without an address as well.
        """
        if self.to.role in CARING_ROLES:
            return not self.nothing and may_be_told(self.to.codes)
        return not self.nothing and set(self.to.codes) & _REFUSALS <= {"no-point"}

    @property
    def why_not(self) -> str:
        """Why nothing is written."""
        return self.nothing or self.to.why


@dataclass(frozen=True, slots=True)
class Desk:
    """What every letter about a referral is written from, read once however many are drawn (P16)."""

    referral: Referral
    book: Book
    people: Sequence[ReferredPerson]


def desk_of(referral: Referral) -> Desk:
    """Read what letters about this referral need: three queries."""
    return Desk(referral, book_of(referral.team), list(referral.people.select_related("person")))


def proposals(desk: Desk, facts: Facts, verdict: Verdict, *, at: datetime) -> list[Proposal]:
    """Every letter that a decision causes, and everybody who gets none (TELL-1, P2, P13, CON-2).

    Each adult has a letter of their own, never a joint one; it carries no risk factor, nor another's words. The
    referrer's copy is a letter of its own. Health visitor and GP hear of a self-referral and its outcome, by consent.
    A relative who referred is told nothing more (a contact rule).
    """
    purpose = _PURPOSES.get(verdict.outcome)
    if purpose is None:
        return []
    versions = desk.book.versions(f"{_WORDS[verdict.outcome]}_family")
    answers = decide(facts, Question(purpose, Channel.LETTER, at, versions=versions))
    if verdict.outcome == Outcome.MORE_INFORMATION and verdict.asked_by == AskedBy.EMAIL:
        by_email = decide(facts, Question(purpose, Channel.EMAIL, at))
        others = [to for to in answers if to.role != ProfessionalRole.REFERRER]
        answers = [*others, *(to for to in by_email if to.role == ProfessionalRole.REFERRER)]
    return [_propose(desk, to, verdict, answers) for to in answers if _is_concerned(desk, to, purpose)]


def _is_concerned(desk: Desk, to: Addressee, purpose: Purpose) -> bool:
    own = desk.referral.source == ReferralSource.SELF
    if purpose is Purpose.ASK_INFORMATION:
        return to.role == ProfessionalRole.REFERRER or (own and to.role in CARING_ROLES and _wrote(desk, to))
    return to.role not in _INFORMED or own


def _wrote(desk: Desk, to: Addressee) -> bool:
    """Whether this adult filled in the family's own form."""
    refs = {
        ref for party in desk.people if party.wrote for ref in (f"referred:{party.pk}", f"person:{party.person_id}")
    }
    return to.recipient in refs


def _propose(desk: Desk, to: Addressee, verdict: Verdict, answers: Iterable[Addressee]) -> Proposal:
    is_adult = to.role in CARING_ROLES
    if is_adult and verdict.outcome == Outcome.NOT_ACCEPTED and verdict.told_by == ToldBy.REFERRER:
        return Proposal(to, (), nothing=REFERRER_TELLS)
    title = worded(_title(desk.referral, to), desk.book.word)
    copied_to = _copied_to(desk.referral, answers) if is_adult else ()
    return Proposal(to, _words(desk, to, verdict), title, copied_to)


def _copied_to(referral: Referral, answers: Iterable[Addressee]) -> list[str]:
    """Professionals who get a letter too and of whom the family knows; never a relative who referred."""
    if referral.source == ReferralSource.RELATIVE:
        return []
    told = [to for to in answers if to.role not in CARING_ROLES and to.answer is not Answer.REFUSE]
    own = referral.source == ReferralSource.SELF
    return [to.name for to in told if to.role == ProfessionalRole.REFERRER or own]


def _words(desk: Desk, to: Addressee, verdict: Verdict) -> list[str]:
    reader = (
        "family" if to.role in CARING_ROLES else "referrer" if to.role == ProfessionalRole.REFERRER else "professional"
    )
    reader = "email" if to.channel == Channel.EMAIL else reader
    name = f"{_WORDS[verdict.outcome]}_{reader}"
    return desk.book.letter(
        name,
        to,
        reference=desk.referral.key,
        about=family_in_words(desk.people, timezone.localdate()),
        reason=NotAcceptedReason(verdict.reason).label if verdict.reason else UNCHOSEN,
        alternative=_alternative(verdict.instead, reader) if verdict.instead else "",
        extra=verdict.note if reader == "referrer" and verdict.outcome == Outcome.NOT_ACCEPTED else "",
        questions=verdict.questions or UNASKED,
        link=verdict.answer_link or NO_LINK_YET,
        answer_here=_answer_here(verdict),
        reply_by=f"Please let us know by {day(verdict.chase_on)}." if verdict.chase_on else "",
    )


def _title(referral: Referral, to: Addressee) -> str:
    """What the letter is about, as its own reader may read it: no name, no risk, no decision in a heading (P2)."""
    if to.channel == Channel.EMAIL:
        return f"Your referral, our reference {referral.key}"
    if to.role in CARING_ROLES:
        return _TITLES[to.purpose]
    return f"Referral {referral.key}" if to.role == ProfessionalRole.REFERRER else "A referral to our team"


def _answer_here(verdict: Verdict) -> str:
    """The private page on which a referrer can answer, and its code (P11)."""
    link, code = verdict.answer_link or NO_LINK_YET, verdict.answer_code or NO_CODE_YET
    return f"The quickest way to answer is a private page: {link} It asks for the code {code}."


def _alternative(instead: str, reader: str) -> str:
    """The service that is named instead, in a sentence of its own."""
    if reader == "family":
        return f"There is a service that may be right for you: {instead}."
    return f"A service that may be right for this family is {instead}."


def send_decision(
    referral: Referral, decision: Decision, found: Sequence[Proposal], *, waits_for: str = "", by: Actor
) -> None:
    """Write the letters of a decision; they wait until it can no longer be taken back, and stop if it is (TELL-1).

    `waits_for`: what they wait for where it is not the decision itself, but the question that it asks.
    """
    waits_for = waits_for or wanted(decision)
    for proposal in found:
        if proposal.written:
            if proposal.to.channel == Channel.EMAIL:
                _send_email(decision, proposal, waits_for, by)
            else:
                _write_letter(referral, decision, proposal, waits_for, by)


def _write_letter(referral: Referral, decision: Decision, proposal: Proposal, waits_for: str, by: Actor) -> None:
    copy = letters.CopyFor(
        addressee=proposal.to, paragraphs=proposal.paragraphs, is_main=True, copied_to=proposal.copied_to
    )
    letters.write(
        about=f"referral:{referral.pk}",
        team=referral.team,
        family=referral.family,
        purpose=proposal.to.purpose,
        title=proposal.title,
        copies=[copy],
        not_before=decision.effective_from,
        wanted=waits_for,
        dedupe_key=f"{waits_for}:{proposal.to.recipient}",
        by=by,
    )


def _send_email(decision: Decision, proposal: Proposal, waits_for: str, by: Actor) -> None:
    queue(
        to=proposal.to,
        words="\n\n".join(proposal.paragraphs),
        subject_line=proposal.title,
        dedupe_key=f"{waits_for}:{proposal.to.recipient}",
        not_before=decision.effective_from,
        wanted=waits_for,
        by=by,
    )


def wanted(decision: Decision) -> str:
    """What its letters wait for: that this decision still stands."""
    return f"decision:{decision.pk}"


def still_wanted(decision_id: int) -> bool:
    """Whether a decision still stands: not taken back, the last one, and the referral where it led.

    Nobody hears of it any more once the referral was withdrawn, opened again, or what was asked for is here.
    """
    decision = Decision.objects.filter(pk=decision_id, taken_back_at=None).select_related("referral").first()
    if decision is None:
        return False
    where = {STATES[decision.outcome], *([ReferralState.ALLOCATED] if decision.outcome in ACCEPTING else [])}
    if decision.referral.state not in where:
        return False
    later = Decision.objects.filter(referral=decision.referral, taken_back_at=None, pk__gt=decision.pk)
    return not later.exists()


def asked(request: InformationRequest) -> str:
    """What a letter or e-mail with a question waits for: that it is open, for its private link closes with it."""
    return f"question:{request.pk}"


def still_asked(request_id: int) -> bool:
    """Whether a question is open: neither answered, nor asked again, and the referral still waits for it."""
    open_ones = InformationRequest.objects.filter(pk=request_id, answered_at=None, chased_at=None)
    return open_ones.filter(referral__state=ReferralState.AWAITING_INFORMATION).exists()


def send_receipt(referral: Referral, *, by: Actor) -> None:
    """A receipt: to the professional who sent the form, or to the point the family called safe (P12).

    It names nobody and says nothing of why; families get it only where no question is open.
    """
    channels = (Channel.TEXT, Channel.EMAIL) if referral.entrance == Entrance.FAMILY else (Channel.EMAIL,)
    desk = desk_of(referral)
    for channel in channels:
        if not has_a_way(channel, referral.team_id):
            continue
        question = Question(Purpose.RECEIPT, channel, timezone.now(), versions=desk.book.versions("received"))
        for to in who_may_be_told(f"referral:{referral.pk}", question):
            if _gets_receipt(desk, to):
                _queue_receipt(desk.book, referral, to, by)
                return


def _gets_receipt(desk: Desk, to: Addressee) -> bool:
    if desk.referral.entrance == Entrance.FAMILY:
        return to.allowed and (_wrote(desk, to) or to.role == ProfessionalRole.REFERRER)
    return to.role == ProfessionalRole.REFERRER and to.answer is not Answer.REFUSE


def _queue_receipt(book: Book, referral: Referral, to: Addressee, by: Actor) -> None:
    due = f"We read forms on working days and will answer by {day(referral.due_on)}." if referral.due_on else ""
    words = book.text("received", to, reference=referral.key, due=due)
    queue(to=to, words=words, subject_line="We have your form", dedupe_key=f"referral:{referral.pk}:receipt", by=by)
