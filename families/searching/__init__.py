"""Finding a family by whatever is known of it: the only reader of the search table (engineering.md 6.3, 7.5).

`search` gives families out of those visible to the viewer, best first, each with why it was found.
"""

from __future__ import annotations

from families.searching.asked import Asked, understand
from families.searching.find import FIRST, MOST, Match, search

__all__ = ["FIRST", "MOST", "Asked", "Match", "search", "understand"]
