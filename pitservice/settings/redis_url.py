"""One REDIS_URL, translated for each client (kombu refuses `unix://`, redis-py refuses `redis+socket://`)."""

from __future__ import annotations


def broker_url(url: str) -> str:
    """The address as Celery's transport wants it.

    >>> broker_url("unix:///run/redis.sock?db=1")
    'redis+socket:///run/redis.sock?virtual_host=1'
    >>> broker_url("redis://localhost:6379/0")
    'redis://localhost:6379/0'
    """
    if not url.startswith("unix://"):
        return url
    return "redis+socket://" + url.removeprefix("unix://").replace("?db=", "?virtual_host=")


def client_url(url: str) -> str:
    """The address as redis-py wants it.

    >>> client_url("redis+socket:///run/redis.sock?virtual_host=1")
    'unix:///run/redis.sock?db=1'
    """
    if not url.startswith("redis+socket://"):
        return url
    return "unix://" + url.removeprefix("redis+socket://").replace("?virtual_host=", "?db=")
