"""What every test of a page starts from."""

from __future__ import annotations

import pytest

from tests.make.caseload import MadeWork, make_work


@pytest.fixture
def work(db: None) -> MadeWork:
    """A piece of work with a lead practitioner."""
    return make_work()
