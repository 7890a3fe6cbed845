"""The bare views that the lists are measured against still show the same rows."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from tests.benchmarks import bare
from tests.make.referrals import make_referral, make_waiting

pytestmark = pytest.mark.django_db


def test_the_bare_views_show_who_is_waiting() -> None:
    make_referral()
    make_waiting()
    request = RequestFactory().get("/")

    assert "Zayn Khan" in bare.inbox(request).content.decode()
    assert "Zayn Khan" in bare.waiting(request).content.decode()
