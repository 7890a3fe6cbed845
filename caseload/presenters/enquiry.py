"""How the enquiry of the referrer reads, on the page of the work and before the first contact (P64)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from caseload.enums import EnquiryStanding, EpisodeState, Introduces
from caseload.models import FinalEnquiry
from caseload.selectors.episode import Work
from pitservice.ui import dates
from pitservice.ui.components import Button, Callout, Colour, Empty, Fact, FactList, Link, Section, Tag
from referrals.models import Referral

TAGS = {
    EnquiryStanding.TO_ASK: Colour.YELLOW,
    EnquiryStanding.ASKED: Colour.GREY,
    EnquiryStanding.WORRY: Colour.RED,
}
_NOT_YET = "Not known yet"


def tags(standing: str) -> list[Tag]:
    """How far it is, where somebody still has something to do or to wait for."""
    found = EnquiryStanding(standing)
    return [Tag(found.label, TAGS[found])] if found in TAGS else []


def callout(rows: Sequence[FinalEnquiry]) -> Callout:
    """What the referrer answered that speaks against going on."""
    lines = [line for row in rows if row.is_worrying for line in _worries(row)]
    what = "Talk it over with the clinical lead. Raise a concern, end the work, or say what was settled."
    return Callout("What the referrer answered is to be settled", [*lines, what])


def _worries(row: FinalEnquiry) -> list[str]:
    who = f"{row.asked}, {dates.weekday(row.asked_on)}" if row.asked_on else row.asked
    found = [f"Asked: {who}."]
    if row.safe not in ("", "yes"):
        found.append(f"Is contact still safe? {row.get_safe_display()}.")
    if row.wanted not in ("", "yes"):
        found.append(f"Does the family still want this? {row.get_wanted_display()}.")
    return found


def before_contact(work: Work) -> list[object]:
    """What stands over the first contact while the enquiry is not clear; it warns and stops nobody."""
    ask = reverse("caseload:ask_referrer", args=[work.episode.key])
    if work.enquiry == EnquiryStanding.WORRY:
        return [callout(work.enquiries)]
    if work.enquiry == EnquiryStanding.ASKED:
        open_ = work.enquiries[0]
        lines = [f"{open_.asked} was asked on {dates.weekday(open_.asked_on)}." if open_.asked_on else open_.asked]
        link = Link("Add what they answered", reverse("caseload:enquiry", args=[open_.key]))
        return [Callout("The referrer has not answered everything yet", lines), link]
    if work.enquiry == EnquiryStanding.TO_ASK:
        lines = [
            "Before first contact, ask what has changed, whether it is still safe and wanted, and who introduces us."
        ]
        return [Callout("The referrer has not been asked yet", lines), Link("Ask the referrer", ask)]
    return []


def buttons(work: Work) -> list[Button]:
    """Asking, while the family is not engaged yet and nothing waits for an answer."""
    if work.episode.state != EpisodeState.ENGAGING or not work.referred or work.enquiry == EnquiryStanding.ASKED:
        return []
    text = "Ask the referrer" if work.enquiry == EnquiryStanding.TO_ASK else "Ask the referrer again"
    return [Button(text, reverse("caseload:ask_referrer", args=[work.episode.key]), secondary=True)]


def section(work: Work, *, may_record: bool) -> Section | None:
    """Each enquiry with who was asked, when and what they answered; None where there is nobody to ask."""
    if not work.enquiries:
        if not work.referred or work.episode.state != EpisodeState.ENGAGING:
            return None
        return Section(
            "Final enquiries", [Empty("The referrer has not been asked yet whether it is still safe and wanted.")]
        )
    open_ = work.episode.state != EpisodeState.CLOSED
    return Section("Final enquiries", [_facts(row, open_=open_, may_record=may_record) for row in work.enquiries])


def _facts(row: FinalEnquiry, *, open_: bool, may_record: bool) -> FactList:
    if row.without:
        when = dates.moment(row.created_at)
        return FactList([Fact("Nobody was asked", when), Fact("Why contact was made all the same", row.without)])
    add, settle = reverse("caseload:enquiry", args=[row.key]), reverse("caseload:settle_enquiry", args=[row.key])
    more = [Link("Add answers", add, hidden=f"of {row.asked}")] if open_ and not row.answered_on else []
    found = [
        Fact(
            "Asked", [row.asked, f"{row.get_channel_display()}, {dates.weekday(row.asked_on)}" if row.asked_on else ""]
        ),
        Fact("What has changed", row.changed, empty=_NOT_YET, actions=more),
        Fact("Still safe", row.get_safe_display() if row.safe else "", empty=_NOT_YET),
        Fact("Still wanted", row.get_wanted_display() if row.wanted else "", empty=_NOT_YET),
        Fact("Who introduces us", _introduces(row, open_=open_), empty=_NOT_YET),
    ]
    if row.note:
        found.append(Fact("Note", row.note))
    if row.settled_at and row.settled_by:
        found.append(Fact("What was settled", [row.settled, f"{row.settled_by.name}, {dates.moment(row.settled_at)}"]))
    elif row.is_worrying and open_ and may_record:
        what = [Link("Say what was settled", settle, hidden=f"about what {row.asked} answered")]
        concern = Link("Raise a concern", reverse("families:add_concern", args=[row.episode.family.key]))
        end = Link("End the work", reverse("caseload:end_unplanned", args=[row.episode.key]))
        found.append(Fact("To be settled", links=[*what, concern, end]))
    return FactList(found)


def _introduces(row: FinalEnquiry, *, open_: bool) -> list[str]:
    """Who does; a referrer who comes to the first appointment is invited from its page, where each adult agrees."""
    first = row.introduces == Introduces.IN_PERSON and open_
    hint = ["Ask each adult, then invite the referrer, on the page of the first appointment."] if first else []
    return [row.get_introduces_display(), *hint] if row.introduces else []


def referrer_facts(referral: Referral | None) -> list[object]:
    """Whom to ask, as the referral names them."""
    if referral is None:
        return [Empty("No professional referred: ask the family itself.")]
    facts = [
        Fact("Referred by", [part for part in (referral.referrer_name, referral.referrer_role) if part]),
        Fact("Where", referral.referrer_organisation),
        Fact("Phone", referral.referrer_phone),
        Fact("E-mail", referral.referrer_email),
        Fact("Referred on", dates.weekday(referral.local_date)),
    ]
    return [FactList([fact for fact in facts if fact.value], heading="The referrer")]
