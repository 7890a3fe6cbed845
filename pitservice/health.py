"""The health page, `/healthz`: what works and what does not, in words, for a probe or a person without a login.

200 while pages can be answered at all, that is while the database answers: a doorbell, worker or clock that is down
holds up texts and letters but must not take the web server out of service. 503 without the database. No answer names
a person, a family, an address or the text of an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import redis
import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pitservice.jobs import probes
from pitservice.jobs.models import Heartbeat
from pitservice.settings.redis_url import client_url

OK = "ok"
#: The clock rings every minute; two missed rings are a hiccup, three are a fault.
SILENCE = timedelta(minutes=3)

log = structlog.get_logger(__name__)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """`database`, `redis`, `worker`, `beat`, `outbox` and whatever else the apps registered, each "ok" or in words."""
    answers = {"database": _database(), "redis": _redis()}
    if answers["database"] == OK:
        answers |= _kept_in_database()
    else:
        answers |= dict.fromkeys(("worker", "beat", "outbox"), "not known without the database")
    return JsonResponse(answers, status=200 if answers["database"] == OK else 503)


def _kept_in_database() -> Mapping[str, str]:
    """What rows tell: signs of life, and what the apps registered."""
    signs = dict(Heartbeat.objects.filter(name__in=("worker", "beat")).values_list("name", "at"))
    now = timezone.now()
    answers = {name: _sign_of_life(signs.get(name), now) for name in ("worker", "beat")}
    return answers | {"outbox": OK} | {name: _ask(name, probe) for name, probe in probes.probes().items()}


def _database() -> str:
    """Whether a statement is answered."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("health.database")
        return "does not answer"
    return OK


def _redis() -> str:
    """Whether the doorbell answers; without it work waits until somebody starts it again, and none is lost."""
    client = redis.Redis.from_url(client_url(settings.REDIS_URL), socket_timeout=1, socket_connect_timeout=1)
    try:
        client.ping()
    except (redis.RedisError, OSError):
        return "does not answer: texts, letters and reports wait until it does"
    finally:
        client.close()
    return OK


def _sign_of_life(at: datetime | None, now: datetime) -> str:
    """ "ok" for a recent sign of life.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    >>> _sign_of_life(noon - timedelta(minutes=2), noon)
    'ok'
    >>> _sign_of_life(noon - timedelta(minutes=10), noon)
    'no sign of life for 10 minutes'
    """
    if at is None:
        return "no sign of life yet: the first comes within a minute of starting"
    silence = now - at
    return OK if silence < SILENCE else f"no sign of life for {silence // timedelta(minutes=1)} minutes"


def _ask(name: str, probe: probes.Probe) -> str:
    """A registered probe's answer; one that fails says only that it failed."""
    try:
        return probe()
    except Exception:  # one broken probe must not hide the answers of the others
        log.exception("health.probe", probe=name)
        return "could not be asked"
