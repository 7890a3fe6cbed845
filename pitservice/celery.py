"""The Celery application and beat's schedule: static, in code, payload-free (engineering §3, §8a)."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitservice.settings.production")

app = Celery("pitservice")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "heartbeat": {"task": "jobs.heartbeat", "schedule": 20.0},
    "jobs": {"task": "jobs.work", "schedule": 30.0},
    "messages": {"task": "messaging.send_due", "schedule": 60.0},
    "texts": {"task": "messaging.fetch_texts", "schedule": 300.0},
    "downtime": {"task": "caseload.make_downtime_packs", "schedule": 600.0},
    "alone": {"task": "caseload.tell_of_overdue", "schedule": 60.0},
    "digests": {"task": "messaging.send_digests", "schedule": 600.0},
    "drafts": {"task": "referrals.forget_drafts", "schedule": 3600.0},
    "holding": {"task": "referrals.ask_when_due", "schedule": 1800.0},
    "exports": {"task": "reporting.forget_exports", "schedule": 3600.0},
    "imports": {"task": "referrals.forget_imports", "schedule": 3600.0},
}
