"""Parts of a page that only reports have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pitservice.ui.components import Link


@dataclass(frozen=True)
class WithContents:
    """Contents at the left and what they lead to at the right; on a phone one above the other."""

    template: ClassVar[str] = "reporting/with_contents.html"
    links: Sequence[Link]
    body: Sequence[object]


@dataclass(frozen=True)
class Beside:
    """Two things side by side where there is room."""

    template: ClassVar[str] = "reporting/beside.html"
    left: Sequence[object]
    right: Sequence[object]
