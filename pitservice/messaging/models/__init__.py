"""Messages, their moves, and what the far ends of gateways gave back."""

from pitservice.messaging.models.message import Message, MessageMove
from pitservice.messaging.models.outbox import OutboxEntry

__all__ = ["Message", "MessageMove", "OutboxEntry"]
