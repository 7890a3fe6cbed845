"""Notices to colleagues: who gets them, what they say, when (P6). They name nobody and are about no family.

A notice is a message like any other, so that it goes exactly once and leaves a row that says what became of it. Its
addressee comes from the contact rules as everybody's does: the facts about "colleague:5" are their work address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from families.contact import Addressee, Facts, Outsider, Point, Question, who_may_be_told
from families.enums import AtOnce, Channel, InvolvementKind, PointKind, ProfessionalRole, Purpose
from families.models import Family, Involvement
from pitservice.accounts.enums import Permission, RoleName
from pitservice.accounts.models import Membership, Team, User
from pitservice.accounts.selectors import colleagues, holders
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.enums import YesNoUnknown
from pitservice.configuration.selectors import holidays_of_teams
from pitservice.configuration.working_days import is_working
from pitservice.messaging.gateways import gateway_for
from pitservice.messaging.models import Message
from pitservice.ui import worklist
from pitservice.ui.dates import count
from pitservice.ui.wall import moment_at

#: The digest is written between these hours of the United Kingdom's clock, and does not go after noon.
FROM, UNTIL, TOO_LATE = time(7, 30), time(9, 30), time(12)
KIND = "colleague"
NO_EMAIL_HERE = "No service for e-mails is set up here."
#: Notices that a colleague's own page shows.
MOST_SHOWN = 20
_SEES = {
    AtOnce.SAFEGUARDING: Permission.SAFEGUARD,
    AtOnce.RISK: Permission.RECORD_SESSIONS,
    AtOnce.LONE_WORKER: Permission.SEE_CASELOAD,
    AtOnce.BREAK_GLASS: Permission.GUARD,
}


#: Who is on duty for a team today, by whoever keeps the rota.
OnDuty = Callable[[Team], Iterable[int]]
_ON_DUTY: list[OnDuty] = []


#: Of some teams, by id: ids of colleagues who are not here on a day, by whoever keeps the rota.
NotHere = Callable[[Collection[int], date], Mapping[int, Collection[int]]]
_NOT_HERE: list[NotHere] = []


def register_not_here(not_here: NotHere) -> None:
    """Have the digest of who does not work on a day, or is away, wait for their next day of work (P5, P6)."""
    _NOT_HERE.append(not_here)


def register_on_duty(on_duty: OnDuty) -> None:
    """Have whoever is on duty hear at once of what cannot wait (P5, P60)."""
    _ON_DUTY.append(on_duty)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in words."""

    subject: str
    words: str


def facts_of_colleagues(pks: Iterable[int]) -> dict[int, Facts]:
    """How colleagues are reached, by id: at their work address, and only while they work here (P6)."""
    nowhere = {pk: Facts(about=f"{KIND}:{pk}", team_id=0, family_id=None) for pk in pks}
    memberships = Membership.objects.current(timezone.localdate()).filter(user__in=nowhere)
    teams: defaultdict[User, set[int]] = defaultdict(set)
    for membership in memberships.select_related("user"):
        teams[membership.user].add(membership.team_id)
    return nowhere | {user.pk: _facts_of(user, min(theirs)) for user, theirs in teams.items()}


def _facts_of(user: User, team_id: int) -> Facts:
    yes = YesNoUnknown.YES
    ref = f"{KIND}:{user.pk}"
    email = Point(f"{ref}:email", PointKind.EMAIL, user.email, user.email, safe=yes)
    told = Outsider(ref, user.name, ProfessionalRole.OTHER, consent=yes, shares=yes, points=(email,))
    return Facts(about=told.ref, team_id=team_id, family_id=None, outsiders=(told,))


def addressee_of(user: User) -> Addressee | None:
    """The contact rules' answer about a colleague; None for one who works here no longer, or where no e-mail goes."""
    if gateway_for(Channel.EMAIL) is None:
        return None
    answers = who_may_be_told(f"{KIND}:{user.pk}", Question(Purpose.NOTICE, Channel.EMAIL, timezone.now()))
    return answers[0] if answers else None


def due_a_digest(now: datetime) -> list[User]:
    """Whoever wants one, has none of today, and works today for one of their teams; nobody at other hours (P6).

    Who does not work today, by their own week or because they are away, gets it on the next day on which they do.
    """
    local = timezone.localtime(now)
    today = local.date()
    if not FROM <= local.time() < UNTIL:
        return []
    memberships = list(Membership.objects.current(today).filter(user__digest=True).select_related("user", "team"))
    closed = holidays_of_teams({membership.team for membership in memberships})
    absent = _not_here({membership.team_id for membership in memberships}, today)
    at_work = {
        m.user_id: m.user
        for m in memberships
        if is_working(today, closed[m.team_id]) and m.user_id not in absent[m.team_id]
    }
    have = Message.objects.filter(dedupe_key__in=[digest_key(user, today) for user in at_work.values()])
    told = set(have.values_list("dedupe_key", flat=True))
    return [user for _, user in sorted(at_work.items()) if digest_key(user, today) not in told]


def _not_here(team_ids: Collection[int], day: date) -> Mapping[int, Collection[int]]:
    found: dict[int, set[int]] = {team_id: set() for team_id in team_ids}
    for not_here in _NOT_HERE:
        for team_id, users in not_here(team_ids, day).items():
            found[team_id].update(users)
    return found


def digest_key(user: User, day: date) -> str:
    """One for each colleague and day."""
    return f"digest:{user.pk}:{day.isoformat()}"


def too_late(day: date) -> datetime:
    """After this a digest is yesterday's news."""
    return moment_at(day, TOO_LATE)


def digest_of(user: User, day: date) -> Notice | None:
    """What waits for them, as numbers alone, and what is urgent for those they stand in for; None when nothing is."""
    waiting = worklist.waiting_for(user, day)
    own = Counter(source.title for source, item in waiting if item.mine)
    total, team = sum(own.values()), sum(not item.mine for _, item in waiting)
    instead = _urgent_instead(user, day)
    if not (total or instead):
        return None
    urgent = sum(item.urgent for _, item in waiting if item.mine)
    lines = [f"Good morning, {user.first_name}."]
    if own:
        lines += ["", f"{count(total, 'thing waits', 'things wait')} for you:"]
        lines += [f"- {title}: {number}" for title, number in sorted(own.items())]
    if urgent:
        lines += ["", f"Urgent among them: {urgent}."]
    if instead:
        lines += ["", f"Urgent for colleagues who are not here, for whom you stand in: {instead}."]
    if team:
        lines += ["", f"For the whole team: {team}."]
    lines += ["", *_ending(), "You choose whether you get this e-mail: in the product, at your name, Notices."]
    number = total or instead
    return Notice(count(number, "thing waits for you", "things wait for you"), "\n".join(lines))


def _urgent_instead(user: User, day: date) -> int:
    """How many urgent things wait for colleagues for whom they cover or are on duty: those cannot wait (P5)."""
    waiting = [
        item for one in worklist.today_of(user, day).stand_ins for _, item in worklist.waiting_instead(user, one, day)
    ]
    return sum(item.urgent for item in waiting)


def at_once_words(kind: AtOnce) -> Notice:
    """Of one urgent thing: what kind it is, and where to read it."""
    return Notice(f"Now: {kind.label[0].lower()}{kind.label[1:]}", "\n".join([f"{kind.label} is new.", "", *_ending()]))


def hear_at_once(kind: AtOnce, family: Family, but: int | None) -> list[User]:
    """Who hears of it: guardians, or leads, whoever works with the family or is on duty; never who did it (P6).

    Only those who may see the record hear anything of it.
    """
    permission = _SEES[kind]
    may = holders(family.team_id, permission)
    if kind is not AtOnce.BREAK_GLASS:
        leads = colleagues(family.team_id, RoleName.CLINICAL_LEAD)
        told = [*_working_with(family), *(pk for on_duty in _ON_DUTY for pk in on_duty(family.team))]
        may = may.filter(Q(pk__in=leads.values("pk")) | Q(pk__in=told))
    return who_sees(kind, family, [user for user in may if user.pk != but])


def who_sees(kind: AtOnce, family: Family, users: Iterable[User]) -> list[User]:
    """Those of some colleagues who may see the record of what a notice is about (P6)."""
    permission = _SEES[kind]
    return [user for user in users if Family.objects.visible_to(Viewer.of(user, permission)).filter(pk=family.pk)]


def notices_of(user: User) -> Sequence[Message]:
    """What was sent to a colleague, newest first: theirs alone to see."""
    theirs = Message.objects.filter(purpose=Purpose.NOTICE, about=f"{KIND}:{user.pk}")
    return list(theirs.order_by("-created_at", "-pk")[:MOST_SHOWN])


def _working_with(family: Family) -> list[int]:
    now = timezone.now()
    kinds = (InvolvementKind.ALLOCATED, InvolvementKind.COVER)
    involved = Involvement.objects.filter(Q(until=None) | Q(until__gt=now), family=family, kind__in=kinds)
    return list(involved.filter(starts__lte=now).values_list("user_id", flat=True))


def _ending() -> list[str]:
    address = f": {settings.PUBLIC_URL}{reverse('home')}" if settings.PUBLIC_URL else "."
    return [f"Sign in to read it{address}", "", "This e-mail names nobody, and nobody reads answers to it."]
