"""Two letters that went by e-mail: attached to a colleague in a domain the team trusts, by link to another (P43)."""

from __future__ import annotations

from django.utils import timezone

from families import actions as families
from families.contact import who_may_be_told
from families.enums import CARING_ROLES, ConsentPurpose, ProfessionalRole, Purpose
from families.models import Family
from pitservice.accounts.enums import Permission
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.actions import change_settings
from pitservice.demo.calendar import Calendar
from pitservice.demo.sign_ins import BY, Staff
from pitservice.letters import actions
from pitservice.letters.actions import Decided
from pitservice.letters.enums import CopyState, Way
from pitservice.letters.models import Copy
from pitservice.letters.registry import Occasion, occasions_of
from pitservice.letters.selectors import question_of
from pitservice.messaging.actions import deliver

SECURE = "health.example.org"
_WORDS = (
    "Thank you for bringing us together at the review. I write what we agreed, so that everybody has the same.",
    "You asked for more time to play on the floor together, and for fewer people coming to the house.",
)
_COLLEAGUES = (
    ("Ngozi Adeyemi", ProfessionalRole.HEALTH_VISITOR, f"ngozi.adeyemi@{SECURE}", Way.EMAIL),
    ("Tom Ashby", ProfessionalRole.OTHER, "tom@nursery.example.org", Way.LINK),
)


def tell(staff: Staff, calendar: Calendar) -> None:
    """One has arrived; of the other the link is still to be sent."""
    change_settings(team=staff.team, secure_domains=SECURE, by=BY)
    with calendar.told(calendar.at(calendar.working(2), 14)):
        found = _families(staff)
        for (family, occasion), colleague in zip(found, _COLLEAGUES, strict=False):
            _write(staff, family, occasion, *colleague)
        deliver(by=BY)


def _families(staff: Staff) -> list[tuple[Family, Occasion]]:
    """Families who came lately and may be written to."""
    viewer = Viewer.of(staff.lead, Permission.SEND)
    rows = Family.objects.visible_to(viewer).filter(
        team=staff.team, restricted=False, merged_into=None, episodes__sessions__isnull=False
    )
    found = []
    for family in rows.distinct().order_by("-pk"):
        occasion = next(iter(occasions_of(family, viewer)), None)
        answers = who_may_be_told(f"family:{family.pk}", question_of(Purpose.CORRESPONDENCE, Way.POST, timezone.now()))
        if occasion is not None and any(to.allowed and to.recipient in occasion.attended for to in answers):
            found.append((family, occasion))
        if len(found) == len(_COLLEAGUES):
            break
    return found


def _write(
    staff: Staff, family: Family, occasion: Occasion, name: str, role: ProfessionalRole, email: str, way: Way
) -> None:
    """A letter after a session, with a copy for somebody whom the parent named."""
    by = staff.lead.actor
    person = family.members.filter(role__in=CARING_ROLES, ends_on=None).order_by("pk")[0].person
    professional = families.keep_professional(team=staff.team, name=name, role=role, email=email, by=by)
    families.link_professional(family=family, professional=professional, role=role, by=by)
    families.record_consent(
        family=family, person=person, purpose=ConsentPurpose.SHARE, recipient=professional.key, given=True,
        how="At the session", given_on=timezone.localdate(), by=by,
    )  # fmt: skip
    letter = actions.begin_letter(
        family=family, title="What we agreed", paragraphs=_WORDS, occasion=occasion.ref,
        written_to=occasion.attended, by=by,
    )  # fmt: skip
    ref = f"professional:{professional.pk}"
    decided = Decided(goes=True, reason="She asked that they know what was agreed.", way=way)
    actions.decide_copy(letter=letter, recipient=ref, decided=decided, by=by)
    actions.approve(letter=letter, by=by)
    for copy in Copy.objects.filter(letter=letter, state=CopyState.QUEUED).order_by("-is_main", "pk"):
        actions.make(copy=copy, by=BY)
