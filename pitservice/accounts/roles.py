"""The roles as a table that a clinical lead can read; shown on the user page and in docs/roles.md (design §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pitservice.accounts.enums import Permission as P  # noqa: N817 - a table with forty of them
from pitservice.accounts.enums import RoleName


@dataclass(frozen=True)
class Role:
    """What a role is for, and what it may do. `only_involved`: sees only families they are involved with (P7)."""

    name: RoleName
    description: str
    permissions: frozenset[P]
    only_involved: bool = False


_CLINICAL = {
    P.SEE_HOME,
    P.SEE_FAMILIES,
    P.EDIT_FAMILIES,
    P.SEE_REFERRALS,
    P.SEE_CASELOAD,
    P.BOOK,
    P.READ_NOTES,
    P.SEE_CORRESPONDENCE,
    P.SEE_CONSULTATIONS,
    P.SEE_DOCUMENTS,
    P.SAFEGUARD,
    P.BREAK_GLASS,
}

_ROLES = (
    Role(
        RoleName.CLINICAL_LEAD,
        "Screens and decides referrals, keeps the waiting list, allocates, and does everything a practitioner does.",
        frozenset(
            _CLINICAL
            | {P.ADD_REFERRALS, P.DECIDE_REFERRALS, P.ALLOCATE, P.RECORD_SESSIONS, P.SEND, P.CONSULT}
            | {P.HOLD_MEETINGS, P.SEE_REPORTS, P.MANAGE_LISTS, P.SEE_JOBS, P.MERGE_RECORDS, P.OVERRIDE, P.KEEP_RECORDS}
            | {P.IMPORT_REFERRALS, P.EDIT_WORDS, P.EXPORT_DATA}
        ),
    ),
    Role(
        RoleName.PRACTITIONER,
        "Works with families: diary, sessions, notes, letters, endings, consultations.",
        frozenset(_CLINICAL | {P.ADD_REFERRALS, P.RECORD_SESSIONS, P.SEND, P.CONSULT, P.OVERRIDE, P.HOLD_MEETINGS}),
    ),
    Role(
        RoleName.ADMINISTRATOR,
        "Enters referrals, books, sends letters and texts and words them, makes the reports. Does not read notes.",
        frozenset(
            {P.SEE_HOME, P.SEE_FAMILIES, P.EDIT_FAMILIES, P.SEE_REFERRALS, P.ADD_REFERRALS, P.SEE_CASELOAD, P.BOOK}
            | {P.SEE_CORRESPONDENCE, P.SEND, P.SEE_REPORTS, P.SEE_JOBS, P.SEE_CONSULTATIONS}
            | {P.SEE_DOCUMENTS, P.MERGE_RECORDS, P.KEEP_RECORDS, P.IMPORT_REFERRALS, P.EDIT_WORDS, P.HOLD_MEETINGS}
            | {P.EXPORT_DATA}
        ),
    ),
    Role(
        RoleName.KEYWORKER,
        "Helps families to engage: contacts, appointments and own session notes.",
        frozenset(_CLINICAL - {P.SEE_CONSULTATIONS} | {P.RECORD_SESSIONS, P.SEND, P.HOLD_MEETINGS}),
    ),
    Role(
        RoleName.MANAGER,
        "Manages users, lists, wording and settings. Sees no family.",
        frozenset({P.SEE_HOME, P.MANAGE_USERS, P.MANAGE_LISTS, P.EDIT_WORDS, P.SEE_JOBS}),
    ),
    Role(
        RoleName.GUARDIAN,
        "Watches over confidentiality: who looked, restricted records, break-glass.",
        frozenset(
            {P.SEE_HOME, P.SEE_FAMILIES, P.SEE_REFERRALS, P.SEE_AUDIT, P.GUARD, P.SEE_CORRESPONDENCE}
            | {P.SEE_DOCUMENTS, P.SAFEGUARD, P.KEEP_RECORDS}
        ),
    ),
    Role(
        RoleName.TRAINEE,
        "Learns under a named supervisor until an end date; sees only allocated families, sends nothing.",
        frozenset(
            {P.SEE_HOME, P.SEE_FAMILIES, P.SEE_CASELOAD, P.BOOK, P.RECORD_SESSIONS, P.READ_NOTES}
            | {P.SEE_DOCUMENTS, P.SAFEGUARD}
        ),
        only_involved=True,
    ),
)

ROLES: Mapping[str, Role] = {role.name: role for role in _ROLES}
