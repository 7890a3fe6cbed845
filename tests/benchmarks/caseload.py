"""A week of a diary, the caseload, and a family's page, with 10,000 and with 1,000,000 sessions (issue: `diary-*` ...).

Everybody's figures are of one practitioner with 150 pieces of work in three years, of ten teams; only how much else is
in the tables grows.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

from django.test import Client
from django.urls import reverse

from caseload.models import Allocation, Episode, EpisodeAdult, EpisodeBaby, Invitation
from pitservice.accounts.models import Membership, User
from tests.benchmarks import year
from tests.benchmarks.lists import line
from tests.benchmarks.measure import interleaved

SIZES = [int(size) for size in os.environ.get("SESSIONS", "10000,1000000").split(",")]
#: A week in which the work is under way, and the day since when it is open.
_WEEK, _OPEN = "2026-06-15", "2026-05-10"
_WORK, _key = year.WORK, year.key
_BABIES = 10**7
_MORE = f"""
INSERT INTO accounts_membership (user_id, team_id, role, starts_on)
    SELECT id, (id - 1) %% %(teams)s + 1, 'practitioner', '2024-01-01' FROM accounts_user;
INSERT INTO families_person (id, key, team_id, given_name, date_of_birth)
    SELECT {_BABIES} + e, {_key("B", "e")}, team, 'Zayn', at::date - 30 FROM {_WORK};
INSERT INTO families_familymember (key, team_id, family_id, person_id, role)
    SELECT {_key("B", "e")}, team, e, {_BABIES} + e, 'baby' FROM {_WORK};
INSERT INTO caseload_episodebaby (key, team_id, episode_id, person_id)
    SELECT {_key("B", "e")}, team, e, {_BABIES} + e FROM {_WORK};
INSERT INTO caseload_episodeadult (key, team_id, episode_id, person_id)
    SELECT {_key("D", "e")}, team, e, e * 2 FROM {_WORK};
INSERT INTO caseload_allocation (key, team_id, episode_id, user_id, role, starts_on)
    SELECT {_key("C", "e")}, team, e, lead, 'lead', at::date FROM {_WORK};
INSERT INTO caseload_invitation (key, team_id, appointment_id, person_id)
    SELECT {_key("J", "id")}, team_id, id, episode_id * 2 FROM caseload_appointment;
UPDATE caseload_episode SET state = 'closed', closed_on = opened_on + 170, end_reason = 'completed'
    WHERE opened_on < '{_OPEN}';
"""
_OF = (Membership, Allocation, EpisodeBaby, EpisodeAdult, Invitation)


def report(_lead: User) -> Iterator[str]:
    """The lines of a table, then one for each aim."""
    with ExitStack() as both:
        for size in SIZES:
            both.enter_context(year.tables(size, more=_MORE, of=_OF))
        pages = {size: _pages(size) for size in SIZES}
        found = interleaved(
            {f"{page} {size}": asked for size, asks in pages.items() for page, asked in asks.items()},
            before=lambda name: year.use(int(name.split()[1])),
        )
    yield "A practitioner's pages, with all guards on; milliseconds of server time."
    yield ""
    yield "| page | sessions | median | p95 | queries | COUNT of a whole table |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for page in pages[SIZES[0]]:
        for size in SIZES:
            one = found[f"{page} {size}"]
            counts = "yes" if one.counts_all else "no"
            yield f"| {page} | {size:,} | {one.median:.1f} | {one.p95:.1f} | {one.queries} | {counts} |"
    yield ""
    for page in pages[SIZES[0]]:
        little, large = found[f"{page} {SIZES[0]}"], found[f"{page} {SIZES[-1]}"]
        yield line(f"{page}-growth", large.median / little.median, 1.3)
        yield line(f"{page}-queries", large.queries + 100 * large.counts_all, 8)


def _pages(size: int) -> dict[str, tuple[Client, str]]:
    """Whose browser asks for what, in the tables with so many sessions."""
    year.use(size)
    client = Client()
    client.force_login(User.objects.get(pk=1), backend="allauth.account.auth_backends.AuthenticationBackend")
    episode = Episode.objects.filter(team=1, allocations__user=1).exclude(state="closed").order_by("pk")[0]
    addresses = {
        "diary": f"{reverse('caseload:diary')}?day={_WEEK}",
        "caseload": reverse("caseload:list"),
        "family": reverse("families:family", args=[episode.family.key]),
    }
    return {page: (client, address) for page, address in addresses.items()}
