"""One effect for each form, however often it is sent.

What a public form leads to is an address with a token that nobody but its sender may know. So the form's own number,
which only its sender has, is never stored, but a digest of it; and where it led is sealed with that number.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from uuid import UUID

from cryptography.fernet import Fernet
from django.db import connection
from django.utils import timezone

from pitservice.ui.models import Submission

#: Longer than any tab stays open on a form.
KEPT = timedelta(days=30)


def first_time(uuid: UUID, path: str) -> bool:
    """Whether this form is sent for the first time. Call inside the transaction of its effect.

    A second sender waits here until the first has committed or failed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ui_submission (digest, path_digest, result, at) VALUES (%s, %s, '', %s)"
            " ON CONFLICT DO NOTHING",
            [digest_of(uuid), hashed(path), timezone.now()],
        )
        return bool(cursor.rowcount)


def remember_result(uuid: UUID, result: str) -> None:
    """Where its sender is led; a repeat goes there too."""
    Submission.objects.filter(digest=digest_of(uuid)).update(result=sealed(uuid, result))


def result_of(uuid: UUID) -> str:
    """Where the first sender was led."""
    return _opened(uuid, Submission.objects.values_list("result", flat=True).get(digest=digest_of(uuid)))


def known_result(submission: str, path: str) -> str:
    """Where a form that was sent to this address before has led; empty when it was not, or did nothing."""
    try:
        uuid = UUID(submission)
    except ValueError:
        return ""
    found = Submission.objects.filter(digest=digest_of(uuid), path_digest=hashed(path))
    return _opened(uuid, found.values_list("result", flat=True).first() or "")


def forget_old() -> int:
    """Remove what no open tab can repeat; returns how many."""
    return Submission.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def digest_of(uuid: UUID) -> str:
    """What is kept of a form's number."""
    return hashlib.sha256(b"number:" + uuid.bytes).hexdigest()


def hashed(path: str) -> str:
    """What is kept of a form's address."""
    return hashlib.sha256(path.encode()).hexdigest()


def sealed(uuid: UUID, result: str) -> str:
    """An address that only the form's number opens again."""
    return _seal(uuid).encrypt(result.encode()).decode()


def _seal(uuid: UUID) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seal:" + uuid.bytes).digest()))


def _opened(uuid: UUID, sealed: str) -> str:
    return _seal(uuid).decrypt(sealed.encode()).decode() if sealed else ""
