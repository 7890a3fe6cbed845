"""Keys: what stands in addresses instead of ids, so that a number guessed leads nowhere."""

from __future__ import annotations

import re
import secrets

#: Capital letters and digits that are not mistaken for one another when read out on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10


def new_key() -> str:
    """Ten random characters, about 49 bits: "K7M2Q9XTRD"."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_key(text: str) -> bool:
    """Whether this can be a key."""
    return re.fullmatch(KeyConverter.regex, text) is not None


class KeyConverter:
    """Path converter `<key:…>`: anything that cannot be a key is "not found" before a query is made."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        """The key as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The key as it is."""
        return value
