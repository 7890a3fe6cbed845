"""One effect for each form, however often it is sent."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

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
            "INSERT INTO ui_submission (uuid, path, result, at) VALUES (%s, %s, '', %s) ON CONFLICT DO NOTHING",
            [uuid, path[:300], timezone.now()],
        )
        return bool(cursor.rowcount)


def remember_result(uuid: UUID, result: str) -> None:
    """Where its sender is led; a repeat goes there too."""
    Submission.objects.filter(uuid=uuid).update(result=result[:500])


def result_of(uuid: UUID) -> str:
    """Where the first sender was led."""
    return Submission.objects.values_list("result", flat=True).get(uuid=uuid)


def known_result(submission: str, path: str) -> str:
    """Where a form that was sent to this address before has led; empty when it was not, or did nothing."""
    try:
        uuid = UUID(submission)
    except ValueError:
        return ""
    return Submission.objects.filter(uuid=uuid, path=path[:300]).values_list("result", flat=True).first() or ""


def forget_old() -> int:
    """Remove what no open tab can repeat; returns how many."""
    return Submission.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
