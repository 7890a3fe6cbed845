"""The health page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from pitservice.jobs import probes
from pitservice.jobs.models import Heartbeat

pytestmark = pytest.mark.django_db

_NO_SIGN = "no sign of life yet: the first comes within a minute of starting"


def test_health_when_all_is_well(client: Client) -> None:
    for name in ("worker", "beat"):
        Heartbeat.objects.create(name=name, at=timezone.now())

    answer = client.get("/healthz")

    assert answer.status_code == 200
    known = {name: answer.json()[name] for name in ("database", "redis", "worker", "beat", "outbox")}
    assert known == dict.fromkeys(known, "ok")
    assert "no-store" in answer["Cache-Control"]


def test_health_says_how_long_a_worker_is_silent(client: Client) -> None:
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(minutes=10))

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert (answer.json()["worker"], answer.json()["beat"]) == ("no sign of life for 10 minutes", _NO_SIGN)


def test_health_without_redis_is_said_and_pages_go_on(client: Client, settings: LazySettings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock?db=0"

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["redis"] == "does not answer: texts, letters and reports wait until it does"


def test_health_without_the_database_is_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", away)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json()["database"] == "does not answer"
    assert answer.json()["worker"] == "not known without the database"


def test_health_of_a_probe_that_fails_names_no_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise ValueError("Ada Lovelace")

    monkeypatch.setattr(probes, "_PROBES", {"letters": broken})

    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json()["letters"] == "could not be asked"
    assert b"Ada" not in answer.content
