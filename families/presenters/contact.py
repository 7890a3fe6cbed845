"""Contact and consent: points, needs, alerts, agreements, consents, professionals."""

from __future__ import annotations

from collections.abc import Sequence

from families.enums import ProfessionalRole
from families.models import FamilyProfessional


def recipient_names(links: Sequence[FamilyProfessional]) -> dict[str, str]:
    """How consents' recipients read: every role ("the health visitor"), and this family's professionals by key."""
    names = {str(role): role.label.lower() if role != ProfessionalRole.GP else "GP" for role in ProfessionalRole}
    names |= {link.professional.key: professional_words(link) for link in links}
    return names


def professional_words(link: FamilyProfessional) -> str:
    """ "Mary Hill, health visitor"."""
    role = link.get_role_display()
    return f"{link.professional.name}, {role if role.isupper() else role.lower()}"
