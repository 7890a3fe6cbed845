"""How allauth behaves here: nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Accounts are made by a manager of the team."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that our proxies saw, as allauth reads it.

        A header with fewer entries than there are proxies did not come through all of them: it counts for nothing, and
        the connection's own address is taken. PermissionDenied where there is none.
        """
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            address = str(request.META.get("REMOTE_ADDR", ""))
        if not address:
            raise PermissionDenied("The caller has no address.")
        return address
