"""What each adult's consent is at one moment, as plain values to keep beside a decision (domain.md §4.7). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from families.contact.gather import consent_of
from families.enums import ConsentPurpose
from families.models import Consent


def consent_snapshot(
    adults: Sequence[tuple[int, str, str]], consents: Iterable[Consent], recipients: Sequence[str]
) -> list[dict[str, str]]:
    """For each adult (person id, name, role) whether they agree to sharing with any of these recipients.

    `consents` stand in the order in which they were said; `recipients` are a professional's key and roles, the most
    particular first. "unknown" where that adult was not asked.
    """
    rows = list(consents)
    return [
        {
            "name": name,
            "role": role,
            "answer": str(
                consent_of([row for row in rows if row.person_id == person], recipients, (ConsentPurpose.SHARE,))
            ),
        }
        for person, name, role in adults
    ]
