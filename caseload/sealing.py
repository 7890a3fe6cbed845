"""Words that the product must read back to encrypt with, and nobody else: sealed by a key drawn from SECRET_KEY.

Whoever has the database alone (a backup, a copy) cannot open them; docs/decisions/0033 says what that is worth.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(words: str) -> str:
    """The words, sealed with today's key."""
    return _box().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str | None:
    """The words again; None where they were sealed with a key that is gone: they must be set anew."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    drawn_from = secret.encode() if isinstance(secret, str) else secret
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pitservice downtime words").derive(drawn_from)
    return base64.urlsafe_b64encode(made)
