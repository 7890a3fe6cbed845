"""To which e-mail addresses content may go: the domains that a team lists as secure (P43). Pure: no query.

A domain counts as it is written; its subdomains only where the team wrote "*." before it, for whoever runs a domain
does not run every mail server beneath it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Anybody can have an address there.
OPEN_TO_ALL = frozenset(
    {
        "aol.com", "btinternet.com", "fastmail.com", "gmail.com", "googlemail.com", "gmx.com", "gmx.co.uk",
        "hotmail.com", "hotmail.co.uk", "icloud.com", "live.com", "live.co.uk", "mail.com", "me.com", "msn.com",
        "outlook.com", "proton.me", "protonmail.com", "sky.com", "talktalk.net", "virginmedia.com", "yahoo.com",
        "yahoo.co.uk", "ymail.com",
    }
)  # fmt: skip
#: Under these everybody can have a domain.
ENDINGS = frozenset({"ac.uk", "co.uk", "gov.uk", "ltd.uk", "me.uk", "net.uk", "nhs.uk", "org.uk", "plc.uk", "sch.uk"})
#: Endings that one public body hands out, so that a team may trust all beneath them.
HANDED_OUT = frozenset({"gov.uk", "nhs.uk"})
_DOMAIN = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def domains_in(text: str) -> tuple[str, ...]:
    """The domains of a list as somebody typed it, one a line or with commas; "@NHS.net" is "nhs.net"."""
    parts = (part.strip().lower().removeprefix("@").rstrip(".") for part in re.split(r"[\s,;]+", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def faults_in(domains: Iterable[str]) -> list[str]:
    """What is wrong with a list, in sentences; empty when nothing is."""
    return [fault for domain in domains if (fault := _fault(domain))]


def is_secure(address: str, domains: Iterable[str]) -> bool:
    """Whether what is sent to this address stays with those whom the team trusts; never for a malformed one."""
    name, at, domain = address.strip().lower().rpartition("@")
    if not (name and at and _DOMAIN.fullmatch(domain)) or domain.startswith("*") or "@" in name:
        return False
    return any(
        domain == one or (one.startswith("*.") and domain.endswith(one[1:]) and len(domain) >= len(one))
        for one in domains
    )


def _fault(domain: str) -> str:
    if not _DOMAIN.fullmatch(domain):
        return f"“{domain}” is no e-mail domain: write what stands after the @, like nhs.net, one on each line"
    bare = domain.removeprefix("*.")
    if bare in OPEN_TO_ALL:
        return f"Anybody can have an address at {bare}: it is not secure"
    if bare in ENDINGS and not (domain.startswith("*.") and bare in HANDED_OUT):
        return f"Write the whole domain, as in service.{bare}"
    return ""
