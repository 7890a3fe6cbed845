"""Messages, their moves, what came in, and what the far ends of gateways gave back."""

from pitservice.messaging.models.cleared import ListCleared
from pitservice.messaging.models.inbound import InboundText, InboundTextMove
from pitservice.messaging.models.message import Message, MessageMove
from pitservice.messaging.models.outbox import OutboxEntry
from pitservice.messaging.models.worry import WorryList

__all__ = ["InboundText", "InboundTextMove", "ListCleared", "Message", "MessageMove", "OutboxEntry", "WorryList"]
