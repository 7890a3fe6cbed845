"""The product's own Celery application, rung each second, so that an hour of minutes passes in a minute."""

from __future__ import annotations

from pitservice.celery import app

app.conf.beat_schedule["messages"]["schedule"] = 1.0
app.conf.beat_schedule["jobs"]["schedule"] = 5.0

__all__ = ["app"]
