"""What the report counts by the hundred thousand is read out of indexes, without a look at the rows (decision 0016)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Count

from reporting.indicators import indicator
from tests.make.accounts import make_team
from tests.make.reporting import QUARTER

pytestmark = pytest.mark.django_db


def plan_of(key: str) -> str:
    """How PostgreSQL would count an indicator's rows if its tables were large."""
    rows = indicator(key).rows({make_team().pk}, QUARTER)  # type: ignore[union-attr]  # there is such an indicator
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    counted = rows.order_by().values("team").annotate(many=Count("pk"))
    return str(counted.explain())


@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("appointments", "appointment_counted"),
        ("wait-first", "appointment_seen"),
        ("families-seen", "appointment_seen_by_id"),
        ("families-seen", "session_of_work"),
    ],
)
def test_rows_are_counted_out_of_an_index_alone(key: str, index: str) -> None:
    assert f"Index Only Scan using {index} " in plan_of(key)
