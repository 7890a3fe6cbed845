"""What a measure is, read from its data: ranges, direction, bands, items, alerts; and scoring. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from measures.enums import ItemText, Point, Side, Who
from pitservice.db.errors import Refused

_LIBRARY = Path(__file__).with_name("library.toml")


@dataclass(frozen=True)
class Scale:
    """One number of a measure. `reliable` None: a change is told and not judged (domain.md §3.4)."""

    name: str
    low: Decimal
    high: Decimal
    better: str
    step: Decimal = Decimal(1)
    reliable: Decimal | None = None
    cutoff: Decimal | None = None
    cutoff_below: bool = False
    cutoff_says: str = ""
    bands: Sequence[tuple[Decimal, Decimal, str]] = ()

    @property
    def high_is_good(self) -> bool:
        """Whether a higher value is the better one."""
        return self.better == "high"

    def read(self, text: Any) -> Decimal:
        """A value as it was typed; Refused outside the range or between its steps."""
        try:
            value = Decimal(str(text).strip())
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or not self.low <= value <= self.high or value % self.step:
            kind = "a whole number" if self.step == 1 else "a number"
            raise Refused(f"{self.name} must be {kind} from {_plain(self.low)} to {_plain(self.high)}.")
        return value

    def band(self, value: Decimal) -> str:
        """The word for a value: its band; empty where none is set."""
        return next((label for low, high, label in self.bands if low <= value <= high), "")

    def past_cutoff(self, value: Decimal, cutoff: Decimal | None = None) -> bool | None:
        """Whether a value is on the far side of the cut-off; None where there is none.

        `cutoff`: that of an age form, which a score must be above.
        """
        if cutoff is not None:
            return value > cutoff
        if self.cutoff is None:
            return None
        return value <= self.cutoff if self.cutoff_below else value >= self.cutoff


@dataclass(frozen=True)
class RiskItem:
    """An item that raises an alert from a value on, whatever the total (P60); `most` where it is typed by itself."""

    item: int
    from_value: int
    says: str
    most: int = 0


@dataclass(frozen=True)
class Spec:
    """A measure. `ordinal`: levels, of which only moves are told. `forms`: months of age with that form's cut-off."""

    code: str
    name: str
    side: Side
    who: Who
    owner: str
    licence: str
    text: ItemText
    reference: str
    source: str
    scales: Sequence[Scale]
    credit: str = ""
    intro: str = ""
    anchors: Sequence[str] = ()
    items: Sequence[str] = ()
    reversed: frozenset[int] = frozenset()
    may_miss: int = 0
    alerts: Sequence[RiskItem] = ()
    forms: Mapping[str, Decimal] = field(default_factory=dict)
    ordinal: bool = False
    points: Sequence[Point] = ()

    @property
    def by_item(self) -> bool:
        """Whether it is recorded answer by answer; otherwise its scores only."""
        return self.text == ItemText.SHIPPED and bool(self.items)

    def totals(self, answers: Mapping[int, int]) -> dict[str, Decimal]:
        """The scale's value from the answers; empty when too many are missing.

        As many as the manual lets miss are filled with the mean of the others (CORE-10: one, domain.md §3.2).
        Refused for an answer that is none of the anchors.
        """
        most = len(self.anchors) - 1
        for number, value in answers.items():
            if not 1 <= number <= len(self.items) or not 0 <= value <= most:
                raise Refused(f"Question {number} has an answer that is not one of those on the form.")
        missing = len(self.items) - len(answers)
        if missing > self.may_miss or not answers:
            return {}
        total = Decimal(sum(most - v if number in self.reversed else v for number, v in answers.items()))
        if missing:
            total = (total * len(self.items) / len(answers)).quantize(Decimal(1), ROUND_HALF_UP)
        return {self.scales[0].name: total}

    def risks(self, answers: Mapping[int, int]) -> list[RiskItem]:
        """Risk items that were answered with a value that must not wait (P60)."""
        return [risk for risk in self.alerts if answers.get(risk.item, -1) >= risk.from_value]


def read_spec(body: Mapping[str, Any]) -> Spec:
    """A measure from its data; Refused, with what is the matter, where it contradicts itself."""
    spec = Spec(
        code=body["code"],
        name=body["name"],
        side=Side(body["side"]),
        who=Who(body["who"]),
        owner=body["owner"],
        licence=body["licence"],
        text=ItemText(body["text"]),
        reference=body["reference"],
        source=body["source"],
        scales=[_scale(one) for one in body["scale"]],
        credit=body.get("credit", ""),
        intro=body.get("intro", ""),
        anchors=body.get("anchors", ()),
        items=body.get("items", ()),
        reversed=frozenset(body.get("reversed", ())),
        may_miss=body.get("may_miss", 0),
        alerts=[RiskItem(a["item"], a["from"], a["says"], a.get("most", 0)) for a in body.get("alerts", ())],
        forms={str(one["months"]): Decimal(str(one["cutoff"])) for one in body.get("forms", ())},
        ordinal=body.get("ordinal", False),
        points=[Point(one) for one in body.get("points", ())],
    )
    _check(spec)
    return spec


def _scale(body: Mapping[str, Any]) -> Scale:
    def number(name: str) -> Decimal | None:
        return Decimal(str(body[name])) if body.get(name) is not None else None

    return Scale(
        name=body["name"],
        low=Decimal(str(body["low"])),
        high=Decimal(str(body["high"])),
        better=body["better"],
        step=number("step") or Decimal(1),
        reliable=number("reliable"),
        cutoff=number("cutoff"),
        cutoff_below=body.get("cutoff_below", False),
        cutoff_says=body.get("cutoff_says", ""),
        bands=[(Decimal(str(low)), Decimal(str(high)), label) for low, high, label in body.get("bands", ())],
    )


def _check(spec: Spec) -> None:
    for scale in spec.scales:
        if scale.low >= scale.high:
            raise Refused(f"{scale.name}: the highest score must be above the lowest.")
        if scale.cutoff is not None and not scale.low <= scale.cutoff <= scale.high:
            raise Refused(f"{scale.name}: the cut-off must be within the range.")
        if scale.reliable is not None and not 0 < scale.reliable <= scale.high - scale.low:
            raise Refused(f"{scale.name}: the reliable change must be above 0 and within the range.")
    if spec.items and spec.text == ItemText.NO:
        raise Refused("The words of the items may not stand here without a licence that allows it.")


@cache
def library() -> Mapping[str, Mapping[str, Any]]:
    """The data of every measure that is shipped, by code."""
    with _LIBRARY.open("rb") as file:
        return {one["code"]: one for one in tomllib.load(file)["measure"]}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
