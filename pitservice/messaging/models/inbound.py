"""InboundText: what somebody texted, or said on the telephone, until a person has dealt with it (P44, P47)."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import Q

from families.models import Family, Person
from families.scoping import FamilyScopedQuerySet
from pitservice.accounts.models import User
from pitservice.accounts.viewer import Viewer
from pitservice.db.actor import ActorField
from pitservice.db.constraints import both_or_neither, state_needs
from pitservice.db.history import frozen, versioned
from pitservice.db.models import Move, Record
from pitservice.db.transitions import MoveTable
from pitservice.messaging.enums import INBOUND_MOVES, Handled, InboundState, Meaning, PassPhrase
from pitservice.messaging.models.message import Message

#: The gateway of what a colleague heard on the telephone.
TELEPHONE = "telephone"

T = TypeVar("T", bound=models.Model)


class InboundQuerySet(FamilyScopedQuerySet[T]):
    """As everything about a family; what no team could be found for stands with every team until one takes it."""

    def visible_to(self, viewer: Viewer) -> FamilyScopedQuerySet[T]:
        """Those that exist for this viewer."""
        found = super().visible_to(viewer)
        return found | self.filter(unplaced=True) if viewer.team_ids else found


@versioned
@frozen(
    "gateway",
    "gateway_reference",
    "sender",
    "receiver",
    "words",
    "received_on",
    "caller",
    "call_back",
    "pass_phrase",
    name="inbound_as_received",
)
class InboundText(Record):
    """One text that came in, or one call that a colleague took (`by_phone`).

    `number` is the sender's as numbers are compared; `words` are exactly as received.

    `family` and `person`: from whom it is, where one alone can be meant or a person has said so (`settled_by`);
    `not_known`: a person said that nobody here is meant. `unplaced`: no team could be found, so it is every team's.
    `answers`: the last text that went to this number before. `worry_words`: what raised the flag, by the edition of
    the team's list that was in force; the flag only adds (P44). `automatic_reply`: what went by itself, else
    `no_reply_why`. Of a call: `caller` as they gave their name, `call_back` when to ring, and whether they said the
    `pass_phrase` that the family agreed (P47).
    """

    MOVES: ClassVar[MoveTable] = INBOUND_MOVES

    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="inbound_texts")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=InboundState, default=InboundState.WAITING)
    gateway = models.CharField(max_length=40)
    gateway_reference = models.CharField(max_length=120)
    sender = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    receiver = models.CharField(max_length=60, blank=True)
    words = models.TextField(blank=True)
    received_on = models.DateTimeField()
    meaning = models.CharField(max_length=12, choices=Meaning, default=Meaning.WORDS)
    unplaced = models.BooleanField(default=False)
    not_known = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)
    settled_by = ActorField(null=True)
    answers = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by")
    assigned_to = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    assigned_by = ActorField(null=True)
    worrying = models.BooleanField(default=False)
    worry_words = models.JSONField(default=list)
    worry_edition = models.PositiveIntegerField(default=0)
    automatic_reply = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    no_reply_why = models.CharField(max_length=200, blank=True)
    caller = models.CharField(max_length=120, blank=True)
    call_back = models.CharField(max_length=120, blank=True)
    pass_phrase = models.CharField(max_length=10, choices=PassPhrase, blank=True)
    done_how = models.CharField(max_length=12, choices=Handled, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = ActorField(null=True)

    objects = InboundQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("gateway", "gateway_reference"),
                name="inbound_once",
                violation_error_message="This text is here already.",
            ),
            both_or_neither("settled_at", "settled_by", name="inbound_settled", sentence="Say who said so, and when."),
            both_or_neither(
                "assigned_at", "assigned_by", name="inbound_assigned", sentence="Say who gave it to whom, and when."
            ),
            both_or_neither(
                "assigned_at", "assigned_to", name="inbound_assigned_to", sentence="Say who has it, and since when."
            ),
            both_or_neither("done_at", "done_by", name="inbound_done", sentence="Say who dealt with it, and when."),
            state_needs(
                [InboundState.DONE], "done_at", name="inbound_done_when", sentence="Say who dealt with it, and when."
            ),
            models.CheckConstraint(
                condition=~Q(state=InboundState.DONE) | ~Q(done_how=""),
                name="inbound_outcome",
                violation_error_message="Choose what was done about it.",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(family__isnull=False),
                name="inbound_person_of_family",
                violation_error_message="Choose the family that they belong to.",
            ),
        )
        indexes = (
            models.Index(fields=("received_on", "id"), name="inbound_waiting", condition=Q(state=InboundState.WAITING)),
            models.Index(fields=("number", "-received_on"), name="inbound_number"),
        )

    def __str__(self) -> str:
        return f"{self.noun} from {self.sender or self.caller}"

    @property
    def by_phone(self) -> bool:
        """Whether a colleague took it on the telephone."""
        return self.gateway == TELEPHONE

    @property
    def noun(self) -> str:
        """What it is called."""
        return "Call" if self.by_phone else "Text"


class InboundTextMove(Move):
    """One change of the state of a text that came in."""

    subject = models.ForeignKey(InboundText, on_delete=models.PROTECT, related_name="moves")
