"""Reading messages, and asking the contact rules about one as things are now."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from families.contact import Addressee, Facts, Question, Version, answer_for, one_reading, who_may_be_told
from families.enums import Channel, FamilyRole, Purpose, WordForm
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from families.selectors import members_of
from pitservice.accounts.viewer import Viewer
from pitservice.configuration.models import TeamSettings
from pitservice.configuration.selectors import settings_of
from pitservice.db.actor import Actor, ActorKind
from pitservice.messaging.enums import MessageState
from pitservice.messaging.gateways import gateway_for
from pitservice.messaging.guard import Names
from pitservice.messaging.models import Message, OutboxEntry
from pitservice.messaging.models.message import NUMBER_TAIL, TAIL
from pitservice.messaging.rules import SHORT_WHILE, TAKEN_BACK
from pitservice.ui.wall import moment_at

#: A message that is due longer than this, or unknown longer than this, is shown to a person.
LATE = timedelta(minutes=15)
#: Rows of the table of what can still be taken back.
MOST_TO_TAKE_BACK = 20
MONTHS_OF_COST = 12


def answer_now(message: Message, now: datetime, reading: Callable[[str], Facts] | None = None) -> Addressee | None:
    """The contact rules' answer about this message's reader as things are now; None when no longer concerned (P1).

    `reading`: of `one_reading()`, where several messages are looked at in one transaction.
    """
    question = Question(
        Purpose(message.purpose),
        Channel(message.channel),
        now,
        automatic=message.automatic,
        versions=frozenset({Version(message.language, WordForm(message.form))}),
        content=not message.link_only,
    )
    return answer_for(message.about, message.recipient, question, reading or one_reading())


def adults_to_text(family: Family) -> list[Addressee]:
    """Every adult of the family with the rules' answer about a text in our own words, refused ones too (CON-1)."""
    question = Question(Purpose.OWN_WORDS, Channel.TEXT, timezone.now(), automatic=False)
    answers = who_may_be_told(f"family:{family.pk}", question)
    return [to for to in answers if to.recipient.startswith("person:")]


def names_of(family: Family) -> Names:
    """What the family's members are called, for the question whether a text names one of them."""
    babies, adults = [], []
    for member in members_of(family):
        called = [name for name in (member.person.given_name, member.person.known_as) if name]
        if member.role == FamilyRole.BABY:
            babies += called
        else:
            adults += [(f"person:{member.person_id}", name) for name in called]
    return Names(babies, adults)


def teams_by_hand() -> frozenset[int]:
    """Ids of the teams whose colleagues send their texts themselves, although there is a gateway (P42)."""
    return frozenset(TeamSettings.objects.filter(texts_by_hand=True).values_list("team_id", flat=True))


def goes_by_hand(channel: str, team_id: int, teams: Container[int] | None = None) -> bool:
    """Whether a colleague does it: always a call (P68); a text without a gateway, or by the team's choice (P42)."""
    if channel == Channel.CALL:
        return True
    if channel != Channel.TEXT:
        return False
    return gateway_for(channel) is None or team_id in (teams_by_hand() if teams is None else teams)


def has_a_way(channel: str, team_id: int) -> bool:
    """Whether words by this channel can go at all: through a gateway, or by hand."""
    return gateway_for(channel) is not None or goes_by_hand(channel, team_id, ())


def held_back(team_id: int, by: Actor) -> datetime:
    """From when words may go that `by` sends or causes: at once, or after the team's minutes for a colleague."""
    now = timezone.now()
    if by.kind is not ActorKind.USER:
        return now
    return now + timedelta(minutes=settings_of(team_id).hold_back_minutes)


def messages_taken_back(dedupe: str) -> list[str]:
    """To whom texts with this key were written and taken back before they went, as often as that happened."""
    taken = Message.objects.filter(dedupe_key__startswith=f"{dedupe}:", state=MessageState.CANCELLED, why=TAKEN_BACK)
    return list(taken.order_by("pk").values_list("recipient", flat=True))


def may_be_taken_back(viewer: Viewer) -> list[Message]:
    """What somebody sent or caused a short while ago and has not gone, the next to go first."""
    now = timezone.now()
    waiting = Message.objects.visible_to(viewer).filter(state=MessageState.QUEUED, not_before__gt=now)
    soon = waiting.filter(not_before__lte=F("created_at") + SHORT_WHILE).select_related("family")
    return list(soon.order_by("not_before", "pk")[:MOST_TO_TAKE_BACK])


def gone_since(family_id: int, since: datetime) -> list[str]:
    """Texts and e-mails that went out about this family since then, as codes: they stay as they were sent (P25)."""
    gone = (MessageState.SENT, MessageState.DELIVERED, MessageState.UNKNOWN)
    rows = Message.objects.filter(family_id=family_id, created_at__gte=since, state__in=gone)
    return [f"messaging.message:{key}" for key in rows.order_by("pk").values_list("key", flat=True)]


def not_gone(now: datetime) -> Q:
    """Not gone, and a person must see to it: held, failed, to be sent by hand, nobody can say, or stuck."""
    stuck = Q(
        state__in=[MessageState.QUEUED, MessageState.SENDING, MessageState.UNKNOWN],
        not_before__lt=now - LATE,
    )
    nobody_can_say = Q(state=MessageState.UNKNOWN, lease_until=None)
    return Q(state__in=[MessageState.HELD, MessageState.FAILED, MessageState.BY_HAND]) | nobody_can_say | stuck


def to_see_to(viewer: Viewer) -> FamilyScopedQuerySet[Message]:
    """Messages that did not go and wait for a person, oldest first (P42: tell by other means)."""
    return Message.objects.visible_to(viewer).filter(not_gone(timezone.now())).order_by("not_before", "pk")


@dataclass(frozen=True, slots=True)
class MonthOfTexts:
    """What went in one month: texts, parts as paid for, pence."""

    first: date
    texts: int
    parts: int
    pence: Decimal


def cost_by_month(viewer: Viewer, today: date) -> list[MonthOfTexts]:
    """The texts of the last months that went, newest month first, by local months; a month without any is not there."""
    year, month = divmod(today.year * 12 + today.month - MONTHS_OF_COST, 12)
    since = moment_at(date(year, month + 1, 1), time.min)
    gone = Message.objects.visible_to(viewer).filter(channel=Channel.TEXT, sent_on__gte=since)
    rows = (
        gone.order_by()
        .values(month=TruncMonth("sent_on"))
        .annotate(texts=Count("pk"), in_parts=Sum("parts"), cost=Sum("pence"))
        .order_by("-month")
    )
    return [
        MonthOfTexts(row["month"].date(), row["texts"], row["in_parts"] or row["texts"], row["cost"] or Decimal(0))
        for row in rows
    ]


def of_family(family: Family, viewer: Viewer) -> FamilyScopedQuerySet[Message]:
    """A family's texts and e-mails, newest first."""
    return Message.objects.visible_to(viewer).filter(family=family).order_by("-created_at", "-pk")


def last_text_to(number: str, *, before: datetime) -> Message | None:
    """The newest text that went to this number before a moment, whoever sent it; for a machine that sorts."""
    gone = (MessageState.SENT, MessageState.DELIVERED, MessageState.UNKNOWN, MessageState.SENDING)
    return to_number(number).filter(state__in=gone, created_at__lte=before).order_by("-created_at", "-pk").first()


def to_number(number: str) -> QuerySet[Message]:
    """Texts to a number, however it was written then; the caller says for whom."""
    return Message.objects.alias(tail=NUMBER_TAIL).filter(channel=Channel.TEXT, tail=number[-TAIL:])


def is_about_an_appointment(message: Message) -> bool:
    """Whether a "yes" in answer to it confirms something."""
    return message.purpose in (Purpose.REMINDER, Purpose.APPOINTMENT)


def last_gone(viewer: Viewer) -> datetime | None:
    """When the newest text that the viewer may know of went through the service."""
    gone = Message.objects.visible_to(viewer).filter(channel=Channel.TEXT, sent_on__isnull=False).exclude(gateway="")
    return gone.order_by("-sent_on").values_list("sent_on", flat=True).first()


def tried_again(viewer: Viewer) -> int:
    """How many texts the service did not take, which go again by themselves."""
    waiting = Message.objects.visible_to(viewer).filter(channel=Channel.TEXT, state=MessageState.QUEUED)
    return waiting.filter(attempts__gt=0).count()


def oldest_due(now: datetime) -> datetime | None:
    """Since when the oldest message that could have gone is waiting."""
    due = Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now).order_by("not_before", "pk")
    return due.values_list("not_before", flat=True).first()


def in_outbox(viewer: Viewer) -> QuerySet[OutboxEntry]:
    """What the demo's gateway was given, newest first: only of messages visible to the viewer,
    and notices to themselves (P6).

    Each entry carries its message's `message_key`, `message_family`, `message_team` and
    `message_purpose`.
    """
    own = Message.objects.filter(purpose=Purpose.NOTICE, about=f"colleague:{viewer.user.pk}").values("pk")
    seen = Q(pk__in=Message.objects.visible_to(viewer).order_by().values("pk")) | Q(pk__in=own)
    theirs = Message.objects.filter(seen, reference=OuterRef("reference"))
    columns = {
        "message_key": "key",
        "message_family": "family_id",
        "message_team": "team_id",
        "message_purpose": "purpose",
    }
    known = {name: Subquery(theirs.values(column)[:1]) for name, column in columns.items()}
    return OutboxEntry.objects.filter(Exists(theirs)).annotate(**known).order_by("-arrived_at", "-pk")


def traces(rows: Mapping[type[Model], AbstractSet[int]]) -> Iterable[QuerySet[Any]]:
    """Messages about these rows that know no family, and what their words left in the outbox (P31)."""
    about = {f"{model._meta.model_name}:{pk}" for model, ids in rows.items() for pk in ids if ids}
    messages = rows.get(Message, frozenset())
    references = Message.objects.filter(pk__in=messages).values("reference")
    return (
        Message.objects.filter(about__in=about, family=None).order_by(),
        OutboxEntry.objects.filter(reference__in=references).order_by(),
    )
