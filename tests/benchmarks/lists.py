"""25 rows of the triage inbox and of the waiting list, with all guards on (issue: `inbox-*`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.test import Client

from pitservice.accounts.models import User
from tests.benchmarks import small
from tests.benchmarks.measure import Timing, interleaved

PAGES = {
    "inbox": ("/referrals/", "/bench-admin/referrals/referral/?state__exact=received", "/bench-bare/inbox/"),
    "waiting": ("/waiting/", "/bench-admin/referrals/waitingentry/?state__exact=waiting", "/bench-bare/waiting/"),
}


def report(lead: User) -> Iterator[str]:
    """The lines of a table, then one for each aim."""
    large = _measure(lead)
    with small.tables():
        little = _measure(lead)
    yield "25 rows, with all guards on; milliseconds of server time."
    yield ""
    yield "| page | referrals | median | p95 | queries | COUNT of a whole table |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name in large:
        for size, found in ((1_000, little[name]), (100_000, large[name])):
            counts = "yes" if found.counts_all else "no"
            yield f"| {name} | {size:,} | {found.median:.1f} | {found.p95:.1f} | {found.queries} | {counts} |"
    yield ""
    yield from _aims(little, large)


def _measure(lead: User) -> dict[str, Timing]:
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    kinds = ("ours", "admin", "bare")
    addresses = {
        f"{page} {kind}": (client, a) for page, row in PAGES.items() for kind, a in zip(kinds, row, strict=True)
    }
    return interleaved(addresses)


def _aims(little: dict[str, Timing], large: dict[str, Timing]) -> Iterator[str]:
    for page in PAGES:
        ours, admin, bare = (large[f"{page} {kind}"] for kind in ("ours", "admin", "bare"))
        yield line(f"{page}-vs-admin", admin.median / ours.median, 8.0, at_least=True)
        yield line(f"{page}-vs-bare", ours.median / bare.median, 1.6)
        yield line(f"{page}-growth", ours.median / little[f"{page} ours"].median, 1.3)
        yield line(f"{page}-queries", ours.queries + 100 * ours.counts_all, 8)


def line(name: str, value: float, aim: float, *, at_least: bool = False) -> str:
    met = value >= aim if at_least else value <= aim
    return f"bench: {name} {value:.2f} {aim:g} {'met' if met else 'short'}"
