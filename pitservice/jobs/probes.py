"""Questions that the health page asks; filled by the apps above in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Probe = Callable[[], str]

_PROBES: dict[str, Probe] = {}


def register(name: str, probe: Probe) -> None:
    """`probe` answers "ok", or what is wrong in words without personal data."""
    _PROBES[name] = probe


def probes() -> Mapping[str, Probe]:
    """All of them, by name."""
    return dict(_PROBES)
