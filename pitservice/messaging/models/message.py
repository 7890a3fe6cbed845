"""Message and its moves."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Right
from django.utils import timezone

from families.contact.versions import ENGLISH
from families.enums import Channel, Purpose, WordForm
from families.models import Family
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, state_needs
from pitservice.db.history import versioned
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from pitservice.files.models import StoredFile
from pitservice.messaging.enums import MESSAGE_MOVES, Failure, Means, MessageState

T = TypeVar("T", bound=models.Model)

#: How much of a number's end is compared: what is the same however its beginning is written (+44, 0044, 0).
TAIL = 10
#: The end of a number as sent: its digits alone.
NUMBER_TAIL = Right(Func(F("value"), Value("[^0-9]"), Value(""), Value("g"), function="REGEXP_REPLACE"), TAIL)

#: The gateway of what a colleague sends from a phone of the team (P42).
BY_HAND = "by hand"


class MessageQuerySet(FamilyScopedQuerySet[T]):
    """As everything about a family; what was sent to a colleague stands on no list of words to families (P6)."""

    def visible_to(self, viewer: Viewer) -> FamilyScopedQuerySet[T]:
        """Those that exist for this viewer."""
        return super().visible_to(viewer).exclude(purpose=Purpose.NOTICE)


@versioned
class Message(Record):
    """A text or an e-mail: the row is the message (engineering §3). Written in the transaction that causes it.

    `about`, `recipient` and `point` let the contact rules be asked again inside the claim; `wanted` names what must
    still hold ("appointment:34"). `reference` is ours at the gateway, so that an unclear outcome can be asked about.
    `attached`: the letter that an e-mail carries; `link_only`: its words name nobody and lead to a page that asks for
    a code, so that it may go where content may not (P43).
    """

    MOVES: ClassVar[MoveTable] = MESSAGE_MOVES

    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    about = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20, choices=Purpose)
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=12, choices=MessageState, default=MessageState.QUEUED)
    recipient = models.CharField(max_length=60)
    recipient_name = models.CharField(max_length=200)
    point = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=254)  # the number or address as sent
    subject_line = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    attached = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link_only = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default=ENGLISH)  # of the words (P46)
    form = models.CharField(max_length=10, choices=WordForm, default=WordForm.STANDARD)
    automatic = models.BooleanField(default=True)
    not_before = models.DateTimeField(default=timezone.now)
    not_after = models.DateTimeField(null=True, blank=True)
    wanted = models.CharField(max_length=60, blank=True)
    dedupe_key = models.CharField(max_length=160, unique=True)
    reference = models.UUIDField(unique=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    gateway = models.CharField(max_length=40, blank=True)
    gateway_reference = models.CharField(max_length=120, blank=True)
    failure = models.CharField(max_length=12, choices=Failure, blank=True)
    why = models.TextField(blank=True)  # why held or not sent, in words
    confirmed_at = models.DateTimeField(null=True)  # a person answered "ask a person"
    confirmed_by = ActorField(null=True)
    confirmed_codes = models.JSONField(default=list)  # the contact rules that person saw; a new one asks again
    taken_on = models.DateTimeField(null=True)  # since when somebody deals with what did not go (P49)
    dealer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    replies_to = models.ForeignKey(
        "messaging.InboundText", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    sent_on = models.DateTimeField(null=True)
    told_means = models.CharField(max_length=20, choices=Means, blank=True)
    parts = models.PositiveSmallIntegerField(null=True)  # as sent: how many the network counts, and
    pence = models.DecimalField(max_digits=7, decimal_places=2, null=True)  # what they cost then

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = (
            state_needs(
                [MessageState.SENDING],
                "lease_until",
                name="message_sending_has_lease",
                sentence="A message that is going has a lease.",
            ),
            both_or_neither(
                "confirmed_at",
                "confirmed_by",
                name="message_confirmed",
                sentence="Say who confirmed it, and when.",
            ),
            both_or_neither(
                "taken_on", "dealer", name="message_taken", sentence="Say who deals with it, and since when."
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.DELIVERED, gateway=BY_HAND),
                name="message_by_hand_not_delivered",
                violation_error_message="Nobody can say of a text sent by hand that it was delivered.",
            ),
            models.CheckConstraint(
                condition=Q(attached__isnull=True) | Q(channel=Channel.EMAIL, link_only=False),
                name="message_attached_to_email",
                violation_error_message="Only an e-mail carries a letter, and one that is a link alone carries none.",
            ),
        )
        indexes = (
            models.Index(
                fields=("not_before", "id"),
                name="message_due",
                condition=models.Q(state="queued"),
            ),
            models.Index(
                fields=("lease_until",),
                name="message_leased",
                condition=models.Q(state__in=["sending", "unknown"]),
            ),
            models.Index(fields=("team", "state", "-created_at"), name="message_state"),
            models.Index(
                fields=("wanted",),
                name="message_wanted",
                condition=~models.Q(wanted=""),
            ),
            models.Index(NUMBER_TAIL, F("created_at").desc(), name="message_number", condition=Q(channel=Channel.TEXT)),
        )

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} to {self.recipient_name}"


class MessageMove(Move):
    """One change of a message's state."""

    subject = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="moves")
