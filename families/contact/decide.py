"""Asking the rules. Pure but for `who_may_be_told` and `answer_for`, which read the facts first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar

from django.utils import timezone

from families.contact.addressee import Addressee
from families.contact.facts import Adult, Facts, Outsider, Point, Question
from families.contact.registry import read_facts, read_many
from families.contact.rules import RULES, Case, ContactRule, fits, may_be_confirmed
from families.contact.versions import PLAIN, needs_of, version_for
from families.enums import Answer, Channel, Purpose
from families.merged import surviving_recipient

K = TypeVar("K")
#: Words that answer somebody who has just written: in the morning they would be of no use (P44).
IN_THE_NIGHT_TOO = frozenset({Purpose.OUT_OF_HOURS})
_STRICTEST = (Answer.REFUSE, Answer.ASK, Answer.ALLOW)


def who_may_be_told(about: str, question: Question) -> list[Addressee]:
    """Everybody concerned, each with an answer and its reasons: adults first, each by their own agreement (CON-2).

    `about` is "family:ID", or a kind that an app above registered. Never one joint answer for a couple (P2).
    """
    return decide(read_facts(about), question)


def dry_run(
    about: str, purpose: Purpose, at: datetime, *, automatic: bool = True
) -> Mapping[Channel, Sequence[Addressee]]:
    """What would go to whom by each channel, from one reading of the facts; nothing is queued by asking (P1)."""
    facts = read_facts(about)
    return {channel: decide(facts, Question(purpose, channel, at, automatic)) for channel in Channel}


def answers_to(about: str, questions: Mapping[K, Question]) -> dict[K, list[Addressee]]:
    """The same for several questions, from one reading of the facts."""
    facts = read_facts(about)
    return {name: decide(facts, question) for name, question in questions.items()}


def one_reading(abouts: Iterable[str] = ()) -> Callable[[str], Facts]:
    """Reads the facts about each thing once: for several questions within one transaction that shuts out changes.

    `abouts`: what will be asked about, read now and together. Anything else is read when it is asked about.
    """
    together = read_many(abouts)
    return cache(lambda about: together[about] if about in together else read_facts(about))


def answer_for(
    about: str, recipient: str, question: Question, reading: Callable[[str], Facts] = read_facts
) -> Addressee | None:
    """The answer about one of them, as things are now; None when they are no longer concerned.

    An entry of a person that was merged since is asked about as the one that stays. `reading`: `one_reading()`, where
    several are asked about at one moment.
    """
    facts = reading(about)
    everybody: Iterable[Adult | Outsider] = (*facts.adults, *facts.outsiders)
    people = {who.ref: who for who in everybody}
    who = people.get(recipient) or people.get(surviving_recipient(recipient))
    return None if who is None else _best(facts, question, who)


def decide(facts: Facts, question: Question) -> list[Addressee]:
    """The pure heart: facts and a question in, answers out (P1)."""
    people: Iterable[Adult | Outsider] = (*facts.adults, *facts.outsiders)
    return [_best(facts, question, who) for who in people]


def _best(facts: Facts, question: Question, who: Adult | Outsider) -> Addressee:
    """The answer at the point that serves best: the mildest answer, then the one they prefer."""
    points: list[Point | None] = [point for point in who.points if fits(point, question.channel)]
    answers = [_at(Case(question, facts, who, point)) for point in points or [None]]
    preferred = [bool(point and point.preferred) for point in points or [None]]
    ranked = sorted(zip(answers, preferred, strict=True), key=lambda pair: (*_mildness(pair[0]), not pair[1]))
    return ranked[0][0]


def _mildness(addressee: Addressee) -> tuple[int, bool]:
    """By the answer; of two refusals the one that a person may set aside after a loss, never an unsafe point (P22)."""
    return (-_STRICTEST.index(addressee.answer), not may_be_confirmed(addressee.answer, addressee.codes))


def _at(case: Case) -> Addressee:
    speaking = [rule for rule in RULES if rule.speaks(case)]
    answer = min((rule.answer for rule in speaking), key=_STRICTEST.index, default=Answer.ALLOW)
    facts, question, who, point = case.facts, case.question, case.who, case.point
    return Addressee(
        about=facts.about,
        team_id=facts.team_id,
        family_id=facts.family_id,
        recipient=who.ref,
        name=who.name,
        role=str(who.role),
        purpose=question.purpose,
        channel=question.channel,
        answer=answer,
        codes=tuple(rule.code for rule in speaking),
        reasons=_sentences(speaking, who.name),
        point=point.ref if point else "",
        value=point.value if point else "",
        reads=who.reads if isinstance(who, Adult) else "",
        not_before=_after_quiet_hours(case),
        must_not_read=tuple(who.must_not_read) if isinstance(who, Adult) else (),
        version=version_for(who.reads, who.formats, question.versions) if isinstance(who, Adult) else PLAIN,
        large_print=isinstance(who, Adult) and needs_of(who.formats)[0],
    )


def _sentences(speaking: Sequence[ContactRule], name: str) -> tuple[str, ...]:
    return tuple(rule.sentence.format(name=name) for rule in speaking)


def _after_quiet_hours(case: Case) -> datetime | None:
    """When an automatic text may go at the earliest (CON-1, P44): None when at once, else the team's next opening."""
    question, facts = case.question, case.facts
    if question.channel is not Channel.TEXT or not question.automatic or question.purpose in IN_THE_NIGHT_TOO:
        return None
    local = timezone.localtime(question.at)
    if facts.texts_from <= local.time() < facts.texts_until:
        return None
    day = local.date() + timedelta(days=local.time() >= facts.texts_until)
    return timezone.make_aware(datetime.combine(day, facts.texts_from), timezone.get_default_timezone())
