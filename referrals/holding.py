"""Who is asked whether their support goes on while a family waits, how, and in which words (WL-2, P14).

The same list stands on the page of a holding check and is asked by it: what is previewed is what goes. The link stands
in the letter, where colleagues who send letters can read it; the page that it opens says nothing about the family.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from families.contact import Addressee, Question, who_may_be_told
from families.contact.rules import RULES
from families.enums import CARING_ROLES, Answer, Channel, ProfessionalRole, Purpose
from pitservice.db.actor import Actor
from pitservice.letters import actions as letters
from pitservice.letters.words import letter_words
from pitservice.links.actions import Issued
from pitservice.ui.dates import day
from referrals.enums import Support
from referrals.models import HoldingCheck, WaitingEntry
from referrals.wording import family_in_words

#: What a private link of a holding check is for.
HOLDING_LINK = "referrals.holding"
#: These are the referral's own to answer for, with the family's consent as it was given there.
_REFUSALS = frozenset(rule.code for rule in RULES if rule.answer is Answer.REFUSE)
_BY_REFERRAL = frozenset({ProfessionalRole.REFERRER, ProfessionalRole.HEALTH_VISITOR, ProfessionalRole.GP})
UNREACHABLE = (
    "Nobody of this service stands among the family's professionals, so it cannot be written to. Ring them and record "
    "what they said, or add them to the family's professionals with the family's agreement."
)


@dataclass(frozen=True, slots=True)
class Askee:
    """A service that is asked: `to` is the contact rules' answer about a letter, None where nobody is recorded.

    `service` is how a check names it.
    """

    service: str
    to: Addressee | None = None

    @property
    def written(self) -> bool:
        """Whether a letter is written: it goes, or waits for a person's answer; never against a refusal."""
        return self.to is not None and self.to.answer is not Answer.REFUSE

    @property
    def goes(self) -> bool:
        """Whether a letter goes without anybody being asked first."""
        return self.to is not None and self.to.answer is Answer.ALLOW

    @property
    def must_be_rung(self) -> bool:
        """Whether it is only named in words, so that nobody can be written to (P14)."""
        return self.to is None

    @property
    def may_have_link(self) -> bool:
        """Whether a colleague may hand them a private link: nothing refuses but that no address is recorded."""
        return self.to is not None and set(self.to.codes) & _REFUSALS <= {"no-point"}

    @property
    def why_not(self) -> str:
        """Why nothing is written; empty when it goes by itself."""
        return UNREACHABLE if self.to is None else self.to.why


def askees(entry: WaitingEntry, *, automatic: bool = False) -> list[Askee]:
    """The referrer and every service named: by the referral, or among the family's professionals (P14).

    Each is asked about by the contact rules: health visitor, GP and others as the family agreed (TELL-1). `automatic`:
    nobody looks at it before it goes.
    """
    question = Question(Purpose.HOLDING, Channel.LETTER, timezone.now(), automatic=automatic)
    of_referral = who_may_be_told(f"referral:{entry.referral_id}", question)
    of_family = who_may_be_told(f"family:{entry.family_id}", question)
    found = [to for to in of_referral if to.role not in CARING_ROLES]
    found += [to for to in of_family if to.role not in CARING_ROLES and to.role not in _BY_REFERRAL]
    known = [Askee(to.name[:150], to) for to in found]
    return _once([*known, *(Askee(name) for name in _named(entry) if not _is_known(name, found))])


def _named(entry: WaitingEntry) -> list[str]:
    """Services that the referral names in words."""
    lines = entry.referral.services_involved.splitlines()
    return [part.strip()[:150] for line in lines for part in line.split(",") if part.strip()]


def _is_known(name: str, found: Iterable[Addressee]) -> bool:
    said = name.casefold()
    return any(to.name.casefold() in said or said in to.name.casefold() for to in found)


def _once(found: Iterable[Askee]) -> list[Askee]:
    """Each name once, the first of a kind."""
    by_name: dict[str, Askee] = {}
    for one in found:
        by_name.setdefault(one.service.casefold(), one)
    return list(by_name.values())


def link_of(check: HoldingCheck, token: str, site: str) -> str:
    """The private link, whole: `site` is where the product stands ("https://pit.example.org")."""
    return site.rstrip("/") + reverse("referrals:support", kwargs={"key": check.key, "token": token})


def words(entry: WaitingEntry, to: Addressee, *, link: str, until: date) -> Sequence[str]:
    """The letter: the referrer knows the family by our reference, others by its names (P2)."""
    reader = "referrer" if to.role == ProfessionalRole.REFERRER else "professional"
    return letter_words(
        f"holding_{reader}",
        team=entry.team,
        reference=entry.referral.key,
        about=family_in_words(entry.referral.people.select_related("person"), timezone.localdate()),
        link=link,
        until=day(until),
    )


def send_question(
    entry: WaitingEntry, askee: Askee, check: HoldingCheck, issued: Issued, site: str, *, by: Actor
) -> None:
    """Write one letter with one link, in the transaction that asks; it stops when the question is answered (P1)."""
    to = askee.to
    assert to is not None, "only those who can be written to"
    until = timezone.localdate(issued.link.expires_on)
    said = words(entry, to, link=link_of(check, issued.token, site), until=until)
    letters.write(
        about=to.about,
        team=entry.team,
        family=entry.family,
        purpose=Purpose.HOLDING,
        title=f"Support while waiting: our reference {entry.referral.key}",
        copies=[letters.CopyFor(addressee=to, paragraphs=said, is_main=True)],
        wanted=f"check:{check.pk}",
        dedupe_key=f"check:{check.pk}:{issued.link.pk}",
        by=by,
    )


def still_asked(check_id: int) -> bool:
    """Whether a question still waits for its answer: nobody has answered it, and the family still waits."""
    return HoldingCheck.objects.filter(pk=check_id, support=Support.ASKED, entry__state="waiting").exists()
