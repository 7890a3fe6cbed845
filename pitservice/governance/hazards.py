"""The hazard log as data: docs/safety/hazards.toml, read, and drawn as docs/safety/hazards.md (DCB0129)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pitservice.governance.rules import ROOT, all_rules


@dataclass(frozen=True)
class Control:
    """What keeps a hazard from doing harm: in words, with a test (`path::name`) or a rule (whose tests show it)."""

    what: str
    test: str = ""
    rule: str = ""

    @property
    def shown_by(self) -> Sequence[str]:
        """The tests that show it."""
        if self.test:
            return [self.test]
        return sorted(all_rules()[self.rule].tests) if self.rule in all_rules() else []


@dataclass(frozen=True)
class Hazard:
    """Something that could harm a family: cause, harm, how bad and how likely before and after its controls."""

    name: str
    title: str
    cause: str
    harm: str
    before: str
    after: str
    controls: Sequence[Control] = field(default_factory=tuple)
    comes: str = ""  # which issue brings the control, while there is none


def hazards() -> list[Hazard]:
    """All of them, in the order of the file."""
    with (ROOT / "docs" / "safety" / "hazards.toml").open("rb") as file:
        return [_hazard(one) for one in tomllib.load(file)["hazard"]]


def _hazard(given: dict[str, Any]) -> Hazard:
    controls = tuple(Control(**control) for control in given.pop("controls", []))
    return Hazard(**given, controls=controls)


def hazards_document() -> str:
    """docs/safety/hazards.md."""
    lines = ["# Hazard log", "", "<!-- Made by `manage.py write_docs` from hazards.toml. -->", ""]
    lines += [
        "Before and after: how bad (1 to 5) × how likely (1 to 5), our own first estimate, not yet a clinician’s."
    ]
    for hazard in hazards():
        lines += ["", f"## {hazard.name}: {hazard.title}", ""]
        lines += [
            f"- Cause: {hazard.cause}",
            f"- Harm: {hazard.harm}",
            f"- Before: {hazard.before}. After: {hazard.after}.",
        ]
        if hazard.comes:
            lines.append(f"- **Not yet controlled.** {hazard.comes}")
        for control in hazard.controls:
            shown = list(control.shown_by)
            tests = ", ".join(f"`{test}`" for test in shown[:3]) + (
                f" and {len(shown) - 3} more" if len(shown) > 3 else ""
            )
            by = f" ({control.rule})" if control.rule else ""
            lines.append(f"- Control: {control.what}{by} — {tests}")
    return "\n".join(lines) + "\n"
