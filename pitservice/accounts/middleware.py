"""Sessions that end by themselves, and the second factor that production asks of everybody."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Requests that a page makes by itself: they must not keep a forgotten session alive.
BACKGROUND_HEADER = "X-Background"


class SessionTimeoutMiddleware:
    """Signs out after `SESSION_IDLE_TIMEOUT` without a request, and after `SESSION_ABSOLUTE_TIMEOUT` in any case.

    The session keeps the time of the last request to the minute, so that it is written once a minute, not each time.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session when its time is up, else note that it is in use."""
        if request.user.is_authenticated:
            now = int(time.time())
            started = request.session.setdefault("started", now)
            seen = request.session.setdefault("seen", now)
            if self._over(now, started, seen):
                logout(request)
            elif now - seen >= 60 and BACKGROUND_HEADER not in request.headers:
                request.session["seen"] = now
        return self.get_response(request)

    @staticmethod
    def _over(now: int, started: int, seen: int) -> bool:
        idle = now - seen > settings.SESSION_IDLE_TIMEOUT.total_seconds()
        return idle or now - started > settings.SESSION_ABSOLUTE_TIMEOUT.total_seconds()


class SecondFactorMiddleware:
    """Sends a signed-in colleague without a one-time-code app to the page that sets one up (not in the demo)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through the pages that set the second factor up, and sign-out."""
        if self._must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    @staticmethod
    def _must_set_up(request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return False
        free = (reverse("mfa_activate_totp"), reverse("account_logout"), reverse("account_reauthenticate"))
        if request.path in free or request.path.startswith(settings.STATIC_URL):
            return False
        return not is_mfa_enabled(request.user)
