"""From which address somebody calls, for whatever counts by address: one answer for sign-in and public forms."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def caller_address(request: HttpRequest) -> str:
    """The caller's address: what the trusted proxies say (TRUSTED_PROXY_COUNT), or the connection's own without one.

    A header that the caller wrote themselves counts for nothing: only the entries that our own proxies added are read.
    Empty where the connection has no address (a socket without a proxy): such callers are counted together.
    """
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:
        return ""
