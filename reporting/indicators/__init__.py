"""The registry of indicators: filled by the modules beside this one, read by everything that reports (REP-1, P87)."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.indicators.base import Indicator, Theme

#: Raised whenever a definition changes; each report keeps the edition it was made with.
EDITION = 5

_INDICATORS: dict[str, Indicator] = {}


def register(*indicators: Indicator) -> None:
    """Add indicators; a key is used once."""
    for indicator in indicators:
        if indicator.key in _INDICATORS:
            raise ValueError(f"There is an indicator {indicator.key} already.")
        _INDICATORS[indicator.key] = indicator


def indicators() -> Sequence[Indicator]:
    """All of them, by theme and then as they were registered."""
    themes = list(Theme)
    return sorted(_INDICATORS.values(), key=lambda indicator: themes.index(indicator.theme))


def indicator(key: str) -> Indicator | None:
    """The one of this key."""
    return _INDICATORS.get(key)
