"""Which measures a team uses, and measures of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout

from measures.enums import ItemText, Point, Side, Who
from measures.spec import Spec, read_spec
from pitservice.db.errors import Refused
from pitservice.ui.fields import NhsBooleanField, NhsCharField, NhsChoiceField, NhsMultipleChoiceField, NhsTextField
from pitservice.ui.forms import ActForm
from pitservice.ui.layout import Fieldset

_PARTS = 6


class UseForm(ActForm):
    """Shipped measures to take into use."""

    def __init__(self, *args: Any, shipped: Mapping[str, Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"] = NhsMultipleChoiceField(
            label="Which measures do you use?",
            called="at least one measure",
            choices=[(code, f"{code}: {body['name']}") for code, body in shipped.items()],
            hints={code: str(body["licence"]) for code, body in shipped.items()},
            small=True,
        )


class DefineForm(ActForm):
    """A measure of the team's own, or a new edition of one; item words only with the licence that allows them."""

    code = NhsCharField(label="Short name", called="a short name", max_length=20, width="20")
    name = NhsCharField(label="Name", called="the name")
    side = NhsChoiceField(label="What does it tell of?", called="what it tells of", choices=Side.choices)
    who = NhsChoiceField(label="Who fills it in?", called="who fills it in", choices=Who.choices)
    points = NhsMultipleChoiceField(
        label="When is it due? (optional)", choices=Point.choices, required=False, small=True
    )
    scales = NhsTextField(
        label="Scores",
        called="at least one score",
        help_text=(
            "One to a line: name; lowest; highest; high or low, whichever is better; reliable change; cut-off. "
            "The last two may be left out. For example: Warmth; 0; 35; high; 4"
        ),
        rows=3,
    )
    bands = NhsTextField(
        label="Bands (optional)",
        help_text="One to a line: score name; from; to; word. For example: Warmth; 0; 14; low",
        rows=3,
        required=False,
    )
    ordinal = NhsBooleanField(
        label="Its values are levels: a move is told, nothing is averaged or subtracted", required=False
    )
    owner = NhsCharField(label="Who owns it?", called="who owns it")
    licence = NhsCharField(label="What does its licence allow?", called="what its licence allows", max_length=300)
    reference = NhsCharField(label="Reference", called="the reference", max_length=300)
    may_show = NhsBooleanField(label="The licence allows the words of the questions to stand here", required=False)
    items = NhsTextField(
        label="Questions (optional)",
        help_text="One to a line, exactly as printed. Only where the licence allows it. They make up the first score.",
        rows=6,
        required=False,
    )
    anchors = NhsTextField(
        label="Answers (optional)",
        help_text="One to a line, the one that counts 0 first.",
        rows=4,
        required=False,
    )
    reversed_items = NhsCharField(
        label="Questions that count the other way round (optional)", help_text="For example: 2, 3", required=False
    )
    risk = NhsTextField(
        label="Questions that must not wait (optional)",
        help_text=(
            "One to a line: number; from which answer on; highest answer; what it says. "
            "For example: 10; 1; 3; thoughts of harming oneself"
        ),
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, spec: Spec | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = spec
        if spec is not None:
            del self.fields["code"]

    @property
    def helper(self) -> FormHelper:
        """What it is; how it counts; whose it is."""
        helper = super().helper
        first = [name for name in ("code", "name", "side", "who", "points") if name in self.fields]
        helper.layout = Layout(
            *first,
            Fieldset("How it counts", "scales", "bands", "ordinal"),
            Fieldset("Whose it is", "owner", "licence", "reference"),
            Fieldset("Its words", "may_show", "items", "anchors", "reversed_items", "risk"),
        )
        return helper

    def clean(self) -> dict[str, Any]:
        """The whole must make sense; what does not is said where it stands."""
        given = super().clean() or self.cleaned_data
        if given.get("items") and not given.get("may_show"):
            self.add_error("may_show", "Confirm that the licence allows it, or take the questions out")
        if bool(given.get("items")) != bool(given.get("anchors")):
            self.add_error("anchors", "Enter the answers together with the questions")
        if not self.errors:
            try:
                read_spec(self.body)
            except (Refused, ValueError, IndexError, ArithmeticError) as error:
                said = error.sentence if isinstance(error, Refused) else "A line of the scores cannot be read."
                self.add_error("scales", said.removesuffix("."))
        return given

    @property
    def body(self) -> dict[str, Any]:
        """The measure's data; ValueError, IndexError or ArithmeticError for a line that cannot be read."""
        given = self.cleaned_data
        items = _lines(given["items"])
        shipped = ItemText.SHIPPED if items else (ItemText.ALLOWED if given["may_show"] else ItemText.NO)
        body: dict[str, Any] = {
            "code": self.before.code if self.before else given["code"],
            "name": given["name"],
            "side": given["side"],
            "who": given["who"],
            "owner": given["owner"],
            "licence": given["licence"],
            "text": shipped.value,
            "reference": given["reference"],
            "source": self.before.source if self.before else "Entered by the team.",
            "points": given["points"],
            "ordinal": given["ordinal"],
            "items": items,
            "anchors": _lines(given["anchors"]),
            "reversed": [int(one) for one in given["reversed_items"].replace(",", " ").split()],
            "alerts": [_risk(line) for line in _lines(given["risk"])],
            "scale": [_scale(line, _lines(given["bands"])) for line in _lines(given["scales"])],
        }
        if self.before:
            body |= {"intro": self.before.intro, "credit": self.before.credit, "may_miss": self.before.may_miss}
            body["forms"] = [{"months": int(m), "cutoff": str(cut)} for m, cut in self.before.forms.items()]
        return body


def initial_of(spec: Spec) -> dict[str, Any]:
    """A measure as the form writes it."""
    return {
        "name": spec.name,
        "side": spec.side,
        "who": spec.who,
        "points": [str(point) for point in spec.points],
        "scales": "\n".join(
            "; ".join(
                str(part) if part is not None else ""
                for part in (one.name, one.low, one.high, one.better, one.reliable, one.cutoff)
            ).rstrip("; ")
            for one in spec.scales
        ),
        "bands": "\n".join(
            f"{one.name}; {low}; {high}; {word}" for one in spec.scales for low, high, word in one.bands
        ),
        "ordinal": spec.ordinal,
        "owner": spec.owner,
        "licence": spec.licence,
        "reference": spec.reference,
        "may_show": spec.text != ItemText.NO,
        "items": "\n".join(spec.items),
        "anchors": "\n".join(spec.anchors),
        "reversed_items": ", ".join(str(one) for one in sorted(spec.reversed)),
        "risk": "\n".join(f"{one.item}; {one.from_value}; {one.most}; {one.says}" for one in spec.alerts),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split(";")]


def _scale(line: str, bands: Sequence[str]) -> dict[str, Any]:
    name, low, high, better, reliable, cutoff = (_parts(line) + [""] * _PARTS)[:_PARTS]
    if better not in ("high", "low"):
        raise Refused(f"{name}: say whether high or low is better")
    found: dict[str, Any] = {"name": name, "low": low, "high": high, "better": better}
    found |= {"reliable": reliable} if reliable else {}
    found |= {"cutoff": cutoff, "cutoff_below": better == "high", "cutoff_says": "past the cut-off"} if cutoff else {}
    of = [_parts(band) for band in bands]
    found["bands"] = [[lowest, highest, word] for scale, lowest, highest, word in of if scale == name]
    return found


def _risk(line: str) -> dict[str, Any]:
    item, start, most, says = _parts(line)
    return {"item": int(item), "from": int(start), "most": int(most), "says": says}
