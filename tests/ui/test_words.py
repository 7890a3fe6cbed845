"""Labels inside sentences."""

from __future__ import annotations

import pytest

from pitservice.ui.words import inside


@pytest.mark.parametrize(
    ("label", "said"), [("Health visitor", "health visitor"), ("GP", "GP"), ("GP practice", "GP practice"), ("", "")]
)
def test_a_label_begins_small_unless_it_begins_with_initials(label: str, said: str) -> None:
    assert inside(label) == said
