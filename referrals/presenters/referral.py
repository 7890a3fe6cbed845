"""The parts of a referral's own page, and of the page where it is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from families.models import Organisation
from families.presenters.directory import organisation_links
from pitservice.configuration.enums import YesNoUnknown
from pitservice.ui import dates
from pitservice.ui.components import (
    Callout,
    Cell,
    Column,
    Details,
    Empty,
    Entry,
    Fact,
    FactList,
    Link,
    Section,
    Table,
    Tag,
    Timeline,
    Words,
)
from pitservice.ui.fields import shown_nhs_number, shown_phone
from pitservice.ui.words import inside
from referrals.enums import ADULT_ROLES, OtherCarers, Outcome, PartyRole, ReferralState
from referrals.models import Decision, InformationRequest, Referral, ReferralMove, ReferredPerson, Screening
from referrals.presenters.status import missing
from referrals.selectors import Ticked
from referrals.wording import adults, babies, baby_age, baby_called, called, is_lost, is_sealed

_ANSWERS: Mapping[str, str] = {YesNoUnknown.YES: "yes", YesNoUnknown.NO: "no", YesNoUnknown.UNKNOWN: "not known"}
#: The most of one field of a submission that is drawn; the whole is kept.
LONGEST_SHOWN = 4000


def warning(referral: Referral) -> list[object]:
    """What must be known first, in the referrer's own words, until somebody has read it (P3)."""
    if not referral.warning:
        return []
    if referral.must_be_read:
        return [Callout("Read this first", [referral.warning, "Nothing goes out until somebody has read it."])]
    return [Details("What had to be read first", [Words([referral.warning])])]


def risks(ticked: Sequence[Ticked], screenings: Sequence[Screening]) -> Section:
    """What the referrer and the last screening ticked, side by side, and the rule's working each time (SCR-1)."""
    heading, screened = "Risk and stress", bool(screenings)
    columns = [Column("Factor"), Column("Referrer"), *([Column("Screening")] if screened else [])]
    rows = [_ticked(one, screened=screened) for one in ticked]
    body: list[object] = [Table(heading, columns, rows)] if rows else [Empty("No risk factor is ticked.")]
    lines = [
        f"{dates.moment(one.created_at)}: {one.working}{f' Note: {one.note}' if one.note else ''}" for one in screenings
    ]
    return Section(heading, [*body, Words(lines or ["Nobody has screened it yet."])])


def _ticked(one: Ticked, *, screened: bool) -> Sequence[Cell]:
    both = [one.by_referrer, *([one.by_screener] if screened else [])]
    return [Cell(one.label), *(Cell("Ticked" if ticked else "Not ticked") for ticked in both)]


def about(referral: Referral) -> Section:
    """What worries the referrer, what the family wants, and what else was said."""
    facts = [
        Fact("What worries the referrer", referral.worries),
        Fact("What the family wants", referral.hopes),
        Fact("Safeguarding", referral.safeguarding),
        Fact("Brothers and sisters", referral.siblings),
    ]
    return Section("What worries the referrer, and what the family wants", [FactList(facts)])


def helpers(referral: Referral) -> Section:
    """Who is helping already, and whether they stay (WL-2)."""
    facts = [
        Fact("Other services", referral.services_involved),
        Fact("The referrer's own support goes on", _ANSWERS[referral.keeps_support].capitalize()),
        Fact("Health visitor", referral.health_visitor, tags=_may_tell(referral.tell_health_visitor)),
        Fact("GP", referral.gp, tags=_may_tell(referral.tell_gp)),
    ]
    return Section("Who is already helping, and will they stay", [FactList(facts)])


def _may_tell(said: str) -> Sequence[Tag]:
    if said == YesNoUnknown.UNKNOWN:
        return ()
    return [Tag("The family says we may tell them" if said == YesNoUnknown.YES else "The family says not to tell them")]


def source(referral: Referral, works_at: Organisation | None) -> Section:
    """Who sent it, and when; `works_at`: their organisation, where the directory has it."""
    facts = [
        Fact("Received", dates.moment(referral.received_at)),
        Fact("How", referral.get_entrance_display()),
        Fact("Source", referral.get_source_display()),
        Fact("Name", [referral.referrer_name, referral.referrer_role]),
        Fact(
            "Organisation",
            [referral.referrer_organisation, *referral.referrer_address.splitlines()],
            links=organisation_links(works_at),
        ),
        Fact("How to reach them", [shown_phone(referral.referrer_phone), referral.referrer_email]),
    ]
    if referral.sheet_reference:
        facts.append(Fact("Reference in the old list", referral.sheet_reference))
    if referral.past_outcome:
        on = f" on {dates.day(referral.past_outcome_on)}" if referral.past_outcome_on else ""
        facts.append(Fact("Outcome before", f"{referral.past_outcome}{on}, as recorded then"))
    return Section("Who sent it", [FactList(facts)])


def people(referral: Referral, parties: Sequence[ReferredPerson], today: date, *, may_record: bool) -> Section:
    """Everybody named, each adult with what they know and agree to (P2)."""
    body: list[object] = [_baby(baby, parties, today) for baby in babies(parties)]
    body += [_adult(referral, adult, may_record=may_record) for adult in adults(parties)]
    for sibling in (one for one in parties if one.role == PartyRole.SIBLING and not is_sealed(one)):
        body.append(FactList([Fact("Name", called(sibling)), Fact("Born", _born(sibling))], "Brother or sister"))
    if referral.other_carers and referral.other_carers != OtherCarers.NAMED:
        body.append(FactList([Fact("Father, partner or other carer", referral.get_other_carers_display())]))
    return Section("Who is in the family", body or [Empty("Nobody is named.")])


def _baby(baby: ReferredPerson, parties: Sequence[ReferredPerson], today: date) -> FactList:
    """A baby; of one who was lost nothing is asked and no age is said (P22)."""
    if is_lost(baby):
        return FactList([Fact("Recorded", "A loss is recorded.")], f"{baby_called(baby, parties)}, baby")
    facts = [
        Fact("Age", baby_age(baby, today)),
        Fact("Born", _born(baby)),
        Fact("Expected", dates.day(baby.expected_date) if baby.expected_date else ""),
        Fact("Sex", baby.get_sex_display()),
        Fact("NHS number", shown_nhs_number(baby.nhs_number)),
        Fact("Ethnicity", baby.ethnicity),
    ]
    return FactList(facts, f"{baby_called(baby, parties)}, baby")


def _adult(referral: Referral, adult: ReferredPerson, *, may_record: bool) -> FactList:
    actions = [change_agreement(referral, adult)] if may_record else []
    facts = [
        Fact("Knows and agrees", agreement_words(adult), actions=actions),
        Fact("Born", _born(adult)),
        Fact("NHS number", shown_nhs_number(adult.nhs_number)),
        Fact("Phone", shown_phone(adult.mobile), tags=_safe(adult.mobile, adult.mobile_safe, adult.may_text)),
        Fact("E-mail", adult.email, tags=_safe(adult.email, adult.email_safe)),
        Fact("Address", [adult.address, adult.postcode], tags=_safe(adult.address, adult.address_safe)),
        Fact("Language", [adult.language, "Needs an interpreter" if adult.interpreter == "yes" else ""]),
        Fact("Needs", [adult.needs, f"Times to avoid: {adult.times_to_avoid}" if adult.times_to_avoid else ""]),
        Fact("Ethnicity", adult.ethnicity),
    ]
    return FactList(facts, f"{called(adult)}, {inside(adult.get_role_display())}")


def _born(party: ReferredPerson) -> str:
    return dates.day(party.date_of_birth) if party.date_of_birth else ""


def _safe(value: str, safe: str, may_text: str = "") -> Sequence[Tag]:
    if not value:
        return ()
    words = {YesNoUnknown.YES: "Safe to use", YesNoUnknown.NO: "Not safe", YesNoUnknown.UNKNOWN: "Not asked if safe"}
    tags = [Tag(words[YesNoUnknown(safe)])]
    if may_text == YesNoUnknown.YES:
        tags.append(Tag("Texts welcome"))
    if may_text == YesNoUnknown.NO:
        tags.append(Tag("No texts"))
    return tags


def agreement_words(adult: ReferredPerson) -> str:
    """ "Knows: yes, agrees: not known. Asked by the health visitor on 18 November 2026." """
    if adult.must_not_know:
        return "Must not learn of the work: is not asked"
    words = f"Knows: {_ANSWERS[adult.knows]}, agrees: {_ANSWERS[adult.agrees]}."
    by = f" by {adult.asked_by}" if adult.asked_by else ""
    on = f" on {dates.day(adult.asked_on)}" if adult.asked_on else ""
    return f"{words} Asked{by}{on}." if by or on else words


def change_agreement(referral: Referral, adult: ReferredPerson) -> Link:
    """Where what this adult said is recorded."""
    href = reverse("referrals:agreement", args=[referral.key, adult.key])
    return Link("Change", href, hidden=f"what {called(adult)} said")


def agreements(parties: Iterable[ReferredPerson]) -> FactList:
    """What each adult knows and agrees to, for the decision page."""
    return FactList([Fact(called(party), agreement_words(party)) for party in parties if party.role in ADULT_ROLES])


def lacking(referral: Referral, parties: Sequence[ReferredPerson]) -> list[object]:
    """What is missing, or that nothing is."""
    found = missing(referral, parties)
    return [Words([f"Missing: {'; '.join(found)}."])] if found else [Words(["Nothing that is needed is missing."])]


def as_sent(submitted: Mapping[str, Any], parties: Sequence[ReferredPerson]) -> Details:
    """The submission exactly as it was sent; sealed with a former identity that it names (P23)."""
    if any(is_sealed(party) for party in parties):
        return Details("As sent", [Empty("What was sent is sealed. Ask the Caldicott guardian.")])
    facts = [Fact(str(name), _text(value)) for name, value in submitted.items() if not name.startswith("_")]
    return Details("As sent", [FactList(facts)] if facts else [Empty("Nothing was kept.")])


def unread(referral: Referral) -> Section | None:
    """Imported cells that could not be read, and why; they are kept as sent."""
    if not referral.unread:
        return None
    return Section("Could not be read", [FactList([Fact(name, why) for name, why in referral.unread.items()])])


def _text(value: Any) -> str | Sequence[str]:
    if isinstance(value, dict):
        return [f"{name}: {_text(inner)}" for name, inner in value.items() if inner]
    if isinstance(value, list):
        return [str(_text(inner)) for inner in value]
    return str(value)[:LONGEST_SHOWN]


def history(
    moves: Iterable[ReferralMove],
    decisions: Iterable[Decision],
    requests: Iterable[InformationRequest],
    names: Mapping[int, str],
) -> Section:
    """Every move with who, when and why, and what was decided, asked and answered."""
    dated = [(move.at, _moved(move, names)) for move in moves]
    dated += [(decision.created_at, _decided(decision, names)) for decision in decisions]
    dated += [(request.created_at, _asked(request)) for request in requests]
    entries = [entry for _, entry in sorted(dated, key=lambda pair: pair[0], reverse=True)]
    return Section("What has happened", [Timeline(entries)])


def _moved(move: ReferralMove, names: Mapping[int, str]) -> Entry:
    title = f"Became “{ReferralState(move.to_state).label}”" if move.from_state else "Received"
    who = names.get(move.by.user_id or 0) or move.by.name
    return Entry(dates.moment(move.at), title, lines=[f"By {who}", str(move.reason or "")], kind="State")


def _decided(decision: Decision, names: Mapping[int, str]) -> Entry:
    lines = [
        f"Reason: {decision.get_reason_display()}" if decision.reason else "",
        f"No longer wanted by {inside(decision.get_withdrawn_by_display())}" if decision.withdrawn_by else "",
        f"Instead: {decision.alternative.name}" if decision.alternative else "",
        decision.note,
        f"Differs from the rule: {decision.differs}" if decision.differs else "",
        f"Although not everybody is known to agree: {decision.exception}" if decision.exception else "",
        "Within the days set for deciding" if decision.in_time else "After the days set for deciding",
    ]
    who = names.get(decision.created_by.user_id or 0) or decision.created_by.name
    return Entry(
        dates.moment(decision.created_at),
        f"{Outcome(decision.outcome).past}, by {who}",
        lines=lines if decision.in_time is not None else lines[:-1],
        tags=[Tag("Taken back")] if decision.taken_back_at else (),
        kind="Decision",
    )


def _asked(request: InformationRequest) -> Entry:
    answered = [f"Answered {dates.moment(request.answered_at)}: {request.answer}"] if request.answered_at else []
    chased = [f"Asked again {dates.moment(request.chased_at)}"] if request.chased_at else []
    wanted = f"By {request.get_asked_by_display().lower()}, answer asked for by {dates.day(request.chase_on)}"
    lines = [*asked_lines(request), wanted, *chased, *answered]
    return Entry(dates.moment(request.created_at), "Information asked for", lines=lines, kind="Question")


def asked_lines(request: InformationRequest) -> list[str]:
    """Each thing that was asked, as a line."""
    return [line[:1].upper() + line[1:] for line in request.asked]


def asked_before(requests: Iterable[InformationRequest]) -> list[object]:
    """What was asked and what came back, for who decides now."""
    answered = [one for one in requests if one.answered_at]
    facts = [
        Fact("; ".join(asked_lines(one)), [one.answer, f"Answered {dates.moment(one.answered_at)}"])
        for one in answered
        if one.answered_at
    ]
    return [FactList(facts, "Asked and answered")] if facts else []
