"""What every test of a page starts from."""

from __future__ import annotations

import pytest

from families.models import Person
from tests.make.caseload import MadeWork, make_work


@pytest.fixture
def work(db: None) -> MadeWork:
    """A piece of work with a lead practitioner."""
    return make_work()


@pytest.fixture
def father(work: MadeWork) -> Person:
    """The father of the family, where a test's own `work` has one."""
    assert work.made.father is not None
    return work.made.father
