"""What the tests of assessment clinics start from, in this folder and in `pages`."""

from __future__ import annotations

import pytest

from pitservice.accounts.enums import RoleName
from pitservice.accounts.models import Team, User
from tests.make.accounts import make_user
from tests.make.clinic import make_practitioner


@pytest.fixture
def boss(db: None) -> User:
    """Who allocates."""
    return make_user(RoleName.CLINICAL_LEAD)


@pytest.fixture
def team(boss: User) -> Team:
    """Their team."""
    return boss.current_memberships[0].team


@pytest.fixture
def priya(team: Team) -> User:
    """Whose clinic it is."""
    return make_practitioner(team)
