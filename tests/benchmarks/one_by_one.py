"""What many products do: one Celery task for each reminder, which sends it and then marks it (engineering §5.1, D1)."""

from __future__ import annotations

import os

import requests
from django.db.models.functions import Now

from pitservice.celery import app

QUEUE = "one_by_one"


@app.task(name="bench.send_one", queue=QUEUE)
def send_one(pk: int) -> None:
    """Read it, post it, mark it."""
    from pitservice.messaging.models import Message

    message = Message.objects.get(pk=pk)
    body = {"phone_number": message.value, "reference": str(message.reference)}
    url = f"{os.environ['NOTIFY_BASE_URL']}/v2/notifications/sms"
    answer = requests.post(url, json=body, headers={"Authorization": "none"}, timeout=10)
    answer.raise_for_status()
    Message.objects.filter(pk=pk).update(state="sent", sent_on=Now())
