"""What a page of a decision keeps of what stood on it."""

from __future__ import annotations

import html
import re
from typing import Any


def as_read(page: Any) -> str:
    """Who gets what by each outcome, as whoever decides has read it: the field `read` of the page's form."""
    found = re.search(r'name="read" type="hidden" value="([^"]*)"', page.content.decode())
    assert found is not None
    return html.unescape(found[1])
